"""What every store can be asked, wherever its quads are: those that fit a pattern."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Protocol, Self

import pyoxigraph as ox

Pattern = tuple[
    ox.NamedNode | None,
    ox.NamedNode | None,
    ox.NamedNode | ox.Literal | None,
    ox.NamedNode | ox.DefaultGraph | None,
]
"""Subject, predicate, object and graph of a quad; None fits everything."""


class Quads(Protocol):
    """The face of a store: its quads, and `with`, which closes it."""

    def quads(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object: ox.NamedNode | ox.Literal | None = None,
        graph: ox.NamedNode | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that fit a pattern; None fits everything. Facts: the default graph."""
        return self.matching((subject, predicate, object, graph))

    @abstractmethod
    def matching(self, pattern: Pattern) -> Iterator[ox.Quad]:
        """Yield the quads that fit a pattern, as `quads`."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what is held open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
