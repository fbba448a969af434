"""What the store costs: load, queries, look-ups, serialisation, cold open, sandbox, one document.

Sizes come from KG_BENCH_SIZES, 10000, 100000 and 1000000 quads without it; rdflib stops at 100000.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from importlib.util import find_spec
from math import exp, log
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph as ox
import servers
import shapes

from benchmarks import Row, best
from kg.quads import parse
from kg.query import Limits, query
from kg.remote import RemoteStore
from kg.store import Store, write_store

SIZES = [int(n) for n in os.environ.get("KG_BENCH_SIZES", "10000 100000 1000000").split()]
SLOW = 100_000
"""Beyond so many quads rdflib would take minutes."""
MIXES = {"news": (shapes.news, shapes.NEWS_QUERIES), "BSBM": (shapes.shop, shapes.SHOP_QUERIES)}
TSV = ox.QueryResultsFormat.TSV
UNION = [("union-default-graph", "true")]
FREE = Limits(memory=8 << 30, timeout=600)


def rows() -> Iterator[Row]:
    """Yield the rows of every size, then growth from the least to the greatest as a factor."""
    ours: dict[tuple[str, int], float] = {}
    for size in SIZES:
        for mix, (make, queries) in MIXES.items():
            with TemporaryDirectory() as folder:
                quads = list(make(size))
                work = _Work(Path(folder), f"{mix} {size:,}", quads, queries)
                yield from work.load()
                yield from work.queries()
                ours[mix, size] = work.mix_time
                if mix == "news":
                    yield from work.opening()
    least, most = min(SIZES), max(SIZES)
    if least < most:
        for mix in MIXES:
            yield Row(f"{mix} mix, growth of time from {least:,} to {most:,}", ours[mix, most],
                      ours[mix, least], "the least size")  # fmt: skip


class _Work:
    """One data set, in the stores that are compared."""

    def __init__(
        self, folder: Path, name: str, quads: list[ox.Quad], queries: dict[str, str]
    ) -> None:
        self.folder, self.name, self.quads = folder, name, quads
        self.texts = [shapes.PREFIXES + text for text in queries.values()]
        self.lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
        self.raw = ox.Store()
        self.raw.bulk_load(self.lines, format=ox.RdfFormat.N_QUADS)
        self.is_small = len(quads) <= 1.3 * SLOW
        self.mix_time = 0.0

    def load(self) -> Iterator[Row]:
        (self.folder / "raw").mkdir()
        graph = self.folder / "kg"
        graph.mkdir()
        ours = best(lambda: write_store(graph, [self.quads]), 1)
        count = iter(range(9))

        def raw() -> None:
            store = ox.Store(str(self.folder / "raw" / str(next(count))))
            store.bulk_extend(self.quads)
            store.flush()

        yield Row(f"{self.name}: load to disk, with sums", ours, best(raw, 1),
                  "pyoxigraph bulk_extend", goal="<= 1.15")  # fmt: skip
        if self.is_small:
            memory = best(lambda: Store.memory(parse(self.lines)), 1)
            yield Row(f"{self.name}: load to memory from N-Quads", memory, best(self._rdflib, 1),
                      "rdflib parse", goal=">= 8")  # fmt: skip

    def _rdflib(self) -> Any:
        import rdflib

        found = rdflib.Dataset(default_union=True)
        found.parse(data=self.lines, format="nquads")
        return found

    def queries(self) -> Iterator[Row]:
        raw = self._times(self._ask_raw)
        store = Store.memory()
        store._raw = self.raw
        bytes_of = self._times(lambda text: self._ask_store(store, text))
        self.mix_time = sum(bytes_of)
        yield Row(f"{self.name}: query mix to bytes, in process", _mean(bytes_of), _mean(raw),
                  "pyoxigraph", goal="<= 1.1")  # fmt: skip
        with ExitStack() as stack:
            for peer, ask in self._peers(stack):
                goal = {"rdflib": ">= 35" if "BSBM" in self.name else ">= 10"}.get(peer, "")
                theirs = self._times(ask, 1 if peer == "rdflib" else 3)
                yield Row(f"{self.name}: query mix", _mean(bytes_of), _mean(theirs), peer,
                          goal=goal)  # fmt: skip
        one = "SELECT ?p ?o { <x:e/7> ?p ?o }"
        rows = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 50000"
        python = best(lambda: [tuple(row) for row in self._found(rows)])
        yield Row(f"{self.name}: 50,000 rows to TSV", best(lambda: self._ask_store(store, rows)),
                  python, "terms read in Python")  # fmt: skip
        yield Row(f"{self.name}: point look-up", best(lambda: self._ask_store(store, one), 20),
                  best(lambda: self._ask_raw(one), 20), "pyoxigraph")  # fmt: skip

    def _ask_store(self, store: Store, text: str) -> Any:
        return store.raw.query(text, use_default_graph_as_union=True).serialize(format=TSV)

    def _ask_raw(self, text: str) -> Any:
        return self._found(text).serialize(format=TSV)

    def _found(self, text: str) -> Any:
        return self.raw.query(text, use_default_graph_as_union=True)

    def _times(self, ask: Callable[[str], Any], times: int = 3) -> list[float]:
        return [best(lambda text=text: ask(text), times) for text in self.texts]

    def _peers(self, stack: ExitStack) -> Iterator[tuple[str, Callable[[str], Any]]]:
        """Yield what is installed and takes this size."""
        if self.is_small:
            dataset = self._rdflib()
            yield "rdflib", lambda text: list(dataset.query(text))
        whole = Store.memory()
        whole._raw = self.raw
        through = whole.dataset
        yield "oxrdflib", lambda text: list(through.query(text))
        # sparq-rdf cannot unite graphs, so it is asked what lies in the default one alone.
        if "BSBM" in self.name and find_spec("sparq"):
            sparq = import_module("sparq").Graph.load(self.lines.decode(), "nquads")
            yield "sparq-rdf", sparq.query_json
        for name, tool in (("oxigraph", "oxigraph"), ("virtuoso", "virtuoso-t")):
            if servers.program(tool) is None or not self.is_small:
                continue
            folder = self.folder / name
            folder.mkdir()
            url = stack.enter_context(getattr(servers, name)(folder))
            login = {"KG_ENDPOINT_USER": "dba", "KG_ENDPOINT_PASSWORD": servers.PASSWORD}
            remote = RemoteStore(url, base="x:", environment=login if name == "virtuoso" else {})
            remote.write(self.quads)
            yield f"{name} over HTTP", lambda text, r=remote: r.ask(text, fields=UNION)

    def opening(self) -> Iterator[Row]:
        graph = self.folder / "kg"
        text = "SELECT ?p ?o { <x:e/7> ?p ?o }"

        def cold() -> None:
            with Store.open(graph) as store:
                self._ask_store(store, text)

        yield Row(f"{self.name}: cold open and first answer", best(cold), 0.060, "goal",
                  goal="<= 1")  # fmt: skip
        boxed = best(lambda: query(graph, text, limits=FREE))
        yield Row(f"{self.name}: the same through gate and worker", boxed - best(cold), 0.040,
                  "goal", goal="<= 1")  # fmt: skip
        bare = [sys.executable, "-I", "-S", "-c", "pass"]
        yield Row(f"{self.name}: the same, against an empty Python", boxed,
                  best(lambda: subprocess.run(bare, check=True)), "python -I -S")  # fmt: skip
        yield Row(f"{self.name}: one document replaced in one update", best(self._replace), 0.001,
                  "goal", goal="<= 1")  # fmt: skip

    def _replace(self) -> None:
        self.raw.update(
            "DELETE WHERE { GRAPH <x:doc/3> { ?s ?p ?o } } ; INSERT DATA { GRAPH <x:doc/3> { "
            "<x:claim/3-0> <x:p> 1 , 2 , 3 } }"
        )


def _mean(times: list[float]) -> float:
    """Return the geometric mean: every query weighs the same."""
    return exp(sum(map(log, times)) / len(times))
