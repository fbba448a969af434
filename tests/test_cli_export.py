from __future__ import annotations

import json

import networkx as nx
import pytest

from kg.cli import run
from kg.export import FORMATS


@pytest.fixture
def here(example_graph_dir, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("format_", FORMATS, ids=lambda f: f.name)
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
