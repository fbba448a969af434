"""The graph, or a part of it, as one interactive HTML page or one static SVG picture."""

from __future__ import annotations

from kg.render.html import html
from kg.render.layout import Layout, layout
from kg.render.picture import FORMATS, Wanted, picture
from kg.render.svg import svg
from kg.render.view import View, select, view

__all__ = [
    "FORMATS",
    "Layout",
    "View",
    "Wanted",
    "html",
    "layout",
    "picture",
    "select",
    "svg",
    "view",
]
