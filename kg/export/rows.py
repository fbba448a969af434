"""Rows of plain values: kept on disk while an export reads them, their columns, in batches."""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Protocol
from weakref import finalize

Row = dict[str, Any]
_BATCH = 500


class Rows(Protocol):
    """Rows that can be counted, and taken more than once."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Row]: ...


class Kept:
    """Rows taken once and read as often as wanted, from a file that goes with them.

    >>> rows = Kept(iter([{"a": 1}, {"a": 2}]))
    >>> len(rows), list(rows), list(rows) == list(rows)
    (2, [{'a': 1}, {'a': 2}], True)
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the rows are gone
        finalize(self, self._file.close)
        self._count = 0
        kinds: set[tuple[str, type]] = set()
        for batch in batches(rows, _BATCH):
            marshal.dump(batch, self._file)
            self._count += len(batch)
            kinds |= _kinds(batch)
        self.types = _types(kinds)
        """The one type of each column; see `column_types`."""

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        place = 0
        while place < self._file.seek(0, 2):
            self._file.seek(place)  # somebody else may read them at the same time
            batch = marshal.load(self._file)
            place = self._file.tell()
            yield from batch


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


def batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """Yield rows in lists of at most `size`.

    >>> [len(b) for b in batches([{}] * 5, 2)]
    [2, 2, 1]
    """
    every = iter(rows)
    while batch := list(islice(every, size)):
        yield batch
