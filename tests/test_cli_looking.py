"""The commands find, show, path, timeline, claims, sources, stats: what they print, and codes."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.cli import run
from kg.cli.looking import COMMANDS


@pytest.fixture(autouse=True)
def graph(example_graph_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KG_GRAPH", str(example_graph_dir))
    monkeypatch.chdir(example_graph_dir.parent)
    return example_graph_dir


def kg(capfd: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = run(list(args))
    out, err = capfd.readouterr()
    return code, out, err


def as_json(capfd: pytest.CaptureFixture[str], *args: str) -> Any:
    code, out, err = kg(capfd, *args, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_find_prints_entities_and_sentences(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capfd, "find", "quispe")
    assert (code, err) == (0, "")
    assert out.splitlines()[:3] == [
        "Ana Quispe  (as “Quispe”)  person, mentioned twice  id:ana-quispe", "", "Sentences (2)",
    ]  # fmt: skip


def test_find_says_that_it_had_to_guess_or_found_nothing(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert kg(capfd, "find", "quipse")[1].startswith("nothing is spelt 'quipse'; the nearest:\nAna")
    assert kg(capfd, "find", "zzzzz") == (0, "nothing found for 'zzzzz'\n", "")
    assert kg(capfd, "find", "zzzzz", "--exit-status")[0] == 1
    assert kg(capfd, "find", "peru", "--exit-status")[0] == 0


def test_timeline_prints_dates_and_what_has_none(capfd: pytest.CaptureFixture[str]) -> None:
    lines = kg(capfd, "timeline")[1].splitlines()
    assert lines[0] == "2025-05     freed (event; only reported)  affected: 13 miners"
    assert lines[2].startswith("2025-06-03  hearing (hearing or meeting)  place: Lima")
    assert "Without a date (4)" in lines
    assert kg(capfd, "timeline", "Prime Minister")[1] == "no events\n"


def test_claims_prints_status_speaker_and_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kg(capfd, "claims", "--by", "Quispe", "--about", "Peru")
    assert code == 0
    first, second = out.splitlines()
    assert re.fullmatch(
        r"\[denied\] Peru funds El Salvador   \(by Ana Quispe; asserted\)  [0-9a-f]{8}", first
    )
    assert second == (
        "      “Quispe denied that Peru funds El Salvador.”"
        "  Peru looks for prison space, sentence 5"
    )
    assert kg(capfd, "claims", "--contested")[1] == "no claims\n"
    assert "(by the article itself; asserted" in kg(capfd, "claims", "--by", "narrator")[1]


def test_sources_takes_a_file_name_and_a_publisher(capfd: pytest.CaptureFixture[str]) -> None:
    one = kg(capfd, "sources", "peru looks")[1]
    assert one == kg(capfd, "sources", "prisons.txt")[1] == kg(capfd, "sources", "kg tests")[1]
    assert kg(capfd, "sources", "kg test")[2].endswith("fix: did you mean 'kg tests'?\n")


def test_sources_prints_counts_and_one_with_its_claims(capfd: pytest.CaptureFixture[str]) -> None:
    lines = kg(capfd, "sources")[1].splitlines()
    assert lines[0] == "2025-06-04  kg tests  Peru looks for prison space"
    assert "12 claims, 4 in somebody's voice, 7 for facts" in lines[1]
    assert len(lines) == 2
    assert kg(capfd, "sources", "prison space")[1].count("(by ") == 12


def test_stats_prints_the_central_and_the_communities(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kg(capfd, "stats", "--central", "2", "--communities")
    lines = [line.split() for line in out.splitlines() if line.strip()]
    assert code == 0
    at = lines.index(["Most", "central"])
    assert lines[at + 1] == ["entity", "type", "pagerank", "betweenness", "degree"]
    assert lines[at + 3][0] == "CECOT"
    assert ["Communities,", "by", "Louvain", "(networkx)"] in lines


def test_path_goes_through_and_around(capfd: pytest.CaptureFixture[str]) -> None:
    ways = as_json(capfd, "path", "Prison Watch", "Peru", "--max", "5")
    assert len(ways) == len({tuple(h["target"] for h in way) for way in ways}) > 1
    (through,) = as_json(capfd, "path", "Prison Watch", "Peru", "--via", "El Salvador")
    assert "El Salvador" in [h["target_label"] for h in through]
    none = as_json(capfd, "path", "Prison Watch", "Peru", "--avoid", "El Salvador", "--facts")
    assert none == []


def test_path_falls_back_on_claims_and_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    asked = ("path", "foreign inmates", "Prison Watch")
    code, out, err = kg(capfd, *asked)
    assert code == 0
    assert "warning: no facts connect them; these are routes of claims" in err
    assert "transferred to" in out
    assert "[proposed]" in out
    assert kg(capfd, *asked, "--facts") == (
        0, "no route of facts from foreign inmates to Prison Watch\n", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["find"], 2, "Missing argument 'TEXT'"),
        (["find", "x", "--limit", "0"], 2, "0 is not in the range"),
        (["timeline", "Cecto"], 4, "did you mean 'CECOT'?"),
        (["claims", "--by", "Quipse"], 4, "did you mean 'Quispe'"),
        (["claims", "--about", "Zzz"], 4, "no entity 'Zzz'"),
        (["claims", "--modality", "allegd"], 2, "did you mean 'Alleged'?"),
        (["sources", "Peru loks for prison space"], 4, "did you mean 'Peru looks for"),
        (["stats", "--central", "none"], 2, "'none' is not a valid integer"),
        (["path", "Peru", "CECOT", "--via", "Zzz"], 4, "no entity 'Zzz'"),
        (["path", "Peru", "CECOT", "--avoid", "Zzz"], 4, "no entity 'Zzz'"),
        *((([c, *["x"] * (c in {"find", "show"}), "-g", "none.kg"], 4, "no such graph"))
          for c in ("find", "show", "timeline", "claims", "sources", "stats")),
    ],
)  # fmt: skip
def test_each_failure_has_its_code_and_says_what_to_do(
    args: list[str], code: int, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    got, out, err = kg(capfd, *args)
    assert (got, out) == (code, "")
    assert words in err


@pytest.mark.parametrize(
    ("args", "key"),
    [
        (["find", "peru"], "entities"),
        (["show", "peru"], "facts"),
        (["timeline"], "undated"),
        (["stats", "--central", "3", "--communities"], "communities"),
    ],
)
def test_json_is_an_object(args: list[str], key: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert as_json(capfd, *args)[key]


@pytest.mark.parametrize("args", [["claims"], ["sources"], ["path", "Peru", "CECOT"]])
def test_json_is_a_list(args: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert isinstance(as_json(capfd, *args), list)


def test_empty_lists_are_json_too(capfd: pytest.CaptureFixture[str]) -> None:
    assert as_json(capfd, "claims", "--contested") == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: str(c.name))
def test_every_help_has_two_examples_that_run(
    command: object, capfd: pytest.CaptureFixture[str]
) -> None:
    lines = getattr(command, "epilog", "").splitlines()
    examples = [line for line in lines if line.strip().startswith("kg ")]
    assert len(examples) == 2
    for example in examples:
        # The example's articles do not name the United States.
        args = ["Lima" if a == "United States" else a for a in shlex.split(example)[1:]]
        assert kg(capfd, *args)[0] == 0


@pytest.mark.parametrize(
    ("args", "heavy"),
    [
        (["find", "CECOT"], ["kg.render.picture", "networkx", "rdflib", "numpy", "urllib.request"]),
        (["show", "CECOT"], ["kg.render.picture", "networkx", "rdflib", "numpy", "urllib.request"]),
        (["timeline"], ["kg.render.picture", "networkx", "rdflib", "numpy", "urllib.request"]),
        (["path", "Peru", "CECOT"], ["kg.render.picture", "rdflib", "urllib.request"]),
    ],
)
def test_who_looks_does_not_wait_for_what_is_not_used(
    args: list[str], heavy: list[str], example_graph_dir: Path
) -> None:
    code = (
        "import sys; from kg.cli import run; code = run(sys.argv[1:]);"
        f"print(code, [m for m in {heavy} if m in sys.modules], file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, args[0], "-g", str(example_graph_dir), *args[1:]]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "0 []"
