"""How surely a word is said: modality, polarity and certainty, the innermost trigger first.

The table is that of the extraction note; certainties follow FactBank (Saurí and Pustejovsky 2009).
An unknown governing verb makes a clause Possible, never a fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.extract.annotate import Parse, Word
from kg.extract.clauses import is_imperative
from kg.extract.lexicon import Lexicon
from kg.model import Certainty, Modality, Polarity


@dataclass(frozen=True, slots=True)
class Quality:
    """Modality, polarity and certainty of one clause."""

    modality: Modality = "Asserted"
    polarity: Polarity = "Positive"
    certainty: Certainty = "Certain"

    @property
    def is_plain(self) -> bool:
        """Whether nothing has qualified it so far."""
        return self.modality == "Asserted" and self.certainty == "Certain"


PLAIN = Quality()
ALLEGED = Quality("Alleged", "Positive", "Possible")
_MODALS: dict[str, Quality] = {
    **dict.fromkeys(("would", "'d", "’d"), Quality("Conditional", certainty="Possible")),
    **dict.fromkeys(("may", "might", "could", "can"), Quality("Asserted", certainty="Possible")),
    **dict.fromkeys(
        ("will", "'ll", "’ll", "wo", "shall"), Quality("Planned", certainty="Probable")
    ),
    **dict.fromkeys(("should", "must", "ought"), Quality("Proposed", certainty="Possible")),
}
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
_GERUND = Quality("Conditional", certainty="Possible")
_NOT_YET = Quality("Planned", "Negative", "Probable")


def qualify(parse: Parse, lexicon: Lexicon, verb: Word) -> Quality:
    """Return how surely the clause of a verb is said, by whoever says it."""
    if _is_question(parse, verb):
        return Quality("Questioned", "Undetermined", "Unknown")
    found = _walk(lexicon, verb)
    if found.is_plain and _is_open(lexicon, verb):
        return Quality("Planned", found.polarity, "Probable")
    return found


_ALLEGING = {"alleged", "suspected", "purported", "supposed"}
_UNREAL = {"attempted", "failed", "foiled", "thwarted", "averted", "mock", "fictional", "imaginary"}
_UNSURE_ABOVE = {
    "threat", "risk", "danger", "attempt", "plot", "plan", "conspiracy", "possibility", "chance",
    "report", "rumor", "rumour", "prospect", "call", "demand", "ban", "prevention", "idea", "hope",
    "fear", "talk", "question", "lack", "absence", "comment", "remark", "story", "film",
    "movie", "novel", "book", "myth", "theory", "warning", "prediction", "likelihood", "scene",
}  # fmt: skip
_ALLEGING_ABOVE = {"charge", "allegation", "accusation", "suspicion", "count", "claim", "trial"}


def _is_open(lexicon: Lexicon, verb: Word) -> bool:
    """Whether an infinitive stands under nothing that says it takes place: "begin", "manage"."""
    while verb.dep == "conj" and not _to(verb) and verb.head.pos == "VERB":
        verb = verb.head
    return _to(verb) and verb.head.lemma not in lexicon.lists["modality"]["aspect"]


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
        quality = _GERUND
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
            quality = _GERUND if governs or not quality.is_plain else quality
    return replace(quality, polarity="Negative") if negative else quality


_STANDS = {
    *("endorse", "support", "back", "oppose", "favor", "favour", "await", "predict", "risk"),
    *("avert", "discourage", "foresee", "anticipate", "contemplate", "envisage", "rumor"),
}
"""Who endorses an election speaks of one that may yet come."""


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
    negative = False
    for _ in range(12):
        negative ^= _not(word) or _never(word)
        here = _here(lexicon, word)
        if here and quality.is_plain:
            quality = here
            if here.modality in {"Questioned", "Alleged"}:
                break
        said = _reported(lexicon, word)
        if said is not None:
            negative ^= said.polarity == "Negative"
            said = replace(said, polarity="Positive") if said.polarity == "Negative" else said
            return _negated_if(negative, said if not said.is_plain else quality)
        step = _step(lexicon, word)
        if step is None:
            break
        above, seen = step
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
    kind = lexicon.which("reporting", above.lemma)
    if kind is None or word.dep not in {"ccomp", "parataxis"} or above is word or _to(word):
        return None
    if above.one("neg") or _never(above) or _unsaid(lexicon, above):
        return Quality("Questioned", "Undetermined", "Unknown")
    if above.lemma == "doubt":
        return Quality("Asserted", "Negative", "Possible")
    if kind == "allege":
        return ALLEGED
    if kind == "hope":
        return Quality("Hoped", certainty="Possible")
    if any(a.lower in _MODALS for a in above.all("aux")):
        return Quality("Asserted", certainty="Possible")
    return Quality("Asserted", "Negative") if kind == "deny" else PLAIN


def _unsaid(lexicon: Lexicon, verb: Word) -> bool:
    """Whether somebody refuses to say it: "declined to confirm that ..."."""
    return verb.dep == "xcomp" and verb.head.lemma in lexicon.lists["modality"]["negative"]


def _negated_if(negative: bool, quality: Quality) -> Quality:
    return _negate(quality) if negative else quality


def _negate(quality: Quality) -> Quality:
    flipped: dict[Polarity, Polarity] = {"Positive": "Negative", "Negative": "Positive"}
    return replace(quality, polarity=flipped.get(quality.polarity, quality.polarity))


def _not(word: Word) -> bool:
    """Whether "not" denies the verb; "not only" does not."""
    only = any(c.lower in {"only", "just", "merely", "simply"} for c in word.all("advmod"))
    return word.one("neg") is not None and not only


def _never(word: Word) -> bool:
    arguments = word.all("nsubj", "nsubjpass", "dobj")
    if any(a.one("neg") for a in arguments if a.dep != "dobj"):
        return True  # "not a single soldier"
    nobody = any(
        a.lower in {"nobody", "none", "nothing", "neither"}
        or any(c.lower in {"no", "neither"} for c in a.children)
        for a in arguments
    )
    if any(c.lower == "neither" for c in word.children) or _at_no_time(word):
        return True
    adverbs = [a for c in word.all("advmod") for a in (c, *c.children)]  # "hardly ever"
    return nobody or any(
        a.lower in {"never", "hardly", "barely", "scarcely", "no"} for a in adverbs
    )


def _at_no_time(word: Word) -> bool:
    """Whether it is "at no point", "in no way", "under no circumstances"."""
    below = [o for p in word.all("prep") if p.lower in _NO_WAY for o in p.all("pobj")]
    return any(c.lower == "no" for o in below for c in o.children)


_NO_WAY = {"at", "in", "under", "on", "by"}


def _here(lexicon: Lexicon, word: Word) -> Quality | None:
    """Return what the marks, modals and adverbs at a verb say; marks are tested first."""
    marks = {c.lower for c in word.all("mark", "advmod")}
    if "whether" in marks or (
        "how" in marks and word.dep in {"pcomp", "ccomp"} and word.head.lower == "about"
    ):
        return Quality("Questioned", "Undetermined", "Unknown")
    if _depends(word, marks):
        return Quality("Conditional", certainty="Possible")
    if mood := _mood(lexicon, word):
        return mood
    if "than" in marks and "rather" in marks:
        return Quality("Asserted", "Negative", "Probable")
    words = lexicon.lists["modality"]
    adverbs = {c.lower for c in word.all("advmod")}
    if adverbs & words["allege_adverbs"]:
        return ALLEGED
    if any(c.lower in {"nearly", "almost"} and c.i == word.i - 1 for c in word.all("advmod")):
        return Quality("Asserted", "Negative", "Probable")  # "nearly paid" has not paid
    for aux in word.all("aux"):
        if aux.lower in _MODALS:
            return _MODALS[aux.lower]
    if adverbs & words["hedge_adverbs"]:
        return Quality("Asserted", certainty="Possible")
    return None


def _depends(word: Word, marks: set[str]) -> bool:
    """Whether it holds only if something else does: "pays if Peru asks", "when Peru pays"."""
    if marks & {"if", "unless", "lest", "whenever"} or {"as", "though"} <= marks:
        return True
    clauses = word.all("advcl")
    if any(m.lower in {"if", "unless"} for c in clauses for m in c.all("mark")):
        return True
    if _inverted(word) or any(c.lower in _PROVIDED for c in clauses):
        return True
    present = word.tag in {"VBZ", "VBP"}
    return present and bool(marks & {"when", "once", "until", "before", "after"})


def _mood(lexicon: Lexicon, word: Word) -> Quality | None:
    """Return what an order, an alternative or a time to come makes of a verb."""
    if _is_either(word):
        return Quality("Asserted", certainty="Possible")
    if word.head is word and any(m.lower == "that" for m in word.all("mark")):
        return Quality("Hoped", certainty="Possible")  # "oh that Peru paid!"
    if _is_order(word) or _is_due(word):
        return Quality("Proposed", certainty="Possible")
    ahead = word.tag in {"VBZ", "VBP"} and _is_ahead(lexicon, word)
    return Quality("Planned", certainty="Probable") if ahead else None


def _is_either(word: Word) -> bool:
    """Whether something else may be so instead: "Peru paid, or Chile did"."""
    others = [c for c in word.all("conj") if c.pos in {"VERB", "AUX"}]
    return bool(others) and any(c.lower == "or" for c in word.all("cc"))


def _is_due(word: Word) -> bool:
    """Whether it is "high time Peru paid"."""
    return any(_is_high_time(w) for w in word.all("npadvmod"))


def _is_high_time(word: Word) -> bool:
    return word.lemma == "time" and any(c.lower == "high" for c in word.children)


def _is_ahead(lexicon: Lexicon, word: Word) -> bool:
    """Whether the present tells of the future: "pays tomorrow", "under the plan, Peru pays"."""
    lists = lexicon.lists["modality"]
    nouns = (lists["plan_nouns"] | lists["propose_nouns"] | _DRAFTS) - _UNDER_WAY
    below = [o for p in word.all("prep") if p.lower in _UNDER for o in p.all("pobj")]
    if any(o.lemma.lower() in nouns and o.head.lower == "under" for o in below):
        return True
    near = {c.lower for w in (word, *word.children) for c in (w, *w.children)}
    if near & {"pending", "subject"} or any(_as_planned(lists, c) for c in word.all("advcl")):
        return True
    times = [*word.all("npadvmod", "advmod"), *below]
    return any(t.lower == "tomorrow" or _COMING & {c.lower for c in t.children} for t in times)


def _as_planned(lists: Mapping[str, frozenset[str]], clause: Word) -> bool:
    """Whether it is "as proposed": what follows is only a plan."""
    planned = clause.lemma in lists["plan"] | lists["propose"] and clause.tag == "VBN"
    return planned and any(m.lower == "as" for m in clause.all("mark"))


_UNDER = {"under", "in", "on"}
_UNDER_WAY = {"way", "talk", "right", "order", "permission"}
_DRAFTS = {"term", "draft", "bill", "scheme", "blueprint", "package", "budget", "arrangement"}
_COMING = {"next", "coming"}
_PROVIDED = {"provided", "providing", "assuming", "supposing"}


def _inverted(word: Word) -> bool:
    """Whether it is "had Peru paid, ...": its auxiliary stands for "if"."""
    subject, aux = word.one("nsubj", "nsubjpass"), word.one("aux", "auxpass")
    if subject is None or aux is None:
        return False
    return aux.lower in {"had", "were", "should"} and aux.i < subject.i


def _is_order(word: Word) -> bool:
    return is_imperative(word) or (word.dep == "conj" and word.tag == "VB" and _is_order(word.head))


def _step(lexicon: Lexicon, word: Word) -> tuple[Word, Quality | None] | None:
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
        return _verb_above(above, word), Quality("Asserted", certainty="Possible")  # misread
    if word.dep in {"acl", "relcl", "prep"}:
        return _step_noun(lexicon, word, above)
    if word.dep == "pcomp":
        return _step_gerund(word, above)
    if word.dep == "acomp" and above.pos in {"VERB", "AUX"}:
        return above, None
    return None


def _step_clause(lexicon: Lexicon, word: Word, above: Word) -> tuple[Word, Quality | None] | None:
    infinitive = _to(word)
    if word.dep == "advcl":
        finite = word.one("nsubj", "nsubjpass") is not None and not infinitive
        return None if finite else (above, _adverbial(lexicon, word, above))
    if word.dep == "csubj":
        return above, _GERUND
    lemma = above.lemma
    words = lexicon.lists["modality"]
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
    return (above, None) if word.dep == "parataxis" else (above, _GERUND)


def _adverbial(lexicon: Lexicon, word: Word, above: Word) -> Quality | None:
    """Return what "was feared killed" and "accused Peru of theft, arresting ..." say of it."""
    if _to(word):
        return Quality("Planned", certainty="Probable")
    if word.tag == "VBG" and any(p.i == word.i - 1 and p.lower in _OFF for p in above.all("prt")):
        return _GERUND
    before = above.one("xcomp")
    proposes = above.lemma in lexicon.lists["modality"]["propose"]
    if word.tag == "VBG" and proposes and before is not None and before.tag == "VBG":
        return _GERUND  # "discusses burying guns, dying free"
    kind = lexicon.which("reporting", above.lemma)
    if kind and word.tag == "VBN" and above.one("auxpass") and word.i == above.i + 1:
        return Quality("Asserted", certainty="Possible")
    listed = word.tag == "VBG" and word.i > above.i and kind in {"allege", "deny"}
    return ALLEGED if listed else None


_OFF = {"off", "back", "out", "away"}


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
    if _to(word) or word.one("mark") or (word.dep == "acl" and finite):
        for name, quality in _NOUNS:
            if lemma in words[name]:
                return _verb_above(noun, word), quality
        if _to(word):
            return _verb_above(noun, word), Quality("Planned", certainty="Probable")
        if lemma == "fact":
            return _verb_above(noun, word), None
        denied = any(c.lower in {"no", "little", "any"} for c in noun.children)
        open_ = Quality("Questioned", "Undetermined", "Unknown")
        return noun, open_ if denied else Quality("Asserted", certainty="Possible")
    if word.dep == "relcl" and finite:
        be = noun.head
        if noun.pos == "PROPN" and any(c.lower in {"a", "an"} for c in noun.children):
            return be, Quality("Conditional", certainty="Possible")  # "a Sweden that pays"
        it = be.lemma == "be" and any(s.lower == "it" for s in be.all("nsubj"))
        due = (lemma == "time" and it) or _is_high_time(noun)
        return (be, Quality("Proposed", certainty="Possible")) if due else None
    return _verb_above(noun, word), None


def _step_gerund(word: Word, preposition: Word) -> tuple[Word, Quality | None] | None:
    above = _verb_above(preposition, word)
    if preposition.lower in {"after", "since", "following", "by"}:
        return above, None
    if preposition.lower == "without":
        return above, Quality("Asserted", "Negative", "Certain")
    return above, _GERUND


def _verb_above(start: Word, otherwise: Word) -> Word:
    found = next((w for w in [start, *start.ancestors()] if w.pos in {"VERB", "AUX"}), None)
    return found or start


def _to(word: Word) -> bool:
    return any(c.dep == "aux" and c.lower == "to" for c in word.children)
