"""GEXF 1.3, for Gephi and Gephi Lite: kinds of edges, colours, and times as spells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, partial

from kg import vocabulary
from kg.export.projection import Projection, line_style
from kg.export.rows import Row, column_types, named
from kg.export.text import clean
from kg.export.xml import elements, escaped

_TYPES = {bool: "boolean", int: "long", float: "double", list: "liststring", str: "string"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
"""
_NODE = ("iri", "label")
_EDGE = ("id", "source", "target", "label", "weight")


def gexf(projected: Projection, lost: Counter[str]) -> Iterator[str]:
    """Yield the nodes and edges; `kind` keeps parallel edges apart, which Gephi else sums up.

    A thing with a known time has a spell, and so have the edges at it; all others are always
    there.
    """
    spells = {n["iri"]: _spell(n) for n in projected.nodes if "earliest" in n}
    mode = 'mode="dynamic" timeformat="date"' if spells else 'mode="static"'
    yield _HEAD
    yield f'  <graph defaultedgetype="directed" idtype="string" {mode}>\n'
    yield from _declared("node", named(column_types(projected.nodes), _TYPES), _NODE)
    yield from _declared("edge", named(column_types(projected.edges), _TYPES), _EDGE)
    unlisted: Counter[str] = Counter()  # a list stays a list here
    yield "    <nodes>\n"
    yield from elements(projected.nodes, _node, partial(_node_end, spells), unlisted)
    yield "    </nodes>\n    <edges>\n"
    yield from elements(projected.edges, _edge, partial(_edge_end, spells), unlisted)
    yield "    </edges>\n  </graph>\n</gexf>\n"
    lost["characters replaced"] += unlisted["characters replaced"]


def _spell(row: Row) -> str:
    """Return the days of a row as XML; what is replaced in them is counted with its attributes."""
    days = row["earliest"], row["latest" if "latest" in row else "earliest"]
    start, end = (escaped(clean(day, Counter())) for day in days)
    return f'<spells><spell start="{start}" end="{end}"/></spells>'


def _node_end(spells: Mapping[str, str], row: Row) -> str:
    return f"</attvalues>{spells.get(row['iri'], '')}{_colour(row['type'])}"


@cache
def _colour(type_: str) -> str:
    colour = vocabulary.default().colour(type_)
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/></node>\n'


def _edge_end(spells: Mapping[str, str], row: Row) -> str:
    spell = (spells.get(row["source"]) or spells.get(row["target"]) or "") if spells else ""
    return f'</attvalues>{spell}<viz:shape value="{line_style(row)}"/></edge>\n'


def _declared(kind: str, types: Mapping[str, str], own: tuple[str, ...]) -> Iterator[str]:
    yield f'    <attributes class="{kind}">\n'
    for name, type_ in types.items():
        if name not in own:
            yield f'      <attribute id="{name}" title="{name}" type="{type_}"/>\n'
    yield "    </attributes>\n"


def _node(names: tuple[str, ...]) -> str:
    label = ' label="%(label)s"' if "label" in names else ""
    return f'      <node id="%(iri)s"{label}>{_values(names, _NODE)}'


def _edge(names: tuple[str, ...]) -> str:
    own = " ".join(f'{n}="%({n})s"' for n in _EDGE if n in names)
    kind = ' kind="%(label)s"' if "label" in names else ""
    return f"      <edge {own}{kind}>{_values(names, _EDGE)}"


def _values(names: tuple[str, ...], own: tuple[str, ...]) -> str:
    values = (n for n in names if n not in own)
    return "<attvalues>" + "".join(f'<attvalue for="{n}" value="%({n})s"/>' for n in values)
