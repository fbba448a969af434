"""Tables of records to a graph: every row is evidence, and says what its map makes of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import gazetteer, read, vocabulary
from kg.archive import Archive
from kg.build import add, finish
from kg.errors import InputError, counted
from kg.extract.verify import verify
from kg.model import Document
from kg.quads import extractor_iri
from kg.tables.mapping import Link, TableMap, check, dump_map, guess, load_map, parse_link
from kg.tables.records import READERS, Record
from kg.tables.rows import read_rows

__all__ = [
    "ImportReport",
    "Link",
    "Look",
    "TableMap",
    "dump_map",
    "guess",
    "import_table",
    "load_map",
    "look",
    "parse_link",
]


@dataclass(frozen=True, slots=True)
class Look:
    """What a table holds, before anything is written: its columns with a few values of each."""

    rows: int
    columns: dict[str, list[str]]
    left: tuple[InputError, ...]

    def is_edge_list(self) -> bool:
        """Whether its columns name the two ends of ties."""
        return bool(guess(self.columns, vocabulary.default()).links)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: rows read, entities and claims of them, rows left out and why.

    `dropped` counts, by reason, the claims that the gate refused. `is_new` is False when the same
    table was there already, read with the same map.
    """

    rows: int
    entities: int
    claims: int
    left: tuple[InputError, ...] = ()
    dropped: tuple[tuple[str, int], ...] = ()
    is_new: bool = True

    def __str__(self) -> str:
        words = {"row": self.rows, "entity": self.entities, "claim": self.claims}
        return ", ".join(counted(number, word) for word, number in words.items())


def look(path: Path) -> Look:
    """Read the columns of a table and the first values of each; nothing is written.

    Raises:
        NotFoundError: there is no such file.
        InputError: it is no table that can be read.
    """
    document, start, _ = _document(path, "")
    rows, left = 0, []
    columns: dict[str, list[str]] = {}
    for record in _records(document, start, path):
        if isinstance(record, InputError):
            left.append(record)
            continue
        rows += 1
        for name, cell in record.cells.items():
            values = columns.setdefault(name, [])
            if cell.value and len(values) < 3 and cell.value not in values:
                values.append(cell.value)
    if not rows:
        raise InputError("holds no rows", where=str(path), fix="give a table with a header")
    return Look(rows, columns, tuple(left))


def import_table(
    path: Path, out: Path, table: TableMap, *, source: str = "", is_dry: bool = False
) -> ImportReport:
    """Put a table into a graph directory, made if absent; the same table and map again is no work.

    `source` is what the graph calls the table. A row that cannot be read is left out and told.

    Raises:
        NotFoundError: there is no such file.
        InputError: it is no table, or the map names what is not there.
        StoreError: the directory is damaged, locked or no graph.
    """
    document, start, raw = _document(path, source)
    words = vocabulary.default()
    first = next((r for r in _records(document, start, path) if isinstance(r, Record)), None)
    if first is None:
        raise InputError("holds no rows", where=str(path), fix="give a table with a header")
    check(table, first.cells, words, str(path))
    found, left = read_rows(document, _records(document, start, path), table, words)
    for error in left:
        error.where = error.where if str(path) in error.where else f"{path}, {error.where}"
    kept = verify(found, words, gazetteer.default())
    reasons = Counter(drop.reason for drop in kept.dropped)
    report = ImportReport(
        rows=len(found.sentences),
        entities=len(kept.entities),
        claims=len(kept.claims),
        left=tuple(left),
        dropped=tuple(sorted(reasons.items())),
    )
    if is_dry:
        return report
    archive = Archive(out)
    with archive.writing():
        evidence = archive.evidence_path(document.sha256)
        tool = extractor_iri(kept.extractor, archive.base).value.encode()
        is_new = not evidence.is_file() or tool not in evidence.read_bytes()
        if is_new:
            add(archive, kept, raw)
        finish(archive)
    return ImportReport(
        report.rows, report.entities, report.claims, report.left, report.dropped, is_new
    )


def _document(path: Path, source: str) -> tuple[Document, int, bytes]:
    """Return a table as a document, where its header begins in the text, and the bytes to keep."""
    if path.suffix.lower() not in READERS:
        raise InputError(
            f"'{path.suffix}' is no table that kg import reads",
            where=str(path),
            fix=f"give one of {' '.join(READERS)}; of a spreadsheet, save the sheet as .csv",
        )
    raw = read.load(path)
    read.check_size(raw, str(path))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"is not UTF-8: byte {raw[error.start]:#04x} at offset {error.start}",
            where=str(path),
            fix=f"convert it: iconv -f WINDOWS-1252 -t UTF-8 {path} > utf8.csv",
        ) from error
    if "\0" in text or not text.strip():
        what = "is a binary file, no table" if text.strip() else "holds no rows"
        raise InputError(what, where=str(path), fix="save it as CSV, UTF-8")
    title = " ".join((source or path.name).split())
    digest = hashlib.sha256(raw).hexdigest()
    head = f"---\ntitle: {title}\noriginal: sha256:{digest}\n---\n"
    document = read.parse((head + text).encode(), path.name)
    return document, len(head), (head + text).encode()


def _records(document: Document, start: int, path: Path) -> Iterator[Record | InputError]:
    return READERS[path.suffix.lower()](document.text, start, str(path))
