"""When something happens, in the words of the text and, where they allow, as EDTF.

"Last week" needs the document's own date, from its metadata; without one the words stay alone.
No time is borrowed from a neighbouring sentence.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from kg.extract.annotate import Guess, Parse, Word
from kg.model import Time

_MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTH = "|".join(_MONTHS)
_DAY_MONTH = re.compile(
    rf"(?:\b(\d{{1,2}}) )?\b({_MONTH})\b(?: (\d{{1,2}})(?!\d))?,?(?: (\d{{4}}))?"
)
_YEAR = re.compile(r"(?:in |since )?(1[5-9]\d\d|20\d\d)", re.IGNORECASE)
_LONE = {"previously", "recently", "today", "yesterday", "tomorrow", "tonight"}
_UNIT = r"(day|week|month|year)"
_AGO = re.compile(rf"(\d+|an?|one|two|three|four|five|six|seven|ten) {_UNIT}s? (?:ago|earlier)")
_NEAR = re.compile(rf"\b(this|last|next|previous) {_UNIT}\b")
_WEEKDAY = re.compile(
    rf"(?:on |last |this )*({'|'.join(_DAYS)})(?: (?:morning|evening|night|afternoon))?"
)
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "ten": 10,
}  # fmt: skip
_TIMELY = re.compile(
    rf"\b({_MONTH}|{'|'.join(_DAYS)}|1[5-9]\d\d|20\d\d|today|yesterday|tomorrow|tonight|ago|last|next|past|"
    r"this|start|end|beginning|earlier|later|previous|recent|following|days?|weeks?|months?|years?|"
    r"decades?|century|weekend|"
    r"morning|evening|night|noon|midnight|spring|summer|autumn|winter|[ap]\.?m)\b",
    re.IGNORECASE,
)
_NO_TIME = re.compile(
    r"\b\d+[- ]years?[- ]old|\b(annual|daily|weekly|monthly|yearly|hourly|old)\b|\byear-olds?\b|"
    r"^(?:in )?an? (?:day|week|month|year)$|"
    r"^(?:just |about |only |the )*(?:\w+ )?(?:minutes|hours|days|weeks|months|years)$",
    re.IGNORECASE,
)


def time_of(parse: Parse, word: Word) -> Time | None:
    """Return the time stated at a verb or at an event's noun, None if there is none."""
    published = parse.document.published
    stated = [t for g in parse.guesses if (t := _stated(parse, word, g)) is not None]
    stated.sort(key=lambda t: not t[1])  # a dateline before the sentence yields to "on Tuesday"
    texts = [t for t, _ in stated] + [c.text for c in word.all("advmod") if c.lower in _LONE]
    return read_time(texts[0], published, is_past=_is_past(word)) if texts else None


def _stated(parse: Parse, word: Word, guess: Guess) -> tuple[str, bool] | None:
    """Return the words of a time that hangs on a word, and whether a preposition leads them."""
    inside = list(parse.words[guess.first : guess.last])
    if guess.label not in {"DATE", "TIME"} or inside[0].sentence != word.sentence:
        return None
    head = next((w for w in inside if w.head not in inside), inside[-1])
    if not _hangs_on(head, word):
        return None
    inside = _trimmed(inside)
    if inside and inside[0].i and parse.words[inside[0].i - 1].text in _DAYS:  # "Tuesday night"
        inside.insert(0, parse.words[inside[0].i - 1])
    before = parse.words[inside[0].i - 1] if inside and inside[0].i else None
    if not inside or (before and before.lower == "for"):
        return None
    leads = before is not None and before.dep == "prep"
    if _is_governors(inside[0], word, leads):
        return None
    if before and leads and before.lower in {"in", "on", "since", "during"}:
        inside = [before, *inside]
    text = " ".join(parse.text(inside[0].i, inside[-1].i + 1).split())
    return None if _NO_TIME.search(text) or not _TIMELY.search(text) else (text, leads)


def _is_governors(first: Word, word: Word, leads: bool) -> bool:
    """Whether a time is of the verb of saying before it: "said on Friday he met the envoy"."""
    return word.dep == "ccomp" and word.head.i == first.i - 1 - leads < word.i


def _trimmed(words: list[Word]) -> list[Word]:
    """Cut words that are no time off both ends: "Last week Stumpf", "the school a year ago"."""
    kept = list(words)
    while (
        kept
        and kept[-1].pos in {"PROPN", "NOUN", "ADP", "SCONJ", "PUNCT"}
        and not _TIMELY.search(kept[-1].text)
    ):
        kept.pop()
    strange = [i for i, w in enumerate(kept) if w.pos in {"NOUN"} and not _TIMELY.search(w.text)]
    return kept[strange[-1] + 1 :] if strange and not _TIMELY.search(kept[0].text) else kept


def _is_past(word: Word) -> bool:
    """Whether a verb, or the verb above an event's noun, is in the past."""
    verb = next((w for w in [word, *word.ancestors()] if w.pos in {"VERB", "AUX"}), word)
    tags = {verb.tag, *(a.tag for a in verb.all("aux", "auxpass"))}
    return "VBD" in tags or ({"VBZ", "VBP"} & tags != set() and "VBN" in tags)


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


def read_time(text: str, published: str | None = None, *, is_past: bool = False) -> Time:
    """Return a time with its EDTF value (Library of Congress, 2019) where the words allow one.

    `published` is the document's own date. A weekday or a month without a year is the last one
    before it, if the verb `is_past`; otherwise it stays open.

    >>> read_time("in May").edtf, read_time("April 2025").edtf, read_time("last week").edtf
    ('XXXX-05', '2025-04', None)
    >>> read_time("12 June 2025").earliest, read_time("yesterday", "2025-06-14").edtf
    ('2025-06-12', '2025-06-13')
    """
    found = _DAY_MONTH.search(text)
    if found:
        month = _MONTHS.index(found.group(2)) + 1
        day = found.group(1) or found.group(3)
        year = found.group(4) or _year_of(month, day, _day(published) if is_past else None)
        return _dated(text, year, month, int(day) if day else None)
    year_only = _YEAR.fullmatch(text)
    if year_only:
        return _within(text, year_only.group(1))
    today = _day(published)
    return _relative(text, today, is_past) if today else Time(text)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _year_of(month: int, day: str | None, today: date | None) -> str | None:
    """Return the year of the last such month or day that is over or running."""
    if today is None:
        return None
    is_over = (month, int(day or 0)) <= (today.month, today.day if day else 0)
    return str(today.year if is_over else today.year - 1)


def _relative(text: str, today: date, is_past: bool) -> Time:
    words = text.lower().removeprefix("in ").removeprefix("on ")
    for name, days in (("today", 0), ("tonight", 0), ("yesterday", -1), ("tomorrow", 1)):
        if words == name:
            return _on(text, today + timedelta(days))
    weekday = _WEEKDAY.fullmatch(text)
    if weekday and is_past:
        back = (today.weekday() - _DAYS.index(weekday.group(1))) % 7
        return _on(text, today - timedelta(back))
    ago = _AGO.fullmatch(words)
    if ago:
        return _ago(text, _NUMBERS.get(ago.group(1)) or int(ago.group(1)), ago.group(2), today)
    near = _NEAR.search(words)
    return _near(text, near.group(1), near.group(2), today) if near else Time(text)


def _on(text: str, day: date) -> Time:
    return Time(text, day.isoformat(), day.isoformat(), day.isoformat())


def _ago(text: str, number: int, unit: str, today: date) -> Time:
    if unit == "day":
        return _on(text, today - timedelta(number))
    if unit == "year":
        return Time(text, f"{today.year - number}~")
    return Time(text)


def _near(text: str, which: str, unit: str, today: date) -> Time:
    """Read "earlier this month", "last year"; a week has no EDTF of its own, so it is a range."""
    step = {"this": 0, "next": 1}.get(which, -1)
    if unit == "year":
        return _within(text, str(today.year + step))
    if unit == "month":
        month = today.year * 12 + today.month - 1 + step
        return _dated(text, str(month // 12), month % 12 + 1, None)
    if unit == "week":
        monday = today - timedelta(today.weekday()) + timedelta(weeks=step)
        sunday = monday + timedelta(6)
        return Time(text, f"{monday}/{sunday}", monday.isoformat(), sunday.isoformat())
    return Time(text)


def _within(text: str, year: str) -> Time:
    return Time(text, year, f"{year}-01-01", f"{year}-12-31")


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
