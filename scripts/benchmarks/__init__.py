"""The rows of `scripts/bench.py`: one module a part, each with `rows()` that yields `Row`s.

A row is a ratio against a peer measured in the same run. To add a part, add a module here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: ours and a peer's in one unit. `goal` reads "<= 1.1" or ">= 10", or is empty."""

    what: str
    ours: float
    peer: float
    peer_name: str
    unit: str = "s"
    goal: str = ""

    @property
    def ratio(self) -> float:
        """Ours over the peer's: below 1 is less time or memory than the peer's."""
        return self.ours / self.peer if self.peer else float("inf")

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met; None without one. ">=" goals are the peer's over ours."""
        if not self.goal:
            return None
        sign, number = self.goal.split()
        return self.ratio <= float(number) if sign == "<=" else 1 / self.ratio >= float(number)


def best(work: Callable[[], Any], times: int = 3) -> float:
    """Return the least wall time in seconds of a few runs of some work."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)
