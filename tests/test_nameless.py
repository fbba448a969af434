"""Whom "I", "we" and "it" mean where no name does: for ties and dates alone."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("I was born in Lima and moved to Quito.", "the writer bornIn Lima"),
        ("I live in Lima with my husband, Juan Soto.", "the writer livesIn Lima"),
        ("I live in Lima with my husband, Juan Soto.", "Juan Soto spouseOf the writer"),
        ("We are based in Lima.", "the writers basedIn Lima"),
        ("It is based in Lima and sells tea.", "it basedIn Lima"),
    ],
)
def test_of_one_who_has_no_name_ties_are_read(told, text, triple):
    found = told(text)
    assert triple in {found.triple(c) for c in found.extraction.claims if c.object}


@pytest.mark.parametrize(
    "text",
    [
        "Halden Systems grew. It is based in Lima.",  # whether it is Halden, nobody can tell
        "I support Kenya and criticized Peru.",  # what the writer thinks is no relation
        "“I was born in Lima,” somebody wrote.",
        "We moved to Lima.",  # a body does not live anywhere
    ],
)
def test_nobody_is_made_up_where_a_pronoun_may_mean_somebody_known(told, text):
    labels = {e.label for e in told(text).extraction.entities}
    assert not labels & {"the writer", "the writers", "it"}


def test_a_quoted_i_is_its_speaker_and_the_claim_is_the_speakers(told):
    found = told("“I was born in Lima,” said Mary Jones.")
    (claim,) = (c for c in found.extraction.claims if c.predicate == "bornIn")
    assert found.triple(claim) == "Mary Jones bornIn Lima"
    assert claim.speaker == claim.subject
    assert "Mary Jones bornIn Lima" not in found.facts()


def test_all_that_the_writer_says_is_of_one_writer(told):
    found = told("I was born in Lima. My wife, Ana Soto, left. I studied at Oxford University.")
    (writer,) = (e for e in found.extraction.entities if e.label == "the writer")
    quotes = [found.extraction.document.quote(m.span) for m in writer.mentions]
    assert quotes == ["I", "My", "I"]
    assert {m.kind for m in writer.mentions} == {"pronoun"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It was founded in 1998 in Lima.", "it dateFounded 1998"),
        ("I was born on 5 May 1964.", "the writer dateOfBirth 1964-05-05"),
    ],
)
def test_of_one_who_has_no_name_dates_are_read(told, text, value):
    found = told(text).extraction
    labels = {e.id: e.label for e in found.entities}
    said = {f"{labels[c.subject]} {c.predicate} {c.value.text}" for c in found.claims if c.value}
    assert value in said
