"""Whether a graph holds what it promises: sums, quotes, invariants, the projection rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.archive import Archive
from kg.assemble import FACTS, unheeded
from kg.errors import KgError, StoreError
from kg.model import Document, Span
from kg.quads import parse
from kg.store import Store, altered, as_file, remedy, stamp
from kg.update import recomputed
from kg.update.desk import evidence_blocks, part_of
from kg.vocabulary import NS

_SHOWN = 10
_SUPPORT = """?c kg:modality kg:Asserted ; kg:polarity kg:Positive ; kg:standing ?st ;
    kg:certainty ?ct . FILTER(?ct IN (kg:Certain, kg:Probable))
  FILTER NOT EXISTS { ?c a kg:Allegation }
  FILTER(?st = kg:Confirmed || (?st = kg:Active && NOT EXISTS { ?c kg:speaker ?sp }))"""
_NONE = "FILTER(!BOUND(?c))"
"""With OPTIONAL: both sides are read once, where NOT EXISTS reads one for each row of the other."""
_TWICE = """SELECT ?s ?p ?o WHERE { { ?s ?p ?o . GRAPH ?g { ?s ?p ?o } } UNION {
  GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER(STR(?g) < STR(?h)) } }"""
_OURS = f"FILTER(STRSTARTS(STR(?bound), '{NS}'))"

INVARIANTS: dict[str, str] = {
    "a relation has no supporting claim": f"""SELECT ?s ?p ?o WHERE {{
  ?p rdfs:subPropertyOf+ kg:relation . ?s ?p ?o .
  OPTIONAL {{ ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . {_SUPPORT} }} {_NONE} }}""",
    "a value has no supporting claim": f"""SELECT ?s ?p ?o WHERE {{
  ?p rdfs:subPropertyOf+ kg:attribute . ?s ?p ?o .
  OPTIONAL {{ ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . {_SUPPORT} }} {_NONE} }}""",
    "a unit belongs to no value": f"""SELECT ?s ?p ?o WHERE {{
  ?a kg:unitProperty ?p . ?s ?p ?o .
  OPTIONAL {{ ?c rdf:subject ?s ; rdf:predicate ?a ; kg:unit ?o . {_SUPPORT} }} {_NONE} }}""",
    "only an attribute ends in a literal": """SELECT ?s ?p ?o WHERE {
  ?s rdf:predicate ?p ; rdf:object ?o .
  BIND(EXISTS { ?p rdfs:subPropertyOf+ kg:attribute } AS ?isAttribute)
  FILTER(?isAttribute != isLiteral(?o)) }""",
    "a value is of another type than its range": """SELECT ?s ?p ?o WHERE {
  ?p rdfs:subPropertyOf+ kg:attribute ; rdfs:range ?r . ?s ?p ?o . BIND(DATATYPE(?o) AS ?d)
  FILTER(IF(?r = kg:Date,
    ?d NOT IN (xsd:date, xsd:gYearMonth, xsd:gYear, <http://id.loc.gov/datatypes/edtf/EDTF>),
    ?d != ?r && !(?r = xsd:decimal && ?d = xsd:integer))) }""",
    "a sensitive relation lacks a person's confirmation": """SELECT ?s ?p ?o WHERE {
  ?p rdfs:subPropertyOf+ kg:sensitiveRelation . ?s ?p ?o . FILTER NOT EXISTS {
    ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:standing kg:Confirmed } }""",
    "no narrator claim establishes this event or situation": f"""SELECT DISTINCT ?s WHERE {{
  VALUES ?k {{ kg:Event kg:Situation }} ?s a ?k .
  OPTIONAL {{ ?c kg:about ?s . {_SUPPORT} }} {_NONE} }}""",
    "a prospect is typed as an event as well": """SELECT DISTINCT ?s WHERE {
  VALUES ?k { kg:Prospect kg:ReportedEventuality } ?s a ?k , ?t .
  ?t rdfs:subClassOf* ?real . FILTER(?real IN (kg:Event, kg:Situation)) }""",
    "a prospect says nothing of what it would be": """SELECT ?s WHERE {
  VALUES ?k { kg:Prospect kg:ReportedEventuality } ?s a ?k .
  FILTER NOT EXISTS { ?s kg:wouldBe ?t } }""",
    "nobody speaks of this prospect": """SELECT ?s WHERE { ?s a kg:Prospect .
  FILTER NOT EXISTS { ?c kg:about ?s } FILTER NOT EXISTS { ?c rdf:subject ?s }
  FILTER NOT EXISTS { ?c rdf:object ?s } }""",
    "an event carries no time": """SELECT ?s WHERE { ?s a kg:Event .
  FILTER NOT EXISTS { ?s kg:time/a kg:TimeExpression } }""",
    "the subject does not fit the domain": f"""SELECT ?s ?p ?bound WHERE {{
  ?p rdfs:subPropertyOf+ ?kind . FILTER(?kind IN (kg:relation, kg:attribute, kg:role))
  ?p rdfs:domain ?bound . ?s ?p ?o . {_OURS}
  FILTER NOT EXISTS {{ ?s a ?t . ?t rdfs:subClassOf* ?bound }} }}""",
    "the object does not fit the range": f"""SELECT ?s ?p ?o ?bound WHERE {{
  ?p rdfs:subPropertyOf+ ?kind . FILTER(?kind IN (kg:relation, kg:role))
  ?p rdfs:range ?bound . ?s ?p ?o . {_OURS}
  FILTER NOT EXISTS {{ ?o a ?t . ?t rdfs:subClassOf* ?bound }} }}""",
    "a merged name is still used": """SELECT ?s ?new WHERE {
  { ?s kg:mergedInto ?new ; a ?t } UNION { ?s kg:mergedInto ?new . ?new kg:mergedInto ?z }
  UNION { ?s kg:mergedInto ?new . ?x ?p ?s . FILTER(?p != kg:target) } }""",
    "a redirect has two targets": """SELECT ?s WHERE { ?s kg:mergedInto ?a , ?b .
  FILTER(STR(?a) < STR(?b)) }""",
    "an entity has no one label": """SELECT ?s WHERE { ?s a/rdfs:subClassOf* kg:Entity .
  OPTIONAL { ?s skos:prefLabel ?label } } GROUP BY ?s HAVING(COUNT(DISTINCT ?label) != 1)""",
    "a claim has no span": """SELECT ?s WHERE { ?s a kg:Claim .
  OPTIONAL { ?s kg:evidence ?c . ?c kg:quote ?q } FILTER(!BOUND(?q)) }""",
    "a claim has no triple and is about nothing": """SELECT ?s WHERE { ?s a kg:Claim .
  FILTER NOT EXISTS { ?s kg:about ?a }
  FILTER NOT EXISTS { ?s rdf:subject ?x ; rdf:predicate ?p ; rdf:object ?o } }""",
    "an allegation names nobody who alleges": """SELECT ?s WHERE { ?s a kg:Allegation .
  FILTER NOT EXISTS { ?s kg:speaker ?x } }""",
    "owl:sameAs is used": "SELECT ?s ?o WHERE { ?s owl:sameAs ?o }",
}
"""Plain SPARQL over the union of all graphs; each row it returns is a problem of that name."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where, and what to do about it."""

    what: str
    where: str
    fix: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f"; fix: {self.fix}" if self.fix else "")


def verify(directory: Path) -> Iterator[Problem]:
    """Check a graph directory from its files up to its facts; nothing yielded: all is well.

    Raises:
        NotFoundError: there is no such directory.
        StoreError: it is no graph directory, or of a newer version.
    """
    archive = Archive.open(directory)
    again = f"kg build FILE... -o {directory}"
    for name, what in archive.check_manifest():
        yield Problem(what, f"{directory}/{name}", again)
    yield from _quotes(archive)
    changed = altered(directory)
    for name in changed:
        what = "was changed since it was written"
        yield Problem(what, f"{directory}/store/{name}", remedy(directory))
    if any(n.endswith(".sst") and n in stamp(directory)["files"] for n in changed):
        return  # a table is never written to again: a query over it may go round for ever
    try:
        with Store.open(directory) as store:
            yield from invariants(store)
            yield from _projection(archive, store)
    except KgError as error:
        yield Problem(error.what, error.where or str(directory), error.fix or remedy(directory))


def invariants(store: Store) -> Iterator[Problem]:
    """Check what every dataset must hold, by plain SPARQL.

    Raises:
        StoreError: the store cannot be read.

    >>> list(invariants(Store.memory()))
    []
    """
    for what, query in INVARIANTS.items():
        yield from (Problem(what, row) for row in _rows(store, query, union=True))
    for row in _rows(store, _TWICE, union=False):
        yield Problem("a triple is in two graphs", row)


def _rows(store: Store, query: str, *, union: bool) -> list[str]:
    found = store.solutions(query, union=union)
    return sorted({" ".join(str(t) for t in row if t is not None) for row in found})


def _quotes(archive: Archive) -> Iterator[Problem]:
    """Read every quote of the evidence again in the source whose hash is its name."""
    for sha256 in archive.hashes():
        path = archive.evidence_path(sha256)
        again = f"kg build the original file again, with -o {archive.path}"
        try:
            document = archive.document(sha256)
            part_of(archive, sha256)
            for block in evidence_blocks(archive, sha256):
                for what, span in _misquotes(parse(block), document):
                    yield Problem(what, span, again)
        except (KgError, OSError) as error:
            where = (error.where if isinstance(error, StoreError) else "") or str(path)
            yield Problem("is missing or damaged", where, again)


def _misquotes(quads: list[ox.Quad], document: Document) -> Iterator[tuple[str, str]]:
    spans: dict[str, dict[str, str]] = {}
    for quad in quads:
        name = quad.predicate.value.removeprefix(NS)
        if name in ("start", "end", "quote") and isinstance(quad.object, ox.Literal):
            spans.setdefault(str(quad.subject), {})[name] = quad.object.value
    for iri, at in sorted(spans.items()):
        span = Span(int(at["start"]), int(at["end"]))
        if document.quote(span) != at["quote"]:
            yield f"the text there is not {at['quote'][:60]!r}", iri


def _projection(archive: Archive, store: Store) -> Iterator[Problem]:
    """Link and project the evidence again, and compare with what the store holds."""
    for line in unheeded(archive.evidence(), archive.decisions(), base=archive.base):
        yield Problem(line, f"{archive.path}/decisions.jsonl", "take it again, or undo it")
    if _holds(store, recomputed(archive)):
        return
    expected = set(parse(b"".join(recomputed(archive))))
    found = set(store.quads())
    for what, quads in (
        ("the store holds what the evidence does not give", found - expected),
        ("the store lacks what the evidence gives", expected - found),
    ):
        for quad in sorted(quads, key=str)[:_SHOWN]:
            yield Problem(what, str(quad), remedy(archive.path))
        if len(quads) > _SHOWN:
            more = f"{len(quads) - _SHOWN} more"
            yield Problem(what, more, remedy(archive.path))


def _holds(store: Store, lines: Iterable[bytes]) -> bool:
    """Whether a store holds these lines and no more, without holding all of them."""
    facts: set[ox.Quad] = set()  # several documents may give one; all else is given once
    number = 0
    for quad in ox.parse(as_file(lines), format=ox.RdfFormat.N_QUADS):
        if quad not in store.raw:
            return False
        if quad.graph_name == FACTS:
            facts.add(quad)
        else:
            number += 1
    return number + len(facts) == len(store)
