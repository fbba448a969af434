"""Rows of an export, kept beside the store: used again, made again, never trusted blindly."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.archive import Archive
from kg.errors import StoreError
from kg.export import FORMATS, export, format_named
from kg.export.projection import FILES, VERSION
from kg.export.rows import column_types
from kg.model import Extraction
from kg.store import Store
from kg.validate import verify
from tests.kept import kept_rows, make_up, rename

OF_ROWS = [f.name for f in FORMATS if f.rows or f.folder]


@pytest.fixture
def opened(example_graph_dir: Path) -> Iterator[Store]:
    with Store.open(example_graph_dir) as store:
        yield store


def written(store: Store, name: str, directory: Path | None, **options: Any) -> list[Any]:
    """Return all that an export writes, and its report."""
    found = export(store, format_named(name), directory=directory, **options)
    pieces = list(found.file) or [(n, list(each)) for n, each in found.folder or ()]
    return [pieces, found.report.as_record()]


def no_stream(*_: Any, **__: Any) -> None:
    raise AssertionError("the store is read")


@pytest.mark.parametrize("claims", [False, True])
@pytest.mark.parametrize("name", OF_ROWS)
def test_an_export_of_kept_rows_is_that_of_the_store(
    name: str, claims: bool, opened: Store, example_graph_dir: Path, monkeypatch: Any
) -> None:
    of_store = written(opened, name, None, claims=claims)
    assert written(opened, name, example_graph_dir, claims=claims) == of_store
    monkeypatch.setattr("kg.export.projection.Stream", no_stream)
    assert written(opened, name, example_graph_dir, claims=claims) == of_store
    assert len(str(of_store)) > 500


def test_facts_and_claims_are_kept_apart(opened: Store, example_graph_dir: Path) -> None:
    facts = written(opened, "csv", example_graph_dir)
    claims = written(opened, "csv", example_graph_dir, claims=True)
    assert facts != claims
    assert {p.name for p in example_graph_dir.glob("store.*")} == set(FILES.values())
    assert written(opened, "csv", example_graph_dir) == facts


def test_a_changed_graph_makes_the_rows_again(
    example: Extraction, opened: Store, example_graph_dir: Path
) -> None:
    before = str(written(opened, "graphml", example_graph_dir))
    opened.close()
    rename(example_graph_dir, example, "Ana Zorrilla")
    with Store.open(example_graph_dir) as store:
        after = str(written(store, "graphml", example_graph_dir))
        assert after == str(written(store, "graphml", None))
    assert ("Ana Zorrilla" in before, "Ana Zorrilla" in after) == (False, True)


@pytest.mark.parametrize("harm", ["garbage", "cut", "empty", "other"])
def test_what_is_no_file_of_rows_is_made_again(
    harm: str, opened: Store, example_graph_dir: Path
) -> None:
    before, path = written(opened, "gexf", example_graph_dir), example_graph_dir / FILES[False]
    written(opened, "gexf", example_graph_dir, claims=True)
    whole, other = path.read_bytes(), (example_graph_dir / FILES[True]).read_bytes()
    harmed = {"garbage": b"x" * 9000, "cut": whole[:3000], "empty": b"", "other": other}
    path.write_bytes(harmed[harm])
    assert written(opened, "gexf", example_graph_dir) == before
    assert not list(example_graph_dir.glob(f"{path.name}.*"))


def test_a_changed_row_is_never_exported(opened: Store, example_graph_dir: Path) -> None:
    before, path = written(opened, "csv", example_graph_dir), example_graph_dir / FILES[False]
    with sqlite3.connect(path) as tables:
        tables.execute("UPDATE piece SET told = replace(told, 'Peru', 'Fiji') WHERE part = 'edge'")
    tables.close()
    assert b"Fiji" in path.read_bytes()
    assert written(opened, "csv", example_graph_dir) == before
    assert b"Fiji" not in path.read_bytes()


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM shape",
        "UPDATE shape SET names = '[]'",
        "UPDATE piece SET told = '{'",
        "UPDATE piece SET told = x'00ff'",
        """UPDATE shape SET names = replace(names, '"label"', '"a\\"><script>"')""",
        "UPDATE piece SET told = printf('%.*c', 100000, '[')",
    ],
)
def test_tables_that_somebody_made_up_are_an_error_and_no_traceback(
    harm: str, opened: Store, example_graph_dir: Path
) -> None:
    written(opened, "csv", example_graph_dir)
    make_up(example_graph_dir, FILES[False], VERSION, harm)
    with pytest.raises(StoreError, match="damaged") as caught:
        written(opened, "csv", example_graph_dir)
    assert caught.value.where == str(example_graph_dir / FILES[False])
    assert "delete that file" in str(caught.value.fix)


def test_a_view_in_the_place_of_a_table_is_not_asked(
    opened: Store, example_graph_dir: Path
) -> None:
    before = written(opened, "csv", example_graph_dir)
    view = (
        "ALTER TABLE piece RENAME TO real;"
        "CREATE VIEW piece AS WITH RECURSIVE n(part, count, told) AS"
        " (SELECT 'node', 1, '[]' UNION ALL SELECT part, count, told FROM n)"
        " SELECT * FROM n"
    )
    make_up(example_graph_dir, FILES[False], VERSION, view)
    assert written(opened, "csv", example_graph_dir) == before


def test_where_the_folder_cannot_be_written_the_rows_lie_elsewhere(
    opened: Store, example_graph_dir: Path
) -> None:
    # A folder in its place cannot be replaced, whoever asks: root may write where others may not.
    (example_graph_dir / FILES[False] / "full").mkdir(parents=True)
    assert written(opened, "dot", example_graph_dir) == written(opened, "dot", None)
    assert not list(example_graph_dir.glob(f"{FILES[False]}.*"))


def test_the_rows_are_no_part_of_what_is_verified(opened: Store, example_graph_dir: Path) -> None:
    written(opened, "csv", example_graph_dir)
    opened.close()
    assert list(verify(example_graph_dir)) == []


def test_whoever_may_read_the_store_may_read_the_rows(
    opened: Store, example_graph_dir: Path
) -> None:
    written(opened, "csv", example_graph_dir)
    like = example_graph_dir / "like"
    like.touch()
    assert (example_graph_dir / FILES[False]).stat().st_mode == like.stat().st_mode


def test_git_leaves_out_what_is_kept_beside_the_store(tmp_path: Path, example: Extraction) -> None:
    ignored = (Archive(tmp_path / "new.kg").path / ".gitignore").read_text().split()
    for name in ("store", "store.search", "store.next", *FILES.values()):
        assert any(Path(name).match(pattern) for pattern in ignored)
    assert not any(Path("sources").match(pattern) for pattern in ignored)


NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]*", fullmatch=True)
CELLS = st.one_of(
    st.text(), st.integers(), st.booleans(), st.floats(allow_nan=False), st.lists(st.text())
)


@given(st.lists(st.dictionaries(NAMES, CELLS, max_size=6), max_size=20))
def test_rows_come_back_as_they_were(rows: list[dict[str, Any]]) -> None:
    kept = kept_rows(iter(rows))
    assert list(kept) == rows
    assert [list(r) for r in kept] == [list(r) for r in rows]  # in the same order
    assert column_types(kept) == column_types(rows)
    assert len(kept) == len(rows)
