"""What a table gives to the store: read off its evidence block by block, never held as a whole."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from typing import Any, ClassVar, Protocol

from kg.errors import InputError
from kg.link.copies import sample
from kg.link.records import Linking
from kg.link.summary import NOWHERE, TOLD, Summary, is_plain, tie
from kg.model import Claim, Document, Entity, Mention, Standing
from kg.parts.document import Blocks, Names, Told, metadata, standing_line
from kg.project import supports
from kg.quads import BASE, RowReader, Said, document_graph, slug
from kg.vocabulary import NS


@dataclass(frozen=True, slots=True)
class RowPart:
    """A table on its way to the store: `size` is how many claims it holds.

    Its facts and claims stay in its evidence, which is gone through again when they are asked for.
    """

    summary: Summary
    tool: str
    size: int
    sample: tuple[int, ...]
    base: str = BASE
    new: NewRows | None = field(default=None, repr=False, compare=False)
    BEGINS: ClassVar = b'{"rows":'

    @classmethod
    def of(cls, blocks: Blocks, document: Document, tool: str, base: str = BASE) -> RowPart:
        """Make it from the evidence of a table.

        Raises:
            InputError: the evidence is not whole.
        """
        reader, things = RowReader(document.sha256, base), TableThings()
        for block in blocks:
            claims, entities = list(reader.claims(block)), list(reader.entities(block))
            if not reader.is_whole(block, len(claims), len(entities)):
                raise InputError("evidence is not whole", fix="import the table again")
            things.size += len(claims)
            things.read(reader.home, claims, entities)
        return cls.made(things, document, tool, base)

    @classmethod
    def made(
        cls,
        things: TableThings,
        document: Document,
        tool: str,
        base: str = BASE,
        new: NewRows | None = None,
    ) -> RowPart:
        """Make it of what was collected while its evidence was written, or before it is."""
        home = RowReader(document.sha256, base).home
        summary = things.summary(document.sha256, home)
        return cls(summary, tool, things.size, tuple(sample(document)), base, new)

    def written(self) -> RowPart:
        """Return it when its new rows are in the evidence."""
        return replace(self, size=self.new.size, new=None) if self.new else self

    @property
    def sha256(self) -> str:
        """The hash of the document."""
        return self.summary.sha256

    def names(self, linking: Linking) -> dict[bytes, bytes]:
        """Return the things that have another name in the store, by their names here, with that."""
        iris = linking.alone.rest(self.summary).iris.values()
        home, there = len(RowReader(self.sha256, self.base).home), f"{self.base}id/"
        found = ((i[home:], linking.canonical.get(i, i)) for i in iris)
        return {a.encode(): b.encode() for a, b in found if there + a != b}

    def meant(self, claims: set[str], blocks: Blocks) -> set[str]:
        """Return those of some claims that are among its own."""
        reader = RowReader(self.sha256, self.base)
        return {c.iri[1:-1] for block in blocks for c in reader.claims(block)} & claims

    def shared(self, blocks: Blocks, told: Told) -> Blocks:
        """Yield its facts as lines of the default graph."""
        return (facts for _, facts in self._lines(blocks, told))

    def graph(self, blocks: Blocks, document: Document, told: Told) -> Blocks:
        """Yield the lines of its own graph; see `Part.graph`."""
        yield from (lines for lines, _ in self._lines(blocks, told))
        yield metadata(document, self.base)

    def whole(self, blocks: Blocks, document: Document, told: Told) -> Blocks:
        """Yield both, and go through the evidence once."""
        yield from chain.from_iterable(self._lines(blocks, told))
        yield metadata(document, self.base)

    def _lines(self, blocks: Blocks, told: Told) -> Iterator[tuple[bytes, bytes]]:
        """Yield, block by block, the lines of its graph and its facts."""
        if self.new and not self.new.is_written:
            yield from self.new.lines(told)
            return
        reader = RowReader(self.sha256, self.base)
        graph = str(document_graph(self.sha256, self.base))
        rename, tool = _renaming(self.base, told.names), f"<{self.tool}> ".encode()
        for block in blocks:
            own = reader.mentioned.sub(rename, reader.described.sub(b"", block))
            if not told.tells_tool and tool in own:  # of many blocks only the first has it
                own = re.sub(rb"(?m)^" + re.escape(tool) + rb".*\n", b"", own)
            claims = list(reader.claims(own))
            standings = [told.decided.get(c.iri[1:-1], "Active") for c in claims]
            standing = map(
                standing_line, (c.iri for c in claims), standings, [str(graph)] * len(claims)
            )
            facts = (
                f"{c.subject} {c.predicate} {c.object} .\n"
                for c, held in zip(claims, standings, strict=True)
                if is_fact(c.predicate, c.qualities, held)
            )
            yield own + "".join(standing).encode(), "".join(facts).encode()

    def to_bytes(self) -> bytes:
        """Return it as JSON, for a file."""
        given = {"rows": self.size, "summary": self.summary.to_json(), "tool": self.tool}
        whole = {**given, "sample": self.sample}
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, given: Mapping[str, Any], base: str) -> RowPart:
        """Read back what `to_bytes` gave."""
        summary = Summary.from_json(given["summary"])
        return cls(summary, given["tool"], given["rows"], tuple(given["sample"]), base)


class NewRows(Protocol):
    """Rows whose evidence is not written yet: it is while their lines go to the store, once.

    `size` is how many claims were written.
    """

    size: int
    is_written: bool

    def lines(self, told: Told) -> Iterator[tuple[bytes, bytes]]:
        """Write the evidence, and yield the lines of the graph and the facts, some at a time."""


class TableThings:
    """What linking needs of the things of a table, collected; `size` is the number of claims."""

    def __init__(self) -> None:
        self.size = 0
        self._plain: dict[str, list[str]] = {}
        self._entities: list[Entity] = []
        self._told: dict[object, Claim] = {}

    def read(
        self, home: str, claims: Iterable[Said], entities: Iterable[tuple[str, str, str, str]]
    ) -> None:
        """Add what was read off evidence."""
        for entity in entities:
            self._add(*entity)
        for said in claims:
            predicate = said.predicate[1:-1].removeprefix(NS)
            if predicate in TOLD and is_plain(_claim(predicate, *said.qualities)):
                ends = (end[1:-1].removeprefix(home) for end in (said.subject, said.object))
                self._told[said.iri] = tie(predicate, *ends)

    def add(self, entities: Iterable[tuple[Entity, bool]], claims: Iterable[Claim]) -> None:
        """Add what a row says; see `RowWriter.row`."""
        for entity, is_new in entities:
            if is_new:
                kind = entity.mentions[0].kind if entity.mentions else ""
                self._add(entity.id, entity.type, entity.label, kind)
        for c in claims:
            if c.predicate in TOLD and is_plain(c):
                told = (c.evidence, c.subject, c.predicate, c.object)
                self._told[told] = tie(c.predicate, c.subject, c.object)

    def _add(self, name: str, type_: str, label: str, kind: str) -> None:
        if kind == "name" and name == slug(label) and "\n" not in label:
            self._plain.setdefault(type_, []).append(label)
        else:
            self._entities.append(_entity(name, type_, label, kind))

    def summary(self, sha256: str, home: str) -> Summary:
        """Return what is needed; things that are told of are none that have only a name."""
        told = {end for c in self._told.values() for end in (c.subject, c.object)}
        entities, plain = list(self._entities), dict[str, str]()
        for type_, labels in self._plain.items():
            bare = [label for label in labels if not told or slug(label) not in told]
            known = (label for label in labels if told and slug(label) in told)
            entities += [_entity(slug(label), type_, label, "name") for label in known]
            plain |= {type_: "\n".join(bare)} if bare else {}
        iris = {e.id: home + e.id for e in entities}
        told_of = tuple(self._told.values())
        return Summary(sha256, iris, tuple(entities), told_of, plain, home if plain else "")


def _entity(name: str, type_: str, label: str, kind: Any) -> Entity:
    return Entity(name, type_, label, (Mention(NOWHERE, kind),) if kind else ())


@cache
def is_fact(predicate: str, qualities: tuple[str, str, str], standing: Standing) -> bool:
    """Whether a claim is one: its predicate as a term; its modality, polarity and certainty."""
    return supports(_claim(predicate[1:-1].removeprefix(NS), *qualities), standing)


def _claim(predicate: str, modality: Any, polarity: Any, certainty: Any) -> Claim:
    """Return as much of a claim as decides whether it is a fact."""
    return Claim("", (), modality, polarity, certainty, predicate=predicate)


def _renaming(base: str, names: Names) -> Callable[[re.Match[bytes]], bytes]:
    """Return what puts the store's name of an entity in the place of its own."""
    home = f"{base}id/".encode()
    return lambda found: b"> <" + (names.get(found[1]) or home + found[1]) + b">"
