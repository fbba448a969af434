"""From a graph directory to the text of a picture: choose the part, lay it out, write it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.archive import Archive
from kg.atomic import atomic_write
from kg.errors import UsageError
from kg.graph import entity_graph, find
from kg.query import query
from kg.render.communities import communities
from kg.render.dot import dot
from kg.render.html import html
from kg.render.layout import Layout, layout
from kg.render.png import png
from kg.render.positions import Point, dump, load
from kg.render.selection import select, told
from kg.render.svg import svg
from kg.render.view import MAX_NODES, View, view
from kg.store import Store

if TYPE_CHECKING:
    from kg.render.view import Graph

Writer = Callable[[View, Layout], str] | Callable[[View, Layout], bytes]
FORMATS: Mapping[str, Writer] = {".html": html, ".svg": svg, ".dot": dot, ".png": png}
"""The writer of each kind of file, by its extension."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a graph to draw, and how: the options of `kg render`.

    `focus` is an entity as `kg.graph.find` takes it; `sparql` a query whose IRIs are drawn;
    `communities` colours by the groups that hang together; `by_source`, `since` and `until` as in
    `kg.render.selection.told`; `positions` a file that keeps where things stand from one drawing to
    the next.
    """

    focus: str | None = None
    depth: int = 1
    sparql: str | None = None
    max_nodes: int = MAX_NODES
    facts: bool = False
    communities: bool = False
    by_source: str = ""
    since: str = ""
    until: str = ""
    positions: Path | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as bytes, what it shows, and where that stands."""

    content: bytes
    view: View
    layout: Layout


def drawing(directory: Path, suffix: str, wanted: Wanted | None = None) -> Drawing:
    """Draw a graph directory.

    Raises:
        UsageError: `suffix` is no key of `FORMATS`.
        NotFoundError: the focus is not in the graph, or nothing is selected.
    """
    if suffix not in FORMATS:
        raise UsageError(
            f"no picture format '{suffix}'", fix=f"name it FILE{', FILE'.join(FORMATS)}"
        )
    wanted = wanted or Wanted()
    chosen = view_of(directory, wanted)
    made = layout(chosen, load(wanted.positions) if wanted.positions else None)
    drawn = FORMATS[suffix](chosen, made)
    if wanted.positions:
        places: dict[str, Point] = {n.iri: made.positions[n.id] for n in chosen.drawn}
        atomic_write(wanted.positions, dump(load(wanted.positions) | places).encode())
    return Drawing(drawn if isinstance(drawn, bytes) else drawn.encode(), chosen, made)


def view_of(directory: Path, wanted: Wanted) -> View:
    """Return the view of what is wanted of a graph directory."""
    with Store.open(directory) as store:
        graph = entity_graph(store, claims=not wanted.facts)
        if wanted.focus:
            iri = find(store, wanted.focus)
            graph = select(graph, focus=iri, depth=wanted.depth)
    if wanted.by_source or wanted.since or wanted.until:
        graph = told(graph, since=wanted.since, until=wanted.until, by=wanted.by_source)
    if wanted.sparql:
        graph = select(graph, only=_iris(directory, wanted.sparql))
    _number_pages(graph, directory)
    title = wanted.title or directory.resolve().name.removesuffix(".kg")
    groups = communities(graph) if wanted.communities else None
    return view(graph, title=title, max_nodes=wanted.max_nodes, communities=groups)


def _number_pages(graph: Graph, directory: Path) -> None:
    """Note with each sentence of a document that has pages on which of them it begins."""
    begins = {sha256[:8]: pages for sha256, pages in Archive.open(directory).pages().items()}
    for *_, found in graph.edges(data=True):
        for said in found["sentences"]:
            if pages := begins.get(said["document"].rpartition("/")[2]):
                said["page"] = bisect_right(pages, said["start"]) or 1


def _iris(directory: Path, sparql: str) -> list[str]:
    import pyoxigraph as ox

    found = query(directory, sparql)
    if found.kind == "bool":
        raise UsageError(
            "the query selects no entities", fix="use SELECT ?entity { ... } or CONSTRUCT"
        )
    return [t.value for row in found.terms for t in row if isinstance(t, ox.NamedNode)]
