"""From a graph directory to the text of a picture: choose the part, lay it out, write it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError
from kg.graph import entity_graph, find
from kg.query import query
from kg.render.html import html
from kg.render.layout import layout
from kg.render.svg import svg
from kg.render.view import MAX_NODES, View, select, view
from kg.store import Store

FORMATS = {".html": html, ".svg": svg}
"""The writer of each kind of file, by its extension."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a graph to draw, and how: the options of `kg render`.

    `focus` is an entity as `kg.graph.find` takes it; `sparql` a query whose IRIs are drawn.
    """

    focus: str | None = None
    depth: int = 1
    sparql: str | None = None
    max_nodes: int = MAX_NODES
    facts: bool = False
    title: str | None = None


def picture(directory: Path, suffix: str, wanted: Wanted | None = None) -> tuple[str, View]:
    """Return the text of a picture of a graph directory, and what it shows.

    Raises:
        UsageError: `suffix` is no key of `FORMATS`.
        NotFoundError: the focus is not in the graph, or nothing is selected.
    """
    if suffix not in FORMATS:
        raise UsageError(f"no picture format '{suffix}'", fix="name it FILE.html or FILE.svg")
    chosen = view_of(directory, wanted or Wanted())
    return FORMATS[suffix](chosen, layout(chosen)), chosen


def view_of(directory: Path, wanted: Wanted) -> View:
    """Return the view of what is wanted of a graph directory."""
    with Store.open(directory) as store:
        graph = entity_graph(store, claims=not wanted.facts)
        if wanted.focus:
            iri = find(store, wanted.focus)
            graph = select(graph, focus=iri, depth=wanted.depth)
    if wanted.sparql:
        graph = select(graph, only=_iris(directory, wanted.sparql))
    title = wanted.title or directory.resolve().name.removesuffix(".kg")
    return view(graph, title=title, max_nodes=wanted.max_nodes)


def _iris(directory: Path, sparql: str) -> list[str]:
    import pyoxigraph as ox

    found = query(directory, sparql)
    if found.kind != "rows":
        raise UsageError("the query selects no entities", fix="use SELECT ?entity { ... }")
    return [t.value for row in found.terms for t in row if isinstance(t, ox.NamedNode)]
