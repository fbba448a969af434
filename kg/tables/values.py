"""The texts of cells and literals to Values of the type that their property asks for."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from kg.extract.timewords import MONTH, read_time
from kg.model import Span, Value
from kg.vocabulary import Term

_MOMENT = re.compile(r"(-?\d{4,}-\d\d-\d\d)[T ]\d\d:.*", re.ASCII)
_NAMED = re.compile(rf"(?:\d{{1,2}} (?:{MONTH})|(?:{MONTH}) \d{{1,2}},) \d{{4}}", re.ASCII)


def value_of(term: Term, text: str, span: Span | None = None) -> Value:
    """Return a literal as the range of an attribute has it; the gate drops one that is not sound.

    Of a moment the day is taken. A day in another order than ISO 8601 is not guessed at, unless it
    names its month ("2 May 1981").

    >>> from kg.vocabulary import default
    >>> value_of(default().properties["dateOfBirth"], "1981-05-02T00:00:00Z").text
    '1981-05-02'
    >>> value_of(default().properties["population"], "1,200").datatype
    'integer'
    >>> value_of(default().properties["dateOfBirth"], "05/02/1981").is_sound
    False
    """
    found = _value(term.datatype, text)
    return replace(found, span=span) if span else found


@lru_cache(maxsize=10_000)
def _value(kind: str | None, text: str) -> Value:
    if kind == "Date":
        found = _MOMENT.fullmatch(text)
        named = read_time(text).edtf if _NAMED.fullmatch(text) else None
        return Value.date(found.group(1) if found else named or text)
    if kind in ("integer", "decimal"):
        return Value.number(text)
    if kind in ("anyURI", "boolean"):
        return Value(text, "anyURI" if kind == "anyURI" else "boolean")
    return Value(text)


def split(term: Term, text: str) -> list[str]:
    """Return the texts of a cell that holds several values, as `kg export` joins them.

    >>> from kg.vocabulary import default
    >>> split(default().properties["dateOfBirth"], "1981; 1982-03")
    ['1981', '1982-03']
    >>> split(default().properties["address"], "5 High Street; Accra")
    ['5 High Street; Accra']
    """
    parts = text.split("; ")
    return parts if all(value_of(term, p).is_sound for p in parts) and _typed(term) else [text]


def _typed(term: Term) -> bool:
    return term.datatype not in (None, "string")
