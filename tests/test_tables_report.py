"""What an import found is kept: the same file again is answered, until anything differs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.archive import Archive
from kg.build import rebuild_store
from kg.errors import InputError, StoreError
from kg.tables import ImportReport, TableMap, import_file
from kg.tables.report import FILE, Asked

PERSON = TableMap("Person", "name")
TEXT = "name,born\nAma Badu,1981\n,1990\nLima,1,2\nPeru,\n"
KNOWN = 77
"""Rows that no file here has: a report of so many was not made anew."""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "t.csv"
    path.write_text(TEXT)
    return path


@pytest.fixture
def graph(table: Path) -> Path:
    """Return a graph that the table is in, whose kept report tells it from one made anew."""
    out = table.with_name("g.kg")
    import_file(table, out, PERSON)
    found = json.loads((out / FILE).read_bytes())
    for report in found["reports"].values():
        report["rows"] = KNOWN
    (out / FILE).write_text(json.dumps(found))
    return out


def files(folder: Path) -> dict[str, tuple[int, int]]:
    found = (p for p in folder.rglob("*") if p.is_file() and p.name != "store.sums")
    return {str(p): (p.stat().st_ino, p.stat().st_mtime_ns) for p in found}


def test_the_same_file_again_is_answered_and_nothing_is_written(table, graph):
    before = files(graph)
    assert import_file(table, graph, PERSON).rows == KNOWN
    assert import_file(table, graph, PERSON, is_dry=True).rows == KNOWN
    assert files(graph) == before


def test_the_answer_is_what_reading_it_again_gives(table):
    out = table.with_name("g.kg")
    first = import_file(table, out, PERSON)
    again = import_file(table, out, PERSON)
    (out / FILE).unlink()
    anew = import_file(table, out, PERSON)
    assert [first.is_new, again.is_new, anew.is_new] == [True, False, False]
    assert again.to_json() == anew.to_json()
    assert {**first.to_json(), "is_new": False} == again.to_json()
    assert [str(e) for e in again.left] == [str(e) for e in anew.left]
    assert len(again.left) == 2


@pytest.mark.parametrize(
    ("map_", "source", "text"),
    [
        (TableMap("City", "name"), "", TEXT),
        (PERSON, "the list", TEXT),
        (PERSON, "", TEXT + "Kofi Osei,\n"),
    ],
)
def test_another_map_title_or_file_is_read(table, graph, map_, source, text):
    table.write_text(text)
    report = import_file(table, graph, map_, source=source)
    assert report.rows == 2 + ("Kofi" in text)
    assert report.is_new


@pytest.mark.parametrize("name", ["d/t.csv", "../{}/t.csv"])
def test_the_file_by_another_path_is_no_work_and_what_is_left_out_names_that(
    table, graph, name, monkeypatch
):
    monkeypatch.chdir(table.parent)
    moved = Path(name.format(table.parent.name))
    moved.parent.mkdir(exist_ok=True)
    moved.write_bytes(table.read_bytes())
    report = import_file(moved, graph, PERSON)
    assert (report.rows, report.is_new) == (KNOWN, False)
    assert [e.where for e in report.left] == [f"{moved}, row 3", f"{moved}, row 4"]
    assert import_file(table, graph, PERSON).left[0].where == f"{table}, row 3"


def test_the_same_bytes_as_another_format_are_read(table, graph):
    import_file(table, graph, PERSON, source="the list")
    other = table.rename(table.with_suffix(".jsonl"))
    with pytest.raises(InputError, match="no rows"):
        import_file(other, graph, PERSON, source="the list")


def test_a_decision_another_file_or_a_lost_store_makes_it_read_again(table, graph):
    line = {"at": "2025-06-01T10:00:00Z", "by": "me", "do": "rename", "label": "Ama B.",
            "entity": "https://kg.example/id/ama-badu"}  # fmt: skip
    (graph / "decisions.jsonl").write_text(json.dumps(line) + "\n")
    assert import_file(table, graph, PERSON, is_dry=True).rows == 2
    assert import_file(table, graph, PERSON).rows == 2
    before = files(graph)
    assert not import_file(table, graph, PERSON).is_new
    assert files(graph) == before


def test_what_was_lost_of_the_graph_is_made_again(table, graph):
    next((graph / "evidence").iterdir()).unlink()
    report = import_file(table, graph, PERSON)
    assert (report.rows, report.is_new) == (2, True)
    assert Archive.open(graph).check_manifest() == []


def test_a_rebuilt_store_is_the_same_state_and_one_that_somebody_writes_is_waited_for(table, graph):
    rebuild_store(Archive.open(graph))
    assert import_file(table, graph, PERSON).rows == KNOWN
    with Archive.open(graph).writing(), pytest.raises(StoreError, match="another"):
        import_file(table, graph, PERSON)


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b'{"inputs": 1}', b"\xff", b'{"inputs":"","reports":[]}']
)
def test_reports_that_cannot_be_read_are_made_again(table, graph, raw):
    (graph / FILE).write_bytes(raw)
    report = import_file(table, graph, PERSON)
    assert (report.rows, report.is_new) == (2, False)
    assert import_file(table, graph, PERSON).to_json() == report.to_json()


def test_a_graph_of_another_program_is_known_as_well(tmp_path):
    path = tmp_path / "g.json"
    nodes = [{"id": "a", "label": "Ama Badu", "kind": "Spaceship"}, {"id": "b", "label": "Keta"}]
    path.write_text(json.dumps({"nodes": nodes, "links": [{"source": "a", "target": "b"}]}))
    first = import_file(path, tmp_path / "g.kg", TableMap("Entity", ""))
    again = import_file(path, tmp_path / "g.kg", TableMap("Entity", ""))
    assert again.to_json() == {**first.to_json(), "is_new": False}
    assert again.noun == "element"


def test_a_report_comes_back_from_its_json_and_a_long_one_is_not_kept(tmp_path):
    left = tuple(InputError(f"bad {n}", where=f"row {n}", fix="mend it") for n in range(3))
    report = ImportReport(1, 2, 3, left, (("why", 2),), (("word", 1),), (("Ama", ("a", "b")),))
    back = ImportReport.from_json(json.loads(json.dumps(report.to_json())))
    assert (str(back), back.dropped, back.unknown) == (str(report), report.dropped, report.unknown)
    assert (back.ambiguous, [str(e) for e in back.left]) == (report.ambiguous, [*map(str, left)])
    asked = Asked.of(tmp_path, "t.csv", "x")
    asked.keep(ImportReport(1, 2, 3, left * 4000))
    assert not (tmp_path / FILE).exists()
    assert asked.keep(report) is report
    assert (tmp_path / FILE).exists()
    assert asked.known() is None  # there is no store
