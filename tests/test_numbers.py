"""How many it happens to and what money it is about: numbers as values of eventualities."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import document

from kg import vocabulary
from kg.build import build
from kg.cli import run
from kg.errors import InputError
from kg.extract import extract
from kg.extract.valuetable import load_numbers
from kg.knowledge import KnowledgeGraph
from kg.project import supports
from kg.validate import verify


def numbers(read) -> list[str]:
    """Return "Killing numberOfDeaths 13 mine worker", with "?" behind what is no fact."""
    return [
        f"{read.label(c.subject)} {c.predicate} {c.value.text} {c.value.unit}"
        + ("" if supports(c) else "?")
        for c in read.extraction.claims
        if c.value and c.subject and c.subject.startswith("v")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rebels killed 13 mine workers in Pataz.",
            "Killing numberOfDeaths 13 mine worker",
        ),
        (
            "Thirteen people died in the crash.",
            "Death numberOfDeaths 13 people",
        ),
        (
            "The United States deported 1,250 migrants to El Salvador.",
            "PrisonerTransfer numberAffected 1250 migrant",
        ),
        (
            "Rebels kidnapped four nurses in Pataz.",
            "Kidnapping numberAffected 4 nurse",
        ),
        (
            "Peru signed a $6 million agreement with El Salvador.",
            "Agreement amount 6000000 USD",
        ),
        (
            "Peru reached an agreement worth €2.5 million with Chile.",
            "Agreement amount 2500000 EUR",
        ),
        (
            "The United States paid El Salvador $6 million.",
            "Funding amount 6000000 USD",
        ),
    ],
)
def test_an_eventuality_has_its_number_as_a_fact(told, text, expected):
    assert numbers(told(text)) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "At least 13 people were killed in Lima.",
            "Killing numberOfDeaths 13 people?",
        ),
        (
            "Police arrested more than 30 protesters in Lima.",
            "Detention numberAffected 30 protester?",
        ),
        (
            "The ministry said rebels killed 13 mine workers.",
            "Killing numberOfDeaths 13 mine worker?",
        ),
        (
            "Rebels did not kill 13 mine workers.",
            "Killing numberOfDeaths 13 mine worker?",
        ),
        (
            "The United States will deport 250 migrants to El Salvador.",
            "PrisonerTransfer numberAffected 250 migrant?",
        ),
    ],
)
def test_a_number_that_is_near_said_denied_or_planned_is_no_fact(told, text, expected):
    assert numbers(told(text)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels killed 13 miners and two guards.",  # two numbers: which is it?
        "Rebels killed a guard in 2013.",
        "Rebels killed a guard after 13 days.",
        "Peru signed an agreement with Chile, which has $6 million.",
        "Peru criticized the $6 million prison.",
        "Rebels killed 10 to 15 miners.",
        "Chile met 13 ministers.",
    ],
)
def test_no_number_is_guessed(told, text):
    assert numbers(told(text)) == []


def test_a_number_counts_who_is_meant_in_this_sentence(told):
    read = told("Rebels held 13 miners in Pataz. Later the rebels killed them.")
    assert not [n for n in numbers(read) if "numberOfDeaths" in n]


def test_the_number_of_a_group_stays_with_the_group_too(told):
    read = told("Rebels killed 13 mine workers in Pataz.")
    assert {e.count for e in read.extraction.entities} == {None, 13}
    (claim,) = (c for c in read.extraction.claims if c.value)
    assert read.quotes((claim.value.span,)) == "13 mine workers"
    assert read.quotes(claim.evidence) == "Rebels killed 13 mine workers in Pataz"


def test_the_event_keeps_a_claim_of_its_own(told):
    read = told("Rebels killed 13 mine workers in Pataz.")
    (event,) = read.events
    about = [c for c in read.extraction.claims if c.about == event.id]
    assert about
    assert not any(c.value for c in about)


# ---------------------------------------------------------------- the table

OWN = """
[[number]]
property = "numberAffected"
event = ["Hearing"]
role = "participant"
"""


def test_an_entry_of_ones_own_counts_another_role(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    (own,) = load_numbers(file, vocabulary=vocabulary.default())
    assert (own.property, own.event, own.role) == ("numberAffected", ("Hearing",), "participant")
    text = "Chile met 13 ministers in Lima."
    read = extract(document(text), frames=str(file))
    assert [(c.value.text, c.value.unit) for c in read.claims if c.value] == [("13", "minister")]
    assert not [c for c in extract(document(text)).claims if c.value]


@pytest.mark.parametrize(
    ("change", "wrong", "message"),
    [
        ("role", "rolle", "is not whole"),
        ("Hearing", "Picnic", "no term 'Picnic'"),
        ("participant", "guest", "no term 'guest'"),
        ("numberAffected", "funds", "no attribute 'funds'"),
        ("event", "events", "is not whole"),
    ],
)
def test_a_wrong_entry_is_told(tmp_path: Path, change: str, wrong: str, message: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN.replace(change, wrong, 1), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_numbers(file, vocabulary=vocabulary.default())


# ---------------------------------------------------------------- from a text to every door

ARTICLE = """Judge dies in Lima

Ana Soto (born 5 May 1964) was a judge in Lima. She died on 3 June 2021. Acme Corporation, which
was founded in 1998, paid Peru $6 million. Police say that rebels killed 13 mine workers in Pataz.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("numbers")
    (folder / "judge.txt").write_text(ARTICLE, encoding="utf-8")
    build([folder / "judge.txt"], folder / "judge.kg")
    return folder / "judge.kg"


def test_a_built_graph_answers_with_values(built: Path) -> None:
    with KnowledgeGraph(built) as graph:
        rows = [(r["subject"], r["property"], str(r["value"])) for r in graph.ask("values")]
    assert [(str(s), str(p), v) for s, p, v in rows] == [
        ("Acme Corporation", "date founded", "1998"),
        ("Ana Soto", "date of birth", "1964-05-05"),
        ("Ana Soto", "date of death", "2021-06-03"),
        ("paid", "amount", "6000000"),
    ]


def test_what_police_say_is_a_claim_with_its_number(built: Path) -> None:
    with KnowledgeGraph(built) as graph:
        told = [c for c in graph.claims() if "number of deaths" in c["text"]]
    assert [(c["text"], c["status"]) for c in told] == [
        ("killed: number of deaths 13 (mine worker)", "said")
    ]
    (sentence,) = told[0]["sentences"]
    marked = [sentence["sentence"][a:b] for a, b in sentence["marks"]]
    assert "13 mine workers" in marked


def test_the_graph_with_values_is_sound(built: Path) -> None:
    assert list(verify(built)) == []


def test_a_contested_date_is_no_fact_any_more(built: Path, tmp_path: Path) -> None:
    import shutil

    from kg.archive import Archive
    from kg.build import rebuild_store

    copy = tmp_path / "copy.kg"
    shutil.copytree(built, copy)
    with KnowledgeGraph(copy) as graph:
        born = next(c["claim"] for c in graph.claims() if "date of birth" in c["text"])
    decision = f'{{"at": "2026-01-02T03:04:05Z", "by": "a", "do": "contest", "claim": "{born}"}}'
    (copy / "decisions.jsonl").write_text(decision + "\n", encoding="utf-8")
    rebuild_store(Archive(copy))
    with KnowledgeGraph(copy) as graph:
        found = graph.show("Ana Soto")
        assert [v["property"] for v in found["values"]] == ["dateOfDeath"]
        told = {c["text"]: c["status"] for c in found["claims"]}
    assert told["Ana Soto: date of birth 1964-05-05"] == "contested"


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("out.gexf", '<attvalue for="dateOfBirth" value="1964-05-05"/>'),
        ("out.graphml", '<data key="n_dateOfBirth">1964-05-05</data>'),
        ("out.trig", 'kg:dateOfBirth "1964-05-05"^^xsd:date'),
        ("out.nq", 'ns#dateOfBirth> "1964-05-05"^^<http://www.w3.org/2001/XMLSchema#date> .'),
    ],
)
def test_a_file_for_another_program_holds_the_date(built, tmp_path, name, held):
    assert run(["export", "-g", str(built), "-o", str(tmp_path / name)]) == 0
    assert held in (tmp_path / name).read_text(encoding="utf-8")


def test_follow_the_money_takes_a_date_of_birth_at_its_own_place(built, tmp_path, capsys):
    out = tmp_path / "out.jsonl"
    assert run(["export", "-g", str(built), "--format", "ftm", "-o", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert '"birthDate": ["1964-05-05"]' in text
    assert '"deathDate": ["2021-06-03"]' in text
    assert '"incorporationDate": ["1998"]' in text


def test_the_page_shows_a_date_at_its_entity(built, tmp_path):
    out = tmp_path / "page.html"
    assert run(["render", "-g", str(built), "-o", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    told = "date of birth: 1964-05-05 — “Ana Soto (born 5 May 1964) was a judge in Lima.”"
    assert json.dumps(told)[1:-1] in page
    assert "number of deaths: 13 (mine worker) [said by police]" in page
