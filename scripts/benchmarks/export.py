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
from kg.export.projection import FILES, Projection
from kg.graph.rows import expand
from kg.mirror import Writer
from kg.quads import BASE, document_graph, document_iri, kg
from kg.store import Store, change_store, load_lines
from kg.vocabulary import NS

EDGES = int(os.environ.get("KG_BENCH_EDGES", "1000000"))
STORED = os.environ.get("KG_BENCH_STORED", "20000,100000")
FORMATS = ("csv", "graphml", "gexf")
MEMORY = 200.0
"""Megabytes above the store that an export may take."""
ROWS = 1000
"""Facts that come to a store at a time."""
FACTS, GRAPH, DOCUMENT = ox.DefaultGraph(), document_graph("1"), document_iri("1")


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
            store(graph, count)
            for what in ("first", "again"):
                row = f"{what} of a store by kg export"
                yield from compared(row, Path(folder), count, graph, is_first=what == "first")


def compared(
    what: str,
    folder: Path,
    count: int,
    graph: Path | None = None,
    *,
    is_first: bool = False,
) -> Iterator[Row]:
    """Yield time and memory of all formats, from a store if there is one.

    The first export of a store keeps its rows beside it, for whatever comes after.
    """
    for name in FORMATS:
        if graph and is_first:
            (graph / FILES[False]).unlink(missing_ok=True)
        plain, _ = measured("plain", folder, count)
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
        before, start = peak(), time.process_time() - start  # the command's own start is counted
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


def store(graph: Path, count: int) -> None:
    """Make a graph directory with the store of so many facts, as `kg import` would load it."""

    def fill(raw: ox.Store, aside: Path) -> dict[str, str]:
        with Writer(aside, BASE) as mirror:
            load_lines(raw, mirror.take(stored(count)))
        return {}

    graph.mkdir()
    change_store(graph, fill)


def stored(count: int) -> Iterator[bytes]:
    """Yield the lines of so many facts, each with its claim and sentence, some rows at a time."""
    about = {"rdf:type": kg("Document"), "rdfs:label": ox.Literal("A day in Lima")}
    yield lines(DOCUMENT, about, GRAPH).encode()
    for first in range(0, count // 10 + 1, ROWS):
        rows = map(node, range(first, min(first + ROWS, count // 10 + 1)))
        yield "".join(map(described, rows)).encode()
    for first in range(0, count, ROWS):
        numbers = range(first, min(first + ROWS, count))
        yield "".join(fact(number, count) for number in numbers).encode()
        yield "".join(claim(number, count) for number in numbers).encode()


def described(row: dict[str, Any]) -> str:
    """Return the lines of an entity."""
    label = ox.Literal(row["label"], language="en")
    about = {"rdf:type": kg(row["type"]), "skos:prefLabel": label}
    return lines(ox.NamedNode(row["iri"]), about, FACTS)


def ends(number: int, count: int) -> tuple[ox.NamedNode, ox.NamedNode]:
    """Return the entities that a fact ties."""
    other = f"https://kg.example/id/person-{number % (count // 10)}"
    return ox.NamedNode(edge(number)["source"]), ox.NamedNode(other)


def fact(number: int, count: int) -> str:
    """Return the line of a fact."""
    source, target = ends(number, count)
    return lines(source, {"kg:criticizes": target}, FACTS)


def claim(number: int, count: int) -> str:
    """Return the lines of a claim and of its sentence."""
    source, target = ends(number, count)
    span = ox.NamedNode(f"{DOCUMENT.value}#char={number * 100},{number * 100 + 60}")
    said = {
        "rdf:type": kg("Claim"), "rdf:subject": source, "rdf:object": target,
        "rdf:predicate": kg("criticizes"), "kg:modality": kg("Asserted"),
        "kg:polarity": kg("Positive"), "kg:certainty": kg("Certain"),
        "kg:inDocument": DOCUMENT, "kg:evidence": span,
    }  # fmt: skip
    sentence = {
        "rdf:type": kg("Sentence"), "kg:start": ox.Literal(number * 100),
        "kg:end": ox.Literal(number * 100 + 60), "kg:number": ox.Literal(number + 1),
        "kg:quote": ox.Literal(edge(number)["sentence"]), "kg:inSentence": span,
    }  # fmt: skip
    iri = ox.NamedNode(f"https://kg.example/claim/{number:016x}")
    return lines(iri, said, GRAPH) + lines(span, sentence, GRAPH)


def lines(subject: ox.NamedNode, about: dict[str, Any], graph: Any) -> str:
    """Return what is said of a subject as N-Quads."""
    named = ((ox.NamedNode(expand(name)), value) for name, value in about.items())
    return "".join(f"{ox.Quad(subject, name, value, graph)} .\n" for name, value in named)
