"""The commands query, ask, show, path, stats: output, formats, exit codes, messages."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import run
from kg.cli.asking import COMMANDS
from kg.cli.tables import render
from kg.query.questions import Question, described, question, questions

NAMES = "SELECT ?p ?name { ?p a kg:Country ; skos:prefLabel ?name } ORDER BY ?name"
KG = [sys.executable, "-c", "from kg.cli import entry; entry()"]


@pytest.fixture(autouse=True)
def graph(example_graph_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KG_GRAPH", str(example_graph_dir))
    monkeypatch.chdir(example_graph_dir.parent)
    return example_graph_dir


def kg(capfd: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = run(list(args))
    out, err = capfd.readouterr()
    return code, out, err


@pytest.mark.parametrize("form", ["table", "tsv", "csv", "json", "jsonl", "xml", "md"])
def test_every_format_of_rows_ends_its_last_line(
    form: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = kg(capfd, "query", NAMES, "-f", form)[1]
    assert (out[-1], out[-2] not in "\r\n" or form == "csv") == ("\n", True)
    assert kg(capfd, "query", NAMES, "-f", form, "-o", str(tmp_path / "rows"))[0] == 0
    assert (tmp_path / "rows").read_bytes().decode() == out


@pytest.mark.parametrize("form", ["turtle", "trig", "nt", "nq", "jsonld", "rdfxml"])
def test_every_format_of_triples_ends_its_last_line(
    form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    out = kg(capfd, "query", "CONSTRUCT WHERE { ?p a kg:Country }", "-f", form)[1]
    assert out.endswith("\n")
    assert not out.endswith("\n\n")


def test_a_query_on_a_pipe_gives_sparql_tsv(capfd: pytest.CaptureFixture[str]) -> None:
    assert kg(capfd, "query", NAMES) == (
        0,
        '?p\t?name\n<https://kg.example/id/el-salvador>\t"El Salvador"@en\n'
        '<https://kg.example/id/peru>\t"Peru"@en\n',
        "",
    )


def test_a_query_as_a_table_shortens_iris(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kg(capfd, "query", "-f", "table", NAMES)
    rows = [line.split() for line in out.splitlines()]
    assert code == 0
    assert rows[0] == ["p", "name"]
    assert rows[2:] == [["id:el-salvador", "El", "Salvador"], ["id:peru", "Peru"]]


def on_a_terminal(*args: str) -> str:
    """Return what a command prints on a terminal of 80 columns."""
    leader, follower = pty.openpty()
    env = {**os.environ, "COLUMNS": "80"}
    with subprocess.Popen([*KG, *args], stdout=follower, env=env) as running:
        os.close(follower)
        parts = []
        with contextlib.suppress(OSError):  # that is how a terminal ends
            while part := os.read(leader, 4096):
                parts.append(part)
    os.close(leader)
    assert running.returncode == 0
    return b"".join(parts).decode().replace("\r", "")


def test_on_a_terminal_a_query_is_a_table(graph: Path) -> None:
    shown = on_a_terminal("query", NAMES)
    assert "id:el-salvador" in shown
    assert "\x1b" not in shown


def test_on_a_terminal_the_list_of_questions_is_folded_and_in_a_pipe_a_line_each(
    graph: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shown, piped = on_a_terminal("ask").splitlines(), kg(capfd, "ask")[1].splitlines()
    assert max(map(len, shown)) < 80
    assert len(piped) == len(questions()) < len(shown)
    assert " ".join(" ".join(shown).split()) == " ".join(" ".join(piped).split())


def test_a_table_of_no_rows_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    nothing = "SELECT ?s { ?s a kg:Accident }"
    assert kg(capfd, "query", nothing, "-f", "table") == (0, "nothing found\n", "")
    assert kg(capfd, "query", nothing, "-f", "tsv")[1] == "?s\n"


@pytest.mark.parametrize(
    ("format_", "start"),
    [("csv", "p,name\r\n"), ("json", '{"head"'), ("xml", "<?xml"), ("tsv", "?p\t?name\n")],
)
def test_rows_in_other_formats(format_: str, start: str, capfd: pytest.CaptureFixture[str]) -> None:
    # capfd turns \r\n into \n
    code, out, _ = kg(capfd, "query", "-f", format_, NAMES)
    assert (code, out.startswith((start, start.replace("\r", "")))) == (0, True)


def test_construct_gives_trig_and_ask_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    assert "a kg:Prison ." in kg(capfd, "query", "CONSTRUCT WHERE { ?s a kg:Prison }")[1]
    assert kg(capfd, "query", "ASK { ?s a kg:Prison }")[:2] == (0, "true\n")
    assert kg(capfd, "query", "ASK { ?s a kg:Accident }")[:2] == (0, "false\n")


@pytest.mark.parametrize("text", ["ASK { ?s a kg:Accident }", "SELECT ?s { ?s a kg:Accident }"])
def test_exit_status_turns_no_into_one(text: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert kg(capfd, "query", text)[0] == 0
    assert kg(capfd, "query", "--exit-status", text)[0] == 1


def test_a_query_comes_from_a_file_or_standard_input(
    graph: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("names.rq").write_text(NAMES)
    assert kg(capfd, "query", "names.rq")[1].count("\n") == 3
    piped = subprocess.run([*KG, "query", "-"], input=NAMES, capture_output=True, text=True)
    assert piped.stdout == kg(capfd, "query", NAMES)[1]


def test_output_goes_to_a_file_in_the_format_of_its_name(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert kg(capfd, "query", NAMES, "-o", "names.csv") == (0, "", "")
    assert Path("names.csv").read_bytes().startswith(b"p,name\r\n")
    assert kg(capfd, "query", "DESCRIBE id:peru", "-o", "peru.ttl")[0] == 0
    assert "@prefix kg:" in Path("peru.ttl").read_text()
    assert kg(capfd, "ask", "facts", "-o", "facts.tsv")[0] == 0
    assert Path("facts.tsv").read_text().startswith("subject\trelation\t")


def test_a_failing_query_leaves_the_old_file(capfd: pytest.CaptureFixture[str]) -> None:
    Path("names.csv").write_text("old")
    assert kg(capfd, "query", "SELEC", "-o", "names.csv")[0] == 3
    assert Path("names.csv").read_text() == "old"
    assert sorted(p.name for p in Path().iterdir()) == ["example.kg", "names.csv"]


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["query", "SELECT ?x WERE { }"], 3, "query:1:11: expected"),
        (["query", "SELECT * { ?s zz:p ?o }"], 3, "unknown prefix 'zz:'"),
        (["query", "SELECT * { ?s skoss:p ?o }"], 3, "did you mean 'skos'?"),
        (["query", "SELECT * { SERVICE <http://127.0.0.1:1/> { } }"], 3, "SERVICE is refused"),
        (["query", "LOAD <file:///etc/passwd>"], 3, "LOAD is refused"),
        (["query", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"], 3, "names no graph"),
        (["query", "{" * 3000], 3, "nested more than 64 deep"),
        (["query", "none.rq"], 3, "none.rq: No such file"),
        (["query", NAMES, "-p", "x=1"], 2, "no variable ?x"),
        (["query", NAMES, "-p", "name"], 2, "fix: -p name=VALUE"),
        (["query", NAMES, "-f", "turtle"], 2, "no format 'turtle' for SELECT"),
        (["query", NAMES, "-f", "yaml"], 2, "'yaml' is not one of"),
        (["query", NAMES, "-o", "x.docx"], 2, "no format for 'x.docx'"),
        (["query", NAMES, "-o", "no/such/x.csv"], 6, "no/such/x.csv"),
        (["query", "-g", "none.kg", NAMES], 4, "none.kg: no such graph"),
        (["query", "--timeout", "0.3",
          "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"],
         7, "took longer than 0.3 s"),
        (["ask", "contradictons"], 4, "did you mean 'contradictions'"),
        (["ask", "facts", "-p", "x=1"], 2, "no variable ?x"),
        (["show", "Cecto"], 4, "did you mean 'CECOT'?"),
        (["path", "Peru", "Cecto"], 4, "no entity 'Cecto'"),
        (["path", "Peru", "CECOT", "--max", "0"], 2, "0 is not in the range"),
    ],
)  # fmt: skip
def test_each_failure_has_its_code_and_says_what_to_do(
    args: list[str], code: int, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    got, out, err = kg(capfd, *args)
    assert (got, out) == (code, "")
    assert words in err
    assert "Traceback" not in err


def test_warnings_go_to_stderr_and_the_result_is_still_given(
    capfd: pytest.CaptureFixture[str],
) -> None:
    code, out, err = kg(capfd, "query", "SELECT ?s { ?s a kg:Persn }")
    assert (code, out) == (0, "?s\n")
    assert err.startswith("warning: kg:Persn is not in the ontology; did you mean 'Person'")
    _, out, err = kg(capfd, "query", "--max-rows", "1", NAMES)
    assert out.count("\n") == 2
    assert err == "warning: only the first 1 rows; there are more\n"


def test_a_parameter_is_bound(capfd: pytest.CaptureFixture[str]) -> None:
    text = "SELECT ?l { ?x skos:prefLabel ?l FILTER(STR(?l) = ?who) }"
    assert kg(capfd, "query", text, "-p", "who=Peru")[1] == '?l\n"Peru"@en\n'


def test_facts_leave_out_the_claims(capfd: pytest.CaptureFixture[str]) -> None:
    assert kg(capfd, "query", "--facts", "ASK { ?c kg:modality ?m }")[1] == "false\n"


def test_ask_lists_every_question_with_its_help(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kg(capfd, "ask")
    assert code == 0
    assert len(out.splitlines()) >= 14
    assert re.search(r"^who-said-what \[--who \.\.\.\] +Who said what", out, re.MULTILINE)


def test_ask_prints_labels(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kg(capfd, "ask", "facts", "-f", "table")
    assert code == 0
    assert "Prison Watch" in out
    assert "https://" not in out
    assert kg(capfd, "ask", "offices")[1] == (
        "person\toffice\tof\tstatus\nAna Quispe\tPrime Minister\t\tfact\n"
    )
    assert json.loads(kg(capfd, "ask", "facts", "-f", "json")[1])["head"]["vars"][0] == "subject"


def test_show_prints_facts_claims_and_sentences(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kg(capfd, "show", "cecot")
    lines = out.splitlines()
    assert code == 0
    assert lines[:2] == ["CECOT  (prison)  id:cecot", "mentioned 5 times in 1 document"]
    assert "  ──located in──▶ El Salvador   [1 source]" in lines
    assert "  ◀──criticizes── Prison Watch   [1 source]" in lines
    assert "Claimed, not established (2)" in lines
    (line,) = [x for x in lines if "“Prison Watch also monitors CECOT.”" in x]
    assert re.fullmatch(r".*  Peru looks for prison space, sentence 8  [0-9a-f]{8}", line)


def test_show_says_that_a_prospect_did_not_happen(capfd: pytest.CaptureFixture[str]) -> None:
    assert "a prospect: not said to have happened" in kg(capfd, "show", "send")[1]
    assert "only somebody quoted says so" in kg(capfd, "show", "freed")[1]


def test_path_prints_arrows_and_sentences(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kg(capfd, "path", "prison watch", "peru")
    assert code == 0
    assert out.splitlines()[0] == "Prison Watch"
    assert "  ──located in──▶ El Salvador" in out
    assert "  ◀──negotiates with── Peru" in out
    assert out.count("sentence ") == 5


def test_no_path_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    assert kg(capfd, "path", "Peru", "Ana Quispe") == (
        0, "no route from Peru to Ana Quispe\n", "",
    )  # fmt: skip
    assert kg(capfd, "path", "Peru", "Ana Quispe", "--exit-status")[0] == 1
    assert kg(capfd, "path", "Peru", "Ana Quispe", "--json")[1] == "[]\n"


def test_json_of_show_path_and_stats(capfd: pytest.CaptureFixture[str]) -> None:
    assert json.loads(kg(capfd, "show", "peru", "--json")[1])["label"] == "Peru"
    routes = json.loads(kg(capfd, "path", "Peru", "CECOT", "--max", "2", "--json")[1])
    assert routes[0][0]["source_label"] == "Peru"
    assert json.loads(kg(capfd, "stats", "--json")[1])["documents"] == 1


def test_stats_are_a_table(capfd: pytest.CaptureFixture[str]) -> None:
    rows = [line.split() for line in kg(capfd, "stats")[1].splitlines()]
    assert ["documents", "1"] in rows
    assert ["claims", "by", "standing", "Active", "12"] in rows


def test_a_table_obeys_no_markup_and_sends_no_escape() -> None:
    shown = render(["[bold]x"], [["[red]\x1b[31mevil\x07\u202e"], [":smile: https://x.y"]])
    assert "[bold]x" in shown
    assert "[red][31mevil" in shown
    assert ":smile:" in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)


def test_a_long_cell_is_folded_never_cut() -> None:
    text = "word " * 200
    assert render(["a", "b"], [[text, "x" * 300]]).count("word") == 200
    assert render(["b"], [["x" * 300]]).count("x") == 300


def test_a_closed_pipe_is_quiet(graph: Path) -> None:
    command = " ".join([sys.executable, "-c", "'from kg.cli import entry; entry()'", "ask facts"])
    done = subprocess.run(
        ["sh", "-c", f"{command} | head -1"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("subject\t")
    assert done.stderr == ""


def test_a_query_loads_nothing_heavy(graph: Path) -> None:
    heavy = ("rdflib", "networkx", "rich", "spacy", "pyvis", "numpy", "pyoxigraph")
    code = (
        f"import sys; from kg.cli import run; run(['query', {NAMES!r}]);"
        f"sys.exit(str([m for m in {heavy} if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr == "[]\n"
    assert "el-salvador" in done.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: str(c.name))
def test_every_help_has_two_examples_that_run(
    command: object, capfd: pytest.CaptureFixture[str]
) -> None:
    import shlex

    epilog = getattr(command, "epilog", "")
    examples = [line for line in epilog.splitlines() if line.strip().startswith("kg ")]
    assert len(examples) == 2
    for example in examples:
        assert kg(capfd, *shlex.split(example)[1:])[0] == 0


@pytest.mark.parametrize(
    "args",
    [["--who", "quispe"], ["--who=QUISPE"], ["-p", "who=Quispe"], ["who=quispe"], ["quispe"]],
    ids=" ".join,
)
def test_a_parameter_of_a_question_is_an_option_too(
    args: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = kg(capfd, "ask", "who-said-what", *args)
    assert (code, err) == (0, "")
    assert {line.split("\t")[0] for line in out.splitlines()[1:]} == {"Ana Quispe"}


def test_options_stand_before_or_behind_the_parameters(
    graph: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told = ["--who", "quispe", "-g", str(graph), "-f", "csv"]
    one = kg(capfd, "ask", "who-said-what", *told)
    assert one[0] == 0
    assert one == kg(capfd, "ask", *told[2:], "who-said-what", *told[:2])


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["who-said-what", "--whom", "x"], "did you mean '--who'?"),
        (["who-said-what", "whom=x"], "did you mean '--who'?"),
        (["who-said-what", "--zzzz", "x"], "its parameters: --who"),
        (["facts", "--zzzz", "x"], "its parameters: none"),
        (["who-said-what", "--who"], "'--who' has no value"),
        (["happened", "Arana"], "has no 'Arana'\nfix: its parameters: --who, --place"),
        (["who-said-what", "Arana", "Quispe"], "has no 'Arana'"),
        (["facts", "Arana"], "its parameters: none"),
        (["entities", "--type", "Persn"], "did you mean 'Person'"),
        (["entities", "--type", "kg:Zzzzzz"], "no class of the ontology"),
    ],
)
def test_a_wrong_parameter_is_a_usage_error_that_helps(
    args: list[str], words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = kg(capfd, "ask", *args)
    assert (code, out) == (2, "")
    assert words in err


@pytest.mark.parametrize("args", [["claims-by", "--help"], ["-h", "claims-by"]])
def test_the_help_of_a_question_is_what_it_asks_its_parameters_and_its_query(
    args: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = kg(capfd, "ask", *args)
    asked = question("claims-by")
    assert code == 0
    assert out.startswith("Usage: kg ask claims-by [--who VALUE] ")
    assert f"\n  {asked.help}\n" in out
    assert "\n  --who VALUE  part of the speaker's name\n" in out
    query = out.rpartition("runs too:\n")[2]
    assert [line.strip() for line in query.splitlines()] == [
        line.strip() for line in asked.text.splitlines() if not line.startswith("#")
    ]


def test_the_help_of_no_question_is_that_of_the_command_and_of_a_wrong_one_an_error(
    capfd: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = kg(capfd, "ask", "--help")
    assert (code, out.startswith("Usage: kg ask [OPTIONS] [NAME]")) == (0, True)
    code, out, told = kg(capfd, "ask", "claim-by", "--help")
    assert (code, out) == (4, "")
    assert "did you mean 'claims-by'" in told


@pytest.mark.parametrize("each", questions(), ids=lambda q: q.name)
def test_every_question_can_be_described(each: Question) -> None:
    told = described(each)
    assert all(f"--{name} VALUE" in told and meaning in told for name, meaning in each.params)
    assert ("Parameters:" in told) == bool(each.params)
