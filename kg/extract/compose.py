"""Statements in words to the records of `model.py`, numbered in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kg.extract.annotate import Word
from kg.extract.attribute import record
from kg.extract.cast import Cast, Draft
from kg.extract.frames import Statement
from kg.extract.nameless import NAMELESS
from kg.extract.persons import HE_OR_SHE
from kg.extract.speech import Speakers, Speech, speaker
from kg.model import (
    Attribution,
    Claim,
    Eventuality,
    Extraction,
    Mention,
    Role,
    Span,
)


@dataclass(slots=True)
class _Work:
    cast: Cast
    claims: list[Claim] = field(default_factory=list)
    events: list[Eventuality] = field(default_factory=list)
    attributions: dict[int, Attribution] = field(default_factory=dict)

    def span(self, words: Iterable[Word]) -> Span:
        return self.cast.parse.span(words)

    def attribution(self, speech: Speech) -> str | None:
        if speech.rule == "quotation" and not speech.source:
            return None
        if id(speech) not in self.attributions:
            ident = f"a{len(self.attributions) + 1}"
            self.attributions[id(speech)] = record(self.cast, speech, ident)
        return self.attributions[id(speech)].id


def compose(
    cast: Cast,
    speakers: Speakers,
    found: Iterable[Statement],
    reasons: Iterable[tuple[Statement, Word, Word]],
    extractor: str,
) -> Extraction:
    """Return the Extraction of a document; entities keep the ids of the cast."""
    work = _Work(cast)
    for speech in sorted(speakers.speeches, key=lambda s: s.content[0].i):
        work.attribution(speech)
    found = list(found)
    for statement in sorted(found, key=lambda s: (s.evidence[0].i, s.trigger[0].i)):
        _add(work, statement)
    for statement, actor, given in reasons:
        _add_reason(work, statement, actor, given)
    _tell_apart(work, found)
    drafts = sorted((d for d in cast.drafts.values() if not _is_idle(work, d)), key=_first)
    return Extraction(
        document=cast.parse.document,
        extractor=extractor,
        sentences=cast.parse.sentences(),
        entities=tuple(d.finish() for d in drafts),
        eventualities=tuple(work.events),
        claims=tuple(_numbered(work.claims)),
        attributions=tuple(work.attributions.values()),
        dropped=tuple(cast.dropped),
    )


def _tell_apart(work: _Work, found: Iterable[Statement]) -> None:
    """Add the place of its deed to an unnamed group's label: "illegal miners (Pataz)".

    A group known only by description has no name that would tell it from the next one.
    """
    places: dict[str, dict[str, None]] = {}
    for statement in found:
        where = [d.label for role, d in statement.roles if role == "place" and d.is_name]
        for role, draft in statement.roles:
            if role in {"agent", "patient"} and draft.type == "Group":
                places.setdefault(draft.id, {}).update(dict.fromkeys(where))
    for ident, where_all in places.items():
        if len(where_all) == 1:
            work.cast.drafts[ident].label += f" ({next(iter(where_all))})"


def _is_idle(work: _Work, draft: Draft) -> bool:
    """Whether it is a "he", a writer or an "it" without a name of whom nothing is said."""
    if draft.is_name or not (draft.label in HE_OR_SHE or draft.label in NAMELESS):
        return False
    ends = {e for c in work.claims for e in (c.subject, c.object, c.speaker)}
    filled = {r.filler for e in work.events for r in e.roles}
    return draft.id not in ends | filled


def _first(draft: Draft) -> tuple[int, int]:
    start = min((s.start for s in draft.mentions), default=10**9)
    return start, int(draft.id.removeprefix("e"))


def _add(work: _Work, statement: Statement) -> None:
    event = _event(work, statement) if statement.event else None
    about = event.id if event else statement.about.id if statement.about else None
    base = Claim(
        id="",
        evidence=(work.span(statement.evidence),),
        modality=statement.quality.modality,
        polarity=statement.quality.polarity,
        certainty=statement.quality.certainty,
        rule=statement.rule,
    )
    made = [
        replace(base, subject=subject.id, predicate=name, object=object_.id, about=about)
        for subject, name, object_ in statement.triples
    ]
    if about and not made:
        made.append(replace(base, about=about))
    for draft, name, value, is_near in statement.values:
        ends = replace(base, subject=draft.id if draft else about, predicate=name, value=value)
        made.append(replace(ends, certainty="Possible") if is_near else ends)
    work.claims += [_voiced(work, claim, statement.speech) for claim in made]


def _voiced(work: _Work, claim: Claim, speech: Speech | None) -> Claim:
    if speech is None and claim.is_allegation:  # "allegedly": somebody says so
        return replace(claim, speaker=work.cast.unattributed().id)
    if speech is None:
        return claim
    return replace(
        claim,
        speaker=speech.speaker.id,
        attribution=work.attribution(speech),
        speech_verb=speech.verb or None,
        verbatim=speech.verbatim,
    )


def _event(work: _Work, statement: Statement) -> Eventuality:
    span = work.span(statement.trigger)
    seen: dict[tuple[str, str], None] = {}
    for role, draft in statement.roles:
        seen.setdefault((role, draft.id))
    event = Eventuality(
        id=f"v{len(work.events) + 1}",
        type=statement.event or "Eventuality",
        label=work.cast.parse.document.quote(span),
        trigger=span,
        roles=tuple(Role(r, f) for r, f in seen),
        time=statement.time,
        mentions=(Mention(span, "predicate"),),
    )
    work.events.append(event)
    return event


def _add_reason(work: _Work, statement: Statement, actor: Word, given: Word) -> None:
    """Add what an actor cites as its reason: the actor says it, not the narrator."""
    who = speaker(work.cast, actor)
    cue = statement.trigger
    content = tuple(w for w in given.subtree() if w.pos != "PUNCT")
    speech = Speech(tuple(actor.subtree()), cue, content, who, "basis", cue[0].lemma)
    claim = Claim(
        id="",
        evidence=(work.span(statement.evidence),),
        about=statement.about.id if statement.about else None,
        rule="basis",
        basis=statement.basis,
    )
    work.claims.append(_voiced(work, claim, speech))


def _numbered(claims: list[Claim]) -> Iterable[Claim]:
    unique = dict.fromkeys(claims)
    ordered = sorted(unique, key=lambda c: (c.evidence[0], c.rule))
    return (replace(c, id=f"c{n}") for n, c in enumerate(ordered, start=1))
