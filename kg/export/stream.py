"""Nodes and edges of a store in order, sorted and joined in tables on disk: no graph of them.

The store is read once, front to back; the tables are SQLite's own temporary ones.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from kg import mirror, vocabulary
from kg.graph.claims import Evidence, Statement, joined
from kg.graph.rows import Values, edge_properties, expand, local, select
from kg.graph.scan import blocks, scan
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

if TYPE_CHECKING:
    from kg.store import Store

Put = tuple[str, tuple[Any, ...]]
"""A table and a row for it."""
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA cache_size = -16000;
CREATE TABLE thing (iri TEXT, is_node INTEGER, found BLOB);
CREATE TABLE role (event TEXT, predicate TEXT, filler TEXT);
CREATE TABLE edge (id TEXT, source TEXT, predicate TEXT, target TEXT);
CREATE TABLE claim (edge TEXT, about TEXT, owner TEXT, told BLOB);
"""
_NAMED = """
CREATE INDEX named ON thing (iri, is_node);
CREATE INDEX playing ON role (event);
"""
# What is joined is in the indexes: they are sorted, and read from front to back.
_TELLING = """
CREATE INDEX drawn ON edge (id, source, predicate, target);
CREATE INDEX telling ON claim (edge, told) WHERE edge != '';
CREATE INDEX concerning ON claim (about) WHERE about != '';
CREATE INDEX owning ON claim (owner) WHERE owner != '';
"""
_EDGES = """
SELECT e.id, e.source, e.predicate, e.target, c.told
FROM edge e LEFT JOIN claim c INDEXED BY telling ON c.edge = e.id AND c.edge != ''
WHERE EXISTS (SELECT 1 FROM thing WHERE iri = e.source AND is_node)
  AND EXISTS (SELECT 1 FROM thing WHERE iri = e.target AND is_node)
ORDER BY e.id, e.source, e.predicate, e.target
"""
_CLAIM = (
    "rdf:subject", "rdf:predicate", "rdf:object", "kg:about", "kg:modality", "kg:polarity",
    "kg:certainty", "kg:standing", "kg:speaker", "kg:inDocument", "kg:evidence", "kg:unit",
)  # fmt: skip
_SPAN = ("kg:start", "kg:end", "kg:quote", "kg:inSentence")
_DOCUMENT = ("rdfs:label", "dcterms:source", "dcterms:issued")
_TIME = ("kg:timeText", "kg:edtf", "kg:earliest", "kg:latest")
_DAYS = ("kg:earliest", "kg:latest")
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
        self._tables.executescript(_NAMED)
        copies = select(store, "SELECT ?d ?of { ?d kg:copyOf ?of }")
        self._copies = {row[0]: row[1] for row in reversed(copies)}
        names = [*_CLAIM, *_SPAN, *_DOCUMENT]
        try:
            self._read(mirror.blocks(store.directory, {expand(n): n for n in names}))
        except mirror.UnreadableError:
            self._read(blocks(store, names))
        self._tables.executescript(_TELLING)

    def close(self) -> None:
        """Let go of the tables."""
        self._tables.close()

    def nodes(self) -> Iterator[tuple[str, Found, Found]]:
        """Yield IRI, attributes, and the first and last day of what has a known time."""
        things = self._tables.execute("SELECT iri, found FROM thing WHERE is_node ORDER BY iri")
        for iri, blob in things:
            found = marshal.loads(blob)
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
        for ends, rows in groupby(self._tables.execute(_EDGES), key=itemgetter(0, 1, 2, 3)):
            id_, source, predicate, target = ends
            support = [_rest(row[4]) for row in rows if row[4]]
            if not self._claims:
                support = support or self._support("about", source)
            self.further += max(0, sum(row.spans for row in support) - 1)
            found = self._edge(predicate, support)
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
                        yield "edge", (fact_id(*triple), *triple)
                    elif drawn[name]:
                        yield "role", (iri, expand(name), target)
            is_node = not classes.isdisjoint(found.get("rdf:type", ()))
            is_node = is_node and (self._claims or classified(found)[0] not in UNREAL)
            yield "thing", (iri, is_node, marshal.dumps(found))

    def _read(self, told: Iterable[dict[str, Values]]) -> None:
        """Read what documents say, from the beginning."""
        self._tables.execute("DELETE FROM claim")
        if self._claims:
            self._tables.execute("DELETE FROM edge")
        self._documents, self.unreal = {}, 0
        self._fill(self._told(told))

    def _told(self, every: Iterable[dict[str, Values]]) -> Iterator[Put]:
        """Yield the claims that are wanted, and their edges."""
        before: dict[str, Values] = {}
        for block in every:
            near = before | block
            for iri, found in block.items():
                if "kg:modality" in found:
                    yield from self._claim(Statement.of(iri, found), near)
                elif found and found.keys().isdisjoint(("kg:start", "kg:inDocument")):
                    self._documents.setdefault(iri, {}).update(found)
            before = block

    def _claim(self, s: Statement, near: Mapping[str, Values]) -> Iterator[Put]:
        is_fact = s.is_fact
        self.unreal += not is_fact
        if self._claims:
            for key, ends in claim_ends(s, self._roles(s.about), self._label(s.speaker)):
                yield "edge", (key, *ends)
                yield "claim", (key, "", "", _kept(s, near))
            if s.value:
                yield "claim", ("", "", s.subject, _kept(s, near))
        elif is_fact:
            edge = fact_id(s.subject, s.predicate, s.object) if s.subject and s.object else ""
            yield "claim", (edge, s.about, s.subject if s.value else "", _kept(s, near))

    def _roles(self, event: str) -> list[tuple[str, str]]:
        text = "SELECT predicate, filler FROM role WHERE event = ? ORDER BY predicate, filler"
        return self._tables.execute(text, (event,)).fetchall()

    def _thing(self, iri: str) -> Values:
        row = self._tables.execute("SELECT found FROM thing WHERE iri = ?", (iri,)).fetchone()
        return marshal.loads(row[0]) if row else {}

    def _read_label(self, iri: str) -> str:
        return self._thing(iri).get("skos:prefLabel", [""])[-1] if iri else ""

    def _support(self, by: str, iri: str) -> list[_Rest]:
        text = f"SELECT told FROM claim WHERE {by} = ? AND {by} != ''"
        return [_rest(told) for (told,) in self._tables.execute(text, (iri,))]

    def _edge(self, predicate: str, support: list[_Rest]) -> Found:
        if self._claims:
            status, about = support[0].claim.status, support[0].claim.about
            said = {"predicate_label": edge_words(predicate, status), "about": about}
            return {**said, "status": status, "sentences": self._first(support)}
        documents = {row.claim.iri: row.claim.document for row in support}
        return {
            "predicate_label": vocabulary.default().label(local(predicate)),
            "status": "fact",
            "n_claims": len(documents),
            "n_sources": len({self._copies.get(d, d) for d in documents.values()}),
            "sentences": self._first(support),
        }

    def _value_claims(self, iri: str) -> Iterator[str]:
        """Yield what says that a thing has its values, in words."""
        for row in {row.claim.iri: row for row in self._support("owner", iri)}.values():
            yield from (value_told(row.claim, first) for first in self._first([row]))

    def _first(self, support: list[_Rest]) -> list[Evidence]:
        """Return the first sentence that claims rest on, if there is any."""
        row = min((row for row in support if row.spans), key=_place, default=None)
        if row is None:
            return []
        claim = row.claim
        return [
            {
                "quote": row.quote,
                "sentence": row.sentence,
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

    def _about_document(self, document: str, name: str) -> str:
        return self._documents.get(document, {}).get(name, [""])[0]


class _Rest(NamedTuple):
    """A claim, how many spans it rests on, and the first of them with its sentence."""

    claim: Statement
    spans: int
    start: int
    until: int
    quote: str
    sentence: str


def _kept(s: Statement, near: Mapping[str, Values]) -> bytes:
    """Return a claim for a table, with the first of its spans among those that are near."""
    if not s.spans:
        return marshal.dumps((tuple(s), 0, 0, 0, "", ""))
    (start, until, quote), span = min(((_extent(near, x), x) for x in s.spans), key=_begin)
    inside = near[span].get("kg:inSentence", [])
    alone = not inside or inside == [span]
    sentence = quote if alone else joined(sorted(_extent(near, x) for x in inside))[1]
    return marshal.dumps((tuple(s), len(s.spans), start, until, quote, sentence))


def _rest(told: bytes) -> _Rest:
    claim, *first = marshal.loads(told)
    return _Rest(Statement._make(claim), *first)


def _begin(span: tuple[tuple[int, int, str], str]) -> tuple[int, int]:
    return span[0][:2]


def _place(row: _Rest) -> tuple[str, int, str, int]:
    return row.claim.document, row.start, row.claim.iri, row.until


def _extent(near: Mapping[str, Values], span: str) -> tuple[int, int, str]:
    """Return where a span begins and ends, and its words.

    Raises:
        UnreadableError: it is not near.
    """
    try:
        found = near[span]
    except KeyError as error:
        raise mirror.UnreadableError(span) from error
    start, end = (int(found.get(name, ["0"])[0]) for name in ("kg:start", "kg:end"))
    return start, end, found.get("kg:quote", [""])[0]
