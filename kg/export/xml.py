"""Rows as XML elements, fast: one template for each set of columns, one escape for a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from kg.export.rows import Row
from kg.export.text import as_text, is_plain

_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"),
            ("\n", "&#10;"), ("\r", "&#13;"), ("\t", "&#9;"),
            ("\x85", "&#133;"), ("\u2028", "&#8232;"))  # fmt: skip
"""The last two are line ends to readers that take XML 1.0 for 1.1, as Gephi Lite's does."""
_BETWEEN = "\x00"  # in no clean text


def elements(
    rows: Iterable[Row], template: Callable[[tuple[str, ...]], str], lost: Counter[str]
) -> Iterator[str]:
    """Yield an element a row; `template` gives it for the names of the row, with %(name)s."""
    made: dict[tuple[str, ...], str] = {}
    for row in rows:
        names = tuple(row)
        if names not in made:
            made[names] = template(names)
        texts = [v if is_plain(v) else as_text(v, lost) for v in row.values()]
        joined = _BETWEEN.join(texts)
        yield made[names] % dict(zip(names, escaped(joined).split(_BETWEEN), strict=True))


def escaped(text: str) -> str:
    r"""Return clean text for an attribute or an element, line ends kept.

    >>> escaped('say "a\n<b>"')
    'say &quot;a&#10;&lt;b&gt;&quot;'
    """
    for character, entity in _ESCAPES:
        if character in text:
            text = text.replace(character, entity)
    return text
