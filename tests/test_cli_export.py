from __future__ import annotations

import csv
import json

import networkx as nx
import openpyxl
import pytest

from kg.cli import run
from kg.export import FORMATS
from kg.graph.foreign import quads
from kg.store import write_store


@pytest.fixture
def here(example_graph_dir, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("format_", [f for f in FORMATS if f.extension], ids=lambda f: f.name)
def test_the_extension_chooses_the_format(here, capsys, format_):
    args = ["--facts"] if format_.triples else []
    assert run(["export", "-o", f"a{format_.extension}", *args]) == 0
    by_extension = (here / f"a{format_.extension}").read_bytes()
    assert run(["export", "-o", "b", "-f", format_.name, *args]) == 0
    assert (here / "b").read_bytes() == by_extension != b""
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 2


def test_without_a_file_trig_is_printed(here, capfdbinary):
    assert run(["export"]) == 0
    out, err = capfdbinary.readouterr()
    assert out.startswith(b"@prefix dcterms:")
    assert err.endswith(b" quads\n")


def test_what_is_lost_is_told_and_strict_refuses_it(here, capsys):
    assert run(["export", "-o", "a.graphml"]) == 0
    assert "not carried: " in capsys.readouterr().err
    assert run(["export", "-o", "a.graphml", "--strict"]) == 1
    assert run(["export", "-o", "a.trig", "--strict"]) == 0
    assert run(["export", "-o", "a.json", "--strict"]) == 0


def test_a_report_is_written(here):
    assert run(["export", "-o", "a.graphml", "--report", "r.json"]) == 0
    report = json.loads((here / "r.json").read_text())
    read = nx.read_graphml(here / "a.graphml")
    assert report["carried"] == {"nodes": len(read), "edges": read.number_of_edges()}
    assert report["lost"]["lists joined"] > 0
    assert next(iter(report["left_out"].values())) > 0


def test_claims_are_edges_when_asked(here):
    run(["export", "-o", "a.json"])
    run(["export", "-o", "b.json", "--claims"])
    facts, claims = (json.loads((here / n).read_text())["edges"] for n in ("a.json", "b.json"))
    assert {e["status"] for e in facts} == {"fact"}
    assert {"denied", "proposed", "alleged"} <= {e["status"] for e in claims}


def test_the_formats_are_listed_without_a_graph(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["export", "--list"]) == 0
    printed = capsys.readouterr().out
    for format_ in FORMATS:
        assert format_.name in printed
        assert format_.readers in printed


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["-o", "a.docx"], 2, "no format for 'a.docx'\nfix: -f trig|nquads"),
        (["-o", "a", "-f", "grphml"], 2, "did you mean 'graphml'"),
        (["-o", "a.ttl"], 2, "-f trig keeps them; --facts takes the fact layer"),
        (["-o", "a.trig", "--claims"], 2, "trig holds claims anyway"),
        (["-o", "no/such/a.trig"], 6, "no/such/a.trig"),
        (["-g", "none.kg", "-o", "a.trig"], 4, "no such graph"),
    ],
)
def test_what_cannot_be_exported_is_said_and_nothing_written(here, capsys, args, code, said):
    before = sorted(here.rglob("*"))
    assert run(["export", *args]) == code
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert sorted(here.rglob("*")) == before


@pytest.mark.parametrize("name", [f.name for f in FORMATS if f.folder])
def test_a_folder_is_written_and_replaced(here, capsys, name):
    for args in ([], ["--claims"]):
        assert run(["export", "-f", name, "-o", "out", *args]) == 0
        assert len(list((here / "out").rglob("*.*"))) > 2
    assert [f.name for f in here.iterdir() if f.name.startswith((".out", "out"))] == ["out"]


def test_a_folder_of_somebody_else_stays(here, capsys):
    (here / "vault").mkdir()
    (here / "vault" / "diary.md").write_text("mine")
    assert run(["export", "-f", "markdown", "-o", "vault"]) == 2
    assert "holds what no export wrote: diary.md" in capsys.readouterr().err
    assert [f.name for f in (here / "vault").iterdir()] == ["diary.md"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["-f", "csv"], "this format is a folder\nfix: -o FOLDER"),
        (["-f", "gexf", "--for", "excel", "-o", "a.gexf"], "gexf is no spreadsheet"),
        (["--rdf12", "-o", "a.gexf"], "gexf is no RDF"),
        (["--rdf12", "-o", "a.jsonld"], "jsonld has no triple terms"),
        (["-o", "a.csv"], "no format for 'a.csv'\nfix: a folder of tables: -f csv -o FOLDER"),
        (["-o", "a.xlsx"], "fix: a folder of tables: -f csv --for excel"),
        (["-f", "gephi", "-o", "a"], "unknown format 'gephi'\nfix: -f gexf|graphml|csv"),
    ],
)
def test_what_a_new_option_cannot_do_is_refused(here, capsys, args, said):
    assert run(["export", *args]) == 2
    assert said in capsys.readouterr().err


FORMULAS = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", '=HYPERLINK("x:y")', "=cmd|' /C calc'!A0"]


@pytest.fixture
def risky(tmp_path, monkeypatch):
    """Stand in a folder with a graph whose entities are named like formulas."""
    monkeypatch.chdir(tmp_path)
    graph = nx.MultiDiGraph()
    for number, formula in enumerate(FORMULAS):
        graph.add_node(number, label=formula, aliases=[f"{formula} too"])
        graph.add_edge(number, 0)
    (tmp_path / "risky.kg").mkdir()
    write_store(tmp_path / "risky.kg", [quads(graph)])
    return tmp_path


def sheets(folder):
    """Return the cells of an export, each sheet as a spreadsheet with openpyxl would hold it."""
    for name in ("nodes.csv", "edges.csv"):
        book = openpyxl.Workbook()
        with (folder / name).open(newline="", encoding="utf-8") as file:
            for row in csv.reader(file):
                book.active.append(row)
        yield book.active


def test_no_cell_runs_for_excel(risky):
    assert run(["export", "-f", "csv", "-o", "a", "--for", "excel", "--report", "r.json"]) == 0
    nodes, edges = sheets(risky / "a")
    assert {c.data_type for row in (*nodes.rows, *edges.rows) for c in row} <= {"s", "n"}
    titles = [c.value for c in nodes[1]]
    labels = {row[titles.index("Label")] for row in nodes.iter_rows(2, values_only=True)}
    assert labels == {f"'{formula}" for formula in FORMULAS}
    report = json.loads((risky / "r.json").read_text())
    assert report["lost"]["formulas guarded"] == len(FORMULAS)


def test_without_for_excel_no_cell_is_changed(risky):
    assert run(["export", "-f", "csv", "-o", "a"]) == 0
    nodes, _ = sheets(risky / "a")
    assert "f" in {c.data_type for row in nodes.rows for c in row}, "a sheet would run them"
    with (risky / "a" / "nodes.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["Label"] for row in rows} == set(FORMULAS)
    assert {a for row in rows for a in json.loads(row["aliases"])} == {f"{f} too" for f in FORMULAS}


def test_rdf_1_2_is_written_when_asked(here):
    assert run(["export", "-o", "a.nq", "--rdf12"]) == 0
    assert "#reifies> <<( " in (here / "a.nq").read_text(encoding="utf-8")
    assert run(["export", "-o", "b.nq"]) == 0
    assert "reifies" not in (here / "b.nq").read_text(encoding="utf-8")


def test_an_edge_list_that_comes_in_alone_says_where_its_classes_are(here, capsys):
    assert run(["export", "-f", "csv", "-o", "out"]) == 0
    capsys.readouterr()
    assert run(["import", "out/edges.csv"]) == 0
    told = capsys.readouterr().err
    assert told == "the classes of what it joins are in out/nodes.csv: kg import out takes both\n"
    assert run(["import", "out", "-g", "back.kg"]) == 0
    assert "the classes" not in capsys.readouterr().err
    (here / "out" / "nodes.csv").unlink()
    run(["import", "out/edges.csv"])
    assert "the classes" not in capsys.readouterr().err
