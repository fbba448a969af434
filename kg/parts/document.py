"""What one document gives to the store: lines of N-Quads, in names of its own until it is linked.

Most lines of evidence go to the store as they are; only names of entities are replaced in them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg import vocabulary
from kg.link.copies import sample
from kg.link.records import Linking
from kg.link.summary import Summary
from kg.model import Document, Extraction, Standing
from kg.project import Projection, project
from kg.quads import (
    BASE,
    DATE,
    LABEL,
    TYPE,
    Triple,
    claim_iris,
    document_graph,
    document_iri,
    extractor_iri,
    kg,
    literal,
    local_iris,
    term,
)

Blocks = Iterable[bytes]
"""Evidence in blocks of whole lines; that of a table is cut where a row begins or a mention."""
Names = Mapping[bytes, bytes]
"""IRIs of a document's entities, in angle brackets, and those they have in the store."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a part is told of the store that takes it in.

    `names` are the IRIs of its things that differ there, `decided` is the standing of claims that
    people decided on; what describes an extractor is given by one part, which `tells_tool`.
    """

    names: Names
    decided: Mapping[str, Standing]
    tells_tool: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """One document on its way to the store.

    `facts` are triples of the fact layer, `triggers` quads of eventualities that are kept; `claims`
    are IRIs; `sample` is what its near copies are looked for by. All from the evidence and from
    `decided`, the standing of its claims that people decided on.
    """

    summary: Summary
    tool: str
    claims: tuple[str, ...]
    facts: tuple[str, ...]
    triggers: tuple[str, ...]
    sample: tuple[int, ...]
    base: str = BASE

    @classmethod
    def of(
        cls,
        extraction: Extraction,
        evidence: bytes,
        decided: Mapping[str, Standing] | None = None,
        base: str = BASE,
    ) -> Part:
        """Make it from an extraction and from the same as canonical N-Quads."""
        claims = claim_iris(extraction, base)
        standing: dict[str, Standing] = {
            id_: (decided or {}).get(iri, "Active") for id_, iri in claims.items()
        }
        projection, iris = project(extraction, standing), local_iris(extraction, base)
        told = _eventualities(extraction, evidence, projection, iris)
        triggers = [line for line in told if f" {kg('trigger')} " in line]
        graph = f" {document_graph(extraction.document.sha256, base)} ."
        described = (line.removesuffix(graph) for line in told if line not in triggers)
        facts = {" ".join(map(str, t)) for t in _facts(extraction, projection, iris)}
        return cls(
            Summary.of(extraction, base),
            extractor_iri(extraction.extractor, base).value,
            tuple(dict.fromkeys(claims.values())),
            tuple(sorted({*facts, *described})),
            tuple(triggers),
            tuple(sample(extraction.document)),
            base,
        )

    @property
    def sha256(self) -> str:
        """The hash of the document."""
        return self.summary.sha256

    @property
    def size(self) -> int:
        """How many claims it holds."""
        return len(self.claims)

    def names(self, linking: Linking) -> dict[bytes, bytes]:
        """Return the entities that have another name in the store."""
        iris, canonical = self.summary.iris.values(), linking.canonical
        found = ((iri, canonical.get(iri, iri)) for iri in iris)
        return {f"<{a}>".encode(): f"<{b}>".encode() for a, b in found if a != b}

    def meant(self, claims: set[str], blocks: Blocks = ()) -> set[str]:
        """Return those of some claims that are among its own."""
        return claims.intersection(self.claims)

    def shared(self, blocks: Blocks, told: Told) -> Blocks:
        """Yield its facts as lines of the default graph; they hold what was decided already."""
        return (_renamed(f"{fact} .\n".encode(), told.names) for fact in self.facts)

    def graph(self, blocks: Blocks, document: Document, told: Told) -> Blocks:
        """Yield the lines of its own graph: evidence with the store's names, standing, metadata.

        All that is said of a thing comes in one block, but for the document itself.
        """
        yield b"".join(self._graph(blocks, document, told))
        yield metadata(document, self.base)

    def _graph(self, blocks: Blocks, document: Document, told: Told) -> Blocks:
        home = f"{self.base}id/doc-{document.sha8}/".encode()
        skipped = (b"<" + home, *(() if told.tells_tool else (f"<{self.tool}> ".encode(),)))
        for line in (line for block in blocks for line in block.splitlines(keepends=True)):
            if not line.startswith(skipped):
                yield _renamed(line, told.names) if home in line else line
        yield from (f"{line}\n".encode() for line in self.triggers)
        graph = str(document_graph(document.sha256, self.base))
        for claim in self.claims:
            yield standing_line(f"<{claim}>", told.decided.get(claim, "Active"), graph).encode()

    def whole(self, blocks: Blocks, document: Document, told: Told) -> Blocks:
        """Yield its facts and its graph."""
        yield from self.shared(blocks, told)
        yield from self.graph(blocks, document, told)

    def to_bytes(self) -> bytes:
        """Return it as JSON, for a file."""
        given = {"summary": self.summary.to_json(), **{n: getattr(self, n) for n in _FIELDS}}
        return json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, given: Mapping[str, Any], base: str = BASE) -> Part:
        """Read back what `to_bytes` gave; raises ValueError, KeyError or TypeError if it is not."""
        lists = {n: tuple(given[n]) for n in _FIELDS if n != "tool"}
        return cls(Summary.from_json(given["summary"]), given["tool"], **lists, base=base)


_FIELDS = ("tool", "claims", "facts", "triggers", "sample")


def _renamed(line: bytes, names: Names) -> bytes:
    """Put the store's names for subject and object of a line."""
    subject, predicate, rest = line.split(b" ", 2)
    if rest.startswith(b"<"):
        end = rest.index(b">") + 1
        rest = names.get(rest[:end], rest[:end]) + rest[end:]
    return b" ".join((names.get(subject, subject), predicate, rest))


def _facts(
    extraction: Extraction, projection: Projection, iris: Mapping[str, str]
) -> Iterator[Triple]:
    """Yield relations and values, and the eventualities that are kept with their type."""
    node = {id_: ox.NamedNode(iri) for id_, iri in iris.items()}
    for subject, predicate, object_ in projection.relations:
        yield node[subject], kg(predicate), node[object_]
    for subject, predicate, value in projection.values:
        yield node[subject], kg(predicate), literal(value)
        unit = vocabulary.default().properties[predicate].unit
        if unit and value.unit:
            yield node[subject], kg(unit), ox.Literal(value.unit)
    for eventuality in extraction.eventualities:
        if kind := projection.kinds.get(eventuality.id):
            yield node[eventuality.id], TYPE, kg(kind)
            is_real = kind in ("Event", "Situation")
            yield node[eventuality.id], TYPE if is_real else kg("wouldBe"), kg(eventuality.type)


def _eventualities(
    extraction: Extraction, evidence: bytes, projection: Projection, iris: Mapping[str, str]
) -> list[str]:
    """Return the lines on eventualities that are kept; entities are described by linking."""
    kept = {iris[id_] for id_ in projection.kinds}
    dropped = {f"<{iris[v.id]}>" for v in extraction.eventualities} - {f"<{i}>" for i in kept}
    found = []
    for line in _about(evidence, extraction, kept):
        _, predicate, rest = line.split(" ", 2)
        if predicate != str(kg("eventualityType")) and rest.split(" ", 1)[0] not in dropped:
            found.append(line)
    return found


def _about(evidence: bytes, extraction: Extraction, iris: Iterable[str]) -> Iterator[str]:
    """Yield the lines whose subject is one of these, or its time."""
    if extraction.eventualities:
        subjects = {f"<{iri}{end}>" for iri in iris for end in ("", "/time")}
        for line in evidence.decode().split("\n"):
            if line.split(" ", 1)[0] in subjects:
                yield line


def standing_line(claim: str, standing: Standing, graph: str) -> str:
    """Return the line that says what people decided on a claim; terms as they are written."""
    return f"{claim} {kg('standing')} {kg(standing)} {graph} .\n"


def metadata(document: Document, base: str) -> bytes:
    """Return the lines of what a document says of itself."""
    graph = document_graph(document.sha256, base)
    return b"".join(f"{ox.Quad(*t, graph)} .\n".encode() for t in _metadata(document, base))


def _metadata(document: Document, base: str) -> Iterator[Triple]:
    iri = document_iri(document.sha256, base)
    is_news = document.published or document.publisher
    yield iri, TYPE, kg("NewsArticle" if is_news else "Document")
    yield iri, LABEL, ox.Literal(document.title or document.name or document.sha8)
    yield iri, term("dcterms", "language"), ox.Literal(document.language)
    for name, text in (("title", document.title), ("publisher", document.publisher)):
        if text:
            yield iri, term("dcterms", name), ox.Literal(text)
    if document.published:
        yield iri, term("dcterms", "issued"), ox.Literal(document.published, datatype=DATE)
    if document.author:
        yield iri, term("dcterms", "creator"), ox.Literal(document.author)
    if document.original:
        yield iri, kg("original"), ox.Literal(document.original)
    if document.part:
        yield iri, kg("part"), ox.Literal(document.part)
    if document.url:
        yield iri, term("dcterms", "source"), ox.Literal(document.url)
