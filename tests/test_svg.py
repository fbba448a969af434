from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import entity_graph
from kg.render.layout import layout, wrapped
from kg.render.svg import DASHES, _text, svg
from kg.render.view import view
from tests.test_html import hostile

NS = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def drawn(example_store):
    found = view(entity_graph(example_store, claims=True), title="A title")
    return svg(found, layout(found)), found


def lines_of(text):
    root = ET.fromstring(text)
    return {g.get("id"): g for g in root.iter(f"{NS}g") if (g.get("id") or "").startswith("line-")}


def test_the_picture_holds_the_lines_of_the_view(drawn):
    text, found = drawn
    lines = lines_of(text)
    assert set(lines) == {f"line-{x.id}" for x in found.drawn_lines}
    for line in found.drawn_lines:
        group = lines[f"line-{line.id}"]
        assert group.get("data-status") == line.status
        stroke = group.find(f"{NS}path").get("stroke-dasharray") or ""
        assert stroke == DASHES[line.style]


def test_the_title_of_a_line_is_its_statement_and_its_sentence(drawn):
    text, found = drawn
    for line in found.drawn_lines:
        title = lines_of(text)[f"line-{line.id}"].find(f"{NS}title").text
        for number in line.edges:
            edge = found.edges[number]
            assert f"— {edge.label} →" in title
            assert "".join(p for p, _ in found.quotes[edge.quotes[0]].parts) in title


def test_the_picture_holds_the_names_of_the_nodes(drawn):
    text, found = drawn
    spans = {t.text for t in ET.fromstring(text).iter(f"{NS}tspan")}
    for node in found.drawn:
        assert set(wrapped(node.label)) <= spans


def test_everything_is_inside_the_frame(drawn):
    text, found = drawn
    left, top, wide, high = map(float, ET.fromstring(text).get("viewBox").split())
    made = layout(found)
    for i, (x, y) in made.positions.items():
        assert left + made.sizes[i] < x < left + wide - made.sizes[i]
        assert top + made.sizes[i] < y < top + high - made.sizes[i]


def test_a_prospect_is_a_dashed_ring(drawn):
    text, found = drawn
    rings = [c for c in ET.fromstring(text).iter(f"{NS}circle") if c.get("stroke-dasharray")]
    assert len(rings) == sum(not n.is_real for n in found.drawn) > 0


def test_the_picture_holds_no_script_link_or_handler():
    found = view(hostile(), title="<script>1</script>")
    root = ET.fromstring(svg(found, layout(found)))
    assert {e.tag.removeprefix(NS) for e in root.iter()} == {
        "svg", "title", "rect", "g", "path", "circle", "text", "tspan",
    }  # fmt: skip
    assert not [k for e in root.iter() for k in e.attrib if k.startswith("on") or "href" in k]


def test_a_self_loop_is_drawn(example_store):
    graph = entity_graph(example_store, claims=True)
    peru = next(n for n, d in graph.nodes(data=True) if d["label"] == "Peru")
    edge = next(d for *_, d in graph.edges(data=True))
    graph.add_edge(peru, peru, "loop", **edge)
    found = view(graph)
    loop = next(x for x in found.drawn_lines if x.source == x.target)
    path = lines_of(svg(found, layout(found)))[f"line-{loop.id}"].find(f"{NS}path").get("d")
    assert re.match(r"M[-\d.,]+ C", path)


def test_an_empty_view_is_a_picture():
    import networkx as nx

    found = view(nx.MultiDiGraph(), title="Empty")
    assert ET.fromstring(svg(found, layout(found))).find(f"{NS}title").text == "Empty"


@given(st.text(st.characters()))
def test_any_text_makes_well_formed_xml(words):
    text = f"<a>{_text(words)}</a>"
    got = ET.fromstring(text).text or ""
    assert len(got.replace("\r\n", "\n")) <= len(words)


def test_a_strict_parser_reads_it(drawn, tmp_path):
    xmllint = shutil.which("xmllint")
    if xmllint is None:
        pytest.skip("xmllint is not installed")
    file = tmp_path / "a.svg"
    file.write_text(drawn[0], encoding="utf-8")
    subprocess.run([xmllint, "--noout", "--nonet", file], check=True)
