"""Which thing of one store is which of another, though linking calls it otherwise there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.graph.claims import document_iris
from kg.graph.listing import documents_list, sources_list
from kg.graph.rows import select, table, values

if TYPE_CHECKING:
    from kg.store import Store

Record = dict[str, Any]
Group = tuple[tuple[str, ...], tuple[str, ...]]
"""The IRIs of a thing in the old store and in the new: two and one where it was merged."""
Nodes = Mapping[str, Record]
Side = tuple["Store", Nodes]
"""A store with its entities and eventualities by IRI."""
Names = dict[str, set[str]]
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


def same(old: Side, new: Side, alike: Collection[str] = ()) -> Same:
    """Match two stores: documents by text, then address, then title; things by these documents.

    A thing is the same if a document names it the same; one that the two have in no common
    document, if it has the same IRI. `alike` are documents whose graphs, and what their things
    are called, are known to be the same in both: of them and their things only what differs has
    a number, and in everything else an IRI stands for itself.

    >>> from kg.store import Store
    >>> same((Store.memory(), {}), (Store.memory(), {})).groups
    ()
    """
    documents = _documents(*(_listed(store, alike) for store, _ in (old, new)))
    moved = {
        _tail(n["document"]): _tail(o["document"])
        for o, n in documents if o and n and o["document"] != n["document"]
    }  # fmt: skip
    common = {_tail(o["document"]) for o, n in documents if o and n} - set(moved.values())
    if alike:
        groups = _few_groups(documents, (old, new), common, moved)
    else:
        groups = _groups(_names(*old, common, {}), _names(*new, common, moved))
    numbered = [dict[str, int](), dict[str, int]()]
    texts = [(_iris(o), _iris(n)) for o, n in documents]
    for number, group in enumerate([*groups, *texts]):
        for side, iris in zip(numbered, group, strict=True):
            side.update(dict.fromkeys(iris, number))
    return Same(numbered[0], numbered[1], tuple(groups), tuple(documents))


def _listed(store: Store, alike: Collection[str]) -> list[Record]:
    if not alike:
        return sources_list(store)
    return documents_list(store, [iri for iri in document_iris(store) if iri not in alike])


def _few_groups(
    documents: list[tuple[Record | None, Record | None]],
    sides: tuple[Side, Side],
    common: set[str],
    moved: Mapping[str, str],
) -> list[Group]:
    """Return the groups of what these documents name, or is described otherwise, in order."""
    iris = {d["document"] for pair in documents for d in pair if d}
    open_ = {iri for store, _ in sides for iri in _meant(store, iris)}
    homes = {_tail(iri) for iri in iris}
    (one, old), (other, new) = sides
    names = (
        _few_names(one, old, open_, homes, common, {}),
        _few_names(other, new, open_, homes, common, moved),
    )
    found = [*_groups(*names), *_alone_now(names, old, new)]
    return _in_order(found, old, new)


def _meant(store: Store, documents: Iterable[str]) -> Iterator[str]:
    """Yield all that the graphs of some documents speak of, and what people decided on."""
    for document in documents:
        base, _, tail = document.rpartition("doc/")
        for quad in store.quads(graph=ox.NamedNode(f"{base}graph/doc/{tail}")):
            ends = quad.subject, quad.object
            yield from (end.value for end in ends if isinstance(end, ox.NamedNode))
    for name in ("kg:target", "kg:splitInto"):
        yield from (iri for row in select(store, f"SELECT ?a ?b {{ ?a {name} ?b }}") for iri in row)


def _few_names(
    store: Store,
    things: Nodes,
    open_: set[str],
    homes: set[str],
    common: set[str],
    moved: Mapping[str, str],
) -> Names:
    """Return what some documents, the `homes`, call what they name, by IRI, as `_names` does.

    All that others call it, which is the same in both stores, counts as one name more.
    """
    found = {i: _own(i, moved) for i in things if _home(i) in homes or i in open_}
    for iri, about in table(store, found, ("kg:trigger",)).items():
        if _home(iri) in common:
            found[iri] = {about["kg:trigger"][-1]}
    text = f"SELECT ?l ?e {{ {values(sorted(found), '?e')} ?l kg:mergedInto ?e }}"
    for local, iri in select(store, text):
        found[iri].add(_moved(local, moved) if _home(local) in homes else f"alike {iri}")
    return found


def _alone_now(names: tuple[Names, Names], old: Nodes, new: Nodes) -> Iterator[Group]:
    """Yield what only documents that are alike name, and is described otherwise or is not there."""
    for iri in old.keys() - names[0].keys():
        if old[iri] != new.get(iri):
            yield (iri,), (iri,) * (iri in new)
    yield from (((), (iri,)) for iri in new.keys() - names[1].keys() - old.keys())


def _in_order(groups: list[Group], old: Nodes, new: Nodes) -> list[Group]:
    places = {iri: n for n, iri in enumerate(old)}, {iri: n for n, iri in enumerate(new)}
    return sorted(groups, key=lambda g: [min((p[i] for i in iris), default=len(p))
                                         for p, iris in zip(places, g, strict=True)])  # fmt: skip


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


def _names(store: Store, things: Nodes, common: set[str], moved: Mapping[str, str]) -> Names:
    """Return what documents call each entity and eventuality, by IRI.

    An entity has there an IRI of its own; an eventuality of a `common` document is told by its
    words, as another one with the same words moves its number.
    """
    found = {iri: _own(iri, moved) for iri in things}
    for iri, trigger in select(store, "SELECT ?v ?t { ?v kg:trigger ?t }"):
        if iri in found and _home(iri) in common:
            found[iri] = {trigger}
    for local, iri in select(store, "SELECT ?l ?e { ?l kg:mergedInto ?e }"):
        if iri in found:
            found[iri].add(_moved(local, moved))
    return found


def _own(iri: str, moved: Mapping[str, str]) -> set[str]:
    return {_moved(iri, moved)} if _HOME.search(iri) else set()


def _home(iri: str) -> str:
    found = _HOME.search(iri)
    return found[1] if found else ""


def _groups(old: Names, new: Names) -> list[Group]:
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
