"""Lasting ties between two named things: who works for whom, is married to whom, was born where.

The noun patterns are sequences of words, so that a slip of the parser breaks none; the nouns and
verbs are data, `ontology/ties.toml`. A tie that the text calls former, or puts in the past, is
left out unless its entry says what it then makes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extract.annotate import Word
from kg.extract.beats import is_beat
from kg.extract.clauses import clause, is_after, is_passive
from kg.extract.frames import Statement
from kg.extract.phrases import heads, is_fit, is_of_next, is_once, is_scene, is_subject, serves
from kg.extract.qualify import qualify
from kg.extract.reach import INSIDE, JOINTS, OVER, Reach
from kg.extract.referring import Reader, Referring
from kg.extract.tietable import Tie
from kg.extract.tieverbs import Found, Making, VerbTies

_UNREAL = {
    *("acting", "would", "aspiring", "future", "next", "alleged", "suspected", "accused"),
    *("called", "styled", "designated", "designate", "elect", "nominated", "presumptive"),
    *("putative", "reputed", "supposed", "purported", "potential", "prospective", "rumored"),
    *("self", "fake", "no", "not", "minority", "majority", "opposition", "faction", "fictional"),
}
_LESSER = {"deputy", "vice", "assistant", "associate"}
_OPENS = {",", "(", "--", "–", "—", "_"}
_REACH = 9
"""Words between a name and the noun of its apposition: "a former deputy policy director"."""


def tie_statements(reader: Reader) -> Iterator[Statement]:
    """Yield the ties that nouns and verbs state, in the order of the text for each pattern."""
    found, verbs = _Ties(reader), VerbTies(reader)
    for name in reader.names:
        yield from found.behind_name(name)
        yield from found.before_name(name)
    for word in reader.words:
        if word.pos in {"VERB", "AUX"}:
            yield from verbs.verb(word)
            yield from found.copula(word)
            yield from found.named(word)
        elif word.pos == "NOUN":
            yield from found.owned(word)


_INSIDE = {"of", "in", "from", "at", "near"}


class _Ties(Making):
    """The patterns of nouns, and of verbs that lead to them, over one text."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.reach = Reach(reader)

    # -- noun phrases

    def behind_name(self, name: Referring) -> Iterator[Statement]:
        """Yield from "NAME, a NOUN of OTHER"."""
        opening = self.reader.word(name.last)
        if opening is not None and opening.text in _OPENS:
            at = self.reader.past_age(name.last + 1)
            yield from self._described(name, at, Found(_NO_TIE, (name.first, at)))

    def copula(self, verb: Word) -> Iterator[Statement]:
        """Yield from "NAME is a NOUN of OTHER" and "she became NOUN of OTHER"."""
        starts = verb.lemma in _STARTS and (verb.lemma == "become" or is_passive(verb))
        name = self._subject(verb) if verb.lemma in _COPULAR or starts else None
        if name is None:
            return
        cast = self.reader.cast
        quality = qualify(cast.parse, cast.lexicon, verb)
        as_ = self.reader.word(verb.i + 1)
        at = verb.i + 1 + (as_ is not None and as_.lower == "as")
        if verb.lemma in _ONLY_AS and at == verb.i + 1:
            return
        past = verb.tag in {"VBD", "VBN"} and verb.lemma not in _STARTS
        past = past or is_after(verb)
        base = Found(_NO_TIE, (name.first, at), quality, verb, past)
        yield from self._described(name, at, base)

    def _subject(self, verb: Word) -> Referring | None:
        closing = self.reader.word(verb.i - 1)
        if closing is not None and closing.text == ")":  # "Ana Soto (born 1950) is", however parsed
            names = (self.reader.ends.get(w.i) for w in self.words[: verb.i] if w.text == "(")
            fits = (n for n in names if n and self.reader.past_brackets(n.last) == verb.i)
            return next(fits, None)
        agents = [*clause(verb).agents, *clause(verb).patients]
        before = [w for w in agents if w.i < verb.i]
        return self.reader.referring(before[0]) if len(before) == 1 else None

    def _described(self, name: Referring, at: int, base: Found) -> Iterator[Statement]:
        """Yield from a phrase of nouns, from word `at`, that describes a name."""
        end = at
        for noun, tie, is_past in self._nouns(at):
            owner, owned = self._owner(noun)
            reach = at + 3 if tie.id in _HEADING else noun.i
            inner = owner if owner and at <= owner.first <= reach else None
            if inner and not owned and is_beat(self.reader, noun, inner):
                inner = None
            if inner and base.verb is None and name.draft.type != "Person":
                continue  # mostly a list: "the Institute, a Guild member"
            if base.verb is None and self._is_anothers(name, noun, tie, inner):
                continue
            if inner and not is_fit(self.reader, inner, noun, tie):
                continue
            if base.verb is None and is_subject(self.reader, name, noun):
                continue
            found = replace(base, tie=tie, is_past=base.is_past or is_past)
            for other in [inner] if inner else self.reach.objects(noun, tie):
                end = max(end, other.last, noun.i + 1)
                then = found.is_past or self._is_of_then(end)
                found = replace(found, is_past=then)
                extent = (name.first, max(other.last, noun.i + 1))
                yield from self._made(replace(found, extent=extent), name, other)
        further = self._goes_on(end, base) if end > at else None
        if further is not None:
            yield from self._described(name, further, base)

    def _is_of_then(self, at: int) -> bool:
        """Whether it was in the time of a president: "in the Soto administration"."""
        said = [w.lower for w in self.words[at : at + 4]]
        return said[:1] in (["in"], ["under"]) and said[-1:] in (["administration"], ["presidency"])

    def _is_anothers(self, name: Referring, noun: Word, tie: Tie, inner: Referring | None) -> bool:
        """Whether a phrase behind a name and a comma describes somebody else than the name."""
        of_next = inner is not None and is_of_next(self.reader, noun)
        of_next = of_next or not (inner is None or serves(self.reader, noun, tie, inner.draft))
        before = self.reader.word(name.first - 1)
        inside = before is not None and before.lower in _INSIDE and tie.property == "founded"
        if inside and self.reader.is_a(name.draft, "Place"):
            return True  # "She is the pride of Ghana, the founder of Apple"
        return of_next or is_scene(self.reader, name, tie.property)

    def _goes_on(self, at: int, base: Found) -> int | None:
        """Return where a second noun begins: "head of Acme and a member of Oxfam"."""
        joint = self.reader.word(at)
        at += joint is not None and joint.text == ","
        joint, noun = self.reader.word(at), self.reader.word(at + 1)
        if joint is None or noun is None or joint.lower not in {"and", "&"}:
            return None
        another = at + 1 in self.reader.starts or (base.verb is None and noun.lower == "the")
        return None if another else at + 1

    def before_name(self, name: Referring) -> Iterator[Statement]:
        """Yield from "OTHER NOUN NAME", "OTHER's NOUN, NAME" and "the NOUN of OTHER, NAME,"."""
        at = name.first
        before = self.reader.word(at - 1)
        comma = before is not None and before.text in _OPENS
        noun = self._kin_before(self.reader.word(at - 2 if comma else at - 1))
        if noun is None or (noun.pos not in {"NOUN", "PROPN"} and noun.lower != "native"):
            return
        owner, owned = self._owner(noun)
        if owner and not owned and is_beat(self.reader, noun, owner):
            return
        apart = comma and not owned and owner is not None and self._alone(owner, name)
        for tie in self._ties_of(noun) if owner else ():
            fits = owned or not comma or apart
            fits = fits and owner is not None and is_fit(self.reader, owner, noun, tie)
            if owner and fits and not self._is_gone(owner.last, noun.i, tie):
                found = Found(tie, (owner.first, name.last))
                found = replace(found, is_past=self._is_past(self._joined(owner.first) - 1, noun.i))
                yield from self._made(found, name, owner)
        if comma and before and before.text == ",":
            yield from self._titled(name, at - 1)

    def _joined(self, at: int) -> int:
        """Return where "former Governor and" begins before a word, or the word itself."""
        joint = self.reader.word(at - 1)
        over = [w.i for w in self.words[max(0, at - 7) : at] if w.lower in OVER]
        return over[0] + 1 if joint and joint.lower == "and" and over else at

    def _alone(self, owner: Referring, name: Referring) -> bool:
        """Whether it is "an Oxfam spokesman, Ana Soto," and no list of two."""
        article, behind = self.reader.word(owner.first - 1), self.reader.word(name.last)
        opened = article is not None and article.lower in {"a", "an", "another"}
        return opened and (behind is None or behind.lower not in {"and", "&", "or"})

    def named(self, verb: Word) -> Iterator[Statement]:
        """Yield from "Oxfam named Ana Soto director of Acme"."""
        if verb.lemma not in _STARTS - {"become"} or is_passive(verb):
            return
        name = self.reader.starts.get(verb.i + 1)
        noun = self.reader.word(name.last) if name else None
        if name and noun and name.draft.type == "Person":
            cast = self.reader.cast
            quality = qualify(cast.parse, cast.lexicon, verb)
            at = name.last + (noun.lower == "as")
            yield from self._described(name, at, Found(_NO_TIE, (verb.i, at), quality, verb))

    def _kin_before(self, noun: Word | None) -> Word | None:
        """Return "husband" of "her husband, actor Leo Hart" and "her husband actor Leo Hart"."""
        people = self.reader.cast.lexicon.lists["people"]["person"]
        at = noun.i if noun else 0
        while noun and at > 0 and self.words[at].pos == "NOUN" and noun.i - at < 3:
            if self.words[at].lower in self.table.by_noun:
                return self.words[at]
            if self.words[at].lower not in people:
                break
            at -= 1 + (self.words[at - 1].text in {",", "-"})
        return noun

    def _titled(self, name: Referring, comma: int) -> Iterator[Statement]:
        """Yield from "the NOUN of OTHER, NAME,": the comma behind keeps lists out."""
        other, after = self.reader.ends.get(comma), self.reader.word(name.last)
        if other is None or after is None or after.text != ",":
            return
        at = other.first - 1
        if at >= 0 and self.words[at].lower == "the":
            at -= 1
        noun = self.reader.word(at - 1)
        start = self._phrase_start(noun) if noun else 0
        for tie in self.table.by_noun.get(noun.lower, ()) if noun else ():
            fits = self.words[at].lower in tie.behind and self._opens(start, name)
            if noun and fits and not self._is_gone(start, noun.i, tie):
                found = Found(tie, (start, name.last), is_past=self._is_past(start, noun.i))
                yield from self._made(found, name, other)

    def _opens(self, start: int, name: Referring) -> bool:
        """Whether "the", or "a" where no third follows, begins the phrase that a name explains."""
        after = self.reader.word(name.last + 1)
        third = after is None or after.lower in {"and", "&", "or"} or after.i in self.reader.starts
        return self.words[start].lower in ({"the"} if third else {"the", "a", "an"})

    def _nouns(self, at: int) -> Iterator[tuple[Word, Tie, bool]]:
        """Yield each noun of a tie that heads the phrase from word `at`, and whether it is over."""
        for word in self.words[at : at + _REACH]:
            inside = word.pos in INSIDE or word.tag in {"POS", "PRP$", "VBN"}
            if not (inside or word.lower in JOINTS or self._lists(word, at)):
                return
            if word.pos in {"NOUN", "PROPN", "ADJ"} and heads(self.reader, word):
                for tie in self._ties_of(word, at):
                    if not self._is_gone(at, word.i, tie):
                        yield word, tie, self._is_past(at, word.i)

    def _lists(self, comma: Word, at: int) -> bool:
        """Whether a comma stands between two nouns for one: "an engineer, founder and CEO of"."""
        behind = self.reader.word(comma.i + 1)
        if comma.text != "," or comma.i == at or behind is None or self.reader.named(behind):
            return False
        noun = behind.pos in {"NOUN", "PROPN"} and behind.tag != "NNS"
        return noun and self.words[comma.i - 1].pos == "NOUN"

    def _ties_of(self, noun: Word, at: int = 0) -> Iterator[Tie]:
        """Yield the ties of a noun; a deputy of whoever leads works there."""
        said = [w.lower for w in self.words[max(0, noun.i - 2) : noun.i + 1]]
        is_ceo = said[-3:] == _CEO or said[-2:] == _CEO[:2]
        lesser = any(w.lower in _LESSER for w in self.words[max(at, noun.i - 3) : noun.i])
        for tie in self.table.by_noun.get("ceo" if is_ceo else noun.lower, ()):
            works = tie.id == "leads" and lesser
            yield next(t for t in self.table.all if t.id == "works-for") if works else tie

    def _owner(self, noun: Word) -> tuple[Referring | None, bool]:
        """Return the name before "[’s] [adjectives] NOUN", and whether it is a possessive."""
        at = noun.i
        while at > 0 and noun.i - at < 6 and at not in self.reader.ends:
            before = self.words[at - 1]
            if before.tag == "PRP$" or before.lower == "her":
                return self._listed(before, noun) or self.reader.referring(before), True
            if before.tag == "POS":
                return self.reader.ends.get(at - 1), True
            inside = before.pos in {"ADJ", "NOUN", "PROPN"} or before.text == "-"
            if not inside and before.lower not in OVER:
                return None, False
            at -= 1
        return self.reader.ends.get(at), False

    def _listed(self, pronoun: Word, noun: Word) -> Referring | None:
        """Return Juan Rey of the list "Juan Rey, his wife, Ana, and Leo Hart"."""
        one, behind = self.reader.ends.get(pronoun.i - 1), self.reader.word(noun.i + 1)
        kin = self.reader.starts.get(noun.i + 2) if behind and behind.text == "," else None
        joint = self.words[pronoun.i - 1].text == ","
        return one if joint and one and kin and one.draft.type == "Person" else None

    def _phrase_start(self, noun: Word) -> int:
        at = noun.i
        while at > 0 and noun.i - at < 4 and self.words[at - 1].pos in {"ADJ", "NOUN", "DET"}:
            at -= 1
        return at

    def _is_gone(self, first: int, last: int, tie: Tie) -> bool:
        """Whether the words before a noun take its tie away: "a would-be", "the former"."""
        said = {w.lower for w in self.words[max(0, first - 1) : last]}
        over = tie.lasts and tie.past is None and not OVER.isdisjoint(said)
        return over or not _UNREAL.isdisjoint(said)

    def _is_past(self, first: int, last: int) -> bool:
        return any(w.lower in OVER for w in self.words[max(0, first - 1) : last])

    # -- possessions

    def owned(self, noun: Word) -> Iterator[Statement]:
        """Yield from "OTHER's headquarters in PLACE" and "his home in PLACE"."""
        ties = self.table.by_owned.get(noun.lemma.lower(), ())
        owner, owned = self._owner(noun) if ties else (None, False)
        preposition = self.reader.word(noun.i + 1)
        if owner is None or not owned or preposition is None or is_once(self.reader, owner, noun):
            return
        place = self.reader.starts.get(noun.i + 2)
        if place and preposition.lower in {"in", "at", "near"}:
            for tie in ties:
                yield from self._made(Found(tie, (owner.first, place.last)), owner, place)


_HEADING = {"leads", "office"}
_CEO = ["chief", "executive", "officer"]
_ONLY_AS = {"serve", "work", "retire"}
_COPULAR = {"be", "remain", *_ONLY_AS}
_STARTS = {"become", "appoint", "name", "elect"}
_NO_TIE = Tie("", "")
