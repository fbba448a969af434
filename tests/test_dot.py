from __future__ import annotations

import shutil
import subprocess

import pytest

from kg.graph import entity_graph
from kg.render.dot import dot, quoted
from kg.render.layout import layout
from kg.render.view import view
from tests.test_html import PAYLOADS, hostile


def test_it_holds_the_drawn_entities_and_lines(example_store):
    found = view(entity_graph(example_store, claims=True), title="A title")
    rows = dot(found, layout(found)).splitlines()
    assert rows[0] == 'digraph "A title" {'
    assert sum(" -> " in r for r in rows) == len(found.drawn_lines)
    assert sum("xlabel=" in r for r in rows) == len(found.drawn)
    for line in found.drawn_lines:
        assert any(f'label="{line.label}"' in r for r in rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('say "x"', '"say \\"x\\""'),
        ("a\\", '"a\\\\"'),
        ("<b>x</b>", '"<b>x</b>"'),
        ("a\nb\0", '"a b\ufffd"'),
        ("a\r\nb", '"a  b"'),
    ],
)
def test_a_text_is_one_string(text, expected):
    assert quoted(text) == expected


@pytest.mark.parametrize("text", PAYLOADS)
def test_no_text_ends_its_string(text):
    inner = quoted(text)[1:-1].replace("\\\\", "").replace('\\"', "")
    assert '"' not in inner
    assert "\\" not in inner


def test_graphviz_reads_it():
    if not shutil.which("dot"):
        pytest.skip("no Graphviz on PATH")
    found = view(hostile(), title=PAYLOADS[1])
    text = dot(found, layout(found))
    done = subprocess.run(["dot", "-Tcanon"], input=text.encode(), capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
