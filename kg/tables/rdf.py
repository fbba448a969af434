"""RDF of any syntax to nodes and edges: resources, triples, and the claims of our exports."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, partial
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

import pyoxigraph as ox

from kg import gazetteer, resources, vocabulary
from kg.errors import InputError
from kg.graph.view import UNREAL
from kg.model import Time
from kg.quads import NOT_STATED, OBJECT, PREDICATE, SUBJECT, TYPE
from kg.read.limits import check_no_doctype, decode, parsing
from kg.tables.elements import KINDS, ROLE, Edge, Element, Node, local_name
from kg.vocabulary import NS, PREFIXES

_SKOS, _SCHEMA, _RDFS = PREFIXES["skos"], PREFIXES["schema"], PREFIXES["rdfs"]
_FOAF = "http://xmlns.com/foaf/0.1/"
_LABELS = (f"{_SKOS}prefLabel", f"{_RDFS}label", f"{_SCHEMA}name", "http://schema.org/name",
           f"{_FOAF}name", f"{PREFIXES['dcterms']}title")  # fmt: skip
_ALIASES = (f"{_SKOS}altLabel", f"{_SCHEMA}alternateName", "http://schema.org/alternateName")
_SAME = (f"{_SKOS}exactMatch", f"{PREFIXES['owl']}sameAs", f"{_SCHEMA}sameAs",
         "http://schema.org/sameAs")  # fmt: skip
_EVIDENCE = ("Document", "Span", "Attribution", "IdentityLink", "Extraction", "Extractor",
             "Curation", "TimeExpression")  # fmt: skip
_ONTOLOGY = NS.rstrip("#")
_SCHEMATA = (PREFIXES["owl"], PREFIXES["rdfs"], f"{PREFIXES['rdf']}Property",
             f"{PREFIXES['skos']}ConceptScheme")  # fmt: skip
"""Types of what says how to speak, and not of what there is."""
_OURS = ("graph/ontology", "graph/identity", "graph/curation")
_CLAIMS = ("Claim", "Allegation")
CONTEXT = "https://kg.example/context.jsonld"
"""What `ontology/context.jsonld` may be called by."""
MAX_DEPTH = 200
"""Deepest nesting of triple terms and of XML: Oxigraph recurses, and dies without an error."""
_TERM = re.compile(r"<<\(|\)>>")
_BASE = "https://kg.example/file/"
_REIFIES = f"{PREFIXES['rdf']}reifies"

Terms = dict[str, list[Any]]


def quads_of(format_: ox.RdfFormat, raw: bytes, name: str, base: str = _BASE) -> list[ox.Quad]:
    """Parse RDF that somebody else wrote; relative IRIs are resolved against `base`.

    Nothing is fetched: our own JSON-LD context and schema.org's are known by their IRIs.

    Raises:
        InputError: it is damaged, defines entities, or names a context that is elsewhere.

    >>> len(quads_of(ox.RdfFormat.TURTLE, b"<a> <b> <c> , <d> .", "two.ttl"))
    2
    """
    text = decode(raw, name)
    if format_ == ox.RdfFormat.RDF_XML:
        check_no_doctype(raw, name)
    with parsing(format_.name, name, SyntaxError):
        _check_depth(format_, text, name)
        if format_ == ox.RdfFormat.JSON_LD and any(iri in text for iri in _contexts()):
            raw = json.dumps(json.loads(text, object_hook=_with_context)).encode()
        return list(ox.parse(raw, format=format_, base_iri=base))


def _read(format_: ox.RdfFormat, raw: bytes, name: str) -> Iterator[Element]:
    """Yield the resources of RDF as nodes, its triples and our claims as edges; raises the same."""
    found = _Resources(quads_of(format_, raw, name))
    yield from found.nodes()
    yield from found.claims()
    yield from found.edges()


READERS = {
    ".ttl": partial(_read, ox.RdfFormat.TURTLE),
    ".trig": partial(_read, ox.RdfFormat.TRIG),
    ".nt": partial(_read, ox.RdfFormat.N_TRIPLES),
    ".nq": partial(_read, ox.RdfFormat.N_QUADS),
    ".jsonld": partial(_read, ox.RdfFormat.JSON_LD),
    ".rdf": partial(_read, ox.RdfFormat.RDF_XML),
    ".owl": partial(_read, ox.RdfFormat.RDF_XML),
}
"""Reader by extension."""


@cache
def _contexts() -> Mapping[str, Any]:
    """Return what stands for a context that is named by its IRI."""
    ours = json.loads(resources.ontology("context.jsonld").read_text(encoding="utf-8"))["@context"]
    schema = {"@vocab": _SCHEMA, "sameAs": {"@type": "@id"}, "url": {"@type": "@id"}}
    known = {f"{s}://schema.org{end}": schema for s in ("https", "http") for end in ("", "/")}
    return known | dict.fromkeys(
        (f"{_ONTOLOGY.rpartition('/')[0]}/context.jsonld", _ONTOLOGY), ours
    )


def _with_context(given: dict[str, Any]) -> dict[str, Any]:
    """Put known contexts in the place of their IRIs in one object."""
    context = given.get("@context")
    if isinstance(context, str):
        given["@context"] = _contexts().get(context, context)
    elif isinstance(context, list):
        known = (_contexts().get(c, c) if isinstance(c, str) else c for c in context)
        given["@context"] = list(known)
    return given


def _check_depth(format_: ox.RdfFormat, text: str, name: str) -> None:
    """Refuse what is nested so deep that the parser's own stack or time would not suffice."""
    depth = most = 0
    if format_ == ox.RdfFormat.JSON_LD:
        json.loads(text)  # refuses at about a thousand
    elif format_ == ox.RdfFormat.RDF_XML:
        most = _xml_depth(text)
    else:
        for mark in _TERM.findall(text):
            depth += 1 if mark == "<<(" else -1
            most = max(most, depth)
    if most > MAX_DEPTH:
        raise InputError(f"is nested too deep: {most:,}", where=name, fix="is it what it says?")


def _xml_depth(text: str) -> int:
    depth = most = 0

    def opened(*_: object) -> None:
        nonlocal depth, most
        depth += 1
        most = max(most, depth)

    def closed(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser = ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    with suppress(ExpatError):  # what is unclosed may be deep all the same
        parser.Parse(text, True)
    return most


class _Resources:
    """The quads of a file, by subject and predicate."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.by_subject: dict[str, Terms] = {}
        for quad in quads:
            if not getattr(quad.graph_name, "value", "").endswith(_OURS):
                self._add(_id(quad.subject), quad.predicate.value, quad.object)
        known = vocabulary.default()
        types = {s: _ids(terms, TYPE.value) for s, terms in self.by_subject.items()}
        ours = {s: {t.removeprefix(NS) for t in found} for s, found in types.items()}
        self.claimed = {
            s for s, found in ours.items() if any(known.is_a(t, "Claim") for t in found)
        }
        self.aside = {
            s
            for s, found in ours.items()
            if s.startswith(NS)
            or s == _ONTOLOGY
            or any(known.is_a(t, *_EVIDENCE) or t.startswith(_SCHEMATA) for t in found)
        }
        self.said: set[tuple[str, str, str]] = set()

    def _add(self, subject: str, predicate: str, value: Any) -> None:
        terms = self.by_subject.setdefault(subject, {})
        if predicate == _REIFIES and isinstance(value, ox.Triple):
            parts = (value.subject, value.predicate, value.object)
            for name, part in zip((SUBJECT, PREDICATE, OBJECT), parts, strict=True):
                terms.setdefault(name.value, []).append(part)
        else:
            terms.setdefault(predicate, []).append(value)

    def nodes(self) -> Iterator[Node]:
        """Yield what is no evidence; a thing of the gazetteer that is only referred to as well."""
        for subject, terms in self.by_subject.items():
            if subject not in self.aside and subject not in self.claimed:
                yield self._node(subject, terms)
        kept = (terms for s, terms in self.by_subject.items() if s not in self.aside)
        others = {_id(o) for terms in kept for values in terms.values() for o in values}
        for iri in sorted(others - self.by_subject.keys()):
            if row := gazetteer.default().same(iri):
                yield Node(iri, row.name, (row.type,), same_as=(iri,))

    def _node(self, subject: str, terms: Terms) -> Node:
        types = _ids(terms, TYPE.value)
        kind = next((k for k in (*UNREAL, *KINDS) if NS + k in types), "")
        label, *others = [*_texts(terms, *_LABELS), local_name(subject)]
        return Node(
            subject,
            label,
            tuple(_ids(terms, f"{NS}wouldBe") if kind in UNREAL else types),
            tuple(dict.fromkeys((*others[:-1], *_texts(terms, *_ALIASES)))),
            tuple(i for name in _SAME for i in _ids(terms, name) if i.startswith("http")),
            kind,
            next((int(t) for t in _texts(terms, f"{NS}count") if t.isdigit()), None),
            self._time(terms),
            "/id/doc-" in subject,
            is_optional=True,
            values=tuple(self._values(subject, terms)),
        )

    def _time(self, terms: Terms) -> Time | None:
        parts = self.by_subject.get(next(iter(_ids(terms, f"{NS}time")), ""), {})
        names = ("timeText", "edtf", "earliest", "latest")
        text, *known = (next(iter(_texts(parts, NS + n)), None) for n in names)
        return Time(text, *known) if text and text != NOT_STATED else None

    def _values(self, subject: str, terms: Terms) -> Iterator[tuple[str, str]]:
        for name, values in terms.items():
            if name not in (*_LABELS, *_ALIASES) and not self._is_inner(name):
                for value in values:
                    if isinstance(value, ox.Literal) and not self._is_said(subject, name, value):
                        yield name, value.value

    def claims(self) -> Iterator[Edge]:
        """Yield our own claims, each as surely as it is said there."""
        for subject in sorted(self.claimed):
            terms = self.by_subject[subject]
            ends = [next(iter(terms.get(n.value, ())), None) for n in (SUBJECT, PREDICATE, OBJECT)]
            about = next(iter(_ids(terms, f"{NS}about")), "")
            whole = all(ends)
            qualities = {
                name: _ids(terms, NS + name)[0].removeprefix(NS)
                for name in ("modality", "polarity", "certainty", "standing")
                if _ids(terms, NS + name)
            }
            yield Edge(
                local_name(subject),
                _id(ends[0]) if whole else "",
                _id(ends[2]) if whole else about,
                _id(ends[1]) if whole else f"{NS}about",
                qualities,
                next(iter(_ids(terms, f"{NS}speaker")), ""),
                about if whole else "",
                value=getattr(ends[2], "value", "") if isinstance(ends[2], ox.Literal) else "",
                details=self._evidence(terms),
            )

    def edges(self) -> Iterator[Edge]:
        """Yield the triples that join two things and rest on no claim of the file."""
        told = bool(self.claimed)
        known = vocabulary.default()
        for subject, terms in self.by_subject.items():
            if subject in self.aside or subject in self.claimed:
                continue
            for name, values in terms.items():
                if name in (TYPE.value, *_SAME) or self._is_inner(name):
                    continue
                only = {"status": ROLE} if told and known.is_role(name.removeprefix(NS)) else {}
                for value in (v for v in values if not isinstance(v, ox.Literal)):
                    if not self._is_said(subject, name, value):
                        yield Edge("", subject, _id(value), name, only)

    def _is_said(self, subject: str, predicate: str, value: Any) -> bool:
        """Whether a claim of the file says just this: then the fact only follows from it."""
        if self.claimed and not self.said:
            for claim in self.claimed:
                terms = self.by_subject[claim]
                names = (SUBJECT, PREDICATE, OBJECT)
                one, name, other = (next(iter(terms.get(n.value, ())), "") for n in names)
                self.said.add((_id(one), _id(name), str(other)))
        return (subject, predicate, str(value)) in self.said

    def _evidence(self, terms: Terms) -> Mapping[str, str]:
        spans = [self.by_subject.get(i, {}) for i in _ids(terms, f"{NS}evidence")]
        documents = [self.by_subject.get(i, {}) for i in _ids(terms, f"{NS}inDocument")]
        quotes = [q for s in spans for q in _texts(s, f"{NS}quote")]
        titles = [t for d in documents for t in _texts(d, f"{_RDFS}label")]
        return {"quote": " … ".join(quotes), "document": "; ".join(titles)}

    def _is_inner(self, name: str) -> bool:
        """Whether a term of ours is no relation, role or attribute but how we keep our records."""
        known, term = vocabulary.default(), name.removeprefix(NS)
        if name == term:
            return False
        return not (known.is_relation(term) or known.is_role(term) or known.is_attribute(term))


def _id(term: Any) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else str(getattr(term, "value", term or ""))


def _ids(terms: Terms, name: str) -> list[str]:
    return sorted(_id(t) for t in terms.get(name, ()) if not isinstance(t, ox.Literal))


def _texts(terms: Terms, *names: str) -> list[str]:
    """Return the texts of properties, the English ones first."""
    found = [t for n in names for t in terms.get(n, ()) if isinstance(t, ox.Literal)]
    english = sorted(found, key=lambda t: (t.language or "en") != "en")
    return list(dict.fromkeys(t.value.strip() for t in english if t.value.strip()))
