"""One opened graph directory: kg.open, query, ask, graph, dataset, show, path, stats."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

import kg
from kg.cli import run
from kg.errors import NotFoundError, StoreError, UsageError
from kg.graph.dossier import dossier
from kg.knowledge import KnowledgeGraph


@pytest.fixture
def opened(example_graph_dir: Path) -> Iterator[KnowledgeGraph]:
    with kg.open(example_graph_dir) as graph:
        yield graph


def test_a_query_takes_its_parameters_as_keywords(opened: KnowledgeGraph) -> None:
    text = "SELECT ?name { ?p a ?type ; skos:prefLabel ?name }"
    assert opened.query(text, type="kg:Person").rows == [("Ana Quispe",)]
    assert opened.query(text, type="kg:Country", max_rows=1).is_cut
    assert not opened.query("ASK { ?c kg:modality ?m }", facts=True)


def test_a_named_question_is_asked_by_name(opened: KnowledgeGraph) -> None:
    said = opened.ask("who-said-what", who="quispe")
    assert [row["cue"] for row in said] == ["said", "denied"]
    with pytest.raises(NotFoundError, match="no question 'fact'") as caught:
        opened.ask("fact")
    assert "'facts'" in caught.value.fix


def test_the_graph_is_networkx(opened: KnowledgeGraph) -> None:
    graph = opened.graph()
    assert isinstance(graph, nx.MultiDiGraph)
    assert len(opened.graph(claims=True)) > len(graph)


def test_the_dataset_is_rdflib_over_the_same_store(opened: KnowledgeGraph) -> None:
    from rdflib import Dataset, URIRef

    assert isinstance(opened.dataset, Dataset)
    peru = URIRef("https://kg.example/id/peru")
    assert (peru, None, None) in opened.dataset


def test_show_tells_facts_claims_and_words_apart(opened: KnowledgeGraph) -> None:
    cecot = opened.show("cecot")
    assert (cecot["label"], cecot["type"], cecot["mentions"]) == ("CECOT", "Prison", 5)
    assert len(cecot["documents"]) == 1
    facts = [(f["forward"], f["predicate_label"], f["other_label"]) for f in cecot["facts"]]
    assert facts == [
        (True, "located in", "El Salvador"),
        (False, "criticizes", "Prison Watch"),
        (False, "monitors", "Prison Watch"),
        (False, "topic", "criticized"),
        (False, "topic", "monitors"),
    ]
    assert {(c["status"], c["speaker_label"]) for c in cecot["claims"]} == {
        ("possible", "many officials"), ("proposed", ""),
    }  # fmt: skip
    assert all(item["sentences"] for item in [*cecot["facts"], *cecot["claims"]])


def test_show_tells_what_somebody_says(opened: KnowledgeGraph) -> None:
    quispe = opened.show("Ana Quispe")
    assert sorted((s["status"], s["text"]) for s in quispe["says"]) == [
        ("denied", "Peru funds El Salvador"), ("said", "freed (event)  affected: 13 miners"),
    ]  # fmt: skip
    assert quispe["claims"] == []


def test_a_claim_of_an_entity_is_told_in_its_own_words(opened: KnowledgeGraph) -> None:
    texts = [c["text"] for c in opened.show("cecot")["claims"]]
    assert "CECOT: “CECOT may hold 40,000 people”" in texts


def test_a_prospect_has_no_facts(opened: KnowledgeGraph) -> None:
    found = opened.show("send")
    assert (found["kind"], found["facts"]) == ("Prospect", [])
    assert [c["status"] for c in found["claims"]] == ["proposed"]


def test_a_role_that_repeats_a_relation_is_marked(opened: KnowledgeGraph) -> None:
    facts = dossier(opened.store, opened.iri("CECOT"))["facts"]
    marked = {(f["predicate_label"], f["is_repetition"]) for f in facts}
    assert marked == {("located in", False), ("criticizes", False), ("monitors", False),
                      ("topic", True)}  # fmt: skip
    hearing = next(i for i, d in opened.graph().nodes(data=True) if d["type"] == "Hearing")
    assert not any(f["is_repetition"] for f in dossier(opened.store, hearing)["facts"])


def test_the_facts_of_show_are_the_edges_of_the_graph(opened: KnowledgeGraph) -> None:
    graph = opened.graph()
    for iri in graph:
        shown = {f["id"]: f["n_claims"] for f in dossier(opened.store, iri)["facts"]}
        around = [*graph.in_edges(iri, data=True), *graph.out_edges(iri, data=True)]
        assert shown == {d["id"]: d["n_claims"] for *_, d in around}


def test_a_path_has_labels_directions_and_sentences(opened: KnowledgeGraph) -> None:
    (route,) = opened.path("Prison Watch", "perú")
    assert [(h["source_label"], h["target_label"]) for h in route] == [
        ("Prison Watch", "CECOT"), ("CECOT", "El Salvador"), ("El Salvador", "Peru"),
    ]  # fmt: skip
    assert all(e["sentences"] for h in route for e in h["edges"])
    assert opened.path("Peru", "Ana Quispe") == []
    assert len(opened.path("Prison Watch", "El Salvador", max_routes=3)) == 3


def test_an_unknown_end_of_a_path_is_named(opened: KnowledgeGraph) -> None:
    with pytest.raises(NotFoundError, match="no entity 'Chile'"):
        opened.path("Peru", "Chile")


def test_a_missing_graph_and_a_missing_store_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        kg.open(tmp_path / "none.kg")
    with pytest.raises(StoreError):
        kg.open(tmp_path)


def test_a_closed_graph_lets_go_of_the_store(example_graph_dir: Path) -> None:
    with kg.open(example_graph_dir) as graph:
        store = graph.store
    with pytest.raises(StoreError, match="closed"):
        len(store)


def test_find_searches_and_keeps_its_index_beside_the_store(opened: KnowledgeGraph) -> None:
    (found,) = opened.find("quipse")["entities"]
    assert found["label"] == "Ana Quispe"
    assert (opened.directory / "store.search").is_file()
    assert len(opened.find("p", limit=2)["entities"]) == 2


def test_timeline_claims_and_sources_take_names(opened: KnowledgeGraph) -> None:
    assert [e["label"] for e in opened.timeline("lima")["dated"]] == ["hearing"]
    assert len(opened.timeline()["undated"]) == 4
    assert [c["text"] for c in opened.claims(by="quispe", about="Peru")] == [
        "Peru funds El Salvador"
    ]
    assert {c["speaker"] for c in opened.claims(by="narrator")} == {""}
    assert len(opened.claims()) == 12
    (document,) = opened.sources("prison space")
    assert len(document["claims"]) == 12
    with pytest.raises(NotFoundError):
        opened.claims(about="Nobody")
    with pytest.raises(NotFoundError):
        opened.timeline("Nobody")


def test_path_goes_around_and_over_claims(opened: KnowledgeGraph) -> None:
    (route,) = opened.path("Prison Watch", "Peru", via=["CECOT"])
    assert route[0]["target_label"] == "CECOT"
    assert opened.path("Prison Watch", "Peru", avoid=["El Salvador"]) == []
    assert opened.path("foreign inmates", "CECOT") == []
    (claimed,) = opened.path("foreign inmates", "CECOT", claims=True)
    assert {e["status"] for h in claimed for e in h["edges"]} <= {"proposed", "possible"}


def test_a_graph_tells_in_a_notebook_what_it_is_and_escapes_its_name(example_graph_dir):
    odd = example_graph_dir.rename(example_graph_dir.parent / "a<b>.kg")
    with kg.open(odd) as opened:
        assert repr(opened) == f"<KnowledgeGraph {odd}: {len(opened.store)} quads>"
        shown, counted = opened._repr_html_(), opened.stats()
    assert "a&lt;b&gt;.kg" in shown
    assert "<b>.kg" not in shown
    assert f"1 documents, {sum(counted['entities'].values())} entities" in shown
    assert f"{sum(counted['claims']['status'].values())} claims" in shown


@pytest.mark.parametrize("claims", [False, True])
def test_links_are_the_edges_of_the_graph_without_what_they_rest_on(
    opened: KnowledgeGraph, claims: bool
) -> None:
    whole, plain = opened.graph(claims=claims), opened.links(claims=claims)
    assert set(map(frozenset, plain.edges())) == set(map(frozenset, whole.edges()))
    assert plain.number_of_edges() > 5
    assert {tuple(about) for _, about in plain.nodes(data=True)} == {("kind",)}
    assert not any(about for *_, about in plain.edges(data=True))


# ---------------------------------------------------------------- what the commands do as well


def test_a_graph_is_exported_by_its_extension_or_a_format(
    opened: KnowledgeGraph, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    report = opened.export(tmp_path / "a.graphml", claims=True)
    assert (
        run(["export", "-g", str(opened.directory), "--claims", "-o", f"{tmp_path}/b.graphml"]) == 0
    )
    assert str(report) == capfd.readouterr().err.strip()
    assert (tmp_path / "a.graphml").read_bytes() == (tmp_path / "b.graphml").read_bytes()
    assert opened.export(tmp_path / "a.trig").is_lossless
    opened.export(tmp_path / "tables", format="csv")
    assert (tmp_path / "tables" / "nodes.csv").is_file()
    with pytest.raises(UsageError, match="no format for"):
        opened.export(tmp_path / "a.xyz")
    with pytest.raises(UsageError, match="unknown format 'grphml'"):
        opened.export(tmp_path / "a.xyz", format="grphml")


def test_a_graph_is_rendered_as_by_the_command(opened: KnowledgeGraph, tmp_path: Path) -> None:
    made = opened.render(tmp_path / "a.svg", focus="CECOT")
    assert (tmp_path / "a.svg").read_bytes() == made.content
    assert 0 < len(made.view.drawn) < len(opened.render(tmp_path / "b.html").view.drawn)
    with pytest.raises(UsageError):
        opened.render(tmp_path / "a.doc")
    with pytest.raises(NotFoundError, match="Nobody"):
        opened.render(tmp_path / "a.svg", focus="Nobody")


def test_a_decision_is_taken_through_an_open_graph_which_shows_it_at_once(
    opened: KnowledgeGraph,
) -> None:
    old = opened.iri("CECOT")
    told = opened.decide("contest", "CECOT located in El Salvador", why="no map", by="ana")
    assert told.lost == ("CECOT ──located in──▶ El Salvador",)
    assert opened.claims(contested=True)[0]["text"] == "CECOT located in El Salvador"
    opened.decide("rename", "CECOT", "Terrorism Confinement Center", by="ana")
    assert opened.iri("Terrorism Confinement Center") == old
    with pytest.raises(NotFoundError, match="no claim"):
        opened.decide("confirm", "Nobody said this", by="ana")
    assert opened.show("CECOT")["label"] == "Terrorism Confinement Center"  # it is open still
