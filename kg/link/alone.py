"""Names of large tables that nothing else bears: their things need not be compared with others.

Linking holds a record of every thing that it compares. Of a table of a million people most have a
name of their own; these are known by it, and held as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg import vocabulary
from kg.decisions import Numbered
from kg.gazetteer import Gazetteer
from kg.link.names import NEVER_LINKED, family, is_acronym
from kg.link.summary import NOWHERE, Summary
from kg.model import UNATTRIBUTED, Entity, Mention
from kg.quads import slug

_ARTICLES = ("the ", "The ")
Thing = tuple[str, str, str]
"""Class, label and slug."""


@dataclass(frozen=True, slots=True)
class Alone:
    """Which of the names that summaries hold as text are alone; `crowded` are slugs that are not.

    `slugs` are hashes of all slugs of such names.
    """

    crowded: frozenset[str] = frozenset()
    slugs: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls,
        summaries: Sequence[Summary],
        gazetteer: Gazetteer,
        decisions: Iterable[Numbered],
        base: str,
    ) -> Alone:
        """Find those that no other name, no row of the gazetteer and no decision touches."""
        if not any(x.plain for x in summaries):
            return cls()
        seen: set[int] = set()
        crowd = set(map(hash, _others(summaries, gazetteer)))
        for x in summaries:
            for _, label, name in plain(x):
                (crowd if hash(name) in seen else seen).add(hash(name))
                if label[:4] in _ARTICLES:  # joins the same name without it
                    crowd.add(hash(slug(label[4:])))
        meant = set(_meant(decisions))
        crowded = {
            name
            for x in summaries
            for type_, label, name in plain(x)
            if hash(name) in crowd
            or not _is_clear(type_, label, gazetteer)
            or not meant.isdisjoint((x.home + name, f"{base}id/{name}"))
        }
        return cls(frozenset(crowded), frozenset(seen))

    def has(self, name: str) -> bool:
        """Whether a slug is that of a name held as text."""
        return hash(name) in self.slugs

    def things(self, summary: Summary) -> Iterator[Thing]:
        """Yield the things of a document that are alone."""
        return (thing for thing in plain(summary) if thing[2] not in self.crowded)

    def rest(self, summary: Summary) -> Summary:
        """Return the summary with the others of its things as entities."""
        if not summary.plain:
            return summary
        found = [
            Entity(name, type_, label, (Mention(NOWHERE, "name"),))
            for type_, label, name in plain(summary)
            if name in self.crowded
        ]
        iris = {**summary.iris, **{e.id: summary.home + e.id for e in found}}
        return replace(summary, iris=iris, entities=(*summary.entities, *found), plain={})

    def surnames(
        self, summaries: Iterable[Summary], wanted: set[str], base: str
    ) -> Iterator[tuple[str, str]]:
        """Yield each wanted surname that a person who is alone bears, with the IRI of that one."""
        for x in summaries if wanted else ():
            for type_, label, name in self.things(x):
                if family(type_) == "Person" and (last := slug(label.split()[-1])) in wanted:
                    yield last, f"{base}id/{name}"


def plain(summary: Summary) -> Iterator[Thing]:
    """Yield the things of a table that have nothing but a name."""
    for type_, labels in summary.plain.items():
        for label in labels.split("\n"):
            yield type_, label, slug(label)


def _others(summaries: Iterable[Summary], gazetteer: Gazetteer) -> Iterator[str]:
    """Yield every slug that something else may get or be looked for by."""
    for row in gazetteer.rows:
        yield slug(row.name)
        yield f"{slug(row.name)}-{row.country.lower()}"
    for x in summaries:
        for entity in x.entities:
            for name in (entity.label, *entity.aliases):
                yield slug(name)
                yield slug(name[4:] if name[:4] in _ARTICLES else name)


def _is_clear(type_: str, label: str, gazetteer: Gazetteer) -> bool:
    """Whether a thing would join another of its full name, and by nothing else."""
    if type_ == "Entity" or vocabulary.default().is_a(type_, *NEVER_LINKED):
        return False
    if family(type_) == "Person" and len(label.split()) == 1:
        return False
    is_odd = label == UNATTRIBUTED or label[:4] in _ARTICLES or is_acronym(label)
    return not is_odd and not gazetteer.lookup(label)


def _meant(decisions: Iterable[Numbered]) -> Iterator[str]:
    for _, decision in decisions:
        for value in decision.values():
            yield from _texts(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (str(v) for v in value)
