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
    union = not facts
    found: Any = store.raw.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=union)
    return sorted({tuple("" if t is None else t.value for t in row) for row in found})


def table(
    store: Store, pattern: str, properties: Iterable[str], *, facts: bool = False
) -> dict[str, Values]:
    """Return the values of properties (CURIEs) for every ?s of a pattern, by subject and CURIE."""
    wanted = list(properties)
    names = {expand(p): p for p in wanted}
    text = f"SELECT ?s ?p ?o {{ {pattern} VALUES ?p {{ {' '.join(wanted)} }} ?s ?p ?o }}"
    found: dict[str, Values] = {}
    for subject, predicate, value in select(store, text, facts=facts):
        found.setdefault(subject, {}).setdefault(names[predicate], []).append(value)
    return found


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
