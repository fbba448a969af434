"""The tagger's guesses at names, put right before anything believes them.

The small model is trained on running text: it takes headlines, title words, colours, contests and
the first word of a sentence for parts of people's names, and people for bodies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.extract.annotate import Guess, Parse, Word
from kg.extract.bounds import Bounds
from kg.extract.headlines import headlines
from kg.extract.joined import joined
from kg.extract.lexicon import Lexicon
from kg.extract.syllables import is_spelt, spelt
from kg.gazetteer import Gazetteer

_NAMES = {"PERSON", "ORG", "GPE", "LOC", "FAC"}
_LONGEST = 5
_WORKS = {
    *("bible", "version", "testament", "gospel", "edition", "prize", "medal", "trophy", "cup"),
    *("amendment", "doctrine", "award", "report", "rule", "act", "effect", "show"),
}
"""What ends the names of things called after people."""


def believed(parse: Parse, gazetteer: Gazetteer, lexicon: Lexicon) -> list[Guess]:
    """Return the guesses at names in the order of the text, corrected; what misleads is left out.

    No two overlap; all other labels (dates, amounts) are left out as well.
    """
    titled = headlines(parse)
    bounds = Bounds(parse, gazetteer, lexicon)
    cut = [n for g in parse.guesses if g.label in _NAMES for n in bounds.of(g)]
    made = joined(parse, spelt(parse, cut, gazetteer), gazetteer, lexicon)
    made = [_labelled(parse, g, lexicon) for g in made if _is_name(parse, g, gazetteer, lexicon)]
    body = [g for g in made if parse.words[g.first].sentence not in titled]
    known = {parse.text(g.first, g.last): g.label for g in body}
    top = [g for n in sorted(titled) for g in _in_headline(parse, n, known)]
    return sorted([*body, *top], key=lambda g: g.first)


def _in_headline(parse: Parse, sentence: int, known: Mapping[str, str]) -> Iterator[Guess]:
    """Yield the names of the running text that a headline repeats, the longest first."""
    first, end = parse.bounds[sentence]
    while first < end:
        lasts = range(min(end, first + _LONGEST), first, -1)
        last = next((n for n in lasts if parse.text(first, n) in known), None)
        if last is not None:
            yield Guess(first, last, known[parse.text(first, last)])
        first = last or first + 1


# ---------------------------------------------------------------- what it names


def _labelled(parse: Parse, guess: Guess, lexicon: Lexicon) -> Guess:
    """Take "Oberlin College" for a body, and "Marie Ferraro" for a person."""
    words = parse.words[guess.first : guess.last]
    thing = words[-1].lower in lexicon.heads
    if guess.label == "PERSON" and len(words) > 1 and thing:
        surname = lexicon.has("names", "surnames", words[-1].lower)
        namesake = surname and _is_given(words[0], lexicon)  # "Frank Church"
        return guess if namesake else replace(guess, label="ORG")
    parts = [w for w in words if w.text != "-"]  # "Jean-Paul Morel"
    plain = all(w.tag == "NNP" and w.text.isalpha() for w in parts)
    apart = " " in parse.text(guess.first, guess.last) and len(parts) <= 3
    if guess.label in {"ORG", "FAC", "GPE"} and apart and plain and _is_given(words[0], lexicon):
        person = not thing and not any(w.text.isupper() for w in words)
        return replace(guess, label="PERSON") if person else guess
    return guess


def _is_name(parse: Parse, guess: Guess, gazetteer: Gazetteer, lexicon: Lexicon) -> bool:
    words = parse.words[guess.first : guess.last]
    proper = any(w.pos == "PROPN" and w.text[:1].isupper() for w in words)
    given = guess.label == "PERSON" and len(words) > 1 and _is_given(words[0], lexicon)
    proper = proper or (given and words[-1].text[:1].isupper()) or is_spelt(words)
    if not proper and not (words[-1].text.isupper() and len(words[-1].text) > 1):
        return False
    if len(words) > 1:
        return guess.label != "PERSON" or _may_be_person(words, lexicon)
    if gazetteer.demonym(words[0].text):
        return False
    return guess.label != "PERSON" or not _misleads(parse, words[0], gazetteer, lexicon)


def _may_be_person(words: tuple[Word, ...], lexicon: Lexicon) -> bool:
    """Whether several words may name one person: no "Pell Grants", no "James Bible"."""
    if words[-1].lower in _WORKS:
        return False
    return words[-1].tag not in {"NNPS", "NNS"} or _is_given(words[0], lexicon)


def _misleads(parse: Parse, word: Word, gazetteer: Gazetteer, lexicon: Lexicon) -> bool:
    """Whether one word that the tagger takes for a person is none."""
    before = parse.words[word.i - 1] if word.i else None
    people = lexicon.lists["names"]["nations"]
    if word.tag == "NNPS" or not word.text.isalpha() or word.lower.removesuffix("s") in people:
        return True
    if before and before.text == "Miss":
        return lexicon.has("titles", "contests", word.text) or bool(gazetteer.lookup(word.text))
    article = word.one("det")
    if article is not None and article.i == word.i - 1:
        return True  # "the Universe"
    if lexicon.has("names", "colours", word.lower):
        return word.head.tag in {"NNS", "NN", "JJ"} and word.dep in {"amod", "compound", "conj"}
    rows = gazetteer.lookup(word.text)
    known = bool(rows) and rows[0].key.startswith(("country:", "name:"))
    return known and not _is_surname(parse, word)


def _is_surname(parse: Parse, word: Word) -> bool:
    """Whether a longer guess at a person ends in the word: "Jack London" and "London"."""
    return any(
        g.label == "PERSON" and g.last - g.first > 1 and parse.words[g.last - 1].text == word.text
        for g in parse.guesses
    )


def _is_given(word: Word, lexicon: Lexicon) -> bool:
    return lexicon.has("names", "given", word.text)
