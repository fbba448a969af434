"""The evidence of a graph as people's decisions leave it, and the part that it gives to a store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.archive import Archive, damaged
from kg.decisions import Numbered, asserted, claims_meant, standings
from kg.errors import InputError
from kg.model import Extraction, Standing
from kg.parts import AnyPart, Blocks, Part, RowPart
from kg.quads import RowReader, to_evidence

Held = Callable[[str, set[str]], set[str] | None]
"""Tells which of some claims a document has, by its hash; None if that is not known."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The evidence as people's decisions leave it: what they added, and the standing of claims."""

    archive: Archive
    chosen: list[Numbered]
    decided: Mapping[str, Standing]
    asserted: Mapping[str, list[int]]
    held: Held

    @classmethod
    def of(
        cls, archive: Archive, chosen: list[Numbered], parts: Mapping[str, AnyPart], held: Held
    ) -> Desk:
        """Find the claims that decisions in force are on, among those of all documents.

        The evidence of a table is gone through for them where they are not `held`.
        """
        added: dict[str, list[int]] = {}
        for number, decision in chosen:
            if decision["do"] == "assert":
                sha256 = decision["document"].removeprefix("sha256:")
                added.setdefault(sha256, []).append(number)
        wanted = claims_meant(chosen)
        there = {
            claim
            for sha256, part in (parts.items() if wanted else ())
            for claim in _among(archive, sha256, part, wanted, held)
        }

        def read(sha256: str) -> Extraction | None:
            if sha256 not in parts:
                return None
            return asserted(archive.extraction(sha256), chosen, archive.base)

        decided, _ = standings(chosen, there, read, archive.base)
        return cls(archive, chosen, decided, added, held)

    def part(self, sha256: str) -> Part:
        """Make the part of a document that people decided on."""
        base = self.archive.base
        whole = asserted(self.archive.extraction(sha256), self.chosen, base)
        return Part.of(whole, b"".join(self.evidence(sha256)), self.decided, base)

    def decides(self, part: AnyPart) -> bool:
        """Whether a claim of a text was decided on; a table is told when its facts are read."""
        return isinstance(part, Part) and not self.decided.keys().isdisjoint(part.claims)

    def standings(self, sha256: str, part: AnyPart) -> dict[str, Standing]:
        """Return the standing of those claims of a document that were decided on."""
        wanted = set(self.decided)
        own = _among(self.archive, sha256, part, wanted, self.held) if wanted else ()
        return {claim: self.decided[claim] for claim in own}

    def evidence(self, sha256: str) -> Blocks:
        """Yield what was read in a document, with what people added to it."""
        if sha256 in self.asserted:
            base = self.archive.base
            whole = asserted(self.archive.extraction(sha256), self.chosen, base)
            yield to_evidence(whole, base=base)
        else:
            yield from evidence_blocks(self.archive, sha256)

    def says(self, sha256: str) -> str:
        """Return which decisions added to a document."""
        return f"{self.asserted.get(sha256, [])}"


def _among(archive: Archive, sha256: str, part: AnyPart, claims: set[str], held: Held) -> set[str]:
    """Return those of some claims that a document has."""
    known = held(sha256, claims) if isinstance(part, RowPart) else None
    return part.meant(claims, evidence_blocks(archive, sha256)) if known is None else known


def part_of(archive: Archive, sha256: str) -> AnyPart:
    """Read one document's evidence; raises StoreError if it is damaged."""
    base, document = archive.base, archive.document(sha256)
    reader = RowReader(sha256, base)
    head = archive.evidence_head(sha256)
    if not reader.is_rows(head):
        return Part.of(archive.extraction(sha256), archive.raw_evidence(sha256), base=base)
    try:
        return RowPart.of(evidence_blocks(archive, sha256), document, reader.tool(head), base)
    except InputError as error:
        raise damaged(archive.evidence_path(sha256)) from error


def evidence_blocks(archive: Archive, sha256: str) -> Blocks:
    """Yield the evidence of a document: as it is, or that of a table row by row."""
    reader = RowReader(sha256, archive.base)
    if reader.is_rows(archive.evidence_head(sha256)):
        return archive.evidence_blocks(sha256, reader.starts())
    return iter([archive.raw_evidence(sha256)])
