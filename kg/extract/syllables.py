"""Names whose given name is two syllables with a hyphen: "Cho Min-seok", "Tsai Ing-wen".

The tagger, which has seen few, ends them at the hyphen, or takes them for things. In Korean, and
in Chinese as Taiwan and Hong Kong write it, the family name is first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.annotate import Guess, Parse, Word
from kg.gazetteer import Gazetteer

_SYLLABLE = re.compile(
    r"(?:[bcdfghjklmnpqrstvwxyz]|[bgmr]y|h[swy]|k[hwy]|ng|p[hy]|rh|[csthwz]h|t[sz]|chh)?"
    r"y?[aeiou]{1,3}(?:ng|n|m|ck|k|rk|r|l|p|t|hn|h|w|y)?|[st]zu",
    re.IGNORECASE,
)
"""What Korean and Chinese syllables look like in the Latin writings that newspapers use."""
_WORDS = {
    *("a", "an", "as", "at", "era", "go", "her", "him", "his", "how", "mid", "new", "non", "on"),
    *("our", "out", "own", "pro", "run", "sea", "she", "tel", "ten", "the", "then", "tie", "time"),
    *("to", "top", "two", "up", "way", "we", "who", "win", "york", "you", "air", "big", "ex"),
}
"""English words that look like syllables: "New York-run" is nobody's name."""


def spelt(parse: Parse, guesses: Iterable[Guess], gazetteer: Gazetteer) -> list[Guess]:
    """Return the guesses with each such name as one guess at a person, in place of its parts.

    Its family name alone, wherever it is a guess, names a person as well.
    """
    names = [n for n in _found(parse.words) if not gazetteer.lookup(parse.text(n.first, n.last))]
    if not names:
        return list(guesses)
    taken = {i for name in names for i in range(name.first, name.last)}
    families = {parse.words[name.first].text for name in names}
    rest = [
        replace(g, label="PERSON") if parse.text(g.first, g.last) in families else g
        for g in guesses
        if taken.isdisjoint(range(g.first, g.last))
    ]
    return sorted([*rest, *names], key=lambda g: g.first)


def _found(words: tuple[Word, ...]) -> Iterator[Guess]:
    """Yield each family name with the given name behind it, of three words with the hyphen."""
    for hyphen in (w.i for w in words if w.text == "-"):
        four = words[max(hyphen - 2, 0) : hyphen + 2]
        if is_spelt(four):
            yield Guess(four[0].i, four[-1].i + 1, "PERSON")


def is_spelt(words: tuple[Word, ...]) -> bool:
    """Whether these are the four words of such a name, whatever the tagger takes them for."""
    if len(words) != 4 or words[2].text != "-":
        return False
    family, first, hyphen, second = words
    close = first.end == hyphen.start and hyphen.end == second.start
    near = family.end + 1 == first.start and family.sentence == second.sentence
    cased = family.text.istitle() and first.text.istitle() and second.text.islower()
    syllables = (family, first, second)
    return close and near and cased and all(_is_syllable(w.lower) for w in syllables)


def _is_syllable(word: str) -> bool:
    """Whether a word may be a syllable of such a name, and is no English word.

    >>> [_is_syllable(w) for w in ("seok", "byung", "based", "run")]
    [True, True, False, False]
    """
    return bool(_SYLLABLE.fullmatch(word)) and word not in _WORDS
