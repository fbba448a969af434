"""A folder of linked Markdown notes, one an entity, as Obsidian reads it."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from kg.export.projection import Projection
from kg.export.rows import Row
from kg.export.tables import Files
from kg.export.text import clean, cleaned

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$^=%&:@/])")
_NO_NAME = re.compile(r"[^\w \-]|_")
_NO_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def markdown(projected: Projection, lost: Counter[str]) -> Files:
    """Yield a note for each entity: its attributes, its edges as links, each with its quote."""
    nodes = {n["iri"]: n for n in projected.nodes}
    touching: dict[str, list[Row]] = {}
    for edge in projected.edges:
        for end in {edge["source"], edge["target"]}:
            touching.setdefault(end, []).append(edge)
    for iri, node in nodes.items():
        yield f"{file_name(node)}.md", _note(node, touching.get(iri, []), nodes, lost)


def file_name(node: Row) -> str:
    """Return a file name without extension: safe on every system, one for each IRI.

    >>> file_name({"iri": "https://kg.example/id/peru", "label": "../Peru: [[x]]"})
    'Peru x 2ce9d7a4'
    """
    return f"{_plain(node)} {hashlib.sha256(node['iri'].encode()).hexdigest()[:8]}"


def _plain(node: Row) -> str:
    """Return the letters and digits of a label, as a link may show it."""
    return " ".join(_NO_NAME.sub(" ", node.get("label", "")).split())[:60].strip() or "unnamed"


def inert(text: str, lost: Counter[str]) -> str:
    r"""Return text in one line in which Markdown, HTML and Obsidian find no mark.

    >>> print(inert("[[a]] <b> # `c`", Counter()))
    \[\[a\]\] \<b\> \# \`c\`
    """
    return _MARKS.sub(r"\\\1", " ".join(clean(text, lost).split()))


def _note(
    node: Row, edges: list[Row], nodes: Mapping[str, Row], lost: Counter[str]
) -> Iterator[str]:
    yield "---\n"
    for name, value in node.items():
        yield f"{name}: {_yaml(value, lost)}\n"
    yield f"---\n\n# {inert(node.get('label', ''), lost)}\n"
    for edge in edges:
        out = edge["source"] == node["iri"]
        other = nodes[edge["target" if out else "source"]]
        yield f"\n- {'→' if out else '←'} {inert(edge['label'], lost)} {_link(other)}\n"
        yield from _support(edge, lost)


def _link(node: Row) -> str:
    return f"[[{file_name(node)}|{_plain(node)}]]"


def _support(edge: Row, lost: Counter[str]) -> Iterator[str]:
    source = ", ".join(inert(edge[k], lost) for k in ("source_doc", "date") if edge.get(k))
    if edge.get("quote"):
        yield f"  > {inert(edge['quote'], lost)}\n"
    yield f"\n  {source}\n" if source else ""


def _yaml(value: object, lost: Counter[str]) -> str:
    """Return a value as JSON, which is YAML but for some characters that it wants escaped."""
    text = json.dumps(cleaned(value, lost), ensure_ascii=False)
    return _NO_YAML.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
