"""Rows of plain values: kept on disk for exports to read, their columns, in batches."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any, Protocol

from kg.errors import StoreError

Row = dict[str, Any]
_BATCH = 500


class Rows(Protocol):
    """Rows that can be counted, and taken more than once."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Row]: ...


_TABLES = """
CREATE TABLE IF NOT EXISTS shape (part TEXT, number INTEGER, names TEXT, types TEXT);
CREATE TABLE IF NOT EXISTS piece (part TEXT, count INTEGER, told TEXT);
"""
_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)  # names stand in XML and in headers as they are
_BY_NAME: Mapping[str, type] = {
    t.__name__: t for t in (str, int, float, bool, list, tuple, dict, type(None))
}


class Kept:
    """Rows that were put into tables, read as often as wanted: one part of what is there.

    Those of the same columns are told as JSON without their names, some hundred together.

    >>> tables = sqlite3.connect("")
    >>> put(tables, "node", iter([{"a": 1}, {"a": 2}]))
    >>> rows = Kept(tables, "node")
    >>> len(rows), list(rows), list(rows) == list(rows)
    (2, [{'a': 1}, {'a': 2}], True)
    """

    def __init__(self, tables: sqlite3.Connection, part: str) -> None:
        """Find them.

        Raises:
            StoreError: the tables are damaged.
        """
        self._tables, self._part = tables, part
        with _whole(tables):
            text = "SELECT names, types FROM shape WHERE part = ? ORDER BY number"
            shapes = [tuple(map(json.loads, row)) for row in tables.execute(text, (part,))]
            pairs = [list(zip(names, types, strict=True)) for names, types in shapes]
            text = "SELECT ifnull(sum(count), 0) FROM piece WHERE part = ?"
            if not all(map(_NAME.fullmatch, {name for each in pairs for name, _ in each})):
                raise ValueError("columns have strange names")
            (self._count,) = map(int, tables.execute(text, (part,)).fetchone())
            self.types = _types({(name, _BY_NAME[t]) for each in pairs for name, t in each})
            """The one type of each column; see `column_types`."""
        self._shapes = [tuple(names) for names, _ in shapes]

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        text = "SELECT told FROM piece WHERE part = ? ORDER BY rowid"
        with _whole(self._tables):
            for (told,) in self._tables.execute(text, (self._part,)):
                for shape, *values in json.loads(told):
                    yield dict(zip(self._shapes[shape], values, strict=True))


@contextmanager
def _whole(tables: sqlite3.Connection) -> Iterator[None]:
    """Raise what damaged tables lead to as a StoreError that names their file."""
    try:
        yield
    except (
        sqlite3.Error,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        _, _, where = tables.execute("PRAGMA database_list").fetchone()
        raise StoreError(
            f"is damaged: {error}", where=where, fix="delete that file, and export again"
        ) from error


def put(tables: sqlite3.Connection, part: str, rows: Iterable[Row]) -> None:
    """Put rows into tables, as one part of what is there."""
    tables.executescript(_TABLES)
    shapes: dict[tuple[tuple[str, ...], tuple[type, ...]], int] = {}
    for batch in batches(rows, _BATCH):
        told = json.dumps([
            (shapes.setdefault((tuple(r), tuple(map(type, r.values()))), len(shapes)), *r.values())
            for r in batch
        ])  # fmt: skip
        tables.execute("INSERT INTO piece VALUES (?, ?, ?)", (part, len(batch), told))
    for (names, types), number in shapes.items():
        shape = part, number, json.dumps(names), json.dumps([t.__name__ for t in types])
        tables.execute("INSERT INTO shape VALUES (?, ?, ?, ?)", shape)


def column_types(rows: Iterable[Row]) -> Mapping[str, type]:
    """Return the one type of each column, in order of name; mixed ones are text.

    >>> column_types([{"b": 1, "a": ["x"]}, {"b": "two"}])
    {'a': <class 'list'>, 'b': <class 'str'>}
    """
    return rows.types if isinstance(rows, Kept) else _types(_kinds(rows))


def _kinds(rows: Iterable[Row]) -> set[tuple[str, type]]:
    pairs: set[tuple[str, type]] = set()
    for row in rows:
        pairs.update(zip(row, map(type, row.values()), strict=True))
    return pairs


def _types(pairs: set[tuple[str, type]]) -> dict[str, type]:
    found: dict[str, set[type]] = {}
    for name, type_ in pairs:
        found.setdefault(name, set()).add(list if type_ is tuple else type_)
    return {n: found[n].pop() if len(found[n]) == 1 else str for n in sorted(found)}


def named(types: Mapping[str, type], names: Mapping[type, str]) -> dict[str, str]:
    """Return the columns with a format's own names of types; `names[str]` for any other."""
    return {column: names.get(type_, names[str]) for column, type_ in types.items()}


def batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Yield rows in lists of at most `size`.

    >>> [len(b) for b in batches([{}] * 5, 2)]
    [2, 2, 1]
    """
    every = iter(rows)
    while batch := list(islice(every, size)):
        yield batch
