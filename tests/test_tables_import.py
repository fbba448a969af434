"""Tables of records: cells where they stand, maps, rows as evidence, and the command."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rowsets import read_rows, rows_of

import kg
from kg.archive import Archive
from kg.cli import run
from kg.errors import InputError, NotFoundError, UsageError
from kg.tables import (
    Link,
    TableMap,
    dump_map,
    guess,
    import_file,
    load_map,
    look,
    parse_link,
    parse_value,
)
from kg.tables.mapping import check
from kg.tables.records import Record, csv_records, json_records
from kg.vocabulary import default

PEOPLE = "id,name,home,employer\n1,Ama Badu,Accra,Ghana Mine\n2,Kofi Osei,Lomé,\n"
MAP = TableMap("Person", "name", "id", (Link("home", "livesIn", "City"),))
MAP_BY_NAME = TableMap("Person", "name", links=(Link("home", "livesIn", "City"),))


def rows(text: str, reader=csv_records) -> list[Record]:
    found = list(reader(text, 0, "t"))
    assert not [r for r in found if isinstance(r, InputError)], found
    return found


def values(record: Record) -> dict[str, str]:
    return {name: cell.value for name, cell in record.cells.items()}


# ---------------------------------------------------------------- records


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n", [{"a": "1", "b": "2"}]),
        ("a,b\r\n1,2\r\n", [{"a": "1", "b": "2"}]),
        ("a,b\n1,2", [{"a": "1", "b": "2"}]),
        ("a;b\n1;2,5\n", [{"a": "1", "b": "2,5"}]),
        ("a\tb\n1\t2\n", [{"a": "1", "b": "2"}]),
        ('a,b\n"1, ""x""",2\n', [{"a": '1, "x"', "b": "2"}]),
        ('a,b\n"1\n2",3\n', [{"a": "1\n2", "b": "3"}]),
        ('"a","b"\n"",2\n', [{"a": "", "b": "2"}]),
        ("a,b\n 1 ,2\n", [{"a": "1", "b": "2"}]),
        ("a,b\n1\n", [{"a": "1"}]),
        ("a,b\n\n,\n1,2\n", [{"a": "1", "b": "2"}]),
        ("a,b\n", []),
        ("", []),
        ("a\nx\ny\n", [{"a": "x"}, {"a": "y"}]),
        ("a,b\n١,é👩\n", [{"a": "١", "b": "é👩"}]),
    ],
)
def test_the_cells_of_a_csv(text, expected):
    assert [values(r) for r in rows(text)] == expected


@pytest.mark.parametrize(
    ("text", "numbers", "problem"),
    [
        ('a,b\n"1,2\n3,4\n', [3], "a quotation mark"),
        ('a,b\n1"x",2\n3,4\n', [], ""),
        ('a,b\n"1"x,2\n3,4\n', [3], "a quotation mark"),
        ("a,b\n1,2,3\n4,5\n", [3], "has 3 cells for 2 columns"),
    ],
)
def test_a_row_that_is_none_is_named_and_the_rest_is_read(text, numbers, problem):
    found = list(csv_records(text, 0, "t"))
    errors = [r for r in found if isinstance(r, InputError)]
    assert bool(errors) == bool(problem)
    for error in errors:
        assert problem in error.what
        assert error.where == "t, row 2"
    if numbers:
        assert [r.number for r in found if isinstance(r, Record)] == numbers


WRITTEN = st.tuples(
    st.sampled_from(["", "a", "Ama Badu", "é👩", "b c", "x;y", "1,2", 'he "x"', "two\nlines"]),
    st.sampled_from(["", " ", "  "]),
    st.booleans(),
)


def spelled(value: str, space: str, is_quoted: bool) -> str:
    """Return a cell as a file may hold it: within quotation marks where it must be, or at will."""
    if is_quoted or not {",", '"', "\n"}.isdisjoint(value):
        value = value.replace('"', '""')
        return f'"{space}{value}{space}"'
    return f"{space}{value}{space}"


@given(
    st.lists(st.lists(WRITTEN, min_size=1, max_size=4), max_size=4),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_plain_and_quoted_cells_stand_in_a_row_in_any_order(table, end, is_ended):
    lines = [",".join(spelled(*cell) for cell in row) for row in table]
    text = end.join(["a,b,c,d", *lines]) + end * is_ended
    found = rows(text)
    told = [[value for value, _, _ in row] for row in table if any(value for value, _, _ in row)]
    assert [list(values(record).values()) for record in found] == told
    for cell in (cell for record in found for cell in record.cells.values()):
        is_exact = bool(cell.value) and '"' not in cell.value
        assert (text[cell.span.start : cell.span.end] if cell.span else "") == (
            cell.value if is_exact else ""
        )


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(str.strip)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6))
def test_what_another_program_writes_is_read_and_each_span_is_its_slice(table):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([("a", "b", "c"), *table])
    text = out.getvalue()
    found = rows(text)
    wanted = [row for row in table if any(cell.strip() for cell in row)]
    assert [tuple(values(r).values()) for r in found] == wanted
    for record in found:
        for cell in record.cells.values():
            if cell.span:
                assert text[cell.span.start : cell.span.end] == cell.value


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"name": "Ama", "n": 3}, {"name": "Ama", "n": "3"}),
        ({"name": None}, {"name": ""}),
        ({"name": True, "list": ["a"]}, {"name": "true", "list": '["a"]'}),
        ({"name": 'a "b"'}, {"name": 'a "b"'}),
    ],
)
def test_the_cells_of_json_lines(line, expected):
    assert values(rows(json.dumps(line), json_records)[0]) == expected


def test_a_json_value_knows_its_place_unless_it_is_escaped():
    text = '\n{"name": "Ama", "home": "a\\"b"}\n'
    (record,) = rows(text, json_records)
    span = record.cells["name"].span
    assert span
    assert text[span.start : span.end] == "Ama"
    assert record.cells["home"].span is None
    assert record.number == 2


@pytest.mark.parametrize(
    ("line", "problem"), [("{", "no JSON"), ("[1]", "no object"), ("[" * 9999, "no JSON")]
)
def test_a_line_that_is_no_object_is_named(line, problem):
    first, second = json_records(f'{line}\n{{"a": "b"}}', 0, "t")
    assert isinstance(first, InputError)
    assert problem in first.what
    assert isinstance(second, Record)


# ---------------------------------------------------------------- maps


@pytest.mark.parametrize(
    ("columns", "label", "id_", "ends", "relation"),
    [
        (["id", "name"], "name", "id", [], ""),
        (["Name", "Born"], "Name", "", [], ""),
        (["born", "Full Name"], "Full Name", "", [], ""),
        (["alpha", "beta"], "alpha", "", [], ""),
        (["id"], "id", "", [], ""),
        (["Source", "Target"], "Source", "", ["Target"], ""),
        (["Source", "Target", "Type", "Label"], "Source", "", ["Target"], "Label"),
        (["from", "to", "relation"], "from", "", ["to"], "relation"),
        (["subject", "predicate", "object"], "subject", "", ["object"], "predicate"),
    ],
)
def test_what_columns_seem_to_mean(columns, label, id_, ends, relation):
    found = guess(columns, default())
    assert (found.label, found.id, found.relation) == (label, id_, relation)
    assert [link.column for link in found.links] == ends


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("home:City", Link("home", "relatedTo", "City")),
        ("home:livesIn", Link("home", "livesIn", default().properties["livesIn"].range or "")),
        ("home:livesIn:City", Link("home", "livesIn", "City")),
    ],
)
def test_a_link_is_a_column_with_a_property_or_a_class_or_both(written, link):
    assert parse_link(written, default()) == link


@pytest.mark.parametrize("written", ["home", "home:", "home:livedin", "home:City:City", "a:b:c:d"])
def test_a_link_that_is_none_is_told(written):
    with pytest.raises(UsageError, match=r"ties no column|no relation '(livedin|b)'"):
        parse_link(written, default())


def test_a_misspelt_property_is_suggested():
    with pytest.raises(UsageError) as caught:
        parse_link("home:livsIn", default())
    assert caught.value.fix == "did you mean 'livesIn'?"


NAME = st.text(min_size=1, max_size=8)


@given(NAME, NAME, st.lists(NAME, max_size=3, unique=True))
def test_a_map_that_is_written_is_read_again(tmp_path_factory, label, id_, columns):
    table = TableMap("Person", label, id_, tuple(Link(c, "livesIn", "City") for c in columns))
    path = tmp_path_factory.mktemp("map") / "map.toml"
    try:
        path.write_text(dump_map(table), encoding="utf-8", newline="")
    except UnicodeEncodeError:
        return  # half of a surrogate pair is no text
    assert load_map(path) == table


@pytest.mark.parametrize("text", ["", "class = 1\n", 'class = "Person"\n', "[", 'links = "x"'])
def test_a_file_that_is_no_map_is_told(tmp_path, text):
    path = tmp_path / "map.toml"
    path.write_text(text)
    with pytest.raises(InputError, match="is no map"):
        load_map(path)


def test_a_map_that_is_not_there_is_told(tmp_path):
    with pytest.raises(NotFoundError):
        load_map(tmp_path / "map.toml")


@pytest.mark.parametrize(
    ("table", "what", "fix"),
    [
        (TableMap("Person", "nam"), "has no column 'nam'", "did you mean 'name'?"),
        (TableMap("Persn", "name"), "'Persn' is no class of entities", "did you mean 'Person'"),
        (TableMap("Claim", "name"), "'Claim' is no class of entities", ""),
        (
            TableMap("Person", "name", links=(Link("home", "livesin"),)),
            "'livesin' is no",
            "'livesIn'",
        ),
        (TableMap("Person", "name", links=(Link("house"),)), "has no column 'house'", ""),
        (TableMap("Person", "name", id="key"), "has no column 'key'", ""),
    ],
)
def test_a_map_must_fit_the_table_and_the_ontology(table, what, fix):
    with pytest.raises(InputError) as caught:
        check(table, ["id", "name", "home"], default(), "people.csv")
    assert what in caught.value.what
    assert fix in caught.value.fix


# ---------------------------------------------------------------- rows


def read(text: str, table: TableMap):
    rows = rows_of(text, table)
    return read_rows(rows), rows.left


def test_every_tie_has_its_row_as_evidence():
    found, left = read(PEOPLE, MAP)
    assert left == []
    quotes = [found.document.quote(c.evidence[0]) for c in found.claims]
    assert quotes == ["1,Ama Badu,Accra,Ghana Mine", "2,Kofi Osei,Lomé,"]
    assert [c.rule for c in found.claims] == ["table:home"] * 2
    assert {e.label: e.type for e in found.entities} == {
        "Ama Badu": "Person",
        "Accra": "City",
        "Kofi Osei": "Person",
        "Lomé": "City",
    }


def test_a_tie_goes_the_way_its_property_does():
    text = "city,mayor\nAccra,Ama Badu\n"
    table = TableMap("City", "city", links=(Link("mayor", "livesIn", "Person"),))
    found, _ = read(text, table)
    (claim,) = found.claims
    names = {e.id: e.label for e in found.entities}
    assert (names[claim.subject], names[claim.object]) == ("Ama Badu", "Accra")


def test_rows_of_one_name_are_one_entity_unless_their_ids_differ():
    text = "id,name\n1,Ama Badu\n1,Ama Badu\n2,Ama Badu\n3,Kofi Osei\n"
    found, _ = read(text, TableMap("Person", "name", "id"))
    kinds = [(e.label, {m.kind for m in e.mentions}) for e in found.entities]
    assert kinds == [
        ("Ama Badu", {"description"}),
        ("Ama Badu", {"description"}),
        ("Kofi Osei", {"name"}),
    ]
    found, _ = read(text, TableMap("Person", "name"))
    assert [len(e.mentions) for e in found.entities] == [3, 1]


def test_a_row_without_a_name_is_left_out():
    found, left = read("name,home\n,Accra\nAma,\n", MAP)
    assert [error.where for error in left] == ["row 2"]
    assert [e.label for e in found.entities] == ["Ama"]


def test_what_has_no_letter_names_nobody():
    found, left = read("name,home\nTotal,Accra\n6,Accra\n", replace(MAP, label="name"))
    assert [error.what for error in left] == ["has '6', which is no name, under 'name'"]
    assert [e.label for e in found.entities] == ["Total", "Accra"]
    found, left = read("name,boss\n4,10; Ama\n", TableMap("Entity", "name", links=BOSS))
    assert (left, [e.label for e in found.entities]) == ([], ["4", "Ama"])


BOSS = (Link("boss", class_="Person"),)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Ama Badu; Kofi Osei;", ["Ama Badu", "Kofi Osei"]),
        ("Kofi  Osei;Kofi Osei;Kofi  Osei", ["Kofi Osei"]),
        ("Kofi &amp; Sons", ["Kofi &amp; Sons"]),
        ("Badu, Ama", ["Badu, Ama"]),
        (" ; ;", []),
    ],
)
def test_a_cell_that_lists_names_ties_each_of_them(cell, names):
    found, left = read(f'name,boss\nYaw,"{cell}"\n', TableMap("Person", "name", links=BOSS))
    label = {e.id: e.label for e in found.entities}
    assert left == []
    assert list(dict.fromkeys(label[c.object] for c in found.claims)) == names
    for e in found.entities:
        assert [" ".join(found.document.quote(m.span).split()) for m in e.mentions] == [e.label]


def test_a_cell_of_an_edge_list_is_one_node():
    text = "Source,Target\nAma,Kofi; Sons\n"
    found, _ = read(text, guess(["Source", "Target"], default()))
    assert [e.label for e in found.entities] == ["Ama", "Kofi; Sons"]


def test_a_day_that_names_its_month_is_read():
    born = TableMap("Person", "name", values={"born": "dateOfBirth"})
    text = 'name,born\nAma,3 May 1981\nKofi,"May 13, 1981"\nYaw,3/5/1981\nEsi,31 June 1981\n'
    found, _ = read(text, born)
    assert [c.value.text for c in found.claims] == ["1981-05-03", "1981-05-13"]


def test_an_edge_list_names_its_relation_by_label_or_by_name():
    text = "Source,Target,Label\nAma,Accra,lives or lived in\nAma,Lomé,livesIn\nAma,Kofi,knows of\n"
    known = guess(["Source", "Target", "Label"], default(), "Person")
    found, _ = read(text, replace(known, links=(Link("Target", class_="City"),)))
    assert [c.predicate for c in found.claims] == ["livesIn", "livesIn", "relatedTo"]


def test_another_map_is_another_extractor():
    assert read(PEOPLE, MAP)[0].extractor != read(PEOPLE, TableMap("Person", "name"))[0].extractor


# ---------------------------------------------------------------- the graph


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def test_a_table_becomes_a_graph_that_verifies(people, tmp_path):
    report = import_file(people, tmp_path / "g.kg", MAP, source="Ministry list")
    assert str(report) == "2 rows, 4 entities, 2 claims"
    with kg.open(tmp_path / "g.kg") as graph:
        edges = list(graph.graph().edges(data=True))
        (edge,) = (d for s, o, d in edges if s.endswith("ama-badu"))
        assert edge["predicate_label"] == "lives or lived in"
        assert edge["sentences"][0]["sentence"] == "1,Ama Badu,Accra,Ghana Mine"
        assert edge["sentences"][0]["title"] == "Ministry list"
    assert run(["verify", "-g", str(tmp_path / "g.kg")]) == 0


def test_the_same_table_again_is_no_work(people, tmp_path):
    first = import_file(people, tmp_path / "g.kg", MAP)
    sums = Archive.open(tmp_path / "g.kg").sums()
    again = import_file(people, tmp_path / "g.kg", MAP)
    assert (first.is_new, again.is_new) == (True, False)
    assert Archive.open(tmp_path / "g.kg").sums() == sums


def test_a_cell_that_an_authority_knows_is_that_entity(tmp_path):
    path = tmp_path / "seats.csv"
    path.write_text("name,country\nGhana Mine,Ghana\n", encoding="utf-8")
    table = TableMap("Organization", "name", links=(Link("country", "operatesIn", "Country"),))
    import_file(path, tmp_path / "g.kg", table)
    with kg.open(tmp_path / "g.kg") as graph:
        nodes = dict(graph.graph().nodes(data=True))
    assert nodes["https://kg.example/id/ghana"]["exact_match"]


def test_a_table_joins_the_people_of_articles(tmp_path):
    (tmp_path / "a.txt").write_text("Peter Miller has criticized Kenya. Miller spoke in May.\n")
    (tmp_path / "p.csv").write_text("name,home\nPeter Miller,Accra\n")
    assert run(["build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "g.kg")]) == 0
    import_file(tmp_path / "p.csv", tmp_path / "g.kg", MAP_BY_NAME)
    with kg.open(tmp_path / "g.kg") as graph:
        out = graph.graph().out_edges(graph.iri("Peter Miller"), data=True)
        labels = {data["predicate_label"] for _, _, data in out}
    assert {"criticizes", "lives or lived in"} <= labels


def test_what_does_not_fit_is_counted_by_reason(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("name,home\nAma,Ama\nKofi,Accra\n", encoding="utf-8")
    table = TableMap("City", "name", links=(Link("home", "livesIn", "City"),))
    report = import_file(path, tmp_path / "g.kg", table, is_dry=True)
    assert report.claims == 0
    assert sum(number for _, number in report.dropped) == 2
    assert not (tmp_path / "g.kg").exists()


@pytest.mark.parametrize(
    ("name", "raw", "problem"),
    [
        ("a.csv", b"", "holds no rows"),
        ("a.csv", b"name,home\n", "holds no rows"),
        ("a.csv", b"\x00\x01", "is a binary file"),
        ("a.csv", "name\nJunín\n".encode("latin-1"), "is not UTF-8"),
        ("a.xlsx", b"PK", "is no readable archive"),
        ("a.xls", b"PK", "is no table that kg import reads"),
        ("a.jsonl", b"[]\n", "holds no rows"),
        ("a.csv", b'"' * 101, "holds no rows"),
    ],
)
def test_what_is_no_table_is_refused_and_nothing_is_made(tmp_path, name, raw, problem):
    path = tmp_path / name
    path.write_bytes(raw)
    for call in (lambda: look(path), lambda: import_file(path, tmp_path / "g.kg", MAP)):
        with pytest.raises(InputError) as caught:
            call()
        assert problem in caught.value.what
        assert str(path) in caught.value.where
    assert not (tmp_path / "g.kg").exists()


# ---------------------------------------------------------------- the command


def shell(*arguments: str | Path) -> int:
    return run(["import", *map(str, arguments)])


def test_without_a_class_the_command_only_looks(people, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert shell(people) == 0
    shown = capsys.readouterr().out
    assert "2 rows; nothing is written" in shown
    assert "  home: Accra, Lomé" in shown
    assert 'label = "name"' in shown
    assert sorted(p.name for p in tmp_path.iterdir()) == ["people.csv"]


def test_the_command_writes_says_and_keeps_the_map(people, tmp_path, capsys):
    graph, kept = tmp_path / "g.kg", tmp_path / "m.toml"
    given = ("--as", "Person", "--link", "home:livesIn:City", "--save-map", kept, "-g", graph)
    assert shell(people, *given) == 0
    assert capsys.readouterr().out == f"{graph}: 2 rows, 4 entities, 2 claims\n"
    assert shell(people, "--map", kept, "-g", graph) == 0
    assert capsys.readouterr().out.endswith("2 claims (already there)\n")


def test_a_dry_run_writes_nothing(people, tmp_path, capsys):
    assert shell(people, "--as", "Person", "--dry-run", "-g", tmp_path / "g.kg") == 0
    assert "would give 2 rows, 2 entities" in capsys.readouterr().out
    assert not (tmp_path / "g.kg").exists()


def test_bad_rows_are_named_the_good_ones_go_in_and_strict_stops(tmp_path, capsys):
    path = tmp_path / "t.csv"
    path.write_text("name\nAma Badu\n,\nKofi,x,y\n", encoding="utf-8")
    assert shell(path, "--as", "Person", "--strict", "-g", tmp_path / "g.kg") == 1
    assert not (tmp_path / "g.kg").exists()
    assert shell(path, "--as", "Person", "-g", tmp_path / "g.kg") == 3
    shown = capsys.readouterr()
    assert f"left out: {path}, row 4: has 3 cells for 1 columns" in shown.err
    assert "1 row, 1 entity, 0 claims" in shown.out


def test_an_edge_list_needs_no_map(tmp_path, capsys):
    path = tmp_path / "edges.csv"
    path.write_text("Source,Target,Label\nAma,Kofi,knows\n", encoding="utf-8")
    assert shell(path, "-g", tmp_path / "g.kg") == 0
    assert "1 row, 2 entities, 1 claim" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        (("none.csv",), 4, "no such file"),
        (("people.csv", "--as", "Persn", "-g", "g.kg"), 3, "did you mean 'Person'"),
        (("people.csv", "--as", "Person", "--link", "home", "-g", "g.kg"), 2, "ties no column"),
        (
            ("people.csv", "--as", "Person", "--link", "home:livesInn:City", "-g", "g.kg"),
            2,
            "--link home:livesInn:City: no relation 'livesInn'\nfix: did you mean 'livesIn'",
        ),
        (
            ("people.csv", "--as", "Person", "--link", "home:zzz:City", "-g", "g.kg"),
            2,
            "fix: the relations are: ",
        ),
        (("people.csv", "--map", "none.toml", "-g", "g.kg"), 4, "no such map"),
        (("people.csv", "--as", "Person"), 4, "no graph here"),
    ],
)
def test_mistakes_are_told(people, tmp_path, monkeypatch, capsys, given, code, message):
    monkeypatch.chdir(tmp_path)
    assert shell(*given) == code
    shown = capsys.readouterr()
    assert message in shown.err
    assert "Traceback" not in shown.err
    assert not (tmp_path / "g.kg").exists()


# ---------------------------------------------------------------- the look


def test_a_look_counts_rows_and_keeps_the_first_values(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("name,home\n" + "".join(f"P{n},{'AB'[n % 2]}\n" for n in range(9)))
    seen = look(path)
    assert seen.rows == 9
    assert seen.columns == {"name": ["P0", "P1", "P2"], "home": ["A", "B"]}
    assert seen.left == ()


def test_a_look_keeps_what_it_could_not_read(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("name\nAma\na,b,c\n")
    (error,) = look(path).left
    assert error.where == f"{path}, row 3"


@pytest.mark.parametrize(
    ("header", "is_edge_list"),
    [
        ("Source,Target", True),
        ("source,target,weight", True),
        ("FROM,TO", True),
        ("Entity 1,Entity 2", True),
        ("Source,Name", False),
        ("name,target", False),
    ],
)
def test_an_edge_list_is_known_by_its_ends(tmp_path, header, is_edge_list):
    path = tmp_path / "t.csv"
    path.write_text(f"{header}\n{','.join('abc'[: header.count(',') + 1])}\n")
    assert look(path).is_edge_list() is is_edge_list


# ---------------------------------------------------------------- tables beside articles


@pytest.mark.parametrize("extension", [".csv", ".tsv", ".jsonl", ".ndjson"])
def test_every_kind_of_table_gives_the_same_graph(tmp_path, extension):
    records = [{"name": "Peter Miller", "home": "Accra"}, {"name": "Jane Roe", "home": "Lomé"}]
    mark = "\t" if extension == ".tsv" else ","
    lines = [mark.join(("name", "home")), *(mark.join(r.values()) for r in records)]
    if extension in (".jsonl", ".ndjson"):
        lines = [json.dumps(r, ensure_ascii=False) for r in records]
    path = tmp_path / f"t{extension}"
    path.write_text("\n".join(lines), encoding="utf-8")
    import_file(path, tmp_path / "g.kg", MAP_BY_NAME)
    with kg.open(tmp_path / "g.kg") as graph:
        drawn = graph.graph()
        label = {node: data["label"] for node, data in drawn.nodes(data=True)}
        edges = {(label[s], label[o]) for s, o in drawn.edges()}
    assert edges == {("Peter Miller", "Accra"), ("Jane Roe", "Lomé")}
    assert run(["verify", "-g", str(tmp_path / "g.kg")]) == 0


def test_the_order_of_tables_and_articles_does_not_matter(people, tmp_path):
    article = tmp_path / "a.txt"
    article.write_text("Kenya has criticized Ghana.\n")
    steps = [
        lambda out: import_file(people, out, MAP),
        lambda out: run(["build", str(article), "-o", str(out)]),
    ]
    for name, order in (("one.kg", steps), ("other.kg", steps[::-1])):
        for step in order:
            step(tmp_path / name)
    one, other = (Archive.open(tmp_path / n).sums() for n in ("one.kg", "other.kg"))
    assert one == other


def test_a_rebuild_needs_the_table_no_more(people, tmp_path, capsys):
    import_file(people, tmp_path / "g.kg", MAP)
    people.unlink()
    with kg.open(tmp_path / "g.kg") as graph:
        before = graph.graph().number_of_edges()
    assert run(["build", "--rebuild", "-o", str(tmp_path / "g.kg")]) == 0
    with kg.open(tmp_path / "g.kg") as graph:
        assert graph.graph().number_of_edges() == before == 2


def test_two_tables_that_say_the_same_are_two_sources(people, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("name,town\nPeter Miller,Accra\n")
    (tmp_path / "p.csv").write_text("name,home\nPeter Miller,Accra\nJane Roe,Lomé\n")
    import_file(tmp_path / "p.csv", tmp_path / "g.kg", MAP_BY_NAME)
    table = TableMap("Person", "name", links=(Link("town", "livesIn", "City"),))
    import_file(other, tmp_path / "g.kg", table)
    with kg.open(tmp_path / "g.kg") as graph:
        drawn = graph.graph()
        edges = drawn.out_edges(graph.iri("Peter Miller"), data=True)
        assert [data["n_sources"] for _, _, data in edges] == [2]


def test_a_hostile_cell_is_text_and_nothing_else(tmp_path):
    path = tmp_path / "t.csv"
    cells = ("<script>alert(1)</script>", "=A1+1", "'; DROP TABLE x; --", "{{7*x}}")
    path.write_text("name,home\n" + "".join(f'"{c}",Accra\n' for c in cells))
    import_file(path, tmp_path / "g.kg", MAP_BY_NAME)
    with kg.open(tmp_path / "g.kg") as graph:
        labels = {data["label"] for _, data in graph.graph().nodes(data=True)}
    assert labels == {*cells, "Accra"}


# ---------------------------------------------------------------- values

BORN = (
    'id,name,born,site,seats\n1,Ama Badu,1981-05-02,http://e.org/a,"1,200"\n2,Kofi Osei,1975,,x\n'
)
VALUES = {"born": "dateOfBirth", "site": "website"}


def held(directory: Path) -> dict[str, list[tuple[str, str]]]:
    with kg.open(directory) as graph:
        return {
            d["label"]: [(v["property"], v["value"]) for v in d.get("values", ())]
            for _, d in graph.graph().nodes(data=True)
        }


def test_columns_become_values_that_their_row_shows(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text(BORN)
    report = import_file(path, tmp_path / "g.kg", TableMap("Person", "name", values=VALUES))
    assert str(report) == "2 rows, 2 entities, 3 claims"
    assert held(tmp_path / "g.kg") == {
        "Ama Badu": [("dateOfBirth", "1981-05-02"), ("website", "http://e.org/a")],
        "Kofi Osei": [("dateOfBirth", "1975")],
    }
    assert run(["verify", "-g", str(tmp_path / "g.kg")]) == 0


def test_a_value_stands_in_its_row():
    found, _ = read(BORN, TableMap("Person", "name", values=VALUES))
    for claim in found.claims:
        assert claim.value
        assert claim.value.text in found.document.quote(claim.evidence[0])
        assert claim.object is None


@pytest.mark.parametrize(
    ("column", "attribute", "written", "kept"),
    [
        ("born", "dateOfBirth", "1981-05-02", "1981-05-02"),
        ("born", "dateOfBirth", "1981-05", "1981-05"),
        ("born", "dateOfBirth", "1981~", "1981~"),
        ("born", "dateOfBirth", "1981-05-02T00:00:00Z", "1981-05-02"),
        ("born", "dateOfBirth", "1981-02-30", None),
        ("born", "dateOfBirth", "05/02/1981", None),
        ("born", "age", "44", "44"),
        ("born", "age", "44.5", None),
        ("born", "age", "NaN", None),
        ("born", "age", "9" * 400, None),
        ("born", "address", "5 High Street", "5 High Street"),
        ("born", "website", "e.org", None),
        ("born", "population", "44", None),
    ],
)
def test_a_value_of_another_type_is_counted_and_not_kept(
    tmp_path, column, attribute, written, kept
):
    path = tmp_path / "p.csv"
    path.write_text(f"name,{column}\nAma Badu,{written}\n")
    table = TableMap("Person", "name", values={column: attribute})
    report = import_file(path, tmp_path / "g.kg", table)
    assert held(tmp_path / "g.kg") == {"Ama Badu": [(attribute, kept)] if kept else []}
    assert sum(n for _, n in report.dropped) == (0 if kept else 1)


def test_the_command_takes_values_and_keeps_them_in_the_map(tmp_path, capsys):
    path, kept = tmp_path / "p.csv", tmp_path / "m.toml"
    path.write_text(BORN)
    given = ("--as", "Person", "--value", "born:dateOfBirth", "--save-map", kept)
    assert shell(path, *given, "-g", tmp_path / "g.kg") == 0
    assert load_map(kept).values == {"born": "dateOfBirth"}
    assert shell(path, "--map", kept, "-g", tmp_path / "g.kg") == 0
    assert capsys.readouterr().out.endswith("2 claims (already there)\n")
    assert run(["show", "Ama Badu", "-g", str(tmp_path / "g.kg")]) == 0
    assert "1981-05-02" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("born", "write COLUMN:ATTRIBUTE"),
        ("born:dateOfBrith", "did you mean 'dateOfBirth'"),
        ("born:livesIn", "write COLUMN:ATTRIBUTE"),
        (":age", "did you mean 'age'"),
    ],
)
def test_a_value_that_is_none_is_told(written, fix):
    with pytest.raises(UsageError, match="gives no value") as caught:
        parse_value(written, default())
    assert fix in caught.value.fix


def test_a_map_cannot_give_a_value_that_the_ontology_lacks():
    with pytest.raises(InputError, match="'livesIn' is no attribute"):
        check(TableMap("Person", "name", values={"name": "livesIn"}), ["name"], default(), "t")
    with pytest.raises(InputError, match="has no column 'born'"):
        check(TableMap("Person", "name", values={"born": "age"}), ["name"], default(), "t")


# ---------------------------------------------------------------- what a cell may cost, or claim


@pytest.mark.parametrize("cell", ['"' + "x" * 2_000_000 + '"', '"' + '""' * 1_000_000 + '"', '"x'])
def test_a_huge_cell_costs_a_few_times_its_size(cell):
    text = f"name,note\nAma,{cell}\n"
    tracemalloc.start()
    try:
        found = list(csv_records(text, 0, "t"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found) == 1
    assert peak < 20_000_000  # a pattern that goes back took 270


@pytest.mark.parametrize(
    ("label", "voice"),
    [
        ("funds", ("Asserted", "Positive", "Certain")),
        ("not: funds", ("Asserted", "Negative", "Certain")),
        ("proposed: funds", ("Proposed", "Positive", "Certain")),
        ("possible: funds", ("Asserted", "Positive", "Possible")),
        ("contested: funds", ("Asserted", "Positive", "Unknown")),
        ("said: funds", None),
        ("alleged: funds", None),
    ],
)
def test_a_tie_that_is_no_fact_elsewhere_is_none_here(label, voice):
    text = f"Source,Target,Label\nPeru,Chile,{label}\n"
    found, left = read(text, guess(["Source", "Target", "Label"], default(), "Country"))
    if voice is None:
        assert [e.what for e in left] == [f"says '{label}' and not who says so"]
        assert found.claims == ()
        return
    (claim,) = found.claims
    assert (claim.modality, claim.polarity, claim.certainty) == voice
    assert claim.predicate == "funds"


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_rows_may_end_in_any_line_break(end):
    text = end.join(["name,home", 'Ama,"Accra, Ghana"', "Kofi,Lima", ""])
    rows = list(csv_records(text, 0, "t.csv"))
    assert [r.number for r in rows] == [2, 3]
    assert [[c.value for c in r.cells.values()] for r in rows] == [
        ["Ama", "Accra, Ghana"], ["Kofi", "Lima"],
    ]  # fmt: skip


@given(st.text('a",;\r\n\t ', max_size=30))
def test_every_text_comes_to_an_end_and_its_rows_follow_each_other(text):
    at = 0
    for found in csv_records(text, 0, "t.csv"):
        if not isinstance(found, InputError):
            assert found.span.start >= at
            at = found.span.end
            cells = [c for c in found.cells.values() if c.span]
            assert all(text[c.span.start : c.span.end] == c.value for c in cells)
