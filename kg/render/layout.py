"""Where things stand: positions, sides of labels, bends of lines, which line labels have room.

Pure Python without random numbers: the same view gives the same numbers. Units are CSS pixels at
zoom 1, y downwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.render.positions import settle
from kg.render.view import Line, Node, View

LETTER, STEP, SMALL = 8.2, 18, 6.4
"""Width of a letter of a node label, height of its line, width of a letter of a line label."""
WRAP = 17
"""Characters in a line of a node label."""
GAP = 26
"""Pixels between the parts of a drawing that no line connects."""
UNIT = 104
"""Pixels that one step between two entities takes before the boxes are pushed apart."""
ASPECT = 1.3
"""Width to height of the whole, as the canvas beside the panel has it."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions of disc centres, radii, label sides (b t r l) by node id; bends by line id.

    `shown` holds the lines whose label has room at first view.
    """

    positions: Mapping[int, tuple[int, int]]
    sizes: Mapping[int, float]
    sides: Mapping[int, str]
    bends: Mapping[int, float]
    shown: frozenset[int]


def layout(view: View, saved: Mapping[str, Point] | None = None) -> Layout:
    """Lay out the drawn part of a view; entities with a saved position, by IRI, keep it.

    >>> layout(View("", (), (), (), (), 0)).positions
    {}
    """
    nodes = {n.id: n for n in view.drawn}
    lines = view.drawn_lines
    near = _neighbours(nodes, lines)
    sizes = {i: size(len(near[i])) for i in nodes}
    boxes = {i: _half_box(n, sizes[i]) for i, n in nodes.items()}
    kept = {i: saved[n.iri] for i, n in nodes.items() if saved and n.iri in saved}
    exact = settle(kept, near, boxes) if kept else _fresh(near, boxes)
    positions = {i: (round(x), round(y)) for i, (x, y) in sorted(exact.items())}
    bends = {x.id: bend(x) for x in view.lines}
    sides, shown = _labels(nodes, lines, positions, sizes, bends)
    return Layout(positions, sizes, sides, bends, shown)


def _fresh(near: Mapping[int, Sequence[int]], boxes: Mapping[int, Point]) -> dict[int, Point]:
    return pack((_part(ids, near, boxes) for ids in _components(near)), boxes)


def size(degree: int) -> float:
    """Return the radius of a disc: it grows with the number of neighbours, never by much.

    >>> size(0), size(1), size(9)
    (14.0, 17.2, 37.1)
    """
    return round(14 + 3.2 * math.pow(min(degree, 24), 0.9), 1)


def wrapped(label: str) -> list[str]:
    """Cut a label into lines of about `WRAP` characters, at most three.

    >>> wrapped("American Civil Liberties Union")
    ['American Civil', 'Liberties Union']
    """
    lines = [""]
    for word in label.split():
        if lines[-1] and len(f"{lines[-1]} {word}") > WRAP:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 3:
        lines = [*lines[:2], f"{lines[2]}…"]
    return [x if len(x) <= 2 * WRAP else x[: 2 * WRAP - 1] + "…" for x in lines]


def bend(line: Line) -> float:
    """Return the roundness of a line: 0 alone, a symmetric fan for parallel ones.

    The sign follows the direction, so that two lines of opposite direction do not meet.
    """
    fan = (line.place - (line.of - 1) / 2) * 0.32
    return round(fan if line.source <= line.target else -fan, 2)


def _neighbours(nodes: Iterable[int], lines: Iterable[Line]) -> dict[int, list[int]]:
    near: dict[int, set[int]] = {i: set() for i in sorted(nodes)}
    for line in lines:
        if line.source != line.target:
            near[line.source].add(line.target)
            near[line.target].add(line.source)
    return {i: sorted(found) for i, found in near.items()}


def _components(near: Mapping[int, Sequence[int]]) -> list[list[int]]:
    """Return the connected parts, the largest first."""
    left, parts = set(near), []
    for start in near:
        if start in left:
            found = list(_distances(start, near))
            left.difference_update(found)
            parts.append(sorted(found))
    return sorted(parts, key=lambda p: (-len(p), p))


def _distances(start: int, near: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Return the steps from a node to each that it is connected with, nearest first."""
    steps, queue = {start: 0}, [start]
    for node in queue:
        fresh = [n for n in near[node] if n not in steps]
        steps.update(dict.fromkeys(fresh, steps[node] + 1))
        queue += fresh
    return steps


def _part(
    ids: list[int], near: Mapping[int, Sequence[int]], boxes: Mapping[int, Point]
) -> dict[int, list[float]]:
    """Lay out one connected part: by stress, laid flat, in true size, nothing overlapping."""
    steps = {i: _distances(i, near) for i in ids}
    places = _flat(stress(ids, steps))
    for place in places.values():
        place[0] *= UNIT * ASPECT
        place[1] *= UNIT
    spread(places, boxes)
    return places


def stress(ids: Sequence[int], steps: Mapping[int, Mapping[int, int]]) -> dict[int, list[float]]:
    """Place nodes so that distances on paper match the steps between them.

    Stress majorisation (Gansner, Koren and North, 2004) from a fixed spiral of golden angles.
    """
    xs = [math.cos(i * 2.399963) * math.sqrt(i + 0.5) for i in range(len(ids))]
    ys = [math.sin(i * 2.399963) * math.sqrt(i + 0.5) for i in range(len(ids))]
    goal = [[steps[a][b] for b in ids] for a in ids]
    for _ in range(200 if len(ids) <= 100 else 60):
        moved = 0.0
        for i, row in enumerate(goal):
            x, y = _settled(i, row, xs, ys)
            moved += abs(xs[i] - x) + abs(ys[i] - y)
            xs[i], ys[i] = x, y
        if moved < 1e-3 * len(ids):
            break
    return {n: [x, y] for n, x, y in zip(ids, xs, ys, strict=True)}


def _settled(i: int, row: Sequence[int], xs: Sequence[float], ys: Sequence[float]) -> Point:
    """Return where one node has the least stress while the others stand still."""
    x, y = xs[i], ys[i]
    sx = sy = sw = 0.0
    for j, steps in enumerate(row):
        if i != j:
            dx, dy = x - xs[j], y - ys[j]
            weight = 1 / (steps * steps)
            pull = weight * steps / (math.hypot(dx, dy) or 1e-9)
            sx += weight * xs[j] + pull * dx
            sy += weight * ys[j] + pull * dy
            sw += weight
    return (sx / sw, sy / sw) if sw else (x, y)


def _flat(places: dict[int, list[float]]) -> dict[int, list[float]]:
    """Turn the drawing so that its longest direction lies flat, centred on the origin."""
    n = len(places)
    cx, cy = (sum(p[k] for p in places.values()) / n for k in (0, 1))
    centred = {i: (x - cx, y - cy) for i, (x, y) in places.items()}
    xx, yy = (sum(p[k] ** 2 for p in centred.values()) for k in (0, 1))
    xy = sum(x * y for x, y in centred.values())
    angle = 0.5 * math.atan2(2 * xy, xx - yy)
    c, s = math.cos(angle), math.sin(angle)
    return {i: [c * x + s * y, c * y - s * x] for i, (x, y) in centred.items()}


def _half_box(node: Node, radius: float) -> Point:
    """Return half the width and height of disc and label together."""
    text = wrapped(node.label)
    wide = max(radius, max(map(len, text)) * LETTER / 2) + 10
    return wide, radius + 12 + STEP * len(text) / 2


def spread(places: dict[int, list[float]], boxes: Mapping[int, Point]) -> None:
    """Push boxes apart, along the shorter way out, until none overlap."""
    around = [(*boxes[i], places[i]) for i in places]
    for _ in range(500):
        moved = False
        for i, (wide, high, p) in enumerate(around):
            for other_wide, other_high, q in around[i + 1 :]:
                # Most pairs are far apart: the first comparison is all that they cost.
                out = wide + other_wide - abs(p[0] - q[0])
                if out > 0 and (up := high + other_high - abs(p[1] - q[1])) > 0:
                    _part_two(p, q, out, up)
                    moved = True
        if not moved:
            break


def _part_two(p: list[float], q: list[float], wide: float, high: float) -> None:
    """Push two centres apart along the shorter of two ways out."""
    k = 0 if wide < high else 1
    push = math.copysign(min(wide, high) / 2 + 0.01, p[k] - q[k])
    p[k] += push
    q[k] -= push


def pack(
    parts: Iterable[Mapping[int, Sequence[float]]], boxes: Mapping[int, Point]
) -> dict[int, Point]:
    """Set each part, in order, in the free corner that keeps the whole smallest at `ASPECT`."""
    places: dict[int, Point] = {}
    taken: list[Box] = []
    for part in parts:
        left, top, right, bottom = _frame(part, boxes)
        x, y = _corner(right - left + GAP, bottom - top + GAP, taken)
        taken.append((x, y, x + right - left + GAP, y + bottom - top + GAP))
        places |= {i: (px - left + x, py - top + y) for i, (px, py) in part.items()}
    return places


def _corner(wide: float, high: float, taken: Sequence[Box]) -> Point:
    corners = [(0.0, 0.0)]
    corners += [c for t in taken for c in ((t[2], t[1]), (t[0], t[3]), (0.0, t[3]))]
    frames = {c: (c[0], c[1], c[0] + wide, c[1] + high) for c in corners}
    free = [c for c, f in frames.items() if not any(overlap(f, t) for t in taken)]

    def cost(corner: Point) -> tuple[float, float, float]:
        every = [*taken, frames[corner]]
        extent = max(t[2] for t in every) / ASPECT, max(t[3] for t in every)
        return round(max(extent), 3), round(corner[1], 3), round(corner[0], 3)

    return min(free, key=cost)


def _frame(part: Mapping[int, Sequence[float]], boxes: Mapping[int, Point]) -> Box:
    return (
        min(x - boxes[i][0] for i, (x, _) in part.items()),
        min(y - boxes[i][1] for i, (_, y) in part.items()),
        max(x + boxes[i][0] for i, (x, _) in part.items()),
        max(y + boxes[i][1] for i, (_, y) in part.items()),
    )


def curve(a: Point, b: Point, roundness: float, cut: float) -> tuple[Point, Point, Point]:
    """Return start, control point and end (the foot of the arrowhead) of a line as vis draws it.

    vis-network 9.1.2: `curvedCW` for a positive roundness, `curvedCCW` for a negative one, the
    end `cut` before the centre of the target.
    """
    via = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    if roundness:
        factor = 0.5 * abs(roundness) + 0.5
        angle = math.atan2(a[1] - b[1], b[0] - a[0]) + (0.5 * roundness + 0.5) * math.pi
        reach = factor * math.hypot(b[0] - a[0], a[1] - b[1])
        via = (a[0] + reach * math.sin(angle), a[1] + reach * math.cos(angle))
    back = min(1.0, cut / (math.dist(via, b) or 1))
    end = (b[0] + (via[0] - b[0]) * back, b[1] + (via[1] - b[1]) * back)
    if not roundness:
        via = ((a[0] + end[0]) / 2, (a[1] + end[1]) / 2)
    return a, via, end


def point(bow: tuple[Point, Point, Point], t: float) -> Point:
    """Return the point at t of a quadratic curve (start, control point, end).

    >>> point(((0, 0), (1, 2), (2, 0)), 0.5)
    (1.0, 1.0)
    """
    a, via, end = bow
    p, q, r = (1 - t) ** 2, 2 * t * (1 - t), t * t
    return p * a[0] + q * via[0] + r * end[0], p * a[1] + q * via[1] + r * end[1]


def arrow_cut(radius: float) -> float:
    """Return what an arrow leaves free before a centre: disc, gap and head, in pixels.

    vis-network 9.1.2 at scaleFactor 0.55 and line width 1.6.
    """
    return radius + 2 + 0.9 * (15 * 0.55 + 3 * 1.6)


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes (left, top, right, bottom) share area.

    >>> overlap((0, 0, 2, 2), (1, 1, 3, 3)), overlap((0, 0, 1, 1), (1, 0, 2, 1))
    (True, False)
    """
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def label_boxes(node: Node, centre: Point, radius: float) -> dict[str, Box]:
    """Return the box of a node's label on each side: below, above, right, left."""
    (x, y), text = centre, wrapped(node.label)
    wide, high = max(map(len, text)) * LETTER, len(text) * STEP
    return {
        "b": (x - wide / 2, y + radius + 4, x + wide / 2, y + radius + 4 + high),
        "t": (x - wide / 2, y - radius - 4 - high, x + wide / 2, y - radius - 4),
        "r": (x + radius + 5, y - high / 2, x + radius + 5 + wide, y + high / 2),
        "l": (x - radius - 5 - wide, y - high / 2, x - radius - 5, y + high / 2),
    }


def _labels(
    nodes: Mapping[int, Node],
    lines: Sequence[Line],
    places: Mapping[int, Point],
    sizes: Mapping[int, float],
    bends: Mapping[int, float],
) -> tuple[dict[int, str], frozenset[int]]:
    """Choose the side of each node's label, then the lines whose label has room."""
    bows = {
        x.id: curve(places[x.source], places[x.target], bends[x.id], arrow_cut(sizes[x.target]))
        for x in lines
        if x.source != x.target
    }
    discs = [(x - sizes[i], y - sizes[i], x + sizes[i], y + sizes[i])
             for i, (x, y) in places.items()]  # fmt: skip
    sides, taken = _sides(nodes, places, sizes, bows, discs)
    shown = set()
    weight = {i: n.degree for i, n in nodes.items()}
    for line in sorted(lines, key=lambda x: (-weight[x.source] - weight[x.target], x.id)):
        if line.id in bows:
            x, y = point(bows[line.id], 0.5)
            wide = len(line.label) * SMALL / 2
            box = (x - wide, y - 9, x + wide, y + 9)
            if not any(overlap(box, other) for other in taken):
                shown.add(line.id)
                taken.append(box)
    return sides, frozenset(shown)


def _sides(
    nodes: Mapping[int, Node],
    places: Mapping[int, Point],
    sizes: Mapping[int, float],
    bows: Mapping[int, tuple[Point, Point, Point]],
    discs: Iterable[Box],
) -> tuple[dict[int, str], list[Box]]:
    """Choose sides in order of falling degree; an arrowhead counts for more than a line."""
    import numpy as np

    steps = (*range(1, 25), *[23, 24] * 4)
    points = np.array([point(b, i / 24) for b in bows.values() for i in steps]).reshape(-1, 2).T
    sides: dict[int, str] = {}
    taken = list(discs)
    for i in sorted(nodes, key=lambda n: (-nodes[n].degree, n)):
        boxes = label_boxes(nodes[i], places[i], sizes[i])
        costs = {s: _cost(b, points, taken) + "btrl".index(s) / 4 for s, b in boxes.items()}
        sides[i] = min(costs, key=lambda s: costs[s])
        taken.append(boxes[sides[i]])
    return sides, taken


def _cost(box: Box, points: Any, taken: Iterable[Box]) -> float:
    xs, ys = points
    crossed = int(((box[0] < xs) & (xs < box[2]) & (box[1] < ys) & (ys < box[3])).sum())
    return crossed + 100 * sum(overlap(box, other) for other in taken)
