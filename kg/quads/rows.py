"""The evidence of a table: its rows in their order, written and read row by row.

It holds the same lines as `to_evidence` gives, in another order: a table of a million rows is
neither sorted nor parsed as a whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from kg.model import Claim, Document, Entity, Sentence
from kg.quads.lines import Lines
from kg.quads.terms import PREF_LABEL, SUBJECT, TYPE, document_graph, document_iri, kg
from kg.vocabulary import NS

Described = tuple[str, str, str, str]
"""An entity: its name in the document, its class and label, the kind of its first mention or ""."""


_KIND, _REFERS = f'<{NS}mentionKind> "'.encode(), f" <{NS}refersTo> ".encode()


class RowLines(NamedTuple):
    """The lines of a row: all, and those that describe no entity; what it names, its claims."""

    evidence: str
    graph: str
    names: set[str]
    claims: Mapping[str, Claim]


class RowWriter:
    """What writes the rows of a table; ids of entities are their names in the document.

    `size` is how many claims it has written.
    """

    def __init__(self, document: Document, base: str) -> None:
        self.size = 0
        self._lines = Lines.about(document, base, _Home(f"{base}id/doc-{document.sha8}/"))

    def head(self, extractor: str) -> bytes:
        """Return what is said of the document as a whole."""
        return "".join(self._lines.head(extractor)).encode()

    def row(
        self,
        sentence: Sentence | None,
        entities: Iterable[tuple[Entity, bool]],
        claims: Iterable[Claim],
    ) -> RowLines:
        """Return the lines of a row; an entity is described only where it is new."""
        lines = self._lines
        found = lines.sentence(sentence) if sentence else []
        graph, names = list(found), set[str]()
        for entity, is_new in entities:
            names.add(entity.id)
            for mention in entity.mentions:
                said = lines.mention(mention, lines.iri(entity.id))
                if sentence and mention.span != sentence.span:
                    said = lines.span(mention.span, sentence.span) + said
                found += said
                graph += said
            if is_new:
                found += lines.entity(entity)
        distinct = lines.distinct(claims)
        said = [line for iri, claim in distinct.items() for line in lines.claim(iri, claim)]
        self.size += len(distinct)
        names |= {end for c in distinct.values() for end in (c.subject, c.object) if end}
        return RowLines("".join(found + said), "".join(graph + said), names, distinct)


class _Home(dict[str, str]):
    """IRIs by the names of a document."""

    def __init__(self, home: str) -> None:
        super().__init__()
        self._home = home

    def __missing__(self, name: str) -> str:
        return self._home + name

    def __contains__(self, name: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Said:
    """A claim of a row, its terms as they are written; modality, polarity and certainty."""

    iri: str
    subject: str
    predicate: str
    object: str
    qualities: tuple[str, str, str]


@dataclass(frozen=True)
class RowReader:
    """What reads the evidence of a table in blocks of whole rows."""

    sha256: str
    base: str

    @property
    def home(self) -> str:
        """What the IRIs of the entities of the document begin with."""
        return f"{self.base}id/doc-{self.sha256[:8]}/"

    @property
    def _end(self) -> str:
        return re.escape(f" {document_graph(self.sha256, self.base)} .\n")

    def is_rows(self, head: bytes) -> bool:
        """Whether evidence that begins so is that of a table, row by row."""
        lines = head.split(b"\n", 2)
        node, run = str(document_iri(self.sha256, self.base)), f"<{self.base}run/"
        begins = (f"{node} ".encode(), run.encode())
        return len(lines) > 2 and all(map(bytes.startswith, lines, begins))

    def tool(self, head: bytes) -> str:
        """Return the IRI of the extractor that evidence begins with."""
        found = re.search(re.escape(f"<{self.base}extractor/").encode() + rb"[0-9a-f]+", head)
        return found.group()[1:].decode() if found else ""

    def starts(self) -> re.Pattern[bytes]:
        """Return what matches at the end of a line before something new begins."""
        node = str(document_iri(self.sha256, self.base))
        line = rf"\n(?={re.escape(node[:-1])}#char=\d+,\d+> {re.escape(str(kg('inDocument')))} )"
        return re.compile(line.encode())

    @cached_property
    def _claim(self) -> re.Pattern[bytes]:
        end, ns = self._end, re.escape(f"<{NS}")
        same = r"\1 \S+ "
        told = "".join(
            rf"\1 {ns}{n}> {ns}(\w+)>{end}" for n in ("modality", "polarity", "certainty")
        )
        iri = rf"(<{re.escape(self.base)}claim/[0-9a-f]{{16}}>)"
        ends = rf"{iri} {re.escape(str(SUBJECT))} (\S+){end}{same}(\S+){end}{same}(.*){end}"
        return re.compile((ends + rf"(?:{same}\S+{end}){{4,5}}" + told).encode())

    def claims(self, block: bytes) -> Iterator[Said]:
        """Yield the claims of a block."""
        for found in self._claim.findall(block):
            iri, subject, predicate, object_, *qualities = (group.decode() for group in found)
            yield Said(iri, subject, predicate, object_, (qualities[0], qualities[1], qualities[2]))

    @cached_property
    def described(self) -> re.Pattern[bytes]:
        """What matches the description of an entity: its name, class and label."""
        end, home = self._end, rf"<{re.escape(self.home)}"
        type_ = rf"{home}(\S+)> {re.escape(str(TYPE))} {re.escape(f'<{NS}')}(\w+)>{end}"
        label = rf'{home}\S+> {re.escape(str(PREF_LABEL))} ("(?:[^"\\]|\\.)*")@en{end}'
        return re.compile((type_ + label).encode())

    @cached_property
    def mentioned(self) -> re.Pattern[bytes]:
        """What matches an entity as the object of a line: its name."""
        return re.compile(rf"> <{re.escape(self.home)}([^>\s]+)>(?={self._end})".encode())

    def entities(self, block: bytes) -> Iterator[Described]:
        """Yield the entities that a block describes."""
        for found in self.described.finditer(block):
            name, class_, label = found.groups()
            kind = ""
            if self._is_mentioned(block, found):
                at = block.rindex(_KIND, 0, found.start()) + len(_KIND)
                kind = block[at : block.index(b'"', at)].decode()
            yield name.decode(), class_.decode(), json.loads(label), kind

    def _is_mentioned(self, block: bytes, found: re.Match[bytes]) -> bool:
        """Whether the line before the description of an entity mentions it."""
        before = block.rfind(b"\n", 0, max(0, found.start() - 1)) + 1
        line = block[before : found.start()]
        return _REFERS + f"<{self.home}".encode() + found[1] + b"> " in line

    def is_whole(self, block: bytes, claims: int, entities: int) -> bool:
        """Whether a block has the lines of so many claims and entities, and no part of another."""
        lines = b"\n" + block
        given = (
            lines.count(f"\n<{self.base}claim/".encode()),
            lines.count(f"\n<{self.home}".encode()),
        )
        return given == (11 * claims, 2 * entities) and block.endswith(b" .\n")
