"""The cast of one document: who is minted, mentioned, found again and given up."""

from __future__ import annotations

import hashlib

import pytest

from kg import gazetteer
from kg.extract import lexicon
from kg.extract.annotate import annotate
from kg.extract.cast import Cast
from kg.model import UNATTRIBUTED, Document, Mention, Span
from kg.vocabulary import default as vocabulary

TEXT = "The envoy, Karim Odera, met Kenya's army and Prison Watch."


@pytest.fixture
def cast():
    """Return an empty cast over the parse of one sentence."""
    document = Document(hashlib.sha256(TEXT.encode()).hexdigest(), TEXT)
    return Cast(annotate(document), lexicon.default(), gazetteer.default(), vocabulary())


def word(cast, text):
    return next(w for w in cast.parse.words if w.text == text)


def test_entities_are_numbered_in_the_order_they_are_made(cast):
    made = [cast.mint("Person", "Karim Odera"), cast.mint("Country", "Kenya")]
    assert [d.id for d in made] == ["e1", "e2"]
    del cast.drafts["e2"]
    assert cast.mint("NGO", "Prison Watch").id == "e3"  # an id is never given twice


def test_a_mention_joins_words_to_an_entity(cast):
    draft = cast.mint("Person", "Karim Odera")
    words = [word(cast, "Karim"), word(cast, "Odera")]
    cast.mention(draft, words, words[-1], "name")
    assert cast.of(words[-1]) is draft
    assert cast.of(words[0]) is None
    assert draft.heads == [words[-1].i]
    assert draft.finish().mentions == (Mention(Span(11, 22), "name"),)


def test_the_first_kind_of_a_mention_stands(cast):
    draft = cast.mint("Country", "Kenya")
    kenya = word(cast, "Kenya")
    cast.mention(draft, [kenya], kenya, "name")
    cast.mention(draft, [kenya], kenya, "description")
    assert [m.kind for m in draft.finish().mentions] == ["name"]


def test_an_apposition_refers_to_whom_it_explains(cast):
    draft = cast.mint("Person", "Karim Odera")
    odera = word(cast, "Odera")
    cast.mention(draft, [odera], odera, "name")
    assert odera.dep == "appos"
    assert cast.of(word(cast, "envoy")) is draft


def test_a_word_of_nobody_refers_to_nobody(cast):
    assert cast.of(word(cast, "army")) is None


def test_a_finished_entity_is_sorted_and_without_its_own_label(cast):
    draft = cast.mint("NGO", "Prison Watch")
    draft.aliases.update(["Watch", "PW", "Prison Watch"])
    for text in ("Watch", "Kenya"):
        cast.mention(draft, [word(cast, text)], word(cast, text), "name")
    made = draft.finish()
    assert (made.id, made.type, made.label, made.count) == ("e1", "NGO", "Prison Watch", None)
    assert made.aliases == ("PW", "Watch")
    assert [m.span.start for m in made.mentions] == sorted(m.span.start for m in made.mentions)


@pytest.mark.parametrize(
    ("kind", "above", "is_one"),
    [
        ("Prison", ("Facility",), True),
        ("Prison", ("Person", "Facility"), True),
        ("Prison", ("Person",), False),
        ("Country", ("Country",), True),
        ("Country", ("City",), False),
    ],
)
def test_a_class_lies_under_those_above_it(cast, kind, above, is_one):
    assert cast.is_a(cast.mint(kind, "x"), *above) is is_one


def test_what_is_given_up_keeps_its_words_and_the_reason(cast):
    cast.drop("several antecedents", "pronoun", [word(cast, "army"), word(cast, "Kenya")])
    (dropped,) = cast.dropped
    assert (dropped.reason, dropped.rule) == ("several antecedents", "pronoun")
    assert dropped.detail == "Kenya's army" == TEXT[dropped.span.start : dropped.span.end]


def test_one_group_stands_for_all_who_are_not_named(cast):
    first = cast.unattributed()
    assert cast.unattributed() is first
    assert (first.type, first.label, first.mentions) == ("Group", UNATTRIBUTED, {})


@pytest.mark.parametrize(
    "text",
    [
        "An accident, which killed two guards, showed that the road was bad.",
        "An accident in Lima killed two guards and showed that the road was bad.",
    ],
)
def test_a_described_speaker_fills_no_role(told, text):
    found = told(text)
    speakers = {found.label(a.speaker) for a in found.extraction.attributions}
    fillers = {found.label(r.filler) for v in found.extraction.eventualities for r in v.roles}
    assert speakers == {"an accident"}
    assert fillers
    assert "an accident" not in fillers
