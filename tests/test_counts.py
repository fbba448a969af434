"""Counts of a store: they are those of its parts counted one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.graph import central, communities, entity_graph
from kg.graph.claims import Claims
from kg.graph.counts import kinds, stats
from kg.graph.listing import sources_list
from kg.graph.rows import expand
from kg.knowledge import KnowledgeGraph
from kg.store import Store

DOCUMENT = ox.NamedNode("https://kg.example/graph/doc/1")


@pytest.fixture
def opened(example_graph_dir: Path) -> Iterator[KnowledgeGraph]:
    with kg.open(example_graph_dir) as graph:
        yield graph


def test_stats_count_everything_once(opened: KnowledgeGraph) -> None:
    found = opened.stats()
    assert (found["documents"], found["sources"]) == (1, 1)
    assert found["entities"]["Group"] == 5
    assert found["eventualities"] == {
        "Prospect": 2, "ReportedEventuality": 2, "Event": 2, "Situation": 2,
    }  # fmt: skip
    assert sum(found["facts"].values()) == opened.graph().number_of_edges()
    assert found["claims"]["standing"] == {"Active": 12}
    assert sum(found["claims"]["modality"].values()) == 12
    assert found["claims"]["status"]["fact"] == 7
    assert found["quads"] == len(opened.store)


def test_stats_of_nothing_are_zero() -> None:
    found = stats(Store.memory())
    assert (found["documents"], found["entities"], found["facts"]) == (0, {}, {})


def test_stats_name_the_central_and_the_communities_when_asked(opened: KnowledgeGraph) -> None:
    assert not {"central", "communities"} & set(opened.stats())
    found = opened.stats(central=3, communities=True)
    assert [len(found["central"]), found["central"][0]["label"]] == [3, "CECOT"]
    ranks = [e["pagerank"] for e in found["central"]]
    assert ranks == sorted(ranks, reverse=True)
    assert found["communities_by"] == "Louvain (networkx)"
    sizes = [len(c) for c in found["communities"]]
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes) >= 2


def claims(store: Store) -> dict[str, Counter[str]]:
    """Return what `stats` says of claims, each read and looked at."""
    every = Claims(store).statements
    return {n: Counter(getattr(s, n) for s in every) for n in ("modality", "standing", "status")}


def test_claims_are_counted_as_each_of_them_is(example_store: Store) -> None:
    assert stats(example_store)["claims"] == claims(example_store)


def qualities() -> Iterator[dict[str, str]]:
    """Yield claims of every kind: with all qualities, with some, by somebody and by nobody."""
    for modality, polarity, certainty, standing, speaker in product(
        ("Asserted", "Alleged", "Proposed"),
        ("Positive", "Negative", ""),
        ("Certain", "Possible"),
        ("Active", "Contested", "Rejected", ""),
        ("id:one", ""),
    ):
        yield {
            "kg:modality": f"kg:{modality}",
            "kg:polarity": polarity and f"kg:{polarity}",
            "kg:certainty": f"kg:{certainty}",
            "kg:standing": standing and f"kg:{standing}",
            "kg:speaker": speaker,
            "rdf:predicate": "kg:supports",
        }


def test_every_kind_of_claim_has_the_status_that_it_has_when_it_is_read() -> None:
    quads = [
        ox.Quad(ox.NamedNode(f"x:claim/{n}"), *(ox.NamedNode(expand(e)) for e in pair), DOCUMENT)
        for n, claim in enumerate(qualities())
        for pair in claim.items()
        if pair[1]
    ]
    store = Store.memory(quads)
    found = stats(store)["claims"]
    assert found == claims(store)
    assert sum(found["status"].values()) == 3 * 3 * 2 * 4 * 2
    assert set(found["status"]) >= {"fact", "denied", "contested", "rejected", "alleged", "said"}


def test_the_most_frequent_comes_first_and_equals_by_name(example_store: Store) -> None:
    for name in ("modality", "status"):
        counted = list(stats(example_store)["claims"][name].items())
        assert counted == sorted(counted, key=lambda each: (-each[1], each[0]))
    assert next(iter(stats(example_store)["entities"])) == "Group"


def test_what_is_central_is_central_in_the_whole_graph_too(example_store: Store) -> None:
    found = stats(example_store, central=4, communities=True)
    whole = entity_graph(example_store)
    assert found["central"] == central(whole, 4)
    assert found["communities"] == communities(whole)


def test_a_prospect_is_neither_a_fact_nor_central(example_store: Store) -> None:
    found = stats(example_store, central=100)
    unreal = {
        iri for iri, node in entity_graph(example_store, claims=True).nodes(data=True)
        if node["kind"] in ("Prospect", "ReportedEventuality")
    }  # fmt: skip
    assert unreal
    assert not unreal & {each["iri"] for each in found["central"]}


def test_documents_are_listed_with_what_their_claims_are(example_store: Store) -> None:
    every = Claims(example_store).statements
    for found in sources_list(example_store):
        own = [s for s in every if s.document == found["document"]]
        assert found["n_claims"] == len(own) > 0
        assert found["n_attributed"] == sum(bool(s.speaker) for s in own)
        assert found["n_facts"] == sum(s.is_fact for s in own)


def test_claims_are_counted_for_the_document_that_holds_them() -> None:
    quads = []
    for n in range(6):
        iri, graph = ox.NamedNode(f"x:claim/{n}"), ox.NamedNode(f"x:graph/{n % 2}")
        for name, value in (("modality", "kg:Asserted"), ("inDocument", f"id:doc-{n % 2}")):
            quads.append(
                ox.Quad(
                    iri,
                    ox.NamedNode(expand(f"kg:{name}")),
                    ox.NamedNode(expand(value)),
                    graph,
                )
            )
    counted = {kind.document: number for kind, number in kinds(Store.memory(quads))}
    assert counted == {expand("id:doc-0"): 3, expand("id:doc-1"): 3}
