"""What a table may mean, by its name, the names of its columns and some of their cells."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg import gazetteer, vocabulary
from kg.tables.counterparts import Counterparts
from kg.tables.mapping import Link, TableMap, guess
from kg.tables.values import value_of

Columns = Mapping[str, Sequence[str]]


def suggest(name: str, columns: Columns) -> TableMap:
    """Guess the whole map of a table called `name`; `columns` are some cells of each.

    What a column's name does not tell is left out; nothing is written before a person agrees.

    >>> suggest("people", {"name": ["Ama Badu"], "home": ["Accra"], "born": ["1981"]})
    ... # doctest: +NORMALIZE_WHITESPACE
    TableMap(class_='Person', label='name', id='',
             links=(Link(column='home', property='livesIn', class_='City'),), relation='',
             values={'born': 'dateOfBirth'}, terms={})
    """
    known = Counterparts(vocabulary.default())
    table = guess(columns, known.vocabulary)
    if table.links:
        return table  # an edge list: its ends may be anything
    others = {c: cells for c, cells in columns.items() if c not in (table.label, table.id)}
    class_ = _class(name, table.label, others, known)
    values = {c: a for c, cells in others.items() if (a := _value(c, cells, class_, known))}
    rest = ((c, cells) for c, cells in others.items() if c not in values)
    links = tuple(link for c, cells in rest for link in _link(c, cells, class_, known))
    return replace(table, class_=class_, links=links, values=values)


def command(table: TableMap, path: str, graph: str, *more: str) -> str:
    """Return the command of a shell that imports a file by a map that was guessed.

    >>> command(TableMap("Person", "name", values={"born on": "dateOfBirth"}), "a b.csv", "a.kg")
    "kg import 'a b.csv' --as Person --value 'born on:dateOfBirth' -g a.kg"
    """
    words = ["kg", "import", path, "--as", table.class_, *more]
    for link in table.links:
        words += ["--link", f"{link.column}:{link.property}:{link.class_}"]
    for column, attribute in table.values.items():
        words += ["--value", f"{column}:{attribute}"]
    return shlex.join([*words, "-g", graph])


def _class(name: str, label: str, others: Columns, known: Counterparts) -> str:
    """Return what a row is: by the name of the column or of the file, or by what it is said to."""
    words = re.split(r"[\W_\d]+", name)
    for word in (label, *filter(None, reversed(words))):
        if found := known.class_([word, word.removesuffix("s"), re.sub("ies$", "y", word)]):
            return found
    properties = known.vocabulary.properties
    columns = list(map(_word, others))
    told = (known.attribute(c) or (known.relation(c) or ("",))[0] for c in columns)
    domains = {properties[t].domain or "" for t in told if t} - {"", "Entity", "Agent"}
    return domains.pop() if len(domains) == 1 else "Entity"


def _word(column: str) -> str:
    """Return a column's name as people say it: dateOfBirth stays, date_of_birth does not."""
    return column.replace("_", " ").strip()


def _value(column: str, cells: Sequence[str], class_: str, known: Counterparts) -> str:
    name = known.attribute(_word(column), class_)
    term = known.vocabulary.properties.get(name or "")
    return term.name if term and all(value_of(term, cell).is_sound for cell in cells) else ""


def _link(column: str, cells: Sequence[str], class_: str, known: Counterparts) -> Iterator[Link]:
    """Yield the tie that a column's name tells; if only what it names, that the two are related."""
    word, words = _word(column), known.vocabulary
    name, is_inverse = known.relation(word, class_) or ("", False)
    domain = words.properties[name].domain if name else None
    if ":" in column:  # the command line has no way to name it
        return
    other = known.class_([word])
    if name and words.is_relation(name) and not is_inverse and words.is_a(class_, domain or class_):
        range_ = words.properties[name].range or "Entity"
        named = other if other and words.is_a(other, range_) else range_
        yield Link(column, name, _range(named, cells))
    elif other:
        yield Link(column, class_=other)


def _range(class_: str, cells: Sequence[str]) -> str:
    """Return the class of what some cells name: a more special one if all are known names of it."""
    rows = [gazetteer.default().lookup(cell) for cell in cells]
    found = {row[0].type if row else class_ for row in rows}
    special = found.pop() if len(found) == 1 else class_
    return special if vocabulary.default().is_a(special, class_) else class_
