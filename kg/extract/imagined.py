"""What a text tells as a dream, a story or a supposition: whatever stands in it is no fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.annotate import Parse, Word
from kg.extract.frames import Statement
from kg.extract.lexicon import Lexicon
from kg.extract.qualify import Quality

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
    for word in parse.words:
        top = _told_in(word, lexicon) or _all_but(parse, word) or _opened(parse, lexicon, word)
        if top is not None:
            yield from (w.i for w in top.subtree())


def _told_in(word: Word, lexicon: Lexicon) -> Word | None:
    """Return the verb of all that is "in a dream", "hypothetically", or in "a novel in which"."""
    lists = lexicon.lists["imagined"]
    if word.lower in lists["adverbs"] and word.dep == "advmod":
        return word.head
    told = word.one("relcl")
    if word.dep == "dobj" and word.head.lemma in {"play", "portray", "depict"}:
        return told  # "plays a president who killed a rival"
    made_up = any(c.lower in lists["adjectives"] for c in word.children)
    if not (word.lemma.lower() in lists["worlds"] or (made_up and word.pos == "NOUN")):
        return None
    if told is not None and any(w.lower in {"which", "where"} for w in told.subtree()):
        return told
    verb = word.head.head
    inside = word.dep == "pobj" and word.head.lower in {"in", "within"}
    return verb if inside and verb.pos in {"VERB", "AUX"} else None


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
    opens = word.lemma == "be" if asks else word.lower in lexicon.lists["imagined"]["openers"]
    return next((w for w in (word, *word.ancestors()) if w.head is w), None) if opens else None
