"""A time in words as EDTF, where the words and the document's own date allow one."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from kg.model import Time

MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTH = "|".join(MONTHS)
_TH = "(?:st|nd|rd|th)?"
_DAY_MONTH = re.compile(
    rf"(?:\b(\d{{1,2}}){_TH}(?: of)? )?\b({MONTH})\b(?: (\d{{1,2}}){_TH}(?!\d))?,?(?: (\d{{4}}))?"
)
_ISO = re.compile(r"(?:on )?(\d{4})-(\d\d)-(\d\d)")
_TO = r"(?: to | through | until | and |\s?[-–—]\s?)"
_DAYS_OF = re.compile(
    rf"(?P<a>\d{{1,2}}){_TO}(?P<b>\d{{1,2}}) (?P<m>{MONTH})(?: (?P<y>\d{{4}}))?|"
    rf"(?P<m2>{MONTH}) (?P<a2>\d{{1,2}}){_TO}(?P<b2>\d{{1,2}})(?:,? (?P<y2>\d{{4}}))?(?!\d)"
)
_YEARS = re.compile(rf"\b(1[5-9]\d\d|20\d\d){_TO}(1[5-9]\d\d|20\d\d)\b")
_VAGUE = re.compile(rf"\b(?:or|week of|weeks of)\b|\b(?:{MONTH})\b.*\b(?:{MONTH})\b")
_YEAR = re.compile(r"(?:in )?(1[5-9]\d\d|20\d\d)", re.IGNORECASE)
_UNIT = r"(day|week|month|year)"
_AGO = re.compile(rf"(\d+|an?|one|two|three|four|five|six|seven|ten) {_UNIT}s? (?:ago|earlier)")
_NEAR = re.compile(rf"\b(this|last|next|previous) {_UNIT}\b")
_WEEKDAY = re.compile(
    rf"(?:on |last |this )*({'|'.join(DAYS)})(?: (?:morning|evening|night|afternoon))?"
)
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "ten": 10,
}  # fmt: skip
BOUNDS = {"since", "until", "till", "before", "after", "by", "through"}
"""Prepositions that give one end of a time."""


def read_time(text: str, published: str | None = None, *, is_past: bool = False) -> Time:
    """Return a time with its EDTF value (Library of Congress, 2019) where the words allow one.

    `published` is the document's own date. A weekday or a month without a year is the last one
    before it, if the verb `is_past`; otherwise it stays open.

    >>> read_time("in May").edtf, read_time("April 2025").edtf, read_time("last week").edtf
    ('XXXX-05', '2025-04', None)
    >>> read_time("12 June 2025").earliest, read_time("yesterday", "2025-06-14").edtf
    ('2025-06-12', '2025-06-13')
    """
    if text.lower().startswith(tuple(f"{b} " for b in BOUNDS)):
        return Time(text)  # one end only: "until Thursday", "since 2015"
    if (long := _long(text)) or _VAGUE.search(text):
        return long or Time(text)
    if iso := _ISO.fullmatch(text):
        year, month, day = iso.groups()
        return _dated(text, year, int(month), int(day))
    found = _DAY_MONTH.search(text)
    if found:
        month = MONTHS.index(found.group(2)) + 1
        day = found.group(1) or found.group(3)
        year = found.group(4) or _year_of(month, day, _day(published) if is_past else None)
        return _dated(text, year, month, int(day) if day else None)
    year_only = _YEAR.fullmatch(text)
    if year_only:
        return _within(text, year_only.group(1))
    today = _day(published)
    return _relative(text, today, is_past) if today else Time(text)


def _long(text: str) -> Time | None:
    """Return "3 to 5 May 2012" or "between 2001 and 2003" from first to last day."""
    days, years = _DAYS_OF.search(text), _YEARS.search(text)
    found = days or years
    if found is None or (" and " in found.group() and not text.lower().startswith("between ")):
        return None
    if days:
        first, last, month, year = (days.group(k) or days.group(f"{k}2") for k in "abmy")
        number = MONTHS.index(month) + 1
        one, two = (_dated(text, year, number, int(d)) for d in (first, last))
    else:
        one, two = (_within(text, y) for y in found.groups()[:2])
    edtf = f"{one.edtf}/{two.edtf}" if one.edtf and two.edtf else None
    return Time(text, edtf, one.earliest, two.latest)


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
        back = (today.weekday() - DAYS.index(weekday.group(1))) % 7
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
