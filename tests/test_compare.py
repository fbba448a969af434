"""Two graph directories compared: `kg diff`, `kg.diff`, and what it does with broken ones."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.archive import Archive
from kg.atomic import atomic_write
from kg.build import finish
from kg.cli import run
from kg.errors import NotFoundError, StoreError, UsageError
from kg.model import Extraction
from kg.quads import claim_iris, local_iris


@pytest.fixture
def old(example_graph_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(example_graph_dir.parent)
    return example_graph_dir


@pytest.fixture
def new(old: Path, example: Extraction) -> Path:
    """Return a copy of the graph in which two claims were decided on and two entities named."""
    copy = old.with_name("new.kg")
    shutil.copytree(old, copy)
    things, claims = local_iris(example), claim_iris(example)
    noted(copy, do="contest", claim=claims["c1"], quote="Peru negotiates", why="no talks yet")
    noted(copy, do="confirm", claim=claims["c5"], quote="Soldiers freed 13 miners")
    noted(copy, do="rename", entity=things["e4"], label="Terrorism Confinement Center")
    noted(copy, do="merge", entity=things["e11"], into=things["e10"])
    finish(Archive.open(copy))
    return copy


def noted(directory: Path, **decision: str) -> None:
    """Write down a decision, without bringing the store up to date."""
    with (directory / "decisions.jsonl").open("a") as file:
        file.write(json.dumps({"at": "2026-01-02T03:04:05Z", "by": "ana", **decision}) + "\n")


def told(capfd: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = run(["diff", *args])
    out, err = capfd.readouterr()
    return code, out, err


def test_equal_graphs_say_so_and_exit_with_0(old: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(old, "copy.kg")
    assert told(capfd, "example.kg", "copy.kg") == (
        0, "example.kg → copy.kg: no difference\n", "",
    )  # fmt: skip
    assert told(capfd, "example.kg", "example.kg")[0] == 0


def test_a_changed_status_comes_first_each_line_with_its_sentence(
    new: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capfd, "example.kg", "new.kg")
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert lines[0] == (
        "example.kg → new.kg: 2 changed status; decisions: 4 new; entities: 1 changed, 1 merged"
    )
    assert lines[2] == "Changed status (2)"
    assert lines[3].startswith(
        "  ~ freed (event)  affected: 13 miners: said by Ana Quispe → fact by "
    )
    assert lines[4].startswith("      “Soldiers freed 13 miners in May 2025,” said")
    assert lines[5].startswith("  ~ Peru negotiates with El Salvador: fact → contested  ")
    assert "  + contest “Peru negotiates”   (by ana, 2026-01-02: no talks yet)" in out
    assert "  ~ Terrorism Confinement Center: name CECOT → Terrorism Confinement Center" in lines
    home = r"\(unnamed group\)  id:doc-[0-9a-f]{8}"
    merged = rf"  ~ many officials {home}/many-officials merged into Some guards {home}/some-guards"
    assert re.fullmatch(merged, lines[-1])


def test_the_other_way_round_it_is_gone(new: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = told(capfd, "new.kg", "example.kg")[1]
    assert "decisions: 4 gone; entities: 1 changed, 1 split" in out
    assert "  ~ Peru negotiates with El Salvador: contested → fact  " in out
    assert "  - rename " in out


def test_a_document_brings_facts_and_claims_and_a_long_list_is_cut(
    old: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    Archive(tmp_path / "empty.kg")
    code, out, _ = told(capfd, "empty.kg", "example.kg", "--limit", "2")
    lines = out.splitlines()
    assert code == 1
    assert "Documents (1 new)" in lines
    assert "  + 2025-06-04  kg tests  Peru looks for prison space" in lines
    facts = lines[lines.index("Facts (7 new)") :]
    assert facts[1].startswith("  + Peru negotiates with El Salvador   [1 source]  ")
    assert facts[2].startswith("  + Peru seeks agreement with El Salvador   [1 source]  ")
    assert facts[3] == (
        "      “Peru negotiates with El Salvador and seeks an agreement with it.”"
        "  Peru looks for prison space, sentence 1"
    )
    assert "  … and 5 more new: --limit 7" in facts
    whole = told(capfd, "empty.kg", "example.kg", "--limit", "99")[1]
    assert " more new" not in whole
    entities = whole[whole.index("Entities (11 new)") :].splitlines()[1:]
    assert entities[0] == "  + Ana Quispe (person)  id:ana-quispe"
    assert not any("unattributed" in line for line in entities)  # who says, not whom


def test_a_sentence_of_several_facts_in_a_row_comes_once(
    old: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    Archive(tmp_path / "empty.kg")
    out = told(capfd, "empty.kg", "example.kg", "--facts")[1]
    assert out.count("“Peru negotiates with El Salvador and seeks an agreement with it.”") == 1
    assert "Claims" not in out
    assert "Entities" not in out


def test_facts_alone_may_be_equal_where_claims_differ(
    old: Path, example: Extraction, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(old, "new.kg")
    noted(Path("new.kg"), do="contest", claim=claim_iris(example)["c9"])
    assert told(capfd, "example.kg", "new.kg")[0] == 1
    assert told(capfd, "example.kg", "new.kg", "--facts") == (
        0, "example.kg → new.kg: no difference\n", "",
    )  # fmt: skip


def test_json_is_what_python_gives(new: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capfd, "example.kg", "new.kg", "--json")
    found: dict[str, Any] = json.loads(out)
    assert code == 1
    assert found == kg.diff("example.kg", "new.kg")
    assert list(found) == [
        "old", "new", "is_equal", "status", "facts", "claims", "entities", "documents", "decisions",
    ]  # fmt: skip
    assert [d["number"] for d in found["decisions"]["added"]] == [1, 2, 3, 4]
    with kg.open("example.kg") as g, kg.open("new.kg") as other:
        assert g.diff(other) == g.diff("new.kg") == found
        assert set(g.diff(other, facts=True)) == {"old", "new", "is_equal", "status", "facts"}


def test_a_graph_without_a_store_is_compared_by_its_files_and_nothing_is_written(
    new: Path, old: Path
) -> None:
    whole = kg.diff(old, new)
    for directory in (old, new):
        shutil.rmtree(directory / "store")
    before = sorted(p for d in (old, new) for p in d.rglob("*"))
    assert kg.diff(old, new) == whole
    assert sorted(p for d in (old, new) for p in d.rglob("*")) == before


def test_a_store_that_is_older_than_the_files_is_not_believed(old: Path, new: Path) -> None:
    whole = kg.diff(old, new)
    shutil.copytree(old, "pulled.kg")
    atomic_write(Path("pulled.kg/decisions.jsonl"), (new / "decisions.jsonl").read_bytes())
    assert {**kg.diff(old, "pulled.kg"), "new": str(new)} == whole


def test_what_is_missing_broken_or_of_another_base_is_told(old: Path) -> None:
    with pytest.raises(NotFoundError, match="no such graph"):
        kg.diff(old, "nowhere.kg")
    Path("folder").mkdir()
    with pytest.raises(StoreError, match="is no graph directory"):
        kg.diff("folder", old)
    Archive(Path("other.kg"), base="https://other.example/")
    with pytest.raises(UsageError, match="their IRIs begin otherwise"):
        kg.diff(old, "other.kg")
    shutil.copytree(old, "again.kg")
    noted(Path("again.kg"), do="contest", claim="another")
    for table in (old / "store").glob("*.sst"):
        table.write_bytes(b"\0" * table.stat().st_size)
    with pytest.raises(StoreError, match="the store is damaged") as raised:
        kg.diff(old, "again.kg")
    assert "kg build --rebuild" in raised.value.fix


def test_the_command_tells_errors_in_words(old: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = told(capfd, "example.kg", "nowhere.kg")
    assert (code, out) == (4, "")
    assert err.startswith("error: nowhere.kg: no such graph\nfix: ")
    assert told(capfd, "example.kg", "http://localhost/sparql")[0] == 2


@pytest.mark.parametrize(
    ("command", "meant"),
    [("compare", "diff"), ("changes", "diff"), ("allegations", "ask allegations")],
)
def test_other_names_lead_to_a_command(
    command: str, meant: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run([command, "a.kg", "b.kg"]) == 2
    assert f"Did you mean 'kg {meant}'?" in capfd.readouterr().err


def test_the_examples_of_its_help_run(new: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "--help"]) == 0
    examples = re.findall(r"^ +kg (diff .*)$", capfd.readouterr().out, flags=re.MULTILINE)
    assert len(examples) == 2
    shutil.copytree("example.kg", "old.kg")
    shutil.copytree(new, "peru.kg")
    for example in examples:
        assert run(shlex.split(example)) == 1
        assert "Peru negotiates with El Salvador" in capfd.readouterr().out
