"""Where a guess at a name begins and ends: what the tagger took in is cut off, pairs are parted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from kg.extract.annotate import Guess, Parse, Word
from kg.extract.lexicon import Lexicon
from kg.gazetteer import Gazetteer

_GROUPS = {
    *("people", "women", "men", "children", "workers", "farmers", "veterans", "teachers", "girls"),
    *("boys", "students", "lawyers", "citizens", "writers", "artists", "soldiers", "seamen"),
}
_RANKS = {"executive", "vice", "deputy", "senior", "associate", "assistant", "chief", "managing"}
_CALLED = {
    "king",
    "queen",
    "pope",
    "prince",
    "bishop",
    "farmer",
    "baker",
    "guard",
    "miner",
    "chief",
}
"""Nouns for people that end names as well."""
_DANGLING = {"CC", "IN", "DT", "TO"}
_LEADING = {"RB", "IN", "CC", "VBG", "VBN", "VBD", "VBZ", "UH", "JJ", "WRB"}
_SHORTEST = 4  # "Man Ray", "Son Sann"
_TITLE = 5
"""Words of the longest title, or more."""
_CAPTION = 45
"""Characters of a line that is too short to be wrapped: a caption, a heading."""


class Bounds:
    """The cuts over one text, each from a guess at a name to what of it is the name."""

    def __init__(self, parse: Parse, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self._parse, self._words = parse, parse.words
        self._gazetteer, self._lexicon = gazetteer, lexicon
        self._people = lexicon.lists["people"]["person"]
        self._callings = lexicon.lists["people"]["callings"]
        self._common = {w.text for w in parse.words if w.text.islower()}
        self._said = Counter(w.text for w in parse.words)

    def of(self, guess: Guess) -> Iterator[Guess]:
        """Yield the names that a guess holds: mostly one, both of "Soto and Rey", or none."""
        if self._begins_title(guess):
            return
        for part in self._parted(self._cut(guess)):
            if part.first < part.last:
                yield self._led(part)

    # ------------------------------------------------------------ what is before and behind

    def _cut(self, guess: Guess) -> Guess:
        """Cut off articles, marks, possessors, brackets, and a title of the next name."""
        words, first = self._words, self._owned(guess.first, guess.last)
        last = self._broken(first, guess.last)
        first = self._past_line(first, last)
        while first < last and (words[first].pos in {"DET", "PUNCT"} or not _alnum(words[first])):
            first += 1
        while first < last and _dangles(words[last - 1]):
            last -= 1
        longer = guess.label == "PERSON" and last - first > 2
        if longer and _is_body(self._gazetteer, self._parse.text(first + 1, last)):
            last = first + 1  # "Obama | White House"
        end = self._before_title(first, last)
        place = end < last and self._gazetteer.lookup(self._parse.text(first, end))
        return Guess(first, end, "GPE" if place else guess.label)

    def _owned(self, first: int, last: int) -> int:
        """Return where a name begins behind its owner: "Peru's Congress" is two names."""
        for i in range(first, last):
            group = self._words[i - 1].lower in _GROUPS  # but "the People's Party" is one
            if self._words[i].tag == "POS" and first < i < last - 1 and not group:
                first = i + 1
        return first

    def _broken(self, first: int, last: int) -> int:
        """Return where a name ends before a mark, a date, its seat, or the end of a short line."""
        words = self._words
        for i in range(first + 1, last):
            dated = words[i].lower in {"on", "in", "until", "since"} and i + 1 < last
            dated = dated and self._lexicon.has("time", "months", words[i + 1].text)
            seat = words[i].lower == "for" and words[i - 1].text == "Parliament"  # "Member of"
            mark = words[i].text in {"(", ")", "[", "]", "“", "”", '"', ":", ";"}
            if dated or seat or mark or self._ends_caption(i):
                return i
        return last

    def _ends_caption(self, i: int) -> bool:
        text = self._parse.document.text
        before, at = self._words[i - 1].end, self._words[i].start
        return "\n" in text[before:at] and before - text.rfind("\n", 0, before) <= _CAPTION

    def _past_line(self, first: int, last: int) -> int:
        """Return where a name begins behind "ROME - " or a state of the address before it."""
        words = self._words
        for i in range(first + 1, last - 1):
            if words[i].text in {"-", "–", "—"} and words[i - 1].end < words[i].start:
                first = i + 1
        if first >= last - 1 or not words[first].text.endswith("."):
            return first
        rows = self._gazetteer.lookup(words[first].text)
        return first + bool(rows and rows[0].type == "AdministrativeArea")

    def _before_title(self, first: int, last: int) -> int:
        """Return where a name ends if its last words are a title: "Charlotte Mayor | Jane Roe"."""
        known = self._words[last - 1].text in self._lexicon.title_ends
        for title in self._lexicon.titles if known else ():
            start = last - len(title)
            if start <= first or tuple(w.text for w in self._words[start:last]) != title:
                continue
            behind = self._words[last] if last < len(self._words) else None
            goes_on = behind is not None and behind.tag == "NNP" and behind.text[:1].isupper()
            if goes_on or self._gazetteer.lookup(self._parse.text(first, start)):
                return start
        return last - self._ends_in_post(first, last)

    def _begins_title(self, guess: Guess) -> bool:
        """Whether it is but the first words of a title: "Health | Secretary Ana Soto"."""
        words, size = self._words, guess.last - guess.first
        if words[guess.first].text not in self._lexicon.title_starts:
            return False
        texts = tuple(w.text for w in words[guess.first : guess.first + _TITLE])
        return any(
            len(title) > size and texts[: len(title)] == title for title in self._lexicon.titles
        )

    def _ends_in_post(self, first: int, last: int) -> bool:
        """Whether a body's name swallowed who works there: "FAA Administrator | Ana Soto"."""
        if last - first < 2 or last >= len(self._words):
            return False
        post, behind = self._words[last - 1], self._words[last]
        ends = {w.lower for w in self._words[last - 2 : last]}
        ranked = not _RANKS.isdisjoint(ends)  # who knows where the name ends
        goes_on = behind.tag == "NNP" and behind.text[:1].isupper() and not ranked
        return goes_on and post.lower in self._lexicon.lists["people"]["person"] - _CALLED

    def _led(self, guess: Guess) -> Guess:
        """Cut what a person is, or a word of the sentence, off the front: "Tenor | Ana Soto"."""
        first, start = guess.first, self._parse.bounds[self._words[guess.first].sentence][0]
        while guess.last - first > 1 and self._leads(self._words[first], guess, first == start):
            first += 1
        return replace(guess, first=first)

    def _leads(self, word: Word, guess: Guess, is_start: bool) -> bool:
        plain = word.text.isalpha() and self._words[word.i + 1].text[:1].isupper()
        if plain and word.text.islower() and word.tag == "JJ":
            return True  # "the federal Council"
        known = self._lexicon.has("names", "given", word.text) or len(word.text) < _SHORTEST
        if not plain or known or guess.label != "PERSON":
            return False
        titled = (word.text,) in self._lexicon.titles or word.lower in _CALLED
        longer = guess.last - word.i > 2
        stray = is_start and (word.tag in _LEADING or (longer and word.lower in self._common))
        noun = word.lower in self._people and (is_start or longer)  # "Uncle Sam"
        return not titled and (stray or noun or word.lower in self._callings)

    # ------------------------------------------------------------ two names in one

    def _parted(self, guess: Guess) -> Iterator[Guess]:
        """Yield both names of "Soto and Rey", unless that is a firm's: "Soto and Rey Inc."."""
        inside = range(guess.first + 1, guess.last - 1)
        at = next((i for i in inside if self._words[i].text in {"and", "&"}), None)
        if at is None or not self._are_two(guess, at):
            yield guess
            return
        yield replace(guess, last=at)
        yield replace(guess, first=at + 1)

    def _are_two(self, guess: Guess, at: int) -> bool:
        words = self._words[guess.first : guess.last]
        if any(self._is_of_body(w) for w in words):
            return False
        if guess.label == "PERSON":
            return True
        single = self._words[at].text == "and" and len(words) == 3
        plain = all(w.tag == "NNP" for w in (words[0], words[-1]))
        apart = any(self._said[w.text] > 1 for w in (words[0], words[-1]))
        return single and plain and apart and not _is_one(words[0])

    def _is_of_body(self, word: Word) -> bool:
        firm = self._lexicon.has("names", "firms", word.lower) or word.lower == "company"
        colour = self._lexicon.has(
            "names", "colours", word.lower
        )  # "in Black and Brown communities"
        return firm or colour or word.lower in self._lexicon.heads


def _is_one(word: Word) -> bool:
    """Whether a verb in the singular says that the names from a word on are one body."""
    verbs = [word.head, *word.head.all("aux", "auxpass")]
    singular = any(w.tag == "VBZ" or w.lower == "was" for w in verbs)
    return singular and word.dep in {"nsubj", "nsubjpass"}


def _is_body(gazetteer: Gazetteer, text: str) -> bool:
    rows = gazetteer.lookup(text)
    return bool(rows) and rows[0].key.startswith("name:")


def _alnum(word: Word) -> bool:
    return word.text[:1].isalnum()


def _dangles(word: Word) -> bool:
    return (
        word.tag == "POS" or word.pos == "PUNCT" or (word.tag in _DANGLING and word.text.islower())
    )
