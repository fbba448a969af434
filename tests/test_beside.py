"""Who says it by its place in the sentence: where the parser made no clause of what is said."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "A state of calm, a good harvest, said Ana Torres.",
            "Ana Torres",
            "said",
            "A state of calm, a good harvest",
        ),
        (
            "Peru says the fish pact with Chile that took years appeals to crews.",
            "Peru",
            "says",
            "the fish pact with Chile that took years appeals to crews",
        ),
        (
            "Torres said opening the dam could flood dozens of farms.",
            "Torres",
            "said",
            "opening the dam could flood dozens of farms",
        ),
        ("When pressed, Torres said no.", "Torres", "said", "no"),
        (
            "Bakers and their sons, who feed half of the valley, police said, blocked the road.",
            "police",
            "said",
            "Bakers and their sons, who feed half of the valley / blocked the road",
        ),
    ],
)
def test_the_words_beside_he_said_are_what_he_said(told, text, source, cue, content):
    assert (source, cue, content) in told(text).spoken()


@pytest.mark.parametrize(
    "text",
    [
        "The sign said nothing.",
        "After the vote, Kenya said nothing.",
        "In March, Torres said.",
        "As expected, Torres said.",
        "Late in May, Kenya reported a loss.",
        "The smile, a thin one, showed fear.",
        "Torres, who said little, left.",
        "With some regret, Kenya added salt.",
    ],
)
def test_a_circumstance_before_it_is_nothing_said(told, text):
    said = [s for s in told(text).spoken() if s[1] in {"said", "added", "reported"}]
    first = ("In ", "As ", "After ", "Late ", "The smile", "With ")
    assert not [s for s in said if s[2].startswith(first)]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Kenya paid Uganda for grain, according to show insiders.", "show insiders"),
        ("According to radio host Ana Torres, Kenya paid Uganda.", "radio host Ana Torres"),
        ("Kenya paid Uganda, according to three people briefed on it.", "three people"),
        ("Peru said that Kenya paid Uganda, according to a diary of hers.", "a diary of hers"),
        ("According to “The River”, a novel, Kenya paid Uganda.", "“The River”"),
    ],
)
def test_according_to_whom_is_told_whatever_the_parser_makes_of_it(told, text, source):
    found = told(text)
    assert [s for s in found.spoken() if s[1].lower() == "according to" and source in s[0]]
    assert not [f for f in found.facts() if "Kenya funds Uganda" in f]


@pytest.mark.parametrize("text", ["Kenya paid Uganda, according.", "According to.", "According"])
def test_according_to_nobody_is_no_attribution(told, text):
    assert told(text).spoken() == []


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "Peru has aired a video that accuses Chile of fraud.",
            "Peru",
            "has aired a video that accuses",
            "of fraud",
        ),
        (
            "Peru issued statements praising the treaty.",
            "Peru",
            "issued statements praising",
            "the treaty",
        ),
        (
            "Torres added a caveat: “We never had the trucks that we paid for.”",
            "Torres",
            "added a caveat:",
            "“We never had the trucks that we paid for.”",
        ),
        (
            "Torres wrote on Facebook that Kenya paid Uganda.",
            "Torres",
            "wrote on Facebook",
            "that Kenya paid Uganda",
        ),
        (
            "Torres replied with a shrug that Kenya paid Uganda.",
            "Torres",
            "replied with a shrug",
            "that Kenya paid Uganda",
        ),
        ("In praising the dam, Torres thanked Chile.", "Torres", "praising", "the dam"),
        ("Criticism of the dam grew.", "", "Criticism of", "the dam"),
    ],
)
def test_a_text_that_says_so_is_its_issuers_word(told, text, source, cue, content):
    assert (source, cue, content) in told(text).spoken()


def test_whoever_only_has_the_text_says_nothing_by_it(told):
    found = told("Peru lost a letter that accused Chile of fraud.")
    assert [s for s in found.spoken() if s[1] == "accused"]
    assert not [s for s in found.spoken() if s[0] == "Peru"]
