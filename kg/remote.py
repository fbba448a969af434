"""The same face as `store`, over a SPARQL 1.1 endpoint: Protocol to ask, Graph Store to write."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.errors import LimitError, StoreError
from kg.pattern import Pattern, Quads
from kg.quads import BASE
from kg.wire import Answer, Wire

JSON = "application/sparql-results+json"
TRIPLES = "application/n-triples"
_SUM = ox.NamedNode("https://kg.example/ns#sha256")
_BOOLEAN = ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")


class RemoteStore(Quads):
    """The quads of one graph at an endpoint: those in named graphs under `base`.

    Facts are in a graph of that name too, `facts`: not every server has a default one to write to.
    """

    def __init__(
        self,
        url: str,
        *,
        base: str = BASE,
        timeout: float = 30.0,
        max_bytes: int = 256 << 20,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        """Point at the URL of a query endpoint; nothing is sent yet.

        Raises:
            UsageError: it is no http or https URL, or carries a password.
        """
        self._wire = Wire(url, timeout=timeout, max_bytes=max_bytes, environment=environment)
        self.url, self.graphs_url = self._wire.url, self._wire.graphs_url
        self.base = base
        self.facts, self._pushed = (ox.NamedNode(f"{base}graph/{n}") for n in ("facts", "pushed"))

    def ask(
        self,
        text: str,
        *,
        accept: str = JSON,
        timeout: float | None = None,
        fields: Iterable[tuple[str, str]] = (),
    ) -> Answer:
        """Send one query and return the answer; `fields` are further ones of the Protocol.

        Raises:
            InputError: the server does not take the query.
            LimitError: it takes too long, or its answer is too large.
            StoreError: it cannot be reached, or refuses.
        """
        body = urlencode([("query", text), *fields]).encode()
        return self._wire.send("POST", self.url, body, "application/x-www-form-urlencoded",
                          accept=accept, timeout=timeout)  # fmt: skip

    def rows(self, text: str) -> list[list[Any]]:
        """Return the rows of one of our own queries as terms; raises as `ask`.

        Raises:
            LimitError: the server cuts answers, and this one may be cut.
        """
        answer = self.ask(text)
        rows = [[plain(term) for term in row] for row in read_rows(answer, self.url)]
        if answer.max_rows is not None and len(rows) >= answer.max_rows:
            raise LimitError(
                f"the server cuts answers at {answer.max_rows} rows",
                where=self.url,
                fix="raise its ResultSetMaxRows",
            )
        return rows

    def matching(self, pattern: Pattern) -> Iterator[ox.Quad]:
        """Yield the quads that fit a pattern; raises as `rows`."""
        *terms, graph = pattern
        named = self.facts if isinstance(graph, ox.DefaultGraph) else graph
        given = zip("spog", (*terms, named), strict=True)
        values = " ".join(f"VALUES ?{k} {{ {term} }}" for k, term in given if term is not None)
        text = f"SELECT ?s ?p ?o ?g {{ {values} GRAPH ?g {{ ?s ?p ?o }} {self._ours()} }}"
        for s, p, o, g in self.rows(text):
            yield ox.Quad(s, p, o, ox.DefaultGraph() if g == self.facts else g)

    def graphs(self) -> list[str]:
        """Return the IRIs of the graphs there that are ours, sorted."""
        text = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} {self._ours()} }}"
        return sorted(row[0].value for row in self.rows(text))

    def has_graph(self, iri: ox.NamedNode) -> bool:
        """Return whether a graph of this name holds anything."""
        return bool(self.rows(f"SELECT ?s {{ GRAPH {iri} {{ ?s ?p ?o }} }} LIMIT 1"))

    def write(self, quads: Iterable[ox.Quad]) -> tuple[int, int]:
        """Make the endpoint hold these quads: graphs that differ are replaced, stale ones removed.

        Each graph is replaced whole. Stopped between two of them, the same call goes on where it
        was. Returns how many graphs were written and how many removed.
        """
        wanted = _by_graph(quads, self.facts.value)
        there = {row[0].value: row[1].value for row in self.rows(
            f"SELECT ?g ?sum {{ GRAPH {self._pushed} {{ ?g {_SUM} ?sum }} }}")}  # fmt: skip
        present = set(self.graphs()) - {self._pushed.value}
        sums = {g: hashlib.sha256(data).hexdigest() for g, data in wanted.items()}
        changed = [g for g in wanted if g not in present or there.get(g) != sums[g]]
        stale = sorted(present - wanted.keys())
        if not changed and not stale and there == sums:
            return 0, 0
        self.delete(self._pushed.value)  # a half-done push must not look whole
        for iri in changed:
            self.put(iri, wanted[iri])
        for iri in stale:
            self.delete(iri)
        notes = (ox.Triple(ox.NamedNode(g), _SUM, ox.Literal(s)) for g, s in sorted(sums.items()))
        self.put(self._pushed.value, ox.serialize(notes, format=ox.RdfFormat.N_TRIPLES) or b"")
        return len(changed), len(stale)

    def put(self, graph: str, triples: bytes) -> None:
        """Replace one named graph by N-Triples, whole or not at all."""
        # N-Triples are Turtle, which every server takes.
        self._wire.send("PUT", self._graph_url(graph), triples, "text/turtle")

    def delete(self, graph: str) -> None:
        """Remove one named graph; one that is not there is no error."""
        self._wire.send("DELETE", self._graph_url(graph), absent_is_fine=True)

    def close(self) -> None:
        """Nothing is kept open."""

    def __len__(self) -> int:
        text = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} {self._ours()} }}"
        return int(self.rows(text)[0][0].value)

    def _ours(self) -> str:
        prefix = ox.Literal(f"{self.base}graph/")
        return f"FILTER(STRSTARTS(STR(?g), {prefix}) && ?g != {self._pushed})"

    def _graph_url(self, graph: str) -> str:
        return f"{self.graphs_url}?{urlencode({'graph': graph})}"


def read_rows(answer: Answer, url: str) -> Any:
    """Return the rows or the truth value in an answer as pyoxigraph does.

    Raises:
        StoreError: it is not what SPARQL answers.
    """
    try:
        return ox.parse_query_results(answer.data, format=ox.QueryResultsFormat.JSON)
    except (SyntaxError, ValueError, OSError) as error:
        what, fix = "the answer is no SPARQL result", "is this the query URL?"
        raise StoreError(what, where=url, fix=fix) from error


def plain(term: Any) -> Any:
    """Return a term as Oxigraph has it: Virtuoso writes truth values as 1 and 0."""
    if isinstance(term, ox.Literal) and term.datatype == _BOOLEAN and term.value in ("1", "0"):
        return ox.Literal(term.value == "1")
    return term


def _by_graph(quads: Iterable[ox.Quad], facts: str) -> dict[str, bytes]:
    """Return the sorted N-Triples of each graph, by its IRI."""

    def name(quad: ox.Quad) -> str:
        graph = quad.graph_name
        return graph.value if isinstance(graph, ox.NamedNode) else facts

    whole = sorted(quads, key=lambda q: (name(q), str(q.triple)))
    return {
        g: ox.serialize((q.triple for q in some), format=ox.RdfFormat.N_TRIPLES) or b""
        for g, some in groupby(whole, name)
    }
