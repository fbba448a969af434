"""What a graph of any format consists of: nodes and edges, before its words are ours."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.errors import InputError
from kg.model import Time
from kg.tables.sheets import plain

Attributes = Mapping[str, Any]
QUALITIES = ("modality", "polarity", "certainty", "standing", "status")
UNREAL = ("Prospect", "ReportedEventuality")
KINDS = ("Event", "Situation", *UNREAL)
_LABELS = ("label", "name", "title", "caption", "full_name", "prefLabel")
_TYPES = ("would_be", "type", "types", "class", "category", "schema", "labels")
_ALIASES = ("aliases", "alias", "altLabel", "also_known_as")
_SAME = ("exact_match", "same_as", "sameAs", "wikidata", "wikidataId")
_RELATIONS = ("predicate", "relation", "interaction", "predicate_label", "relationship", "label",
              "kind", "type", "name")  # fmt: skip
_NO_RELATION = {"", "directed", "undirected", "mutual"}


@dataclass(frozen=True, slots=True)
class Node:
    """A thing of a foreign graph: its id there, its classes in words or IRIs, its names.

    `kind` says whether an eventuality happened (KINDS); `same_as` are IRIs of the same thing
    elsewhere; `is_local` that its name is no name outside its graph. `details` is what else the
    graph says, kept in the text of its evidence.
    """

    id: str
    label: str
    types: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    kind: str = ""
    count: int | None = None
    time: Time | None = None
    is_local: bool = False
    details: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie of a foreign graph: ids of its ends, its relation in words or an IRI.

    `qualities` say whether it is a fact (QUALITIES), `speaker` who says it, by id or by name;
    `about` is the id of the eventuality that it speaks of as well. An edge without direction joins
    both its ends alike.
    """

    id: str
    source: str
    target: str
    relation: str
    qualities: Mapping[str, str] = field(default_factory=dict)
    speaker: str = ""
    about: str = ""
    is_directed: bool = True
    details: Attributes = field(default_factory=dict)


Element = Node | Edge | InputError
"""One element of a graph, or why one cannot be read."""


def node(id_: str, given: Attributes) -> Node:
    """Make a node of the attributes that a graph gives it, by the names that programs use.

    >>> node("1", {"Name": "Ama", "type": "Person", "age": 44})
    Node(id='1', label='Ama', types=('Person',), aliases=(), same_as=(), kind='', count=None, \
time=None, is_local=False, details={'age': 44})
    """
    found = _Found(given)
    kind = next((v for v in (found.text("kind"), found.text("type")) if v in KINDS), "")
    label = found.first(_LABELS) or _local_name(id_)
    types = next((t for t in map(found.listed, _TYPES) if t), ())
    time = found.text("time")
    count = found.text("count")
    return Node(
        id_,
        label,
        types,
        tuple(a for n in _ALIASES for a in found.listed(n) if a != label),
        tuple(map(_iri, (i for n in _SAME for i in found.listed(n)))),
        kind,
        int(count) if count.isascii() and count.isdigit() and len(count) < 10 else None,
        _time(found, time) if time and time != "not stated" else None,
        "/id/doc-" in id_,
        found.rest(),
    )


def edge(source: str, target: str, given: Attributes, *, is_directed: bool = True) -> Edge:
    """Make an edge of the attributes that a graph gives it, by the names that programs use.

    >>> edge("1", "2", {"id": "e1", "label": "livesIn", "status": "denied"}).qualities
    {'status': 'denied'}
    """
    found = _Found(given)
    relation = next((t for t in map(found.text, _RELATIONS) if t.lower() not in _NO_RELATION), "")
    qualities = {name: found.text(name) for name in QUALITIES}
    speaker = found.text("speaker") or found.text("speaker_label")
    return Edge(
        found.text("edge_id") or found.text("id") or found.text("key"),
        source,
        target,
        relation,
        {name: word for name, word in qualities.items() if word},
        speaker,
        found.text("about"),
        is_directed,
        found.rest(),
    )


def texts(value: Any) -> tuple[str, ...]:
    """Return the texts of a value that is a list, the JSON of one, or one text.

    >>> texts(["a", None]), texts('["a", "b"]'), texts("a"), texts(None)
    (('a',), ('a', 'b'), ('a',), ())
    """
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return (value,)
    many = value if isinstance(value, (list, tuple)) else [value]
    return tuple(str(v).strip() for v in many if v is not None and str(v).strip())


class _Found:
    """Attributes by name, whatever the case; those asked for are used up."""

    def __init__(self, given: Attributes) -> None:
        self.given = {str(k).lower(): v for k, v in given.items()}
        self.used: set[str] = set()

    def listed(self, name: str) -> tuple[str, ...]:
        self.used.add(name.lower())
        return texts(self.given.get(name.lower()))

    def text(self, name: str) -> str:
        return next(iter(self.listed(name)), "")

    def first(self, names: Iterable[str]) -> str:
        return next((t for t in map(self.text, names) if t), "")

    def rest(self) -> dict[str, Any]:
        left = {k: plain(v) for k, v in self.given.items() if k not in self.used}
        return {k: v for k, v in left.items() if v not in (None, "", [])}


def _time(found: _Found, text: str) -> Time:
    return Time(text, *(found.text(n) or None for n in ("edtf", "earliest", "latest")))


def _local_name(id_: str) -> str:
    """Return the readable end of an IRI, or the id itself.

    >>> _local_name("http://e.org/id/ama-badu"), _local_name("n1")
    ('ama-badu', 'n1')
    """
    if "://" not in id_:
        return id_
    return id_.rstrip("/#").rpartition("#" if "#" in id_.rstrip("/#") else "/")[2] or id_


def _iri(written: str) -> str:
    """Return the IRI of a bare Wikidata id."""
    is_item = written[:1] == "Q" and written[1:].isdigit()
    return f"http://www.wikidata.org/entity/{written}" if is_item else written
