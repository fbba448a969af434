"""A part of an entity graph: by type, by predicate, by date; and one edge between two nodes."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from kg import vocabulary
from kg.errors import UsageError, did_you_mean
from kg.graph.rows import local

if TYPE_CHECKING:
    import networkx as nx

_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)


def narrowed(
    graph: nx.MultiDiGraph[str],
    *,
    types: Collection[str] = (),
    predicates: Collection[str] = (),
    since: str = "",
    until: str = "",
) -> nx.MultiDiGraph[str]:
    """Return a new graph of what fits; nothing given fits everything.

    `types` are classes, their subclasses count; `predicates` are properties, their sub-properties
    count. An edge is within a time when a document that it rests on was published in it: ISO dates,
    both ends included; a month or a year is all of it. Nodes stay when their type fits.

    Raises:
        UsageError: there is no such class or property, or a time is no date.
    """
    known = vocabulary.default()
    check_days(since, until)
    _check(types, known.classes, "class")
    _check(predicates, known.properties, "property")

    wanted, asked = _bare(types), _bare(predicates)

    def fits(edge: dict[str, Any]) -> bool:
        name = local(edge["predicate"])
        if asked and not any(name == p or known.is_a(name, p) for p in asked):
            return False
        return not (since or until) or any(
            _within(sentence["published"], since, until) for sentence in edge["sentences"]
        )

    kept = [
        node
        for node, about in graph.nodes(data=True)
        if not wanted or any(known.is_a(about["type"], t) or about["type"] == t for t in wanted)
    ]
    part: nx.MultiDiGraph[str] = graph.__class__(**graph.graph)
    part.add_nodes_from((node, graph.nodes[node]) for node in kept)
    for a, b, key, edge in graph.edges(keys=True, data=True):
        if a in part and b in part and fits(edge):
            part.add_edge(a, b, key, **edge)
    return part


def collapsed(graph: nx.MultiDiGraph[str]) -> nx.DiGraph[str]:
    """Return the graph with one edge from a node to another, for measures and drawings.

    An edge has `weight` (how many it stands for), `predicates`, `statuses` and all `sentences`.
    """
    import networkx as nx

    single: nx.DiGraph[str] = nx.DiGraph()
    single.add_nodes_from(graph.nodes(data=True))
    for a, b, edge in graph.edges(data=True):
        if not single.has_edge(a, b):
            single.add_edge(a, b, weight=0, predicates=[], statuses=[], sentences=[])
        whole = single.edges[a, b]
        whole["weight"] += 1
        whole["predicates"] = sorted({*whole["predicates"], edge["predicate"]})
        whole["statuses"] = sorted({*whole["statuses"], edge["status"]})
        whole["sentences"] = [*whole["sentences"], *edge["sentences"]]
    return single


def _bare(names: Collection[str]) -> list[str]:
    """Return names without prefix or namespace: kg:Person, the IRI and Person are one."""
    return [local(name).removeprefix("kg:") for name in names]


def _check(names: Collection[str], known: Collection[str], what: str) -> None:
    if isinstance(names, str):
        raise UsageError(f"'{names}' is one name", fix=f"give a list: ['{names}']")
    for name in _bare(names):
        if name not in known:
            fix = did_you_mean(name, known) or "see ontology/kg.ttl"
            raise UsageError(f"no {what} '{name}' in the ontology", fix=fix)


def check_days(*given: str) -> None:
    """Raise UsageError for what is neither a day, nor a month, nor a year, nor empty."""
    for day in given:
        if day and not _DAY.fullmatch(day):
            raise UsageError("no date", where=f"'{day}'", fix="YYYY, YYYY-MM or YYYY-MM-DD")


def _within(day: str, since: str, until: str) -> bool:
    return bool(day) and day[: len(since)] >= since and (not until or day[: len(until)] <= until)
