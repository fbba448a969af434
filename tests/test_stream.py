"""Rows as they stream from the store are those of the entity graph, which holds it all at once."""

from __future__ import annotations

import errno
import gc
import random
import tempfile
import tracemalloc

import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.export import export, format_named, ordered, stream, tables
from kg.export import rows as rows_module
from kg.export.projection import projection
from kg.export.rows import column_types
from kg.graph import entity_graph
from kg.graph.scan import scan
from kg.store import Store, write_store
from kg.vocabulary import PREFIXES
from tests.kept import kept_rows


def term(curie):
    prefix, _, name = curie.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + name)


PEOPLE = [term(f"id:person-{n}") for n in range(3)]
EVENTS = [term(f"id:doc-1/event-{n}") for n in range(2)]
DOCUMENTS = [ox.NamedNode(f"https://kg.example/doc/{n}") for n in range(3)]
GRAPHS = [ox.NamedNode(f"https://kg.example/graph/doc/{n}") for n in range(3)]
PROPERTIES = ["kg:criticizes", "kg:worksFor", "kg:agent", "kg:place", "kg:dateOfBirth"]
KINDS = ["kg:Event", "kg:Prospect", "kg:ReportedEventuality"]


def made(seed):
    """Return the quads of some facts, claims and spans that a seed chooses, in any order."""
    dice = random.Random(seed)
    quads = [*people(dice), *events(dice)]
    ends = [*PEOPLE, *EVENTS, term("id:nobody")]
    quads += [
        ox.Quad(dice.choice(ends), term(dice.choice(PROPERTIES[:4])), dice.choice(PEOPLE))
        for _ in range(dice.randrange(8))
    ]
    for number, (document, graph) in enumerate(zip(DOCUMENTS, GRAPHS, strict=True)):
        quads.append(ox.Quad(document, term("rdf:type"), term("kg:Document"), graph))
        quads.append(ox.Quad(document, term("rdfs:label"), ox.Literal(f"Title {number}"), graph))
        quads += spans(dice, document, graph)
    if dice.random() < 0.5:  # what one document says of another is in a graph of its own
        quads.append(ox.Quad(DOCUMENTS[1], term("kg:copyOf"), DOCUMENTS[0], term("kg:identity")))
    for number in range(dice.randrange(8)):
        quads += claimed(number, claim(dice))
    unique = sorted(set(quads), key=str)
    dice.shuffle(unique)
    return unique


def people(dice):
    for number, person in enumerate(PEOPLE):
        yield ox.Quad(person, term("rdf:type"), term("kg:Person"))
        yield ox.Quad(person, term("skos:prefLabel"), ox.Literal(f"P {number}", language="en"))
        for alias in dice.sample(["b", "a", "\x00", ""], dice.randrange(3)):
            yield ox.Quad(person, term("skos:altLabel"), ox.Literal(alias))
        for year in dice.sample(range(1960, 1963), dice.randrange(3)):
            yield ox.Quad(person, term("kg:dateOfBirth"), ox.Literal(str(year)))


def events(dice):
    for event in EVENTS:
        yield ox.Quad(event, term("rdf:type"), term(dice.choice(KINDS)))
        time = ox.NamedNode(f"{event.value}/time")
        yield ox.Quad(event, term("kg:time"), time)
        yield ox.Quad(time, term("kg:timeText"), ox.Literal("May 2025"))
        if dice.random() < 0.5:
            yield ox.Quad(time, term("kg:earliest"), ox.Literal("2025-05-01"))


def spans(dice, document, graph):
    """Yield six spans of a document, some within one or two others."""
    for number in range(6):
        start = dice.randrange(40)
        span = ox.NamedNode(f"{document.value}#char={number}")
        yield ox.Quad(span, term("rdf:type"), term("kg:Sentence"), graph)
        values = [("kg:start", start), ("kg:end", start + 5), ("kg:quote", f"Word {number}.")]
        for name, value in values:
            yield ox.Quad(span, term(name), ox.Literal(value), graph)
        for inside in dice.sample(range(6), dice.randrange(3)):
            sentence = ox.NamedNode(f"{document.value}#char={inside}")
            yield ox.Quad(span, term("kg:inSentence"), sentence, graph)


def claim(dice):
    """Return a claim; half of all are such as make a fact."""
    plain = dice.random() < 0.5
    return {
        "rdf:subject": dice.choice([None, *PEOPLE, EVENTS[0]]),
        "rdf:predicate": term(dice.choice([*PROPERTIES[:2], PROPERTIES[4]])),
        "rdf:object": dice.choice([None, *PEOPLE]),
        "kg:about": dice.choice([None, *EVENTS, PEOPLE[0]]),
        "kg:modality": term(dice.choice(["kg:Asserted", "kg:Asserted" if plain else "kg:Alleged"])),
        "kg:polarity": term(
            dice.choice(["kg:Positive", "kg:Positive" if plain else "kg:Negative"])
        ),
        "kg:certainty": term(dice.choice(["kg:Certain", "kg:Probable"])),
        "kg:standing": dice.choice([None, "kg:Active", "kg:Confirmed", "kg:Contested"]),
        "kg:speaker": None if plain else dice.choice([None, PEOPLE[2]]),
        "document": dice.randrange(3),
        "spans": dice.sample(range(6), dice.randrange(1, 4)),
    }


def claimed(number, claim):
    """Yield the quads of a claim."""
    document, graph = DOCUMENTS[claim["document"]], GRAPHS[claim["document"]]
    iri = ox.NamedNode(f"https://kg.example/claim/{number:016x}")
    found = {n: v for n, v in claim.items() if ":" in n}
    if claim["rdf:predicate"] == term("kg:dateOfBirth"):
        found["rdf:object"] = ox.Literal("1961")
        found["rdf:subject"] = found["rdf:subject"] or PEOPLE[0]
    standing = found.pop("kg:standing")
    found["kg:standing"] = standing and term(standing)
    found["kg:inDocument"] = document
    for name, value in found.items():
        if value:
            yield ox.Quad(iri, term(name), value, graph)
    for span in claim["spans"]:
        yield ox.Quad(
            iri, term("kg:evidence"), ox.NamedNode(f"{document.value}#char={span}"), graph
        )


def check(store, *, claims):
    """Compare what streams with the entity graph."""
    projected, left_out = projection(store, claims=claims)
    graph = entity_graph(store, claims=claims)
    assert [n["iri"] for n in projected.nodes] == sorted(graph)
    for row in projected.nodes:
        about = graph.nodes[row["iri"]]
        for name in ("label", "kind", "aliases", "time", "value_claims"):
            assert row.get(name) == (about.get(name) or None) or about.get(name) == ""
        held = [v["value"] for v in about.get("values", ()) if v["property"] == "dateOfBirth"]
        assert row.get("dateOfBirth", "") == "; ".join(held)
    edges = sorted(graph.edges(keys=True, data=True), key=lambda e: e[2])
    assert [e["id"] for e in projected.edges] == [key for *_, key, _ in edges]
    for row, (source, target, _, about) in zip(projected.edges, edges, strict=True):
        assert (row["source"], row["target"]) == (source, target)
        assert row["status"] == about["status"]
        assert row["n_claims"] == about.get("n_claims", 1)
        assert row["n_sources"] == about.get("n_sources", 1)
        told = about["sentences"][0] if about["sentences"] else {}
        for name in ("quote", "sentence", "certainty", "standing", "speaker_label"):
            assert row.get(name, "") == told.get(name, "")
        assert row.get("source_doc", "") == told.get("title", "")
    assert projected.further == sum(max(0, len(d["sentences"]) - 1) for *_, d in edges)
    return left_out


@pytest.mark.parametrize("claims", [True, False])
def test_what_streams_is_the_entity_graph_in_any_order_of_quads(claims):
    edges = 0
    for seed in range(60):
        with Store.memory(made(seed)) as store:
            check(store, claims=claims)
            edges += entity_graph(store, claims=claims).number_of_edges()
    assert edges > 100


@pytest.mark.parametrize("seed", range(3))
def test_a_store_on_disk_streams_what_one_in_memory_does(seed, tmp_path):
    quads = made(seed)
    write_store(tmp_path, [quads])
    with Store.open(tmp_path) as disk, Store.memory(quads) as memory:
        check(disk, claims=True)
        for claims in (True, False):
            one, other = (projection(s, claims=claims) for s in (memory, disk))
            assert list(one[0].edges) == list(other[0].edges)
            assert list(one[0].nodes) == list(other[0].nodes)
            assert one[1] == other[1]


def test_each_subject_of_a_store_on_disk_comes_once(example_graph_dir):
    with Store.open(example_graph_dir) as store:
        found = [subject for subject, _ in scan(store, ["kg:start", "kg:quote", "kg:modality"])]
        assert len(found) == len(set(found)) > 20
        facts = dict(scan(store, ["rdf:type", "skos:prefLabel"], facts=True))
        assert facts["https://kg.example/id/peru"]["skos:prefLabel"] == ["Peru"]
        assert "kg:quote" not in {name for about in facts.values() for name in about}


def many(count):
    """Yield the quads of so many claims and facts, each with a sentence of its own."""
    document, graph = DOCUMENTS[0], GRAPHS[0]
    for person in (iris := [term(f"id:p-{n}") for n in range(count)]):
        yield ox.Quad(person, term("rdf:type"), term("kg:Person"))
    for number, person in enumerate(iris):
        span = ox.NamedNode(f"{document.value}#char={number}")
        claim = {"rdf:subject": person, "rdf:predicate": term("kg:criticizes"),
                 "rdf:object": iris[number // 2], "kg:modality": term("kg:Asserted"),
                 "kg:polarity": term("kg:Positive"), "kg:certainty": term("kg:Certain"),
                 "document": 0, "spans": [number], "kg:standing": None}  # fmt: skip
        yield ox.Quad(person, claim["rdf:predicate"], claim["rdf:object"])
        yield from claimed(number, claim)
        for name, value in (("kg:start", number), ("kg:quote", f"{'words ' * 50}{number}")):
            yield ox.Quad(span, term(name), ox.Literal(value), graph)


def peak(count, name):
    """Return the bytes that Python held at most while it exported so many edges."""
    with Store.memory(many(count)) as store:
        tracemalloc.start()
        given_ = export(store, format_named(name))
        pieces = (p for _, found in given_.folder for p in found) if given_.folder else given_.file
        size = sum(map(len, pieces))
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert given_.report.carried == {"nodes": count, "edges": count}
    assert size > 500 * count
    return held


@pytest.mark.parametrize("name", ["csv", "graphml"])
def test_four_times_the_edges_take_no_more_memory(name, monkeypatch):
    for place, constant in ((rows_module, "_BATCH"), (stream, "_PILE"), (tables, "_BATCH")):
        monkeypatch.setattr(place, constant, 50)
    monkeypatch.setattr(ordered, "_RUN", 200)
    monkeypatch.setattr(ordered, "_CHUNK", 2)
    gc.disable()  # a collection gives back the 2,000 tuples of a size that Python keeps for later
    try:
        peak(2_100, name)  # what is read once is read, and so many tuples are kept
        assert peak(1_200, name) < 1.3 * peak(300, name)
    finally:
        gc.enable()


# ---------------------------------------------------------------- rows on disk


def test_rows_are_read_by_several_at_the_same_time():
    rows = [{"n": n, "text": "x\ud800", "list": ["a"]} for n in range(1_200)]
    kept = kept_rows(iter(rows))
    pairs = list(zip(kept, kept, strict=True))
    assert [a for a, _ in pairs] == [b for _, b in pairs] == rows
    assert len(kept) == 1_200
    assert column_types(kept) == column_types(rows) == {"list": list, "n": int, "text": str}


def test_types_of_a_column_are_of_all_batches():
    rows = [{"a": 1}] * 700 + [{"a": "x"}]
    assert column_types(kept_rows(rows)) == {"a": str}
    assert column_types(kept_rows([])) == {}
    assert list(kept_rows([])) == []


def test_without_room_aside_the_error_says_where(example_store, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("kg.export.projection.put", full)
    with pytest.raises(StoreError, match="No space left on device") as error:
        projection(example_store)
    assert "TMPDIR" in error.value.fix
    assert error.value.where == tempfile.gettempdir()
