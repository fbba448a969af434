"""Tables and graphs of other programs: every row and edge is evidence, and says what it means."""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from kg import gazetteer, read, vocabulary
from kg.archive import Archive
from kg.build import add, finish
from kg.errors import InputError
from kg.extract.verify import verify
from kg.model import Document, Extraction
from kg.parts import RowPart
from kg.tables.counterparts import Counterparts
from kg.tables.formats import Graph, Table, open_
from kg.tables.graph import read_graph
from kg.tables.mapping import (
    Link,
    TableMap,
    check,
    dump_map,
    guess,
    load_map,
    parse_link,
    parse_terms,
    parse_value,
)
from kg.tables.meant import ambiguous
from kg.tables.records import Record
from kg.tables.report import Asked, ImportReport
from kg.tables.rows import Rows
from kg.tables.stream import part_of
from kg.tables.suggest import command, suggest
from kg.update import shipped

__all__ = [
    "ImportReport",
    "Link",
    "Look",
    "TableMap",
    "command",
    "dump_map",
    "guess",
    "import_file",
    "load_map",
    "look",
    "parse_link",
    "parse_terms",
    "parse_value",
    "suggest",
]


@dataclass(frozen=True, slots=True)
class Look:
    """What a file holds, before anything is written: its columns with a few values of each.

    Of a graph the columns are its classes and relations as they will be, and the words in it that
    mean nothing here.
    """

    rows: int
    columns: dict[str, list[str]]
    left: tuple[InputError, ...]
    is_graph: bool = False

    def is_edge_list(self) -> bool:
        """Whether its columns name the two ends of ties."""
        return not self.is_graph and bool(guess(self.columns, vocabulary.default()).links)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a graph says, the text that is kept of it, and what in it could not be read."""

    extraction: Extraction
    raw: bytes
    left: list[InputError]
    unknown: Counter[tuple[str, str]]


def look(path: Path, sheet: str = "") -> Look:
    """Read what a file holds; nothing is written. Raises as `import_file`."""
    opened = open_(path, sheet)
    if isinstance(opened, Graph):
        return _look_at_graph(opened, path)
    rows, left = 0, []
    columns: dict[str, list[str]] = {}
    for record in opened.records(opened.text, 0, str(path)):
        if isinstance(record, InputError):
            left.append(record)
            continue
        rows += 1
        for name, cell in record.cells.items():
            values = columns.setdefault(name, [])
            if cell.value and len(values) < 3 and cell.value not in values:
                values.append(cell.value)
    if not rows:
        raise _empty(path)
    return Look(rows, columns, tuple(left))


def import_file(
    path: Path,
    out: Path,
    table: TableMap,
    *,
    source: str = "",
    sheet: str = "",
    is_dry: bool = False,
) -> ImportReport:
    """Put a table or a graph into a graph directory, made if absent; the same again is no work.

    `source` is what the graph calls the file, `sheet` the part of a workbook to read. What cannot
    be read of it is left out and told.

    Raises:
        NotFoundError: there is no such file or sheet.
        InputError: it cannot be read, or the map names what is not there.
        MissingExtra: its format needs an optional dependency.
        StoreError: the directory is damaged, locked or no graph.
    """
    opened = open_(path, sheet)
    head = _head(path, opened.raw, source, sheet)
    asked = Asked.of(out, str(path), shipped(), head, dump_map(table), path.suffix)
    if known := asked.known(is_dry=is_dry):
        return known
    if isinstance(opened, Table):
        report = _take(opened, head, table, path, out, is_dry)
    else:
        report = _take_graph(opened, head, table, path, out, is_dry)
    return report if is_dry else asked.keep(report)


def _take_graph(
    opened: Graph, head: str, table: TableMap, path: Path, out: Path, is_dry: bool
) -> ImportReport:
    found = _graph(opened, head, table, path)
    kept = verify(found.extraction, vocabulary.default(), gazetteer.default())
    kept = replace(kept, entities=found.extraction.entities)  # a row may name a thing and no more
    reasons = Counter(drop.reason for drop in kept.dropped)
    report = ImportReport(
        rows=len(kept.sentences),
        entities=len(kept.entities),
        claims=len(kept.claims),
        left=tuple(found.left),
        dropped=tuple(sorted(reasons.items())),
        unknown=tuple((f"{kind} '{word}'", n) for (kind, word), n in found.unknown.most_common()),
        ambiguous=tuple(ambiguous(lambda: kept.entities, kept.document.sha8, out)),
        noun="element",
    )
    return report if is_dry else replace(report, is_new=_keep(Archive(out), kept, found.raw))


def _keep(archive: Archive, kept: Extraction, raw: bytes) -> bool:
    """Put it into the archive, and say whether it was not there."""
    with archive.writing():
        is_new = not archive.is_read_by(kept.document.sha256, kept.extractor)
        if is_new:
            add(archive, kept, raw)
        finish(archive)
    return is_new


def _head(path: Path, raw: bytes, source: str, sheet: str) -> str:
    """Return what stands before the text that is kept of a file."""
    digest = hashlib.sha256(raw).hexdigest()
    title = " ".join((source or path.name).split())
    part = f"part: sheet {' '.join(sheet.split())}\n" if sheet else ""
    return f"---\ntitle: {title}\noriginal: sha256:{digest}\n{part}---\n"


def _take(
    opened: Table, head: str, table: TableMap, path: Path, out: Path, is_dry: bool
) -> ImportReport:
    """Take a table in row by row."""
    text, words = head + opened.text, vocabulary.default()
    records = partial(opened.records, text, len(head), str(path))
    columns: dict[str, None] = {}
    for record in records():
        if isinstance(record, Record):
            columns |= dict.fromkeys(record.cells)
            if columns.keys() >= table.columns():
                break  # a row of JSON may lack some
    if not columns:
        raise _empty(path)
    check(table, columns, words, str(path))
    document = read.parse(text.encode(), path.name)
    rows = Rows(document, table, words, gazetteer.default(), records)
    several = tuple(ambiguous(rows.things.named, document.sha8, out))
    is_new = True if is_dry else _keep_rows(Archive(out), rows)
    if is_dry:
        deque(rows, maxlen=0)
    return ImportReport(
        rows=rows.count["row"],
        entities=rows.count["entity"],
        claims=rows.count["claim"],
        left=tuple(_placed(rows.left, path)),
        dropped=tuple(sorted(rows.dropped.items())),
        ambiguous=several,
        is_new=is_new,
    )


def _keep_rows(archive: Archive, rows: Rows) -> bool:
    """Put a table into the archive, and say whether it was not there."""
    document, made = rows.document, list[RowPart]()
    with archive.writing():
        is_new = not archive.is_read_by(document.sha256, rows.extractor)
        if is_new:
            archive.add_source(document, document.text.encode())
            made.append(part_of(rows, archive))
        else:
            deque(rows, maxlen=0)
        finish(archive, made=made)
    return is_new


def _graph(opened: Graph, head: str, table: TableMap, path: Path) -> _Reading:
    words = vocabulary.default()
    check(replace(table, label="", id="", links=(), relation="", values={}), (), words, str(path))
    known = Counterparts(words, table.terms)
    found = read_graph(opened.elements, head, known, table.class_)
    if not found.sentences:
        raise _empty(path)
    raw = found.text.encode()
    document: Document = read.parse(raw, path.name)
    extraction = found.extraction(document, table.digest())
    return _Reading(extraction, raw, _placed(list(found.left), path), known.unknown)


def _look_at_graph(opened: Graph, path: Path) -> Look:
    known = Counterparts(vocabulary.default())
    found = read_graph(opened.elements, "", known)
    if not (found.sentences or found.left or known.unknown):
        raise _empty(path)
    classes = Counter([e.type for e in found.entities] + [v.type for v in found.eventualities])
    relations = Counter(c.predicate or c.rule.rpartition(":")[2] for c in found.claims)
    shown = {"classes": classes, "relations": relations, "not known": Counter[str]()}
    for (kind, word), number in known.unknown.items():
        shown["not known"][f"{kind} '{word}'"] = number
    columns = {
        name: [f"{word} ({n})" for word, n in counts.most_common(12)]
        for name, counts in shown.items()
        if counts
    }
    return Look(len(found.sentences), columns, found.left, is_graph=True)


def _placed(left: list[InputError], path: Path) -> list[InputError]:
    for error in left:
        if not error.where.startswith(str(path)):
            error.where = f"{path}, {error.where}"
    return left


def _empty(path: Path) -> InputError:
    return InputError("holds no rows", where=str(path), fix="give a table with a header")
