"""RDF by Oxigraph: TriG, N-Quads, Turtle and N-Triples, sorted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.quads import dump
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox


def trig(quads: Iterable[ox.Quad]) -> bytes:
    """Return TriG with the project's prefixes, graph by graph."""
    import pyoxigraph as ox

    ordered = sorted(quads, key=lambda q: (str(q.graph_name), str(q)))
    return _stable(ox.serialize(ordered, format=ox.RdfFormat.TRIG, prefixes=dict(PREFIXES)))


def nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Return sorted N-Quads, the canonical dump."""
    return dump(quads)


def turtle(quads: Iterable[ox.Quad]) -> bytes:
    """Return Turtle with the project's prefixes; for quads of the default graph."""
    import pyoxigraph as ox

    ordered = [q.triple for q in sorted(quads, key=str)]
    return _stable(ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES)))


def ntriples(quads: Iterable[ox.Quad]) -> bytes:
    """Return sorted N-Triples; for quads of the default graph."""
    return dump(quads)


def _stable(raw: bytes | None) -> bytes:
    """Sort the prefixes: Oxigraph writes them in the order of a hash table of its process."""
    lines = (raw or b"").splitlines(keepends=True)
    head = [x for x in lines[: len(PREFIXES)] if x.startswith(b"@prefix")]
    return b"".join([*sorted(head), *lines[len(head) :]])
