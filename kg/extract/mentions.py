"""Names in a parsed text: gazetteer phrases, the tagger's guesses, acronyms, capitalised bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.extract.annotate import Guess, Parse, Word
from kg.extract.guesses import believed
from kg.extract.headlines import headlines
from kg.extract.kinds import Kinds
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
_SURNAME = re.compile(r"[A-Z](?:[’']?[A-Z])?[a-zà-ÿ]+(?:[A-Z-][A-Z]?[a-zà-ÿ]+)*(?:‘s)?")
_LONGEST = 6
_DWELL = {"live", "reside", "die", "settle", "grow", "headquarter"}
_HYPHENS = {"-", "–"}


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name: words `first` to `last` (excluded), its likely class, the gazetteer's row.

    `source` is "gazetteer", "tagger", "given", "acronym", "capitals" or "cue"; `title` are title
    words before it, `is_past` that they name an office that is over or not yet held.
    """

    first: int
    last: int
    type: str | None
    source: str
    row: Row | None = None
    title: tuple[int, int] | None = None
    is_past: bool = False

    @property
    def root(self) -> range:
        """The indexes of its words."""
        return range(self.first, self.last)


def names(parse: Parse, gazetteer: Gazetteer, lexicon: Lexicon) -> list[Name]:
    """Return the names of a text in its order; none overlap, the longest wins."""
    chosen = believed(parse, gazetteer, lexicon)
    guesses = {g.first: g for g in chosen}
    titled = headlines(parse)
    found = _as_states(parse, gazetteer, [*_from_gazetteer(parse, gazetteer, guesses)])
    found += [*_from_tagger(parse, chosen, lexicon), *_given(parse, lexicon, titled)]
    found += [n for n in _acronyms(parse) if parse.words[n.first].sentence not in titled]
    found += [n for n in _dwellings(parse) if parse.words[n.first].sentence not in titled]
    found += [n for n in _bodies(parse, lexicon) if parse.words[n.first].sentence not in titled]
    rank = {"gazetteer": 0, "tagger": 1, "given": 2, "capitals": 3, "acronym": 4}
    found.sort(key=lambda n: (n.first - n.last, rank[n.source], n.first))
    taken: set[int] = set()
    kept = []
    for name in found:
        if _is_no_name(parse, lexicon, name):
            continue
        if taken.isdisjoint(name.root):
            taken.update(name.root)
            kept.append(name)
    kinds = Kinds(parse, gazetteer, lexicon)
    for number, (first, last) in enumerate(parse.bounds):
        if number not in titled:
            kept += (Name(*cue, "cue") for cue in kinds.missed(taken, first, last))
    return sorted((n for n in kept if not _is_title(parse, lexicon, n)), key=lambda n: n.first)


def _is_title(parse: Parse, lexicon: Lexicon, name: Name) -> bool:
    """Whether it is but the title of the name behind it: "candidate | Senator | Ana Soto"."""
    said = tuple(parse.words[i].text for i in name.root)
    behind = [w.text for w in parse.words[name.last : name.last + 1]]
    return said in lexicon.titles and bool(behind) and behind[0].istitle()


def _is_no_name(parse: Parse, lexicon: Lexicon, name: Name) -> bool:
    """Whether it is but a time or a case in court: "died in February", "Soto v. Rey"."""
    if any(parse.words[i].text in {"v.", "vs.", "v", "vs"} for i in name.root):
        return True
    before = parse.words[name.first - 1].lower if name.first else ""
    single = name.last - name.first == 1 and before in {"in", "since", "until", "by", "last"}
    return single and lexicon.has("time", "months", parse.words[name.first].text)


def demonyms(
    parse: Parse, gazetteer: Gazetteer, lexicon: Lexicon, taken: set[int]
) -> Iterator[tuple[Word, Row]]:
    """Yield the words that name a people or its things, with the country.

    A heritage ("Mexican-American", "American Indian"), a region ("Latin American") and a language
    ("in Spanish") are none of a country's.
    """
    for word in parse.words:
        row = gazetteer.demonym(word.text)
        if row is None or word.i in taken or word.pos not in {"ADJ", "PROPN", "NOUN"}:
            continue
        if not (_is_heritage(parse, word, gazetteer, lexicon) or _is_language(word)):
            yield word, row


def _is_heritage(parse: Parse, word: Word, gazetteer: Gazetteer, lexicon: Lexicon) -> bool:
    before = parse.words[word.i - 1].text if word.i else ""
    behind = [w.text for w in parse.words[word.i + 1 : word.i + 3]]
    if before in _HYPHENS:
        return True
    if behind[:1] and behind[0] in _HYPHENS:  # but "Iranian-backed" is of Iran
        return len(behind) < 2 or behind[1] != behind[1].lower()
    if before[:1].isupper() and lexicon.has("names", "peoples", before.lower()):
        return True
    return any(gazetteer.demonym(t) is not None for t in (before, *behind[:1]))


def _is_language(word: Word) -> bool:
    if word.tag not in {"NN", "NNP"} or word.one("det"):
        return False
    spoken = word.head.lemma in {"speak", "learn", "translate", "teach", "understand"}
    return (word.dep == "dobj" and spoken) or (word.dep == "pobj" and word.head.lower == "in")


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
                if parse.text(first - 1, first) == "," and f"{text}." in known:
                    text += "."  # "in Lima, Pa" where the mark ends the sentence
                rows = gazetteer.lookup(text) if text in known else ()
                if rows and _plausible(parse, first, last, rows, guesses):
                    yield Name(first, last, rows[0].type, "gazetteer", _row(rows))
                    break


def _row(rows: tuple[Row, ...]) -> Row | None:
    """Return the one row that a bare name means: a country or body first, else the only one."""
    first = rows[0]
    return first if len(rows) == 1 or first.key.startswith(("country:", "name:")) else None


def _as_states(parse: Parse, gazetteer: Gazetteer, found: list[Name]) -> list[Name]:
    """Take "Macon, Georgia" for the state where the text names its country and not the other's."""
    said = {w.text for w in parse.words}
    for country in [n.row for n in found if n.row and n.row.type == "Country"]:
        rows = gazetteer.lookup(country.name)
        state = next((r for r in rows if r.type == "AdministrativeArea"), None)
        codes = {n.row.country for n in found if n.row and n.row != country}
        home = state and state.country in codes and country.country not in codes
        those = [n for n in found if n.row == country]
        towns = any(n.first > 1 and _is_town(parse, gazetteer, n.first) for n in those)
        if state and home and towns and said.isdisjoint(country.demonyms):
            found = [replace(n, type=state.type, row=state) if n in those else n for n in found]
    return found


def _is_town(parse: Parse, gazetteer: Gazetteer, at: int) -> bool:
    """Whether a name that no country has stands before ", " and word `at`."""
    comma, before = parse.words[at - 1], parse.words[at - 2]
    rows = gazetteer.lookup(before.text)
    is_name = comma.text == "," and before.tag == "NNP" and before.text[:1].isupper()
    return is_name and all(r.type != "Country" for r in rows)


def _plausible(
    parse: Parse, first: int, last: int, rows: tuple[Row, ...], guesses: dict[int, Guess]
) -> bool:
    if rows[0].never_by_name or parse.words[first].tag not in {"NNP", "NNPS", "DT", "NN", "JJ"}:
        return rows[0].key.startswith("country:") and parse.words[first].pos == "PROPN"
    before = parse.words[first - 1].lower if first else ""
    said = parse.text(first, last)
    is_short = said not in {rows[0].name, f"the {rows[0].name}"}
    if is_short and rows[0].type == "AdministrativeArea":  # "Fla.", "OR": only behind its city
        city = before == "," and first > 1 and parse.words[first - 2].text[:1].isupper()
        return city or (before == "-" and parse.words[first - 2].text in {"R", "D", "I"})
    guess = guesses.get(first)
    if guess and guess.label == "PERSON":
        return False
    if rows[0].key.startswith("geonames:"):
        said_place = guess is not None and guess.label in {"GPE", "LOC"}
        return said_place or before in {"in", "at", "near", "from"}
    return True


def _given(parse: Parse, lexicon: Lexicon, titled: frozenset[int]) -> Iterator[Name]:
    """Yield the full names that the tagger missed: a common given name and the surname behind."""
    taken = {i for g in parse.guesses for i in range(g.first, g.last)}
    for a, b in parse.bounds:
        if parse.words[a].sentence in titled:
            continue
        for first in range(a, b - 1):
            last = first + 1
            while last < min(b, first + 3) and _proper(parse.words[last], lexicon):
                last += 1
            begins = first == a or not _is_given_before(parse.words[first - 1], lexicon)
            given = lexicon.has("names", "given", parse.words[first].text)
            if last > first + 1 and given and begins and taken.isdisjoint(range(first, last)):
                title = _title_before(parse, first, lexicon)
                past = _is_past(parse, title, lexicon)
                yield Name(first, last, "Person", "given", None, title, past)


def _is_given_before(word: Word, lexicon: Lexicon) -> bool:
    """Whether a word may begin the name that goes on behind it: no "Quarterback | Juan Soto"."""
    people = lexicon.lists["people"]
    return _proper(word, lexicon) and word.lower not in people["callings"] | people["person"]


def _proper(word: Word, lexicon: Lexicon) -> bool:
    """Whether a word may go on a person's name."""
    plain = word.tag == "NNP" and bool(_SURNAME.fullmatch(word.text))
    return plain and word.lower not in lexicon.heads and (word.text,) not in lexicon.titles


def _from_tagger(parse: Parse, guesses: Iterable[Guess], lexicon: Lexicon) -> Iterator[Name]:
    for guess in guesses:
        kind = LABELS[guess.label]
        first, title = _untitled(parse, guess.first, guess.last, lexicon)
        if title and kind == "Organization" and guess.last - first == 1:
            first, title = guess.first, None  # "General Electric"
        if title and parse.words[guess.last - 1].lower in lexicon.heads and kind != "Person":
            first, title = guess.first, None  # "King Charles Street"
        if kind == "Person" or title:
            title = title or _title_before(parse, first, lexicon)
            kind = "Person"
        yield Name(first, guess.last, kind, "tagger", None, title, _is_past(parse, title, lexicon))


def _is_past(parse: Parse, title: tuple[int, int] | None, lexicon: Lexicon) -> bool:
    """Whether the words before a title say that the office is over: "former", "ex-", "the late"."""
    if title is None:
        return False
    before = [w.lower for w in parse.words[max(0, title[0] - 4) : title[0]]]
    while before and (before[-1] in {"-", "–", "u.s.", "us"} or before[-1].endswith("an")):
        before.pop()  # "then-President", "former American President"
    return bool(before) and lexicon.has("titles", "former", before[-1])


def _untitled(
    parse: Parse, first: int, last: int, lexicon: Lexicon
) -> tuple[int, tuple[int, int] | None]:
    """Cut a title off the front of a name."""
    if parse.words[first].text not in lexicon.title_starts:
        return first, None
    for title in lexicon.titles:
        end = first + len(title)
        if end < last and tuple(w.text for w in parse.words[first:end]) == title:
            return end, (first, end)
    return first, None


def _title_before(parse: Parse, first: int, lexicon: Lexicon) -> tuple[int, int] | None:
    if not first or parse.words[first - 1].text not in lexicon.title_ends:
        return None
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


def _dwellings(parse: Parse) -> Iterator[Name]:
    """Yield the places that the tagger missed behind "born in" and "lives in"."""
    for word in parse.words:
        if word.tag == "NNP" and word.text[0].isupper() and dwelt_in(parse, word.i):
            last, (_, end) = word.i + 1, parse.bounds[word.sentence]
            while last < end and parse.words[last].tag == "NNP":
                last += 1
            yield Name(word.i, last, "Place", "capitals")


def dwelt_in(parse: Parse, at: int) -> bool:
    """Whether a name begins behind "in" of one who lives, is born or dies there."""
    if at == 0 or parse.words[at - 1].lower not in {"in", "near"}:
        return False
    first, _ = parse.bounds[parse.words[at].sentence]
    before = reversed(parse.words[max(first, at - 9) : at])
    verb = next((w for w in before if w.pos == "VERB" or w.lower == "born"), None)
    return verb is not None and (verb.lemma in _DWELL or verb.lower == "born")


def _capital(word: Word) -> bool:
    return word.text[:1].isupper() and word.pos in {"PROPN", "NOUN", "ADJ"} and word.text.isalpha()
