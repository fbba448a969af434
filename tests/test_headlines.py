"""A line in Title Case or capitals is a headline, whatever ends it and wherever it is parted."""

from __future__ import annotations

import hashlib

import pytest

from kg.extract.annotate import annotate
from kg.extract.headlines import headlines
from kg.model import Document


def parsed(text):
    return annotate(Document(hashlib.sha256(text.encode()).hexdigest(), text))


@pytest.mark.parametrize(
    "line",
    [
        "Peru Declares Emergency After Killings In Pataz",
        "Derelict Obama House Sold To Bidder",
        "Old Odera House Sold To Surprised Bidder",
        "MAYOR LEAVES OFFICE AFTER LONG QUARREL",
        "Why Voters Like Their Mayor So Much",
        "Judge Frees Miners, Then Resigns",
        # with a full stop, where a verb or a small word is written large as well
        "Mayor Leaves Office After A Long Quarrel With Miners.",
        "Why Everyone Is Talking About The Odera Affair.",
        "Marsh Goes After Odera Over Water And Roads.",
        "MINERS OPEN THE GATES OF PATAZ TO NOBODY.",
    ],
)
def test_a_line_in_title_case_or_capitals_is_a_headline(line):
    assert headlines(parsed(line)) == {0}


@pytest.mark.parametrize(
    "line",
    [
        "Peru declares emergency after killings in Pataz",
        "Karim Odera met Lena Hart in Nairobi Central Station.",
        "Mayor Karim Odera praised Senator Lena Hart in Nairobi Central Station.",
        "The Bank of Kenya and the Central Bank of Peru.",
        "Karim Odera",
        "Mayor Karim Odera",
        "By Karim Odera and Lena Hart, Nairobi Bureau Writers",
        "“Judge Frees Miners Then Resigns,”",
        "The mayor left.",
        "I Am A Poet.",
    ],
)
def test_a_sentence_or_byline_is_no_headline(line):
    assert headlines(parsed(line)) == frozenset()


@pytest.mark.parametrize(
    "line",
    [
        "Wow: Ray Dalton Just Said Something Very Odd About Taxes.",
        "Ohio Gov. Hears About Bad Water, Launches A Review",
        "Mayor Odera Backs Plan: “This Will Save Many Jobs.”",
    ],
)
def test_all_parts_of_a_headline_are_one(line):
    parse = parsed(f"{line}\n\nThe governor said so.")
    body = len(parse.bounds) - 1
    assert headlines(parse) == frozenset(range(body))


def test_a_sentence_behind_a_headline_in_the_same_line_keeps_both_from_being_one():
    line = (
        "Mayor Leaves Office After A Quarrel. The miners who had waited at the gates cheered him."
    )
    assert headlines(parsed(line)) == frozenset()


def test_wrapped_lines_are_judged_with_the_sentences_they_hold():
    text = "The mayor met\nKarim Odera.\nMiners Leave Pataz After Long Quarrel\nHe left."
    parse = parsed(text)
    said = [" ".join(parse.text(*parse.bounds[n]).split()) for n in sorted(headlines(parse))]
    assert said == ["Miners Leave Pataz After Long Quarrel"]


def test_a_text_of_nothing_has_no_headlines():
    assert headlines(parsed("")) == frozenset()


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("Derelict Odera House Is Sold To A Bidder.", "The house is old."),
        ("Ohio Gov. Hears About Bad Water, Launches Review", "The governor drank it."),
        ("Mayor Marsh Stands Tall On The Wall.", "The town is quiet."),
    ],
)
def test_a_headline_names_nobody_whom_the_text_does_not(told, headline, body):
    entities = told(f"{headline}\n\n{body}").extraction.entities
    assert not [e.label for e in entities if e.type == "Person"]


def test_a_headline_s_words_hold_no_office(told):
    text = "Ohio Gov. Hears About Bad Water, Launches Review\n\nGov. Lena Hart of Ohio drank it."
    assert {f.split(" ")[0] for f in told(text).facts() if "holdsOffice" in f} == {"Lena"}
