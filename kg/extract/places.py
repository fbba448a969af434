"""Where bodies and places lie, and what people are to them, as bare names side by side say it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.annotate import Word
from kg.extract.frames import Statement
from kg.extract.nearby import Nearby
from kg.extract.origins import Origins
from kg.extract.people import office
from kg.extract.phrases import spells
from kg.extract.referring import Reader, Referring, holds

_LOCAL = ("City", "AdministrativeArea")
_TOWARDS = {
    *("central", "north", "south", "east", "west", "northern", "southern", "eastern", "western"),
    *("northeast", "northwest", "southeast", "southwest", "northeastern", "northwestern"),
    *("southeastern", "southwestern", "upstate", "downtown", "rural", "suburban", "nearby"),
}
_PARTS = {
    *("section", "district", "neighborhood", "neighbourhood", "borough", "suburb", "quarter"),
    *("area", "region", "province", "county"),
}
_FIRM = {
    *("company", "firm", "bank", "group", "maker", "manufacturer", "corporation", "retailer"),
    *("university", "college", "institute", "newspaper", "magazine", "publisher", "broadcaster"),
    *("charity", "foundation", "club", "startup", "developer", "producer", "supplier", "airline"),
    *("party", "union", "conglomerate", "brewer", "insurer", "carmaker", "automaker", "label"),
}
_UNREAL = {
    "so-called",
    "nonexistent",
    "bogus",
    "sham",
    "proposed",
    "planned",
    "defunct",
    "purported",
}
_NOWHERE = ("not exist", "n't exist", "never existed", "no such", "purported", "purportedly")


def place_statements(reader: Reader) -> Iterator[Statement]:
    """Yield the ties of people, bodies and places to places, in the order of the text."""
    found, people = _Places(reader), Origins(reader)
    for name in reader.names:
        yield from found.of_place(name)
        yield from people.from_place(name)
        yield from found.owned_by_place(name)
        yield from people.of_occupation(name)
        yield from people.local(name)
        yield from found.in_place(name)
        yield from found.firm_of_place(name)
        yield from people.of_people(name)
        yield from people.born_in(name)
        yield from people.born_before(name)
        yield from people.native(name)
        yield from found.part_of(name)


class _Places(Nearby):
    """The patterns of bodies and places over one text."""

    def of_place(self, name: Referring) -> Iterator[Statement]:
        """Yield from "Ana Soto of Lima" and "Ana Soto, of Lima", which do not say how tied."""
        at = name.last
        has_comma = (opening := self.reader.word(at)) is not None and opening.text == ","
        if has_comma:
            at = self.reader.past_age(at + 1)
        other = self._behind(at, "of")
        if other is None and self._is(name, "Person") and self._acts(name):
            body = self._behind(name.last, "at")
            if body and self._is(body, "Organization"):
                yield from self._tied("at-body", name, body, "affiliatedWith")
        if other is None or (has_comma and self._several(name, other)) or self._is_owned(other):
            return
        likened = self.reader.word(name.first - 1)  # "the Ana Soto of Lima" is somebody else
        if likened is not None and likened.lower in {"the", "a", "an", "next", "new"}:
            return
        if self._is(name, "Person") and self._is(other, "GeopoliticalEntity"):
            tie = "holdsOfficeIn" if self._holds_office(name) else "hailsFrom"
            yield from self._tied("of-place", name, other, tie)
        elif has_comma:
            return
        elif self._is(name, "Person") and self._is(other, "Organization"):
            yield from self._tied("of-body", name, other, "affiliatedWith")
        elif (
            self._is(name, "Organization")
            and (self._is(other, *_LOCAL) or other.draft.type == "GeopoliticalEntity")
            and name.last - name.first > 1  # one word is mostly the end of a longer name
        ):
            yield from self._tied("body-of-place", name, other, "basedIn")

    def _acts(self, name: Referring) -> bool:
        """Whether "at" can say where somebody works: not "met Ana Soto at Oxfam", no headline."""
        head = self.words[name.last - 1]
        return self._attached(name) and head.dep in {"nsubj", "nsubjpass", "appos"}

    def _is_owned(self, name: Referring) -> bool:
        """Whether it is the body of "Berenberg, Germany's largest bank", and so no place."""
        owner, comma = self.reader.starts.get(name.last + 1), self.reader.word(name.last)
        mark = self.reader.word(owner.last) if owner else None
        return comma is not None and comma.text == "," and mark is not None and mark.tag == "POS"

    def _several(self, name: Referring, other: Referring) -> bool:
        """Whether people or places are coordinated: "Ana Soto and Juan Rey, of Lima and Quito"."""
        before, after = self.reader.word(name.first - 1), self.reader.word(other.last)
        joined = before is not None and before.lower in {"and", "&"}
        further = after is not None and after.lower in {"and", "&"}
        return joined or (further and other.last + 1 in self.reader.starts)

    def _holds_office(self, name: Referring) -> bool:
        """Whether a title of public office stands before a name: "Gov. Ana Soto"."""
        cast = self.reader.cast
        title = cast.named[name.first].title if name.first in cast.named else None
        words = office(cast.lexicon, self.words[slice(*title)]).split() if title else []
        return bool(words) and self._is_office(words[-1])

    def owned_by_place(self, name: Referring) -> Iterator[Statement]:
        """Yield from "Lima's Ana Soto" and "Lima's Oxfam", which do not say how tied."""
        mark = self.reader.word(name.first - 1)
        place = self.reader.ends.get(name.first - 1) if mark and mark.tag == "POS" else None
        after = self.reader.word(name.last)
        seats = after is not None and after.pos == "NOUN"
        claims = after is not None and after.tag == "NNS" and self._is(name, "Place")
        if (seats and self._is(name, "PublicBody")) or claims:
            return  # "New York's Senate seats", "Chile's Cape Horn claims"
        if place is None or not self._is(place, "GeopoliticalEntity"):
            return
        if self._is(name, "Person"):
            yield from self._tied("place-owns", name, place, "hailsFrom")
        elif self._is(name, "Organization") and name.last - name.first > 1:
            yield from self._tied("place-owns", name, place, "operatesIn")
        elif self._is(name, "Place") and not self._is(name, "GeopoliticalEntity"):
            yield from self._tied("place-owns", name, place, "locatedIn")

    def in_place(self, name: Referring) -> Iterator[Statement]:
        """Yield from "Austin, Texas" and "Oxfam in Lima": a place or body in a wider place."""
        if self._is(name, "Place"):
            yield from self._in_wider(name)
        at = name.last
        while (word := self.reader.word(at + 1)) and word.lower in _TOWARDS:
            at += 1
        other = self.reader.whole(self.reader.starts.get(at + 1))
        preposition = self.reader.word(name.last)
        if other is None or preposition is None or preposition.lower not in {"in", "at"}:
            return
        wide = self._is(other, "Country") or self._is(name, "PublicBody")
        vague = name.last - name.first == 1 and wide  # "the Senate in Peru"
        vague = vague or spells(self.reader, name, other)
        local = self._is(other, "GeopoliticalEntity") and self._attached(name) and not vague
        if self._is(name, "Organization") and local and self._is_real(name):
            yield from self._tied("body-in", name, other, "operatesIn")
        elif holds(self.reader, other.draft, name.draft) or self._in_province(name, other):
            yield from self._tied("place-in", name, other, "locatedIn")

    def _is_real(self, name: Referring) -> bool:
        """Whether nothing says that the body may not exist: "the fictitious Bank of Mora"."""
        first, last = self.reader.cast.parse.bounds[self.words[name.first].sentence]
        said = [w.lower for w in self.words[first:last]]
        unsure = self.reader.cast.lexicon.lists["imagined"]["adjectives"] | _UNREAL
        near = any(w in unsure for w in said[max(0, name.first - first - 3) : name.first - first])
        text = f" {' '.join(said)} "
        return not near and not any(f" {p} " in text for p in _NOWHERE)

    def _in_province(self, name: Referring, other: Referring) -> bool:
        """Whether a place can lie in an area that only the text knows: "in Umbria province"."""
        known = other.draft.row is not None or self._is(name, "Country")
        area = self._is(other, "AdministrativeArea") and self._is(name, "Place")
        return area and not known and self._attached(name)

    def _in_wider(self, name: Referring) -> Iterator[Statement]:
        comma, other = self.reader.word(name.last), self.reader.starts.get(name.last + 1)
        if comma is None:
            return
        if comma.text == "," and other and holds(self.reader, other.draft, name.draft):
            after, before = self.reader.word(other.last), self.reader.word(name.first - 1)
            if before and before.lower == "the":
                before = self.reader.word(name.first - 2)
            in_list = before and before.text == "," and before.i in self.reader.ends
            goes_on = after is not None and after.pos in {"NOUN", "ADJ"}  # "HB-2, Texas law"
            goes_on = goes_on or self._is_next_s(name, other)
            if not in_list and not goes_on and (after is None or after.lower not in {"and", "or"}):
                yield from self._tied("place-comma", name, other, "locatedIn")
                yield from self._joined(name, other)
        based = [w.lower for w in self.words[name.last : name.last + 2]]
        if based == ["-", "based"]:
            following = range(name.last + 2, name.last + 5)
            starts = self.reader.starts
            body = next((starts[i] for i in following if i in starts), None)
            after = self.reader.word(body.last) if body else None
            whose = after is not None and after.lower in self._people()  # "Ohio-based GOP aide"
            if body and self._is(body, "Organization") and not whose:
                yield from self._tied("place-based", body, name, "basedIn")

    def _is_next_s(self, name: Referring, wider: Referring) -> bool:
        """Whether a place is of what follows: "Soto, Ohio Gov. Juan Rey", "Rey, Peru's envoy"."""
        at, mark = wider.last, self.reader.word(wider.last)
        titled = any(n.title and n.title[0] == at for n in self.reader.cast.named.values())
        own = mark is not None and mark.sentence == self.words[name.first].sentence
        return (own and titled) or (
            mark is not None and mark.tag == "POS" and name.draft.row is None
        )

    def _joined(self, name: Referring, wider: Referring) -> Iterator[Statement]:
        """Yield the first place of "Austin and Waco, Texas"."""
        joint, area = self.reader.word(name.first - 1), self._is(wider, "AdministrativeArea")
        first = self.reader.ends.get(name.first - 1) if joint and joint.lower == "and" else None
        if first and area and holds(self.reader, wider.draft, first.draft):
            yield from self._tied("place-joined", first, wider, "locatedIn")

    def firm_of_place(self, name: Referring) -> Iterator[Statement]:
        """Yield from "Acme, a Lima-based bank" and "Acme is a Peruvian bank"."""
        opening = self.reader.word(name.last)
        if opening is None or not self._is(name, "Organization"):
            return
        if opening.text != "," and not (opening.lemma == "be" and opening.tag == "VBZ"):
            return
        article, at = self.reader.word(name.last + 1), name.last + 2
        if article is None or article.lower not in {"a", "an", "the"}:
            return
        place = self.reader.starts.get(at)
        noun = self._firm(place.last if place else at + 1)
        if noun is None:
            return
        if place and self._is(place, "GeopoliticalEntity"):
            yield from self._tied("firm-of-place", name, place, "basedIn")

    def _firm(self, at: int) -> Word | None:
        """Return the noun for a body that ends the phrase from a word on."""
        noun = None
        for word in self.words[at : at + 7]:
            if word.pos not in {"ADJ", "NOUN", "PROPN", "VERB"} and word.text != "-":
                break
            noun = word if word.pos == "NOUN" else noun
        return noun if noun and noun.lemma.lower() in _FIRM else None

    def part_of(self, name: Referring) -> Iterator[Statement]:
        """Yield from "the Barranco district of Lima"."""
        noun = self.reader.word(name.last)
        whole = self._behind(name.last + 1, "of") if noun and noun.lower in _PARTS else None
        if whole and self._is(name, "Place") and self._is(whole, "GeopoliticalEntity"):
            yield from self._tied("part-of", name, whole, "locatedIn")
