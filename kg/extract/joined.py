"""Names that the tagger broke, made whole: "Ana | de la Cruz", "Ana C. “Nita” | Soto"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kg.extract.annotate import Guess, Parse, Word
from kg.extract.lexicon import Lexicon
from kg.gazetteer import Gazetteer

PARTICLES = {
    *("van", "von", "der", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "los"),
    *("las", "ibn", "bin", "ben", "bint", "al", "el", "af", "av", "zu", "ter"),
}
"""Small words inside the names of people."""
_NAME = re.compile(r"[^\W\d_]\w*(?:[’'-]\w+)*")
_INITIAL = re.compile(r"[A-Z]\.")
_NUMBERS = {"II", "III", "IV", "V", "VI", "Jr.", "Sr.", "Jr", "Sr"}
_MARKS = {"(": ")", '"': '"', "“": "”", "‘": "’", "``": "''", "'": "'"}


def joined(
    parse: Parse, guesses: Iterable[Guess], gazetteer: Gazetteer, lexicon: Lexicon
) -> list[Guess]:
    """Return the guesses, in the order of the text, with the parts of one name as one guess."""
    reader = _Joiner(parse, list(guesses), gazetteer, lexicon)
    kept: list[Guess] = []
    for n in range(len(reader.guesses)):
        reader.take(kept, n)
    return [g for g in kept if not reader.lacks_surname(g)]


class _Joiner:
    def __init__(
        self, parse: Parse, guesses: list[Guess], gazetteer: Gazetteer, lexicon: Lexicon
    ) -> None:
        self.guesses = guesses
        self._parse, self._words = parse, parse.words
        self._gazetteer, self._lexicon = gazetteer, lexicon
        people = lexicon.lists["people"]
        self._nouns = people["person"] | people["body"] | people["callings"]
        self._common = {w.text for w in parse.words if w.text.islower()}
        self._titles = {w for title in lexicon.titles for w in title}
        those = [g for g in guesses if g.label == "PERSON" and g.last - g.first > 1]
        self._surnames = {parse.words[g.last - 1].text for g in those}

    def take(self, kept: list[Guess], n: int) -> None:
        """Put guess number `n` behind those kept, as a name of its own or as the end of one."""
        guess = self.guesses[n]
        before = kept[-1] if kept else None
        if before is not None and guess.first < before.last:
            if guess.last > before.last:
                kept[-1] = replace(before, last=guess.last)
            return
        if before is not None and self._is_one(before, guess):
            kept.pop()
            guess = replace(before, last=guess.last)
        floor = kept[-1].last if kept else 0
        ceiling = self.guesses[n + 1].first if n + 1 < len(self.guesses) else len(self._words)
        kept.append(self._to_right(self._to_left(guess, floor), ceiling))

    def lacks_surname(self, guess: Guess) -> bool:
        """Whether it shares a surname said later: "Ana C. and Juan Soto"."""
        behind = self._at(guess.last)
        last = self._words[guess.last - 1].text
        return bool(behind and behind.lower in {"and", "&"} and _INITIAL.fullmatch(last))

    def _at(self, i: int) -> Word | None:
        return self._words[i] if 0 <= i < len(self._words) else None

    def _together(self, i: int) -> bool:
        """Whether words `i - 1` and `i` stand in one sentence and in one line."""
        if not 0 < i < len(self._words) or self._words[i].sentence != self._words[i - 1].sentence:
            return False
        return "\n" not in self._parse.document.text[self._words[i - 1].end : self._words[i].start]

    def _is_proper(self, i: int) -> bool:
        """Whether a word may be a part of a person's name, as far as this text knows it."""
        word = self._at(i)
        if word is None or word.tag != "NNP" or not word.text[:1].isupper():
            return False
        plain = bool(_NAME.fullmatch(word.text)) and not (
            word.text.isupper() and len(word.text) > 1
        )
        known = word.lower in self._nouns or word.lower in self._lexicon.heads
        known = known or word.text in self._titles or word.lower in self._common
        return bool(plain) and not known

    # ------------------------------------------------------------ two guesses at one name

    def _is_one(self, before: Guess, guess: Guess) -> bool:
        if "PERSON" not in {before.label, guess.label}:
            return self._goes_on(before, guess)
        if not all(self._together(i) for i in range(before.last, guess.first + 1)):
            return False
        between = self._words[before.last : guess.first]
        if not between:
            return self._is_beside(before, guess)
        particles = all(w.text in PARTICLES for w in between)
        return (particles and before.label == "PERSON") or self._is_nickname(before, guess)

    def _goes_on(self, before: Guess, guess: Guess) -> bool:
        """Whether it is "Carnegie Foundation | for the Advancement of Teaching"."""
        between = [w.lower for w in self._words[before.last : guess.first]]
        heads = [self._words[g.last - 1].lower in self._lexicon.heads for g in (before, guess)]
        bodies = before.label == guess.label == "ORG"
        return bodies and between in (["for"], ["for", "the"]) and heads == [True, False]

    def _is_beside(self, before: Guess, guess: Guess) -> bool:
        """Whether it is "Ana | Soto", "Ana Soto | III", or "Ana | ben Soto"."""
        if before.label != "PERSON" or not self._is_proper(before.last - 1):
            return False
        if self._words[guess.first].text in PARTICLES | _NUMBERS:
            return True
        short = 1 in {before.last - before.first, guess.last - guess.first}
        numbered = self._words[guess.last - 1].text in _NUMBERS
        under = self._words[before.last - 1].head.i in range(guess.first, guess.last)
        return guess.label == "PERSON" and under and (short or numbered)

    def _is_nickname(self, before: Guess, guess: Guess) -> bool:
        """Whether between is but a nickname: "Ana “Nita” Soto", "Ana C. (Nita) Soto"."""
        return before.label == "PERSON" and self._nicknamed(before) == guess.first

    def _nicknamed(self, guess: Guess) -> int | None:
        """Return the word behind the nickname that follows a given name, if there is one."""
        words = self._words[guess.last : guess.last + 4]
        end = _MARKS.get(words[0].text) if words else None
        close = next((n for n, w in enumerate(words) if n and w.text == end), 0)
        inside = words[1:close]
        named = all(w.text[:1].isupper() for w in inside) and any(len(w.text) > 1 for w in inside)
        single = guess.last - guess.first == 1
        short = single or bool(_INITIAL.fullmatch(self._words[guess.last - 1].text))
        placed = end == ")" and self._gazetteer.lookup(inside[0].text if inside else "")
        return guess.last + close + 1 if close > 1 and named and short and not placed else None

    # ------------------------------------------------------------ words that are in no guess

    def _to_left(self, guess: Guess, floor: int) -> Guess:
        """Take in the given name that the tagger left out: "Ana | Soto's plan"."""
        at = guess.first - 1
        while at > floor and self._words[at].text in PARTICLES and self._together(at + 1):
            at -= 1
        particles = at < guess.first - 1
        if at < floor or guess.label not in {"PERSON", "ORG"} or not self._together(at + 1):
            return guess
        before, inside = self._words[at], range(guess.first, guess.last)
        given = self._lexicon.has("names", "given", before.text) and before.tag == "NNP"
        if guess.label == "PERSON" and (particles or self._words[guess.first].text in PARTICLES):
            fits = self._is_proper(at)
        elif given:
            fits = before.head.i in inside
        else:
            fits = guess.label == "PERSON" and guess.last - guess.first == 1 and self._begins(at)
        return Guess(at, guess.last, "PERSON") if fits else guess

    def _begins(self, at: int) -> bool:
        """Whether a word before a surname is a given name although no list has it."""
        word, start = self._words[at], self._parse.bounds[self._words[at].sentence][0]
        under = word.dep == "compound" and word.head.i == at + 1 and len(word.text) > 2
        under = under and not self._lexicon.has("names", "given", word.head.text)  # "Crooked Hugo"
        known = self._gazetteer.demonym(word.text) or any(
            self._gazetteer.lookup(w.text) for w in (word, word.head)
        )
        proper = self._is_proper(at) and self._is_proper(at + 1)
        return under and at > start and proper and not known

    def _to_right(self, guess: Guess, ceiling: int) -> Guess:
        """Take in the surname that the tagger left out: "Ana C. | Soto", "Ana de | la Cruz"."""
        if guess.label != "PERSON":
            return guess
        at = self._nicknamed(guess) or guess.last
        while at < ceiling and self._words[at].text in PARTICLES:
            at += 1
        whole = all(self._together(i) for i in range(guess.last, at + 1))
        if at >= ceiling or not whole or not self._is_proper(at):
            return guess
        if at > guess.last or self._misses_end(guess, at):
            return replace(guess, last=at + 1)
        return guess

    def _misses_end(self, guess: Guess, at: int) -> bool:
        """Whether the word behind a guess is the surname: "Dainis | Ivans", but "Soto | Tower"."""
        last, behind = self._words[at - 1], self._at(at + 1)
        if _INITIAL.fullmatch(last.text) or last.text in PARTICLES:
            return True
        ends = last.dep == "compound" and last.head.i == at
        ends = ends and self._words[at].dep not in {"compound", "nmod", "amod"}
        if not ends or (behind is not None and behind.tag in {"NNP", "NNPS", "NN", "NNS"}):
            return False
        return last.text not in self._surnames or guess.last - guess.first > 1
