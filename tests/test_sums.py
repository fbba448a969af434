"""Sums of files are made once, and again when a file is not as it was."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from kg.archive import Archive
from kg.build import rebuild_store
from kg.sums import Sums


def sum_of(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file that counts as old enough for its times to tell of every change."""
    monkeypatch.setattr("kg.sums._SETTLED", -1)
    (tmp_path / "a").write_bytes(b"one")
    return tmp_path / "a"


def kept(folder: Path) -> Sums:
    """Return sums of which "a" is known, and known falsely: so it shows who asks the file."""
    sums = Sums(folder, "sums")
    sums.of("a")
    sums.keep()
    found = json.loads((folder / "sums").read_bytes())
    found["a"][0] = "false"
    (folder / "sums").write_text(json.dumps(found))
    return Sums(folder, "sums")


def test_a_file_that_is_as_it_was_is_not_read_again(old):
    sums = kept(old.parent)
    assert sums.of("a") == "false"
    assert sums.of("a", is_kept=False) == sum_of(b"one")
    assert sums.of("a") == sum_of(b"one")  # it was read now
    sums.keep()
    assert Sums(old.parent, "sums").of("a") == sum_of(b"one")


@pytest.mark.parametrize("raw", [b"two", b"longer", b""])
def test_a_file_that_changed_is_read_even_if_its_time_is_set_back(old, raw):
    sums, before = kept(old.parent), old.stat()
    old.write_bytes(raw)
    os.utime(old, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert sums.of("a") == sum_of(raw)


def test_a_file_that_is_put_in_the_place_of_another_is_read(old):
    sums = kept(old.parent)
    other = old.with_name("b")
    other.write_bytes(b"two")
    other.replace(old)
    assert sums.of("a") == sum_of(b"two")


def test_what_was_written_just_now_is_not_kept_for_it_may_change_without_a_trace(tmp_path):
    (tmp_path / "a").write_bytes(b"one")
    sums = Sums(tmp_path, "sums")
    assert sums.of("a") == sum_of(b"one")
    sums.keep()
    assert not (tmp_path / "sums").exists()


def test_files_that_are_gone_are_forgotten(old):
    kept(old.parent)
    old.rename(old.with_name("b"))
    sums = Sums(old.parent, "sums")
    sums.of("b")
    sums.keep()
    assert list(json.loads((old.parent / "sums").read_bytes())) == ["b"]


@pytest.mark.parametrize("raw", [b"", b"[1]", b'{"a": 1}', b'{"a": []}', b"\xff"])
def test_sums_that_cannot_be_read_are_made_again(old, raw):
    (old.parent / "sums").write_bytes(raw)
    assert Sums(old.parent, "sums").of("a") == sum_of(b"one")


def test_the_check_of_a_graph_reads_every_file_whatever_is_kept(example_graph_dir, monkeypatch):
    monkeypatch.setattr("kg.sums._SETTLED", -1)
    rebuild_store(Archive.open(example_graph_dir))
    path = example_graph_dir / "store.sums"
    found = json.loads(path.read_bytes())
    name = next(n for n in found if n.startswith("evidence/"))
    found[name][0] = "false"
    path.write_text(json.dumps(found))
    assert Archive.open(example_graph_dir).check_manifest() == []
    wrong = Archive.open(example_graph_dir).check_manifest(is_kept=True)
    assert wrong == [(name, "was changed since it was written")]
    assert not any(n.startswith("store") for n in Archive.open(example_graph_dir).sums())
