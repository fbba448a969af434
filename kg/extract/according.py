"""Attributions without a verb: "according to Peru", "for many Kenyans"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from kg.extract.annotate import Parse, Word
from kg.extract.cast import Cast
from kg.extract.parts import trimmed
from kg.extract.speech import Speech, speaker

_ENDS = {",", ".", ";", ":", "?", "!", "--", "–", "—", "(", ")"}


def according(cast: Cast, quoted: frozenset[int], word: Word) -> Iterator[Speech]:
    """Yield what stands in a clause "according to" somebody, and whose it is.

    Where the parser lost its way it is whoever is named up to the next comma, and all the rest.
    """
    to = word.one("prep")
    source = to.one("pobj") if to else None
    below = {w.i for w in word.subtree()}
    content = trimmed(w for w in word.head.subtree() if w.i not in below)
    found = tuple(source.subtree()) if source else ()
    if source is None or not content:
        found, content = _by_place(cast.parse, word)
        source = next((w for w in reversed(found) if w.pos in {"NOUN", "PROPN"}), None)
    if content:
        inside = all(w.i in quoted for w in content if w.pos != "PUNCT")
        cue = (word, to or cast.parse.words[word.i + 1])
        who = speaker(cast, source)
        yield Speech(found, cue, content, who, "according-to", "accord", inside)


def polled(cast: Cast, quoted: frozenset[int], word: Word) -> Iterator[Speech]:
    """Yield "In a poll, ...": what many were asked."""
    source = word.one("pobj")
    first = cast.parse.bounds[word.sentence][0]
    if source is None or word.i != first or word.head.pos not in {"VERB", "AUX"}:
        return
    below = {w.i for w in word.subtree()}
    content = trimmed(w for w in word.head.subtree() if w.i not in below)
    if content and cast.lexicon.has("cues", "polls", source.lemma.lower()):
        inside = all(w.i in quoted for w in content if w.pos != "PUNCT")
        found, who = tuple(source.subtree()), speaker(cast, source)
        yield Speech(found, (word,), content, who, "polled", word.lemma, inside)


def in_the_eyes_of(cast: Cast, word: Word) -> Iterator[Speech]:
    """Yield "For many Kenyans, ...": how it is for a person or a group."""
    source = word.one("pobj")
    first = cast.parse.bounds[word.sentence][0]
    draft = cast.of(source) if source else None
    if word.dep != "prep" or source is None or draft is None or word.i != first:
        return
    if draft.type in {"Group", "Person"}:
        below = {w.i for w in word.subtree()}
        content = trimmed(w for w in word.head.subtree() if w.i not in below)
        yield Speech(tuple(source.subtree()), (word,), content, draft, "for-many", "for")


def _by_place(parse: Parse, according: Word) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Return what stands behind "according to" up to a comma, and the rest; none where no "to"."""
    first, last = parse.bounds[according.sentence]
    behind = parse.words[according.i + 1 : last]
    if len(behind) < 2 or behind[0].lower != "to":
        return (), ()
    who = list(takewhile(lambda w: w.text not in _ENDS, behind[1:]))
    rest = (*parse.words[first : according.i], *behind[1 + len(who) :])
    return tuple(who), trimmed(rest) if any(w.pos != "PUNCT" for w in rest) else ()
