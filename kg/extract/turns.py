"""Words that layout alone gives a speaker: a turn "Torres: ...", a signed "“...” — Ana Torres"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from kg.extract.annotate import Parse, Word
from kg.extract.cast import Cast
from kg.extract.parts import trimmed
from kg.extract.speech import Speech, speaker

DASHES = {"―", "—", "–", "--", "-"}
_MARKS = {"“", '"', "''", "``"}
_LONGEST = 6
"""How many words a speaker's title and name may have before its colon, or behind its dash."""


def turns(cast: Cast, regions: list[range]) -> Iterator[Speech]:
    """Yield the turns of a conversation in print, headlines like them, and signed quotations."""
    found = list(lines(cast.parse))
    often = Counter(_name(line)[0] for line in found)
    starts = {line[0].i: line for line in found}
    ends = {w.i: line[-1].i + 1 for line in found for w in line}
    for line in starts.values():
        yield from _turn(cast, line, often)
    for region in regions:
        dash = region.stop + 1
        if dash in ends and cast.parse.words[dash].text in DASHES:
            yield from _signed(cast, region, ends[dash])


def lines(parse: Parse) -> Iterator[list[Word]]:
    """Yield the lines of the text as words."""
    line: list[Word] = []
    for word in parse.words:
        if line and "\n" in parse.document.text[line[-1].end : word.start]:
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _turn(cast: Cast, line: list[Word], often: Mapping[str, int]) -> Iterator[Speech]:
    label, name, colon = _name(line)
    if colon is None:
        return
    content = trimmed(w for w in line if w.i > colon.i)
    found = list(_by(cast, name, colon, content)) if not _is_caption(cast, name, often) else []
    if not found and content and label.isupper() and often[label] > 1:  # "Q: ...", "TORRES: ..."
        found = [Speech(tuple(name), (colon,), content, speaker(cast, None), "turn", "say")]
    yield from found


def _is_caption(cast: Cast, name: list[Word], often: Mapping[str, int]) -> bool:
    """Whether capitals before a colon are no name that the text has elsewhere: "FAREWELL: ..."."""
    label = " ".join(w.text for w in name)
    said = {w.text for w in cast.parse.words}
    return label.isupper() and often[label] == 1 and said.isdisjoint(w.text.title() for w in name)


def _name(line: list[Word]) -> tuple[str, list[Word], Word | None]:
    """Return what stands before a line's colon, as text and as words, and the colon."""
    opened = int(line[0].text in _MARKS)
    colon = next((w for w in line[opened : opened + _LONGEST + 1] if w.text == ":"), None)
    name = [w for w in line[opened:] if colon and w.i < colon.i]
    return " ".join(w.text for w in name), name, colon


def _signed(cast: Cast, region: range, end: int) -> Iterator[Speech]:
    words = cast.parse.words
    name = [w for w in words[region.stop + 2 : end] if w.text != "." and w.text.strip()]
    content = words[region.start - 1 : region.stop + 1]
    yield from _by(cast, name[: _LONGEST + 1], words[region.stop + 1], content)


def _by(cast: Cast, name: list[Word], cue: Word, content: tuple[Word, ...]) -> Iterator[Speech]:
    """Yield the speech if the words are a person's name, with or without a title."""
    draft = cast.of(name[-1]) if name and name[-1].i in cast.named else None
    if draft and content and len(name) <= _LONGEST and cast.is_a(draft, "Person"):
        yield Speech(tuple(name), (cue,), content, speaker(cast, name[-1]), "turn", "say")
