from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.assemble import FACTS, assemble
from kg.errors import InputError
from kg.model import Document
from kg.quads import PREF_LABEL, claim_iris, document_graph, dump, kg, local_iris, to_quads
from kg.vocabulary import PREFIXES

BASE = "https://kg.example/"


def another(example, suffix):
    """Return the example as another document reports it: the same words, another hash."""
    text = example.document.text + suffix
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return replace(example, document=Document(sha256, text, name=f"{suffix}.txt"))


def facts(quads):
    return {q.triple for q in quads if q.graph_name == FACTS}


def select(store, where, names="*"):
    text = f"SELECT {names} WHERE {{ {where} }}"
    found = store.raw.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    return [[None if t is None else t.value for t in row] for row in found]


def test_each_triple_is_in_exactly_one_graph(example):
    quads = assemble([example, another(example, " a"), another(example, " b")])
    assert [t for t, n in Counter(q.triple for q in quads).items() if n > 1] == []


def test_all_orders_of_three_documents_give_the_same_bytes(example):
    three = [example, another(example, " a"), another(example, " b")]
    assert len({dump(assemble(order)) for order in itertools.permutations(three)}) == 1


def test_another_document_adds_claims_but_no_second_entity(example):
    one, two = assemble([example]), assemble([example, another(example, " a")])
    peru = ox.NamedNode(f"{BASE}id/peru")
    assert {q for q in one if q.subject == peru} == {q for q in two if q.subject == peru}
    claims = [sum(q.predicate == kg("standing") for q in quads) for quads in (one, two)]
    assert claims == [12, 24]


def test_evidence_graphs_speak_of_canonical_entities(example):
    quads = assemble([example])
    local = local_iris(example)["e1"]
    (redirect,) = [q for q in quads if local in (q.subject.value, getattr(q.object, "value", ""))]
    assert redirect.predicate == kg("mergedInto")
    assert redirect.graph_name.value == f"{BASE}graph/identity"


def test_facts_hold_no_evidence_and_evidence_graphs_no_facts(example, example_store):
    in_facts = {q.predicate for q in example_store.quads(graph=FACTS)}
    assert in_facts.isdisjoint({kg("quote"), kg("evidence"), kg("modality"), kg("refersTo")})
    graph = document_graph(example.document.sha256)
    in_evidence = {q.predicate for q in example_store.quads(graph=graph)}
    assert in_evidence.isdisjoint({PREF_LABEL, kg("agent"), kg("funds"), kg("eventualityType")})


def test_every_claim_has_its_standing_and_evidence_itself_has_none(example, example_store):
    found = select(example_store, "?c a kg:Claim ; kg:standing ?s", "?c ?s")
    assert len(found) == len(example.claims)
    assert {standing for _, standing in found} == {kg("Active").value}


def test_a_proposal_is_no_event_of_its_class(example_store):
    assert select(example_store, "?e a kg:PrisonerTransfer") == []
    (row,) = select(example_store, "?e a kg:Prospect ; kg:wouldBe kg:PrisonerTransfer")
    assert row[0].endswith("/send")


def test_the_document_says_what_its_metadata_says(example, example_store):
    (row,) = select(
        example_store,
        "?d a kg:NewsArticle ; dcterms:identifier ?i ; dcterms:title ?t ; dcterms:issued ?p ;"
        " dcterms:publisher ?by ; dcterms:source ?u ; dcterms:language ?l ; rdfs:label ?label",
    )
    assert f"{BASE}doc/{example.document.sha8}" in row
    assert f"sha256:{example.document.sha256}" in row
    assert {"Peru looks for prison space", "2025-06-04", "kg tests", "en"} < set(row)


@pytest.mark.parametrize(
    ("change", "label", "class_"),
    [
        ({"title": None}, "prisons.txt", "NewsArticle"),
        ({"title": None, "published": None, "publisher": None}, "prisons.txt", "Document"),
        ({"title": None, "name": ""}, None, "NewsArticle"),
    ],
)
def test_a_document_is_called_by_title_else_file_else_hash(example, change, label, class_):
    changed = replace(example, document=replace(example.document, **change))
    node = ox.NamedNode(f"{BASE}doc/{example.document.sha8}")
    found = {q.predicate.value.rpartition("#")[2]: q.object.value
             for q in assemble([changed]) if q.subject == node}  # fmt: skip
    assert found["label"] == (label or example.document.sha8)
    assert found["type"] == kg(class_).value


def test_metadata_is_not_part_of_evidence(example):
    bare = replace(example, document=replace(example.document, title=None, published=None))
    assert to_quads(bare) == to_quads(example)


# ---------------------------------------------------------------- decisions


def decide(example, claim, action):
    return {
        "do": action, "claim": claim_iris(example)[claim], "at": "2026-01-02T03:04:05Z",
        "by": "a reviewer", "why": "the wire says otherwise",
    }  # fmt: skip


def test_contesting_removes_exactly_its_fact_and_demotes_its_event(example):
    before, after = assemble([example]), assemble([example], [decide(example, "c7", "contest")])
    gone = {(t.predicate, t.object) for t in facts(before) - facts(after)}
    event = local_iris(example)["v4"]
    rdf_type = ox.NamedNode(PREFIXES["rdf"] + "type")
    assert gone == {
        (kg("criticizes"), ox.NamedNode(f"{BASE}id/cecot")),
        (rdf_type, kg("Event")),
        (rdf_type, kg("Criticism")),
    }
    new = {t.object for t in facts(after) - facts(before)}
    assert new == {kg("ReportedEventuality"), kg("Criticism")}
    assert {t.subject.value for t in facts(after) - facts(before)} == {event}


def test_rejecting_the_only_claim_leaves_the_eventuality_out_with_its_roles(example):
    after = assemble([example], [decide(example, "c8", "reject")])
    hearing = ox.NamedNode(local_iris(example)["v5"])
    assert not [t for t in facts(after) if hearing in (t.subject, t.object)]
    assert not [t for t in facts(after) if t.subject.value.startswith(f"{hearing.value}/")]


def test_a_decision_is_a_node_of_the_curation_graph(example):
    quads = assemble([example], [decide(example, "c7", "contest")])
    graph = ox.NamedNode(f"{BASE}graph/curation")
    said = [q for q in quads if q.graph_name == graph]
    curation = {q.predicate.value.rpartition("#")[2]: q.object.value for q in said}
    assert curation["decision"] == "contest"
    assert curation["wasAssociatedWith"] == f"{BASE}person/a-reviewer"
    assert curation["target"] == claim_iris(example)["c7"]


def test_confirming_lets_a_named_speaker_establish_an_event(example):
    after = assemble([example], [decide(example, "c5", "confirm")])
    freed = ox.NamedNode(local_iris(example)["v3"])
    assert kg("Event") in {t.object for t in facts(after) if t.subject == freed}


def test_a_decision_of_a_later_version_stops_the_build(example):
    with pytest.raises(InputError, match="cannot be replayed"):
        assemble([example], [{**decide(example, "c7", "contest"), "do": "bless"}])


def test_another_base_moves_every_iri_but_the_namespace(example):
    quads = assemble([example], base="https://news.example/")
    left = {q.subject.value for q in quads if q.subject.value.startswith(BASE)}
    assert all(iri.startswith(f"{BASE}ns") for iri in left)
