"""What words and terms of other vocabularies mean in ours; what is not known stays unknown."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from kg import resources
from kg.assemble import ontology
from kg.errors import InputError, did_you_mean
from kg.vocabulary import NS, PREFIXES, Vocabulary

_PREFIXES = {
    **PREFIXES,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "dbo": "http://dbpedia.org/ontology/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}
_COUNTERPART = ("exactMatch", "subClassOf", "subPropertyOf", "closeMatch")  # the nearest first


class Counterparts:
    """Foreign words and IRIs to our classes and relations; `unknown` counts those that are none.

    >>> from kg.vocabulary import default
    >>> known = Counterparts(default())
    >>> known.class_(["http://xmlns.com/foaf/0.1/Person"]), known.class_(["Firm"])
    ('Person', None)
    >>> known.relation("http://www.wikidata.org/prop/direct/P40", "Person", "Person")
    ('childOf', True)
    """

    def __init__(self, vocabulary: Vocabulary, own: Mapping[str, str] | None = None) -> None:
        """Take the shipped counterparts and `own` ones, which go before them.

        Raises:
            InputError: an own one names a term that the ontology lacks.
        """
        self.vocabulary = vocabulary
        self.unknown: Counter[tuple[str, str]] = Counter()
        self._own: dict[str, list[str]] = {}
        for word, term in (own or {}).items():
            _check(term.removesuffix("^"), vocabulary)
            terms = self._own.setdefault(_folded(word.removesuffix("^")), [])
            terms.append(_inverted(word, term))

    def class_(self, words: Iterable[str], superior: str = "Entity") -> str | None:
        """Return the most specific class that any of the words means, None if none does."""
        given = [w for w in words if w]
        found = {t for w in given for t in self._terms(w) if self.vocabulary.is_a(t, superior)}
        if not found:
            self.unknown.update(("class", w) for w in given)
            return None
        depth = {t: len(self.vocabulary.above(t)) for t in found}
        return min(found, key=lambda t: (-depth[t], t))

    def relation(self, word: str, subject: str = "", object_: str = "") -> tuple[str, bool] | None:
        """Return the property that a word means, and whether it runs the other way.

        Of several the first that fits the classes of subject and object; if none fits, the first.
        """
        known = self.vocabulary
        found = [
            (t.removesuffix("^"), t.endswith("^"))
            for t in self._terms(word)
            if known.is_relation(t.removesuffix("^")) or known.is_role(t.removesuffix("^"))
        ]
        kinds = {False: (subject, object_), True: (object_, subject)}
        fits = [f for f in found if known.fits(f[0], *kinds[f[1]])]
        if not found:
            self.unknown["relation", word] += 1
        return next(iter(fits or found), None)

    def attribute(self, word: str, kind: str = "") -> str | None:
        """Return the attribute that a word means, of a thing of this class; None if none does."""
        known = self.vocabulary
        found = (t for t in self._terms(word) if known.is_attribute(t))
        domains = ((t, known.properties[t].domain or "Entity") for t in found)
        fits = (t for t, domain in domains if not kind or known.is_a(kind, domain))
        return next(fits, None)

    def _terms(self, word: str) -> list[str]:
        return self._own.get(_folded(word)) or _shipped().get(_folded(word), [])


@cache
def _shipped() -> dict[str, list[str]]:
    """Return our terms by foreign word, best first: our own names, the ontology's, the table's."""
    from kg.vocabulary import default

    known = default()
    found: dict[str, list[str]] = {}
    for name in (*known.classes, *known.properties):
        for word in (NS + name, name, known.label(name)):
            found.setdefault(_folded(word), []).append(name)
    for word, name in (*_table(), *_ontology()):
        terms = found.setdefault(_folded(word.removesuffix("^")), [])
        terms += [t for t in [_inverted(word, name)] if t not in terms]
    return found


def _table() -> Iterator[tuple[str, str]]:
    """Yield the foreign words of ontology/counterparts.toml, with ^ where it runs the other way."""
    read = tomllib.loads(resources.ontology("counterparts.toml").read_text(encoding="utf-8"))
    for names in read.values():
        for name, words in names.items():
            yield from ((word, name) for word in words)


def _ontology() -> Iterator[tuple[str, str]]:
    for near in _COUNTERPART:
        for subject, predicate, value in ontology():
            foreign = getattr(value, "value", "")
            if predicate.value.endswith(near) and not foreign.startswith(NS):
                yield foreign, subject.value.removeprefix(NS)


def _inverted(word: str, term: str) -> str:
    return f"{term.removesuffix('^')}^" if word.endswith("^") != term.endswith("^") else term


def _folded(word: str) -> str:
    """Return a word as it is looked up: whole IRI, https for schema.org, no case."""
    prefix, _, rest = word.partition(":")
    if prefix in _PREFIXES and not rest.startswith("//"):
        word = _PREFIXES[prefix] + rest
    return word.replace("http://schema.org/", "https://schema.org/").strip().casefold()


def _check(name: str, known: Vocabulary) -> None:
    is_tie = known.is_relation(name) or known.is_role(name) or known.is_attribute(name)
    if not (is_tie or known.is_a(name, "Entity")):
        fix = did_you_mean(name, [*known.classes, *known.properties])
        raise InputError(f"'{name}' is no class or relation", fix=fix or "see ontology/kg.ttl")
