"""Every named question on the demo articles: what it must answer, and what it must not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.build import build
from kg.errors import UsageError
from kg.query import query
from kg.query.questions import checked, question, questions

ARTICLES = Path(__file__).parent.parent / "data" / "articles"
Row = tuple[Any, ...]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("answers") / "demo.kg"
    report = build([ARTICLES], made)
    assert report.exit_code == 0
    return made


def ask(demo: Path, name: str, columns: str, **params: str) -> list[Row]:
    asked = question(name)
    rows = list(query(demo, asked.text, params=checked(asked, params), name=name))
    return [tuple(row[column] for column in columns.split()) for row in rows]


ARANA, SALVADOR, ACLU = "Eduardo Arana", "El Salvador", "American Civil Liberties Union"
SIGNED = "Peru had signed an agreement with El Salvador"
NARRATOR = "the article itself"

# A question, its parameters, the columns looked at, rows that must be there, rows that must not.
ANSWERS: list[tuple[str, dict[str, str], str, list[Row], list[Row]]] = [
    ("allegations", {}, "by status", [("Washington", "alleged")], [("Eduardo Arana", "alleged")]),
    ("allegations", {"who": "WASH"}, "by", [("Washington",)], [("unattributed",)]),
    ("anonymous", {}, "by", [("some officials",)], [(NARRATOR,), (ARANA,)]),
    ("changed-since", {}, "subject relation object first_told",
     [("Peru", "negotiates with", SALVADOR, "2025-06-14"),
      ("CECOT", "located in", SALVADOR, "2025-06-13")],
     [("CECOT", "located in", SALVADOR, "2025-06-14")]),
    ("changed-since", {"since": "2025-06-14"}, "subject relation object",
     [("Peru", "negotiates with", SALVADOR)], [("CECOT", "located in", SALVADOR)]),
    ("changed-since", {"since": "2025-06-16"}, "subject relation",
     [("Elmer Schialer", "holds office")], [("Peru", "negotiates with")]),
    ("claims", {"about": "funds"}, "claim status",
     [("United States funds El Salvador", "fact")], [("CECOT located in El Salvador", "fact")]),
    ("claims-by", {}, "by", [(ARANA,), ("Elmer Schialer",)], [(NARRATOR,)]),
    ("claims-by", {"who": "schialer"}, "by words status",
     [("Elmer Schialer", SIGNED, "denied")], []),
    ("claims-by", {"who": "Arana"}, "by", [(ARANA,)], [("Elmer Schialer",), (NARRATOR,)]),
    ("connections", {}, "one how another status",
     [(ACLU, "criticizes", "CECOT", "fact")],
     [("foreign inmates", "transferred to", "CECOT", "fact")]),
    ("connections", {"who": "peru", "other": "salvador"}, "one how another",
     [("Peru", "negotiates with", SALVADOR)], [("CECOT", "located in", SALVADOR)]),
    ("connections", {"who": "salvador", "other": "peru"}, "one how another",
     [("Peru", "negotiates with", SALVADOR)], []),
    ("corroborated", {}, "subject relation object n_sources",
     [("CECOT", "located in", SALVADOR, 2), ("United States", "funds", SALVADOR, 2)],
     [("Peru", "negotiates with", SALVADOR, 2)]),
    ("criticism", {}, "critic target status",
     [(ACLU, "CECOT", "fact")], [("Peru", "CECOT", "fact")]),
    ("denials", {}, "by words status", [("Elmer Schialer", SIGNED, "denied")], []),
    ("denials", {"who": "schialer"}, "by", [("Elmer Schialer",)], [(NARRATOR,)]),
    ("entities", {}, "name kind", [("CECOT", "prison"), ("Peru", "country")], []),
    ("entities", {"type": "kg:Person"}, "name", [(ARANA,)], [("Peru",), ("CECOT",)]),
    ("entities", {"type": "Place"}, "name", [("Peru",), ("CECOT",)], [(ARANA,)]),
    ("evaluations", {}, "status", [], [("fact",)]),
    ("events", {}, "type status where", [("killing", "fact", "Pataz")],
     [("prisoner transfer", "fact", "")]),
    ("facts", {}, "subject relation object status",
     [("United States", "funds", SALVADOR, "fact"), ("Lima", "capital of", "Peru", "fact")],
     [("foreign inmates", "transferred to", "CECOT", "fact")]),
    ("happened", {}, "edtf type where", [("2025-05", "killing", "Pataz")], []),
    ("happened", {"since": "2025-06"}, "edtf type",
     [("2025-06-12", "communication")], [("2025-05", "killing"), ("", "negotiation")]),
    ("happened", {"until": "2025-05-20"}, "edtf type",
     [("2025-05", "killing")], [("2025-06-12", "communication"), ("", "negotiation")]),
    ("happened", {"since": "2025", "until": "2025"}, "edtf",
     [("2025-05",), ("2025-06-12",)], [("",)]),
    ("happened", {"place": "pataz"}, "type where",
     [("killing", "Pataz")], [("accident", "")]),
    ("happened", {"place": "peru"}, "type", [("policy measure",)], [("killing",)]),
    ("happened", {"who": "arana"}, "type who_took_part",
     [("communication", "Congress of Peru, Eduardo Arana")], [("killing", "")]),
    ("identified", {}, "name authority",
     [("Peru", "http://www.wikidata.org/entity/Q419")], []),
    ("identified", {"type": "City"}, "name", [("Lima",)], [("Peru",)]),
    ("meetings", {}, "event type status who_took_part",
     [("met", "hearing or meeting", "fact", "Elmer Schialer, Eduardo Salhuana")], []),
    ("meetings", {"who": "salhuana"}, "event", [("met",)], [("told",), ("Negotiations",)]),
    ("money", {}, "claim status by",
     [("United States funds El Salvador", "fact", NARRATOR),
      ("Peru seeks funding from development banks", "claim", ARANA)],
     [("Peru seeks funding from development banks", "fact", ARANA)]),
    ("offices", {}, "person office", [(ARANA, "Prime Minister")], []),
    ("open-questions", {}, "claim by",
     [("Salvadoran inmates transferred to CECOT", NARRATOR)], []),
    ("open-questions", {"about": "SALVADORAN INMATES"}, "claim",
     [("Salvadoran inmates transferred to CECOT",)], []),
    ("organizations", {}, "name ties", [("Congress of Peru", "state organ of Peru")], []),
    ("organizations", {"who": "liberties"}, "name kind",
     [(ACLU, "non-governmental organization")], [("Congress of Peru", "legislature")]),
    ("people", {}, "name ties status",
     [("Elmer Schialer", "holds office Foreign Minister", "fact")], []),
    ("people", {"who": "bukele"}, "name", [("Nayib Bukele",)], [(ARANA,)]),
    ("places", {}, "name within", [("CECOT", SALVADOR)], [(ARANA, "")]),
    ("proposals", {}, "would_be by status",
     [("prisoner transfer", ARANA, "not a fact")], [("killing", NARRATOR, "not a fact")]),
    ("proposals", {"who": "some officials"}, "would_be by",
     [("prisoner transfer", "some officials")], [("prisoner transfer", ARANA)]),
    ("quotes", {}, "speaker cue", [(ARANA, "said")], [("Elmer Schialer", "said")]),
    ("quotes", {"word": "dangerous foreign"}, "speaker", [(ARANA,)], []),
    ("said-about", {"whom": "aclu"}, "about", [], [(ACLU,)]),
    ("said-about", {"whom": "CECOT"}, "about claim by",
     [("CECOT", "foreign inmates transferred to CECOT", NARRATOR)], [("Lima", "", NARRATOR)]),
    ("said-about", {"whom": "pataz"}, "about claim status", [("Pataz", "killed", "fact")], []),
    ("single-source", {}, "subject relation object",
     [("Peru", "negotiates with", SALVADOR)], [("CECOT", "located in", SALVADOR)]),
    ("sources", {}, "document published",
     [("Peru looks to El Salvador for prison space", "2025-06-14")], []),
    ("speakers", {}, "speaker denials", [("Elmer Schialer", 1), (ARANA, 0)], [(NARRATOR, 0)]),
    ("speakers", {"type": "kg:Person"}, "speaker", [(ARANA,)], [("Washington",), (ACLU,)]),
    ("timeline", {}, "edtf type", [("2025-05", "killing"), ("", "negotiation")], []),
    ("uncertain", {}, "certainty", [], [("certain",)]),
    ("unidentified", {}, "name kind", [("some officials", "unnamed group")],
     [("Peru", "country")]),
    ("values", {}, "subject property value unit",
     [("killed", "number of deaths", "13", "mine worker")], []),
    ("values", {"of": "kidnapped"}, "subject value", [("kidnapped", "13")], [("killed", "13")]),
    ("violence", {}, "type by against where status",
     [("killing", "illegal miners (Pataz)", "13 mine workers (Pataz)", "Pataz", "fact"),
      ("accident", "not stated", "a young girl", "", "fact")],
     [("killing", ARANA, "13 mine workers (Pataz)", "Pataz", "fact")]),
    ("who-said-what", {}, "speaker cue verbatim",
     [(ARANA, "said", "yes"), ("Elmer Schialer", "denied", "no")], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "params", "columns", "there", "absent"),
    ANSWERS,
    ids=[" ".join([a[0], *a[1].values()]) for a in ANSWERS],
)
def test_a_question_answers_what_the_articles_say(
    demo: Path,
    name: str,
    params: dict[str, str],
    columns: str,
    there: list[Row],
    absent: list[Row],
) -> None:
    found = ask(demo, name, columns, **params)
    assert set(there) <= set(found)
    assert not set(absent) & set(found)


def test_every_question_has_an_answer_looked_at() -> None:
    # The demo articles contradict each other nowhere, and tell nothing at second hand that has two
    # speakers; test_questions.py and test_nested.py hold those questions.
    elsewhere = {"contradictions", "said-that-said"}
    assert {a[0] for a in ANSWERS} | elsewhere == {q.name for q in questions()}
    assert len(questions()) >= 25


NAMED = [
    (q.name, parameter)
    for q in questions()
    for parameter, meaning in q.params
    if not meaning.startswith(("a class", "a date"))
]


@pytest.mark.parametrize(("name", "parameter"), NAMED)
def test_a_name_that_is_nowhere_gives_no_rows(demo: Path, name: str, parameter: str) -> None:
    assert ask(demo, name, "", **{parameter: "Zyxwv"}) == []


@pytest.mark.parametrize(("name", "parameter"), NAMED)
def test_a_name_is_bound_and_never_spliced(demo: Path, name: str, parameter: str) -> None:
    text = """") ' ) } <a> \\ } SELECT * { ?s ?p ?o } #"""
    assert ask(demo, name, "", **{parameter: text}) == []


DATED = [(q.name, p) for q in questions() for p, m in q.params if m.startswith("a date")]
CLASSED = [(q.name, p) for q in questions() for p, m in q.params if m.startswith("a class")]


@pytest.mark.parametrize(("name", "parameter"), DATED)
@pytest.mark.parametrize("given", ["yesterday", "14 June 2025", "2025-6-1", "20250601", "2025-06-"])
def test_what_is_no_date_is_refused(demo: Path, name: str, parameter: str, given: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask(demo, name, "", **{parameter: given})
    assert caught.value.fix == "YYYY, YYYY-MM or YYYY-MM-DD"
    assert given in str(caught.value)


@pytest.mark.parametrize(("name", "parameter"), CLASSED)
@pytest.mark.parametrize(
    ("given", "fix"), [("kg:Persn", "did you mean 'Person'"), ("Qqqqqqq", "kg stats")]
)
def test_what_is_no_class_is_refused(
    demo: Path, name: str, parameter: str, given: str, fix: str
) -> None:
    with pytest.raises(UsageError) as caught:
        ask(demo, name, "", **{parameter: given})
    assert caught.value.fix.startswith(fix)


@pytest.mark.parametrize(("name", "parameter"), CLASSED)
def test_a_class_that_nothing_is_of_gives_no_rows(demo: Path, name: str, parameter: str) -> None:
    assert ask(demo, name, "", **{parameter: "kg:NewsArticle"}) == []


@pytest.mark.parametrize("since", ["2999", "2999-01", "2999-01-01"])
def test_after_the_last_document_nothing_is_new(demo: Path, since: str) -> None:
    assert ask(demo, "changed-since", "", since=since) == []
    assert ask(demo, "happened", "", since=since) == []


def test_anonymous_rows_are_those_of_groups_alone(demo: Path) -> None:
    groups = {name for name, kind in ask(demo, "unidentified", "name kind") if "group" in kind}
    assert {by for (by,) in ask(demo, "anonymous", "by")} <= groups


def test_each_claim_of_a_speaker_is_one_row_each(demo: Path) -> None:
    counted = dict(ask(demo, "speakers", "speaker claims"))
    for speaker in (ARANA, "Elmer Schialer"):
        assert len(ask(demo, "claims-by", "claim", who=speaker)) == counted[speaker]


def test_new_and_old_together_are_all_the_facts(demo: Path) -> None:
    key = "subject relation object"
    new = set(ask(demo, "changed-since", key, since="2025-06-14"))
    every = set(ask(demo, "facts", key))
    assert new < every
    assert set(ask(demo, "changed-since", key)) == every
    single, many = set(ask(demo, "single-source", key)), set(ask(demo, "corroborated", key))
    assert (single | many, single & many) == (every, set())
