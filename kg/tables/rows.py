"""Records to an Extraction: every row a sentence, every tie a claim with its row as evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kg.errors import InputError
from kg.model import Claim, Document, Entity, Extraction, Mention, Sentence, Span, Value
from kg.tables.elements import SAID, SAYS, marked
from kg.tables.mapping import Link, TableMap
from kg.tables.records import Cell, Record
from kg.tables.values import value_of
from kg.vocabulary import Vocabulary


@dataclass(slots=True)
class _Thing:
    """An entity in the making; `key` tells it from its namesakes, "" if nothing does."""

    id: str
    type: str
    label: str
    key: str
    mentions: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """What has been read so far."""

    map: TableMap
    vocabulary: Vocabulary
    relations: dict[str, str]
    things: dict[tuple[str, str, str], _Thing] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    left: list[InputError] = field(default_factory=list)
    taken: set[Span] = field(default_factory=set)

    def thing(self, class_: str, cell: Cell, key: str = "") -> _Thing:
        """Return the entity of a cell; its mention is the cell, if the text spells it out."""
        named = (class_, cell.value, key)
        found = self.things.get(named)
        if found is None:
            found = _Thing(f"e{len(self.things) + 1}", class_, cell.value, key)
            self.things[named] = found
        if cell.span and cell.span not in self.taken:
            self.taken.add(cell.span)
            found.mentions.append(cell.span)
        return found

    def row(self, record: Record) -> None:
        """Read one row, or say why it is left out."""
        label = record.cells.get(self.map.label)
        if label is None or not label.value:
            what, where = f"has nothing under '{self.map.label}'", f"row {record.number}"
            self.left.append(InputError(what, where=where, fix="fill it in; the row is left out"))
            return
        key = record.cells.get(self.map.id, Cell("")).value if self.map.id else ""
        subject = self.thing(self.map.class_, label, key)
        self.sentences.append(Sentence(record.number, record.span))
        for link in self.map.links:
            cell = record.cells.get(link.column)
            if cell and cell.value:
                self._tie(record, subject, link, cell)
        for column, name in self.map.values.items():
            cell = record.cells.get(column)
            if cell and cell.value:
                value = value_of(self.vocabulary.properties[name], cell.value, cell.span)
                self._claim(record, column, subject.id, name, value=value)

    def _tie(self, record: Record, subject: _Thing, link: Link, cell: Cell) -> None:
        written = record.cells.get(self.map.relation, Cell("")).value if self.map.relation else ""
        status, word = marked(written)
        if status in (SAID, "alleged"):
            what, where = f"says '{written}' and not who says so", f"row {record.number}"
            self.left.append(InputError(what, where=where, fix="give it a column speaker"))
            return
        other = self.thing(link.class_, cell)
        name = self.relations.get(word.strip().casefold(), link.property)
        ends = (subject, other)
        if not self.vocabulary.fits(name, subject.type, other.type) and self.vocabulary.fits(
            name, other.type, subject.type
        ):
            ends = (other, subject)
        self._claim(record, link.column, ends[0].id, name, ends[1].id, says=SAYS.get(status))

    def _claim(
        self, record: Record, column: str, subject: str, name: str, object_: str | None = None,
        value: Value | None = None, says: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        claim = Claim(
            id=f"c{len(self.claims) + 1}",
            evidence=(record.span,),
            subject=subject,
            predicate=name,
            object=object_,
            rule=f"table:{column}",
            value=value,
        )
        self.claims.append(replace(claim, **says) if says else claim)


def read_rows(
    document: Document,
    records: Iterable[Record | InputError],
    table: TableMap,
    vocabulary: Vocabulary,
) -> tuple[Extraction, list[InputError]]:
    """Return what a table says, and the rows that are left out.

    Rows with one label are one entity, unless the map has an id column that tells them apart; then
    namesakes stay in this document: no machine joins them with others of the name.
    """
    relations = {
        text.casefold(): name
        for name in vocabulary.properties
        if vocabulary.is_relation(name)
        for text in (name, vocabulary.label(name))
    }
    work = _Table(table, vocabulary, relations)
    for record in records:
        if isinstance(record, InputError):
            work.left.append(record)
        else:
            work.row(record)
    extraction = Extraction(
        document=document,
        extractor=f"table/{table.digest()}",
        sentences=tuple(work.sentences),
        entities=tuple(_entities(work)),
        claims=tuple(work.claims),
    )
    return extraction, work.left


def _entities(work: _Table) -> Iterable[Entity]:
    keys: dict[tuple[str, str], set[str]] = {}
    for thing in work.things.values():
        keys.setdefault((thing.type, thing.label), set()).add(thing.key)
    for thing in work.things.values():
        alone = len(keys[thing.type, thing.label]) == 1
        mentions = (Mention(span, "name" if alone else "description") for span in thing.mentions)
        yield Entity(thing.id, thing.type, thing.label, tuple(mentions))
