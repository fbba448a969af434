"""Which thing of one store is which of another, though linking calls it otherwise there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.graph.listing import sources_list
from kg.graph.rows import select

if TYPE_CHECKING:
    from kg.store import Store

Record = dict[str, Any]
Group = tuple[tuple[str, ...], tuple[str, ...]]
"""The IRIs of a thing in the old store and in the new: two and one where it was merged."""
Side = tuple["Store", Iterable[str]]
"""A store with the IRIs of its entities and eventualities."""
_HOME = re.compile("/id/doc-([0-9a-f]{8})/")
_BY = (("url",), ("title", "publisher", "published"))
"""What tells that a text is an edited one of the other store, the first that fits."""


@dataclass(frozen=True, slots=True)
class Same:
    """What two stores share: `old` and `new` number their things and documents, equal if the same.

    `groups` are the entities and eventualities behind the numbers, `documents` those of the texts.
    """

    old: Mapping[str, int]
    new: Mapping[str, int]
    groups: tuple[Group, ...]
    documents: tuple[tuple[Record | None, Record | None], ...]


def same(old: Side, new: Side) -> Same:
    """Match two stores: documents by text, then address, then title; things by these documents.

    A thing is the same if a document names it the same; one that the two have in no common
    document, if it has the same IRI.

    >>> from kg.store import Store
    >>> same((Store.memory(), {}), (Store.memory(), {})).groups
    ()
    """
    documents = _documents(sources_list(old[0]), sources_list(new[0]))
    moved = {
        _tail(n["document"]): _tail(o["document"])
        for o, n in documents if o and n and o["document"] != n["document"]
    }  # fmt: skip
    common = {_tail(o["document"]) for o, n in documents if o and n} - set(moved.values())
    groups = _groups(_names(*old, common, {}), _names(*new, common, moved))
    numbered = [dict[str, int](), dict[str, int]()]
    texts = [(_iris(o), _iris(n)) for o, n in documents]
    for number, group in enumerate([*groups, *texts]):
        for side, iris in zip(numbered, group, strict=True):
            side.update(dict.fromkeys(iris, number))
    return Same(numbered[0], numbered[1], tuple(groups), tuple(documents))


def _documents(old: list[Record], new: list[Record]) -> list[tuple[Record | None, Record | None]]:
    left = {d["document"]: d for d in new}
    found = {d["document"]: (d, left.pop(d["document"])) for d in old if d["document"] in left}
    gone = [d for d in old if d["document"] not in found]
    for fields in _BY:
        was, now = (_alone(side, fields) for side in (gone, left.values()))
        for key in was.keys() & now.keys():
            found[was[key]["document"]] = was[key], left.pop(now[key]["document"])
        gone = [d for d in gone if d["document"] not in found]
    return [
        *(found.get(d["document"], (d, None)) for d in old),
        *((None, d) for d in left.values()),
    ]


def _alone(documents: Iterable[Record], fields: tuple[str, ...]) -> dict[tuple[str, ...], Record]:
    """Return the documents by their values of some fields, without those that share them."""
    given = [(tuple(d[f] for f in fields), d) for d in documents if d[fields[0]]]
    times = Counter(key for key, _ in given)
    return {key: d for key, d in given if times[key] == 1}


def _names(
    store: Store, things: Iterable[str], common: set[str], moved: Mapping[str, str]
) -> dict[str, set[str]]:
    """Return what documents call each entity and eventuality, by IRI.

    An entity has there an IRI of its own; an eventuality of a `common` document is told by its
    words, as another one with the same words moves its number.
    """
    found = {iri: {_moved(iri, moved)} if _HOME.search(iri) else set() for iri in things}
    for iri, trigger in select(store, "SELECT ?v ?t { ?v kg:trigger ?t }"):
        if iri in found and (home := _HOME.search(iri)) and home[1] in common:
            found[iri] = {trigger}
    for local, iri in select(store, "SELECT ?l ?e { ?l kg:mergedInto ?e }"):
        if iri in found:
            found[iri].add(_moved(local, moved))
    return found


def _groups(old: Mapping[str, set[str]], new: Mapping[str, set[str]]) -> list[Group]:
    """Return the things of two stores, those together that share a name, in order."""
    sides = [(side, iri, names) for side, m in enumerate((old, new)) for iri, names in m.items()]
    shared = {n for names in old.values() for n in names} & {
        n for names in new.values() for n in names
    }
    head: dict[str, str] = {}

    def root(name: str) -> str:
        while (above := head.setdefault(name, name)) != name:
            head[name] = name = head[above]
        return name

    for side, iri, names in sides:
        keys = sorted(f"name {n}" for n in names & shared) or [f"iri {iri}"]
        for key in (f"{side} {iri}", *keys[1:]):
            head[root(key)] = root(keys[0])
    found: dict[str, tuple[list[str], list[str]]] = {}
    for side, iri, _ in sides:
        found.setdefault(root(f"{side} {iri}"), ([], []))[side].append(iri)
    return [(tuple(sorted(o)), tuple(sorted(n))) for o, n in found.values()]


def _moved(iri: str, moved: Mapping[str, str]) -> str:
    """Return a document-local IRI as it would be in the text that this one was edited from."""
    home = _HOME.search(iri)
    old = moved.get(home[1]) if home else None
    return iri.replace(f"/id/doc-{home[1]}/", f"/id/doc-{old}/") if home and old else iri


def _iris(document: Record | None) -> tuple[str, ...]:
    return (document["document"],) if document else ()


def nameless(iri: str) -> str:
    """Return an IRI without the digits of its document, which another wording of it changes.

    >>> nameless("https://kg.example/id/doc-0123abcd/some-guards")
    'https://kg.example/id/doc-/some-guards'
    """
    return _HOME.sub("/id/doc-/", iri)


def _tail(document: str) -> str:
    return document.rpartition("/")[2]
