"""Nodes and edges of a store in order, sorted and joined on disk: no graph of them.

What documents say is read off the text beside the store, front to back; facts are read off the
store, but for relations that are known from claims. What is looked up lies in SQLite's tables.
"""

from __future__ import annotations

import json
import marshal
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from kg import mirror, vocabulary
from kg.export.ordered import Ordered
from kg.export.rows import batches
from kg.graph.claims import Evidence, Statement, joined
from kg.graph.rows import Values, edge_properties, expand, local, select, values
from kg.graph.scan import scan, tables
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
CREATE TABLE claim (about TEXT, owner TEXT, told BLOB);
"""
_NAMED = """
CREATE INDEX named ON thing (iri, is_node);
CREATE INDEX playing ON role (event);
"""
_TELLING = """
CREATE INDEX concerning ON claim (about) WHERE about != '';
CREATE INDEX owning ON claim (owner) WHERE owner != '';
"""
_NODES = "SELECT iri FROM thing WHERE is_node AND iri IN (SELECT value FROM json_each(?))"
_CLAIM = (
    "rdf:subject", "rdf:predicate", "rdf:object", "kg:about", "kg:modality", "kg:polarity",
    "kg:certainty", "kg:standing", "kg:speaker", "kg:inDocument", "kg:evidence", "kg:unit",
)  # fmt: skip
_SPAN = ("kg:start", "kg:end", "kg:quote", "kg:inSentence")
_DOCUMENT = ("rdfs:label", "dcterms:source", "dcterms:issued")
_NO_DOCUMENT = ("kg:modality", "kg:start", "kg:inDocument")
_TIME = ("kg:timeText", "kg:edtf", "kg:earliest", "kg:latest")
_DAYS = ("kg:earliest", "kg:latest")
_SEVERAL = ("kg:evidence", "kg:inSentence")
"""Of these all values are taken, with tabs between them; of others the first."""
_PILE = 1_000
_FACT, _CLAIMED = 0, 1

Found = dict[str, Any]
Told = tuple[str, int, str, int, int, str, str, str, str, str, str, str]
"""What is kept of a claim: document, begin of its first span, IRI, end of that span, how many spans
it rests on, the words of the first and their sentence; speaker, modality, polarity, certainty and
standing. The first of some in order is the first that the text says."""
Span = tuple[int, int, str, str]
"""Begin, end, words, and the sentences that it is in, with tabs between them."""


class Stream:
    """The entity graph of a store, of facts or of claims, in order of IRI and of id.

    Nodes and edges have the attributes that `kg.graph.entity_graph` gives them, as far as the
    formats of rows hold them: of the sentences of an edge only the first.
    """

    def __init__(self, store: Store, *, claims: bool = False) -> None:
        self._claims, self._names = claims, value_names()
        self._tables, self._edges = sqlite3.connect(""), Ordered()
        self._tables.executescript(_TABLES)
        self._label = lru_cache(10_000)(self._read_label)
        self._documents: dict[str, dict[str, str]] = {}
        self.unreal = 0
        """How many claims are no fact."""
        self.further = 0
        """How many sentences the edges that were taken have beyond their first."""
        self.joined = 0
        """How many values the nodes that were taken have beyond the first of an attribute."""
        self._known: set[str] = set()
        copies = select(store, "SELECT ?d ?of { ?d kg:copyOf ?of }")
        self._copies = {row[0]: row[1] for row in reversed(copies)}
        steps = self._describe, self._hear  # what ends in an event is drawn by its roles
        for step in steps if claims else reversed(steps):
            step(store)

    def close(self) -> None:
        """Let go of the tables."""
        self._tables.close()
        self._edges.close()

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
        for batch in batches(self._drawn(), _PILE):
            ends = {end for (_, source, _, target), _ in batch for end in (source, target)}
            nodes = {iri for (iri,) in self._tables.execute(_NODES, (json.dumps([*ends]),))}
            for (id_, source, predicate, target), own in batch:
                if source in nodes and target in nodes:
                    support = own or [told for _, told in self._support("about", source)]
                    self.further += max(0, sum(told[4] for told in support) - 1)
                    found = self._edge(predicate, support)
                    yield source, target, {"id": id_, "predicate": predicate, **found}

    def _drawn(self) -> Iterator[tuple[tuple[str, str, str, str], list[Any]]]:
        """Yield id, source, predicate and target of edges, each with the claims of its own."""
        if self._claims:
            for ends, rows in groupby(self._edges, key=itemgetter(0, 1, 2, 3)):
                yield ends, [row[4:] for row in rows]
            return
        for id_, rows in groupby(self._edges, key=itemgetter(0)):
            every = list(rows)
            support = [row[5:] for row in every if row[1] == _CLAIMED]
            drawn = {row[2:5] for row in every if row[1] == _FACT or row[3] in self._known}
            yield from (((id_, *ends), support) for ends in sorted(drawn))

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

    def _describe(self, store: Store) -> None:
        """Read facts."""
        self._fill(self._things(store))
        self._tables.executescript(_NAMED)

    def _things(self, store: Store) -> Iterator[Put]:
        """Yield what the fact layer describes, and its edges."""
        every = edge_properties().items()
        drawn = {f"kg:{local(iri)}": is_role for iri, is_role in every if iri not in self._known}
        names = [*NODE, "kg:time", *_TIME, *(f"kg:{name}" for name in self._names), *drawn]
        classes = entity_classes()
        for iri, found in scan(store, dict.fromkeys(names), facts=True):
            for name in sorted(found.keys() & drawn.keys()):
                for target in found.pop(name):
                    if not self._claims:
                        triple = iri, expand(name), target
                        self._edges.add((fact_id(*triple), _FACT, *triple))
                    elif drawn[name]:
                        yield "role", (iri, expand(name), target)
            is_node = not classes.isdisjoint(found.get("rdf:type", ()))
            is_node = is_node and (self._claims or classified(found)[0] not in UNREAL)
            yield "thing", (iri, is_node, marshal.dumps(found))

    def _hear(self, store: Store) -> None:
        """Read what documents say."""
        names = [*_CLAIM, *_SPAN, *_DOCUMENT]
        try:
            self._fill(self._told(mirror.tables(store.directory, {expand(n): n for n in names})))
            self._known = self._all_stated(store)
        except mirror.UnreadableError:
            self._tables.execute("DELETE FROM claim")
            self._edges.close()
            self._edges, self._documents, self.unreal = Ordered(), {}, 0
            self._fill(self._told(tables(store, names)))
        self._tables.executescript(_TELLING)

    def _all_stated(self, store: Store) -> set[str]:
        """Return the relations whose facts are what claims state, which need not be read then.

        Every fact is stated by a claim that supports it, so that it is enough to count both.
        """
        if self._claims:
            return set()
        names = sorted(iri for iri, is_role in edge_properties().items() if not is_role)
        text = f"SELECT ?p (COUNT(*) AS ?n) {{ {values(names, '?p')} ?s ?p ?o }} GROUP BY ?p"
        facts = {p.value: int(n.value) for p, n in store.solutions(text)}
        stated = Counter(p for (_, p), _ in groupby(self._edges, key=itemgetter(0, 3)))
        return {p for p in facts if facts[p] == stated[p]}

    def _told(self, every: Iterable[list[mirror.Table]]) -> Iterator[Put]:
        """Take the edges of the claims that are wanted, and yield what else they are needed for."""
        before: dict[str, Span] = {}
        for piece in every:
            spans = dict(map(_span, _rows(piece, _SPAN, are_claims=False)))
            near = before | spans
            for taken in _rows(piece, _CLAIM, are_claims=True):
                yield from self._claim(taken, near)
            for columns, rows in piece:
                if set(columns).isdisjoint(_NO_DOCUMENT):
                    for iri, *found in rows:
                        pairs = sorted(zip(columns, found, strict=True), reverse=True)
                        self._documents.setdefault(iri, {}).update(pairs)
            before = spans

    def _claim(self, taken: Sequence[str], near: Mapping[str, Span]) -> Iterator[Put]:
        iri, subject, predicate, object_, about, *given, speaker, document, evidence, _ = taken
        is_value, is_fact, *qualities = _judged(predicate, bool(speaker), *given)
        self.unreal += not is_fact
        if not (is_fact or self._claims):
            return
        start, until, count, quote, sentence = _first_of(evidence, near)
        told = document, start, iri, until, count, quote, sentence, speaker, *qualities
        if self._claims:
            s = _statement(taken)
            for key, ends in claim_ends(s, self._roles(about), self._label(speaker)):
                self._edges.add((key, *ends, *told, s.status, about))
            about = ""  # it has edges of its own
        elif subject and object_ and not is_value:
            triple = subject, predicate, object_
            self._edges.add((fact_id(*triple), _CLAIMED, *triple, *told))
        owner = subject if is_value else ""
        if about or owner:
            yield "claim", (about, owner, marshal.dumps((tuple(taken), told)))

    def _roles(self, event: str) -> list[tuple[str, str]]:
        text = "SELECT predicate, filler FROM role WHERE event = ? ORDER BY predicate, filler"
        return self._tables.execute(text, (event,)).fetchall()

    def _thing(self, iri: str) -> Values:
        row = self._tables.execute("SELECT found FROM thing WHERE iri = ?", (iri,)).fetchone()
        return marshal.loads(row[0]) if row else {}

    def _read_label(self, iri: str) -> str:
        return self._thing(iri).get("skos:prefLabel", [""])[-1] if iri else ""

    def _support(self, by: str, iri: str) -> list[tuple[list[str], Told]]:
        text = f"SELECT told FROM claim WHERE {by} = ? AND {by} != ''"
        return [marshal.loads(told) for (told,) in self._tables.execute(text, (iri,))]

    def _edge(self, predicate: str, support: list[Any]) -> Found:
        if self._claims:
            *_, status, about = support[0]
            said = {"predicate_label": edge_words(predicate, status), "about": about}
            return {**said, "status": status, "sentences": self._first(support)}
        claims = sources = len(support)
        if claims > 1:
            documents = {told[2]: told[0] for told in support}
            claims = len(documents)
            sources = len({self._copies.get(d, d) for d in documents.values()})
        return {
            "predicate_label": _label(predicate),
            "status": "fact",
            "n_claims": claims,
            "n_sources": sources,
            "sentences": self._first(support),
        }

    def _value_claims(self, iri: str) -> Iterator[str]:
        """Yield what says that a thing has its values, in words."""
        for taken, told in {row[0][0]: row for row in self._support("owner", iri)}.values():
            yield from (value_told(_statement(taken), first) for first in self._first([told]))

    def _first(self, support: Iterable[Any]) -> list[Evidence]:
        """Return the first sentence that claims rest on, if there is any."""
        first: Any = min((told for told in support if told[4]), default=None)
        if first is None:
            return []
        document, _, _, _, _, quote, sentence, speaker, *qualities = first[:12]
        modality, polarity, certainty, standing = qualities
        about = self._documents.get(document, {})
        return [
            {
                "quote": quote,
                "sentence": sentence,
                "document": document,
                "title": about.get("rdfs:label", ""),
                "url": about.get("dcterms:source", ""),
                "published": about.get("dcterms:issued", ""),
                "speaker_label": self._label(speaker),
                "modality": modality,
                "polarity": polarity,
                "certainty": certainty,
                "standing": standing,
            }
        ]


@cache
def _label(predicate: str) -> str:
    return vocabulary.default().label(local(predicate))


def _rows(
    piece: Iterable[mirror.Table], names: tuple[str, ...], *, are_claims: bool
) -> Iterator[tuple[str, ...]]:
    """Yield the IRI and some values of each claim in a piece, or of what is none."""
    for columns, rows in piece:
        if ("kg:modality" in columns) == are_claims:
            yield from map(_taker(columns, names), rows)


@cache
def _taker(
    columns: tuple[str, ...], names: tuple[str, ...]
) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Return what takes the IRI and some values out of a row, "" if absent; see `_SEVERAL`."""
    at = [[n for n, column in enumerate(columns, 1) if column == name] for name in names]
    if all(len(each) < 2 for each in at):
        take = itemgetter(0, *(each[0] if each else -1 for each in at))
        return lambda row: take([*row, ""])

    def taken(row: Sequence[str]) -> tuple[str, ...]:
        found = (sorted({row[n] for n in each}) or [""] for each in at)
        pairs = zip(names, found, strict=True)
        return row[0], *("\t".join(v) if name in _SEVERAL else v[0] for name, v in pairs)

    return taken


def _span(row: Sequence[str]) -> tuple[str, Span]:
    iri, start, end, quote, inside = row
    return iri, (int(start or 0), int(end or 0), quote, inside)


@cache
def _judged(predicate: str, is_told: bool, *given: str) -> tuple[Any, ...]:
    """Return whether a claim ends in a value, whether it is a fact, and its qualities."""
    speaker = "somebody" if is_told else ""
    s = _statement(("", "", predicate, "value", "", *given, speaker, "", "", ""))
    return bool(s.value), s.is_fact, s.modality, s.polarity, s.certainty, s.standing


def _statement(taken: Sequence[str]) -> Statement:
    """Return a claim by what was taken of it."""
    found = zip(_CLAIM, taken[1:], strict=True)
    about = {n: v.split("\t") for n, v in found if v}
    return Statement.of(taken[0], about)


def _first_of(evidence: str, near: Mapping[str, Span]) -> tuple[int, int, int, str, str]:
    """Return begin and end of the first of some spans, how many they are, its words, its sentence.

    Raises:
        UnreadableError: one of them is not near.
    """
    if not evidence:
        return 0, 0, 0, "", ""
    spans = evidence.split("\t")
    try:
        (start, end, quote, inside), span = min(((near[x], x) for x in spans), key=_begin)
        if inside in ("", span):
            sentence = quote
        else:
            sentence = joined(sorted(near[x][:3] for x in inside.split("\t")))[1]
    except KeyError as error:
        raise mirror.UnreadableError(f"{error}") from error
    return start, end, len(spans), quote, sentence


def _begin(span: tuple[Span, str]) -> tuple[int, int]:
    return span[0][:2]
