"""Lasting ties between two named things: who works for whom, lives, was born or is based where.

The patterns are sequences of words, so that a slip of the parser breaks none; the nouns and verbs
are data, `ontology/ties.toml`. A tie that the text calls former, or puts in the past, is left out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from kg import resources
from kg.extract.annotate import Word
from kg.extract.cast import Cast, Draft
from kg.extract.clauses import clause, is_passive
from kg.extract.frames import Statement
from kg.extract.mentions import Name
from kg.extract.qualify import PLAIN, Quality, qualify
from kg.extract.speech import Speakers

_INSIDE = {"ADJ", "NOUN", "ADV", "NUM", "PROPN"}
_GONE = {
    *("former", "ex", "late", "then", "onetime", "deposed", "ousted", "retired", "acting", "would"),
    *("aspiring", "future", "next", "alleged", "suspected", "self", "fake", "no"),
    *("minority", "majority", "opposition", "deputy", "vice", "assistant", "associate", "faction"),
}
_LOCAL = ("City", "AdministrativeArea")
_REACH = 7
"""Words between a name and the noun of its apposition: "a former deputy policy director"."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One entry of `ties.toml`; its keys are explained there."""

    id: str
    property: str
    nouns: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()
    verbs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    turned: bool = False
    passive: bool = False
    lasts: bool = True


@dataclass(frozen=True, slots=True)
class _Named:
    """A name in the text: its words `first` to `last` (excluded), and whom it names."""

    first: int
    last: int
    draft: Draft


@cache
def ties() -> tuple[Tie, ...]:
    """Return the ties of `ontology/ties.toml`.

    >>> [t.property for t in ties()][:2]
    ['worksFor', 'leads']
    """
    text = resources.ontology("ties.toml").read_text(encoding="utf-8")
    return tuple(_tie(entry) for entry in tomllib.loads(text)["tie"])


def _tie(entry: Mapping[str, object]) -> Tie:
    given = {k: v for k, v in entry.items() if k != "wikidata"}
    for key in ("nouns", "behind"):
        if isinstance(listed := given.get(key), list):
            given[key] = frozenset(listed)
    verbs = given.get("verbs")
    if isinstance(verbs, dict):
        given["verbs"] = {verb: frozenset(where) for verb, where in verbs.items()}
    return Tie(**given)  # type: ignore[arg-type]  # a wrong key is a TypeError that names it


def tie_statements(cast: Cast, speakers: Speakers) -> Iterator[Statement]:
    """Yield the ties of a text, in its order for each pattern."""
    found = _Ties(cast, speakers)
    for name in found.names:
        yield from found.behind_name(name)
        yield from found.before_name(name)
        yield from found.of_place(name)
        yield from found.owned_by_place(name)
        yield from found.in_place(name)
    for word in cast.parse.words:
        if word.pos in {"VERB", "AUX"}:
            yield from found.verb(word)


class _Ties:
    """The patterns over one text."""

    def __init__(self, cast: Cast, speakers: Speakers) -> None:
        self.cast, self.speakers, self.words = cast, speakers, cast.parse.words
        self.names = sorted(self._names(), key=lambda n: n.first)
        self.starts = {n.first: n for n in self.names}
        self.ends = {n.last: n for n in self.names}

    def _names(self) -> Iterator[_Named]:
        unique: dict[int, Name] = {n.first: n for n in self.cast.named.values()}
        for name in unique.values():
            inside = self.words[name.first : name.last]
            draft = next((self.cast.of(w) for w in inside if w.i in self.cast.by_word), None)
            if draft and draft.is_name:
                yield _Named(name.first, name.last, draft)

    # -- noun phrases

    def behind_name(self, name: _Named) -> Iterator[Statement]:
        """Yield from "NAME, a NOUN of OTHER" and "NAME is a NOUN of OTHER"."""
        at, quality, verb = name.last, PLAIN, None
        opening = self._word(at)
        if opening is None:
            return
        if opening.text == "," or opening.text == "(":
            at = self._past_age(at + 1)
        elif opening.lemma == "be" and opening.tag in {"VBZ", "VBP"}:
            verb, at = opening, at + 1
            quality = qualify(self.cast.parse, self.cast.lexicon, opening)
        else:
            return
        for noun, tie in self._nouns(at):
            before, owned = self._owner(noun)
            inner = before if before and before.first in (at, at + 1) and not owned else None
            other = inner or self._object(noun, tie)
            if other:
                yield from self._made(
                    tie, name, other, (name.first, max(other.last, noun.i + 1)), quality, verb
                )

    def before_name(self, name: _Named) -> Iterator[Statement]:
        """Yield from "OTHER NOUN NAME", "OTHER's NOUN, NAME" and "the NOUN of OTHER, NAME,"."""
        at = name.first
        comma = bool(at) and self.words[at - 1].text == ","
        noun = self._word(at - 2 if comma else at - 1)
        if noun is None or noun.pos not in {"NOUN", "PROPN"}:
            return
        for tie in ties():
            if noun.lower not in tie.nouns:
                continue
            other, owned = self._owner(noun)
            if other and (owned or not comma) and not self._is_gone(other.first, noun.i):
                yield from self._made(tie, name, other, (other.first, name.last), PLAIN, None)
        if comma:
            yield from self._titled(name, at - 1)

    def _titled(self, name: _Named, comma: int) -> Iterator[Statement]:
        """Yield from "the NOUN of OTHER, NAME,": the comma behind keeps lists out."""
        other, after = self.ends.get(comma), self._word(name.last)
        if other is None or after is None or after.text != ",":
            return
        at = other.first - 1
        if at >= 0 and self.words[at].lower == "the":
            at -= 1
        for tie in ties():
            noun = self._word(at - 1)
            if noun and self.words[at].lower in tie.behind and noun.lower in tie.nouns:
                start = self._phrase_start(noun)
                if self.words[start].lower == "the" and not self._is_gone(start, noun.i):
                    yield from self._made(tie, name, other, (start, name.last), PLAIN, None)

    def _nouns(self, at: int) -> Iterator[tuple[Word, Tie]]:
        """Yield each noun of a tie that the phrase from word `at` may be headed by."""
        first = at
        for word in self.words[at : at + _REACH]:
            if word.lower in {"a", "an", "the", "-", "’s", "'s"} or word.pos in _INSIDE:
                if word.pos in {"NOUN", "PROPN"} and not self._is_gone(first, word.i):
                    yield from ((word, t) for t in ties() if word.lower in t.nouns)
                continue
            return

    def _object(self, noun: Word, tie: Tie) -> _Named | None:
        """Return the name behind "NOUN of [the]"."""
        preposition = self._word(noun.i + 1)
        if preposition is None or preposition.lower not in tie.behind:
            return None
        at = noun.i + 2
        following = self._word(at)
        if following and following.lower in {"the", "a", "an"}:
            at += 1
        return self._whole(self.starts.get(at))

    def _whole(self, name: _Named | None) -> _Named | None:
        """Return a name unless it goes on behind its end: "the Senate Budget" of "Committee"."""
        after = self._word(name.last) if name else None
        goes_on = after and after.text[:1].isupper() and after.pos in {"PROPN", "NOUN", "ADJ"}
        return None if goes_on else name

    def _owner(self, noun: Word) -> tuple[_Named | None, bool]:
        """Return the name before "[’s] [adjectives] NOUN", and whether it is a possessive."""
        at = noun.i
        while at > 0 and noun.i - at < 4 and at not in self.ends:
            before = self.words[at - 1]
            if before.lower in {"’s", "'s", "’"} and before.tag == "POS":
                return self.ends.get(at - 1), True
            if before.pos not in {"ADJ", "NOUN"} and before.text != "-":
                return None, False
            at -= 1
        return self.ends.get(at), False

    def _phrase_start(self, noun: Word) -> int:
        at = noun.i
        while at > 0 and noun.i - at < 4 and self.words[at - 1].pos in {"ADJ", "NOUN", "DET"}:
            at -= 1
        return at

    def _is_gone(self, first: int, last: int) -> bool:
        return any(w.lower in _GONE for w in self.words[max(0, first - 1) : last])

    def _past_age(self, at: int) -> int:
        """Return the word behind an age: "Ana Soto, 45, a ..."."""
        age, comma = self._word(at), self._word(at + 1)
        return at + 2 if age and comma and age.pos == "NUM" and comma.text == "," else at

    # -- places

    def of_place(self, name: _Named) -> Iterator[Statement]:
        """Yield from "Ana Soto of Lima" and "Ana Soto, of Lima", which do not say how tied."""
        at = name.last
        has_comma = (opening := self._word(at)) is not None and opening.text == ","
        if has_comma:
            at = self._past_age(at + 1)
        preposition, article = self._word(at), self._word(at + 1)
        other = self._whole(self.starts.get(at + 1 + bool(article and article.lower == "the")))
        if preposition is None or preposition.lower != "of" or other is None:
            return
        pair = name.draft, other.draft
        if self._is(pair[0], "Person") and self._is(pair[1], "GeopoliticalEntity"):
            yield self._statement("of-place", (*pair, "hailsFrom"), (name.first, other.last))
        elif has_comma:
            return
        elif self._is(pair[0], "Person") and self._is(pair[1], "Organization"):
            pair_of = *pair, "affiliatedWith"
            yield self._statement("of-body", pair_of, (name.first, other.last))
        elif (
            self._is(pair[0], "Organization")
            and self._is(pair[1], *_LOCAL)
            and name.last - name.first > 1  # one word is mostly the end of a longer name
        ):
            yield self._statement("body-of-place", (*pair, "basedIn"), (name.first, other.last))

    def owned_by_place(self, name: _Named) -> Iterator[Statement]:
        """Yield from "Lima's Ana Soto", which does not say how she is tied to it."""
        mark = self._word(name.first - 1)
        place = self.ends.get(name.first - 1) if mark and mark.tag == "POS" else None
        if place and self._is(name.draft, "Person") and self._is(place.draft, "GeopoliticalEntity"):
            pair = name.draft, place.draft, "hailsFrom"
            yield self._statement("place-owns", pair, (place.first, name.last))

    def in_place(self, name: _Named) -> Iterator[Statement]:
        """Yield from "Austin, Texas", a place in a wider one, and "Lima-based Oxfam"."""
        comma, other = self._word(name.last), self.starts.get(name.last + 1)
        if comma is None or not self._is(name.draft, "Place"):
            return
        if comma.text == "," and other and self._holds(other.draft, name.draft):
            after, before = self._word(other.last), self._word(name.first - 1)
            in_list = before and before.text == "," and name.first - 1 in self.ends
            if not in_list and (after is None or after.lower not in {"and", "or"}):
                pair = name.draft, other.draft, "locatedIn"
                yield self._statement("place-comma", pair, (name.first, other.last))
        based = [w.lower for w in self.words[name.last : name.last + 2]]
        if based == ["-", "based"]:
            body = next((self.starts[i] for i in range(name.last + 2, name.last + 5)
                         if i in self.starts), None)  # fmt: skip
            if body and self._is(body.draft, "Organization"):
                pair = body.draft, name.draft, "basedIn"
                yield self._statement("place-based", pair, (name.first, body.last))

    def _holds(self, outer: Draft, inner: Draft) -> bool:
        """Whether the kinds, and the gazetteer where it knows them, let one lie in the other."""
        ranks = ("Country", "AdministrativeArea")
        wide = next((r for r in ranks if self._is(outer, r)), None)
        if wide is None or outer.row is None or self._is(inner, "Country", wide):
            return False
        return inner.row is None or inner.row.country in ("", outer.row.country)

    # -- verbs

    def verb(self, verb: Word) -> Iterator[Statement]:
        """Yield from "NAME works for OTHER" and "NAME, based in OTHER"."""
        for tie in ties():
            where = tie.verbs.get(verb.lemma.lower())
            if where is None or not self._tense_fits(tie, verb):
                continue
            given = clause(verb)
            does = given.patients if tie.passive else given.agents
            takes = [] if tie.passive or "" not in where else list(given.patients)
            takes += given.behind(*where)
            quality = qualify(self.cast.parse, self.cast.lexicon, verb)
            for one in filter(None, map(self._by_name, does)):
                for other in filter(None, map(self._by_name, takes)):
                    extent = min(one.first, other.first), max(one.last, other.last)
                    yield from self._made(tie, one, other, extent, quality, verb)

    def _tense_fits(self, tie: Tie, verb: Word) -> bool:
        if is_passive(verb) != tie.passive or verb.one("neg"):
            return False
        if not tie.lasts:
            return True
        if tie.passive:
            helper = verb.one("auxpass")
            return helper is None or helper.tag in {"VBZ", "VBP"}
        return verb.tag in {"VBZ", "VBP"} or (verb.tag == "VBG" and verb.dep == "acl")

    def _by_name(self, word: Word) -> _Named | None:
        """Return the name that a word is part of; what only refers to one is not read as a tie."""
        return next((n for n in self.names if n.first <= word.i < n.last), None)

    # -- making

    def _made(
        self,
        tie: Tie,
        name: _Named,
        other: _Named,
        extent: tuple[int, int],
        quality: Quality,
        verb: Word | None,
    ) -> Iterator[Statement]:
        if self.cast.vocabulary.fits(tie.property, name.draft.type, other.draft.type):
            triple = name.draft, other.draft, tie.property
            if name.draft is not other.draft:
                yield self._statement(f"tie:{tie.id}", triple, extent, quality, verb)

    def _statement(
        self,
        rule: str,
        triple: tuple[Draft, Draft, str],
        extent: tuple[int, int],
        quality: Quality = PLAIN,
        verb: Word | None = None,
    ) -> Statement:
        chosen = self.words[slice(*extent)]
        subject, object_, property_ = triple
        speech = self.speakers.of(verb or chosen[-1])
        return Statement(rule, (verb or chosen[0],), chosen, quality, speech,
                         triples=((subject, property_, object_),))  # fmt: skip

    def _is(self, draft: Draft, *kinds: str) -> bool:
        return self.cast.is_a(draft, *kinds)

    def _word(self, i: int) -> Word | None:
        return self.words[i] if 0 <= i < len(self.words) else None
