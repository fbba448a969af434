"""Names in a parsed text: gazetteer phrases, the tagger's guesses, acronyms, capitalised bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.extract.annotate import Guess, Parse, Word
from kg.extract.lexicon import Lexicon
from kg.gazetteer import Gazetteer, Row

LABELS = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "GeopoliticalEntity",
    "LOC": "Place",
    "FAC": "Facility",
}
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]{1,7}s?")
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name: words `first` to `last` (excluded), its likely class, the gazetteer's row.

    `source` is "gazetteer", "tagger", "acronym" or "capitals"; `title` are title words before it.
    """

    first: int
    last: int
    type: str | None
    source: str
    row: Row | None = None
    title: tuple[int, int] | None = None

    @property
    def root(self) -> range:
        """The indexes of its words."""
        return range(self.first, self.last)


def names(parse: Parse, gazetteer: Gazetteer, lexicon: Lexicon) -> list[Name]:
    """Return the names of a text in its order; none overlap, the longest wins."""
    guesses = {g.first: g for g in parse.guesses}
    found = [*_from_gazetteer(parse, gazetteer, guesses), *_from_tagger(parse, gazetteer, lexicon)]
    found += [*_acronyms(parse), *_bodies(parse, lexicon)]
    rank = {"gazetteer": 0, "tagger": 1, "capitals": 2, "acronym": 3}
    found.sort(key=lambda n: (n.first - n.last, rank[n.source], n.first))
    taken: set[int] = set()
    kept = []
    for name in found:
        if taken.isdisjoint(name.root):
            taken.update(name.root)
            kept.append(name)
    return sorted(kept, key=lambda n: n.first)


def demonyms(parse: Parse, gazetteer: Gazetteer, taken: set[int]) -> Iterator[tuple[Word, Row]]:
    """Yield the words that name a people or its things, with the country."""
    for word in parse.words:
        row = gazetteer.demonym(word.text)
        if row and word.i not in taken and word.pos in {"ADJ", "PROPN", "NOUN"}:
            yield word, row


def _from_gazetteer(
    parse: Parse, gazetteer: Gazetteer, guesses: dict[int, Guess]
) -> Iterator[Name]:
    known = gazetteer.names_by_length(_LONGEST)
    for a, b in parse.bounds:
        for first in range(a, b):
            if not parse.words[first].text[:1].isupper():
                continue
            for last in range(min(b, first + _LONGEST), first, -1):
                text = " ".join(parse.text(first, last).split())
                rows = gazetteer.lookup(text) if text in known else ()
                if rows and _plausible(parse, first, last, rows, guesses):
                    yield Name(first, last, rows[0].type, "gazetteer", _row(rows))
                    break


def _row(rows: tuple[Row, ...]) -> Row | None:
    """Return the one row that a bare name means: a country or body first, else the only one."""
    first = rows[0]
    return first if len(rows) == 1 or first.key.startswith(("country:", "name:")) else None


def _plausible(
    parse: Parse, first: int, last: int, rows: tuple[Row, ...], guesses: dict[int, Guess]
) -> bool:
    if rows[0].never_by_name or parse.words[first].tag not in {"NNP", "NNPS", "DT", "NN", "JJ"}:
        return rows[0].key.startswith("country:") and parse.words[first].pos == "PROPN"
    before = parse.words[first - 1].lower if first else ""
    is_short = rows[0].type == "AdministrativeArea" and parse.text(first, last).endswith(".")
    if is_short:  # "Fla.", "Miss.": a state only behind its city
        return before == "," and first > 1 and parse.words[first - 2].text[:1].isupper()
    guess = guesses.get(first)
    if guess and guess.label == "PERSON":
        return False
    if rows[0].key.startswith("geonames:"):
        said_place = guess is not None and guess.label in {"GPE", "LOC"}
        return said_place or before in {"in", "at", "near", "from"}
    return True


def _from_tagger(parse: Parse, gazetteer: Gazetteer, lexicon: Lexicon) -> Iterator[Name]:
    for guess in parse.guesses:
        kind = LABELS.get(guess.label)
        if kind is None:
            continue
        first, last = _trim(parse, guess.first, guess.last)
        first, title = _untitled(parse, first, last, lexicon)
        words = parse.words[first:last]
        if not words or not _looks_like_name(words):
            continue
        if len(words) == 1 and gazetteer.demonym(words[0].text):
            continue
        if kind == "Person" or title:
            title = title or _title_before(parse, first, lexicon)
            kind = "Person"
        yield Name(first, last, kind, "tagger", None, title)


def _looks_like_name(words: Iterable[Word]) -> bool:
    chosen = list(words)
    return any(w.pos == "PROPN" and w.text[:1].isupper() for w in chosen) or (
        chosen[-1].text.isupper() and len(chosen[-1].text) > 1
    )


def _trim(parse: Parse, first: int, last: int) -> tuple[int, int]:
    words = parse.words
    while first < last and (
        words[first].pos in {"DET", "PUNCT"} or not words[first].text[:1].isalnum()
    ):
        first += 1
    while first < last and (words[last - 1].tag == "POS" or words[last - 1].pos == "PUNCT"):
        last -= 1
    for i in range(first, last):  # "Peru's Congress" is two names
        if words[i].tag == "POS" and i > first:
            return i + 1, last
    return first, last


def _untitled(
    parse: Parse, first: int, last: int, lexicon: Lexicon
) -> tuple[int, tuple[int, int] | None]:
    """Cut a title off the front of a name."""
    for title in lexicon.titles:
        end = first + len(title)
        if end < last and tuple(w.text for w in parse.words[first:end]) == title:
            return end, (first, end)
    return first, None


def _title_before(parse: Parse, first: int, lexicon: Lexicon) -> tuple[int, int] | None:
    for title in lexicon.titles:
        start = first - len(title)
        if start >= 0 and tuple(w.text for w in parse.words[start:first]) == title:
            return start, first
    return None


def _acronyms(parse: Parse) -> Iterator[Name]:
    for word in parse.words:
        shouting = word.head.text.isupper() and word.head is not word and len(word.head.text) > 3
        if not _ACRONYM.fullmatch(word.text) or len(word.text) < 3 or shouting:
            continue
        modifies = word.dep in {"compound", "amod", "nmod"} and word.head.pos == "NOUN"
        if not modifies:
            yield Name(word.i, word.i + 1, None, "acronym")


def _bodies(parse: Parse, lexicon: Lexicon) -> Iterator[Name]:
    """Yield runs of capitalised words that end in the noun of a body or facility."""
    i, words = 0, parse.words
    while i < len(words):
        last = i
        while (
            last < len(words)
            and _capital(words[last])
            and words[last].sentence == words[i].sentence
        ):
            last += 1
        if last - i >= 2:
            kind = lexicon.heads.get(words[last - 1].lower)
            if kind and kind not in {"Country", "Place"}:
                yield Name(i, last, kind, "capitals")
        i = max(last, i + 1)


def _capital(word: Word) -> bool:
    return word.text[:1].isupper() and word.pos in {"PROPN", "NOUN", "ADJ"} and word.text.isalpha()
