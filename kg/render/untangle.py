"""Move nodes a little so that lines cross less and pass behind no disc they have no part in."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

MOST = 90
"""Nodes of a part up to which this is done; it takes the square of them, some 0.3 s for 60."""
CLEAR = 8
"""Pixels that a line keeps from a foreign disc."""
PULL = 1.5
"""What it costs a node to stand one line's length from the middle: the whole should be compact."""
RINGS = ((30, 8), (70, 12), (140, 16), (240, 20))
"""Radius and number of the places around a node that are tried."""


def untangle(
    places: dict[int, list[float]],
    near: Mapping[int, Sequence[int]],
    boxes: Mapping[int, Sequence[float]],
    sizes: Mapping[int, float],
    length: float = 170,
) -> None:
    """Improve the places of one connected part, node by node, until no try is better.

    A try costs what its straight lines cross and pass, and what makes them long; no box comes to
    overlap another. `boxes` are half widths and heights, `sizes` the radii of discs, `length` is
    what a line should have.
    """
    if not 3 <= len(places) <= MOST:
        return
    import numpy as np

    tangle = _Tangle(places, near, boxes, sizes, length)
    turns = [(r, 2 * math.pi * k / n) for r, n in RINGS for k in range(n)]
    tries = np.array([(0.0, 0.0), *((r * math.cos(a), r * math.sin(a)) for r, a in turns)])
    for _ in range(8):
        if not sum([tangle.moved(i, tries) for i in range(len(places))]):
            break
    for node, at in zip(places, tangle.at.tolist(), strict=True):
        places[node][:] = at


class _Tangle:
    """The places of a part as arrays: `at` of the nodes, `ends` of the lines."""

    def __init__(
        self,
        places: Mapping[int, Sequence[float]],
        near: Mapping[int, Sequence[int]],
        boxes: Mapping[int, Sequence[float]],
        sizes: Mapping[int, float],
        length: float,
    ) -> None:
        import numpy as np

        number = {node: i for i, node in enumerate(places)}
        self.at = np.array(list(places.values()), dtype=float)
        self.half = np.array([boxes[n] for n in places], dtype=float)
        self.radii = np.array([sizes[n] for n in places], dtype=float)
        pairs = [(number[a], number[b]) for a in places for b in near[a] if number[a] < number[b]]
        self.ends = np.array(pairs)
        self.length = length

    def moved(self, i: int, tries: Any) -> bool:
        """Set one node to the cheapest of some offsets; whether that is another place."""
        spots = self.at[i] + tries
        costs = self._costs(i, spots)
        best = int(costs.round(6).argmin())
        self.at[i] = spots[best]
        return best > 0

    def _costs(self, i: int, spots: Any) -> Any:
        import numpy as np

        touches = (self.ends == i).any(axis=1)
        mine, rest = self.ends[touches], self.ends[~touches]
        others = np.where(mine[:, 0] == i, mine[:, 1], mine[:, 0])
        starts, goals = spots[:, None, :], self.at[others][None, :, :]
        a, b = self.at[rest[:, 0]], self.at[rest[:, 1]]
        free = (rest[:, None, :] != others[None, :, None]).all(axis=2).T
        crossed = (crosses(starts[:, :, None], goals[:, :, None], a, b) & free).sum(axis=(1, 2))
        near = _distance(self.at[None, None], starts[:, :, None], goals[:, :, None])
        foreign = np.arange(len(self.at))[None, :] != others[:, None]
        foreign[:, i] = False
        passed = _nearness(near - self.radii) * foreign
        behind = _nearness(_distance(spots[:, None], a[None], b[None]) - self.radii[i])
        length = (((starts - goals) ** 2).sum(axis=2) ** 0.5).clip(1)
        long = abs(np.log(length / self.length)).sum(axis=1)
        far = ((spots - self.at.mean(axis=0)) ** 2).sum(axis=1) ** 0.5 / self.length
        return (
            4.0 * crossed
            + passed.sum(axis=(1, 2))
            + behind.sum(axis=1)
            + 1.5 * long
            + PULL * far
            + 1000.0 * self._overlaps(i, spots)
        )

    def _overlaps(self, i: int, spots: Any) -> Any:
        gap = abs(spots[:, None, :] - self.at[None]) - (self.half[i] + self.half)[None]
        inside = (gap < 0).all(axis=2)
        inside[:, i] = False
        return inside.sum(axis=1)


def _nearness(gap: Any) -> Any:
    """Return the cost of a line at such a distance from a disc's rim."""
    return 22.0 * (gap < CLEAR) + 3.0 * (gap < 2.5 * CLEAR)


def crosses(p: Any, q: Any, a: Any, b: Any) -> Any:
    """Whether the segments p-q and a-b cross, element by element."""

    def side(u: Any, v: Any, w: Any) -> Any:
        return (v[..., 0] - u[..., 0]) * (w[..., 1] - u[..., 1]) > (v[..., 1] - u[..., 1]) * (
            w[..., 0] - u[..., 0]
        )

    return (side(p, q, a) != side(p, q, b)) & (side(a, b, p) != side(a, b, q))


def _distance(spot: Any, a: Any, b: Any) -> Any:
    """Return the distance of points from segments a-b, element by element."""
    along = b - a
    length = (along**2).sum(axis=-1).clip(1e-9)
    t = (((spot - a) * along).sum(axis=-1) / length).clip(0, 1)
    foot = a + t[..., None] * along
    return ((spot - foot) ** 2).sum(axis=-1) ** 0.5
