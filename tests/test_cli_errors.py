"""Bad input through the command line: one line of what and where, a fix, the code, nothing lost."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg import errors
from kg.cli import run
from kg.errors import KgError
from kg.query import worker

KG = "from kg.cli import entry; entry()"
GOOD = "Peru declared a state of emergency in Lima. “Soldiers left,” said Ana Quispe.\n"
BAD_FILES = {
    "binary.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 40,
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "latin.txt": "Perú declaró".encode("latin-1"),
    "utf16.txt": "Peru declared an emergency.".encode("utf-16"),
    "cut.txt": "Perú".encode()[:-1],
}


def command(
    *args: str, cwd: Path, code: str = KG, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run kg in a process of its own, as a shell does."""
    clean = {k: v for k, v in os.environ.items() if k != "KG_GRAPH"}
    return subprocess.run(
        [sys.executable, "-c", code, *args],
        cwd=cwd,
        env={**clean, **(env or {})},
        capture_output=True,
        text=True,
    )


def content(folder: Path) -> dict[str, str]:
    """Return the sum of every file in a folder, by its path."""
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def is_one_clear_message(text: str) -> bool:
    """Whether stderr is one `error:` line, perhaps a caret under it, and at most one fix."""
    lines = text.splitlines()
    return (
        lines[0].startswith("error: ")
        and sum(x.startswith("error:") for x in lines) == 1
        and sum(x.startswith("fix: ") for x in lines) <= 1
        and "Traceback" not in text
    )


@pytest.fixture
def here(example_graph_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder that holds one graph, example.kg, and one good text."""
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_GRAPH", raising=False)
    return tmp_path


# ---------------------------------------------------------------- files that cannot be read


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("verb", ["build", "extract"])
def test_a_bad_file_is_named_and_leaves_nothing(
    here: Path, capfd: pytest.CaptureFixture[str], verb: str, name: str
) -> None:
    (here / name).write_bytes(BAD_FILES[name])
    before = content(here)
    args = ["-o", "new.kg"] if verb == "build" else []
    assert run([verb, name, *args]) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert is_one_clear_message(err)
    assert re.match(rf"error: {name}(:\d+)*: \w+", err)
    assert content(here) == before
    assert not (here / "new.kg").exists()


@pytest.mark.parametrize(
    "args", [["build", "missing.txt", "-o", "new.kg"], ["extract", "missing.txt"]]
)
def test_a_missing_file_is_not_found(
    here: Path, capfd: pytest.CaptureFixture[str], args: list[str]
) -> None:
    assert run(args) == 4
    assert is_one_clear_message(err := capfd.readouterr().err)
    assert err.startswith("error: missing.txt: ")
    assert not (here / "new.kg").exists()


def test_a_missing_file_beside_a_good_one_is_bad_input(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["extract", "missing.txt", "good.txt"]) == 3
    out, err = capfd.readouterr()
    assert len(out.splitlines()) == 1
    assert is_one_clear_message(err)


def test_bad_files_among_good_ones_are_each_named_and_the_rest_is_built(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = here / "texts"
    folder.mkdir()
    for name, raw in BAD_FILES.items():
        (folder / name).write_bytes(raw)
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    assert run(["build", "texts", "-o", "new.kg"]) == 3
    out, err = capfd.readouterr()
    assert out.startswith("new.kg: 1 document, ")
    named = re.findall(r"^error: texts/([\w.]+):", err, re.MULTILINE)
    assert sorted(named) == sorted(BAD_FILES)
    assert run(["verify", "-g", "new.kg"]) == 0


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["build", "good.txt"], 2, "Missing option '-o'"),
        (["build", "-o", "new.kg"], 2, "fix: "),
        (["build", "good.txt", "-o", "good.txt"], 6, "good.txt"),
        (["build", "good.txt", "-o", "."], 6, "is no graph directory"),
        (["extract"], 2, "Missing argument"),
        (["extract", "good.txt", "--format", "yaml"], 2, "'yaml' is not 'jsonl'"),
    ],
)
def test_a_command_put_together_wrongly_changes_nothing(
    here: Path, capfd: pytest.CaptureFixture[str], args: list[str], code: int, said: str
) -> None:
    before = content(here)
    assert run(args) == code
    err = capfd.readouterr().err
    assert said in err
    assert "Traceback" not in err
    assert content(here) == before


# ---------------------------------------------------------------- damaged graphs

KINDS = ("sources/*.txt", "sources/*.json", "evidence/*.nq", "kg.toml", "manifest.json",
         "store/*.sst", "store/MANIFEST-*")  # fmt: skip


@pytest.mark.parametrize("pattern", KINDS)
def test_a_flipped_byte_is_found_by_verify(
    here: Path, capfd: pytest.CaptureFixture[str], pattern: str
) -> None:
    files = sorted((here / "example.kg").glob(pattern))
    if not files:
        pytest.skip(f"this store has no {pattern}")
    raw = bytearray(files[0].read_bytes())
    raw[len(raw) // 2] ^= 0x20
    files[0].write_bytes(bytes(raw))
    code = run(["verify"])
    out, err = capfd.readouterr()
    assert code in (1, 6)
    named = {"manifest.json": "manifest"}.get(files[0].name, files[0].name)
    assert named in out + err or "store" in out + err
    assert "Traceback" not in err
    assert "all is well" not in out


def test_a_damaged_store_is_made_again_by_the_command_that_the_error_names(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (here / "example.kg" / "store" / "CURRENT").write_bytes(b"nonsense\n")
    assert run(["stats"]) == 6
    err = capfd.readouterr().err
    assert is_one_clear_message(err)
    (fix,) = re.findall(r"fix: kg (.+)", err)
    assert run(fix.split()) == 0
    assert run(["verify"]) == 0


ASKING = (
    ["query", "SELECT * { GRAPH ?g { ?s ?p ?o } }"],
    ["query", "CONSTRUCT WHERE { ?s ?p ?o }"],
    ["query", "SELECT (COUNT(*) AS ?n) { ?s kg:speaker ?o }"],
    *(["ask", "people"], ["stats"], ["show", "Peru"], ["find", "Peru"], ["timeline"], ["claims"]),
    *(["export", "-o", "x.trig"], ["export", "-o", "x.graphml"], ["render", "-o", "x.html"]),
)


def test_a_table_with_a_broken_block_is_store_trouble_or_not_needed(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    troubled = set()
    tables = (here / "example.kg" / "store").glob("*.sst")
    for table in sorted(tables, key=lambda path: -path.stat().st_size)[:6]:
        whole = table.read_bytes()
        table.write_bytes(whole[:300] + bytes(50) + whole[350:])
        for args in ASKING:
            code, err = run(args), capfd.readouterr().err
            assert code in (0, 6), args
            if code:
                troubled.add(args[0])
                assert "the store is damaged" in err
                assert "fix: kg build --rebuild -o" in err
                assert is_one_clear_message(err)
        assert run(["verify"]) in (1, 6)
        assert table.name in "".join(capfd.readouterr())
        table.write_bytes(whole)
    assert {"query", "stats", "show", "export"} <= troubled
    assert run(["verify"]) == 0


def test_a_folder_that_is_no_graph_is_refused(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (here / "notes.kg").mkdir()
    (here / "notes.kg" / "a.md").write_text("mine")
    for args in (["stats", "-g", "notes.kg"], ["build", "good.txt", "-o", "notes.kg"]):
        assert run(args) == 6
        assert is_one_clear_message(capfd.readouterr().err)
    assert content(here / "notes.kg").keys() == {"a.md"}


# ---------------------------------------------------------------- names, queries, formats, outputs


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["show", "Cecto"], 4, "error: no entity 'Cecto'\nfix: did you mean 'CECOT'?"),
        (["path", "Peru", "El Salvdor"], 4, "did you mean 'El Salvador'?"),
        (["render", "--focus", "Prizon Watch", "-o", "a.html"], 4, "'Prison Watch'"),
        (["ask", "who-said-wat"], 4, "did you mean 'who-said-what'"),
        (["query", "SELECT ?x WHERE { ?x a kg:Person"], 3, "query:1:33: expected"),
        (["query", "SELECT ?x WHERE {\n ?x ~ ?y }"], 3, "query:2:2: expected a triple"),
        (["query", "none.rq"], 3, "none.rq: "),
        (["query", "SELECT ?x { ?x a ex:Person }"], 3, "unknown prefix 'ex:'"),
        (["query", "DROP ALL"], 3, "DROP is refused"),
        (["query", "SELECT ?x { ?x a kg:Person }", "-f", "turtle"], 2, "turtle"),
        (["render", "-o", "a.jpg"], 2, "fix: name it FILE.html, FILE.svg"),
        (["export", "-o", "a.docx"], 2, "fix: -f trig|"),
        (["export", "-o", "a.ttl"], 2, "--facts takes the fact layer"),
        (["export", "-o", "none/such/a.trig"], 6, "none/such/a.trig: cannot be written"),
        (["render", "-o", "none/such/a.html"], 6, "none/such/a.html: cannot be written"),
        (["query", "ASK { ?s ?p ?o }", "-o", "none/such/a.json"], 6, "none/such/a.json"),
        (["stats", "-g", "none.kg"], 4, "error: none.kg: no such graph\nfix: kg build"),
        (["shwo"], 2, "No such command 'shwo'"),
        (["show", "CECOT", "--no-such"], 2, "No such option"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_code_and_its_remedy(
    here: Path, capfd: pytest.CaptureFixture[str], args: list[str], code: int, said: str
) -> None:
    before = content(here)
    assert run(args) == code
    out, err = capfd.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err
    assert content(here) == before


def test_a_broken_query_shows_its_line_under_a_caret(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(["query", "SELECT ?x WHERE {\n  ?x kg:label label }"])
    first, line, caret = capfd.readouterr().err.splitlines()[:3]
    assert first == """error: query:2:20: expected "." or ":\""""
    assert line == "    ?x kg:label label }"
    assert caret.index("^") == line.index("label }") + len("label")


@pytest.mark.parametrize(
    "args",
    [["export", "-o", "out.trig"], ["render", "-o", "out.html"], ["render", "-o", "out.svg"]],
)
def test_a_failed_output_leaves_the_old_file(
    here: Path, capfd: pytest.CaptureFixture[str], args: list[str]
) -> None:
    out = here / args[-1]
    out.mkdir()  # a folder where the file should go cannot be replaced by a file
    (out / "kept").write_text("x")
    assert run(args) == 6
    assert is_one_clear_message(capfd.readouterr().err)
    assert [p.name for p in here.iterdir() if p.name.startswith(".")] == []
    assert (out / "kept").read_text() == "x"


# ---------------------------------------------------------------- what is not installed

BLOCKED = "import sys; sys.modules['spacy'] = None\n" + KG


@pytest.mark.parametrize("args", [["build", "good.txt", "-o", "new.kg"], ["extract", "good.txt"]])
def test_without_spacy_the_pip_command_is_named(here: Path, args: list[str]) -> None:
    before = content(here)
    done = command(*args, cwd=here, code=BLOCKED)
    assert (done.returncode, done.stdout) == (5, "")
    assert is_one_clear_message(done.stderr)
    assert "fix: pip install 'claimgraph[nlp]'" in done.stderr
    assert content(here) == before


@pytest.mark.parametrize("args", [["stats"], ["show", "CECOT"], ["verify"], ["export", "-o", "-"],
                                  ["render", "-o", "a.html"], ["ask", "facts"]])  # fmt: skip
def test_everything_but_reading_prose_works_without_spacy(here: Path, args: list[str]) -> None:
    assert command(*args, cwd=here, code=BLOCKED).returncode == 0


# ---------------------------------------------------------------- each class of error once

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
REACHED = {
    "CheckError": (["show", "CECOT", "-g", "damaged.kg"], 1),
    "UsageError": (["export", "-o", "a.docx"], 2),
    "InputError": (["query", "SELECT"], 3),
    "NotFoundError": (["show", "Atlantis"], 4),
    "MissingExtra": (["extract", "good.txt"], 5),
    "StoreError": (["stats", "-g", "empty.kg"], 6),
    "LimitError": (["query", "--timeout", "0.2", ENDLESS], 7),
}  # fmt: skip


def test_the_table_of_errors_is_whole() -> None:
    classes = {
        n: c for n, c in vars(errors).items() if isinstance(c, type) and issubclass(c, KgError)
    }
    assert set(REACHED) | {"KgError", "Interrupted"} == set(classes)
    assert {n: c.exit_code for n, c in classes.items() if n in REACHED} == {
        n: code for n, (_, code) in REACHED.items()
    }


@pytest.mark.parametrize("name", REACHED)
def test_each_class_of_error_reaches_the_command_line(here: Path, name: str) -> None:
    args, code = REACHED[name]
    if name == "CheckError":
        shutil.copytree(here / "example.kg", here / "damaged.kg")
        (source,) = (here / "damaged.kg" / "sources").glob("*.txt")
        source.write_bytes(source.read_bytes().replace(b"Peru", b"Pera"))
        args = ["verify", "-g", "damaged.kg"]
    (here / "empty.kg").mkdir()
    done = command(
        *(args if "-g" in args or args[0] == "extract" else [*args, "-g", "example.kg"]),
        cwd=here,
        code=BLOCKED if name == "MissingExtra" else KG,
    )
    assert done.returncode == code, done.stderr
    assert is_one_clear_message(done.stderr)


def test_the_worker_of_a_query_that_ran_out_of_time_is_gone(here: Path) -> None:
    assert run(REACHED["LimitError"][0]) == 7
    assert worker.__name__ == "kg.query.worker"
    children = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "args="], capture_output=True, text=True
    ).stdout
    assert "kg.query.worker" not in children


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a device of Linux")
@pytest.mark.parametrize(
    "args",
    [
        ["--help"], ["--version"], ["ask"], ["stats"], ["stats", "--json"], ["find", "Peru"],
        ["show", "Peru"], ["claims", "--json"], ["sources"], ["timeline"], ["verify"],
        ["ask", "who-said-what"], ["query", "ASK { ?s a kg:Person }"],
        ["query", "SELECT ?s { ?s a kg:Person }"],
        ["query", "SELECT ?s { ?s a kg:Person }", "-f", "table"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_full_standard_output_is_an_error_with_its_code(here: Path, args: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        told = subprocess.run(
            [sys.executable, "-c", KG, *args], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert told.returncode == errors.StoreError.exit_code
    first, fix = told.stderr.splitlines()
    assert first == "error: standard output: No space left on device"
    assert fix.startswith("fix: free some space")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a device of Linux")
@pytest.mark.parametrize(("args", "code"), [(["stats"], 6), (["show", "Nobody"], 4)])
def test_the_code_tells_even_where_nothing_can_be_written(
    here: Path, args: list[str], code: int
) -> None:
    with Path("/dev/full").open("w") as full:
        told = subprocess.run([sys.executable, "-c", KG, *args], stdout=full, stderr=full)
    assert told.returncode == code


@pytest.mark.parametrize("store", ["", "import pyoxigraph; "], ids=["no store", "a store"])
def test_a_command_ends_with_its_code_and_all_that_it_wrote(here: Path, store: str) -> None:
    long = ["query", "SELECT ?s ?p ?o { ?s ?p ?o }", "-f", "json"]
    for args, code in ((long, 0), (["ask", "no-such-question"], 4)):
        found = command(*args, cwd=here, code=store + KG)
        assert found.returncode == code
        assert found.stdout == "" if code else json.loads(found.stdout)["results"]["bindings"]
        assert found.stderr.startswith("error: ") == bool(code)
