"""Clauses and nouns to statements, through the frames of `ontology/frames.toml`.

A verb or noun without a frame makes no predicate, ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.extract.annotate import Word
from kg.extract.cast import Cast, Draft
from kg.extract.clauses import (
    Clause,
    behind,
    clause,
    clauses,
    conjuncts,
    examples,
    is_imperative,
    is_passive,
)
from kg.extract.describe import phrase
from kg.extract.extent import evidence_of, noun_phrase, trigger_of
from kg.extract.guards import Found, allowed
from kg.extract.lexicon import Frame
from kg.extract.qualify import qualify, qualify_noun
from kg.extract.quality import ALLEGED, Quality
from kg.extract.speech import Speakers, Speech
from kg.extract.times import time_of, time_of_noun
from kg.model import Time, Value

_OTHERWISE = "the words around it mean something else"
_AREAS = {"AdministrativeArea", "City", "Place", "Facility"}


Given = tuple[Draft | None, str, Value, bool]


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """What one trigger says: an eventuality with roles, triples of relations, or both.

    `trigger` and `evidence` are words in the order of the text; `about` is an entity that a
    statement without an eventuality concerns; `speech` is the attribution around it. `values` are
    triples that end in a literal, of an entity or, where that is None, of the eventuality; the
    truth value says that the text gives it only as near.
    """

    rule: str
    trigger: tuple[Word, ...]
    evidence: tuple[Word, ...]
    quality: Quality
    speech: Speech | None = None
    event: str | None = None
    roles: tuple[tuple[str, Draft], ...] = ()
    triples: tuple[tuple[Draft, str, Draft], ...] = ()
    about: Draft | None = None
    basis: str | None = None
    time: Time | None = None
    values: tuple[Given, ...] = ()


def statements(cast: Cast, speakers: Speakers) -> Iterator[Statement]:
    """Yield what the frames find, in the order of the text."""
    spent: set[int] = set()
    for given in clauses(cast.parse):
        for frame in cast.lexicon.verb_frames.get(given.verb.lemma.lower(), ()):
            c = _sure_of_agents(cast, frame, given)
            made = list(_verb_statement(cast, speakers, frame, c))
            spent |= {w.i for w in c.patients if made and w.lemma.lower() in frame.object}
            yield from made
    for word in cast.parse.words:
        if word.pos == "NOUN" and word.i not in spent:
            for frame in cast.lexicon.noun_frames.get(word.lemma.lower(), ()):
                yield from _noun_statement(cast, speakers, frame, word)


# ---------------------------------------------------------------- verbs


def _verb_statement(cast: Cast, speakers: Speakers, frame: Frame, c: Clause) -> Iterator[Statement]:
    if not _evoked(cast, frame, c):
        return
    filled = {r: _fill(cast, frame, r, _verb_slots(cast, c, s)) for r, s in frame.roles.items()}
    if not _complete(cast, frame, filled) or not _agent_known(cast, frame, c, filled):
        return
    quality = qualify(cast.parse, cast.lexicon, c.verb)
    found = Found(frame.id, c.verb, c.agents, filled, quality.polarity)
    if is_imperative(c.verb) or not allowed(found, cast.lexicon.guards):
        cast.drop(_OTHERWISE, f"frame:{frame.id}", [c.verb])
        return
    speech = speakers.of(c.verb)
    if (speech and speech.rule == "suspected-of") or _is_suspect(c.agents):
        quality = replace(ALLEGED, polarity=quality.polarity)
    base = Statement(
        f"frame:{frame.id}",
        trigger_of(c.verb),
        evidence_of(c.verb),
        quality,
        speech,
        time=time_of(cast.parse, c.verb, cast.lexicon.noun_frames.keys() - frame.object),
    )
    yield from _made(cast, frame, base, filled)


def _sure_of_agents(cast: Cast, frame: Frame, c: Clause) -> Clause:
    """Take the doers away from harm that a speaker's adverbial tells of, who is seldom meant.

    "Speaking of a sniper killing five, Quispe said ...": she killed nobody.
    """
    if _who_is_a_thing(cast, c):
        return replace(c, agents=())
    if any(w.lower == "which" for w in c.verb.all("nsubjpass")):
        people = [w for w in c.patients if (d := cast.of(w)) and cast.is_a(d, "Person")]
        c = replace(c, patients=tuple(w for w in c.patients if w not in people))
    if frame.patient_type and c.is_loose:
        return replace(c, agents=(), patients=())
    harm = frame.patient_type and c.borrowed and not is_passive(c.verb)
    if harm and c.borrowed and cast.lexicon.which("reporting", c.borrowed.lemma):
        return replace(c, agents=())
    return c


def _who_is_a_thing(cast: Cast, c: Clause) -> bool:
    """Whether "who" hangs on a body: "an aide in her administration who criticized the bill"."""
    who = any(w.lower == "who" for w in c.verb.all("nsubj"))
    doers = [cast.of(w) for w in c.agents] if who else []
    return any(d is not None and cast.is_a(d, "Organization", "Place") for d in doers)


def _evoked(cast: Cast, frame: Frame, c: Clause) -> bool:
    if frame.object:
        found = [w for w in c.patients if w.lemma.lower() in frame.object]
        if not found:
            return False
        named = {o.lemma.lower() for w in found for o in behind(w, "of")}
        bare = any(w.lemma.lower() in frame.object_of for w in found)
        if frame.object_of and not bare and named.isdisjoint(frame.object_of):
            return False
    if frame.object_type:
        kinds = [cast.of(w) for w in c.patients]
        return any(d is not None and cast.is_a(d, frame.object_type) for d in kinds)
    return True


def _verb_slots(cast: Cast, c: Clause, slots: Iterable[str]) -> list[Word]:
    for slot in slots:
        found = _verb_slot(cast, c, slot)
        if found:
            return found
    return []


def _verb_slot(cast: Cast, c: Clause, slot: str) -> list[Word]:
    if slot == "subject":
        return list(c.agents)
    if slot == "object":
        return list(c.patients)
    if slot == "occasion":
        return _occasion(c)
    if slot.startswith("object."):
        where = slot.removeprefix("object.")
        found = [o for w in c.patients for o in behind(w, where)]
        return found + ([e for w in c.patients for e in examples(w)] if found else [])
    found = c.behind(slot)
    return found + ([e for w in [*c.patients, c.verb] for e in examples(w)] if found else [])


def _occasion(c: Clause) -> list[Word]:
    """Return who holds the hearing at which somebody speaks."""
    found = []
    for word in c.behind("during", "at", "in", "before"):
        if word.lemma in {"hearing", "session", "meeting"}:
            held = [p for a in word.all("acl") for p in clause(a).agents]
            found += [*held, *behind(word, "of"), *word.all("poss", "compound")]
    return found


def _agent_known(cast: Cast, frame: Frame, c: Clause, filled: dict[str, list[Draft]]) -> bool:
    """Whether a harmful act has a known actor or none: "an accident killed" has neither."""
    return not (frame.patient_type and c.agents and "agent" in filled and not filled["agent"])


_SUSPECT = {"alleged", "suspected", "accused", "presumed"}


def _is_suspect(agents: Iterable[Word]) -> bool:
    """Whether the text itself only alleges who did it: "the alleged gunman shot two"."""
    return any(c.lower in _SUSPECT for a in agents for c in a.all("amod"))


# ---------------------------------------------------------------- nouns


def _noun_statement(
    cast: Cast, speakers: Speakers, frame: Frame, noun: Word
) -> Iterator[Statement]:
    filled = {r: _fill(cast, frame, r, _noun_slots(cast, noun, s)) for r, s in frame.roles.items()}
    two = _coordinated_attribute(cast, noun)
    if two and "participant" in filled and not filled["participant"]:
        filled["participant"] = two
    given = any(filled.values()) and _complete(cast, frame, filled)
    if not given and not (frame.bare and noun.one("det")):
        return
    quality = qualify_noun(cast.parse, cast.lexicon, noun, frame.noun)
    doers = tuple(_noun_slots(cast, noun, frame.roles.get("agent", ())))
    found = Found(frame.id, noun, doers, filled, quality.polarity)
    if not allowed(found, cast.lexicon.guards):
        cast.drop(_OTHERWISE, f"frame:{frame.id}", [noun])
        return
    above = next((w for w in noun.ancestors() if w.pos in {"VERB", "AUX"}), noun)
    base = Statement(
        f"frame:{frame.id}",
        tuple(noun_phrase(noun)),
        evidence_of(above),
        quality,
        speakers.of(noun),
        time=time_of_noun(cast.parse, noun, above),
    )
    yield from _made(cast, frame, base, filled)


def _noun_slots(cast: Cast, noun: Word, slots: Iterable[str]) -> list[Word]:
    for slot in slots:
        found = _noun_slot(noun, slot)
        if found:
            return found
    return []


def _noun_slot(noun: Word, slot: str) -> list[Word]:
    if slot == "subject":
        return [o for w in noun.all("poss") for o in conjuncts(w)]
    if slot == "object" or slot.startswith("object."):
        return behind(noun, slot.removeprefix("object.")) if "." in slot else behind(noun, "of")
    if slot.startswith("verb:"):
        return _of_its_verb(noun, set(slot.removeprefix("verb:").split("|")))
    return behind(noun, slot)


def _of_its_verb(noun: Word, lemmas: set[str]) -> list[Word]:
    """Return the verb's other argument: "a hearing held by X", "a crash killed Y"."""
    found = []
    near = [*noun.subtree(), noun.head]
    for verb in near:
        if verb.lemma in lemmas and verb.pos == "VERB":
            c = clause(verb)
            if noun in c.patients:
                found += list(c.agents)
            elif noun in c.agents:
                found += list(c.patients)
    return found


def _coordinated_attribute(cast: Cast, noun: Word) -> list[Draft]:
    """Return A and B of "Negotiations are ongoing A and B", a preposition lost in print."""
    verb = noun.head
    attribute = verb.one("attr") if noun.dep == "nsubj" and verb.lemma == "be" else None
    if attribute is None:
        return []
    found = [cast.of(w) for w in conjuncts(attribute)]
    agents = [d for d in found if d and cast.is_a(d, "Agent")]
    return agents if len(agents) >= 2 and len(agents) == len(found) else []


# ---------------------------------------------------------------- roles


def _fill(cast: Cast, frame: Frame, role: str, words: Iterable[Word]) -> list[Draft]:
    """Return the entities behind the words of one slot that fit the range of the role."""
    bound = cast.vocabulary.properties[role].range or "Entity"
    found: list[Draft] = []
    for word in words:
        for w in [word, *examples(word)]:
            draft = resolve(cast, w, bound)
            if draft and draft not in found and cast.is_a(draft, bound):
                found.append(draft)
    if role == "patient" and frame.patient_type:
        found = [d for d in found if d.type in frame.patient_type]
    return found


def resolve(cast: Cast, word: Word, bound: str) -> Draft | None:
    """Return the entity a word means; "the district of Pataz" means Pataz."""
    draft = cast.of(word)
    if draft is not None or bound != "Place":
        return draft
    if cast.lexicon.heads.get(word.lemma.lower()) not in _AREAS:
        return None
    for inner in behind(word, "of"):
        named = cast.of(inner)
        if named and cast.is_a(named, "Place") and word.tag == "NN":
            return named
    return _unnamed_places(cast, word) if word.tag == "NNS" else None


def _unnamed_places(cast: Cast, word: Word) -> Draft:
    """Make "various regions of Peru" of "various regions across the country"."""
    within = [cast.of(w) for w in behind(word, "across", "of", "in", "throughout")]
    country = next((d for d in within if d and cast.is_a(d, "Country")), None)
    words = phrase(cast.parse, word)
    label = cast.parse.document.quote(cast.parse.span(words))
    draft = cast.mint("Place", f"{label} of {country.label}" if country else label)
    whole = words
    if country:
        whole = [*words, *[w for w in word.subtree() if w.i > word.i and w.i <= word.i + 3]]
    cast.mention(draft, whole, word, "description")
    return draft


def _complete(cast: Cast, frame: Frame, filled: dict[str, list[Draft]]) -> bool:
    needed = all(filled.get(role) for role in frame.require)
    patient = filled.get("patient", []) if frame.patient_type else [None]
    return needed and bool(patient) and any(filled.values())


# ---------------------------------------------------------------- statements


def _made(
    cast: Cast, frame: Frame, base: Statement, filled: dict[str, list[Draft]]
) -> Iterator[Statement]:
    triples = tuple(_triples(frame, filled))
    if frame.event:
        roles = tuple((role, d) for role, those in filled.items() for d in those)
        yield replace(base, event=frame.event, roles=roles, triples=triples)
    elif triples:
        yield replace(base, triples=triples)
    if frame.prospect and triples:
        kind, roles_in = frame.prospect
        roles = tuple(("participant", d) for r in roles_in for d in filled.get(r, ()))
        hoped = Quality("Proposed", base.quality.polarity, "Possible")
        yield replace(base, event=kind, roles=roles, triples=(), quality=hoped)


def _triples(frame: Frame, filled: dict[str, list[Draft]]) -> Iterator[tuple[Draft, str, Draft]]:
    if frame.relation is None:
        return
    name, subject, object_ = frame.relation
    subjects, objects = filled.get(subject, []), filled.get(object_, [])
    if subjects and not objects and subject == "participant":
        subjects, objects = subjects[:1], subjects[1:]
    for s in subjects:
        for o in objects:
            if s is not o:
                yield s, name, o
