"""GEXF 1.3, for Gephi and Gephi Lite: kinds of edges, colours, and times as spells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from kg import vocabulary
from kg.export.projection import Projection
from kg.export.rows import Row, column_types, named
from kg.export.xml import elements

_TYPES = {bool: "boolean", int: "long", float: "double", list: "liststring", str: "string"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
"""
_NODE = ("iri", "label")
_EDGE = ("id", "source", "target", "label", "weight")
_SHAPES = {"fact": "solid", "denied": "dotted", "rejected": "dotted"}


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
    drawn = ({**n, **_rgb(n), **spells.get(n["iri"], {})} for n in projected.nodes)
    lines = ({**e, **_line(e, spells)} for e in projected.edges)
    yield "    <nodes>\n"
    yield from elements(drawn, _node, unlisted)
    yield "    </nodes>\n    <edges>\n"
    yield from elements(lines, _edge, unlisted)
    yield "    </edges>\n  </graph>\n</gexf>\n"
    lost["characters replaced"] += unlisted["characters replaced"]


def _spell(row: Row) -> dict[str, str]:
    return {"_start": row["earliest"], "_end": row.get("latest", row["earliest"])}


def _rgb(row: Row) -> dict[str, int]:
    colour = vocabulary.default().colour(row["type"])
    return {f"_{c}": int(colour[i : i + 2], 16) for c, i in (("r", 1), ("g", 3), ("b", 5))}


def _line(row: Row, spells: Mapping[str, dict[str, str]]) -> dict[str, str]:
    shape = _SHAPES.get(row.get("status", "fact"), "dashed")
    spell = spells.get(row["source"]) or spells.get(row["target"]) or {}
    return {"_shape": shape, **spell}


def _declared(kind: str, types: Mapping[str, str], own: tuple[str, ...]) -> Iterator[str]:
    yield f'    <attributes class="{kind}">\n'
    for name, type_ in types.items():
        if name not in own:
            yield f'      <attribute id="{name}" title="{name}" type="{type_}"/>\n'
    yield "    </attributes>\n"


def _node(names: tuple[str, ...]) -> str:
    inside = _values(names, _NODE) + '<viz:color r="%(_r)s" g="%(_g)s" b="%(_b)s"/>'
    label = ' label="%(label)s"' if "label" in names else ""
    return f'      <node id="%(iri)s"{label}>{inside}</node>\n'


def _edge(names: tuple[str, ...]) -> str:
    own = " ".join(f'{n}="%({n})s"' for n in _EDGE if n in names)
    kind = ' kind="%(label)s"' if "label" in names else ""
    inside = _values(names, _EDGE) + '<viz:shape value="%(_shape)s"/>'
    return f"      <edge {own}{kind}>{inside}</edge>\n"


def _values(names: tuple[str, ...], own: tuple[str, ...]) -> str:
    values = (n for n in names if n not in own and not n.startswith("_"))
    found = "".join(f'<attvalue for="{n}" value="%({n})s"/>' for n in values)
    spell = '<spells><spell start="%(_start)s" end="%(_end)s"/></spells>'
    return f"<attvalues>{found}</attvalues>{spell if '_start' in names else ''}"
