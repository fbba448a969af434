"""Lengths, boxes and curves of a drawing. CSS pixels at zoom 1, y downwards."""

from __future__ import annotations

import math
from collections.abc import Iterable

from kg.render.view import Line, Node

LETTER, STEP = 8.2, 18
"""Width of a letter of a node label, height of its line."""
WRAP = 17
"""Characters in a line of a node label."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Bow = tuple[Point, Point, Point]


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


def curve(a: Point, b: Point, roundness: float, cut: float) -> Bow:
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


def point(bow: Bow, t: float) -> Point:
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


def around(centre: Point, radius: float = 52) -> list[Point]:
    """Return 16 points of a circle.

    >>> around((100, 100), 5)[0]
    (105.0, 100.0)
    """
    turns = [k * math.pi / 8 for k in range(16)]
    return [(centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a)) for a in turns]


def hull(points: Iterable[Point]) -> list[Point]:
    """Return the corners of the convex hull of points, in turn (Andrew's monotone chain, 1979).

    >>> hull([(0, 0), (2, 0), (1, 1), (2, 2), (0, 2)])
    [(0, 0), (2, 0), (2, 2), (0, 2)]
    """
    order = sorted(set(points))
    return order if len(order) < 3 else _chain(order)[:-1] + _chain(order[::-1])[:-1]


def _chain(order: Iterable[Point]) -> list[Point]:
    side: list[Point] = []
    for p in order:
        while len(side) > 1 and _turn(side[-2], side[-1], p) <= 0:
            side.pop()
        side.append(p)
    return side


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
