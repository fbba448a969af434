"""Which claims of two stores are to be compared where most documents are alike in both."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import product
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.claims import Claims, claims_in, document_iris
from kg.graph.rows import select
from kg.graph.same import Same

if TYPE_CHECKING:
    from kg.store import Store

Members = Callable[[int | str], tuple[str, ...]]
_MOST = 1_000
"""Triples of which claims are looked for at a time."""


def copied_otherwise(old: Store, new: Store) -> set[str]:
    """Return the documents that are copies of others in one store than in the other."""
    text = "SELECT ?d ?o { ?d kg:copyOf ?o }"
    return {copy for copy, _ in {*select(old, text)} ^ {*select(new, text)}}


def claims_apart(
    stores: tuple[Store, Store], shared: Same, alike: Collection[str]
) -> tuple[set[str], set[str]]:
    """Return, of each store, the claims of documents that are not alike, and of the same things.

    What documents that are alike say is the same in both stores: it counts only where one of the
    others says something of the same two things in the same relation.
    """
    own = [
        claims_in(store, [iri for iri in document_iris(store) if iri not in alike])
        for store in stores
    ]
    numbers = shared.old, shared.new
    things = {
        (number.get(s.subject, s.subject), s.predicate, number.get(s.object, s.object))
        for store, iris, number in zip(stores, own, numbers, strict=True)
        for s in Claims(store, iris).statements
        if s.subject
    }
    one, other = (
        iris | _of(store, things, _members(shared, side))
        for side, (store, iris) in enumerate(zip(stores, own, strict=True))
    )
    return one, other


def _of(
    store: Store, things: Iterable[tuple[int | str, str, int | str]], members: Members
) -> set[str]:
    """Return the claims of some pairs of things, or of the values of some, in their relation."""
    ties, values = list[str](), list[str]()
    for subject, predicate, end in things:
        ends = members(end) if end else ("",)
        for one, other in product(members(subject), ends):
            row = " ".join(str(ox.NamedNode(iri)) for iri in (one, predicate, other) if iri)
            (ties if end else values).append(f"({row})")
    found: set[str] = set()
    for rows, head, tail in ((ties, "(?s ?p ?o)", "; rdf:object ?o"), (values, "(?s ?p)", "")):
        for part in _parts(rows):
            pattern = f"?c rdf:subject ?s ; rdf:predicate ?p {tail} ; kg:modality ?m"
            text = f"SELECT ?c {{ VALUES {head} {{ {part} }} {pattern} }}"
            found |= {iri for (iri,) in select(store, text)}
    return found


def _parts(rows: list[str]) -> Iterator[str]:
    return (" ".join(rows[at : at + _MOST]) for at in range(0, len(rows), _MOST))


def _members(shared: Same, side: int) -> Members:
    """Return what gives the IRIs of a thing in one of the stores, by its number or its IRI."""
    groups = shared.groups

    def members(thing: int | str) -> tuple[str, ...]:
        if isinstance(thing, str):
            return (thing,)
        return groups[thing][side] if thing < len(groups) else ()

    return members
