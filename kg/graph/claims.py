"""Claims as the store holds them, each with the sentences it rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from kg import vocabulary
from kg.graph.rows import (
    Values,
    edge_properties,
    labels,
    local,
    select,
    subjects,
    table,
    values,
)
from kg.graph.scan import full_evidence
from kg.model import Certainty, Claim, Modality, Polarity, Standing
from kg.project import supports

if TYPE_CHECKING:
    from kg.store import Store

Evidence = dict[str, Any]
_CLAIM = (
    "rdf:subject", "rdf:predicate", "rdf:object", "kg:about", "kg:modality", "kg:polarity",
    "kg:certainty", "kg:standing", "kg:speaker", "kg:attribution", "kg:inDocument", "kg:evidence",
    "kg:unit", "kg:valueSpan",
)  # fmt: skip
_ENDS = (
    "kg:modality", "rdf:subject", "rdf:predicate", "rdf:object", "kg:about", "kg:speaker",
)  # fmt: skip
_ABOUT = {
    "rdfs:label": "title", "dcterms:publisher": "publisher", "dcterms:creator": "author",
    "dcterms:source": "url", "kg:part": "part",
}  # fmt: skip
_SPAN = ("kg:start", "kg:end", "kg:quote", "kg:number", "kg:inSentence")
_MENTION = ("kg:refersTo", "kg:trigger", "kg:cueSpan")
_WORDS = {
    "Negative": "denied", "Alleged": "alleged", "Evaluative": "evaluation", "Proposed": "proposed",
    "Planned": "proposed", "Conditional": "proposed", "Hoped": "proposed", "Questioned": "proposed",
    "Undetermined": "possible", "Possible": "possible", "Unknown": "possible",
}  # fmt: skip


class Statement(NamedTuple):
    """One claim: its parts as IRIs ("" when absent), its qualities as local names.

    A claim that ends in a literal has no `object` but a `value`, perhaps with its `unit`.
    """

    iri: str
    subject: str
    predicate: str
    object: str
    about: str
    modality: str
    polarity: str
    certainty: str
    standing: str
    speaker: str
    attribution: str
    document: str
    spans: tuple[str, ...]
    value: str = ""
    unit: str = ""
    value_span: str = ""

    @classmethod
    def of(cls, iri: str, found: Mapping[str, Sequence[str]]) -> Statement:
        """Return a claim by its values, by CURIE."""
        get, none = found.get, ("",)
        predicate, (end, *_) = get("rdf:predicate", none)[0], get("rdf:object", none)
        is_value = vocabulary.default().is_attribute(local(predicate))
        return cls(
            iri,
            get("rdf:subject", none)[0],
            predicate,
            "" if is_value else end,
            get("kg:about", none)[0],
            local(get("kg:modality", none)[0]),
            local(get("kg:polarity", none)[0]),
            local(get("kg:certainty", none)[0]),
            local(get("kg:standing", none)[0]) or "Active",
            get("kg:speaker", none)[0],
            get("kg:attribution", none)[0],
            get("kg:inDocument", none)[0],
            tuple(get("kg:evidence", ())),
            end if is_value else "",
            get("kg:unit", none)[0],
            get("kg:valueSpan", none)[0],
        )

    @property
    def is_fact(self) -> bool:
        """Whether the projection takes it as support."""
        qualities = self.modality, self.polarity, self.certainty, self.standing
        return _supports(local(self.predicate), bool(self.speaker), *qualities)

    @property
    def status(self) -> str:
        """One word for tables and drawings; a decision goes before the text's own words."""
        if self.standing in ("Contested", "Rejected"):
            return self.standing.lower()
        if self.is_fact:
            return "fact"
        qualities = (self.polarity, self.modality, self.certainty)
        return next((_WORDS[q] for q in qualities if q in _WORDS), "said")

    @property
    def amount(self) -> str:
        """The value as people read it: "1964-05-05", "6,000,000 USD"."""
        return worded(self.value, self.unit)


class Claims:
    """The claims of a store, all of them or a few by their IRIs, and their evidence."""

    def __init__(self, store: Store, iris: Collection[str] | None = None) -> None:
        self.store, self.iris = store, iris

    @cached_property
    def statements(self) -> list[Statement]:
        """Every claim, in order of IRI."""
        found = self._read(self.iris, _CLAIM)
        return [Statement.of(i, v) for i, v in found.items() if "kg:modality" in v]

    def outlines(self) -> list[Statement]:
        """Return every claim without its qualities and its evidence: what it ends in and is on."""
        found = full_evidence(self.store, _ENDS)
        return [Statement.of(i, v) for i, v in found.items() if "kg:modality" in v]

    @cached_property
    def labels(self) -> dict[str, str]:
        """The preferred label of everything, or of the speakers of a few claims."""
        if self.iris is None:
            return labels(self.store)
        speakers = {s.speaker for s in self.statements} - {""}
        found = table(self.store, speakers, ("skos:prefLabel",), facts=True)
        return {iri: about["skos:prefLabel"][0] for iri, about in found.items()}

    @cached_property
    def documents(self) -> dict[str, dict[str, list[str]]]:
        """What is known of each document, or of those of a few claims, by IRI."""
        if self.iris is None:
            return documents(self.store, document_iris(self.store))
        found = documents(self.store, {s.document for s in self.statements} - {""})
        copied = {iri for about in found.values() for iri in about.get("kg:copyOf", ())}
        return found | documents(self.store, copied)

    def sources(self, statements: Iterable[Statement]) -> int:
        """Count the distinct texts behind claims: a near copy counts as what it copies."""
        return len({self._first("kg:copyOf", s.document) or s.document for s in statements})

    def evidence(self, statement: Statement, *things: str) -> list[Evidence]:
        """Return the sentences of a claim, in order; `things` are the IRIs to mark in them.

        `marks` are extents in the sentence, end excluded; `kinds` says of each what it names:
        the "subject" or the "object" (the two `things`, else those of the claim), or "cue": the
        words of the event or of the attribution.
        """
        ends = things or (statement.subject, statement.object)
        kinds = {statement.about: "cue", **dict(zip(ends, ("subject", "object"), strict=False))}
        found = [self._evidence(statement, span, kinds) for span in statement.spans]
        return sorted(found, key=lambda e: (e["document"], e["start"], e["end"]))

    def _evidence(self, statement: Statement, span: str, kinds: dict[str, str]) -> Evidence:
        start, end, quote = self._extent(span)
        inside = sorted(self._spans[span].get("kg:inSentence", [span]), key=self._extent)
        begin, text = joined([self._extent(s) for s in inside])
        within = {
            (a - begin, b - begin): kind
            for (a, b), kind in self._marks(statement, inside, kinds)
            if begin <= a < b <= begin + len(text)
        }
        return {
            "claim": statement.iri,
            "quote": quote,
            "sentence": text,
            "start": start,
            "end": end,
            "sentence_start": begin,
            "marks": [list(extent) for extent in sorted(within)],
            "kinds": [within[extent] for extent in sorted(within)],
            "number": int(self._spans.get(inside[0], {}).get("kg:number", ["0"])[0]),
            "document": statement.document,
            **self._described(statement.document),
            "speaker": statement.speaker,
            "speaker_label": self.labels.get(statement.speaker, ""),
            "modality": statement.modality,
            "polarity": statement.polarity,
            "certainty": statement.certainty,
            "standing": statement.standing,
        }

    def _marks(
        self, statement: Statement, sentences: list[str], kinds: dict[str, str]
    ) -> Iterator[tuple[tuple[int, int], str]]:
        """Yield what to mark, in the document's offsets; of one extent the last yielded counts."""
        yield from ((p, "cue") for p in self._cues.get(statement.attribution, ()))
        if statement.value_span:
            yield self._extent(statement.value_span)[:2], "object"
        for sentence in sentences:
            for thing, kind in kinds.items():
                yield from ((p, kind) for p in self._mentions.get((sentence, thing), ()))

    def _described(self, document: str) -> dict[str, str]:
        copy = self._first("kg:copyOf", document)
        return {
            **{name: self._first(curie, document) for curie, name in _ABOUT.items()},
            "published": self._first("dcterms:issued", document),
            "copy_of": self._first("rdfs:label", copy),
        }

    def _first(self, name: str, document: str) -> str:
        return self.documents.get(document, {}).get(name, [""])[0]

    def _extent(self, span: str) -> tuple[int, int, str]:
        found = self._spans.get(span, {})
        start, end = (int(found.get(k, ["0"])[0]) for k in ("kg:start", "kg:end"))
        return start, end, found.get("kg:quote", [""])[0]

    def _read(self, subjects: Iterable[str] | None, names: Iterable[str]) -> dict[str, Values]:
        """Return the values of properties of some subjects, or of all that have any."""
        if subjects is not None:
            return table(self.store, subjects, names)
        wanted = set(names)
        return {subject: v for subject, v in self._every.items() if not wanted.isdisjoint(v)}

    @cached_property
    def _every(self) -> dict[str, Values]:
        """All that documents say of claims, spans and mentions: to read it once is cheapest."""
        return full_evidence(self.store, (*_CLAIM, *_SPAN, *_MENTION))

    @cached_property
    def _spans(self) -> dict[str, Values]:
        if self.iris is None:
            return self._read(None, _SPAN)
        wanted = (x for s in self.statements for x in (*s.spans, s.value_span) if x)
        own = table(self.store, wanted, _SPAN)
        inside = {x for v in own.values() for x in v.get("kg:inSentence", [])}
        return own | table(self.store, inside, _SPAN)

    @cached_property
    def _mentions(self) -> dict[tuple[str, str], list[tuple[int, int]]]:
        """Where a sentence names a thing, by sentence and thing."""
        members = None
        if self.iris is not None:
            sentences = (s for s, about in self._spans.items() if "kg:number" in about)
            members = {m for s in sentences for m in subjects(self.store, "kg:inSentence", s)}
        spans = self._spans if members is None else table(self.store, members, _SPAN)
        told = self._read(members, ("kg:refersTo",))
        named = [(m, thing) for m, about in told.items() for thing in about["kg:refersTo"]]
        named += self._triggers(members)
        found = (
            ((sentence, thing), a, b)
            for mention, thing in named
            for a, b in _extents(spans, mention)
            for sentence in spans[mention].get("kg:inSentence", ())
        )
        return _grouped(sorted(found))

    def _triggers(self, members: Iterable[str] | None) -> list[tuple[str, str]]:
        """Return the words of events, and the events."""
        if members is not None:
            return [(m, e) for m in members for e in subjects(self.store, "kg:trigger", m)]
        told = self._read(None, ("kg:trigger",))
        return [(m, event) for event, about in told.items() for m in about["kg:trigger"]]

    @cached_property
    def _cues(self) -> dict[str, list[tuple[int, int]]]:
        few = self.iris is not None
        said = {s.attribution for s in self.statements} - {""} if few else None
        told = self._read(said, ("kg:cueSpan",))
        cues = [(said, cue) for said, about in told.items() for cue in about["kg:cueSpan"]]
        spans = table(self.store, {cue for _, cue in cues}, _SPAN) if few else self._spans
        return _grouped((said, a, b) for said, cue in cues for a, b in _extents(spans, cue))


def document_iris(store: Store) -> list[str]:
    """Return the documents of a store, sorted."""
    kinds = "VALUES ?t { kg:Document kg:NewsArticle } ?s a ?t"
    return [iri for (iri,) in select(store, f"SELECT ?s {{ {kinds} }}")]


def documents(store: Store, iris: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """Return what is known of some documents, by IRI."""
    return table(store, iris, ("rdf:type", *_ABOUT, "dcterms:issued", "kg:copyOf"))


def claims_in(store: Store, documents: Iterable[str]) -> set[str]:
    """Return the claims of some documents."""
    text = f"SELECT ?c {{ {values(documents, '?d')} ?c kg:inDocument ?d ; kg:modality ?m }}"
    return {iri for (iri,) in select(store, text)}


def touching(store: Store, iri: str) -> set[str]:
    """Return the claims that name an entity, or what it takes part in, or are its.

    Attributions to it are among them; `Claims` takes the claims alone.
    """
    names = ("rdf:subject", "rdf:object", "kg:about", "kg:speaker")
    found = {claim for name in names for claim in subjects(store, name, iri)}
    roles = (local(p) for p, is_role in edge_properties().items() if is_role)
    events = {event for role in roles for event in subjects(store, f"kg:{role}", iri)}
    return found | {claim for event in events for claim in subjects(store, "kg:about", event)}


@lru_cache(10_000)
def _supports(
    predicate: str, is_told: bool, modality: str, polarity: str, certainty: str, standing: str
) -> bool:
    claim = Claim(
        "",
        (),
        cast(Modality, modality),
        cast(Polarity, polarity),
        cast(Certainty, certainty),
        predicate=predicate or None,
        speaker="somebody" if is_told else None,
    )
    return supports(claim, cast(Standing, standing))


def joined(sentences: list[tuple[int, int, str]]) -> tuple[int, str]:
    """Return where the first of some sentences starts, and their text with its gaps.

    >>> joined([(5, 8, "It."), (10, 13, "Is.")])
    (5, 'It.  Is.')
    """
    begin, at, text = sentences[0]
    for start, end, quote in sentences[1:]:
        text, at = text + " " * max(0, start - at) + quote, end
    return begin, text


def worded(value: str, unit: str) -> str:
    """Return a value as people read it.

    >>> worded("6000000", "USD"), worded("13", "mine worker"), worded("1964", "")
    ('6,000,000 USD', '13 (mine worker)', '1964')
    """
    if not unit:
        return value
    whole, point, part = value.partition(".")
    number = f"{int(whole):,}{point}{part}"
    return f"{number} {unit}" if unit.isupper() else f"{number} ({unit})"


def _extents(spans: dict[str, Values], span: str) -> Iterator[tuple[str, str]]:
    about = spans.get(span, {})
    return product(about.get("kg:start", ()), about.get("kg:end", ()))


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[Any, list[tuple[int, int]]]:
    found: dict[Any, list[tuple[int, int]]] = {}
    for key, a, b in rows:
        found.setdefault(key, []).append((int(a), int(b)))
    return found
