"""The part of an entity graph to draw: around an entity, among some, of some days or a source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.errors import NotFoundError
from kg.graph.narrow import check_days

if TYPE_CHECKING:
    from kg.render.view import Graph


def select(graph: Graph, *, focus: str = "", depth: int = 1, only: Iterable[str] = ()) -> Graph:
    """Return the part within `depth` steps of an entity (either way), or the part among some IRIs.

    Raises:
        NotFoundError: none of the wanted entities is in the graph.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph([("a", "b"), ("b", "c")])
    >>> sorted(select(graph, focus="a")), sorted(select(graph, only=["c", "d"]))
    (['a', 'b'], ['c'])
    """
    kept = [n for n in dict.fromkeys(only) if n in graph]
    if focus in graph:
        kept = list(_around(graph, focus, depth))
    if not kept:
        raise NotFoundError("nothing to draw: no statement or entity of the graph is selected")
    part: Graph = graph.subgraph(kept)
    return part


def told(graph: Graph, *, since: str = "", until: str = "", by: str = "") -> Graph:
    """Return the edges that some sentence tells within the wanted days, or by a source.

    `since` and `until` are ISO dates, both included; `by` is part of a document's title or address
    or of a speaker's name. Other sentences go from the edges that stay.

    Raises:
        UsageError: a day is no date.
        NotFoundError: no edge is left.
    """
    import networkx as nx

    check_days(since, until)
    part: Graph = nx.MultiDiGraph()
    for source, target, key, found in graph.edges(keys=True, data=True):
        kept = [e for e in found["sentences"] if _is_told(e, since, until, by.casefold())]
        if kept:
            part.add_nodes_from((n, graph.nodes[n]) for n in (source, target))
            same = {k: v for k, v in found.items() if k != "n_sources"}
            part.add_edge(source, target, key, **{**same, "sentences": kept})
    if not part:
        raise NotFoundError("nothing to draw: no sentence of such a day or source")
    return part


def _is_told(said: dict[str, Any], since: str, until: str, by: str) -> bool:
    day = said["published"]
    names = [said["document"], said["speaker_label"]]
    names += [said.get(key, "") for key in ("title", "url", "publisher", "author")]
    in_time = (not since or day >= since) and (not until or "" < day <= f"{until}~")
    return in_time and any(by in name.casefold() for name in names)


def _around(graph: Graph, focus: str, depth: int) -> Iterable[str]:
    seen = ring = {focus}
    for _ in range(depth):
        near = (n for x in ring for n in (*graph.successors(x), *graph.predecessors(x)))
        ring = set(near) - seen
        seen = seen | ring
    return sorted(seen)
