"""Which entities are connected, read without sentences; then the edges of a few pairs, with them.

A route over 100,000 edges needs the sentences of a handful.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.graph.beside import beside
from kg.graph.claims import Claims
from kg.graph.rows import edge_properties, labels, local, subjects, table
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
FILES = {False: "store.links", True: "store.claimlinks"}
"""Where what facts connect, and what claims do, is kept beside the store."""
VERSION = "1"
_TABLES = """
CREATE TABLE node (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, kind TEXT);
CREATE TABLE link (one INTEGER, other INTEGER, forward INTEGER, predicate TEXT, claim TEXT,
                   PRIMARY KEY (one, other, forward, predicate, claim)) WITHOUT ROWID;
CREATE TABLE connected (side INTEGER PRIMARY KEY, ends BLOB);
"""
_BETWEEN = """SELECT forward, predicate, claim FROM link
  WHERE one = (SELECT id FROM node WHERE iri = ?) AND other = (SELECT id FROM node WHERE iri = ?)"""


class Links:
    """The edges that `entity_graph` has, of facts or of claims, by the pair that they connect.

    With the graph directory of the store, what is connected is kept there: it is read off the store
    once for each state of it.

    >>> from kg.store import Store
    >>> len(Links(Store.memory()).plain())
    0
    """

    def __init__(
        self, store: Store, *, claims: bool = False, directory: Path | None = None
    ) -> None:
        self.store, self.claims, self.directory = store, claims, directory

    def plain(self, avoid: Collection[str] = ()) -> nx.Graph[str]:
        """Return the graph of what is connected; nodes have their `kind`. In a stable order."""
        import networkx as nx

        plain: nx.Graph[str] = nx.Graph()
        nodes = self._tables.execute("SELECT iri, kind FROM node ORDER BY id").fetchall()
        names = [iri for iri, _ in nodes]
        plain.add_nodes_from(names)  # with its attributes a node takes thrice the time
        for about, (_, kind) in zip(plain.nodes.values(), nodes, strict=True):
            about["kind"] = kind
        packed = self._tables.execute("SELECT ends FROM connected ORDER BY side").fetchall()
        ones, others = (map(names.__getitem__, _unpacked(ends)) for (ends,) in packed)
        plain.add_edges_from(zip(ones, others, strict=True))
        plain.remove_nodes_from(avoid)
        return plain

    def edges(self, pairs: Iterable[tuple[str, str]]) -> dict[Pair, list[Edge]]:
        """Return all edges between the nodes of some pairs, by `pair`: see `Pair`."""
        wanted = sorted({pair(*each) for each in pairs})
        links = [link for each in wanted for link in self._between(each)]
        found: dict[Pair, list[Edge]] = {each: [] for each in wanted}
        for edge in self._claimed(links) if self.claims else self._told(links):
            found.get(pair(edge[0], edge[1]), []).append(edge)
        return found

    def _told(self, links: list[tuple[Fact, str]]) -> Iterator[Edge]:
        triples = [triple for triple, _ in links]
        iris = {iri for triple in triples for iri in self._support(triple)}
        return fact_edges(Claims(self.store, iris), triples)

    def _claimed(self, links: list[tuple[Fact, str]]) -> Iterator[Edge]:
        claims = Claims(self.store, {iri for _, iri in links})
        about = {statement.about for statement in claims.statements} - {""}
        return claim_edges(claims, self._roles(about))

    def _roles(self, events: Iterable[str]) -> list[Fact]:
        """Return the roles that are played in some events, in order."""
        names = {f"kg:{local(iri)}": iri for iri, is_role in edge_properties().items() if is_role}
        found = table(self.store, events, names, facts=True)
        return sorted(
            (event, names[name], filler)
            for event, roles in found.items()
            for name, fillers in roles.items()
            for filler in fillers
        )

    def _support(self, triple: Fact) -> set[str]:
        """Return the claims that may support a fact: of its ends, or about its event."""
        one, _, other = triple
        ends = set(subjects(self.store, "rdf:object", other))
        about = subjects(self.store, "kg:about", one)
        return ends.intersection(subjects(self.store, "rdf:subject", one)).union(about)

    def _between(self, ends: Pair) -> Iterator[tuple[Fact, str]]:
        """Yield the triples that connect a pair, each with its claim if the edges are claims."""
        for forward, predicate, claim in self._tables.execute(_BETWEEN, ends):
            subject, object_ = ends if forward else reversed(ends)
            yield (subject, predicate, object_), claim

    @cached_property
    def _tables(self) -> sqlite3.Connection:
        return beside(self.directory, FILES[self.claims], VERSION, self._fill)

    def _fill(self, made: sqlite3.Connection) -> None:
        made.executescript(_TABLES)
        found = described(self.store, ("rdf:type", "kg:wouldBe"))
        kinds = ((iri, classified(given)[0]) for iri, given in found)
        nodes = sorted((iri, kind) for iri, kind in kinds if self.claims or kind not in UNREAL)
        number = {iri: n for n, (iri, _) in enumerate(nodes)}
        made.executemany("INSERT INTO node VALUES (?, ?, ?)", ((number[i], i, k) for i, k in nodes))
        links = sorted(
            (min(number[s], number[o]), max(number[s], number[o]), s <= o, p, claim)
            for (s, p, o), claim in self._every()
            if s in number and o in number
        )
        made.executemany("INSERT OR IGNORE INTO link VALUES (?, ?, ?, ?, ?)", links)
        pairs = dict.fromkeys((one, other) for one, other, *_ in links)
        # Each side of all pairs is one value: row by row they take five times as long.
        sides = (_packed([ends[side] for ends in pairs]) for side in (0, 1))
        made.executemany("INSERT INTO connected VALUES (?, ?)", enumerate(sides))

    def _every(self) -> Iterator[tuple[Fact, str]]:
        """Yield the triples that connect, each with its claim if the edges are claims."""
        every = facts(self.store)
        if not self.claims:
            yield from ((triple, "") for triple in every)
            return
        roles, known = roles_of(every), labels(self.store)
        for s in Claims(self.store).outlines():
            for _, ends in claim_ends(s, roles.get(s.about, ()), known.get(s.speaker, "")):
                yield ends, s.iri


def _packed(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _unpacked(told: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(told) // 4}I", told)


def pair(one: str, other: str) -> Pair:
    """Return two nodes in order."""
    return min(one, other), max(one, other)
