"""What is held in memory, by processes of their own: a loaded store, the graph in networkx."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyoxigraph as ox
import shapes

from benchmarks import Row, best

if TYPE_CHECKING:
    import networkx as nx

MOST = 100_000
"""Quads, or facts, beyond which rdflib would take minutes."""
_BEGIN = """
import re, sys
import networkx, pyoxigraph, rdflib
from kg.graph.links import Links
from kg.query import worker
from kg.store import Store, change_store, load_lines
from pathlib import Path
def peak():  # that of getrusage begins with the parent's
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
before = peak()
"""
_LOADS = {
    "kg": "held = worker._open(None, open(sys.argv[1], 'rb'))",
    "pyoxigraph bulk_load": "held = pyoxigraph.Store(); held.bulk_load(path=sys.argv[1])",
    "rdflib": "held = rdflib.Dataset(); held.parse(sys.argv[1], format='nquads')",
}
_WRITES = {
    "kg": """
def fill(raw, _):
    load_lines(raw, open(sys.argv[1], 'rb'))
    return {}
change_store(Path(sys.argv[2]), fill)""",
    "pyoxigraph bulk_load": """
held = pyoxigraph.Store(sys.argv[2] + '/raw'); held.bulk_load(path=sys.argv[1])""",
    "rdflib": _LOADS["rdflib"],
}
_GRAPHS = {
    "kg": """
directory = Path(sys.argv[1])
held = Links(Store.open(directory), directory=directory).plain()""",
    "bare": """
held = networkx.Graph()
held.add_edges_from((f'https://kg.example/id/p{a}', f'https://kg.example/id/p{b}')
                    for a, b in map(str.split, open(sys.argv[2])))""",
}
_END = "\nprint(peak() - before)"


def rows() -> Iterator[Row]:
    """Yield megabytes at the peak, beyond what the imports take, and the time of the graph."""
    sizes = sorted(int(n) for n in os.environ.get("KG_BENCH_SIZES", "10000,100000").split(","))
    for size in (n for n in sizes if n <= MOST):
        with TemporaryDirectory() as folder:
            yield from _load(Path(folder), size)
            yield from _graph(Path(folder), size)


def _load(folder: Path, size: int) -> Iterator[Row]:
    file = folder / "news.nq"
    ox.serialize(shapes.news(size), str(file), format=ox.RdfFormat.N_QUADS)
    for what, codes in (("loading N-Quads to memory", _LOADS), ("writing a store", _WRITES)):
        (folder / "graph").mkdir(exist_ok=True)
        ours, *peers = (_peak(code, str(file), str(folder / "graph")) for code in codes.values())
        for name, theirs in zip(list(codes)[1:], peers, strict=True):
            goal = ">= 3" if name == "rdflib" else ""
            yield Row(f"peak of {what}", ours, theirs, name, "MB", goal, size)


def _graph(folder: Path, size: int) -> Iterator[Row]:
    """Yield what is connected, in networkx, against the same edges put into it one by one."""
    from kg.graph.links import Links
    from kg.store import Store, write_store

    write_store(folder, [ox.parse("".join(shapes.told(size)), format=ox.RdfFormat.TRIG)])
    edges = folder / "edges.txt"
    edges.write_text("".join(f"{a} {b}\n" for a, b in shapes.pairs(size)), encoding="utf-8")
    with Store.open(folder) as store:

        def connected() -> nx.Graph[str]:
            return Links(store, directory=folder).plain()

        first, bare = best(connected, 1), _bare(connected())
        for what, ours, goal in (("first", first, ""), ("again", best(connected), "<= 1.4")):
            yield Row(f"what is connected, {what}", ours, bare, "add_edges_from", goal=goal,
                      size=size)  # fmt: skip
    peak, least = (_peak(code, str(folder), str(edges)) for code in _GRAPHS.values())
    yield Row("peak of what is connected", peak, least, "add_edges_from", "MB", "", size)
    yield Row("that, an edge", peak * (1 << 20) / size, 650, "goal", "bytes", "<= 1", size)


def _bare(graph: nx.Graph[str]) -> float:
    """Return the seconds in which networkx takes the edges of a graph, one by one."""
    import networkx as nx

    edges = list(graph.edges())
    return best(lambda: nx.Graph().add_edges_from(edges))


def _peak(code: str, *arguments: str) -> float:
    """Return the megabytes at the peak of a process that does this, beyond its imports."""
    command = [sys.executable, "-c", _BEGIN + code + _END, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024
