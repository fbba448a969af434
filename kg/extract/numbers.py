"""The numbers of an eventuality: how many it happens to, and what money it is about.

Which class has which is data, the `[[number]]` of `ontology/values.toml`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.annotate import Word
from kg.extract.cast import Cast
from kg.extract.frames import Given, Statement
from kg.extract.valuetable import Number
from kg.model import Quantity, Value

_NEARLY = {"than", "least", "most", "nearly", "almost", "about", "around", "some", "over", "to",
           "approximately", "roughly", "estimated", "as", "under", "another", "other"}  # fmt: skip
_STEPS = 4


def measured(cast: Cast, statement: Statement, quantities: Sequence[Quantity]) -> Statement:
    """Return a statement with the one number of each kind that its eventuality is given."""
    fits = (
        n for n in cast.lexicon.numbers if cast.vocabulary.is_a(statement.event or "", *n.event)
    )
    number = next(fits, None)
    found = list(_numbers(cast, statement, number, quantities)) if number else []
    return replace(statement, values=tuple(found)) if len(found) == 1 else statement


def _numbers(
    cast: Cast, statement: Statement, number: Number, quantities: Sequence[Quantity]
) -> Iterator[Given]:
    words = cast.parse.words
    first, last = cast.parse.bounds[statement.trigger[0].sentence]
    whose = {draft.id for role, draft in statement.roles if role == number.role}
    heads = {words[i].end for i in range(first, last) if cast.by_word.get(i) in whose}
    at = bisect_left(quantities, words[first].start, key=lambda q: q.span.start)
    for quantity in quantities[at:]:
        if quantity.span.start > words[last - 1].start:
            return
        if number.role:
            fits = quantity.span.end in heads
        else:
            is_money = len(quantity.unit) == 3 and quantity.unit.isupper()
            fits = is_money and _is_of(_word(cast, quantity.span.end), statement)
        if fits:
            value = Value.number(quantity.value, quantity.unit, quantity.span)
            yield None, number.property, value, _is_near(cast, quantity)


def _is_of(word: Word, statement: Statement) -> bool:
    """Whether a word hangs on the trigger, no other verb between."""
    trigger = set(statement.trigger)
    for above in [word, *word.ancestors()][: _STEPS + 1]:
        if above in trigger:
            return True
        if above.pos == "VERB":
            return False
    return False


def _is_near(cast: Cast, quantity: Quantity) -> bool:
    """Whether the text only says about how many: "at least 13", "nearly $6 million"."""
    first = _word(cast, quantity.span.start + 1)
    return first.i > 0 and cast.parse.words[first.i - 1].lower in _NEARLY


def _word(cast: Cast, offset: int) -> Word:
    """Return the first word that ends at or behind a place."""
    words = cast.parse.words
    return words[bisect_left(words, offset, key=lambda w: w.end)]
