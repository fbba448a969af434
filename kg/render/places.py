"""Where a graph's nodes stand: connected parts by stress, nothing overlapping, packed together.

Without random numbers: the same graph gives the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.render.geometry import Box, Point, overlap
from kg.render.untangle import untangle

GAP = 26
"""Pixels between the parts of a drawing that no line connects."""
UNIT = 104.0
"""Pixels that one step between two entities takes before the boxes are pushed apart."""
ASPECT = 1.3
"""Width to height of the whole, as the canvas beside the panel has it."""


def arranged(
    near: Mapping[int, Sequence[int]],
    boxes: Mapping[int, Point],
    sizes: Mapping[int, float],
    groups: Mapping[int, int | None],
    *,
    aspect: float = ASPECT,
    unit: float = UNIT,
) -> dict[int, Point]:
    """Return a place for every node of a graph, given as the neighbours of each.

    `boxes` are half the width and height of disc and label, `sizes` the radii of the discs. Nodes
    of different `groups` stand half a step further apart.
    """
    parts = (
        _part(ids, near, boxes, sizes, groups, (unit * aspect, unit)) for ids in _components(near)
    )
    return pack(parts, boxes, aspect)


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
    ids: list[int],
    near: Mapping[int, Sequence[int]],
    boxes: Mapping[int, Point],
    sizes: Mapping[int, float],
    groups: Mapping[int, int | None],
    step: Point,
) -> dict[int, list[float]]:
    """Lay out one connected part: by stress, laid flat, in true size, few lines crossing."""
    steps = {
        i: {j: n + 0.5 * (groups[i] != groups[j]) for j, n in _distances(i, near).items()}
        for i in ids
    }
    places = _flat(stress(ids, steps))
    for place in places.values():
        place[0] *= step[0]
        place[1] *= step[1]
    spread(places, boxes)
    untangle(places, near, boxes, sizes, 1.6 * step[1])
    return places


def stress(ids: Sequence[int], steps: Mapping[int, Mapping[int, float]]) -> dict[int, list[float]]:
    """Place nodes so that distances on paper match the steps between them.

    Stress majorisation (Gansner, Koren and North, 2004) from a fixed spiral of golden angles.
    """
    import numpy as np

    angles = ((math.sqrt(i + 0.5), i * 2.399963) for i in range(len(ids)))
    at = np.array([(r * math.cos(a), r * math.sin(a)) for r, a in angles]).reshape(-1, 2)
    goal = np.array([[steps[a][b] for b in ids] for a in ids], dtype=float).reshape(len(ids), -1)
    weight = 1 / np.maximum(goal, 1) ** 2 * (goal > 0)
    for _ in range(200 if len(ids) <= 100 else 60):
        before = at.copy()
        for i in range(len(ids) if len(ids) > 1 else 0):
            at[i] = _settled(at, i, goal[i], weight[i])
        if abs(at - before).sum() < 1e-3 * len(ids):
            break
    return {n: [float(x), float(y)] for n, (x, y) in zip(ids, at, strict=True)}


def _settled(at: Any, i: int, goal: Any, weight: Any) -> Any:
    """Return where one node has the least stress while the others stand still."""
    away = at[i] - at
    far = (away[:, 0] ** 2 + away[:, 1] ** 2) ** 0.5 + 1e-9
    pull = (goal / far)[:, None] * away
    return (weight[:, None] * (at + pull)).sum(axis=0) / weight.sum()


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


def spread(places: dict[int, list[float]], boxes: Mapping[int, Point]) -> None:
    """Push boxes apart, along the shorter way out, until none overlap."""
    import numpy as np

    rows = list(places.values())
    half = np.array([boxes[i] for i in places]).reshape(-1, 2)
    reach = half[:, None, :] + half[None, :, :]
    for _ in range(60):
        at = np.array(rows).reshape(-1, 2)
        # Most pairs are far apart: they are looked at again only after some rounds.
        close = (abs(at[:, None, :] - at[None, :, :]) < reach + 40).all(axis=2)
        pairs = np.argwhere(np.triu(close, 1))
        near = [(rows[i], rows[j], *reach[i, j].tolist()) for i, j in pairs.tolist()]
        if not sum([_pushed(near) for _ in range(10)]):
            break


def _pushed(near: Iterable[tuple[list[float], list[float], float, float]]) -> bool:
    """Part each of some pairs of centres that are nearer than they may be; whether any was."""
    moved = False
    for p, q, wide, high in near:
        out, up = wide - abs(p[0] - q[0]), high - abs(p[1] - q[1])
        if out > 0 and up > 0:
            _part_two(p, q, out, up)
            moved = True
    return moved


def _part_two(p: list[float], q: list[float], wide: float, high: float) -> None:
    """Push two centres apart along the shorter of two ways out."""
    k = 0 if wide < high else 1
    push = math.copysign(min(wide, high) / 2 + 0.01, p[k] - q[k])
    p[k] += push
    q[k] -= push


def pack(
    parts: Iterable[Mapping[int, Sequence[float]]],
    boxes: Mapping[int, Point],
    aspect: float = ASPECT,
) -> dict[int, Point]:
    """Set each part, in order, in the free corner that keeps the whole smallest at `aspect`."""
    places: dict[int, Point] = {}
    taken: list[Box] = []
    for part in parts:
        left, top, right, bottom = _frame(part, boxes)
        x, y = _corner(right - left + GAP, bottom - top + GAP, taken, aspect)
        taken.append((x, y, x + right - left + GAP, y + bottom - top + GAP))
        places |= {i: (px - left + x, py - top + y) for i, (px, py) in part.items()}
    return places


def _corner(wide: float, high: float, taken: Sequence[Box], aspect: float) -> Point:
    corners = [(0.0, 0.0)]
    corners += [c for t in taken for c in ((t[2], t[1]), (t[0], t[3]), (0.0, t[3]))]
    frames = {c: (c[0], c[1], c[0] + wide, c[1] + high) for c in corners}
    free = [c for c, f in frames.items() if not any(overlap(f, t) for t in taken)]

    def cost(corner: Point) -> tuple[float, float, float]:
        every = [*taken, frames[corner]]
        extent = max(t[2] for t in every) / aspect, max(t[3] for t in every)
        return round(max(extent), 3), round(corner[1], 3), round(corner[0], 3)

    return min(free, key=cost)


def _frame(part: Mapping[int, Sequence[float]], boxes: Mapping[int, Point]) -> Box:
    return (
        min(x - boxes[i][0] for i, (x, _) in part.items()),
        min(y - boxes[i][1] for i, (_, y) in part.items()),
        max(x + boxes[i][0] for i, (x, _) in part.items()),
        max(y + boxes[i][1] for i, (_, y) in part.items()),
    )
