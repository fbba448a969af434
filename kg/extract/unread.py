"""Verbs that tell of somebody and that no frame reads: noted for whoever writes the next frame."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.annotate import Word
from kg.extract.cast import Cast
from kg.extract.frames import Statement
from kg.extract.speech import Speakers

NO_FRAME = "no frame for this verb"
UNFIT = "no frame of this verb finds what it needs"
_ARGUMENTS = {"nsubj", "nsubjpass", "dobj", "pobj"}


def note_unread(cast: Cast, speakers: Speakers, found: Iterable[Statement]) -> None:
    """Record each verb with an entity beside it that triggers nothing and is no cue of speech.

    What somebody praises or wants is no speech: such a verb may have a frame of its own.
    """
    read = {w.i for s in found for w in s.trigger}
    read |= {w.i for s in speakers.speeches if s.voiced for w in s.cue}
    lost = {d.span.start for d in cast.dropped}
    known = cast.lexicon.verb_frames
    for verb in cast.parse.words:
        is_open = verb.pos == "VERB" and verb.i not in read and verb.start not in lost
        if is_open and any(w.i in cast.by_word for w in _arguments(verb)):
            lemma = verb.lemma.lower()
            cast.drop(UNFIT if lemma in known else NO_FRAME, f"verb:{lemma}", [verb])


def _arguments(verb: Word) -> Iterable[Word]:
    """Return the nouns right below a verb, and those behind its prepositions."""
    for child in verb.children:
        yield from (w for w in (child, *child.children) if w.dep in _ARGUMENTS)
