"""The entity graph: a node an entity, an edge a fact or a claim, each edge with its sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from kg import vocabulary
from kg.graph.claims import Claims, Evidence, Statement
from kg.graph.rows import Values, edge_properties, full_table, local, select, values
from kg.model import UNATTRIBUTED
from kg.vocabulary import NS

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Store

Fact = tuple[str, str, str]
Edge = tuple[str, str, str, dict[str, Any]]
NODE = ("rdf:type", "kg:wouldBe", "skos:prefLabel", "skos:altLabel", "skos:exactMatch", "kg:count")
_KINDS = ("Prospect", "ReportedEventuality", "Situation", "Event")
UNREAL = ("Prospect", "ReportedEventuality")
ABOUT = NS + "about"
"""Predicate of the edge from a speaker to the entity that a claim of theirs is about."""
_SPEAKS = {"said": "says of", "denied": "denies of", "alleged": "alleges of"}


def entity_graph(
    store: Store, *, claims: bool = False, known: Claims | None = None
) -> nx.MultiDiGraph[str]:
    """Project the store to entities and the edges between them, in a stable order.

    Without `claims` an edge is a fact: what is only planned, denied or said by somebody is left
    out. With them an edge is a claim, and what it speaks of is there, whether or not it happened;
    a claim that no relation or role renders goes from its speaker to the entity it is about. What
    ends in a literal is at its node: `values`, and in words with its sentence `value_claims`.
    `known` are the claims of the store, if they are read already.

    >>> from kg.store import Store
    >>> len(entity_graph(Store.memory()))
    0
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    every = nodes(store)
    kept = {i: n for i, n in every.items() if claims or n["kind"] not in UNREAL}
    graph.add_nodes_from(kept.items())
    statements = known or Claims(store)
    for iri, said in _value_claims(statements, claims=claims).items():
        if iri in kept:
            graph.nodes[iri]["value_claims"] = said
    drawn = facts(store)
    edges = claim_edges(statements, drawn) if claims else fact_edges(statements, drawn)
    for subject, object_, key, attributes in sorted(edges, key=lambda e: e[2]):
        if subject in kept and object_ in kept:
            graph.add_edge(subject, object_, key, **attributes)
    return graph


def _value_claims(every: Claims, *, claims: bool) -> dict[str, list[str]]:
    """Return what says that a thing has its values, by IRI; with `claims`, what is no fact too."""
    found: dict[str, list[str]] = {}
    for s in every.statements:
        if s.value and (claims or s.is_fact):
            found.setdefault(s.subject, []).append(value_told(s, every.evidence(s)[0]))
    return {iri: sorted(each) for iri, each in found.items()}


def value_told(statement: Statement, evidence: Evidence) -> str:
    """Return what is claimed of a value in words, with the sentence and its document."""
    who = f" by {evidence['speaker_label']}" if statement.speaker else ""
    status = "" if statement.is_fact else f" [{statement.status}{who}]"
    label = vocabulary.default().label(local(statement.predicate))
    source = f"“{evidence['sentence']}” ({evidence['title']})"
    return f"{label}: {statement.amount}{status} — {source}"


def nodes(store: Store) -> dict[str, dict[str, Any]]:
    """Return the attributes of every entity and eventuality, by IRI."""
    times = full_table(store, ("kg:timeText", "kg:edtf"), facts=True)
    owners = select(store, "SELECT ?e ?t { ?e kg:time ?t }", facts=True)
    when = {owner: times.get(time, {}) for owner, time in owners}
    held = literals(store)
    found = described(store, NODE)
    return {iri: node(v, when.get(iri, {}), held.get(iri, [])) for iri, v in found}


def described(store: Store, properties: Sequence[str]) -> Iterator[tuple[str, Values]]:
    """Yield every entity and eventuality in order, with its facts of some properties (CURIEs).

    `rdf:type` is one of them.
    """
    classes = entity_classes()
    for iri, given in full_table(store, properties, facts=True).items():
        if not classes.isdisjoint(given.get("rdf:type", ())):
            yield iri, given


def entity_classes() -> frozenset[str]:
    """Return the IRIs of the classes whose members are nodes."""
    known = vocabulary.default()
    return frozenset(NS + n for n in known.classes if known.is_a(n, "Entity"))


def value_names() -> list[str]:
    """Return the properties that end in a literal at a node, in order: attributes and units."""
    known = vocabulary.default()
    return sorted({*known.attributes(), *(t.unit for t in known.properties.values() if t.unit)})


def literals(store: Store) -> dict[str, list[dict[str, str]]]:
    """Return the facts that end in a literal, by IRI: `property`, `value`, `datatype`, `lang`.

    The unit of a number is one of them, under the property that names it.
    """
    text = f"""SELECT ?s ?p ?o (DATATYPE(?o) AS ?d) (LANG(?o) AS ?l) {{
        {values((NS + n for n in value_names()), "?p")} ?s ?p ?o }}"""
    held: dict[str, list[dict[str, str]]] = {}
    for subject, name, value, datatype, lang in select(store, text, facts=True):
        row = {"property": local(name), "value": value, "datatype": datatype, "lang": lang}
        held.setdefault(subject, []).append({k: v for k, v in row.items() if v})
    return held


def node(found: Values, time: Values, held: list[dict[str, str]]) -> dict[str, Any]:
    """Return the attributes of a node by what is said of it and of its time (by CURIE)."""
    kind, type_, types = classified(found)
    attributes: dict[str, Any] = {
        "label": found.get("skos:prefLabel", [""])[0],
        "type": type_,
        "kind": kind,
        "types": types,
        "aliases": found.get("skos:altLabel", []),
        "exact_match": found.get("skos:exactMatch", []),
    }
    if "kg:count" in found:
        attributes["count"] = int(found["kg:count"][0])
    for name, key in (("time", "kg:timeText"), ("edtf", "kg:edtf")):
        if key in time:
            attributes[name] = time[key][0]
    return attributes | ({"values": held} if held else {})


def classified(found: Values) -> tuple[str, str, list[str]]:
    """Return the kind, the most special type and all types of what is described."""
    kind, type_, types = _classified(tuple(found["rdf:type"]), tuple(found.get("kg:wouldBe", ())))
    return kind, type_, list(types)


@cache
def _classified(given: tuple[str, ...], would_be: tuple[str, ...]) -> tuple[str, str, list[str]]:
    known = vocabulary.default()
    types = sorted(map(local, given))
    kind = next((k for k in _KINDS if k in types), "Entity")
    if any(known.is_a(t, "Situation") for t in types):
        kind = "Situation"
    meant = [local(t) for t in would_be] if kind in UNREAL else types
    return kind, max(meant or types, key=lambda t: (len(known.above(t)), t)), types


def facts(store: Store) -> list[Fact]:
    """Return every fact between entities: relations and roles, in order."""
    import pyoxigraph as ox

    names = list(edge_properties())
    # A number for each name: no IRI of a property is made into text, which takes a third longer.
    numbers = " ".join(f"({ox.NamedNode(name)} {n})" for n, name in enumerate(names))
    text = f"SELECT ?s ?n ?o {{ VALUES (?p ?n) {{ {numbers} }} ?s ?p ?o }}"
    found = store.solutions(text, union=False)
    return sorted({(s.value, names[int(n.value)], o.value) for s, n, o in found})


def fact_edges(claims: Claims, triples: Iterable[Fact]) -> Iterator[Edge]:
    """Yield the edge of each fact; `claims` are those of the store, or what touches the facts."""
    by_triple: dict[Fact, list[Statement]] = {}
    by_event: dict[str, list[Statement]] = {}
    for statement in claims.statements:
        if statement.is_fact:
            triple = statement.subject, statement.predicate, statement.object
            by_triple.setdefault(triple, []).append(statement)
            by_event.setdefault(statement.about, []).append(statement)
    for triple in triples:
        yield fact_edge(claims, triple, by_triple.get(triple) or by_event.get(triple[0], []))


def fact_id(*triple: str) -> str:
    """Return the id of the edge of a fact."""
    return "fact-" + hashlib.sha256(" ".join(triple).encode()).hexdigest()[:16]


def fact_edge(claims: Claims, triple: Fact, support: list[Statement]) -> Edge:
    """Make the edge of one fact from the claims that support it."""
    subject, predicate, object_ = triple
    key = fact_id(*triple)
    sentences = [e for s in support for e in claims.evidence(s, subject, object_)]
    return (
        subject,
        object_,
        key,
        {
            "id": key,
            "predicate": predicate,
            "predicate_label": vocabulary.default().label(local(predicate)),
            "status": "fact",
            "n_claims": len(support),
            "n_sources": claims.sources(support),
            "sentences": sorted(sentences, key=lambda e: (e["document"], e["start"], e["claim"])),
        },
    )


def claim_edges(claims: Claims, triples: Iterable[Fact]) -> Iterator[Edge]:
    """Yield the edges of claims; `triples` are all facts, of which the roles are drawn."""
    roles = roles_of(triples)
    for statement in claims.statements:
        label = claims.labels.get(statement.speaker, "")
        for key, ends in claim_ends(statement, roles.get(statement.about, ()), label):
            yield _claim_edge(claims, statement, ends, key)


def roles_of(triples: Iterable[Fact]) -> dict[str, list[tuple[str, str]]]:
    """Return who plays which role, by event, of all facts."""
    drawn = edge_properties()
    roles: dict[str, list[tuple[str, str]]] = {}
    for subject, predicate, object_ in triples:
        if drawn[predicate]:
            roles.setdefault(subject, []).append((predicate, object_))
    return roles


def roles_played(
    store: Store, events: Iterable[str], every: Container[str]
) -> dict[str, list[tuple[str, str]]]:
    """Return who of `every` plays which role in some events, in order; each is looked up."""
    import pyoxigraph as ox

    known = edge_properties()
    found: list[Fact] = []
    for event in sorted({*events} - {""}):
        for quad in store.quads(ox.NamedNode(event), graph=ox.DefaultGraph()):
            filler = quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
            if filler in every and quad.predicate.value in known:
                found.append((event, quad.predicate.value, filler))
    return roles_of(sorted(found))


def claim_ends(
    statement: Statement, roles: Sequence[tuple[str, str]], speaker: str
) -> Iterator[tuple[str, Fact]]:
    """Yield the id, and source, predicate and target, of each edge that a claim is drawn as.

    `roles` are those of what it is about, with who plays them; `speaker` is the speaker's label.
    """
    if statement.value:  # it ends in no node: see `_value_claims`
        return
    name = "claim-" + statement.iri.rpartition("/")[2]
    if statement.subject and statement.object:
        yield name, (statement.subject, statement.predicate, statement.object)
        return
    for number, (role, filler) in enumerate(roles, start=1):
        yield f"{name}-{local(role)}-{number}", (statement.about, role, filler)
    if not roles and statement.speaker and speaker != UNATTRIBUTED:
        yield name, (statement.speaker, ABOUT, statement.about)


def _claim_edge(claims: Claims, statement: Statement, ends: Fact, key: str) -> Edge:
    subject, predicate, object_ = ends
    return (
        subject,
        object_,
        key,
        {
            "id": key,
            "predicate": predicate,
            "predicate_label": edge_words(predicate, statement.status),
            "modality": statement.modality,
            "polarity": statement.polarity,
            "certainty": statement.certainty,
            "standing": statement.standing,
            "speaker": statement.speaker,
            "speaker_label": claims.labels.get(statement.speaker, ""),
            "about": statement.about,
            "is_fact": statement.is_fact,
            "status": statement.status,
            "sentences": claims.evidence(statement, subject, object_),
        },
    )


def edge_words(predicate: str, status: str) -> str:
    """Return the words on a claim's edge: a denied one begins with "not:"."""
    if predicate == ABOUT:
        return _SPEAKS.get(status, "speaks of")
    label = vocabulary.default().label(local(predicate))
    return f"not: {label}" if status in ("denied", "rejected") else label
