"""The nouns and verbs of lasting ties, read from `ontology/ties.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from kg import resources
from kg.errors import InputError
from kg.extract.tables import toml
from kg.vocabulary import Vocabulary
from kg.vocabulary import default as default_vocabulary


@dataclass(frozen=True, slots=True)
class Tie:
    """One entry of `ties.toml`; its keys are explained there."""

    id: str
    property: str
    nouns: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()
    owned: frozenset[str] = frozenset()
    verbs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    object: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    turned: bool = False
    passive: bool = False
    active: bool = False
    alone: bool = False
    lasts: bool = True
    past: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Ties:
    """Ties by the noun, by the possessed noun and by the verb that state them."""

    all: tuple[Tie, ...]
    by_noun: Mapping[str, tuple[Tie, ...]]
    by_owned: Mapping[str, tuple[Tie, ...]]
    by_verb: Mapping[str, tuple[Tie, ...]]


_SETS = ("nouns", "behind", "owned", "object", "named")
_KEYS = {f.name for f in fields(Tie)}


@cache
def default() -> Ties:
    """Return the shipped ties.

    >>> {"worksFor", "leads", "livesIn"} <= {tie.property for tie in default().all}
    True
    """
    return load(resources.ontology("ties.toml"))


def load(*paths: Path, vocabulary: Vocabulary | None = None) -> Ties:
    """Read the ties of files; one of a later file takes the place of one with its id.

    Raises:
        InputError: no TOML, an unknown key, or a property that is no relation of kg.ttl.
    """
    known = vocabulary or default_vocabulary()
    read = (_tie(entry, path, known) for path in paths for entry in toml(path).get("tie", []))
    found = {tie.id: tie for tie in read}.values()
    return Ties(
        tuple(found),
        _index((word, tie) for tie in found for word in tie.nouns),
        _index((word, tie) for tie in found for word in tie.owned),
        _index((word, tie) for tie in found for word in tie.verbs),
    )


def _index(pairs: Iterable[tuple[str, Tie]]) -> dict[str, tuple[Tie, ...]]:
    found: dict[str, list[Tie]] = {}
    for word, tie in pairs:
        found.setdefault(word, []).append(tie)
    return {word: tuple(those) for word, those in found.items()}


def _tie(entry: Mapping[str, Any], path: Path, vocabulary: Vocabulary) -> Tie:
    where = f"{path.name}: tie '{entry.get('id', '?')}'"
    unknown, missing = sorted(set(entry) - _KEYS), sorted({"id", "property"} - set(entry))
    if unknown or missing:
        what = f"unknown key '{unknown[0]}'" if unknown else f"has no {missing[0]}"
        raise InputError(what, where=where, fix="the head of ties.toml lists the keys")
    for name in filter(None, (entry["property"], entry.get("past"))):
        if not vocabulary.is_relation(name):
            raise InputError(f"no relation '{name}'", where=where, fix="see kg.ttl")
    plain: dict[str, Any] = {k: v for k, v in entry.items() if k not in _SETS and k != "verbs"}
    sets: dict[str, Any] = {k: frozenset(entry.get(k, ())) for k in _SETS}
    verbs = {verb: frozenset(behind) for verb, behind in entry.get("verbs", {}).items()}
    return Tie(**plain, **sets, verbs=verbs)
