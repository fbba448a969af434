"""Graphs of other programs to nodes and edges: GraphML, GEXF, JSON of networkx, D3 and Cytoscape.

Each reader takes what `kg export` writes as well.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import ParseError

from kg.errors import InputError
from kg.read.limits import check_no_doctype, decode, parsing
from kg.tables.elements import Edge, Element, edge, node


def read_graphml(raw: bytes, name: str) -> Iterator[Element]:
    """Yield the nodes and edges of GraphML.

    Raises:
        InputError: it is damaged, or defines entities.
    """
    import networkx as nx

    yield from _xml(raw, name, "GraphML", lambda file: nx.read_graphml(file, force_multigraph=True))


def read_gexf(raw: bytes, name: str) -> Iterator[Element]:
    """Yield the nodes and edges of GEXF; raises as `read_graphml`."""
    import networkx as nx

    yield from _xml(raw, name, "GEXF", nx.read_gexf)


def read_nodelink(given: Mapping[str, Any], name: str) -> Iterator[Element]:
    """Yield the nodes and edges of node-link JSON, as networkx and D3 have it."""
    is_directed = given.get("directed") is not False
    for number, found in _objects(given.get("nodes"), name, "node"):
        if isinstance(found, InputError):
            yield found
        else:
            yield node(str(found.get("id", number - 1)), found)
    edges = given.get("edges", given.get("links"))
    for _, found in _objects(edges, name, "edge"):
        yield found if isinstance(found, InputError) else _link(found, is_directed)


def read_cytoscape(given: Mapping[str, Any], name: str) -> Iterator[Element]:
    """Yield the nodes and edges of Cytoscape.js elements, grouped or in one list."""
    elements = given.get("elements", given)
    grouped = [elements.get(k) or () for k in ("nodes", "edges")] if _is(elements) else [elements]
    for _, found in (e for group in grouped for e in _objects(group, name, "element")):
        data = found if isinstance(found, InputError) else found.get("data")
        if isinstance(data, InputError):
            yield data
        elif not _is(data):
            yield InputError("has no data", where=name, fix="repair it; it is left out")
        elif "source" in data and "target" in data:
            yield _link(data, True)
        else:
            yield node(str(data.get("id", "")), data)


def read_cx2(given: Iterable[Any], name: str) -> Iterator[Element]:
    """Yield the nodes and edges of CX2, as Cytoscape and NDEx have it."""
    parts = {k: v for part in given if _is(part) for k, v in part.items()}
    names: dict[str, str] = {}
    for _, found in _objects(parts.get("nodes"), name, "node"):
        if isinstance(found, InputError):
            yield found
            continue
        values = found.get("v") if _is(found.get("v")) else {}
        number = str(found.get("id"))
        names[number] = str(values.get("iri", number))
        yield node(names[number], values)
    for _, found in _objects(parts.get("edges"), name, "edge"):
        if isinstance(found, InputError):
            yield found
            continue
        values = found.get("v") if _is(found.get("v")) else {}
        source, target = (names.get(i, i) for i in (str(found.get("s")), str(found.get("t"))))
        yield edge(source, target, {"id": found.get("id"), **values})


def rows_to_graph(nodes: Iterable[Mapping[str, Any]], edges: Iterable[Mapping[str, Any]]) -> (
    Iterator[Element]
):  # fmt: skip
    """Yield the nodes and edges of two tables, as `kg export -f csv` and Gephi name the columns."""
    for row in nodes:
        found = {str(k).lower(): v for k, v in row.items()}
        yield node(str(found.get("iri") or found.get("id") or ""), found)
    for row in edges:
        found = {str(k).lower(): v for k, v in row.items()}
        yield _link(found, str(found.get("type", "")).lower() != "undirected")


def _xml(raw: bytes, name: str, what: str, read: Callable[[Any], Any]) -> Iterator[Element]:
    import networkx as nx

    check_no_doctype(raw, name)
    decode(raw, name)  # of another encoding the check above would see nothing
    with parsing(what, name, nx.NetworkXException, ParseError, RuntimeError):
        graph = read(io.BytesIO(raw))
        is_directed = graph.is_directed()
        yield from (node(str(i), found) for i, found in graph.nodes(data=True))
        for source, target, found in graph.edges(data=True):
            yield edge(str(source), str(target), found, is_directed=is_directed)


def _objects(given: Any, name: str, noun: str) -> Iterator[tuple[int, Any]]:
    for number, found in enumerate(given if isinstance(given, list) else (), start=1):
        if _is(found):
            yield number, found
        else:
            where = f"{name}, {noun} {number}"
            yield number, InputError("is no object", where=where, fix="it is left out")


def _is(found: Any) -> bool:
    return isinstance(found, Mapping)


def _link(found: Mapping[str, Any], is_directed: bool) -> Edge:
    source, target = _end(found.get("source")), _end(found.get("target"))
    rest = {k: v for k, v in found.items() if k not in ("source", "target")}
    return edge(source, target, rest, is_directed=is_directed)


def _end(found: Any) -> str:
    """Return the id of an end: D3 puts the whole node there."""
    return str(found.get("id", "") if _is(found) else "" if found is None else found)
