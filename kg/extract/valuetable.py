"""The words that give a thing a date or a number, read from `ontology/values.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from kg import resources
from kg.errors import InputError
from kg.extract.tables import toml
from kg.vocabulary import Vocabulary
from kg.vocabulary import default as default_vocabulary

_WHOM = ("object", "subject")


@dataclass(frozen=True, slots=True)
class Giving:
    """One entry of `values.toml`; its keys are explained there."""

    id: str
    property: str
    of: tuple[str, ...]
    until: str | None = None
    verbs: frozenset[str] = frozenset()
    whom: str = "object"
    passive: bool = False
    nouns: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    wikidata: str | None = None


_SETS = ("verbs", "nouns", "marks")
_KEYS = {f.name for f in fields(Giving)}


@cache
def default() -> tuple[Giving, ...]:
    """Return the shipped entries.

    >>> sorted({giving.property for giving in default()})
    ['dateDissolved', 'dateFounded', 'dateOfBirth', 'dateOfDeath']
    """
    return load(resources.ontology("values.toml"))


def load(*paths: Path, vocabulary: Vocabulary | None = None) -> tuple[Giving, ...]:
    """Read the entries of files; one of a later file takes the place of one with its id.

    Raises:
        InputError: no TOML, an unknown key, or a property that is no attribute of kg.ttl.
    """
    known = vocabulary or default_vocabulary()
    read = (_giving(e, path, known) for path in paths for e in toml(path).get("value", []))
    return tuple({giving.id: giving for giving in read}.values())


def _giving(entry: Mapping[str, Any], path: Path, vocabulary: Vocabulary) -> Giving:
    where = f"{path.name}: value '{entry.get('id', '?')}'"
    unknown, missing = sorted(set(entry) - _KEYS), sorted({"id", "property"} - set(entry))
    if unknown or missing:
        what = f"unknown key '{unknown[0]}'" if unknown else f"has no {missing[0]}"
        raise InputError(what, where=where, fix="the head of values.toml lists the keys")
    for name in filter(None, (entry["property"], entry.get("until"))):
        if not vocabulary.is_attribute(name) or vocabulary.properties[name].datatype != "Date":
            raise InputError(f"no attribute of dates '{name}'", where=where, fix="see kg.ttl")
    domain = vocabulary.properties[entry["property"]].domain or "Entity"
    of = tuple(entry.get("of", (domain,)))
    for name in of:
        if name not in vocabulary.classes:
            raise InputError(f"no class '{name}' in the ontology", where=where, fix="see kg.ttl")
    if entry.get("whom", "object") not in _WHOM:
        raise InputError(f"no whom '{entry['whom']}'", where=where, fix="object or subject")
    sets: dict[str, Any] = {k: frozenset(entry.get(k, ())) for k in _SETS}
    plain = {k: v for k, v in entry.items() if k not in _SETS and k != "of"}
    return Giving(**plain, **sets, of=of)


@dataclass(frozen=True, slots=True)
class Number:
    """One entry of `[[number]]`; its keys are explained in `values.toml`."""

    property: str
    event: tuple[str, ...]
    role: str = ""


def load_numbers(*paths: Path, vocabulary: Vocabulary) -> tuple[Number, ...]:
    """Read the entries of files, those of later files first.

    Raises:
        InputError: an unknown key, class or role, or a property that is no attribute.
    """
    found: list[Number] = []
    for path in reversed(paths):
        for entry in toml(path).get("number", []):
            where = f"{path.name}: number '{entry.get('property', '?')}'"
            try:
                made = Number(**{**entry, "event": tuple(entry["event"])})
            except (TypeError, KeyError) as error:
                fix = "its keys are property, event and role"
                raise InputError(f"is not whole: {error}", where=where, fix=fix) from error
            if not vocabulary.is_attribute(made.property):
                raise InputError(f"no attribute '{made.property}'", where=where, fix="see kg.ttl")
            for name in [*made.event, *filter(None, [made.role])]:
                vocabulary.require(name)
            found.append(made)
    return tuple(found)
