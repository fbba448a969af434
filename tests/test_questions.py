"""The named questions: each documented, each runs, each tells facts and claims apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.assemble import assemble
from kg.cli import run
from kg.errors import NotFoundError
from kg.graph import Claims, entity_graph
from kg.model import Claim, Extraction
from kg.query import Limits, query
from kg.query.questions import Question, question, questions
from kg.store import Store

QUESTIONS = questions()
NAMES = [q.name for q in QUESTIONS]
ABSENT = {
    "said-that-said",
    "contradictions",
    "corroborated",
    "identified",
    "open-questions",
    "values",
}
"""What the example does not hold: one document by hand, nothing left open, no literals."""


def ask(store: Store, name: str, **params: Any) -> list[dict[str, Any]]:
    return list(query(store, question(name).text, params=params, name=name))


def column(store: Store, name: str, key: str, **params: Any) -> list[Any]:
    return [row[key] for row in ask(store, name, **params)]


def test_there_are_questions_enough_in_order_of_name() -> None:
    assert len(NAMES) >= 25
    assert sorted(NAMES) == NAMES


@pytest.mark.parametrize("each", QUESTIONS, ids=NAMES)
def test_each_question_is_documented_by_its_first_comment(each: Question) -> None:
    assert each.text.startswith(f"# {each.help}\n")
    assert each.help.endswith((".", "?"))
    assert 10 < len(each.help) <= 110
    for name, meaning in each.params:
        assert f"?{name}" in each.text.partition("SELECT")[2]
        assert meaning


@pytest.mark.parametrize("each", QUESTIONS, ids=NAMES)
def test_each_question_runs_without_a_warning_and_shows_labels(
    each: Question, example_store: Store
) -> None:
    result = query(example_store, each.text)
    assert result.warnings == ()
    assert {"status", "support_facts", "n_sources"} & set(result.columns)
    shown = [str(v) for row in result.rows for v in row]
    assert not [v for v in shown if v.startswith("https://kg.example/")]


@pytest.mark.parametrize(
    "each", [q for q in QUESTIONS if q.name not in ABSENT], ids=lambda q: q.name
)
def test_each_question_finds_something_in_the_example(
    each: Question, example_store: Store, example: Extraction
) -> None:
    opinion = replace(example.claims[10], modality="Evaluative", certainty="Certain")
    store = Store.memory(
        assemble([replace(example, claims=(*example.claims, replace(opinion, id="c13")))])
    )
    assert query(store, each.text)


@pytest.mark.parametrize("each", QUESTIONS, ids=NAMES)
def test_an_empty_graph_answers_nothing(each: Question) -> None:
    assert query(Store.memory(), each.text).rows == []


@pytest.mark.parametrize("each", QUESTIONS, ids=NAMES)
def test_rows_come_in_the_same_order_each_time(each: Question, example_store: Store) -> None:
    assert "ORDER BY" in each.text
    assert query(example_store, each.text).data == query(example_store, each.text).data


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import two thousand people, each with a city and a day of birth; one file, one subject."""
    folder = tmp_path_factory.mktemp("questions")
    rows = [f"{n},Ana Soto{n},City {n % 40},19{n % 90 + 10}-05-02" for n in range(2000)]
    (folder / "people.csv").write_text("\n".join(["id,name,city,born", *rows]) + "\n")
    words = ["--id", "id", "--as", "Person", "--link", "city:livesIn:City"]
    graph = folder / "people.kg"
    given = [str(folder / "people.csv"), *words, "--value", "born:dateOfBirth", "-g", str(graph)]
    assert run(["import", *given]) == 0
    return graph


@pytest.mark.parametrize("name", NAMES)
def test_a_question_to_a_large_table_stays_within_little_memory(name: str, table: Path) -> None:
    few = Limits(memory=256 << 20, timeout=60)  # to pair the claims of one property takes gigabytes
    found = query(table, question(name).text, limits=few)
    many = {
        "claims": 4000, "facts": 4000, "single-source": 4000, "said-about": 6000, "values": 2000,
        "connections": 2000, "entities": 2040, "unidentified": 2040, "people": 2000, "places": 40,
        "sources": 1,
    }  # fmt: skip
    assert len(found) == many.get(name, 0)


def test_a_claim_about_a_value_tells_the_value(table: Path) -> None:
    told = query(table, question("said-about").text, params={"whom": '"Soto1999"'})
    assert [(row["claim"], row["status"]) for row in told] == [
        ("Ana Soto1999 date of birth 1929-05-02", "fact"),
        ("Ana Soto1999 lives or lived in City 39", "fact"),
    ]


def test_facts_are_the_relations_of_the_entity_graph(example_store: Store) -> None:
    graph = entity_graph(example_store)
    label = graph.nodes(data="label")
    relations = {
        (label[s], d["predicate_label"], label[o], d["n_sources"], d["n_claims"])
        for s, o, d in graph.edges(data=True)
        if graph.nodes[s]["kind"] == "Entity"
    }
    found = {
        (r["subject"], r["relation"], r["object"], r["n_sources"], r["n_claims"])
        for r in ask(example_store, "facts")
    }
    assert found == relations


def test_claims_are_facts_where_the_projection_says_so(example_store: Store) -> None:
    facts = sum(s.is_fact for s in Claims(example_store).statements)
    status = column(example_store, "claims", "status")
    assert len(status) == 12
    assert status.count("fact") == facts == 7
    assert column(example_store, "sources", "support_facts") == [facts]


def test_who_said_what_gives_cue_words_and_sentence(example_store: Store) -> None:
    first = ask(example_store, "who-said-what")[0]
    assert first == {
        "speaker": "Ana Quispe",
        "cue": "said",
        "said": "“Soldiers freed 13 miners in May 2025,”",
        "verbatim": "yes",
        "status": "claim: asserted",
        "sentence": "“Soldiers freed 13 miners in May 2025,” said Prime Minister Ana Quispe.",
        "document": "Peru looks for prison space",
    }


def test_who_said_what_narrows_by_speaker_whatever_the_case(example_store: Store) -> None:
    assert set(column(example_store, "who-said-what", "speaker", who="OFFICIALS")) == {
        "many officials"
    }


def test_entities_narrow_by_class_and_its_subclasses(example_store: Store) -> None:
    assert column(example_store, "entities", "name", type="kg:Place") == [
        "CECOT", "El Salvador", "Peru", "Lima",
    ]  # fmt: skip


def test_claims_narrow_by_what_they_speak_of(example_store: Store) -> None:
    assert column(example_store, "claims", "claim", about="funds") == ["Peru funds El Salvador"]


def test_a_proposal_is_neither_a_denial_nor_an_event(example_store: Store) -> None:
    assert column(example_store, "proposals", "what") == ["send"]
    assert column(example_store, "denials", "claim") == ["Peru funds El Salvador"]
    assert "send" not in column(example_store, "events", "event")


def test_an_allegation_names_whom_it_is_about_what_is_alleged_and_its_source(
    example_store: Store,
) -> None:
    (row,) = ask(example_store, "allegations")
    told = (row["about"], row["alleged"], row["by"])
    assert told == ("Some guards", "kidnapping", "unattributed")


def test_events_tell_what_is_only_reported(example_store: Store) -> None:
    status = dict(zip(
        column(example_store, "events", "event"), column(example_store, "events", "status"),
        strict=True,
    ))  # fmt: skip
    assert status == {
        "criticized": "fact", "hearing": "fact", "negotiates": "fact", "monitors": "fact",
        "freed": "reported", "kidnapping": "reported",
    }  # fmt: skip


def test_the_timeline_puts_what_has_no_date_last(example_store: Store) -> None:
    found = column(example_store, "timeline", "edtf")
    assert found[:2] == ["2025-05", "2025-06-03"]
    assert set(found[2:]) == {""}


def test_single_source_leaves_out_what_two_sources_say(example: Extraction) -> None:
    claims = tuple(c for c in example.claims if c.predicate == "locatedIn")
    # An article without a body of words is a near copy of none.
    apart = replace(example.document, sha256="f" * 64, body=len(example.document.text))
    other = replace(example, document=apart, claims=claims)
    store = Store.memory(assemble([example, other]))
    relations = column(store, "single-source", "relation")
    assert "located in" not in relations
    assert "monitors" in relations
    (both,) = [r for r in ask(store, "facts") if r["relation"] == "located in"]
    assert (both["n_sources"], both["n_claims"]) == (2, 2)


def test_what_one_says_and_another_denies_is_a_contradiction(example: Extraction) -> None:
    denied = next(c for c in example.claims if c.polarity == "Negative")
    said = replace(denied, id="c13", polarity="Positive", speaker="e11", attribution=None)
    store = Store.memory(assemble([replace(example, claims=(*example.claims, said))]))
    (row,) = ask(store, "contradictions")
    assert (row["kind"], row["by_one"], row["by_other"]) == (
        "said and denied", "many officials", "Ana Quispe",
    )  # fmt: skip


def saying(example: Extraction, digit: str, predicate: str, thing: str) -> Extraction:
    """Return the example as another document that makes one claim about Ana Quispe."""
    claim = Claim("c1", example.claims[3].evidence, subject="e7", predicate=predicate, object=thing)
    document = replace(example.document, sha256=digit * 64, title=digit)
    return replace(example, document=document, claims=(claim,), attributions=())


def test_two_sources_that_name_different_objects_are_to_be_compared(example: Extraction) -> None:
    told = [saying(example, "a", "spokeBefore", "e8"), saying(example, "b", "spokeBefore", "e4")]
    (row,) = ask(Store.memory(assemble(told)), "contradictions")
    assert (row["kind"], row["status"]) == ("different objects", "to be compared")
    assert {row["document_one"], row["document_other"]} == {"a", "b"}


@pytest.mark.parametrize(
    ("predicate", "one", "other"),
    [
        pytest.param("spokeBefore", "e8", "e8", id="the same object"),
        pytest.param("criticizes", "e8", "e4", id="one may criticize many"),
        pytest.param("spokeBefore", "e8", "e11", id="a group has no name to compare"),
        pytest.param("holdsOffice", "e6", "e6", id="an office is scoped to its document"),
    ],
)
def test_sources_that_may_both_be_right_do_not_contradict(
    example: Extraction, predicate: str, one: str, other: str
) -> None:
    told = [saying(example, "a", predicate, one), saying(example, "b", predicate, other)]
    assert ask(Store.memory(assemble(told)), "contradictions") == []


def test_an_unknown_question_suggests_the_nearest() -> None:
    with pytest.raises(NotFoundError) as caught:
        question("who-said-waht")
    assert caught.value.fix.startswith("did you mean 'who-said-what'")
    with pytest.raises(NotFoundError) as caught:
        question("zzzz")
    assert caught.value.fix == "kg ask lists the questions"
