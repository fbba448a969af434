"""Words that layout alone gives a speaker: turns of a conversation, and signed quotations."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "Ana Torres: Kenya paid Uganda. It was late.",
            "Ana Torres",
            ":",
            "Kenya paid Uganda. It was late",
        ),
        (
            "Mayor Ana Torres: Kenya paid Uganda.",
            "Mayor Ana Torres",
            ":",
            "Kenya paid Uganda",
        ),
        ("“Kenya paid Uganda.” — Paul Weber", "Paul Weber", "—", "“Kenya paid Uganda.”"),
        ("“Kenya paid Uganda.” ― Ana Torres.", "Ana Torres", "―", "“Kenya paid Uganda.”"),
    ],
)
def test_a_turn_and_a_signed_quotation_are_their_speakers(told, text, source, cue, content):
    found = told(text)
    assert found.spoken() == [(source, cue, content)]
    assert found.speakers("pay") == {source.removeprefix("Mayor ")}
    assert not [f for f in found.facts() if "funds" in f]


def test_a_turn_ends_with_its_line(told):
    found = told("Paul Weber: It was late.\n\nPaul Weber: No.\n\nKenya paid Uganda.")
    assert [s[0] for s in found.spoken()] == ["Paul Weber", "Paul Weber"]
    assert found.speakers("pay") == {"narrator"}


def test_who_has_the_turn_is_who_thinks_aloud_in_it(told):
    found = told("Paul Weber: I think that Kenya paid Uganda.")
    assert [s[0] for s in found.spoken()] == ["Paul Weber"]
    assert found.speakers("pay") == {"Paul Weber"}


@pytest.mark.parametrize(
    "text",
    [
        "Uganda: Kenya paid the price.",
        "The result: Kenya paid Uganda.",
        "It rained for many long days in May, and then: Kenya paid Uganda.",
        "Kenya paid Uganda — Ana Torres.",
        "The “deal” - a bad one - was late. Kenya paid Uganda.",
    ],
)
def test_what_is_no_persons_name_takes_no_turn(told, text):
    found = told(text)
    assert not [s for s in found.spoken() if s[1] in {":", "—", "-"}]
    assert found.speakers("pay") <= {"narrator"}


def test_capitals_that_come_again_before_a_colon_are_a_turn(told):
    found = told("Q: Did Kenya pay?\n\nA: Kenya paid Uganda.\n\nQ: Why?\n\nA: Chile paid Peru.")
    assert [s[0] for s in found.spoken()] == ["Q", "A", "Q", "A"]
    assert found.speakers("pay") == {"unattributed"}
    assert not [f for f in found.facts() if "funds" in f]
    assert not {"Q", "A"} & {e.label for e in found.extraction.entities}


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE: Kenya paid Uganda.\n\nIt was late.",  # once: a headline's word
        "Note: Kenya paid Uganda.\n\nNote: It was late.",  # no capitals
        "Q:\n\nQ:",
    ],
)
def test_what_comes_once_or_in_small_letters_is_no_turn(told, text):
    assert told(text).spoken() == []


@pytest.mark.parametrize("label", ["FAREWELL", "IN COURT", "VICTORY LAP"])
def test_a_label_in_capitals_that_is_no_name_of_the_text_speaks_nowhere(told, label):
    found = told(f"It rained.\n{label}: Cardinal Agostino Bertelli died in Lima in May.")
    assert found.speakers("die") == {"unattributed"}
    assert label not in {e.label for e in found.extraction.entities}
