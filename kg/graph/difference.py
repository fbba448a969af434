"""What differs between two stores: what is said otherwise, which facts and claims came or went."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.graph.apart import claims_apart, copied_otherwise
from kg.graph.claims import Claims, Statement
from kg.graph.identities import documents, entities
from kg.graph.listing import claim_record, event_text, place
from kg.graph.same import same
from kg.graph.view import UNREAL, Fact, facts, nodes, roles_of, roles_played

if TYPE_CHECKING:
    from kg.store import Store

Record = dict[str, Any]
Thing = tuple[Any, ...]
"""What a claim is of, in the numbers that two stores share: equal where both speak of one thing."""
Pair = tuple[Statement, Statement]
_STRENGTH = ("fact", "said", "evaluation", "alleged", "possible", "proposed", "denied", "contested")


def difference(old: Store, new: Store, alike: Collection[str] = ()) -> Record:
    """Return what differs between two stores; each list is empty where nothing does.

    `alike` are documents that are known to have one graph in both, with the same names for their
    things: of them only claims are read that are of the same things as those of other documents.

    `status` are things that both speak of, but otherwise: `was` and `now` are claims, as in
    `kg.graph.listing.claims_list`; first comes what became a fact, then what is none any more.
    `facts` and `claims` are `added` and `removed`; what makes an added fact is no claim beside it.
    `entities` are `added`, `removed`, `changed` (`was` and `now`: what differs), and `merged`,
    `split` and `regrouped`, which are not gone. `documents` are `added`, `removed` and `changed`.

    >>> from kg.store import Store
    >>> difference(Store.memory(), Store.memory())["facts"]
    {'added': [], 'removed': []}
    """
    every = nodes(old), nodes(new)
    alike = {*alike} - copied_otherwise(old, new) if alike else ()
    shared = same((old, every[0]), (new, every[1]), alike)
    few = claims_apart((old, new), shared, alike) if alike else (None, None)
    one = _Side(old, every[0], shared.old, few[0])
    other = _Side(new, every[1], shared.new, few[1])
    found = _compared(one, other)
    return {
        "status": sorted((_changed(one, other, pair) for pair in found.pairs), key=_rank),
        "facts": _both(sorted(f, key=_where) for f in found.facts),
        "claims": _both(
            sorted((side.record(s) for s in left), key=_news)
            for side, left in zip((one, other), found.claims, strict=True)
        ),
        "entities": entities(*every, shared.groups),
        "documents": documents(shared),
    }


class _Side:
    """One of the two stores, its things by the numbers that both share."""

    def __init__(
        self,
        store: Store,
        every: dict[str, Record],
        numbers: Mapping[str, int],
        iris: Collection[str] | None,
    ) -> None:
        self.store, self.nodes, self.numbers = store, every, numbers
        self.claims = {s.iri: s for s in Claims(store, iris).statements}
        self.is_part = iris is not None
        told_of = {s.about for s in self.claims.values()}
        self.roles = (
            roles_played(store, told_of, every)
            if self.is_part
            else roles_of(fact for fact in facts(store) if fact[2] in every)
        )
        self.shown = Claims(store, ())
        self.things: dict[Thing, list[Statement]] = {}

    def number(self, iri: str) -> int | str:
        """Return the number of a thing or a document."""
        return self.numbers.get(iri, iri)

    def sort(self, others: Iterable[str]) -> None:
        """Sort the claims by what they are of; `others` are those of the other store."""
        there = set(others)
        self.show(self.claims.keys() - there)
        for s in self.claims.values():
            self.things.setdefault(self._thing(s, s.iri in there), []).append(s)

    def show(self, iris: Collection[str]) -> None:
        """Have the sentences of some claims at hand."""
        are_few = self.is_part or len(iris) < len(self.claims) / 4  # each is looked up
        self.shown = Claims(self.store, iris if are_few else None)

    def _thing(self, s: Statement, is_there: bool) -> Thing:
        if s.subject and (s.object or s.value):
            end = self.number(s.object) if s.object else f"{s.value} {s.unit}"
            return self.number(s.subject), s.predicate, end
        if self.is_entity(s.about):  # much may be said of an entity: each sentence is a thing
            return self.number(s.about), s.iri if is_there else self.sentence(s)
        return (self.number(s.about),)

    def is_entity(self, iri: str) -> bool:
        """Whether it is no eventuality."""
        return bool(self.nodes.get(iri, {}).get("kind") == "Entity")

    def sentence(self, s: Statement) -> str:
        """Return the first sentence of a claim that is shown."""
        return next((str(e["sentence"]) for e in self.shown.evidence(s)), "")

    def qualities(self, s: Statement) -> Thing:
        """Return in what a claim may differ from another of the same thing."""
        return s.modality, s.polarity, s.certainty, s.standing, self.number(s.speaker)

    def record(self, s: Statement) -> Record:
        """Return a claim with its sentences; an event is told with who takes part."""
        return claim_record(self.shown, s, self.nodes, self.roles)

    def happened(self) -> dict[int | str, str]:
        """Return the eventualities that are facts, by number."""
        kept = (i for i, n in self.nodes.items() if n["kind"] not in ("Entity", *UNREAL))
        return {self.number(iri): iri for iri in kept}

    def speaks_of(self, event: str) -> list[Statement]:
        """Return the claims that make an event a fact."""
        return [s for s in self.claims.values() if s.about == event and s.is_fact]

    def fact(self, support: Sequence[Statement], triple: Fact | None = None) -> Record:
        """Return a fact by the claims that make it; one of the roles of an event by its triple."""
        s = support[0]
        text = event_text(triple[0], [triple[1:]], self.nodes) if triple else self.record(s)["text"]
        subject, predicate, object_ = triple or (
            s.subject or s.about, s.predicate, s.object or s.amount
        )  # fmt: skip
        return {
            "text": text,
            "subject": subject,
            "predicate": predicate,
            "object": object_,
            "n_sources": self.shown.sources(support),
            "sentences": [e for s in support for e in self.shown.evidence(s)],
        }


Sides = tuple[_Side, _Side]
Told = tuple[list[Statement], list[Statement]]
"""The claims of one thing, in the old store and in the new."""


@dataclass(slots=True)
class _Found:
    """What differs of the claims: in pairs, as facts, and alone; each of the old and the new."""

    pairs: list[Pair] = field(default_factory=list)
    facts: tuple[list[Record], list[Record]] = field(default_factory=lambda: ([], []))
    claims: tuple[list[Statement], list[Statement]] = field(default_factory=lambda: ([], []))


def _compared(one: _Side, other: _Side) -> _Found:
    """Compare the claims of each thing that two stores do not speak of in the same way."""
    found, sides = _Found(), (one, other)
    one.sort(other.claims)
    other.sort(one.claims)
    touched = [
        told for thing in {**one.things, **other.things}
        if _differ(told := (one.things.get(thing, []), other.things.get(thing, [])), sides)
    ]  # fmt: skip
    roles = _roles(one, other)
    for side, number in ((one, 0), (other, 1)):
        shown = {s.iri for told in touched for s in told[number]}
        shown |= {s.iri for support in roles[number].values() for s in support}
        side.show(shown)
        found.facts[number].extend(side.fact(s, triple) for triple, s in roles[number].items())
    for told in touched:
        _tell(found, told, sides)
    return found


def _differ(told: Told, sides: Sides) -> bool:
    was, now = (
        {(s.iri, side.qualities(s)) for s in each} for side, each in zip(sides, told, strict=True)
    )
    return was != now


def _roles(one: _Side, other: _Side) -> list[dict[Fact, list[Statement]]]:
    """Return who takes part in what happened by both stores, but by one only, with its claims."""
    happened = one.happened(), other.happened()
    drawn = [
        {
            (number, role, side.number(filler)): (events[number], role, filler)
            for number in happened[0].keys() & happened[1].keys()
            for role, filler in side.roles.get(events[number], ())
        }
        for side, events in zip((one, other), happened, strict=True)
    ]
    return [
        {
            triple: support
            for key, triple in mine.items()
            if key not in others and (support := side.speaks_of(triple[0]))
        }
        for side, mine, others in ((one, drawn[0], drawn[1]), (other, drawn[1], drawn[0]))
    ]


def _tell(found: _Found, told: Told, sides: Sides) -> None:
    """Sort the claims of one thing into what changed, facts that came or went, and the rest."""
    changed, left = _paired(told, sides)
    was, now = (any(s.is_fact for s in each) for each in told)
    if all(told) and was != now and not any(a.is_fact != b.is_fact for a, b in changed):
        best = min(told[0], key=_strength), min(told[1], key=_strength)
        changed.append(best)
        left = [s for s in left[0] if s is not best[0]], [s for s in left[1] if s is not best[1]]
    found.pairs += changed
    for number in (0, 1):
        is_alone = not told[1 - number]
        support = [s for s in left[number] if is_alone and s.is_fact]
        if support:
            found.facts[number].append(sides[number].fact(support))
        found.claims[number].extend(s for s in left[number] if s not in support)


def _paired(told: Told, sides: Sides) -> tuple[list[Pair], Told]:
    """Return the claims that both stores hold but otherwise, in pairs, and those of one alone.

    A claim is the same by its IRI; in one document the nearest: of one sentence and speaker first.
    """
    near: tuple[Callable[[_Side, Statement], Thing], ...] = (
        lambda side, s: (side.sentence(s), side.number(s.speaker)),
        lambda side, s: (side.sentence(s),),
        lambda _, s: (),
    )
    there = {s.iri: s for s in told[1]}
    pairs = [(s, there[s.iri]) for s in told[0] if s.iri in there]
    known = {s.iri for s, _ in pairs}
    left = _by_document(told[0], sides[0], known), _by_document(told[1], sides[1], known)
    for document in left[0].keys() & left[1].keys():
        for key in near:
            pairs += _matched(left[0][document], left[1][document], sides, key)
    changed = [(a, b) for a, b in pairs if sides[0].qualities(a) != sides[1].qualities(b)]
    gone, came = ([s for each in side.values() for s in each] for side in left)
    return changed, (gone, came)


def _by_document(
    told: Iterable[Statement], side: _Side, known: Container[str]
) -> dict[int | str, list[Statement]]:
    found: dict[int | str, list[Statement]] = {}
    for s in told:
        if s.iri not in known:
            found.setdefault(side.number(s.document), []).append(s)
    return found


def _matched(
    gone: list[Statement],
    came: list[Statement],
    sides: Sides,
    key: Callable[[_Side, Statement], Thing],
) -> list[Pair]:
    """Take those that have one key out of both lists, and return them in pairs."""
    pairs: list[Pair] = []
    for s in list(gone):
        wanted = key(sides[0], s)
        if fits := next((other for other in came if key(sides[1], other) == wanted), None):
            pairs.append((s, fits))
            gone.remove(s)
            came.remove(fits)
    return pairs


def _strength(s: Statement) -> tuple[int, str]:
    known = s.status in _STRENGTH
    return _STRENGTH.index(s.status) if known else len(_STRENGTH), s.iri


def _changed(one: _Side, other: _Side, pair: Pair) -> Record:
    now = other.record(pair[1])
    return {"text": now["text"], "was": one.record(pair[0]), "now": now}


def _rank(found: Record) -> tuple[Any, ...]:
    """Sort what became a fact first, then what is none any more."""
    was, now = (found[k]["status"] == "fact" for k in ("was", "now"))
    return was - now if was != now else 2, place(found["now"])


def _news(claim: Record) -> tuple[Any, ...]:
    """Sort what only supports a known fact last."""
    return claim["status"] == "fact", place(claim)


def _where(fact: Record) -> tuple[Any, ...]:
    return place({"claim": fact["text"], **fact})


def _both(sides: Iterable[list[Record]]) -> dict[str, list[Record]]:
    removed, added = sides
    return {"added": added, "removed": removed}
