"""The entity graph as rows: what every format of nodes and edges is written from."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import vocabulary
from kg.errors import StoreError
from kg.export.rows import Kept, Row, Rows, put
from kg.export.stream import Stream
from kg.graph import entity_graph
from kg.graph.beside import beside
from kg.graph.view import ABOUT, UNREAL

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Store

FILES = {False: "store.facts", True: "store.claims"}
"""Where the rows of facts, and those of claims, are kept beside the store."""
VERSION = "2"
_STYLES = {"fact": "solid", "denied": "dotted", "rejected": "dotted"}
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

    graph: Callable[[], nx.MultiDiGraph[str]]
    nodes: Rows
    edges: Rows
    further: int
    """Sentences beyond the first of their edge, which only nested formats hold."""
    joined: int = 0
    """Values beyond the first of their attribute, which stand in one cell with it."""


def projection(
    store: Store, *, claims: bool = False, directory: Path | None = None
) -> tuple[Projection, Mapping[str, int]]:
    """Return the rows of a store, facts or claims, and what was not asked for.

    They lie on disk, beside the store in its graph directory, if that is given: the first time the
    store is read, and then only they are. Only the graph, which one format asks for, is made in
    memory.

    Raises:
        StoreError: there is no room for them, or the store is damaged.
    """
    file = FILES[claims]
    with _told():
        tables = beside(directory, file, VERSION, lambda made: _fill(made, store, claims=claims))
        nodes, edges, (counts,) = (Kept(tables, part) for part in ("node", "edge", "counts"))
    left_out = {} if claims else {"claims that are no fact (--claims has them)": counts["unreal"]}
    graph = partial(entity_graph, store, claims=claims)
    return Projection(graph, nodes, edges, counts["further"], counts["joined"]), left_out


def _fill(made: sqlite3.Connection, store: Store, *, claims: bool) -> None:
    with closing(Stream(store, claims=claims)) as stream:
        put(made, "node", (_node(iri, found) | days for iri, found, days in stream.nodes()))
        put(made, "edge", (_edge(*found) for found in stream.edges()))
        put(made, "counts", [{n: getattr(stream, n) for n in ("unreal", "further", "joined")}])


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"the graph cannot be read and sorted: {error}",
            where=tempfile.gettempdir(),
            fix="free some space there, or name another folder in TMPDIR; see also kg verify",
        ) from error


def _node(iri: str, found: Mapping[str, Any]) -> Row:
    row = {"iri": iri, **{k: v for k, v in found.items() if v not in ("", []) and k != "values"}}
    row |= _held(found.get("values", ()))
    if found["kind"] in UNREAL:
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


def line_style(edge: Row) -> str:
    """Return how an edge is drawn: what is no fact is dashed, what is denied dotted.

    >>> [line_style({"status": status}) for status in ("fact", "alleged", "denied")]
    ['solid', 'dashed', 'dotted']
    """
    return _STYLES.get(edge.get("status", "fact"), "dashed")


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
