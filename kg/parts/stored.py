"""What rows of a table give to the store while they are written: with the names it has for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.model import Claim
from kg.parts.document import Told, standing_line
from kg.parts.rows import is_fact
from kg.quads import RowLines, RowReader, document_graph, kg, literal


class StoreRows:
    """What makes lines of the store of the lines of rows; nobody decided on their claims."""

    def __init__(self, sha256: str, base: str, told: Told) -> None:
        self._home, self._there = RowReader(sha256, base).home, f"{base}id/"
        self._names = {name.decode(): iri.decode() for name, iri in told.names.items()}
        self._tells_tool = told.tells_tool
        graph = str(document_graph(sha256, base))
        self._end, self._standing = f" {graph} .\n", standing_line("", "Active", graph)

    def head(self, head: bytes, tool: str) -> bytes:
        """Return what is said of the document, and of its extractor if no other document does."""
        if self._tells_tool:
            return head
        return re.sub(rb"(?m)^" + re.escape(f"<{tool}> ".encode()) + rb".*\n", b"", head)

    def lines(self, rows: Iterable[RowLines]) -> tuple[bytes, bytes]:
        """Return the lines of the document's graph, and the facts."""
        graph, facts = list[str](), list[str]()
        for row in rows:
            text, end = row.graph, self._end  # which no literal holds: it ends a line
            for name in row.names:
                text = text.replace(f" <{self._home}{name}>{end}", f" {self._iri(name)}{end}")
            graph.append(text)
            graph += [iri + self._standing for iri in row.claims]
            facts += self._facts(row.claims.values())
        return "".join(graph).encode(), "".join(facts).encode()

    def _iri(self, name: str) -> str:
        return f"<{self._names.get(name) or self._there + name}>"

    def _facts(self, claims: Iterable[Claim]) -> Iterator[str]:
        for c in claims:
            predicate = str(kg(c.predicate or ""))
            if is_fact(predicate, (c.modality, c.polarity, c.certainty), "Active"):
                end = literal(c.value) if c.value else self._iri(c.object or "")
                yield f"{self._iri(c.subject or '')} {predicate} {end} .\n"
