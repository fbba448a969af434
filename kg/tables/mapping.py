"""What the columns of a table mean: which class a row is, and which columns tie it to others."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import InputError, NotFoundError, UsageError, did_you_mean
from kg.vocabulary import Vocabulary

_LABELS = ("label", "name", "title", "caption", "full name", "full_name")
_IDS = ("id", "identifier", "key", "uuid")
_EDGES = (
    ("source", "target"), ("from", "to"), ("subject", "object"), ("source_id", "target_id"),
    ("entity 1", "entity 2"),
)  # fmt: skip
_KINDS = ("label", "relation", "predicate", "type", "kind", "relationship")


@dataclass(frozen=True, slots=True)
class Link:
    """A column whose cells name another entity, the property that ties to it, and its class."""

    column: str
    property: str = "relatedTo"
    class_: str = "Entity"


@dataclass(frozen=True, slots=True)
class TableMap:
    """How to read a table; a row is an entity of a class, or, of an edge list, a tie.

    `id` is the column that tells namesakes apart. Of an edge list `label` is the column of one end,
    `links` holds the other, and `relation` is the column that names the property. `values`
    gives columns of dates, numbers and texts the attribute that they are. `terms` are words
    and IRIs of the file with the class or relation they mean, with ^ if it runs the other way; of
    a graph they and the class of what has none are all that counts.
    """

    class_: str
    label: str
    id: str = ""
    links: tuple[Link, ...] = ()
    relation: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)

    def lists(self, link: Link) -> bool:
        """Whether a cell of a link may name several: in an edge list it is one node, as written."""
        return (self.label.strip().lower(), link.column.strip().lower()) not in _EDGES

    def columns(self) -> set[str]:
        """Return the columns that it names."""
        given = {self.label, self.id, self.relation, *(link.column for link in self.links)}
        return (given | self.values.keys()) - {""}

    def digest(self) -> str:
        """Name the map: evidence read with another one is another."""
        return hashlib.sha256(dump_map(self).encode()).hexdigest()[:12]


def dump_map(table: TableMap) -> str:
    r"""Write a map as TOML, as `load_map` reads it.

    >>> print(dump_map(TableMap("Person", "name", links=(Link("home", "livesIn", "City"),))))
    class = "Person"
    label = "name"
    <BLANKLINE>
    [links]
    "home" = { property = "livesIn", class = "City" }
    <BLANKLINE>
    """
    fields = (("class", table.class_), ("label", table.label), ("id", table.id))
    lines = [f"{k} = {_quoted(v)}" for k, v in (*fields, ("relation", table.relation)) if v]
    if table.links:
        lines += ["", "[links]"]
    for link in table.links:
        values = f"property = {_quoted(link.property)}, class = {_quoted(link.class_)}"
        lines.append(f"{_quoted(link.column)} = {{ {values} }}")
    for name, pairs in (("values", table.values), ("terms", table.terms)):
        lines += ["", f"[{name}]"] if pairs else []
        lines += [f"{_quoted(key)} = {_quoted(value)}" for key, value in pairs.items()]
    return "\n".join(lines) + "\n"


def load_map(path: Path) -> TableMap:
    """Read a map.

    Raises:
        NotFoundError: there is no such file.
        InputError: it is no TOML, or lacks class or label.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        links = given.get("links", {})
        return TableMap(
            class_=given["class"],
            label=given.get("label", "") if given.get("terms") else given["label"],
            id=given.get("id", ""),
            links=tuple(Link(c, v["property"], v["class"]) for c, v in links.items()),
            relation=given.get("relation", ""),
            **{n: {k: str(v) for k, v in given.get(n, {}).items()} for n in ("values", "terms")},
        )
    except FileNotFoundError as error:
        raise NotFoundError("no such map", where=str(path), fix="check the path") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"is no map of a table: {error}", where=str(path), fix="see kg import --help"
        ) from error


def parse_link(written: str, vocabulary: Vocabulary) -> Link:
    """Read `COLUMN:CLASS`, `COLUMN:PROPERTY` or `COLUMN:PROPERTY:CLASS`.

    Raises:
        UsageError: it is none of these.

    >>> from kg.vocabulary import default
    >>> parse_link("country:Country", default())
    Link(column='country', property='relatedTo', class_='Country')
    >>> parse_link("home:livesIn:City", default()).property
    'livesIn'
    """
    column, *rest = written.split(":")
    name = rest[0] if rest else ""
    if name in vocabulary.classes and len(rest) == 1:
        return Link(column, class_=name)
    if len(rest) in (1, 2) and vocabulary.is_relation(name):
        return Link(column, name, rest[1] if len(rest) == 2 else _range(vocabulary, name))
    relations = [p for p in vocabulary.properties if vocabulary.is_relation(p)]
    near = did_you_mean(name, [*vocabulary.classes, *relations])
    if name and len(rest) in (1, 2) and name not in vocabulary.classes:
        fix = near or f"the relations are: {', '.join(sorted(relations))}"
        raise UsageError(f"no relation '{name}'", where=f"--link {written}", fix=fix)
    fix = near or "write COLUMN:PROPERTY:CLASS, as in home:livesIn:City"
    raise UsageError(f"'{written}' ties no column", fix=fix)


def parse_value(written: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Read `COLUMN:ATTRIBUTE`.

    Raises:
        UsageError: it is none.

    >>> from kg.vocabulary import default
    >>> parse_value("born:dateOfBirth", default())
    ('born', 'dateOfBirth')
    """
    column, _, name = written.rpartition(":")
    if column and vocabulary.is_attribute(name):
        return column, name
    near = did_you_mean(name, vocabulary.attributes())
    fix = near or f"write COLUMN:ATTRIBUTE, of {', '.join(vocabulary.attributes())}"
    raise UsageError(f"'{written}' gives no value", fix=fix)


def parse_terms(written: Iterable[str]) -> dict[str, str]:
    """Read `WORD=TERM` each; raises UsageError for what is none.

    >>> parse_terms(["http://e.org/#chairs=leads", "employs=worksFor^"])
    {'http://e.org/#chairs': 'leads', 'employs': 'worksFor^'}
    """
    terms = {}
    for given in written:
        word, mark, term = given.rpartition("=")
        if not (mark and word and term):
            raise UsageError(f"'{given}' names no term", fix="write WORD=TERM, as in boss of=leads")
        terms[word] = term
    return terms


def guess(columns: Iterable[str], vocabulary: Vocabulary, class_: str = "Entity") -> TableMap:
    """Guess a map from the names of the columns: an edge list by its ends, else a label and id.

    >>> from kg.vocabulary import default
    >>> guess(["Source", "Target", "Weight", "Label"], default()).relation
    'Label'
    >>> guess(["id", "Name", "born"], default(), "Person").label
    'Name'
    """
    names = {column.strip().lower(): column for column in columns}
    for one, other in _EDGES:
        if one in names and other in names:
            relation = next((names[k] for k in _KINDS if k in names), "")
            ends = (Link(names[other], class_=class_),)
            return TableMap(class_, names[one], links=ends, relation=relation)
    label = next((names[n] for n in _LABELS if n in names), next(iter(names.values()), ""))
    found = next((names[n] for n in _IDS if n in names and names[n] != label), "")
    return TableMap(class_, label, id=found)


def check(table: TableMap, columns: Iterable[str], vocabulary: Vocabulary, name: str) -> None:
    """Refuse a map that names a column or a term that is not there.

    Raises:
        InputError: it does, with what may have been meant.
    """
    there = list(columns)
    for column in sorted(table.columns()):
        if column not in there:
            fix = did_you_mean(column, there) or f"its columns: {', '.join(there)}"
            raise InputError(f"has no column '{column}'", where=name, fix=fix)
    for class_ in (table.class_, *(link.class_ for link in table.links)):
        if not vocabulary.is_a(class_, "Entity"):
            fix = did_you_mean(class_, vocabulary.classes) or "use one of ontology/kg.ttl"
            raise InputError(f"'{class_}' is no class of entities", where=name, fix=fix)
    for link in table.links:
        if not vocabulary.is_relation(link.property):
            relations = [p for p in vocabulary.properties if vocabulary.is_relation(p)]
            fix = did_you_mean(link.property, relations) or "use one of ontology/kg.ttl"
            raise InputError(f"'{link.property}' is no relation", where=name, fix=fix)
    for attribute in table.values.values():
        if not vocabulary.is_attribute(attribute):
            fix = did_you_mean(attribute, vocabulary.attributes()) or "use one of ontology/kg.ttl"
            raise InputError(f"'{attribute}' is no attribute", where=name, fix=fix)


def _range(vocabulary: Vocabulary, name: str) -> str:
    return vocabulary.properties[name].range or "Entity"


def _quoted(text: Any) -> str:
    """Write a TOML basic string."""
    escapes: Mapping[str, str] = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    safe = "".join(escapes.get(c, c if c.isprintable() else f"\\U{ord(c):08x}") for c in str(text))
    return f'"{safe}"'
