"""One extraction as plain JSON: what `kg extract --format jsonl` prints, a line a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kg import gazetteer
from kg.link import link
from kg.model import Claim, Entity, Eventuality, Extraction, Referent, Span, Value
from kg.project import project
from kg.quads import BASE, local_iris


def extraction_json(extraction: Extraction, path: str = "", *, base: str = BASE) -> dict[str, Any]:
    """Describe one extraction as a plain object: the contract of `kg extract --format jsonl`.

    `iri` is what linking gives the document alone, `kind` what the projection rule makes of it. A
    claim's `object` is an id or, of a literal, an object: `value`, `datatype`, `unit`, its place.
    """
    document = extraction.document
    return {
        "document": {
            "id": f"sha256:{document.sha256}",
            "path": path or document.name,
            "title": document.title,
            "published": document.published,
            "length": len(document.text),
        },
        "extractor": extraction.extractor,
        "entities": list(_entities_json(extraction, base)),
        "quantities": [
            {"value": q.value, "unit": q.unit, "start": q.span.start, "end": q.span.end}
            for q in extraction.quantities
        ],
        "eventualities": list(_eventualities_json(extraction, base)),
        "claims": [_claim_json(c) for c in extraction.claims],
        "attributions": [
            {
                "id": a.id,
                "source": _spans_json(a.source),
                "cue": _spans_json(a.cue),
                "content": _spans_json(a.content),
                "speaker": a.speaker,
                "direct": a.verbatim,
            }
            for a in extraction.attributions
        ],
    }


def _spans_json(spans: Iterable[Span]) -> list[dict[str, int]]:
    return [{"start": s.start, "end": s.end} for s in spans]


def _entities_json(extraction: Extraction, base: str) -> Iterator[dict[str, Any]]:
    linking = link([extraction], gazetteer.default(), base=base)
    iris = local_iris(extraction, base)
    more = {r.entity: r for r in extraction.referents if r.entity}
    for e in extraction.entities:
        node = linking.nodes[linking.canonical[iris[e.id]]]
        yield {
            "id": e.id,
            "iri": node.iri,
            "type": e.type,
            "label": e.label,
            "aliases": list(e.aliases),
            "exact_match": list(node.exact_match),
            "count": e.count,
            "mentions": [*_mentions_json(e), *_mentions_json(more.pop(e.id, None), loose=True)],
        }
    for r in extraction.referents:
        if r.entity is None or r.entity in more:
            yield {
                "id": r.id,
                "iri": None,
                "type": None,
                "label": r.label,
                "aliases": [],
                "exact_match": [],
                "count": None,
                "mentions": list(_mentions_json(r, loose=True)),
            }


def _mentions_json(
    thing: Entity | Referent | None, *, loose: bool = False
) -> Iterator[dict[str, Any]]:
    for m in thing.mentions if thing else ():
        found = {"start": m.span.start, "end": m.span.end, "kind": m.kind}
        yield {**found, "loose": True} if loose else found


def _eventualities_json(extraction: Extraction, base: str) -> Iterator[dict[str, Any]]:
    kinds, iris = project(extraction).kinds, local_iris(extraction, base)
    for v in extraction.eventualities:
        yield {
            "id": v.id,
            "iri": iris[v.id],
            "kind": kinds.get(v.id),
            "type": v.type,
            "label": v.label,
            "roles": [{"role": r.name, "filler": r.filler} for r in v.roles],
            "time": {"text": v.time.text, "edtf": v.time.edtf} if v.time else None,
            "evidence": _spans_json(_about(extraction, v)),
        }


def _about(extraction: Extraction, eventuality: Eventuality) -> list[Span]:
    claims = (c for c in extraction.claims if c.about == eventuality.id)
    return sorted({s for c in claims for s in c.evidence} or {eventuality.trigger})


def _claim_json(claim: Claim) -> dict[str, Any]:
    names = "id subject predicate object about speaker attribution modality polarity certainty rule"
    found = {name: getattr(claim, name) for name in names.split()}
    found["object"] = _value_json(claim.value) if claim.value else claim.object
    return {**found, "evidence": _spans_json(claim.evidence)}


def _value_json(value: Value) -> dict[str, Any]:
    names = {"value": value.text, "datatype": value.datatype, "lang": value.lang}
    at = {"start": value.span.start, "end": value.span.end} if value.span else {}
    return {k: v for k, v in {**names, "unit": value.unit, **at}.items() if v != ""}
