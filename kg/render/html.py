"""The page: pyvis carries the graph, our template and script show it; one file, no request."""

from __future__ import annotations

import base64
import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg import vocabulary
from kg.errors import KgError
from kg.render.icons import icons
from kg.render.layout import Layout, wrapped
from kg.render.svg import svg
from kg.render.view import STYLES, Edge, Line, Node, Quote, View

ASSETS = Path(__file__).parent / "assets"
SCRIPTS = ("lib/vis-9.1.2/vis-network.min.js", "app.js")
"""In the order of the page; the first is vis-network as pyvis ships it."""
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
    page.path = "kg.html"
    sources = [_source(page.templateEnv, name) for name in SCRIPTS]
    page.templateEnv.globals.update(
        view=view,
        extra=_extra(view),
        scripts=[Markup(s) for s in sources],
        hashes=Markup(" ".join(map(_hash, sources))),
        style=Markup((ASSETS / "app.css").read_text(encoding="utf-8")),
        picture=Markup(svg(view, layout)),
        said=SAID,
    )
    text: str = page.generate_html(notebook=False)
    return text + "\n"


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


def _hash(source: str) -> str:
    digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _node(node: Node, layout: Layout) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": node.id,
        "label": node.label,
        "lines": wrapped(node.label),
        "type": node.type,
        "group": node.group,
        "icon": node.icon,
        "real": node.is_real,
        "aliases": list(node.aliases),
        "note": node.note,
        "degree": node.degree,
    }
    if node.is_drawn:
        x, y = layout.positions[node.id]
        found |= {"x": x, "y": y, "size": layout.sizes[node.id], "side": layout.sides[node.id]}
    return found


def _line(line: Line, layout: Layout) -> dict[str, Any]:
    return {
        "id": line.id,
        "from": line.source,
        "to": line.target,
        "label": line.label,
        "style": line.style,
        "status": line.status,
        "edges": list(line.edges),
        "bend": layout.bends[line.id],
        "shown": line.id in layout.shown,
    }


def _extra(view: View) -> dict[str, Any]:
    """Return what the page needs beside pyvis's nodes and edges."""
    known = vocabulary.default()
    groups = sorted({n.group for n in view.nodes})
    return {
        "edges": [_edge(e) for e in view.edges],
        "quotes": [_quote(q) for q in view.quotes],
        "palette": {g: [known.colour(g), GROUPS.get(g, known.label(g))] for g in groups},
        "icons": {n: d for n, d in icons().items() if any(n == x.icon for x in view.nodes)},
        "statuses": {s: [STYLES[s], SAID[s]] for s in STYLES},
        "omitted": view.omitted,
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "id": edge.id,
        "from": edge.source,
        "to": edge.target,
        "label": edge.label,
        "status": edge.status,
        "quotes": list(edge.quotes),
        "sources": edge.n_sources,
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "parts": [[text, int(is_mention)] for text, is_mention in quote.parts],
        "document": quote.document,
        "where": quote.where,
        "url": quote.url,
        "manner": quote.manner,
        "published": quote.published,
    }
