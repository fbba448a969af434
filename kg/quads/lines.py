"""What one document holds, thing by thing, as lines of N-Quads; and the names of its things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import pyoxigraph as ox

from kg.errors import InputError
from kg.model import (
    Attribution,
    Claim,
    Document,
    Entity,
    Eventuality,
    Extraction,
    Mention,
    Sentence,
    Span,
    Time,
    Value,
)
from kg.quads.nested import enclosing
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
    Names,
    digest,
    document_graph,
    document_iri,
    extractor_iri,
    kg,
    literal,
    quoted,
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
    names, home = Names(), f"{base}id/doc-{extraction.document.sha8}/"
    return {id_: home + names.free(label) for _, _, label, id_ in sorted(things, key=_first)}


def _first(thing: tuple[Span, bool, str, str]) -> tuple[Span, bool, str]:
    return thing[:3]


@dataclass(frozen=True)
class Lines:
    """What writes the things of one document as lines of N-Quads.

    `iris` are the IRIs of its entities and eventualities by their ids, `attributions` those of its
    attributions; the document, its graph and the run that read it are terms in angle brackets.
    """

    document: Document
    base: str
    iris: Mapping[str, str]
    attributions: Mapping[str, Attribution]
    node: str
    run: str
    end: str

    @cached_property
    def outer(self) -> Mapping[str, Attribution]:
        """The attribution around each one that stands within another, by the inner one's id."""
        return enclosing(self.attributions.values())

    @classmethod
    def of(cls, extraction: Extraction, base: str) -> Lines:
        """Write what an extraction holds."""
        attributions = {a.id: a for a in extraction.attributions}
        return cls.about(extraction.document, base, local_iris(extraction, base), attributions)

    @classmethod
    def about(
        cls,
        document: Document,
        base: str,
        iris: Mapping[str, str],
        attributions: Mapping[str, Attribution] | None = None,
    ) -> Lines:
        """Write of a document with things that have these IRIs."""
        sha = document.sha256
        node, end = str(document_iri(sha, base)), f" {document_graph(sha, base)} .\n"
        run = f"<{base}run/{sha[:8]}>"
        return cls(document, base, iris, attributions or {}, node, run, end)

    def head(self, extractor: str) -> Iterator[str]:
        """Yield what is said of the document as a whole, and of who read it."""
        tool, end = str(extractor_iri(extractor, self.base)), self.end
        yield f'{self.node} {IDENTIFIER} "sha256:{self.document.sha256}"{end}'
        yield f"{self.run} {_TYPE} {_kg('Extraction')}{end}"
        yield f"{self.run} {term('prov', 'used')} {self.node}{end}"
        yield f"{self.run} {term('prov', 'wasAssociatedWith')} {tool}{end}"
        yield f"{tool} {_TYPE} {_kg('Extractor')}{end}"
        yield f"{tool} {_LABEL} {quoted(extractor)}{end}"

    def iri(self, id_: str) -> str:
        """Return an entity or eventuality as a term; raises InputError for an unknown id."""
        if id_ not in self.iris:
            raise self._wrong(f"'{id_}' is no entity or eventuality of the extraction")
        return f"<{self.iris[id_]}>"

    def _wrong(self, what: str) -> InputError:
        where = self.document.name or self.document.sha8
        return InputError(what, where=where, fix="repair the extractor")

    @cached_property
    def _place(self) -> str:
        return f"{self.node[:-1]}#char="

    def _span(self, span: Span) -> str:
        return f"{self._place}{span.start},{span.end}>"

    def _local(self, id_: str | None) -> str:
        return self.iri(id_)[1:-1].removeprefix(self.base) if id_ else ""

    def claim_iri(self, claim: Claim) -> str:
        """Return the term of a claim."""
        local = self._local
        object_ = _told(claim.value) if claim.value else local(claim.object)
        ends = local(claim.subject), claim.predicate or "", object_
        voice = local(claim.about), local(claim.speaker)
        sha, spans = self.document.sha256, _places(claim.evidence)
        name = digest(sha, spans, *ends, *voice, claim.modality, claim.polarity)
        return f"<{self.base}claim/{name}>"

    def _attribution_iri(self, attribution: Attribution) -> str:
        groups = map(_places, (attribution.source, attribution.cue, attribution.content))
        sha, speaker = self.document.sha256, self._local(attribution.speaker)
        return f"<{self.base}attribution/{digest(sha, *groups, speaker)}>"

    def entity(self, entity: Entity) -> Iterator[str]:
        """Yield the lines that describe an entity."""
        iri, end = self.iri(entity.id), self.end
        yield f"{iri} {_TYPE} {_kg(entity.type)}{end}"
        yield f"{iri} {_PREF_LABEL} {quoted(entity.label)}@en{end}"
        for alias in entity.aliases:
            yield f"{iri} {ALT_LABEL} {quoted(alias)}{end}"
        for same in entity.exact_match:
            yield f"{iri} {EXACT_MATCH} {ox.NamedNode(same)}{end}"
        if entity.count is not None:
            yield f"{iri} {_kg('count')} {_number(entity.count)}{end}"

    def eventuality(self, eventuality: Eventuality) -> Iterator[str]:
        """Yield the lines that describe an eventuality and its time."""
        iri, end = self.iri(eventuality.id), self.end
        yield f"{iri} {_kg('eventualityType')} {_kg(eventuality.type)}{end}"
        yield f"{iri} {_PREF_LABEL} {quoted(eventuality.label)}@en{end}"
        yield f"{iri} {_kg('trigger')} {self._span(eventuality.trigger)}{end}"
        for role in eventuality.roles:
            yield f"{iri} {_kg(role.name)} {self.iri(role.filler)}{end}"
        node, time = f"{iri[:-1]}/time>", eventuality.time or Time(NOT_STATED)
        yield f"{iri} {_kg('time')} {node}{end}"
        yield f"{node} {_TYPE} {_kg('TimeExpression')}{end}"
        yield f"{node} {_kg('timeText')} {quoted(time.text)}{end}"
        for name, text, type_ in (
            ("edtf", time.edtf, EDTF),
            ("earliest", time.earliest, DATE),
            ("latest", time.latest, DATE),
        ):
            if text:
                yield f"{node} {_kg(name)} {ox.Literal(text, datatype=type_)}{end}"

    def attribution(self, attribution: Attribution) -> Iterator[str]:
        """Yield the lines of an attribution."""
        iri, end = self._attribution_iri(attribution), self.end
        yield f"{iri} {_TYPE} {_kg('Attribution')}{end}"
        yield f"{iri} {_kg('inDocument')} {self.node}{end}"
        yield f"{iri} {_kg('speaker')} {self.iri(attribution.speaker)}{end}"
        for name, spans in attribution_spans(attribution):
            yield from (f"{iri} {_kg(name)} {self._span(span)}{end}" for span in spans)
        if attribution.verbatim:
            yield f"{iri} {_kg('verbatim')} {_TRUE}{end}"
        outer = self.outer.get(attribution.id)
        if outer:
            yield f"{iri} {_kg('within')} {self._attribution_iri(outer)}{end}"

    def claims(self, claims: Iterable[Claim]) -> Iterator[str]:
        """Yield the lines of claims; of equal ones those of the first."""
        for iri, claim in self.distinct(claims).items():
            yield from self.claim(iri, claim)

    def distinct(self, claims: Iterable[Claim]) -> dict[str, Claim]:
        """Return claims by their terms; of equal ones the first."""
        found: dict[str, Claim] = {}
        for claim in claims:
            found.setdefault(self.claim_iri(claim), claim)
        return found

    def claim(self, iri: str, claim: Claim) -> list[str]:
        """Return the lines of a claim with its term."""
        places = [f"{_EVIDENCE} {self._span(span)}{self.end}" for span in claim.evidence]
        qualities = claim.modality, claim.polarity, claim.certainty
        found = claim.rule, claim.basis, claim.speech_verb
        said = (
            *self._content(claim),
            *_kind(claim.is_allegation, self.node, self.run, self.end),
            *places,
            *_manner(qualities, found, claim.verbatim, self.end),
        )
        return [f"{iri} {what}" for what in said]

    def _content(self, claim: Claim) -> Iterator[str]:
        """Yield subject, predicate and object of a claim, in a row, and what else it says."""
        end = self.end
        if claim.subject:
            yield f"{_SUBJECT} {self.iri(claim.subject)}{end}"
        if claim.predicate:
            yield f"{_PREDICATE} {_kg(claim.predicate)}{end}"
        if claim.object:
            yield f"{_OBJECT} {self.iri(claim.object)}{end}"
        if claim.value:
            yield from self._value(claim.value)
        for name, id_ in (("about", claim.about), ("speaker", claim.speaker)):
            if id_:
                yield f"{_kg(name)} {self.iri(id_)}{end}"
        if claim.attribution:
            if claim.attribution not in self.attributions:
                raise self._wrong(f"claim '{claim.id}' names no attribution of the extraction")
            said = self._attribution_iri(self.attributions[claim.attribution])
            yield f"{_kg('attribution')} {said}{end}"

    def _value(self, value: Value) -> Iterator[str]:
        yield f"{_OBJECT} {_literal(value)}{self.end}"
        if value.unit:
            yield f"{_kg('unit')} {quoted(value.unit)}{self.end}"
        if value.span:
            yield f"{_kg('valueSpan')} {self._span(value.span)}{self.end}"

    def sentence(self, sentence: Sentence) -> list[str]:
        """Return the lines of a sentence."""
        iri, number = self._span(sentence.span), self._number
        return [
            *self.span(sentence.span, sentence.span),
            f"{iri}{self._is_sentence}",
            f'{iri} {_NUMBER} "{sentence.number}{number}',
        ]

    def mention(self, mention: Mention, thing: str) -> list[str]:
        """Return what makes a span a mention of a thing, given as a term."""
        iri, end = self._span(mention.span), self.end
        return [
            f"{iri}{self._is_mention}",
            f'{iri} {_KIND} "{mention.kind}"{end}',
            f"{iri} {_REFERS} {thing}{end}",
        ]

    def span(self, span: Span, within: Span | None = None) -> list[str]:
        """Return where a span lies and what it says, and `within` which sentence it does."""
        if not 0 <= span.start < span.end <= len(self.document.text):
            length = len(self.document.text)
            raise self._wrong(f"span {span.start},{span.end} lies outside the text of {length}")
        iri, number = self._span(span), self._number
        lines = [
            f"{iri}{self._in_document}",
            f'{iri} {_START} "{span.start}{number}',
            f'{iri} {_END} "{span.end}{number}',
            f"{iri} {_QUOTE} {quoted(self.document.text[span.start : span.end])}{self.end}",
        ]
        if within:
            lines.append(f"{iri} {_IN_SENTENCE} {self._span(within)}{self.end}")
        return lines

    @cached_property
    def _in_document(self) -> str:
        return f" {_kg('inDocument')} {self.node}{self.end}"

    @cached_property
    def _is_sentence(self) -> str:
        return f" {_TYPE} {_kg('Sentence')}{self.end}"

    @cached_property
    def _is_mention(self) -> str:
        return f" {_TYPE} {_kg('Mention')}{self.end}"

    @cached_property
    def _number(self) -> str:
        return f'"^^<http://www.w3.org/2001/XMLSchema#integer>{self.end}'

    def bare(self, span: Span) -> str:
        """Return the line that says that a span is one, and nothing more."""
        return f"{self._span(span)} {_TYPE} {_kg('Span')}{self.end}"


_TRUE = str(ox.Literal(True))
_TYPE, _LABEL, _PREF_LABEL = str(TYPE), str(LABEL), str(PREF_LABEL)
_SUBJECT, _PREDICATE, _OBJECT = str(SUBJECT), str(PREDICATE), str(OBJECT)


@cache
def _kg(name: str) -> str:
    return str(kg(name))


_START, _END, _QUOTE, _IN_SENTENCE = map(_kg, ("start", "end", "quote", "inSentence"))
_KIND, _REFERS, _NUMBER, _EVIDENCE = map(_kg, ("mentionKind", "refersTo", "number", "evidence"))


def _number(number: int) -> str:
    return f'"{number}"^^<http://www.w3.org/2001/XMLSchema#integer>'


@lru_cache
def _kind(is_allegation: bool, node: str, run: str, end: str) -> tuple[str, ...]:
    """Return the lines that say what every claim of a document is, without its term."""
    types = ("Claim", "Allegation") if is_allegation else ("Claim",)
    said = [f"{_TYPE} {_kg(name)}" for name in types]
    said += [f"{_kg('inDocument')} {node}", f"{_kg('extractedBy')} {run}"]
    return tuple(f"{what}{end}" for what in said)


@lru_cache(maxsize=1000)
def _manner(
    qualities: tuple[str, ...], found: tuple[str | None, ...], verbatim: bool, end: str
) -> tuple[str, ...]:
    """Return the lines that say how a claim is made and found, without its term."""
    names = ("modality", "polarity", "certainty")
    said = [f"{_kg(name)} {_kg(word)}" for name, word in zip(names, qualities, strict=True)]
    told = zip(("rule", "basis", "speechVerb"), found, strict=True)
    said += [f"{_kg(name)} {quoted(text)}" for name, text in told if text]
    said += [f"{_kg('verbatim')} {_TRUE}"] if verbatim else []
    return tuple(f"{what}{end}" for what in said)


@lru_cache(maxsize=10_000)
def _literal(value: Value) -> str:
    return str(literal(value))


def _told(value: Value) -> str:
    """Return a value as it takes part in the name of its claim."""
    return f"{_literal(value)} {value.unit}".strip()


def _places(spans: Sequence[Span]) -> str:
    if len(spans) == 1:
        return f"{spans[0].start},{spans[0].end}"
    return " ".join(f"{s.start},{s.end}" for s in sorted(set(spans)))


def attribution_spans(attribution: Attribution) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Yield the properties of an attribution whose values are spans, with those."""
    yield "sourceSpan", attribution.source
    yield "cueSpan", attribution.cue
    yield "contentSpan", attribution.content
