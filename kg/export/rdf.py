"""RDF by Oxigraph: TriG, N-Quads, Turtle, N-Triples and RDF/XML, sorted; RDF 1.2 if asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.export.text import clean
from kg.quads.terms import OBJECT, PREDICATE, SUBJECT, term
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox


def trig(quads: Iterable[ox.Quad]) -> bytes:
    """Return TriG with the project's prefixes, graph by graph."""
    import pyoxigraph as ox

    ordered = sorted(quads, key=lambda q: (str(q.graph_name), str(q)))
    return _stable(ox.serialize(ordered, format=ox.RdfFormat.TRIG, prefixes=dict(PREFIXES)))


def turtle(quads: Iterable[ox.Quad]) -> bytes:
    """Return Turtle with the project's prefixes; for quads of the default graph."""
    import pyoxigraph as ox

    ordered = [q.triple for q in sorted(quads, key=str)]
    return _stable(ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES)))


def rdfxml(quads: Iterable[ox.Quad]) -> bytes:
    """Return RDF/XML with the project's prefixes; for quads of the default graph."""
    import pyoxigraph as ox

    ordered = [q.triple for q in sorted(quads, key=str)]
    raw = ox.serialize(ordered, format=ox.RdfFormat.RDF_XML, prefixes=dict(PREFIXES)) or b""
    raw = raw.replace(b"\r", b"&#13;")  # Oxigraph leaves it bare, and every reader makes it LF
    head = re.search(rb"<rdf:RDF([^>]*)>", raw)
    if head is None:
        return raw
    prefixes = b" ".join(sorted(head[1].split()))
    return raw[: head.start(1)] + b" " + prefixes + raw[head.end(1) :]


def xml_safe(quads: Iterable[ox.Quad], lost: Counter[str]) -> Iterator[ox.Quad]:
    """Yield quads whose literals XML can hold: what it refuses is replaced, and counted."""
    import pyoxigraph as ox

    for quad in quads:
        text = getattr(quad.object, "value", "")
        if not isinstance(quad.object, ox.Literal) or clean(text, lost) == text:
            yield quad
            continue
        language = quad.object.language
        kind = {"language": language} if language else {"datatype": quad.object.datatype}
        object_ = ox.Literal(clean(text, Counter()), **kind)
        yield ox.Quad(quad.subject, quad.predicate, object_, quad.graph_name)


def reified(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Turn each claim's subject, predicate and object into one `rdf:reifies` of a triple term.

    A claim that lacks one of the three keeps what it has.
    """
    import pyoxigraph as ox

    places = {SUBJECT: 0, PREDICATE: 1, OBJECT: 2}
    parts: dict[tuple[Any, Any], list[Any]] = {}
    for quad in quads:
        if quad.predicate in places:
            found = parts.setdefault((quad.subject, quad.graph_name), [None] * 3)
            found[places[quad.predicate]] = quad.object
        else:
            yield quad
    for (claim, graph), found in parts.items():
        if None not in found:
            yield ox.Quad(claim, term("rdf", "reifies"), ox.Triple(*found), graph)
            continue
        for predicate, place in places.items():
            if found[place] is not None:
                yield ox.Quad(claim, predicate, found[place], graph)


def _stable(raw: bytes | None) -> bytes:
    """Sort the prefixes: Oxigraph writes them in the order of a hash table of its process."""
    lines = (raw or b"").splitlines(keepends=True)
    head = [x for x in lines[: len(PREFIXES)] if x.startswith(b"@prefix")]
    return b"".join([*sorted(head), *lines[len(head) :]])
