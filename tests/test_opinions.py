"""Who denies what, what denies nothing, and of whom a thing is said."""

from __future__ import annotations

import pytest


def opinions(told, text):
    """Return (about, speaker, polarity) of each thing said that no frame reads."""
    read = told(text)
    return [
        (read.label(c.about), read.label(c.speaker) if c.speaker else None, c.polarity)
        for c in read.by("said-of")
    ]


@pytest.mark.parametrize(
    ("text", "who", "polarity"),
    [
        ("Rooke, 38, who was sacked in May, last night denied leaking the photos.", "Rooke",
         "Negative"),
        ("Dean Rooke denied leaking the photos.", "Dean Rooke", "Negative"),
        ("Dean Rooke, her lawyer, on Monday denied hiding it.", "Dean Rooke", "Negative"),
        ("The minister, who worked for Acme, denies taking bribes.", "the minister", "Negative"),
        ("Dean Rooke did not deny leaking the photos.", "Dean Rooke", "Undetermined"),
    ],
)  # fmt: skip
def test_who_denies_doing_it_is_the_one_who_denies(told, text, who, polarity):
    assert opinions(told, text) == [(who, who, polarity)]


def test_what_a_frame_reads_of_a_denial_is_denied_by_its_subject(told):
    read = told("The firm denied paying Ana Soto.")
    (claim,) = read.by("pay")
    assert (read.label(claim.speaker), claim.polarity) == ("the firm", "Negative")


@pytest.mark.parametrize(
    "text",
    [
        "A spokesman for the World Bank declined to comment.",
        "The directors first refused to sell it.",
        "Acme refused to discuss Ana Soto.",
        'Ana Soto said: "We do not comment on rumours."',
        "Acme said it would not comment on Ana Soto.",
    ],
)
def test_silence_and_refusal_deny_nothing(told, text):
    assert opinions(told, text) == []


def test_a_name_that_only_narrows_a_noun_is_not_spoken_of(told):
    text = 'The 43-year-old Harbour Lane actress is said to be "devastated" by it.'
    assert opinions(told, text) == []


def test_what_is_said_is_quoted_with_the_mark_that_closes_it(told):
    text = 'An insider said bosses at Channel Nine were "tearing their hair out".'
    (claim,) = told(text).by("said-of")
    span = claim.evidence[0]
    assert text[span.start : span.end].count('"') == 2


@pytest.mark.parametrize(
    ("text", "quality"),
    [
        ("“Ana Soto did not steal it,” he said. “Ask Chile.”", "Asserted Negative Certain"),
        ("If Ana Soto says Peru never paid, she is wrong.", "Conditional Negative Possible"),
        ("Unless Ana Soto says Peru lied, nobody will ask.", "Conditional Positive Possible"),
    ],
)
def test_what_is_said_has_the_mood_of_its_own_clause_and_of_who_may_say_it(told, text, quality):
    assert told(text).quality("said-of") == quality


@pytest.mark.parametrize(
    ("text", "quality"),
    [
        ("Ana Soto was charged with murder on Monday.", "Alleged Positive Possible"),
        ("Chile charged Ana Soto with two counts of fraud.", "Alleged Positive Possible"),
        ("Ana Soto, charged with stealing a car, left.", "Alleged Positive Possible"),
        ("Ana Soto is reportedly suspected of fraud.", "Alleged Positive Possible"),
        ("Chile plans to free men accused of theft.", "Alleged Positive Possible"),
        ("Ana Soto was never charged with theft.", "Alleged Negative Possible"),
        ("If Ana Soto is charged with theft, she will go.", "Conditional Positive Possible"),
        ("Ana Soto may be accused of theft.", "Asserted Positive Possible"),
        ("Chile could charge Ana Soto with theft.", "Asserted Positive Possible"),
        ("Chile plans to charge Ana Soto with theft.", "Planned Positive Probable"),
        ("Chile decided not to charge Ana Soto with theft.", "Planned Negative Probable"),
    ],
)
def test_who_is_charged_is_accused_and_who_may_be_is_not(told, text, quality):
    assert told(text).quality("allegation") == quality


@pytest.mark.parametrize(
    "text",
    [
        "The agency is charged with the protection of Lima.",
        "Ana Soto is charged with overseeing the bank.",
        "Ana Soto charged Chile with her pen.",
    ],
)
def test_a_task_is_no_charge(told, text):
    assert not told(text).by("allegation")
