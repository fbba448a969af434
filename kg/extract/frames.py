"""Clauses and nouns to statements, through the frames of `ontology/frames.toml`.

A verb or noun without a frame makes no predicate, ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.extract.annotate import Word
from kg.extract.attribute import Speakers, Speech
from kg.extract.cast import Cast, Draft
from kg.extract.clauses import (
    Clause,
    behind,
    clause,
    clauses,
    conjuncts,
    examples,
    partner_of,
)
from kg.extract.describe import phrase
from kg.extract.lexicon import Frame
from kg.extract.qualify import ALLEGED, Quality, qualify, qualify_noun
from kg.extract.times import time_of
from kg.model import Time

_AREAS = {"AdministrativeArea", "City", "Place", "Facility"}


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """What one trigger says: an eventuality with roles, triples of relations, or both.

    `trigger` and `evidence` are words in the order of the text; `about` is an entity that a
    statement without an eventuality concerns; `speech` is the attribution around it.
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


def statements(cast: Cast, speakers: Speakers) -> Iterator[Statement]:
    """Yield what the frames find, in the order of the text."""
    spent: set[int] = set()
    for c in clauses(cast.parse):
        for frame in cast.lexicon.verb_frames.get(c.verb.lemma.lower(), ()):
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
    speech = speakers.of(c.verb)
    quality = qualify(cast.parse, cast.lexicon, c.verb)
    if speech and speech.rule == "suspected-of":
        quality = replace(ALLEGED, polarity=quality.polarity)
    base = Statement(
        f"frame:{frame.id}",
        trigger_of(c.verb),
        evidence_of(c.verb),
        quality,
        speech,
        time=time_of(cast.parse, c.verb),
    )
    yield from _made(cast, frame, base, filled)


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
    above = next((w for w in noun.ancestors() if w.pos in {"VERB", "AUX"}), noun)
    base = Statement(
        f"frame:{frame.id}",
        tuple(_noun_phrase(noun)),
        evidence_of(above),
        quality,
        speakers.of(noun),
        time=time_of(cast.parse, noun) or time_of(cast.parse, above),
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


def _noun_phrase(noun: Word) -> list[Word]:
    first = min([noun, *noun.all("det", "amod", "compound", "poss")], key=lambda w: w.i)
    return [w for w in noun.subtree() if first.i <= w.i <= noun.i]


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


# ---------------------------------------------------------------- words


def trigger_of(verb: Word) -> tuple[Word, ...]:
    """Return the verb with its auxiliaries; an infinitive with the verb that governs it."""
    first = min([verb, *verb.all("aux", "auxpass", "neg")], key=lambda w: w.i)
    last = verb
    above = verb.head
    infinitive = any(c.lower == "to" for c in verb.all("aux"))
    paid = above.lemma in {"fund", "pay", "help"}
    if infinitive and verb.dep in {"xcomp", "ccomp"} and above.pos in {"VERB", "AUX"} and not paid:
        first = min([first, above, *above.all("aux", "auxpass", "neg")], key=lambda w: w.i)
        goals = [o for p in verb.all("prep") for o in p.all("pobj") if p.lower in {"to", "from"}]
        last = max([verb, *goals], key=lambda w: w.i)
    inside = [w for w in _whole(verb) if first.i <= w.i <= last.i]
    return tuple(sorted({*inside, verb}, key=lambda w: w.i))


def _whole(verb: Word) -> list[Word]:
    root = verb
    while root.head is not root and root.head.sentence == root.sentence:
        root = root.head
    return root.subtree()


_ASIDE = {"advcl", "parataxis", "punct", "mark", "cc", "npadvmod", "intj", "dep", "ccomp", "conj"}


def evidence_of(verb: Word) -> tuple[Word, ...]:
    """Return the words of the clause that a verb stands in: subject to last complement.

    Adverbials before the subject, other clauses and ", including ..." at the end are left out.
    """
    base = verb
    while base.dep in {"xcomp", "conj", "ccomp"} and base.head.pos in {"VERB", "AUX"}:
        own = base.one("nsubj", "nsubjpass")
        if own is not None and (
            base.dep == "conj" or not any(c.lower == "to" for c in base.all("aux"))
        ):
            break
        base = base.head
    chosen: list[Word] = [base, *verb.subtree()] if base is not verb else [verb]
    subject = base.one("nsubj", "nsubjpass", "csubj", "expl")
    for child in base.children:
        early = subject is not None and child.i < subject.i and child.dep in {"prep", "advmod"}
        if child.dep not in _ASIDE and not early and child.lower != "including":
            chosen += child.subtree()
    if base is not verb:
        chosen += [
            w
            for c in base.all("conj", "ccomp", "xcomp")
            if verb in c.subtree()
            for w in c.subtree()
        ]
    partner = partner_of(verb)
    chosen += partner.subtree() if partner else []
    if verb.dep in {"acl", "relcl"}:
        chosen += _noun_phrase(verb.head)
    first, last = min(w.i for w in chosen), max(w.i for w in chosen)
    words = [w for w in _whole(verb) if first <= w.i <= last]
    while words and words[-1].pos == "PUNCT":
        words.pop()
    return tuple(sorted(words, key=lambda w: w.i))
