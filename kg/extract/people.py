"""Whose name a name is, by the rest of the document; and which offices the text says are over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from kg.extract.annotate import Parse, Word
from kg.extract.lexicon import Lexicon
from kg.extract.mentions import Name

_WANTS = {"candidate", "nominee", "hopeful", "contender", "frontrunner", "runner", "challenger"}
_IF = {"if", "should", "would", "could", "may", "might", "unless"}
_HOPED = {"presidency", "president"}
_NOW = {"current", "now", "present"}
_SERVED = {"incumbent", "reelection", "re-election", "re", "reelected", "second"}
_TITLES = {"male": {"Mr.", "Mr", "Sir"}, "female": {"Mrs.", "Ms.", "Mrs", "Ms", "Miss"}}
_POSSESSIVE = {"’s", "'s", "’", "'"}
_SUFFIXES = {"Jr.", "Sr.", "Jr", "Sr", "II", "III", "IV"}


class FullNames:
    """The people that a document names in full, and what shorter names can mean among them."""

    def __init__(
        self,
        names: Iterable[tuple[str, str | None]],
        lexicon: Lexicon,
        apart: Iterable[str] = (),
        together: Iterable[AbstractSet[str]] = (),
    ) -> None:
        """Take the names of a text with their likely classes, in its order.

        Those `apart` are of somebody whose kin goes by the surname: "Soto's father, Juan Soto".
        What stands `together` in one sentence are no two spellings of one name.
        """
        self._lexicon = lexicon
        seen = Counter(t for t, kind in names if kind == "Person" and " " in t)
        self._same = _variants(seen, list(together))
        people = [t for t in seen if t not in self._same]
        for text in people:
            self._same.update(self._within(text, people))
        full = [t for t in people if t not in self._same]
        others = set(apart)
        unique = _unique((surname(t), t) for t in full)
        self._surnames = {short: t for short, t in unique.items() if t not in others}
        self._families = {surname(t) for t in full}
        self._families = {surname(t) for t in full}
        self._given = _unique((t.split()[0], t) for t in full)

    def of(self, text: str, kind: str | None) -> str:
        """Return the one full name that a name can mean, else the name itself.

        >>> from kg.extract.lexicon import default
        >>> names = FullNames([("Karim Odera", "Person"), ("Karim B. Odera", "Person")], default())
        >>> names.of("Odera", None), names.of("Karim", "Person"), names.of("Karim B. Odera", None)
        ('Karim Odera', 'Karim Odera', 'Karim Odera')
        """
        known = kind == "Person" or self._lexicon.has("names", "given", text)
        known = known and text not in self._families  # "Hart" of "Hart Revealed", by two Harts
        given = self._given.get(text) if known else None
        found = self._same.get(text) or self._surnames.get(text) or given or text
        return self._same.get(found, found)

    def _within(self, text: str, people: list[str]) -> Iterator[tuple[str, str]]:
        """Yield "Suu Kyi" as "Aung San Suu Kyi", but "Angry Jane Roe" as "Jane Roe"."""
        longer = [p for p in people if p.endswith(f" {text}")]
        if len(longer) == 1:
            inner, outer = (t.split()[0] for t in (text, longer[0]))
            has = [self._lexicon.has("names", "given", w) for w in (inner, outer)]
            yield (longer[0], text) if has == [True, False] else (text, longer[0])


def gender_told(parse: Parse, lexicon: Lexicon, name: Name) -> str | None:
    """Return "male" or "female" where a title, kin before or a spouse behind the name tells it."""
    people = lexicon.lists["people"]
    at = name.title[0] if name.title else name.first
    before = [w.lower for w in parse.words[max(0, at - 2) : at]]
    kin = before[:1] if before[1:] == [","] else before[1:]
    behind = [w.lower for w in parse.words[name.last : name.last + 3]]
    said = {parse.words[at].text, *kin}
    for gender, spouse in (("male", "wife"), ("female", "husband")):
        married = behind[-1:] == [spouse] and behind[0] == "and"
        married = married or (behind[1:2] == [spouse] and behind[0] in _POSSESSIVE)
        if married or said & _TITLES[gender] or said & people[gender]:
            return gender
    return gender_of_name(lexicon, parse.text(name.first, name.last))


def gender_of_name(lexicon: Lexicon, text: str) -> str | None:
    """Return "male" or "female" for a name whose first word nearly always tells it.

    >>> from kg.extract.lexicon import default
    >>> [gender_of_name(default(), n) for n in ("Ana Soto", "Leo Roe", "Robin Roe", "Soto")]
    ['female', 'male', None, None]
    """
    given = text.split()[0]
    if lexicon.has("names", "either", given):
        return None
    if lexicon.has("names", "women", given):
        return "female"
    return "male" if lexicon.has("names", "given", given) else None


def surname(text: str) -> str:
    """Return the last word of a full name that is no suffix.

    >>> surname("Karim B. Odera Jr.")
    'Odera'
    """
    words = [w for w in text.split() if w not in _SUFFIXES]
    return words[-1] if words else text


def _variants(seen: Counter[str], together: Iterable[AbstractSet[str]]) -> dict[str, str]:
    """Map "Karim B. Odera" and "Karim Odera" to the more frequent of the two."""
    alike: dict[tuple[str, str], list[str]] = {}
    for text in seen:
        if text.endswith((" Sr.", " Sr")):  # there is a junior of that name as well
            continue
        alike.setdefault((text.split()[0], surname(text)), []).append(text)
    same = {}
    for those in alike.values():
        middles = {" ".join(t.split()[1:]).removesuffix(surname(t)).strip() for t in those}
        are_two = any(here >= {*those} for here in together)
        if len(those) == 2 and "" in middles and not are_two:
            best = max(those, key=lambda t: (seen[t], -len(t)))
            same.update({t: best for t in those if t != best})
    return same


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for short, text in pairs:
        found.setdefault(short, set()).add(text)
    return {short: min(texts) for short, texts in found.items() if len(texts) == 1}


# ---------------------------------------------------------------- offices that are over


def past_offices(parse: Parse, lexicon: Lexicon, names: Iterable[Name]) -> set[str]:
    """Return the offices that some names of one person no longer or not yet hold."""
    those = list(names)
    over: set[str] = {"president"} if _seeks_presidency(parse, those) else set()
    for name in those:
        if name.is_past and name.title:
            over.add(office(lexicon, parse.words[slice(*name.title)]))
        over |= _described_as_past(parse, lexicon, name)
    return over


def _seeks_presidency(parse: Parse, names: list[Name]) -> bool:
    """Whether a text calls somebody a candidate, so that "President Soto" is but what may come.

    It does not where it speaks of a term that the president has served.
    """
    served = {w.lower for n in names for w in parse.words[slice(*_bounds(parse, n))]}
    return served.isdisjoint(_SERVED) and any(_is_candidate(parse, n) for n in names)


def _is_candidate(parse: Parse, name: Name) -> bool:
    """Read "Republican nominee Ana Soto", "Ana Soto, the front-runner,", "if Soto wins"."""
    first, last = _bounds(parse, name)
    before = [w.lower for w in parse.words[max(first, name.first - 3) : name.first]]
    behind = parse.words[name.last : min(last, name.last + 8)]
    phrase = []
    for word in behind[1:] if behind and behind[0].text == "," else ():
        if word.pos not in {"DET", "ADJ", "NOUN", "PROPN", "PUNCT"} or word.text == ",":
            break
        phrase.append(word.lower)
    said = [before[-1:], phrase[-1:]]
    wants = any(w and w[-1] in _WANTS for w in said) and "vice" not in {*before, *phrase}
    verb = parse.words[name.last - 1].head
    is_one = verb.lemma == "be" and any(w.lower in _WANTS for w in verb.all("attr"))
    hoped = not _IF.isdisjoint(c.lower for c in verb.all("mark", "aux"))
    wins = verb.lemma in {"win", "become"} and any(
        w.lower in _HOPED for w in verb.all("dobj", "attr")
    )
    return wants or is_one or (hoped and wins)


def office(lexicon: Lexicon, title: Iterable[Word]) -> str:
    """Return an office's full name in lower case: "Sen." and "Senator" are one."""
    return _post(lexicon, " ".join(w.text for w in title))


def _bounds(parse: Parse, name: Name) -> tuple[int, int]:
    return parse.bounds[parse.words[name.first].sentence]


def _described_as_past(parse: Parse, lexicon: Lexicon, name: Name) -> set[str]:
    """Read "former president Jane Roe" and "Jane Roe, the former president of Kenya"."""
    first, last = _bounds(parse, name)
    before = parse.words[max(first, name.first - 7) : name.first]
    behind = parse.words[name.last : min(last, name.last + 10)]
    found = _titles_behind_former(lexicon, before, to_end=True)
    if behind and behind[0].text in {",", "(", "–", "—"}:
        found |= _titles_behind_former(lexicon, behind[1:], to_end=False)
    return found


def _titles_behind_former(lexicon: Lexicon, words: tuple[Word, ...], *, to_end: bool) -> set[str]:
    at = next(
        (n for n, w in enumerate(words) if w.lower in lexicon.lists["titles"]["former"]), None
    )
    lead = words[:at] if at is not None else ()
    if at is None or (not to_end and any(w.tag not in {"DT", "JJ", "NNP", "CD"} for w in lead)):
        return set()
    phrase = []
    for word in words[at + 1 :]:
        if word.lower == "and":  # "former prosecutor and Lima mayor Ana Soto"
            continue
        if (
            word.lower in _NOW
            or word.pos not in {"NOUN", "PROPN", "ADJ", "PUNCT"}
            or word.text in ",;:"
        ):
            break
        phrase.append(word)
    if to_end and (not words[-1:] or phrase[-1:] != [words[-1]]):
        return set()
    text = f" {' '.join(w.lower for w in phrase)} "
    said = (" ".join(t) for t in lexicon.titles if f" {' '.join(t).lower()} " in text)
    return {_post(lexicon, title) for title in said}


def _post(lexicon: Lexicon, title: str) -> str:
    posts = lexicon.lists["posts"]
    return next((full for full, short in posts.items() if title in short), title).lower()
