"""What is exported and taken in again, into an empty graph, is the same graph."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest

import kg
from kg.archive import Archive
from kg.cli import run
from kg.tables import TableMap, import_file

AGAIN = {
    "nodelink": "again.json",
    "graphml": "again.graphml",
    "gexf": "again.gexf",
    "cytoscape": "again.cyjs",
    "cx2": "again.cx2",
    "csv": "again-csv",
    "parquet": "again-parquet",
}
"""The formats of entities and edges that can be taken in again, with a file of each."""
ANY = TableMap("Entity", "")


def drawn(directory: Path, *, claims: bool) -> nx.MultiDiGraph[str]:
    with kg.open(directory) as graph:
        return graph.graph(claims=claims)


def things(graph: nx.MultiDiGraph[str]) -> Counter[tuple[object, ...]]:
    """Return what is said of each entity; its IRI is of its document where nobody is named."""
    names = ("label", "type", "kind", "count", "time", "edtf")
    return Counter(
        (
            *(data.get(name) for name in names),
            *(tuple(data[name]) for name in ("types", "aliases", "exact_match")),
        )
        for _, data in graph.nodes(data=True)
    )


def ties(graph: nx.MultiDiGraph[str]) -> Counter[tuple[str, ...]]:
    label = dict(graph.nodes(data="label"))
    names = ("predicate", "predicate_label", "status")
    voice = ("modality", "polarity", "certainty", "speaker_label")
    return Counter(
        (label[s], label[t], *(d[n] for n in names), *(d.get(n, "") for n in voice))
        for s, t, d in graph.edges(data=True)
    )


@pytest.fixture
def again(example_graph_dir, tmp_path, monkeypatch, capsys):
    """Return what makes a second graph of the first, through a format."""
    monkeypatch.chdir(tmp_path)

    def make(format_: str, *options: str) -> Path:
        out = tmp_path / "again.kg"
        shutil.rmtree(out, ignore_errors=True)
        given = ["-g", str(example_graph_dir), "-f", format_, "-o", AGAIN[format_]]
        assert run(["export", *given, *options]) == 0
        assert run(["import", AGAIN[format_], "-g", str(out)]) == 0, capsys.readouterr().err
        return out

    return make


@pytest.mark.parametrize("claims", [False, True], ids=["facts", "claims"])
@pytest.mark.parametrize("format_", AGAIN)
def test_entities_and_edges_come_back(again, example_graph_dir, format_, claims):
    back = drawn(again(format_, *(["--claims"] if claims else [])), claims=claims)
    whole = drawn(example_graph_dir, claims=claims)
    assert things(back) == things(whole)
    assert ties(back) == ties(whole)
    assert len(back) > 5
    assert back.number_of_edges() > 5


@pytest.mark.parametrize("format_", AGAIN)
def test_what_comes_back_verifies(again, format_):
    assert run(["verify", "-g", str(again(format_, "--claims"))]) == 0


@pytest.mark.parametrize("format_", ["graphml", "csv", "nodelink"])
def test_no_claim_that_was_no_fact_becomes_one(again, example_graph_dir, format_):
    back = drawn(again(format_, "--claims"), claims=False)
    whole = drawn(example_graph_dir, claims=False)
    assert set(ties(back)) <= set(ties(whole))


def test_named_entities_keep_their_iris(again, example_graph_dir):
    whole = drawn(example_graph_dir, claims=False)
    named = {iri for iri in whole if "/id/doc-" not in iri}
    assert len(named) > 3
    assert named <= set(drawn(again("graphml"), claims=False))


def test_every_edge_has_its_element_as_evidence(again, example_graph_dir):
    back = drawn(again("gexf"), claims=False)
    for _, _, data in back.edges(data=True):
        assert data["sentences"], data
        for sentence in data["sentences"]:
            assert sentence["number"] > 0
            assert sentence["title"] == "again.gexf"
            assert data["predicate_label"] in sentence["sentence"] or "\t" in sentence["sentence"]


def test_the_same_file_again_is_no_work(again, example_graph_dir, tmp_path):
    out = again("graphml")
    sums = Archive.open(out).sums()
    assert import_file(tmp_path / "again.graphml", out, ANY).is_new is False
    assert Archive.open(out).sums() == sums


def test_a_second_trip_changes_nothing_more(again, tmp_path):
    first = drawn(again("nodelink", "--claims"), claims=True)
    given = ["export", "-g", str(tmp_path / "again.kg"), "-f", "nodelink", "--claims"]
    assert run([*given, "-o", "second.json"]) == 0
    import_file(tmp_path / "second.json", tmp_path / "second.kg", ANY)
    second = drawn(tmp_path / "second.kg", claims=True)
    assert things(second) == things(first)
    assert ties(second) == ties(first)


def test_edges_without_their_nodes_keep_how_surely_they_are_said(again, tmp_path, capsys):
    again("csv", "--claims")
    edges = tmp_path / "again-csv" / "edges.csv"
    assert run(["import", str(edges), "-g", str(tmp_path / "edges.kg")]) == 0
    back = drawn(tmp_path / "edges.kg", claims=True)
    assert {d["status"] for _, _, d in back.edges(data=True)} == {"possible"}
    told = capsys.readouterr().err
    assert "accusedOf does not join Entity and Entity" in told  # nothing says what they are


def test_what_another_program_adds_does_not_disturb(again, example_graph_dir, tmp_path):
    again("nodelink")
    path = tmp_path / "again.json"
    given = json.loads(path.read_text())
    for number, node in enumerate(given["nodes"]):
        node |= {"x": 0.5 * number, "modularity_class": number % 3, "nested": {"a": [1, None]}}
    path.write_text(json.dumps(given))
    import_file(path, tmp_path / "more.kg", ANY)
    assert things(drawn(tmp_path / "more.kg", claims=False)) == things(
        drawn(example_graph_dir, claims=False)
    )
