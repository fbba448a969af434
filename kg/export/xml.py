"""Rows as XML elements, fast: one template for each set of columns, one escape for a row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter

from kg.export.rows import Row
from kg.export.text import as_text, clean

_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"),
            ("\n", "&#10;"), ("\r", "&#13;"), ("\t", "&#9;"),
            ("\x85", "&#133;"), ("\u2028", "&#8232;"))  # fmt: skip
"""The last two are line ends to readers that take XML 1.0 for 1.1, as Gephi Lite's does."""
_BETWEEN = "\x00"  # in no clean text
_NAMED = re.compile(r"%\((\w+)\)s")
_Pick = Callable[[list[str]], tuple[str, ...]]


def elements(
    rows: Iterable[Row],
    template: Callable[[tuple[str, ...]], str],
    end: Callable[[Row], str],
    lost: Counter[str],
) -> Iterator[str]:
    """Yield an element a row: `template` gives it for the names of the row, with %(name)s.

    `end` is what stands behind it, as it is.
    """
    made: dict[tuple[str, ...], tuple[str, _Pick]] = {}
    for row in rows:
        names = tuple(row)
        if names not in made:
            made[names] = _numbered(template(names), names)
        texts = [v if type(v) is str else as_text(v, lost) for v in row.values()]
        if not "".join(texts).isprintable():
            texts = [clean(text, lost) for text in texts]
        pattern, pick = made[names]
        yield pattern % pick(escaped(_BETWEEN.join(texts)).split(_BETWEEN)) + end(row)


def _numbered(template: str, names: tuple[str, ...]) -> tuple[str, _Pick]:
    """Return a template without names, and what picks its values out of those of a row."""
    wanted = [names.index(name) for name in _NAMED.findall(template)]
    # One more, which is shown as nothing: itemgetter gives a tuple of two and more.
    return _NAMED.sub("%s", template) + "%.0s", itemgetter(*wanted, 0)


def escaped(text: str) -> str:
    r"""Return clean text for an attribute or an element, line ends kept.

    >>> escaped('say "a\n<b>"')
    'say &quot;a&#10;&lt;b&gt;&quot;'
    """
    for character, entity in _ESCAPES:
        if character in text:
            text = text.replace(character, entity)
    return text
