"""What differs between two graphs as lines of text for people, the most important first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from kg import vocabulary
from kg.cli import texts
from kg.cli.deciding import target
from kg.errors import counted
from kg.query.results import curie
from kg.vocabulary import PREFIXES

Record = dict[str, Any]
Told = tuple[str, list[str]]
"""A line, and those of the sentences that it rests on."""
Describe = Callable[[str, Record], Told]
_WORDS = {"added": "new", "removed": "gone"}
_MARKS = {"added": "+", "removed": "-"}
_FIELDS = {
    "iri": "id", "label": "name", "type": "class", "exact_match": "same as", "count": "number",
    "edtf": "date", "title": "title", "publisher": "publisher", "published": "date", "url": "url",
}  # fmt: skip
_QUALITIES = ("modality", "polarity", "certainty", "standing")


def changes(found: Record, limit: int) -> Iterator[str]:
    """Yield the lines of what `kg.compare.diff` found, at most so many things of a list."""
    yield f"{found['old']} → {found['new']}: {_summary(found)}"
    for title, name, describe in _SECTIONS:
        lists = found.get(name, {})
        lists = {"changed": lists} if isinstance(lists, list) else lists
        if any(lists.values()):
            yield from ("", f"{title} ({_numbers(lists).removesuffix(' changed')})")
            for kind in sorted(lists, key=_order):
                yield from _listed(kind, lists[kind], describe, limit)


def _order(kind: str) -> tuple[bool, bool]:
    return kind == "removed", kind == "added"


def _summary(found: Record) -> str:
    if found["is_equal"]:
        return "no difference"
    parts = [f"{len(found['status'])} changed status"] if found["status"] else []
    lists = {n: found[n] for _, n, _ in _SECTIONS if n != "status" and n in found}
    return "; ".join(
        [*parts, *(f"{n}: {_numbers(v)}" for n, v in lists.items() if any(v.values()))]
    )


def _numbers(lists: dict[str, list[Record]]) -> str:
    return ", ".join(
        f"{len(lists[k])} {_WORDS.get(k, k)}" for k in sorted(lists, key=_order) if lists[k]
    )


def _listed(kind: str, things: list[Record], describe: Describe, limit: int) -> Iterator[str]:
    """Yield the lines of things; sentences that several in a row rest on come once, after them."""
    told = [describe(kind, thing) for thing in things[:limit]]
    for sentences, group in groupby(told, key=lambda t: t[1]):
        yield from (f"  {_MARKS.get(kind, '~')} {line}" for line, _ in group)
        yield from sentences
    if len(things) > limit:
        yield f"  … and {len(things) - limit} more {_WORDS.get(kind, kind)}: --limit {len(things)}"


def _status(_: str, item: Record) -> Told:
    was, now = item["was"], item["now"]
    ids = " → ".join(dict.fromkeys(texts.digits(c["claim"]) for c in (was, now)))
    before, after = (list(texts.sentences(c["sentences"])) for c in (was, now))
    lines = [f"      was {line.lstrip()}" for line in before]
    lines += [f"      now {line.lstrip()}" for line in after]
    line = f"{item['text']}: {_voice(was, now)} → {_voice(now, was)}  {ids}"
    return line, after if before == after else lines


def _voice(claim: Record, other: Record) -> str:
    """Return a status with who says so, and in what else it differs where the word is the same."""
    who = f" by {claim['speaker_label']}" if claim["speaker_label"] else ""
    differs = [claim[q].lower() for q in _QUALITIES if claim[q] != other[q]]
    told = differs if claim["status"] == other["status"] else {"confirmed"}.intersection(differs)
    return f"{claim['status']}{who}" + (f" ({', '.join(told)})" if told else "")


def _fact(_: str, fact: Record) -> Told:
    ids = dict.fromkeys(texts.digits(e["claim"]) for e in fact["sentences"])
    line = f"{fact['text']}   [{counted(fact['n_sources'], 'source')}]  {', '.join(ids)}"
    return line, list(texts.sentences(fact["sentences"]))


def _claim(_: str, claim: Record) -> Told:
    return texts.claim_line(claim), list(texts.sentences(claim["sentences"]))


def _entity(kind: str, found: Record) -> Told:
    if kind in _WORDS:
        return _named(found), []
    if kind == "changed":
        return f"{found['label']}: {_fields(found['was'], found['now'])}", []
    kept = {e["iri"] for e in found["now"]} if kind == "merged" else set()
    was = ", ".join(_named(e) for e in found["was"] if e["iri"] not in kept)
    now = ", ".join(map(_named, found["now"]))
    return f"{was} {kind} {'as' if kind == 'regrouped' else 'into'} {now}", []


def _named(found: Record) -> str:
    word = vocabulary.default().label(found["type"])
    return f"{found['label']} ({word})  {curie(found['iri'], PREFIXES)}"


def _fields(was: Record, now: Record) -> str:
    names = [n for n in _FIELDS if was.get(n) != now.get(n)]
    return "; ".join(f"{_FIELDS[n]} {_value(n, was)} → {_value(n, now)}" for n in names)


def _value(name: str, of: Record) -> str:
    value = of.get(name) or []
    if name == "type":
        return vocabulary.default().label(of[name])
    values = value if isinstance(value, list) else [value]
    return ", ".join(curie(str(v), PREFIXES) for v in values) or "none"


def _document(kind: str, found: Record) -> Told:
    if kind in _WORDS:
        title = found["title"] or curie(found["document"], PREFIXES)
        return "  ".join(filter(None, (found["published"], found["publisher"], title))), []
    was, now = found["was"], found["now"]
    told = ["another text"] if was["document"] != now["document"] else []
    told += ["a near copy of another now"] if now["copy_of"] and not was["copy_of"] else []
    told += ["no near copy any more"] if was["copy_of"] and not now["copy_of"] else []
    return f"{now['title']}: {'; '.join(filter(None, (*told, _fields(was, now))))}", []


def _decision(_: str, found: Record) -> Told:
    why = f": {found['why']}" if found.get("why") else ""
    return f"{found['do']} {target(found)}   (by {found['by']}, {found['at'][:10]}{why})", []


_SECTIONS: tuple[tuple[str, str, Describe], ...] = (
    ("Changed status", "status", _status),
    ("Documents", "documents", _document),
    ("Decisions", "decisions", _decision),
    ("Facts", "facts", _fact),
    ("Claims", "claims", _claim),
    ("Entities", "entities", _entity),
)
