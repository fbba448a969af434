"""What `--explain` says: each sentence with what it gave, and what was given up and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from kg.cli import run
from kg.extract.explain import by_reason, explain, report
from kg.extract.unread import NO_FRAME, UNFIT
from kg.model import Dropped, Span


def under(lines, number):
    """Return the lines below a sentence, without their margin."""
    lines = list(lines)
    starts = [i for i, line in enumerate(lines) if not line.startswith("     ")]
    first = next(i for i in starts if lines[i].startswith(f"{number:>3}  "))
    last = next(i for i in starts if i > first)
    return [line.strip() for line in lines[first + 1 : last]]


def test_each_sentence_has_its_mentions_claims_and_losses_below_it(example):
    lost = Dropped("several antecedents", "pronoun", Span(12, 22), "negotiates", ("Peru", "Chile"))
    lines = list(explain(replace(example, dropped=(lost,))))
    first = under(lines, 1)
    assert first == [
        "= Peru: Country  [name]",
        "= El Salvador: Country  [name]",
        "= it → El Salvador: Country  [pronoun]",
        "+ Peru negotiatesWith El Salvador  (asserted, certain)  [frame:negotiate]",
        "+ Peru seeksAgreementWith El Salvador  (asserted, certain)  [frame:seek-agreement]",
        "- “negotiates”: several antecedents: Peru, Chile  [pronoun]",
    ]
    assert (
        "+ Event “freed” patient=13 miners  (asserted, certain; says Ana Quispe)  [frame:free]"
        in under(lines, 3)
    )
    denied = [line for line in under(lines, 5) if line.startswith("+")]
    assert denied == [
        "+ Peru funds El Salvador  (asserted, negative, certain; says Ana Quispe)  [frame:fund]"
    ]
    assert lines[-1] == "12 claims read; left out or unsure: 1 (1 several antecedents)"


def test_every_claim_and_every_loss_has_exactly_one_line(told):
    found = told(
        "Peru and Chile met Bolivia. It praised them. Rangers adored Peru.\n\nChile funds Peru."
    ).extraction
    assert found.dropped
    lines = [line.strip() for line in explain(found)]
    assert sum(line.startswith("+ ") for line in lines) == len(found.claims) > 0
    assert sum(line.startswith("- ") for line in lines) == len(found.dropped)
    assert sum(line[:3].strip().isdigit() for line in lines) == len(found.sentences) == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru adores Chile.", ("verb:adore", NO_FRAME, "adores")),
        ("Rangers were photographed by Peru.", ("verb:photograph", NO_FRAME, "photographed")),
        ("Kenya slept beside Uganda.", ("verb:sleep", NO_FRAME, "slept")),
    ],
)
def test_a_verb_without_a_frame_is_noted_with_its_lemma(told, text, expected):
    dropped = told(text).extraction.dropped
    assert expected in [(d.rule, d.reason, d.detail) for d in dropped]


def test_a_verb_whose_frames_find_nothing_is_told_from_one_without_a_frame(told):
    dropped = told("Peru pursued a dream.").extraction.dropped
    assert ("verb:pursue", UNFIT) in [(d.rule, d.reason) for d in dropped]


@pytest.mark.parametrize(
    "text",
    [
        "Chile criticized Peru.",  # a frame reads it
        "Chile said that Peru is large.",  # a cue
        "The sun shone and rain fell.",  # about nobody
        "Peru is a country.",  # no verb of its own
    ],
)
def test_verbs_that_are_read_or_tell_of_nobody_are_not_noted(told, text):
    dropped = told(text).extraction.dropped
    assert [d for d in dropped if d.rule.startswith("verb:")] == []


def test_an_abstention_names_its_candidates(told):
    text = "Ana Quispe met Rosa Mamani. Lima was calm. She smiled."
    dropped = told(text).extraction.dropped
    among = [d.candidates for d in dropped if d.rule == "pronoun"]
    assert among == [("Ana Quispe", "Rosa Mamani")]


def test_losses_are_counted_by_reason_and_rule_and_listed_by_frequency(example):
    one, two = (Dropped("no frame", f"verb:{v}", Span(0, 1)) for v in ("eat", "go"))
    lost = replace(example, dropped=(one, two, two)).losses
    assert lost == Counter({("no frame", "verb:go"): 2, ("no frame", "verb:eat"): 1})
    assert list(report(lost)) == ["2\tno frame\tverb:go", "1\tno frame\tverb:eat"]
    assert by_reason(lost) == "left out or unsure: 3 (3 no frame)"
    assert by_reason(Counter()) == "left out or unsure: 0"


ADORES = "Peru adores Chile. Kenya criticized Norway.\n"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"{ADORES}Peru adores {name}.\n", encoding="utf-8")
    return tmp_path


def test_the_command_explains_each_document_in_order(here, capfd):
    assert run(["extract", "a.txt", "b.txt", "--explain", "--jobs", "2"]) == 0
    out, err = capfd.readouterr()
    assert [line for line in out.splitlines() if line.endswith(".txt")] == ["a.txt", "b.txt"]
    assert out.count("- “adores”: no frame for this verb  [verb:adore]") == 4
    assert "+ Kenya criticizes Norway  (asserted, certain)  [frame:criticize]" in out
    assert err == ""


def test_the_command_reports_what_is_missing_most(here, capfd):
    assert run(["extract", "a.txt", "b.txt", "--report"]) == 0
    out, err = capfd.readouterr()
    assert out.splitlines()[0] == f"4\t{NO_FRAME}\tverb:adore"
    assert err == ""


@pytest.mark.parametrize("args", [["extract", "a.txt"], ["build", "a.txt", "-o", "a.kg"]])
def test_what_is_given_up_is_counted_on_stderr(here, capfd, args):
    assert run(args) == 0
    err = capfd.readouterr().err
    assert err.startswith("left out or unsure: ")
    assert "(2 no frame for this verb" in err
    assert err.endswith("); kg extract FILE --explain shows each\n")


def test_a_build_without_work_has_given_up_nothing(here, capfd):
    run(["build", "a.txt", "-o", "a.kg"])
    capfd.readouterr()
    assert run(["build", "a.txt", "-o", "a.kg"]) == 0
    assert capfd.readouterr().err == ""


def test_a_bad_file_does_not_stop_the_explanation_of_the_rest(here, capfd):
    (here / "bad.txt").write_bytes(b"\x00")
    assert run(["extract", "a.txt", "bad.txt", "b.txt", "--explain"]) == 3
    out, err = capfd.readouterr()
    assert out.count(".txt\n") == 2
    assert err.startswith("error: bad.txt: ")
