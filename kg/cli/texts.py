"""One entity, a route and the counts as lines of text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg import vocabulary
from kg.errors import counted as _counted
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
    yield from _section("Values", found["values"], _value)
    told = [f for f in found["facts"] if not f["is_repetition"]]
    yield from _section("Facts", told, _fact)
    yield from _section("Claimed, not established", found["claims"], claim_line)
    yield from _section("Says", found["says"], claim_line)


def route(hops: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of a route: each hop with its arrow and the sentence it rests on."""
    yield hops[0]["source_label"]
    for hop in hops:
        for edge in hop["edges"]:
            arrow = f"──{edge['predicate_label']}──"
            told = "" if edge["status"] == "fact" else f"   [{edge['status']}]"
            way = arrow + "▶" if edge["forward"] else "◀" + arrow
            yield f"  {way} {hop['target_label']}{told}"
            yield from sentences(edge["sentences"])


def routes(
    found: list[list[dict[str, Any]]], source: str, target: str, *, facts: bool = False
) -> Iterator[str]:
    """Yield the lines of several routes, or that there is none."""
    if not found:
        yield f"no route{' of facts' if facts else ''} from {source} to {target}"
    for number, hops in enumerate(found):
        if number:
            yield ""
        yield from route(hops)


def hits(found: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a search: entities, then sentences; or that nothing was found."""
    entities, told = found["entities"], found["sentences"]
    if not entities and not told:
        yield f"nothing found for '{found['text']}'"
        return
    if not found["is_exact"]:
        yield f"nothing is spelt '{found['text']}'; the nearest:"
    for hit in entities:
        also = "" if hit["matched"] == hit["label"] else f"  (as “{hit['matched']}”)"
        word = vocabulary.default().label(hit["type"])
        yield (
            f"{hit['label']}{also}  {word}, mentioned {_times(hit['mentions'])}"
            f"  {curie(hit['iri'], PREFIXES)}"
        )
    if told:
        yield from (*[""] * bool(entities), f"Sentences ({len(told)})")
        yield from sentences(told)


def timeline(found: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """Yield the lines of a timeline: the dated in order, then the undated."""
    for event in found["dated"]:
        yield f"{event['edtf']:<10}  {_event(event)}"
        yield from sentences(event["sentences"])
    if found["undated"]:
        yield from (*[""] * bool(found["dated"]), f"Without a date ({len(found['undated'])})")
    for event in found["undated"]:
        yield f"  {_event(event)}" + (f"   [{event['time']}]" if event["time"] else "")
        yield from sentences(event["sentences"])
    if not found["dated"] and not found["undated"]:
        yield "no events"


def _event(event: dict[str, Any]) -> str:
    roles = [
        f"{vocabulary.default().label(role)}: {', '.join(names)}"
        for role, names in event["participants"].items()
    ]
    word = vocabulary.default().label(event["type"])
    only = "" if event["status"] == "fact" else "; only reported"
    return f"{event['label']} ({word}{only})" + (f"  {'; '.join(roles)}" if roles else "")


def claims(found: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of a list of claims, or that there are none."""
    if not found:
        yield "no claims"
    for claim in found:
        yield claim_line(claim)
        yield from sentences(claim["sentences"])


def sources(found: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of the documents, and of the claims that rest on one."""
    if not found:
        yield "no documents"
    for each in found:
        about = [each["published"], each["publisher"], each["title"] or each["document"]]
        yield "  ".join(filter(None, about))
        copy = "  near copy of another" if each["copy_of"] else ""
        yield (
            f"      {_counted(each['n_claims'], 'claim')}, {each['n_attributed']} in somebody's"
            f" voice, {each['n_facts']} for facts{copy}  {curie(each['document'], PREFIXES)}"
        )
        yield from claims(each["claims"]) if "claims" in each else ()


def counted(
    found: dict[str, Any],
) -> Iterator[tuple[str, tuple[str, ...], Sequence[tuple[str, ...]]]]:
    """Yield tables: title, columns and rows of the counts, the central ones, the communities."""
    yield "", ("counted", "kind", "number"), list(counts(found))
    if "central" in found:
        yield (
            "Most central",
            ("entity", "type", "pagerank", "betweenness", "degree"),
            [
                (
                    e["label"], vocabulary.default().label(e["type"]), f"{e['pagerank']:.4f}",
                    f"{e['betweenness']:.4f}", str(e["degree"]),
                )
                for e in found["central"]
            ],
        )  # fmt: skip
    if "communities" in found:
        rows = [
            (str(number), str(len(group)), ", ".join(e["label"] for e in group))
            for number, group in enumerate(found["communities"], start=1)
        ]
        yield f"Communities, by {found['communities_by']}", ("community", "size", "entities"), rows


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
        yield from sentences(item["sentences"], with_claims="claim" not in item)


def _value(value: dict[str, Any]) -> str:
    return f"{value['label']}: {value['text']}   [{_counted(value['n_sources'], 'source')}]"


def _fact(fact: dict[str, Any]) -> str:
    arrow = f"──{fact['predicate_label']}──"
    arrow = f"{arrow}▶" if fact["forward"] else f"◀{arrow}"
    return f"{arrow} {fact['other_label']}   [{fact['n_sources']} source{_s(fact['n_sources'])}]"


def claim_line(claim: dict[str, Any]) -> str:
    """Return a claim in one line: its status, what it says, who says so, its id."""
    speaker = claim["speaker_label"] or "the article itself"
    sure = "" if claim["certainty"] == "Certain" else f", {claim['certainty'].lower()}"
    return (
        f"[{claim['status']}] {claim['text']}   (by {speaker}; {claim['modality'].lower()}{sure})"
        f"  {digits(claim['claim'])}"
    )


def digits(claim: str) -> str:
    """Return the digits by which a person names a claim in a decision."""
    return claim.rpartition("/")[2][:8]


def sentences(found: Iterable[dict[str, Any]], *, with_claims: bool = False) -> Iterator[str]:
    """Yield each sentence once; `with_claims`, with the ids of the claims that rest on it."""
    lines: dict[str, list[str]] = {}
    for sentence in found:
        where = sentence["title"] or curie(sentence["document"], PREFIXES)
        # A sentence that brings its own quotation marks needs no second pair.
        text = sentence["sentence"]
        quoted = text if "“" in text else f"“{text}”"
        line = f"      {quoted}  {where}, sentence {sentence['number']}"
        lines.setdefault(line, []).append(digits(sentence["claim"]) if with_claims else "")
    for line, claims in lines.items():
        yield "  ".join([line, *filter(None, dict.fromkeys(claims))])


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _s(number: int) -> str:
    return "" if number == 1 else "s"
