"""What the named questions cost beside a table of many rows: all of them, one by one."""

from __future__ import annotations

import csv
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from benchmarks import KG, Row
from benchmarks.tables import MAP, people
from kg.query.questions import questions
from kg.store import folder
from kg.tables import dump_map
from kg.vocabulary import PREFIXES

SIZES = (2_000, 20_000)


def rows() -> Iterator[Row]:
    """Yield all questions together and the slowest, then their growth with the size as a factor."""
    total: dict[int, float] = {}
    for size in SIZES:
        with TemporaryDirectory() as name:
            store = ox.Store.read_only(str(folder(_graph(Path(name), size))))
            memory = ox.Store()
            memory.bulk_extend(store)
            ours, there = _asked(store), _asked(memory)
            total[size] = sum(ours.values())
            beside = "the same in memory, loaded before"
            yield Row(f"{len(ours)} questions", total[size], sum(there.values()), beside, size=size)
            slow = max(ours, key=lambda name: ours[name])
            yield Row(f"the slowest, {slow}", ours[slow], there[slow], beside, size=size)
    yield Row(f"growth from {SIZES[0]:,} to {SIZES[-1]:,} rows", total[SIZES[-1]], total[SIZES[0]],
              "the least size")  # fmt: skip


def _graph(into: Path, size: int) -> Path:
    table, graph = into / "people.csv", into / "people.kg"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "name", "born", "city", "note"), *people(size)])
    (into / "people.toml").write_text(dump_map(MAP), encoding="utf-8")
    given = [str(table), "--map", str(into / "people.toml"), "-g", str(graph)]
    subprocess.run([*KG, "import", *given], check=True, capture_output=True)
    return graph


def _asked(store: ox.Store) -> dict[str, float]:
    """Return the processor seconds of each question, its rows written as bytes."""
    found = {}
    for each in questions():
        start = time.process_time()
        answer = store.query(each.text, prefixes=PREFIXES, use_default_graph_as_union=True)
        answer.serialize(format=ox.QueryResultsFormat.TSV)
        found[each.name] = time.process_time() - start
    return found
