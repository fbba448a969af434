'use strict';
// The drawing library is packed; it runs because the page's policy names the hash of what is unpacked.
async function unpack() {
  const packed = Uint8Array.from(atob(document.getElementById('packed').textContent), c => c.charCodeAt(0));
  const script = document.createElement('script');
  script.textContent = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
  document.head.append(script);
}
(async () => {
if (!window.DecompressionStream) {
  document.getElementById('detail').textContent = 'This browser is too old for the drawing: it needs one of 2023 or later.';
  return;
}
await unpack();
const {nodes: NODES, lines: LINES, extra: X} = JSON.parse(document.getElementById('data').textContent);
const text = i => X.texts[i];
const EDGES = X.edges.map(([from, to, label, status, quotes, sources = 1], id) => ({id, from, to, label: text(label), status: text(status), quotes, sources}));
const SOURCES = X.sources.map(([title, publisher, author, published, part, url, copy]) =>
  ({title, publisher, author, published, part, url, copy, name: [title, published].filter(Boolean).join(', ')}));
const KINDS = {s: 'subject', o: 'object', c: 'cue'};
const QUOTES = X.quotes.map(([parts, source, ...others]) => {
  const [where, manner] = others.map(text);
  return {parts: parts.map((t, i) => i % 2 ? [t.slice(1), KINDS[t[0]]] : [t]).filter(([t]) => t), source: SOURCES[source], where, manner};
});
for (const n of NODES) {
  const [type, group, icon] = n.kind.split('|');
  Object.assign(n, {type, group, icon, real: n.real !== false, aliases: n.aliases || [], note: n.note || '', values: n.values || [], degree: 0});
}
for (const e of EDGES) for (const i of [e.from, e.to]) NODES[i].degree++;
LINES.forEach((l, id) => {
  const {from, to, label, status} = {...EDGES[l.edges[0]], ...l};
  Object.assign(l, {id, from, to, label, status, style: X.statuses[status][0], bend: l.bend || 0});
});
const MOST_DRAWN = 300, ROWS = 200;
const $ = id => document.getElementById(id);
const css = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
const font = () => getComputedStyle(document.body).fontFamily;

// Text from the data reaches the page only here: through textContent, append and setAttribute.
function el(tag, props = {}, ...children) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(props)) k in e ? e[k] = v : e.setAttribute(k, v);
  e.append(...children);
  return e;
}

const linesAt = NODES.map(() => []), edgesAt = NODES.map(() => []), lineOf = [];
for (const l of LINES) {
  linesAt[l.from].push(l);
  if (l.to !== l.from) linesAt[l.to].push(l);
  for (const e of l.edges) lineOf[e] = l.id;
}
for (const e of EDGES) {
  edgesAt[e.from].push(e);
  if (e.to !== e.from) edgesAt[e.to].push(e);
}

// --- drawing ---------------------------------------------------------------------------------
const shape = Object.fromEntries(Object.entries(X.icons).map(([k, d]) => [k, new Path2D(d)]));
const DASH = {solid: false, dashed: [9, 6], dashdot: [10, 4, 2, 4], dotted: [2, 5]};
const weight = l => 1.6 + 0.8 * Math.min(4, Math.max(...l.edges.map(e => EDGES[e].sources), 1) - 1);

const colourOf = n => n.community === undefined ? X.palette[n.group][0] : X.communities[n.community][1];
function disc(ctx, x, y, r, n, lit) {
  const colour = colourOf(n);
  ctx.save();
  ctx.translate(x, y);
  ctx.beginPath();
  ctx.arc(0, 0, r, 0, 7);
  ctx.fillStyle = n.real ? colour : css('bg');
  ctx.fill();
  ctx.lineWidth = lit ? 4 : 2;
  ctx.strokeStyle = lit ? css('ink') : n.real ? css('bg') : colour;
  if (!n.real) ctx.setLineDash([5, 3]);
  ctx.stroke();
  ctx.scale(r / 14, r / 14);
  ctx.fillStyle = n.real ? '#fff' : colour;
  if (shape[n.icon]) ctx.fill(shape[n.icon], 'evenodd');
  ctx.restore();
}

function caption(ctx, x, y, n) {
  const step = 18, high = n.lines.length * step, gap = n.size + 5;
  ctx.save();
  ctx.font = (n.size > 26 ? '600 16.5px ' : '500 14.5px ') + font();
  ctx.textAlign = {l: 'right', r: 'left'}[n.side] || 'center';
  ctx.textBaseline = 'top';
  ctx.lineJoin = 'round';
  ctx.lineWidth = 5;
  ctx.strokeStyle = css('bg');
  ctx.fillStyle = css('ink');
  const px = x + ({l: -gap, r: gap}[n.side] || 0);
  const py = y + {b: gap, t: -gap - high + 3, l: -high / 2, r: -high / 2}[n.side];
  n.lines.forEach((t, i) => { ctx.strokeText(t, px, py + i * step); ctx.fillText(t, px, py + i * step); });
  ctx.restore();
}

let everyLabel = false, hovered = null, picked = null, pixels = X.pixels;
const hasLabel = l => everyLabel || l.at || l.id === hovered || l.id === picked;
// vis draws a label at the middle of its line only; ours stand where the layout found room.
function lineLabels(ctx) {
  const seen = net.body.edgeIndices.map(id => LINES[id]).filter(hasLabel).sort((a, b) => (a.id === hovered) - (b.id === hovered));
  const least = 11.5 / net.getScale();
  Object.assign(ctx, {textAlign: 'center', textBaseline: 'middle', lineJoin: 'round', strokeStyle: css('bg')});
  for (const l of seen) {
    const lit = l.id === hovered || l.id === picked, size = lit ? Math.max(pixels, least) : pixels;
    const {x, y} = net.body.edges[l.id].edgeType.getPoint(l.at || .5);
    ctx.font = `${lit ? 600 : 400} ${size}px ${font()}`;
    ctx.lineWidth = size * .4;
    ctx.fillStyle = css(lit ? 'ink' : 'muted');
    ctx.strokeText(l.label, x, y);
    ctx.fillText(l.label, x, y);
  }
  $('mynetwork').dataset.labels = seen.length;
}
const drawnNode = n => ({
  id: n.id, x: n.x, y: n.y, size: n.size, shape: 'custom',
  ctxRenderer: ({ctx, x, y, state: {selected, hover}}) => ({
    drawNode: () => disc(ctx, x, y, n.size, n, selected || hover),
    drawExternalLabel: () => caption(ctx, x, y, n),
    nodeDimensions: {width: n.size * 2, height: n.size * 2},
  }),
});
const drawnLine = l => ({
  id: l.id, from: l.from, to: l.to,
  dashes: DASH[l.style], width: weight(l),
  color: {color: css(l.status), highlight: css('accent'), hover: css('accent')},
  smooth: l.bend ? {enabled: true, type: l.bend > 0 ? 'curvedCW' : 'curvedCCW', roundness: Math.abs(l.bend)} : false,
  arrows: {to: {enabled: l.edges.length === 1 || l.edges.every(e => EDGES[e].to === l.to), scaleFactor: 0.55}},
});
const nodes = new vis.DataSet([]), lines = new vis.DataSet([]);
const net = window.network = new vis.Network($('mynetwork'), {nodes, edges: lines}, {
  physics: {enabled: false},
  interaction: {hover: true, hoverConnectedEdges: false, selectConnectedEdges: false, keyboard: {enabled: true, bindToWindow: false, autoFocus: false}},
  edges: {arrowStrikethrough: false, selectionWidth: 1.5, hoverWidth: 1},
});
const drawn = new Set(), steps = [];
function draw(list) {
  const fresh = list.filter(n => !drawn.has(n.id)).slice(0, MOST_DRAWN - drawn.size);
  for (const n of fresh) drawn.add(n.id);
  nodes.add(fresh.map(drawnNode));
  const between = new Map();
  for (const n of fresh) for (const l of linesAt[n.id]) if (drawn.has(l.from) && drawn.has(l.to)) between.set(l.id, l);
  lines.add([...between.values()].map(drawnLine));
  // A custom shape is a square to vis: without this, arrows stop short of the disc on every diagonal.
  for (const n of fresh) net.body.nodes[n.id].shape.distanceToBorder = () => n.size + 2;
  return fresh.length;
}
// The ground behind each group: the hull of circles around its members (Andrew's monotone chain).
function hull(points) {
  const turn = (a, b, c) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
  const chain = list => list.reduce((side, p) => {
    while (side.length > 1 && turn(side.at(-2), side.at(-1), p) <= 0) side.pop();
    return [...side, p];
  }, []).slice(0, -1);
  const order = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  return [...chain(order), ...chain(order.reverse())];
}
const around = n => [...Array(16).keys()].map(k => ({x: n.x + 52 * Math.cos(k * Math.PI / 8), y: n.y + 52 * Math.sin(k * Math.PI / 8)}));
function grounds(ctx) {
  X.communities.forEach(([, colour], number) => {
    const members = net.body.nodeIndices.map(id => NODES[id]).filter(n => n.community === number);
    if (members.length < 3) return;
    ctx.save();
    Object.assign(ctx, {globalAlpha: .12, fillStyle: colour});
    ctx.beginPath();
    for (const {x, y} of hull(members.flatMap(around))) ctx.lineTo(x, y);
    ctx.fill();
    ctx.restore();
  });
}
net.on('beforeDrawing', grounds);
net.on('afterDrawing', lineLabels);
net.on('hoverEdge', ({edge: id}) => { hovered = id; });
net.on('blurEdge', () => { hovered = null; });
$('mynetwork').addEventListener('mouseleave', () => { hovered = null; net.redraw(); });

function wrapped(label) {
  const out = [''];
  for (const word of label.split(/\s+/)) {
    const joined = `${out.at(-1)} ${word}`.trim();
    if (out.at(-1) && joined.length > 17) out.push(word); else out[out.length - 1] = joined;
  }
  return out.slice(0, 3).map((t, i) => t.length > 34 ? t.slice(0, 33) + '…' : i === 2 && out.length > 3 ? t + '…' : t);
}
// Place a node of the rest in the first free spot on a spiral around what it is connected with.
function place(n, near) {
  const free = (x, y) => [...drawn].every(i => Math.abs(NODES[i].x - x) > 130 || Math.abs(NODES[i].y - y) > 76);
  for (let k = 1; k < 4000; k++) {
    const a = k * 2.399963, r = 34 * Math.sqrt(k) + 60;
    const x = Math.round(near.x + 1.3 * r * Math.cos(a)), y = Math.round(near.y + r * Math.sin(a));
    if (free(x, y)) return Object.assign(n, {lines: wrapped(n.label), x, y, size: 14 + 3.2 * Math.min(n.degree, 24) ** 0.9, side: 'b'});
  }
  return Object.assign(n, {lines: wrapped(n.label), x: near.x + 60, y: near.y + 60, size: 17, side: 'b'});
}
function expand(id) {
  const middle = NODES[id], before = new Set(drawn);
  if (!drawn.has(id)) {
    const known = edgesAt[id].map(e => NODES[e.from === id ? e.to : e.from]).find(n => drawn.has(n.id));
    place(middle, known || {x: 0, y: 0});
    draw([middle]);
  }
  for (const n of hidden(id)) { place(n, middle); if (!draw([n])) break; }
  steps.push([...drawn].filter(i => !before.has(i)));
  apply();
  showNode(id);
}
function undo() {
  const gone = new Set(steps.pop() || []);
  lines.remove(lines.getIds().filter(id => gone.has(LINES[id].from) || gone.has(LINES[id].to)));
  nodes.remove([...gone]);
  for (const id of gone) drawn.delete(id);
  apply();
  showHint();
}
const hidden = id => [...new Set(edgesAt[id].map(e => e.from === id ? e.to : e.from))].filter(i => !drawn.has(i)).map(i => NODES[i]);

// --- filters ---------------------------------------------------------------------------------
const off = {group: new Set(), status: new Set(['rejected']), label: new Set(), document: new Set(), community: new Set()};
const documentsOf = e => [...new Set(e.quotes.map(q => QUOTES[q].source.name))];
function passes(e) {
  if (off.status.has(e.status) || off.label.has(e.label)) return false;
  if (off.document.size && !documentsOf(e).some(d => !off.document.has(d))) return false;
  return spans.from === 0 && spans.until === DAYS.length - 1 || e.quotes.some(q => {
    const day = QUOTES[q].source.published;
    return day >= DAYS[spans.from] && day <= DAYS[spans.until];
  });
}
const DAYS = [...new Set(SOURCES.map(s => s.published).filter(Boolean))].sort();
const spans = {from: 0, until: DAYS.length - 1};
function slider() {
  $('dates').hidden = DAYS.length < 2;
  for (const end of ['from', 'until']) {
    Object.assign($(end), {max: DAYS.length - 1, value: spans[end]});
    $(end).oninput = () => {
      spans[end] = end === 'from' ? Math.min($(end).value, spans.until) : Math.max($(end).value, spans.from);
      $(end).value = spans[end];
      apply();
    };
  }
}
const isOff = n => off.group.has(n.group) || off.community.has(String(n.community));
function apply() {
  nodes.update([...drawn].map(id => ({id, hidden: isOff(NODES[id])})));
  lines.update(lines.getIds().map(id => ({id, hidden: !LINES[id].edges.some(e => passes(EDGES[e]))})));
  for (const end of ['from', 'until']) {
    $(end + '-day').textContent = DAYS[spans[end]] || '';
    $(end).setAttribute('aria-valuetext', DAYS[spans[end]] || '');
  }
  $('undo').disabled = !steps.length;
  remember();
}
function boxes(list, values, key, {sign = () => '', word = v => v} = {}) {
  const count = new Map();
  for (const v of values) count.set(v, (count.get(v) || 0) + 1);
  for (const [value, n] of [...count].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    const box = el('input', {type: 'checkbox', checked: !off[key].has(value)});
    box.onchange = () => { off[key][box.checked ? 'delete' : 'add'](value); apply(); };
    list.append(el('li', {}, el('label', {}, box, sign(value), el('span', {className: 'word'}, word(value)), el('span', {className: 'n'}, String(n)))));
  }
}
function sign(n) {
  const c = el('canvas', {className: 'icon', width: 40, height: 40});
  disc(c.getContext('2d'), 20, 20, 18, {...n, real: true});
  return c;
}
const groupSign = group => sign({group, icon: X.icons[group] ? group : NODES.find(n => n.group === group).icon});
const communitySign = number => sign({community: number, icon: ''});
function communities() {
  $('groups-that-hang-together').hidden = false;
  boxes($('communities'), NODES.filter(n => n.community !== undefined).map(n => String(n.community)), 'community', {sign: communitySign, word: c => X.communities[c][0]});
  X.communities.forEach(([title], number) => {
    const members = NODES.filter(n => n.community === number).sort((a, b) => b.degree - a.degree || a.id - b.id);
    const found = members.slice(0, ROWS).map(n => { const b = el('button', {type: 'button'}, n.label); b.onclick = () => showNode(n.id); return b; });
    $('members').append(el('h3', {}, `${title} · ${members.length}`), ...found);
  });
}
function stroke(status) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg'), line = document.createElementNS(svg.namespaceURI, 'line');
  svg.setAttribute('class', 'stroke');
  svg.setAttribute('viewBox', '0 0 30 10');
  svg.setAttribute('aria-hidden', 'true');
  const dash = (DASH[X.statuses[status][0]] || []).join(' ');
  for (const [k, v] of Object.entries({x1: 1, x2: 29, y1: 5, y2: 5, 'stroke-width': 2.5, 'stroke-dasharray': dash})) line.setAttribute(k, v);
  line.style.stroke = `var(--${status})`;
  svg.append(line);
  return svg;
}

// --- panel -----------------------------------------------------------------------------------
const name = id => NODES[id].label;
function row(e) {
  const b = el('button', {type: 'button', title: X.statuses[e.status][1]}, stroke(e.status), `${name(e.from)} — ${e.label} → ${name(e.to)}`);
  b.onclick = () => showEdge(e.id);
  return b;
}
function fill(box, list, from = 0) {
  box.append(...list.slice(from, from + ROWS).map(row));
  if (list.length <= from + ROWS) return;
  const more = el('button', {type: 'button'}, `… ${list.length - from - ROWS} more`);
  more.onclick = () => { more.remove(); fill(box, list, from + ROWS); };
  box.append(more);
}
function rows(list) {
  const box = el('div', {className: 'rows'});
  fill(box, list);
  return box;
}
function pick({nodes: n = [], edges: e = []}) {
  picked = e.length ? e[0] : null;
  net.setSelection({nodes: n.filter(id => drawn.has(id)), edges: e.filter(id => lines.get(id))});
}
const isWeb = url => /^https?:\/\//i.test(url);
function source(q, e) {
  const s = q.source, names = e ? {subject: `names ${name(e.from)}`, object: `names ${name(e.to)}`, cue: 'the words it rests on'} : {};
  const title = isWeb(s.url) ? el('a', {href: s.url, target: '_blank', rel: 'noopener noreferrer'}, s.title) : s.title;
  const about = [s.publisher, s.published, s.author && `by ${s.author}`, s.part, q.where].filter(Boolean).join(' · ');
  const copy = s.copy ? [el('div', {className: 'small'}, `near copy of “${s.copy}”: counts as the same source`)] : [];
  return [el('figure', {},
    el('blockquote', {}, ...q.parts.map(([text, kind]) => kind ? el('mark', {className: kind, title: names[kind]}, text) : text)),
    el('figcaption', {}, el('span', {className: 'manner'}, q.manner), el('cite', {}, title), el('div', {className: 'small'}, about), ...copy))];
}
const bare = e => e.label.replace(/^not: /, '');
const negative = e => e.status === 'denied';
function alike(e) {
  return edgesAt[e.from].filter(o => o !== e && o.from === e.from && o.to === e.to && bare(o) === bare(e));
}
const section = (title, list) => list.length ? [el('h3', {}, title), rows(list)] : [];
function heading(e) {
  const link = (i, kind) => { const b = el('button', {type: 'button', className: `name ${kind}`}, name(i)); b.onclick = () => showNode(i); return b; };
  return el('h2', {className: 'statement'}, link(e.from, 'subject'), ' ', el('span', {}, e.label), ' ', link(e.to, 'object'));
}
function showEdge(id) {
  const e = EDGES[id];
  pick({edges: [lineOf[id]]});
  const badge = el('span', {className: 'badge'}, X.statuses[e.status][1]);
  badge.style.color = `var(--${e.status})`;
  const told = alike(e);
  const sources = `${e.quotes.length} ${e.quotes.length === 1 ? 'sentence' : 'sentences'}, ${e.sources} ${e.sources === 1 ? 'source' : 'sources'}`;
  $('detail').replaceChildren(
    heading(e), badge, el('span', {className: 'small'}, sources),
    ...e.quotes.flatMap(q => source(QUOTES[q], e)),
    ...section('Contradicted by', told.filter(o => negative(o) !== negative(e))),
    ...section('Also said', told.filter(o => negative(o) === negative(e))));
  reveal({edge: id});
}
function showLine(id) {
  const l = LINES[id];
  if (l.edges.length === 1) return showEdge(l.edges[0]);
  pick({edges: [id]});
  $('detail').replaceChildren(el('h2', {className: 'statement'}, `${name(l.from)} and ${name(l.to)}`), rows(l.edges.map(e => EDGES[e]).filter(passes)));
  reveal({line: id});
}
function showNode(id) {
  if (start !== null && start !== id) return showPath(start, id);
  const n = NODES[id], rest = hidden(id);
  pick({nodes: [id]});
  const also = n.aliases.length ? [el('div', {className: 'small'}, `also: ${n.aliases.join(', ')}`)] : [];
  const note = n.note ? [el('div', {className: 'small'}, n.note)] : [];
  for (const value of n.values) note.push(el('p', {className: 'small'}, value));
  const more = [];
  if ((rest.length || !drawn.has(id)) && drawn.size < MOST_DRAWN) {
    const b = el('button', {type: 'button', className: 'more'}, drawn.has(id) ? `Draw ${rest.length} more` : 'Draw it');
    b.onclick = () => expand(id);
    more.push(b);
  }
  if (edgesAt[id].length) {
    const b = el('button', {type: 'button', className: 'more'}, 'Path from here …');
    b.onclick = () => {
      start = id;
      $('detail').replaceChildren(el('p', {}, `Now choose the other end: click an entity, or search. Escape stops.`));
      $('search').focus();
    };
    more.push(b);
  }
  const said = new Map();
  for (const e of edgesAt[id]) said.set(e.status, [...(said.get(e.status) || []), e]);
  const parts = Object.keys(X.statuses).filter(s => said.has(s)).flatMap(s => section(`${X.statuses[s][1]} · ${said.get(s).length}`, said.get(s)));
  $('detail').replaceChildren(el('h2', {className: 'statement'}, n.label), el('div', {className: 'small'}, n.type), ...also, ...note, ...more, ...parts);
  reveal({node: id});
}

// --- the way between two ----------------------------------------------------------------------
let start = null;
function route(from, to) {
  const via = new Map([[from, null]]), queue = [from];
  for (const at of queue) {
    if (at === to) break;
    for (const e of edgesAt[at].filter(passes)) {
      const next = e.from === at ? e.to : e.from;
      if (!via.has(next)) { via.set(next, e); queue.push(next); }
    }
  }
  const hops = [];
  if (via.has(to)) for (let at = to; via.get(at);) { const e = via.get(at); hops.unshift(e); at = e.from === at ? e.to : e.from; }
  return hops;
}
function showPath(from, to) {
  start = null;
  const hops = route(from, to), on = [...new Set([from, to, ...hops.flatMap(e => [e.from, e.to])])];
  const before = new Set(drawn);
  for (const id of on) if (hops.length && !drawn.has(id)) { place(NODES[id], NODES[on.find(i => drawn.has(i))] || {x: 0, y: 0}); draw([NODES[id]]); }
  if (drawn.size > before.size) steps.push([...drawn].filter(i => !before.has(i)));
  apply();
  pick({nodes: hops.length ? on : []});
  net.setSelection({nodes: on.filter(i => drawn.has(i)), edges: hops.map(e => lineOf[e.id]).filter(id => lines.get(id))}, {highlightEdges: false});
  const none = hops.length ? [] : [el('p', {}, 'Nothing that is shown connects them.')];
  $('detail').replaceChildren(el('h2', {className: 'statement'}, `From ${name(from)} to ${name(to)}`), ...none,
    ...hops.flatMap(e => [rows([e]), ...e.quotes.slice(0, 1).flatMap(q => source(QUOTES[q], e))]));
  reveal({path: `${from}-${to}`});
}
function showHint() {
  start = null;
  pick({});
  reveal({});
  $('detail').replaceChildren(el('p', {className: 'small'}, 'Click a line to read the sentence behind it, or an entity to list its statements.'));
}
// --- the address of this view -------------------------------------------------------------------
let chosen = {};
function reveal(what) {
  chosen = what;
  remember();
  $('side').scrollTop = 0;
  // On a phone the panel is below the drawing: bring the evidence into sight.
  if (started && Object.keys(what).length && matchMedia('(max-width: 760px)').matches) $('detail').scrollIntoView();
}
function remember() {
  const told = new URLSearchParams(chosen);
  for (const key of Object.keys(off)) for (const v of off[key]) if (!(key === 'status' && v === 'rejected')) told.append('-' + key, v);
  if (off.status.has('rejected') === false) told.append('+status', 'rejected');
  if (spans.from > 0) told.set('from', DAYS[spans.from]);
  if (spans.until < DAYS.length - 1) told.set('until', DAYS[spans.until]);
  // A frame that holds its page as text has no address of its own to change.
  if (started && location.protocol !== 'about:') history.replaceState(null, '', '#' + told);
}
function recall() {
  const told = new URLSearchParams(location.hash.slice(1));
  for (const key of Object.keys(off)) for (const v of told.getAll('-' + key)) off[key].add(v);
  for (const v of told.getAll('+status')) off.status.delete(v);
  spans.from = Math.max(0, DAYS.indexOf(told.get('from')));
  const until = DAYS.indexOf(told.get('until'));
  if (until >= spans.from) spans.until = until;
  return told;
}
function reopen(told) {
  const id = key => told.has(key) && /^\d+$/.test(told.get(key)) ? +told.get(key) : -1;
  const [from, to] = (told.get('path') || '').split('-').map(Number);
  if (EDGES[id('edge')]) return showEdge(id('edge'));
  if (LINES[id('line')]) return showLine(id('line'));
  if (NODES[id('node')]) return showNode(id('node'));
  if (NODES[from] && NODES[to]) return showPath(from, to);
  showHint();
}
let started = false;
$('link').onclick = () => navigator.clipboard.writeText(location.href).then(
  () => { $('said').textContent = 'Link copied'; },
  () => $('detail').replaceChildren(el('label', {}, 'Link to this view ', el('input', {type: 'text', readOnly: true, value: location.href}))));
$('undo').onclick = undo;
$('full').onclick = () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
// To vis a node is a square and may lie under a line: only the disc itself counts as the entity.
function hit({nodes: [id], edges: [edge], pointer: {canvas: at, DOM}}) {
  const far = id !== undefined && Math.hypot(NODES[id].x - at.x, NODES[id].y - at.y) > NODES[id].size + 2;
  return far ? {edge: net.getEdgeAt(DOM)} : {id, edge};
}
net.on('click', p => {
  const {id, edge} = hit(p);
  if (id !== undefined) showNode(id); else if (edge !== undefined) showLine(edge); else showHint();
});

// --- search, buttons, keys -------------------------------------------------------------------
const plain = s => s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const names = NODES.map(n => plain([n.label, ...n.aliases].join('\n')));
function found(text) {
  const want = plain(text.trim());
  if (!want) return [];
  const hits = NODES.filter((n, i) => names[i].includes(want));
  return hits.sort((a, b) => plain(b.label).startsWith(want) - plain(a.label).startsWith(want) || b.degree - a.degree || a.id - b.id).slice(0, 8);
}
$('search').oninput = () => {
  const hits = found($('search').value).map(n => {
    const b = el('button', {type: 'button'}, `${n.label} · ${n.type}`);
    b.onclick = () => { if (drawn.has(n.id)) net.focus(n.id, {scale: 1.1, animation: false}); showNode(n.id); $('hits').replaceChildren(); };
    return b;
  });
  const none = $('search').value.trim() && !hits.length ? [el('p', {className: 'small'}, 'No such name in this graph.')] : [];
  $('hits').replaceChildren(...hits, ...none);
};
$('search').onkeydown = ev => { if (ev.key === 'Enter') $('hits').querySelector('button')?.click(); };
document.addEventListener('keydown', ev => {
  if (ev.key === '/' && !['INPUT', 'TEXTAREA'].includes(document.activeElement.tagName)) { ev.preventDefault(); $('search').focus(); }
  if (ev.key === 'Escape') { $('search').value = ''; $('hits').replaceChildren(); showHint(); }
});
// As vis fits, but with the labels.
function extent(list) {
  const box = {l: Infinity, t: Infinity, r: -Infinity, b: -Infinity};
  for (const n of list) {
    const wide = Math.max(...n.lines.map(t => t.length)) * 8.2, high = n.lines.length * 18, gap = n.size + 5;
    const x = {l: n.x - gap - wide, r: n.x + gap}[n.side] ?? n.x - wide / 2, y = {b: n.y + gap, t: n.y - gap - high}[n.side] ?? n.y - high / 2;
    box.l = Math.min(box.l, n.x - n.size, x); box.r = Math.max(box.r, n.x + n.size, x + wide);
    box.t = Math.min(box.t, n.y - n.size, y); box.b = Math.max(box.b, n.y + n.size, y + high);
  }
  return box;
}
function fit() {
  const seen = [...drawn].map(i => NODES[i]).filter(n => !isOff(n));
  if (!seen.length) return;
  const {l, t, r, b} = extent(seen), {clientWidth: wide, clientHeight: high} = $('mynetwork');
  net.moveTo({position: {x: (l + r) / 2, y: (t + b) / 2}, scale: Math.min(1.15, (wide - 24) / (r - l), (high - 24) / (b - t))});
}
$('fit').onclick = fit;
$('labels').onclick = () => { everyLabel = !everyLabel; $('labels').setAttribute('aria-pressed', everyLabel); net.redraw(); };
$('png').onclick = () => {
  const from = net.canvas.frame.canvas, to = el('canvas', {width: from.width, height: from.height}), ctx = to.getContext('2d');
  ctx.fillStyle = css('bg');
  ctx.fillRect(0, 0, to.width, to.height);
  ctx.drawImage(from, 0, 0);
  el('a', {download: 'graph.png', href: to.toDataURL('image/png')}).click();
};
function svgOf() {
  const made = (tag, props, ...children) => {
    const e = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [k, v] of Object.entries(props)) e.setAttribute(k, v);
    e.append(...children);
    return e;
  };
  const seen = [...drawn].map(i => NODES[i]).filter(n => !isOff(n)), {l, t, r, b} = extent(seen), marks = [];
  X.communities.forEach(([, colour], number) => {
    const members = seen.filter(n => n.community === number);
    if (members.length > 2) marks.push(made('polygon', {fill: colour, opacity: .12, points: hull(members.flatMap(around)).map(p => `${p.x},${p.y}`).join(' ')}));
  });
  for (const l of lines.get({filter: l => !l.hidden && !isOff(NODES[LINES[l.id].from]) && !isOff(NODES[LINES[l.id].to])}).map(l => LINES[l.id])) {
    const way = net.body.edges[l.id].edgeType, to = NODES[l.to], colour = css(l.status), loop = l.from === l.to;
    const dots = [...Array(25).keys()].map(i => way.getPoint(i / 24));
    const near = dots[22], a = Math.atan2(to.y - near.y, to.x - near.x), at = (r, s) => `${to.x - r * Math.cos(a) + s * Math.sin(a)},${to.y - r * Math.sin(a) - s * Math.cos(a)}`;
    const style = {fill: 'none', stroke: colour, 'stroke-width': weight(l), 'stroke-dasharray': (DASH[l.style] || []).join(' ')};
    if (loop) marks.push(made('circle', {cx: to.x, cy: to.y - to.size - 10, r: 18, ...style}));
    else marks.push(made('polyline', {points: dots.map(p => `${p.x},${p.y}`).join(' '), ...style}),
      made('polygon', {points: [at(to.size + 2, 0), at(to.size + 13, 4.5), at(to.size + 13, -4.5)].join(' '), fill: colour}));
    const spot = dots[Math.round((l.at || .5) * 24)];
    if (hasLabel(l) && !loop) marks.push(made('text', {x: spot.x, y: spot.y + pixels * .35, 'text-anchor': 'middle', 'font-size': pixels, fill: css('muted'), stroke: css('bg'), 'stroke-width': 4, 'paint-order': 'stroke'}, l.label));
  }
  for (const n of seen) {
    const colour = colourOf(n), high = n.lines.length * 18, gap = n.size + 5;
    const x = {l: -gap, r: gap}[n.side] || 0, y = {b: gap, t: -gap - high + 3, l: -high / 2, r: -high / 2}[n.side] + 14;
    marks.push(made('g', {transform: `translate(${n.x} ${n.y})`}, made('title', {}, `${n.label} · ${n.type}`),
      made('circle', {r: n.size, fill: n.real ? colour : css('bg'), stroke: n.real ? css('bg') : colour, 'stroke-width': 2, 'stroke-dasharray': n.real ? '' : '5 3'}),
      made('path', {d: X.icons[n.icon], transform: `scale(${n.size / 14})`, fill: n.real ? '#fff' : colour, 'fill-rule': 'evenodd'}),
      ...n.lines.map((t, i) => made('text', {x, y: y + 18 * i, 'text-anchor': {l: 'end', r: 'start'}[n.side] || 'middle', 'font-size': n.size > 26 ? 16.5 : 14.5, 'font-weight': n.size > 26 ? 600 : 500, fill: css('ink'), stroke: css('bg'), 'stroke-width': 4, 'paint-order': 'stroke'}, t))));
  }
  const frame = {x: l - 24, y: t - 24, width: r - l + 48, height: b - t + 48};
  const whole = made('svg', {width: frame.width, height: frame.height, viewBox: Object.values(frame).join(' '), 'font-family': font()},
    made('title', {}, document.title), made('rect', {...frame, fill: css('bg')}), ...marks);
  return new XMLSerializer().serializeToString(whole);
}
$('svg').onclick = () => {
  const href = URL.createObjectURL(new Blob([svgOf()], {type: 'image/svg+xml'}));
  el('a', {download: 'graph.svg', href}).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
};
addEventListener('beforeprint', () => $('printed').replaceChildren(...EDGES.filter(passes).slice(0, 2000).map(e =>
  el('li', {}, el('b', {}, `${name(e.from)} — ${e.label} → ${name(e.to)}`), ` (${X.statuses[e.status][1]})`, ...e.quotes.flatMap(q => source(QUOTES[q], e))))));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => lines.update(lines.getIds().map(id => drawnLine(LINES[id]))));

// vis gives its canvas tabindex 900, before everything else on the page.
$('mynetwork').querySelector('.vis-network').tabIndex = 0;
const whole = NODES.filter(n => n.x !== undefined), isNarrow = matchMedia('(max-width: 760px)').matches;
// A narrow screen starts with fewer entities, laid out for it, and can have all.
function small() {
  const kept = [whole.map(n => [n, {...n}]), LINES.map(l => [l, {...l}])].flat();
  for (const l of LINES) l.at = 0;
  for (const [id, bend, at] of X.phone.lines) Object.assign(LINES[id], {bend, at});
  const few = X.phone.nodes.map(([id, x, y, size, side]) => Object.assign(NODES[id], {x, y, size, side}));
  pixels = X.phone.pixels;
  $('whole').hidden = few.length === whole.length;
  $('whole').textContent = `All ${whole.length}`;
  $('whole').onclick = () => {
    for (const [thing, before] of kept) Object.assign(thing, before);
    pixels = X.pixels;
    for (const set of [lines, nodes, drawn]) set.clear();
    steps.length = 0;
    $('whole').hidden = true;
    draw(whole);
    apply();
    summary();
    fit();
  };
  return few;
}
draw(isNarrow ? small() : whole);
const told = recall();
slider();
boxes($('statuses'), EDGES.map(e => e.status), 'status', {sign: stroke, word: s => X.statuses[s][1]});
boxes($('groups'), NODES.map(n => n.group), 'group', {sign: groupSign, word: g => X.palette[g][1]});
if (X.communities.length) communities();
const dated = NODES.filter(n => n.when).sort((a, b) => a.when < b.when ? -1 : a.when > b.when ? 1 : a.id - b.id);
$('dated').hidden = !dated.length;
$('timeline').append(...dated.slice(0, ROWS).map(n => { const b = el('button', {type: 'button'}, `${n.when} · ${n.label}`); b.onclick = () => showNode(n.id); return b; }));
boxes($('documents'), EDGES.flatMap(documentsOf), 'document');
boxes($('relations'), EDGES.map(e => e.label), 'label');
fill($('all'), EDGES);
function summary() { $('summary').textContent = `${drawn.size < NODES.length ? `${drawn.size} of ${NODES.length + X.omitted}` : NODES.length} entities · ${EDGES.length} statements · each with its sentence`; }
summary();
apply();
reopen(told);
started = true;
fit();
window.__ready = performance.now();
})();
