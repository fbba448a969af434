"""Statements to records: numbered in the order of the text, each with its words."""

from __future__ import annotations

import pytest

STORY = (
    "Chile paid Kenya in May 2021. Peru said that Chile criticized Ghana. "
    "Rebels killed 12 miners in Quito. “Kenya paid Peru,” Ghana said."
)


def test_ids_count_through_the_document_in_the_order_of_the_text(told):
    x = told(STORY).extraction
    assert [c.id for c in x.claims] == [f"c{n}" for n in range(1, len(x.claims) + 1)]
    assert [v.id for v in x.eventualities] == [f"v{n}" for n in range(1, len(x.eventualities) + 1)]
    assert [a.id for a in x.attributions] == [f"a{n}" for n in range(1, len(x.attributions) + 1)]
    starts = [c.evidence[0].start for c in x.claims]
    assert starts == sorted(starts)


def test_entities_come_in_the_order_of_their_first_mention(told):
    x = told(STORY).extraction
    firsts = [e.mentions[0].span.start for e in x.entities if e.mentions]
    assert firsts == sorted(firsts)


def test_every_reference_points_at_a_record(told):
    x = told(STORY).extraction
    things = {e.id for e in x.entities} | {v.id for v in x.eventualities}
    for claim in x.claims:
        ends = {claim.subject, claim.object, claim.about, claim.speaker} - {None}
        assert ends <= things
        assert claim.attribution in {None, *(a.id for a in x.attributions)}
    assert {r.filler for v in x.eventualities for r in v.roles} <= things


@pytest.mark.parametrize(
    ("text", "rule", "quote"),
    [
        ("Chile paid Kenya.", "pay", "Chile paid Kenya"),
        ("On Monday, Chile paid Kenya.", "pay", "Chile paid Kenya"),
        ("Peru said that Chile paid Kenya.", "pay", "Chile paid Kenya"),
        ("Chile, which borders Peru, paid Kenya.", "pay", "Chile, which borders Peru, paid Kenya"),
        ("Kenya, which was paid by Chile, grew.", "pay", "Kenya, which was paid by Chile"),
        ("Chile plans to pay Kenya.", "pay", "Chile plans to pay Kenya"),
        ("Chile paid Kenya because it rained.", "pay", "Chile paid Kenya"),
        ("The talks between Chile and Peru failed.", "negotiate", None),
    ],
)
def test_the_evidence_is_the_clause_and_no_more(told, text, rule, quote):
    found = told(text)
    quotes = {found.quotes(c.evidence) for c in found.by(rule)}
    assert quotes == {quote or text.rstrip(".")}


@pytest.mark.parametrize(
    ("text", "rule", "label"),
    [
        ("Chile paid Kenya.", "pay", "paid"),
        ("Chile has paid Kenya.", "pay", "has paid"),
        ("Kenya was not paid by Chile.", "pay", "was not paid"),
        ("Chile plans to pay Kenya.", "pay", "plans to pay"),
        ("The talks between Chile and Peru failed.", "negotiate", "The talks"),
        ("Chile will deport migrants to Peru.", "transfer", "will deport"),
    ],
)
def test_an_event_is_called_by_its_trigger(told, text, rule, label):
    found = told(text)
    labels = {v.label for c in found.by(rule) for v in found.events if v.id == c.about}
    assert labels == {label}
    assert all(found.quotes((v.trigger,)) == v.label for v in found.events)


def test_a_group_is_told_apart_by_the_place_of_its_deed(told):
    found = told("Rebels killed 12 miners in Quito.")
    labels = {e.label for e in found.extraction.entities}
    assert {"rebels (Quito)", "12 miners (Quito)"} <= labels


def test_a_group_of_two_places_keeps_its_bare_label(told):
    found = told("The rebels killed a nurse in Quito. The rebels killed a guard in Lima.")
    assert "rebels" in {e.label for e in found.extraction.entities}


def test_several_triples_of_one_event_are_several_claims_about_it(told):
    found = told("Chile and Peru paid Kenya.")
    claims = found.by("pay")
    assert {found.triple(c) for c in claims} == {"Chile funds Kenya", "Peru funds Kenya"}
    assert len({c.about for c in claims}) == 1


def test_one_filler_plays_a_role_once(told):
    found = told("Chile criticized Peru and Peru.")
    for event in found.events:
        assert len(event.roles) == len(set(event.roles))


def test_what_is_hoped_for_is_a_second_eventuality(told):
    found = told("Brazil seeks a treaty with Chile.")
    kinds = {v.type for v in found.events}
    assert kinds == {"Agreement"}
    claims = found.by("seek-agreement")
    assert {(c.modality, bool(c.predicate)) for c in claims} == {
        ("Asserted", True),
        ("Proposed", False),
    }


@pytest.mark.parametrize(
    "text",
    ["Rebels allegedly killed a nurse.", "The alleged murder of a nurse alarmed Quito."],
)
def test_an_allegation_of_nobody_named_has_the_unattributed_speaker(told, text):
    found = told(text)
    assert found.speakers("kill") == {"unattributed"}
    assert {c.modality for c in found.by("kill")} == {"Alleged"}


def test_a_claim_knows_its_cue_and_whether_it_is_word_for_word(told):
    found = told(STORY)
    cues = {found.triple(c): (c.speech_verb, c.verbatim) for c in found.by("pay")}
    assert cues == {
        "Chile funds Kenya": (None, False),
        "Kenya funds Peru": ("say", True),
    }
