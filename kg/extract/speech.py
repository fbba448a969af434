"""One attribution in words, all those of a text, and who the speaker of a phrase is."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.annotate import Word
from kg.extract.cast import Cast, Draft
from kg.extract.clauses import examples


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """One attribution in words; `rule` names the pattern, `verb` is the lemma of its cue.

    A speech that is not `voiced` tells what somebody wants or talks about: it is recorded, but what
    stands in it stays the narrator's word, as "Peru plans to pay" is. One that is not `listed` is
    recorded only where a claim rests on it: "to say that Peru paid is wrong" is nobody's word.
    """

    source: tuple[Word, ...]
    cue: tuple[Word, ...]
    content: tuple[Word, ...]
    speaker: Draft
    rule: str
    verb: str
    verbatim: bool = False
    voiced: bool = True
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Speakers:
    """All attributions of a text, and the innermost voice around each word."""

    speeches: tuple[Speech, ...]
    by_word: dict[int, Speech]
    quoted: frozenset[int]

    def of(self, word: Word) -> Speech | None:
        """Return the attribution whose content holds the word."""
        return self.by_word.get(word.i)


def speaker(cast: Cast, source: Word | None) -> Draft:
    """Return the entity that speaks: a named example before its group, a description as it is."""
    if source is None:
        return cast.unattributed()
    for word in [*examples(source), source]:
        draft = cast.of(word)
        if draft and cast.is_a(draft, "Agent"):
            return draft
    if source.pos in {"NOUN", "PROPN"}:
        return cast.described(source)
    return cast.unattributed()
