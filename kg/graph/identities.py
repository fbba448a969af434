"""Entities and documents of two stores: which came or went, were merged, are told otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.graph.same import Group, Same, nameless
from kg.model import UNATTRIBUTED

Record = dict[str, Any]
Nodes = Mapping[str, Record]
_ENTITY = ("label", "type", "exact_match", "count", "edtf")
_DOCUMENT = ("document", "title", "publisher", "published", "url")


def entities(old: Nodes, new: Nodes, groups: Iterable[Group]) -> dict[str, list[Record]]:
    """Return the entities that came, went, were joined, or are described otherwise.

    `added` and `removed`, what has a name of its own first; `changed`, also eventualities, with
    what differs; `merged`, `split` and `regrouped` with all that it `was` and is `now`.
    """
    kinds = ("added", "removed", "changed", "merged", "split", "regrouped")
    found: dict[str, list[Record]] = {kind: [] for kind in kinds}
    for olds, news in groups:
        was = [_brief(old, iri) for iri in olds]
        now = [_brief(new, iri) for iri in news]
        if len(was) == len(now) == 1:
            found["changed"] += _described(was[0], now[0])
        elif all(d["kind"] == "Entity" for d in (*was, *now)):
            kind = _kind(len(was), len(now))
            found[kind] += [{"was": was, "now": now}] if was and now else [*was, *now]
    for kind in ("added", "removed"):  # what has a name of its own goes first
        named = (d for d in found[kind] if d["label"] != UNATTRIBUTED)
        found[kind] = sorted(
            named, key=lambda d: (d["iri"] != nameless(d["iri"]), d["label"], d["iri"])
        )
    return found


def _kind(was: int, now: int) -> str:
    if not was or not now:
        return "removed" if was else "added"
    return "merged" if now == 1 else "split" if was == 1 else "regrouped"


def _brief(every: Nodes, iri: str) -> Record:
    node = every[iri]
    return {"iri": iri, **{name: node[name] for name in ("kind", *_ENTITY) if name in node}}


def _described(was: Record, now: Record) -> list[Record]:
    """Return how a thing is described otherwise, if it is."""
    names = [n for n in _ENTITY if was.get(n) != now.get(n)]
    iris = was["iri"], now["iri"]
    # An IRI within a document is only a number of it.
    if iris[0] != iris[1] and any(iri == nameless(iri) for iri in iris):
        names.append("iri")
    parts = ({n: d.get(n) for n in names} for d in (was, now))
    told = dict(zip(("was", "now"), parts, strict=True))
    return [{"iri": now["iri"], "label": now["label"], **told}] if names else []


def documents(shared: Same) -> dict[str, list[Record]]:
    """Return the documents that came, went, or have another text or other metadata now."""
    pairs = shared.documents
    return {
        "added": [n for o, n in pairs if n and not o],
        "removed": [o for o, n in pairs if o and not n],
        "changed": [{"was": o, "now": n} for o, n in pairs if o and n and _edited(o, n, shared)],
    }


def _edited(was: Record, now: Record, shared: Same) -> bool:
    copied = (
        side.get(d["copy_of"], d["copy_of"]) for side, d in ((shared.old, was), (shared.new, now))
    )
    return any(was[n] != now[n] for n in _DOCUMENT) or len(set(copied)) > 1
