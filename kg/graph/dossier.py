"""All that is known of one entity: what it is, its facts, what is claimed of it and by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.graph.claims import Claims, touching
from kg.graph.listing import claim_record, value_records
from kg.graph.rows import select
from kg.graph.view import UNREAL, fact_edge, facts, nodes, roles_played

if TYPE_CHECKING:
    from kg.store import Store

Record = dict[str, Any]


def dossier(store: Store, iri: str) -> Record:
    """Return one entity: what it is, its facts, and what is claimed of it or by it.

    `facts` are edges with `forward`, `other`, `other_label`, and `is_repetition` for a role that
    only repeats a relation of the same entity; `values` are facts that end in a literal: `label`,
    `value`, `unit`; `claims` are those that make no fact; `says` are those it utters. Each has its
    `sentences`.
    """
    every, claims = nodes(store), Claims(store, touching(store, iri))
    others = [s for s in claims.statements if not s.is_fact]
    told = [s for s in others if s.speaker == iri]
    roles = roles_played(store, {s.about for s in others if not s.subject}, every)
    mentions = select(store, f"SELECT ?m ?d {{ ?m kg:refersTo <{iri}> ; kg:inDocument ?d }}")
    return {
        "iri": iri,
        **every.get(iri, {}),
        "values": value_records(claims, iri),
        "mentions": len(mentions),
        "documents": sorted({document for _, document in mentions}),
        "facts": _facts(store, iri, every, claims),
        "claims": [claim_record(claims, s, every, roles) for s in others if s.speaker != iri],
        "says": [claim_record(claims, s, every, roles) for s in told],
    }


def _facts(store: Store, iri: str, every: dict[str, Record], claims: Claims) -> list[Record]:
    real = {i for i, n in every.items() if n["kind"] not in UNREAL}
    found = []
    for triple in facts(store):
        subject, _, object_ = triple
        if iri not in (subject, object_) or not {subject, object_} <= real:
            continue
        exact = [
            s for s in claims.statements
            if s.is_fact and (s.subject, s.predicate, s.object) == triple
        ]  # fmt: skip
        support = exact or [s for s in claims.statements if s.is_fact and s.about == subject]
        other = object_ if subject == iri else subject
        edge = fact_edge(claims, triple, support)[3]
        ends = {"other": other, "other_label": every[other]["label"], "forward": subject == iri}
        repeats = not exact and all(iri in (s.subject, s.object) for s in support)
        found.append({**edge, **ends, "is_repetition": repeats})
    return sorted(found, key=lambda f: (not f["forward"], f["predicate_label"], f["other_label"]))
