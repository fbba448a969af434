"""Tuples put in order, however many: sorted in runs, on disk if there is more than one."""

from __future__ import annotations

import heapq
import marshal
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any

from kg.export.rows import batches

Row = tuple[Any, ...]
_RUN = 25_000
_CHUNK = 250


class Ordered:
    """Tuples of plain values that are put in, and come out in order as often as wanted.

    >>> rows = Ordered()
    >>> for row in [(2, "b"), (1, "c")]:
    ...     rows.add(row)
    >>> list(rows)
    [(1, 'c'), (2, 'b')]
    """

    def __init__(self) -> None:
        self._held: list[Row] = []
        self._runs: list[IO[bytes]] = []

    def add(self, row: Row) -> None:
        """Put one in, not while others are taken out."""
        self._held.append(row)
        if len(self._held) >= _RUN:
            self._put_aside()

    def __iter__(self) -> Iterator[Row]:
        self._held.sort()
        return heapq.merge(*map(_taken, self._runs), self._held) if self._runs else iter(self._held)

    def close(self) -> None:
        """Let go of what is on disk."""
        for run in self._runs:
            run.close()

    def _put_aside(self) -> None:
        self._held.sort()
        run = TemporaryFile()  # noqa: SIM115
        self._runs.append(run)
        for chunk in batches(self._held, _CHUNK):
            told = marshal.dumps(chunk)
            run.write(len(told).to_bytes(4) + told)
        self._held = []


def _taken(run: IO[bytes]) -> Iterator[Row]:
    """Yield the rows of a run, a chunk at a time."""
    run.seek(0)
    while size := run.read(4):
        yield from marshal.loads(run.read(int.from_bytes(size)))
