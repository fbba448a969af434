"""What differs between two stores: claims in pairs, facts that come and go, things that move."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.assemble import assemble
from kg.graph.apart import claims_apart
from kg.graph.claims import Claims
from kg.graph.difference import difference as difference_of
from kg.graph.same import same
from kg.graph.view import nodes
from kg.model import (
    Attribution,
    Claim,
    Entity,
    Eventuality,
    Extraction,
    Mention,
    Role,
    Sentence,
    Span,
    Time,
)
from kg.quads import claim_iris, local_iris
from kg.store import Store

from .conftest import document

FIRST = "Ana Soto robbed the Bank of Lima, the police of Lima claim."
SECOND = "Ana Soto lives in Lima."
TEXT = f"{FIRST} {SECOND}"


def span(words: str, text: str = TEXT, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def entity(ident: str, type_: str, label: str, *spans: Span) -> Entity:
    return Entity(ident, type_, label, tuple(Mention(s, "name") for s in spans))


def read(*claims: Claim, text: str = TEXT, label: str = "Ana Soto", **meta: str) -> Extraction:
    """Return what was read in a text in which Ana Soto, the police and Lima are named."""
    whole = document(text, **{"title": "A robbery", **meta})
    entities = (
        entity("e1", "Person", label, span("Ana Soto", text)),
        entity("e2", "Organization", "the police of Lima", span("the police of Lima", text)),
        entity("e3", "City", "Lima", span("Lima", text)),
        entity("e4", "Company", "Bank of Lima", span("Bank of Lima", text)),
    )
    event = Eventuality("v1", "Event", "robbed", span("robbed", text), (Role("agent", "e1"),))
    attribution = Attribution("a1", (span("claim", text),), (span("Ana Soto robbed", text),), "e2")
    sentences = (Sentence(1, Span(0, text.index(".") + 1)),)
    rest = Span(text.index(".") + 2, len(text))
    sentences += (Sentence(2, rest),) if rest.start < rest.end else ()
    return Extraction(
        whole, "by hand/1", sentences, entities, (event,), claims, (attribution,)
    )  # fmt: skip


def robbed(**more: Any) -> Claim:
    return Claim("c1", (span("Ana Soto robbed the Bank of Lima"),), about="v1", **more)


def lives(**more: Any) -> Claim:
    return Claim("c2", (span(SECOND),), subject="e1", predicate="livesIn", object="e3", **more)


ALLEGED = robbed(modality="Alleged", speaker="e2", attribution="a1")


def store(*extractions: Extraction, decisions: tuple[dict[str, Any], ...] = ()) -> Store:
    return Store.memory(assemble(extractions, decisions))


def decision(do: str, **fields: Any) -> dict[str, Any]:
    return {"at": "2026-01-02T03:04:05Z", "by": "ana", "do": do, **fields}


def alike(one: Store, other: Store) -> set[str]:
    """Return the documents of which two stores hold the same graph, names and roles."""
    held = []
    for side in (one, other):
        told: dict[str, set[str]] = {}
        for quad in side.quads():
            graph, subject = str(quad.graph_name), str(quad.subject)
            home = graph if "/graph/doc/" in graph else subject if "/id/doc-" in subject else ""
            if home:
                digits = re.search("doc[/-]([0-9a-f]{8})", home)
                told.setdefault(f"https://kg.example/doc/{digits[1]}", set()).add(str(quad))
        held.append(told)
    return {iri for iri in held[0].keys() & held[1].keys() if held[0][iri] == held[1][iri]}


def difference(one: Store, other: Store) -> dict[str, Any]:
    """Return what differs, whether or not it is known which documents are alike."""
    found = difference_of(one, other, alike(one, other))
    assert found == difference_of(one, other)
    return found


def differing(found: dict[str, Any]) -> dict[str, Any]:
    """Return the lists that hold something, by name."""
    lists = {"status": found["status"]} | {
        f"{name} {kind}": things
        for name in ("facts", "claims", "entities", "documents")
        for kind, things in found[name].items()
    }
    return {name: things for name, things in lists.items() if things}


def test_a_store_does_not_differ_from_itself(example: Extraction) -> None:
    assert differing(difference(store(example), store(example))) == {}


def test_an_allegation_that_stands_as_a_fact_now_is_told_once_with_both_voices() -> None:
    found = differing(difference(store(read(ALLEGED)), store(read(robbed()))))
    assert list(found) == ["status"]
    (status,) = found["status"]
    assert status["text"] == "robbed (event)  agent: Ana Soto"
    assert [status[k]["status"] for k in ("was", "now")] == ["alleged", "fact"]
    assert status["was"]["speaker_label"] == "the police of Lima"
    assert status["now"]["sentences"][0]["sentence"] == FIRST


def test_a_later_document_that_says_as_a_fact_what_was_alleged_is_a_changed_status() -> None:
    text = "Ana Soto robbed the Bank of Lima, the police of Lima claim rightly."
    later = read(robbed(), text=text, title="The verdict")
    found = differing(difference(store(read(ALLEGED)), store(read(ALLEGED), later)))
    assert "status" not in found  # another event, in another document
    other = read(lives(), text=f"{text} {SECOND}", title="The verdict")
    said = read(lives(speaker="e2", attribution="a1"))
    other = replace(
        other, claims=(replace(lives(), evidence=(span(SECOND, other.document.text),)),)
    )
    found = differing(difference(store(said), store(said, other)))
    assert [(s["was"]["status"], s["now"]["status"]) for s in found["status"]] == [("said", "fact")]
    assert "facts added" not in found
    assert "claims added" not in found


def test_what_became_a_fact_comes_first_and_what_is_none_any_more_next() -> None:
    was = read(ALLEGED, lives(), robbed(certainty="Possible", speaker="e2"))
    now = read(robbed(), lives(speaker="e2", attribution="a1"), robbed(speaker="e1"))
    found = difference(store(was), store(now))["status"]
    flips = [(s["was"]["status"], s["now"]["status"]) for s in found]
    assert flips[0][1] == "fact"
    assert flips[1] == ("fact", "said")
    assert len(flips) == 3


def test_facts_and_claims_come_and_go_and_what_makes_a_fact_is_no_claim_beside_it() -> None:
    one, other = store(read(ALLEGED)), store(read(ALLEGED, lives()))
    found = differing(difference(one, other))
    assert list(found) == ["facts added"]
    (fact,) = found["facts added"]
    assert fact["text"] == "Ana Soto lives or lived in Lima"
    assert (fact["n_sources"], fact["sentences"][0]["sentence"]) == (1, SECOND)
    assert list(differing(difference(other, one))) == ["facts removed"]
    found = differing(difference(store(read(lives())), store(read(ALLEGED, lives()))))
    assert [c["status"] for c in found["claims added"]] == ["alleged"]


def test_one_more_source_of_a_known_fact_is_a_claim_and_goes_last() -> None:
    twice = replace(lives(), id="c3", evidence=(span("lives in Lima"),))
    found = differing(difference(store(read(lives())), store(read(lives(), twice, ALLEGED))))
    assert [c["status"] for c in found["claims added"]] == ["alleged", "fact"]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ({"certainty": "Certain"}, {"certainty": "Probable"}),
        ({"speaker": "e2"}, {"speaker": "e3"}),
        ({"modality": "Planned"}, {"modality": "Proposed"}),
        ({"polarity": "Positive"}, {"polarity": "Negative"}),
    ],
)
def test_another_quality_or_speaker_of_a_claim_is_a_changed_status(
    was: dict[str, str], now: dict[str, str]
) -> None:
    found = differing(difference(store(read(lives(**was))), store(read(lives(**now)))))
    assert list(found) == ["status"]
    status = found["status"][0]
    assert any(
        status["was"][k] != status["now"][k] for k in (*was, "speaker_label") if k in status["was"]
    )


def test_a_decision_on_a_claim_changes_its_status() -> None:
    x = read(lives())
    (iri,) = claim_iris(x).values()
    contested = store(x, decisions=(decision("contest", claim=iri),))
    found = differing(difference(store(x), contested))
    assert list(found) == ["status"]
    assert found["status"][0]["now"]["standing"] == "Contested"


def test_what_is_merged_is_told_as_that_and_its_facts_are_not_gone() -> None:
    x, y = read(lives()), read(ALLEGED, text=TEXT + " ", label="A. Soto", title="More")
    one, other = (local_iris(e)["e1"] for e in (x, y))
    merge = decision("merge", entity=other, entity_local=other, into=one, into_local=one)
    apart, merged = store(x, y), store(x, y, decisions=(merge,))
    found = differing(difference(apart, merged))
    assert list(found) == ["entities merged"]
    ((was, now),) = ((e["was"], e["now"]) for e in found["entities merged"])
    assert sorted(e["label"] for e in was) == ["A. Soto", "Ana Soto"]
    assert [e["label"] for e in now] == ["Ana Soto"]
    back = differing(difference(merged, apart))
    assert list(back) == ["entities split"]
    assert back["entities split"] == [{"was": now, "now": was}]


def test_a_thing_that_is_only_called_or_classed_otherwise_is_changed() -> None:
    x = read(lives())
    iri = local_iris(x)["e1"]
    renamed = store(x, decisions=(decision("rename", entity=iri, label="Ana María Soto"),))
    found = differing(difference(store(x), renamed))
    assert list(found) == ["entities changed"]
    (changed,) = found["entities changed"]
    assert (changed["was"]["label"], changed["now"]["label"]) == ("Ana Soto", "Ana María Soto")


def test_an_edited_text_is_one_document_and_only_what_it_says_otherwise_differs() -> None:
    edited = TEXT.replace("claim.", "claim today.")
    was = read(ALLEGED, lives(), url="https://news.example/1")
    now = read(ALLEGED, text=edited, url="https://news.example/1", published="2025-01-02")
    found = differing(difference(store(was), store(now)))
    assert sorted(found) == ["documents changed", "facts removed"]
    (changed,) = found["documents changed"]
    assert changed["was"]["document"] != changed["now"]["document"]
    assert changed["now"]["published"] == "2025-01-02"


def test_two_texts_of_one_title_and_day_are_no_edited_ones() -> None:
    was = [read(text=TEXT + " " * n, title="Briefing") for n in (1, 2)]
    found = difference(store(*was), store(read(text=TEXT + " " * 3, title="Briefing")))
    assert [len(found["documents"][k]) for k in ("added", "removed", "changed")] == [1, 2, 0]


def test_another_event_with_the_same_words_takes_no_number_from_it() -> None:
    text = "Ana Soto robbed a shop and robbed the Bank of Lima, the police of Lima claim."
    x = read(text=text)
    first, last = (span("robbed", text, nth) for nth in (0, 1))
    event = Eventuality("v1", "Event", "robbed", last, (Role("agent", "e1"),))
    claim = Claim("c1", (Span(0, len(text)),), about="v1")
    one = replace(x, eventualities=(event,), claims=(claim,))
    more = Eventuality("v2", "Event", "robbed", first, (Role("agent", "e1"),))
    claims = claim, replace(claim, id="c2", about="v2")
    other = replace(one, eventualities=(event, more), claims=claims)
    assert local_iris(one)["v1"] != local_iris(other)["v1"]
    found = differing(difference(store(one), store(other)))
    assert {k: len(v) for k, v in found.items()} == {"facts added": 1}
    assert found["facts added"][0]["subject"] == local_iris(other)["v2"]


def test_who_takes_part_in_a_known_event_is_a_fact_of_its_own() -> None:
    x = read(robbed())
    event = replace(x.eventualities[0], roles=(Role("agent", "e1"), Role("place", "e3")),
                    time=Time("in May", "2025-05"))  # fmt: skip
    y = replace(x, eventualities=(event,))
    found = differing(difference(store(x), store(y)))
    assert [f["text"] for f in found["facts added"]] == ["robbed (event)  place: Lima"]
    assert found["facts added"][0]["sentences"][0]["sentence"] == FIRST
    assert found["entities changed"][0]["now"] == {"edtf": "2025-05"}


def test_things_of_no_common_document_are_the_same_by_their_iri() -> None:
    one, other = store(read(lives(), title="a")), store(read(lives(), text=TEXT + " ", title="b"))
    groups = same((one, nodes(one)), (other, nodes(other))).groups
    assert [len(was) + len(now) for was, now in groups].count(2) >= 2
    found = differing(difference(one, other))
    assert not any(e["label"] == "Ana Soto" for k in found if "entities" in k for e in found[k])


QUALITIES = st.fixed_dictionaries({
    "modality": st.sampled_from(["Asserted", "Alleged", "Planned"]),
    "polarity": st.sampled_from(["Positive", "Negative"]),
    "certainty": st.sampled_from(["Certain", "Possible"]),
    "speaker": st.sampled_from([None, "e2", "e3"]),
})  # fmt: skip
MADE = st.lists(
    st.tuples(st.sampled_from([robbed, lives]), st.sampled_from([FIRST, SECOND]), QUALITIES),
    max_size=4,
)


@st.composite
def reads(draw: Callable[[Any], Any], number: int) -> Extraction:
    """Draw what was read in one of some documents of the same words."""
    claims = [
        replace(make(**how), id=f"c{n}", evidence=(span(words),))
        for n, (make, words, how) in enumerate(draw(MADE))
    ]
    title = draw(st.sampled_from(["A", "B"]))
    label = draw(st.sampled_from(["Ana Soto", "A. Soto"]))
    return read(*claims, text=TEXT + " " * number, title=title, label=label)


@st.composite
def stores(draw: Callable[[Any], Any]) -> Store:
    """Draw a store of one to three documents, some of them the same words under other texts."""
    kept = draw(st.sets(st.sampled_from([0, 1, 2]), min_size=1))
    return store(*(draw(reads(number)) for number in sorted(kept)))


@st.composite
def versions(draw: Callable[[Any], Any]) -> tuple[Store, Store]:
    """Draw two stores that have most documents in common, and some decisions of each."""
    pool = [draw(reads(number)) for number in range(4)]
    local = [local_iris(x)[e] for x in pool for e in ("e1", "e3", "e4")]
    claims = [iri for x in pool for iri in claim_iris(x).values()]
    found = []
    for _ in range(2):
        kept = draw(st.lists(st.sampled_from(range(4)), min_size=2, max_size=4, unique=True))
        again = draw(st.sampled_from([None, *kept]))
        taken = [draw(reads(n)) if n == again else pool[n] for n in kept]
        one, into = draw(st.tuples(st.sampled_from(local), st.sampled_from(local)))
        merge = decision("merge", entity=one, entity_local=one, into=into, into_local=into)
        name = decision("rename", entity=one, entity_local=one, label="Someone")
        contest = [decision("contest", claim=iri) for iri in claims[:1]]
        chosen = draw(st.sets(st.sampled_from([0, 1, 2])))
        made = [d for n, d in enumerate([merge, name, *contest]) if n in chosen]
        found.append(store(*taken, decisions=tuple(made)))
    return found[0], found[1]


@settings(max_examples=60, deadline=None)
@given(versions())
def test_what_is_alike_need_not_be_read(pair: tuple[Store, Store]) -> None:
    there, back = outline(difference(*pair)), outline(difference(*pair[::-1]), turned=True)
    assert there["status"] == back["status"]


def test_of_documents_that_are_alike_only_claims_of_the_same_things_are_read() -> None:
    known = [read(lives(), text=TEXT + " " * n, title=f"{n}") for n in range(3)]
    other = read(ALLEGED, text=TEXT + " " * 3, title="3")
    again = read(lives(speaker="e2", attribution="a1"), text=TEXT + " " * 4, title="4")
    before = store(*known)
    for more, number in ((other, 0), (again, 3)):
        after = store(*known, more)
        both = alike(before, after)
        assert len(both) == 3
        shared = same((before, nodes(before)), (after, nodes(after)), both)
        assert len(claims_apart((before, after), shared, both)[0]) == number
        assert differing(difference(before, after))


TURNED = {"added": "removed", "removed": "added", "merged": "split", "split": "merged"}


def outline(found: dict[str, Any], *, turned: bool = False) -> dict[str, Any]:
    """Return what differs without words and order; `turned`, as if the stores were swapped."""
    sides = ("now", "was") if turned else ("was", "now")
    kinds = {
        f"{name} {TURNED.get(kind, kind) if turned else kind}": sorted(map(_ident, things))
        for name in ("facts", "claims", "entities", "documents")
        for kind, things in found[name].items()
    }
    pairs = [tuple(s[side]["claim"] for side in sides) for s in found["status"]]
    return {"status": sorted(pairs), **kinds}


def _ident(thing: dict[str, Any]) -> str:
    """Return what tells a thing, or of a changed one both sides in any order."""
    if "was" in thing:
        return str(sorted(str(thing[side]) for side in ("was", "now")))
    return str({k: v for k, v in thing.items() if k != "sentences"})


@settings(max_examples=60, deadline=None)
@given(stores(), stores())
def test_the_other_way_round_everything_is_turned(one: Store, other: Store) -> None:
    assert outline(difference(other, one)) == outline(difference(one, other), turned=True)


@settings(max_examples=30, deadline=None)
@given(stores())
def test_no_store_differs_from_itself(one: Store) -> None:
    assert differing(difference(one, one)) == {}


@settings(max_examples=30, deadline=None)
@given(stores(), stores())
def test_every_claim_that_only_one_store_holds_is_told_or_is_of_an_equal_one(
    one: Store, other: Store
) -> None:
    found = difference(one, other)
    held = [{s.iri: s for s in Claims(side).statements} for side in (one, other)]
    told = {s[k]["claim"] for s in found["status"] for k in ("was", "now")}
    told |= {c["claim"] for kind in found["claims"].values() for c in kind}
    told |= {e["claim"] for kind in found["facts"].values() for f in kind for e in f["sentences"]}
    for mine, others in (held, held[::-1]):
        for iri in mine.keys() - others.keys() - told:
            quality = mine[iri].modality, mine[iri].polarity, mine[iri].certainty
            assert quality in {(s.modality, s.polarity, s.certainty) for s in others.values()}
