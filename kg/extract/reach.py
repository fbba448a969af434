"""Where the names stand that a noun ties: past "of law", "the board of", "and CEO", adjectives."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.annotate import Word
from kg.extract.referring import Reader, Referring
from kg.extract.tietable import Tie

INSIDE = {"ADJ", "NOUN", "ADV", "NUM", "PROPN"}
OVER = {"former", "ex", "onetime", "retired", "late", "deposed", "ousted", "then"}
JOINTS = {"a", "an", "the", "another", "its", "-", "’s", "'s", "and", "&"}
_PARTS = {
    *("office", "lab", "laboratory", "bureau", "branch", "department", "division", "unit", "desk"),
    *("newsroom", "team", "campaign", "center", "centre", "institute", "school", "faculty"),
    *("program", "programme", "project", "committee", "board", "council", "delegation", "staff"),
    *("headquarters", "administration", "section", "chapter", "wing", "arm", "college", "mission"),
    *("plant", "factory", "studio", "embassy", "government", "court", "police", "force", "army"),
    *("location", "site", "store", "group", "operation", "service", "agency", "hospital"),
}
"""Who works in these of a body works for the body."""
_SORTS = {
    *("tank", "company", "group", "network", "party", "foundation", "firm", "organization"),
    *("charity", "magazine", "newspaper", "movement", "bank", "agency", "chain", "club", "union"),
}
"""What may only say of which kind the body is: "head of the Acme group"."""
_RUNS = {"worksFor", "leads", "founded", "owns"}
_OBJECT_PRONOUNS = {"him", "her", "them", "it"}


class Reach:
    """The way from a noun to the names behind it, over one text."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.words = reader, reader.words

    def objects(self, noun: Word, tie: Tie) -> Iterator[Referring]:
        """Yield the names behind "NOUN of [the]", and those coordinated with the first."""
        at = self._past_topic(self._past_joined(noun.i + 1, tie), tie)
        preposition = self.reader.word(at)
        if preposition is None or preposition.lower not in tie.behind:
            return
        at = self._past_adjectives(self._past_board(at + 1))
        while (name := self.reader.whole(self._opened(at))) is not None:
            joint = self.reader.word(name.last)
            if joint is not None and not self._is_whole(tie, name, joint):
                return  # "founder of Acme's rival"; who works for its lab works for it
            yield name
            if joint is None or joint.lower not in {"and", "&"}:
                return
            at = name.last + 1

    def _is_whole(self, tie: Tie, name: Referring, joint: Word) -> bool:
        """Whether what goes on behind a name is but a part of it: "Acme's lab", "the Acme lab"."""
        owned = joint.tag == "POS"
        if not owned and (joint.pos != "NOUN" or self.reader.is_a(name.draft, "Person")):
            return True
        last = joint
        for word in self.words[joint.i + owned : joint.i + 7]:
            if word.pos not in INSIDE and word.text != "-":
                break
            last = word
        part = last.pos == "PROPN" or last.lower in _PARTS
        if tie.property == "holdsOfficeIn" and owned:
            return last.lower not in _SORTS  # "leader of Peru's Green party"
        itself = not owned and last.lower in _SORTS and tie.property not in {"founded", "owns"}
        return itself or (tie.property == "worksFor" and part)

    def _past_topic(self, at: int, tie: Tie) -> int:
        """Return the word behind "of law" in "professor of law at", or the word itself."""
        preposition = self.reader.word(at)
        if preposition is not None and preposition.lower in {"emeritus", "emerita"}:
            at, preposition = at + 1, self.reader.word(at + 1)
        if preposition is None or preposition.lower not in {"of", "in"}:
            return at
        if tie.property != "worksFor":  # a chief of waste disposal does not lead the body
            return at
        wanted = tie.behind - {"of"}
        for i in range(at + 1, min(at + 7, len(self.words))):
            word = self.words[i]
            if word.pos == "ADP" and i > at + 1:
                return i if word.lower in wanted else at
            if word.pos == "PROPN":  # "professor of Ocean Engineering at", a name or none
                wanted = wanted & {"at"}
            elif word.pos not in {"NOUN", "ADJ", "CCONJ", "DET"}:
                break
        return at

    def _past_board(self, at: int) -> int:
        """Return the word behind "the board of [directors of]" of a member or chairman."""
        said = [w.lower for w in self.words[at : at + 5]]
        if said[1:3] != ["board", "of"]:
            return at
        return at + (5 if said[4:] == ["of"] else 3)

    def _past_adjectives(self, at: int) -> int:
        """Return where a name begins behind "the banned", or the word behind the article."""
        article = self.reader.word(at)
        if at in self.reader.starts:  # "of The Hague"
            return at
        start = at + bool(article and article.lower in {"the", "a", "an"})
        for i in range(start, start + 6):
            name = self.reader.starts.get(i)
            after = self.reader.word(name.last) if name else None
            if name and (i == start or after is None or after.pos not in {"NOUN", "PROPN"}):
                return i
            word = self.reader.word(i)
            gone = word is not None and word.lower in OVER - {"late"}
            if name or word is None or gone or not self._adjoins(word):
                break
        return start

    def _adjoins(self, word: Word) -> bool:
        """Whether a word may stand between an article and a name: "the Dutch actor - director"."""
        people = self.reader.cast.lexicon.lists["people"]
        inside = word.pos in {"ADJ", "NOUN"} or word.tag == "VBN" or word.text in {"-", "/"}
        demonym = word.i in self.reader.cast.demonyms
        return inside or demonym or word.lower in people["person"] | people["female"]

    def _opened(self, at: int) -> Referring | None:
        """Return the name or pronoun that begins at a word, a title before it passed over."""
        name = self.reader.starts.get(at)
        word = self.reader.word(at)
        if name is None and word is not None and word.lower in _OBJECT_PRONOUNS:
            return self.reader.referring(word)
        return name

    def _past_joined(self, at: int, tie: Tie) -> int:
        """Return the word behind "and CEO" of "founder and CEO of", of which both nouns are.

        Of "economist and former editor of" and "lawyer and member of" only the second is.
        """
        joint = self.reader.word(at)
        if joint is None or joint.lower not in {"and", "&", ","}:
            return at
        for i in range(at + 1, min(at + 7, len(self.words))):
            word = self.words[i]
            if word.pos == "ADP":
                return i if self._is_of_both(self.words[i - 1], tie) else at
            if tie.lasts and word.lower in OVER:
                break
            if word.lower == "the" or (word.pos not in INSIDE and word.lower not in JOINTS):
                break
        return at

    def _is_of_both(self, second: Word, tie: Tie) -> bool:
        """Whether the second of two nouns shares its body with the first."""
        ties = self.reader.cast.lexicon.ties.by_noun.get(second.lower, ())
        return not ties or any(t.property in {tie.property, *_RUNS} for t in ties)
