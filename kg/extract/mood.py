"""What the words at a verb itself say of it: "not", modals, "if", orders, times to come."""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract.annotate import Word
from kg.extract.clauses import is_imperative
from kg.extract.lexicon import Lexicon
from kg.extract.quality import ALLEGED, Quality

_NO_WAY = {"at", "in", "under", "on", "by"}
_UNDER = {"under", "in", "on"}
_UNDER_WAY = {"way", "talk", "right", "order", "permission"}
_DRAFTS = {"term", "draft", "bill", "scheme", "blueprint", "package", "budget", "arrangement"}
_COMING = {"next", "coming"}
_PROVIDED = {"provided", "providing", "assuming", "supposing"}
MODALS: dict[str, Quality] = {
    **dict.fromkeys(("would", "'d", "’d"), Quality("Conditional", certainty="Possible")),
    **dict.fromkeys(("may", "might", "could", "can"), Quality("Asserted", certainty="Possible")),
    **dict.fromkeys(
        ("will", "'ll", "’ll", "wo", "shall"), Quality("Planned", certainty="Probable")
    ),
    **dict.fromkeys(("should", "must", "ought"), Quality("Proposed", certainty="Possible")),
}


def is_denied(word: Word) -> bool:
    """Whether "not" denies the verb; "not only" does not."""
    only = any(c.lower in {"only", "just", "merely", "simply"} for c in word.all("advmod"))
    return word.one("neg") is not None and not only


def has_own_tense(word: Word) -> bool:
    """Whether the "not" of the verb before does not reach it: "had not fled and would help"."""
    if word.dep != "conj":
        return False
    does = word.head.one("aux")
    is_finite = bool(does and does.lemma == "do" and word.tag in {"VBD", "VBZ"})
    return is_finite or word.one("aux", "auxpass") is not None


def is_never(word: Word) -> bool:
    """Whether "never", "hardly", "nobody" or "at no point" denies the verb."""
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


def mood_of(lexicon: Lexicon, word: Word) -> Quality | None:
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
        if aux.lower in MODALS:
            return MODALS[aux.lower]
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
    return any(is_high_time(w) for w in word.all("npadvmod"))


def is_high_time(word: Word) -> bool:
    """Whether it is the time of "high time Peru paid"."""
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


def _inverted(word: Word) -> bool:
    """Whether it is "had Peru paid, ...": its auxiliary stands for "if"."""
    subject, aux = word.one("nsubj", "nsubjpass"), word.one("aux", "auxpass")
    if subject is None or aux is None:
        return False
    return aux.lower in {"had", "were", "should"} and aux.i < subject.i


def _is_order(word: Word) -> bool:
    return is_imperative(word) or (word.dep == "conj" and word.tag == "VB" and _is_order(word.head))
