"""What a text tells as a dream, a story or a supposition: whatever stands in it is no fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.annotate import Parse, Word
from kg.extract.frames import Statement
from kg.extract.lexicon import Lexicon
from kg.extract.quality import Quality
from kg.extract.stretches import is_part, stretches

_ALL_BUT = {"all", "anything", "everything", "nothing"}


def unreal(parse: Parse, lexicon: Lexicon, statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield the statements; one inside an imagined world is Conditional and Possible at most."""
    words = frozenset(_imagined(parse, lexicon))
    for s in statements:
        if s.quality.modality != "Asserted" or words.isdisjoint(w.i for w in s.trigger):
            yield s
        else:
            yield replace(s, quality=Quality("Conditional", s.quality.polarity, "Possible"))


def _imagined(parse: Parse, lexicon: Lexicon) -> Iterator[int]:
    yield from _retold(parse, lexicon)
    yield from (w.i for s in stretches(parse, lexicon) if s.kind == "imagined" for w in s.words)
    for word in parse.words:
        top = _told_in(word, lexicon) or _all_but(parse, word) or _opened(parse, lexicon, word)
        top = top or _cast_as(parse, word)
        if top is not None:
            yield from (w.i for w in top.subtree())


def _retold(parse: Parse, lexicon: Lexicon) -> Iterator[int]:
    """Yield the words of a plot: deeds in the present behind "The film follows a family."."""
    told = False
    for first, last in parse.bounds:
        words = parse.words[first:last]
        if words[0].i and "\n" in parse.document.text[parse.words[first - 1].end : words[0].start]:
            told = False
        if told and words[-1].text == "?":
            continue
        deeds = [w for w in words if told and w.tag in _PRESENT and w.lemma not in _LASTING]
        yield from (w.i for d in deeds for w in d.subtree())
        root = next(w for w in words if w.head is w)
        subject = root.one("nsubj", "nsubjpass")
        lists = lexicon.lists["imagined"]
        work = subject is not None and (
            subject.lemma.lower() in lists["worlds"]
            or is_part(lexicon, subject)
            or (subject.lemma.lower() in lists["enacted"] and root.lemma in _FEIGNS)
            or (root.lemma in _SHOWS and parse.words[subject.i + 1].text in {'"', "”", "''"})
        )
        told = told or (work and bool({root.tag, *(a.tag for a in root.all("auxpass"))} & _PRESENT))


_FEIGNS = {"simulate", "assume", "imagine", "suppose", "envisage", "posit"}
_SHOWS = {"follow", "depict", "portray", "chronicle", "feature", "imagine", "tell", "center"}
_SCENES = {"stage", "screen", "camera"}
_PRESENT = {"VBZ", "VBP"}
_LASTING = {"be", "have", "live", "work", "own", "say"}


def _told_in(word: Word, lexicon: Lexicon) -> Word | None:
    """Return the verb of all that is "in a dream", "hypothetically", or in "a novel in which"."""
    lists = lexicon.lists["imagined"]
    if word.lower in lists["adverbs"] and word.dep == "advmod":
        return word.head
    shown = word.dep == "nsubj" and word.head.lemma in _SHOWS and word.head.tag in _PRESENT
    if shown and word.lemma.lower() in lists["worlds"]:
        return word.head  # "The drama follows Secretary Elizabeth Roe"
    told = word.one("relcl")
    if word.dep == "dobj" and word.head.lemma in {"play", "portray", "depict"}:
        return told  # "plays a president who killed a rival"
    made_up = any(c.lower in lists["adjectives"] for c in word.children)
    noun = word.lemma.lower()
    world = noun in lists["worlds"] or is_part(lexicon, word)
    if noun in _SCENES and not word.children and word.head.text == "On":
        return word.head.head  # "On stage, Ana Soto kills Juan Rey"
    tale = told is not None and noun in lexicon.lists["hearsay"]["tales"]
    acted = noun in lists["enacted"]
    if not (world or (made_up and word.pos == "NOUN") or tale or acted):
        return None
    if told is not None and any(w.lower in {"which", "where"} for w in told.subtree()):
        return told
    verb = word.head.head
    ways = {"in", "within", "during"} if acted else {"in", "within"}
    inside = word.dep == "pobj" and word.head.lower in ways and not tale
    return verb if inside and verb.pos in {"VERB", "AUX"} else None


def _cast_as(parse: Parse, word: Word) -> Word | None:
    """Return the part that is played of "the president of Peru in “The Wing”"."""
    above, after = word.head, parse.words[word.i + 1 : word.i + 2]
    quoted = word.lower in {"in", "on"} and word.dep == "prep" and bool(after)
    titled = quoted and after[0].text in {'"', "“", "‘", "``"} and above.pos in {"NOUN", "PROPN"}
    return (above.head if above.dep == "appos" else above) if titled else None


def _all_but(parse: Parse, word: Word) -> Word | None:
    """Return the verb of "Peru all but paid", "did everything but pay"."""
    last = word.i + 1 >= len(parse.words)
    if word.lower != "but" or last or parse.words[word.i - 1].lower not in _ALL_BUT:
        return None
    verb = parse.words[word.i + 1]
    return verb if verb.pos == "VERB" else None


def _opened(parse: Parse, lexicon: Lexicon, word: Word) -> Word | None:
    """Return the root of "Suppose Peru paid", "Had Peru paid, ..." and "Is Torres the president?".

    The parser reads the last as an apposition, which no question mark touches.
    """
    first, last = parse.bounds[word.sentence]
    if word.i != first:
        return None
    asks = parse.words[last - 1].text == "?"
    if asks and not any(w.pos in {"VERB", "AUX"} for w in parse.words[first:last]):
        return next(w for w in (word, *word.ancestors()) if w.head is w)  # "Torres, president?"
    opens = word.lemma == "be" if asks else word.lower in lexicon.lists["imagined"]["openers"]
    return next((w for w in (word, *word.ancestors()) if w.head is w), None) if opens else None
