"""What the words around a name tell of its class: age, kin and deeds, a state, "Inc."."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.extract.annotate import Parse, Word
from kg.extract.lexicon import Lexicon
from kg.gazetteer import Gazetteer

_SCHOOL = {"university", "college", "school", "academy", "institute", "conservatory", "seminary"}
_LIVING = {"marry", "graduate", "enroll", "enrol", "emigrate", "immigrate", "bear"}
_STUDY = {"attend", "study", "enter"}
_KIN = {"spouseOf", "childOf", "siblingOf"}
_SUFFER = {"assassinate", "murder", "behead", "jail", "imprison"}
_SENTENCED = {"arrest", "sentence", *_SUFFER}
_SITES = {
    *("falls", "springs", "beach", "heights", "rapids", "parish", "township", "harbor", "harbour"),
    *("canyon", "forest", "mountains", "bay", "creek", "islands", "plaza", "boulevard", "avenue"),
}
_AGENCIES = {
    "AP", "AFP", "UPI", "Reuters", "REUTERS", "CNN", "Xinhua", "XINHUA", "TASS", "DPA", "ANSA",
    "EFE", "KYODO", "Kyodo", "YONHAP", "Yonhap", "TANJUG", "CTK", "PTI", "MENA", "ANP", "BTA",
    "IPS", "Bloomberg", "RTTNews", "IANS", "ANI", "Interfax", "INTERFAX", "ANTARA", "Bernama",
    "VOA",
}  # fmt: skip
_WIRES = {"Wire", "News", "Press", "Agency", "Times", "Post", "Service", "Newswire"}
_HELD = {"chief executive", "chief operating", "chief financial", "ceo", "cfo", "shareholders",
         "shares", "shareholder", "stock", "co-founder", "subsidiary", "subsidiaries"}  # fmt: skip
_VAGUE = {
    *("family", "staff", "people", "crew", "member", "fan", "head", "chief", "player", "guard"),
    *("general", "patient", "minor", "client", "consumer", "customer", "supporter", "ally"),
}
"""Nouns of people that stand before other names as well: "team member Acme"."""
_AGE = re.compile(r"\d{1,2}")
_ARTICLES = {"a", "an", "the", "another", "any", "no", "every", "each"}
_ADHERENTS = {"republican", "democrat", "conservative", "liberal", "muslim", "american"}
_PREPOSITIONS = {"at", "of", "for", "in", "from", "by", "to", "on", "with"}
_ENDS = {",", ".", ";", ")", "_", "--", "–", "—"}
_LONGEST = 3


class Kinds:
    """The cues over one text: each tells the class of the name that is words `first` to `last`."""

    def __init__(self, parse: Parse, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self._words, self._parse = parse.words, parse
        self._gazetteer, self._people = gazetteer, lexicon.lists["people"]["person"]
        ties = lexicon.ties.all
        kin = (t.nouns for t in ties if t.property in _KIN and t.id != "married-to")
        self._heads, self._given = lexicon.heads, lexicon.lists["names"]["given"]
        self._firms = lexicon.lists["names"]["firms"]
        self._trades = lexicon.lists["names"]["trades"]
        self._nations = lexicon.lists["names"]["nations"] | _ADHERENTS
        self._titles = {w.lower() for t in lexicon.titles for w in t if w[0].isalpha()}
        self._times = {w.lower() for k in ("months", "days") for w in lexicon.lists["time"][k]}
        self._kin = frozenset[str]().union(*kin)

    def of(self, first: int, last: int) -> str | None:
        """Return "Person", "Organization" or "GeopoliticalEntity", or None where nothing tells.

        >>> from kg import gazetteer
        >>> from kg.extract import lexicon
        >>> from kg.extract.annotate import annotate
        >>> from kg.model import Document
        >>> parse = annotate(Document("0" * 64, "Orr, 54, of Yelm, Wash., runs Vex Inc."))
        >>> kinds = Kinds(parse, gazetteer.default(), lexicon.default())
        >>> kinds.of(0, 1), kinds.of(5, 6)
        ('Person', 'GeopoliticalEntity')
        """
        final = self._words[last - 1].lower
        if final in self._firms and last - first > 1:
            return "Organization"
        if final in self._heads or final in self._times or f"{final}." in self._titles:
            return None  # "Yelm University, Wash.", "Friday, Alaska", "Navy Capt. Orr"
        if self._is_run(last) or self._trades_in(first, last):
            return "Organization"
        if self._at(first - 1) in _ARTICLES or final in self._nations:
            return None  # "a Republican who"
        if self._in_state(first, last) or self._leads_in(first, last) or self._is_governed(first):
            return "GeopoliticalEntity"
        if final in _SITES and last - first > 1 and self._words[first].text not in self._given:
            return "Place"
        return "Person" if self._is_person(first, last) else None

    def _at(self, i: int) -> str:
        return self._words[i].lower if 0 <= i < len(self._words) else ""

    def _is_run(self, last: int) -> bool:
        """Whether it has what only a firm has: "Vex's chief executive", "Vex's shareholders"."""
        owned = self._at(last) in {"’s", "'s"}
        said = self._at(last + 1), f"{self._at(last + 1)} {self._at(last + 2)}"
        return owned and not _HELD.isdisjoint(said)

    def _trades_in(self, first: int, last: int) -> bool:
        """Whether a firm's trade stands at it: "the carmaker Vex", "Vex, a maker of"."""
        if self._words[first].text in self._given:
            return False
        apposed = self._at(last) == "," and self._at(last + 1) in {"a", "an", "the"}
        ends = (self._at(i) for i in range(last + 2, last + 4) if apposed)
        return self._at(first - 1) in self._trades or any(e in self._trades for e in ends)

    def _is_governed(self, first: int) -> bool:
        """Whether somebody is its mayor: "the mayor of Porto Alegre"."""
        return self._at(first - 1) == "of" and self._at(first - 2) in {
            "mayor",
            "governor",
            "prefect",
        }

    def _in_state(self, first: int, last: int) -> bool:
        """Whether a state of the U.S. or the like stands behind it: "Yelm, Wash.", but no list."""
        if self._at(last) != "," or self._at(first - 1) == "," or last - first > _LONGEST:
            return False
        if last - first > 1 and self._words[first].text in self._given:
            return False
        for end in range(min(last + 4, len(self._words)), last + 1, -1):
            text = self._parse.text(last + 1, end)
            rows = self._gazetteer.lookup(text) or self._gazetteer.lookup(f"{text}.")
            if rows and rows[0].type == "AdministrativeArea" and text[:1].isupper():
                after, bound = self._at(end), self._parse.bounds[self._words[first].sentence][1]
                titled = after in self._titles and end < bound  # "Ana Soto, Ohio Gov. Juan Rey"
                return not titled and after not in {"and", "or", "&", "’s", "'s"}
        return False

    def _leads_in(self, first: int, last: int) -> bool:
        """Whether it is the town of a dateline: "KNIN, 12 Feb (TANJUG) -" and "KNIN, Iowa (AP)"."""
        bound = self._parse.bounds[self._words[first].sentence]
        begins = first - bound[0] <= 3 and all(not w.text.isalpha() or w.text == "Text"
                                               for w in self._words[bound[0] : first])  # fmt: skip
        for at in range(last, min(last + 6, bound[1] - 1)) if begins else ():
            if self._words[at].text == "(":
                inside = [w.text for w in self._words[at + 1 : min(at + 5, bound[1])]]
                ends = inside.index(")") if ")" in inside else 0
                wire = ends and inside[ends - 1] in _WIRES and inside[0][:1].isupper()
                return bool(wire) or inside[:1][0] in _AGENCIES
        return False

    def _is_person(self, first: int, last: int) -> bool:
        said = [self._at(i) for i in (last, last + 1, last + 2)]
        aged = said[0] == "," and bool(_AGE.fullmatch(said[1])) and said[2] in _ENDS
        who = said[0] == "who" or (said[0] in _ENDS and said[1] == "who")
        who = who and self._at(first - 1) not in _PREPOSITIONS  # "staff of Vex, who"
        return aged or who or self._is_kin(first, last) or self._does(self._words[last - 1])

    def _is_kin(self, first: int, last: int) -> bool:
        """Read "his wife, Ana", "daughter Ana", "actor Ana" and "Ana's husband"."""
        if self._at(last) in {"’s", "'s"} and self._at(last + 1) in self._kin:
            return True
        comma = self._at(first - 1) == ","
        noun = self._words[first - 1 - comma] if first > comma else None
        if noun is None or noun.tag != "NN" or noun.sentence != self._words[first].sentence:
            return False
        kin = noun.lower in self._kin and (not comma or self._is_owned(noun))
        return kin or (not comma and noun.lower in self._people - _VAGUE)

    def is_kin_of(self, first: int, owner: str) -> bool:
        """Whether a name behind "OWNER's father," or "OWNER's son" begins at a word."""
        noun = first - 1 - (self._at(first - 1) == ",")
        near = range(noun - 1, max(0, noun - 4), -1)
        mark = next((i for i in near if self._words[i].tag == "POS"), 0)
        return self._at(noun) in self._kin and self._at(mark - 1) == owner.lower()

    def _is_owned(self, noun: Word) -> bool:
        before = self._words[max(0, noun.i - 3) : noun.i]
        return any(w.tag in {"PRP$", "POS"} for w in before)

    def _does(self, head: Word) -> bool:
        """Whether it is the subject of what only people do: "Orr graduated from"."""
        verb = head.head
        if head.dep == "dobj" and verb.lemma in _SUFFER:
            return True
        if head.dep == "nsubjpass" and verb.lemma in _SENTENCED:
            return True
        if head.dep not in {"nsubj", "nsubjpass"} or verb.pos != "VERB":
            return False
        if verb.lemma in _LIVING or (verb.lemma == "grow" and verb.one("prt")):
            return verb.lemma != "bear" or verb.tag == "VBN"
        if verb.lemma not in _STUDY:
            return False
        behind = [*verb.all("dobj"), *(o for p in verb.all("prep") for o in p.all("pobj"))]
        return any(w.lower in _SCHOOL for o in behind for w in self._run(o))

    def _run(self, word: Word) -> Iterable[Word]:
        return [word, *word.all("compound"), *(o for p in word.all("prep") for o in p.all("pobj"))]

    def missed(self, taken: set[int], first: int, end: int) -> Iterator[tuple[int, int, str]]:
        """Yield the names from word `first` to `end` that nobody took, and their classes."""
        at = first
        while at < end:
            last = at
            while last < end and self._proper(last, taken):
                last += 1
            kind = self.of(at, last) if 0 < last - at <= _LONGEST else None
            if kind and (at > first or kind != "Person" or self._words[at].tag == "NNP"):
                yield at, last, kind
            at = max(last, at + 1)

    def _proper(self, i: int, taken: set[int]) -> bool:
        word = self._words[i]
        plain = word.text[:1].isupper() and word.text.replace("-", "").isalpha()
        return plain and word.tag == "NNP" and i not in taken
