"""The gate: whatever a rule, a table or a plug-in found passes it, or is dropped and counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.gazetteer import Gazetteer
from kg.model import Claim, Dropped, Entity, Eventuality, Extraction, Role, Span
from kg.vocabulary import Vocabulary


def verify(extraction: Extraction, vocabulary: Vocabulary, gazetteer: Gazetteer) -> Extraction:
    """Return the extraction without what breaks a rule; each loss is in `dropped`.

    The rules: evidence lies in the text; classes and predicates exist; domain and range fit; the
    gazetteer does not know better; nothing relates to itself; an allegation has a speaker. A claim
    that only loses its triple keeps what it is about. What no claim needs goes with it.
    """
    gate = _Gate(extraction, vocabulary, gazetteer)
    claims = [kept for c in extraction.claims for kept in gate.claim(c)]
    about = {c.about for c in claims} | {c.subject for c in claims} | {c.object for c in claims}
    events = [gate.eventuality(v) for v in extraction.eventualities if v.id in about]
    checked = replace(
        extraction,
        claims=tuple(claims),
        eventualities=tuple(events),
        dropped=(*extraction.dropped, *gate.dropped),
    )
    return replace(checked, entities=tuple(_used(checked)))


class _Gate:
    def __init__(
        self, extraction: Extraction, vocabulary: Vocabulary, gazetteer: Gazetteer
    ) -> None:
        self.document, self.vocabulary, self.gazetteer = extraction.document, vocabulary, gazetteer
        self.entities = {e.id: e for e in extraction.entities}
        self.types = {e.id: e.type for e in extraction.entities}
        self.types |= {v.id: v.type for v in extraction.eventualities}
        self.dropped: list[Dropped] = []

    def claim(self, claim: Claim) -> Iterator[Claim]:
        reason = self._unfounded(claim)
        if reason:
            self._drop(reason, claim)
            return
        reason = self._misfit(claim) if claim.predicate else None
        if reason is None:
            yield claim
            return
        self._drop(reason, claim)
        if claim.about:
            yield replace(claim, subject=None, predicate=None, object=None)

    def eventuality(self, event: Eventuality) -> Eventuality:
        roles = tuple(r for r in event.roles if self._role_fits(r))
        return replace(event, roles=roles)

    def _role_fits(self, role: Role) -> bool:
        bound = self.vocabulary.properties[role.name].range or "Entity"
        return self.vocabulary.is_a(self.types.get(role.filler, ""), bound)

    def _unfounded(self, claim: Claim) -> str | None:
        length = len(self.document.text)
        if not claim.evidence or any(not _inside(s, length) for s in claim.evidence):
            return "evidence is not in the text"
        if claim.is_allegation and claim.speaker is None:
            return "an allegation without its speaker"
        if claim.about is None and claim.predicate is None:
            return "says nothing"
        return None

    def _misfit(self, claim: Claim) -> str | None:
        subject, name, object_ = claim.subject, claim.predicate, claim.object
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

    def _drop(self, reason: str, claim: Claim) -> None:
        span = claim.evidence[0] if claim.evidence else Span(0, 0)
        quote = self.document.quote(span)
        self.dropped.append(Dropped(reason, claim.rule, span, quote))


def _inside(span: Span, length: int) -> bool:
    return 0 <= span.start < span.end <= length


def _used(extraction: Extraction) -> Iterator[Entity]:
    """Yield the entities with a name, and of the others those that something rests on."""
    needed = {r.filler for v in extraction.eventualities for r in v.roles}
    needed |= {a.speaker for a in extraction.attributions}
    for c in extraction.claims:
        needed |= {i for i in (c.subject, c.object, c.about, c.speaker) if i}
    for entity in extraction.entities:
        named = any(m.kind in {"name", "demonym"} for m in entity.mentions)
        if named or entity.id in needed:
            yield entity
