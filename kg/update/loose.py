"""What documents share, brought up to date in a store beside tables that stay as they are.

The facts of a table, and the things in it that are alone, are in the store and are not read again:
what was loose in it before tells what to remove, its claims what they still state.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.assemble import Dataset
from kg.link.alone import plain
from kg.parts import RowPart, is_fact
from kg.quads import OBJECT, PREDICATE, SUBJECT, document_graph, kg
from kg.vocabulary import NS


@dataclass(frozen=True, slots=True)
class Loose:
    """The lines that are loose in a store, and the tables that it holds already, all unchanged."""

    dataset: Dataset
    tables: Sequence[RowPart]
    before: Sequence[bytes]

    def become(self, lines: Sequence[bytes], raw: ox.Store) -> None:
        """Make a store hold these lines instead, and what the tables give beside them."""
        was, now = set(self.before), set(lines)
        gone, added = was - now, list(dict.fromkeys(line for line in lines if line not in was))
        for table in self.tables:
            crowded, free = self._moved(table, was, now)
            gone |= crowded - now
            added += free
        stated = {line for line in gone if self._is_stated(line, raw)}
        # The store spells "1.0" as "1": what goes may take what is left with it.
        touched = {tuple(line.split(b" ", 2)[:2]) for line in gone - stated}
        left = (line for line in was & now if tuple(line.split(b" ", 2)[:2]) in touched)
        added += left if touched else ()
        remove(raw, b"".join(sorted(gone - stated)))
        raw.load(input=b"".join(added), format=ox.RdfFormat.N_QUADS)

    def _moved(
        self, table: RowPart, was: set[bytes], now: set[bytes]
    ) -> tuple[set[bytes], list[bytes]]:
        """Return what described things of a table that are alone no more, and those that are now.

        Linking tells of each thing that is not alone in a line that begins with its own name.
        """
        home = f"<{table.summary.home}".encode()
        old, new = (
            {line[len(home) : line.index(b">")].decode() for line in side if line.startswith(home)}
            for side in (was, now)
        )
        if not table.summary.home or old == new:
            return set(), []
        crowded, free = set[bytes](), list[bytes]()
        for thing in plain(table.summary):
            if (thing[2] in old) != (thing[2] in new):
                for lines in self.dataset.described(table.summary, [thing]):
                    own = lines.splitlines(keepends=True)
                    free += own if thing[2] in old else ()
                    crowded |= set() if thing[2] in old else set(own)
        return crowded, free

    def _is_stated(self, line: bytes, raw: ox.Store) -> bool:
        """Whether a line is a fact of a table."""
        (quad,) = ox.parse(line, format=ox.RdfFormat.N_QUADS)
        if quad.graph_name != ox.DefaultGraph():
            return False
        return any(
            is_fact(str(quad.predicate), (modality, polarity, certainty), standing)
            for table in self.tables
            for modality, polarity, certainty, standing in _claims(quad, table, raw)
        )


def remove(raw: ox.Store, lines: bytes) -> None:
    """Remove quads from a store, given as lines of N-Quads."""
    for quad in ox.parse(lines, format=ox.RdfFormat.N_QUADS):
        raw.remove(quad)


def _claims(quad: ox.Quad, table: RowPart, raw: ox.Store) -> Iterator[tuple[Any, ...]]:
    """Yield modality, polarity, certainty and standing of each claim of a table to a triple."""
    graph = document_graph(table.sha256, table.base)
    for found in raw.quads_for_pattern(None, SUBJECT, quad.subject, graph):
        claim = found.subject
        ends = ((PREDICATE, quad.predicate), (OBJECT, quad.object))
        if all(ox.Quad(claim, name, term, graph) in raw for name, term in ends):
            yield tuple(
                str(one.object)[1:-1].removeprefix(NS)
                for name in _QUALITIES
                for one in raw.quads_for_pattern(claim, kg(name), None, graph)
            )


_QUALITIES = ("modality", "polarity", "certainty", "standing")
