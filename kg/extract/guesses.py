"""The tagger's guesses at names, put right before anything believes them.

The small model is trained on running text: it takes headlines, title words, colours, contests and
the first word of a sentence for parts of people's names, and people for bodies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.extract.annotate import Guess, Parse, Word
from kg.extract.lexicon import Lexicon
from kg.gazetteer import Gazetteer

_NAMES = {"PERSON", "ORG", "GPE", "LOC", "FAC"}
_HEADLINE_WORDS, _HEADLINE_SHARE = 4, 0.8
_LONGEST = 5
_WORKS = {
    *("bible", "version", "testament", "gospel", "edition", "prize", "medal", "trophy", "cup"),
    *("amendment", "doctrine", "award", "report", "rule", "act", "effect", "show"),
}
"""What ends the names of things called after people."""
_GROUPS = {
    *("people", "women", "men", "children", "workers", "farmers", "veterans", "teachers", "girls"),
    *("boys", "students", "lawyers", "citizens", "writers", "artists", "soldiers", "seamen"),
}


def believed(parse: Parse, gazetteer: Gazetteer, lexicon: Lexicon) -> list[Guess]:
    """Return the guesses at names in the order of the text, corrected; what misleads is left out.

    No two overlap; all other labels (dates, amounts) are left out as well.
    """
    titled = headlines(parse)
    cut = [_cut(parse, g, gazetteer, lexicon) for g in parse.guesses if g.label in _NAMES]
    made = [_grown(parse, g, lexicon) for g in cut if g.first < g.last]
    made = _whole(parse, made, lexicon)
    made = [_labelled(parse, g, lexicon) for g in made if _is_name(parse, g, gazetteer, lexicon)]
    body = [g for g in made if parse.words[g.first].sentence not in titled]
    known = {parse.text(g.first, g.last): g.label for g in body}
    top = [g for n in sorted(titled) for g in _in_headline(parse, n, known)]
    return sorted([*body, *top], key=lambda g: g.first)


def headlines(parse: Parse) -> frozenset[int]:
    """Return the sentences in Title Case or capitals: there a capital tells nothing."""
    return frozenset(
        n for n, (first, last) in enumerate(parse.bounds) if _is_headline(parse.words[first:last])
    )


def _is_headline(words: tuple[Word, ...]) -> bool:
    if (
        words[0].lower in {"by", "("}
        or words[-1].text in {".", "”", '"'}
        or any(w.text in '“”"' for w in words)
    ):
        return False
    long = [w for w in words if w.text.isalpha() and len(w.text) >= 4]
    capital = [w for w in long if w.text[0].isupper()]
    return len(long) >= _HEADLINE_WORDS and len(capital) >= _HEADLINE_SHARE * len(long)


def _in_headline(parse: Parse, sentence: int, known: Mapping[str, str]) -> Iterator[Guess]:
    """Yield the names of the running text that a headline repeats, the longest first."""
    first, end = parse.bounds[sentence]
    while first < end:
        lasts = range(min(end, first + _LONGEST), first, -1)
        last = next((n for n in lasts if parse.text(first, n) in known), None)
        if last is not None:
            yield Guess(first, last, known[parse.text(first, last)])
        first = last or first + 1


# ---------------------------------------------------------------- where a name begins and ends


def _cut(parse: Parse, guess: Guess, gazetteer: Gazetteer, lexicon: Lexicon) -> Guess:
    """Cut off articles, marks, possessors, brackets, and a title that belongs to the next name."""
    words, first, last = parse.words, guess.first, guess.last
    for i in range(first, last):  # "Peru's Congress" is two names
        group = words[i - 1].lower in _GROUPS  # but "the People's Party" is one
        if words[i].tag == "POS" and first < i < last - 1 and not group:
            first = i + 1
    for i in range(first + 1, last):
        dated = words[i].lower in {"on", "in", "until", "since"} and i + 1 < last
        dated = dated and lexicon.has("time", "months", words[i + 1].text)
        seat = words[i].lower == "for" and words[i - 1].text == "Parliament"  # "Member of"
        if dated or seat or words[i].text in {"(", ")", "[", "]", "“", "”", '"', ":", ";"}:
            last = i
            break
    first = _past_line(parse, first, last, gazetteer)
    while first < last and (words[first].pos in {"DET", "PUNCT"} or not _alnum(words[first])):
        first += 1
    while first < last and (words[last - 1].tag == "POS" or words[last - 1].pos == "PUNCT"):
        last -= 1
    longer = guess.label == "PERSON" and last - first > 2
    if longer and _is_body(gazetteer, parse.text(first + 1, last)):
        last = first + 1  # "Obama | White House"
    end = _before_title(parse, first, last, gazetteer, lexicon)
    place = end < last and gazetteer.lookup(parse.text(first, end))
    return Guess(first, end, "GPE" if place else guess.label)


def _is_body(gazetteer: Gazetteer, text: str) -> bool:
    rows = gazetteer.lookup(text)
    return bool(rows) and rows[0].key.startswith("name:")


def _past_line(parse: Parse, first: int, last: int, gazetteer: Gazetteer) -> int:
    """Return where a name begins behind "ROME - " or a state of the address before it."""
    words = parse.words
    for i in range(first + 1, last - 1):
        if words[i].text in {"-", "–", "—"} and words[i - 1].end < words[i].start:
            first = i + 1
    rows = gazetteer.lookup(words[first].text) if words[first].text.endswith(".") else ()
    stated = bool(rows) and rows[0].type == "AdministrativeArea"
    return first + 1 if last - first > 1 and stated else first


def _alnum(word: Word) -> bool:
    return word.text[:1].isalnum()


def _before_title(
    parse: Parse, first: int, last: int, gazetteer: Gazetteer, lexicon: Lexicon
) -> int:
    """Return where a name ends if its last words are a title: "Charlotte Mayor | Jane Roe"."""
    for title in lexicon.titles:
        start = last - len(title)
        if start <= first or tuple(w.text for w in parse.words[start:last]) != title:
            continue
        behind = parse.words[last] if last < len(parse.words) else None
        goes_on = behind is not None and behind.tag == "NNP" and behind.text[:1].isupper()
        if goes_on or gazetteer.lookup(parse.text(first, start)):
            return start
    return last - _ends_in_post(parse, first, last, lexicon)


def _ends_in_post(parse: Parse, first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether a body's name swallowed who works there: "FAA Administrator | Ana Soto"."""
    if last - first < 2 or last >= len(parse.words):
        return False
    post, behind = parse.words[last - 1], parse.words[last]
    ends = {w.lower for w in parse.words[last - 2 : last]}
    ranked = not _RANKS.isdisjoint(ends)  # who knows where the name ends
    goes_on = behind.tag == "NNP" and behind.text[:1].isupper() and not ranked
    return goes_on and post.lower in lexicon.lists["people"]["person"] - _CALLED


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


def _grown(parse: Parse, guess: Guess, lexicon: Lexicon) -> Guess:
    """Take in the given name that the tagger left out: "Ana | Soto's plan"."""
    if guess.first == 0 or guess.label not in {"PERSON", "ORG"}:
        return guess
    before = parse.words[guess.first - 1]
    inside = range(guess.first, guess.last)
    if before.tag == "NNP" and before.head.i in inside and _is_given(before, lexicon):
        return Guess(guess.first - 1, guess.last, "PERSON")
    return guess


def _whole(parse: Parse, guesses: list[Guess], lexicon: Lexicon) -> list[Guess]:
    """Join the parts of "Carnegie Foundation | for the Advancement of Teaching"."""
    kept: list[Guess] = []
    for guess in guesses:
        before = kept[-1] if kept else None
        if before and guess.label == before.label == "ORG":
            between = [w.lower for w in parse.words[before.last : guess.first]]
            heads = [parse.words[g.last - 1].lower in lexicon.heads for g in (before, guess)]
            if between in (["for"], ["for", "the"]) and heads == [True, False]:
                kept[-1] = Guess(before.first, guess.last, "ORG")
                continue
        kept.append(guess)
    return kept


def _is_given(word: Word, lexicon: Lexicon) -> bool:
    return lexicon.has("names", "given", word.text)


# ---------------------------------------------------------------- what it names


def _labelled(parse: Parse, guess: Guess, lexicon: Lexicon) -> Guess:
    """Take "Oberlin College" for a body, and "Marie Ferraro" for a person."""
    words = parse.words[guess.first : guess.last]
    thing = words[-1].lower in lexicon.heads
    if guess.label == "PERSON" and len(words) > 1 and thing:
        surname = lexicon.has("names", "surnames", words[-1].lower)
        namesake = surname and _is_given(words[0], lexicon)  # "Frank Church"
        return guess if namesake else replace(guess, label="ORG")
    plain = all(w.tag == "NNP" and w.text.isalpha() for w in words)
    if (
        guess.label in {"ORG", "FAC", "GPE"}
        and 2 <= len(words) <= 3
        and plain
        and _is_given(words[0], lexicon)
    ):
        person = not thing and not any(w.text.isupper() for w in words)
        return replace(guess, label="PERSON") if person else guess
    return guess


def _is_name(parse: Parse, guess: Guess, gazetteer: Gazetteer, lexicon: Lexicon) -> bool:
    words = parse.words[guess.first : guess.last]
    proper = any(w.pos == "PROPN" and w.text[:1].isupper() for w in words)
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
    if word.tag == "NNPS" or not word.text.isalpha():
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
