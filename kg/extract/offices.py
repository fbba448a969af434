"""Who holds office where, as titles say it: "Ohio Gov. Ana Soto", "Sen. Ana Soto, R-Ohio"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.annotate import Word
from kg.extract.cast import Draft
from kg.extract.frames import Statement
from kg.extract.people import office
from kg.extract.quality import PLAIN, Quality
from kg.extract.referring import Reader, Referring

_PARTIES = {"R", "D", "I"}
_NOT_HELD = {
    *("former", "ex", "onetime", "late", "deposed", "ousted", "then", "acting", "deputy", "future"),
    *("next", "would", "aspiring", "interim", "outgoing", "vice", "self", "fake", "no", "first"),
}
_PROBABLE = Quality(certainty="Probable")


def office_statements(reader: Reader) -> Iterator[Statement]:
    """Yield the places that people named with a title hold office in, in the order of the text."""
    found = _Offices(reader)
    for name in reader.names:
        if name.draft.type == "Person":
            yield from found.titled(name)
            yield from found.described(name)
    yield from found.of_parties()


class _Offices:
    """The patterns over one text."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.words = reader, reader.words
        ties = reader.cast.lexicon.ties.by_noun
        self.offices = {n for n, those in ties.items() if any(t.id == "office" for t in those)}

    def titled(self, name: Referring) -> Iterator[Statement]:
        """Yield from "Ohio Gov. Ana Soto" and "Kenyan President Ana Soto"."""
        named = self.reader.cast.named.get(name.first)
        title = named.title if named and not named.is_past else None
        if title is None or not self._is_office(title):
            return
        place = self.reader.ends.get(title[0])
        spelled = self.words[title[1] - 1].lower in self.offices  # a tie of its noun says it
        if place and not spelled and self._is_area(place.draft):
            yield from self._held(name, place.draft, place.first)
        yield from self._of_people(name, title[0] - 1)

    def described(self, name: Referring) -> Iterator[Statement]:
        """Yield from "the Ohio attorney general, Ana Soto," and "the Kenyan mayor, Ana Soto,"."""
        comma, behind = self.reader.word(name.first - 1), self.reader.word(name.last)
        if comma is None or behind is None or comma.text != "," or behind.text != ",":
            return
        at = comma.i
        while at > 0 and comma.i - at < 3 and self.words[at - 1].pos in {"NOUN", "ADJ", "PROPN"}:
            at -= 1
            place = self.reader.ends.get(at)
            known = at in self.reader.cast.demonyms
            if not known and place is None:
                continue
            first = at + known  # of the office's words
            article = self._lower((at if known else place.first if place else at) - 1)
            if article != "the" or not self._is_office((first, comma.i)):
                return
            if known:
                yield from self._of_people(name, at)
            elif place and self._is_area(place.draft):
                yield from self._held(name, place.draft, place.first)
            return

    def of_parties(self) -> Iterator[Statement]:
        """Yield from "Sen. Ana Soto, R-Ohio," and "Ana Soto (D-Calif.)".

        Two may share a surname: where one person has two states, only the full name counts.
        """
        found = [(n, p) for n in self.reader.names if (p := self._district(n))]
        for name, place in found:
            states = {p.draft.id for n, p in found if n.draft is name.draft}
            if len(states) == 1 or name.last - name.first > 1:
                yield from self._held(name, place.draft, name.first, place.last)

    def _district(self, name: Referring) -> Referring | None:
        if not _NOT_HELD.isdisjoint(
            w.lower for w in self.words[max(0, name.first - 3) : name.first]
        ):
            return None
        said = [w.text for w in self.words[name.last : name.last + 3]]
        marked = len(said) == 3 and said[0] in {",", "("} and said[1] in _PARTIES and said[2] == "-"
        place = self.reader.starts.get(name.last + 3) if marked else None
        fits = place and place.draft.type == "AdministrativeArea" and name.draft.type == "Person"
        return place if fits else None

    def _of_people(self, name: Referring, at: int) -> Iterator[Statement]:
        country = self.reader.cast.demonyms.get(at)
        draft = self.reader.cast.drafts.get(country or "")
        if draft and draft.type == "Country" and self._lower(at - 1) not in _NOT_HELD:
            yield from self._held(name, draft, at, quality=_PROBABLE)

    def _is_office(self, title: tuple[int, int]) -> bool:
        """Whether words name a public office that is held now."""
        words: tuple[Word, ...] = self.words[slice(*title)]
        full = office(self.reader.cast.lexicon, words).lower().split()
        last = full[-1] if full else ""
        held = last in self.offices or full[-2:] == ["attorney", "general"]
        before = {self._lower(i) for i in range(title[0] - 3, title[0])}
        return held and _NOT_HELD.isdisjoint({*before, *full})

    def _is_area(self, draft: Draft) -> bool:
        return self.reader.is_a(draft, "GeopoliticalEntity")

    def _lower(self, i: int) -> str:
        word = self.reader.word(i)
        return word.lower if word else ""

    def _held(
        self,
        name: Referring,
        place: Draft,
        first: int,
        last: int = 0,
        quality: Quality = PLAIN,
    ) -> Iterator[Statement]:
        triple, extent = (name.draft, place, "holdsOfficeIn"), (first, max(last, name.last))
        yield self.reader.statement("office-of", triple, extent, quality)
