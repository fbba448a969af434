"""Evidence of all documents to the whole dataset: linked, projected, each triple in one graph.

It comes as lines of N-Quads, document by document, so that no more than one is held at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg import gazetteer, resources
from kg.decisions import Lost, asserted, claims_meant, in_force, standings, taken_back
from kg.link import join, link
from kg.link.alone import Thing
from kg.link.copies import joined
from kg.link.records import Linking, Node
from kg.link.summary import Summary
from kg.model import Document, Extraction, Standing
from kg.parts import AnyPart, Blocks, Names, Part, Told
from kg.quads import (
    ALT_LABEL,
    BASE,
    CLOSE_MATCH,
    EXACT_MATCH,
    OBJECT,
    PREDICATE,
    PREF_LABEL,
    SUBJECT,
    TYPE,
    Triple,
    claim_iris,
    digest,
    document_iri,
    kg,
    quoted,
    slug,
    term,
    to_evidence,
)

Graph = ox.NamedNode | ox.DefaultGraph
FACTS = ox.DefaultGraph()


def assemble(
    extractions: Iterable[Extraction],
    decisions: Iterable[Mapping[str, Any]] = (),
    *,
    names: gazetteer.Gazetteer | None = None,
    base: str = BASE,
) -> list[ox.Quad]:
    """Make the dataset of a store: facts, evidence with canonical IRIs, identity, ontology.

    Sorted, each triple in exactly one graph; the order of the documents does not matter.

    Raises:
        InputError: a decision that this version cannot replay.
    """
    every = list(decisions)
    known = {x.document.sha256: asserted(x, in_force(every), base) for x in extractions}
    evidence = {sha256: to_evidence(x, base=base) for sha256, x in known.items()}
    decided, _ = _standings(every, known, base)
    parts = (Part.of(x, evidence[sha256], decided, base) for sha256, x in known.items())
    whole = Dataset.of(
        parts, every, decided, lambda sha256: known[sha256].document, names=names, base=base
    )
    lines = b"".join(whole.lines(lambda sha256: [evidence[sha256]]))
    return sorted(set(ox.parse(lines, format=ox.RdfFormat.N_QUADS)), key=str)


@dataclass(frozen=True, slots=True)
class Dataset:
    """All documents, linked: what is in the store, and what each document's graph depends on."""

    parts: Mapping[str, AnyPart]
    decisions: Sequence[Mapping[str, Any]]
    decided: Mapping[str, Standing]
    linking: Linking
    tellers: Mapping[str, str]
    names: Mapping[str, Names]
    document: Callable[[str], Document]
    base: str = BASE

    @classmethod
    def of(
        cls,
        parts: Iterable[AnyPart],
        decisions: Sequence[Mapping[str, Any]],
        decided: Mapping[str, Standing],
        document: Callable[[str], Document],
        *,
        names: gazetteer.Gazetteer | None = None,
        base: str = BASE,
    ) -> Dataset:
        """Link them; `decided` is the standing of claims that people decided on.

        `document` gives a document by its hash; raises as `assemble`.
        """
        ordered = {p.sha256: p for p in sorted(parts, key=lambda p: p.sha256)}
        summaries = (p.summary for p in ordered.values())
        chosen = in_force(decisions)
        linking = join(summaries, names or gazetteer.default(), chosen, base=base)
        tellers: dict[str, str] = {}
        for sha256, part in ordered.items():
            tellers.setdefault(part.tool, sha256)
        names_of = {sha256: part.names(linking) for sha256, part in ordered.items()}
        return cls(ordered, decisions, decided, linking, tellers, names_of, document, base)

    def lines(self, evidence: Callable[[str], Blocks]) -> Iterator[bytes]:
        """Yield everything as lines of N-Quads; `evidence` gives that of a document by its hash."""
        yield from self._common()
        for sha256 in self.parts:
            yield from self.whole(sha256, evidence(sha256))

    def shared(self, evidence: Callable[[str], Blocks]) -> Iterator[bytes]:
        """Yield what no document has alone: facts, identity, decisions and the ontology."""
        for sha256, part in self.parts.items():
            yield from part.shared(evidence(sha256), self._told(part))
            yield from self.alone(part.summary)
        yield from self._common()

    def loose(self) -> Iterator[bytes]:
        """Yield of what is `shared` all but the facts of tables and their things that are alone."""
        for part in self.parts.values():
            if isinstance(part, Part):
                yield from part.shared((), self._told(part))
        yield from self._common()

    def whole(self, sha256: str, evidence: Blocks) -> Iterator[bytes]:
        """Yield all that a document gives: its graph, its facts, its things that are alone."""
        part = self.parts[sha256]
        yield from part.whole(evidence, self.document(sha256), self._told(part))
        yield from self.alone(part.summary)

    def _common(self) -> Iterator[bytes]:
        for node in self.linking.nodes.values():
            yield from _lines(_describe(node), FACTS)
        for name, triples in (
            ("identity", _identity(self.linking, self.base)),
            ("identity", self._copies()),
            ("curation", _curation(self.decisions, self.base)),
            ("ontology", ontology()),
        ):
            yield from _lines(triples, shared_graph(name, self.base))

    def alone(self, summary: Summary) -> Iterator[bytes]:
        """Yield what describes the things of a table that are what they are called."""
        return self.described(summary, self.linking.alone.things(summary))

    def described(self, summary: Summary, things: Iterable[Thing]) -> Iterator[bytes]:
        """Yield what describes things of a table, if they are what they are called."""
        end = f"{shared_graph('identity', self.base)} .\n"
        merged, type_, label = str(kg("mergedInto")), str(TYPE), str(PREF_LABEL)
        for class_, text, name in things:
            iri = f"<{self.base}id/{name}>"
            lines = (
                f"{iri} {type_} {kg(class_)} .\n",
                f"{iri} {label} {quoted(text)}@en .\n",
                f"<{summary.home}{name}> {merged} {iri} {end}",
            )
            yield "".join(lines).encode()

    def graph(self, sha256: str, evidence: Blocks) -> Iterator[bytes]:
        """Yield the lines of one document's graph."""
        part = self.parts[sha256]
        return iter(part.graph(evidence, self.document(sha256), self._told(part)))

    def _told(self, part: AnyPart) -> Told:
        return Told(self.names[part.sha256], self.decided, self.tells(part.sha256))

    def tells(self, sha256: str) -> bool:
        """Whether a document is the one whose graph describes its extractor."""
        return self.tellers[self.parts[sha256].tool] == sha256

    def context(self, sha256: str, decided: Mapping[str, Standing]) -> str:
        """Return a digest of what a document's graph depends on but for its own files.

        `decided` are those of its claims that people decided on. See `tells` for the rest.
        """
        found = hashlib.sha256()
        for one, other in sorted(self.names[sha256].items()):
            found.update(one + other)
        found.update(f"{sorted(decided.items())}".encode())
        return found.hexdigest()

    def _copies(self) -> Iterator[Triple]:
        samples = {sha256: part.sample for sha256, part in self.parts.items()}
        for copy, original in joined(samples, self.document).items():
            yield document_iri(copy, self.base), kg("copyOf"), document_iri(original, self.base)


def shared_graph(name: str, base: str = BASE) -> ox.NamedNode:
    """Return the IRI of a graph that is no document's: identity, curation or ontology."""
    return ox.NamedNode(f"{base}graph/{name}")


def unheeded(
    extractions: Iterable[Extraction],
    decisions: Iterable[Mapping[str, Any]],
    *,
    names: gazetteer.Gazetteer | None = None,
    base: str = BASE,
) -> Iterator[str]:
    """Yield a line for each decision in force whose target is not there any more."""
    every = list(decisions)
    if not (chosen := in_force(every)):
        return
    known = {x.document.sha256: asserted(x, chosen, base) for x in extractions}
    _, lost = _standings(every, known, base)
    linking = link(known.values(), names or gazetteer.default(), chosen, base=base)
    for number, target in sorted([*lost, *linking.lost]):
        yield f"decision {number} finds its target no more: {target}"


def _standings(
    decisions: Iterable[Mapping[str, Any]], known: Mapping[str, Extraction], base: str
) -> tuple[dict[str, Standing], list[Lost]]:
    chosen = in_force(decisions)
    meant = claims_meant(chosen)
    claims = (iri for x in known.values() for iri in claim_iris(x, base).values()) if meant else ()
    return standings(chosen, meant.intersection(claims), known.get, base)


@cache
def ontology() -> tuple[Triple, ...]:
    """Return the triples of the shipped ontology."""
    path = resources.ontology("kg.ttl")
    found = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
    return tuple((t.subject, t.predicate, t.object) for t in found)


def _lines(triples: Iterable[Triple], graph: Graph) -> Iterator[bytes]:
    return (f"{ox.Quad(*triple, graph)} .\n".encode() for triple in triples)


def _describe(node: Node) -> Iterator[Triple]:
    iri = ox.NamedNode(node.iri)
    yield iri, TYPE, kg(node.type)
    yield iri, PREF_LABEL, ox.Literal(node.label, language="en")
    for alias in node.aliases:
        yield iri, ALT_LABEL, ox.Literal(alias)
    for match in node.exact_match:
        yield iri, EXACT_MATCH, ox.NamedNode(match)
    if node.count is not None:
        yield iri, kg("count"), ox.Literal(node.count)


def _identity(linking: Linking, base: str) -> Iterator[Triple]:
    for old, new in linking.redirects.items():
        yield ox.NamedNode(old), kg("mergedInto"), ox.NamedNode(new)
    for bare, homonyms in linking.splits.items():
        for iri in homonyms:
            yield ox.NamedNode(bare), kg("splitInto"), ox.NamedNode(iri)
    for candidate in linking.candidates:
        one, other, method = candidate.one, candidate.other, candidate.method
        node = ox.NamedNode(f"{base}link/{digest(one, other, method)}")
        yield node, TYPE, kg("IdentityLink")
        yield node, SUBJECT, ox.NamedNode(one)
        yield node, PREDICATE, CLOSE_MATCH
        yield node, OBJECT, ox.NamedNode(other)
        yield node, kg("method"), ox.Literal(method)


def _targets(decisions: Sequence[Mapping[str, Any]], number: int, base: str) -> Iterator[str]:
    """Yield what a decision is on: a claim, entities, an earlier decision, the document of it."""
    decision = decisions[number - 1]
    if decision["do"] == "undo":
        yield f"{base}decision/{taken_back(decisions, number)}"
    elif decision["do"] == "assert":
        yield document_iri(str(decision["document"]).removeprefix("sha256:"), base).value
    else:
        yield from (str(decision[f]) for f in ("claim", "entity", "into") if f in decision)


def _curation(decisions: Sequence[Mapping[str, Any]], base: str) -> Iterator[Triple]:
    for number, decision in enumerate(decisions, start=1):
        node = ox.NamedNode(f"{base}decision/{number}")
        yield node, TYPE, kg("Curation")
        yield node, kg("decision"), ox.Literal(str(decision["do"]))
        for target in _targets(decisions, number, base):
            yield node, kg("target"), ox.NamedNode(target)
        by = ox.NamedNode(f"{base}person/{slug(str(decision['by']))}")
        yield node, term("prov", "wasAssociatedWith"), by
        at = ox.Literal(str(decision["at"]), datatype=term("xsd", "dateTime"))
        yield node, term("prov", "endedAtTime"), at
        if decision.get("why"):
            yield node, term("rdfs", "comment"), ox.Literal(str(decision["why"]))
