"""Times: the words of the text always, a date only where the words allow one."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.timewords import read_time

_DAY = r"(\d{4}|XXXX)(-\d\d){0,2}"
_EDTF = rf"{_DAY}(/{_DAY})?"


@pytest.mark.parametrize(
    ("text", "edtf", "earliest", "latest"),
    [
        ("12 June 2025", "2025-06-12", "2025-06-12", "2025-06-12"),
        ("June 12, 2025", "2025-06-12", "2025-06-12", "2025-06-12"),
        ("on June 12 2025", "2025-06-12", "2025-06-12", "2025-06-12"),
        ("April 2025", "2025-04", "2025-04-01", "2025-04-30"),
        ("in February 2024", "2024-02", "2024-02-01", "2024-02-29"),
        ("in February 2023", "2023-02", "2023-02-01", "2023-02-28"),
        ("29 February 2024", "2024-02-29", "2024-02-29", "2024-02-29"),
        ("1998", "1998", "1998-01-01", "1998-12-31"),
        ("in 2019", "2019", "2019-01-01", "2019-12-31"),
        # no year, no dates
        ("in May", "XXXX-05", None, None),
        ("on May 3", "XXXX-05-03", None, None),
        ("3 May", "XXXX-05-03", None, None),
        ("29 February", "XXXX-02-29", None, None),
        ("on 2025-06-12", "2025-06-12", "2025-06-12", "2025-06-12"),
        ("the 12th of June 2025", "2025-06-12", "2025-06-12", "2025-06-12"),
        # from one to another
        ("12-14 June 2025", "2025-06-12/2025-06-14", "2025-06-12", "2025-06-14"),
        ("from June 12 to 14, 2025", "2025-06-12/2025-06-14", "2025-06-12", "2025-06-14"),
        ("3 to 5 May", "XXXX-05-03/XXXX-05-05", None, None),
        ("between 1998 and 2001", "1998/2001", "1998-01-01", "2001-12-31"),
        ("2024–2025", "2024/2025", "2024-01-01", "2025-12-31"),
        # one end only, or which of them stays open
        ("until 12 June 2025", None, None, None),
        ("since 2019", None, None, None),
        ("before April 2025", None, None, None),
        ("in April or May 2025", None, None, None),
        ("from April 2024 to May 2025", None, None, None),
        ("the week of 12 June 2025", None, None, None),
        # no calendar word: the text alone
        ("last week", None, None, None),
        ("recently", None, None, None),
        ("Tuesday", None, None, None),
        ("in recent months", None, None, None),
        ("in recent days", None, None, None),
        # no day of the calendar
        ("31 April 2025", None, None, None),
        ("29 February 2023", None, None, None),
        ("0 May 2020", None, None, None),
        # a number which is no year
        ("1400 people", None, None, None),
        ("in 3019", None, None, None),
    ],
)
def test_words_are_read_as_edtf_only_where_they_name_a_date(text, edtf, earliest, latest):
    time = read_time(text)
    assert (time.text, time.edtf, time.earliest, time.latest) == (text, edtf, earliest, latest)


@given(st.text(max_size=40))
def test_any_words_give_a_time_that_keeps_them(text):
    time = read_time(text)
    assert time.text == text
    assert time.edtf is None or re.fullmatch(_EDTF, time.edtf)
    assert read_time(text, "not a date") == time
    assert (time.earliest is None) == (time.latest is None)


@given(st.dates(date(1500, 1, 1), date(2099, 12, 31)))
def test_every_day_of_the_calendar_is_read_back(day):
    assert read_time(f"{day.day} {day:%B} {day.year}").edtf == day.isoformat()


# The document is of Saturday 14 June 2025.
@pytest.mark.parametrize(
    ("text", "is_past", "edtf"),
    [
        ("today", True, "2025-06-14"),
        ("tonight", False, "2025-06-14"),
        ("yesterday", True, "2025-06-13"),
        ("tomorrow", False, "2025-06-15"),
        ("on Thursday", True, "2025-06-12"),
        ("Thursday", True, "2025-06-12"),
        ("Saturday", True, "2025-06-14"),
        ("Sunday", True, "2025-06-08"),
        ("Tuesday night", True, "2025-06-10"),
        ("on Thursday", False, None),  # the coming one or the last one
        ("in May", True, "2025-05"),
        ("in June", True, "2025-06"),
        ("in July", True, "2024-07"),
        ("on June 20", True, "2024-06-20"),
        ("on June 3", True, "2025-06-03"),
        ("in May", False, "XXXX-05"),
        ("May 2019", True, "2019-05"),
        ("this week", True, "2025-06-09/2025-06-15"),
        ("last week", True, "2025-06-02/2025-06-08"),
        ("next week", False, "2025-06-16/2025-06-22"),
        ("this month", True, "2025-06"),
        ("Earlier this month", True, "2025-06"),
        ("last month", True, "2025-05"),
        ("next month", False, "2025-07"),
        ("this year", True, "2025"),
        ("last year", True, "2024"),
        ("late last year", True, "2024"),
        ("two days ago", True, "2025-06-12"),
        ("3 days ago", True, "2025-06-11"),
        ("three years ago", True, "2022~"),
        ("two weeks ago", True, None),
        ("in recent months", True, None),
        ("recently", True, None),
        ("in 2019", True, "2019"),
    ],
)
def test_the_documents_own_date_anchors_what_the_words_leave_open(text, is_past, edtf):
    assert read_time(text, "2025-06-14", is_past=is_past).edtf == edtf
    without = read_time(text, is_past=is_past).edtf
    assert without is None or without == edtf or without.startswith("XXXX")


@pytest.mark.parametrize(
    ("published", "text", "edtf"),
    [
        ("2025-01-10", "last month", "2024-12"),
        ("2025-12-31", "next month", "2026-01"),
        ("2025-12-31", "tomorrow", "2026-01-01"),
        ("2024-03-01", "yesterday", "2024-02-29"),
        ("2025-06-14T09:30:00+02:00", "yesterday", "2025-06-13"),
        ("", "yesterday", None),
        ("14 June 2025", "yesterday", None),
    ],
)
def test_anchoring_crosses_months_and_years_and_needs_an_iso_date(published, text, edtf):
    assert read_time(text, published).edtf == edtf


@pytest.mark.parametrize(
    ("sentence", "text", "edtf"),
    [
        ("Chile paid Peru on Thursday.", "on Thursday", "2025-06-12"),
        ("Chile has paid Peru this year.", "this year", "2025"),
        ("Peru was paid by Chile in May.", "in May", "2025-05"),
        ("Chile will pay Peru on Thursday.", "on Thursday", None),
        ("Chile paid Peru yesterday.", "yesterday", "2025-06-13"),
    ],
)
def test_tense_decides_which_weekday_or_month_is_meant(told, sentence, text, edtf):
    found = told(sentence, published="2025-06-14")
    (time,) = [v.time for v in found.events]
    assert (time.text, time.edtf) == (text, edtf)


def test_the_date_of_the_document_is_no_time_of_its_events(told):
    assert [v.time for v in told("Chile paid Peru.", published="2025-06-14").events] == [None]


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("Thursday, May 7, 2015 On Tuesday, Chile paid Peru.", "On Tuesday"),
        ("Chile paid Peru three years ago.", "three years ago"),
        ("Chile paid Peru on Tuesday night.", "on Tuesday night"),
    ],
)
def test_of_several_words_only_those_that_are_a_time_are_kept(told, sentence, text):
    (time,) = [v.time for v in told(sentence).events]
    assert time.text == text


@pytest.mark.parametrize(
    ("sentence", "rule", "text", "edtf"),
    [
        ("Chile paid Peru in May 2021.", "pay", "in May 2021", "2021-05"),
        ("In 2019, Chile paid Peru.", "pay", "In 2019", "2019"),
        ("Chile paid Peru on 4 March 2020.", "pay", "on 4 March 2020", "2020-03-04"),
        ("Chile paid Peru last week.", "pay", "last week", None),
        ("Chile recently paid Peru.", "pay", "recently", None),
        ("Chile paid Peru yesterday.", "pay", "yesterday", None),
        ("Chile paid Peru.", "pay", None, None),
        ("A crash in June killed two passengers.", "accident", "in June", "XXXX-06"),
    ],
)
def test_an_event_takes_the_time_at_its_own_verb_or_noun(told, sentence, rule, text, edtf):
    found = told(sentence)
    (claim,) = found.by(rule)
    time = next(v.time for v in found.events if v.id == claim.about)
    assert (time and time.text, time and time.edtf) == (text, edtf)


@pytest.mark.parametrize(
    "sentence",
    [
        "Chile paid Peru for two years.",  # a duration says how long, not when
        "Chile paid a 14-year-old boy of Peru.",
        "Chile paid Peru an annual sum.",
        "Chile paid Peru in 90 minutes.",
        "Chile paid Peru. In May 2021, it criticized Kenya.",  # the next sentence's
        "Chile, which criticized Kenya in May 2021, paid Peru.",  # the inner clause's
        "Karim Odera said on Friday he paid Peru.",  # the reporting verb's
        "Chile paid Peru in a year when nobody else did.",  # any year
    ],
)
def test_a_time_that_belongs_elsewhere_is_not_borrowed(told, sentence):
    found = told(sentence)
    times = [v.time for v in found.events for c in found.by("pay") if v.id == c.about]
    assert times
    assert set(times) == {None}


@pytest.mark.parametrize(
    ("text", "kind", "time"),
    [
        ("The court announced on Monday the detention of Juan Soto.", "Detention", None),
        ("Chile condemned in 2011 the murder of Juan Soto.", "Killing", None),
        ("The murder of Juan Soto took place in 2011.", "Killing", "in 2011"),
        ("Juan Soto was jailed in 2001 and sentenced in 2003.", "Detention", "in 2001"),
        ("Juan Soto was jailed in 2001 and sentenced in 2003.", "LegalCase", "in 2003"),
        ("In 2001 Juan Soto was jailed.", "Detention", "In 2001"),
        ("In 2019, a year after Juan Soto was murdered, Chile left.", "Killing", None),
        ("Juan Soto was jailed in Lima for the murder of Ana Paz in 2011.", "Detention", None),
        ("Juan Soto was jailed in Lima on a Sunday.", "Detention", None),
        ("Juan Soto was jailed in Lima, the day after the vote.", "Detention", None),
        ("Juan Soto was jailed until Sunday.", "Detention", "until Sunday"),
        ("Ana Torres outlined it last May while visiting Lima.", "Visit", "last May"),
    ],
)
def test_a_time_is_of_the_event_it_stands_with(told, text, kind, time):
    found = [v for v in told(text).events if v.type == kind]
    assert [v.time.text if v.time else None for v in found] == [time]


def test_each_of_two_verbs_has_its_own_time(told):
    found = told("Juan Soto was born on 4 May 1950 and died on 3 June 2001.")
    assert {v.type: v.time.edtf for v in found.events if v.time} == {
        "Birth": "1950-05-04",
        "Death": "2001-06-03",
    }
