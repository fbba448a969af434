"""Names that need no context: what a name, a demonym and a code find, and sound tables."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import gazetteer, resources
from kg.errors import InputError
from kg.gazetteer import Gazetteer, Row
from kg.vocabulary import default as vocabulary

FOLDER = resources.data("gazetteer")
TABLES = ("countries.tsv", "bodies.tsv", "places.tsv")
ROWS = gazetteer.default().rows
COUNTRIES = [r for r in ROWS if r.key.startswith("country:")]


# ---------------------------------------------------------------- what a name finds


@pytest.mark.parametrize(
    ("name", "row", "kind"),
    [
        ("Peru", "Peru", "Country"),
        ("the Bahamas", "The Bahamas", "Country"),
        ("The Bahamas", "The Bahamas", "Country"),
        ("US", "United States", "Country"),
        ("U.S.", "United States", "Country"),
        ("the United States", "United States", "Country"),
        ("UK", "United Kingdom", "Country"),
        ("DR Congo", "Democratic Republic of the Congo", "Country"),
        ("UN", "United Nations", "Organization"),
        ("the U.N.", "United Nations", "Organization"),
        ("ACLU", "American Civil Liberties Union", "NGO"),
        ("US Congress", "United States Congress", "Legislature"),
        ("Reuters", "Reuters", "MediaOrganization"),
        ("Lima", "Lima", "City"),
        ("Texas", "Texas", "AdministrativeArea"),
        ("Bogotá", "Bogotá", "City"),
        ("Bogota", "Bogotá", "City"),
        ("Sao Paulo", "São Paulo", "City"),
        ("Ulaanbaatar", "Ulan Bator", "City"),
    ],
)
def test_a_name_or_alias_finds_its_row(name, row, kind):
    found = gazetteer.default().lookup(name)[0]
    assert (found.name, found.type) == (row, kind)


def test_a_bare_name_of_several_places_finds_them_all():
    assert {r.country for r in gazetteer.default().lookup("San Jose")} == {"US", "CR"}


@pytest.mark.parametrize(
    "name",
    [
        "",
        "us",
        "who",
        "Who",
        "peru",
        "PERU",
        "Perus",
        "Atlantis",
        "Peru ",
        "it",
        "un",
        "aclu",
        "The",
    ],
)
def test_what_is_no_name_finds_nothing(name):
    assert gazetteer.default().lookup(name) == ()


def test_a_curly_apostrophe_is_an_apostrophe():
    rows = (Row("geonames:1", "St. John's", "City"),)
    assert Gazetteer(rows).lookup("St. John’s") == rows


def test_rows_of_one_name_keep_the_order_of_the_table():
    rows = tuple(Row(f"geonames:{n}", "Springfield", "City", c) for n, c in ((1, "US"), (2, "AU")))
    assert Gazetteer(rows).lookup("Springfield") == rows


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("Peruvian", "Peru"),
        ("Peruvians", "Peru"),
        ("Salvadoran", "El Salvador"),
        ("American", "United States"),
        ("British", "United Kingdom"),
        ("French", "France"),
        ("Kenyan", "Kenya"),
        ("Chinese", "China"),
        ("Venezuelans", "Venezuela"),
    ],
)
def test_a_demonym_finds_its_country(word, country):
    row = gazetteer.default().demonym(word)
    assert row is not None
    assert (row.name, row.type) == (country, "Country")
    assert gazetteer.default().country(row.country) is row


@pytest.mark.parametrize("word", ["", "peruvian", "Peru", "Andean", "European", "Martian"])
def test_what_is_no_demonym_finds_no_country(word):
    assert gazetteer.default().demonym(word) is None


def test_a_code_that_no_country_has_finds_nothing():
    assert gazetteer.default().country("ZZ") is None
    assert gazetteer.default().country("PE").name == "Peru"


@given(st.text(max_size=30))
def test_any_text_can_be_looked_up(name):
    for row in gazetteer.default().lookup(name):
        names = {n.removeprefix("The ").replace("’", "'") for n in (row.name, *row.aliases)}
        assert name.replace("’", "'").removeprefix("the ").removeprefix("The ") in names


def test_names_come_once_and_short_ones_with_their_article():
    names = list(gazetteer.default().names())
    assert len(names) == len(set(names))
    short = gazetteer.default().names_by_length(2)
    assert gazetteer.default().names_by_length(2) is short  # made once, as every text asks for it
    assert {"Peru", "the Peru", "The World Bank", "World Bank"} <= short
    assert "American Civil Liberties Union" not in short


# ---------------------------------------------------------------- the tables are sound


def test_keys_are_unique():
    assert [k for k, n in Counter(r.key for r in ROWS).items() if n > 1] == []


@pytest.mark.parametrize("kind", sorted({r.type for r in ROWS}))
def test_every_class_is_in_the_ontology(kind):
    assert kind in vocabulary().classes


def test_no_alias_or_demonym_belongs_to_two_countries_or_bodies():
    few = [r for r in ROWS if not r.key.startswith("geonames:")]
    names = Counter(n for r in few for n in {r.name, *r.aliases})
    assert [n for n, count in names.items() if count > 1] == []
    shared = {d: n for d, n in Counter(d for r in ROWS for d in r.demonyms).items() if n > 1}
    # two states, one people's name: the first of the table stands
    assert set(shared) <= {"Congolese", "Guinean", "Guineans", "Korean", "Koreans", "Dominican",
                           "Dominicans"}  # fmt: skip


def test_every_country_code_is_known():
    codes = {r.country for r in COUNTRIES}
    assert len(codes) == len(COUNTRIES) > 200
    assert {r.country for r in ROWS if r.country} <= codes


def test_every_capital_is_a_city_of_its_own_country():
    table = gazetteer.default()
    sovereign = [r for r in COUNTRIES if r.capital and r.type == "Country"]
    assert len(sovereign) > 180
    strange = [
        r.capital
        for r in sovereign
        if (rows := table.lookup(r.capital)) and all(c.country != r.country for c in rows)
    ]
    assert strange == []
    absent = [r.capital for r in sovereign if not table.lookup(r.capital)]
    assert len(absent) <= 7  # small towns that the table does not reach


def test_ids_elsewhere_are_well_formed_and_unique():
    known = re.compile(r"http://www\.wikidata\.org/entity/Q\d+|https://sws\.geonames\.org/\d+/")
    iris = [i for r in ROWS for i in r.exact_match]
    assert [i for i in iris if not known.fullmatch(i)] == []
    assert [i for i, n in Counter(iris).items() if n > 1] == []


def test_every_sovereign_state_has_a_wikidata_id():
    assert [r.name for r in COUNTRIES if r.type == "Country" and len(r.exact_match) < 2] == []


def test_names_and_cells_carry_no_stray_blanks():
    cells = [c for r in ROWS for c in (r.name, *r.aliases, *r.demonyms, r.capital)]
    assert [c for c in cells if c != " ".join(c.split())] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_table_names_its_source_and_licence(table):
    head = [line for line in (FOLDER / table).read_text().splitlines()[:3] if line[0] == "#"]
    assert re.search(r"CC BY 4\.0|CC0|compiled by the kg team", " ".join(head))


# ---------------------------------------------------------------- tables of one's own


@pytest.fixture
def folder(tmp_path):
    """Return a folder of three tables with one row each."""
    (tmp_path / "countries.tsv").write_text(
        "# source\nZQ\tZubrowka\tCountry\tLutz\t77\tQ1\tZub|ZBR\tZubrowkan|Zubrowkans\n"
    )
    (tmp_path / "bodies.tsv").write_text("Lutz Guild\tNGO\tZQ\t\tLG\tnever-by-name\n")
    (tmp_path / "places.tsv").write_text("Lutz\tCity\tZQ\t78\t\n")
    return tmp_path


def test_a_row_holds_every_cell_of_its_line(folder):
    country, body, city = gazetteer.load(folder).rows
    assert country == Row(
        "country:ZQ", "Zubrowka", "Country", "ZQ", ("Zub", "ZBR"), ("Zubrowkan", "Zubrowkans"),
        "Lutz", ("http://www.wikidata.org/entity/Q1", "https://sws.geonames.org/77/"),
    )  # fmt: skip
    assert body == Row("name:Lutz Guild", "Lutz Guild", "NGO", "ZQ", ("LG",), never_by_name=True)
    assert city == Row(
        "geonames:78", "Lutz", "City", "ZQ", exact_match=("https://sws.geonames.org/78/",)
    )


@pytest.mark.parametrize(
    ("table", "line", "columns"),
    [
        ("countries.tsv", "ZQ\tZubrowka", 8),
        ("bodies.tsv", "Lutz Guild,NGO", 6),
        ("places.tsv", "", 5),
    ],
)
def test_a_line_of_another_length_is_named(folder, table, line, columns):
    path = folder / table
    path.write_text(path.read_text() + line + "\n")
    number = path.read_text().count("\n")
    with pytest.raises(InputError, match=f"columns, expected {columns}") as error:
        gazetteer.load(folder)
    assert error.value.where == f"{table}:{number}"


def test_a_missing_table_is_named(folder):
    (folder / "places.tsv").unlink()
    with pytest.raises(InputError, match="cannot be read") as error:
        gazetteer.load(folder)
    assert error.value.where.endswith("places.tsv")
