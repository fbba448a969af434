"""The drawing as one static SVG: the same positions, no script; a line's title is its sentence."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from kg import vocabulary
from kg.render.communities import FEWEST, colour
from kg.render.geometry import (
    STEP,
    Point,
    around,
    arrow_cut,
    curve,
    hull,
    label_boxes,
    point,
    wrapped,
)
from kg.render.icons import icons
from kg.render.layout import Layout
from kg.render.view import Line, Node, View

COLOURS: Mapping[str, str] = {
    "fact": "#5b6673",
    "said": "#2b6cb0",
    "proposed": "#b45309",
    "possible": "#8a6a12",
    "evaluation": "#7048b6",
    "alleged": "#b3166a",
    "contested": "#b3166a",
    "denied": "#b3166a",
    "rejected": "#8b8f96",
}
"""Line colour by status on a light ground; style and words say the same."""
DASHES = {"solid": "", "dashed": "9 6", "dashdot": "10 4 2 4", "dotted": "2 5"}
MARGIN = 24
FONT = "Inter, 'Source Sans 3', system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"


def svg(view: View, layout: Layout) -> str:
    """Return the drawn part of a view as a standalone SVG document.

    >>> from kg.render.layout import layout
    >>> empty = View("Nothing", (), (), (), (), 0)
    >>> "<title>Nothing</title>" in svg(empty, layout(empty))
    True
    """
    nodes = {n.id: n for n in view.drawn}
    left, top, right, bottom = _frame(nodes, layout)
    wide, high = round(right - left), round(bottom - top)
    body = [
        *_grounds(view, layout),
        *(_line(x, view, layout) for x in view.drawn_lines),
        *(_line_label(x, layout) for x in view.drawn_lines if x.id in layout.spots),
        *(_disc(n, layout) for n in nodes.values()),
        *(_label(n, layout) for n in nodes.values()),
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="{round(left)} {round(top)} {wide} {high}" font-family="{FONT}" role="img">'
    )
    ground = (
        f'<rect x="{round(left)}" y="{round(top)}" width="{wide}" height="{high}" fill="#fbfaf7"/>'
    )
    title = f"<title>{_text(view.title)}</title>"
    return "\n".join([head, title, ground, *body, "</svg>"]) + "\n"


def _frame(nodes: Mapping[int, Node], layout: Layout) -> tuple[float, float, float, float]:
    boxes = [
        label_boxes(n, layout.positions[i], layout.sizes[i])[layout.sides[i]]
        for i, n in nodes.items()
    ]
    for i in nodes:
        (x, y), r = layout.positions[i], layout.sizes[i]
        boxes.append((x - r, y - r, x + r, y + r))
    boxes = boxes or [(0, 0, 0, 0)]
    low, high = (
        (min(b[k] for b in boxes) for k in (0, 1)),
        (max(b[k] for b in boxes) for k in (2, 3)),
    )
    (left, top), (right, bottom) = low, high
    return left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN


def _line(line: Line, view: View, layout: Layout) -> str:
    ink, dash = COLOURS[line.status], DASHES[line.style]
    path, head = _bow(line, layout)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    tip = _text(_tip(line, view))
    return (
        f'<g id="line-{line.id}" data-status="{line.status}"><title>{tip}</title>'
        f'<path d="{path}" fill="none" stroke="{ink}" '
        f'stroke-width="{weight(line):.1f}"{dashes}/>'
        f'<path d="{head}" fill="{ink}"/></g>'
    )


def weight(line: Line) -> float:
    """Return the width of a line in pixels: it grows with the independent sources, to a bound.

    >>> one = Line(0, 0, 1, "knows", "solid", "fact", (0,), 0, 1)
    >>> weight(one)
    1.6
    """
    return 1.6 + 0.8 * min(4, line.sources - 1)


def _tip(line: Line, view: View) -> str:
    """Say the statements of a line, each with its first sentence."""
    told = []
    for number in line.edges:
        edge = view.edges[number]
        ends = view.nodes[edge.source].label, view.nodes[edge.target].label
        quote = view.quotes[edge.quotes[0]] if edge.quotes else None
        words = "".join(p for p, _ in quote.parts) if quote else ""
        told.append(f"{ends[0]} — {edge.label} → {ends[1]} ({edge.status})\n{words}")
    return "\n".join(told)


def _bow(line: Line, layout: Layout) -> tuple[str, str]:
    """Return the path of a line and of its arrowhead."""
    a, b, radius = (
        layout.positions[line.source],
        layout.positions[line.target],
        layout.sizes[line.target],
    )
    if line.source == line.target:
        x, y = a[0], a[1] - radius
        knots = [(x - 6, y), (x - 34, y - 44), (x + 34, y - 44), (x + 6, y)]
        return "M{} C{} {} {}".format(*map(_xy, knots)), "M0 0"
    start, via, end = curve(a, b, layout.bends[line.id], arrow_cut(radius))
    angle = math.atan2(b[1] - via[1], b[0] - via[0])
    tip = (b[0] - (radius + 2) * math.cos(angle), b[1] - (radius + 2) * math.sin(angle))
    wings = [
        (end[0] + 4.5 * math.sin(angle) * s, end[1] - 4.5 * math.cos(angle) * s) for s in (1, -1)
    ]
    path = f"M{_xy(start)} Q{_xy(via)} {_xy(end)}"
    return path, f"M{_xy(tip)} L{_xy(wings[0])} L{_xy(wings[1])} Z"


def _line_label(line: Line, layout: Layout) -> str:
    a, b = layout.positions[line.source], layout.positions[line.target]
    bow = curve(a, b, layout.bends[line.id], arrow_cut(layout.sizes[line.target]))
    x, y = point(bow, layout.spots[line.id])
    at = (x, y + 0.35 * layout.pixels)
    return _words([line.label], at, "middle", layout.pixels, "#5d6875", 400)


def _disc(node: Node, layout: Layout) -> str:
    own = disc_colour(node)
    r, at = layout.sizes[node.id], _xy(layout.positions[node.id])
    fill, stroke, ink = (own, "#fbfaf7", "#fff") if node.is_real else ("#fbfaf7", own, own)
    dash = "" if node.is_real else ' stroke-dasharray="5 3"'
    tip, path = _text(f"{node.label} · {node.type}"), quoteattr(icons()[node.icon])
    return (
        f'<g transform="translate({at})"><title>{tip}</title>'
        f'<circle r="{r}" fill="{fill}" stroke="{stroke}" stroke-width="2"{dash}/>'
        f'<path transform="scale({r / 14:.3f})" fill="{ink}" '
        f'fill-rule="evenodd" d={path}/></g>'
    )


def disc_colour(node: Node) -> str:
    """Return the colour of an entity: that of its group if groups are drawn, else of its class."""
    if node.community is not None:
        return colour(node.community)
    return vocabulary.default().colour(node.group)


def _grounds(view: View, layout: Layout) -> Iterator[str]:
    """Yield the soft ground behind each group of which several are drawn."""
    for number, members in view.communities.items():
        spots = [layout.positions[n.id] for n in members if n.is_drawn]
        if len(spots) >= FEWEST:
            path = " L".join(map(_xy, hull(p for spot in spots for p in around(spot))))
            yield (f'<path class="ground" d="M{path} Z" fill="{colour(number)}" opacity="0.12"/>')


def _label(node: Node, layout: Layout) -> str:
    (x, y), r, side = layout.positions[node.id], layout.sizes[node.id], layout.sides[node.id]
    lines = wrapped(node.label)
    high = len(lines) * STEP
    top = {"b": y + r + 4, "t": y - r - 4 - high}.get(side, y - high / 2) + 13
    left = {"l": x - r - 5, "r": x + r + 5}.get(side, x)
    anchor = {"l": "end", "r": "start"}.get(side, "middle")
    return _words(
        lines, (left, top), anchor, *((16.5, "#1d2733", 600) if r > 26 else (14.5, "#1d2733", 500))
    )


def _words(
    lines: list[str], at: Point, anchor: str, pixels: float, colour: str, weight: int
) -> str:
    spans = "".join(_spans(lines, at))
    return (
        f'<text text-anchor="{anchor}" font-size="{pixels}" font-weight="{weight}" fill="{colour}" '
        'stroke="#fbfaf7" stroke-width="4" stroke-linejoin="round" paint-order="stroke">'
        f"{spans}</text>"
    )


def _spans(lines: list[str], at: Point) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f'<tspan x="{at[0]:.1f}" y="{at[1] + number * STEP:.1f}">{_text(line)}</tspan>'


def _xy(at: Point) -> str:
    return f"{at[0]:.1f},{at[1]:.1f}"


def _text(words: str) -> str:
    """Escape text for XML, with what XML 1.0 cannot hold replaced by U+FFFD."""
    return escape("".join(c if _is_xml(ord(c)) else "�" for c in words))


def _is_xml(code: int) -> bool:
    if code < 0x20:
        return code in (9, 10, 13)
    return not (0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF))
