"""Names held as text: what linking makes of them is what it makes of the same as records."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.gazetteer import default
from kg.link import join
from kg.link.alone import Alone
from kg.link.names import family, is_acronym
from kg.link.summary import NOWHERE, Summary, tie
from kg.model import Entity, Mention
from kg.quads import Names

BASE = "https://kg.example/"
TYPES = ("Person", "City", "NGO", "Country", "Office", "Group", "Entity", "Organization")
LABELS = (
    "Ama Badu", "ama badu", "Ama-Badu", "Badu", "Kofi Osei", "The Mine Watch", "Mine Watch", "MW",
    "Lima", "Lima Us", "Lima Pe", "San Jose", "Peru", "Keta", "Keta Gh", "Ghana Mine",
    "unattributed", "the Mine Watch", "Port Osei", "Perú", "北京", "?!", "A.B.", "Kofi Osei Us",
)  # fmt: skip
DECISIONS = (
    {"do": "rename", "entity": f"{BASE}id/ama-badu", "label": "A. Badu"},
    {"do": "merge", "entity": f"{BASE}id/keta", "into": f"{BASE}id/kofi-osei"},
    {"do": "retype", "entity": f"{BASE}id/ghana-mine", "type": "NGO"},
    {"do": "split", "entity": f"{BASE}id/mine-watch", 
     "parts": [f"{BASE}id/doc-11111111/mine-watch"]},
)  # fmt: skip


def text(sha: str, things: list[tuple[str, str, str]]) -> Summary:
    """Return what a table tells linking: entities with their country, as far as they have one."""
    names, home = Names(), f"{BASE}id/doc-{sha[:8]}/"
    entities, claims, countries = [], [], dict[str, str]()
    for type_, label, country in things:
        entity = Entity(names.free(label), type_, label, (Mention(NOWHERE, "name"),))
        entities.append(entity)
        if country and type_ == "City":
            if country not in countries:
                name = countries[country] = names.free(country)
                entities.append(Entity(name, "Country", country, (Mention(NOWHERE, "name"),)))
            claims.append(tie("locatedIn", entity.id, countries[country]))
    return Summary(sha, {e.id: home + e.id for e in entities}, tuple(entities), tuple(claims))


def as_text(summary: Summary) -> Summary:
    """Return the same with the names as text of all that has nothing but a name."""
    home = f"{BASE}id/doc-{summary.sha256[:8]}/"
    told = {end for c in summary.claims for end in (c.subject, c.object)}
    plain: dict[str, list[str]] = {}
    rest = []
    for e in summary.entities:
        if e.id in told or Names().free(e.label) != e.id:
            rest.append(e)
        else:
            plain.setdefault(e.type, []).append(e.label)
    held = {type_: "\n".join(labels) for type_, labels in plain.items()}
    iris = {e.id: summary.iris[e.id] for e in rest}
    return Summary(summary.sha256, iris, tuple(rest), summary.claims, held, home if held else "")


def settled(summaries: list[Summary], decisions: list) -> dict[str, object]:
    """Return all that linking says, of things that are alone as well."""
    found = join(summaries, default(), list(enumerate(decisions, start=1)), base=BASE)
    canonical, redirects = dict(found.canonical), dict(found.redirects)
    nodes = {iri: (n.type, n.label, n.aliases, n.exact_match) for iri, n in found.nodes.items()}
    for x in summaries:
        for type_, label, name in found.alone.things(x):
            iri = f"{BASE}id/{name}"
            assert iri not in nodes, "one that is alone shares its IRI"
            nodes[iri] = (type_, label, (), ())
            canonical[x.home + name] = redirects[x.home + name] = iri
    return {
        "canonical": canonical,
        "nodes": nodes,
        "redirects": redirects,
        "splits": {k: tuple(sorted(v)) for k, v in found.splits.items()},
        "candidates": found.candidates,
        "lost": found.lost,
    }


things = st.tuples(
    st.sampled_from(TYPES),
    st.sampled_from(LABELS),
    st.sampled_from(("", "", "Peru", "Ghana", "Chile")),
)
tables = st.lists(st.lists(things, max_size=8, unique_by=lambda t: t[:2]), min_size=1, max_size=3)


@settings(max_examples=100, deadline=None)
@given(tables, st.lists(st.sampled_from(DECISIONS), max_size=2, unique_by=str), st.integers(1, 7))
def test_names_as_text_are_linked_as_records_are(given_, decisions, which):
    whole = [text(str(n) * 64, one) for n, one in enumerate(given_)]
    held = [as_text(x) if which >> n & 1 else x for n, x in enumerate(whole)]
    assert settled(held, decisions) == settled(whole, decisions)


@settings(max_examples=100, deadline=None)
@given(tables)
def test_the_order_of_the_tables_does_not_matter(given_):
    held = [as_text(text(str(n) * 64, one)) for n, one in enumerate(given_)]
    assert settled(held[::-1], []) == settled(held, [])


@settings(max_examples=50, deadline=None)
@given(tables)
def test_a_summary_comes_back_from_json(given_):
    for n, one in enumerate(given_):
        summary = as_text(text(str(n) * 64, one))
        assert Summary.from_json(json.loads(json.dumps(summary.to_json()))) == summary


def test_without_names_as_text_there_is_nothing_to_find():
    assert Alone.of([text("1" * 64, [("Person", "Ama Badu", "")])], default(), [], BASE) == Alone()
    assert not Alone().has("ama-badu")


def test_what_is_alone_is_no_record_and_what_is_not_becomes_one():
    one = as_text(text("1" * 64, [("Person", "Ama Badu", ""), ("Person", "Kofi Osei", "")]))
    other = as_text(text("2" * 64, [("Person", "Kofi Osei", ""), ("City", "Keta", "")]))
    alone = Alone.of([one, other], default(), [], BASE)
    assert list(alone.things(one)) == [("Person", "Ama Badu", "ama-badu")]
    assert [e.label for e in alone.rest(one).entities] == ["Kofi Osei"]
    assert alone.rest(one).iris == {"kofi-osei": f"{BASE}id/doc-11111111/kofi-osei"}
    assert alone.rest(one).plain == {}
    assert (alone.has("ama-badu"), alone.has("kofi-osei"), alone.has("esi")) == (True, True, False)


def test_a_name_is_not_alone_beside_the_same_with_an_article():
    record = text("1" * 64, [("NGO", "The Mine Watch", ""), ("NGO", "The Keta Union", "")])
    held = as_text(text("2" * 64, [("NGO", "Mine Watch", ""), ("NGO", "Keta Unions", "")]))
    alone = Alone.of([record, held], default(), [], BASE)
    assert list(alone.things(held)) == [("NGO", "Keta Unions", "keta-unions")]


def test_who_is_alone_may_be_meant_by_a_surname():
    things = [("Person", "Ama Badu", ""), ("City", "Port Badu", ""), ("Person", "Kofi Osei", "")]
    held = as_text(text("1" * 64, things))
    bare = text("2" * 64, [("Person", "Badu", "")])
    alone = Alone.of([held, bare], default(), [], BASE)
    assert list(alone.surnames([held], {"badu"}, BASE)) == [("badu", f"{BASE}id/ama-badu")]
    assert list(alone.surnames([held], set(), BASE)) == []
    (found,) = join([held, bare], default(), [], base=BASE).candidates
    assert (found.other, found.method) == (f"{BASE}id/ama-badu", "surname")


@pytest.mark.parametrize(
    ("decision", "alone"),
    [
        ({"do": "rename", "entity": f"{BASE}id/keta", "label": "x"}, False),
        ({"do": "rename", "entity": f"{BASE}id/doc-11111111/keta", "label": "x"}, False),
        ({"do": "merge", "entity": f"{BASE}id/x", "into": f"{BASE}id/keta"}, False),
        ({"do": "split", "entity": f"{BASE}id/x", "parts": [f"{BASE}id/doc-11111111/keta"]}, False),
        ({"do": "rename", "entity": f"{BASE}id/accra", "label": "Keta"}, True),
    ],
)
def test_what_a_decision_names_is_not_alone(decision, alone):
    one = as_text(text("1" * 64, [("City", "Keta", "")]))
    found = Alone.of([one], default(), [(1, decision)], BASE)
    assert bool(list(found.things(one))) is alone


@pytest.mark.parametrize(
    ("name", "is_one"), [("MW", True), ("A.B.", True), ("M23", True), ("Mw", False), ("A B", False)]
)
def test_an_acronym_is_one_word_of_capitals(name, is_one):
    assert is_acronym(name) is is_one


@pytest.mark.parametrize(
    ("class_", "broad"),
    [("Country", "Place"), ("City", "Place"), ("NGO", "Organization"), ("Office", "Office")],
)
def test_names_join_within_a_broad_class(class_, broad):
    assert family(class_) == broad
