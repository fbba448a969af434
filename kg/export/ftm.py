"""FollowTheMoney entities as JSON lines, for Aleph, OpenAleph and yente.

Only plain facts become links with a meaning of their own; all else is an UnknownLink that names
its relation and its status, so that nothing alleged looks like ownership.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator

from kg import vocabulary
from kg.export.projection import Projection
from kg.export.rows import Row
from kg.export.text import clean
from kg.graph.rows import local

_SCHEMATA = (
    ("Person", "Person"), ("PublicBody", "PublicBody"), ("Organization", "Organization"),
    ("Office", "Position"), ("Country", "PublicBody"), ("Place", "Address"),
    ("Prospect", "Event"), ("ReportedEventuality", "Event"), ("Eventuality", "Event"),
    ("Agent", "LegalEntity"),
)  # fmt: skip
_BODIES = {"Organization", "PublicBody"}
_LEGAL = _BODIES | {"Person", "LegalEntity"}
_NO_PLACE = ("sentence", "weight", "n_claims", "n_sources", "speaker_label", "modality",
             "polarity", "certainty", "standing", "date")  # fmt: skip
_VALUES = {
    "dateOfBirth": ("birthDate", {"Person"}),
    "dateOfDeath": ("deathDate", {"Person"}),
    "dateFounded": ("incorporationDate", _LEGAL),
    "dateDissolved": ("dissolutionDate", _LEGAL),
    "identifier": ("idNumber", _LEGAL),
    "website": ("website", _LEGAL),
    "address": ("address", _LEGAL),
}
_UNPLACED = "attributes without a place in the schema"
_LINKS = {
    "worksFor": ("Employment", "employee", "employer", {"Person"}, _BODIES),
    "memberOf": ("Membership", "member", "organization", _LEGAL, _BODIES),
    "leads": ("Directorship", "director", "organization", _LEGAL, _BODIES),
    "holdsOffice": ("Occupancy", "holder", "post", {"Person"}, {"Position"}),
    "spouseOf": ("Family", "person", "relative", {"Person"}, {"Person"}),
    "childOf": ("Family", "person", "relative", {"Person"}, {"Person"}),
}


def ftm(projected: Projection, lost: Counter[str]) -> Iterator[str]:
    """Yield an entity a line, links after what they join; texts of an edge as its summary."""
    schemata = {n["iri"]: _schema(n) for n in projected.nodes}
    for node in projected.nodes:
        values = _held(node, schemata[node["iri"]])
        yield _line(node["iri"], schemata[node["iri"]], _node(node) | values, lost)
        known = vocabulary.default()
        told = sum(known.is_attribute(k) or k == "currency" for k in node) - len(values)
        others = ("count", "time", "would_be", "value_claims")
        lost[_UNPLACED] += told + sum(k in node for k in others)
    for edge in projected.edges:
        schema, source, target = _link(edge, schemata)
        ends = {source: [entity_id(edge["source"])], target: [entity_id(edge["target"])]}
        yield _line(edge["id"], schema, ends | _edge(edge, schema), lost)
        lost[_UNPLACED] += sum(k in edge for k in _NO_PLACE)


def _schema(node: Row) -> str:
    known = vocabulary.default()
    found = (schema for above, schema in _SCHEMATA if known.is_a(node.get("type", ""), above))
    return next(found, "LegalEntity" if node.get("kind") == "Entity" else "Event")


def _link(edge: Row, schemata: dict[str, str]) -> tuple[str, str, str]:
    kind = _LINKS.get(local(edge.get("predicate", "")))
    if kind and edge.get("status") == "fact":
        schema, source, target, left, right = kind
        if schemata[edge["source"]] in left and schemata[edge["target"]] in right:
            return schema, source, target
    return "UnknownLink", "subject", "object"


def _node(node: Row) -> dict[str, list[str]]:
    wikidata = [i.rpartition("/")[2] for i in node.get("exact_match", ()) if "wikidata" in i]
    name = node.get("label", "") or node["iri"]
    if node.get("kind") in ("Prospect", "ReportedEventuality"):
        name = f"{vocabulary.default().label(node['kind'])}: {name}"  # an Event would look real
    return {
        "name": [name],
        **({"full": [name]} if _schema(node) == "Address" else {}),
        "alias": [a for a in node.get("aliases", ()) if a],
        "sourceUrl": [node["iri"]] if node["iri"].startswith("http") else [],
        "wikidataId": wikidata,
        "keywords": [node.get("type", "")],
        **({"startDate": [node["earliest"]]} if _dated(node) else {}),
        **({"endDate": [node["latest"]]} if _dated(node) else {}),
    }


def _held(node: Row, schema: str) -> dict[str, list[str]]:
    """Return the values that the schema has a place for; it takes no date that is not exact."""
    return {
        name: node[key].split("; ")
        for key, (name, schemata) in _VALUES.items()
        if key in node and schema in schemata and not ("date" in key and "~" in node[key])
    }


def _dated(node: Row) -> bool:
    return _schema(node) == "Event" and {"earliest", "latest"} <= node.keys()


def _edge(edge: Row, schema: str) -> dict[str, list[str]]:
    named = "relationship" if schema == "Family" else "role"
    found = {
        named: edge["label"],
        "status": edge.get("status", ""),
        "summary": edge.get("quote", ""),
        "publisher": edge.get("source_doc", ""),
        "sourceUrl": edge.get("url", ""),
        "recordId": edge["id"],
        "description": edge.get("predicate", ""),
    }
    return {k: [v] for k, v in found.items() if v}


def entity_id(name: str) -> str:
    """Return the id of what has an IRI here: FollowTheMoney takes no IRIs as ids."""
    return f"kg-{hashlib.sha256(name.encode()).hexdigest()[:20]}"


def _line(name: str, schema: str, properties: dict[str, list[str]], lost: Counter[str]) -> str:
    kept = {k: [clean(v, lost) for v in values] for k, values in properties.items() if values}
    record = {"id": entity_id(name), "schema": schema, "properties": kept}
    return json.dumps(record, ensure_ascii=False) + "\n"
