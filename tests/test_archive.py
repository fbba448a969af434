from __future__ import annotations

import hashlib
import json
import re

import pytest

from kg.archive import Archive
from kg.atomic import atomic_write
from kg.errors import InputError, NotFoundError, StoreError
from kg.model import Document
from kg.quads import extractor_iri
from kg.read import parse


def put(archive, raw, name="a.txt"):
    document = parse(raw, name)
    archive.add_source(document, raw)
    return document


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "a.kg")


def test_a_new_directory_has_settings_and_an_empty_log_of_decisions(archive):
    assert sorted(p.name for p in archive.path.iterdir()) == [
        ".gitattributes", ".gitignore", "decisions.jsonl", "evidence", "kg.toml", "sources",
    ]  # fmt: skip
    assert archive.base == "https://kg.example/"
    assert archive.decisions() == []
    assert Archive.open(archive.path).settings == archive.settings


def test_what_git_keeps_in_the_folder_is_no_part_of_the_graph(archive):
    put(archive, b"Peru.\n")
    archive.write_manifest()
    (archive.path / ".git").mkdir()
    (archive.path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (archive.path / ".gitignore").write_text("store/\nnotes/\n")
    assert archive.check_manifest() == []
    assert not [name for name in archive.sums() if ".git" in name]


def test_a_folder_of_git_keeps_what_it_ignores(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("notes/\n")
    archive = Archive(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "notes/\n"
    assert (archive.path / ".gitattributes").is_file()


def test_a_conflict_that_git_left_among_the_decisions_is_told_with_what_to_do(archive):
    log = archive.path / "decisions.jsonl"
    log.write_text("<<<<<<< HEAD\n")
    with pytest.raises(InputError, match="git left a conflict here") as caught:
        archive.decisions()
    assert caught.value.where == f"{log}:1"
    assert "keep the lines of both sides" in caught.value.fix


def test_a_base_is_kept(tmp_path):
    Archive(tmp_path / "a.kg", base="https://news.example/")
    assert Archive.open(tmp_path / "a.kg").base == "https://news.example/"


@pytest.mark.parametrize("raw", ["“Perú”\r\nand more\n".encode(), b"\xef\xbb\xbfwith a mark"])
def test_a_source_comes_back_byte_by_byte(archive, raw):
    document = put(archive, raw)
    (back,) = archive.documents()
    assert back == document
    assert back.text.encode() == raw


def test_metadata_of_the_header_comes_back(archive):
    raw = b"---\ntitle: T\ndate: 2025-01-02\npublisher: P\nurl: https://u.example\n---\nText."
    document = put(archive, raw)
    (back,) = archive.documents()
    assert back == document
    assert back.body == document.body > 0


def test_names_are_kept_sorted_whatever_the_order(archive):
    for name in ("b.txt", "a.txt", "b.txt"):
        put(archive, b"text", name)
    archive.add_names(archive.hashes()[0], {"c.txt"})
    (path,) = (archive.path / "sources").glob("*.json")
    assert json.loads(path.read_text())["names"] == ["a.txt", "b.txt", "c.txt"]
    assert next(iter(archive.documents())).name == "a.txt"


def test_two_documents_with_one_short_hash_are_refused(archive):
    archive.add_source(Document("a" * 64, "x", name="x.txt"), b"x")
    with pytest.raises(InputError, match="begins with aaaaaaaa as well"):
        archive.add_source(Document("a" * 8 + "b" * 56, "y", name="y.txt"), b"y")


def test_a_source_that_is_not_its_hash_is_damaged(archive):
    put(archive, b"text")
    (path,) = (archive.path / "sources").glob("*.txt")
    path.write_bytes(b"tent")
    with pytest.raises(StoreError, match="damaged") as caught:
        list(archive.documents())
    assert caught.value.where == str(path)


@pytest.mark.parametrize("meta", [b"", b"{", b"[]", b"{}"])
def test_broken_metadata_is_damaged(archive, meta):
    put(archive, b"text")
    (path,) = (archive.path / "sources").glob("*.json")
    path.write_bytes(meta)
    with pytest.raises(StoreError, match="damaged"):
        list(archive.documents())


def test_evidence_comes_back_as_extractions(example_graph_dir, example):
    assert list(Archive.open(example_graph_dir).evidence()) == [example]


def test_damaged_evidence_names_its_file(example_graph_dir):
    (path,) = (example_graph_dir / "evidence").iterdir()
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(StoreError) as caught:
        list(Archive.open(example_graph_dir).evidence())
    assert caught.value.where == str(path)


# ---------------------------------------------------------------- decisions


def test_decisions_come_in_order(archive):
    lines = [{"at": "t", "by": "me", "do": "contest", "claim": c} for c in "ab"]
    text = "\n".join(json.dumps(line) for line in lines) + "\n\n"
    (archive.path / "decisions.jsonl").write_text(text)
    assert archive.decisions() == lines


@pytest.mark.parametrize("line", ["{", '"x"', '{"do": "contest"}'])
def test_a_line_that_is_no_decision_is_named(archive, line):
    (archive.path / "decisions.jsonl").write_text("\n" + line)
    with pytest.raises(InputError) as caught:
        archive.decisions()
    assert caught.value.where.endswith("decisions.jsonl:2")


# ---------------------------------------------------------------- manifest


def test_the_manifest_lists_every_file_but_the_store_and_what_is_hidden(example_graph_dir):
    listed = json.loads((example_graph_dir / "manifest.json").read_text())["files"]
    there = {p.relative_to(example_graph_dir).as_posix()
             for p in example_graph_dir.rglob("*") if p.is_file()}  # fmt: skip
    kept = {p for p in there if not p.startswith(("store", "."))}
    assert listed.keys() == kept - {"manifest.json"}
    assert len(listed) == 5


def test_a_flipped_byte_in_any_file_is_found(example_graph_dir):
    archive = Archive.open(example_graph_dir)
    assert archive.check_manifest() == []
    for name in archive.sums():
        path = example_graph_dir / name
        raw = path.read_bytes()
        path.write_bytes(bytes([raw[0] ^ 1]) + raw[1:] if raw else b"x")
        assert archive.check_manifest() == [(name, "was changed since it was written")]
        path.write_bytes(raw)


def test_missing_and_foreign_files_are_found(example_graph_dir):
    archive = Archive.open(example_graph_dir)
    (evidence,) = (example_graph_dir / "evidence").iterdir()
    evidence.rename(example_graph_dir / "evidence" / "other.nq")
    assert archive.check_manifest() == [
        (f"evidence/{evidence.name}", "is missing"),
        ("evidence/other.nq", "is not in the manifest"),
    ]


@pytest.mark.parametrize("raw", [b"", b"[]", b'{"files": 1}', b"\xff"])
def test_a_broken_manifest_is_found(example_graph_dir, raw):
    (example_graph_dir / "manifest.json").write_bytes(raw)
    found = Archive.open(example_graph_dir).check_manifest()
    assert found == [("manifest.json", "is missing or broken")]


# ---------------------------------------------------------------- the directory


def test_opening_what_is_not_there_is_not_found(tmp_path):
    with pytest.raises(NotFoundError, match="no such graph"):
        Archive.open(tmp_path / "no.kg")


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "letters.txt").write_text("mine")
    for make in (Archive, Archive.open):
        with pytest.raises(StoreError, match="no graph directory"):
            make(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["letters.txt"]


def test_a_file_in_place_of_the_directory_is_refused(tmp_path):
    (tmp_path / "a.kg").write_text("mine")
    with pytest.raises(StoreError, match="no graph directory"):
        Archive(tmp_path / "a.kg")


@pytest.mark.parametrize(
    ("settings", "message"),
    [("format = 99", "format 99 is not known"), ("format = ", "kg.toml"), ("", "format None")],
)
def test_settings_of_another_version_are_refused(archive, settings, message):
    (archive.path / "kg.toml").write_text(settings)
    with pytest.raises(StoreError) as caught:
        Archive.open(archive.path)
    assert message in str(caught.value)


def test_one_writer_keeps_another_out(archive):
    with archive.writing(), pytest.raises(StoreError, match="another kg build"), archive.writing():
        pass
    with archive.writing():
        pass


def test_a_writer_removes_what_a_killed_one_left(archive):
    left = archive.path / "sources" / ".x.txt.new"
    left.write_bytes(b"half")
    with archive.writing():
        assert not left.exists()


def test_an_empty_archive_is_discarded_and_a_used_one_is_kept(archive):
    put(archive, b"text")
    archive.discard()
    assert archive.path.is_dir()
    (archive.path / "sources" / f"{archive.hashes()[0]}.txt").unlink()
    archive.discard()
    assert not archive.path.exists()


def test_a_document_whose_adding_was_stopped_is_none(tmp_path, example, monkeypatch):
    archive = Archive(tmp_path / "a.kg")
    written = []

    def stop_after_one(path, content):
        if written:
            raise KeyboardInterrupt
        written.append(path)
        atomic_write(path, content)

    monkeypatch.setattr("kg.archive.atomic_write", stop_after_one)
    with pytest.raises(KeyboardInterrupt):
        archive.add_source(example.document, example.document.text.encode())
    assert list(archive.documents()) == []


# ---------------------------------------------------------------- large files


def test_evidence_comes_in_pieces_and_goes_in_blocks_cut_at_their_lines(archive, monkeypatch):
    monkeypatch.setattr("kg.archive._BLOCK", 64)
    sha256, lines = "a" * 64, [f"{'cut' if n % 5 else 'row'} {n}\n".encode() for n in range(200)]
    archive.write_evidence(sha256, iter(lines))
    assert archive.raw_evidence(sha256) == b"".join(lines)
    blocks = list(archive.evidence_blocks(sha256, re.compile(rb"\n(?=row)")))
    assert b"".join(blocks) == b"".join(lines)
    assert len(blocks) > 10
    assert all(b.startswith(b"row") and b.endswith(b"\n") and len(b) < 200 for b in blocks)
    assert archive.evidence_head(sha256).startswith(b"row 0\ncut 1\n")


def test_what_cannot_be_written_to_its_end_leaves_nothing(archive):
    def lines():
        yield b"one\n"
        raise InputError("no more", fix="none")

    with pytest.raises(InputError):
        archive.write_evidence("a" * 64, lines())
    assert list((archive.path / "evidence").iterdir()) == []


def test_evidence_that_is_gone_is_told(archive):
    for read in (
        lambda: archive.evidence_head("a" * 64),
        lambda: list(archive.evidence_blocks("a" * 64, re.compile(rb"\n"))),
    ):
        with pytest.raises(StoreError, match="damaged or missing"):
            read()


def test_evidence_is_that_of_the_extractor_which_it_names(archive):
    assert not archive.is_read_by("a" * 64, "table/1")
    archive.write_evidence("a" * 64, b"")
    assert not archive.is_read_by("a" * 64, "table/1")
    archive.write_evidence("a" * 64, f"<x:run> <x:by> {extractor_iri('table/1')} .\n".encode())
    assert archive.is_read_by("a" * 64, "table/1")
    assert not archive.is_read_by("a" * 64, "table/2")


def test_the_sum_of_a_file_follows_every_change_of_it(archive):
    sums = []
    for content in (b"one\n", b"two\n", b"one\n"):
        archive.write_evidence("a" * 64, content)
        sums.append(archive.sums()["evidence/aaaaaaaa.nq"])
    assert sums[0] == sums[2] != sums[1]
    assert sums[1] == hashlib.sha256(b"two\n").hexdigest()
    archive.evidence_path("a" * 64).unlink()
    assert "evidence/aaaaaaaa.nq" not in archive.sums()
