"""Nodes and edges of a store in order, sorted and joined in tables on disk: no graph of them.

The store is read once, front to back; the tables are SQLite's own temporary ones.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from kg import vocabulary
from kg.graph.claims import Evidence, Statement, joined
from kg.graph.rows import Values, edge_properties, expand, local, select
from kg.graph.scan import scan
from kg.graph.view import (
    NODE,
    UNREAL,
    claim_ends,
    classified,
    edge_words,
    entity_classes,
    fact_id,
    node,
    value_names,
    value_told,
)
from kg.mirror import UnreadableError, subjects

if TYPE_CHECKING:
    from kg.store import Store

Put = tuple[str, tuple[Any, ...]]
"""A table and a row for it."""
_EMPTY = "DELETE FROM claim; DELETE FROM evidence; DELETE FROM span;"
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA cache_size = -16000;
CREATE TABLE thing (iri TEXT, is_node INTEGER, found BLOB);
CREATE TABLE role (event TEXT, predicate TEXT, filler TEXT);
CREATE TABLE edge (id TEXT, source TEXT, predicate TEXT, target TEXT, claim INTEGER);
CREATE TABLE claim (number INTEGER PRIMARY KEY, fact TEXT, about TEXT, owner TEXT, told BLOB);
CREATE TABLE evidence (claim INTEGER, span TEXT);
CREATE TABLE span (iri TEXT, start INTEGER, until INTEGER, quote TEXT, inside BLOB);
"""
_INDEXES = """
CREATE INDEX named ON thing (iri);
CREATE INDEX telling ON claim (fact);
CREATE INDEX concerning ON claim (about) WHERE about != '';
CREATE INDEX owning ON claim (owner) WHERE owner != '';
CREATE INDEX playing ON role (event);
CREATE INDEX resting ON evidence (claim);
CREATE INDEX lying ON span (iri);
"""
_EDGES = """
SELECT id, source, predicate, target, claim FROM edge
WHERE EXISTS (SELECT 1 FROM thing WHERE iri = source AND is_node)
  AND EXISTS (SELECT 1 FROM thing WHERE iri = target AND is_node)
ORDER BY id
"""
_SUPPORT = """
SELECT c.told, e.span, ifnull(s.start, 0), ifnull(s.until, 0), ifnull(s.quote, ''), s.inside
FROM claim c LEFT JOIN evidence e ON e.claim = c.number LEFT JOIN span s ON s.iri = e.span
WHERE """
_CLAIM = (
    "rdf:subject", "rdf:predicate", "rdf:object", "kg:about", "kg:modality", "kg:polarity",
    "kg:certainty", "kg:standing", "kg:speaker", "kg:inDocument", "kg:evidence", "kg:unit",
)  # fmt: skip
_SPAN = ("kg:start", "kg:end", "kg:quote", "kg:inSentence")
_DOCUMENT = ("rdfs:label", "dcterms:source", "dcterms:issued")
_TIME = ("kg:timeText", "kg:edtf", "kg:earliest", "kg:latest")
_DAYS = ("kg:earliest", "kg:latest")
_FIELDS = attrgetter(*(f.name for f in fields(Statement)))

_PILE = 1_000

Found = dict[str, Any]


class Stream:
    """The entity graph of a store, of facts or of claims, in order of IRI and of id.

    Nodes and edges have the attributes that `kg.graph.entity_graph` gives them, as far as the
    formats of rows hold them: of the sentences of an edge only the first.
    """

    def __init__(self, store: Store, *, claims: bool = False) -> None:
        self._claims, self._names = claims, value_names()
        self._tables = sqlite3.connect("")
        self._tables.executescript(_TABLES)
        self._label = lru_cache(10_000)(self._read_label)
        self._documents: dict[str, Values] = {}
        self.unreal = 0
        """How many claims are no fact."""
        self.further = 0
        """How many sentences the edges that were taken have beyond their first."""
        self.joined = 0
        """How many values the nodes that were taken have beyond the first of an attribute."""
        self._fill(self._things(store))
        self._tell(store)
        copies = select(store, "SELECT ?d ?of { ?d kg:copyOf ?of }")
        self._copies = {row[0]: row[1] for row in reversed(copies)}
        self._tables.executescript(_INDEXES)
        if claims:
            self._fill(self._claim_edges())

    def close(self) -> None:
        """Let go of the tables."""
        self._tables.close()

    def nodes(self) -> Iterator[tuple[str, Found, Found]]:
        """Yield IRI, attributes, and the first and last day of what has a known time."""
        things = self._tables.execute("SELECT iri, found FROM thing WHERE is_node ORDER BY iri")
        for iri, blob in things:
            found = _read(blob)
            time = self._thing(found["kg:time"][-1]) if "kg:time" in found else {}
            held = [
                {"property": name, "value": value}
                for name in self._names
                for value in found.get(f"kg:{name}", ())
            ]
            self.joined += len(held) - len({value["property"] for value in held})
            days = {local(expand(n)): time[n][0] for n in _DAYS if n in time}
            told = sorted(self._value_claims(iri))
            yield iri, node(found, time, held) | ({"value_claims": told} if told else {}), days

    def edges(self) -> Iterator[tuple[str, str, Found]]:
        """Yield source, target and attributes."""
        for id_, source, predicate, target, claim in self._tables.execute(_EDGES):
            if self._claims:
                support = self._support("c.number = ?", claim)
                found = _claim_edge(predicate, support)
            else:
                support = self._support("c.fact = ?", id_) or self._about(source)
                found = self._fact_edge(predicate, support)
            found["sentences"] = self._first(support)
            self.further += max(0, sum(row.span is not None for row in support) - 1)
            yield source, target, {"id": id_, "predicate": predicate, **found}

    def _fill(self, rows: Iterable[Put]) -> None:
        """Put rows in their tables."""
        piles: dict[str, list[tuple[Any, ...]]] = {}
        for table, row in rows:
            pile = piles.setdefault(table, [])
            pile.append(row)
            if len(pile) == _PILE:
                self._insert(table, pile)
        for table, pile in piles.items():
            self._insert(table, pile)

    def _insert(self, table: str, pile: list[tuple[Any, ...]]) -> None:
        if pile:
            places = ", ".join("?" * len(pile[0]))
            self._tables.executemany(f"INSERT INTO {table} VALUES ({places})", pile)
            pile.clear()

    def _things(self, store: Store) -> Iterator[Put]:
        """Yield what the fact layer describes, and its edges."""
        drawn = {f"kg:{local(iri)}": is_role for iri, is_role in edge_properties().items()}
        names = [*NODE, "kg:time", *_TIME, *(f"kg:{name}" for name in self._names), *drawn]
        classes = entity_classes()
        for iri, found in scan(store, dict.fromkeys(names), facts=True):
            for name in sorted(found.keys() & drawn.keys()):
                for target in found.pop(name):
                    if not self._claims:
                        triple = iri, expand(name), target
                        yield "edge", (fact_id(*triple), *triple, None)
                    elif drawn[name]:
                        yield "role", (iri, expand(name), target)
            is_node = not classes.isdisjoint(found.get("rdf:type", ()))
            is_node = is_node and (self._claims or classified(found)[0] not in UNREAL)
            yield "thing", (iri, is_node, marshal.dumps(found))

    def _tell(self, store: Store) -> None:
        """Read what documents say: from the text beside the store, or else from the store."""
        names = [*_CLAIM, *_SPAN, *_DOCUMENT]
        try:
            self._fill(self._told(subjects(store.directory, {expand(n): n for n in names})))
        except UnreadableError:
            self._tables.executescript(_EMPTY)
            self._documents, self.unreal = {}, 0
            self._fill(self._told(scan(store, names)))

    def _told(self, described: Iterable[tuple[str, Values]]) -> Iterator[Put]:
        """Yield the claims that are wanted, and what they may rest on."""
        number = 0
        for iri, found in described:
            if "kg:modality" in found:
                s = Statement.of(iri, found)
                is_fact = s.is_fact
                self.unreal += not is_fact
                if self._claims or is_fact:
                    number += 1
                    fact = fact_id(s.subject, s.predicate, s.object)
                    owner = s.subject if s.value else ""
                    yield "claim", (number, fact, s.about, owner, marshal.dumps(_FIELDS(s)))
                    yield from (("evidence", (number, span)) for span in s.spans)
            elif "kg:start" in found:
                inside = marshal.dumps(found.get("kg:inSentence", []))
                yield "span", (iri, *_extent(found), inside)
            elif "kg:inDocument" not in found:
                self._documents.setdefault(iri, {}).update(found)

    def _claim_edges(self) -> Iterator[Put]:
        for number, told in self._tables.execute("SELECT number, told FROM claim"):
            s = Statement(*_read(told))
            for key, ends in claim_ends(s, self._roles(s.about), self._label(s.speaker)):
                yield "edge", (key, *ends, number)

    def _roles(self, event: str) -> list[tuple[str, str]]:
        text = "SELECT predicate, filler FROM role WHERE event = ? ORDER BY predicate, filler"
        return self._tables.execute(text, (event,)).fetchall()

    def _thing(self, iri: str) -> Values:
        row = self._tables.execute("SELECT found FROM thing WHERE iri = ?", (iri,)).fetchone()
        return _read(row[0]) if row else {}

    def _read_label(self, iri: str) -> str:
        return self._thing(iri).get("skos:prefLabel", [""])[-1] if iri else ""

    def _support(self, where: str, value: Any) -> list[_Rest]:
        found = self._tables.execute(_SUPPORT + where, (value,))
        return [_Rest(Statement(*_read(told)), *rest) for told, *rest in found]

    def _about(self, event: str) -> list[_Rest]:
        return self._support("c.about = ? AND c.about != ''", event)

    def _fact_edge(self, predicate: str, support: list[_Rest]) -> Found:
        claims = {row.claim.iri: row.claim.document for row in support}
        copies = (self._copies.get(d, d) for d in claims.values())
        return {
            "predicate_label": vocabulary.default().label(local(predicate)),
            "status": "fact",
            "n_claims": len(claims),
            "n_sources": len(set(copies)),
        }

    def _value_claims(self, iri: str) -> Iterator[str]:
        """Yield what says that a thing has its values, in words."""
        told: dict[str, list[_Rest]] = {}
        for row in self._support("c.owner = ? AND c.owner != ''", iri):
            told.setdefault(row.claim.iri, []).append(row)
        for rows in told.values():
            yield from (value_told(rows[0].claim, first) for first in self._first(rows))

    def _first(self, support: list[_Rest]) -> list[Evidence]:
        """Return the first sentence that claims rest on, if there is any."""
        rows = [row for row in support if row.span is not None]
        if not rows:
            return []
        row = min(rows, key=_place)
        inside = _read(row.inside) if row.inside else []
        alone = not inside or inside == [row.span]
        sentence = row.quote if alone else joined(sorted(map(self._extent, inside)))[1]
        claim = row.claim
        return [
            {
                "quote": row.quote,
                "sentence": sentence,
                "document": claim.document,
                "title": self._about_document(claim.document, "rdfs:label"),
                "url": self._about_document(claim.document, "dcterms:source"),
                "published": self._about_document(claim.document, "dcterms:issued"),
                "speaker_label": self._label(claim.speaker),
                "modality": claim.modality,
                "polarity": claim.polarity,
                "certainty": claim.certainty,
                "standing": claim.standing,
            }
        ]

    def _extent(self, span: str) -> tuple[int, int, str]:
        text = "SELECT start, until, quote FROM span WHERE iri = ?"
        found: tuple[int, int, str] | None = self._tables.execute(text, (span,)).fetchone()
        return found or (0, 0, "")

    def _about_document(self, document: str, name: str) -> str:
        return self._documents.get(document, {}).get(name, [""])[0]


class _Rest(NamedTuple):
    """A claim and one of the spans that it rests on; `span` is None if it rests on none."""

    claim: Statement
    span: str | None
    start: int
    until: int
    quote: str
    inside: bytes | None


def _place(row: _Rest) -> tuple[str, int, str, int]:
    return row.claim.document, row.start, row.claim.iri, row.until


def _claim_edge(predicate: str, support: list[_Rest]) -> Found:
    status, about = support[0].claim.status, support[0].claim.about
    return {"predicate_label": edge_words(predicate, status), "status": status, "about": about}


def _extent(found: Values) -> tuple[int, int, str]:
    start, end = (int(found.get(name, ["0"])[0]) for name in ("kg:start", "kg:end"))
    return start, end, found.get("kg:quote", [""])[0]


def _read(blob: bytes) -> Any:
    return marshal.loads(blob)
