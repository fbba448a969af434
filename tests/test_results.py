"""What a result becomes: JSON lines, Markdown, data frames, HTML, rdflib terms; and explain."""

from __future__ import annotations

import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.cli import asking, run
from kg.errors import InputError, MissingExtra, UsageError
from kg.query import explain, query
from kg.query.formats import jsonl, markdown
from kg.query.known import unknown
from kg.query.results import ROW_FORMATS, TRIPLE_FORMATS, Result
from kg.store import Store
from kg.vocabulary import NS, PREFIXES

MIXED = """SELECT ?n ?text ?flag ?iri ?none { VALUES (?n ?text ?flag ?iri ?none) {
  (13 "Peru"@en true kg:Person UNDEF) (1.5 "a|b" false <http://e/x> UNDEF) } } ORDER BY DESC(?n)"""


def needs(library: str) -> Any:
    absent = find_spec(library) is None and "CI" not in os.environ
    return pytest.mark.skipif(absent, reason=f"needs {library}")


def test_json_lines_hold_plain_values() -> None:
    data = query(Store.memory(), MIXED, format="jsonl").data.decode()
    assert [json.loads(line) for line in data.splitlines()] == [
        {"n": 13, "text": "Peru", "flag": True, "iri": NS + "Person", "none": None},
        {"n": 1.5, "text": "a|b", "flag": False, "iri": "http://e/x", "none": None},
    ]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'12a'^^xsd:integer", "12a"),
        ("'NaN'^^xsd:double", "NaN"),
        ("1e3", 1000.0),
        ("'x'^^<http://e/t>", "x"),
        ("'2025-06-03'^^xsd:date", "2025-06-03"),
        ("'line\\nend \"q\" é'", 'line\nend "q" é'),
        ("'true'", "true"),
        ("'false'^^xsd:boolean", False),
    ],
)
def test_a_value_that_is_no_number_stays_text(expression: str, expected: Any) -> None:
    data = query(Store.memory(), f"SELECT ({expression} AS ?x) {{}}", format="jsonl").data
    (line,) = data.decode().splitlines()
    assert json.loads(line)["x"] == expected


def test_an_integer_of_any_size_does_not_break_the_output() -> None:
    big = "9" * 5000
    cell = {"type": "literal", "value": big, "datatype": PREFIXES["xsd"] + "integer"}
    results = {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": cell}]}}
    assert json.loads(jsonl(json.dumps(results).encode())) == {"x": big}


def test_markdown_is_a_table_whose_cells_are_no_markup() -> None:
    text = r"SELECT ?a ?b { VALUES (?a ?b) { ('<b>x</b> | [y](http://z) `c` \\' kg:Person) } }"
    lines = query(Store.memory(), text, format="md").data.decode().splitlines()
    assert lines[:2] == ["| a | b |", "|---|---|"]
    (row,) = lines[2:]
    assert row.endswith("| kg:Person |")
    assert r"\<b\>x\</b\> \| \[y\](http:\//z) \`c\` \\" in row


def test_markdown_keeps_a_row_on_one_line_and_drops_escapes() -> None:
    cell = {"type": "literal", "value": "a\nb\x1b[31m\u202ec"}
    results = {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": cell}, {}]}}
    assert markdown(json.dumps(results).encode()).decode().splitlines()[2:] == [
        r"| a b\[31mc |", "|  |",
    ]  # fmt: skip


@pytest.mark.parametrize("format_", ["jsonl", "md"])
def test_rows_are_cut_in_these_formats_too_and_it_is_said(format_: str) -> None:
    text = "SELECT ?x { VALUES ?x { 1 2 3 } }"
    from kg.query import Limits

    result = query(Store.memory(), text, format=format_, limits=Limits(max_rows=2))
    assert result.is_cut
    assert result.data.count(b"\n") == {"jsonl": 2, "md": 4}[format_]
    with pytest.raises(UsageError, match="no terms come back"):
        _ = result.terms


def test_rdfxml_and_the_others_hold_the_same_triples(example_store: Store) -> None:
    text = "CONSTRUCT { ?s skos:prefLabel ?l } WHERE { ?s a kg:Country ; skos:prefLabel ?l }"
    expected = set(query(example_store, text, format="nt").terms)
    assert len(expected) == 2
    for format_ in ("turtle", "trig", "nq", "jsonld", "rdfxml"):
        result = query(example_store, text, format=format_)
        assert set(result.terms) == expected
        assert result.data == query(example_store, text, format=format_).data


@needs("pandas")
def test_pandas_gets_a_column_a_variable() -> None:
    frame = query(Store.memory(), MIXED).to_pandas()
    assert list(frame.columns) == ["n", "text", "flag", "iri", "none"]
    assert list(frame["text"]) == ["Peru", "a|b"]
    assert list(frame["flag"]) == [True, False]
    empty = query(Store.memory(), "SELECT ?a ?b { ?a kg:none ?b }").to_pandas()
    assert (list(empty.columns), len(empty)) == (["a", "b"], 0)


@needs("polars")
def test_polars_gets_a_column_a_variable_and_mixed_ones_as_text() -> None:
    frame = query(Store.memory(), MIXED).to_polars()
    assert frame.columns == ["n", "text", "flag", "iri", "none"]
    assert frame["n"].to_list() == ["13", "1.5"]
    assert frame["flag"].to_list() == [True, False]
    assert frame["none"].to_list() == [None, None]
    empty = query(Store.memory(), "SELECT ?a ?b { ?a kg:none ?b }").to_polars()
    assert (empty.columns, len(empty)) == (["a", "b"], 0)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_data_frame_without_its_library_says_what_to_install(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtra) as caught:
        getattr(query(Store.memory(), MIXED), f"to_{library}")()
    assert caught.value.fix == f"pip install {library}"
    assert caught.value.exit_code == 5


def test_rdflib_gets_its_own_terms() -> None:
    rdflib = pytest.importorskip("rdflib")
    rows = query(Store.memory(), MIXED).rdflib
    assert rows[0][1] == rdflib.Literal("Peru", lang="en")
    assert rows[0][3] == rdflib.URIRef(NS + "Person")
    assert rows[0][4] is None
    assert rows[0][0].toPython() == 13


def test_jupyter_gets_a_table_in_which_nothing_is_markup() -> None:
    attack = "<script>alert(1)</script>&\\u202e"
    result = query(Store.memory(), f"SELECT ('{attack}' AS ?x) (kg:Person AS ?y) {{}}")
    html = result._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;</td>" in html
    assert html.startswith("<table><tr><th>x</th><th>y</th></tr>")
    assert "<td>kg:Person</td>" in html


def test_jupyter_counts_the_rows_that_it_does_not_show() -> None:
    rows = b"?x\n" + b"".join(b"%d\n" % n for n in range(130))
    html = Result("rows", rows, "tsv", ("x",))._repr_html_()
    assert html.count("<tr>") == 101
    assert html.endswith("<p>and 30 more rows</p>")
    assert Result("bool", b"true\n", "")._repr_html_() == "<p>yes</p>"
    assert Result("bool", b"false\n", "")._repr_html_() == "<p>no</p>"


def test_explain_says_scope_parameters_and_what_runs() -> None:
    told = explain(
        "SELECT ?s { ?s skos:prefLabel ?l }", params={"l": '"Peru"@en'}, facts=True
    ).splitlines()
    assert told[0] == "form      SELECT"
    assert "the facts alone" in told[1]
    assert "prefixes  skos" in told
    assert 'bound     ?l is "Peru"@en' in told
    assert told[-1] == 'runs      SELECT ?s { VALUES ?l { "Peru"@en } ?s skos:prefLabel ?l }'
    assert "the graphs it names: http://e/g" in explain("ASK FROM <http://e/g> { ?s ?p ?o }")
    with pytest.raises(InputError, match="SERVICE is refused"):
        explain("ASK { SERVICE <http://127.0.0.1:1/> {} }")


def test_explain_from_the_command_line_asks_nothing(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # no graph here
    assert run(["query", "--explain", "--max-rows", "5", "ASK { ?s a kg:Person }"]) == 0
    out = capfd.readouterr().out
    assert "5 rows" in out
    assert run(["query", "--explain", "ASK { ?s a zz:Person }"]) == 3


@pytest.mark.parametrize(
    ("iri", "told"),
    [
        (NS + "Persn", "kg:Persn is not in the ontology; did you mean 'Person'"),
        (NS + "criticises", "did you mean 'criticizes'"),
        (PREFIXES["skos"] + "prefLable", "skos:prefLable is nowhere in this graph; did you mean"),
        (PREFIXES["rdfs"] + "lable", "did you mean 'label'"),
        (PREFIXES["dcterms"] + "qqq", "dcterms:qqq is nowhere in this graph"),
    ],
)
def test_an_unknown_class_or_property_gets_a_suggestion(iri: str, told: str) -> None:
    (warning,) = unknown([iri])
    assert warning.startswith(told) or told in warning


def test_a_known_name_that_does_not_occur_gets_no_warning() -> None:
    assert unknown([NS + "Person", PREFIXES["skos"] + "altLabel"]) == []
    assert query(Store.memory(), "SELECT ?l { ?s skos:altLabel ?l }").warnings == ()
    (warning,) = query(Store.memory(), "SELECT ?l { ?s skos:altLable ?l }").warnings
    assert warning.endswith("did you mean 'altLabel'?")


def test_a_term_of_no_value_has_no_place_in_a_row() -> None:
    assert query(Store.memory(), "SELECT (1/0 AS ?x) {}").rows == [(None,)]
    assert query(Store.memory(), "SELECT (1 AS ?x) {}").terms == [(ox.Literal(1),)]


def test_the_command_offers_the_formats_that_results_are_written_in() -> None:
    # It names them itself, because its help imports nothing of what answers.
    assert (asking.ROWS, asking.TRIPLES) == (ROW_FORMATS, TRIPLE_FORMATS)
