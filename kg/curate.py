"""A person's decisions on a graph: taken, written down with who and why, applied, taken back."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from kg import vocabulary
from kg.archive import Archive
from kg.assemble import assemble, unheeded
from kg.atomic import atomic_write
from kg.build import finish
from kg.decisions import FIELDS, STANDINGS, in_force, mark, place, taken_back
from kg.errors import NotFoundError, UsageError, counted, did_you_mean
from kg.graph.rows import local
from kg.graph.view import UNREAL, facts, nodes
from kg.link import family
from kg.store import Store
from kg.targets import Record, Targets
from kg.vocabulary import NS, PREFIXES


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision did: the lines it wrote, and the facts that came and went, in words.

    `numbers` are those of the new decisions, `records` what the lines hold; `unheeded` are
    decisions, old or new, that find their target no more.
    """

    numbers: tuple[int, ...]
    records: tuple[Record, ...]
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    unheeded: tuple[str, ...] = field(default=())


def decide(
    directory: Path,
    action: str,
    *targets: str,
    why: str = "",
    by: str = "",
    document: str = "",
    quote: str = "",
    is_dry: bool = False,
) -> Outcome:
    """Take one decision, and bring the graph up to date; the evidence never changes.

    `targets` by action: confirm, contest, reject CLAIM; merge ENTITY INTO; split ENTITY PART...
    (without a part: undo what was merged into it); rename ENTITY NAME; retype ENTITY CLASS; link or
    unlink ENTITY IRI; assert SUBJECT PREDICATE OBJECT, by `document` and `quote`; undo NUMBER. A
    claim is meant by its IRI, the first digits of its id, or its words; an entity as in
    `kg.graph.find`; a part by its document or its document-local IRI. `by` is KG_REVIEWER, else the
    login name, if empty. If `is_dry`, nothing is written.

    Raises:
        UsageError: the targets do not fit the action, or each other.
        NotFoundError: a target is not there, or several may be meant.
        StoreError: the graph cannot be written.
    """
    archive = Archive.open(Path(directory))
    with archive.writing():
        old = archive.decisions()
        with Store.open(archive.path) as store:
            new = _records(Targets(archive, store, old), action, targets, document, quote)
            before = _said(store)
        stamp = {"at": _now(), "by": by or os.environ.get("KG_REVIEWER") or getpass.getuser()}
        reason = {"why": why} if why else {}
        records = tuple({**stamp, "do": r.pop("do", action), **reason, **r} for r in new)
        extractions = list(archive.evidence())
        whole = [*old, *records]
        without_effect = tuple(unheeded(extractions, whole, base=archive.base))
        if is_dry:
            after = _said(Store.memory(assemble(extractions, whole, base=archive.base)))
        else:
            after = _write(archive, whole)
    numbers = tuple(range(len(old) + 1, len(whole) + 1))
    gained, lost = _differing(after, before), _differing(before, after)
    return Outcome(numbers, records, gained, lost, without_effect)


def decisions(directory: Path) -> list[Record]:
    """Return every decision with its `number`, and `in_force`: whether it has effect.

    An undo names in `decision` the number of what it takes back, as the file is now.
    """
    found = Archive.open(Path(directory)).decisions()
    alive = {number for number, _ in in_force(found)}
    numbered = enumerate(found, start=1)
    return [
        {"number": n, **d, "in_force": n in alive}
        | ({"decision": taken_back(found, n)} if d["do"] == "undo" else {})
        for n, d in numbered
    ]


def _records(
    known: Targets, action: str, targets: Sequence[str], document: str, quote: str
) -> list[Record]:
    """Turn what a person names into the fields of one decision or, for a bare split, several."""
    if action not in FIELDS:
        fix = did_you_mean(action, FIELDS) or f"one of: {', '.join(FIELDS)}"
        raise UsageError(f"no decision '{action}'", fix=fix)
    if action == "split" and targets:
        return _split(known, *targets)
    makers: dict[str, tuple[int, Callable[..., Record]]] = {
        **dict.fromkeys(STANDINGS, (1, Targets.claim)),
        "merge": (2, _merge),
        "rename": (2, _rename),
        "retype": (2, _retype),
        **dict.fromkeys(("link", "unlink"), (2, _match)),
        "assert": (3, partial(_assertion, document=document, quote=quote)),
        "undo": (1, _undo),
    }
    count, maker = makers.get(action, (1, _undo))
    if len(targets) != count:
        raise UsageError(f"'{action}' takes {counted(count, 'target')}", fix="kg decide --help")
    return [maker(known, *targets)]


def _merge(known: Targets, entity: str, into: str) -> Record:
    fields = known.entity(entity) | known.entity(into, "into")
    one, other = (known.type_of(fields[f]) for f in ("entity", "into"))
    if fields["entity"] == fields["into"]:
        raise UsageError("they are one already", where=entity)
    if family(one) != family(other):
        label = vocabulary.default().label
        raise UsageError(
            f"'{entity}' is of class {label(one)}, '{into}' of class {label(other)}",
            fix="kg decide retype first, if one of them is wrong",
        )
    return fields


def _split(known: Targets, entity: str, *parts: str) -> list[Record]:
    fields = known.entity(entity)
    locals_ = known.locals(fields["entity"])
    if not parts:
        merges = [
            n for n, d in in_force(known.old)
            if d["do"] == "merge" and known.entity(d["into"])["entity"] == fields["entity"]
        ]  # fmt: skip
        if merges:
            return [{"do": "undo", **_undo(known, str(n))} for n in merges]
    chosen = sorted({x for part in parts for x in _part(known, part, locals_)})
    if not chosen or len(chosen) == len(locals_):
        told = "\n".join(f"  {x}" for x in locals_)
        raise UsageError(
            f"name some of what '{entity}' is in the documents, not all:\n{told}",
            fix=f"kg decide split '{entity}' DOCUMENT",
        )
    return [{"do": "split", **fields, "parts": chosen}]


def _part(known: Targets, part: str, locals_: Sequence[str]) -> list[str]:
    iri = PREFIXES["id"] + part.removeprefix("id:") if part.startswith(("doc-", "id:")) else part
    if iri in locals_:
        return [iri]
    home = f"/id/doc-{known.document(part).rpartition('/')[2]}/"
    return [x for x in locals_ if home in x]


def _rename(known: Targets, entity: str, label: str) -> Record:
    if not label.strip():
        raise UsageError("a name is needed", where=entity)
    return known.entity(entity) | {"label": " ".join(label.split())}


def _retype(known: Targets, entity: str, class_: str) -> Record:
    words = vocabulary.default()
    name = _term(class_, words.classes)
    if not words.is_a(name, "Entity") or words.is_a(name, "Eventuality"):
        raise UsageError(f"'{class_}' is no class of entities", fix="such as Person, NGO, City")
    return known.entity(entity) | {"type": name}


def _match(known: Targets, entity: str, iri: str) -> Record:
    import pyoxigraph as ox

    prefix, _, name = iri.partition(":")
    whole = PREFIXES[prefix] + name if prefix in PREFIXES else iri
    try:
        ox.NamedNode(whole)
    except ValueError as error:
        raise UsageError(f"'{iri}' is no IRI", fix="such as wd:Q419") from error
    return known.entity(entity) | {"match": whole}


def _assertion(
    known: Targets, subject: str, predicate: str, object_: str, *, document: str, quote: str
) -> Record:
    words, iri = vocabulary.default(), known.document(document)
    name = _term(predicate, {n: words.properties[n] for n in words.relations()})
    ends = [known.entity(e)["entity"] for e in (subject, object_)]
    if not words.fits(name, *(known.type_of(e) for e in ends)):
        raise UsageError(f"'{subject}' or '{object_}' does not fit '{words.label(name)}'")
    text = known.archive.document(known.sha256(iri))
    if place(text, quote) is None:
        times = text.text.count(quote) if quote else 0
        what = f"the document holds the quote {times} times, not once"
        raise UsageError(what, where=document, fix="copy one sentence of it exactly")
    home = f"/id/doc-{iri.rpartition('/')[2]}/"
    found = [next((x for x in known.locals(e) if home in x), "") for e in ends]
    for local_iri, given in zip(found, (subject, object_), strict=True):
        if not local_iri:
            raise UsageError(f"'{given}' is not mentioned in the document", where=document)
    return {
        "document": f"sha256:{text.sha256}",
        "quote": quote,
        "subject": found[0],
        "predicate": name,
        "object": found[1],
    }


def _undo(known: Targets, number: str) -> Record:
    if not number.isdecimal() or not 0 < int(number) <= len(known.old):
        raise NotFoundError(f"no decision {number}", fix="kg decide lists them")
    return {"decision": int(number), "of": mark(known.old[int(number) - 1])}


def _term(name: str, known: Mapping[str, vocabulary.Term]) -> str:
    """Return the local name of a term given by it, as a CURIE or by its label."""
    bare = name.removeprefix(NS).removeprefix("kg:")
    for local_name, term in known.items():
        if bare.casefold() in (local_name.casefold(), term.label.casefold()):
            return local_name
    fix = did_you_mean(bare, [*known, *(t.label for t in known.values())])
    raise UsageError(f"no '{name}' in the ontology", fix=fix or "kg stats shows what is used")


def _said(store: Store) -> dict[tuple[str, ...], str]:
    """Return every fact, every value, and what each event is, with the words for it."""
    every, words = nodes(store), vocabulary.default()
    real = {i: n for i, n in every.items() if n["kind"] not in UNREAL}
    told: dict[tuple[str, ...], str] = {
        (i, n["type"]): f"{n['label']} ({words.label(n['type'])})"
        for i, n in real.items() if n["kind"] != "Entity"
    }  # fmt: skip
    told |= {
        (i, v["property"], v["value"]): f"{n['label']}: {words.label(v['property'])} {v['value']}"
        for i, n in real.items() for v in n.get("values", ())
    }  # fmt: skip
    return told | {
        (s, p, o): f"{every[s]['label']} ──{words.label(local(p))}──▶ {every[o]['label']}"
        for s, p, o in facts(store)
        if s in real and o in real
    }


def _differing(
    those: Mapping[tuple[str, ...], str], others: Mapping[tuple[str, ...], str]
) -> tuple[str, ...]:
    return tuple(sorted(words for key, words in those.items() if key not in others))


def _write(archive: Archive, whole: Sequence[Mapping[str, Any]]) -> dict[tuple[str, ...], str]:
    """Write the log and bring the store up to date; return what it says then."""
    lines = (json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in whole)
    atomic_write(archive.path / "decisions.jsonl", b"".join(lines))
    finish(archive)
    with Store.open(archive.path) as store:
        return _said(store)


def _now() -> str:
    """Return the time of a decision, in UTC; SOURCE_DATE_EPOCH sets it, as for any build."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
