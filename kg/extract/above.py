"""The way from a verb to the one above it, and what that way says of it: "plans to", "after"."""

from __future__ import annotations

from kg.extract.annotate import Word
from kg.extract.lexicon import Lexicon
from kg.extract.mood import is_high_time
from kg.extract.parts import is_infinitive
from kg.extract.quality import ALLEGED, Quality

_GOVERNORS: tuple[tuple[str, Quality], ...] = (
    ("plan", Quality("Planned", certainty="Probable")),
    ("propose", Quality("Proposed", certainty="Possible")),
    ("hope", Quality("Hoped", certainty="Possible")),
    ("hedge", Quality("Asserted", certainty="Possible")),
    ("negative", Quality("Planned", "Negative", "Probable")),
)
_NOUNS: tuple[tuple[str, Quality], ...] = (
    ("plan_nouns", Quality("Planned", certainty="Probable")),
    ("propose_nouns", Quality("Proposed", certainty="Possible")),
    ("question_nouns", Quality("Questioned", "Undetermined", "Unknown")),
    ("hope_nouns", Quality("Hoped", certainty="Possible")),
    ("allege_nouns", ALLEGED),
)
GERUND = Quality("Conditional", certainty="Possible")
_NOT_YET = Quality("Planned", "Negative", "Probable")
_OFF = {"off", "back", "out", "away"}


def step(lexicon: Lexicon, word: Word) -> tuple[Word, Quality | None] | None:
    """Return the verb above and what the way there means; None where the clause stands alone."""
    above = word.head
    if above is word:
        return None
    if word.dep in {"xcomp", "ccomp", "advcl", "csubj", "parataxis", "dep"}:
        return _step_clause(lexicon, word, above)
    if word.dep == "conj":
        own = word.one("aux", "auxpass", "nsubj", "nsubjpass")
        return (
            None if own and above.dep == "ROOT" and own.dep.startswith("nsubj") else (above, None)
        )
    if word.dep in {"compound", "nmod"} and word.one("nsubj"):
        return _verb_above(above), Quality("Asserted", certainty="Possible")  # misread
    if word.dep in {"acl", "relcl", "prep"}:
        return _step_noun(lexicon, word, above)
    if word.dep == "pcomp":
        return _step_gerund(above)
    if word.dep == "acomp" and above.pos in {"VERB", "AUX"}:
        return above, None
    return None


def _step_clause(lexicon: Lexicon, word: Word, above: Word) -> tuple[Word, Quality | None] | None:
    infinitive = is_infinitive(word)
    if word.dep == "advcl":
        finite = word.one("nsubj", "nsubjpass") is not None and not infinitive
        return None if finite else (above, _adverbial(lexicon, word, above))
    if word.dep == "csubj":
        return above, GERUND
    lemma = above.lemma
    words = lexicon.lists["modality"]
    if lemma == "deny" and word.tag == "VBG":
        open_ = Quality("Questioned", "Undetermined", "Unknown")
        return above, open_ if above.one("neg") else Quality("Asserted", "Negative")
    bound = _bound(word, above) if infinitive else None
    if bound is not None:
        return above, bound
    if lemma in words["aspect"] and not word.one("nsubj", "nsubjpass"):
        return above, None
    for name, quality in _GOVERNORS:
        if lemma in words[name]:
            return above, quality
    if above.pos == "ADJ" or lemma == "be":
        return above, _step_adjective(lexicon, above if above.pos == "ADJ" else above.one("acomp"))
    if infinitive and lexicon.which("reporting", lemma) and above.one("auxpass"):
        return above, Quality("Asserted", certainty="Possible")  # "is said to pay"
    return (above, None) if word.dep == "parataxis" else (above, GERUND)


def _adverbial(lexicon: Lexicon, word: Word, above: Word) -> Quality | None:
    """Return what "was feared killed" and "accused Peru of theft, arresting ..." say of it."""
    if is_infinitive(word):
        return Quality("Planned", certainty="Probable")
    if word.tag == "VBG" and any(p.i == word.i - 1 and p.lower in _OFF for p in above.all("prt")):
        return GERUND
    before = above.one("xcomp")
    proposes = above.lemma in lexicon.lists["modality"]["propose"]
    if word.tag == "VBG" and proposes and before is not None and before.tag == "VBG":
        return GERUND  # "discusses burying guns, dying free"
    kind = lexicon.which("reporting", above.lemma)
    if kind and word.tag == "VBN" and above.one("auxpass") and word.i == above.i + 1:
        return Quality("Asserted", certainty="Possible")
    listed = word.tag == "VBG" and word.i > above.i and kind in {"allege", "deny"}
    return ALLEGED if listed else None


def _bound(word: Word, above: Word) -> Quality | None:
    """Return what "has to pay", "has yet to pay" and "was going to pay" say of paying."""
    if above.lemma == "go" and above.tag == "VBG":
        return Quality("Planned", certainty="Probable")
    if above.lemma != "have":
        return None
    yet = any(c.lower == "yet" for c in (*above.children, *word.children))
    return _NOT_YET if yet else Quality("Proposed", certainty="Possible")


def _step_adjective(lexicon: Lexicon, adjective: Word | None) -> Quality:
    """Return what "false that", "unable to" and "ready to" do; any other leaves it Possible."""
    words, lemma = lexicon.lists["modality"], adjective.lower if adjective else ""
    if lemma in words["false_adjectives"]:
        return Quality("Asserted", "Negative", "Probable")
    if lemma in words["unable_adjectives"]:
        return _NOT_YET
    if lemma in words["ready_adjectives"]:
        return Quality("Planned", certainty="Probable")
    return Quality("Asserted", certainty="Possible")


def _step_noun(lexicon: Lexicon, word: Word, noun: Word) -> tuple[Word, Quality | None] | None:
    lemma, words = noun.lemma.lower(), lexicon.lists["modality"]
    finite = word.one("nsubj", "nsubjpass") is not None
    if is_infinitive(word) or word.one("mark") or (word.dep == "acl" and finite):
        for name, quality in _NOUNS:
            if lemma in words[name]:
                return _verb_above(noun), quality
        if is_infinitive(word):
            return _verb_above(noun), Quality("Planned", certainty="Probable")
        if lemma == "fact":
            return _verb_above(noun), None
        denied = any(c.lower in {"no", "little", "any"} for c in noun.children)
        open_ = Quality("Questioned", "Undetermined", "Unknown")
        return noun, open_ if denied else Quality("Asserted", certainty="Possible")
    if word.dep == "relcl" and finite:
        be = noun.head
        if noun.pos == "PROPN" and any(c.lower in {"a", "an"} for c in noun.children):
            return be, Quality("Conditional", certainty="Possible")  # "a Sweden that pays"
        it = be.lemma == "be" and any(s.lower == "it" for s in be.all("nsubj"))
        due = (lemma == "time" and it) or is_high_time(noun)
        return (be, Quality("Proposed", certainty="Possible")) if due else None
    return _verb_above(noun), None


def _step_gerund(preposition: Word) -> tuple[Word, Quality | None] | None:
    above = _verb_above(preposition)
    if preposition.lower in {"after", "since", "following", "by"}:
        return above, None
    if preposition.lower == "without":
        return above, Quality("Asserted", "Negative", "Certain")
    return above, GERUND


def _verb_above(start: Word) -> Word:
    found = next((w for w in [start, *start.ancestors()] if w.pos in {"VERB", "AUX"}), None)
    return found or start
