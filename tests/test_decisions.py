"""Decisions as records: which are in force, which claim each means, what an assertion adds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.decisions import (
    FIELDS,
    asserted,
    claims_meant,
    in_force,
    mark,
    place,
    standings,
    taken_back,
)
from kg.errors import InputError
from kg.model import Document, Span
from kg.quads import claim_iris, local_iris


def on(example, claim, action, **more):
    return {"do": action, "claim": claim_iris(example)[claim], **more}


def numbers(*decisions):
    return [number for number, _ in in_force(decisions)]


CONTEST = {"do": "contest", "claim": "a"}


def standing(decisions, *extractions):
    """Replay decisions over extractions, as they are with what people added."""
    chosen = in_force(decisions)
    known = {x.document.sha256: asserted(x, chosen) for x in extractions}
    claims = {iri for x in known.values() for iri in claim_iris(x).values()}
    return standings(chosen, claims & claims_meant(chosen), known.get)


def undo(number):
    return {"do": "undo", "decision": number}


# ---------------------------------------------------------------- in force


def test_without_undo_all_are_in_force():
    assert numbers(CONTEST, {"do": "confirm", "claim": "b"}) == [1, 2]
    assert numbers() == []


def test_undo_takes_one_back_and_is_itself_no_effect():
    assert numbers(CONTEST, CONTEST, undo(1)) == [2]


def test_undoing_an_undo_brings_the_decision_back():
    assert numbers(CONTEST, undo(1), undo(2)) == [1]
    assert numbers(CONTEST, undo(1), undo(2), undo(3)) == []


def test_an_undo_takes_back_what_it_meant_though_lines_of_a_colleague_came_in_between():
    mine, theirs = {"do": "reject", "claim": "mine"}, {"do": "reject", "claim": "theirs"}
    back = {"do": "undo", "decision": 1, "of": mark(mine)}
    assert numbers(mine, back) == []
    assert numbers(theirs, mine, back) == [1]
    assert taken_back([theirs, mine, back], 3) == 2
    again = {"do": "undo", "decision": 2, "of": mark(back)}
    assert numbers(theirs, mine, back, again) == [1, 2]


def test_of_two_equal_lines_an_undo_takes_back_the_one_of_its_number():
    back = {"do": "undo", "decision": 1, "of": mark(CONTEST)}
    assert numbers(CONTEST, CONTEST, back) == [2]


def test_an_undo_of_a_line_that_is_gone_is_an_error_and_takes_back_no_other():
    back = {"do": "undo", "decision": 1, "of": mark({"do": "reject", "claim": "gone"})}
    with pytest.raises(InputError, match="not among the earlier ones") as caught:
        in_force([CONTEST, back])
    assert caught.value.where == "decisions.jsonl, decision 2"


def test_undoing_twice_is_undoing_once():
    assert numbers(CONTEST, undo(1), undo(1)) == []
    assert numbers(CONTEST, undo(1), undo(1), undo(2)) == []
    assert numbers(CONTEST, undo(1), undo(1), undo(2), undo(3)) == [1]


@given(st.lists(st.integers(0, 8), max_size=8))
def test_what_is_in_force_follows_from_the_end_to_the_beginning(choices):
    decisions = [undo(c) if 0 < c < n else CONTEST for n, c in enumerate(choices, start=1)]
    alive = set(numbers(*decisions))
    effective = {}
    for n in range(len(decisions), 0, -1):
        undoers = [m for m, d in enumerate(decisions, 1) if d.get("decision") == n]
        effective[n] = not any(effective[m] for m in undoers)
    assert alive == {n for n, d in enumerate(decisions, 1) if d is CONTEST and effective[n]}


@pytest.mark.parametrize("action", ["approve", "", None, "Undo"])
def test_an_unknown_action_is_an_error_never_ignored(action):
    with pytest.raises(InputError, match="cannot be replayed") as caught:
        in_force([CONTEST, {"do": action, "claim": "a"}])
    assert caught.value.where == "decisions.jsonl, decision 2"
    assert "newer kg" in caught.value.fix


@pytest.mark.parametrize("action", sorted(FIELDS))
def test_an_action_without_what_it_needs_is_an_error(action):
    values = {"parts": ["x"], "decision": 1}
    whole = {"do": action, **{f: values.get(f, "x") for f in FIELDS[action]}}
    assert len(in_force([CONTEST, CONTEST, whole])) == (1 if action == "undo" else 3)
    for missing in FIELDS[action]:
        for wrong in ({k: v for k, v in whole.items() if k != missing}, {**whole, missing: ""}):
            with pytest.raises(InputError, match=f"it has no {missing}"):
                in_force([CONTEST, wrong])


@pytest.mark.parametrize("number", [-1, 2, 3])
def test_only_an_earlier_decision_can_be_undone(number):
    with pytest.raises(InputError, match="no earlier decision"):
        in_force([CONTEST, undo(number)])


# ---------------------------------------------------------------- standings


def test_the_last_decision_on_a_claim_wins(example):
    decisions = [
        on(example, "c7", "contest"), on(example, "c7", "confirm"), on(example, "c8", "reject"),
    ]  # fmt: skip
    found, lost = standing(decisions, example)
    iris = claim_iris(example)
    assert found == {iris["c7"]: "Confirmed", iris["c8"]: "Rejected"}
    assert lost == []


def test_decisions_on_entities_give_no_standing(example):
    merge = {"do": "merge", "entity": "a", "into": "b"}
    assert standing([merge], example) == ({}, [])


def test_a_claim_that_is_gone_is_found_by_document_quote_and_predicate(example):
    claim = next(c for c in example.claims if c.id == "c7")
    quote = example.document.quote(claim.evidence[0])
    decision = {
        "do": "contest", "claim": "https://kg.example/claim/0000000000000000", "quote": quote,
        "document": f"sha256:{example.document.sha256}", "predicate": claim.predicate or "",
    }  # fmt: skip
    found, lost = standing([decision], example)
    assert (found, lost) == ({claim_iris(example)["c7"]: "Contested"}, [])


@pytest.mark.parametrize(
    "change",
    [{"quote": "no such words"}, {"document": "sha256:0"}, {"predicate": "funds"}, {"quote": ""}],
)
def test_a_claim_that_nothing_tells_is_reported_and_not_guessed(example, change):
    claim = next(c for c in example.claims if c.id == "c7")
    decision = {
        "do": "contest", "claim": "gone", "quote": example.document.quote(claim.evidence[0]),
        "document": f"sha256:{example.document.sha256}", "predicate": claim.predicate or "",
    }  # fmt: skip
    found, lost = standing([{**decision, **change}], example)
    assert (found, lost) == ({}, [(1, "gone")])


def test_two_claims_of_one_quote_are_not_told_apart(example):
    claim = next(c for c in example.claims if c.id == "c7")
    twin = replace(claim, id="c99", polarity="Negative")
    both = replace(example, claims=(*example.claims, twin))
    decision = {
        "do": "contest", "claim": "gone", "quote": example.document.quote(claim.evidence[0]),
        "document": f"sha256:{example.document.sha256}", "predicate": claim.predicate or "",
    }  # fmt: skip
    assert standing([decision], both) == ({}, [(1, "gone")])


# ---------------------------------------------------------------- assertions


def assertion(example, **change):
    iris = local_iris(example)
    return {
        "do": "assert", "by": "me", "document": f"sha256:{example.document.sha256}",
        "quote": "Soldiers freed 13 miners", "subject": iris["e1"], "predicate": "criticizes",
        "object": iris["e2"], **change,
    }  # fmt: skip


def test_an_assertion_adds_a_claim_of_its_own_and_confirms_it(example):
    decisions = in_force([assertion(example)])
    whole = asserted(example, decisions)
    (added,) = whole.claims[len(example.claims) :]
    assert (added.subject, added.predicate, added.object) == ("e1", "criticizes", "e2")
    assert example.document.quote(added.evidence[0]) == "Soldiers freed 13 miners"
    assert added.rule == "decision by me"
    found, lost = standing([assertion(example)], example)
    assert (found, lost) == ({claim_iris(whole)[added.id]: "Confirmed"}, [])


def test_an_assertion_on_another_document_leaves_this_one_alone(example):
    other = in_force([assertion(example, document="sha256:" + "1" * 64)])
    assert asserted(example, other) is example


@pytest.mark.parametrize(
    "change", [{"quote": "no such words"}, {"subject": "gone"}, {"object": "gone"}]
)
def test_an_assertion_whose_words_or_ends_are_gone_adds_nothing_and_is_reported(example, change):
    decisions = in_force([CONTEST | {"claim": "b"}, assertion(example, **change)])
    whole = asserted(example, decisions)
    assert whole == example
    _, lost = standing([d for _, d in decisions], example)
    assert [number for number, _ in lost] == [1, 2]


def test_asserting_what_was_read_confirms_that(example):
    claim = next(c for c in example.claims if c.subject and c.object and c.predicate)
    iris, quote = local_iris(example), example.document.quote(claim.evidence[0])
    same = assertion(
        example, quote=quote, subject=iris[claim.subject], predicate=claim.predicate,
        object=iris[claim.object],
    )  # fmt: skip
    found, _ = standing([same], example)
    assert list(found.values()) == ["Confirmed"]


@pytest.mark.parametrize(
    ("quote", "expected"), [("b", Span(1, 2)), ("a", None), ("x", None), ("", None)]
)
def test_a_quote_has_a_place_only_if_it_is_there_once(quote, expected):
    assert place(Document("0" * 64, "aba"), quote) == expected
