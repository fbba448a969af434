"""Evidence of all documents to the whole dataset: linked, projected, each triple in one graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg import gazetteer, resources, vocabulary
from kg.link import Linking, Node, link
from kg.link.copies import copies
from kg.model import Document, Extraction, Standing
from kg.project import Projection, project, standings
from kg.quads import (
    ALT_LABEL,
    BASE,
    CLOSE_MATCH,
    DATE,
    EXACT_MATCH,
    LABEL,
    OBJECT,
    PREDICATE,
    PREF_LABEL,
    SUBJECT,
    TYPE,
    Triple,
    claim_iris,
    digest,
    document_graph,
    document_iri,
    kg,
    literal,
    local_iris,
    slug,
    term,
    to_quads,
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
    chosen = list(decisions)
    whole = sorted(extractions, key=lambda x: x.document.sha256)
    linking = link(whole, names or gazetteer.default(), chosen, base=base)
    known = [iri for x in whole for iri in claim_iris(x, base).values()]
    standing, _ = standings(chosen, known)
    parts = [_Part.of(x, linking, standing, base) for x in whole]
    graphs: dict[Triple, Graph] = {}
    for triple, graph in _dataset(parts, linking, chosen, base):
        graphs.setdefault(triple, graph)  # facts come first: what they hold is nowhere else
    return sorted((ox.Quad(*triple, graph) for triple, graph in graphs.items()), key=str)


@cache
def ontology() -> tuple[Triple, ...]:
    """Return the triples of the shipped ontology."""
    path = resources.ontology("kg.ttl")
    found = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
    return tuple((t.subject, t.predicate, t.object) for t in found)


@dataclass(frozen=True)
class _Part:
    """One document with its names in the store and what it gives to the facts."""

    extraction: Extraction
    base: str
    canonical: Mapping[str, str]
    iris: Mapping[str, str]
    standing: Mapping[str, Standing]
    projection: Projection

    @classmethod
    def of(
        cls, extraction: Extraction, linking: Linking, decided: Mapping[str, Standing], base: str
    ) -> _Part:
        claims = claim_iris(extraction, base)
        standing: dict[str, Standing] = {
            id_: decided.get(iri, "Active") for id_, iri in claims.items()
        }
        by_iri = {iri: standing[id_] for id_, iri in claims.items()}
        iris = local_iris(extraction, base)
        projection = project(extraction, standing)
        return cls(extraction, base, linking.canonical, iris, by_iri, projection)

    def node(self, id_: str) -> ox.NamedNode:
        """Return the store's node of an entity or eventuality, by its id in the extraction."""
        return ox.NamedNode(self.canonical.get(self.iris[id_], self.iris[id_]))

    def facts(self) -> Iterator[Triple]:
        """Yield relations and values, and the eventualities that are kept with their type."""
        for subject, predicate, object_ in self.projection.relations:
            yield self.node(subject), kg(predicate), self.node(object_)
        for subject, predicate, value in self.projection.values:
            yield self.node(subject), kg(predicate), literal(value)
            unit = vocabulary.default().properties[predicate].unit
            if unit and value.unit:
                yield self.node(subject), kg(unit), ox.Literal(value.unit)
        for eventuality in self.extraction.eventualities:
            if kind := self.projection.kinds.get(eventuality.id):
                node = self.node(eventuality.id)
                yield node, TYPE, kg(kind)
                is_real = kind in ("Event", "Situation")
                yield node, TYPE if is_real else kg("wouldBe"), kg(eventuality.type)

    def evidence(self) -> Iterator[tuple[Triple, Graph]]:
        """Yield the document's quads, each in its graph: what describes an eventuality is a fact.

        Descriptions of entities come from linking; those of eventualities left out are dropped.
        """
        kinds, entities = self.projection.kinds, {e.id for e in self.extraction.entities}
        ids = {iri: id_ for id_, iri in self.iris.items()}
        dropped = {iri for iri, id_ in ids.items() if id_ not in kinds and id_ not in entities}
        graph = document_graph(self.extraction.document.sha256, self.base)
        for quad in to_quads(self.extraction, base=self.base):
            subject, predicate, value = _value(quad.subject), quad.predicate, quad.object
            owner = subject.removesuffix("/time")
            if ids.get(owner) in entities or predicate == kg("eventualityType"):
                continue
            if owner in dropped or (owner in ids and _value(value) in dropped):
                continue
            triple = self._canonical(subject), predicate, self._canonical_term(value)
            yield triple, FACTS if owner in ids and predicate != kg("trigger") else graph
        for iri, standing in self.standing.items():
            yield (ox.NamedNode(iri), kg("standing"), kg(standing)), graph
        for triple in _metadata(self.extraction.document, self.base):
            yield triple, graph

    def _canonical(self, iri: str) -> ox.NamedNode:
        return ox.NamedNode(self.canonical.get(iri, iri))

    def _canonical_term(self, value: Any) -> ox.NamedNode | ox.Literal:
        return self._canonical(value.value) if isinstance(value, ox.NamedNode) else value


def _dataset(
    parts: list[_Part], linking: Linking, decisions: list[Mapping[str, Any]], base: str
) -> Iterator[tuple[Triple, Graph]]:
    for part in parts:
        yield from ((t, FACTS) for t in part.facts())
    for node in linking.nodes.values():
        yield from ((t, FACTS) for t in _describe(node))
    for part in parts:
        yield from part.evidence()
    identity, curation, terms = (
        ox.NamedNode(f"{base}graph/{name}") for name in ("identity", "curation", "ontology")
    )
    yield from ((t, identity) for t in _identity(linking, base))
    yield from ((t, identity) for t in _copies(parts, base))
    yield from ((t, curation) for t in _curation(decisions, base))
    yield from ((t, terms) for t in ontology())


def _value(term: Any) -> str:
    return str(term.value)


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


def _copies(parts: Iterable[_Part], base: str) -> Iterator[Triple]:
    for copy, original in copies(p.extraction.document for p in parts).items():
        yield document_iri(copy, base), kg("copyOf"), document_iri(original, base)


def _curation(decisions: Iterable[Mapping[str, Any]], base: str) -> Iterator[Triple]:
    for number, decision in enumerate(decisions, start=1):
        node = ox.NamedNode(f"{base}decision/{number}")
        yield node, TYPE, kg("Curation")
        yield node, kg("decision"), ox.Literal(str(decision["do"]))
        yield node, kg("target"), ox.NamedNode(str(decision["claim"]))
        by = ox.NamedNode(f"{base}person/{slug(str(decision['by']))}")
        yield node, term("prov", "wasAssociatedWith"), by
        at = ox.Literal(str(decision["at"]), datatype=term("xsd", "dateTime"))
        yield node, term("prov", "endedAtTime"), at
        if decision.get("why"):
            yield node, term("rdfs", "comment"), ox.Literal(str(decision["why"]))
