from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import replace

import pytest

from kg.gazetteer import Gazetteer, Row
from kg.link import family, is_acronym, is_named, link
from kg.link.records import Candidate, most_specific
from kg.model import Claim, Document, Entity, Extraction, Mention, Span

BASE = "https://kg.example/id/"
NAMES = Gazetteer(
    (
        Row("country:PE", "Peru", "Country", "PE", ("Republic of Peru",), exact_match=("wd:Q419",)),
        Row("country:US", "United States", "Country", "US", ("US", "U.S.")),
        Row("geonames:1", "Lima", "City", "PE", exact_match=("geo:1",)),
        Row("geonames:2", "Santiago", "City", "CL", exact_match=("geo:2",)),
        Row("geonames:3", "Santiago", "City", "DO", exact_match=("geo:3",)),
        Row("name:NRDC", "NRDC", "NGO", never_by_name=True, exact_match=("wd:Q1",)),
    )
)
PLACES = {"Peru": "Country", "United States": "Country", "Chile": "Country", "US": "Country"}


def doc(text, *facts, **types):
    """Make an Extraction from a text in which names are marked: [Ana Quispe|Person|alias]."""
    entities, plain = [], re.sub(r"\[([^|\]]+)[^\]]*\]", r"\1", text)
    for n, found in enumerate(re.finditer(r"\[([^|\]]+)\|?(\w*)\|?([^\]]*)\]", text), start=1):
        name, type_, alias = found.groups()
        at = plain.index(name)
        aliases = (alias,) if alias else ()
        type_ = type_ or PLACES.get(name, "Organization")
        mention = Mention(Span(at, at + len(name)), types.get("kind", "name"))
        entities.append(Entity(f"e{n}", type_, name, (mention,), aliases))
    ids = {e.label: e.id for e in entities}
    claims = tuple(
        Claim(f"c{n}", (Span(0, 1),), subject=ids[s], predicate=p, object=ids[o])
        for n, (s, p, o) in enumerate(facts, start=1)
    )
    document = Document(hashlib.sha256(plain.encode()).hexdigest(), plain)
    return Extraction(document, "t", entities=tuple(entities), claims=claims)


def names(linking):
    """Return what each IRI is called, the document-local part shortened to `doc/`."""
    short = {iri: re.sub(r"doc-[0-9a-f]+", "doc", iri.removeprefix(BASE)) for iri in linking.nodes}
    return sorted((short[iri], node.label) for iri, node in linking.nodes.items())


def linked(*extractions, names=NAMES):
    """Link in every order of the documents, and check that all give the same."""
    results = [link(order, names) for order in itertools.permutations(extractions)]
    assert all(r == results[0] for r in results)
    return results[0]


# ---------------------------------------------------------------- what joins


def test_a_gazetteer_row_gives_name_slug_and_matches():
    found = linked(doc("[Republic of Peru|Country] x"), doc("[Peru] y"))
    assert names(found) == [("peru", "Peru")]
    node = found.nodes[BASE + "peru"]
    assert node.exact_match == ("wd:Q419",)
    assert node.aliases == ("Republic of Peru",)


def test_equal_names_of_one_family_join_across_documents():
    found = linked(doc("[Ana Quispe|Person] a"), doc("[Ana Quispe|Person] b"))
    assert names(found) == [("ana-quispe", "Ana Quispe")]
    assert len(found.redirects) == 2
    assert set(found.redirects.values()) == {BASE + "ana-quispe"}


def test_a_leading_article_and_case_do_not_keep_names_apart():
    assert len(linked(doc("[the Prison Watch] a"), doc("[Prison watch] b")).nodes) == 1


def test_the_name_in_most_documents_names_the_cluster():
    found = linked(doc("[PRISON WATCH] a"), doc("[Prison Watch] b"), doc("[Prison Watch] c"))
    assert names(found) == [("prison-watch", "Prison Watch")]
    assert found.nodes[BASE + "prison-watch"].aliases == ("PRISON WATCH",)


def holds(person, title, more=""):
    """Make a document in which a person holds an office."""
    return doc(f"[{person}|Person] is [{title}|Office] {more}", (person, "holdsOffice", title))


def test_an_office_of_one_person_joins_across_documents():
    found = linked(holds("Ana Quispe", "Mayor"), holds("Ana Quispe", "Mayor", "still"))
    assert names(found) == [("ana-quispe", "Ana Quispe"), ("mayor-ana-quispe", "Mayor")]
    assert set(found.redirects.values()) == {BASE + "ana-quispe", BASE + "mayor-ana-quispe"}


def test_an_office_that_a_text_tells_apart_joins_the_plain_one_of_its_holder():
    found = linked(holds("Ana Quispe", "Mayor (Ana Quispe)"), holds("Ana Quispe", "Mayor"))
    assert found.nodes[BASE + "mayor-ana-quispe"].label == "Mayor"
    assert found.nodes[BASE + "mayor-ana-quispe"].aliases == ("Mayor (Ana Quispe)",)


def test_holders_of_one_text_bring_their_offices_together():
    both = doc(
        "[Ana Quispe|Person] and [Juan Soto|Person] are [Senator|Office]",
        ("Ana Quispe", "holdsOffice", "Senator"),
        ("Juan Soto", "holdsOffice", "Senator"),
    )
    found = linked(both, holds("Ana Quispe", "Senator"), holds("Juan Soto", "Senator"))
    assert [i for i, label in names(found) if label == "Senator"] == ["senator-ana-quispe"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (holds("Ana Quispe", "Mayor"), holds("Juan Soto", "Mayor")),
        (holds("Ana Quispe", "Mayor"), holds("Ana Quispe", "Senator")),
        (holds("Quispe", "Mayor"), holds("Quispe", "Mayor", "still")),
        (holds("Ana Quispe", "Mayor"), doc("[Ana Quispe|Person] met the [Mayor|Office]")),
    ],
)
def test_offices_that_may_be_two_stay_apart(one, other):
    found = linked(one, other)
    assert len([label for _, label in names(found) if label in ("Mayor", "Senator")]) == 2


# ---------------------------------------------------------------- what stays apart


@pytest.mark.parametrize(
    "text",
    [
        "[Quispe|Person]",
        "[many officials|Group]",
        "[Prime Minister|Office]",
        "[unattributed|Organization]",
    ],
)
def test_bare_surnames_groups_and_offices_stay_in_their_document(text):
    found = linked(doc(text + " a"), doc(text + " b"))
    assert all(name.startswith("doc/") for name, _ in names(found))
    assert len(found.nodes) == 2
    assert not found.redirects


@pytest.mark.parametrize("kind", ["description", "pronoun"])
def test_what_no_text_names_stays_in_its_document(kind):
    found = linked(doc("[the prison|Prison]", kind=kind))
    assert [name for name, _ in names(found)] == ["doc/the-prison"]


def test_a_demonym_names_a_country_but_no_person():
    country = doc("[Peru|Country]", kind="demonym").entities[0]
    person = doc("[Peruvian|Person]", kind="demonym").entities[0]
    assert is_named(country)
    assert not is_named(person)


def test_equal_names_of_two_families_do_not_join():
    found = linked(doc("[Acre Amazonas|Person] a"), doc("[Acre Amazonas|Organization] b"))
    assert [n for n, _ in names(found)] == ["doc/acre-amazonas", "doc/acre-amazonas"]
    assert len(found.splits[BASE + "acre-amazonas"]) == 2
    assert not found.redirects


# ---------------------------------------------------------------- acronyms


def test_an_acronym_that_no_text_expands_joins_by_itself():
    found = linked(doc("[CECOT|Prison] a"), doc("[CECOT|Prison] b"))
    assert names(found) == [("cecot", "CECOT")]


def test_an_acronym_joins_the_one_name_that_a_text_expands_it_to():
    found = linked(doc("[Prison Watch Group|NGO|PWG] a"), doc("[PWG|NGO] b"))
    assert names(found) == [("prison-watch-group", "Prison Watch Group")]
    assert found.redirects[BASE + "pwg"] == BASE + "prison-watch-group"


def test_an_acronym_that_two_texts_expand_differently_joins_neither():
    found = linked(
        doc("[Prison Watch Group|NGO|PWG] a"),
        doc("[Public Works Group|NGO|PWG] b"),
        doc("[PWG|NGO] c"),
    )
    assert [n for n, _ in names(found)] == ["doc/pwg", "prison-watch-group", "public-works-group"]


def test_an_acronym_of_another_family_does_not_join():
    found = linked(doc("[Prison Watch Group|NGO|PWG] a"), doc("[PWG|Person] b"))
    assert [n for n, _ in names(found)] == ["doc/pwg", "prison-watch-group"]


def test_an_acronym_with_its_expansion_as_alias_is_keyed_by_the_expansion():
    found = linked(doc("[PWG|NGO|Prison Watch Group] a"), doc("[Prison Watch Group|NGO] b"))
    assert names(found) == [("prison-watch-group", "Prison Watch Group")]


def test_a_row_that_is_never_linked_by_name_gives_no_match():
    found = linked(doc("[NRDC|NGO] a"))
    assert found.nodes[BASE + "nrdc"].exact_match == ()


# ---------------------------------------------------------------- homonyms


def test_two_limas_come_apart_by_country():
    peru = doc("[Lima|City] in [Peru]", ("Lima", "locatedIn", "Peru"))
    ohio = doc("[Lima|City] in [United States]", ("Lima", "locatedIn", "United States"))
    found = linked(peru, ohio, doc("[Lima|City] c"))
    assert [n for n, _ in names(found)] == ["lima", "lima-us", "peru", "united-states"]
    assert found.nodes[BASE + "lima"].exact_match == ("geo:1",)
    assert found.nodes[BASE + "lima-us"].exact_match == ()


def test_homonyms_outside_the_gazetteer_come_apart_by_country_and_share_no_bare_name():
    one = doc("[Villa Alta|City] in [Peru]", ("Villa Alta", "locatedIn", "Peru"))
    two = doc("[Villa Alta|City] in [US]", ("Villa Alta", "locatedIn", "US"))
    found = linked(one, two, doc("[Villa Alta|City] c"))
    named = [n for n, _ in names(found)]
    assert named == ["doc/villa-alta", "peru", "united-states", "villa-alta-pe", "villa-alta-us"]
    assert found.splits == {
        BASE + "villa-alta": (BASE + "villa-alta-pe", BASE + "villa-alta-us"),
    }


def test_a_name_of_several_rows_is_a_candidate_not_a_link():
    found = linked(doc("[Santiago|City] a"))
    assert [n for n, _ in names(found)] == ["doc/santiago"]
    assert [(c.other, c.method) for c in found.candidates] == [
        ("geo:2", "several rows"),
        ("geo:3", "several rows"),
    ]


def test_what_no_text_names_is_no_candidate():
    assert linked(doc("[Santiago|City] a", kind="description")).candidates == ()


def test_the_country_a_text_gives_chooses_among_rows():
    text = doc("[Santiago|City] in [Chile]", ("Santiago", "locatedIn", "Chile"))
    rows = Gazetteer((*NAMES.rows, Row("country:CL", "Chile", "Country", "CL")))
    found = linked(text, names=rows)
    assert found.nodes[BASE + "santiago"].exact_match == ("geo:2",)


def test_a_second_ranked_row_carries_its_country_in_the_name():
    text = doc("[Santiago|City] in [DR|Country]", ("Santiago", "locatedIn", "DR"))
    rows = Gazetteer((*NAMES.rows, Row("country:DO", "DR", "Country", "DO")))
    assert "santiago-do" in [n for n, _ in names(linked(text, names=rows))]


def test_a_bare_surname_is_a_candidate_for_the_full_name():
    found = linked(doc("[Ana Quispe|Person] a"), doc("[Quispe|Person] b"))
    (candidate,) = found.candidates
    assert isinstance(candidate, Candidate)
    assert (candidate.other, candidate.method) == (BASE + "ana-quispe", "surname")


# ---------------------------------------------------------------- types, redirects, decisions


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["Organization", "NGO", "Organization"], "NGO"),
        (["NGO", "MediaOrganization", "MediaOrganization"], "MediaOrganization"),
        (["NGO", "MediaOrganization"], "MediaOrganization"),
    ],
)
def test_one_most_specific_type_is_chosen_whatever_the_order(types, expected):
    docs = [doc(f"[Prison Watch|{t}] {n}") for n, t in enumerate(types)]
    assert linked(*docs).nodes[BASE + "prison-watch"].type == expected


def test_redirects_are_one_hop_and_their_names_are_used_nowhere_else():
    found = linked(doc("[Prison Watch Group|NGO|PWG] a"), doc("[PWG|NGO] and [Peru]"))
    assert found.redirects.keys().isdisjoint(found.nodes)
    assert set(found.redirects.values()) <= found.nodes.keys()
    assert set(found.canonical.values()) == found.nodes.keys()


def test_a_count_on_which_documents_differ_is_left_out(example):
    (miners,) = [n for n in link([example], NAMES).nodes.values() if n.label == "13 miners"]
    assert miners.count == 13


@pytest.mark.parametrize(
    ("word", "expected"),
    [("CECOT", True), ("U.S.", True), ("Peru", False), ("A", False), ("AB CD", False)],
)
def test_an_acronym_is_one_word_of_capitals(word, expected):
    assert is_acronym(word) is expected


def test_families_are_broad_classes():
    assert family("Legislature") == family("NGO") == "Organization"
    assert family("Prison") != family("City")
    assert most_specific.__doc__


# ---------------------------------------------------------------- the same thing elsewhere


def same(extraction, *iris):
    """Give the one entity of a text IRIs of the same thing elsewhere."""
    (entity,) = extraction.entities
    return replace(extraction, entities=(replace(entity, exact_match=iris),))


ANA = "[Ana Quispe|Person] "


@pytest.mark.parametrize(
    ("one", "other", "nodes"),
    [
        (("http://e.org/1",), ("http://e.org/1",), 1),
        (("http://e.org/1",), (), 1),
        (("http://e.org/1",), ("http://e.org/2",), 2),
        ((), (), 1),
    ],
)
def test_ids_of_their_own_keep_people_of_one_name_apart(one, other, nodes):
    found = linked(same(doc(ANA + "x"), *one), same(doc(ANA + "y"), *other))
    assert len(found.nodes) == nodes
    assert {i for n in found.nodes.values() for i in n.exact_match} == {*one, *other}


def test_who_has_no_id_is_none_of_several_who_have():
    ids = [same(doc(ANA + n), f"http://e.org/{n}") for n in "12"]
    found = linked(*ids, doc(ANA + "z"))
    assert sorted(n.exact_match for n in found.nodes.values()) == [
        (),
        ("http://e.org/1",),
        ("http://e.org/2",),
    ]


@pytest.mark.parametrize(("iri", "slug_"), [("geo:2", "santiago"), ("geo:3", "santiago-do")])
def test_an_id_says_which_row_of_several_is_meant(iri, slug_):
    found = linked(same(doc("[Santiago|City] x"), iri))
    assert [i.removeprefix(BASE) for i in found.nodes] == [slug_]


def test_an_id_that_is_not_the_rows_is_another_thing():
    found = linked(same(doc("[Lima|City] x"), "geo:9"))
    assert [n.exact_match for n in found.nodes.values()] == [("geo:9",)]
