"""What a drawing holds: nodes, edges, lines and cut-up sentences; no HTML and no pixels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg import vocabulary
from kg.graph.view import UNREAL
from kg.render.icons import icon_class

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.MultiDiGraph[str]

MAX_NODES = 150
"""Entities drawn at first: at 150 a frame takes 17 ms, and more is read by nobody."""
MOST_LINES = 3
"""Statements between two entities drawn as curves of their own; more become one line."""
MOST_EDGES = 50_000
"""Statements that one page embeds, 8 MB; above that only the drawn part is."""

MOST_DRAWN_EDGES = 600
"""Statements among the entities of the first view; of a denser core fewer entities are drawn."""

STYLES = {
    "fact": "solid",
    "said": "dashed",
    "proposed": "dashed",
    "possible": "dashed",
    "evaluation": "dashed",
    "alleged": "dashdot",
    "contested": "dashdot",
    "denied": "dotted",
    "rejected": "dotted",
}
"""Line style by status: solid only in the fact layer, dashdot for what is held against somebody or
contested, dotted for what is said not to be so."""

Part = tuple[str, str]
"""A piece of a sentence and what it names: "subject", "object", "cue", or nothing: ""."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document: what is known of it; `copy_of` is the title of what it is a near copy of."""

    title: str
    publisher: str
    author: str
    published: str
    part: str
    url: str
    copy_of: str


@dataclass(frozen=True, slots=True)
class Quote:
    """One sentence behind an edge, cut into parts; `manner` is who says it and how surely."""

    parts: tuple[Part, ...]
    source: Source
    where: str
    manner: str


@dataclass(frozen=True, slots=True)
class Node:
    """One entity or eventuality; `group` and `icon` are classes, `degree` counts all its edges.

    `community` is the number of the group it hangs together with, 0 the largest, if they are asked;
    `when` the day, month or year of an event, as EDTF.
    `values` are what ends in a literal, in words with their sentences. `is_real` is False for what
    is only spoken of; `is_drawn` is True for the first view.
    """

    id: int
    iri: str
    label: str
    type: str
    group: str
    icon: str
    is_real: bool
    aliases: tuple[str, ...]
    note: str
    values: tuple[str, ...]
    degree: int
    is_drawn: bool
    community: int | None = None
    when: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """One statement: the ends as node ids, a label, a status of `STYLES`, indices of quotes."""

    id: int
    source: int
    target: int
    label: str
    status: str
    quotes: tuple[int, ...]
    n_sources: int


@dataclass(frozen=True, slots=True)
class Line:
    """One drawn line: one edge, or all edges of a pair that has more than `MOST_LINES`.

    `place` counts from 0 among the `of` lines of the pair, for the fan of parallel curves;
    `sources` are the independent texts behind its best supported edge.
    """

    id: int
    source: int
    target: int
    label: str
    style: str
    status: str
    edges: tuple[int, ...]
    place: int
    of: int
    sources: int = 1


@dataclass(frozen=True, slots=True)
class View:
    """All that a page shows. `omitted` counts entities of the graph that are not even embedded."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    lines: tuple[Line, ...]
    quotes: tuple[Quote, ...]
    omitted: int

    @property
    def communities(self) -> dict[int, list[Node]]:
        """The members of each group, what has a name and many statements first, by number."""
        found: dict[int, list[Node]] = {}
        unnamed = ("Eventuality", "Agreement", "Group")
        for node in sorted(self.nodes, key=lambda n: (n.group in unnamed, -n.degree, n.id)):
            if node.community is not None:
                found.setdefault(node.community, []).append(node)
        return dict(sorted(found.items()))

    @property
    def drawn(self) -> tuple[Node, ...]:
        """The nodes of the first view."""
        return tuple(n for n in self.nodes if n.is_drawn)

    @property
    def drawn_lines(self) -> tuple[Line, ...]:
        """The lines of the first view: both ends are drawn, and nobody rejected them."""
        on = {n.id for n in self.nodes if n.is_drawn}
        lines = (x for x in self.lines if x.source in on and x.target in on)
        return tuple(x for x in lines if x.status != "rejected")


def view(
    graph: Graph,
    *,
    title: str = "",
    max_nodes: int = MAX_NODES,
    communities: Mapping[str, int] | None = None,
) -> View:
    """Make the view of an entity graph (`kg.graph.entity_graph`, of facts or of claims).

    An eventuality with no edge is left out: the relation that its claim makes stands for it.
    Beyond `max_nodes` the best connected are drawn, and the rest is embedded to be searched.

    >>> import networkx as nx
    >>> view(nx.MultiDiGraph()).nodes
    ()
    """
    drawn = _core(graph, max_nodes)
    embedded = [n for n in sorted(graph) if graph.degree(n) or graph.nodes[n]["kind"] == "Entity"]
    whole = len(embedded)
    if graph.number_of_edges() > MOST_EDGES:
        embedded = [n for n in embedded if n in drawn]
    ids = {iri: i for i, iri in enumerate(embedded)}
    quotes: dict[Quote, int] = {}
    edges = _edges(graph, ids, quotes)
    degrees = dict.fromkeys(ids.values(), 0)
    for edge in edges:
        degrees[edge.source] += 1
        degrees[edge.target] += 1
    groups = communities or {}
    nodes = (
        replace(_node(graph.nodes[n], n, i, degrees[i], n in drawn), community=groups.get(n))
        for n, i in ids.items()
    )
    lines = tuple(_lines(edges))
    return View(title, tuple(nodes), edges, lines, tuple(quotes), whole - len(embedded))


def _core(graph: Graph, most: int) -> set[str]:
    """Return the best connected entities; those that no edge touches only if none is touched."""
    best = sorted(graph, key=lambda n: (-graph.degree(n), n))[:most]
    part: Graph = graph.subgraph(best)
    while part.number_of_edges() > MOST_DRAWN_EDGES and len(best) > 2:
        best = best[: max(2, len(best) * 9 // 10)]
        part = graph.subgraph(best)
    return {n for n in best if part.degree(n)} or set(best)


def _node(found: dict[str, Any], iri: str, id: int, degree: int, is_drawn: bool) -> Node:
    known = vocabulary.default()
    is_real = found["kind"] not in UNREAL
    type_ = known.label(found["type"])
    notes = [
        "" if is_real else "spoken of, not established",
        found.get("time", ""),
        f"count: {found['count']:,}" if "count" in found else "",
    ]
    return Node(
        id=id,
        iri=iri,
        label=found["label"] or iri,
        type=type_,
        group=known.colour_class(found["type"])[0],
        icon=icon_class(found["type"]),
        is_real=is_real,
        aliases=tuple(found["aliases"]),
        note=" · ".join(n for n in notes if n),
        values=tuple(found.get("value_claims", ())),
        degree=degree,
        is_drawn=is_drawn,
        when=found.get("edtf", ""),
    )


Key = tuple[int, int, str, str]
DOUBTED = ("alleged", "contested", "proposed", "possible")
"""Statuses that a line says in words: dashes alone would leave "acquired" on a mere plan."""


def _worded(edge: Edge) -> str:
    """Return the words on a line: what is no fact and has no voice says so, as "not:" does."""
    is_said = edge.label.startswith(f"{edge.status[:6]}")
    is_doubted = edge.status in DOUBTED and not is_said
    return f"{edge.status}: {edge.label}" if is_doubted else edge.label


def _edges(graph: Graph, ids: dict[str, int], quotes: dict[Quote, int]) -> tuple[Edge, ...]:
    """Return one edge for each statement, however many claims say it in the same status."""
    same: dict[Key, list[dict[str, Any]]] = {}
    for source, target, found in graph.edges(data=True):
        if source in ids and target in ids:
            key = ids[source], ids[target], found["predicate_label"], found["status"]
            same.setdefault(key, []).append(found)
    return tuple(_edge(i, k, same[k], quotes) for i, k in enumerate(sorted(same)))


def _edge(id: int, key: Key, found: list[dict[str, Any]], quotes: dict[Quote, int]) -> Edge:
    said = [e for each in found for e in each["sentences"]]
    said.sort(key=lambda e: (e["published"], e["document"], e["start"], e["claim"]))
    cut = dict.fromkeys(_quote(e) for e in said)
    numbers = tuple(quotes.setdefault(q, len(quotes)) for q in cut)
    sources = max((f.get("n_sources", 0) for f in found), default=0)
    return Edge(id, *key, numbers, sources or len({e["document"] for e in said}))


def _quote(said: dict[str, Any]) -> Quote:
    parts = tuple(cut(said["sentence"], said["marks"], said.get("kinds", ())))
    numbers = (("page", said.get("page")), ("sentence", said["number"]))
    where = " · ".join(f"{word} {number}" for word, number in numbers if number)
    return Quote(parts, _source(said), where, _manner(said))


def _source(said: dict[str, Any]) -> Source:
    told = {f.name: said.get(f.name, "") for f in fields(Source)}
    return Source(**{**told, "title": said["title"] or said["document"]})


def _manner(said: dict[str, Any]) -> str:
    """Say in words who says it and how surely."""
    by = f"said by {said['speaker_label']}" if said["speaker_label"] else "the article’s own words"
    usual = {"modality": "Asserted", "certainty": "Certain", "standing": "Active"}
    words = [said[k].lower() for k, plain in usual.items() if said[k] not in (plain, "")]
    if said["polarity"] == "Negative":
        words.insert(0, "denied")
    return " · ".join([by, *words])


def cut(text: str, marks: Sequence[Sequence[int]], kinds: Sequence[str] = ()) -> list[Part]:
    """Cut text at marks (code points, end excluded), so that no offset reaches JavaScript.

    A mark without a kind is a "cue".

    >>> cut("In Lima, Peru", [[3, 7], [9, 13]], ["subject", "object"])
    [('In ', ''), ('Lima', 'subject'), (', ', ''), ('Peru', 'object')]
    """
    parts: list[Part] = []
    at = 0
    for (start, end), kind in sorted(zip(marks, kinds or ["cue"] * len(marks), strict=True)):
        begin = max(start, at)
        begin += len(text[begin:end]) - len(text[begin:end].lstrip()) if begin > start else 0
        if end > begin:
            parts += [(text[at:begin], ""), (text[begin:end], kind)]
            at = end
    return [p for p in [*parts, (text[at:], "")] if p[0]]


def pair(edge: Edge | Line) -> tuple[int, int]:
    """Return the ends of an edge or line in order, whichever way it points."""
    return min(edge.source, edge.target), max(edge.source, edge.target)


def _lines(edges: tuple[Edge, ...]) -> Iterable[Line]:
    number = 0
    for ends, found in groupby(sorted(edges, key=lambda e: (pair(e), e.id)), key=pair):
        group = list(found)
        whole = len(group) > MOST_LINES
        for place, edge in enumerate(group[:1] if whole else group):
            members = group if whole else [edge]
            of = 1 if whole else len(group)
            source, target = ends if whole else (edge.source, edge.target)
            yield _line(number, source, target, members, place, of)
            number += 1


def _line(id: int, source: int, target: int, edges: list[Edge], place: int, of: int) -> Line:
    """Make one line; of several edges it takes the style of the least sure."""
    order = list(STYLES)
    status = max((e.status for e in edges), key=order.index)
    label = _worded(edges[0]) if len(edges) == 1 else f"{len(edges)} statements"
    sources = max(1, *(e.n_sources for e in edges))
    ids = tuple(e.id for e in edges)
    return Line(id, source, target, label, STYLES[status], status, ids, place, of, sources)
