"""What the words of a decision mean in a graph: a claim, an entity, a document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.archive import Archive
from kg.errors import NotFoundError, UsageError, counted
from kg.graph import find
from kg.graph.listing import claims_list, sources_list
from kg.graph.names import fold
from kg.graph.rows import select
from kg.graph.view import nodes
from kg.quads import claim_iris
from kg.store import Store

Record = dict[str, Any]
_HEX = re.compile(r"[0-9a-f]{4,}")
_SHOWN = 5


@dataclass(frozen=True)
class Targets:
    """A graph as it is, and what was decided before: what a decision is made from."""

    archive: Archive
    store: Store
    old: Sequence[Mapping[str, Any]]

    def claim(self, name: str) -> Record:
        """Return the fields that mean a claim, whatever becomes of its IRI."""
        near = self._claims(name)
        if not near:
            raise NotFoundError(f"no claim '{name}'", fix="kg claims lists them, each with its id")
        if len(near) > 1:
            ids = "\n".join(f"  {c.rpartition('/')[2][:8]}  {told}" for c, _, told in near[:_SHOWN])
            more = f"\n  and {len(near) - _SHOWN} more" if len(near) > _SHOWN else ""
            raise NotFoundError(f"'{name}' may mean several claims:\n{ids}{more}", fix="give an id")
        iri, document, _ = near[0]
        extraction = self.archive.extraction(self.sha256(document))
        iris = claim_iris(extraction, self.archive.base)
        found = next((c for c in extraction.claims if iris[c.id] == iri), None)
        if found is None:  # an assertion: no evidence holds it, but its decision
            return {"claim": iri, "document": f"sha256:{extraction.document.sha256}"}
        quote = extraction.document.quote(found.evidence[0])
        return {
            "claim": iri,
            "document": f"sha256:{extraction.document.sha256}",
            "quote": quote,
            "predicate": found.predicate or "",
        }

    def _claims(self, name: str) -> list[tuple[str, str, str]]:
        """Return the claims that are meant, by the digits of an id, their words or some of them.

        A claim is its IRI, its document and what it says.
        """
        every = [
            (c["claim"], c["sentences"][0]["document"], c["text"]) for c in claims_list(self.store)
        ]
        digits = name.rpartition("/")[2].rpartition(":")[2]
        if _HEX.fullmatch(digits):
            return [c for c in every if c[0].rpartition("/")[2].startswith(digits)]
        wanted = fold(name)
        exact = [c for c in every if fold(c[2]) == wanted]
        return exact or [c for c in every if wanted and f" {wanted} " in f" {fold(c[2])} "]

    def entity(self, name: str, field: str = "entity") -> Record:
        """Return the fields that mean an entity: its IRI, and one that no document moves."""
        iri = find(self.store, name)
        if nodes(self.store)[iri]["kind"] != "Entity":
            raise UsageError(f"'{name}' is an event", fix="decide on the claims about it")
        return {field: iri, f"{field}_local": self.locals(iri)[0]}

    def locals(self, iri: str) -> list[str]:
        """Return the document-local IRIs of an entity, sorted."""
        rows = select(self.store, f"SELECT ?l {{ ?l kg:mergedInto <{iri}> }}")
        return sorted(x for x in [*(r[0] for r in rows), iri] if "/id/doc-" in x)

    def sha256(self, document: str) -> str:
        """Return the hash of a document by its IRI."""
        query = f"SELECT ?i {{ <{document}> dcterms:identifier ?i }}"
        return select(self.store, query)[0][0].removeprefix("sha256:")

    def document(self, name: str) -> str:
        """Return the IRI of the one document that is meant, as `kg sources` finds it."""
        if not name:
            raise UsageError("no document is named", fix="kg sources lists them")
        found = sources_list(self.store, name, self.archive.names)
        if len(found) > 1:
            what = f"'{name}' has {counted(len(found), 'document')}"
            raise UsageError(what, fix=f"name one: kg sources '{name}' lists them")
        return str(found[0]["document"])

    def type_of(self, iri: str) -> str:
        """Return the class of an entity."""
        return str(nodes(self.store)[iri]["type"])
