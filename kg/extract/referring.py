"""What the words of a text refer to, as the patterns of ties need it: names, and words for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.annotate import Word
from kg.extract.cast import Cast, Draft
from kg.extract.clauses import skips
from kg.extract.frames import Statement
from kg.extract.mentions import Name
from kg.extract.nameless import Nameless
from kg.extract.persons import HE_OR_SHE
from kg.extract.quality import PLAIN, Quality
from kg.extract.speech import Speakers
from kg.model import Value

_PORTFOLIOS = {
    *("State", "Defense", "Defence", "Justice", "Treasury", "Labor", "Labour", "Energy", "War"),
    *("Education", "Interior", "Commerce", "Agriculture", "Transportation", "Health", "PAC"),
    *("National", "International", "Federal", "Regional", "Global"),
}
"""Words that alone name no body: "secretary of State", "a Justice official", "a PAC"."""
_RELATIVE = {"who", "whom", "which", "that", "whose", "where"}
_BRACKETS = 60


@dataclass(frozen=True, slots=True)
class Referring:
    """Words `first` to `last` (excluded) that refer to an entity; a name unless `is_name` says."""

    first: int
    last: int
    draft: Draft
    is_name: bool = True


class Reader:
    """What the patterns share: the names of one text, and how to make a statement."""

    def __init__(self, cast: Cast, speakers: Speakers) -> None:
        self.cast, self.speakers, self.words = cast, speakers, cast.parse.words
        self._nameless = Nameless(cast, speakers)
        self.names = sorted(self._names(), key=lambda n: n.first)
        self.starts = {n.first: n for n in self.names}
        self.ends = {n.last: n for n in self.names}
        self._inside = {i: n for n in self.names for i in range(n.first, n.last)}
        for word in self.words:
            if word.lower in _RELATIVE and word.tag.startswith("W"):
                self._relative(word)

    def _names(self) -> Iterator[Referring]:
        unique: dict[int, Name] = {n.first: n for n in self.cast.named.values()}
        for name in unique.values():
            inside = self.words[name.first : name.last]
            draft = next((self.cast.of(w) for w in inside if w.i in self.cast.by_word), None)
            portfolio = name.last - name.first == 1 and inside[0].text in _PORTFOLIOS
            if draft and draft.is_name and not portfolio:
                yield Referring(name.first, name.last, draft)

    def _relative(self, word: Word) -> None:
        """Let "who" refer to the name that its clause hangs on."""
        verb = next((w for w in word.ancestors() if w.dep == "relcl"), None)
        name = self.referring(verb.head) if verb and verb.head.i < word.i else None
        if name is None or verb is None or self._may_skip(word, verb.head, name):
            return
        if name.is_name and word.i not in self.cast.by_word:
            self.cast.mention(name.draft, [word], word, "pronoun")

    def _may_skip(self, word: Word, noun: Word, name: Referring) -> bool:
        """Whether "who" may be of a noun before its name: "a fan of Ana Soto who sings"."""
        if skips(word, noun):
            return True
        if word.lower not in {"who", "whom", "whose"}:
            return False
        people = self.cast.lexicon.lists["people"]["person"]
        above = noun.head.head if noun.dep == "pobj" else noun
        person = above is not noun and (
            above.lemma.lower() in people or above.lower in self.cast.lexicon.ties.by_noun
        )
        return person or self.is_a(name.draft, "Place")

    def word(self, i: int) -> Word | None:
        """Return a word of the text, or None outside it."""
        return self.words[i] if 0 <= i < len(self.words) else None

    def named(self, word: Word) -> Referring | None:
        """Return the name that a word is part of."""
        return self._inside.get(word.i)

    def referring(self, word: Word) -> Referring | None:
        """Return what a word refers to: a name, or words that stand for one named thing."""
        name = self.named(word) or self._described(word)
        draft = self.cast.drafts.get(self.cast.by_word.get(word.i, ""))
        if name is None and draft is None and (one := self._nameless.of(word)):
            return Referring(word.i, word.i + 1, one, is_name=False)
        if name or draft is None:
            return name
        known = draft.is_name or draft.label in HE_OR_SHE
        return Referring(word.i, word.i + 1, draft, is_name=False) if known else None

    def _described(self, noun: Word) -> Referring | None:
        """Return the name that a noun describes: "Acme is a bank", "Acme, a bank"."""
        while noun.dep == "conj" and noun.pos == "NOUN":
            noun = noun.head
        if noun.pos != "NOUN" or noun.one("neg"):
            return None
        if noun.dep == "appos":
            return self.named(noun.head)
        verb = noun.head
        if noun.dep != "attr" or verb.lemma != "be" or verb.one("neg", "aux"):
            return None
        subject = verb.one("nsubj")
        return self.referring(subject) if subject and subject.pos != "NOUN" else None

    def whole(self, name: Referring | None) -> Referring | None:
        """Return a name unless it goes on behind its end: "the Senate Budget" of "Committee"."""
        after = self.word(name.last) if name else None
        goes_on = after and after.text[:1].isupper() and after.pos in {"PROPN", "NOUN", "ADJ"}
        return None if goes_on else name

    def past_brackets(self, at: int) -> int:
        """Return the word behind what stands in brackets at a word: "(born 1950)"."""
        opening = self.word(at)
        if opening is None or opening.text != "(":
            return at
        inside = range(at + 1, min(at + _BRACKETS, len(self.words)))
        closing = next((i for i in inside if self.words[i].text == ")"), at - 1)
        return closing + 1

    def past_age(self, at: int) -> int:
        """Return the word behind an age: "Ana Soto, 45, a ..."."""
        age, comma = self.word(at), self.word(at + 1)
        return at + 2 if age and comma and age.pos == "NUM" and comma.text == "," else at

    def with_wider(self, name: Referring) -> Iterator[Referring]:
        """Yield a name, and the wider places right behind it: born "in Austin, Texas, USA"."""
        yield name
        comma, other = self.word(name.last), self.starts.get(name.last + 1)
        mark = self.word(other.last) if other else None
        if mark is not None and mark.tag == "POS":  # "of Berenberg, Germany's largest bank"
            return
        if comma and other and comma.text == "," and holds(self, other.draft, name.draft):
            yield from self.with_wider(other)

    def is_a(self, draft: Draft, *kinds: str) -> bool:
        """Whether an entity is of one of these classes."""
        return self.cast.is_a(draft, *kinds)

    def statement(
        self,
        rule: str,
        triple: tuple[Draft, Draft, str],
        extent: tuple[int, int],
        quality: Quality = PLAIN,
        verb: Word | None = None,
    ) -> Statement:
        """Make the statement of a triple (subject, object, property) that words `extent` state."""
        chosen = self.words[slice(*extent)]
        subject, object_, property_ = triple
        speech = self.speakers.of(verb or chosen[-1])
        return Statement(rule, (verb or chosen[0],), chosen, quality, speech,
                         triples=((subject, property_, object_),))  # fmt: skip

    def valued(
        self,
        rule: str,
        triple: tuple[Draft, str, Value],
        extent: tuple[int, int],
        quality: Quality = PLAIN,
        trigger: Word | None = None,
    ) -> Statement:
        """Make the statement of a triple (subject, property, value) that words `extent` state."""
        chosen = self.words[slice(*extent)]
        speech = self.speakers.of(trigger or chosen[-1])
        return Statement(rule, (trigger or chosen[0],), chosen, quality, speech,
                         values=((*triple, False),))  # fmt: skip


def is_a_state(reader: Reader, name: Referring) -> bool:
    """Whether a city behind another is the area called like it: "Seattle, Washington"."""
    comma, before = reader.word(name.first - 1), reader.ends.get(name.first - 1)
    if comma is None or comma.text != "," or before is None or name.draft.type != "City":
        return False
    rows = reader.cast.gazetteer.lookup(name.draft.label)
    return reader.is_a(before.draft, "Place") and any(r.type == "AdministrativeArea" for r in rows)


def holds(reader: Reader, outer: Draft, inner: Draft) -> bool:
    """Whether the kinds, and the gazetteer where it knows them, let one lie in the other."""
    row = outer.row or next(iter(reader.cast.gazetteer.lookup(f"{outer.label}.")), None)
    ranks = ("Country", "AdministrativeArea")
    wide = next((r for r in ranks if row and reader.cast.vocabulary.is_a(row.type, r)), None)
    if wide is None or row is None or not reader.is_a(inner, "Place"):
        return False
    if reader.is_a(inner, "Country") or reader.is_a(outer, "City"):
        return False  # "Seattle, Washington" is in no city
    same_rank = reader.is_a(inner, wide) and inner.row is not None
    return not same_rank and (inner.row is None or inner.row.country in ("", row.country))
