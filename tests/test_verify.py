"""The gate: a good record passes untouched; each kind of bad one is dropped, counted, named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg import gazetteer, vocabulary
from kg.extract.verify import DOUBT, verify
from kg.model import (
    Attribution,
    Claim,
    Document,
    Entity,
    Eventuality,
    Extraction,
    Mention,
    Role,
    Span,
)

TEXT = "Lima is the capital of Peru. Peru paid Chile, a guard said, and CECOT holds nobody."
DOCUMENT = Document("ab" * 32, TEXT)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def named(ident: str, kind: str, label: str) -> Entity:
    return Entity(ident, kind, label, (Mention(span(label), "name"),))


ENTITIES = (
    named("e1", "Country", "Peru"),
    named("e2", "Country", "Chile"),
    named("e3", "City", "Lima"),
    named("e4", "Prison", "CECOT"),
    Entity("e5", "Person", "a guard", (Mention(span("a guard"), "description"),)),
)
PAID = Eventuality(
    "v1", "Funding", "paid", span("paid"), (Role("agent", "e1"), Role("recipient", "e2"))
)
CLAIM = Claim(
    "c1", (span("Peru paid Chile"),), subject="e1", predicate="funds", object="e2", about="v1"
)
SAID = Attribution("a1", (span("said"),), (span("Peru paid Chile"),), "e5", (span("a guard"),))
GOOD = Extraction(DOCUMENT, "t/1", (), ENTITIES[:2], (PAID,), (CLAIM,))


def gate(extraction: Extraction) -> Extraction:
    return verify(extraction, vocabulary.default(), gazetteer.default())


def with_claim(**change: object) -> Extraction:
    return replace(GOOD, entities=ENTITIES, claims=(replace(CLAIM, **change),))


def reasons(extraction: Extraction) -> list[str]:
    return [d.reason for d in extraction.dropped]


def test_a_good_extraction_passes_untouched():
    passed = gate(GOOD)
    assert passed == GOOD
    assert passed.dropped == ()


def test_what_passed_once_passes_again():
    bad = with_claim(object="e4")
    once = gate(bad)
    assert gate(once) == once


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"evidence": ()}, "evidence is not in the text"),
        ({"evidence": (Span(0, len(TEXT) + 1),)}, "evidence is not in the text"),
        ({"evidence": (Span(-3, 5),)}, "evidence is not in the text"),
        ({"evidence": (Span(5, 5),)}, "evidence is not in the text"),
        ({"evidence": (Span(9, 5),)}, "evidence is not in the text"),
        ({"evidence": (Span(0, 4), Span(5, 900))}, "evidence is not in the text"),
        ({"modality": "Alleged"}, "an allegation without its speaker"),
        (
            {"subject": None, "predicate": None, "object": None, "about": None},
            "says nothing",
        ),
        ({"modality": "Rumoured"}, "no modality 'Rumoured'"),
        ({"polarity": "Maybe"}, "no polarity 'Maybe'"),
        ({"certainty": "Sure"}, "no certainty 'Sure'"),
        ({"speaker": "e99"}, "speaker 'e99' is not in the extraction"),
        ({"about": "v99"}, "about 'v99' is not in the extraction"),
    ],
)
def test_an_unfounded_claim_is_dropped_whole(change, reason):
    passed = gate(with_claim(**change))
    assert passed.claims == ()
    assert reason in reasons(passed)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"object": "e4"}, "funds does not join Country and Prison"),
        ({"subject": "e4"}, "funds does not join Prison and Country"),
        ({"object": "e1"}, "relates a thing to itself"),
        ({"predicate": "adores"}, "no property 'adores'"),
        ({"object": None}, "half a triple"),
        ({"subject": None}, "half a triple"),
        ({"object": "e99"}, "funds does not join Country and "),
        (
            {"subject": "e1", "predicate": "capitalOf"},
            "capitalOf does not join Country and Country",
        ),
        (
            {"subject": "e3", "predicate": "capitalOf", "object": "e2"},
            "the gazetteer has another country",
        ),
        (
            {"subject": "e3", "predicate": "locatedIn", "object": "e2"},
            "the gazetteer has another country",
        ),
    ],
)
def test_a_claim_that_only_loses_its_triple_keeps_what_it_is_about(change, reason):
    passed = gate(with_claim(**change))
    assert reasons(passed) == [reason]
    (kept,) = passed.claims
    assert (kept.subject, kept.predicate, kept.object, kept.about) == (None, None, None, "v1")


@pytest.mark.parametrize("change", [{"object": "e4"}, {"predicate": "adores"}, {"object": "e1"}])
def test_a_bad_triple_with_nothing_else_leaves_nothing(change):
    passed = gate(with_claim(about=None, **change))
    assert passed.claims == ()
    assert passed.eventualities == ()


def test_the_gazetteer_lets_the_right_country_through():
    right = with_claim(subject="e3", predicate="capitalOf", object="e1", about=None)
    assert [c.object for c in gate(right).claims] == ["e1"]


def test_a_report_says_which_rule_failed_where():
    (lost,) = gate(with_claim(rule="frame:pay", about=None, object="e4")).dropped
    assert (lost.rule, lost.span) == ("frame:pay", CLAIM.evidence[0])
    assert lost.detail == "Peru paid Chile"


@pytest.mark.parametrize(
    ("change", "rule", "detail"),
    [
        ({"entities": (*ENTITIES[:2], replace(ENTITIES[3], type="Dragon"))}, "entity", "CECOT"),
        ({"eventualities": (replace(PAID, type="Coronation"),)}, "eventuality", "paid"),
        ({"eventualities": (replace(PAID, roles=(Role("villain", "e2"),)),)}, "role", "paid"),
        ({"attributions": (replace(SAID, speaker="e99"),)}, "attribution", "said"),
    ],
)
def test_a_report_quotes_what_was_lost_without_a_rule_of_its_own(change, rule, detail):
    assert (rule, detail) in {(d.rule, d.detail) for d in gate(replace(GOOD, **change)).dropped}


def test_an_allegation_with_a_speaker_passes():
    passed = gate(with_claim(modality="Alleged", speaker="e5"))
    assert [c.modality for c in passed.claims] == ["Alleged"]


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        (Role("place", "e5"), "place cannot be Person"),
        (Role("agent", "e4"), "agent cannot be Prison"),
        (Role("villain", "e5"), "no role 'villain'"),
        (Role("funds", "e2"), "no role 'funds'"),
        (Role("patient", "e99"), "patient cannot be nothing known"),
    ],
)
def test_a_role_that_does_not_fit_is_taken_from_its_event(role, reason):
    event = replace(PAID, roles=(*PAID.roles, role))
    passed = gate(replace(GOOD, entities=ENTITIES, eventualities=(event,)))
    assert passed.eventualities == (PAID,)
    assert reason in reasons(passed)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"type": "Coronation"}, "no class 'Coronation'"),
        ({"type": "Country"}, "Country is no eventuality"),
        ({"trigger": Span(0, 4000)}, "trigger is not in the text"),
        ({"label": "bribed"}, "label is not the quote of its trigger"),
    ],
)
def test_a_bad_event_goes_and_takes_what_is_only_about_it(change, reason):
    event = replace(PAID, **change)
    only = replace(CLAIM, subject=None, predicate=None, object=None)
    passed = gate(replace(GOOD, eventualities=(event,), claims=(only,)))
    assert passed.eventualities == passed.claims == ()
    assert reason in reasons(passed)


def test_an_event_that_no_claim_speaks_of_goes():
    other = replace(PAID, id="v2")
    assert gate(replace(GOOD, eventualities=(PAID, other))).eventualities == (PAID,)


def test_an_event_that_plays_a_part_in_a_kept_one_stays():
    whole = Eventuality("v2", "Negotiation", "paid", span("paid"))
    part = replace(PAID, roles=(*PAID.roles, Role("partOfEvent", "v2")))
    assert gate(replace(GOOD, eventualities=(part, whole))).eventualities == (part, whole)


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        (Entity("e9", "Dragon", "CECOT", (Mention(span("CECOT"), "name"),)), "no class 'Dragon'"),
        (Entity("e9", "Claim", "CECOT", (Mention(span("CECOT"), "name"),)), "Claim is no entity"),
    ],
)
def test_an_entity_without_a_class_of_the_ontology_goes(entity, reason):
    passed = gate(replace(GOOD, entities=(*GOOD.entities, entity)))
    assert passed.entities == GOOD.entities
    assert reasons(passed) == [reason]


def test_a_mention_outside_the_text_is_taken_from_its_entity():
    peru = replace(ENTITIES[0], mentions=(*ENTITIES[0].mentions, Mention(Span(80, 999), "name")))
    passed = gate(replace(GOOD, entities=(peru, ENTITIES[1])))
    assert passed.entities == GOOD.entities
    assert reasons(passed) == ["mention is not in the text"]


def test_an_unnamed_entity_that_nothing_rests_on_goes():
    assert gate(replace(GOOD, entities=(*GOOD.entities, ENTITIES[4]))).entities == GOOD.entities


def test_a_speaker_stays_even_when_the_text_never_names_it():
    said = replace(CLAIM, speaker="e5")
    passed = gate(replace(GOOD, entities=(*GOOD.entities, ENTITIES[4]), claims=(said,)))
    assert "e5" in {e.id for e in passed.entities}


@pytest.mark.parametrize(
    "change",
    [
        {"content": (Span(3, 999),)},
        {"cue": (Span(-1, 4),)},
        {"source": (Span(7, 7),)},
        {"cue": ()},
        {"content": ()},
        {"speaker": "e99"},
    ],
)
def test_a_bad_attribution_goes_but_its_claims_keep_their_speaker(change):
    said = replace(CLAIM, speaker="e5", attribution="a1")
    whole = replace(GOOD, entities=ENTITIES, claims=(said,), attributions=(SAID,))
    assert gate(whole).attributions == (SAID,)
    passed = gate(replace(whole, attributions=(replace(SAID, **change),)))
    assert passed.attributions == ()
    (kept,) = passed.claims
    assert (kept.attribution, kept.speaker) == (None, "e5")
    assert any(r.startswith("attribution") for r in reasons(passed))


def test_two_values_of_a_single_valued_relation_stay_and_are_told():
    one = replace(CLAIM, id="c8", subject="e3", predicate="capitalOf", object="e1", about=None)
    other = replace(one, id="c9", object="e2")
    entities = tuple(replace(e, label="Xanadu") if e.id == "e3" else e for e in ENTITIES)
    passed = gate(replace(GOOD, entities=entities, claims=(one, other)))
    assert [c.object for c in passed.claims] == ["e1", "e2"]
    assert reasons(passed) == [DOUBT, DOUBT]
    denied = replace(other, polarity="Negative")
    assert reasons(gate(replace(GOOD, entities=entities, claims=(one, denied)))) == []
    bolivia = replace(ENTITIES[1], id="e6", label="Bolivia")
    many = replace(GOOD, entities=(*ENTITIES, bolivia), claims=(CLAIM, replace(CLAIM, object="e6")))
    assert [c.object for c in gate(many).claims] == ["e2", "e6"]
    assert reasons(gate(many)) == []  # who funds one country may fund another
