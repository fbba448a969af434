"""Which offices of several documents are one: those of one title that one person holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.link.summary import Summary
from kg.quads import slug

_Held = dict[tuple[str, str], set[str]]


def held_offices(
    summaries: Iterable[Summary],
    titles: Mapping[str, str],
    canonical: Mapping[str, str],
    base: str,
) -> Iterator[tuple[str, list[str]]]:
    """Yield an IRI, and the document-local offices that it stands for, in a stable order.

    `titles` maps the offices to their labels, `canonical` everybody to the IRI that linking gave.
    Only a holder who is linked across documents joins: a bare surname may be two people.
    """
    held: _Held = {}
    for x in summaries:
        for c in x.claims:
            person, office = x.iris.get(c.subject or ""), x.iris.get(c.object or "")
            if c.predicate == "holdsOffice" and person and office:
                holder = canonical[person]
                if holder != person and office in titles:
                    held.setdefault((_bare(titles[office]), holder), set()).add(office)
    for title, holders in _groups(held):
        joined = sorted(set().union(*(held[title, h] for h in holders)))
        if len(joined) > 1:
            yield f"{base}id/{slug(title)}-{holders[0].rpartition('/')[2]}", joined


def _groups(held: _Held) -> Iterator[tuple[str, list[str]]]:
    """Yield each title with the holders who share an office in some text: its two senators."""
    for title in sorted({title for title, _ in held}):
        left = sorted(holder for t, holder in held if t == title)
        while left:
            group = [left.pop(0)]
            for one in group:  # grows while it is walked
                near = [h for h in left if held[title, one] & held[title, h]]
                group += near
                left = [h for h in left if h not in near]
            yield title, sorted(group)


def _bare(label: str) -> str:
    """Return the title without the holder, which tells two offices of one text apart."""
    return label.partition(" (")[0]
