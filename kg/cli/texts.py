"""One entity, a route and the counts as lines of text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kg import vocabulary
from kg.query.results import curie
from kg.vocabulary import PREFIXES

_KINDS = {
    "Prospect": "a prospect: not said to have happened",
    "ReportedEventuality": "reported: only somebody quoted says so",
}


def entity(found: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a dossier: what it is, facts, claims, what it says."""
    word = vocabulary.default().label(found["type"])
    kind = _KINDS.get(found["kind"])
    what = f"({word}{'; ' + kind if kind else ''})"
    yield f"{found['label']}  {what}  {curie(found['iri'], PREFIXES)}"
    for name, key in (("also called", "aliases"), ("same as", "exact_match")):
        if found[key]:
            yield f"{name}: {', '.join(curie(v, PREFIXES) for v in found[key])}"
    if "count" in found:
        yield f"number: {found['count']}"
    if "time" in found:
        yield f"time: {found['time']}{' (' + found['edtf'] + ')' if 'edtf' in found else ''}"
    documents = len(found["documents"])
    yield f"mentioned {_times(found['mentions'])} in {documents} document{_s(documents)}"
    told = [f for f in found["facts"] if not f["is_repetition"]]
    yield from _section("Facts", told, _fact)
    yield from _section("Claimed, not established", found["claims"], _claim)
    yield from _section("Says", found["says"], _claim)


def route(hops: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of a route: each hop with its arrow and the sentence it rests on."""
    yield hops[0]["source_label"]
    for hop in hops:
        for edge in hop["edges"]:
            arrow = f"──{edge['predicate_label']}──"
            yield f"  {arrow + '▶' if edge['forward'] else '◀' + arrow} {hop['target_label']}"
            yield from _sentences(edge["sentences"])


def counts(found: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield rows of what is counted, of which kind, how many."""
    for name in ("documents", "sources", "quads"):
        yield name, "", str(found[name])
    tables = {k: found[k] for k in ("entities", "eventualities", "facts")}
    tables |= {f"claims by {k}": v for k, v in found["claims"].items()}
    for name, table in tables.items():
        yield name, "all", str(sum(table.values()))
        yield from ((name, kind, str(number)) for kind, number in table.items())


def _section(title: str, items: list[dict[str, Any]], describe: Any) -> Iterator[str]:
    if not items:
        return
    yield ""
    yield f"{title} ({len(items)})"
    for item in items:
        yield f"  {describe(item)}"
        yield from _sentences(item["sentences"])


def _fact(fact: dict[str, Any]) -> str:
    arrow = f"──{fact['predicate_label']}──"
    arrow = f"{arrow}▶" if fact["forward"] else f"◀{arrow}"
    return f"{arrow} {fact['other_label']}   [{fact['n_sources']} source{_s(fact['n_sources'])}]"


def _claim(claim: dict[str, Any]) -> str:
    speaker = claim["speaker_label"] or "the article itself"
    sure = "" if claim["certainty"] == "Certain" else f", {claim['certainty'].lower()}"
    return (
        f"[{claim['status']}] {claim['text']}   (by {speaker}; {claim['modality'].lower()}{sure})"
    )


def _sentences(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    seen = set()
    for sentence in found:
        where = sentence["title"] or curie(sentence["document"], PREFIXES)
        # A sentence that brings its own quotation marks needs no second pair.
        text = sentence["sentence"]
        quoted = text if "“" in text else f"“{text}”"
        line = f"      {quoted}  {where}, sentence {sentence['number']}"
        if line not in seen:
            seen.add(line)
            yield line


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _s(number: int) -> str:
    return "" if number == 1 else "s"
