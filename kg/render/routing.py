"""How lines bend around foreign discs, where labels of nodes stand, which line labels have room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import Any

from kg.render.geometry import Bow, Box, Point, arrow_cut, bend, curve, label_boxes, overlap, point
from kg.render.untangle import crosses
from kg.render.view import Line, Node, pair

SHIFTS = (0.0, 0.14, -0.14, 0.24, -0.24, 0.36, -0.36, 0.5, -0.5, 0.7, -0.7)
"""What is tried, in roundness, when a line passes behind a foreign disc or label."""
MOST_ROUTED = 200
"""Lines up to which all of `SHIFTS` are tried; among more, a free way is rare."""
SPOTS = (0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72)
"""Where along a line its label may stand."""
CLEAR = 6
"""Pixels that a line keeps from a foreign disc."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is laid out: nodes by id, the lines between them, places and radii by node id."""

    nodes: Mapping[int, Node]
    lines: Sequence[Line]
    places: Mapping[int, Point]
    sizes: Mapping[int, float]

    def bow(self, line: Line, roundness: float) -> Bow:
        """Return the curve of a line at some roundness."""
        ends = self.places[line.source], self.places[line.target]
        return curve(*ends, roundness, arrow_cut(self.sizes[line.target]))

    def bows(self, bends: Mapping[int, float]) -> dict[int, Bow]:
        """Return the curve of each line but loops, by line id."""
        return {x.id: self.bow(x, bends[x.id]) for x in self.lines if x.source != x.target}


def routed(scene: Scene, labels: Mapping[int, Box] | None = None) -> dict[int, float]:
    """Return the bend of each line: its own, or the smallest that passes behind less.

    The lines of a pair keep their fan and move together. `labels` are those of the nodes, by id.
    """
    walls = Walls(scene, labels or {})
    few = SHIFTS if len(scene.lines) <= MOST_ROUTED else SHIFTS[:5]
    found: dict[int, float] = {}
    for _, group in groupby(sorted(scene.lines, key=pair), key=pair):
        lines = list(group)
        tries = few if lines[0].source != lines[0].target else SHIFTS[:1]
        found |= _cheapest(walls, lines, tries)
    return found


def _shifted(line: Line, shift: float) -> float:
    return round(bend(line) + (shift if line.source <= line.target else -shift), 2) or 0.0


def _cheapest(walls: Walls, lines: Sequence[Line], tries: Sequence[float]) -> dict[int, float]:
    best: dict[int, float] = {}
    least = float("inf")
    for number, shift in enumerate(tries):
        bends = {x.id: _shifted(x, shift) for x in lines}
        # Each further try must save more than the last: a curve is harder to follow.
        cost = number + sum(walls.passed(x, bends[x.id]) for x in lines)
        if cost < least:
            best, least = bends, cost
        if cost == number:
            break
    return best


class Walls:
    """What a line should not pass behind: discs and labels, as arrays."""

    def __init__(self, scene: Scene, labels: Mapping[int, Box]) -> None:
        import numpy as np

        self.scene = scene
        self.number = {node: i for i, node in enumerate(scene.nodes)}
        self.centres = np.array([scene.places[i] for i in scene.nodes], float).reshape(-1, 2)
        self.radii = np.array([scene.sizes[i] for i in scene.nodes], float)
        self.labels = np.array(list(labels.values()), float).reshape(-1, 4)

    def passed(self, line: Line, roundness: float) -> float:
        """Return the cost of the foreign discs and of the labels that a curve passes behind."""
        dots = along(self.scene.bow(line, roundness))
        xs, ys = dots[3:-3, 0, None], dots[3:-3, 1, None]
        left, top, right, bottom = self.labels.T
        inside = (left < xs) & (xs < right) & (top < ys) & (ys < bottom)
        gaps = self.gaps(line, dots)
        return float(40 * (gaps < CLEAR).sum() + 3 * inside.any(axis=0).sum())

    def gaps(self, line: Line, dots: Any) -> Any:
        """Return how near points of a line come to each disc's rim; its own ends are far."""
        (x, y), (cx, cy) = dots.T[..., None], self.centres.T
        away = ((x - cx) ** 2 + (y - cy) ** 2).min(axis=0) ** 0.5 - self.radii
        away[[self.number[line.source], self.number[line.target]]] = 1e9
        return away


def along(bow: Bow) -> Any:
    """Return 25 points of a curve, as an array of x and y."""
    import numpy as np

    t = np.arange(25)[:, None] / 24
    a, via, end = (np.array(p) for p in bow)
    return (1 - t) ** 2 * a + 2 * t * (1 - t) * via + t * t * end


def sided(scene: Scene, bows: Mapping[int, Bow]) -> dict[int, str]:
    """Choose the side of each label in order of falling degree; an arrowhead counts five-fold."""
    import numpy as np

    steps = (*range(1, 25), *[23, 24] * 4)
    points = np.array([point(b, i / 24) for b in bows.values() for i in steps]).reshape(-1, 2).T
    taken = discs(scene)
    sides: dict[int, str] = {}
    for i in sorted(scene.nodes, key=lambda n: (-scene.nodes[n].degree, n)):
        boxes = label_boxes(scene.nodes[i], scene.places[i], scene.sizes[i])
        costs = {s: _cost(b, points, taken) + "btrl".index(s) / 4 for s, b in boxes.items()}
        sides[i] = min(costs, key=lambda s: costs[s])
        taken.append(boxes[sides[i]])
    return sides


def _cost(box: Box, points: Any, taken: Iterable[Box]) -> float:
    xs, ys = points
    crossed = int(((box[0] < xs) & (xs < box[2]) & (box[1] < ys) & (ys < box[3])).sum())
    return crossed + 100 * sum(overlap(box, other) for other in taken)


def labelled(scene: Scene, sides: Mapping[int, str]) -> dict[int, Box]:
    """Return the box of each node's label on its side, by node id."""
    return {
        i: label_boxes(n, scene.places[i], scene.sizes[i])[sides[i]] for i, n in scene.nodes.items()
    }


def discs(scene: Scene) -> list[Box]:
    """Return the box around each disc."""
    radii = ((*scene.places[i], scene.sizes[i]) for i in scene.nodes)
    return [(x - r, y - r, x + r, y + r) for x, y, r in radii]


def line_box(line: Line, at: Point, pixels: float) -> Box:
    """Return the box of a line's label around a point, in letters of so many pixels."""
    wide, high = len(line.label) * pixels * 0.52 / 2, pixels * 0.72
    return at[0] - wide, at[1] - high, at[0] + wide, at[1] + high


def placed(
    scene: Scene, bows: Mapping[int, Bow], labels: Mapping[int, Box], pixels: float
) -> dict[int, float]:
    """Return where along its line each line label stands that has room; the weightiest first."""
    taken = [*discs(scene), *labels.values()]
    spots: dict[int, float] = {}
    weight = {i: n.degree for i, n in scene.nodes.items()}
    for line in sorted(scene.lines, key=lambda x: (-weight[x.source] - weight[x.target], x.id)):
        if line.id in bows:
            boxes = ((t, line_box(line, point(bows[line.id], t), pixels)) for t in SPOTS)
            free = (at for at in boxes if not any(overlap(at[1], other) for other in taken))
            if spot := next(free, None):
                spots[line.id] = spot[0]
                taken.append(spot[1])
    return spots


def passes(scene: Scene, bows: Mapping[int, Bow]) -> int:
    """Count the times that a line goes behind a disc that it has no part in."""
    walls = Walls(scene, {})
    lines = (x for x in scene.lines if x.id in bows)
    return sum(int((walls.gaps(x, along(bows[x.id])) < 0).sum()) for x in lines)


def crossings(lines: Sequence[Line], bows: Mapping[int, Bow]) -> int:
    """Count the pairs of lines without a common end whose curves cross."""
    dots = {x.id: along(bows[x.id])[::2] for x in lines if x.id in bows}
    return sum(
        _meet(dots[a.id], dots[b.id])
        for a, b in combinations([x for x in lines if x.id in bows], 2)
        if not {a.source, a.target} & {b.source, b.target}
    )


def _meet(a: Any, b: Any) -> bool:
    """Whether two curves, as points along them, cross."""
    if (a.max(axis=0) < b.min(axis=0)).any() or (b.max(axis=0) < a.min(axis=0)).any():
        return False
    return bool(crosses(a[:-1, None], a[1:, None], b[None, :-1], b[None, 1:]).any())
