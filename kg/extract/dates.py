"""Dates in full as a text writes them, by day, month or year; each as EDTF.

Unlike `times`, no date is worked out here: what has no year, or only by another date, is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.annotate import Parse
from kg.model import Span, Value

_NAMES = (
    "jan(?:uary|\\.)?", "feb(?:ruary|\\.)?", "mar(?:ch|\\.)?", "apr(?:il|\\.)?", "may",
    "june?\\.?", "july?\\.?", "aug(?:ust|\\.)?", "sept?(?:ember|\\.)?", "oct(?:ober|\\.)?",
    "nov(?:ember|\\.)?", "dec(?:ember|\\.)?",
)  # fmt: skip
_MONTH = "|".join(f"(?P<m{n}>{name})" for n, name in enumerate(_NAMES, start=1))
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"(?P<vague>\b(?:c\.|ca\.?|circa|around|about)\s*)?\b(?:(?P<iso>\d{{4}}-\d\d-\d\d)|"
    rf"(?:(?:(?P<day>{_DAY})\s+(?:of\s+)?)?(?:{_MONTH})(?:\s+(?P<after>{_DAY})(?!\d))?,?\s+(?:of\s+)?)?"
    r"(?P<year>1\d{3}|20\d\d))(?![\d%])(?![,.]\d)",
    re.IGNORECASE,
)
_DASHES = ("-", "–", "—")
_FULL = rf"(?:{_DAY}\s+[A-Z][a-z]+|[A-Z][a-z]+\s+{_DAY},)\s+\d{{4}}"
_LIVES = re.compile(
    rf"\s*\((?:[^()]{{0,60}}[;,]\s*)?(?:(?:born|née|b\.|died|d\.)\s|{_FULL}\s*[-–—]\s*{_FULL}\s*\))"
)
_RANGE = re.compile(r"\s*[-–—/]\s*\d|\s*(?:or|BC)\b")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in words `first` to `last` (excluded), as a value with its place in the text.

    Two may share a word: "1921-1999" is one.
    """

    first: int
    last: int
    value: Value


def dates(parse: Parse) -> tuple[Dated, ...]:
    """Return the dates of a text, in its order; of a range the first is one that `spans_on`."""
    return tuple(_dates(parse))


def _dates(parse: Parse) -> Iterator[Dated]:
    starts = [w.start for w in parse.words]
    text = parse.document.text
    for found in _DATE.finditer(text, starts[0] if starts else len(text)):
        edtf = _edtf(found)
        first, last = bisect_right(starts, found.start()) - 1, bisect_left(starts, found.end())
        if edtf and parse.words[last - 1].end >= found.end():
            yield Dated(first, last, Value.date(edtf, Span(*found.span())))


def spans_on(parse: Parse, date: Dated) -> bool:
    """Whether a date is part of a range or an alternative: "1990-1995", "1989 or 1990"."""
    text, span = parse.document.text, date.value.span or Span(0, 0)
    begun = text[: span.start].rstrip().endswith(_DASHES)
    return begun or _RANGE.match(text, span.end) is not None


def lives(text: str, at: int) -> bool:
    """Whether brackets at a place, behind a name, are those of a person.

    >>> lives("Ana (born 5 May 1964) said", 3), lives("Acme (1998-2004) made cars", 4)
    (True, False)
    """
    return _LIVES.match(text, at) is not None


def _edtf(found: re.Match[str]) -> str | None:
    """Return a date in the calendar; two days or a month without its year are none."""
    if found["iso"]:
        plain = found["iso"]
    else:
        month = next((n for n in range(1, 13) if found[f"m{n}"]), 0)
        day = re.sub(r"\D", "", found["day"] or found["after"] or "")
        if found["day"] and found["after"]:
            return None
        plain = found["year"] + (f"-{month:02}" if month else "") + (f"-{day:>02}" if day else "")
    value = Value.date(plain)
    if not value.is_sound or value.datatype == "EDTF":
        return None
    return f"{plain}~" if found["vague"] else plain
