"""A table on its way into a graph: its evidence is written while its lines go to the store."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from kg.archive import Archive
from kg.atomic import written_aside
from kg.parts import RowPart, StoreRows, TableThings, Told
from kg.quads import RowWriter, extractor_iri
from kg.tables.rows import Rows

_ROWS = 100
"""Rows that go to the store at a time."""


def part_of(rows: Rows, archive: Archive) -> RowPart:
    """Return what a table gives to the store: its rows are read and written as the store asks.

    Where linking must know more than their names, or people may have decided on their claims, the
    evidence is written at once.
    """
    new, things, document = Stream(rows, archive), TableThings(), rows.document
    tool = extractor_iri(rows.extractor, archive.base).value
    is_there = archive.evidence_path(document.sha256).exists()
    if rows.are_plain and not is_there and not archive.decisions():
        things.add(rows.things.first(), ())
        return RowPart.made(things, document, tool, archive.base, new)
    deque(new.lines(Told({}, {}), things), maxlen=0)
    things.size = new.size
    return RowPart.made(things, document, tool, archive.base)


@dataclass(slots=True)
class Stream:
    """The rows of a table that are not written yet; see `kg.parts.NewRows`."""

    rows: Rows
    archive: Archive
    size: int = 0
    is_written: bool = False

    def lines(self, told: Told, things: TableThings | None = None) -> Iterator[tuple[bytes, bytes]]:
        """Write the evidence, and yield the lines of the graph and the facts, some rows at a time.

        What linking needs of the rows goes to `things`.
        """
        document, base = self.rows.document, self.archive.base
        writer, rows = RowWriter(document, base), iter(self.rows)
        store = StoreRows(document.sha256, base, told)
        head, tool = writer.head(self.rows.extractor), extractor_iri(self.rows.extractor, base)
        path = self.archive.evidence_path(document.sha256)
        with written_aside(path) as aside, aside.open("wb", buffering=1 << 20) as file:
            file.write(head)
            yield store.head(head, tool.value), b""
            while some := list(islice(rows, _ROWS)):
                every = [writer.row(row.sentence, row.entities, row.claims) for row in some]
                file.write("".join(lines.evidence for lines in every).encode())
                if things:
                    for row in some:
                        things.add(row.entities, row.claims)
                yield store.lines(every)
        self.size, self.is_written = writer.size, True
        self.rows.forget()
