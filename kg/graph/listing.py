"""Claims, events and documents as records in order: what is said, when, and what rests on what."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from kg import vocabulary
from kg.errors import NotFoundError, UsageError, did_you_mean
from kg.graph.claims import Claims, Evidence, Statement, claims_in, documents, touching
from kg.graph.counts import kinds
from kg.graph.names import fold
from kg.graph.rows import local
from kg.graph.view import facts, nodes, roles_played
from kg.model import Modality, agree

if TYPE_CHECKING:
    from kg.store import Store

Record = dict[str, Any]
Files = Mapping[str, Sequence[str]]
Roles = Mapping[str, Sequence[tuple[str, str]]]
NARRATOR = "the article itself"
"""How a table names the speaker of what no speaker is named for."""
_STATUS = {"Event": "fact", "Situation": "fact", "ReportedEventuality": "reported"}
_MODALITIES = get_args(Modality)


def claim_record(
    claims: Claims, statement: Statement, every: dict[str, Record], roles: Roles
) -> Record:
    """Return one claim: `text`, `status`, its qualities, `speaker` and its `sentences`.

    `roles` are those of eventualities: who plays which, as in `kg.graph.view.roles_of`.
    """
    sentences = claims.evidence(statement)
    return {
        "claim": statement.iri,
        "text": _text(statement, every, roles, sentences),
        "status": statement.status,
        "modality": statement.modality,
        "polarity": statement.polarity,
        "certainty": statement.certainty,
        "standing": statement.standing,
        "speaker": statement.speaker,
        "speaker_label": claims.labels.get(statement.speaker, ""),
        "sentences": sentences,
    }


def _text(
    statement: Statement, every: dict[str, Record], roles: Roles, sentences: list[Evidence]
) -> str:
    """Return a claim in a few words: its triple's labels, its quote, or an event with its roles."""

    def label(iri: str) -> str:
        return str(every.get(iri, {}).get("label", iri))

    if statement.subject and statement.object:
        verb = vocabulary.default().label(local(statement.predicate))
        return f"{label(statement.subject)} {verb} {label(statement.object)}"
    if statement.value:
        verb = vocabulary.default().label(local(statement.predicate))
        return f"{label(statement.subject)}: {verb} {statement.amount}"
    # An entity's own name would say nothing of what is claimed of it.
    if every.get(statement.about, {}).get("kind") == "Entity" and sentences:
        return f"{label(statement.about)}: “{sentences[0]['quote']}”"
    return event_text(statement.about, roles.get(statement.about, ()), every)


def event_text(iri: str, roles: Iterable[tuple[str, str]], every: Mapping[str, Record]) -> str:
    """Return an eventuality in a few words, with roles in it and who plays them."""
    label, node = vocabulary.default().label, every.get(iri, {"label": iri, "type": ""})
    taken: dict[str, list[str]] = {}
    for role, filler in roles:
        taken.setdefault(label(local(role)), []).append(every[filler]["label"])
    told = "; ".join(f"{role}: {', '.join(who)}" for role, who in sorted(taken.items()))
    return f"{node['label']} ({label(node['type'])})" + (f"  {told}" if told else "")


def value_records(claims: Claims, iri: str) -> list[Record]:
    """Return the facts of a thing that end in a literal, each with all sentences it rests on."""
    told: dict[tuple[str, str, str], list[Statement]] = {}
    for s in claims.statements:
        if s.is_fact and s.value and s.subject == iri:
            told.setdefault((local(s.predicate), s.value, s.unit), []).append(s)
    return [
        {
            "property": name,
            "label": vocabulary.default().label(name),
            "value": value,
            "unit": unit,
            "text": support[0].amount,
            "n_sources": claims.sources(support),
            "sentences": [e for s in support for e in claims.evidence(s)],
        }
        for (name, value, unit), support in sorted(told.items(), key=lambda item: item[0])
    ]


def claims_list(
    store: Store,
    *,
    about: str = "",
    by: str | None = None,
    modality: str = "",
    contested: bool = False,
) -> list[Record]:
    """Return claims as records, in order of document and place.

    `about` and `by` are IRIs; `by` "" is the articles' own voice; `contested` keeps what a person
    contested and what is said as well as denied.

    Raises:
        UsageError: there is no such modality.
    """
    wanted = _modality(modality)
    meant = about or by
    claims, every = Claims(store, touching(store, meant) if meant else None), nodes(store)
    told = [s for s in claims.statements if not about or s.speaker != about or _names(s, about)]
    disputed = _disputed(store) if contested else frozenset()
    kept = [
        s for s in told
        if (by is None or s.speaker == by)
        and (not wanted or s.modality == wanted)
        and (not contested or s.standing == "Contested" or s.iri in disputed)
    ]  # fmt: skip
    return records(store, claims, kept, every)


def records(
    store: Store, claims: Claims, told: Iterable[Statement], every: dict[str, Record]
) -> list[Record]:
    """Return some of the claims of a store as records, in order of document and place."""
    kept = list(told)
    roles = roles_played(store, {s.about for s in kept if not s.subject}, every)
    return sorted((claim_record(claims, s, every, roles) for s in kept), key=place)


def _names(statement: Statement, iri: str) -> bool:
    return iri in (statement.subject, statement.object, statement.about)


def _modality(given: str) -> str:
    found = {m.casefold(): m for m in _MODALITIES}
    if given and given.casefold() not in found:
        fix = did_you_mean(given, _MODALITIES) or f"one of: {', '.join(_MODALITIES).lower()}"
        raise UsageError(f"no modality '{given}'", fix=fix)
    return str(found.get(given.casefold(), ""))


def _disputed(store: Store) -> frozenset[str]:
    """Return the claims of what one text says plainly and one, perhaps the same, denies.

    So are those that give a thing two values where it can have one.
    """
    sides: dict[tuple[str, ...], dict[str, set[str]]] = {}
    for s in Claims(store).statements:
        if s.modality != "Asserted" or s.standing == "Rejected":
            continue
        for key in {(s.subject, s.predicate, s.object or s.value), (s.about,)}:
            if all(key):
                sides.setdefault(key, {}).setdefault(s.polarity, set()).add(s.iri)
    both = (v for v in sides.values() if {"Positive", "Negative"} <= v.keys())
    found = {iri for v in both for iris in v.values() for iri in iris}
    return frozenset(found | {iri for group in conflicts(Claims(store)) for iri in group})


def conflicts(claims: Claims) -> Iterator[list[str]]:
    """Yield the claims that give one thing different values of a single-valued attribute."""
    told: dict[tuple[str, str], dict[str, list[str]]] = {}
    for s in claims.statements:
        is_plain = (s.modality, s.polarity) == ("Asserted", "Positive") and s.standing != "Rejected"
        single = vocabulary.default().is_a(local(s.predicate), "singleValuedAttribute")
        if single and is_plain:
            values = told.setdefault((s.subject, s.predicate), {})
            values.setdefault(s.value, []).append(s.iri)
    for values in told.values():
        if not agree(values):
            yield [iri for iris in values.values() for iri in iris]


def place(found: Record) -> tuple[Any, ...]:
    """Return what sorts claims by document and by where they stand in it."""
    first = found["sentences"][0] if found["sentences"] else {"document": "", "start": 0}
    return first["document"], first["start"], found["claim"]


def timeline(store: Store, about: str = "") -> dict[str, list[Record]]:
    """Return what happened, of all or of one entity: `dated`, in order of time, and `undated`.

    Each has `iri`, `label`, `type`, `status` (fact, reported), `edtf`, `time` (the text's words),
    `participants` and `sentences`. A date without a year is undated: nothing is guessed.
    """
    every, claims = nodes(store), Claims(store)
    roles: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, object_ in facts(store):
        if object_ in every:
            roles.setdefault(subject, {}).setdefault(local(predicate), []).append(object_)
    spoken: dict[str, list[Statement]] = {}
    for statement in claims.statements:
        spoken.setdefault(statement.about, []).append(statement)
    found = [
        _happened(iri, node, roles.get(iri, {}), every, claims, spoken.get(iri, []))
        for iri, node in sorted(every.items())
        if node["kind"] in _STATUS
        and (not about or iri == about or any(about in v for v in roles.get(iri, {}).values()))
    ]
    dated = sorted((f for f in found if when(f["edtf"])), key=lambda f: (when(f["edtf"]), f["iri"]))
    return {"dated": dated, "undated": [f for f in found if not when(f["edtf"])]}


def _happened(
    iri: str,
    node: Record,
    roles: dict[str, list[str]],
    every: dict[str, Record],
    claims: Claims,
    spoken: list[Statement],
) -> Record:
    return {
        "iri": iri,
        "label": node["label"],
        "type": node["type"],
        "status": _STATUS[node["kind"]],
        "edtf": node.get("edtf", ""),
        "time": node.get("time", ""),
        "participants": {r: [every[i]["label"] for i in iris] for r, iris in sorted(roles.items())},
        "sentences": [e for s in spoken for e in claims.evidence(s)],
    }


def when(edtf: str) -> tuple[str, ...]:
    """Return what an EDTF date sorts by; empty when it names no year.

    >>> when("2025-06") < when("2025-06-03") < when("2025-07-01/2025-07-09"), when("XXXX-05")
    (True, ())
    """
    found = re.match(r"(\d{2}[\dX]{2})(?:-(\d\d))?(?:-(\d\d))?", edtf)
    return (found[1].replace("X", "0"), found[2] or "", found[3] or "") if found else ()


def sources_list(
    store: Store, name: str = "", files: Callable[[], Files] | None = None
) -> list[Record]:
    """Return the documents in order of date, each with how much rests on it; or only some.

    With a name there is one, with its `claims`: a title, a part of one, the IRI, the id, or a file
    name, of which `files` knows those of each document by hash. That of a publisher gives all of
    its documents, without claims if there are several.

    Raises:
        NotFoundError: no document has that name, or several have.
    """
    found = _documents(kinds(store), Claims(store).documents)
    if not name:
        return found
    chosen = _named(found, name, files)
    if len(chosen) > 1:
        return chosen
    one, every = chosen[0], nodes(store)
    claims = Claims(store, claims_in(store, [one["document"]]))
    return [{**one, "claims": records(store, claims, claims.statements, every)}]


def documents_list(store: Store, iris: Collection[str]) -> list[Record]:
    """Return some documents as `sources_list` does; their claims are read for it."""
    told = Claims(store, claims_in(store, iris)).statements
    return _documents(((s, 1) for s in told), documents(store, iris))


def _documents(
    told: Iterable[tuple[Statement, int]], known: Mapping[str, Mapping[str, list[str]]]
) -> list[Record]:
    """Return documents in order of date, by how often what is said in each."""
    counted: dict[str, list[tuple[Statement, int]]] = {}
    for kind, number in told:
        counted.setdefault(kind.document, []).append((kind, number))
    found = [_document(iri, about, counted.get(iri, [])) for iri, about in known.items()]
    return sorted(found, key=lambda d: (d["published"], d["title"], d["document"]))


def _document(
    iri: str, about: Mapping[str, list[str]], told: list[tuple[Statement, int]]
) -> Record:
    def first(name: str) -> str:
        return about.get(name, [""])[0]

    return {
        "document": iri,
        "title": first("rdfs:label"),
        "publisher": first("dcterms:publisher"),
        "published": first("dcterms:issued"),
        "url": first("dcterms:source"),
        "copy_of": first("kg:copyOf"),
        "n_claims": sum(n for _, n in told),
        "n_attributed": sum(n for kind, n in told if kind.speaker),
        "n_facts": sum(n for kind, n in told if kind.is_fact),
    }


def _named(found: list[Record], name: str, files: Callable[[], Files] | None) -> list[Record]:
    """Return the one document of a name, or all of a publisher: what fits first, as it is given."""

    def among(fits: Callable[[Record], bool]) -> list[Record]:
        return [d for d in found if fits(d)]

    wanted = fold(name)
    exact = among(lambda d: name in (d["document"], d["document"].rpartition("/")[2]))
    exact = exact or among(lambda d: bool(wanted) and fold(d["title"]) == wanted)
    exact = exact or _of_file(found, name, files() if files else {})
    theirs = [] if exact else among(lambda d: bool(wanted) and fold(d["publisher"]) == wanted)
    part = exact or theirs or among(lambda d: bool(wanted) and wanted in fold(d["title"]))
    if theirs or len(part) == 1:
        return part
    if part:
        shown = "\n".join(f"  {d['document']}  {d['title']}" for d in part[:10])
        raise NotFoundError(f"'{name}' may mean:\n{shown}", fix="name one by its IRI")
    words = (d[key] for key in ("title", "publisher") for d in found if d[key])
    raise NotFoundError(
        f"no document '{name}'", fix=did_you_mean(name, words) or "kg sources lists them"
    )


def _of_file(found: list[Record], name: str, files: Files) -> list[Record]:
    """Return the documents that came by a file of this name, with or without its folder."""
    file = name.rpartition("/")[2].casefold()
    named = {sha[:8] for sha, names in files.items() if file in map(str.casefold, names)}
    return [d for d in found if d["document"].rpartition("/")[2] in named]
