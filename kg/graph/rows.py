"""Our own small queries, run directly on the store: values as text, in a stable order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg import vocabulary
from kg.vocabulary import NS, PREFIXES

if TYPE_CHECKING:
    from kg.store import Store

Row = tuple[str, ...]
Values = dict[str, list[str]]


def select(store: Store, text: str, *, facts: bool = False) -> list[Row]:
    """Run one of our own SELECT queries; sorted rows of text, "" where unbound.

    For trusted text only: nothing bounds its time, memory or reach.
    """
    found = store.solutions(text, union=not facts)
    return sorted({tuple("" if t is None else t.value for t in row) for row in found})


def table(
    store: Store, subjects: Iterable[str], properties: Iterable[str], *, facts: bool = False
) -> dict[str, Values]:
    """Return the values of properties (CURIEs) of some subjects, by subject and CURIE, sorted.

    Each subject is looked up; for most of all subjects `full_table` is quicker.
    """
    import pyoxigraph as ox

    names = {expand(p): p for p in properties}
    graph = ox.DefaultGraph() if facts else None
    found: dict[str, Values] = {}
    for iri in sorted(set(subjects)):
        values: dict[str, set[str]] = {}
        for _, predicate, value, _ in store.quads(ox.NamedNode(iri), None, None, graph):
            if predicate.value in names:
                values.setdefault(names[predicate.value], set()).add(value.value)
        if values:
            found[iri] = {name: sorted(each) for name, each in values.items()}
    return found


def subjects(store: Store, name: str, iri: str) -> list[str]:
    """Return what has a thing as the value of a property (a CURIE), sorted."""
    import pyoxigraph as ox

    found: Any = store.quads(None, ox.NamedNode(expand(name)), ox.NamedNode(iri))
    return sorted({quad.subject.value for quad in found})


def full_table(
    store: Store, properties: Iterable[str], *, facts: bool = False
) -> dict[str, Values]:
    """Return the values of properties (CURIEs) of whatever has any, by subject and CURIE, sorted.

    For what is wanted of most subjects; of a few, `table` looks each up.
    """
    found: dict[str, Values] = {}
    for name in properties:
        for subject, value in store.solutions(f"SELECT ?s ?o {{ ?s {name} ?o }}", union=not facts):
            found.setdefault(subject.value, {}).setdefault(name, []).append(value.value)
    for given in found.values():
        for name, each in given.items():
            if len(each) > 1:
                given[name] = sorted(set(each))
    return {subject: found[subject] for subject in sorted(found)}


def labels(store: Store) -> dict[str, str]:
    """Return the preferred label of every entity and eventuality, by IRI."""
    rows = select(store, "SELECT ?s ?l { ?s skos:prefLabel ?l }", facts=True)
    return {row[0]: row[1] for row in rows}


def expand(curie: str) -> str:
    """Return the IRI of a CURIE with one of our prefixes.

    >>> expand("kg:Person")
    'https://kg.example/ns#Person'
    """
    prefix, _, name = curie.partition(":")
    return PREFIXES[prefix] + name


def local(iri: str) -> str:
    """Return the name of a term of the ontology; any other IRI as it is.

    >>> local("https://kg.example/ns#Person")
    'Person'
    """
    return iri.removeprefix(NS)


def values(iris: Iterable[str], variable: str = "?s") -> str:
    """Return a VALUES clause over checked IRIs.

    >>> values(["a:b"])
    'VALUES ?s { <a:b> }'
    """
    import pyoxigraph as ox

    return f"VALUES {variable} {{ {' '.join(str(ox.NamedNode(iri)) for iri in iris)} }}"


def edge_properties() -> dict[str, bool]:
    """Return the properties that draw an edge between entities, as IRIs; True for a role."""
    known = vocabulary.default()
    roles = [n for n in sorted(known.properties) if known.is_role(n) and n != "role"]
    return {NS + n: False for n in known.relations()} | {NS + n: True for n in roles}
