"""What the store costs: load, queries, look-ups, serialisation, cold open, sandbox, one document.

Sizes come from KG_BENCH_SIZES, which `scripts/bench.py --scale` sets; rdflib and the servers stop
at 100,000 quads, where they would take minutes.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from math import exp, log
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import pyoxigraph as ox
import servers
import shapes

from benchmarks import Row, best, both
from kg.query import Limits, query, worker
from kg.remote import RemoteStore
from kg.store import Store, write_store

SLOW = 100_000
"""Beyond so many quads rdflib and a server would take minutes."""
MIXES = {"news": (shapes.news, shapes.NEWS_QUERIES), "BSBM": (shapes.shop, shapes.SHOP_QUERIES)}
TSV = ox.QueryResultsFormat.TSV
UNION = [("union-default-graph", "true")]
FREE = Limits(memory=8 << 30, timeout=600)
ASKED = {"format": "tsv", **Limits()._asdict()}


def rows() -> Iterator[Row]:
    """Yield the rows of every size, then growth from the least to the greatest as a factor."""
    sizes = sorted(int(n) for n in os.environ.get("KG_BENCH_SIZES", "10000,100000").split(","))
    ours: dict[tuple[str, int], float] = {}
    for size in sizes:
        for mix, (make, queries) in MIXES.items():
            with TemporaryDirectory() as folder:
                work = _Work(Path(folder), mix, size, list(make(size)), queries)
                yield from work.rows()
                ours[mix, size] = work.mix_time
    for mix in MIXES if len(sizes) > 1 else ():
        what = f"{mix} query mix, growth of its time from {sizes[0]:,} to {sizes[-1]:,} quads"
        yield Row(what, ours[mix, sizes[-1]], ours[mix, sizes[0]], "the least size")


class _Work:
    """One data set, in the stores that are compared."""

    def __init__(
        self, folder: Path, mix: str, size: int, quads: list[ox.Quad], queries: dict[str, str]
    ) -> None:
        self.folder, self.mix, self.size, self.quads = folder, mix, size, quads
        self.texts = [shapes.PREFIXES + text for text in queries.values()]
        self.lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
        self.raw = ox.Store()
        self.raw.bulk_load(self.lines, format=ox.RdfFormat.N_QUADS)
        self.is_small = size <= SLOW
        self.mix_time = 0.0
        self.graph = folder

    def rows(self) -> Iterator[Row]:
        yield from self.load()
        yield from self.queries()
        if self.mix == "news":
            yield from self.opening()

    def _row(self, what: str, ours: float, peer: float, name: str, goal: str = "") -> Row:
        return Row(f"{self.mix}: {what}", ours, peer, name, goal=goal, size=self.size)

    def load(self) -> Iterator[Row]:
        times = 5 if self.size < SLOW else 3 if self.is_small else 2
        yield self._row("load to disk, with sums", *both(self._write, self._write_raw, times),
                        "pyoxigraph bulk_extend", "<= 1.15")  # fmt: skip
        yield self._row("load to memory from N-Quads", *both(self._load, self._load_raw, times),
                        "pyoxigraph bulk_load", "<= 1.15")  # fmt: skip
        if self.is_small:
            theirs = best(lambda: self.rdflib, 1)
            yield self._row("load to memory from N-Quads", best(self._load), theirs, "rdflib",
                            ">= 8")  # fmt: skip

    def _new(self) -> Path:
        return Path(mkdtemp(dir=self.folder))

    def _write(self) -> None:
        self.graph = self._new()
        write_store(self.graph, [self.quads])

    def _write_raw(self) -> None:
        store = ox.Store(str(self._new()))
        store.bulk_extend(self.quads)
        store.flush()

    def _load(self) -> ox.Store:
        """Load as the worker does what it is handed."""
        return worker._open(None, io.BytesIO(self.lines))

    def _load_raw(self) -> None:
        ox.Store().bulk_load(self.lines, format=ox.RdfFormat.N_QUADS)

    @cached_property
    def rdflib(self) -> Any:
        """The same quads in rdflib's own memory store."""
        import rdflib

        found = rdflib.Dataset(default_union=True)
        found.parse(data=self.lines, format="nquads")
        return found

    @cached_property
    def store(self) -> Store:
        """Ours over the same quads in memory."""
        return Store(self.raw)

    def queries(self) -> Iterator[Row]:
        pairs = [self._both(text) for text in self.texts]
        ours, raw = [own for own, _ in pairs], [other for _, other in pairs]
        self.mix_time = sum(ours)
        yield self._row("query mix to bytes", _mean(ours), _mean(raw), "pyoxigraph", "<= 1.1")
        with ExitStack() as stack:
            for peer, ask in self._peers(stack):
                wanted = ">= 35" if self.mix == "BSBM" else ">= 10"
                theirs = self._times(ask, 1 if peer == "rdflib" else 3)
                yield self._row("query mix to bytes", _mean(ours), _mean(theirs), peer,
                                wanted if peer == "rdflib" else "")  # fmt: skip
        one = "SELECT ?p ?o { <x:e/7> ?p ?o }"
        rows = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 50000"
        python = best(lambda: [tuple(row) for row in self._found(rows)])
        yield self._row("50,000 rows to TSV", best(lambda: self._ask(rows)), python,
                        "terms read in Python")  # fmt: skip
        yield self._row("point look-up", *self._both(one), "pyoxigraph")

    def _both(self, text: str) -> tuple[float, float]:
        return both(
            lambda: self._ask(text), lambda: self._ask_raw(text), 20 if self.is_small else 3
        )

    def _ask(self, text: str) -> Any:
        """Answer as the worker does, once it is there: never more bytes than are allowed."""
        return worker._write(self._found(text), ASKED)

    def _ask_raw(self, text: str) -> Any:
        return self._found(text).serialize(format=TSV)

    def _found(self, text: str) -> Any:
        return self.raw.query(text, use_default_graph_as_union=True)

    def _times(self, ask: Callable[[str], Any], times: int = 3) -> list[float]:
        return [best(lambda text=text: ask(text), times) for text in self.texts]

    def _peers(self, stack: ExitStack) -> Iterator[tuple[str, Callable[[str], Any]]]:
        """Yield what is installed and takes this size."""
        if self.is_small:
            yield "rdflib", lambda text: list(self.rdflib.query(text))
        yield "oxrdflib", lambda text: list(self.store.dataset.query(text))
        # sparq-rdf cannot unite graphs, so it is asked what lies in the default one alone.
        if self.mix == "BSBM" and find_spec("sparq"):
            sparq = import_module("sparq").Graph.load(self.lines.decode(), "nquads")
            yield "sparq-rdf", sparq.query_json
        for name, tool in (("oxigraph", "oxigraph"), ("virtuoso", "virtuoso-t")):
            if self.is_small and servers.program(tool):
                yield f"{name} over HTTP", self._server(name, stack)

    def _server(self, name: str, stack: ExitStack) -> Callable[[str], Any]:
        folder = self.folder / name
        folder.mkdir()
        url = stack.enter_context(getattr(servers, name)(folder))
        login = {"KG_ENDPOINT_USER": "dba", "KG_ENDPOINT_PASSWORD": servers.PASSWORD}
        remote = RemoteStore(url, base="x:", environment=login if name == "virtuoso" else {})
        remote.write(self.quads)
        return lambda text: remote.ask(text, fields=UNION)

    def opening(self) -> Iterator[Row]:
        graph, bare = self.graph, [sys.executable, "-I", "-S", "-c", "pass"]
        text = "SELECT ?p ?o { <x:e/7> ?p ?o }"

        def cold() -> None:
            with Store.open(graph) as store:
                store.raw.query(text).serialize(format=TSV)

        opened = best(cold, 10)
        yield self._row("cold open and first answer", opened, 0.060, "goal", "<= 1")
        boxed = best(lambda: query(graph, text, limits=FREE), 10)
        beyond = max(boxed - opened, 0.0)
        yield self._row("gate and worker, beyond that", beyond, 0.040, "goal", "<= 1")
        yield self._row("the whole of a query in a worker", boxed,
                        best(lambda: subprocess.run(bare, check=True), 10),
                        "an empty Python")  # fmt: skip
        yield self._row("one document replaced in one update", best(self._replace), 0.001, "goal",
                        "<= 1")  # fmt: skip

    def _replace(self) -> None:
        self.raw.update(
            "DELETE WHERE { GRAPH <x:doc/3> { ?s ?p ?o } } ; INSERT DATA { GRAPH <x:doc/3> { "
            "<x:claim/3-0> <x:p> 1 , 2 , 3 } }"
        )


def _mean(times: list[float]) -> float:
    """Return the geometric mean: every query weighs the same."""
    return exp(sum(map(log, times)) / len(times))
