"""Whose phrase a noun of a tie is in: what narrows it, and what makes it another's."""

from __future__ import annotations

from kg.extract.annotate import Word
from kg.extract.cast import Draft
from kg.extract.reach import OVER
from kg.extract.referring import Reader, Referring
from kg.extract.tietable import Tie

_LIES = {"capitalOf", "locatedIn"}
_IN = {"in", "at", "near", "outside", "from", "to"}
_ONCE = OVER | {"boyhood", "childhood", "girlhood", "ancestral", "old", "birth", "next", "new"}
_PUBLIC = {
    *("official", "commissioner", "ambassador", "prosecutor", "administrator", "secretary"),
    *("treasurer", "comptroller", "spokesman", "spokeswoman", "spokesperson", "judge", "justice"),
    *("attorney", "inspector", "superintendent", "clerk", "representative", "negotiator", "agent"),
}
_CLOSES = {",", ")", "--", "–", "—", "-"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_PARTS_OF_HEAD = {"co", "chief", "executive", "founder", "board", "party", "union", "group"}


def heads(reader: Reader, noun: Word) -> bool:
    """Whether a noun ends its phrase, and no name: not the "head" of "head [football] coach"."""
    if reader.named(noun):
        return False
    at = noun.i + 1
    while (word := reader.word(at)) and word.pos == "ADJ" and word.tag != "JJS":
        at += 1
    after = reader.word(at)
    if after is None or after.pos != "NOUN" or after.lower in {"emeritus", "emerita"}:
        return True
    return after.dep == "appos" and noun.head is not after


def is_of_next(reader: Reader, noun: Word) -> bool:
    """Whether the noun describes the person named right behind: "Soto, Acme owner Ana Rey"."""
    behind = reader.starts.get(noun.i + 1)
    return behind is not None and behind.draft.type == "Person"


def is_scene(reader: Reader, name: Referring, property_: str) -> bool:
    """Whether a name is but the place of what follows: "In Lima, the owner of Acme, Ana Rey,"."""
    before = reader.word(name.first - 1)
    if before is None or before.lower not in _IN or property_ in _LIES:
        return False
    opens = before.i == reader.cast.parse.bounds[before.sentence][0]
    return opens or reader.is_a(name.draft, "Place")


def is_subject(reader: Reader, name: Referring, noun: Word) -> bool:
    """Whether a noun behind a name has a verb of its own: "About Rey, his son says"."""
    above = noun.head if noun.dep in _SUBJECTS else _fronting(reader, name)
    if above is None or above.i < noun.i or name.first <= above.head.i < name.last:
        return False
    return all(w.text not in _CLOSES for w in reader.words[noun.i + 1 : above.i])


def _fronting(reader: Reader, name: Referring) -> Word | None:
    """Return the verb behind "Against Rey, the ...", of which the preposition is."""
    before = reader.word(name.first - 1)
    return before.head if before and before.dep == "prep" else None


def is_fit(reader: Reader, owner: Referring, noun: Word, tie: Tie) -> bool:
    """Whether a noun behind a name is of the whole: not "Senate campaign chairman Ana Rey"."""
    between = reader.words[owner.last : noun.i]
    private = tie.property == "holdsOfficeIn" and noun.lower == "attorney" and not between
    if private and not reader.is_a(owner.draft, "Country"):
        return False  # "New York attorney Ana Rey"
    narrowed = any(w.pos == "NOUN" and w.lower not in _PARTS_OF_HEAD for w in between)
    return not (tie.id == "leads" and narrowed) and serves(reader, noun, tie, owner.draft)


def is_once(reader: Reader, owner: Referring, noun: Word) -> bool:
    """Whether a possession is of another time: "her boyhood home", "the old headquarters"."""
    return any(w.lower in _ONCE for w in reader.words[owner.last : noun.i])


def spells(reader: Reader, name: Referring, other: Referring) -> bool:
    """Whether the place ends the name: "Writers for Justice in Lima (WJL)"."""
    short = reader.word(other.last + 1)
    letters = short.text if short and short.text.isupper() else ""
    initials = [w.text[0] for w in reader.words[name.first : name.last] if w.text[:1].isupper()]
    return letters.endswith(other.draft.label[0]) and len(letters) > len(initials) > 1


def serves(reader: Reader, noun: Word, tie: Tie, employer: Draft) -> bool:
    """Whether one so called works for it: a state's official does, an "Ohio executive" does not."""
    if tie.property != "worksFor" or noun.lower in _PUBLIC:
        return True
    rows = reader.cast.gazetteer.lookup(employer.label)
    wide = bool(rows) and rows[0].type in {"AdministrativeArea", "Country"}
    return not (wide or reader.is_a(employer, "GeopoliticalEntity"))
