"""Where everything stands: positions, sides of labels, bends of lines, which line labels have room.

Without random numbers: the same view gives the same numbers. Units are CSS pixels at zoom 1, y
downwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.render.geometry import LETTER, STEP, Box, Point, bend, size, wrapped
from kg.render.places import ASPECT, UNIT, arranged
from kg.render.positions import settle
from kg.render.routing import Scene, discs, labelled, placed, routed, sided
from kg.render.view import Line, Node, View

SMALL, LARGEST = 10.5, 13.5
"""Pixels of a line label on the screen at the zoom that shows the whole, and most at zoom 1."""
CANVAS = (1060.0, 810.0)
"""What a page of 1440 by 900 leaves for the drawing: width and height."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions of disc centres, radii, label sides (b t r l) by node id; bends by line id.

    `spots` holds, for each line whose label has room at first view, how far along it stands (0 at
    its start, 1 at its end), in letters of `pixels`; `zoom` is the zoom of the first view.
    """

    positions: Mapping[int, tuple[int, int]]
    sizes: Mapping[int, float]
    sides: Mapping[int, str]
    bends: Mapping[int, float]
    spots: Mapping[int, float]
    pixels: float
    zoom: float


def layout(
    view: View,
    saved: Mapping[str, Point] | None = None,
    *,
    canvas: tuple[float, float] = CANVAS,
    unit: float = UNIT,
) -> Layout:
    """Lay out the drawn part of a view; entities with a saved position, by IRI, keep it.

    `unit` is the pixels that one step between two entities takes before boxes are pushed apart.

    >>> layout(View("", (), (), (), (), 0)).positions
    {}
    """
    nodes, lines = {n.id: n for n in view.drawn}, view.drawn_lines
    near = _neighbours(nodes, lines)
    sizes = {i: size(len(near[i])) for i in nodes}
    boxes = {i: _half_box(n, sizes[i]) for i, n in nodes.items()}
    kept = {i: saved[n.iri] for i, n in nodes.items() if saved and n.iri in saved}
    if kept:
        exact = settle(kept, near, boxes)
    else:
        groups = {i: n.community for i, n in nodes.items()}
        exact = arranged(near, boxes, sizes, groups, aspect=_aspect(canvas), unit=unit)
    positions = {i: (round(x), round(y)) for i, (x, y) in sorted(exact.items())}
    scene = Scene(nodes, lines, positions, sizes)
    sides = sided(scene, scene.bows({x.id: bend(x) for x in lines}))
    labels = labelled(scene, sides)
    bends = {x.id: bend(x) for x in view.lines} | routed(scene, labels)
    zoom = _zoom([*discs(scene), *labels.values()], canvas)
    pixels = round(min(LARGEST, SMALL / zoom), 1)
    spots = placed(scene, scene.bows(bends), labels, pixels)
    return Layout(positions, sizes, sides, bends, spots, pixels, zoom)


def _aspect(canvas: tuple[float, float]) -> float:
    return ASPECT if canvas == CANVAS else canvas[0] / canvas[1]


def _zoom(boxes: Sequence[Box], canvas: tuple[float, float]) -> float:
    """Return the zoom at which boxes fill a canvas, at most 1."""
    if not boxes:
        return 1.0
    left, top = (min(b[k] for b in boxes) for k in (0, 1))
    wide, high = (max(b[2] for b in boxes) - left, max(b[3] for b in boxes) - top)
    return round(min(1.0, canvas[0] / wide, canvas[1] / high), 3)


def _neighbours(nodes: Iterable[int], lines: Iterable[Line]) -> dict[int, list[int]]:
    near: dict[int, set[int]] = {i: set() for i in sorted(nodes)}
    for line in lines:
        if line.source != line.target:
            near[line.source].add(line.target)
            near[line.target].add(line.source)
    return {i: sorted(found) for i, found in near.items()}


def _half_box(node: Node, radius: float) -> Point:
    """Return half the width and height of disc and label together."""
    text = wrapped(node.label)
    wide = max(radius, max(map(len, text)) * LETTER / 2) + 10
    return wide, radius + 12 + STEP * len(text) / 2
