"""Tables that are no text to rows of plain values: workbooks, Parquet, lists in JSON."""

from __future__ import annotations

import io
import json
import math
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from html import unescape
from typing import Any
from xml.etree.ElementTree import ParseError

from kg.errors import InputError, MissingExtra, NotFoundError, did_you_mean
from kg.read.limits import MAX_TEXT, check_no_doctype, check_text, check_zip, parsing

Row = Mapping[str, Any]
MAX_CELLS = 20_000_000
"""Most cells of one sheet, blank ones counted: a sheet of a few bytes may claim any number."""
_SHEET = re.compile(r'<(?:\w+:)?sheet\s[^>]*?\bname="([^"]*)"')
_WIDE = 4
"""Values of a row that make one value above it the title of the sheet, and no header."""


def read_xlsx(raw: bytes, name: str, sheet: str = "") -> Iterator[Row | None]:
    """Yield the rows of a sheet, the first if none is named; None for each row without values.

    The header is the first row with values; one value over four or more is a title. A formula is
    the value that was last computed.

    Raises:
        MissingExtra: openpyxl is not installed.
        NotFoundError: there is no such sheet.
        InputError: it is damaged, or unfolds to too much.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtra.of("reading a workbook needs openpyxl", "sheets") from error
    check_zip(raw, name)
    with parsing("workbook", name, ParseError), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions that openpyxl leaves aside
        _check_parts(raw, name)
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        names = [s.title for s in book.worksheets]
        if not names or (sheet and sheet not in names):
            fix = did_you_mean(sheet, names) or f"its sheets: {', '.join(names)}"
            raise NotFoundError(f"has no sheet '{sheet}'", where=name, fix=fix)
        yield from _rows(book[sheet or names[0]].iter_rows(values_only=True), name)


def unread(raw: bytes, name: str, sheet: str = "") -> list[str]:
    """Return the sheets of a workbook but the one that is read, the first if none is named."""
    check_zip(raw, name)
    with parsing("workbook", name), zipfile.ZipFile(io.BytesIO(raw)) as parts:
        found = _SHEET.findall(parts.read("xl/workbook.xml").decode("utf-8", "replace"))
    names = [unescape(n) for n in found]
    return [n for n in names if n != (sheet or names[0])]


def read_parquet(raw: bytes, name: str) -> Iterator[Row]:
    """Yield the rows of a Parquet file.

    Raises:
        MissingExtra: pyarrow is not installed.
        InputError: it is damaged, or unfolds to too much.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtra.of("reading Parquet needs pyarrow", "parquet") from error
    with parsing("Parquet", name, pa.ArrowException):
        file = parquet.ParquetFile(io.BytesIO(raw))
        about = file.metadata
        _check_cells(about.num_rows * about.num_columns, name)
        groups = (about.row_group(n).total_byte_size for n in range(about.num_row_groups))
        check_text(sum(groups) // 4, name)
        for batch in file.iter_batches(10_000):
            yield from batch.to_pylist()


def to_lines(rows: Iterable[Row | None], name: str) -> str:
    r"""Write rows as JSON lines, the text that is kept of them; a blank line for a None.

    Raises:
        InputError: they unfold to too much.

    >>> to_lines([None, {"name": "Ama", "born": date(1981, 5, 2), "n": 3.0, "of": None}], "a")
    '\n{"name": "Ama", "born": "1981-05-02", "n": 3}\n'
    """
    lines, length = [], 0
    for row in rows:
        values = ((k, plain(v)) for k, v in (row or {}).items())
        kept = {str(k): v for k, v in values if v is not None and v != ""}
        lines.append(json.dumps(kept, ensure_ascii=False) if kept else "")
        length += len(lines[-1]) + 1
        if length > MAX_TEXT:
            check_text(length, name)
    return "".join(f"{line}\n" for line in lines)


def plain(value: Any) -> Any:
    """Return a value as JSON has it: a day without its midnight, no float where none is needed.

    >>> plain(datetime(2025, 5, 2)), plain(2.0), plain(float("nan")), plain([b"a", 1])
    ('2025-05-02', 2, None, [None, 1])
    """
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().strip()
    if isinstance(value, datetime) and value.timetz() == time():
        return value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float):
        whole = math.isfinite(value) and value.is_integer()
        return int(value) if whole else value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value if value is None or isinstance(value, (int, bool)) else _other(value)


def _other(value: Any) -> str | None:
    return None if isinstance(value, (bytes, bytearray, memoryview)) else str(value)


def _rows(rows: Iterable[tuple[Any, ...]], name: str) -> Iterator[Row | None]:
    above: tuple[Any, ...] = ()
    header: list[str] = []
    cells = 0
    for row in rows:
        cells += 1 + len(row)
        _check_cells(cells, name)
        is_head = not header and (not above or _filled(row) >= _WIDE)
        if not _filled(row):
            yield None
        elif not header and not above and _filled(row) == 1:
            above = row  # the title of the sheet, if the next row is a header
            yield None
        else:
            header = header or _names(row if is_head else above)
            names = (header[n - 1 : n] or [f"column {n}"] for n, _ in _counted(row))
            yield None if is_head else {name: v for (name,), v in zip(names, row, strict=True)}


def _filled(row: tuple[Any, ...]) -> int:
    return sum(v is not None for v in row)


def _names(row: tuple[Any, ...]) -> list[str]:
    return [str(v).strip() if v is not None else f"column {n}" for n, v in _counted(row)]


def _counted(row: tuple[Any, ...]) -> Iterator[tuple[int, Any]]:
    return enumerate(row, start=1)


def _check_cells(number: int, name: str) -> None:
    if number > MAX_CELLS:
        raise InputError(f"holds more than {MAX_CELLS:,} cells", where=name, fix="split it")


def _check_parts(raw: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        for part in parts.namelist():
            if part.endswith((".xml", ".rels")):
                check_no_doctype(parts.read(part), f"{name}, {part}")
