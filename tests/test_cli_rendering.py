from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from kg.cli import run
from kg.errors import UsageError
from kg.render import FORMATS, Wanted, drawing, figures
from tests.test_html import Page


@pytest.fixture
def here(example_graph_dir, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return example_graph_dir


def embedded(path):
    return Page(path.read_text(encoding="utf-8")).data


def labels(path):
    return {n["label"] for n in embedded(path)["nodes"]}


def test_a_page_is_written_and_counted(here, tmp_path, capsys):
    assert run(["render", "-o", "a.html"]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert re.fullmatch(r"a\.html: \d+( of \d+)? entities, \d+ lines\n", printed.err)
    assert {"Peru", "El Salvador", "CECOT"} <= labels(tmp_path / "a.html")
    assert "<h1>example</h1>" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_the_extension_chooses_the_picture(here, tmp_path):
    assert run(["render", "-o", "a.svg", "--title", "Prisons & places"]) == 0
    root = ET.parse(tmp_path / "a.svg").getroot()
    assert root.find("{*}title").text == "Prisons & places"


def test_a_focus_draws_what_is_around_it(here, tmp_path):
    run(["render", "--focus", "Prison Watch", "-o", "a.html"])
    assert labels(tmp_path / "a.html") == {"Prison Watch", "CECOT"}
    run(["render", "--focus", "Prison Watch", "--depth", "2", "-o", "b.html"])
    assert labels(tmp_path / "b.html") > {"Prison Watch", "CECOT", "El Salvador"}


def test_only_facts_when_asked(here, tmp_path):
    run(["render", "--facts", "-o", "a.html"])
    statuses = {e["status"] for e in embedded(tmp_path / "a.html")["extra"]["edges"]}
    assert statuses == {"fact"}
    assert "foreign inmates" in labels(tmp_path / "a.html")


def test_a_query_chooses_what_is_drawn(here, tmp_path):
    wanted = "SELECT ?e { VALUES ?t { kg:Country kg:Prison } ?e a ?t }"
    assert run(["render", "--query", wanted, "-o", "a.html"]) == 0
    assert labels(tmp_path / "a.html") == {"Peru", "El Salvador", "CECOT"}


def test_a_construct_chooses_its_ends(here, tmp_path):
    wanted = "CONSTRUCT { ?a kg:locatedIn ?b } { ?a a kg:Prison ; kg:locatedIn ?b }"
    assert run(["render", "--query", wanted, "-o", "a.html"]) == 0
    assert labels(tmp_path / "a.html") == {"El Salvador", "CECOT"}


def test_a_source_draws_only_what_it_says(here, tmp_path):
    assert run(["render", "--by-source", "quispe", "-o", "a.html"]) == 0
    quotes = embedded(tmp_path / "a.html")["extra"]["quotes"]
    assert quotes
    assert {"Ana Quispe" in q["manner"] for q in quotes} == {True}


def test_days_keep_what_was_published_within_them(here, tmp_path):
    assert run(["render", "--since", "2025-06-04", "--until", "2025-06-04", "-o", "a.html"]) == 0
    assert run(["render", "-o", "b.html"]) == 0
    edges = [embedded(tmp_path / f)["extra"]["edges"] for f in ("a.html", "b.html")]
    assert len(edges[0]) == len(edges[1])


def test_a_day_that_is_no_date_draws_nothing(here, tmp_path, capsys):
    assert run(["render", "--since", "tomorrow", "-o", "a.html"]) == 2
    assert "fix: YYYY, YYYY-MM or YYYY-MM-DD" in capsys.readouterr().err
    assert not (tmp_path / "a.html").exists()


def test_positions_are_written_and_used_again(here, tmp_path):
    assert run(["render", "--focus", "CECOT", "--positions", "p.json", "-o", "a.html"]) == 0
    before = json.loads((tmp_path / "p.json").read_text())
    assert run(["render", "--positions", "p.json", "-o", "b.html"]) == 0
    after = json.loads((tmp_path / "p.json").read_text())
    assert len(after) > len(before)
    assert {iri: after[iri] for iri in before} == before


def test_at_most_so_many_are_drawn(here, tmp_path):
    run(["render", "--max-nodes", "3", "-o", "a.html"])
    nodes = embedded(tmp_path / "a.html")["nodes"]
    assert sum("x" in n for n in nodes) == 3 < len(nodes)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["-o", "a.gif"], 2, "no picture format '.gif'\nfix: name it FILE.html, FILE.svg"),
        (["-o", "a.html", "--since", "2030"], 4, "no sentence of such a day or source"),
        (["-o", "a.html", "--by-source", "nobody"], 4, "no sentence of such a day or source"),
        (["-o", "a.html", "--positions", "example.kg/manifest.json"], 3, "not a file of positions"),
        (["-o", "a"], 2, "no picture format ''"),
        ([], 2, "Missing option '-o'"),
        (["-o", "a.html", "--max-nodes", "0"], 2, "--max-nodes"),
        (["-o", "a.html", "--max-nodes", "301"], 2, "--max-nodes"),
        (["-o", "a.html", "--focus", "CECOTT"], 4, "did you mean"),
        (["-o", "a.html", "--query", "SELECT ?e { ?e a kg:Court }"], 4, "nothing to draw"),
        (["-o", "a.html", "--query", "ASK { ?s ?p ?o }"], 2, "selects no entities"),
        (["-o", "a.html", "--query", "SELECT ?e {"], 3, "query:1"),
        (["-o", "no/such/a.html"], 6, "no/such/a.html"),
        (["-g", "none.kg", "-o", "a.html"], 4, "no such graph"),
    ],
)
def test_what_cannot_be_drawn_is_said_and_nothing_written(here, tmp_path, capsys, args, code, said):
    before = sorted(tmp_path.rglob("*"))
    assert run(["render", *args]) == code
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert sorted(tmp_path.rglob("*")) == before


def test_how_easily_it_reads_is_printed_as_json(here, tmp_path, capsys):
    assert run(["render", "-o", "a.html", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == figures(*drawing_of(here))
    assert (told["overlaps"], told["passes"]) == (0, 0)
    assert 0.3 < told["zoom"] <= 1


def drawing_of(directory):
    made = drawing(directory, ".svg")
    return made.view, made.layout


def test_a_failure_keeps_the_old_page(here, tmp_path):
    (tmp_path / "a.html").write_text("old")
    assert run(["render", "--focus", "nobody", "-o", "a.html"]) == 4
    assert (tmp_path / "a.html").read_text() == "old"


def test_the_library_refuses_an_unknown_format(here):
    assert set(FORMATS) == {".html", ".svg", ".dot", ".png"}
    with pytest.raises(UsageError, match="no picture format"):
        drawing(here, ".pdf")


def test_the_library_draws_what_the_command_draws(here, tmp_path):
    run(["render", "--facts", "--title", "T", "-o", "a.svg"])
    drawn = drawing(here, ".svg", Wanted(facts=True, title="T"))
    assert drawn.content == (tmp_path / "a.svg").read_bytes()
    assert drawn.view.title == "T"


def test_a_page_of_a_paged_document_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first, second = "Ana Ruiz leads Acme Corp.", "Ben Katz leads Bolt Corp."
    begin = len(first) + 2
    head = f"---\ntitle: Two firms\npages: 0 {begin}\n---\n"
    Path("a.txt").write_text(f"{head}{first}\n\n{second}\n", encoding="utf-8")
    assert run(["build", "a.txt", "-o", "a.kg"]) == 0
    assert run(["render", "-o", "a.html"]) == 0
    quotes = embedded(tmp_path / "a.html")["extra"]["quotes"]
    where = {"".join(t for t, _ in q["parts"]): q["where"] for q in quotes}
    assert where == {first: "page 1 · sentence 1", second: "page 2 · sentence 2"}


HOSTILE = (
    "<img src=x onerror=window.__h=1>",
    "<script>window.__h=1<|script>",
    "javascript:window.__h=1",
    "{{7*7}}{% raw %}",
    "'\"><svg onload=window.__h=1>",
    "$(touch owned)`touch owned`",
    "-->]]>&amp;<!--",
    "\u202eevil\u2028name",
    "--output",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_of_files_and_graphs_stay_text(
    example_graph_dir, tmp_path, monkeypatch, name
):
    monkeypatch.chdir(tmp_path)
    example_graph_dir.rename(tmp_path / f"{name}.kg")
    made = f"./{name}.html"
    assert run(["render", "-g", f"./{name}.kg", "-o", made, "--positions", f"./{name}.json"]) == 0
    page = Page(Path(made).read_text(encoding="utf-8"))
    assert page.tags.count("script") == 3
    assert not set(page.tags) & {"img", "svg:script", "iframe"}
    assert [a for a in page.attributes if a[1].startswith("on")] == []
    assert page.titles[0] == name
    left = {p.name for p in tmp_path.iterdir()}
    assert left == {f"{name}.kg", f"{name}.html", f"{name}.json"}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("option", ["--focus", "--query", "--by-source"])
def test_hostile_text_of_a_question_is_an_error_or_text(here, tmp_path, capsys, option, text):
    assert run(["render", f"{option}={text}", "-o", "a.html"]) in (2, 3, 4)
    assert "Traceback" not in capsys.readouterr().err
    assert not (tmp_path / "a.html").exists()
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_query_that_succeeds_and_in_the_title_stays_text(here, tmp_path, text):
    literal = json.dumps(text.replace("\u2028", " "), ensure_ascii=False)
    wanted = f"SELECT ?e ?x {{ ?e a kg:Country BIND({literal} AS ?x) }} # {literal}"
    assert run(["render", "--query", wanted, f"--title={text}", "-o", "a.html"]) == 0
    page = Page((tmp_path / "a.html").read_text(encoding="utf-8"))
    assert labels(tmp_path / "a.html") == {"Peru", "El Salvador"}
    assert page.titles[0] == text
    assert page.tags.count("script") == 3
