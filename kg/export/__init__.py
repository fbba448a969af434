"""The graph for other programs: RDF without loss, and property graphs that keep their sources."""

from __future__ import annotations

from kg.export.formats import FORMATS, Export, Format, export, format_named
from kg.export.report import Report

__all__ = ["FORMATS", "Export", "Format", "Report", "export", "format_named"]
