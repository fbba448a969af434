"""When something happens, in the words of the text and, where they allow, as EDTF.

No time is borrowed from a neighbouring sentence or from the date of publication.
"""

from __future__ import annotations

import re
from calendar import monthrange

from kg.extract.annotate import Parse, Word
from kg.model import Time

_MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
_MONTH = "|".join(_MONTHS)
_DAY_MONTH = re.compile(rf"(?:(\d{{1,2}}) )?({_MONTH})(?: (\d{{1,2}})(?!\d))?,?(?: (\d{{4}}))?")
_YEAR = re.compile(r"(?:in )?(1[5-9]\d\d|20\d\d)", re.IGNORECASE)
_LONE = {"previously", "recently", "today", "yesterday", "tomorrow", "tonight"}


def time_of(parse: Parse, word: Word) -> Time | None:
    """Return the time stated at a verb or at an event's noun, None if there is none."""
    for guess in parse.guesses:
        if guess.label not in {"DATE", "TIME"}:
            continue
        inside = parse.words[guess.first : guess.last]
        head = next((w for w in inside if w.head not in inside), inside[-1])
        if head.sentence == word.sentence and _hangs_on(head, word):
            first = guess.first
            before = parse.words[first - 1] if first else None
            if before and before.lower == "for":
                continue
            if before and before.dep == "prep" and before.lower in {"in", "on", "since", "during"}:
                first -= 1
            text = parse.text(first, guess.last)
            if not re.search(r"\b\d+[- ]year", text):
                return read_time(" ".join(text.split()))
    lone = next((c for c in word.all("advmod") if c.lower in _LONE), None)
    return read_time(lone.text) if lone else None


def _hangs_on(head: Word, word: Word) -> bool:
    """Whether a time belongs to the word: no other verb stands between."""
    above = head.head
    for _ in range(3):
        if above is word:
            return True
        if above.dep == "prep" or (above.pos in {"ADP", "NOUN"} and word.pos == "NOUN"):
            above = above.head
        else:
            break
    shared = word.dep in {"conj", "advcl", "xcomp"} and word.one("nsubj", "nsubjpass") is None
    return shared and above is word.head


def read_time(text: str) -> Time:
    """Return a time with its EDTF value (Library of Congress, 2019) where the words allow one.

    >>> read_time("in May").edtf, read_time("April 2025").edtf, read_time("last week").edtf
    ('XXXX-05', '2025-04', None)
    >>> read_time("12 June 2025").earliest
    '2025-06-12'
    """
    found = _DAY_MONTH.search(text)
    if found:
        month = _MONTHS.index(found.group(2)) + 1
        day = found.group(1) or found.group(3)
        return _dated(text, found.group(4), month, int(day) if day else None)
    year = _YEAR.fullmatch(text)
    if year:
        return Time(text, year.group(1), f"{year.group(1)}-01-01", f"{year.group(1)}-12-31")
    return Time(text)


def _dated(text: str, year: str | None, month: int, day: int | None) -> Time:
    if day is not None and not 1 <= day <= monthrange(int(year or 2024), month)[1]:
        return Time(text)
    tail = f"-{month:02}" + (f"-{day:02}" if day else "")
    if year is None:
        return Time(text, f"XXXX{tail}")
    last = day or monthrange(int(year), month)[1]
    return Time(
        text, f"{year}{tail}", f"{year}-{month:02}-{day or 1:02}", f"{year}-{month:02}-{last:02}"
    )
