"""An Extraction to the lines of its evidence: the one place that writes claims and spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import pyoxigraph as ox

from kg.errors import InputError
from kg.model import (
    Entity,
    Eventuality,
    Extraction,
    Mention,
    MentionKind,
    Span,
)
from kg.quads.lines import Lines, attribution_spans
from kg.quads.terms import (
    BASE,
    parse,
)


def claim_iris(extraction: Extraction, base: str = BASE) -> dict[str, str]:
    """Name every claim by what it says and where, in document-local terms: id -> IRI.

    Hence no merge, decision or other base changes the digits.
    """
    writer = Lines.of(extraction, base)
    return {claim.id: writer.claim_iri(claim)[1:-1] for claim in extraction.claims}


def to_quads(extraction: Extraction, *, base: str = BASE) -> list[ox.Quad]:
    """Write an Extraction as quads of one graph, sorted; no blank nodes, no standing.

    Two claims that differ in nothing but certainty or rule are one claim: the first stands.

    Raises:
        InputError: a span lies outside the text, an id is unknown, or one span mentions two things.
    """
    return sorted(parse(to_evidence(extraction, base=base)), key=str)


def to_evidence(extraction: Extraction, *, base: str = BASE) -> bytes:
    """Write an Extraction as canonical N-Quads: sorted lines, each once; raises as `to_quads`."""
    return "".join(sorted(set(_all(extraction, base)))).encode()


def _all(x: Extraction, base: str) -> Iterator[str]:
    lines = Lines.of(x, base)
    yield from lines.head(x.extractor)
    for entity in x.entities:
        yield from lines.entity(entity)
    for eventuality in x.eventualities:
        yield from lines.eventuality(eventuality)
    for attribution in x.attributions:
        yield from lines.attribution(attribution)
    yield from lines.claims(x.claims)
    yield from _spans(lines, x)


def _spans(lines: Lines, x: Extraction) -> Iterator[str]:
    sentences = sorted(x.sentences, key=lambda s: s.span)
    starts = [s.span.start for s in sentences]
    mentions, known = _mentions(lines, x), {s.span for s in sentences}
    for sentence in sentences:
        yield from lines.sentence(sentence)
    for span in {*_all_spans(x), *mentions}:
        before = bisect_right(starts, span.start) - 1
        near = sentences[before].span if before >= 0 else Span(0, 0)
        if span not in known:
            yield from lines.span(span, near if span.start < near.end else None)
        if span in mentions:
            thing, kind = mentions[span]
            yield from lines.mention(Mention(span, kind), thing)
        elif span not in known:
            yield lines.bare(span)


def _mentions(lines: Lines, x: Extraction) -> dict[Span, tuple[str, MentionKind]]:
    """Return what each mention refers to; a trigger is one unless its words mention another."""
    found: dict[Span, tuple[str, MentionKind]] = {}
    things: tuple[Entity | Eventuality, ...] = (*x.entities, *x.eventualities)
    for thing in things:
        trigger = thing.trigger if isinstance(thing, Eventuality) else None
        iri = lines.iri(thing.id)
        for mention in thing.mentions:
            if mention.span != trigger and found.setdefault(mention.span, (iri, mention.kind)) != (
                iri,
                mention.kind,
            ):
                raise InputError(
                    f"'{x.document.quote(mention.span)}' at {mention.span.start} mentions two",
                    where=x.document.name or x.document.sha8,
                    fix="repair the extractor",
                )
    for eventuality in x.eventualities:
        found.setdefault(eventuality.trigger, (lines.iri(eventuality.id), "predicate"))
    return found


def _all_spans(extraction: Extraction) -> Iterator[Span]:
    for claim in extraction.claims:
        yield from claim.evidence
        if claim.value and claim.value.span:
            yield claim.value.span
    for attribution in extraction.attributions:
        for _, spans in attribution_spans(attribution):
            yield from spans
