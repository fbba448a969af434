"""Text that every reader takes: what XML and UTF-8 cannot hold is replaced and counted."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

Row = dict[str, Any]
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str, lost: Counter[str]) -> str:
    r"""Return text with U+FFFD for each character that XML 1.0 refuses, counted in `lost`.

    >>> lost = Counter()
    >>> clean("a\x01b", lost), lost["characters replaced"]
    ('a�b', 1)
    """
    if text.isprintable():  # three times as fast as the pattern, and true of nearly all text
        return text
    text, replaced = _REFUSED.subn("�", text)
    if replaced:
        lost["characters replaced"] += replaced
    return text


def cleaned(value: Any, lost: Counter[str]) -> Any:
    """Return a value of plain records and lists with all its text cleaned."""
    if isinstance(value, str):
        return clean(value, lost)
    if isinstance(value, dict):
        return {k: cleaned(v, lost) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(v, lost) for v in value]
    return value


def as_text(value: Any, lost: Counter[str]) -> str:
    """Return a value as clean text: a list as JSON, a truth value in lower case."""
    if isinstance(value, str):
        return clean(value, lost)
    if isinstance(value, list | tuple):
        lost["lists joined"] += 1
        return json.dumps(cleaned(value, lost), ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)


def column_types(rows: Iterable[Row]) -> dict[str, type]:
    """Return the one type of each column, in order of name; mixed ones are text.

    >>> column_types([{"b": 1, "a": ["x"]}, {"b": "two"}])
    {'a': <class 'list'>, 'b': <class 'str'>}
    """
    pairs: set[tuple[str, type]] = set()
    for row in rows:
        pairs.update(zip(row, map(type, row.values()), strict=True))
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
