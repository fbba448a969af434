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
_AFTER = {"npadvmod", "advmod", "prep", "dative", "prt"}
"""What may follow "he said" and be of it: "on Monday", "here"."""


def beside(parse: Parse, verb: Word) -> tuple[Word | None, tuple[Word, ...]]:
    """Return who says something beside a verb that has no clause below it, and what.

    That is what stands before ", Torres said" or ", said Torres", both sides of ", he said,", or
    the words right behind "Torres says" that no clause was made of. Nobody, and no words, where
    nothing of this kind stands there.
    """
    subject = _subject(verb)
    if subject is None or verb.tag not in _FINITE:
        return None, ()
    phrase = [w for w in subject.subtree() if subject.i > verb.i or w.i < verb.i]
    first, last = parse.bounds[verb.sentence]
    start = min(w.i for w in (*phrase, verb, *verb.all("aux", "neg")))
    stop = max(phrase[-1].i, verb.i) + 1
    objects = [c for c in verb.all("dobj", "xcomp", "intj") if c.i >= stop]
    told = [w.i for c in objects if c.lower not in _NOTHING for w in c.subtree()]
    if told and verb.lemma == "say" and subject.i < verb.i:
        return subject, parse.words[min(told) : max(told) + 1]
    before = parse.words[first:start]
    if objects or not before or before[-1].text not in _CLOSED or not _is_said(verb, before):
        return None, ()
    after = parse.words[_end_of_cue(verb, stop) : last]
    return subject, (*before, *(after if after and after[0].text == "," else ()))


def _subject(verb: Word) -> Word | None:
    """Return the subject right beside the verb, only auxiliaries and adverbs between.

    Of "said Torres" the parser makes an object or an adverb at times.
    """
    light = {w.i for w in verb.all("aux", "neg", "advmod")}
    for noun in verb.all("nsubj", "advmod", "dobj"):
        behind = noun.i > verb.i
        name = noun.pos == "PROPN" and behind
        subject = noun.dep == "nsubj" and noun.pos in {"NOUN", "PROPN", "PRON", "NUM"}
        if not (name or subject) or noun.lower in RELATIVE:
            continue
        edge = noun.subtree()[0].i if behind else noun.i
        between = range(verb.i + 1, edge) if behind else range(edge + 1, verb.i)
        if light | {w.i for w in noun.subtree()} >= set(between):
            return noun
    return None


def _is_said(verb: Word, before: tuple[Word, ...]) -> bool:
    """Whether the words before are more than "In March" or "When asked"."""
    circumstances = {
        w.i
        for c in verb.all("prep", "npadvmod", "advmod", "cc", "mark", "advcl")
        if c.dep != "advcl" or c.one("mark", "advmod") or not c.one("nsubj", "nsubjpass")
        for w in c.subtree()
    }
    return any(w.i not in circumstances and w.pos != "PUNCT" for w in before)


def _end_of_cue(verb: Word, stop: int) -> int:
    """Return the word behind "he said on Monday", where that has words of its own behind it."""
    return max([stop, *(w.i + 1 for c in verb.all(*_AFTER) if c.i >= stop for w in c.subtree())])
