"""The entity graph: edges with their sentences, routes, names, and the way back."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import vocabulary
from kg.assemble import assemble
from kg.errors import NotFoundError
from kg.graph import Claims, entity_graph, find, from_graph, paths
from kg.graph.claims import touching
from kg.graph.names import fold
from kg.graph.rows import edge_properties, expand, local, select, values
from kg.graph.view import nodes
from kg.model import Extraction
from kg.store import Store
from kg.vocabulary import NS

ID = "https://kg.example/id/"
FACTS = ox.DefaultGraph()


@pytest.fixture
def facts(example_store: Store) -> nx.MultiDiGraph[str]:
    return entity_graph(example_store)


@pytest.fixture
def claims(example_store: Store) -> nx.MultiDiGraph[str]:
    return entity_graph(example_store, claims=True)


def edges(graph: nx.MultiDiGraph[str]) -> set[tuple[str, str, str]]:
    label = graph.nodes(data="label")
    return {
        (str(label[s]), local(d["predicate"]), str(label[o])) for s, o, d in graph.edges(data=True)
    }


def edge(graph: nx.MultiDiGraph[str], predicate: str) -> dict[str, Any]:
    (found,) = [d for *_, d in graph.edges(data=True) if local(d["predicate"]) == predicate]
    return found


def test_edges_are_relations_and_roles_of_what_is_established(facts: nx.MultiDiGraph[str]) -> None:
    assert edges(facts) == {
        ("Peru", "negotiatesWith", "El Salvador"),
        ("Peru", "seeksAgreementWith", "El Salvador"),
        ("CECOT", "locatedIn", "El Salvador"),
        ("Ana Quispe", "holdsOffice", "Prime Minister"),
        ("Prison Watch", "criticizes", "CECOT"),
        ("Prison Watch", "monitors", "CECOT"),
        ("negotiates", "participant", "Peru"),
        ("negotiates", "participant", "El Salvador"),
        ("criticized", "agent", "Prison Watch"),
        ("criticized", "topic", "CECOT"),
        ("criticized", "partOfEvent", "hearing"),
        ("hearing", "place", "Lima"),
        ("monitors", "agent", "Prison Watch"),
        ("monitors", "topic", "CECOT"),
    }


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_are_folded_as_all_others_are(text: str) -> None:
    assert fold(text + " é") == f"{fold(text)} e".strip()


def test_what_nobody_described_is_no_node_and_a_changed_node_stays_one_of_its_own() -> None:
    one, other, odd = (ox.NamedNode(ID + name) for name in ("one", "other", "odd"))
    kind, label = ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand("skos:prefLabel"))
    quads = [ox.Quad(x, kind, ox.NamedNode(NS + "Person"), FACTS) for x in (one, other)]
    quads += [ox.Quad(x, label, ox.Literal(x.value[-3:]), FACTS) for x in (other, one, odd)]
    quads += [ox.Quad(odd, kind, ox.NamedNode(expand("skos:Concept")), FACTS)]
    quads += [ox.Quad(one, label, ox.Literal("said elsewhere"), ox.NamedNode(ID + "graph"))]
    found = nodes(Store.memory(quads))
    assert [(iri, n["label"]) for iri, n in found.items()] == [
        (one.value, "one"), (other.value, "her"),
    ]  # fmt: skip
    found[one.value]["types"].append("Prison")
    assert found[other.value]["types"] == ["Person"]
    assert nodes(Store.memory(quads))[one.value]["types"] == ["Person"]


def test_no_prospect_no_report_and_no_evidence_is_a_node_of_the_facts(
    facts: nx.MultiDiGraph[str],
) -> None:
    assert {kind for _, kind in facts.nodes(data="kind")} == {"Entity", "Event", "Situation"}
    assert not {"send", "freed", "funds", "kidnapping"} & {n for _, n in facts.nodes(data="label")}
    assert all(iri.startswith(ID) for iri in facts)


def test_a_node_says_what_it_is(claims: nx.MultiDiGraph[str]) -> None:
    quispe = claims.nodes[ID + "ana-quispe"]
    assert quispe == {
        "label": "Ana Quispe", "type": "Person", "kind": "Entity", "types": ["Person"],
        "aliases": ["Quispe"], "exact_match": [],
    }  # fmt: skip
    by_label = {n["label"]: n for _, n in claims.nodes(data=True)}
    assert by_label["13 miners"]["count"] == 13
    assert by_label["hearing"]["edtf"] == "2025-06-03"
    assert by_label["hearing"]["time"] == "on 3 June 2025"


@pytest.mark.parametrize(
    ("label", "kind", "type_"),
    [
        ("send", "Prospect", "PrisonerTransfer"),
        ("freed", "ReportedEventuality", "Event"),
        ("criticized", "Event", "Criticism"),
        ("negotiates", "Situation", "Negotiation"),
        ("monitors", "Situation", "Situation"),
        ("CECOT", "Entity", "Prison"),
    ],
)
def test_what_did_not_happen_has_the_type_it_would_have(
    label: str, kind: str, type_: str, claims: nx.MultiDiGraph[str]
) -> None:
    (found,) = [n for _, n in claims.nodes(data=True) if n["label"] == label]
    assert (found["kind"], found["type"]) == (kind, type_)


def test_a_fact_edge_has_a_stable_key_counts_and_its_sentence(
    facts: nx.MultiDiGraph[str],
) -> None:
    found = edge(facts, "locatedIn")
    triple = f"{ID}cecot {NS}locatedIn {ID}el-salvador"
    assert found["id"] == "fact-" + hashlib.sha256(triple.encode()).hexdigest()[:16]
    assert (found["status"], found["n_claims"], found["n_sources"]) == ("fact", 1, 1)
    assert found["predicate_label"] == "located in"
    (sentence,) = found["sentences"]
    assert sentence["sentence"] == (
        "Its plan would send foreign inmates to CECOT, a prison in El Salvador."
    )
    assert sentence["quote"] == "CECOT, a prison in El Salvador"
    assert sentence["number"] == 2
    assert sentence["title"] == "Peru looks for prison space"
    assert (sentence["published"], sentence["url"]) == ("2025-06-04", "https://kg.example/prisons")


def test_offsets_lead_back_to_the_document(
    claims: nx.MultiDiGraph[str], example: Extraction
) -> None:
    text = example.document.text
    found = [s for *_, d in claims.edges(data=True) for s in d["sentences"]]
    assert found
    for sentence in found:
        begin = sentence["sentence_start"]
        assert text[sentence["start"] : sentence["end"]] == sentence["quote"]
        assert text[begin : begin + len(sentence["sentence"])] == sentence["sentence"]


def test_marks_are_the_mentions_of_both_ends_and_the_cue(claims: nx.MultiDiGraph[str]) -> None:
    (denied,) = [d for *_, d in claims.edges(data=True) if d["status"] == "denied"]
    (sentence,) = denied["sentences"]
    marked = [sentence["sentence"][a:b] for a, b in sentence["marks"]]
    assert list(zip(sentence["kinds"], marked, strict=True)) == [
        ("cue", "denied"), ("subject", "Peru"), ("cue", "funds"), ("object", "El Salvador"),
    ]  # fmt: skip
    assert (sentence["publisher"], sentence["author"], sentence["copy_of"]) == ("kg tests", "", "")


def test_every_fact_edge_shows_at_least_one_sentence(facts: nx.MultiDiGraph[str]) -> None:
    assert all(d["sentences"] and d["n_claims"] for *_, d in facts.edges(data=True))


def test_parallel_edges_of_a_pair_stay_apart(facts: nx.MultiDiGraph[str]) -> None:
    between = facts.get_edge_data(ID + "prison-watch", ID + "cecot")
    assert sorted(d["predicate_label"] for d in between.values()) == ["criticizes", "monitors"]
    assert all(key == d["id"] for key, d in between.items())


def test_ids_are_unique(facts: nx.MultiDiGraph[str], claims: nx.MultiDiGraph[str]) -> None:
    for graph in (facts, claims):
        ids = [d["id"] for *_, d in graph.edges(data=True)]
        assert len(set(ids)) == len(ids) > 5


@pytest.mark.parametrize(
    ("label", "predicate", "status", "speaker"),
    [
        ("foreign inmates", "transferredTo", "proposed", ""),
        ("CECOT", "locatedIn", "fact", ""),
        ("Peru", "funds", "denied", "Ana Quispe"),
        ("Some guards", "accusedOf", "alleged", "unattributed"),
        ("freed", "patient", "said", "Ana Quispe"),
    ],
)
def test_a_claim_edge_says_how_surely_and_who_says_it(
    label: str, predicate: str, status: str, speaker: str, claims: nx.MultiDiGraph[str]
) -> None:
    (found,) = [
        d for s, _, d in claims.edges(data=True)
        if (claims.nodes[s]["label"], local(d["predicate"])) == (label, predicate)
    ]  # fmt: skip
    assert (found["status"], found["speaker_label"]) == (status, speaker)
    assert found["is_fact"] == (status == "fact")
    assert found["sentences"][0]["speaker_label"] == speaker


def test_a_claim_about_an_eventuality_alone_gives_an_edge_for_each_role(
    claims: nx.MultiDiGraph[str],
) -> None:
    (found,) = [d for *_, d in claims.edges(data=True) if local(d["predicate"]) == "place"]
    assert found["id"].startswith("claim-")
    assert found["id"].endswith("-place-1")


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"certainty": "Certain"}, "says of"),
        ({"certainty": "Possible"}, "speaks of"),
        ({"polarity": "Negative"}, "denies of"),
        ({"modality": "Alleged"}, "alleges of"),
        ({"modality": "Proposed"}, "speaks of"),
    ],
)
def test_what_no_relation_renders_goes_from_its_speaker_to_what_it_is_about(
    example: Extraction, changes: dict[str, Any], label: str
) -> None:
    told = replace(example.claims[10], **changes)
    store = Store.memory(assemble([replace(example, claims=(told,))]))
    ((speaker, about, edge),) = entity_graph(store, claims=True).edges(data=True)
    names = {iri: n["label"] for iri, n in entity_graph(store, claims=True).nodes(data=True)}
    assert (names[speaker], names[about]) == ("many officials", "CECOT")
    assert (edge["predicate"], edge["predicate_label"]) == (NS + "about", label)
    assert edge["sentences"][0]["sentence"] == "CECOT may hold 40,000 people, many officials say."
    assert entity_graph(store).number_of_edges() == 0


def test_what_nobody_named_says_gives_no_edge(example: Extraction) -> None:
    told = replace(example.claims[10], speaker="e12", attribution=None)
    store = Store.memory(assemble([replace(example, claims=(told,))]))
    assert entity_graph(store, claims=True).number_of_edges() == 0


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"modality": "Hoped"}, "proposed"),
        ({"modality": "Evaluative"}, "evaluation"),
        ({"modality": "Alleged"}, "alleged"),
        ({"polarity": "Negative", "modality": "Hoped"}, "denied"),
        ({"polarity": "Undetermined"}, "possible"),
        ({"certainty": "Possible"}, "possible"),
        ({"certainty": "Probable"}, "fact"),
        ({"speaker": "a:b"}, "said"),
        ({"standing": "Contested"}, "contested"),
        ({"standing": "Rejected", "polarity": "Negative"}, "rejected"),
        ({"standing": "Confirmed", "speaker": "a:b"}, "fact"),
        ({"predicate": NS + "accusedOf"}, "said"),
    ],
)
def test_the_status_of_a_claim_is_one_word(
    change: dict[str, Any], status: str, example_store: Store
) -> None:
    fact = next(s for s in Claims(example_store).statements if s.is_fact)
    assert fact._replace(**change).status == status


def test_a_copy_of_a_source_does_not_count_twice(example: Extraction) -> None:
    copy = replace(example, document=replace(example.document, sha256="f" * 64))
    quads = assemble([example, copy])
    apart = [quad for quad in quads if quad.predicate.value != NS + "copyOf"]
    assert len(apart) == len(quads) - 1
    assert edge(entity_graph(Store.memory(apart)), "locatedIn")["n_sources"] == 2
    found = edge(entity_graph(Store.memory(quads)), "locatedIn")
    assert (found["n_sources"], found["n_claims"], len(found["sentences"])) == (1, 2, 2)


def test_facts_come_back_from_the_graph(facts: nx.MultiDiGraph[str], example_store: Store) -> None:
    back = {(q.subject, q.predicate, q.object) for q in from_graph(facts)}
    unreal = {
        iri for iri, n in entity_graph(example_store, claims=True).nodes(data=True)
        if n["kind"] in ("Prospect", "ReportedEventuality")
    }  # fmt: skip
    stored = {
        (q.subject, q.predicate, q.object)
        for q in example_store.quads(graph=FACTS)
        if q.subject.value.removesuffix("/time") not in unreal
        and local(q.predicate.value) not in ("earliest", "latest")
    }
    assert back == stored


def test_the_graph_of_what_came_back_is_the_same(facts: nx.MultiDiGraph[str]) -> None:
    again = entity_graph(Store.memory(from_graph(facts)))
    assert dict(again.nodes(data=True)) == dict(facts.nodes(data=True))
    assert edges(again) == edges(facts)


def test_prospects_come_back_as_what_they_would_be(claims: nx.MultiDiGraph[str]) -> None:
    would_be = ox.NamedNode(NS + "wouldBe")
    found = {local(q.object.value) for q in from_graph(claims) if q.predicate == would_be}
    assert found == {"PrisonerTransfer", "Event", "Funding", "Kidnapping"}


def test_the_order_of_nodes_and_edges_is_the_same_under_any_hash_seed(example_store: Store) -> None:
    code = (
        "import sys, hashlib, pyoxigraph as ox; from kg.graph import entity_graph; "
        "from kg.store import Store; "
        "quads = ox.parse(sys.stdin.buffer.read(), format=ox.RdfFormat.N_QUADS); "
        "g = entity_graph(Store.memory(quads), claims=True); "
        "print(repr([*g.nodes(data=True), *g.edges(data=True)]))"
    )
    quads = example_store.raw.dump(format=ox.RdfFormat.N_QUADS)
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], input=quads, env={"PYTHONHASHSEED": seed},
            capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(seen) == 1


def hops(graph: nx.MultiDiGraph[str], source: str, target: str, **more: int) -> list[list[str]]:
    label = graph.nodes(data="label")
    found = paths(graph, ID + source, ID + target, **more)
    return [[str(label[r[0].source]), *(str(label[h.target]) for h in r)] for r in found]


def test_the_shortest_route_ignores_direction(facts: nx.MultiDiGraph[str]) -> None:
    assert hops(facts, "prison-watch", "peru") == [["Prison Watch", "CECOT", "El Salvador", "Peru"]]
    (route,) = paths(facts, ID + "prison-watch", ID + "peru")
    assert [[e["forward"] for e in hop.edges] for hop in route] == [
        [True, True], [True], [False, False],
    ]  # fmt: skip


def test_several_routes_come_in_order_of_length(facts: nx.MultiDiGraph[str]) -> None:
    found = hops(facts, "prison-watch", "el-salvador", max_routes=3)
    assert found[0] == ["Prison Watch", "CECOT", "El Salvador"]
    assert len(found) == 3
    assert list(map(len, found)) == sorted(map(len, found))


def test_of_two_short_routes_the_one_through_entities_is_first() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(
        [("a", {}), ("e", {"kind": "Event"}), ("z", {"kind": "Entity"}), ("b", {})]
    )
    graph.add_edges_from([("a", "e"), ("e", "b"), ("a", "z"), ("z", "b")])
    assert [[h.target for h in r] for r in paths(graph, "a", "b", max_routes=2)] == [
        ["z", "b"], ["e", "b"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "target"), [("peru", "ana-quispe"), ("peru", "peru"), ("x", "peru")]
)
def test_there_may_be_no_route(source: str, target: str, facts: nx.MultiDiGraph[str]) -> None:
    assert hops(facts, source, target) == []


@pytest.mark.parametrize(
    "text",
    ["Peru", "PERU", "perú", " peru ", "id:peru", "peru", ID + "peru", f"<{ID}peru>"],
)
def test_an_entity_is_found_by_any_of_its_names(text: str, example_store: Store) -> None:
    assert find(example_store, text) == ID + "peru"


def test_an_alias_and_an_id_of_a_document_find_too(
    example_store: Store, example: Extraction
) -> None:
    assert find(example_store, "quispe") == ID + "ana-quispe"
    inmates = f"doc-{example.document.sha8}/foreign-inmates"
    assert find(example_store, inmates) == ID + inmates
    assert find(example_store, "foreign-inmates") == ID + inmates


def test_an_old_iri_leads_to_what_it_was_merged_into(
    example_store: Store, example: Extraction
) -> None:
    assert find(example_store, f"{ID}doc-{example.document.sha8}/peru") == ID + "peru"
    assert find(example_store, f"doc-{example.document.sha8}/peru") == ID + "peru"


@pytest.mark.parametrize(
    ("text", "fix"),
    [("Cecto", "did you mean 'CECOT'?"), ("zzzzz", "kg ask entities lists them"),
     ("", "kg ask"), ("id:x", "kg ask")],
)  # fmt: skip
def test_a_misspelt_entity_is_not_found_but_named(
    text: str, fix: str, example_store: Store
) -> None:
    with pytest.raises(NotFoundError) as caught:
        find(example_store, text)
    assert fix in caught.value.fix


def test_several_entities_of_a_name_are_listed_never_guessed(example: Extraction) -> None:
    twin = replace(example.entities[4], id="e99", label="foreign inmates", mentions=())
    store = Store.memory(assemble([replace(example, entities=(*example.entities, twin))]))
    with pytest.raises(NotFoundError) as caught:
        find(store, "Foreign Inmates")
    assert "'Foreign Inmates' may mean:" in caught.value.what
    assert caught.value.what.count("foreign inmates") == 2
    assert "(unnamed group; Peru looks for prison space)" in caught.value.what
    assert "kg decide merge IRI INTO" in caught.value.fix
    assert "/foreign-inmates-2" in caught.value.what


def test_an_entity_goes_before_an_eventuality_of_the_same_name(example: Extraction) -> None:
    named = replace(example.eventualities[4], label="Lima")
    others = tuple(named if v.id == "v5" else v for v in example.eventualities)
    store = Store.memory(assemble([replace(example, eventualities=others)]))
    assert find(store, "lima") == ID + "lima"


@pytest.mark.parametrize(("one", "other"), [("Perú", "peru"), ("U.S.", "us"), ("A-B", "a b")])
def test_folding_forgets_case_accents_and_punctuation(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_letters_of_all_scripts_stay() -> None:
    assert fold("中国") == "中国"
    assert fold("...") == ""


def test_claims_touching_an_entity_are_those_that_name_it_or_its_events(
    example_store: Store,
) -> None:
    every = {s.iri for s in Claims(example_store).statements}
    cecot, quispe = (
        {s.iri for s in Claims(example_store, touching(example_store, ID + name)).statements}
        for name in ("cecot", "ana-quispe")
    )
    assert len(every) == 12
    assert len(cecot) == 5
    assert len(quispe) == 3
    assert cecot | quispe < every


def test_evidence_is_the_same_whether_one_reads_all_claims_or_few(example_store: Store) -> None:
    few, every = Claims(example_store, touching(example_store, ID + "cecot")), Claims(example_store)
    for statement in few.statements:
        assert few.evidence(statement) == every.evidence(statement)


def test_edges_follow_the_ontology() -> None:
    drawn = edge_properties()
    assert drawn[NS + "agent"] is True
    assert drawn[NS + "criticizes"] is False
    assert NS + "relation" not in drawn
    assert NS + "role" not in drawn
    assert {local(p) for p in drawn} <= set(vocabulary.default().properties)


def test_our_own_queries_give_sorted_distinct_text(example_store: Store) -> None:
    rows = select(example_store, "SELECT ?t ?none { ?s a ?t }", facts=True)
    assert rows == sorted(set(rows))
    assert rows[0][1] == ""
    assert expand("kg:a") == NS + "a"


def test_only_checked_iris_go_into_our_queries() -> None:
    with pytest.raises(ValueError, match="IRI"):
        values(["http://e/> } SERVICE <http://x/"])
