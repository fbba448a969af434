"""One opened graph directory: ask it, look at one entity, find routes, take the graph."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import pairwise
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack, overload

from kg import graph as _graph
from kg.archive import Archive
from kg.atomic import atomic_write
from kg.compare import diff
from kg.graph import listing
from kg.graph.counts import stats
from kg.graph.dossier import dossier
from kg.graph.links import Links, pair
from kg.graph.names import Names
from kg.graph.routes import hop, routes
from kg.graph.rows import table
from kg.graph.search import search
from kg.query import Limits, Result, query
from kg.query.questions import checked, question
from kg.store import Store

if TYPE_CHECKING:
    import networkx as nx
    from rdflib import Dataset

    from kg.curate import Outcome
    from kg.export import Report
    from kg.render import Drawing, Frame

Record = dict[str, Any]


class _Parts(TypedDict, total=False):
    """What `graph` takes of the whole."""

    claims: bool
    types: Collection[str]
    predicates: Collection[str]
    since: str
    until: str


class _Options(TypedDict, total=False):
    """What `export` takes; see `kg.export.export`."""

    claims: bool
    facts: bool
    flatten: bool
    rdf12: bool
    excel: bool


class KnowledgeGraph:
    """A graph directory, open for reading. Close it, or use it in a `with` statement.

    Raises:
        NotFoundError: there is no graph at `path`.
        StoreError: it is there but cannot be read.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.directory = Path(path)
        self.store = Store.open(self.directory)

    def query(
        self,
        text: str,
        *,
        facts: bool = False,
        timeout: float = 30.0,
        max_rows: int | None = None,
        **params: Any,
    ) -> Result:
        """Answer a SPARQL query; keywords bind its variables. See `kg.query.query`."""
        limits = Limits(timeout=timeout, max_rows=max_rows)
        return query(self.directory, text, params=params, facts=facts, limits=limits)

    def ask(self, name: str, /, **params: Any) -> Result:
        """Answer a named question; `kg.query.questions.questions()` lists them.

        Raises:
            NotFoundError: there is none of that name.
            UsageError: a parameter is not one of its own, or cannot be what it must.
        """
        asked = question(name)
        return query(self.directory, asked.text, params=checked(asked, params), name=f"{name}.rq")

    @overload
    def graph(self, *, collapse: Literal[True], **parts: Unpack[_Parts]) -> nx.DiGraph[str]: ...

    @overload
    def graph(self, **parts: Unpack[_Parts]) -> nx.MultiDiGraph[str]: ...

    def graph(
        self,
        *,
        claims: bool = False,
        types: Collection[str] = (),
        predicates: Collection[str] = (),
        since: str = "",
        until: str = "",
        collapse: bool = False,
    ) -> nx.DiGraph[str]:
        """Return the entity graph: an edge a fact or, with `claims`, an edge a claim.

        `types`, `predicates`, `since` and `until` take a part of it, see `kg.graph.narrowed`;
        `collapse` makes one edge of all from a node to another, see `kg.graph.collapsed`.

        Raises:
            UsageError: there is no such class or property.
        """
        graph = _graph.entity_graph(self.store, claims=claims)
        if types or predicates or since or until:
            graph = _graph.narrowed(
                graph, types=types, predicates=predicates, since=since, until=until
            )
        return _graph.collapsed(graph) if collapse else graph

    def links(self, *, claims: bool = False) -> nx.Graph[str]:
        """Return which entities are connected, without the sentences: for measures of many edges.

        Nodes have their `kind`. It is kept beside the store: see `kg.graph.links`.
        """
        return Links(self.store, claims=claims, directory=self.directory).plain()

    @property
    def dataset(self) -> Dataset:
        """The `rdflib.Dataset` over the same store; never give it a query from somebody else."""
        return self.store.dataset

    def iri(self, name: str) -> str:
        """Return the IRI of the entity meant by an IRI, a CURIE, an id or a name: its node's key.

        Raises:
            NotFoundError: none is meant, or several; it names the nearest.
        """
        return self._names.find(name)

    @cached_property
    def _names(self) -> Names:
        return Names(self.store)

    @overload
    def show(self, name: str) -> Record: ...

    @overload
    def show(self, name: None = None, **wanted: Any) -> Frame: ...

    def show(self, name: str | None = None, **wanted: Any) -> Record | Frame:
        """Return all that is known of one entity (see `dossier`); without a name, draw the graph.

        The drawing is the page of `kg render`, for a notebook; keywords as in `kg.render.Wanted`.
        """
        if name is not None:
            return dossier(self.store, self.iri(name))
        from kg.render import Frame, Wanted, drawing

        return Frame(drawing(self.directory, ".html", Wanted(**wanted)).content.decode())

    def path(
        self,
        source: str,
        target: str,
        *,
        max_routes: int = 1,
        via: Sequence[str] = (),
        avoid: Sequence[str] = (),
        claims: bool = False,
    ) -> list[list[Record]]:
        """Return the shortest routes of facts between two entities: a list of hops each.

        A hop has `source` and `target` (IRI and label) and `edges`, each with `status`, `forward`
        and its `sentences`. A route goes through each of `via`, in order, and none of `avoid`. With
        `claims`, what is only said counts as an edge too.

        Raises:
            NotFoundError: a name is no known entity, or several.
        """
        ends = [self.iri(name) for name in (source, *via, target)]
        avoided = [self.iri(name) for name in avoid]
        links = Links(self.store, claims=claims, directory=self.directory)
        found = routes(links.plain(avoided), ends, most=max_routes)
        labels = _labels(self.store, {iri for route in found for iri in route})
        edges = links.edges(step for route in found for step in pairwise(route))
        return [
            [_hop(hop(a, b, edges[pair(a, b)]), labels) for a, b in pairwise(route)]
            for route in found
        ]

    def find(self, text: str, *, limit: int = 20) -> Record:
        """Search labels, aliases and sentences. See `kg.graph.search.search`."""
        return search(self.store, text, directory=self.directory, limit=limit)

    def timeline(self, name: str = "") -> dict[str, list[Record]]:
        """Return what happened, `dated` in order and `undated`. See `kg.graph.listing`."""
        return listing.timeline(self.store, self.iri(name) if name else "")

    def claims(
        self, *, about: str = "", by: str = "", modality: str = "", contested: bool = False
    ) -> list[Record]:
        """Return what is claimed, in order of document. See `kg.graph.listing.claims_list`.

        `by` "narrator" is the articles' own voice.
        """
        speaker = None if not by else "" if by == "narrator" else self.iri(by)
        about = self.iri(about) if about else ""
        return listing.claims_list(
            self.store, about=about, by=speaker, modality=modality, contested=contested
        )

    def sources(self, name: str = "") -> list[Record]:
        """Return the documents, or one with its claims. See `kg.graph.listing.sources_list`."""
        return listing.sources_list(self.store, name, Archive.open(self.directory).names)

    def stats(self, *, central: int = 0, communities: bool = False) -> Record:
        """Count what the graph holds. See `kg.graph.counts.stats`."""
        return stats(self.store, central=central, communities=communities)

    def diff(self, other: KnowledgeGraph | str | PathLike[str], *, facts: bool = False) -> Record:
        """Return what differs in another, newer graph, as their directories are now.

        See `kg.compare.diff`.
        """
        newer = other.directory if isinstance(other, KnowledgeGraph) else other
        return diff(self.directory, newer, facts=facts)

    def export(
        self, path: str | PathLike[str], *, format: str = "", **options: Unpack[_Options]
    ) -> Report:
        """Write the graph for another program: by a format of `kg.export.FORMATS`, else by `path`.

        What comes back tells what the format does not carry. `options` as in `kg.export.export`.

        Raises:
            UsageError: there is no such format, or an option is none of it.
            MissingExtra: it needs an optional dependency.
        """
        from kg.export import export, format_named

        chosen = format_named(format, "" if format else str(path))
        given = export(self.store, chosen, **options, directory=self.directory)
        given.write(Path(path))
        return given.report

    def render(self, path: str | PathLike[str], **wanted: Any) -> Drawing:
        """Draw the graph to a file: .html, .svg, .png or .dot; keywords as in `kg.render.Wanted`.

        Raises:
            UsageError: there is no such format.
            NotFoundError: what is in focus is no known entity.
        """
        from kg.render import Wanted, drawing

        made = drawing(self.directory, Path(path).suffix, Wanted(**wanted))
        atomic_write(Path(path), made.content)
        return made

    def decide(self, action: str, *targets: str, **given: Any) -> Outcome:
        """Take one decision, as "confirm" or "merge", and see the graph as it is then.

        Keywords and errors as in `kg.curate.decide`; `decisions` of that room lists them.
        """
        from kg.curate import decide

        self.store.close()  # a writer waits for who reads
        try:
            return decide(self.directory, action, *targets, **given)
        finally:
            self.__dict__.pop("_names", None)
            self.store = Store.open(self.directory)

    def __repr__(self) -> str:
        return f"<KnowledgeGraph {self.directory}: {len(self.store)} quads>"

    def _repr_html_(self) -> str:
        """Return what the graph holds, in a few words, for Jupyter; `show()` draws it."""
        from html import escape

        found = stats(self.store)
        counts = {
            "documents": found["documents"],
            "entities": sum(found["entities"].values()),
            "facts": sum(found["facts"].values()),
            "claims": sum(found["claims"]["status"].values()),
        }
        told = ", ".join(f"{n} {word}" for word, n in counts.items())
        return f"<p><b>{escape(str(self.directory))}</b>: {told}; <code>show()</code> draws it</p>"

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def __enter__(self) -> KnowledgeGraph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _labels(store: Store, iris: Collection[str]) -> dict[str, str]:
    found = table(store, iris, ("skos:prefLabel",), facts=True)
    return {iri: found.get(iri, {}).get("skos:prefLabel", [""])[0] for iri in iris}


def _hop(hop: _graph.Hop, labels: dict[str, str]) -> Record:
    ends = {"source": hop.source, "target": hop.target}
    named = {f"{end}_label": labels[iri] for end, iri in ends.items()}
    return {**ends, **named, "edges": list(hop.edges)}
