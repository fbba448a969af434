"""Which sentences are headlines: in Title Case or capitals, where a capital tells nothing."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.annotate import Parse, Word

_LEAST, _SHARE, _LONG = 4, 0.8, 4
_QUOTES = '“”"'
_PLAIN = {"DT", "IN", "MD", "PRP", "PRP$", "RB", "TO", "WDT", "WP", "WRB", "CC"}
"""Tags that no word of a name has but small ones, which running text never capitalises."""


def headlines(parse: Parse) -> frozenset[int]:
    """Return the numbers of the sentences, from 0, that are headlines or stand in one."""
    bounds = parse.bounds
    alone = {n for n, (a, b) in enumerate(bounds) if _is_bare(parse.words[a:b])}
    lines = (g for g in _lines(parse) if _is_line(parse.words[bounds[g[0]][0] : bounds[g[-1]][1]]))
    return frozenset(alone.union(*lines))


def _lines(parse: Parse) -> Iterator[range]:
    """Yield the sentences of each line of the text, or of each run of wrapped lines."""
    start, text = 0, parse.document.text
    for n, (first, _) in enumerate(parse.bounds):
        if n and "\n" in text[parse.words[first - 1].end : parse.words[first].start]:
            yield range(start, n)
            start = n
    if parse.bounds:
        yield range(start, len(parse.bounds))


def _is_bare(words: tuple[Word, ...]) -> bool:
    """Whether a sentence without a full stop is in Title Case or capitals."""
    led = words[0].lower in {"by", "("} or words[-1].text in {".", *_QUOTES}
    return not led and not any(w.text in _QUOTES for w in words) and _is_capital(words)


def _is_line(words: tuple[Word, ...]) -> bool:
    """Whether a line is so whatever ends it, as verbs and small words in it are capitalised too.

    "Ana Soto met Juan Rey in Nairobi Central Station." has names alone.
    """
    if words[0].lower in {"by", "("} or words[0].text in _QUOTES or not _is_capital(words):
        return False
    starts = {i for i, w in enumerate(words) if not i or words[i - 1].text in {*_QUOTES, ".", ":"}}
    verbs = [w for w in words if w.tag.startswith("VB") or w.tag == "MD"]
    if any(w.text.islower() and len(w.text) >= _LONG for w in verbs):
        return False
    plain = (w for i, w in enumerate(words) if i not in starts and w.text[:1].isupper())
    return any(w.text != "I" and (w.tag in _PLAIN or w in verbs) for w in plain)


def _is_capital(words: tuple[Word, ...]) -> bool:
    long = [w for w in words if w.text.isalpha() and len(w.text) >= _LONG]
    capital = [w for w in long if w.text[0].isupper()]
    return len(long) >= _LEAST and len(capital) >= _SHARE * len(long)
