"""What a command costs before it does anything: its start, and a query on a small graph."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import KG, Row


def rows() -> Iterator[Row]:
    """Yield processor time of whole commands, children counted, over bare Python's."""
    bare = _cpu([sys.executable, "-c", "pass"])
    yield Row("kg --help, over bare Python", _cpu([*KG, "--help"]) - bare, 0.080, "goal", "s CPU",
              "<= 1")  # fmt: skip
    with TemporaryDirectory() as folder:
        graph = _graph(Path(folder))
        command = [*KG, "query", "-g", str(graph), "SELECT ?s { ?s a kg:Person }"]
        yield Row("kg query on one small graph, all in", _cpu(command), 0.150, "goal", "s CPU",
                  "<= 1")  # fmt: skip


def _graph(folder: Path) -> Path:
    import pyoxigraph as ox

    from kg.store import write_store

    person = ox.NamedNode("https://kg.example/ns#Person")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quads = [ox.Quad(ox.NamedNode(f"http://e/{n}"), kind, person) for n in range(2000)]
    write_store(folder, [quads])
    return folder


def _cpu(command: list[str], times: int = 10) -> float:
    """Return the least processor seconds, user and system, that a command takes."""
    found = []
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(found)
