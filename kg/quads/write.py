"""An Extraction to the quads of its evidence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import InputError
from kg.model import Attribution, Claim, Entity, Eventuality, Extraction, Span, Time, Value
from kg.quads.terms import (
    ALT_LABEL,
    BASE,
    DATE,
    EDTF,
    EXACT_MATCH,
    IDENTIFIER,
    LABEL,
    NOT_STATED,
    OBJECT,
    PREDICATE,
    PREF_LABEL,
    SUBJECT,
    TYPE,
    Triple,
    digest,
    document_graph,
    document_iri,
    dump,
    extractor_iri,
    kg,
    literal,
    slug,
    term,
)


def local_iris(extraction: Extraction, base: str = BASE) -> dict[str, str]:
    """Name every entity and eventuality within its document: id -> IRI, in order of mention.

    A second one with the same slug gets `-2`; one without mentions comes last.
    """
    never = Span(len(extraction.document.text) + 1, 0)
    things: list[tuple[Span, bool, str, str]] = [
        (min((m.span for m in e.mentions), default=never), False, e.label, e.id)
        for e in extraction.entities
    ]
    things += [(v.trigger, True, v.label, v.id) for v in extraction.eventualities]
    taken: dict[str, str] = {}
    for _, _, label, id_ in sorted(things, key=lambda thing: thing[:3]):
        stem, number = slug(label), 1
        while (name := stem if number == 1 else f"{stem}-{number}") in taken:
            number += 1
        taken[name] = id_
    home = f"{base}id/doc-{extraction.document.sha8}/"
    return {id_: home + name for name, id_ in taken.items()}


def claim_iris(extraction: Extraction, base: str = BASE) -> dict[str, str]:
    """Name every claim by what it says and where, in document-local terms: id -> IRI.

    Hence no merge, decision or other base changes the digits.
    """
    writer = _Writer.of(extraction, base)
    return {claim.id: writer.claim_iri(claim).value for claim in extraction.claims}


def to_quads(extraction: Extraction, *, base: str = BASE) -> list[ox.Quad]:
    """Write an Extraction as quads of one graph, sorted; no blank nodes, no standing.

    Two claims that differ in nothing but certainty or rule are one claim: the first stands.

    Raises:
        InputError: a span lies outside the text, an id is unknown, or one span mentions two things.
    """
    writer = _Writer.of(extraction, base)
    graph = document_graph(extraction.document.sha256, base)
    return sorted({ox.Quad(*triple, graph) for triple in writer.triples()}, key=str)


def to_evidence(extraction: Extraction, *, base: str = BASE) -> bytes:
    """Write an Extraction as the canonical N-Quads of `to_quads`, sorted once; raises as it."""
    writer, graph = _Writer.of(extraction, base), document_graph(extraction.document.sha256, base)
    return dump(ox.Quad(*triple, graph) for triple in writer.triples())


@dataclass(frozen=True)
class _Writer:
    """One extraction on its way to triples."""

    extraction: Extraction
    base: str
    iris: Mapping[str, ox.NamedNode]
    document: ox.NamedNode
    run: ox.NamedNode

    @classmethod
    def of(cls, extraction: Extraction, base: str) -> _Writer:
        sha = extraction.document.sha256
        iris = {i: ox.NamedNode(v) for i, v in local_iris(extraction, base).items()}
        run = ox.NamedNode(f"{base}run/{sha[:8]}")
        return cls(extraction, base, iris, document_iri(sha, base), run)

    def triples(self) -> Iterator[Triple]:
        x = self.extraction
        yield self.document, IDENTIFIER, ox.Literal(f"sha256:{x.document.sha256}")
        yield from self._provenance()
        for entity in x.entities:
            yield from self._entity(entity)
        for eventuality in x.eventualities:
            yield from self._eventuality(eventuality)
        for attribution in x.attributions:
            yield from self._attribution(attribution)
        seen: set[ox.NamedNode] = set()
        for claim in x.claims:
            iri = self.claim_iri(claim)
            if iri not in seen:
                yield from self._claim(iri, claim)
            seen.add(iri)
        yield from self._spans()

    def _provenance(self) -> Iterator[Triple]:
        tool = extractor_iri(self.extraction.extractor, self.base)
        yield self.run, TYPE, kg("Extraction")
        yield self.run, term("prov", "used"), self.document
        yield self.run, term("prov", "wasAssociatedWith"), tool
        yield tool, TYPE, kg("Extractor")
        yield tool, LABEL, ox.Literal(self.extraction.extractor)

    def iri(self, id_: str) -> ox.NamedNode:
        if id_ not in self.iris:
            raise InputError(
                f"'{id_}' is no entity or eventuality of the extraction",
                where=self.extraction.document.name or self.extraction.document.sha8,
                fix="repair the extractor",
            )
        return self.iris[id_]

    def span(self, span: Span) -> ox.NamedNode:
        return ox.NamedNode(f"{self.document.value}#char={span.start},{span.end}")

    def local(self, id_: str | None) -> str:
        return self.iri(id_).value.removeprefix(self.base) if id_ else ""

    def claim_iri(self, claim: Claim) -> ox.NamedNode:
        spans = " ".join(f"{s.start},{s.end}" for s in sorted(set(claim.evidence)))
        object_ = _told(claim.value) if claim.value else self.local(claim.object)
        ends = self.local(claim.subject), claim.predicate or "", object_
        voice = self.local(claim.about), self.local(claim.speaker)
        sha = self.extraction.document.sha256
        name = digest(sha, spans, *ends, *voice, claim.modality, claim.polarity)
        return ox.NamedNode(f"{self.base}claim/{name}")

    def attribution_iri(self, attribution: Attribution) -> ox.NamedNode:
        groups = (
            " ".join(f"{s.start},{s.end}" for s in sorted(set(spans)))
            for spans in (attribution.source, attribution.cue, attribution.content)
        )
        sha, speaker = self.extraction.document.sha256, self.local(attribution.speaker)
        return ox.NamedNode(f"{self.base}attribution/{digest(sha, *groups, speaker)}")

    def _entity(self, entity: Entity) -> Iterator[Triple]:
        iri = self.iri(entity.id)
        yield iri, TYPE, kg(entity.type)
        yield iri, PREF_LABEL, ox.Literal(entity.label, language="en")
        for alias in entity.aliases:
            yield iri, ALT_LABEL, ox.Literal(alias)
        for same in entity.exact_match:
            yield iri, EXACT_MATCH, ox.NamedNode(same)
        if entity.count is not None:
            yield iri, kg("count"), ox.Literal(entity.count)

    def _eventuality(self, eventuality: Eventuality) -> Iterator[Triple]:
        iri = self.iri(eventuality.id)
        yield iri, kg("eventualityType"), kg(eventuality.type)
        yield iri, PREF_LABEL, ox.Literal(eventuality.label, language="en")
        yield iri, kg("trigger"), self.span(eventuality.trigger)
        for role in eventuality.roles:
            yield iri, kg(role.name), self.iri(role.filler)
        yield from _time(iri, eventuality.time or Time(NOT_STATED))

    def _attribution(self, attribution: Attribution) -> Iterator[Triple]:
        iri = self.attribution_iri(attribution)
        yield iri, TYPE, kg("Attribution")
        yield iri, kg("inDocument"), self.document
        yield iri, kg("speaker"), self.iri(attribution.speaker)
        for name, spans in _attribution_spans(attribution):
            for span in spans:
                yield iri, kg(name), self.span(span)
        if attribution.verbatim:
            yield iri, kg("verbatim"), ox.Literal(True)

    def _claim(self, iri: ox.NamedNode, claim: Claim) -> Iterator[Triple]:
        yield iri, TYPE, kg("Claim")
        if claim.is_allegation:
            yield iri, TYPE, kg("Allegation")
        yield iri, kg("inDocument"), self.document
        yield iri, kg("extractedBy"), self.run
        for span in claim.evidence:
            yield iri, kg("evidence"), self.span(span)
        for name in ("modality", "polarity", "certainty"):
            yield iri, kg(name), kg(getattr(claim, name))
        yield from self._content(iri, claim)
        for name, text in (
            ("rule", claim.rule),
            ("basis", claim.basis),
            ("speechVerb", claim.speech_verb),
        ):
            if text:
                yield iri, kg(name), ox.Literal(text)
        if claim.verbatim:
            yield iri, kg("verbatim"), ox.Literal(True)

    def _content(self, iri: ox.NamedNode, claim: Claim) -> Iterator[Triple]:
        if claim.predicate:
            yield iri, PREDICATE, kg(claim.predicate)
        for predicate, id_ in (
            (SUBJECT, claim.subject),
            (OBJECT, claim.object),
            (kg("about"), claim.about),
            (kg("speaker"), claim.speaker),
        ):
            if id_:
                yield iri, predicate, self.iri(id_)
        if claim.value:
            yield from self._value(iri, claim.value)
        if claim.attribution:
            known = {a.id: a for a in self.extraction.attributions}
            if claim.attribution not in known:
                raise InputError(
                    f"claim '{claim.id}' names no attribution of the extraction",
                    where=self.extraction.document.name or self.extraction.document.sha8,
                    fix="repair the extractor",
                )
            yield iri, kg("attribution"), self.attribution_iri(known[claim.attribution])

    def _value(self, iri: ox.NamedNode, value: Value) -> Iterator[Triple]:
        yield iri, OBJECT, literal(value)
        if value.unit:
            yield iri, kg("unit"), ox.Literal(value.unit)
        if value.span:
            yield iri, kg("valueSpan"), self.span(value.span)

    def _spans(self) -> Iterator[Triple]:
        sentences = sorted(self.extraction.sentences, key=lambda s: s.span)
        starts = [s.span.start for s in sentences]
        mentions = self._mentions()
        numbers = {s.span: s.number for s in sentences}
        for span in sorted({*_all_spans(self.extraction), *mentions}):
            iri = self.span(span)
            yield from self._span(iri, span)
            if span in mentions:
                thing, kind = mentions[span]
                yield iri, TYPE, kg("Mention")
                yield iri, kg("refersTo"), thing
                yield iri, kg("mentionKind"), ox.Literal(kind)
            if span in numbers:
                yield iri, TYPE, kg("Sentence")
                yield iri, kg("number"), ox.Literal(numbers[span])
            if span not in mentions and span not in numbers:
                yield iri, TYPE, kg("Span")
            before = bisect_right(starts, span.start) - 1
            if before >= 0 and span.start < sentences[before].span.end:
                yield iri, kg("inSentence"), self.span(sentences[before].span)

    def _span(self, iri: ox.NamedNode, span: Span) -> Iterator[Triple]:
        document = self.extraction.document
        if not 0 <= span.start < span.end <= len(document.text):
            raise InputError(
                f"span {span.start},{span.end} lies outside the text of {len(document.text)}",
                where=document.name or document.sha8,
                fix="repair the extractor",
            )
        yield iri, kg("inDocument"), self.document
        yield iri, kg("start"), ox.Literal(span.start)
        yield iri, kg("end"), ox.Literal(span.end)
        yield iri, kg("quote"), ox.Literal(document.quote(span))

    def _mentions(self) -> dict[Span, tuple[ox.NamedNode, str]]:
        """Return what each mention refers to; a trigger is one unless its words mention another."""
        found: dict[Span, tuple[ox.NamedNode, str]] = {}
        x = self.extraction
        things: tuple[Entity | Eventuality, ...] = (*x.entities, *x.eventualities)
        for thing in things:
            trigger = thing.trigger if isinstance(thing, Eventuality) else None
            for mention in thing.mentions:
                iri = self.iri(thing.id)
                if mention.span != trigger and found.setdefault(
                    mention.span, (iri, mention.kind)
                ) != (iri, mention.kind):
                    raise InputError(
                        f"'{x.document.quote(mention.span)}' at {mention.span.start} mentions two",
                        where=x.document.name or x.document.sha8,
                        fix="repair the extractor",
                    )
        for eventuality in x.eventualities:
            found.setdefault(eventuality.trigger, (self.iri(eventuality.id), "predicate"))
        return found


def _time(iri: ox.NamedNode, time: Time) -> Iterator[Triple]:
    node = ox.NamedNode(f"{iri.value}/time")
    yield iri, kg("time"), node
    yield node, TYPE, kg("TimeExpression")
    yield node, kg("timeText"), ox.Literal(time.text)
    if time.edtf:
        yield node, kg("edtf"), ox.Literal(time.edtf, datatype=EDTF)
    for name, day in (("earliest", time.earliest), ("latest", time.latest)):
        if day:
            yield node, kg(name), ox.Literal(day, datatype=DATE)


def _told(value: Value) -> str:
    """Return a value as it takes part in the name of its claim."""
    return f"{literal(value)} {value.unit}".strip()


def _attribution_spans(attribution: Attribution) -> Iterator[tuple[str, tuple[Span, ...]]]:
    yield "sourceSpan", attribution.source
    yield "cueSpan", attribution.cue
    yield "contentSpan", attribution.content


def _all_spans(extraction: Extraction) -> Iterator[Span]:
    yield from (s.span for s in extraction.sentences)
    for claim in extraction.claims:
        yield from claim.evidence
        if claim.value and claim.value.span:
            yield claim.value.span
    for attribution in extraction.attributions:
        for _, spans in _attribution_spans(attribution):
            yield from spans
