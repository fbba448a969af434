"""Parts of an entity graph, one edge for many, and foreign graphs as facts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import kg
from kg.errors import UsageError
from kg.graph import collapsed, entity_graph
from kg.graph.narrow import narrowed
from kg.knowledge import KnowledgeGraph
from kg.query import query
from kg.store import Store


@pytest.fixture
def opened(example_graph_dir: Path) -> Iterator[KnowledgeGraph]:
    with kg.open(example_graph_dir) as graph:
        yield graph


def labels(graph: nx.Graph[str]) -> set[str]:
    return set(nx.get_node_attributes(graph, "label").values())


@pytest.mark.parametrize(
    ("types", "there", "absent"),
    [
        (["Country"], {"Peru", "El Salvador"}, {"CECOT", "Lima"}),
        (["Place"], {"Peru", "El Salvador", "CECOT", "Lima"}, {"Ana Quispe", "hearing"}),
        (["kg:Person", "NGO"], {"Ana Quispe", "Prison Watch"}, {"Peru"}),
        (["https://kg.example/ns#Event"], {"hearing"}, {"Peru"}),
    ],
    ids=lambda v: "+".join(sorted(v)),
)
def test_types_keep_a_class_and_its_subclasses(
    types: list[str], there: set[str], absent: set[str], opened: KnowledgeGraph
) -> None:
    found = labels(opened.graph(types=types))
    assert there <= found
    assert not absent & found


def test_predicates_keep_a_property_and_its_sub_properties(opened: KnowledgeGraph) -> None:
    def kept(*names: str) -> set[str]:
        return {e["predicate_label"] for *_, e in opened.graph(predicates=names).edges(data=True)}

    assert kept("negotiatesWith") == {"negotiates with"}
    assert kept("kg:criticizes", "monitors") == {"criticizes", "monitors"}
    assert {"agent", "place"} <= kept("role")
    assert "negotiates with" not in kept("role")
    assert "negotiates with" in kept("relation")


@pytest.mark.parametrize(
    ("dates", "is_in"),
    [
        ({"since": "2025-06-04"}, True), ({"since": "2025-06-05"}, False),
        ({"until": "2025-06-04"}, True), ({"until": "2025-06-03"}, False),
        ({"since": "2025", "until": "2025"}, True),
        ({"since": "2025-06", "until": "2025-06"}, True),
        ({"since": "2026"}, False), ({"until": "2024"}, False),
    ],
    ids=str,
)  # fmt: skip
def test_dates_are_those_of_the_documents_both_ends_included(
    dates: dict[str, str], is_in: bool, opened: KnowledgeGraph
) -> None:
    part = opened.graph(**dates)
    assert bool(part.number_of_edges()) == is_in
    assert len(part) == len(opened.graph())


def test_what_has_no_date_is_in_no_time(example_store: Store) -> None:
    graph = entity_graph(example_store)
    for *_, edge in graph.edges(data=True):
        edge["sentences"] = [{**s, "published": ""} for s in edge["sentences"]]
    assert narrowed(graph, since="0001").number_of_edges() == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"types": ["Persn"]}, "did you mean 'Person'"),
        ({"predicates": ["criticises"]}, "did you mean 'criticizes'"),
        ({"types": "Person"}, "give a list"),
        ({"predicates": ["qqqqqqq"]}, "see ontology/kg.ttl"),
        ({"since": "tomorrow"}, "YYYY, YYYY-MM or YYYY-MM-DD"),
        ({"until": "1 May 2025"}, "YYYY, YYYY-MM or YYYY-MM-DD"),
    ],
    ids=str,
)
def test_a_wrong_name_is_refused_and_helped(
    options: dict[str, Any], words: str, opened: KnowledgeGraph
) -> None:
    with pytest.raises(UsageError) as caught:
        opened.graph(**options)
    assert words in caught.value.fix


def test_a_part_is_a_graph_of_its_own(example_store: Store) -> None:
    whole = entity_graph(example_store)
    part = narrowed(whole)
    assert nx.utils.graphs_equal(part, whole)
    part.remove_nodes_from(list(part))
    assert len(whole) > 0


def test_one_edge_stands_for_all_between_two_nodes(example_store: Store) -> None:
    whole = entity_graph(example_store, claims=True)
    single = collapsed(whole)
    assert sum(w for *_, w in single.edges(data="weight")) == whole.number_of_edges()
    assert set(single.edges) == {(a, b) for a, b, _ in whole.edges}
    names = {about["label"]: node for node, about in single.nodes(data=True)}
    edge = single.edges[names["Peru"], names["El Salvador"]]
    assert edge["weight"] == 3
    assert edge["statuses"] == ["denied", "fact"]
    assert len(edge["predicates"]) == 3
    assert len(edge["sentences"]) >= 3


def test_a_part_of_an_opened_graph_collapses_too(opened: KnowledgeGraph) -> None:
    types = ["Country", "Prison"]
    parallel = opened.graph(types=types, claims=True)
    single = opened.graph(types=types, claims=True, collapse=True)
    assert not single.is_multigraph()
    assert set(single) == set(parallel)
    assert single.number_of_edges() < parallel.number_of_edges()
    assert sum(w for *_, w in single.edges(data="weight")) == parallel.number_of_edges()


def test_an_option_of_the_graph_that_is_none_is_named(opened: KnowledgeGraph) -> None:
    with pytest.raises(TypeError, match=r"graph\(\) got an unexpected .* 'colour'"):
        opened.graph(colour="red")  # type: ignore[call-overload]


def test_a_question_takes_only_what_it_can_from_python(opened: KnowledgeGraph) -> None:
    assert [row["name"] for row in opened.ask("people", who="quispe")] == ["Ana Quispe"]
    assert opened.ask("happened", since=2025)
    with pytest.raises(UsageError, match="no class of the ontology"):
        opened.ask("entities", type="Persn")
    with pytest.raises(UsageError, match="no variable"):
        opened.ask("facts", whom="x")


def test_our_own_graph_comes_back_as_the_facts_that_it_was(example_store: Store) -> None:
    text = "SELECT ?a ?p ?b { ?p rdfs:subPropertyOf+ kg:relation . ?a ?p ?b } ORDER BY ?a ?p ?b"
    before = [q for q in example_store.quads() if "relatedTo" not in str(q)]
    again = kg.from_networkx(entity_graph(example_store))
    facts = {str(q) for q in again.quads()}
    assert facts <= {str(q) for q in before}
    assert len(facts) > 60
    assert query(example_store, text).rows


def test_any_graph_becomes_facts_with_the_plainest_words() -> None:
    store = kg.from_networkx(nx.Graph([("Ana", "Peru & Co."), (1, 2)]))
    text = "SELECT ?a ?b { ?x kg:relatedTo ?y . ?x skos:prefLabel ?a . ?y skos:prefLabel ?b }"
    assert {frozenset(row) for row in query(store, text).rows} == {
        frozenset({"Ana", "Peru & Co."}), frozenset({"1", "2"}),
    }  # fmt: skip


def test_nodes_of_one_spelling_stay_apart_and_iris_stay() -> None:
    graph = nx.DiGraph()
    graph.add_node("Peru", type="Country", aliases=["Perú"])
    graph.add_node("PERU", label="Peru", type="kg:Person")
    graph.add_edge("http://e/a", "Peru", predicate="criticizes")
    graph.add_edge("http://e/a", "PERU", predicate="http://e/p")
    store = kg.from_networkx(graph)
    assert len(query(store, "SELECT ?x { ?x skos:prefLabel 'Peru'@en }")) == 2
    assert query(store, "ASK { <http://e/a> kg:criticizes/skos:altLabel 'Perú' }")
    assert query(store, "ASK { <http://e/a> <http://e/p> ?x . ?x a kg:Person }")
    assert len(kg.from_networkx(nx.Graph())) == 0


@pytest.mark.parametrize(
    ("node", "edge", "words"),
    [({"type": "Persn"}, {}, "Person"), ({}, {"predicate": "criticises"}, "criticizes")],
)
def test_a_foreign_name_that_nobody_knows_is_refused(
    node: dict[str, Any], edge: dict[str, Any], words: str
) -> None:
    graph = nx.DiGraph()
    graph.add_node("a", **node)
    graph.add_edge("a", "b", **edge)
    with pytest.raises(UsageError) as caught:
        kg.from_networkx(graph)
    assert words in caught.value.fix
