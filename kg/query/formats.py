"""Rows of SPARQL's JSON results in the formats that Oxigraph does not write: JSON lines, Markdown.

With the standard library alone, so that `kg query` stays quick to start.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from kg.query.results import curie, plain
from kg.vocabulary import PREFIXES

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~#&])")


def jsonl(results: bytes) -> bytes:
    r"""Return an object a row on a line: numbers and truth values as JSON's own, null if unbound.

    >>> jsonl(b'{"head":{"vars":["a"]},"results":{"bindings":[{}]}}')
    b'{"a": null}\n'
    """
    columns, rows = _parts(results)
    records = ({c: _value(row.get(c)) for c in columns} for row in rows)
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode()


def markdown(results: bytes) -> bytes:
    r"""Return a Markdown table, in which no cell can be markup or a link.

    >>> markdown(b'{"head":{"vars":["a"]},"results":{"bindings":[]}}')
    b'| a |\n|---|\n'
    """
    columns, rows = _parts(results)
    lines = [columns, *([_cell(row.get(c)) for c in columns] for row in rows)]
    told = ["| " + " | ".join(line) + " |" for line in lines]
    told.insert(1, "|" + "---|" * len(columns))
    return ("\n".join(told) + "\n").encode()


MADE: Mapping[str, Callable[[bytes], bytes]] = {"jsonl": jsonl, "md": markdown}
"""Formats made here of SPARQL's JSON results."""


def _parts(results: bytes) -> tuple[list[str], list[dict[str, Any]]]:
    found = json.loads(results)
    return found["head"]["vars"], found["results"]["bindings"]


def _value(term: dict[str, Any] | None) -> Any:
    if term is None:
        return None
    text, kind = _text(term), term.get("datatype", "").removeprefix(_XSD)
    if kind == "integer" and _INTEGER.fullmatch(text):
        return int(text) if len(text) < 4000 else text
    if kind in ("decimal", "double", "float") and _NUMBER.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else text
    return text == "true" if kind == "boolean" and text in ("true", "false") else text


def _text(term: dict[str, Any]) -> str:
    value = term["value"]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cell(term: dict[str, Any] | None) -> str:
    if term is None:
        return ""
    text = _text(term)
    shown = curie(text, PREFIXES) if term["type"] == "uri" else text
    # A bare address would become a link by itself.
    return _MARKDOWN.sub(r"\\\1", plain(shown)).replace("://", ":\\//")
