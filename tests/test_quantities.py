"""Amounts as typed values, and what looks like one and is none."""

from __future__ import annotations

import hashlib

import pytest

from kg.contract import extraction_json
from kg.extract import extract
from kg.extract.annotate import annotate
from kg.extract.quantities import quantities
from kg.model import Document


def document(text):
    return Document(hashlib.sha256(text.encode()).hexdigest(), text)


def stated(text):
    """Return "value unit: words" of each amount."""
    found = quantities(annotate(document(text)))
    return [f"{q.value} {q.unit}: {text[q.span.start : q.span.end]}" for q in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya paid $6 million to Chile.", ["6000000 USD: $6 million"]),
        ("Kenya paid $2.5 billion to Chile.", ["2500000000 USD: $2.5 billion"]),
        ("The bridge cost €1,200.50 to mend.", ["1200.5 EUR: €1,200.50"]),
        ("The bridge cost 40 million euros to mend.", ["40000000 EUR: 40 million euros"]),
        ("Prices rose 12% there.", ["12 percent: 12%"]),
        ("Prices rose 3.5 percent there.", ["3.5 percent: 3.5 percent"]),
        ("The flood killed 13 mine workers.", ["13 mine worker: 13 mine workers"]),
        ("The flood killed thirteen people.", ["13 people: thirteen people"]),
        ("Two hundred goats drowned.", ["200 goat: Two hundred goats"]),
        ("They took 250 deportees and 30 old cars.", ["250 deportee: 250 deportees",
                                                     "30 car: 30 old cars"]),
    ],
)  # fmt: skip
def test_an_amount_is_a_number_of_something(text, expected):
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It closed on May 3, 2025.",
        "Kenya won 3-0 at home.",
        "Karim Odera, 45, left.",
        "Dozens of people left.",
        "It is number 7.",
        "Between 10-20 goats drowned.",
        "",
        "7",
    ],
)
def test_a_date_score_age_or_range_is_none(text):
    assert stated(text) == []


def test_the_record_lists_them_with_their_place():
    text = "Kenya paid $6 million to Chile."
    found = extraction_json(extract(document(text)))["quantities"]
    assert found == [{"value": "6000000", "unit": "USD", "start": 11, "end": 21}]
