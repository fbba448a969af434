"""Which names of a file may mean several things that are known: they are listed, not guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg import gazetteer, vocabulary
from kg.graph.rows import local, select, values
from kg.link import family, is_named
from kg.model import Entity
from kg.quads import slug
from kg.store import Store
from kg.vocabulary import NS

_ANY = "Entity"
Known = dict[tuple[str, str], set[str]]


def ambiguous(
    entities: Iterable[Entity], own: str, directory: Path
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each name that fits several things of the gazetteer or of the graph, with their ids.

    `own` is the document that they are of: what it brought itself to the graph is none of these.
    A thing that brings its own id elsewhere is meant by it; none of a class that no name joins
    (groups, offices) is.
    """
    known = _known(directory, own) if (directory / "store").is_dir() else {}
    for entity in entities:
        if is_named(entity) and not entity.exact_match:
            fits = _rows(entity) or sorted(known.get(_key(entity.type, entity.label), ()))
            if len(fits) > 1:
                yield entity.label, tuple(fits)


def _rows(entity: Entity) -> list[str]:
    """Return what the gazetteer knows by this name, of this class."""
    words = vocabulary.default()
    rows = gazetteer.default().lookup(entity.label)
    fits = [r for r in rows if not r.never_by_name and words.is_a(r.type, entity.type)]
    return [f"{r.name} ({r.country or r.type})" for r in fits]


def _known(directory: Path, own: str) -> Known:
    """Return the entities of a graph by class and name; what this file itself brought aside."""
    known = vocabulary.default()
    kinds = [NS + n for n in known.classes if known.is_a(n, _ANY)]
    query = f"SELECT ?s ?t ?l {{ {values(kinds, '?t')} ?s a ?t ; skos:prefLabel|skos:altLabel ?l }}"
    found: Known = {}
    with Store.open(directory) as store:
        for iri, kind, label in select(store, query, facts=True):
            if f"/id/doc-{own}/" not in iri and not known.is_a(local(kind), "Eventuality"):
                for key in (_key(local(kind), label), _key(_ANY, label)):
                    found.setdefault(key, set()).add(iri.partition("/id/")[2] or iri)
    return found


def _key(kind: str, label: str) -> tuple[str, str]:
    return family(kind), slug(label)
