from __future__ import annotations

import dataclasses
import typing

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import model, resources
from kg.model import Claim, Document, Extraction, Span
from kg.vocabulary import NS

RECORDS = [
    r for r in vars(model).values() if dataclasses.is_dataclass(r) and r.__module__ == "kg.model"
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.__name__)
def test_every_record_is_frozen_has_slots_and_says_what_it_is(record):
    assert record.__dataclass_params__.frozen
    assert hasattr(record, "__slots__")
    assert record.__doc__
    assert not record.__doc__.startswith(record.__name__ + "(")


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.__name__)
def test_every_field_is_typed_and_immutable(record):
    hints = typing.get_type_hints(record)
    for field in dataclasses.fields(record):
        origin = typing.get_origin(hints[field.name])
        assert origin not in (list, dict, set), (record, field.name)


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_quote_is_the_slice_of_code_points(text, a, b):
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    document = Document("0" * 64, text)
    assert document.quote(Span(start, end)) == text[start:end]


def test_spans_sort_in_the_order_of_the_text():
    spans = [Span(5, 9), Span(0, 4), Span(5, 6)]
    assert sorted(spans) == [Span(0, 4), Span(5, 6), Span(5, 9)]


def test_a_short_hash_is_the_beginning_of_the_long_one():
    assert Document("ab" * 32, "").sha8 == "abababab"


def test_what_was_dropped_takes_no_part_in_equality(example):
    dropped = model.Dropped("because", "rule", Span(0, 1))
    assert dataclasses.replace(example, dropped=(dropped,)) == example
    assert dataclasses.replace(example, claims=()) != example


@pytest.mark.parametrize("kind", ["Modality", "Polarity", "Certainty", "Standing"])
def test_the_words_of_a_claim_are_terms_of_the_ontology(kind):
    raw = resources.ontology("kg.ttl").read_bytes()
    triples = list(ox.parse(raw, format=ox.RdfFormat.TURTLE))
    named = {t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode)}
    words = typing.get_args(getattr(model, kind))
    assert len(words) >= 3
    assert {NS + w for w in words} <= named


def test_a_claim_asserts_by_default_and_is_the_narrator_s():
    claim = Claim("c1", ())
    assert (claim.modality, claim.polarity, claim.certainty) == ("Asserted", "Positive", "Certain")
    assert claim.speaker is None
    assert claim.attribution is None


def test_the_example_uses_every_kind_of_record(example):
    groups = (example.entities, example.eventualities, example.claims, example.attributions)
    used = {type(x) for group in (*groups, example.sentences) for x in group}
    assert len(used) == 5
    assert isinstance(example, Extraction)
    assert any(e.count for e in example.entities)
    assert any(v.time for v in example.eventualities)
