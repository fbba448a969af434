"""How surely a word is said: modality, polarity and certainty, the innermost trigger first.

The table is that of the extraction note; certainties follow FactBank (Saurí and Pustejovsky 2009).
An unknown governing verb makes a clause Possible, never a fact.
"""

from __future__ import annotations

from dataclasses import replace

from kg.extract.above import GERUND, step
from kg.extract.annotate import Parse, Word
from kg.extract.lexicon import Lexicon
from kg.extract.mood import MODALS, has_own_tense, is_denied, is_never, mood_of
from kg.extract.parts import is_infinitive
from kg.extract.quality import ALLEGED, PLAIN, Quality
from kg.model import Polarity

_ALLEGING = {"alleged", "suspected", "purported", "supposed"}
_UNREAL = {"attempted", "failed", "foiled", "thwarted", "averted", "mock", "fictional", "imaginary"}
_UNSURE_ABOVE = {
    "threat", "risk", "danger", "attempt", "plot", "plan", "conspiracy", "possibility", "chance",
    "report", "rumor", "rumour", "prospect", "call", "demand", "ban", "prevention", "idea", "hope",
    "fear", "talk", "question", "lack", "absence", "comment", "remark", "story", "film",
    "movie", "novel", "book", "myth", "theory", "warning", "prediction", "likelihood", "scene",
}  # fmt: skip
_ALLEGING_ABOVE = {"charge", "allegation", "accusation", "suspicion", "count", "claim", "trial"}
_STANDS = {
    *("endorse", "support", "back", "oppose", "favor", "favour", "await", "predict", "risk"),
    *("overturn", "quash", "vacate", "annul", "reverse", "void", "nullify"),
    *("avert", "discourage", "foresee", "anticipate", "contemplate", "envisage", "rumor"),
}
"""Who endorses an election speaks of one that may yet come; a conviction overturned is none."""


def qualify(parse: Parse, lexicon: Lexicon, verb: Word) -> Quality:
    """Return how surely the clause of a verb is said, by whoever says it."""
    if _is_question(parse, verb):
        return Quality("Questioned", "Undetermined", "Unknown")
    found = _walk(lexicon, verb)
    if found.is_plain and _is_open(lexicon, verb):
        return Quality("Planned", found.polarity, "Probable")
    return found


def _is_open(lexicon: Lexicon, verb: Word) -> bool:
    """Whether an infinitive stands under nothing that says it takes place: "begin", "manage"."""
    while verb.dep == "conj" and not is_infinitive(verb) and verb.head.pos == "VERB":
        verb = verb.head
    return is_infinitive(verb) and verb.head.lemma not in lexicon.lists["modality"]["aspect"]


def qualify_noun(parse: Parse, lexicon: Lexicon, noun: Word, speaks: str) -> Quality:
    """Return how surely an event is said that a noun names; `speaks` is its frame's `noun`."""
    if _is_question(parse, noun):
        return Quality("Questioned", "Undetermined", "Unknown")
    negative = _negated_noun(lexicon, noun)
    adjectives = {c.lower for c in noun.children}
    unsure = lexicon.lists["modality"]["unsure_adjectives"] | _UNREAL
    above_it = _noun_above(noun)
    if adjectives & _ALLEGING or above_it in _ALLEGING_ABOVE:
        quality = ALLEGED
    elif speaks != "Asserted" or adjectives & unsure or above_it in _UNSURE_ABOVE or _sought(noun):
        quality = GERUND
    else:
        above = _above(noun)
        quality = _walk(lexicon, above) if above else PLAIN
        if above and above.lemma not in {"be", "remain", "continue", "begin", "start", "take"}:
            opened = {"plan", "propose", "hope", "negative"}
            governs = any(above.lemma in lexicon.lists["modality"][k] for k in opened)
            governs = governs or above.lemma in _STANDS
            governs = governs or lexicon.which("reporting", above.lemma) in {
                "deny",
                "hope",
                "allege",
            }
            quality = GERUND if governs or not quality.is_plain else quality
    return replace(quality, polarity="Negative") if negative else quality


def _noun_above(noun: Word) -> str:
    """Return the noun that an event's noun hangs on: "threat" of "the threat of an attack"."""
    noun = _first_of(noun)
    above = noun.head.head if noun.dep == "pobj" else noun.head
    hangs = noun.dep == "pobj" and noun.head.lower in {"of", "for", "about", "to", "on"}
    return above.lemma.lower() if above.pos == "NOUN" and hangs else ""


def _first_of(noun: Word) -> Word:
    """Return the noun that a coordinated one is coordinated with, which holds its place."""
    while noun.dep == "conj" and noun.head.pos in {"NOUN", "PROPN"}:
        noun = noun.head
    return noun


def _sought(noun: Word) -> bool:
    """Whether somebody only calls for it: "argued for the killing of"."""
    noun = _first_of(noun)
    return noun.dep == "pobj" and noun.head.lower == "for"


def _above(noun: Word) -> Word | None:
    return next((w for w in noun.ancestors() if w.pos in {"VERB", "AUX"}), None)


def _negated_noun(lexicon: Lexicon, noun: Word) -> bool:
    negatives = lexicon.lists["modality"]["negative_adjectives"]
    if any(c.lower in negatives for c in noun.children):
        return True
    above = noun.head
    return noun.dep in {"nsubj", "nsubjpass", "dobj", "attr"} and above.one("neg") is not None


def _is_question(parse: Parse, word: Word) -> bool:
    first, last = parse.bounds[word.sentence]
    return any(w.text == "?" for w in parse.words[max(first, last - 3) : last])


def _walk(lexicon: Lexicon, verb: Word) -> Quality:
    """Climb from a verb to the root: the first trigger decides modality, each "not" polarity."""
    quality, word = PLAIN, verb
    negative = is_apart = False
    for _ in range(12):
        negative ^= (is_denied(word) and not is_apart) or is_never(word)
        here = mood_of(lexicon, word)
        if here and quality.is_plain:
            quality = here
            if here.modality in {"Questioned", "Alleged"}:
                break
        said = _reported(lexicon, word)
        if said is not None:
            negative ^= said.polarity == "Negative"
            said = replace(said, polarity="Positive") if said.polarity == "Negative" else said
            return _negated_if(negative, said if not said.is_plain else quality)
        way = step(lexicon, word)
        if way is None:
            break
        above, seen = way
        is_apart = has_own_tense(word)
        if seen and quality.is_plain:
            quality = seen
        negative ^= bool(seen and seen.polarity == "Negative" and quality is not seen)
        word = above
    return _negated_if(negative, quality)


def _reported(lexicon: Lexicon, word: Word) -> Quality | None:
    """Return what a reporting verb does to its content; None when there is none right above.

    A speaker who did not say it, or might say it, commits nobody.
    """
    above = word.head
    asked = above.lemma in _ASKS and word.dep in {"ccomp", "advcl"} and word.i > above.i
    if asked and any(c.lower in _WHEN for c in word.all("advmod")):
        return Quality("Questioned", "Undetermined", "Unknown")
    kind = lexicon.which("reporting", above.lemma)
    if (
        kind is None
        or word.dep not in {"ccomp", "parataxis"}
        or above is word
        or is_infinitive(word)
    ):
        return None
    if above.one("neg") or is_never(above) or _unsaid(lexicon, above):
        return Quality("Questioned", "Undetermined", "Unknown")
    if any(m.lower in {"if", "unless"} for m in above.all("mark")):
        return Quality("Conditional", certainty="Possible")
    if above.lemma == "doubt":
        return Quality("Asserted", "Negative", "Possible")
    if kind == "allege":
        return ALLEGED
    if kind == "hope":
        return Quality("Hoped", certainty="Possible")
    if any(a.lower in MODALS for a in above.all("aux")):
        return Quality("Asserted", certainty="Possible")
    return Quality("Asserted", "Negative") if kind == "deny" else PLAIN


_ASKS = {"ask", "wonder", "inquire", "enquire", "question"}
_WHEN = {"when", "why", "how", "where"}


def _unsaid(lexicon: Lexicon, verb: Word) -> bool:
    """Whether somebody refuses to say it: "declined to confirm that ..."."""
    return verb.dep == "xcomp" and verb.head.lemma in lexicon.lists["modality"]["negative"]


def _negated_if(negative: bool, quality: Quality) -> Quality:
    return _negate(quality) if negative else quality


def _negate(quality: Quality) -> Quality:
    flipped: dict[Polarity, Polarity] = {"Positive": "Negative", "Negative": "Positive"}
    return replace(quality, polarity=flipped.get(quality.polarity, quality.polarity))
