"""Entities of Wikidata, as its dumps and its Special:EntityData have them, to nodes and edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg import gazetteer, vocabulary
from kg.errors import InputError
from kg.tables.counterparts import Counterparts
from kg.tables.elements import Edge, Element, Node, Unknown

_WD, _WDT = "http://www.wikidata.org/entity/", "http://www.wikidata.org/prop/direct/"
_ENDED, _GREGORIAN = "P582", "Q1985727"
_LASTING = {"livesIn", "bornIn", "diedIn", "childOf", "siblingOf", "spouseOf", "educatedAt",
            "founded", "relatedTo", "workedFor"}  # fmt: skip
_PRECISION = {9: 4, 10: 7, 11: 10}
"""Characters of a date by Wikidata's precision: year, month, day; others are no date of ours."""

Entity = Mapping[str, Any]


def is_wikidata(given: Any) -> bool:
    """Whether an object is an item of Wikidata."""
    return isinstance(given, Mapping) and given.get("type") == "item" and "labels" in given


def read_wikidata(rows: Iterable[tuple[int, Any]], name: str) -> Iterator[Element]:
    """Yield items as nodes and their statements as edges, by the counterparts of our terms.

    A statement that is over is a tie only if ours may be over as well; a deprecated one is none.
    An item that the file does not hold is known only by the gazetteer.
    """
    items: dict[str, Entity] = {}
    for number, given in rows:
        if is_wikidata(given) and isinstance(given.get("id"), str):
            items[given["id"]] = given
        else:
            where = f"{name}, item {number}"
            yield InputError("is no item of Wikidata", where=where, fix="it is left out")
    known = Counterparts(vocabulary.default())
    nodes: list[Node] = []
    edges: list[Edge | Unknown] = []
    for id_, item in items.items():
        nodes.append(_node(id_, item, known))
        edges += _edges(id_, item, known)
    yield from nodes
    for target in sorted({e.target for e in edges if isinstance(e, Edge)} - items.keys()):
        if row := gazetteer.default().same(_WD + target):
            yield Node(target, row.name, (row.type,), same_as=(_WD + target,))
            items[target] = {}
    for edge in edges:
        missing = edge.target if isinstance(edge, Edge) and edge.target not in items else ""
        yield Unknown("item", missing) if missing else edge


def _node(id_: str, item: Entity, known: Counterparts) -> Node:
    label, *others = [*_terms(item, "labels"), id_]
    values = [
        (_WDT + name, text)
        for name, statement in _statements(item)
        if known.attribute(_WDT + name) and (text := _literal(statement))
    ]
    return Node(
        id_,
        label,
        tuple(f"wd:{i}" for n, s in _statements(item) if n == "P31" and (i := _item(s))),
        tuple(dict.fromkeys((*others[:-1], *_terms(item, "aliases")))),
        (_WD + id_,),
        values=tuple(dict.fromkeys(values)),
    )


def _edges(id_: str, item: Entity, known: Counterparts) -> Iterator[Edge | Unknown]:
    for name, statement in _statements(item):
        target, word = _item(statement), _WDT + name
        if not target or name == "P31":
            continue
        found = known.relation(word)
        if found is None:
            yield Unknown("relation", word)
        elif _ENDED not in (statement.get("qualifiers") or {}) or found[0] in _LASTING:
            yield Edge(str(statement.get("id", "")), id_, target, word)
        elif found[0] == "worksFor":
            yield Edge(str(statement.get("id", "")), id_, target, "workedFor")
        else:
            yield Unknown("tie that is over", word)


def _statements(item: Entity) -> Iterator[tuple[str, Entity]]:
    """Yield the statements that count: the preferred ones, else the normal ones."""
    claims = item.get("claims")
    for name, given in claims.items() if isinstance(claims, Mapping) else ():
        every = [s for s in given if isinstance(s, Mapping)] if isinstance(given, list) else []
        best = [s for s in every if s.get("rank") == "preferred"]
        yield from ((name, s) for s in best or every if s.get("rank") != "deprecated")


def _value(statement: Entity) -> Any:
    snak = statement.get("mainsnak")
    value = snak.get("datavalue") if isinstance(snak, Mapping) else None
    return value.get("value") if isinstance(value, Mapping) else None


def _item(statement: Entity) -> str:
    value = _value(statement)
    found = value.get("id") if isinstance(value, Mapping) else None
    return found if isinstance(found, str) and found[:1] == "Q" else ""


def _literal(statement: Entity) -> str:
    """Return a date as precisely as it is known, a number or a text; "" for what is none."""
    value = _value(statement)
    if isinstance(value, str):
        return value
    if not isinstance(value, Mapping):
        return ""
    length = _PRECISION.get(value.get("precision", 0), 0)
    time = str(value.get("time", ""))
    if (
        time.startswith("+")
        and length
        and "Q1985727" in str(value.get("calendarmodel", "Q1985727"))
    ):
        return time[1 : length + 1]
    return str(value.get("amount", value.get("text", ""))).removeprefix("+")


def _terms(item: Entity, name: str) -> list[str]:
    """Return labels or aliases, the English ones alone if there are any."""
    given = item.get(name)
    by_language = given if isinstance(given, Mapping) else {}
    order = [n for n in ("en", "mul", *sorted(map(str, by_language))) if n in by_language][:1]
    found = [by_language[n] for n in order]
    flat = [t for f in found for t in (f if isinstance(f, list) else [f])]
    return [str(t["value"]) for t in flat if isinstance(t, Mapping) and t.get("value")]
