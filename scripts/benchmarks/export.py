"""What an export costs: the writers alone on rows that are made as they are taken, and `kg export`.

Sizes come from KG_BENCH_EDGES, the edges for the writers, and KG_BENCH_STORED, those of stores for
the command; without them 1000000, and 20000 and 100000. Each runs in a process of its own: CPU
time, of the command all of it, and the peak of its memory above that of an open store.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import networkx as nx
import pyoxigraph as ox

from benchmarks import Row
from kg.cli import run
from kg.export import format_named
from kg.export.formats import of_rows
from kg.export.projection import Projection
from kg.store import Store, write_store
from kg.vocabulary import NS, PREFIXES

EDGES = int(os.environ.get("KG_BENCH_EDGES", "1000000"))
STORED = os.environ.get("KG_BENCH_STORED", "20000,100000")
FORMATS = ("csv", "graphml", "gexf")
MEMORY = 200.0
"""Megabytes above the store that an export may take."""


class Rows:
    """So many rows, made each time they are asked for."""

    def __init__(self, count: int, *, are_edges: bool) -> None:
        self.count, self.are_edges = count, are_edges

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return map(edge if self.are_edges else node, range(self.count))


def node(number: int) -> dict[str, Any]:
    """Return an entity."""
    iri = f"https://kg.example/id/person-{number}"
    return {"iri": iri, "label": f"Person {number}", "type": "Person", "kind": "Entity"}


def edge(number: int) -> dict[str, Any]:
    """Return a fact with its sentence."""
    sentence = f"Person {number} met “Person {number // 10}” in Lima & said so."
    return {
        "id": f"fact-{number:016x}", "source": f"https://kg.example/id/person-{number // 10}",
        "target": f"https://kg.example/id/person-{number // 100}", "label": "criticizes",
        "predicate": f"{NS}criticizes", "status": "fact", "weight": 1, "n_claims": 1,
        "n_sources": 1,
        "quote": sentence, "sentence": sentence, "modality": "Asserted", "polarity": "Positive",
        "certainty": "Certain", "standing": "Active", "source_doc": "A day in Lima",
    }  # fmt: skip


def rows() -> Iterator[Row]:
    """Yield the writers against plain CSV of the same rows, then the whole command."""
    with TemporaryDirectory() as folder:
        yield from compared("written", Path(folder), EDGES)
    for count in map(int, STORED.split(",")):
        with TemporaryDirectory() as folder:
            graph = Path(folder) / "many.kg"
            graph.mkdir()
            write_store(graph, [stored(count)])
            for what, names in (("first", FORMATS[:1]), ("again", FORMATS)):
                row = f"{what} of a store by kg export"
                yield from compared(row, Path(folder), count, graph, names)


def compared(
    what: str,
    folder: Path,
    count: int,
    graph: Path | None = None,
    formats: tuple[str, ...] = (),
) -> Iterator[Row]:
    """Yield time and memory of some formats, of all if none is named; from a store if there is one.

    The first export of a store keeps its rows beside it, for whatever comes after.
    """
    plain, _ = measured("plain", folder, count)
    for name in formats or FORMATS:
        seconds, memory = measured(name, folder, count, graph)
        row = f"{name} {what}"
        yield Row(f"{row}, CPU", seconds, plain, "csv.writer", goal="<= 3", size=count)
        yield Row(f"{row}, memory", memory, MEMORY, "goal", "MB", goal="<= 1", size=count)


def measured(name: str, folder: Path, count: int, graph: Path | None = None) -> tuple[float, float]:
    """Return CPU seconds and megabytes of one export in a process of its own."""
    code = "import sys; from benchmarks.export import child; child(*sys.argv[1:])"
    command = [sys.executable, "-c", code, name, folder / f"out-{name}", str(count)]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(
        [*command, graph or ""], check=True, capture_output=True, text=True, env=env
    )
    seconds, memory = json.loads(done.stdout)
    subprocess.run(["rm", "-rf", folder / f"out-{name}"], check=True)
    return seconds, memory


def child(name: str, out: str, count: str, graph: str) -> None:
    """Do one export and print what it cost as JSON."""
    start = time.process_time()
    if graph:
        with Store.open(Path(graph)) as store:
            len(store)
            before, start = peak(), 0.0  # what comes before belongs to the command
        run(["export", "-g", graph, "-f", name, "-o", out])
    else:
        before = peak()
        if name == "plain":
            plain(Path(out), int(count))
        else:
            of_rows(projected(int(count)), format_named(name)).write(Path(out))
    print(json.dumps([time.process_time() - start, peak() - before]))


def projected(count: int) -> Projection:
    """Return a graph of a tenth as many nodes as edges."""
    nodes: Any = Rows(count // 10 + 1, are_edges=False)
    edges: Any = Rows(count, are_edges=True)
    return Projection(nx.MultiDiGraph, nodes, edges, 0)


def plain(out: Path, count: int) -> None:
    """Write the same rows as Python's own CSV, nodes and edges in one file."""
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        for found in (Rows(count // 10 + 1, are_edges=False), Rows(count, are_edges=True)):
            writer.writerows(row.values() for row in found)


def peak() -> float:
    """Return the most memory that this process held, in megabytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")  # getrusage tells the parent's
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def stored(count: int) -> Iterator[ox.Quad]:
    """Yield the quads of so many facts, each with its claim and sentence."""
    facts, graph = ox.DefaultGraph(), ox.NamedNode("https://kg.example/graph/doc/1")
    document = ox.NamedNode("https://kg.example/doc/1")

    def term(curie: str) -> ox.NamedNode:
        prefix, _, name = curie.partition(":")
        return ox.NamedNode(PREFIXES[prefix] + name)

    yield ox.Quad(document, term("rdf:type"), term("kg:Document"), graph)
    yield ox.Quad(document, term("rdfs:label"), ox.Literal("A day in Lima"), graph)
    for number in range(count // 10 + 1):
        row = node(number)
        yield ox.Quad(ox.NamedNode(row["iri"]), term("rdf:type"), term("kg:Person"), facts)
        label = ox.Literal(row["label"], language="en")
        yield ox.Quad(ox.NamedNode(row["iri"]), term("skos:prefLabel"), label, facts)
    for number in range(count):
        row = edge(number)
        source = ox.NamedNode(row["source"])
        target = ox.NamedNode(f"https://kg.example/id/person-{number % (count // 10)}")
        claim = ox.NamedNode(f"https://kg.example/claim/{number:016x}")
        span = ox.NamedNode(f"{document.value}#char={number * 100},{number * 100 + 60}")
        yield ox.Quad(source, term("kg:criticizes"), target, facts)
        for name, value in (
            ("rdf:type", term("kg:Claim")), ("rdf:subject", source), ("rdf:object", target),
            ("rdf:predicate", term("kg:criticizes")), ("kg:modality", term("kg:Asserted")),
            ("kg:polarity", term("kg:Positive")), ("kg:certainty", term("kg:Certain")),
            ("kg:inDocument", document), ("kg:evidence", span),
        ):  # fmt: skip
            yield ox.Quad(claim, term(name), value, graph)
        for name, value in (
            ("rdf:type", term("kg:Sentence")), ("kg:start", ox.Literal(number * 100)),
            ("kg:end", ox.Literal(number * 100 + 60)), ("kg:number", ox.Literal(number + 1)),
            ("kg:quote", ox.Literal(row["sentence"])), ("kg:inSentence", span),
        ):  # fmt: skip
            yield ox.Quad(span, term(name), value, graph)
