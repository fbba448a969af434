"""Records as lines for people: what a reader sees of a search, a timeline, claims and sources."""

from __future__ import annotations

from typing import Any

import pytest

from kg.cli import texts

HIT: dict[str, Any] = {
    "iri": "https://kg.example/id/lima", "label": "Lima", "type": "City", "kind": "Entity",
    "mentions": 3, "matched": "Lima", "score": 1.0,
}  # fmt: skip
SENTENCE: dict[str, Any] = {
    "document": "https://kg.example/doc/1", "title": "", "number": 2, "sentence": "Lima is calm.",
}  # fmt: skip
EVENT: dict[str, Any] = {
    "iri": "https://kg.example/id/e", "label": "met", "type": "Hearing", "status": "fact",
    "edtf": "", "time": "last week", "participants": {}, "sentences": [],
}  # fmt: skip
SOURCE: dict[str, Any] = {
    "document": "https://kg.example/doc/1", "title": "", "publisher": "", "published": "",
    "url": "", "copy_of": "", "n_claims": 1, "n_attributed": 0, "n_facts": 1,
}  # fmt: skip


def found(entities: list[Any], sentences: list[Any], *, is_exact: bool = True) -> list[str]:
    record = {"text": "x", "entities": entities, "sentences": sentences, "is_exact": is_exact}
    return list(texts.hits(record))


def test_hits_are_entities_then_sentences() -> None:
    assert found([HIT], [SENTENCE]) == [
        "Lima  city, mentioned 3 times  id:lima",
        "",
        "Sentences (1)",
        "      “Lima is calm.”  https://kg.example/doc/1, sentence 2",
    ]
    assert found([], [SENTENCE])[0] == "Sentences (1)"
    assert found([], []) == ["nothing found for 'x'"]
    assert found([HIT], [], is_exact=False)[0] == "nothing is spelt 'x'; the nearest:"
    assert "(as “Ciudad”)" in found([{**HIT, "matched": "Ciudad"}], [])[0]


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({}, "  met (hearing or meeting)   [last week]"),
        ({"time": ""}, "  met (hearing or meeting)"),
        ({"status": "reported"}, "  met (hearing or meeting; only reported)   [last week]"),
        ({"participants": {"agent": ["A", "B"], "place": ["C"]}},
         "  met (hearing or meeting)  agent: A, B; place: C   [last week]"),
    ],
)  # fmt: skip
def test_an_event_without_a_date_says_what_the_text_says(
    changed: dict[str, Any], line: str
) -> None:
    told = list(texts.timeline({"dated": [], "undated": [{**EVENT, **changed}]}))
    assert told == ["Without a date (1)", line]


def test_a_dated_event_begins_with_its_date() -> None:
    event = {**EVENT, "edtf": "2025-06-03"}
    told = list(texts.timeline({"dated": [event], "undated": [EVENT]}))
    assert told[0] == "2025-06-03  met (hearing or meeting)"
    assert told[1:3] == ["", "Without a date (1)"]
    assert list(texts.timeline({"dated": [], "undated": []})) == ["no events"]


def test_a_source_without_a_title_is_named_by_its_iri() -> None:
    assert next(iter(texts.sources([SOURCE]))) == "https://kg.example/doc/1"
    copied = list(texts.sources([{**SOURCE, "copy_of": "x", "title": "T", "published": "2025"}]))
    assert copied[0] == "2025  T"
    assert "1 claim, 0 in somebody's voice, 1 for facts  near copy of another" in copied[1]
    assert list(texts.sources([])) == ["no documents"]
    assert list(texts.claims([])) == ["no claims"]


def test_no_route_names_both_ends() -> None:
    assert list(texts.routes([], "A", "B")) == ["no route from A to B"]
    assert list(texts.routes([], "A", "B", facts=True)) == ["no route of facts from A to B"]
