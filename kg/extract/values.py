"""What a text gives a thing as a value: dates of birth, death and founding, and ages.

The date must stand in the verb's own clause, at the noun, or in brackets right behind the name;
the verbs, nouns and marks are data, `ontology/values.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.extract.annotate import Word
from kg.extract.clauses import clause, is_passive
from kg.extract.dates import Dated, dates, spans_on
from kg.extract.frames import Statement
from kg.extract.qualify import qualify
from kg.extract.quality import PLAIN, Quality
from kg.extract.referring import Reader, Referring
from kg.extract.valuetable import Giving
from kg.model import Span, Value

_BEFORE = {
    "in",
    "on",
    ",",
    "there",
    "early",
    "late",
    "mid",
    "-",
    "circa",
    "around",
    "about",
    "year",
}
_PARTS = {"spring", "summer", "autumn", "fall", "winter", "beginning", "start", "end", "year"}
_STOPS = {"(", ")", ";", ":", "who", "which", "that", "where", "when", "whose", "after", "before"}
_DASH = re.compile(r"\s*[-–—]\s*(?:[A-Z]\w+(?: [A-Z]\w+)*,\s*){0,2}")
"""Between the dates of a life, perhaps a place: "(Lima, 5 May 1921 – Cusco, 3 June 1999)"."""
_BEHIND = 22
"""Words between a verb and its date: "born in a village near Lima, Peru, on 5 May 1964"."""
_BRACKETS = 60
_LIFE = (18, 115)
"""Years of a life: two dates behind a name that lie nearer may be a term of office."""
_AGES = (5, 110)
_AGE_BEHIND = re.compile(r", (\d{1,3})[,.](?!\d)")
_AGE_BEFORE = re.compile(r"\b(\d{1,3})-year-old $")


def value_statements(reader: Reader) -> Iterator[Statement]:
    """Yield what gives a thing a date or an age, in the order of the text for each pattern."""
    found = _Values(reader)
    for name in reader.names:
        yield from found.bracketed(name)
        yield from found.aged(name)
    for word in reader.words:
        if word.pos in {"VERB", "AUX"}:
            yield from found.verb(word)
        elif word.pos == "NOUN":
            yield from found.noun(word)


@dataclass(frozen=True, slots=True)
class _Told:
    """A value about to be stated: by which entry, in which words, how surely."""

    giving: Giving
    extent: tuple[int, int]
    quality: Quality = PLAIN
    trigger: Word | None = None


class _Values:
    """The patterns over one text."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.words = reader, reader.words
        self.table = reader.cast.lexicon.values
        self.dates = dates(reader.cast.parse)
        self.first = {d.first: d for d in self.dates}
        self.last = {d.last: d for d in self.dates}

    # -- verbs

    def verb(self, verb: Word) -> Iterator[Statement]:
        """Yield from "NAME was born on DATE" and "in DATE she founded NAME"."""
        fitting = [g for g in self.table if verb.lemma.lower() in g.verbs]
        if not fitting or (verb.lemma.lower() == "set" and not verb.one("prt")):
            return
        date = self._date_of(verb) if self.dates else None
        if date is None:
            return
        given = clause(verb)
        for giving in fitting:
            passive = is_passive(verb) or (verb.tag == "VBN" and not verb.one("aux", "dobj"))
            if giving.passive and not passive:
                continue
            who = given.patients if giving.whom == "object" else given.agents
            whose = [r for w in who for r in self._whose(w, giving)]
            cast = self.reader.cast
            quality = qualify(cast.parse, cast.lexicon, verb)
            for name in whose:
                inner = [name.first, name.last, verb.i, verb.i + 1, date.first, date.last]
                told = _Told(giving, (min(inner), max(inner)), quality, verb)
                yield from self._made(told, name, date)

    def _whose(self, word: Word, giving: Giving) -> Iterator[Referring]:
        """Yield what a word means, or the name in "his own company Acme", "the Acme newspaper"."""
        found = self.reader.referring(word)
        if found and self._is_of(found, giving):
            yield found
        elif word.tag == "NN":
            inner = word.all("appos", "compound", "nmod")
            owned = word.one("poss") is not None  # "his YouTube channel" is not YouTube
            inner = [w for w in inner if w.dep == "appos" or not owned]
            names = (n for w in inner if (n := self.reader.named(w)) and self._is_of(n, giving))
            yield from [n for n in names if abs(n.last - word.i) < 2 or n.first - word.i < 3][:1]

    def _date_of(self, verb: Word) -> Dated | None:
        return self._behind(verb) or self._led(verb) or self._relative(verb)

    def _behind(self, verb: Word) -> Dated | None:
        """Return the first date behind a verb, nothing between that could take it."""
        for i in range(verb.i + 1, min(verb.i + _BEHIND, len(self.words))):
            word = self.words[i]
            if word.sentence != verb.sentence or word.lower in _STOPS:
                return None
            if i in self.first:
                return self._sure(self.first[i], verb)
            if word.pos == "VERB" and word.dep != "amod" and word.tag != "VBG":
                return None
        return None

    def _sure(self, date: Dated, trigger: Word) -> Dated | None:
        """Return a date that is led by "in", "on" or the trigger itself, and ends there."""
        before = self.words[date.first - 1]
        led = before is trigger or before.lower in _BEFORE
        led = led or (before.lower == "of" and self.words[before.i - 1].lower in _PARTS)
        after = self.reader.word(date.last)
        taken = after is not None and after.pos in {"NOUN", "PROPN"}
        taken = taken and self.words[date.last - 1].dep in {"nummod", "compound", "amod"}
        bare = before.text == "," and date.last - date.first < 2 and date.first - 1 > trigger.i + 1
        from_ = any(w.lower in {"from", "until", "by"} for w in self.words[trigger.i : date.first])
        is_one = not spans_on(self.reader.cast.parse, date)
        return date if led and is_one and not (taken or bare or from_) else None

    def _led(self, verb: Word) -> Dated | None:
        """Return the date of "In 1998 [in Lima] she founded": it hangs on the verb."""
        for date in self.dates:
            before = self.reader.word(date.first - 1)
            near = before and before.sentence == verb.sentence and date.last <= verb.i
            if near and before and before.lower in {"in", "on"} and before.head is verb:
                is_one = not spans_on(self.reader.cast.parse, date)
                return date if is_one else None
        return None

    def _relative(self, verb: Word) -> Dated | None:
        """Return the date of "until 1956, when he died"."""
        when = next((c for c in verb.children if c.lower == "when" and c.i < verb.i), None)
        if when is None or verb.dep != "relcl":
            return None
        comma = self.words[when.i - 1].text == ","
        return self.last.get(when.i - 1 if comma else when.i)

    # -- nouns

    def noun(self, noun: Word) -> Iterator[Statement]:
        """Yield from "her death in DATE" and "the founding of NAME in DATE"."""
        for giving in self.table:
            owner = self._owner(noun) if noun.lower in giving.nouns else None
            at = max(noun.i + 1, owner.last if owner else 0)
            lead, date = self.reader.word(at), self.first.get(at + 1)
            led = lead is not None and lead.lower in {"in", "on"}
            if owner and date and led and not spans_on(self.reader.cast.parse, date):
                told = _Told(giving, (min(owner.first, noun.i), date.last), PLAIN, noun)
                yield from self._made(told, owner, date)

    def _owner(self, noun: Word) -> Referring | None:
        of = self.reader.word(noun.i + 1)
        if of is not None and of.lower == "of":
            article = self.reader.word(noun.i + 2)
            skip = article is not None and article.lower == "the"
            if name := self.reader.starts.get(noun.i + 2 + skip):
                return name
            end = next((w for w in of.all("pobj")), None)
            return self.reader.named(end) if end else None
        owner = noun.one("poss")
        return self.reader.referring(owner) if owner and owner.i < noun.i else None

    # -- brackets

    def bracketed(self, name: Referring) -> Iterator[Statement]:
        """Yield from "NAME (born DATE in PLACE; died DATE)" and "NAME (DATE – DATE)"."""
        at, name = name.last, self._titled(name)
        while (opening := self.reader.word(at)) is not None and opening.text == "(":
            end = self._closing(at)
            yield from self._inside(name, at + 1, end)
            at = end + 1

    def _titled(self, name: Referring) -> Referring:
        """Return the name before letters of honour: "Peter Wakefield" of "Peter Wakefield CMG"."""
        letters = [w.text for w in self.words[name.first : name.last]]
        honours = all(w.isupper() and len(w) < 5 for w in letters)
        return (self.reader.ends.get(name.first) if honours else None) or name

    def _inside(self, name: Referring, at: int, end: int) -> Iterator[Statement]:
        marked, mark = None, at
        inside = [d for d in self.dates if at <= d.first and d.last <= end]
        for n, date in enumerate(inside):
            for i in range(mark, date.first):
                marked = self._marked(name, self.words[i]) or marked
                # "(born Ana Diaz; 5 May 1964)", but not "(born in Lima; moved in 1970)"
                apart = self.words[i].text == ";" and date.first > i + 1
                marked = None if apart and not self._follows(i, date) else marked
            mark = date.last
            if self._is_life(date, inside[n + 1 : n + 2], end):
                yield from self._life(name, date, inside[n + 1])
                return
            if marked and not spans_on(self.reader.cast.parse, date):
                yield from self._made(_Told(marked, (name.first, date.last)), name, date)
                marked = None

    def _follows(self, i: int, date: Dated) -> bool:
        """Whether a mark stands between a semicolon and a date."""
        marks = {m for g in self.table for m in g.marks}
        return any(w.lower in marks for w in self.words[i : date.first])

    def _closing(self, at: int) -> int:
        """Return the word that closes the bracket at `at`, the brackets inside passed over."""
        depth = 0
        for i in range(at, min(at + _BRACKETS, len(self.words))):
            depth += (self.words[i].text == "(") - (self.words[i].text == ")")
            if depth == 0:
                return i
        return at

    def _marked(self, name: Referring, word: Word) -> Giving | None:
        fits = (g for g in self.table if word.lower in g.marks and self._is_of(name, g))
        return next(fits, None)

    def _is_life(self, date: Dated, further: list[Dated], end: int) -> bool:
        """Whether a date and the next one, behind a dash, end the brackets and can be a life."""
        if not further or not date.value.span or not further[0].value.span:
            return False
        text, second = self.reader.cast.parse.document.text, further[0]
        between = text[date.value.span.end : further[0].value.span.start]
        closes = second.last == end or self.words[second.last].text in {";", ","}
        years = int(second.value.text[:4]) - int(date.value.text[:4])
        return bool(_DASH.fullmatch(between)) and closes and _LIFE[0] <= years <= _LIFE[1]

    def _life(self, name: Referring, date: Dated, second: Dated) -> Iterator[Statement]:
        for giving in self.table:
            if giving.until:
                told = _Told(replace(giving, id="life"), (name.first, second.last))
                yield from self._made(told, name, date)
                until = replace(told.giving, property=giving.until)
                yield from self._made(replace(told, giving=until), name, second)

    # -- ages

    def aged(self, name: Referring) -> Iterator[Statement]:
        """Yield from "NAME, 45, ..." and "45-year-old NAME"."""
        text, start = self.reader.cast.parse.document.text, self.words[name.first].start
        end = self.words[name.last - 1].end
        found = _AGE_BEHIND.match(text, end) or _AGE_BEFORE.search(text, max(0, start - 20), start)
        if not found or name.draft.type != "Person" or self._narrows(name, found.start() < start):
            return
        if _AGES[0] <= int(found[1]) <= _AGES[1]:
            span = Span(*found.span(1))
            inside = [w.i for w in self.words[max(0, name.first - 6) : name.last + 3]
                      if w.start < span.end and w.end > span.start]  # fmt: skip
            extent = min(name.first, *inside), max(name.last, *(i + 1 for i in inside))
            value = Value.number(found[1], span=span)
            yield self.reader.valued("value:age", (name.draft, "age", value), extent)

    def _narrows(self, name: Referring, is_before: bool) -> bool:
        """Whether the age is of the noun behind: "the 43-year-old Harbour Lane actress"."""
        noun = self.reader.word(name.last)
        return is_before and noun is not None and noun.tag in {"NN", "NNS", "POS", "HYPH"}

    # -- making

    def _is_of(self, name: Referring, giving: Giving) -> bool:
        return self.reader.is_a(name.draft, *giving.of)

    def _made(self, told: _Told, name: Referring, date: Dated) -> Iterator[Statement]:
        if self._is_of(name, told.giving):
            triple = name.draft, told.giving.property, date.value
            rule = f"value:{told.giving.id}"
            yield self.reader.valued(rule, triple, told.extent, told.quality, told.trigger)
