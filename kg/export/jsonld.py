"""JSON-LD 1.1 with its context inside: a node an object, a named graph an object of nodes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg import resources
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_TYPE = PREFIXES["rdf"] + "type"


def jsonld(quads: Iterable[ox.Quad]) -> bytes:
    """Return one JSON-LD document, `ontology/context.jsonld` in it, so that nothing is fetched."""
    graphs: dict[str, dict[str, dict[str, list[Any]]]] = {}
    for quad in sorted(quads, key=str):
        graph = getattr(quad.graph_name, "value", "")
        node = graphs.setdefault(graph, {}).setdefault(_id(quad.subject), {})
        if quad.predicate.value == _TYPE:
            node.setdefault("@type", []).append(_id(quad.object))
        else:
            node.setdefault(_curie(quad.predicate.value), []).append(_value(quad.object))
    named = [{"@id": g, "@graph": _nodes(n)} for g, n in sorted(graphs.items()) if g]
    shipped = json.loads(resources.ontology("context.jsonld").read_text(encoding="utf-8"))
    document = {**shipped, "@graph": [*_nodes(graphs.get("", {})), *named]}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _nodes(found: dict[str, dict[str, list[Any]]]) -> list[dict[str, Any]]:
    return [{"@id": i, **{k: _plain(v) for k, v in node.items()}} for i, node in found.items()]


def _plain(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _id(node: Any) -> str:
    """Return how a node is named: a CURIE, an IRI, or _: and the label of a blank one."""
    return str(node) if str(node).startswith("_:") else _curie(node.value)


def _value(term: Any) -> Any:
    if not hasattr(term, "datatype"):
        return {"@id": _id(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == _STRING:
        return term.value
    return {"@value": term.value, "@type": _curie(term.datatype.value)}


def _curie(iri: str) -> str:
    """Return prefix:name where the name is plain, else the IRI.

    >>> _curie("https://kg.example/ns#Person"), _curie("https://kg.example/ns#a/b")
    ('kg:Person', 'https://kg.example/ns#a/b')
    """
    for prefix, start in PREFIXES.items():
        if iri.startswith(start) and _NAME.fullmatch(iri[len(start) :]):
            return f"{prefix}:{iri[len(start) :]}"
    return iri
