"""The text of a table to records that know where they stand: CSV, TSV and JSON lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.errors import InputError
from kg.model import Span

_CELL = {
    mark: re.compile(rf'"((?:[^"]++|"")*+)"(?={mark}|[\r\n]|\Z)|([^"{mark}\r\n][^{mark}\r\n]*|)')
    for mark in (",", "\t", ";")
}
_NAMES = re.compile(r"[^\s;](?:&#?\w+;|[^;])*(?<!\s)")
_END = re.compile(r"\r\n?|\n|\Z")  # a lone CR too: spreadsheets of old Macs end rows so


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of a record, and where, in code points of the text.

    `span` is None where the text spells it with escapes, so that no slice equals it.
    """

    value: str
    span: Span | None = None

    def name(self) -> Cell:
        """Return it with single spaces."""
        flat = " ".join(self.value.split())
        return self if flat == self.value else Cell(flat, self.span)

    def names(self) -> Iterator[Cell]:
        """Yield the names that it lists, each once: one between semicolons; `&amp;` holds none.

        >>> [cell.value for cell in Cell("Ama  Badu; Kofi Osei;A&amp;B").names()]
        ['Ama Badu', 'Kofi Osei', 'A&amp;B']
        """
        if ";" not in self.value:
            yield self.name()
            return
        parts = {part.group(): part for part in _NAMES.finditer(self.value)}
        for text, part in parts.items():
            at = self.span.start + part.start() if self.span else 0
            yield Cell(text, Span(at, at + len(text)) if self.span else None).name()


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its number as a spreadsheet counts (the header is 1), its span, its cells."""

    number: int
    span: Span
    cells: Mapping[str, Cell] = field(default_factory=dict)


def csv_records(text: str, start: int, name: str) -> Iterator[Record | InputError]:
    r"""Yield the rows below the header (RFC 4180), or why one cannot be read; blank ones are not.

    The delimiter is the one of comma, semicolon and tab that the header has most of.

    >>> [row] = csv_records('name,"place of birth"\nAma Badu,"Accra, Ghana"\n', 0, "p.csv")
    >>> row.number, row.cells["place of birth"].value, row.cells["name"].span
    (2, 'Accra, Ghana', Span(start=22, end=30))
    """
    head = next(_lines(text, start))
    mark = max(",;\t", key=head.count)
    columns: list[str] = []
    at, number = start, 0
    while at < len(text):
        number += 1
        begin = at
        try:
            cells, at = _row(text, at, mark)
        except ValueError as error:
            yield _broken(str(error), name, number)
            at = text.find("\n", begin) + 1 or len(text)
            continue
        end = _END.match(text, at)
        span, at = Span(begin, at), end.end() if end else at
        if not any(cell.value.strip() for cell in cells):
            continue
        if not columns:
            columns = [cell.value.strip() for cell in cells]
        elif len(cells) > len(columns):
            yield _broken(f"has {len(cells)} cells for {len(columns)} columns", name, number)
        else:
            yield Record(number, span, dict(zip(columns, cells, strict=False)))


def json_records(text: str, start: int, name: str) -> Iterator[Record | InputError]:
    r"""Yield the objects of JSON lines, or why a line is none; numbers count lines from 1.

    >>> [record] = json_records('{"name": "Ama Badu", "born": 1981}\n', 0, "p.jsonl")
    >>> {key: cell.value for key, cell in record.cells.items()}
    {'name': 'Ama Badu', 'born': '1981'}
    """
    at = start
    for number, line in enumerate(_lines(text, start), start=1):
        begin, at = at, at + len(line) + 1
        if not line.strip():
            continue
        try:
            given = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield _broken(f"no JSON: {error}", name, number)
            continue
        if not isinstance(given, dict):
            yield _broken("no object of columns and values", name, number)
            continue
        span = Span(begin, begin + len(line.rstrip()))
        yield Record(number, span, {str(k): _json_cell(v, line, begin) for k, v in given.items()})


def _lines(text: str, at: int) -> Iterator[str]:
    while (end := text.find("\n", at)) >= 0:
        yield text[at:end]
        at = end + 1
    yield text[at:]


def _row(text: str, at: int, mark: str) -> tuple[list[Cell], int]:
    """Return the cells of the row that begins here, and where it ends, before its line break."""
    cells, at, is_whole = _plain_cells(text, at, mark)
    while not is_whole:
        found = _CELL[mark].match(text, at)
        if found is None or (found.end() < len(text) and text[found.end()] not in f"{mark}\r\n"):
            raise ValueError("a quotation mark is not closed, or stands in the middle of a cell")
        group = 1 if found.group(1) is not None else 2
        raw, span = found.group(group), Span(*found.span(group))
        stripped = raw.strip()
        inner = span.start + len(raw) - len(raw.lstrip())
        is_plain = '""' not in raw and stripped
        exact = Span(inner, inner + len(stripped)) if is_plain else None
        cells.append(Cell(stripped.replace('""', '"') if group == 1 else stripped, exact))
        at = found.end()
        is_whole = text[at : at + 1] != mark
        at += not is_whole
    return cells, at


def _plain_cells(text: str, at: int, mark: str) -> tuple[list[Cell], int, bool]:
    """Return the cells of a line, or those before the one with its first quotation mark.

    They are what a split gives: with where they end, or the cell after them begins, and whether
    they are all.
    """
    end = text.find("\n", at)
    line, quotation, _ = text[at : end if end >= 0 else len(text)].partition('"')
    if "\r" in line[:-1]:
        return [], at, False
    given = line.split(mark)
    if quotation:
        given.pop()
    else:
        given[-1] = given[-1].removesuffix("\r")
    cells = []
    for raw in given:
        value = raw.strip()
        begin = at + raw.index(value)
        cells.append(Cell(value, Span(begin, begin + len(value)) if value else None))
        at += len(raw) + 1
    return cells, at - (not quotation), not quotation


def _json_cell(value: object, line: str, begin: int) -> Cell:
    if not isinstance(value, str):
        return Cell("" if value is None else json.dumps(value, ensure_ascii=False))
    at = line.find(f'"{value}"') if value else -1
    return Cell(value, Span(begin + at + 1, begin + at + 1 + len(value)) if at >= 0 else None)


def _broken(what: str, name: str, number: int) -> InputError:
    return InputError(what, where=f"{name}, row {number}", fix="repair the row; it is left out")
