"""What a drawing costs its reader: overlaps, crossings, lines behind foreign discs; no pixels."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from kg.render.geometry import Bow, overlap, point
from kg.render.layout import Layout
from kg.render.routing import Scene, crossings, discs, labelled, line_box, passes
from kg.render.view import Line, View


def figures(view: View, layout: Layout) -> dict[str, float]:
    """Count what makes the first view hard to read, from its positions.

    `overlaps`: pairs of boxes of discs and labels, other than a node's own two. `crossings`: pairs
    of lines without a common end. `passes`: lines that go behind a disc that they have no part in.
    `line_labels`: those that have room, of all `lines`. `zoom`: of the first view.

    >>> from kg.render.layout import layout
    >>> empty = View("Nothing", (), (), (), (), 0)
    >>> figures(empty, layout(empty))["overlaps"]
    0
    """
    nodes = {n.id: n for n in view.drawn}
    scene = Scene(nodes, view.drawn_lines, layout.positions, layout.sizes)
    bows = scene.bows(layout.bends)
    lines = [x for x in view.drawn_lines if x.id in bows]
    return {
        "entities": len(nodes),
        "lines": len(view.drawn_lines),
        "overlaps": _overlaps(scene, lines, bows, layout),
        "crossings": crossings(lines, bows),
        "passes": passes(scene, bows),
        "line_labels": len(layout.spots),
        "zoom": layout.zoom,
    }


def _overlaps(scene: Scene, lines: list[Line], bows: Mapping[int, Bow], layout: Layout) -> int:
    labels = labelled(scene, layout.sides)
    pairs = zip(discs(scene), labels.values(), strict=True)
    told = (
        line_box(x, point(bows[x.id], layout.spots[x.id]), layout.pixels)
        for x in lines
        if x.id in layout.spots
    )
    groups = [*pairs, *((box,) for box in told)]
    return sum(overlap(a, b) for p, q in combinations(groups, 2) for a in p for b in q)
