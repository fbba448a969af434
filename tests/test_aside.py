"""Folders that are replaced whole: what a kill left behind, and systems that swap no folders."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pytest

from kg.export import aside
from kg.export.aside import MANIFEST, write_file, write_folder


def files(folder: Path) -> dict[str, str]:
    found = (f for f in folder.rglob("*") if f.is_file() and f.name != MANIFEST)
    return {f.relative_to(folder).as_posix(): f.read_text() for f in found}


@pytest.fixture(params=["swaps", "refuses", "lacks"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return how the system takes a swap of two folders."""
    if request.param == "refuses":
        monkeypatch.setattr(aside, "_EXCHANGE", 1 << 20)
    if request.param == "lacks":
        monkeypatch.setattr(ctypes, "CDLL", lambda name: object())
    return str(request.param)


def test_a_folder_takes_the_place_of_the_older_one(system: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write_folder(folder, [("a.csv", ["old"]), ("edges/b.csv", ["old"])])
    write_folder(folder, [("a.csv", ["n", "ew"])])
    assert files(folder) == {"a.csv": "new"}
    assert [f.name for f in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("left", [".out.new", ".out.old"])
def test_what_a_kill_left_aside_is_in_no_later_export(
    system: str, tmp_path: Path, left: str
) -> None:
    folder = tmp_path / "out"
    write_folder(folder, [("a.csv", ["old"])])
    (tmp_path / left / "edges").mkdir(parents=True)
    (tmp_path / left / "edges/stale.csv").write_text("stale")
    write_folder(folder, [("a.csv", ["new"])])
    assert files(folder) == {"a.csv": "new"}
    write_folder(folder, [("a.csv", ["newer"])])
    assert files(folder) == {"a.csv": "newer"}


def test_the_older_folder_comes_back_when_a_kill_came_between(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write_folder(tmp_path / ".out.old", [("a.csv", ["old"])])
    with pytest.raises(ZeroDivisionError):
        write_folder(folder, [("a.csv", (str(1 // n) for n in (1, 0)))])
    assert files(folder) == {"a.csv": "old"}


def test_a_folder_without_files_is_one_that_a_later_export_may_replace(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write_folder(folder, [])
    assert files(folder) == {}
    write_folder(folder, [("a.csv", ["x"])])
    assert files(folder) == {"a.csv": "x"}


def test_a_file_makes_the_folder_that_it_is_in(tmp_path: Path) -> None:
    write_file(tmp_path / "new" / "a.dot", ["a", b"b"])
    assert (tmp_path / "new" / "a.dot").read_text() == "ab"
