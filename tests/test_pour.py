"""Answers that are written into a file: the same bytes, never in memory, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.cli import run
from kg.errors import LimitError
from kg.query import Limits, query
from kg.query.worker import ROWS, TRIPLES
from kg.store import Store, write_store

NAMES = "SELECT ?s ?name { ?s skos:prefLabel ?name } ORDER BY ?s ?name"
TOLD = "CONSTRUCT { ?s skos:prefLabel ?name } WHERE { ?s skos:prefLabel ?name }"
EVERY = [
    *((NAMES, name) for name in (*ROWS, "jsonl", "md", None)),
    *((TOLD, name) for name in (*TRIPLES, None)),
    *(("ASK { ?s ?p ?o }", name) for name in ("json", "xml", None)),
    ("SELECT ?x { ?x kg:none ?y }", "csv"),
    ("CONSTRUCT WHERE { ?x kg:none ?y }", "turtle"),
]


@pytest.mark.parametrize("is_in_memory", [True, False])
@pytest.mark.parametrize(("text", "format"), EVERY)
def test_a_file_holds_what_the_answer_in_memory_does(
    text: str,
    format: str | None,
    is_in_memory: bool,
    example_store: Store,
    example_graph_dir: Path,
    tmp_path: Path,
) -> None:
    store: Any = example_store if is_in_memory else example_graph_dir
    told, out = query(store, text, format=format), tmp_path / "answer"
    out.write_bytes(b"what was there before and is longer than any answer" * 1000)
    found = query(store, text, format=format, out=out)
    assert lines(out.read_bytes()) == lines(
        told.data + b"\n" * (told.data[-1:] not in (b"", b"\n"))
    )
    assert found.data == b""
    same = ("kind", "format", "columns", "is_cut", "warnings")
    assert [getattr(found, n) for n in same] == [getattr(told, n) for n in same]


def lines(data: bytes) -> list[bytes]:
    """Return the head as it is and the rest sorted: no order of triples is promised."""
    found = data.split(b"\n")
    head = sum(line.startswith(b"@prefix") for line in found)
    return found[:head] + sorted(found[head:])


def test_rows_that_are_cut_are_cut_in_the_file_too(example_graph_dir: Path, tmp_path: Path) -> None:
    out = tmp_path / "two.csv"
    found = query(example_graph_dir, NAMES, format="csv", limits=Limits(max_rows=2), out=out)
    assert found.is_cut
    assert out.read_bytes().count(b"\n") == 3


@pytest.mark.parametrize(("text", "format"), [(NAMES, "csv"), (TOLD, "turtle")])
def test_an_answer_larger_than_a_file_may_be_is_refused(
    text: str, format: str, example_graph_dir: Path, tmp_path: Path
) -> None:
    with pytest.raises(LimitError, match="too large"):
        query(example_graph_dir, text, format=format, limits=Limits(max_file=100),
              out=tmp_path / "a")  # fmt: skip


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_a_full_disk_is_an_error_of_the_file(example_graph_dir: Path, format: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("/dev/full is a device of Linux")
    with pytest.raises(OSError, match="No space left"):
        query(example_graph_dir, NAMES, format=format, out=Path("/dev/full"))


@pytest.fixture
def spooled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which a command keeps its answer until it is whole."""
    folder = tmp_path / "spool"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_the_command_prints_what_it_writes_and_leaves_nothing(
    example_graph_dir: Path, tmp_path: Path, spooled: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "names.csv"
    asked = ["query", "-g", str(example_graph_dir), NAMES, "-f", "csv"]
    assert run([*asked, "-o", str(out)]) == run(asked) == run([*asked, "-o", "-"]) == 0
    printed, told = capfd.readouterr()
    assert (printed, told) == (2 * out.read_bytes().decode(), "")
    assert "Ana Quispe" in printed
    assert sorted(p.name for p in tmp_path.iterdir()) == ["example.kg", "names.csv", "spool"]
    assert not list(spooled.iterdir())


@pytest.mark.parametrize("to_file", [True, False])
def test_what_ends_early_leaves_neither_half_an_answer_nor_its_file(
    to_file: bool, tmp_path: Path, spooled: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    node = [ox.NamedNode(f"http://e/{n}") for n in range(300)]
    (tmp_path / "g.kg").mkdir()
    write_store(tmp_path / "g.kg", [[ox.Quad(n, node[0], n) for n in node]])
    out = tmp_path / "cross.csv"
    out.write_text("before")
    cross = "SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h }"
    asked = ["query", "-g", str(tmp_path / "g.kg"), cross, "-f", "csv", "--timeout", "1"]
    assert run([*asked, *(["-o", str(out)] if to_file else [])]) == 7
    printed, told = capfd.readouterr()
    assert printed == ""
    assert "longer than 1 s" in told
    assert out.read_text() == "before"
    assert not list(spooled.iterdir())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cross.csv", "g.kg", "spool"]


def test_a_folder_that_is_not_there_is_named(
    example_graph_dir: Path, tmp_path: Path, monkeypatch: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "gone"))
    assert run(["query", "-g", str(example_graph_dir), NAMES, "-f", "csv"]) == 6
    assert str(tmp_path / "gone") in capfd.readouterr().err


def test_only_its_owner_may_read_a_spooled_answer(spooled: Path) -> None:
    from kg.atomic import spool

    with spool() as path:
        assert path.parent == spooled
        assert path.stat().st_mode & 0o777 == 0o600
    assert not path.exists()
