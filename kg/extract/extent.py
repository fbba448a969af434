"""Which words show a statement: those that say it, and the clause to quote as its evidence."""

from __future__ import annotations

from kg.extract.annotate import Word
from kg.extract.clauses import partner_of


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
        chosen += noun_phrase(verb.head)
    first, last = min(w.i for w in chosen), max(w.i for w in chosen)
    words = [w for w in _whole(verb) if first <= w.i <= last]
    while words and words[-1].pos == "PUNCT":
        words.pop()
    return tuple(sorted(words, key=lambda w: w.i))


def noun_phrase(noun: Word) -> list[Word]:
    """Return a noun with what stands before it, without what follows."""
    first = min([noun, *noun.all("det", "amod", "compound", "poss")], key=lambda w: w.i)
    return [w for w in noun.subtree() if first.i <= w.i <= noun.i]
