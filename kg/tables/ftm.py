"""FollowTheMoney entities, as Aleph and OpenSanctions have them, to nodes and edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg import gazetteer
from kg.errors import InputError
from kg.tables.elements import Edge, Element, Node, Unknown, node, texts
from kg.vocabulary import NS

_LINKS = {
    "Employment": ("employee", "employer", "worksFor", "workedFor"),
    "Membership": ("member", "organization", "memberOf", ""),
    "Directorship": ("director", "organization", "leads", ""),
    "Occupancy": ("holder", "post", "holdsOffice", ""),
    "Ownership": ("owner", "asset", "owns", ""),
    "Family": ("person", "relative", "", ""),
    "Associate": ("person", "associate", "", ""),
    "UnknownLink": ("subject", "object", "", ""),
}
"""Ends of a link, and what it is here, now and once it is over; "" if it says so in words."""
_WORDS = {"Family": "relationship", "Associate": "relationship", "UnknownLink": "role"}
_NAMES = ("name", "alias", "weakAlias", "wikidataId", "sourceUrl", "keywords", "full")
_EVENTS = {"prospect: ": "Prospect", "reported eventuality: ": "ReportedEventuality"}


def is_ftm(given: Any) -> bool:
    """Whether an object is an entity of FollowTheMoney."""
    return isinstance(given, Mapping) and {"id", "schema", "properties"} <= given.keys()


def read_ftm(rows: Iterable[tuple[int, Any]], name: str) -> Iterator[Element]:
    """Yield the nodes and edges of entities, numbered by their lines; one that is none is told."""
    countries: set[str] = set()
    for number, given in rows:
        if not is_ftm(given) or not isinstance(given["properties"], Mapping):
            where = f"{name}, line {number}"
            yield InputError("is no FollowTheMoney entity", where=where, fix="it is left out")
            continue
        schema = str(given["schema"])
        held = {str(k): texts(v) for k, v in given["properties"].items()}
        if schema in _LINKS:
            yield from _links(str(given["id"]), schema, held)
            continue
        yield _thing(str(given["id"]), schema, held)
        for code in held.get("nationality", ()):
            yield from _country(str(given["id"]), code, countries)


def _thing(id_: str, schema: str, held: Mapping[str, tuple[str, ...]]) -> Node:
    label = next(iter(held.get("name") or held.get("full") or ()), "")
    start = next((s for s in _EVENTS if label.lower().startswith(s)), "")
    ours = held.get("keywords", ()) if id_.startswith("kg-") else ()
    given = {
        "label": label[len(start) :],
        "types": ours or [schema],
        "kind": _EVENTS.get(start, ""),
        "aliases": [*held.get("alias", ()), *held.get("weakAlias", ()), *held.get("name", ())[1:]],
        "wikidata": held.get("wikidataId", ()),
        **{k: "; ".join(v) for k, v in held.items() if k not in _NAMES},
    }
    return node(id_, given)


def _links(id_: str, schema: str, held: Mapping[str, tuple[str, ...]]) -> Iterator[Element]:
    """Yield the ties of a link; one that is over is a tie only if ours may be over as well."""
    source, target, now, once = _LINKS[schema]
    first = {k: v[0] for k, v in held.items() if v}
    relation = once if "endDate" in first else now
    if schema in _WORDS:
        relation = first.get(_WORDS[schema], "")
    elif not relation:
        yield Unknown("tie that is over", schema)
        return
    if first.get("description", "").startswith(NS):
        relation = first["description"]
    details = {k: v for k, v in first.items() if k not in (source, target, "status")}
    qualities = {"status": first["status"]} if "status" in first else {}
    for one in held.get(source, ()):
        for other in held.get(target, ()):
            yield Edge(id_, one, other, relation, qualities, details=details)


def _country(person: str, code: str, seen: set[str]) -> Iterator[Element]:
    row = gazetteer.default().country(code.upper())
    if row is None:
        yield Unknown("country", code)
        return
    if row.key not in seen:
        yield Node(row.key, row.name, (row.type,), same_as=row.exact_match)
    seen.add(row.key)
    yield Edge(f"{person} nationality", person, row.key, "nationality")
