"""The text that is kept of a graph file: a line an element, its names, and all else as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kg.model import Sentence, Span
from kg.read.article import clean


class Sheet:
    """A text that grows by lines; each is a sentence."""

    def __init__(self, head: str) -> None:
        self.parts, self.at = [head], len(head)
        self.sentences: list[Sentence] = []

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self.parts)

    def line(
        self, cells: tuple[str, ...], about: Mapping[str, Any]
    ) -> tuple[Span, list[Span | None]]:
        """Write the line of an element: its names, then what else is said of it as JSON."""
        begin, spans = self.at, []
        for cell in map(clean, cells):
            spans.append(Span(self.at, self.at + len(cell)) if cell else None)
            self._write(f"{cell}\t")
        kept = {k: v for k, v in about.items() if v not in ("", [], None)}
        self._write(json.dumps(kept, ensure_ascii=False))
        line = Span(begin, self.at)
        self._write("\n")
        self.sentences.append(Sentence(len(self.sentences) + 1, line))
        return line, spans

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)

    def place_of(self, text: str, line: Span) -> Span | None:
        """Return where a text stands in the JSON of the line just written, if it stands so."""
        written = json.dumps(text, ensure_ascii=False)[1:-1]
        at = self.parts[-2].rfind(written) if written == text else -1
        begin = line.end - len(self.parts[-2]) + at
        return Span(begin, begin + len(text)) if at >= 0 else None
