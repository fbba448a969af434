"""Where people come from, as a name and a place side by side say it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.annotate import Word
from kg.extract.frames import Statement
from kg.extract.nearby import Nearby
from kg.extract.quality import Quality
from kg.extract.referring import Referring

_TAKES_PART = {
    *("victim", "survivor", "suspect", "hostage", "witness", "attacker", "gunman", "bomber"),
    *("killer", "veteran", "prisoner", "inmate", "detainee", "critic", "expert", "correspondent"),
    *("protester", "demonstrator", "rioter", "captive", "fugitive", "opponent", "visitor"),
}
"""Who was part of something at a place: "Benghazi victim Ana Soto" says not where she is from."""
SERVES = {
    *("agent", "spy", "operative", "asset", "informant", "mole", "lobbyist", "correspondent"),
    *("teacher", "tutor", "translator", "interpreter", "instructor", "specialist", "expert"),
}
"""Whom a country employs, or who knows its language: "an American agent" may be of any country."""
_TRADES = (
    *("ologist", "ographer", "alogist", "chemist"),
    *("botanist", "pianist", "violinist", "economist"),
)
_ADHERENTS = {"Republican", "Democrat", "Socialist", "Conservative", "Liberal", "Christian"}
_PROBABLE = Quality(certainty="Probable")


class Origins(Nearby):
    """The patterns of people over one text."""

    def from_place(self, name: Referring) -> Iterator[Statement]:
        """Yield from "Ana Soto, a teacher from Lima" and "Ana Soto from Lima"."""
        if not self._is(name, "Person"):
            return
        opening, at = self.reader.word(name.last), name.last
        if opening is not None and opening.text == ",":
            noun = self._occupation(self.reader.past_age(at + 1))
            at = noun.i + 1 if noun else at
        other = self._behind(at, "from") if at > name.last or self._attached(name) else None
        if other and self._is(other, "GeopoliticalEntity"):
            yield from self._tied("from-place", name, other, "hailsFrom")

    def of_occupation(self, name: Referring) -> Iterator[Statement]:
        """Yield from "Lima lawyer Ana Soto" and "Peru's envoy, Ana Soto"."""
        if not self._is(name, "Person"):
            return
        before = self.reader.word(name.first - 1)
        comma = before is not None and before.text == ","
        noun = self.reader.word(name.first - 1 - comma)
        known = noun is not None and noun.lower in self._people() - _TAKES_PART
        if noun is None or not known or self._is_office(noun.lower) or self._is_kin(noun.lower):
            return
        at, owned = noun.i, False
        while at > noun.i - 4 and at not in self.reader.ends and at > 0:
            word = self.words[at - 1]
            owned = owned or word.tag == "POS"
            if word.pos not in {"ADJ", "NOUN"} and word.tag != "POS":
                return
            at -= 1
        place = self.reader.ends.get(at)
        first = self.reader.word(place.first - 1) if place else None
        if first is not None and first.pos == "PROPN":  # "Radio Peru editor": a longer name
            return
        fits = place is not None and (owned or not (comma or self._is_namesake(place)))
        if place and self._is(place, "GeopoliticalEntity") and fits:
            yield from self._tied("place-occupation", name, place, "hailsFrom")

    def _is_kin(self, noun: str) -> bool:
        """Whether the owner of it is a person, whatever the name: "Paris's father"."""
        ties = self.reader.cast.lexicon.ties.by_noun.get(noun, ())
        return any(t.property in {"childOf", "spouseOf", "siblingOf"} for t in ties)

    def local(self, name: Referring) -> Iterator[Statement]:
        """Yield from "Ana Soto, a Lima lawyer," and "Ana Soto, an Austin, Texas, lawyer"."""
        said = [w.lower for w in self.words[name.last : name.last + 2]]
        place = self.reader.starts.get(name.last + 2) if said[:1] == [","] else None
        if place is None or said[1:] not in (["a"], ["an"]) or not self._is(name, "Person"):
            return
        last = list(self.reader.with_wider(place))[-1].last
        comma = self.reader.word(last)
        last += comma is not None and comma.text == ","
        noun = self._occupation(last)
        if noun is None or noun.i >= last + 3 or noun.lower in _TAKES_PART:
            return
        fits = not self._is_office(noun.lower) and not self._is_namesake(place)
        if self._is(place, "GeopoliticalEntity") and fits:
            yield from self._tied("local", name, place, "hailsFrom", noun.i + 1)

    def of_people(self, name: Referring) -> Iterator[Statement]:
        """Yield from "the Peruvian writer Ana Soto" and "Ana Soto is a Peruvian writer"."""
        if not self._is(name, "Person"):
            return
        at = self.reader.past_brackets(name.last)
        opening = self.reader.word(at)
        after = range(0)
        if opening and (opening.text == "," or opening.lemma == "be"):
            after = range(at + 1, at + 4)
        before = range(name.first - 1, max(-1, name.first - 5), -1)
        for i in (*self._phrase(before), *self._phrase(after)):
            country = self.reader.cast.demonyms.get(i)
            draft = self.reader.cast.drafts.get(country or "")
            noun = self._occupation(i + 1) if i >= name.last else self.words[name.first - 1]
            people = self._people() - SERVES
            known = noun is not None and noun.lemma.lower() in people and noun.tag != "NNS"
            if draft and known and draft.type == "Country":
                extent = min(i, name.first), max(i + 1, name.last, noun.i + 1 if noun else 0)
                triple = name.draft, draft, "nationality"
                yield self.reader.statement("demonym", triple, extent, _PROBABLE)

    def born_in(self, name: Referring) -> Iterator[Statement]:
        """Yield from "Ana Soto (born 3 May 1950 in Lima, Peru)"."""
        end = self.reader.past_brackets(name.last)
        inside = self.words[name.last : end]
        born = next((w.i for w in inside if w.lower == "born"), None)
        if born is None or not self._is(name, "Person"):
            return
        starts = self.reader.starts
        place = next((starts[i] for i in range(born, end) if i in starts), None)
        if place and self._is(place, "Place"):
            yield from self._tied("born-in-brackets", name, place, "bornIn")

    def born_before(self, name: Referring) -> Iterator[Statement]:
        """Yield from "Lima-born Ana Soto" and "Lima-born writer Ana Soto"."""
        near = range(name.first - 1, max(0, name.first - 4), -1)
        born = next((i for i in near if self.words[i].lower == "born"), None)
        if born is None or not self._is(name, "Person"):
            return
        plain = all(w.pos in {"NOUN", "ADJ", "PROPN"} for w in self.words[born + 1 : name.first])
        place = self.reader.ends.get(born - (self.words[born - 1].text in {"-", "–"}))
        if plain and place and self._is(place, "Place"):
            yield from self._tied("born-before", name, place, "bornIn")

    def native(self, place: Referring) -> Iterator[Statement]:
        """Yield from "her native Lima" and "Ana Soto's native Lima"."""
        said = self.reader.word(place.first - 1)
        owner = self.reader.word(place.first - 2)
        if said is None or owner is None or said.lower != "native":
            return
        who = self.reader.ends.get(owner.i) if owner.tag == "POS" else None
        who = self.reader.referring(owner) if owner.tag == "PRP$" or owner.lower == "her" else who
        if who and self._is(who, "Person") and self._is(place, "Place"):
            yield from self._tied("native", who, place, "hailsFrom")

    def _occupation(self, at: int) -> Word | None:
        """Return the noun for a person that ends the phrase from a word on."""
        noun = None
        for word in self.words[at : at + 8]:
            if word.pos not in {"DET", "ADJ", "NOUN", "PROPN", "NUM", "ADV"} and word.text != "-":
                break
            noun = word
        known = noun and (noun.lemma.lower() in self._people() or noun.text in _ADHERENTS)
        named_so = noun and noun.pos == "NOUN" and noun.lower.endswith(_TRADES)
        return noun if known or named_so else None

    def _is_namesake(self, place: Referring) -> bool:
        """Whether a country's name is a state's too: "Georgia businessman"."""
        rows = self.reader.cast.gazetteer.lookup(place.draft.label)
        return self._is(place, "Country") and len(rows) > 1

    def _phrase(self, wanted: range) -> Iterator[int]:
        """Yield the words of one noun phrase, from the name outwards."""
        for i in wanted:
            word = self.reader.word(i)
            if (
                word is None
                or word.tag == "NNS"
                or word.pos not in {"DET", "ADJ", "NOUN", "PROPN", "ADV"}
            ):
                return
            yield i
