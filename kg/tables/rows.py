"""Records to what they say, row by row: every row a sentence, every tie a claim with its row.

A table is gone through twice: first for the names of its things, then for what its rows say. No
more than one row is held at a time, and of each thing its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from kg.errors import InputError
from kg.extract.verify import DOUBT, Gate, is_single
from kg.gazetteer import Gazetteer
from kg.link.summary import NOWHERE, TOLD
from kg.model import Claim, Document, Entity, Extraction, Mention, Sentence, Span, agree
from kg.quads import Names, slug
from kg.tables.elements import SAID, SAYS, marked
from kg.tables.mapping import Link, TableMap
from kg.tables.records import Cell, Record
from kg.tables.values import value_of
from kg.vocabulary import Vocabulary

Records = Callable[[], Iterable[Record | InputError]]
"""Goes through the rows of a table from the first."""
_Thing = tuple[str, Cell, str]
"""A thing that a row names: its class, the cell that names it, what tells it from namesakes."""


_NAMED = (Mention(NOWHERE, "name"),)


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says: itself, the things that it mentions first, its claims.

    An entity is described when it comes first; `is_new` is False for one that is only mentioned
    again. Ids are the last parts of IRIs in the document.
    """

    sentence: Sentence | None
    entities: tuple[tuple[Entity, bool], ...]
    claims: tuple[Claim, ...]


@dataclass(slots=True)
class Rows:
    """The rows of a table on their way; `left`, `dropped`, `count` tell of those that went by.

    Rows with one label are one entity, unless the map has an id column that tells them apart; then
    namesakes stay in this document: no machine joins them with others of the name.
    """

    document: Document
    map: TableMap
    vocabulary: Vocabulary
    gazetteer: Gazetteer
    records: Records
    left: list[InputError] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    count: Counter[str] = field(default_factory=Counter)
    things: Things = field(init=False)
    _relations: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.things = Things()
        self._relations = {
            text.casefold(): name
            for name in self.vocabulary.properties
            if self.vocabulary.is_relation(name)
            for text in (name, self.vocabulary.label(name))
        }
        for record in self.records():
            if isinstance(record, Record) and (ends := self._ends(record)):
                subject, ties = ends
                self.things.add([subject, *(other for _, other in ties)])
        self.things.close()

    @property
    def are_plain(self) -> bool:
        """Whether names are all that linking needs of them: see `Things.first`."""
        told = any(link.property in TOLD for link in self.map.links)
        return self.things.is_plain and not told and not self.map.relation

    @property
    def extractor(self) -> str:
        """The name of what reads them: another map is another extractor."""
        return f"table/{self.map.digest()}"

    def __iter__(self) -> Iterator[Row]:
        """Yield what each row says, as far as it passes the gate."""
        empty = Extraction(self.document, self.extractor)
        gate = Gate(empty, self.vocabulary, self.gazetteer)
        doubtful, done = _Doubt(self), set[str]()
        for record in self.records():
            if isinstance(record, InputError):
                self.left.append(record)
            elif ends := self._ends(record, self.left):
                row = self._row(record, *ends, gate, done)
                doubtful.see(row.claims)
                self.count["row"] += 1
                self.count["claim"] += len(row.claims)
                yield row
            self._note(gate)
        self.dropped += doubtful.count()
        rest = ((e, True) for e in self.things.entities() if e.id not in done)
        self.count["entity"] = len(self.things)
        yield Row(None, tuple(rest), ())

    def forget(self) -> None:
        """Let go of the things: of a large table they take more memory than all else."""
        self.things = Things()

    def _note(self, gate: Gate) -> None:
        if gate.dropped:
            self.dropped.update(drop.reason for drop in gate.dropped)
            gate.dropped.clear()

    def _ends(
        self, record: Record, left: list[InputError] | None = None
    ) -> tuple[_Thing, list[tuple[Link, _Thing]]] | None:
        """Return what a row is about and what its links name; what is left out goes to `left`."""
        told = [] if left is None else left
        where, table = f"row {record.number}", self.map
        label = record.cells.get(table.label, Cell("")).name()
        if not self._is_name(table.class_, label):
            found = f"'{label.value}', which is no name," if label.value else "nothing"
            what = f"has {found} under '{table.label}'"
            told.append(InputError(what, where=where, fix="fill it in; the row is left out"))
            return None
        key = record.cells[table.id].value if table.id in record.cells else ""
        ties = []
        for link in table.links:
            cell = record.cells.get(link.column)
            if cell and cell.value and (written := self._unsaid(record)):
                what = f"says '{written}' and not who says so"
                told.append(InputError(what, where=where, fix="give it a column speaker"))
            elif cell and cell.value:
                cells = list(cell.names()) if table.lists(link) else [cell.name()]
                ties += [
                    (link, (link.class_, c, "")) for c in cells if self._is_name(link.class_, c)
                ]
        return (table.class_, label, key), ties

    def _is_name(self, class_: str, cell: Cell) -> bool:
        """Whether it can name one of a class: the names of people have letters, totals have not."""
        is_person = self.vocabulary.is_a(class_, "Person")
        return any(map(str.isalpha, cell.value)) if is_person else bool(cell.value)

    def _unsaid(self, record: Record) -> str:
        """Return the relation of a row if it is said by somebody whom the row does not name."""
        written = self._written(record)
        return written if written and marked(written)[0] in (SAID, "alleged") else ""

    def _written(self, record: Record) -> str:
        relation = self.map.relation
        return record.cells[relation].value if relation in record.cells else ""

    def _row(
        self,
        record: Record,
        subject: _Thing,
        ties: list[tuple[Link, _Thing]],
        gate: Gate,
        done: set[str],
    ) -> Row:
        named = [subject, *(other for _, other in ties)]
        entities = [self.things.entity(*thing) for thing in named]
        gate.entities = {e.id: e for e in entities}
        gate.types = {e.id: e.type for e in entities}
        claims = [kept for c in self._claims(record, entities, ties) for kept in gate.claim(c)]
        mentions = self._mentions(named, entities, done, bool(claims))
        sentence = Sentence(record.number, record.span)
        return Row(sentence, tuple(mentions), tuple(claims))

    def _mentions(
        self, named: list[_Thing], entities: list[Entity], done: set[str], says: bool
    ) -> Iterator[tuple[Entity, bool]]:
        """Yield the things that come first, or that nothing else of the row names, with mention."""
        taken: set[Span] = set()
        for (_, cell, _), entity in zip(named, entities, strict=True):
            is_new = entity.id not in done
            if cell.span and cell.span not in taken and (is_new or not says):
                taken.add(cell.span)
                done.add(entity.id)
                mention = Mention(cell.span, self.things.kind(entity))
                yield Entity(entity.id, entity.type, entity.label, (mention,)), is_new

    def _claims(
        self, record: Record, entities: list[Entity], ties: list[tuple[Link, _Thing]]
    ) -> Iterator[Claim]:
        subject = entities[0]
        status, word = marked(self._written(record))
        for (link, _), other in zip(ties, entities[1:], strict=True):
            name = self._relations.get(word.strip().casefold(), link.property)
            ends = (subject, other)
            if not self.vocabulary.fits(name, subject.type, other.type) and self.vocabulary.fits(
                name, other.type, subject.type
            ):
                ends = (other, subject)
            says = SAYS.get(status, {})
            yield _claim(record, link.column, ends[0].id, name, object=ends[1].id, **says)
        for column, name in self.map.values.items():
            cell = record.cells.get(column)
            if cell and cell.value:
                value = value_of(self.vocabulary.properties[name], cell.value)
                yield _claim(record, column, subject.id, name, value=value)


def _claim(record: Record, column: str, subject: str, name: str, **more: Any) -> Claim:
    rule = f"table:{column}"
    return Claim("", (record.span,), subject=subject, predicate=name, rule=rule, **more)


class Things:
    """The things that a table names, each with a name in its document, in order of mention."""

    def __init__(self) -> None:
        self.repeated: set[str] = set()
        self.is_plain = True
        self._order: list[str] = []
        self._names = Names()
        self._other: dict[str, str] = {}
        self._late: dict[str, str] = {}
        self._collided: set[tuple[str, str]] = set()
        self._shared: set[tuple[str, str]] = set()

    def __len__(self) -> int:
        return len(self._names.taken)

    def add(self, named: Iterable[_Thing]) -> None:
        """Name the things of a row that have no name yet."""
        new: dict[Span, tuple[str, str]] = {}
        spans: set[Span | None] = set()
        for class_, cell, key in named:
            self.is_plain &= cell.span not in spans
            spans.add(cell.span)
            thing = _key(class_, cell.value, key)
            if name := self._name(cell.value, thing):
                self.repeated.add(name)
            elif cell.span and cell.span not in new:
                if any(thing == other for other, _ in new.values()):
                    continue
                new[cell.span] = thing, cell.value
            else:
                self._late[thing] = cell.value
        given = {thing: self._give(thing, label) for _, (thing, label) in sorted(new.items())}
        self._order += [given[thing] for thing, _ in new.values()]

    def close(self) -> None:
        """Name those that no cell spells out as they are, last of all."""
        for thing, label in sorted(self._late.items(), key=lambda late: late[1]):
            if not self._name(label, thing):
                self._give(thing, label)
        self._late = {}

    def entity(self, class_: str, cell: Cell, key: str) -> Entity:
        """Return a thing by what a row says of it."""
        name = self._name(cell.value, _key(class_, cell.value, key))
        return Entity(name, class_, cell.value)

    def kind(self, entity: Entity) -> Any:
        """Return what a mention of a thing is: one that has namesakes is not meant by its name."""
        return "description" if (entity.type, entity.label) in self._shared else "name"

    def entities(self) -> Iterator[Entity]:
        """Yield all things, without mentions."""
        for name, thing in self._names.taken.items():
            class_, _, label = thing.split("\0", 2)
            yield Entity(name, class_, label)

    def first(self) -> Iterator[tuple[Entity, bool]]:
        """Yield all things as rows give them first; what no cell spells out has no mention.

        Only where things are plain: every cell of a row that names one has a place of its own.
        """
        never = islice(self._names.taken, len(self._order), None)
        for names, is_there in ((self._order, True), (never, False)):
            for name in names:
                class_, _, label = self._names.taken[name].split("\0", 2)
                entity = Entity(name, class_, label)
                mentions = (Mention(NOWHERE, self.kind(entity)),) if is_there else ()
                yield Entity(name, class_, label, mentions), True

    def named(self) -> Iterator[Entity]:
        """Yield the things that other sources may mean by the same name."""
        for entity in self.entities():
            if self.kind(entity) == "name":
                yield Entity(entity.id, entity.type, entity.label, _NAMED)

    def _name(self, label: str, thing: str) -> str:
        """Return the name of a thing, "" if it has none yet."""
        stem = slug(label)
        return stem if self._names.taken.get(stem) == thing else self._other.get(thing, "")

    def _give(self, thing: str, label: str) -> str:
        stem, bare = slug(label), _bare(thing)
        name = self._names.free(label, thing)
        if name != stem:
            self._other[thing] = name
            if bare in self._collided or _bare(self._names.taken[stem]) == bare:
                self._shared.add(bare)
            self._collided.add(bare)
        return name


class _Doubt:
    """The values that rows give a thing in single-valued relations, to tell where they differ."""

    def __init__(self, rows: Rows) -> None:
        self._repeated, self._vocabulary = rows.things.repeated, rows.vocabulary
        self._values: dict[tuple[str, str], Counter[str]] = {}
        given = [*rows.map.values.values(), *(link.property for link in rows.map.links)]
        of_words = bool(rows.map.relation) and len(rows.map.links) > 1
        self._is_twice = of_words or len(set(given)) < len(given)

    def see(self, claims: Iterable[Claim]) -> None:
        """Note what is said of things that several rows, or several columns, may speak of."""
        for c in claims:
            is_open = self._is_twice or c.subject in self._repeated
            if is_open and is_single(c, self._vocabulary):
                end = c.value.text if c.value else c.object or ""
                values = self._values.setdefault((c.subject or "", c.predicate or ""), Counter())
                values[end] += 1

    def count(self) -> Counter[str]:
        """Return how many claims stand beside one of another value, by the reason to tell."""
        number = sum(v.total() for v in self._values.values() if not agree(v))
        return Counter({DOUBT: number}) if number else Counter()


def _key(class_: str, label: str, key: str) -> str:
    """Return what a thing is known by: one string takes less memory than three."""
    return f"{class_}\0{key.replace(chr(0), '')}\0{label}"


def _bare(thing: str) -> tuple[str, str]:
    class_, _, label = thing.split("\0", 2)
    return class_, label
