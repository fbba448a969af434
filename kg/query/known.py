"""Names that a query uses and nobody knows: a class or a property misspelt, and what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.errors import did_you_mean
from kg.vocabulary import NS, PREFIXES

# What our graphs use of other vocabularies.
_WORDS = {
    "rdf": "type subject predicate object Statement",
    "rdfs": "label comment subClassOf subPropertyOf domain range Class",
    "skos": "prefLabel altLabel exactMatch closeMatch inScheme definition notation Concept",
    "dcterms": "title issued source publisher language isReplacedBy",
}
NAMESPACES = (NS, *(PREFIXES[prefix] for prefix in _WORDS if prefix in PREFIXES))
"""Namespaces whose names are looked at."""
_NAME = re.compile(
    r"""\bskos:(?:pref|alt)Label\s+(?:("(?:[^"\\\n]|\\.)+"|'(?:[^'\\\n]|\\.)+')(?![@^"'])|[?$](\w+))"""
)


def untagged(text: str, params: Mapping[str, Any]) -> Iterator[str]:
    """Yield a warning for each name that is given as a plain string: names have a language.

    >>> list(untagged("ASK { ?p skos:prefLabel ?n }", {"n": "Ama Badu"}))
    ['names have a language: "Ama Badu"@en, or FILTER(STR(?name) = "Ama Badu")']
    """
    for literal, variable in _NAME.findall(text):
        given = params.get(variable)
        if literal or (isinstance(given, str) and not given.startswith(('"', "<"))):
            shown = literal or f'"{given}"'
            yield f"names have a language: {shown}@en, or FILTER(STR(?name) = {shown})"


def unknown(iris: Iterable[str]) -> list[str]:
    """Return a warning for each IRI, none of which occurs in the store, that nobody knows.

    >>> unknown([PREFIXES["skos"] + "preflabel"])
    ["skos:preflabel is nowhere in this graph; did you mean 'prefLabel'?"]
    """
    return [told for iri in iris if (told := _warning(iri))]


def _warning(iri: str) -> str:
    if iri.startswith(NS):
        from kg import vocabulary

        ontology = vocabulary.default()
        known, where = [*ontology.classes, *ontology.properties], "is not in the ontology"
        prefix = "kg"
    else:
        prefix = next(p for p in _WORDS if iri.startswith(PREFIXES.get(p, " ")))
        known, where = _WORDS[prefix].split(), "is nowhere in this graph"
    name = iri.removeprefix(PREFIXES[prefix])
    if name in known:
        return ""
    fix = did_you_mean(name, known)
    return f"{prefix}:{name} {where}{'; ' + fix if fix else ''}"
