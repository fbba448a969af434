"""Where people come from and bodies and places lie, as bare names side by side say it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.annotate import Word
from kg.extract.frames import Statement
from kg.extract.people import office
from kg.extract.phrases import spells
from kg.extract.quality import Quality
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
_TAKES_PART = {
    *("victim", "survivor", "suspect", "hostage", "witness", "attacker", "gunman", "bomber"),
    *("killer", "veteran", "prisoner", "inmate", "detainee", "critic", "expert", "correspondent"),
    *("protester", "demonstrator", "rioter", "captive", "fugitive", "opponent", "visitor"),
}
"""Who was part of something at a place: "Benghazi victim Ana Soto" says not where she is from."""
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
SERVES = {
    *("agent", "spy", "operative", "asset", "informant", "mole", "lobbyist", "correspondent"),
    *("teacher", "tutor", "translator", "interpreter", "instructor", "specialist", "expert"),
}
"""Whom a country employs, or who knows its language: "an American agent" may be of any country."""
_PROBABLE = Quality(certainty="Probable")


def place_statements(reader: Reader) -> Iterator[Statement]:
    """Yield the ties of people, bodies and places to places, in the order of the text."""
    found = _Places(reader)
    for name in reader.names:
        yield from found.of_place(name)
        yield from found.from_place(name)
        yield from found.owned_by_place(name)
        yield from found.of_occupation(name)
        yield from found.local(name)
        yield from found.in_place(name)
        yield from found.firm_of_place(name)
        yield from found.of_people(name)
        yield from found.born_in(name)
        yield from found.born_before(name)
        yield from found.native(name)
        yield from found.part_of(name)


class _Places:
    """The patterns over one text."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.words = reader, reader.words

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

    def _is_office(self, noun: str) -> bool:
        ties = self.reader.cast.lexicon.ties.by_noun.get(noun, ())
        return any(t.property == "holdsOfficeIn" for t in ties)

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

    def _people(self) -> frozenset[str]:
        return self.reader.cast.lexicon.lists["people"]["person"] | _ARTISTS

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

    def of_occupation(self, name: Referring) -> Iterator[Statement]:
        """Yield from "Lima lawyer Ana Soto" and "Peru's envoy, Ana Soto"."""
        if not self._is(name, "Person"):
            return
        before = self.reader.word(name.first - 1)
        comma = before is not None and before.text == ","
        noun = self.reader.word(name.first - 1 - comma)
        known = noun is not None and noun.lower in self._people() - _TAKES_PART
        if noun is None or not known or self._is_office(noun.lower):
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

    def _is_namesake(self, place: Referring) -> bool:
        """Whether a country's name is a state's too: "Georgia businessman"."""
        rows = self.reader.cast.gazetteer.lookup(place.draft.label)
        return self._is(place, "Country") and len(rows) > 1

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

    def _attached(self, name: Referring) -> bool:
        """Whether the preposition behind a name hangs on it, and cannot hang on a verb before."""
        preposition = self.reader.word(name.last)
        head = preposition.head if preposition else None
        if head is None or not name.first <= head.i < name.last or head.dep == "dobj":
            return False
        event = head.head.head if head.dep == "pobj" else head  # "the arrest of Soto in Lima"
        return event.lemma.lower() not in self.reader.cast.lexicon.noun_frames

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

    def part_of(self, name: Referring) -> Iterator[Statement]:
        """Yield from "the Barranco district of Lima"."""
        noun = self.reader.word(name.last)
        whole = self._behind(name.last + 1, "of") if noun and noun.lower in _PARTS else None
        if whole and self._is(name, "Place") and self._is(whole, "GeopoliticalEntity"):
            yield from self._tied("part-of", name, whole, "locatedIn")

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

    # -- making

    def _behind(self, at: int, preposition: str) -> Referring | None:
        """Return the whole name behind "of [the]" or "from [the]" at a word, no possessor's."""
        word, article = self.reader.word(at), self.reader.word(at + 1)
        if word is None or word.lower != preposition:
            return None
        at += 1 + bool(article and article.lower == "the")
        found = self.reader.whole(self.reader.starts.get(at))
        mark = self.reader.word(found.last) if found else None
        return None if mark and mark.tag == "POS" else found

    def _tied(
        self, rule: str, name: Referring, other: Referring, property_: str, until: int = 0
    ) -> Iterator[Statement]:
        """Yield the tie, and that to the wider place named right behind: "of Austin, Texas"."""
        for further in self.reader.with_wider(other) if property_ != "locatedIn" else (other,):
            if name.draft is not further.draft:
                extent = min(name.first, further.first), max(name.last, further.last, until)
                triple = name.draft, further.draft, property_
                yield self.reader.statement(rule, triple, extent)

    def _is(self, name: Referring, *kinds: str) -> bool:
        return self.reader.is_a(name.draft, *kinds)


_TRADES = (
    *("ologist", "ographer", "alogist", "chemist"),
    *("botanist", "pianist", "violinist", "economist"),
)
_ADHERENTS = {"Republican", "Democrat", "Socialist", "Conservative", "Liberal", "Christian"}
_ARTISTS = {
    *("singer", "composer", "painter", "poet", "novelist", "footballer", "actress", "director"),
    *("guitarist", "sculptor", "architect", "photographer", "philosopher", "mathematician"),
    *("physicist", "chemist", "biologist", "inventor", "cyclist", "boxer", "swimmer", "golfer"),
    *("model", "dancer", "pianist", "rapper", "comedian", "filmmaker", "screenwriter", "designer"),
    *("entrepreneur", "industrialist", "missionary", "nobleman", "aristocrat", "skier", "chef"),
}
