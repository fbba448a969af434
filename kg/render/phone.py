"""The first view on a narrow screen: fewer entities, laid out upright, in letters one can read."""

from __future__ import annotations

from dataclasses import replace

from kg.render.layout import Layout, layout
from kg.render.view import Line, View

CANVAS = (370.0, 470.0)
"""What a page of 390 by 844 leaves for the drawing: width and height."""
MOST = 16
"""Entities that are tried first; fewer, until letters are large enough."""
UNIT = 64.0
LEAST_ZOOM = 0.82
"""At this zoom a label of an entity is 12 CSS pixels high."""


def phone(view: View) -> tuple[View, Layout]:
    """Return the best connected part of the drawn entities and where it stands on a phone.

    >>> phone(View("", (), (), (), (), 0))[1].positions
    {}
    """
    order = _growth(view)
    for most in range(min(MOST, len(order)), 1, -2):
        part = _only(view, set(order[:most]))
        made = layout(part, canvas=CANVAS, unit=UNIT)
        if made.zoom >= LEAST_ZOOM:
            return part, made
    part = _only(view, set(order[:1]))
    return part, layout(part, canvas=CANVAS, unit=UNIT)


def _only(view: View, kept: set[int]) -> View:
    return replace(view, nodes=tuple(replace(n, is_drawn=n.id in kept) for n in view.nodes))


def _growth(view: View) -> list[int]:
    """Return drawn entities: the best connected, then each time the one with most lines to those.

    Only what hangs together: an island would take the room of a neighbour.
    """
    degree = {n.id: n.degree for n in view.drawn}
    order: list[int] = []
    ring = dict.fromkeys(sorted(degree, key=lambda n: (-degree[n], n))[:1], 0)
    while ring and len(order) < MOST:
        best = min(ring, key=lambda n: (-ring[n], -degree[n], n))
        order.append(best)
        ring = _ring(view.drawn_lines, set(order))
    return order


def _ring(lines: tuple[Line, ...], chosen: set[int]) -> dict[int, int]:
    """Return how many lines lead to each entity beside the chosen."""
    ring: dict[int, int] = {}
    for line in lines:
        for here, there in ((line.source, line.target), (line.target, line.source)):
            if here in chosen and there not in chosen:
                ring[there] = ring.get(there, 0) + 1
    return ring
