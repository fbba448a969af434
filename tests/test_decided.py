"""Identity after decisions: merge, split, rename, retype, link, unlink, on what names give."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_link import BASE, NAMES, doc, names

from kg.decisions import in_force
from kg.link import link

ONE = doc("[Ana Quispe|Person] a", kind="name")
TWO = doc("[A. Quispe Rojas|Person] b [Lima|City]")
THREE = doc("[Ana Quispe|Person|Anita] c [Prison Watch|NGO]")
ALL = (ONE, TWO, THREE)
ANA, ROJAS, LIMA = f"{BASE}ana-quispe", f"{BASE}a-quispe-rojas", f"{BASE}lima"


def at(extraction, slug):
    """Return the document-local IRI of an entity."""
    return f"{BASE}doc-{extraction.document.sha8}/{slug}"


def decided(*decisions, extractions=ALL):
    """Link with decisions in every order of the documents, and check that all give the same."""
    orders = itertools.permutations(extractions)
    results = [link(order, NAMES, in_force(decisions)) for order in orders]
    assert all(r == results[0] for r in results)
    return results[0]


def merge(entity, into, **more):
    return {"do": "merge", "entity": entity, "into": into, **more}


def split(entity, *parts):
    return {"do": "split", "entity": entity, "parts": list(parts)}


def check(linking):
    """Check what every linking holds: one hop, no loose ends, every node has a member."""
    assert all(linking.redirects.get(x, x) == iri for x, iri in linking.canonical.items())
    assert set(linking.canonical.values()) == set(linking.nodes)
    assert not set(linking.redirects) & set(linking.redirects.values())
    assert set(linking.redirects.values()) <= set(linking.nodes)
    assert not set(linking.redirects) & set(linking.nodes)
    assert all(node.iri == iri for iri, node in linking.nodes.items())
    assert all(node.label not in node.aliases for node in linking.nodes.values())


# ---------------------------------------------------------------- merge


def test_a_merge_keeps_the_winner_s_name_and_makes_the_other_an_alias():
    found = decided(merge(ROJAS, ANA))
    check(found)
    assert ROJAS not in found.nodes
    node = found.nodes[ANA]
    assert (node.label, node.aliases) == ("Ana Quispe", ("A. Quispe Rojas", "Anita"))
    assert found.canonical[at(TWO, "a-quispe-rojas")] == ANA
    assert found.redirects[ROJAS] == ANA
    assert found.lost == ()


def test_merges_in_a_row_redirect_in_one_hop():
    third = doc("[Ana Q. Rojas|Person] d")
    found = decided(
        merge(ANA, ROJAS), merge(ROJAS, f"{BASE}ana-q-rojas"), extractions=(*ALL[:2], third)
    )
    check(found)
    assert found.redirects[ANA] == found.redirects[ROJAS] == f"{BASE}ana-q-rojas"


def test_a_merge_of_what_is_one_already_changes_nothing():
    assert decided(merge(ANA, ANA)) == decided()
    assert decided(merge(ROJAS, ANA), merge(ROJAS, ANA)) == decided(merge(ROJAS, ANA))


def test_a_merge_holds_for_documents_that_come_later():
    later = doc("[A. Quispe Rojas|Person] e")
    found = decided(
        merge(ROJAS, ANA, entity_local=at(TWO, "a-quispe-rojas"), into_local=at(ONE, "ana-quispe")),
        extractions=(*ALL, later),
    )
    assert found.canonical[at(later, "a-quispe-rojas")] == ANA


def test_a_merge_is_found_by_what_no_document_moves_when_an_iri_is_another_s():
    moved = merge("gone", "gone too", entity_local=at(TWO, "a-quispe-rojas"),
                  into_local=at(ONE, "ana-quispe"))  # fmt: skip
    assert decided(moved).nodes == decided(merge(ROJAS, ANA)).nodes


def test_a_merge_takes_the_more_specific_class_both_matches_and_the_number():
    one, other = doc("[Watch|Organization] a"), doc("[Prison Watch|NGO] b")
    found = decided(
        {"do": "link", "entity": f"{BASE}prison-watch", "match": "wd:Q5"},
        merge(f"{BASE}prison-watch", f"{BASE}watch"),
        extractions=(one, other),
    )
    node = found.nodes[f"{BASE}watch"]
    assert (node.type, node.exact_match) == ("NGO", ("wd:Q5",))


def test_a_merge_leaves_the_names_of_others_where_they_lead():
    watch = f"{BASE}prison-watch"
    found = decided(merge(ROJAS, ANA), merge(watch, LIMA))
    check(found)
    assert (found.redirects[ROJAS], found.redirects[watch]) == (ANA, LIMA)


def told(label, count):
    """Return a document with a group of so many."""
    one = doc(f"[{label}|Group] {count}")
    return replace(one, entities=(replace(one.entities[0], count=count),))


@pytest.mark.parametrize(
    ("winner", "loser", "left"), [(13, 12, 13), (None, 12, 12), (0, 12, 0), (13, None, 13)]
)
def test_of_two_numbers_that_of_the_winner_stays(winner, loser, left):
    groups = told("miners", winner), told("workers", loser)
    one, other = at(groups[0], "miners"), at(groups[1], "workers")
    assert decided(merge(other, one), extractions=groups).nodes[one].count == left


@pytest.mark.parametrize(("second", "left"), [(12, 12), (11, None)])
def test_a_part_keeps_the_number_on_which_its_documents_agree(second, left):
    groups = told("miners", 13), told("workers", 12), told("some workers", second)
    slugs = ("miners", "workers", "some-workers")
    whole, *parts = map(at, groups, slugs)
    merges = [merge(part, whole) for part in parts]
    found = decided(*merges, split(whole, *parts), extractions=groups)
    check(found)
    assert {iri: n.count for iri, n in found.nodes.items()} == {whole: 13, min(parts): left}


def test_people_who_are_nobody_across_documents_can_be_merged():
    groups = (doc("[many officials|Group] x"), doc("[officials|Group] y"))
    one, other = at(groups[0], "many-officials"), at(groups[1], "officials")
    found = decided(merge(one, other), extractions=groups)
    check(found)
    assert names(found) == [("doc/officials", "officials")]
    assert found.redirects == {one: other}


def test_what_was_merged_is_no_candidate_any_more():
    bare = (doc("[Ana Quispe|Person] x"), doc("[Quispe|Person] y"))
    assert len(decided(extractions=bare).candidates) == 1
    found = decided(merge(at(bare[1], "quispe"), ANA), extractions=bare)
    assert found.candidates == ()


def test_homonyms_that_are_merged_give_their_bare_name_back():
    facts = [("Ana Quispe", "locatedIn", "Peru")]
    one = doc("[Ana Quispe|Person] of [Peru]", *facts)
    other = doc("[Ana Quispe|Person] of [Chile]", ("Ana Quispe", "locatedIn", "Chile"))
    apart = decided(extractions=(one, other))
    bare, homonyms = next(iter(apart.splits.items()))
    found = decided(merge(*homonyms), extractions=(one, other))
    check(found)
    assert found.splits == {}
    assert found.redirects[bare] == homonyms[1]


# ---------------------------------------------------------------- split


def test_a_split_gives_the_part_what_its_document_says_and_no_more():
    found = decided(split(ANA, at(THREE, "ana-quispe")))
    check(found)
    assert found.nodes[ANA].aliases == ()
    part = found.nodes[at(THREE, "ana-quispe")]
    assert (part.label, part.aliases, part.type) == ("Ana Quispe", ("Anita",), "Person")
    assert found.canonical[at(ONE, "ana-quispe")] == ANA


def test_a_split_undoes_a_merge_by_hand():
    after = decided(merge(ROJAS, ANA), split(ANA, at(TWO, "a-quispe-rojas")))
    check(after)
    assert after.nodes[ANA] == decided().nodes[ANA]
    assert after.nodes[at(TWO, "a-quispe-rojas")].label == "A. Quispe Rojas"


def test_an_undone_merge_leaves_no_trace():
    assert decided(merge(ROJAS, ANA), {"do": "undo", "decision": 1}) == decided()


def test_who_bears_the_name_of_the_whole_keeps_it():
    groups = (doc("[many officials|Group] x"), doc("[officials|Group] y"))
    one, other = at(groups[0], "many-officials"), at(groups[1], "officials")
    found = decided(merge(one, other), split(other, other), extractions=groups)
    check(found)
    assert found.nodes == decided(extractions=groups).nodes


def test_a_split_leaves_the_name_that_a_person_gave():
    renamed = {"do": "rename", "entity": ANA, "label": "Ana María Quispe"}
    found = decided(renamed, split(ANA, at(THREE, "ana-quispe")))
    check(found)
    assert found.nodes[ANA].label == "Ana María Quispe"
    assert found.nodes[at(THREE, "ana-quispe")].label == "Ana Quispe"


@pytest.mark.parametrize("parts", [[at(ONE, "ana-quispe"), at(THREE, "ana-quispe")], ["gone"]])
def test_a_split_that_parts_nothing_is_reported(parts):
    found = decided(split(ANA, *parts))
    assert found.nodes == decided().nodes
    assert found.lost == ((1, ANA),)


def test_a_name_that_only_the_part_had_goes_with_it():
    found = decided(merge(ANA, ROJAS), split(ROJAS, at(TWO, "a-quispe-rojas")))
    check(found)
    assert (found.nodes[ROJAS].label, found.nodes[ROJAS].aliases) == ("Ana Quispe", ("Anita",))


# ---------------------------------------------------------------- rename, retype, link, unlink


def test_a_new_name_makes_the_old_one_an_alias_and_keeps_the_iri():
    found = decided({"do": "rename", "entity": ANA, "label": "Ana María Quispe"})
    check(found)
    assert found.nodes[ANA].label == "Ana María Quispe"
    assert found.nodes[ANA].aliases == ("Ana Quispe", "Anita")


def test_a_name_that_was_an_alias_is_none_any_more():
    found = decided({"do": "rename", "entity": ANA, "label": "Anita"})
    assert found.nodes[ANA].aliases == ("Ana Quispe",)


def test_a_new_class_is_the_class():
    found = decided({"do": "retype", "entity": LIMA, "type": "Facility"})
    assert found.nodes[LIMA].type == "Facility"


def test_links_come_and_go():
    assert decided().nodes[LIMA].exact_match == ("geo:1",)
    wd = {"do": "link", "entity": LIMA, "match": "wd:Q2868"}
    assert decided(wd).nodes[LIMA].exact_match == ("geo:1", "wd:Q2868")
    away = {"do": "unlink", "entity": LIMA, "match": "geo:1"}
    assert decided(wd, away).nodes[LIMA].exact_match == ("wd:Q2868",)
    assert decided(away, away).nodes[LIMA].exact_match == ()


def test_decisions_follow_a_merge():
    found = decided(merge(ROJAS, ANA), {"do": "rename", "entity": ROJAS, "label": "Ana Rojas"})
    assert found.nodes[ANA].label == "Ana Rojas"


@pytest.mark.parametrize(
    "decision",
    [
        merge("gone", ANA),
        merge(ANA, "gone"),
        split("gone", "x"),
        {"do": "rename", "entity": "gone", "label": "x"},
        {"do": "retype", "entity": "gone", "type": "Person"},
        {"do": "link", "entity": "gone", "match": "x:y"},
        {"do": "unlink", "entity": "gone", "match": "x:y"},
    ],
)
def test_a_decision_without_its_entity_is_reported_and_changes_nothing(decision):
    found = decided({"do": "confirm", "claim": "c"}, decision)
    assert found.nodes == decided().nodes
    assert found.lost == ((2, decision["entity"]),)


LOCALS = [at(ONE, "ana-quispe"), at(TWO, "a-quispe-rojas"), at(THREE, "ana-quispe"),
          at(THREE, "prison-watch"), at(TWO, "lima")]  # fmt: skip
DECISIONS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), st.sampled_from(LOCALS), st.sampled_from(LOCALS)),
        st.tuples(st.just("split"), st.sampled_from(LOCALS), st.sampled_from(LOCALS)),
        st.tuples(st.just("rename"), st.sampled_from(LOCALS), st.sampled_from(["X", "Anita"])),
    ),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(DECISIONS)
def test_whatever_people_decide_the_linking_stays_whole_and_undo_brings_it_back(chosen):
    fields = {"merge": "into", "split": "parts", "rename": "label"}
    made = [
        {"do": do, "entity": one, fields[do]: [other] if do == "split" else other}
        for do, one, other in chosen
    ]
    found = decided(*made)
    check(found)
    assert set(found.canonical) == set(decided().canonical)
    undone = [{"do": "undo", "decision": n} for n in range(1, len(made) + 1)]
    assert decided(*made, *undone) == decided()
