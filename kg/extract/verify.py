"""The gate: whatever a rule, a table or a plug-in found passes it, or is dropped and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import get_args

from kg.gazetteer import Gazetteer
from kg.model import (
    Attribution,
    Certainty,
    Claim,
    Dropped,
    Entity,
    Eventuality,
    Extraction,
    Mention,
    Modality,
    Polarity,
    Role,
    Span,
    Value,
    agree,
)
from kg.vocabulary import Vocabulary

_SCHEMES = {
    "modality": get_args(Modality),
    "polarity": get_args(Polarity),
    "certainty": get_args(Certainty),
}
DOUBT = "kept beside another value of a single-valued relation"
_SINGLE = ("singleValuedRelation", "singleValuedAttribute")


def verify(extraction: Extraction, vocabulary: Vocabulary, gazetteer: Gazetteer) -> Extraction:
    """Return the extraction without what breaks a rule; each loss is in `dropped`.

    The rules: every span lies in the text; classes, roles, predicates and values exist; every id
    is known; domain and range fit; the gazetteer does not know better; nothing relates to itself;
    an allegation has a speaker. A claim that only loses its triple keeps what it is about. What no
    claim needs goes with it. Two values of a single-valued relation stay, and are told in
    `dropped`: a person settles them.
    """
    gate = Gate(extraction, vocabulary, gazetteer)
    claims = [kept for c in extraction.claims for kept in gate.claim(c)]
    gate.doubt(claims)
    about = {c.about for c in claims} | {c.subject for c in claims} | {c.object for c in claims}
    about |= {r.filler for v in gate.events.values() if v.id in about for r in v.roles}
    checked = replace(
        extraction,
        claims=tuple(claims),
        eventualities=tuple(v for v in gate.events.values() if v.id in about),
        attributions=tuple(gate.attributions.values()),
        dropped=(*extraction.dropped, *gate.dropped),
    )
    return replace(checked, entities=tuple(_used(checked, gate.entities.values())))


def is_single(claim: Claim, vocabulary: Vocabulary) -> bool:
    """Whether a claim gives one of the relations of which a thing has only one."""
    return claim.polarity == "Positive" and vocabulary.is_a(claim.predicate or "", *_SINGLE)


class Gate:
    """What has passed so far: `entities`, `events` and `attributions` by id, then claims."""

    def __init__(
        self, extraction: Extraction, vocabulary: Vocabulary, gazetteer: Gazetteer
    ) -> None:
        self.document, self.vocabulary, self.gazetteer = extraction.document, vocabulary, gazetteer
        self.length = len(self.document.text)
        self.dropped: list[Dropped] = []
        self.entities = {e.id: e for given in extraction.entities for e in self._entity(given)}
        self.types = {e.id: e.type for e in self.entities.values()}
        sound = [v for v in extraction.eventualities if self._sound(v)]
        self.types |= {v.id: v.type for v in sound}
        self.events = {v.id: self._with_fitting_roles(v) for v in sound}
        self.attributions = {a.id: a for a in extraction.attributions if self._said(a)}

    # ------------------------------------------------------------ entities, events, attributions

    def _entity(self, entity: Entity) -> Iterator[Entity]:
        where = entity.mentions[0].span if entity.mentions else Span(0, 0)
        reason = self._no_class(entity.type, "Entity")
        if reason:
            self._drop(reason, "entity", where)
            return
        yield replace(entity, mentions=self._mentions(entity.mentions))

    def _mentions(self, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        for mention in mentions:
            if not self._inside([mention.span]):
                self._drop("mention is not in the text", "mention", mention.span)
        return tuple(m for m in mentions if self._inside([m.span]))

    def _no_class(self, name: str, superior: str) -> str | None:
        if name not in self.vocabulary.classes:
            return f"no class '{name}'"
        if not self.vocabulary.is_a(name, superior):
            return f"{name} is no {superior.lower()}"
        return None

    def _sound(self, event: Eventuality) -> bool:
        reason = self._no_class(event.type, "Eventuality")
        if reason is None and not self._inside([event.trigger]):
            reason = "trigger is not in the text"
        if reason is None and event.label != self.document.quote(event.trigger):
            reason = "label is not the quote of its trigger"
        if reason:
            self._drop(reason, "eventuality", event.trigger)
        return reason is None

    def _with_fitting_roles(self, event: Eventuality) -> Eventuality:
        roles = tuple(r for r in event.roles if self._role_fits(event, r))
        return replace(event, roles=roles, mentions=self._mentions(event.mentions))

    def _role_fits(self, event: Eventuality, role: Role) -> bool:
        if not self.vocabulary.is_role(role.name):
            self._drop(f"no role '{role.name}'", "role", event.trigger)
            return False
        kind = self.types.get(role.filler, "")
        fits = self.vocabulary.fits(role.name, event.type, kind)
        if not fits:
            self._drop(f"{role.name} cannot be {kind or 'nothing known'}", "role", event.trigger)
        return fits

    def _said(self, attribution: Attribution) -> bool:
        parts = attribution.cue, attribution.content
        whole = all(parts) and self._inside([*attribution.source, *parts[0], *parts[1]])
        if whole and attribution.speaker in self.entities:
            return True
        reason = "attribution has no speaker" if whole else "attribution is not in the text"
        self._drop(reason, "attribution", next(iter(attribution.cue), Span(0, 0)))
        return False

    # ------------------------------------------------------------ claims

    def claim(self, claim: Claim) -> Iterator[Claim]:
        """Yield the claim, or what is left of it, or nothing."""
        reason = self._unfounded(claim) or self._dangling(claim)
        if reason:
            self._drop_claim(reason, claim)
            return
        if claim.attribution and claim.attribution not in self.attributions:
            claim = replace(claim, attribution=None)
        reason = self._misfit(claim) if claim.predicate else None
        if reason is None:
            yield claim
            return
        self._drop_claim(reason, claim)
        if claim.about:
            yield replace(claim, subject=None, predicate=None, object=None, value=None)

    def _unfounded(self, claim: Claim) -> str | None:
        if not claim.evidence or not self._inside(claim.evidence):
            return "evidence is not in the text"
        if claim.is_allegation and claim.speaker is None:
            return "an allegation without its speaker"
        if claim.about is None and claim.predicate is None:
            return "says nothing"
        return _unknown(claim.modality, claim.polarity, claim.certainty)

    def _dangling(self, claim: Claim) -> str | None:
        if claim.speaker and claim.speaker not in self.entities:
            return f"speaker '{claim.speaker}' is not in the extraction"
        if claim.about and claim.about not in self.types:
            return f"about '{claim.about}' is not in the extraction"
        return None

    def _misfit(self, claim: Claim) -> str | None:
        subject, name, object_ = claim.subject, claim.predicate, claim.object
        if claim.value is not None:
            return self._misfit_value(claim, claim.value)
        if subject is None or name is None or object_ is None:
            return "half a triple"
        if subject == object_:
            return "relates a thing to itself"
        if name not in self.vocabulary.properties:
            return f"no property '{name}'"
        kinds = self.types.get(subject, ""), self.types.get(object_, "")
        if not self.vocabulary.fits(name, *kinds):
            return f"{name} does not join {kinds[0]} and {kinds[1]}"
        return self._veto(name, subject, object_)

    def _misfit_value(self, claim: Claim, value: Value) -> str | None:
        kind, name = self.types.get(claim.subject or "", ""), claim.predicate or ""
        if claim.object is not None or not kind:
            return "half a triple" if not kind else "ends in a thing and in a value"
        if value.span and not self._inside([value.span]):
            return "value is not in the text"
        if not value.is_sound:
            form = "date as 1981-05-02, 1981-05 or 1981"
            return f"'{value.text}' is no {form if value.datatype == 'EDTF' else value.datatype}"
        if not self.vocabulary.fits_value(name, kind, value.datatype):
            return f"{name} gives {kind} no {value.datatype}"
        return None

    def _veto(self, name: str, subject: str, object_: str) -> str | None:
        """Refuse a country that is not the one the gazetteer gives."""
        if name not in {"locatedIn", "capitalOf"} or self.types[object_] != "Country":
            return None
        rows = self.gazetteer.lookup(self.entities[subject].label)
        country = self.gazetteer.lookup(self.entities[object_].label)
        codes = {r.country for r in rows if self.vocabulary.is_a(r.type, self.types[subject])}
        if codes and country and country[0].country not in codes:
            return "the gazetteer has another country"
        return None

    def doubt(self, claims: Iterable[Claim]) -> None:
        """Tell of each claim whose single-valued relation has another value as well."""
        values: dict[tuple[str, str], set[str]] = {}
        single = [c for c in claims if is_single(c, self.vocabulary)]
        for c in single:
            end = c.value.text if c.value else c.object or ""
            values.setdefault((c.subject or "", c.predicate or ""), set()).add(end)
        for c in single:
            if not agree(values[c.subject or "", c.predicate or ""]):
                self._drop_claim(DOUBT, c)

    # ------------------------------------------------------------ reports

    def _inside(self, spans: Iterable[Span]) -> bool:
        return all(0 <= s.start < s.end <= self.length for s in spans)

    def _drop_claim(self, reason: str, claim: Claim) -> None:
        self._drop(reason, claim.rule, claim.evidence[0] if claim.evidence else Span(0, 0))

    def _drop(self, reason: str, rule: str, span: Span) -> None:
        detail = self.document.quote(span) if self._inside([span]) else ""
        self.dropped.append(Dropped(reason, rule, span, detail))


@lru_cache
def _unknown(*given: str) -> str | None:
    """Return why modality, polarity and certainty are none, if one of them is."""
    for value, (name, values) in zip(given, _SCHEMES.items(), strict=True):
        if value not in values:
            return f"no {name} '{value}'"
    return None


def _used(extraction: Extraction, entities: Iterable[Entity]) -> Iterator[Entity]:
    """Yield the entities with a name, and of the others those that something rests on."""
    needed = {r.filler for v in extraction.eventualities for r in v.roles}
    needed |= {a.speaker for a in extraction.attributions}
    for c in extraction.claims:
        needed |= {i for i in (c.subject, c.object, c.about, c.speaker) if i}
    for entity in entities:
        named = any(m.kind in {"name", "demonym"} for m in entity.mentions)
        if named or entity.id in needed:
            yield entity
