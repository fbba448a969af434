"""What linking says of entities: their descriptions, redirects, and candidates for identity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg import vocabulary
from kg.decisions import Lost
from kg.link.alone import Alone


@dataclass(frozen=True, slots=True)
class Node:
    """An entity as the store describes it, after linking."""

    iri: str
    type: str
    label: str
    aliases: tuple[str, ...] = ()
    exact_match: tuple[str, ...] = ()
    count: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """Two IRIs that may name one thing, and how that was found; it merges nothing."""

    one: str
    other: str
    method: str


@dataclass(frozen=True, slots=True)
class Linking:
    """Identity over all documents.

    `canonical` maps each entity's document-local IRI to its IRI in the store (often itself);
    `redirects` are one hop; `splits` are bare IRIs that homonyms would share; `lost` are decisions
    whose entity is not there any more. Things that are `alone` are in none of the others.
    """

    canonical: Mapping[str, str]
    nodes: Mapping[str, Node]
    redirects: Mapping[str, str]
    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()
    lost: tuple[Lost, ...] = ()
    alone: Alone = field(default_factory=Alone)


def most_specific(types: Counter[str]) -> str:
    """Choose one class: the most specific; among several, that of most documents, then by name.

    >>> most_specific(Counter({"Organization": 3, "NGO": 1}))
    'NGO'
    """
    words = vocabulary.default()
    lowest = [t for t in types if not any(o != t and words.is_a(o, t) for o in types)]
    return min(lowest, key=lambda t: (-types[t], t))
