"""A networkx graph as quads: an entity graph of ours, or any graph, as facts.

What has no IRI, type or predicate gets the plainest there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kg import vocabulary
from kg.errors import UsageError, did_you_mean
from kg.graph.names import fold
from kg.graph.rows import expand
from kg.graph.view import UNREAL
from kg.vocabulary import NS, PREFIXES

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph as ox

RELATED = "kg:relatedTo"


def quads(graph: nx.Graph[Any]) -> list[ox.Quad]:
    """Return the quads of a graph, sorted; `kg.from_networkx` says what is read.

    Raises:
        UsageError: a type or a predicate is no name of the ontology and no IRI.
    """
    import networkx as nx

    known: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    iris = {node: _iri(node, n) for n, node in enumerate(graph)}
    for node, about in graph.nodes(data=True):
        known.add_node(iris[node], **_node(node, about))
    for a, b, about in graph.edges(data=True):
        known.add_edge(iris[a], iris[b], predicate=_term(about.get("predicate", RELATED)))
    return from_graph(known)


def from_graph(graph: nx.MultiDiGraph[str]) -> list[ox.Quad]:
    """Turn an entity graph of facts back into the quads of the default graph, sorted.

    What the graph's attributes do not hold (`kg:earliest`, `kg:latest`) does not come back.
    """
    import pyoxigraph as ox

    def node(iri: str) -> ox.NamedNode:
        return ox.NamedNode(iri)

    triples: set[tuple[ox.NamedNode, ox.NamedNode, Any]] = set()
    for iri, attributes in graph.nodes(data=True):
        triples.update((node(iri), node(expand(p)), o) for p, o in _described(attributes))
        triples.update(_time(iri, attributes))
    for subject, object_, attributes in graph.edges(data=True):
        triples.add((node(subject), node(attributes["predicate"]), node(object_)))
    return sorted((ox.Quad(*t) for t in triples), key=str)


def _described(attributes: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    import pyoxigraph as ox

    for name in attributes["types"]:
        yield "rdf:type", ox.NamedNode(NS + name)
    if attributes["kind"] in UNREAL:
        yield "kg:wouldBe", ox.NamedNode(NS + attributes["type"])
    yield "skos:prefLabel", ox.Literal(attributes["label"], language="en")
    for alias in attributes["aliases"]:
        yield "skos:altLabel", ox.Literal(alias)
    for iri in attributes["exact_match"]:
        yield "skos:exactMatch", ox.NamedNode(iri)
    if "count" in attributes:
        yield "kg:count", ox.Literal(attributes["count"])
    for held in attributes.get("values", ()):
        kind = {"language": held["lang"]} if "lang" in held else {}
        kind = kind or {"datatype": ox.NamedNode(held["datatype"])}
        yield f"kg:{held['property']}", ox.Literal(held["value"], **kind)


def _time(iri: str, attributes: dict[str, Any]) -> Iterator[tuple[Any, Any, Any]]:
    import pyoxigraph as ox

    if "time" not in attributes:
        return
    time = ox.NamedNode(f"{iri}/time")
    yield ox.NamedNode(iri), ox.NamedNode(expand("kg:time")), time
    kind = ox.NamedNode(expand("kg:TimeExpression"))
    yield time, ox.NamedNode(expand("rdf:type")), kind
    yield time, ox.NamedNode(expand("kg:timeText")), ox.Literal(attributes["time"])
    if "edtf" in attributes:
        datatype = ox.NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")
        edtf = ox.Literal(attributes["edtf"], datatype=datatype)
        yield time, ox.NamedNode(expand("kg:edtf")), edtf


def _node(node: Any, about: dict[str, Any]) -> dict[str, Any]:
    types = about.get("types") or [about.get("type", "Entity")]
    for name in types:
        _check(name.removeprefix("kg:"), vocabulary.default().classes, "class")
    bare = [name.removeprefix("kg:") for name in types]
    kept = ("count", "time", "edtf")
    read: dict[str, Any] = {key: about[key] for key in kept if key in about}
    return {
        "label": str(about.get("label", node)),
        "type": about.get("type", bare[0]).removeprefix("kg:"),
        "kind": about.get("kind", "Entity"),
        "types": bare,
        "aliases": list(about.get("aliases", ())),
        "exact_match": list(about.get("exact_match", ())),
        **read,
    }


def _iri(node: Any, number: int) -> str:
    text = str(node)
    if re.match(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|^`\\]+\Z", text):
        return text
    # Names that fold to one, "Peru" and "PERU", stay two nodes: the number tells them apart.
    name = quote(fold(text).replace(" ", "-"), safe="-")
    return f"{PREFIXES['id']}node-{number}-{name}".rstrip("-")


def _term(given: str) -> str:
    if re.match(r"https?://\S+\Z|urn:\S+\Z", given):
        return given
    name = given.removeprefix("kg:")
    _check(name, vocabulary.default().properties, "property")
    return NS + name


def _check(name: str, known: Any, what: str) -> None:
    if name not in known:
        fix = did_you_mean(name, known) or f"a {what} of ontology/kg.ttl"
        raise UsageError(f"no {what} '{name}' in the ontology", fix=fix)
