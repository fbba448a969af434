"""Text in each format stays text: no character of a label ends a string, a cell or a note."""

from __future__ import annotations

import csv
import io
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter

import networkx as nx
import pytest
import yaml

from kg.export import FORMATS
from kg.export.dot import quoted
from kg.export.formats import Format
from kg.export.markdown import file_name, inert, markdown
from kg.export.projection import Projection
from kg.export.tables import guarded, lines
from kg.export.xml import escaped

IRI = "https://kg.example/id/x"


def node(label: str) -> dict[str, str]:
    return {"iri": IRI, "label": label, "type": "Person", "kind": "Entity"}


@pytest.mark.parametrize("character", list('&<>"\n\r\t\x85\u2028'))
def test_xml_holds_no_mark_and_no_line_end_of_a_text(character: str) -> None:
    found = escaped(f"a{character}b")
    assert found.isprintable()
    assert ET.fromstring(f'<a b="{found}">{found}</a>').attrib == {"b": f"a{character}b"}
    assert ET.fromstring(f"<a>{found}</a>").text == f"a{character}b"


def test_dot_ends_no_string_and_drops_a_carriage_return() -> None:
    assert quoted('a"\\b\r\n&lt;', Counter()) == '"a\\"\\\\b\\n&amp;lt;"'


@pytest.mark.parametrize("mark", list("\\`*_{}[]()<>#+-.!|~$^=%&:@/"))
def test_markdown_finds_no_mark_in_a_text(mark: str) -> None:
    assert inert(f"{mark}a{mark}", Counter()) == f"\\{mark}a\\{mark}"


def test_every_mark_of_ascii_is_inert_but_those_of_prose() -> None:
    marks = {chr(n) for n in range(33, 127) if not chr(n).isalnum()}
    plain = {mark for mark in marks if inert(mark, Counter()) == mark}
    assert plain == set("\"',;?")


@pytest.mark.parametrize(
    "text", ["a\x7fb", "a\x85b", "a\u2028b", "a\u2029b", "a\ufeffb", "no: [x]"]
)
def test_the_head_of_a_note_gives_every_text_back(text: str) -> None:
    projected = Projection(nx.MultiDiGraph, [node(text)], [], 0, 0)
    ((name, pieces),) = markdown(projected, Counter())
    note = "".join(map(str, pieces))
    assert name.endswith(".md")
    assert yaml.safe_load(note.split("---\n")[1])["label"] == text
    assert not {c for c in note.split("---\n")[1] if unicodedata.category(c) in ("Zl", "Zp")}


@pytest.mark.parametrize(
    ("label", "shown"),
    [("x" * 300, "x" * 60), ("x" * 59 + " yz", "x" * 59), ("../..", "unnamed"), ("", "unnamed")],
)
def test_the_name_of_a_note_is_short_and_never_empty(label: str, shown: str) -> None:
    name, _, digest = file_name(node(label)).rpartition(" ")
    assert name == shown
    assert len(digest) == 8
    assert digest != file_name({**node(label), "iri": IRI + "2"}).rpartition(" ")[2]


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", " =", "\n=", "\t", "\r"]
)
def test_no_cell_of_a_spreadsheet_begins_a_formula(start: str) -> None:
    lost = Counter[str]()
    (row,) = guarded([{"label": f"{start}1", "count": -1, "note": "a = b"}], lost)
    assert row == {"label": f"'{start}1", "count": -1, "note": "a = b"}
    assert lost == {"formulas guarded": 1}


@pytest.mark.parametrize("text", ['a"b', "a,b", "a\nb", "a\rb", "a\r\nb", "'a", " a ", ""])
def test_a_cell_comes_back_as_it_was(text: str) -> None:
    table = "".join(lines([{"label": text, "more": "x"}], {"label": "L", "more": "M"}, Counter()))
    assert list(csv.reader(io.StringIO(table, newline=""))) == [["L", "M"], [text, "x"]]
    assert table.endswith("x\n")


ROWS = [f for f in FORMATS if (f.rows or f.folder) and f.name not in ("nodelink", "parquet")]


@pytest.mark.parametrize("format_", ROWS, ids=lambda f: f.name)
def test_each_format_of_rows_is_utf_8_whatever_a_text_holds(format_: Format) -> None:
    text, edge = "a\x01b\ud800c", {"id": "e1", "source": IRI, "target": IRI, "status": "fact"}
    edges = [{**edge, "label": text, "predicate": "https://kg.example/ns#funds", "quote": text}]
    lost = Counter[str]()
    projected = Projection(nx.MultiDiGraph, [node(text)], edges, 0, 0)
    if format_.rows:
        whole = "".join(format_.rows(projected, lost))
    else:
        files = format_.folder(projected, lost) if format_.folder else iter(())
        whole = "".join(str(piece) for _, pieces in files for piece in pieces)
    assert whole.encode()
    assert "\x01" not in whole
    assert "a\ufffdb\ufffdc" in whole
    assert lost["characters replaced"] >= 2
