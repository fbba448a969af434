"""Who says it: source, cue and content of each attribution, and the speaker of each word.

The three parts follow PARC (Pareti 2016) and PolNeAR (Newell et al. 2018). What stands in quotation
marks without a known speaker belongs to the unattributed speaker, never to the narrator.
"""

from __future__ import annotations

from kg.extract.annotate import Word
from kg.extract.cast import Cast
from kg.extract.cues import Cues
from kg.extract.hearsay import hearsay
from kg.extract.loose import loose
from kg.extract.quotations import owned, quotations
from kg.extract.speech import Speakers, Speech
from kg.extract.turns import turns
from kg.model import Attribution, Span


def attribute(cast: Cast) -> Speakers:
    """Find the attributions of a text."""
    regions = quotations(cast.parse)
    quoted = cast.quoted
    cues = Cues(cast, quoted)
    in_print = list(turns(cast, regions))
    spoken = quoted | {w.i for s in in_print for w in s.content}
    found = [s for word in cast.parse.words for s in cues.at(word) if not _is_own(s, spoken)]
    speeches, orphans = owned(cast, cues, regions, [*in_print, *found])
    heard = _innermost([*hearsay(cast, cues, speeches)])
    told = _innermost([*orphans, *loose(cast, cues, [*orphans, *speeches]), *speeches])
    held = {w.i for s in speeches for w in s.content} | spoken
    kept = [s for s in speeches if _is_listed(cast, s, held)]
    return Speakers(tuple(kept), heard | told, quoted)


_HERE = {"i", "we", "you"}


def _is_own(speech: Speech, quoted: frozenset[int]) -> bool:
    """Whether the words of a quotation only tell what its own speaker thinks: "“I believe ...”".

    Then who is quoted says it all; what others are quoted to say is an attribution of its own.
    """
    words = (*speech.cue, *speech.content) if speech.voiced else speech.cue
    if not all(w.i in quoted for w in words if w.pos != "PUNCT"):
        return False
    here = bool(speech.source) and all(w.lower in _HERE for w in speech.source)
    return here or not speech.voiced


def _is_listed(cast: Cast, speech: Speech, held: set[int]) -> bool:
    """Whether to record it though no claim rests on it.

    Inside what somebody says or wants only what somebody named says is: no intents, no "he thinks".
    Whom anybody suspects is always told, and according to whom.
    """
    if speech.rule in {"suspected-of", "according-to"} or not any(w.i in held for w in speech.cue):
        return speech.listed
    named = any(w.pos in {"NOUN", "PROPN"} for w in speech.source)
    kind = cast.lexicon.which("reporting", speech.verb)
    return speech.voiced and speech.listed and named and kind in {"say", "allege", "deny"}


def _innermost(speeches: list[Speech]) -> dict[int, Speech]:
    by_word: dict[int, Speech] = {}
    for speech in sorted((s for s in speeches if s.voiced), key=lambda s: -len(s.content)):
        by_word.update((w.i, speech) for w in speech.content)
    return by_word


def record(cast: Cast, speech: Speech, ident: str) -> Attribution:
    """Return the attribution as a record of spans."""
    return Attribution(
        id=ident,
        cue=_spans(cast, speech.cue),
        content=_spans(cast, speech.content),
        speaker=speech.speaker.id,
        source=_spans(cast, speech.source),
        verbatim=speech.verbatim,
    )


def _spans(cast: Cast, words: tuple[Word, ...]) -> tuple[Span, ...]:
    """Return the words as maximal runs."""
    runs: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.i):
        if runs and word.i == runs[-1][-1].i + 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    return tuple(cast.parse.span(run) for run in runs)
