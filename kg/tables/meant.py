"""Which names of a file may mean several things that are known: they are listed, not guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from kg import gazetteer, vocabulary
from kg.assemble import FACTS
from kg.graph.rows import local
from kg.link import family, is_named
from kg.model import Entity
from kg.quads import ALT_LABEL, PREF_LABEL, TYPE, slug
from kg.store import Store

_ANY = "Entity"
Known = dict[tuple[str, str], set[str]]


def ambiguous(
    entities: Callable[[], Iterable[Entity]], own: str, directory: Path
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each name that fits several things of the gazetteer or of the graph, with their ids.

    `own` is the document that they are of: what it brought itself to the graph is none of these.
    A thing that brings its own id elsewhere is meant by it; none of a class that no name joins
    (groups, offices) is.
    """
    known: Known = {}
    if (directory / "store").is_dir():
        known = _known(directory, own, {slug(e.label) for e in entities()})
    for entity in entities():
        fits = _rows(entity)
        if known and not fits:
            fits = sorted(known.get((family(entity.type), slug(entity.label)), ()))
        if len(fits) > 1 and is_named(entity) and not entity.exact_match:
            yield entity.label, tuple(fits)


def _rows(entity: Entity) -> list[str]:
    """Return what the gazetteer knows by this name, of this class."""
    rows = gazetteer.default().lookup(entity.label)
    words = vocabulary.default()
    fits = [r for r in rows if not r.never_by_name and words.is_a(r.type, entity.type)]
    return [f"{r.name} ({r.country or r.type})" for r in fits]


def _known(directory: Path, own: str, names: set[str]) -> Known:
    """Return those entities of a graph that bear some names, by class and name.

    What this file itself brought is not among them.
    """
    found: Known = {}
    with Store.open(directory) as store:
        labels = (q for p in (PREF_LABEL, ALT_LABEL) for q in store.quads(None, p, None, FACTS))
        for thing, _, label, _ in labels:
            name, iri = slug(_text(label)), _text(thing)
            if name in names and f"/id/doc-{own}/" not in iri:
                for broad in _families(store, thing):
                    found.setdefault((broad, name), set()).add(iri.partition("/id/")[2] or iri)
    return found


def _families(store: Store, node: Any) -> Iterator[str]:
    """Yield the broad classes of a thing, and that of all things; of an eventuality none."""
    words = vocabulary.default()
    for quad in store.quads(node, TYPE, None, FACTS):
        kind = local(_text(quad.object))
        if words.is_a(kind, _ANY) and not words.is_a(kind, "Eventuality"):
            yield from (family(kind), _ANY)


def _text(term: Any) -> str:
    return str(term.value)
