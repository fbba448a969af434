"""Files and folders to texts, and texts to what was read in them, in the order of the files."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from kg.errors import KgError, NotFoundError
from kg.read import MAX_BYTES
from kg.read.files import place, texts_of
from kg.reading import extract_files


@pytest.fixture
def folder(tmp_path):
    """Return a folder of nine short texts."""
    for n in range(9):
        text = f"Kenya funds Uganda. Togo has arrested mayor number {n}. Ghana criticized Benin.\n"
        (tmp_path / f"{n:03}.txt").write_text(text * (1 + n % 3))
    return tmp_path


def test_documents_come_back_in_the_order_of_their_files(folder):
    (folder / "004.txt").write_bytes(b"\xff")
    failed: list[KgError] = []
    lines = list(extract_files([folder], failed, jobs=3))
    names = [Path(json.loads(line)["document"]["path"]).name for line in lines]
    assert names == [f"{n:03}.txt" for n in range(9) if n != 4]
    assert [Path(error.where).name for error in failed] == ["004.txt"]


def test_what_is_told_of_a_text_and_what_is_lost_in_it_come_in_one_walk(folder):
    failed: list[KgError] = []
    lost: Counter[tuple[str, str]] = Counter()
    told = list(extract_files([folder], failed, jobs=1, tell=name_and_claims, lost=lost))
    assert [line.split()[0] for line in told] == [f"{n:03}.txt" for n in range(9)]
    assert all(int(line.split()[1]) > 0 for line in told)
    assert all(isinstance(n, int) and rule for (_, rule), n in lost.items())


def name_and_claims(extraction, path):
    return f"{Path(path).name} {len(extraction.claims)}"


def test_an_extractor_that_nobody_installed_is_not_found(folder):
    with pytest.raises(NotFoundError, match="extractor"):
        list(extract_files([folder], [], extractor="no-such"))


def test_a_text_in_a_file_of_several_has_a_place_of_its_own(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("title,text\nOne,Peru funds Chile.\nTwo,Chile funds Peru.\n")
    failed: list[KgError] = []
    found = [place(file, text) for file, text in texts_of([table], failed, MAX_BYTES)]
    assert failed == []
    assert len(set(found)) == 2
    assert all(p.startswith(f"{table}, ") for p in found)
