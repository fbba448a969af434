"""Whom "I" and "we" mean, and what "it" means in a text that named nothing yet: for ties and dates.

A quoted "I" is its speaker. Outside quotation marks it is the writer, of whom the text may tell a
birth or a school like of anybody; what the writer thinks and wants makes no relation.
"""

from __future__ import annotations

from kg.extract.annotate import Word
from kg.extract.cast import Cast, Draft
from kg.extract.pronouns import SPEAKERS
from kg.extract.speech import Speakers

_WRITERS = {"one": ("Person", "the writer"), "many": ("Organization", "the writers")}
_THING = "it"
NAMELESS = frozenset({*(label for _, label in _WRITERS.values()), _THING})
"""Labels of the entities made here: of one of whom nothing is told, nothing is kept."""


class Nameless:
    """The words of one text that mean its writer, a quoted speaker, or a thing without a name."""

    def __init__(self, cast: Cast, speakers: Speakers) -> None:
        self._cast, self._speakers = cast, speakers
        self._made: dict[str, Draft] = {}

    def of(self, word: Word) -> Draft | None:
        """Return the entity that a pronoun means, or None where nobody can tell."""
        if word.tag not in {"PRP", "PRP$"}:
            return None
        if word.lower in SPEAKERS:
            return self._first_person(word)
        if word.lower in {"it", "its"} and word.i not in self._speakers.quoted:
            return None if self._named_before(word) else self._unnamed("Organization", _THING, "")
        return None

    def _first_person(self, word: Word) -> Draft | None:
        number = SPEAKERS[word.lower]
        if word.i not in self._speakers.quoted:
            return self._unnamed(*_WRITERS[number], number)
        speech = self._speakers.of(word)
        who = speech.speaker if speech and speech.source and number == "one" else None
        return who if who and who.is_name and who.type == "Person" else None

    def _named_before(self, word: Word) -> bool:
        kinds = ("Organization", "Place")
        drafts = [d for d in self._cast.drafts.values() if self._cast.is_a(d, *kinds)]
        return any(h < word.i for d in drafts for h in d.heads)

    def _unnamed(self, kind: str, label: str, number: str) -> Draft:
        """Return the one nameless entity of a kind, which all its pronouns outside quotes mean."""
        if label not in self._made:
            draft = self._made[label] = self._cast.mint(kind, label)
            for word in self._cast.parse.words:
                same = SPEAKERS.get(word.lower, "it" if word.lower in {"it", "its"} else None)
                outside = word.i not in self._speakers.quoted and word.i not in self._cast.by_word
                if same == (number or "it") and outside and word.tag in {"PRP", "PRP$"}:
                    draft.mentions.setdefault(self._cast.parse.span([word]), "pronoun")
        return self._made[label]
