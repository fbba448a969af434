"""The dry look of a table: what is guessed of it, and that the command it prints does it."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.cli import run
from kg.tables import Link, TableMap, command, load_map, suggest
from kg.tables.mapping import check, parse_link, parse_value
from kg.vocabulary import default

PEOPLE = {"name": ["Ama Badu", "Kofi Osei"], "home": ["Accra", "Lima"], "born": ["1981", "1975"]}


def written(path: Path, columns: dict[str, list[str]]) -> Path:
    """Write columns of cells as a CSV."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([list(columns), *zip(*columns.values(), strict=True)])
    return path


def test_people_with_a_home_and_a_birthday() -> None:
    table = suggest("people", PEOPLE)
    assert table == TableMap(
        "Person", "name", links=(Link("home", "livesIn", "City"),), values={"born": "dateOfBirth"}
    )


@pytest.mark.parametrize(
    ("name", "columns", "class_"),
    [
        ("people", {"name": ["Ama"]}, "Person"),
        ("2024-persons", {"name": ["Ama"]}, "Person"),
        ("companies", {"name": ["Volta"]}, "Organization"),
        ("list of cities", {"name": ["Lima"]}, "City"),
        ("export", {"person": ["Ama"]}, "Person"),
        ("export", {"name": ["Ama"], "date_of_birth": ["1981"]}, "Person"),
        ("export", {"name": ["Ama"], "employer": ["Volta"]}, "Person"),
        ("export", {"name": ["Ama"]}, "Entity"),
        ("export", {"name": ["Volta"], "website": ["https://volta.example"]}, "Entity"),
    ],
)
def test_what_a_row_is_is_told_by_the_file_the_column_of_names_or_what_is_said_of_it(
    name: str, columns: dict[str, list[str]], class_: str
) -> None:
    assert suggest(name, columns).class_ == class_


@pytest.mark.parametrize(
    ("column", "cells", "link"),
    [
        ("home", ["Accra", "Lima"], Link("home", "livesIn", "City")),
        ("home", ["Accra", "Little Hamlet"], Link("home", "livesIn", "Place")),
        ("home", ["Accra", "Peru"], Link("home", "livesIn", "Place")),
        ("employer", ["United Nations"], Link("employer", "worksFor", "Organization")),
        ("place_of_birth", ["Lima"], Link("place_of_birth", "bornIn", "City")),
        ("city", ["Lima"], Link("city", "relatedTo", "City")),
        ("party", ["Unity Party"], Link("party", "memberOf", "Organization")),
        ("office", ["Deputy mayor"], Link("office", "holdsOffice", "Office")),
        ("Country", ["Peru"], Link("Country", "relatedTo", "Country")),
        ("subsidiary of", ["Volta"], None),  # a person is none
        ("remarks", ["Lima"], None),
        ("home:town", ["Lima"], None),
    ],
)
def test_a_column_ties_by_its_name_to_what_its_cells_name(
    column: str, cells: list[str], link: Link | None
) -> None:
    links = suggest("people", {"name": ["Ama"], column: cells}).links
    assert links == ((link,) if link else ())


@pytest.mark.parametrize(
    ("column", "cells", "attribute"),
    [
        ("born", ["1981-05-02", "1975"], "dateOfBirth"),
        ("born", ["02/05/1981"], None),  # not guessed at: nothing of it would be a value
        ("born", ["Lima"], None),
        ("Date of Birth", ["1981"], "dateOfBirth"),
        ("died", ["1999"], "dateOfDeath"),
        ("address", ["5 High Street"], "address"),
        ("url", ["https://ama.example"], "website"),
        ("population", ["12"], None),  # of a place
    ],
)
def test_a_column_of_dates_or_texts_is_a_value_if_its_cells_are(
    column: str, cells: list[str], attribute: str | None
) -> None:
    values = suggest("people", {"name": ["Ama"], column: cells}).values
    assert values == ({column: attribute} if attribute else {})


def test_an_edge_list_stays_one() -> None:
    table = suggest("people", {"source": ["Ama"], "target": ["Kofi"], "label": ["knows"]})
    assert (table.class_, table.label, table.relation) == ("Entity", "source", "label")


def printed(capfd: pytest.CaptureFixture[str], *args: str) -> str:
    """Return the command that the dry look prints."""
    assert run(["import", *args]) == 0
    out = capfd.readouterr().out
    return out.splitlines()[-1].removeprefix("next, if this is right: ")


def pasted(line: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        line, shell=True, cwd=cwd, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("name", "columns", "told"),
    [
        ("people.csv", PEOPLE, "2 rows, 4 entities, 4 claims"),
        ("my people.csv", {"name": ["O'Hara"], "born": ["1950"], "$(echo x)": ["a"]},
         "1 row, 1 entity, 1 claim"),
        ("stuff.csv", {"a": ["x"], "b": ["y"]}, "1 row, 1 entity, 0 claims"),
        ("firms.csv", {"firm; rm": ["Volta"], "country": ["Ghana"], "founded": ["1999"]},
         "1 row, 2 entities, 2 claims"),
    ],
)  # fmt: skip
def test_the_command_that_is_printed_works_as_it_stands(
    name: str, columns: dict[str, list[str]], told: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    written(Path(name), columns)
    done = pasted(printed(capfd, name), tmp_path)
    graph = f"{Path(name).stem}.kg"
    assert (done.returncode, done.stdout) == (0, f"{graph}: {told}\n"), done.stderr
    with kg.open(graph) as g:
        assert len(g.sources()) == 1


def test_the_dry_look_tells_what_is_left_and_keeps_what_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    written(Path("people.csv"), {**PEOPLE, "full": ["A", "B"], "notes": ["x", "y"]})
    assert run(["import", "people.csv", "--label", "full", "--save-map", "map.toml"]) == 0
    out = capfd.readouterr().out
    assert "only to be read in the row: name, notes\n" in out
    assert out.splitlines()[-1].startswith("next, if this is right: kg import people.csv --as Per")
    assert " --label full " in out
    assert load_map(Path("map.toml")).label == "full"
    assert list(Path().glob("*.kg")) == []
    written(Path("stuff.csv"), {"a": ["x"]})
    assert run(["import", "stuff.csv"]) == 0
    assert "what a row is did not show: write Person, " in capfd.readouterr().out


NAMES = ["name", "home", "born", "city", "employer", "url", "age", "x:y", "source", "a b"]
CELLS = st.lists(st.sampled_from(["Lima", "1981", "https://a.example", ""]), min_size=1, max_size=3)


@given(
    st.dictionaries(st.sampled_from(NAMES), CELLS, min_size=1),
    st.sampled_from(["people", "firms", "x", ""]),
)
def test_whatever_is_suggested_is_a_map_that_the_command_line_can_say(
    columns: dict[str, list[str]], name: str
) -> None:
    table, words = suggest(name, columns), default()
    check(table, columns, words, "t")
    for link in table.links:
        assert parse_link(f"{link.column}:{link.property}:{link.class_}", words) == link
    for column, attribute in table.values.items():
        assert parse_value(f"{column}:{attribute}", words) == (column, attribute)
    assert command(table, "t.csv", "t.kg").startswith("kg import t.csv --as ")
