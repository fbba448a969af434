"""Two names side by side, as the patterns of origins and of places look at them."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.frames import Statement
from kg.extract.referring import Reader, Referring

_ARTISTS = {
    *("singer", "composer", "painter", "poet", "novelist", "footballer", "actress", "director"),
    *("guitarist", "sculptor", "architect", "photographer", "philosopher", "mathematician"),
    *("physicist", "chemist", "biologist", "inventor", "cyclist", "boxer", "swimmer", "golfer"),
    *("model", "dancer", "pianist", "rapper", "comedian", "filmmaker", "screenwriter", "designer"),
    *("entrepreneur", "industrialist", "missionary", "nobleman", "aristocrat", "skier", "chef"),
}


class Nearby:
    """What stands around the names of one text."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.words = reader, reader.words

    def _is_office(self, noun: str) -> bool:
        ties = self.reader.cast.lexicon.ties.by_noun.get(noun, ())
        return any(t.property == "holdsOfficeIn" for t in ties)

    def _people(self) -> frozenset[str]:
        return self.reader.cast.lexicon.lists["people"]["person"] | _ARTISTS

    def _attached(self, name: Referring) -> bool:
        """Whether the preposition behind a name hangs on it, and cannot hang on a verb before."""
        preposition = self.reader.word(name.last)
        head = preposition.head if preposition else None
        if head is None or not name.first <= head.i < name.last or head.dep == "dobj":
            return False
        event = head.head.head if head.dep == "pobj" else head  # "the arrest of Soto in Lima"
        return event.lemma.lower() not in self.reader.cast.lexicon.noun_frames

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
