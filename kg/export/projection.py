"""The entity graph as rows: what every format of nodes and edges is written from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg import vocabulary
from kg.export.text import Row
from kg.graph import Claims, entity_graph
from kg.graph.rows import expand, local, table
from kg.graph.view import ABOUT

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Store

_NUMBERS: Mapping[str, Callable[[str], Any]] = {"integer": int, "decimal": float}
_DETAILS = ("quote", "sentence", "url", "speaker_label", "modality", "polarity", "certainty",
            "standing")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Projection:
    """Nodes and edges as rows of plain values (text, numbers, truth values, lists of text).

    A node has `iri`, `label`, `type`, `kind` and more where known: its values by property, and
    `value_claims`, what says so of each, in words. An edge has `id`, `source`,
    `target`, `predicate`, `label`, `status`, and its first sentence in columns; `sentences` by edge
    id holds them all.
    """

    graph: nx.MultiDiGraph[str]
    nodes: tuple[Row, ...]
    edges: tuple[Row, ...]
    further: int
    """Sentences beyond the first of their edge, which only nested formats hold."""


def projection(store: Store, *, claims: bool = False) -> tuple[Projection, Mapping[str, int]]:
    """Return the rows of a store, facts or claims, and what was not asked for."""
    every = Claims(store)
    graph = entity_graph(store, claims=claims, known=every)
    extents = _extents(store)
    nodes = tuple(_node(i, graph.nodes[i]) | extents.get(i, {}) for i in sorted(graph))
    drawn = sorted(graph.edges(keys=True, data=True), key=lambda e: e[2])
    edges = tuple(_edge(s, t, found) for s, t, _, found in drawn)
    further = sum(max(0, len(found["sentences"]) - 1) for *_, found in drawn)
    left_out = {} if claims else {"claims that are no fact (--claims has them)": _unreal(every)}
    return Projection(graph, nodes, edges, further), left_out


def _unreal(every: Claims) -> int:
    return sum(not s.is_fact for s in every.statements)


def _extents(store: Store) -> dict[str, Row]:
    """Return the first and last day of what has a known time, by IRI."""
    names = ("kg:earliest", "kg:latest")
    found = table(store, "?e kg:time ?s .", names, facts=True)
    return {
        time.removesuffix("/time"): {local(expand(n)): v[0] for n, v in days.items()}
        for time, days in found.items()
    }


def _node(iri: str, found: Mapping[str, Any]) -> Row:
    row = {"iri": iri, **{k: v for k, v in found.items() if v not in ("", []) and k != "values"}}
    row |= _held(found.get("values", ()))
    if found["kind"] in ("Prospect", "ReportedEventuality"):
        # Another program colours by type: a mooted agreement must not look like one.
        row |= {"type": found["kind"], "would_be": found["type"]}
    return row


def _held(values: Iterable[Mapping[str, str]]) -> Row:
    """Return the literals of a thing as columns, by property: a number stays one if it is alone."""
    told: dict[str, list[Mapping[str, str]]] = {}
    for value in values:
        told.setdefault(value["property"], []).append(value)
    return {name: _cell(those) for name, those in sorted(told.items())}


def _cell(those: list[Mapping[str, str]]) -> Any:
    if len(those) > 1:
        return "; ".join(v["value"] for v in those)
    kind = vocabulary.default().properties[those[0]["property"]].datatype or ""
    return _NUMBERS.get(kind, str)(those[0]["value"])


def _label(found: Mapping[str, Any]) -> str:
    """Return the words on an edge: what is no fact says so, in a program that knows no status."""
    status, label = found["status"], str(found["predicate_label"])
    is_plain = status in ("fact", "denied", "rejected") or found["predicate"] == ABOUT
    return label if is_plain else f"{status}: {label}"


def _edge(source: str, target: str, found: Mapping[str, Any]) -> Row:
    first = found["sentences"][0] if found["sentences"] else {}
    row: Row = {
        "id": found["id"],
        "source": source,
        "target": target,
        "label": _label(found),
        "predicate": found["predicate"],
        "status": found["status"],
        "weight": found.get("n_sources", 1),
        "n_claims": found.get("n_claims", 1),
        "n_sources": found.get("n_sources", 1),
    }
    row |= {"about": found["about"]} if found.get("about") else {}
    row |= {name: first[name] for name in _DETAILS if first.get(name)}
    row |= {"source_doc": first.get("title") or first["document"]} if first else {}
    row |= {"date": first["published"]} if first.get("published") else {}
    return row
