"""What a verb of saying says by its place in the sentence, where the parser hung it on no clause.

"The rest of it, he did well, said Torres" gives "said" two subjects; "police said" behind a comma
has whatever stands before it for its content, whatever the parser makes of that.
"""

from __future__ import annotations

from kg.extract.annotate import Parse, Word
from kg.extract.clauses import RELATIVE

_FINITE = {"VBD", "VBZ", "VBP"}
_CLOSED = {",", "”", '"', "''", "’", "--", "-", "–", "—", "?", "!", "..."}
"""What stands between the words of a speaker and "he said"."""
_NOTHING = {"nothing", "anything", "something", "little", "much", "more"}
_AFTER = {"npadvmod", "advmod", "prep", "dative", "punct", "tmod", "prt"}
"""What may follow "he said" before the sentence ends: "on Monday", "here"."""


def beside(parse: Parse, verb: Word) -> tuple[Word | None, tuple[Word, ...]]:
    """Return who says something beside a verb that has no clause below it, and what.

    That is what stands before ", Torres said" or ", said Torres", both sides of ", he said,", or
    the words right behind "Torres says" that no clause was made of. Nobody, and no words, where
    nothing of this kind stands there.
    """
    subject = _subject(verb)
    if subject is None or verb.tag not in _FINITE:
        return None, ()
    first, last = parse.bounds[verb.sentence]
    phrase = subject.subtree()
    if subject.i < verb.i:
        phrase = [w for w in phrase if w.i < verb.i]
    start = min(phrase[0].i, *(w.i for w in (verb, *verb.all("aux", "neg"))))
    stop = max(phrase[-1].i, verb.i) + 1
    before, after = parse.words[first:start], parse.words[stop:last]
    objects = [c for c in verb.all("dobj", "xcomp", "intj") if c.i >= stop]
    told = [w for c in objects if c.lower not in _NOTHING for w in c.subtree()]
    if told and verb.lemma == "say" and subject.i < verb.i:
        return subject, tuple(parse.words[min(w.i for w in told) : max(w.i for w in told) + 1])
    closed = bool(before) and before[-1].text in _CLOSED
    if objects or not closed or not _is_said(verb, before):
        return None, ()
    goes_on = [w for w in after if w.i > _end_of_cue(verb, stop)]
    inside = goes_on if goes_on and goes_on[0].text == "," else []
    return subject, (*before, *inside)


def _subject(verb: Word) -> Word | None:
    """Return the subject right beside the verb, only auxiliaries and adverbs between."""
    for noun in verb.all("nsubj", "advmod", "dobj"):
        behind = noun.i > verb.i
        if noun.pos not in {"NOUN", "PROPN", "PRON", "NUM"} or (noun.dep != "nsubj" and not behind):
            continue
        if noun.dep != "nsubj" and noun.pos != "PROPN":
            continue
        edge = noun.subtree()[0].i if behind else noun.i
        between = range(verb.i + 1, edge) if behind else range(edge + 1, verb.i)
        light = {w.i for w in verb.all("aux", "neg", "advmod")}
        below = {w.i for w in noun.subtree()}
        if noun.lower not in RELATIVE and all(i in light | below for i in between):
            return noun
    return None


def _is_said(verb: Word, before: list[Word] | tuple[Word, ...]) -> bool:
    """Whether the words before are more than "In March" or "When asked"."""
    circumstances = {
        w.i
        for c in verb.all("prep", "npadvmod", "advmod", "cc", "mark", "advcl")
        if c.dep != "advcl" or c.one("mark", "advmod") or not c.one("nsubj", "nsubjpass")
        for w in c.subtree()
    }
    return any(w.i not in circumstances and w.pos != "PUNCT" for w in before)


def _end_of_cue(verb: Word, stop: int) -> int:
    """Return the last word of "he said on Monday" where that has words of its own behind it."""
    ends = [w.i for c in verb.children if c.dep in _AFTER for w in c.subtree() if c.i >= stop]
    return max([stop - 1, *(i for i in ends)], default=stop - 1)
