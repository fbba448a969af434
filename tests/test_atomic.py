"""A file is written whole or not at all."""

from __future__ import annotations

import os
import stat

import pytest

from kg.atomic import atomic_write
from kg.errors import StoreError


def test_a_file_is_replaced_whole(tmp_path):
    path = tmp_path / "x"
    atomic_write(path, b"one")
    atomic_write(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_after_a_failure_the_old_file_is_intact(tmp_path, monkeypatch):
    path = tmp_path / "x"
    atomic_write(path, b"old")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        atomic_write(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_after_ctrl_c_the_old_file_is_intact_and_nothing_lies_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "x"
    atomic_write(path, b"old")

    def interrupted(*_):
        raise KeyboardInterrupt

    for where, step in ((os, "fsync"), (type(path), "replace")):
        with monkeypatch.context() as patched:
            patched.setattr(where, step, interrupted)
            with pytest.raises(KeyboardInterrupt):
                atomic_write(path, b"new")
        assert path.read_bytes() == b"old"
        assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_a_folder_that_is_not_there_is_a_store_error(tmp_path):
    with pytest.raises(StoreError, match="cannot be written"):
        atomic_write(tmp_path / "no" / "x", b"")


def test_written_files_have_ordinary_permissions(tmp_path):
    atomic_write(tmp_path / "x", b"")
    (tmp_path / "y").write_bytes(b"")
    modes = {stat.S_IMODE((tmp_path / n).stat().st_mode) for n in "xy"}
    assert len(modes) == 1


def test_pieces_of_text_and_of_bytes_make_one_file(tmp_path):
    atomic_write(tmp_path / "x", iter(["Perú, ", b"Lima"]))
    assert (tmp_path / "x").read_text(encoding="utf-8") == "Perú, Lima"


def test_when_what_gives_the_pieces_fails_the_old_file_is_intact(tmp_path):
    def pieces():
        yield "new"
        raise LookupError("gone")

    atomic_write(tmp_path / "x", b"old")
    with pytest.raises(LookupError):
        atomic_write(tmp_path / "x", pieces())
    assert (tmp_path / "x").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]
