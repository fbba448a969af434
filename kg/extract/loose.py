"""Content clauses that the parser hung on the wrong word: nobody's word rather than the narrator's.

Of "Peru said in an interview with the newspaper that Kenya paid" the parser makes a relative clause
of the newspaper. A clause behind "that" which lacks nothing is no relative clause: somebody says or
thinks it, whoever that is, and so it is never the text's own word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.annotate import Word
from kg.extract.cast import Cast
from kg.extract.cues import Cues
from kg.extract.parts import TEXTS
from kg.extract.speech import Speech, speaker

_PLAIN = {"fact", "day", "time", "year", "way", "moment", "week", "month", "night", "extent"}
"""Behind these a whole clause is told, and meant: "the day that Peru paid Kenya"."""
_THINGS = {"dobj", "attr", "acomp", "oprd"}
_WAY_UP = {"pobj", "prep", "dobj", "dative", "conj", "agent", "pcomp", "acl"}


def loose(cast: Cast, cues: Cues, speeches: Iterable[Speech]) -> Iterator[Speech]:
    """Yield the clauses behind "that" which no attribution holds and that are no relative ones."""
    held = {w.i for s in speeches if s.voiced for w in s.content}
    for verb in cast.parse.words:
        if verb.i not in held and _is_content(cues, verb):
            words = tuple(verb.subtree())
            yield Speech((), (), words, speaker(cast, None), "loose", "say", listed=False)


def _is_content(cues: Cues, verb: Word) -> bool:
    that = next((c for c in verb.children if c.lower == "that" and c.i < verb.i), None)
    subject = verb.one("nsubj", "nsubjpass")
    if that is None or subject is None or that is subject or that.i > subject.i:
        return False
    above = verb.head
    if verb.dep in {"relcl", "acl"}:
        whole = any(c.dep in _THINGS for c in verb.children if c is not that)
        relative = verb.dep == "relcl" and that.dep in {"dobj", "pobj"} and not whole
        return above.lemma.lower() not in _PLAIN and (not relative or _below_speech(cues, above))
    if verb.dep not in {"ccomp", "advcl"}:
        return False
    if "make" in (above.lemma, above.head.lemma) and above.pos in {"ADJ", "VERB"}:
        return True  # "made it clear that"
    told = above.one("dobj")
    return told is not None and told.lemma.lower() in TEXTS


def _below_speech(cues: Cues, word: Word) -> bool:
    """Whether the word hangs, by prepositions and objects, on a verb that says something."""
    while word.dep in _WAY_UP:
        word = word.head
    return cues.speaks(word) and word.one("ccomp") is None
