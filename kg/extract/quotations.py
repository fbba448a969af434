"""What stands in quotation marks, and whose words they are.

A quotation belongs to the attribution that it is a part of; else to the verb of speech right before
or behind it; else it goes on with the words of who spoke right before; else to nobody named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.extract.annotate import Parse, Word, paragraph_break
from kg.extract.cast import Cast
from kg.extract.clauses import clause
from kg.extract.cues import Cues
from kg.extract.speech import Speech

_OPEN, _CLOSE = {"“", "«", "„"}, {"”", "»"}
_STRAIGHT = {'"', "``", "''"}
_SINGLE_OPEN, _SINGLE_CLOSE = {"‘", "'"}, {"’", "'"}
_ELIDED = {"n", "em", "tis", "twas", "til", "till", "cause", "round", "bout", "s", "t"}
_DIRECT = {"said", "as-noted", "according-to", "quotation", "turn"}
_NEAR = 14
"""How many words a verb of speech may stand from the quotation that it introduces."""


def quotations(parse: Parse) -> list[range]:
    """Return the stretches in quotation marks as word indexes, without the marks.

    Single marks count where they are no apostrophes; a quotation inside another is a part of it.
    """
    double = _double(parse)
    inside = {i for region in double for i in region}
    single = [r for r in _single(parse) if r.start not in inside]
    inside = {i for region in single for i in region}
    return sorted([*single, *(r for r in double if r.start not in inside)], key=lambda r: r.start)


def _double(parse: Parse) -> list[range]:
    """Return what stands between double marks.

    A quotation that is still open where a paragraph ends stops there: the next one opens it again.
    """
    found, opened = [], None
    for word in parse.words:
        straight = word.text in _STRAIGHT
        if opened is not None and _new_paragraph(parse, word):
            found.append(range(opened, word.i))
            opened = None
        if word.text in _OPEN or (straight and opened is None):
            opened = word.i + 1
        elif opened is not None and (word.text in _CLOSE or straight):
            found.append(range(opened, word.i))
            opened = None
    if opened is not None:
        found.append(range(opened, len(parse.words)))
    return [region for region in found if region]


def _single(parse: Parse) -> list[range]:
    """Return what stands between single marks, ‘...’ or '...', of one paragraph."""
    found, end = [], 0
    for word in parse.words:
        if word.i >= end and _opens(parse, word):
            close = _closing(parse, word)
            if close is not None and close > word.i + 1:
                found.append(range(word.i + 1, close))
                end = close + 1
    return found


def _around(parse: Parse, word: Word) -> tuple[str, str]:
    """Return the characters right before and behind a word, a blank where there is none."""
    text = parse.document.text
    return text[word.start - 1 : word.start] or " ", text[word.end : word.end + 1] or " "


def _opens(parse: Parse, word: Word) -> bool:
    if word.text not in _SINGLE_OPEN:
        return False
    before, behind = _around(parse, word)
    if before.isalnum() or before == ".":
        return False
    elided = parse.words[word.i + 1].lower in _ELIDED if word.i + 1 < len(parse.words) else True
    return (behind.isalpha() or behind in _OPEN | _STRAIGHT) and not elided


def _closing(parse: Parse, opening: Word) -> int | None:
    """Return the mark that closes: one behind "s" may be a genitive's, if a better one follows."""
    doubtful = None
    for word in parse.words[opening.i + 1 :]:
        if _new_paragraph(parse, word) or _opens(parse, word):
            break
        if word.text not in _SINGLE_CLOSE:
            continue
        before, behind = _around(parse, word)
        if before.isspace() or behind.isalnum():
            continue
        if before.lower() != "s" or not behind.isspace():
            return word.i
        doubtful = doubtful or word.i
    return doubtful


def _new_paragraph(parse: Parse, word: Word) -> bool:
    before = parse.words[word.i - 1] if word.i else word
    text = parse.document.text
    return bool(paragraph_break(text).search(text, before.end, word.start))


def is_mark(word: Word) -> bool:
    """Whether the word is a quotation mark."""
    return word.text in _OPEN | _CLOSE | _STRAIGHT


def owned(
    cast: Cast, cues: Cues, regions: list[range], speeches: list[Speech]
) -> tuple[list[Speech], list[Speech]]:
    """Give each quotation whole to its speech; return the speeches, and those of nobody named."""
    work = _Owners(cast, cues, speeches)
    for region in regions:
        work.place(region)
    return work.grown()


@dataclass(slots=True)
class _Slot:
    """A speech, the words that quotations add to it, and where the last of them ends."""

    speech: Speech
    more: set[int]
    end: int = -1
    is_orphan: bool = False


class _Owners:
    def __init__(self, cast: Cast, cues: Cues, speeches: list[Speech]) -> None:
        self.cast, self.cues, self.words = cast, cues, cast.parse.words
        self.slots = [_Slot(s, set()) for s in speeches]
        self.at: dict[int, list[_Slot]] = {}
        for slot in self.slots:
            if slot.speech.rule in _DIRECT:
                for word in slot.speech.content:
                    self.at.setdefault(word.i, []).append(slot)
        self.last: _Slot | None = None

    def place(self, region: range) -> None:
        """Find whose words a quotation holds."""
        slot = self._part_of(region)
        if slot is None and len(region) >= 2:
            slot = self._introduced(region)
        if slot is None and (len(region) >= 4 or self._is_clause(region)):
            slot = self._continued(region) or self._nobodys(region)
        if slot is not None:
            slot.more |= set(region) | {
                i for i in (region.start - 1, region.stop) if self._is_mark(i)
            }
            slot.end = region.stop
            self.last = slot

    def grown(self) -> tuple[list[Speech], list[Speech]]:
        """Return the speeches and the orphans with all their words."""
        found: tuple[list[Speech], list[Speech]] = ([], [])
        for slot in self.slots:
            held = sorted({w.i for w in slot.speech.content} | slot.more)
            speech = replace(slot.speech, content=tuple(self.words[i] for i in held))
            found[slot.is_orphan].append(speech)
        return found

    def _is_clause(self, region: range) -> bool:
        inside = [self.words[i] for i in region]
        return any(s.i in region for w in inside for s in w.all("nsubj", "nsubjpass"))

    def _is_mark(self, i: int) -> bool:
        marks = _OPEN | _CLOSE | _STRAIGHT | _SINGLE_OPEN | _SINGLE_CLOSE
        return 0 <= i < len(self.words) and self.words[i].text in marks

    def _part_of(self, region: range) -> _Slot | None:
        """Return the speech outside whose content reaches into the quotation, the largest first."""
        seen: dict[int, _Slot] = {}
        for i in region:
            for slot in self.at.get(i, ()):
                seen.setdefault(id(slot), slot)
        ends = [self.words[i].sentence for i in (region[0], region[-1])]
        fit = [
            s
            for s in seen.values()
            if s.speech.cue
            and not any(w.i in region for w in (*s.speech.cue, *s.speech.source))
            and any(abs(e - s.speech.cue[-1].sentence) <= 1 for e in ends)
        ]
        return max(fit, key=lambda s: len(s.speech.content), default=None)

    def _introduced(self, region: range) -> _Slot | None:
        """Return the speech of "..., said Peru" or "Peru said: ...", where the parser saw none."""
        for verb in (*self._behind(region), *self._before(region)):
            subject = next(iter(clause(verb).agents), None)
            if subject is None or subject.i in region:
                continue
            for slot in self.slots:
                if verb in slot.speech.cue and slot.speech.rule in _DIRECT:
                    return slot
            content = tuple(self.words[i] for i in region)
            slot = _Slot(self.cues.direct(subject, verb, content), set())
            self.slots = [s for s in self.slots if s.speech.voiced or verb not in s.speech.cue]
            self.slots.append(slot)
            return slot
        return None

    def _behind(self, region: range) -> Iterator[Word]:
        if self.words[region[-1]].text not in {",", "?", "!", "-", "—", "–"}:
            return
        for word in self.words[region.stop + 1 : region.stop + 1 + _NEAR]:
            if is_mark(word) or word.text in {".", "?", "!", ";"}:
                return
            if self.cues.introduces(word):
                yield word
                return

    def _before(self, region: range) -> Iterator[Word]:
        last = region.start - 2
        if last < 0:
            return
        opener = self.words[last]
        if opener.text not in {",", ":", "that"} and not self.cues.introduces(opener):
            return
        for word in reversed(self.words[max(0, last - _NEAR) : last + 1]):
            if is_mark(word) or word.text in {".", "?", "!", ";"}:
                return
            if self.cues.introduces(word):
                yield word
                return

    def _continued(self, region: range) -> _Slot | None:
        """Return who spoke in the sentence right before, if that held a quotation too."""
        slot = self.last
        number = self.words[region[0]].sentence
        if slot is None or number == 0:
            return None
        spoken = {self.words[slot.end - 1].sentence, *(w.sentence for w in slot.speech.cue)}
        first = region.start - 1
        before = self.words[first - 1] if first else self.words[0]
        near = self.words[first].start - before.end <= 3
        return slot if near and before.sentence in spoken else None

    def _nobodys(self, region: range) -> _Slot:
        words = tuple(self.words[i] for i in region)
        nobody = self.cast.unattributed()
        speech = Speech((), words[:1], words, nobody, "quotation", "", verbatim=True)
        slot = _Slot(speech, set(), is_orphan=True)
        self.slots.append(slot)
        return slot
