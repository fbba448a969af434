"""What a text tells as a dream, a story or a supposition: whatever stands in it is no fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.annotate import Parse, Word
from kg.extract.cast import Cast
from kg.extract.frames import Statement
from kg.extract.lexicon import Lexicon
from kg.extract.plots import plots
from kg.extract.quality import Quality

_ALL_BUT = {"all", "anything", "everything", "nothing"}


def unreal(cast: Cast, statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield the statements; one inside an imagined world is Conditional and Possible at most."""
    words = frozenset(_imagined(cast))
    for s in statements:
        if s.quality.modality != "Asserted" or words.isdisjoint(w.i for w in s.trigger):
            yield s
        else:
            yield replace(s, quality=Quality("Conditional", s.quality.polarity, "Possible"))


def _imagined(cast: Cast) -> Iterator[int]:
    parse, lexicon = cast.parse, cast.lexicon
    yield from plots(parse, lexicon)
    yield from (w.i for s in cast.stretches if s.kind == "imagined" for w in s.words)
    for word in parse.words:
        top = _all_but(parse, word) or _opened(parse, lexicon, word)
        if top is not None:
            yield from (w.i for w in top.subtree())


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
