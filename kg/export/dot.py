"""DOT, for Graphviz: every name and label quoted, what is no fact dashed or dotted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg import vocabulary
from kg.export.projection import Projection, line_style
from kg.export.rows import Row
from kg.export.text import clean

_LONGEST = 200
_NODE, _EDGE = ("iri", "label"), ("id", "source", "target", "label")


def dot(projected: Projection, lost: Counter[str]) -> Iterator[str]:
    """Yield a digraph of labels, colours and line styles; other attributes are counted as lost."""
    yield 'digraph kg {\n  node [shape=box style="rounded,filled" fontcolor=white];\n'
    for node in projected.nodes:
        colour = vocabulary.default().colour(node["type"])
        said = f"label={_shown(node.get('label', ''), lost)} fillcolor={quoted(colour, lost)}"
        yield f"  {quoted(node['iri'], lost)} [{said}];\n"
        _count(node, _NODE, lost)
    for edge in projected.edges:
        ends = f"{quoted(edge['source'], lost)} -> {quoted(edge['target'], lost)}"
        said = f"id={quoted(edge['id'], lost)} label={_shown(edge['label'], lost)}"
        yield f"  {ends} [{said} style={line_style(edge)}];\n"
        _count(edge, _EDGE, lost)
    yield "}\n"


def _count(row: Row, kept: tuple[str, ...], lost: Counter[str]) -> None:
    lost["attributes that are not drawn"] += len(row.keys() - set(kept))


def _shown(label: str, lost: Counter[str]) -> str:
    """Return a label that Graphviz can draw: no node may be wider than 65,535 points."""
    if len(label) > _LONGEST:
        lost["labels shortened"] += 1
        label = label[:_LONGEST] + "…"
    return quoted(label, lost)


def quoted(text: str, lost: Counter[str]) -> str:
    r"""Return text as a quoted string that nothing in it can end and no entity can change.

    >>> print(quoted('a\\N "b" & \n', Counter()))
    "a\\N \"b\" &amp; \n"
    """
    for character, escape in (("\\", "\\\\"), ('"', '\\"'), ("&", "&amp;"), ("\n", "\\n")):
        text = text.replace(character, escape)
    return f'"{clean(text, lost)}"'.replace("\r", "")
