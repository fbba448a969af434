"""The drawing for Graphviz: `neato -n2` keeps its positions, any other engine makes its own."""

from __future__ import annotations

from kg.render.layout import Layout
from kg.render.svg import COLOURS, disc_colour, weight
from kg.render.view import Line, Node, View

STYLE = {"solid": "solid", "dashed": "dashed", "dashdot": "dashed", "dotted": "dotted"}


def dot(view: View, layout: Layout) -> str:
    """Return the drawn part of a view in the DOT language; points, y upwards.

    >>> from kg.render.layout import layout
    >>> empty = View("Nothing", (), (), (), (), 0)
    >>> dot(empty, layout(empty)).splitlines()[0]
    'digraph "Nothing" {'
    """
    rows = [
        f"digraph {quoted(view.title)} {{",
        'graph [splines=true, fontname="Helvetica", label=' + quoted(view.title) + "];",
        'node [shape=circle, style=filled, fontname="Helvetica", fixedsize=true, label=""];',
        'edge [fontname="Helvetica", fontsize=10];',
        *(_node(n, layout) for n in view.drawn),
        *(_line(x) for x in view.drawn_lines),
        "}",
    ]
    return "\n".join(rows) + "\n"


def quoted(text: str) -> str:
    r"""Return a DOT string that holds just this text: no escape sequence, no HTML, no NUL.

    >>> print(quoted('a "b" \\N'))
    "a \"b\" \\N"
    """
    plain = text.replace("\0", "�").replace("\\", "\\\\").replace('"', '\\"')
    return '"' + plain.replace("\n", " ").replace("\r", " ") + '"'


def _node(node: Node, layout: Layout) -> str:
    (x, y), radius = layout.positions[node.id], layout.sizes[node.id]
    style = "filled" if node.is_real else '"dashed"'
    return (
        f"n{node.id} [xlabel={quoted(node.label)}, tooltip={quoted(node.type)}, style={style}, "
        f'color="{disc_colour(node)}", width={radius / 36:.2f}, '
        f'pos="{x},{-y}"];'
    )


def _line(line: Line) -> str:
    return (
        f"n{line.source} -> n{line.target} [label={quoted(line.label)}, "
        f"style={STYLE[line.style]}, "
        f'color="{COLOURS[line.status]}", penwidth={weight(line):.1f}];'
    )
