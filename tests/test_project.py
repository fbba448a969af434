from __future__ import annotations

import itertools
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import vocabulary
from kg.model import (
    Certainty,
    Claim,
    Document,
    Eventuality,
    Extraction,
    Modality,
    Polarity,
    Span,
    Standing,
    Value,
)
from kg.project import kind_of, project, supports

PLAIN = Claim("c1", (), subject="e1", predicate="funds", object="e2", about="v1")
DOCUMENT = Document("0" * 64, "x" * 99)
EVENT = Eventuality("v1", "Funding", "funds", Span(0, 5))
STATE = Eventuality("v1", "Detention", "held", Span(0, 4))


# Each row is one clause of the rule with the claim one step short of it.
@pytest.mark.parametrize(
    ("change", "standing", "expected"),
    [
        ({}, "Active", True),
        ({"certainty": "Probable"}, "Active", True),
        ({"speaker": "e3"}, "Confirmed", True),
        *(({"modality": m}, "Active", False) for m in get_args(Modality) if m != "Asserted"),
        *(({"modality": m}, "Confirmed", False) for m in get_args(Modality) if m != "Asserted"),
        ({"polarity": "Negative"}, "Active", False),
        ({"polarity": "Undetermined"}, "Active", False),
        ({"polarity": "Negative"}, "Confirmed", False),
        ({"certainty": "Possible"}, "Active", False),
        ({"certainty": "Unknown"}, "Active", False),
        ({"certainty": "Possible"}, "Confirmed", False),
        ({"speaker": "e3"}, "Active", False),
        ({}, "Contested", False),
        ({}, "Rejected", False),
        ({"predicate": "accusedOf"}, "Active", False),
        ({"predicate": "accusedOf"}, "Contested", False),
        ({"predicate": "accusedOf"}, "Confirmed", True),
        ({"predicate": "accusedOf", "modality": "Alleged"}, "Confirmed", False),
    ],
)
def test_a_claim_supports_only_when_every_clause_holds(change, standing, expected):
    claim = replace(PLAIN, **change)
    assert supports(claim, standing) is expected
    made = project(Extraction(DOCUMENT, "t", claims=(claim,)), {"c1": standing})
    assert bool(made.relations) is expected


@pytest.mark.parametrize(
    ("eventuality", "change", "standing", "expected"),
    [
        (EVENT, {}, "Active", "Event"),
        (STATE, {}, "Active", "Situation"),
        (EVENT, {"speaker": "e3"}, "Active", "ReportedEventuality"),
        (EVENT, {"speaker": "e3"}, "Confirmed", "Event"),
        (EVENT, {}, "Contested", "ReportedEventuality"),
        (EVENT, {"modality": "Alleged", "speaker": "e3"}, "Active", "ReportedEventuality"),
        (EVENT, {"modality": "Alleged"}, "Confirmed", "ReportedEventuality"),
        (EVENT, {"modality": "Proposed"}, "Active", "Prospect"),
        (EVENT, {"modality": "Proposed"}, "Confirmed", "Prospect"),
        (EVENT, {"certainty": "Possible"}, "Active", "Prospect"),
        (EVENT, {"polarity": "Negative"}, "Active", "Prospect"),
        (EVENT, {"modality": "Alleged", "polarity": "Negative"}, "Active", "Prospect"),
        (EVENT, {}, "Rejected", None),
        (EVENT, {"modality": "Proposed"}, "Rejected", None),
        (EVENT, {"about": None}, "Active", None),
        (EVENT, {"about": None, "object": "v1"}, "Active", "Prospect"),
        (EVENT, {"about": None, "object": "v1"}, "Rejected", None),
    ],
)
def test_what_an_eventuality_is_follows_from_its_best_claim(
    eventuality, change, standing, expected
):
    claim = replace(PLAIN, **change)
    assert kind_of(eventuality, [(claim, standing)] if "v1" in ends(claim) else []) == expected


def ends(claim):
    return claim.subject, claim.object, claim.about


def test_one_supporting_claim_outweighs_any_number_of_others():
    claims = [(replace(PLAIN, modality="Proposed"), "Active"), (PLAIN, "Active")]
    assert all(kind_of(EVENT, order) == "Event" for order in itertools.permutations(claims))


@pytest.mark.parametrize("predicate", [None, "agent", "rdf:type", "bankrolls"])
def test_only_relations_become_relations(predicate):
    claim = replace(PLAIN, predicate=predicate)
    assert project(Extraction(DOCUMENT, "t", claims=(claim,))).relations == ()


def test_a_relation_to_an_eventuality_left_out_goes_with_it():
    claims = (
        Claim("c1", (), subject="e1", predicate="criticizes", object="v1"),
        Claim("c2", (), subject="e1", predicate="criticizes", object="e2"),
    )
    whole = Extraction(DOCUMENT, "t", eventualities=(EVENT,), claims=claims)
    assert project(whole).relations == (("e1", "criticizes", "e2"), ("e1", "criticizes", "v1"))
    assert project(whole, {"c1": "Rejected"}).relations == (("e1", "criticizes", "e2"),)


def test_the_example_projects_what_its_narrator_says(example):
    made = project(example)
    found = sorted(p for _, p, _ in made.relations)
    expected = "criticizes holdsOffice locatedIn monitors negotiatesWith seeksAgreementWith"
    assert found == expected.split()
    assert made.kinds == {
        "v1": "Situation",
        "v2": "Prospect",
        "v3": "ReportedEventuality",
        "v4": "Event",
        "v5": "Event",
        "v6": "Prospect",
        "v7": "ReportedEventuality",
        "v8": "Situation",
    }


def test_contesting_a_claim_takes_its_relation_and_demotes_its_event(example):
    made = project(example, {"c7": "Contested"})
    assert ("e8", "criticizes", "e4") not in made.relations
    assert made.kinds["v4"] == "ReportedEventuality"
    assert len(made.relations) == len(project(example).relations) - 1


claims = st.builds(
    Claim,
    id=st.just(""),
    evidence=st.just(()),
    modality=st.sampled_from(get_args(Modality)),
    polarity=st.sampled_from(get_args(Polarity)),
    certainty=st.sampled_from(get_args(Certainty)),
    subject=st.sampled_from([None, "e1", "v1"]),
    predicate=st.sampled_from([None, "funds", "criticizes", "accusedOf", "agent"]),
    object=st.sampled_from([None, "e2", "v2"]),
    about=st.sampled_from([None, "v1", "v2"]),
    speaker=st.sampled_from([None, "e3"]),
)


@given(st.lists(st.tuples(claims, st.sampled_from(get_args(Standing))), max_size=6))
def test_nothing_is_a_fact_without_support_whatever_was_decided(drawn):
    words = vocabulary.default()
    numbered = [(replace(c, id=f"c{n}"), s) for n, (c, s) in enumerate(drawn)]
    things = tuple(Eventuality(v, "Funding", "x", Span(0, 1)) for v in ("v1", "v2"))
    whole = Extraction(DOCUMENT, "t", eventualities=things, claims=tuple(c for c, _ in numbered))
    made = project(whole, {c.id: s for c, s in numbered})
    # The rule of the model note, in other words than the code's.
    good = [
        c
        for c, s in numbered
        if (c.modality, c.polarity) == ("Asserted", "Positive")
        and c.certainty in {"Certain", "Probable"}
        and s in {"Confirmed", "Active"}
        and (s == "Confirmed" or (not c.speaker and c.predicate != "accusedOf"))
    ]
    triples = {(c.subject, c.predicate, c.object) for c in good}
    assert set(made.relations) <= triples
    assert all(words.is_relation(p) for _, p, _ in made.relations)
    real = {v for v, kind in made.kinds.items() if kind in ("Event", "Situation")}
    assert real == {c.about for c in good if c.about}
    alive = {x for c, s in numbered if s != "Rejected" for x in ends(c) if x and x[0] == "v"}
    assert made.kinds.keys() == alive


@pytest.mark.parametrize(
    ("claim", "is_fact"),
    [
        (PLAIN, True),
        (replace(PLAIN, speaker="e3"), False),
        (replace(PLAIN, certainty="Possible"), False),
        (replace(PLAIN, polarity="Negative"), False),
    ],
)
def test_what_did_not_happen_for_certain_has_no_number_that_is_a_fact(claim, is_fact):
    killed = Claim("c2", (), subject="v1", predicate="numberOfDeaths", value=Value.number("13"))
    made = project(Extraction(DOCUMENT, "t", (), (), (EVENT,), (claim, killed)))
    assert bool(made.values) is is_fact
    of_a_person = replace(killed, subject="e1", predicate="age")
    assert project(Extraction(DOCUMENT, "t", (), (), (EVENT,), (claim, of_a_person))).values
