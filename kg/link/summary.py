"""What linking needs to know of one document: little enough to keep for every one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kg.model import Claim, Entity, Extraction, Mention, Span
from kg.quads import BASE, local_iris

SITES = ("locatedIn", "capitalOf", "organOf")
"""Properties that put a thing into a country."""
TOLD = (*SITES, "holdsOffice")
"""Properties that linking looks at."""
NOWHERE = Span(0, 0)
"""In place of a span that nobody asks for."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The entities of a document with their IRIs in it, and its plain claims on place and office.

    Of the mentions of an entity one of each kind is kept, without its place in the text. `plain`
    are the names of a table, by class and a line each, whose things have nothing but a name: their
    IRI is `home` and the slug.
    """

    sha256: str
    iris: Mapping[str, str]
    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    plain: Mapping[str, str] = field(default_factory=dict)
    home: str = ""

    @classmethod
    def of(cls, extraction: Extraction, base: str = BASE) -> Summary:
        """Take from an extraction what linking needs."""
        iris = local_iris(extraction, base)
        told = (c for c in extraction.claims if c.predicate in TOLD and is_plain(c))
        return cls(
            extraction.document.sha256,
            {e.id: iris[e.id] for e in extraction.entities},
            tuple(_slim(e) for e in extraction.entities),
            tuple(tie(c.predicate, c.subject, c.object) for c in told),
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as a plain object, for a file."""
        entities = [
            [self.iris[e.id], e.id, e.type, e.label, e.aliases, e.count,
             [m.kind for m in e.mentions], e.exact_match]
            for e in self.entities
        ]  # fmt: skip
        claims = [[c.predicate, c.subject, c.object] for c in self.claims]
        plain = {"plain": self.plain, "home": self.home} if self.plain else {}
        return {"sha256": self.sha256, "entities": entities, "claims": claims, **plain}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Summary:
        """Read back what `to_json` gave."""
        entities = tuple(
            Entity(
                id_,
                type_,
                label,
                tuple(Mention(NOWHERE, k) for k in kinds),
                tuple(names),
                n,
                tuple(same),
            )
            for _, id_, type_, label, names, n, kinds, same in given["entities"]
        )
        iris = {id_: iri for iri, id_, *_ in given["entities"]}
        claims = tuple(tie(*c) for c in given["claims"])
        plain, home = given.get("plain", {}), given.get("home", "")
        return cls(given["sha256"], iris, entities, claims, plain, home)


def is_plain(claim: Claim) -> bool:
    """Whether the document itself states it, in its own voice and for sure."""
    said = claim.modality == "Asserted" and claim.polarity == "Positive" and not claim.speaker
    return said and claim.certainty in ("Certain", "Probable")


def _slim(entity: Entity) -> Entity:
    kinds = dict.fromkeys(m.kind for m in entity.mentions)
    return replace(entity, mentions=tuple(Mention(NOWHERE, kind) for kind in kinds))


def tie(predicate: str | None, subject: str | None, object_: str | None) -> Claim:
    """Make a claim of which nothing but its triple is known."""
    return Claim("", (), subject=subject, predicate=predicate, object=object_)
