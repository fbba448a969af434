"""Clauses behind "that" which the parser hangs on a noun: never the article's own word."""

from __future__ import annotations

import itertools

import pytest

SAYS = ["said", "told reporters", "informed the ministers", "warned", "promised", "made clear",
        "made it clear", "issued a statement", "gave a speech", "spread the rumor", "sent a letter",
        "denied reports", "voiced fears"]  # fmt: skip
WAYS = ["in a letter", "in an interview with the newspaper", "to the court", "with a smile",
        "during the debate", "in the report published by the ministry", "on Monday"]  # fmt: skip


@pytest.mark.parametrize(("says", "way"), list(itertools.product(SAYS, WAYS)))
def test_what_somebody_says_is_no_fact_wherever_the_parser_hangs_it(told, says, way):
    found = told(f"Peru {says} {way} that Kenya paid Uganda.")
    assert not [f for f in found.facts() if "Kenya funds Uganda" in f]
    assert "narrator" not in found.speakers("pay")


@pytest.mark.parametrize(
    "text",
    [
        "Kenya paid Uganda on the day that Peru paid Chile.",
        "Kenya paid Uganda, and that was the end.",
        "The loan that Chile criticized helped Peru, and Kenya paid Uganda.",
        "The court that fined Chile said nothing, and Kenya paid Uganda.",
    ],
)
def test_what_the_article_tells_by_the_way_of_a_real_relative_clause_stays_its_own(told, text):
    assert [f for f in told(text).facts() if "Kenya funds Uganda" in f]


@pytest.mark.parametrize(
    "text",
    [
        "The firm that Kenya paid is rich.",
        "The court that fined Kenya is old.",
        "He said in an interview that surprised Kenya that Peru paid Chile.",
    ],
)
def test_a_relative_clause_is_no_loose_one(told, text):
    assert not [a for a in told(text).extraction.attributions if not a.source]
