"""Positions that are kept: what was drawn before stays where it was, what is new finds room."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kg.errors import InputError

Point = tuple[float, float]


def load(file: Path) -> dict[str, Point]:
    """Return the saved positions by IRI, in pixels; none when the file is not there yet.

    Raises:
        InputError: the file holds something else.
    """
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {str(iri): (float(x), float(y)) for iri, (x, y) in found.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError) as error:
        what = "not a file of positions"
        raise InputError(what, where=str(file), fix="remove it, or name another file") from error


def dump(positions: Mapping[str, Sequence[float]]) -> str:
    """Return positions as JSON, one entity a line, in order of IRI.

    >>> print(dump({"b": (1, 2), "a": (3, 4)}), end="")
    {
    "a": [3, 4],
    "b": [1, 2]
    }
    """
    rows = (f"{json.dumps(iri)}: {json.dumps(list(positions[iri]))}" for iri in sorted(positions))
    return "{\n" + ",\n".join(rows) + "\n}\n"


def settle(
    saved: Mapping[int, Point], near: Mapping[int, Sequence[int]], boxes: Mapping[int, Point]
) -> dict[int, Point]:
    """Keep the saved places; set each other node in the free spot nearest to its neighbours.

    `boxes` are half the width and height of disc and label, by node id.
    """
    places = {i: saved[i] for i in near if i in saved}
    for node in _from_the_known(places, near):
        known = [places[n] for n in near[node] if n in places] or list(places.values())
        middle = [sum(p[k] for p in known) / len(known) for k in (0, 1)]
        places[node] = next(p for p in _spiral(middle) if _is_free(p, node, places, boxes))
    return places


def _from_the_known(places: Mapping[int, Point], near: Mapping[int, Sequence[int]]) -> list[int]:
    """Return the nodes without a place, those nearest to placed ones first."""
    seen, queue = set(places), list(places)
    for node in queue:
        fresh = [n for n in near[node] if n not in seen]
        seen.update(fresh)
        queue += fresh
    return queue[len(places) :] + [n for n in near if n not in seen]


def _spiral(middle: Sequence[float]) -> Iterator[Point]:
    turn = 0
    while True:
        angle, reach = turn * 2.399963, 22 * math.sqrt(turn)
        yield (
            middle[0] + 1.3 * reach * math.cos(angle),
            middle[1] + reach * math.sin(angle),
        )
        turn += 1


def _is_free(at: Point, node: int, places: Mapping[int, Point], boxes: Mapping[int, Point]) -> bool:
    wide, high = boxes[node]
    return all(
        abs(at[0] - x) >= wide + boxes[i][0] or abs(at[1] - y) >= high + boxes[i][1]
        for i, (x, y) in places.items()
    )
