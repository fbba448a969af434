"""Attributions inside attributions: who says that somebody says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.model import Attribution, Span


def enclosing(attributions: Iterable[Attribution]) -> Mapping[str, Attribution]:
    """Return, by an attribution's id, the one whose content holds its cue; the smallest such.

    Of "Peru said that Chile had denied it", what Chile denies stands within what Peru says.

    >>> outer = Attribution("a1", (Span(5, 9),), (Span(10, 40),), "e1")
    >>> inner = Attribution("a2", (Span(20, 26),), (Span(27, 40),), "e2")
    >>> {i: a.id for i, a in enclosing([inner, outer]).items()}
    {'a2': 'a1'}
    """
    whole = [a for a in attributions if a.cue and a.content]
    waiting = sorted(whole, key=lambda a: _first(a.content), reverse=True)
    found: dict[str, Attribution] = {}
    around: list[Attribution] = []
    for inner in sorted(whole, key=lambda a: _first(a.cue)):
        start = _first(inner.cue)
        while waiting and _first(waiting[-1].content) <= start:
            around.append(waiting.pop())
        around = [a for a in around if max(s.end for s in a.content) > start]
        holders = [a for a in around if _holds(a.content, inner.cue)]
        outer = [a for a in holders if not _holds(inner.content, a.cue)]
        if outer:
            found[inner.id] = min(outer, key=_order)
    return found


def _first(spans: tuple[Span, ...]) -> int:
    return min(s.start for s in spans)


def _order(attribution: Attribution) -> tuple[int, *tuple[tuple[Span, ...], ...]]:
    size = sum(s.end - s.start for s in attribution.content)
    return size, attribution.content, attribution.cue, attribution.source


def _holds(around: tuple[Span, ...], spans: tuple[Span, ...]) -> bool:
    """Whether each span lies in one of those around."""
    return all(any(a.start <= s.start and s.end <= a.end for a in around) for s in spans)
