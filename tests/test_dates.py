"""Dates in full: what is one, how exact it is, and what is none."""

from __future__ import annotations

import pytest
from conftest import document

from kg.extract.annotate import annotate
from kg.extract.dates import dates, lives, spans_on


def read(text: str) -> list[tuple[str, str]]:
    parse = annotate(document(text))
    found = dates(parse)
    assert all(d.value.is_sound for d in found)
    assert all(d.first < d.last for d in found)
    return [(parse.document.quote(d.value.span), d.value.text) for d in found if d.value.span]


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("She came on 5 May 1964.", "5 May 1964", "1964-05-05"),
        ("She came on May 5, 1964.", "May 5, 1964", "1964-05-05"),
        ("She came on the 5th of May 1964.", "5th of May 1964", "1964-05-05"),
        ("She came on May 5th, 1964.", "May 5th, 1964", "1964-05-05"),
        ("She came on Sept. 9, 2001.", "Sept. 9, 2001", "2001-09-09"),
        ("She came in May 1964.", "May 1964", "1964-05"),
        ("She came in May of 1964.", "May of 1964", "1964-05"),
        ("She came in 1964.", "1964", "1964"),
        ("She came on 1964-05-05.", "1964-05-05", "1964-05-05"),
        ("She came c. 1964.", "c. 1964", "1964~"),
        ("She came around 1964.", "around 1964", "1964~"),
        ("(1921-1999)", "1921", "1921"),
    ],
)
def test_a_date_is_as_exact_as_its_words(text, words, edtf):
    assert read(text)[0] == (words, edtf)


@pytest.mark.parametrize(
    "text",
    [
        "She came on 30 February 1964.",
        "She came on 5 May.",
        "She came last week.",
        "It cost 1,964 soles and 1964.50 dollars.",
        "Some 12,000 came.",
        "Room 19641 is free.",
    ],
)
def test_what_is_no_whole_date_is_none(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("From 1990-1995 it rained.", [True, True]),
        ("Born in 1989 or 1990.", [True, False]),
        ("Born in 1990, she sang.", [False]),
    ],
)
def test_a_range_or_an_alternative_is_no_single_date(text, on):
    parse = annotate(document(text))
    assert [spans_on(parse, d) for d in dates(parse)] == on


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Ana Soto (born 1964) spoke", True),
        ("Ana Soto (Quechua: Ana; born 1964) spoke", True),
        ("Ana Soto (5 May 1921 – 3 June 1999) spoke", True),
        ("Ana Soto (May 5, 1921 – June 3, 1999) spoke", True),
        ("Acme Corp (1921–1999) made cars", False),
        ("Acme Corp (founded 1921) made cars", False),
        ("Acme Corp (which was born of a merger) made cars", False),
        ("Acme Corp made cars", False),
    ],
)
def test_brackets_behind_a_name_can_tell_that_it_is_a_person(text, person):
    assert lives(text, len("Ana Soto") if text.startswith("Ana") else len("Acme Corp")) is person


def test_a_strange_name_with_dates_of_a_life_is_a_person(told):
    text = "Jovo Nakić (14 May 1864 - 15 February 1953) wrote plays. Nakić lived in Zadar."
    kinds = {e.label: e.type for e in told(text).extraction.entities}
    assert kinds["Jovo Nakić"] == "Person"
