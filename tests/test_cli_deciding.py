"""The command decide: what it prints, its codes, and that it takes back what it did."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from kg.cli import run
from kg.cli.deciding import COMMANDS
from kg.decisions import FIELDS


@pytest.fixture(autouse=True)
def graph(example_graph_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KG_GRAPH", str(example_graph_dir))
    monkeypatch.setenv("KG_REVIEWER", "a reviewer")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767323045")
    monkeypatch.chdir(example_graph_dir.parent)
    return example_graph_dir


def kg(capfd: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = run(list(args))
    out, err = capfd.readouterr()
    return code, out, err


def test_there_is_a_command_for_each_action() -> None:
    (decide,) = COMMANDS
    assert isinstance(decide, click.Group)
    assert set(decide.commands) == set(FIELDS)


def test_a_decision_is_told_with_what_it_changed_and_how_to_take_it_back(
    capfd: pytest.CaptureFixture[str], graph: Path
) -> None:
    said = "Prison Watch criticizes CECOT"
    code, out, err = kg(capfd, "decide", "contest", said, "--why", "the wire differs")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "decision 1: contest “Prison Watch criticized CECOT”",
        "  no fact any more: Prison Watch ──criticizes──▶ CECOT",
        "  no fact any more: criticized (criticism)",
        "  no fact any more: criticized ──agent──▶ Prison Watch",
        "  no fact any more: criticized ──part of──▶ hearing",
        "  no fact any more: criticized ──topic──▶ CECOT",
        f"take it back: kg decide undo 1 -g {graph}",
    ]
    code, out, _ = kg(capfd, "decide", "undo", "1")
    assert code == 0
    assert out.splitlines()[:2] == [
        "decision 2: undo 1", "  now a fact: Prison Watch ──criticizes──▶ CECOT",
    ]  # fmt: skip


def test_the_id_of_a_claim_that_show_and_claims_print_means_it(
    capfd: pytest.CaptureFixture[str],
) -> None:
    lines = kg(capfd, "show", "Prison Watch")[1].splitlines()
    (fact,) = [n for n, line in enumerate(lines) if "──criticizes──▶ CECOT" in line]
    assert kg(capfd, "decide", "reject", lines[fact + 1].split()[-1], "--dry-run")[0] == 0
    for line in kg(capfd, "claims", "--by", "Quispe")[1].splitlines()[::2]:
        code, out, _ = kg(capfd, "decide", "reject", line.split()[-1], "--dry-run")
        assert (code, out.splitlines()[0].split(":")[0]) == (0, "would be decision 1")


def test_alone_it_lists_the_decisions(capfd: pytest.CaptureFixture[str]) -> None:
    assert kg(capfd, "decide") == (0, "no decisions\n", "")
    kg(capfd, "decide", "rename", "Peru", "Perú", "--why", "as it calls itself")
    kg(capfd, "decide", "merge", "many officials", "Some guards")
    kg(capfd, "decide", "undo", "2")
    code, out, _ = kg(capfd, "decide", "--json")
    found = json.loads(out)
    assert (code, [d["in_force"] for d in found]) == (0, [True, False, False])
    out = kg(capfd, "decide")[1]
    for text in ("as it calls itself", "a reviewer", "2026-01-02", "undone", "id:peru: Perú"):
        assert text in out


def test_nothing_that_was_a_fact_is_told_when_none_was(capfd: pytest.CaptureFixture[str]) -> None:
    out = kg(capfd, "decide", "link", "Peru", "wd:Q419", "--dry-run")[1]
    assert out.splitlines() == [
        "would be decision 1: link id:peru: http://www.wikidata.org/entity/Q419",
        "  no fact came or went",
    ]  # fmt: skip


def test_a_value_that_is_no_fact_any_more_is_told(
    capfd: pytest.CaptureFixture[str], graph: Path
) -> None:
    (graph.parent / "people.csv").write_text("name,born\nAma Badu,1981-05-02\n")
    kg(capfd, "import", "people.csv", "--as", "Person", "--value", "born:dateOfBirth")
    code, out, _ = kg(capfd, "decide", "contest", "Ama Badu: date of birth 1981-05-02")
    assert (code, out.splitlines()[1]) == (
        0, "  no fact any more: Ama Badu: date of birth 1981-05-02",
    )  # fmt: skip


def test_a_claim_of_words_alone_makes_no_fact_and_that_is_told(
    capfd: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = kg(capfd, "decide", "confirm", "CECOT may hold 40,000 people", "--dry-run")
    told = "  no fact came or went: the claim is of words, not of a relation"
    assert (code, out.splitlines()[1]) == (0, told)


def test_a_claim_is_meant_by_some_of_its_words_if_no_other_has_them(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert kg(capfd, "decide", "contest", "Prison Watch criticizes", "--dry-run")[0] == 0
    code, out, err = kg(capfd, "decide", "contest", "El Salvador", "--dry-run")
    assert (code, out) == (4, "")
    first, *several, fix = err.splitlines()
    assert first == "error: 'El Salvador' may mean several claims:"
    assert len(several) > 1
    assert all(line[:10].strip().isalnum() and "El Salvador" in line for line in several)
    assert fix == "fix: give an id"
    assert kg(capfd, "decide", "contest", "Prison Wat", "--dry-run")[0] == 4


def test_an_assertion_needs_its_quote_and_its_document(capfd: pytest.CaptureFixture[str]) -> None:
    triple = ("Prison Watch", "criticizes", "Peru")
    code, _, err = kg(capfd, "decide", "assert", *triple, "--document", "Peru looks")
    assert (code, "--quote" in err) == (2, True)
    quote = "Peru negotiates with El Salvador and seeks an agreement with it."
    code, out, err = kg(capfd, "decide", "assert", *triple, "--document",
                        "Peru looks for prison space", "--quote", quote, "--json")  # fmt: skip
    assert (code, err) == (0, "")
    assert json.loads(out)["gained"] == ["Prison Watch ──criticizes──▶ Peru"]
    assert "Prison Watch" in kg(capfd, "show", "Peru")[1]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("contest", "ffffffff"), 4, "no claim 'ffffffff'"),
        (("merge", "Peru", "Atlantis"), 4, "no entity 'Atlantis'"),
        (("merge", "Peru", "Prison Watch"), 2, "is of class"),
        (("merge", "Peru"), 2, "takes 2 targets"),
        (("undo", "7"), 4, "no decision 7"),
        (("retype", "Peru", "Contry"), 2, "did you mean"),
        (("contest",), 2, "Missing argument"),
        (("approve", "x"), 2, "No such command"),
    ],
)
def test_what_cannot_be_decided_is_an_error_with_its_code(
    capfd: pytest.CaptureFixture[str], graph: Path, args: tuple[str, ...], code: int, said: str
) -> None:
    got, out, err = kg(capfd, "decide", *args)
    assert (got, out) == (code, "")
    assert said in err
    assert (graph / "decisions.jsonl").read_bytes() == b""


def test_a_decision_without_effect_is_a_warning(
    capfd: pytest.CaptureFixture[str], graph: Path
) -> None:
    line = {"at": "2026-01-02T03:04:05Z", "by": "me", "do": "rename", "entity": "x:gone",
            "label": "y"}  # fmt: skip
    (graph / "decisions.jsonl").write_text(json.dumps(line) + "\n")
    code, _, err = kg(capfd, "decide", "rename", "Peru", "Perú")
    assert (code, err) == (0, "warning: decision 1 finds its target no more: x:gone\n")


def test_the_graph_may_be_named_before_or_after_the_action(
    capfd: pytest.CaptureFixture[str], graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_GRAPH", "elsewhere.kg")
    dry = ("rename", "Peru", "Perú", "--dry-run")
    assert kg(capfd, "decide", *dry)[0] == 4
    assert kg(capfd, "decide", "-g", str(graph), *dry)[0] == 0
    assert kg(capfd, "decide", *dry, "-g", str(graph))[0] == 0
