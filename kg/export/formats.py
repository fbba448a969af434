"""The table of formats, and the one way to export: format and store in, bytes and report out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sized
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import UsageError, did_you_mean
from kg.export.graphml import graphml
from kg.export.jsonld import jsonld
from kg.export.nodelink import nodelink
from kg.export.projection import Projection, projection
from kg.export.rdf import nquads, ntriples, trig, turtle
from kg.export.report import Report

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.store import Store

Written = tuple[bytes, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, extension, who reads it, and its one writer.

    `quads` writes a whole dataset, `triples` one graph, `rows` the projection, the last with what
    it could not hold.
    """

    name: str
    extension: str
    readers: str
    quads: Callable[[Iterable[ox.Quad]], bytes] | None = None
    triples: Callable[[Iterable[ox.Quad]], bytes] | None = None
    rows: Callable[[Projection], Written] | None = None

    @property
    def kind(self) -> str:
        """What the format holds, in words."""
        if self.quads:
            return "everything"
        return "one RDF graph" if self.triples else "entities and edges"


FORMATS = (
    Format("trig", ".trig", "any triple store", quads=trig),
    Format("nquads", ".nq", "any triple store", quads=nquads),
    Format("jsonld", ".jsonld", "JSON-LD tools, JavaScript", quads=jsonld),
    Format("turtle", ".ttl", "RDF tools, editors; with --facts or --flatten", triples=turtle),
    Format("ntriples", ".nt", "RDF tools, grep; with --facts or --flatten", triples=ntriples),
    Format("graphml", ".graphml", "Gephi, Cytoscape, igraph, yEd, Neo4j APOC", rows=graphml),
    Format("nodelink", ".json", "networkx, D3", rows=nodelink),
)


def format_named(name: str = "", file: str = "") -> Format:
    """Return the format of a name, else that of a file's extension.

    Raises:
        UsageError: no format has it; the fix lists those that are.

    >>> format_named("trig").extension, format_named(file="a/b.graphml").name
    ('.trig', 'graphml')
    """
    known = [f.name for f in FORMATS]
    if name:
        found = [f for f in FORMATS if name.lower() in (f.name, f.extension[1:])]
        near = did_you_mean(name, known)
    else:
        found = [f for f in FORMATS if file.lower().endswith(f.extension)]
        near = ""
    if found:
        return found[0]
    what = f"unknown format '{name}'" if name else f"no format for '{file}'"
    raise UsageError(what, fix=near or f"-f {'|'.join(known)}")


def export(
    store: Store,
    format: Format,
    *,
    claims: bool = False,
    facts: bool = False,
    flatten: bool = False,
) -> tuple[bytes, Report]:
    """Return a store in another format, and what of it is carried.

    `claims`: an edge a claim, not a fact; for formats of entities and edges. `facts`: only the
    fact layer; `flatten`: all graphs as one; for RDF. The same store gives the same bytes.

    Raises:
        UsageError: the format cannot do what is asked.
    """
    if format.rows:
        _refuse(flatten, f"{format.name} has no graphs to flatten", "leave --flatten out")
        _refuse(facts and claims, "--facts and --claims exclude each other", "give one of them")
        return _rows(store, format.rows, claims=claims)
    _refuse(claims, f"{format.name} holds claims anyway", "leave --claims out")
    if format.quads:
        _refuse(flatten, f"{format.name} keeps the graphs", "leave --flatten out")
        return _dataset(store, format.quads, facts=facts)
    _refuse(
        facts == flatten,
        f"{format.name} holds one graph, and this store has one for each document",
        "-f trig keeps them; --facts takes the fact layer; --flatten joins all",
    )
    return _one_graph(store, format.triples or ntriples, facts=facts)


def _refuse(wrong: bool, what: str, fix: str) -> None:
    if wrong:
        raise UsageError(what, fix=fix)


def _rows(
    store: Store, write: Callable[[Projection], Written], *, claims: bool
) -> tuple[bytes, Report]:
    projected, left_out = projection(store, claims=claims)
    raw, lost = write(projected)
    carried = {"nodes": len(projected.nodes), "edges": len(projected.edges)}
    return raw, Report(carried, left_out, lost)


def _dataset(
    store: Store, write: Callable[[Iterable[ox.Quad]], bytes], *, facts: bool
) -> tuple[bytes, Report]:
    every = list(store.quads())
    chosen = [q for q in every if not _graph(q)] if facts else every
    return write(chosen), Report({"quads": len(chosen)}, _outside(every, chosen))


def _one_graph(
    store: Store, write: Callable[[Iterable[ox.Quad]], bytes], *, facts: bool
) -> tuple[bytes, Report]:
    import pyoxigraph as ox

    every = list(store.quads())
    chosen = [q for q in every if not _graph(q)] if facts else every
    joined = {ox.Quad(q.subject, q.predicate, q.object) for q in chosen}
    lost = {"names of graphs": len({_graph(q) for q in chosen} - {""})}
    return write(joined), Report({"triples": len(joined)}, _outside(every, chosen), lost)


def _graph(quad: ox.Quad) -> str:
    return getattr(quad.graph_name, "value", "")


def _outside(every: Sized, chosen: Sized) -> dict[str, int]:
    return {"quads outside the fact layer": len(every) - len(chosen)}
