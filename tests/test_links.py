"""What is connected, read without sentences: the same edges as those of the whole graph."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
import shapes

from kg.graph import entity_graph, paths
from kg.graph.claims import Claims, touching
from kg.graph.links import FILES, Links, pair
from kg.graph.routes import hop, routes
from kg.graph.rows import expand, full_table, table
from kg.knowledge import KnowledgeGraph
from kg.model import Extraction
from kg.store import Store, write_store
from tests.kept import rename

HOME = "https://kg.example/"
BOTH = pytest.mark.parametrize("claims", [False, True], ids=["facts", "claims"])


def undirected(graph: nx.MultiDiGraph[str]) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in graph.edges()}


@BOTH
def test_the_same_nodes_are_connected_as_in_the_whole_graph(
    claims: bool, example_store: Store
) -> None:
    whole = entity_graph(example_store, claims=claims)
    plain = Links(example_store, claims=claims).plain()
    assert set(plain) == set(whole)
    assert {frozenset(pair) for pair in plain.edges()} == undirected(whole)
    assert dict(plain.nodes(data="kind")) == dict(whole.nodes(data="kind"))


@BOTH
def test_every_pair_has_the_edges_of_the_whole_graph_with_their_sentences(
    claims: bool, example_store: Store
) -> None:
    whole, links = entity_graph(example_store, claims=claims), Links(example_store, claims=claims)
    seen = 0
    for ends in undirected(whole):
        one, other = min(ends), max(ends)
        (edges,) = links.edges([(other, one)]).values()
        found = {key: (s, o, about) for s, o, key, about in edges}
        expected = {
            key: (s, o, about)
            for s, o in {(one, other), (other, one)}
            for key, about in (whole.get_edge_data(s, o) or {}).items()
        }
        assert found == expected
        seen += len(expected)
    assert seen == whole.number_of_edges() > 10


@BOTH
def test_routes_over_links_are_those_over_the_whole_graph(
    claims: bool, example_store: Store
) -> None:
    whole, links = entity_graph(example_store, claims=claims), Links(example_store, claims=claims)
    plain = links.plain()
    for one, other in permutations(sorted(plain), 2):
        expected = paths(whole, one, other, max_routes=3)
        found = routes(plain, [one, other], most=3)
        assert found == [[one, *(h.target for h in route)] for route in expected]
        for route, steps in zip(found, expected, strict=True):
            edges = links.edges(pairwise(route))
            assert [hop(a, b, edges[pair(a, b)]) for a, b in pairwise(route)] == list(steps)


@pytest.fixture
def opened(example_graph_dir: Path) -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph(example_graph_dir) as graph:
        yield graph


def unread(*_: Any, **__: Any) -> None:
    raise AssertionError("the store is read")


@BOTH
def test_what_is_connected_is_kept_beside_the_store_and_read_from_there(
    claims: bool, opened: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, directory = opened.store, opened.directory
    of_store = Links(store, claims=claims)
    plain = of_store.plain()
    assert graph_of(Links(store, claims=claims, directory=directory).plain()) == graph_of(plain)
    monkeypatch.setattr("kg.graph.links.described", unread)
    monkeypatch.setattr("kg.graph.links.facts", unread)
    kept = Links(store, claims=claims, directory=directory)
    assert graph_of(kept.plain()) == graph_of(plain)
    assert kept.edges(plain.edges()) == of_store.edges(plain.edges())
    assert plain.number_of_edges() > 5
    with pytest.raises(AssertionError):
        Links(store, claims=claims).plain()


def graph_of(plain: nx.Graph[str]) -> list[Any]:
    return [list(plain.nodes(data=True)), list(plain.edges())]


@BOTH
def test_a_changed_graph_is_read_again(
    claims: bool, example: Extraction, example_graph_dir: Path
) -> None:
    def kept() -> list[Any]:
        with Store.open(example_graph_dir) as store:
            found = Links(store, claims=claims, directory=example_graph_dir).plain()
            assert graph_of(found) == graph_of(Links(store, claims=claims).plain())
        return list(found)

    before = kept()
    rename(example_graph_dir, example, "Ana Zorrilla")
    assert set(kept()) - set(before) == {expand("id:ana-zorrilla")}


@pytest.mark.parametrize("harm", ["cut", "changed", "other"])
def test_what_does_not_fit_is_read_again(harm: str, opened: KnowledgeGraph) -> None:
    store, directory = opened.store, opened.directory
    paths = [directory / FILES[claims] for claims in (False, True)]
    plain, _ = [Links(store, claims=c, directory=directory).plain() for c in (False, True)]
    whole, other = (path.read_bytes() for path in paths)
    changed = whole.replace(b"id/peru", b"id/fiji")
    paths[0].write_bytes({"cut": whole[:-4096], "changed": changed, "other": other}[harm])
    assert graph_of(Links(store, directory=directory).plain()) == graph_of(plain)
    assert paths[0].read_bytes() == whole


def test_a_store_of_nothing_connects_nothing(tmp_path: Path) -> None:
    write_store(tmp_path, [])
    with Store.open(tmp_path) as store:
        for _ in range(2):
            assert graph_of(Links(store, directory=tmp_path).plain()) == [[], []]


def test_what_is_avoided_is_no_node(example_store: Store) -> None:
    links = Links(example_store)
    gone = expand("id:el-salvador")
    assert gone in links.plain()
    assert gone not in links.plain([gone])


def test_of_no_edge_there_are_none(example_store: Store) -> None:
    ends = expand("id:peru"), expand("id:nowhere")
    assert Links(example_store).edges([ends]) == {pair(*ends): []}
    assert Links(example_store).edges([]) == {}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a graph directory of 300 facts, made as the benchmark makes its own."""
    directory = tmp_path_factory.mktemp("large")
    quads = ox.parse("".join(shapes.told(300)), format=ox.RdfFormat.TRIG)
    write_store(directory, [quads])
    return directory


def test_the_data_of_the_benchmark_is_shaped_as_the_build_shapes_it(
    large: Path, example_store: Store
) -> None:
    with Store.open(large) as store:
        whole = entity_graph(store)
        known = {q.predicate.value for q in example_store.quads()} | {expand("kg:supports")}
        assert {q.predicate.value for q in store.quads()} <= known
    assert whole.number_of_edges() == len(set(shapes.pairs(300)))
    for one, other, edge in whole.edges(data=True):
        (told, *_) = edge["sentences"]
        marked = [told["sentence"][a:b] for a, b in told["marks"]]
        assert marked == [whole.nodes[iri]["label"] for iri in (one, other)]
        assert told["title"].startswith("Document ")


@pytest.mark.parametrize("options", [{}, {"via": 1}, {"avoid": 1}, {"max_routes": 5}], ids=str)
def test_a_route_through_many_edges_is_the_one_of_the_whole_graph(
    options: dict[str, Any], large: Path
) -> None:
    with KnowledgeGraph(large) as graph:
        whole = graph.graph()
        main = max(nx.weakly_connected_components(whole), key=len)
        first, last, middle = sorted(main)[0], sorted(main)[-1], sorted(main)[len(main) // 2]
        given = {k: [middle] if v == 1 else v for k, v in options.items()}
        found = graph.path(first, last, **given)
        if "avoid" in given:
            whole.remove_nodes_from(given.pop("avoid"))
        expected = paths(whole, first, last, **given)
    assert found
    told = [[(h["source"], h["target"], h["edges"]) for h in route] for route in found]
    assert told == [[(h.source, h.target, list(h.edges)) for h in route] for route in expected]
    assert all(h["target_label"].startswith("Name") for route in found for h in route)


def test_the_full_table_says_what_the_table_of_every_subject_says(example_store: Store) -> None:
    names = ("rdf:type", "skos:prefLabel", "skos:altLabel", "kg:modality")
    for facts in (False, True):
        every = full_table(example_store, names, facts=facts)
        assert list(every) == sorted(every)
        assert table(example_store, [*every, *every], names, facts=facts) == every
    assert table(example_store, ["https://e/nothing"], names) == {}


def test_a_value_in_two_graphs_is_one_value() -> None:
    one, name = ox.NamedNode("https://e/1"), ox.NamedNode(expand("skos:altLabel"))
    graphs = [ox.NamedNode("https://e/g"), ox.DefaultGraph()]
    quads = [ox.Quad(one, name, ox.Literal(text), g) for g in graphs for text in ("b", "a")]
    store = Store.memory(quads)
    expected = {one.value: {"skos:altLabel": ["a", "b"]}}
    assert full_table(store, ["skos:altLabel"]) == expected
    assert table(store, [one.value], ["skos:altLabel"]) == expected


def test_the_claims_of_one_entity_have_the_evidence_that_all_claims_have(
    example_store: Store,
) -> None:
    whole, seen = Claims(example_store), set()
    for iri in entity_graph(example_store, claims=True):
        few = Claims(example_store, touching(example_store, iri))
        for statement in few.statements:
            assert few.evidence(statement) == whole.evidence(statement)
            assert few.labels.get(statement.speaker) == whole.labels.get(statement.speaker)
            seen.add(statement.iri)
        assert few.sources(few.statements) == whole.sources(few.statements)
    assert seen == {s.iri for s in whole.statements}


def test_a_few_claims_know_of_what_their_documents_are_copies(large: Path) -> None:
    copy, original = ox.NamedNode(HOME + "doc/1"), ox.NamedNode(HOME + "doc/2")
    link = ox.Quad(
        copy, ox.NamedNode(expand("kg:copyOf")), original, ox.NamedNode(HOME + "graph/i")
    )
    with Store.open(large) as store:
        linked = Store.memory([*store.quads(), link])
    whole = Claims(linked)
    told = [s for s in whole.statements if s.document == copy.value]
    few = Claims(linked, {s.iri for s in told})
    assert len(few.statements) == 10
    for statement in told:
        (evidence,) = few.evidence(statement)
        assert evidence == whole.evidence(statement)[0]
        assert (evidence["title"], evidence["copy_of"]) == ("Document 1", "Document 2")
    assert few.sources(told) == 1


def test_no_claims_have_no_evidence_and_read_nothing(example_store: Store) -> None:
    none = Claims(example_store, ())
    assert (none.statements, none.labels, none.documents) == ([], {}, {})
