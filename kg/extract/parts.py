"""The parts of an attribution: which words a cue, a phrase and a content have.

They follow PolNeAR (Newell et al. 2018): a cue has its auxiliaries, its adverb and its particle; a
content has no comma or full stop at its ends.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.annotate import Word


def is_as(verb: Word) -> bool:
    """Whether the verb is that of "as Peru has noted"."""
    return verb.dep == "advcl" and any(c.lower == "as" for c in verb.all("mark", "advmod"))


_MODALS = {
    "would", "could", "might", "should", "can", "may", "must", "will", "'ll", "’ll", "wo", "ca",
}  # fmt: skip


def is_unreal(verb: Word) -> bool:
    """Whether the act itself is denied or only possible: "would not support", "can praise"."""
    return any(c.dep == "neg" or c.lower in _MODALS for c in verb.all("aux", "neg"))


def is_infinitive(verb: Word) -> bool:
    """Whether "to" stands before the verb."""
    return any(c.lower == "to" for c in verb.all("aux"))


def cue_of(verb: Word) -> tuple[Word, ...]:
    """Return the verb with its auxiliaries, "not", particle, and the adverbs and day beside it."""
    chosen = {verb, *verb.all("aux", "neg", "auxpass", "prt")}
    adverbs = verb.all("advmod", "npadvmod")
    for side in (-1, 1):
        at = verb.i + side
        while any(w.i == at for w in (*adverbs, *chosen)):
            chosen |= {w for w in adverbs if w.i == at and len(w.subtree()) == 1}
            at += side
    return tuple(sorted(chosen, key=lambda w: w.i))


def that_clause(noun: Word, verb: Word | None) -> Word | None:
    """Return the verb of "the claim that ..."; of the noun, or of the verb that lends it one.

    The parser takes some for relative clauses: "the rumor that Peru paid Chile".
    """
    lent = verb.all("ccomp") if verb else []
    for inner in [*noun.all("acl", "ccomp", "relcl"), *lent]:
        that = next((c for c in inner.children if c.lower == "that"), None)
        subject = inner.one("nsubj", "nsubjpass")
        others = [c for c in inner.all("dobj") if c is not that]
        relative = inner.dep == "relcl" and not others
        if that is not None and subject is not that and not relative:
            return inner
    return None


def own(subject: Word | None, verb: Word) -> set[int]:
    """Return the words of a subject, but of "Torres, who said ...", where it has all the rest."""
    below = subject.subtree() if subject else []
    return set() if verb in below else {w.i for w in below}


def phrase_of(noun: Word) -> list[Word]:
    """Return a noun phrase without what is told by the way: ", who ...", ", a critic, ..."."""
    words = noun.subtree()
    for top in (noun, *noun.all("conj"), *(o for p in noun.all("prep") for o in p.all("pobj"))):
        words = _without(top, words, ("relcl", "acl", "appos"))
    return words


def _without(noun: Word, words: list[Word], deps: tuple[str, ...]) -> list[Word]:
    """Leave out the children with these labels that stand behind a comma."""
    commas = {w.i for w in words if w.text == ","}
    for child in noun.all(*deps):
        below = child.subtree()
        if below[0].i - 1 in commas:
            gone = {w.i for w in below}
            words = [w for w in words if w.i not in gone]
    return words


def trimmed(words: Iterable[Word]) -> tuple[Word, ...]:
    """Sort the words, cut commas and full stops off both ends, keep quotation marks."""
    chosen = sorted(set(words), key=lambda w: w.i)
    while chosen and chosen[0].text in ",;:":
        chosen.pop(0)
    while chosen and chosen[-1].text in ".,;:":
        chosen.pop()
    return tuple(chosen)
