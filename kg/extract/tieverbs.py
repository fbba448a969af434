"""Ties that verbs state: "NAME works for OTHER", "NAME, based in OTHER"; and how a tie is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.annotate import Word
from kg.extract.beats import is_half
from kg.extract.clauses import Clause, clause, is_after, is_passive
from kg.extract.frames import Statement
from kg.extract.qualify import qualify
from kg.extract.quality import PLAIN, Quality
from kg.extract.referring import Reader, Referring, is_a_state
from kg.extract.tietable import Tie

_ONCE = {"originally", "formerly", "previously", "once", "initially", "until"}
_DATING = {"on", "in", "of", "the", ",", "c.", "about", "circa", "(", ")"}


@dataclass(frozen=True, slots=True)
class Found:
    """A tie about to be made: what says it, from which word to which, and how."""

    tie: Tie
    extent: tuple[int, int]
    quality: Quality = PLAIN
    verb: Word | None = None
    is_past: bool = False


class Making:
    """What reads ties in one text, and makes them."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.words = reader, reader.words
        self.table = reader.cast.lexicon.ties

    def _made(self, found: Found, name: Referring, other: Referring) -> Iterator[Statement]:
        tie, reader = found.tie, self.reader
        property_ = (tie.past or tie.property) if found.is_past else tie.property
        if (found.is_past and tie.past is None and tie.lasts) or is_half(reader, other):
            return
        if is_a_state(reader, other):
            return
        one, two = (other, name) if tie.turned else (name, other)
        if tie.named and tie.named.isdisjoint(two.draft.label.lower().split()):
            return
        for further in reader.with_wider(two):
            joins = reader.cast.vocabulary.fits(property_, one.draft.type, further.draft.type)
            if joins and one.draft is not further.draft:
                extent = found.extent[0], max(found.extent[1], further.last)
                triple = one.draft, further.draft, property_
                yield reader.statement(f"tie:{tie.id}", triple, extent, found.quality, found.verb)


class VerbTies(Making):
    """The patterns of verbs over one text."""

    def verb(self, verb: Word) -> Iterator[Statement]:
        """Yield from "NAME works for OTHER" and "NAME, based in OTHER"."""
        ties = self.table.by_verb.get(verb.lemma.lower(), ())
        given = clause(verb) if ties else None
        for tie in ties:
            past = self._past_of(tie, verb)
            if given is None or past is None:
                continue
            cast = self.reader.cast
            quality = qualify(cast.parse, cast.lexicon, verb)
            does, takes = self._couple(verb, given) or self._arguments(tie, given)
            for one in filter(None, map(self.reader.referring, does)):
                for other in filter(None, map(self.reader.referring, takes)):
                    first, last = min(one.first, other.first), max(one.last, other.last)
                    extent = min(first, verb.i), max(last, verb.i + 1)
                    yield from self._made(Found(tie, extent, quality, verb, past), one, other)

    def _couple(self, verb: Word, given: Clause) -> tuple[list[Word], list[Word]] | None:
        """Return the two of "Ana Soto and Juan Rey married in 1982"."""
        dated = [p for p in verb.all("prep", "npadvmod") if p.lower in {"in", "on", "year"}]
        if verb.lemma != "marry" or is_passive(verb) or given.patients or not dated:
            return None
        each = any(w.lower in {"both", "each"} for w in verb.subtree())
        one, *others = given.agents or (verb,)
        return ([one], others) if len(others) == 1 and not each else None

    def _arguments(self, tie: Tie, given: Clause) -> tuple[list[Word], list[Word]]:
        where = tie.verbs[given.verb.lemma.lower()]
        named = [w for w in where if w]
        if tie.object:
            held = [w for w in given.patients if w.lemma.lower() in tie.object]
            inner = [o for w in held for p in w.all("prep") for o in _behind(p, named)]
            return list(given.agents), [*inner, *given.behind(*named)] if held else []
        if (tie.alone and given.verb.one("dobj")) or (tie.active and _is_participle(given.verb)):
            return [], []
        dated = self._behind_date(given.verb, named)
        if tie.passive:
            return list(given.patients), given.behind(*named) or dated
        direct = list(given.patients) if "" in where else []
        does = list(given.agents) or (list(given.patients) if named and not direct else [])
        if is_passive(given.verb) and named and not given.agents:
            return list(given.patients), given.behind(*named)
        return does, [*direct, *(given.behind(*named) or dated)]

    def _behind_date(self, verb: Word, prepositions: list[str]) -> list[Word]:
        """Return the name behind a date: "born on 3 May 1950 in Lima", "died (1920) in Lima"."""
        at = verb.i + 1
        while (word := self.reader.word(at)) and (word.pos == "NUM" or self._dates(word)):
            at += 1
        opening = self.reader.word(at - 1)
        name = self.reader.starts.get(at)
        fits = name and opening and opening.lower in prepositions and at > verb.i + 2
        return [self.words[name.last - 1]] if name and fits else []

    def _dates(self, word: Word) -> bool:
        month = self.reader.cast.lexicon.has("time", "months", word.text)
        return word.lower in _DATING or month or word.text[:1].isdigit()

    def _past_of(self, tie: Tie, verb: Word) -> bool | None:
        """Return whether the tie is over; None where the verb's form does not state it."""
        if verb.one("neg") or (tie.passive and not _is_participle(verb)):
            return None
        if not tie.lasts:
            planned = (
                verb.tag == "VBG" and verb.one("aux") and "to" in tie.verbs[verb.lemma.lower()]
            )
            return None if planned else False  # "is moving to Lima"
        if is_after(verb):
            return True if tie.past else None
        if any(w.lower in _ONCE for w in verb.all("advmod", "prep")):
            return True if tie.past else None
        helper = verb.one("auxpass") if is_passive(verb) else None
        tag = helper.tag if helper else verb.tag
        bare = verb.dep in {"acl", "advcl"} and verb.tag in {"VBG", "VBN"}
        if bare or tag in {"VBZ", "VBP"} or (verb.tag == "VBG" and not is_passive(verb)):
            return False
        return True if tie.past else None


def _is_participle(verb: Word) -> bool:
    """Whether a verb is passive, also one in front of its clause: "Born in Lima, she ..."."""
    return is_passive(verb) or (verb.tag == "VBN" and not verb.one("aux", "dobj"))


def _behind(preposition: Word, wanted: list[str]) -> Iterator[Word]:
    """Yield the objects of a preposition, or of one that hangs on its object."""
    for inner in preposition.all("pobj"):
        if preposition.lower in wanted:
            yield inner
        for further in inner.all("prep"):
            yield from _behind(further, wanted)
