"""Amounts that a text states, as typed values: money, shares, and counted people or things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kg.extract.annotate import Parse, Word
from kg.model import Quantity

_MONEY = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_NAMED = {"euro": "EUR", "yen": "JPY"}  # a dollar, pound or peso may be of several countries
_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_DIGITS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?")


def quantities(parse: Parse) -> tuple[Quantity, ...]:
    """Return the amounts of a text in its order; what is no plain number is left out.

    Dates, ages, ranges and scores are none: "on May 3", "aged 13", "3-0".
    """
    return tuple(q for first in _numbers(parse) for q in _quantity(parse, first))


def _numbers(parse: Parse) -> Iterator[int]:
    """Yield where a number begins: a word before it does not belong to it."""
    dated = {
        i
        for g in parse.guesses
        if g.label in {"DATE", "TIME", "ORDINAL"}
        for i in range(g.first, g.last)
    }
    for word in parse.words:
        before = parse.words[word.i - 1] if word.i else None
        goes_on = before is not None and (before.tag == "CD" or before.text in {"-", "–", "/", ":"})
        if word.tag == "CD" and word.i not in dated and not goes_on:
            yield word.i


def _quantity(parse: Parse, first: int) -> Iterator[Quantity]:
    last, value = _value(parse, first)
    if value is None or last >= len(parse.words):
        return
    before, behind = parse.words[first - 1] if first else None, parse.words[last]
    if behind.text in {"-", "–", "/", ":"} or behind.tag == "CD":
        return
    if before is not None and before.text in _MONEY:
        yield _made(parse, first - 1, last, value, _MONEY[before.text])
    elif behind.text == "%" or behind.lower == "percent":
        yield _made(parse, first, last + 1, value, "percent")
    elif behind.lemma.lower() in _NAMED:
        yield _made(parse, first, last + 1, value, _NAMED[behind.lemma.lower()])
    else:
        noun = parse.words[last - 1].head
        if _counts(parse, last, noun):
            yield _made(parse, first, noun.i + 1, value, _unit(noun, last))


def _value(parse: Parse, first: int) -> tuple[int, Decimal | None]:
    """Return where a number ends and what it is: "6 million", "1,200", "thirteen"."""
    text, last = parse.words[first].lower, first + 1
    if _DIGITS.fullmatch(text):
        value: Decimal | None = Decimal(text.replace(",", ""))
    else:
        value = Decimal(_SMALL.index(text)) if text in _SMALL else None
    while value is not None and last < len(parse.words) and parse.words[last].lower in _SCALES:
        value, last = value.scaleb(_SCALES[parse.words[last].lower]), last + 1
    return last, value


def _counts(parse: Parse, last: int, noun: Word) -> bool:
    """Whether a number stands before a plural noun that it counts."""
    between = parse.words[last : noun.i]
    plain = all(w.pos in {"ADJ", "NOUN", "PROPN", "NUM"} for w in between)
    several = noun.tag in {"NNS", "NNPS"} or noun.lower == "people"
    return several and plain and last <= noun.i < last + 5


def _unit(noun: Word, first: int) -> str:
    """Return what is counted: the noun in the singular, with the nouns that make its kind."""
    return " ".join([*(c.text for c in noun.all("compound") if c.i >= first), noun.lemma])


def _made(parse: Parse, first: int, last: int, value: Decimal, unit: str) -> Quantity:
    return Quantity(f"{value.normalize():f}", unit, parse.span(parse.words[first:last]))
