from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kg import resources


@pytest.mark.parametrize("name", ["kg.ttl", "shapes.ttl", "frames.toml", "ties.toml", "queries"])
def test_the_ontology_folder_holds_what_the_library_reads(name):
    assert resources.ontology(name).exists()


@pytest.mark.parametrize(
    "parts",
    [
        ("gazetteer", "countries.tsv"),
        ("gazetteer", "places.tsv"),
        ("gazetteer", "bodies.tsv"),
        ("lexicons", "words.toml"),
        ("articles",),
        ("en_core_web_sm-3.8.0.sha256",),
    ],
)
def test_the_data_folder_holds_what_the_library_reads(parts):
    assert resources.data(*parts).exists()


def test_a_wheel_s_copy_goes_before_the_checkout_s(tmp_path, monkeypatch):
    package = tmp_path / "kg"
    (tmp_path / "ontology").mkdir(parents=True)
    package.mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources.ontology("kg.ttl") == tmp_path / "ontology" / "kg.ttl"
    (package / "_ontology").mkdir()
    assert resources.ontology("kg.ttl") == package / "_ontology" / "kg.ttl"
    assert resources.data("x") == tmp_path / "data" / "x"


@pytest.mark.parametrize("file", sorted(resources.ontology().glob("*.toml")), ids=lambda f: f.name)
def test_tables_of_the_ontology_are_toml_and_explain_themselves(file):
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert tomllib.loads(text)


@pytest.mark.parametrize(
    "file", sorted(resources.data("gazetteer").glob("*.tsv")), ids=lambda f: f.name
)
def test_a_gazetteer_names_its_source_and_has_whole_rows(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    rows = [x.split("\t") for x in lines if x and not x.startswith("#")]
    assert rows
    assert {len(r) for r in rows} <= {len(rows[0]), len(rows[0]) - 1, len(rows[0]) + 1}
    assert all(cell == cell.strip() for r in rows for cell in r)


@pytest.mark.parametrize(
    "file", sorted(resources.data("articles").glob("*.txt")), ids=lambda f: f.name
)
def test_a_demo_article_has_a_header_and_prose(file):
    text = file.read_text(encoding="utf-8")
    head, body = text.removeprefix("---\n").split("\n---\n", 1)
    keys = [line.partition(":")[0] for line in head.splitlines()]
    assert keys == ["title", "date", "publisher"]
    assert "publisher: kg demo" in head
    assert len(body.split()) > 100


def test_the_paths_are_absolute_so_that_any_folder_will_do():
    assert resources.ontology("kg.ttl").is_absolute()
    assert resources.data() != Path()
