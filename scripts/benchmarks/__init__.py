"""The rows of `scripts/bench.py`: one module a part, each with `rows()` that yields `Row`s.

A row is a ratio against a peer measured in the same run. To add a part, add a module here.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import servers

KG = [sys.executable, "-c", "from kg.cli import entry; entry()"]
"""The command, as any shell starts it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: ours and a peer's in one unit. `goal` reads "<= 1.1" or ">= 10", or is empty.

    `size` is how many quads, or edges, the data has; 0 where that is not the point.
    """

    what: str
    ours: float
    peer: float
    peer_name: str
    unit: str = "s"
    goal: str = ""
    size: int = 0

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

    def record(self) -> dict[str, Any]:
        """Return the row as JSON has it, with `ratio` and `is_met`."""
        return {**asdict(self), "ratio": self.ratio, "is_met": self.is_met}


def best(work: Callable[[], Any], times: int = 3) -> float:
    """Return the least wall time in seconds of a few runs of some work."""
    return min(_takes(work) for _ in range(times))


def both(ours: Callable[[], Any], peer: Callable[[], Any], times: int = 3) -> tuple[float, float]:
    """Return the least wall times of two works that take turns: a busy moment meets both.

    They take turns to be first too: what a process does once (memory, threads) meets the first.
    """
    taken: dict[Callable[[], Any], list[float]] = {ours: [], peer: []}
    for turn in range(times):
        for work in (ours, peer) if turn % 2 else (peer, ours):
            taken[work].append(_takes(work))
    return min(taken[ours]), min(taken[peer])


def _takes(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def server_versions() -> dict[str, str]:
    """Return the version of Virtuoso, where it is installed."""
    tool = servers.program("virtuoso-t")
    if tool is None:
        return {}
    told = subprocess.run([tool, "-?"], capture_output=True, text=True, check=False)
    found = re.search(r"Version (\d[\d.]*\d)", told.stdout + told.stderr)
    return {"virtuoso": found[1]} if found else {}
