"""Rows that go to the store while their evidence is written give what that gives afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from test_tables_rows import HEAD, LABELS, MAP, TOLD, quads, rows_of, table, tables, told

from kg.archive import Archive
from kg.build import finish, rebuild_store
from kg.errors import InputError, StoreError
from kg.gazetteer import default as names
from kg.link import join
from kg.parts import RowPart, TableThings, Told
from kg.quads import RowReader, extractor_iri
from kg.store import stamp
from kg.tables import Link, TableMap, import_file
from kg.tables.stream import Stream, part_of
from kg.update import PARTS
from kg.validate import verify

TWICE = TableMap("Person", "name", links=(Link("name", "relatedTo", "Person"),))
WORDS = TableMap("Entity", "name", links=(Link("home"),), relation="born")


@settings(max_examples=40, deadline=None)
@given(tables)
def test_a_part_of_rows_to_come_is_that_of_their_evidence_and_gives_the_same(text):
    with TemporaryDirectory() as folder:
        archive, rows = Archive(Path(folder)), rows_of(text)
        part, document = part_of(rows, archive), rows.document
        assert part.new
        assert not any((archive.path / "evidence").iterdir())
        linking = join([part.summary], names())
        given = told(part, [], linking, document)
        raw = archive.raw_evidence(document.sha256)
        reader = RowReader(document.sha256, archive.base)
        read = RowPart.of([raw], document, reader.tool(raw))
        assert part.written() == read
        assert given == told(read, [raw], linking, document)
        assert given == told(part, [raw], linking, document)  # a second time it is read


@pytest.mark.parametrize(
    ("map_", "text", "is_new"),
    [
        (MAP, table([("1", "Ama Badu", "", "Keta")]), True),
        (TOLD, table([("1", "Keta", "", "Ghana")]), False),
        (TWICE, table([("1", "Ama Badu", "", "Keta")]), False),
        (WORDS, table([("1", "Ama Badu", "", "Keta")]), False),
    ],
)
def test_where_more_than_names_counts_the_evidence_is_written_first(tmp_path, map_, text, is_new):
    archive = Archive(tmp_path / "g.kg")
    part = part_of(rows_of(text, map_), archive)
    assert bool(part.new) == is_new
    assert archive.evidence_path(part.sha256).exists() != is_new


@pytest.mark.parametrize("what", ["decisions.jsonl", "evidence"])
def test_decisions_and_evidence_that_is_there_are_heeded(tmp_path, what):
    archive, rows = Archive(tmp_path / "g.kg"), rows_of(table([("1", "Ama Badu", "", "Keta")]))
    if what == "evidence":
        archive.write_evidence(rows.document.sha256, b"old")
    else:
        (archive.path / what).write_text('{"at": "2025", "by": "me", "do": "undo", "number": 1}\n')
    assert part_of(rows, archive).new is None
    assert archive.raw_evidence(rows.document.sha256) != b"old"


def test_a_literal_that_looks_like_a_name_stays_as_it_is(tmp_path):
    home = f"https://kg.example/id/doc-{rows_of('').document.sha8}/"
    graph = f"https://kg.example/graph/doc/{rows_of('').document.sha8}"
    bad = f"x <{home}ama-badu> <{graph}> ."
    rows = rows_of(table([("1", "Ama Badu", "", bad), ("2", bad, "1981", "Keta")]))
    part = part_of(rows, Archive(tmp_path / "g.kg"))
    assert part.new
    lines = b"".join(part.graph([], rows.document, Told({}, {}))).splitlines()
    quotes = [line for line in lines if b"#quote" in line]
    assert sum(f'"{bad}"'.encode() in line for line in quotes) == 2
    assert not any(home.encode() in line for line in lines if b"#refersTo" in line)


def test_an_extractor_that_another_document_tells_of_is_not_told_again(tmp_path):
    rows = rows_of(table([("1", "Ama Badu", "", "Keta")]))
    archive = Archive(tmp_path / "g.kg")
    part = part_of(rows, archive)
    tool = extractor_iri(rows.extractor, archive.base).value.encode()
    given = b"".join(part.graph([], rows.document, Told({}, {}, tells_tool=False)))
    assert not any(line.startswith(b"<" + tool) for line in given.splitlines())
    assert archive.raw_evidence(rows.document.sha256).count(b"\n<" + tool) == 2


def test_what_fails_on_the_way_leaves_no_evidence_and_the_old_store(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(HEAD + "1,Ama Badu,1981,Keta\n")
    import_file(path, tmp_path / "g.kg", MAP)
    archive = Archive.open(tmp_path / "g.kg")
    before = quads(archive)
    rows = rows_of(HEAD + "".join(f"{n},{label},1981,Lima\n" for n, label in enumerate(LABELS)))
    archive.add_source(rows.document, rows.document.text.encode())
    part = part_of(rows, archive)

    def broken():
        yield from ()
        raise InputError("is broken")

    rows.records = broken
    with pytest.raises(StoreError, match="damaged"):  # its source is not what its name says
        finish(archive, made=[part])
    with pytest.raises(InputError, match="is broken"):
        list(part.graph([], rows.document, Told({}, {})))
    assert not archive.evidence_path(rows.document.sha256).exists()
    assert not list(archive.path.rglob(".*.new"))
    assert quads(archive) == before


def test_a_source_whose_evidence_was_never_written_is_read_by_the_same_import(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(HEAD + "1,Ama Badu,1981,Keta\n2,Kofi Osei,,Lima\n")
    first = import_file(path, tmp_path / "whole.kg", MAP)
    whole, archive = Archive.open(tmp_path / "whole.kg"), Archive(tmp_path / "g.kg")
    shutil.copytree(whole.path / "sources", archive.path / "sources", dirs_exist_ok=True)
    finish(archive)
    assert stamp(archive.path)["counts"]["documents"] == 0
    assert import_file(path, archive.path, MAP).to_json() == first.to_json()
    assert quads(archive) == quads(whole)
    assert archive.check_manifest() == []


def test_tables_beside_one_another_are_kept_as_a_rebuild_keeps_them(tmp_path):
    for name, home in (("a.csv", "Keta"), ("b.csv", "Lima"), ("c.csv", "Keta")):
        rows = [(str(n), label, "1981", home) for n, label in enumerate(LABELS) if label]
        (tmp_path / name).write_text(table(rows))
        import_file(tmp_path / name, tmp_path / "g.kg", MAP)
    archive = Archive.open(tmp_path / "g.kg")
    kept, given = (archive.path / "store" / PARTS).read_bytes(), quads(archive)
    assert list(verify(archive.path)) == []
    rebuild_store(archive)
    assert (archive.path / "store" / PARTS).read_bytes() == kept
    assert quads(archive) == given


def test_a_stream_collects_what_linking_needs_where_it_is_asked_to(tmp_path):
    things, rows = TableThings(), rows_of(table([("1", "Keta", "", "Ghana")]), TOLD)
    stream = Stream(rows, Archive(tmp_path / "g.kg"))
    assert [bool(facts) for _, facts in stream.lines(Told({}, {}), things)] == [False, True]
    assert (stream.size, stream.is_written, len(rows.things)) == (1, True, 0)
    summary = things.summary(rows.document.sha256, "https://kg.example/x/")
    assert [(c.subject, c.object) for c in summary.claims] == [("keta", "ghana")]
