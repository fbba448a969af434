"""Workbooks, Parquet and lists of JSON objects: rows, sheets, and what they may cost."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

import kg
from kg.cli import run
from kg.errors import InputError, NotFoundError, UsageError
from kg.tables import Link, TableMap, import_file, look
from kg.tables import sheets as sheets_room
from kg.tables.formats import Table, open_
from kg.tables.sheets import plain, read_parquet, read_xlsx, to_lines, unread

ROWS = [
    {"name": "Ama Badu", "home": "Accra", "born": date(1981, 5, 2), "size": 3},
    {"name": "Kofi Osei", "home": "Lomé", "born": None, "size": 2.5},
]
MAP = TableMap("Person", "name", links=(Link("home", "livesIn", "City"),))


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def people() -> bytes:
    header: list[object] = list(ROWS[0])
    return workbook(("People", [header, *(list(r.values()) for r in ROWS)]), ("Notes", [["x"]]))


def table(tmp_path: Path, extension: str) -> Path:
    path = tmp_path / f"t{extension}"
    if extension == ".xlsx":
        path.write_bytes(people())
    elif extension == ".parquet":
        parquet.write_table(pa.Table.from_pylist(ROWS), path)
    else:
        path.write_text(json.dumps(ROWS, default=str, ensure_ascii=False), encoding="utf-8")
    return path


# ---------------------------------------------------------------- every format the same


@pytest.mark.parametrize("extension", [".xlsx", ".parquet", ".json"])
def test_every_table_gives_the_same_graph(tmp_path, extension):
    report = import_file(table(tmp_path, extension), tmp_path / "g.kg", MAP)
    assert str(report) == "2 rows, 4 entities, 2 claims"
    assert report.left == ()
    with kg.open(tmp_path / "g.kg") as graph:
        drawn = graph.graph()
        label = dict(drawn.nodes(data="label"))
        edges = {(label[s], label[o]) for s, o in drawn.edges()}
    assert edges == {("Ama Badu", "Accra"), ("Kofi Osei", "Lomé")}
    assert run(["verify", "-g", str(tmp_path / "g.kg")]) == 0


@pytest.mark.parametrize("extension", [".xlsx", ".parquet", ".json"])
def test_the_row_is_the_evidence_with_all_its_values(tmp_path, extension):
    import_file(table(tmp_path, extension), tmp_path / "g.kg", MAP)
    with kg.open(tmp_path / "g.kg") as graph:
        data = [d for _, _, d in graph.graph().edges(data=True)]
        (shown,) = (d["sentences"][0] for d in data if "Kofi" in d["sentences"][0]["sentence"])
    assert json.loads(shown["sentence"]) == {"name": "Kofi Osei", "home": "Lomé", "size": 2.5}
    row = {".xlsx": 3, ".parquet": 2, ".json": 2}[extension]
    assert shown["number"] == row


@pytest.mark.parametrize("extension", [".xlsx", ".parquet", ".json"])
def test_the_original_is_named_by_its_hash(tmp_path, extension):
    path = table(tmp_path, extension)
    import_file(path, tmp_path / "g.kg", MAP)
    (meta,) = (tmp_path / "g.kg" / "sources").glob("*.json")
    import hashlib

    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert json.loads(meta.read_text())["original"] == f"sha256:{digest}"


# ---------------------------------------------------------------- workbooks


def lines(raw: bytes, sheet: str = "") -> list[dict[str, object] | None]:
    text = to_lines(read_xlsx(raw, "t.xlsx", sheet), "t.xlsx")
    return [json.loads(line) if line else None for line in text.splitlines()]


def test_rows_keep_the_numbers_that_the_spreadsheet_shows():
    raw = workbook(("a", [[None], ["name", "n"], [None, None], ["Ama", 1], [None], ["Kofi", 2]]))
    assert lines(raw) == [None, None, None, {"name": "Ama", "n": 1}, None, {"name": "Kofi", "n": 2}]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("a\nb", "a\nb"),
        (" a ", "a"),
        (True, True),
        (2.0, 2),
        (2.25, 2.25),
        (datetime(2025, 5, 2), "2025-05-02"),
        (datetime(2025, 5, 2, 13, 30), "2025-05-02T13:30:00"),
        (time(13, 30), "13:30:00"),
        ("=1+1", None),
        ("مرحبا 👩", "مرحبا 👩"),
    ],
)
def test_a_cell_is_the_value_that_is_seen(value, kept):
    (_, row) = lines(workbook(("a", [["k", "v"], ["x", value]])))
    assert row == {"k": "x"} | ({"v": kept} if kept is not None else {})


def test_a_column_need_not_begin_in_the_first_row(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(workbook(("a", [["name", "home"], ["Ama Badu", None], ["Kofi", "Lomé"]])))
    assert import_file(path, tmp_path / "g.kg", MAP).claims == 1
    with pytest.raises(InputError, match="has no column 'town'"):
        import_file(path, tmp_path / "g.kg", TableMap("Person", "name", "town"))


def test_columns_without_a_name_are_numbered_and_none_is_lost():
    raw = workbook(("a", [["name", None], ["Ama", "x", "y"]]))
    assert lines(raw)[1] == {"name": "Ama", "column 2": "x", "column 3": "y"}


@pytest.mark.parametrize(
    ("above", "columns"),
    [
        ([["Register of 2024", None, None, None], [None]], ["case", "name", "town", "day"]),
        ([["name"], ["Ama"]], ["name"]),  # a list, and what else stands beside it
        ([["name"], ["Ama", "x", "y"]], ["name", "column 2", "column 3"]),
    ],
)
def test_a_title_over_a_header_is_none(above, columns):
    rows = lines(workbook(("a", [*above, ["case", "name", "town", "day"], ["1", "Kofi", "Ho"]])))
    first = next(row for row in rows if row)
    assert list(first)[: len(columns)] == columns[: len(first)]
    assert len(rows) == len(above) + 2  # each keeps its number
    if above[0][0] == "Register of 2024":
        assert [row for row in rows if row] == [{"case": "1", "name": "Kofi", "town": "Ho"}]


def test_a_sheet_is_chosen_by_name():
    raw = workbook(("One", [["name"], ["Ama"]]), ("Two", [["name"], ["Kofi"]]))
    assert lines(raw) == [None, {"name": "Ama"}]
    assert lines(raw, "Two") == [None, {"name": "Kofi"}]
    with pytest.raises(NotFoundError) as caught:
        lines(raw, "Tow")
    assert caught.value.fix == "did you mean 'Two'?"
    with pytest.raises(NotFoundError) as caught:
        lines(raw, "Elsewhere")
    assert caught.value.fix == "its sheets: One, Two"


def test_the_sheets_that_are_not_read_are_named():
    raw = workbook(("One", [["name"]]), ("A & B", [["name"]]), ("Drei", [["name"]]))
    assert unread(raw, "t.xlsx") == ["A & B", "Drei"]
    assert unread(raw, "t.xlsx", "A & B") == ["One", "Drei"]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as parts:
        parts.writestr("a.xml", "<a/>")
    with pytest.raises(InputError, match="workbook"):
        unread(held.getvalue(), "t.xlsx")


def test_two_sheets_of_a_workbook_are_two_sources(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(workbook(("One", [["name"], ["Ama"]]), ("Two", [["name"], ["Ama"]])))
    for sheet in ("One", "Two"):
        assert import_file(path, tmp_path / "g.kg", TableMap("Person", "name"), sheet=sheet).is_new
    parts = [
        json.loads(p.read_text())["part"] for p in (tmp_path / "g.kg" / "sources").glob("*.json")
    ]
    assert sorted(parts) == ["sheet One", "sheet Two"]


def test_the_command_takes_a_sheet(tmp_path, capsys):
    path = tmp_path / "t.xlsx"
    path.write_bytes(people())
    given = ["import", str(path), "--sheet", "People", "--as", "Person", "--link", "home:livesIn"]
    assert run([*given, "-g", str(tmp_path / "g.kg")]) == 0
    told = capsys.readouterr()
    assert "2 rows, 4 entities, 2 claims" in told.out
    assert told.err == "not read: sheet Notes (--sheet Notes)\n"
    assert run(["import", str(path), "--sheet", "Poeple"]) == 4
    assert "did you mean 'People'?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("extension", "module", "extra"),
    [(".xlsx", "openpyxl", "sheets"), (".parquet", "pyarrow", "parquet")],
)
def test_an_extra_that_is_missing_is_named(tmp_path, monkeypatch, capsys, extension, module, extra):
    path = table(tmp_path, extension)
    monkeypatch.setitem(sys.modules, module, None)
    assert run(["import", str(path)]) == 5
    assert f"pip install 'claimgraph[{extra}]'" in capsys.readouterr().err


def test_only_a_workbook_has_sheets(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("name\nAma\n")
    with pytest.raises(UsageError, match="has no sheets"):
        look(path, "One")


# ---------------------------------------------------------------- hostile workbooks


def changed(raw: bytes, part: str, content: bytes) -> bytes:
    """Return a workbook with one of its parts replaced."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(held, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return held.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def sheet(rows: bytes) -> bytes:
    return changed(people(), SHEET, HEAD + rows + b"</sheetData></worksheet>")


HOSTILE = [
    (people()[:500], "is no readable archive"),
    (b"PK\x03\x04 and no more", "is no readable archive"),
    (changed(people(), SHEET, b'<!DOCTYPE x [<!ENTITY a "b">]>'), "document type declaration"),
    (changed(people(), SHEET, b"<worksheet"), "is no readable workbook"),
    (changed(people(), "xl/workbook.xml", b"<x/>"), ""),
    (changed(people(), SHEET, b" " * 210_000_000), "unfolds to"),
    (sheet(b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'), "more than"),
    (sheet(b'<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'), "is no readable workbook"),
    (sheet(b'<row r="1"><c r="A1" t="s"><v>99</v></c></row>'), "is no readable workbook"),
]


@pytest.mark.parametrize(("raw", "problem"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_workbook_is_refused_and_costs_little(raw, problem, monkeypatch):
    monkeypatch.setattr(sheets_room, "MAX_CELLS", 100_000)  # the same road, sooner
    with pytest.raises((InputError, NotFoundError)) as caught:
        to_lines(read_xlsx(raw, "t.xlsx"), "t.xlsx")
    assert problem in caught.value.what


# ---------------------------------------------------------------- Parquet


def test_the_types_of_parquet_become_those_of_json(tmp_path):
    row = {
        "text": "Lomé",
        "when": datetime(2025, 5, 2, 13, 30),
        "amount": Decimal("12.50"),
        "list": ["a", "b"],
        "inner": {"k": 1},
        "raw": b"\x00\xff",
        "none": None,
    }
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.Table.from_pylist([row]), path)
    (line,) = to_lines(read_parquet(path.read_bytes(), "t"), "t").splitlines()
    assert json.loads(line) == {
        "text": "Lomé",
        "when": "2025-05-02T13:30:00",
        "amount": "12.50",
        "list": ["a", "b"],
        "inner": {"k": 1},
    }


@pytest.mark.parametrize("cut", [0, 4, 100, -8])
def test_a_damaged_parquet_is_refused(tmp_path, cut):
    raw = table(tmp_path, ".parquet").read_bytes()
    with pytest.raises(InputError, match="is no readable Parquet"):
        list(read_parquet(raw[:cut], "t.parquet"))


def test_a_parquet_of_too_many_cells_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets_room, "MAX_CELLS", 7)
    with pytest.raises(InputError, match="more than 7 cells"):
        list(read_parquet(table(tmp_path, ".parquet").read_bytes(), "t.parquet"))


# ---------------------------------------------------------------- JSON


@pytest.mark.parametrize(
    ("given", "columns"),
    [
        ([{"name": "Ama"}], {"name": ["Ama"]}),
        ({"name": "Ama"}, {"name": ["Ama"]}),
        ([{"name": "Ama", "n": float("nan")}], {"name": ["Ama"]}),
        ([{"name": "Ama", "n": 10**400}], {"name": ["Ama"], "n": [str(10**400)]}),
        ([{"name": "Ama"}, "Kofi"], {"name": ["Ama"], "value": ["Kofi"]}),
        ([{"name": "Ama", "of": {"a": [1]}}], {"name": ["Ama"], "of": ['{"a": [1]}']}),
    ],
)
def test_a_list_of_objects_is_a_table(tmp_path, given, columns):
    path = tmp_path / "t.json"
    path.write_text(json.dumps(given))
    assert look(path).columns == columns


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"[", "is no readable JSON"),
        (b"[" * 100_000, "is no readable JSON"),
        (b'[{"n": ' + b"9" * 5000 + b"}]", "is no readable JSON"),
        (b"[]", "holds no rows"),
        (b"[{}]", "holds no rows"),
        ('[{"a": "é"}]'.encode("latin-1"), "is not UTF-8"),
        (b"\xef\xbb\xbf[", "is no readable JSON"),
        (b'[{"a": "\\ud800"}]', ""),
    ],
)
def test_what_is_no_list_of_objects_is_refused(tmp_path, raw, problem):
    path = tmp_path / "t.json"
    path.write_bytes(raw)
    if not problem:
        assert look(path).columns == {"a": ["?"]}
        return
    with pytest.raises(InputError, match=problem):
        look(path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@given(JSON)
def test_a_plain_value_is_json_that_every_reader_takes(value):
    text = json.dumps(plain(value), allow_nan=False, ensure_ascii=False)
    text.encode()
    assert plain(json.loads(text)) == plain(value)


def test_text_that_unfolds_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(sheets_room, "MAX_TEXT", 100)
    with pytest.raises(InputError, match="unfolds to more than"):
        to_lines(({"a": "x" * 10} for _ in range(10_000_000)), "t")


def test_a_reader_of_another_distribution_is_asked_by_extension(tmp_path, monkeypatch):
    path = tmp_path / "t.ods"
    path.write_bytes(b"Ama")

    class Offer:
        @staticmethod
        def load():
            return lambda raw, name: iter([{"name": raw.decode()}])

    def offers(group, name):
        return [Offer] if (group, name) == ("kg.tables", ".ods") else []

    monkeypatch.setattr("kg.tables.formats.entry_points", offers)
    opened = open_(path)
    assert isinstance(opened, Table)
    assert opened.text == '{"name": "Ama"}\n'
