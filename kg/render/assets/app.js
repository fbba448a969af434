'use strict';
(() => {
const {nodes: NODES, lines: LINES, extra: X} = JSON.parse(document.getElementById('data').textContent);
const EDGES = X.edges, QUOTES = X.quotes;
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
const DASH = {solid: false, dashed: [9, 6], dotted: [2, 5]};

function disc(ctx, x, y, r, n, lit) {
  const colour = X.palette[n.group][0];
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

let everyLabel = false, hovered = null, picked = null;
const hasLabel = l => everyLabel || l.shown || l.id === hovered || l.id === picked;
const drawnNode = n => ({
  id: n.id, x: n.x, y: n.y, size: n.size, shape: 'custom',
  ctxRenderer: ({ctx, x, y, state: {selected, hover}}) => ({
    drawNode: () => disc(ctx, x, y, n.size, n, selected || hover),
    drawExternalLabel: () => caption(ctx, x, y, n),
    nodeDimensions: {width: n.size * 2, height: n.size * 2},
  }),
});
const drawnLine = l => ({
  id: l.id, from: l.from, to: l.to, label: hasLabel(l) ? l.label : undefined,
  dashes: DASH[l.style], width: l.style === 'solid' ? 1.6 : 2,
  color: {color: css(l.status), highlight: css('accent'), hover: css('accent')},
  smooth: l.bend ? {enabled: true, type: l.bend > 0 ? 'curvedCW' : 'curvedCCW', roundness: Math.abs(l.bend)} : false,
  arrows: {to: {enabled: l.edges.length === 1 || l.edges.every(e => EDGES[e].to === l.to), scaleFactor: 0.55}},
  font: {size: 12.5, color: css('muted'), strokeWidth: 5, strokeColor: css('bg'), align: 'horizontal', face: font()},
});
const nodes = new vis.DataSet([]), lines = new vis.DataSet([]);
const net = window.network = new vis.Network($('mynetwork'), {nodes, edges: lines}, {
  physics: {enabled: false},
  interaction: {hover: true, hoverConnectedEdges: false, selectConnectedEdges: false, keyboard: {enabled: true, bindToWindow: false, autoFocus: false}},
  edges: {arrowStrikethrough: false, selectionWidth: 1.5, hoverWidth: 1},
});
const drawn = new Set();
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
function relabel(...ids) {
  lines.update(ids.filter(id => id !== null && lines.get(id)).map(id => ({id, label: hasLabel(LINES[id]) ? LINES[id].label : ' '})));
}
net.on('hoverEdge', ({edge: id}) => { hovered = id; relabel(id); });
net.on('blurEdge', ({edge: id}) => { hovered = null; relabel(id); });
$('mynetwork').addEventListener('mouseleave', () => { const id = hovered; hovered = null; relabel(id); });

// Place a node of the rest in the first free spot on a spiral around what it is connected with.
function place(n, near) {
  const free = (x, y) => [...drawn].every(i => Math.abs(NODES[i].x - x) > 130 || Math.abs(NODES[i].y - y) > 76);
  for (let k = 1; k < 4000; k++) {
    const a = k * 2.399963, r = 34 * Math.sqrt(k) + 60;
    const x = Math.round(near.x + 1.3 * r * Math.cos(a)), y = Math.round(near.y + r * Math.sin(a));
    if (free(x, y)) return Object.assign(n, {x, y, size: 14 + 3.2 * Math.min(n.degree, 24) ** 0.9, side: 'b'});
  }
  return Object.assign(n, {x: near.x + 60, y: near.y + 60, size: 17, side: 'b'});
}
function expand(id) {
  const middle = NODES[id];
  if (!drawn.has(id)) {
    const known = edgesAt[id].map(e => NODES[e.from === id ? e.to : e.from]).find(n => drawn.has(n.id));
    place(middle, known || {x: 0, y: 0});
    draw([middle]);
  }
  for (const n of hidden(id)) { place(n, middle); if (!draw([n])) break; }
  apply();
  showNode(id);
}
const hidden = id => [...new Set(edgesAt[id].map(e => e.from === id ? e.to : e.from))].filter(i => !drawn.has(i)).map(i => NODES[i]);

// --- filters ---------------------------------------------------------------------------------
const off = {group: new Set(), status: new Set(['rejected']), label: new Set(), document: new Set()};
const documentsOf = e => [...new Set(e.quotes.map(q => QUOTES[q].document))];
function passes(e) {
  if (off.status.has(e.status) || off.label.has(e.label)) return false;
  return !off.document.size || documentsOf(e).some(d => !off.document.has(d));
}
function apply() {
  nodes.update([...drawn].map(id => ({id, hidden: off.group.has(NODES[id].group)})));
  lines.update(lines.getIds().map(id => ({id, hidden: !LINES[id].edges.some(e => passes(EDGES[e]))})));
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
function groupSign(group) {
  const c = el('canvas', {className: 'icon', width: 40, height: 40});
  const icon = X.icons[group] ? group : NODES.find(n => n.group === group).icon;
  disc(c.getContext('2d'), 20, 20, 18, {group, icon, real: true});
  return c;
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
  const before = picked;
  picked = e.length ? e[0] : null;
  net.setSelection({nodes: n.filter(id => drawn.has(id)), edges: e.filter(id => lines.get(id))});
  relabel(before, picked);
}
function source(q) {
  const where = [q.document, q.where].filter(Boolean).join(' · ');
  const link = /^https?:\/\//i.test(q.url) ? [' · ', el('a', {href: q.url, target: '_blank', rel: 'noopener noreferrer'}, 'open the source')] : [];
  return [
    el('blockquote', {}, ...q.parts.map(([text, mention]) => mention ? el('mark', {}, text) : text)),
    el('div', {className: 'small'}, q.manner), el('div', {className: 'small'}, where, ...link)];
}
function showEdge(id) {
  const e = EDGES[id];
  pick({edges: [lineOf[id]]});
  const badge = el('span', {className: 'badge'}, X.statuses[e.status][1]);
  badge.style.color = `var(--${e.status})`;
  const ends = [e.from, e.to].map(i => { const b = el('button', {type: 'button'}, `${name(i)} · ${NODES[i].type}`); b.onclick = () => showNode(i); return b; });
  $('detail').replaceChildren(
    el('h3', {}, `${name(e.from)} ${e.label} ${name(e.to)}`), badge,
    ...e.quotes.flatMap(q => source(QUOTES[q])),
    el('h2', {}, 'About'), el('div', {className: 'rows'}, ...ends));
}
function showLine(id) {
  const l = LINES[id];
  if (l.edges.length === 1) return showEdge(l.edges[0]);
  pick({edges: [id]});
  $('detail').replaceChildren(el('h3', {}, `${name(l.from)} and ${name(l.to)}`), rows(l.edges.map(e => EDGES[e]).filter(passes)));
}
function showNode(id) {
  const n = NODES[id], rest = hidden(id);
  pick({nodes: [id]});
  const also = n.aliases.length ? [el('div', {className: 'small'}, `also: ${n.aliases.join(', ')}`)] : [];
  const note = n.note ? [el('div', {className: 'small'}, n.note)] : [];
  const more = [];
  if ((rest.length || !drawn.has(id)) && drawn.size < MOST_DRAWN) {
    const b = el('button', {type: 'button', className: 'more'}, drawn.has(id) ? `Draw ${rest.length} more` : 'Draw it');
    b.onclick = () => expand(id);
    more.push(b);
  }
  $('detail').replaceChildren(el('h3', {}, n.label), el('div', {className: 'small'}, n.type), ...also, ...note, ...more,
    el('h2', {}, `${edgesAt[id].length} statements`), rows(edgesAt[id]));
}
function showHint() {
  pick({});
  $('detail').replaceChildren(el('p', {className: 'small'}, 'Click a line to read the sentence behind it, or an entity to list its statements.'));
}
net.on('click', p => p.nodes.length ? showNode(p.nodes[0]) : p.edges.length ? showLine(p.edges[0]) : showHint());

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
  if (ev.key === '/' && document.activeElement.tagName !== 'INPUT') { ev.preventDefault(); $('search').focus(); }
  if (ev.key === 'Escape') { $('search').value = ''; $('hits').replaceChildren(); showHint(); }
});
const fit = () => net.fit({maxZoomLevel: 1.15});
$('fit').onclick = fit;
$('labels').onclick = () => { everyLabel = !everyLabel; $('labels').setAttribute('aria-pressed', everyLabel); relabel(...lines.getIds()); };
$('png').onclick = () => {
  const from = net.canvas.frame.canvas, to = el('canvas', {width: from.width, height: from.height}), ctx = to.getContext('2d');
  ctx.fillStyle = css('bg');
  ctx.fillRect(0, 0, to.width, to.height);
  ctx.drawImage(from, 0, 0);
  el('a', {download: 'graph.png', href: to.toDataURL('image/png')}).click();
};
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => lines.update(lines.getIds().map(id => drawnLine(LINES[id]))));

draw(NODES.filter(n => n.x !== undefined));
boxes($('statuses'), EDGES.map(e => e.status), 'status', {sign: stroke, word: s => X.statuses[s][1]});
boxes($('groups'), NODES.map(n => n.group), 'group', {sign: groupSign, word: g => X.palette[g][1]});
boxes($('documents'), EDGES.flatMap(documentsOf), 'document');
boxes($('relations'), EDGES.map(e => e.label), 'label');
fill($('all'), EDGES);
$('summary').textContent = `${drawn.size < NODES.length ? `${drawn.size} of ${NODES.length + X.omitted}` : NODES.length} entities · ${EDGES.length} statements · each with its sentence`;
apply();
showHint();
fit();
window.__ready = performance.now();
})();
