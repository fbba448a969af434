"""The page: pyvis carries the graph, our template and script show it; one file, no request."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import astuple
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg import vocabulary
from kg.errors import KgError
from kg.render.communities import colour
from kg.render.geometry import wrapped
from kg.render.icons import icons
from kg.render.layout import Layout
from kg.render.phone import phone
from kg.render.svg import svg
from kg.render.view import DOUBTED, STYLES, Edge, Line, Node, Quote, View

ASSETS = Path(__file__).parent / "assets"
SCRIPTS = ("lib/vis-9.1.2/vis-network.min.js", "app.js")
"""The first is vis-network as pyvis ships it; the page unpacks it and then runs the second."""
MOST_LISTED = 500
"""Statements that a reader without JavaScript gets; the file would double with all of many."""
SAID = {
    "fact": "stated as fact",
    "said": "somebody says so",
    "proposed": "planned, proposed or hoped",
    "possible": "possible, not certain",
    "evaluation": "an opinion",
    "alleged": "alleged or suspected",
    "denied": "said not to be so",
    "contested": "contested by a reader",
    "rejected": "rejected by a reader",
}
"""What each status of `STYLES` means, in words."""
GROUPS = {
    "Entity": "other",
    "Eventuality": "event or situation",
    "GeopoliticalEntity": "country, region, city",
    "Group": "people without a name",
    "Agreement": "agreement",
}
"""Legend words where the ontology's label is a modeller's; the rest use the label."""


def html(view: View, layout: Layout) -> str:
    """Return the whole page as text.

    Data reaches it as inert JSON only; a content security policy lets our two scripts run, by
    their hash, and nothing be fetched.

    >>> from kg.render.layout import layout
    >>> empty = View("Nothing", (), (), (), (), 0)
    >>> html(empty, layout(empty)).startswith("<!doctype html>")
    True
    """
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader
    from markupsafe import Markup
    from pyvis.network import Network

    page = Network(directed=True, cdn_resources="in_line", heading=view.title)
    # Assigned, not added one by one: add_node and add_edge scan a list each time.
    page.nodes = [_node(n, layout) for n in view.nodes]
    page.edges = [_line(x, layout) for x in view.lines]
    page.options = {"physics": {"enabled": False}}
    loaders = [FileSystemLoader(ASSETS), FileSystemLoader(_pyvis_templates())]
    page.templateEnv = Environment(loader=ChoiceLoader(loaders), autoescape=True)
    compact = {"separators": (",", ":"), "sort_keys": True}
    page.templateEnv.policies["json.dumps_kwargs"] = compact
    page.path = "kg.html"
    library, script = (_source(page.templateEnv, name) for name in SCRIPTS)
    page.templateEnv.globals.update(
        view=view,
        extra={**_extra(view), "pixels": layout.pixels, "phone": _phone(view)},
        packed=_packed(library),
        script=Markup(script),
        hashes=Markup(f"{_hash(library)} {_hash(script)}"),
        style=Markup((ASSETS / "app.css").read_text(encoding="utf-8")),
        picture=Markup(svg(view, layout)),
        said=SAID,
        about=about,
        named=named,
        listed=listed(view),
    )
    text: str = page.generate_html(notebook=False)
    return text + "\n"


def listed(view: View) -> list[Edge]:
    """Return the statements that the page lists without JavaScript: what is drawn comes first.

    >>> listed(View("Nothing", (), (), (), (), 0))
    []
    """
    on = {n.id for n in view.drawn}
    order = sorted(view.edges, key=lambda e: (not {e.source, e.target} <= on, e.id))
    return order[:MOST_LISTED]


def named(members: Sequence[Node]) -> str:
    """Name a group by its best connected members.

    >>> named([])
    ''
    """
    more = f" and {len(members) - 2} more" if len(members) > 2 else ""
    return ", ".join(n.label for n in members[:2]) + more


def about(quote: Quote) -> str:
    """Say in one line where a sentence stands: title, publisher, date, author, place, address.

    >>> from kg.render.view import Source
    >>> about(Quote((), Source("A title", "The Post", "", "2025-06-04", "", "", ""), "page 2", ""))
    'A title · The Post · 2025-06-04 · page 2'
    """
    s = quote.source
    author, copy = s.author and f"by {s.author}", s.copy_of and f"near copy of “{s.copy_of}”"
    told = (s.title, s.publisher, s.published, author, s.part, quote.where, copy, s.url)
    return " · ".join(filter(None, told))


def _pyvis_templates() -> Path:
    found = find_spec("pyvis")
    if found is None or not found.origin:
        raise KgError("pyvis is not installed", fix="pip install 'pyvis==0.3.2'")
    return Path(found.origin).parent / "templates"


def _source(environment: Any, name: str) -> str:
    source: str = environment.get_template(name).render()
    if "</script" in source.lower():
        raise KgError("a script of the page would end its own element", where=name)
    return source


@cache
def _packed(source: str) -> str:
    """Return a script as gzip in base64: a third of its length, and inert until it is unpacked."""
    return base64.b64encode(gzip.compress(source.encode(), mtime=0)).decode()


def _hash(source: str) -> str:
    digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _node(node: Node, layout: Layout) -> dict[str, Any]:
    """Return one node; what has its usual value is left out, and `app.js` puts it back."""
    found: dict[str, Any] = {"id": node.id, "label": node.label, "kind": _kind(node)}
    if not node.is_real:
        found["real"] = False
    if node.community is not None:
        found["community"] = node.community
    if node.aliases:
        found["aliases"] = list(node.aliases)
    if node.note:
        found["note"] = node.note
    if node.when:
        found["when"] = node.when
    if node.values:
        found["values"] = list(node.values)
    if node.is_drawn:
        x, y = layout.positions[node.id]
        found |= {"x": x, "y": y, "size": layout.sizes[node.id], "side": layout.sides[node.id]}
        found["lines"] = wrapped(node.label)
    return found


def _kind(node: Node) -> str:
    return f"{node.type}|{node.group}|{node.icon}"


def _line(line: Line, layout: Layout) -> dict[str, Any]:
    """Return one line; one edge's own ends, label and status are not said twice."""
    found: dict[str, Any] = {"edges": list(line.edges)}
    if layout.bends[line.id]:
        found["bend"] = layout.bends[line.id]
    if line.id in layout.spots:
        found["at"] = layout.spots[line.id]
    if len(line.edges) > 1 or line.status in DOUBTED:
        found |= {"label": line.label, "status": line.status}
    if len(line.edges) > 1:
        found |= {"from": line.source, "to": line.target}
    return found


def _phone(view: View) -> dict[str, Any]:
    """Return what differs on a narrow screen: places of its fewer nodes, bends of their lines."""
    part, made = phone(view)
    lines = (x for x in part.drawn_lines if made.bends[x.id] or x.id in made.spots)
    return {
        "nodes": [[n.id, *made.positions[n.id], made.sizes[n.id], made.sides[n.id]]
                  for n in part.drawn],
        "lines": [[x.id, made.bends[x.id], made.spots.get(x.id, 0)] for x in lines],
        "pixels": made.pixels,
    }  # fmt: skip


class _Table(dict[Any, int]):
    """Numbers things in the order of their first use, so that each is embedded once."""

    def number(self, thing: Any) -> int:
        return self.setdefault(thing, len(self))


def _extra(view: View) -> dict[str, Any]:
    """Return what the page needs beside pyvis's nodes and edges."""
    known = vocabulary.default()
    texts, sources = _Table(), _Table()
    groups = sorted({n.group for n in view.nodes})
    return {
        "edges": [_edge(e, texts) for e in view.edges],
        "quotes": [_quote(q, texts, sources) for q in view.quotes],
        "sources": list(map(astuple, sources)),
        "texts": list(texts),
        "palette": {g: [known.colour(g), GROUPS.get(g, known.label(g))] for g in groups},
        "icons": {n: d for n, d in icons().items() if any(n == x.icon for x in view.nodes)},
        "statuses": {s: [STYLES[s], SAID[s]] for s in STYLES},
        "omitted": view.omitted,
        "communities": [[named(c), colour(n)] for n, c in view.communities.items()],
    }


def _edge(edge: Edge, texts: _Table) -> list[Any]:
    """Return source, target, label, status (numbers of texts), quotes, and sources unless 1."""
    numbers = texts.number(edge.label), texts.number(edge.status)
    row = [edge.source, edge.target, *numbers, list(edge.quotes)]
    return row if edge.n_sources == 1 else [*row, edge.n_sources]


def _quote(quote: Quote, texts: _Table, sources: _Table) -> list[Any]:
    """Return parts (unmarked and marked in turn), number of the source, numbers of texts.

    A marked part has the first letter of its kind before it.
    """
    parts: list[str] = []
    for text, kind in quote.parts:
        if bool(kind) != bool(len(parts) % 2):
            parts.append("")
        parts.append(kind[:1] + text)
    return [parts, sources.number(quote.source), *map(texts.number, (quote.where, quote.manner))]
