"""Which entities are connected, read without sentences; then the edges of a few pairs, with them.

A route over 100,000 edges needs the sentences of a handful.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from kg.graph.claims import Claims
from kg.graph.rows import labels, subjects
from kg.graph.view import (
    UNREAL,
    Edge,
    Fact,
    claim_edges,
    claim_ends,
    classified,
    described,
    fact_edges,
    facts,
    roles_of,
)  # fmt: skip

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Store


Pair = tuple[str, str]
"""Two nodes in order, whatever the direction of what connects them."""


class Links:
    """The edges that `entity_graph` has, of facts or of claims, by the pair that they connect.

    >>> from kg.store import Store
    >>> len(Links(Store.memory()).plain())
    0
    """

    def __init__(self, store: Store, *, claims: bool = False) -> None:
        self.store, self.claims = store, claims

    def plain(self, avoid: Collection[str] = ()) -> nx.Graph[str]:
        """Return the graph of what is connected; nodes have their `kind`. In a stable order."""
        import networkx as nx

        plain: nx.Graph[str] = nx.Graph()
        plain.add_nodes_from((i, {"kind": k}) for i, k in self._kinds.items() if i not in avoid)
        kept = ((a, b) for a, b in self._pairs if a in plain and b in plain)
        plain.add_edges_from(sorted(kept))
        return plain

    def edges(self, pairs: Iterable[tuple[str, str]]) -> dict[Pair, list[Edge]]:
        """Return all edges between the nodes of some pairs, by `pair`: see `Pair`."""
        wanted = {pair(*each) for each in pairs}
        triples = [t for each in sorted(wanted) for t, _ in self._pairs.get(each, ())]
        if self.claims:
            iris = {iri for each in wanted for _, iri in self._pairs.get(each, ())}
            edges = claim_edges(Claims(self.store, iris), self._facts)
        else:
            iris = {iri for triple in triples for iri in self._support(triple)}
            edges = fact_edges(Claims(self.store, iris), triples)
        found: dict[Pair, list[Edge]] = {each: [] for each in wanted}
        for edge in edges:
            found.get(pair(edge[0], edge[1]), []).append(edge)
        return found

    def _support(self, triple: Fact) -> set[str]:
        """Return the claims that may support a fact: of its ends, or about its event."""
        one, _, other = triple
        ends = set(subjects(self.store, "rdf:object", other))
        about = subjects(self.store, "kg:about", one)
        return ends.intersection(subjects(self.store, "rdf:subject", one)).union(about)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        found = described(self.store, ("rdf:type", "kg:wouldBe"))
        kinds = ((iri, classified(given)[0]) for iri, given in found)
        return {iri: kind for iri, kind in kinds if self.claims or kind not in UNREAL}

    @cached_property
    def _facts(self) -> list[Fact]:
        return facts(self.store)

    @cached_property
    def _pairs(self) -> dict[Pair, list[tuple[Fact, str]]]:
        """The triples that connect each pair, each with its claim if the edges are claims."""
        triples = [(triple, "") for triple in self._facts]
        if self.claims:
            outlines, known = Claims(self.store).outlines(), labels(self.store)
            roles = roles_of(self._facts)
            triples = [
                (ends, s.iri)
                for s in outlines
                for _, ends in claim_ends(s, roles.get(s.about, ()), known.get(s.speaker, ""))
            ]
        found: dict[Pair, list[tuple[Fact, str]]] = {}
        for triple, claim in triples:
            found.setdefault(pair(triple[0], triple[2]), []).append((triple, claim))
        return found


def pair(one: str, other: str) -> Pair:
    """Return two nodes in order."""
    return min(one, other), max(one, other)
