"""What a graph of any format consists of: nodes and edges, before its words are ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.errors import InputError
from kg.graph.view import UNREAL
from kg.model import Time
from kg.tables.sheets import plain

Attributes = Mapping[str, Any]
QUALITIES = ("modality", "polarity", "certainty", "standing", "status")
SAID = "said"
SAYS: Mapping[str, Mapping[str, Any]] = {
    "denied": {"polarity": "Negative"},
    "not": {"polarity": "Negative"},
    "alleged": {"modality": "Alleged"},
    "proposed": {"modality": "Proposed"},
    "evaluation": {"modality": "Evaluative"},
    "possible": {"certainty": "Possible"},
    "contested": {"certainty": "Unknown"},
    "rejected": {"certainty": "Unknown"},
    SAID: {},
}
"""What one word of status says; a person's doubt elsewhere is doubt here."""
ROLE = "role"
"""Status of an edge that says who plays which part, and not that it happened."""
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
    elsewhere; `is_local` that its name is no name outside its graph, `is_optional` that it is left
    out unless its class or a tie of it is known. `values` are literals by property, in words or
    IRIs, `details` what else the graph says: they are kept in the text of its evidence.
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
    is_optional: bool = False
    values: tuple[tuple[str, str], ...] = ()
    details: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie of a foreign graph: ids of its ends, its relation in words or an IRI.

    `qualities` say whether it is a fact (QUALITIES), `speaker` who says it, by id or by name;
    `about` is the id of the eventuality that it speaks of as well. An edge without direction joins
    both its ends alike; one with a `value` ends in a literal.
    """

    id: str
    source: str
    target: str
    relation: str
    qualities: Mapping[str, str] = field(default_factory=dict)
    speaker: str = ""
    about: str = ""
    is_directed: bool = True
    value: str = ""
    details: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something in a graph that has no place here, by its kind and its word; it is counted."""

    kind: str
    word: str


Element = Node | Edge | Unknown | InputError
"""One element of a graph, or what of it has no place here, or why it cannot be read."""


def node(id_: str, given: Attributes) -> Node:
    """Make a node of the attributes that a graph gives it, by the names that programs use.

    >>> node("1", {"Name": "Ama", "type": "Person", "age": 44})
    Node(id='1', label='Ama', types=('Person',), aliases=(), same_as=(), kind='', count=None, \
time=None, is_local=False, is_optional=False, values=(), details={'age': 44})
    """
    found = _Found(given)
    kind = next((v for v in (found.text("kind"), found.text("type")) if v in KINDS), "")
    label = found.first(_LABELS) or local_name(id_)
    types = next((t for t in map(found.listed, _TYPES) if t), ())
    time = found.text("time")
    count = found.text("count")
    return Node(
        id_,
        label,
        types,
        tuple(a for n in _ALIASES for a in found.listed(n) if a != label),
        tuple(filter(is_iri, map(_iri, (i for n in _SAME for i in found.listed(n))))),
        kind,
        int(count) if count.isascii() and count.isdigit() and len(count) < 10 else None,
        _time(found, time) if time and time != "not stated" else None,
        "/id/doc-" in id_,
        values=tuple(_held(found.given.pop("values", ()))),
        details=found.rest(),
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
        details=found.rest(),
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


def _held(values: Any) -> Iterator[tuple[str, str]]:
    """Yield the literals of a node of node-link JSON, by property."""
    for value in values if isinstance(values, list) else ():
        if isinstance(value, Mapping) and "property" in value:
            yield str(value["property"]), str(value.get("value", ""))


def _time(found: _Found, text: str) -> Time:
    return Time(text, *(found.text(n) or None for n in ("edtf", "earliest", "latest")))


def local_name(id_: str) -> str:
    """Return the readable end of an IRI, or the id itself.

    >>> local_name("http://e.org/id/ama-badu"), local_name("n1")
    ('ama-badu', 'n1')
    """
    if "://" not in id_:
        return id_
    return id_.rstrip("/#").rpartition("#" if "#" in id_.rstrip("/#") else "/")[2] or id_


def is_iri(text: str) -> bool:
    """Whether a text is an IRI of the web.

    >>> is_iri("http://e.org/1"), is_iri("http://e.org/a b"), is_iri("Ama")
    (True, False, False)
    """
    return re.fullmatch(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+", text) is not None


def _iri(written: str) -> str:
    """Return the IRI of a bare Wikidata id."""
    is_item = written[:1] == "Q" and written[1:].isdigit()
    return f"http://www.wikidata.org/entity/{written}" if is_item else written


def marked(relation: str) -> tuple[str, str]:
    """Return the status that an edge's words begin with, and the relation itself.

    >>> marked("not: funds"), marked("proposed: transferred to"), marked("https://e.org/#p")
    (('not', 'funds'), ('proposed', 'transferred to'), ('', 'https://e.org/#p'))
    """
    first, mark, rest = relation.partition(": ")
    return (first, rest) if mark and first in SAYS else ("", relation)
