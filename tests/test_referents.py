"""What a text speaks of, by phrases: whole noun phrases and what takes them up again."""

from __future__ import annotations

import hashlib
import json

import pytest

from kg.contract import extraction_json as to_json
from kg.extract import extract
from kg.extract.annotate import annotate
from kg.extract.referents import extent
from kg.model import Document
from kg.quads import from_quads, to_quads


def document(text):
    return Document(hashlib.sha256(text.encode()).hexdigest(), text)


def read(text):
    return extract(document(text))


def clusters(text):
    """Return the phrases of each thing that is spoken of more than once, entities included."""
    made = read(text)
    own = {e.id: [m.span for m in e.mentions if m.kind != "demonym"] for e in made.entities}
    for referent in made.referents:
        own.setdefault(referent.entity or referent.id, []).extend(m.span for m in referent.mentions)
    return [[text[s.start : s.end] for s in sorted(those)] for those in own.values() if those[1:]]


def together(text, *phrases):
    """Whether one thing holds all these phrases."""
    return any(set(phrases) <= set(those) for those in clusters(text))


def phrases(text):
    made = read(text)
    return {text[m.span.start : m.span.end] for r in made.referents for m in r.mentions}


# ---------------------------------------------------------------- whole phrases


@pytest.mark.parametrize(
    ("text", "head", "whole"),
    [
        (
            "She read the long report of the committee.",
            "report",
            "the long report of the committee",
        ),
        ("He sold a boat that leaked.", "boat", "a boat that leaked"),
        ("They praised Kenya's new harbour.", "harbour", "Kenya's new harbour"),
        ("Rain and strong winds came.", "winds", "strong winds"),
        ("Rain and strong winds came.", "Rain", "Rain"),
        ("The workers left in the morning.", "workers", "The workers"),
        ("We saw a farmer, two dogs and a cart.", "farmer", "a farmer"),
    ],
)
def test_a_phrase_is_the_noun_with_all_that_belongs_to_it(text, head, whole):
    parse = annotate(document(text))
    word = next(w for w in parse.words if w.text == head)
    span = parse.span(extent(word))
    assert text[span.start : span.end] == whole


def test_things_without_a_class_are_spoken_of_too():
    found = phrases("The flood destroyed the wooden bridge of the old mill.")
    assert {"The flood", "the wooden bridge of the old mill", "the old mill"} <= found


# ---------------------------------------------------------------- taken up again


@pytest.mark.parametrize(
    ("text", "first", "again"),
    [
        ("A new law was passed. The law bans plastic bags.", "A new law", "The law"),
        ("A storm hit the coast. This storm was the third.", "A storm", "This storm"),
        ("Two bridges fell. The bridges were old.", "Two bridges", "The bridges"),
        ("Its budget rose. The budget is large.", "Its budget", "The budget"),
    ],
)
def test_a_definite_noun_takes_up_the_same_noun(text, first, again):
    assert together(text, first, again)


@pytest.mark.parametrize(
    ("text", "first", "other"),
    [
        ("A law was passed. A law was repealed.", "A law", "A law"),
        ("A bridge fell. The bridges were closed.", "A bridge", "The bridges"),
        ("The old bridge fell. The new bridge stood.", "The old bridge", "The new bridge"),
        ("The mayor of Lima spoke. The mayor of Quito left.", "The mayor of Lima", "Quito"),
        ("A bridge fell. Bridges are dear.", "A bridge", "Bridges"),
    ],
)
def test_another_article_number_or_modifier_means_another_thing(text, first, other):
    found = clusters(text)
    assert not any(first in those and other in those for those in found)
    assert first in phrases(text) or any(first in those for those in found)


def test_a_name_without_class_is_one_thing():
    text = "The Harvest Cup begins today. Visitors praised the Harvest Cup."
    assert together(text, "The Harvest Cup", "the Harvest Cup")


def test_the_phrase_around_a_name_is_told_when_the_name_comes_again():
    text = "The Kamiti Prison burned. Guards left Kamiti Prison at noon."
    assert together(text, "The Kamiti Prison", "Kamiti Prison")


# ---------------------------------------------------------------- pronouns


@pytest.mark.parametrize(
    ("text", "named", "pronoun"),
    [
        ("Amina Odhiambo met Karim Bello. She smiled.", "Amina Odhiambo", "She"),
        ("The report was late. Its errors hurt.", "The report", "Its"),
        ("The farmers met. They want rain.", "The farmers", "They"),
        ("Volunteers cleaned the beach with their hands.", "Volunteers", "their"),
    ],
)
def test_a_pronoun_takes_up_the_most_salient_phrase_that_agrees(text, named, pronoun):
    assert together(text, named, pronoun)


def test_a_person_once_called_she_is_no_he():
    text = "Amina Odhiambo said she was tired. Karim Bello left. He was angry."
    assert together(text, "Amina Odhiambo", "she")
    assert together(text, "Karim Bello", "He")


def test_i_is_whoever_is_quoted():
    text = '"I am glad," said Amina Odhiambo. "I am sad," said Karim Bello.'
    assert together(text, "Amina Odhiambo", "I")
    assert together(text, "Karim Bello", "I")
    assert not together(text, "Amina Odhiambo", "Karim Bello")


def test_i_of_nobody_known_is_left_alone():
    assert clusters("I saw a boat.") == []


# ---------------------------------------------------------------- no evidence


def test_the_facts_do_not_know_them():
    text = "Amina Odhiambo met Karim Bello. She was born in Kenya."
    made = read(text)
    loose = {m.span for r in made.referents for m in r.mentions}
    assert loose
    assert loose.isdisjoint(m.span for e in made.entities for m in e.mentions)
    kept = from_quads(to_quads(made), made.document)
    assert kept.referents == ()
    assert {m.span for e in kept.entities for m in e.mentions}.isdisjoint(loose)


def test_one_name_is_said_once():
    made = read("The Bank of Kenya closed.")
    named = {e.id for e in made.entities}
    assert named
    assert not any(r.entity in named for r in made.referents)


def test_the_record_marks_what_is_loose():
    text = "Amina Odhiambo met Karim Bello. She smiled at the old harbour."
    record = to_json(read(text))
    firm = [e for e in record["entities"] if e["iri"]]
    loose = [e for e in record["entities"] if e["iri"] is None]
    assert any(m.get("loose") for e in firm for m in e["mentions"])
    assert all(m["loose"] for e in loose for m in e["mentions"])
    assert "the old harbour" in {e["label"] for e in loose}
    assert all(e["type"] is None for e in loose)
    assert len({e["id"] for e in record["entities"]}) == len(record["entities"])
    used = {c[k] for c in record["claims"] for k in ("subject", "object", "speaker")}
    assert used.isdisjoint(e["id"] for e in loose)
    assert json.dumps(record) == json.dumps(to_json(read(text)))


def test_no_span_is_told_twice():
    text = "The mayor of Lima, Ana Soto, met her staff. Soto said she trusts the staff of Lima."
    spans = [(m["start"], m["end"]) for e in to_json(read(text))["entities"] for m in e["mentions"]]
    assert len(spans) == len(set(spans))


@pytest.mark.parametrize(
    ("text", "quote", "kind"),
    [
        ("They saved over 700 migrants.", "over 700 migrants", "description"),
        ("The plan began in 2010 and grew.", "2010", "description"),
        ("The group left yesterday.", "yesterday", "description"),
        ("The group left last year.", "last year", "description"),
        ("The group left on March 9.", "March 9", "description"),
        ("The group left on Thursday.", "Thursday", "name"),
    ],
)
def test_numbers_and_times_are_spoken_of_too(told, text, quote, kind):
    extraction = told(text).extraction
    found = {extraction.document.quote(m.span): m.kind for r in extraction.referents
             for m in r.mentions}  # fmt: skip
    assert found.get(quote) == kind
