"""Who is who, over all documents: a pure function of evidence, gazetteer and decisions.

Names join by an authority row or by equal key; what is bare, unexpanded or ambiguous stays in its
document. The order of the documents never matters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg import vocabulary
from kg.decisions import Numbered
from kg.gazetteer import Gazetteer, Row
from kg.link.alone import Alone
from kg.link.decided import decided
from kg.link.names import NEVER_LINKED, family, is_acronym
from kg.link.offices import held_offices
from kg.link.records import Candidate, Linking, Node, most_specific
from kg.link.summary import SITES, Summary
from kg.model import UNATTRIBUTED, Entity, Extraction
from kg.quads import BASE, slug

__all__ = ["NEVER_LINKED", "family", "is_acronym", "is_named", "join", "link"]


@dataclass(frozen=True, slots=True)
class _Member:
    """One entity of one document."""

    iri: str
    entity: Entity
    country: str
    rows: tuple[Row, ...] = ()
    same: str = ""
    key: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name to join by: the label, or what the text expands an acronym to."""
        long = [a for a in self.entity.aliases if not is_acronym(a)]
        return max(long, key=len) if is_acronym(self.entity.label) and long else self.entity.label


@dataclass(frozen=True, slots=True)
class _Cluster:
    """The members that share a key, with the name and slug they get."""

    key: tuple[str, ...]
    members: tuple[_Member, ...]
    row: Row | None
    label: str
    slug: str
    country: str


def link(
    extractions: Iterable[Extraction],
    gazetteer: Gazetteer,
    decisions: Iterable[Numbered] = (),
    *,
    base: str = BASE,
) -> Linking:
    """Give every entity of every document its IRI in the store.

    `decisions` are those in force, see `kg.decisions`; they are applied last.
    """
    return join((Summary.of(x, base) for x in extractions), gazetteer, decisions, base=base)


def join(
    summaries: Iterable[Summary],
    gazetteer: Gazetteer,
    decisions: Iterable[Numbered] = (),
    *,
    base: str = BASE,
) -> Linking:
    """Do what `link` does, from what it needs to know of each document."""
    whole, decisions = sorted(summaries, key=lambda x: x.sha256), list(decisions)
    alone = Alone.of(whole, gazetteer, decisions, base)
    ordered = [alone.rest(x) for x in whole]
    members = [replace(m, key=_key(m)) for x in ordered for m in _members(x, gazetteer)]
    members = _join_untyped(_join_acronyms(members))
    clusters, apart = _clusters(members, gazetteer)
    named, splits, homeless = _name(clusters, base, alone)
    canonical = {m.iri: iri for iri, c in named.items() for m in c.members}
    canonical |= {m.iri: m.iri for m in (*apart, *homeless)}
    nodes = {iri: _describe(iri, c.members, c) for iri, c in named.items()}
    nodes |= {m.iri: _describe(m.iri, (m,), None) for m in (*apart, *homeless)}
    redirects = {m.iri: iri for iri, c in named.items() for m in c.members}
    redirects |= _other_slugs(named, splits, base)
    offices = {m.iri: m for m in members if m.entity.type == "Office"}
    titles = {iri: m.entity.label for iri, m in offices.items()}
    for iri, joined in held_offices(ordered, titles, canonical, base):
        for local in joined:
            canonical[local] = redirects[local] = iri
            del nodes[local]
        nodes[iri] = _office(iri, [offices[i] for i in joined])
    bare = {slug(m.name) for m in members if _is_bare(m)}
    persons = alone.surnames(whole, bare, base)
    found = sorted(set(_candidates(members, canonical, persons)))
    linked = Linking(canonical, nodes, dict(sorted(redirects.items())), splits, tuple(found))
    done = decided(linked, {m.iri: m.entity for m in members}, decisions)
    return replace(done, alone=alone)


def is_named(entity: Entity) -> bool:
    """Whether the text names the entity, so that other documents may mean it too.

    A demonym names a country but no person.
    """
    words = vocabulary.default()
    if words.is_a(entity.type, *NEVER_LINKED) or entity.label == UNATTRIBUTED:
        return False
    kinds = {m.kind for m in entity.mentions}
    return "name" in kinds or ("demonym" in kinds and not words.is_a(entity.type, "Person"))


def _members(summary: Summary, gazetteer: Gazetteer) -> Iterator[_Member]:
    sites = _countries(summary, gazetteer)
    for entity in summary.entities:
        country = sites.get(entity.id, "")
        rows = tuple(_rows(entity, gazetteer, country)) if is_named(entity) else ()
        same = min(entity.exact_match, default="")
        yield _Member(summary.iris[entity.id], entity, country, rows, same)


def _countries(summary: Summary, gazetteer: Gazetteer) -> dict[str, str]:
    """Return the country that the narrator puts an entity in, if it is one country only."""
    labels = {e.id: e.label for e in summary.entities if e.type == "Country"}
    found: dict[str, set[str]] = {}
    for claim in summary.claims:
        if claim.subject and claim.object in labels and claim.predicate in SITES:
            label = labels[claim.object]
            rows = [r for r in gazetteer.lookup(label) if r.type == "Country"]
            code = rows[0].country if rows else slug(label)
            found.setdefault(claim.subject, set()).add(code)
    return {id_: min(codes) for id_, codes in found.items() if len(codes) == 1}


def _rows(entity: Entity, gazetteer: Gazetteer, country: str) -> Iterator[Row]:
    """Yield the rows that an entity may be: by its IRI elsewhere, its label, an alias of words."""
    words = vocabulary.default()
    if known := [row for row in map(gazetteer.same, entity.exact_match) if row]:
        yield known[0]
        return
    for name in (entity.label, *(a for a in entity.aliases if " " in a)):
        rows = [
            row
            for row in gazetteer.lookup(name)
            if not row.never_by_name
            and (words.is_a(row.type, entity.type) or words.is_a(entity.type, row.type))
            and (not country or not row.country or row.country == country)
            and not _differ(row.exact_match, entity.exact_match)
        ]
        if rows:
            yield from rows
            return


def _differ(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether an authority that knows both gives them different IRIs."""
    known = {iri.rpartition("/")[0]: iri for iri in one}
    return any(known.get(iri.rpartition("/")[0], iri) != iri for iri in other)


def _key(member: _Member) -> tuple[str, ...]:
    """Return what joins a member to others; empty for one that stays in its document."""
    entity, kind = member.entity, family(member.entity.type)
    if not is_named(entity) or len(member.rows) > 1:
        return ()
    if member.rows:
        return ("row", member.rows[0].key)
    if kind == "Person" and len(member.name.split()) == 1:
        return ()
    return ("name", kind, slug(re.sub("^[Tt]he ", "", member.name)))


def _join_acronyms(members: list[_Member]) -> list[_Member]:
    """Let an acronym join the one name that any text expands it to; several keep it local."""
    expansions: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for m in members:
        for alias in m.entity.aliases if m.key else ():
            if is_acronym(alias):
                expansions.setdefault((family(m.entity.type), alias), set()).add(m.key)
    joined = []
    for m in members:
        keys = expansions.get((family(m.entity.type), m.name), set()) - {m.key}
        if m.key and m.key[0] == "name" and is_acronym(m.name) and keys:
            m = replace(m, key=min(keys) if len(keys) == 1 else ())
        joined.append(m)
    return joined


def _join_untyped(members: list[_Member]) -> list[_Member]:
    """Let a name without a class be the one thing of that name that has one; several keep it local.

    A table of ties tells no classes.
    """
    typed: dict[str, set[tuple[str, ...]]] = {}
    for m in members:
        if m.key and m.entity.type != "Entity":
            typed.setdefault(slug(m.name), set()).add(m.key)
    joined = []
    for m in members:
        keys = typed.get(slug(m.name), set())
        if m.entity.type == "Entity" and m.key and m.key[0] == "name" and keys:
            m = replace(m, key=min(keys) if len(keys) == 1 else ())
        joined.append(m)
    return joined


def _clusters(members: list[_Member], gazetteer: Gazetteer) -> tuple[list[_Cluster], list[_Member]]:
    """Group members by key; those of one name with several IRIs or countries come apart."""
    groups: dict[tuple[str, ...], list[_Member]] = {}
    for m in members:
        groups.setdefault(m.key, []).append(m)
    apart = groups.pop((), [])
    for tell in (_same, _country):
        for key in sorted(groups):
            if key[0] == "name" and len({tell(m) for m in groups[key]} - {""}) > 1:
                for m in groups.pop(key):
                    (groups.setdefault((*key, tell(m)), []) if tell(m) else apart).append(m)
    return [_cluster(key, groups[key], gazetteer) for key in sorted(groups)], apart


def _same(member: _Member) -> str:
    return member.same


def _country(member: _Member) -> str:
    return member.country


def _cluster(key: tuple[str, ...], members: list[_Member], gazetteer: Gazetteer) -> _Cluster:
    row = members[0].rows[0] if key[0] == "row" and members[0].rows else None
    row = row or next((m.rows[0] for m in members if m.rows), None)
    names = Counter(m.name for m in members)
    label = row.name if row else min(names, key=lambda n: (-names[n], -len(n), n))
    name, country = slug(label), max((m.country for m in members), default="")
    if row and gazetteer.lookup(row.name)[0].key != row.key and row.country:
        name += f"-{row.country.lower()}"
    return _Cluster(key, tuple(members), row, label, name, row.country if row else country)


def _name(
    clusters: list[_Cluster], base: str, alone: Alone
) -> tuple[dict[str, _Cluster], dict[str, tuple[str, ...]], list[_Member]]:
    """Give each cluster an IRI; homonyms get their country, or come back as members apart."""
    named: dict[str, _Cluster] = {}
    splits: dict[str, tuple[str, ...]] = {}
    local: list[_Member] = []
    by_slug: dict[str, list[_Cluster]] = {}
    for c in clusters:
        by_slug.setdefault(c.slug, []).append(c)
    for bare, group in sorted(by_slug.items()):
        holders = group if len(group) == 1 else [c for c in group if c.row][:1]
        named |= {f"{base}id/{bare}": c for c in holders}
        homonyms = []
        for c in (c for c in group if c not in holders):
            name = f"{bare}-{c.country.lower()}"
            is_taken = name in by_slug or f"{base}id/{name}" in named or alone.has(name)
            if c.country and not is_taken:
                named[f"{base}id/{name}"] = c
                homonyms.append(f"{base}id/{name}")
            else:
                local.extend(c.members)
                homonyms.extend(m.iri for m in c.members)
        if not holders:
            splits[f"{base}id/{bare}"] = tuple(sorted(homonyms))
    return named, splits, local


def _describe(iri: str, members: Sequence[_Member], cluster: _Cluster | None) -> Node:
    row = cluster.row if cluster else None
    label = cluster.label if cluster else members[0].entity.label
    types = Counter(m.entity.type for m in members)
    if row:
        types[row.type] += 1
    names = {n for m in members for n in (m.entity.label, *m.entity.aliases)}
    names |= set(row.aliases if row else ())
    names.discard(label)
    counts = {m.entity.count for m in members}
    same = sorted({iri for m in members for iri in m.entity.exact_match})
    return Node(
        iri,
        most_specific(types),
        label,
        tuple(sorted(names)),
        tuple(dict.fromkeys((*(row.exact_match if row else ()), *same))),
        counts.pop() if len(counts) == 1 else None,
    )


def _office(iri: str, joined: Sequence[_Member]) -> Node:
    labels = sorted({m.entity.label for m in joined}, key=lambda n: (len(n), n))
    return Node(iri, "Office", labels[0], tuple(labels[1:]))


def _other_slugs(
    named: Mapping[str, _Cluster], splits: Mapping[str, tuple[str, ...]], base: str
) -> dict[str, str]:
    """Redirect the other names that members were joined by, where nothing else has that IRI."""
    found: dict[str, set[str]] = {}
    for iri, cluster in named.items():
        for m in cluster.members:
            for name in (m.entity.label, m.name, *filter(is_acronym, m.entity.aliases)):
                found.setdefault(f"{base}id/{slug(name)}", set()).add(iri)
    free = (other for other in found if other not in named and other not in splits)
    return {other: min(found[other]) for other in free if len(found[other]) == 1}


def _is_bare(member: _Member) -> bool:
    """Whether it is a person known by one name only, who may be another of that surname."""
    is_known = len(member.rows) > 1 or member.key
    return family(member.entity.type) == "Person" and is_named(member.entity) and not is_known


def _candidates(
    members: list[_Member],
    canonical: Mapping[str, str],
    persons: Iterable[tuple[str, str]],
) -> Iterator[Candidate]:
    surnames: dict[str, set[str]] = {}
    for surname, iri in persons:
        surnames.setdefault(surname, set()).add(iri)
    for m in members:
        if family(m.entity.type) == "Person" and m.key:
            surnames.setdefault(slug(m.name.split()[-1]), set()).add(canonical[m.iri])
    for m in members:
        one = canonical[m.iri]
        if len(m.rows) > 1:
            for row in m.rows:
                yield from (Candidate(one, iri, "several rows") for iri in row.exact_match[:1])
        elif _is_bare(m):
            for other in surnames.get(slug(m.name), ()):
                yield Candidate(one, other, "surname")
