"""The rule that decides which claims are facts. Nothing else makes a fact.

A claim supports its triple and its eventuality if the text asserts it plainly in its own voice, or
a person confirmed it; see `supports`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from kg import vocabulary
from kg.model import Claim, Eventuality, Extraction, Standing, Value

Kind = Literal["Event", "Situation", "ReportedEventuality", "Prospect"]


@dataclass(frozen=True, slots=True)
class Projection:
    """What one document gives to the fact layer, in the ids of its Extraction.

    `relations` are (subject, predicate, object), `values` end in a literal instead, without its
    span; `kinds` holds each eventuality that is kept.
    """

    relations: tuple[tuple[str, str, str], ...] = ()
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    values: tuple[tuple[str, str, Value], ...] = ()


def project(extraction: Extraction, standings: Mapping[str, Standing] | None = None) -> Projection:
    """Apply the rule to every claim of a document; `standings` by claim id, Active if absent.

    A relation whose end is an eventuality that nothing speaks of any more is left out with it, and
    so is a value of one that is not known to have happened.
    """
    given = standings or {}
    standing: dict[str, Standing] = {c.id: given.get(c.id, "Active") for c in extraction.claims}
    by_thing: dict[str, list[tuple[Claim, Standing]]] = {}
    for claim in extraction.claims:
        for id_ in dict.fromkeys((claim.about, claim.subject, claim.object)):
            if id_:
                by_thing.setdefault(id_, []).append((claim, standing[claim.id]))
    kinds: dict[str, Kind] = {}
    for eventuality in extraction.eventualities:
        if kind := kind_of(eventuality, by_thing.get(eventuality.id, ())):
            kinds[eventuality.id] = kind
    gone = {v.id for v in extraction.eventualities} - kinds.keys()
    unreal = gone | {i for i, kind in kinds.items() if kind not in ("Event", "Situation")}
    good = [c for c in extraction.claims if supports(c, standing[c.id])]
    relations = {triple for c in good for triple in _relation(c) if gone.isdisjoint(triple)}
    values = {found for c in good for found in _value(c) if found[0] not in unreal}
    return Projection(tuple(sorted(relations)), kinds, tuple(sorted(values, key=str)))


def supports(claim: Claim, standing: Standing = "Active") -> bool:
    """Whether a claim makes its triple a fact and its eventuality real.

    >>> supports(Claim("c1", ())), supports(Claim("c1", (), speaker="e1"))
    (True, False)
    """
    words = vocabulary.default()
    if claim.modality != "Asserted" or claim.polarity != "Positive":
        return False
    if claim.certainty not in ("Certain", "Probable") or claim.is_allegation:
        return False
    if claim.predicate and words.is_a(claim.predicate, "sensitiveRelation"):
        return standing == "Confirmed"
    return standing == "Confirmed" or (standing == "Active" and claim.speaker is None)


def kind_of(eventuality: Eventuality, claims: Sequence[tuple[Claim, Standing]]) -> Kind | None:
    """Decide what an eventuality is from the claims that name it; None: it is left out.

    Only a claim `about` it makes it real or reported; any claim not Rejected keeps it a Prospect.
    """
    about = [(c, s) for c, s in claims if c.about == eventuality.id and s != "Rejected"]
    if any(supports(c, s) for c, s in about):
        is_situation = vocabulary.default().is_a(eventuality.type, "Situation")
        return "Situation" if is_situation else "Event"
    if any(_is_reported(c) for c, _ in about):
        return "ReportedEventuality"
    return "Prospect" if any(s != "Rejected" for _, s in claims) else None


def _is_reported(claim: Claim) -> bool:
    if claim.polarity != "Positive":
        return False
    if claim.is_allegation:
        return True
    return claim.modality == "Asserted" and claim.certainty in ("Certain", "Probable")


def _relation(claim: Claim) -> Iterable[tuple[str, str, str]]:
    subject, predicate, object_ = claim.subject, claim.predicate, claim.object
    if subject and predicate and object_ and vocabulary.default().is_relation(predicate):
        yield subject, predicate, object_


def _value(claim: Claim) -> Iterable[tuple[str, str, Value]]:
    subject, predicate, value = claim.subject, claim.predicate, claim.value
    if subject and predicate and value and vocabulary.default().is_attribute(predicate):
        yield subject, predicate, replace(value, span=None)
