from __future__ import annotations

import re

import pytest

from kg import resources, vocabulary
from kg.errors import InputError
from kg.vocabulary import NS, PREFIXES

KNOWN = vocabulary.default()
EXTENSION = """
@prefix kg: <https://kg.example/ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
kg:Mine a owl:Class ; rdfs:label "mine"@en ; rdfs:subClassOf kg:Facility .
kg:digsIn a owl:ObjectProperty ; rdfs:label "digs in"@en ; rdfs:subPropertyOf kg:relation ;
  rdfs:domain kg:Person ; rdfs:range kg:Mine .
"""


@pytest.mark.parametrize(
    ("name", "superiors"),
    [
        ("Prison", {"Prison", "Facility", "Place", "Entity"}),
        ("Country", {"Country", "GeopoliticalEntity", "Place", "Agent", "Entity"}),
        ("Nothing", set()),
    ],
)
def test_a_class_lies_under_all_its_superiors(name, superiors):
    assert KNOWN.above(name) >= superiors
    assert bool(KNOWN.above(name)) == bool(superiors)


@pytest.mark.parametrize(
    ("name", "superior", "answer"),
    [
        ("Country", "Agent", True),
        ("Prison", "Agent", False),
        ("Agent", "Agent", True),
        ("Person", "Organization", False),
        ("Nothing", "Entity", False),
    ],
)
def test_is_a_follows_the_hierarchy(name, superior, answer):
    assert KNOWN.is_a(name, superior) is answer


def test_is_a_takes_several_superiors():
    assert KNOWN.is_a("Prison", "Agent", "Place")
    assert not KNOWN.is_a("Prison", "Agent", "Person")


@pytest.mark.parametrize("name", list(KNOWN.relations()))
def test_every_relation_has_a_label_a_domain_and_a_range(name):
    term = KNOWN.properties[name]
    assert KNOWN.is_relation(name)
    assert term.label
    assert term.domain in KNOWN.classes
    assert term.range in KNOWN.classes


@pytest.mark.parametrize("name", sorted(KNOWN.classes))
def test_every_class_has_a_label_and_stands_under_something(name):
    term = KNOWN.classes[name]
    assert term.label
    assert all(a in KNOWN.classes for a in term.above if a in KNOWN.classes)
    assert name in KNOWN.above(name)


@pytest.mark.parametrize("name", sorted(n for n in KNOWN.classes if KNOWN.is_a(n, "Entity")))
def test_every_entity_has_a_colour(name):
    assert re.fullmatch("#[0-9a-f]{6}", KNOWN.colour(name))
    owner, colour = KNOWN.colour_class(name)
    assert KNOWN.is_a(name, owner) or owner == "Entity"
    assert KNOWN.colour(owner) == colour


def test_roles_and_relations_are_told_apart():
    assert KNOWN.is_role("agent")
    assert not KNOWN.is_relation("agent")
    assert KNOWN.is_relation("funds")
    assert not KNOWN.is_role("funds")
    assert list(KNOWN.relations()) == sorted(KNOWN.relations())
    assert not {"relation", "sensitiveRelation", "singleValuedRelation"} & set(KNOWN.relations())


@pytest.mark.parametrize(
    ("relation", "subject", "object_", "answer"),
    [
        ("funds", "Country", "Country", True),
        ("funds", "Country", "Prison", False),
        ("holdsOffice", "Person", "Office", True),
        ("holdsOffice", "Organization", "Office", False),
        ("capitalOf", "City", "Country", True),
        ("capitalOf", "Country", "City", False),
        ("none", "Person", "Person", False),
    ],
)
def test_a_relation_fits_its_domain_and_range(relation, subject, object_, answer):
    assert KNOWN.fits(relation, subject, object_) is answer


@pytest.mark.parametrize(
    ("name", "label"),
    [("Prison", "prison"), ("locatedIn", "located in"), ("unknown", "unknown")],
)
def test_a_label_is_english_and_an_unknown_name_is_its_own(name, label):
    assert KNOWN.label(name) == label


def test_an_unknown_term_names_the_nearest():
    assert KNOWN.require("Prison").label == "prison"
    with pytest.raises(InputError, match="no class 'Prisson' in the ontology") as error:
        KNOWN.require("Prisson", "class")
    assert "'Prison'" in error.value.fix


def test_a_second_file_extends_the_first(tmp_path):
    file = tmp_path / "mine.ttl"
    file.write_text(EXTENSION, encoding="utf-8")
    both = vocabulary.load([resources.ontology("kg.ttl"), file])
    assert both.is_a("Mine", "Place")
    assert both.fits("digsIn", "Person", "Mine")
    assert both.colour("Mine") == KNOWN.colour("Facility")
    assert "digsIn" in list(both.relations())
    assert "Mine" not in KNOWN.classes


@pytest.mark.parametrize(
    ("text", "where"), [("kg:Mine a owl:Class", "bad.ttl"), ("@prefix kg <x>", "bad.ttl")]
)
def test_a_broken_ontology_is_named_with_its_place(tmp_path, text, where):
    file = tmp_path / "bad.ttl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        vocabulary.load([file])
    assert error.value.where.endswith(where)
    assert error.value.fix


def test_a_missing_ontology_is_named(tmp_path):
    with pytest.raises(InputError):
        vocabulary.load([tmp_path / "none.ttl"])


def test_the_prefixes_are_distinct_and_end_where_a_name_begins():
    assert PREFIXES["kg"] == NS
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert all(iri.endswith(("#", "/")) for iri in PREFIXES.values())
