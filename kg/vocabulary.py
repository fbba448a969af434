"""The ontology as Python: classes, properties, domain, range, labels, colours, what is a relation.

Names are local names of the fixed namespace `NS` ("Person", "criticizes").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg import resources
from kg.errors import InputError, did_you_mean

NS = "https://kg.example/ns#"
PREFIXES: Mapping[str, str] = {
    "kg": NS,
    "id": "https://kg.example/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "wd": "http://www.wikidata.org/entity/",
}
"""Prefixes every query and every export knows. `id:` follows the base of the graph."""


class Term(NamedTuple):  # to make a frozen dataclass would take a hundredth of `kg query`
    """A class or a property: label, comment, direct superiors; a property's domain and range.

    A `range` is a class, a `datatype` that of a literal ("integer"); `unit` is the property that
    says of what a number is, in the facts.
    """

    name: str
    label: str
    comment: str
    above: tuple[str, ...]
    domain: str | None = None
    range: str | None = None
    colour: str | None = None
    datatype: str | None = None
    unit: str | None = None


DATATYPES: Mapping[str, tuple[str, ...]] = {
    "Date": ("date", "gYearMonth", "gYear", "EDTF"),
    "decimal": ("decimal", "integer"),
}
"""The types of literals that fit a range of several."""


class Vocabulary:
    """The classes and properties of one or more ontology files, read-only."""

    def __init__(self, classes: Mapping[str, Term], properties: Mapping[str, Term]) -> None:
        self.classes, self.properties = dict(classes), dict(properties)
        self._above = {n: _closure(n, self.classes) for n in self.classes}
        self._above |= {n: _closure(n, self.properties) for n in self.properties}
        self._fitting: dict[tuple[str, str, str], bool] = {}

    def above(self, name: str) -> frozenset[str]:
        """Return a term and all its superiors within the vocabulary; empty for an unknown name.

        >>> sorted(default().above("Prison"))
        ['Entity', 'Facility', 'Place', 'Prison']
        """
        return self._above.get(name, frozenset())

    def is_a(self, name: str, *superiors: str) -> bool:
        """Whether a class or property is, or lies under, one of the superiors.

        >>> default().is_a("Country", "Agent"), default().is_a("Prison", "Agent")
        (True, False)
        """
        return not self.above(name).isdisjoint(superiors)

    def is_relation(self, name: str) -> bool:
        """Whether the property makes a fact-layer edge and so needs a supporting claim."""
        return self.is_a(name, "relation")

    def is_role(self, name: str) -> bool:
        """Whether the property says who plays which part in an eventuality."""
        return self.is_a(name, "role")

    def is_attribute(self, name: str) -> bool:
        """Whether the property gives a literal value to a thing, and so needs a supporting claim.

        >>> default().is_attribute("dateOfBirth"), default().is_attribute("count")
        (True, False)
        """
        return self.is_a(name, "attribute")

    def attributes(self) -> Iterator[str]:
        """Yield the usable attributes in order of name, the abstract super-properties left out."""
        abstract = {"attribute", "singleValuedAttribute"}
        return (n for n in sorted(self.properties) if self.is_attribute(n) and n not in abstract)

    def fits_value(self, name: str, subject_type: str, datatype: str) -> bool:
        """Whether an attribute may give a thing of this class a value of this type.

        >>> default().fits_value("dateOfBirth", "Person", "gYear")
        True
        >>> default().fits_value("dateOfBirth", "City", "gYear")
        False
        """
        term = self.properties.get(name)
        if term is None or not self.is_attribute(name):
            return False
        known = term.domain is None or self.is_a(subject_type, term.domain)
        return known and datatype in DATATYPES.get(term.datatype or "", (term.datatype,))

    def relations(self) -> Iterator[str]:
        """Yield the usable relations in order of name, the abstract super-properties left out."""
        abstract = {"relation", "singleValuedRelation", "sensitiveRelation"}
        return (n for n in sorted(self.properties) if self.is_relation(n) and n not in abstract)

    def fits(self, name: str, subject_type: str, object_type: str) -> bool:
        """Whether a statement with these types of subject and object respects domain and range.

        >>> fits = default().fits
        >>> fits("funds", "Country", "Country"), fits("funds", "Country", "Prison")
        (True, False)
        """
        given = (name, subject_type, object_type)
        if given not in self._fitting:  # the same is asked for every row of a table
            self._fitting[given] = self._fits(*given)
        return self._fitting[given]

    def _fits(self, name: str, subject_type: str, object_type: str) -> bool:
        term = self.properties.get(name)
        if term is None or term.datatype:
            return False
        return all(
            bound is None or self.is_a(given, bound)
            for bound, given in ((term.domain, subject_type), (term.range, object_type))
        )

    def label(self, name: str) -> str:
        """Return the English label of a term; the name itself for an unknown one."""
        term = self.classes.get(name) or self.properties.get(name)
        return term.label if term else name

    def colour(self, name: str) -> str:
        """Return the fill of the class or of its nearest superclass that has one, as "#rrggbb".

        >>> default().colour("Prison") == default().colour("Facility")
        True
        """
        return self.colour_class(name)[1]

    def colour_class(self, name: str) -> tuple[str, str]:
        """Return the nearest class at or above `name` that has a colour, and the colour."""
        ring = [name]
        while ring:
            for n in ring:
                term = self.classes.get(n)
                if term and term.colour:
                    return n, term.colour
            ring = [a for n in ring if n in self.classes for a in self.classes[n].above]
        return "Entity", self.classes["Entity"].colour or "#486c7e"

    def require(self, name: str, kind: str = "term") -> Term:
        """Return a term, or raise InputError with the nearest known names."""
        term = self.classes.get(name) or self.properties.get(name)
        if term is None:
            raise InputError(
                f"no {kind} '{name}' in the ontology",
                fix=did_you_mean(name, [*self.classes, *self.properties]),
            )
        return term


@cache
def default() -> Vocabulary:
    """Return the vocabulary of the shipped `ontology/kg.ttl`."""
    return load([resources.ontology("kg.ttl")])


def load(paths: Iterable[Path]) -> Vocabulary:
    """Read Turtle files into a Vocabulary; later files extend earlier ones.

    Raises:
        InputError: a file is missing or is not Turtle, with line and column.
    """
    facts: dict[str, dict[str, list[str]]] = {}
    for path in paths:
        for subject, predicate, value in _triples(path):
            facts.setdefault(subject, {}).setdefault(predicate, []).append(value)
    classes = {n: _term(n, f) for n, f in facts.items() if "Class" in f.get("type", ())}
    kinds = {"ObjectProperty", "DatatypeProperty", "AnnotationProperty"}
    properties = {n: _term(n, f) for n, f in facts.items() if kinds & set(f.get("type", ()))}
    return Vocabulary(classes, properties)


def _triples(path: Path) -> Iterator[tuple[str, str, str]]:
    import pyoxigraph as ox

    try:
        for t in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            s, p, o = t.subject, t.predicate, t.object
            if isinstance(s, ox.NamedNode) and s.value.startswith(NS):
                yield (
                    _local(s.value),
                    _local(p.value),
                    _local(o.value) if hasattr(o, "value") else "",
                )
    except (OSError, SyntaxError) as error:
        raise InputError(str(error), where=str(path), fix="give a readable Turtle file") from error


def _local(iri: str) -> str:
    if iri.startswith(NS):
        return iri.removeprefix(NS)
    known = (PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"])
    return next((iri.removeprefix(k) for k in known if iri.startswith(k)), iri)


def _term(name: str, facts: Mapping[str, list[str]]) -> Term:
    def one(key: str) -> str | None:
        return facts.get(key, [None])[0]

    def bound(key: str) -> str | None:
        value = one(key)
        return value if value and ":" not in value else None

    is_literal = "DatatypeProperty" in facts.get("type", ())
    return Term(
        name,
        one("label") or name,
        one("comment") or "",
        tuple(sorted({*facts.get("subClassOf", []), *facts.get("subPropertyOf", [])})),
        bound("domain"),
        None if is_literal else bound("range"),
        one("colour"),
        (one("range") or "string").removeprefix(PREFIXES["xsd"]) if is_literal else None,
        one("unitProperty"),
    )


def _closure(name: str, terms: Mapping[str, Term]) -> frozenset[str]:
    seen, todo = set(), [name]
    while todo:
        n = todo.pop()
        if n in terms and n not in seen:
            seen.add(n)
            todo.extend(terms[n].above)
    return frozenset(seen)
