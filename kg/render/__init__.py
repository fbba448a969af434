"""The graph, or a part of it, as one interactive HTML page or one static SVG picture."""

from __future__ import annotations

from kg.render.figures import figures
from kg.render.frame import Frame
from kg.render.picture import FORMATS, Drawing, Wanted, drawing

__all__ = ["FORMATS", "Drawing", "Frame", "Wanted", "drawing", "figures"]
