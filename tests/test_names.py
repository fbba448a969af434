"""Whom somebody means: names, aliases, ids and IRIs, and what is told when nobody or many fit."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import NotFoundError
from kg.graph.names import Names, find, fold
from kg.graph.rows import expand
from kg.store import Store

FACTS = ox.DefaultGraph()


def store(*things: tuple[str, str, str]) -> Store:
    """Return a store of things: id, class, and names parted by "|", the first the label."""
    quads = []
    for id_, class_, names in things:
        node = ox.NamedNode(expand(f"id:{id_}"))
        quads.append(ox.Quad(node, ox.NamedNode(expand("rdf:type")), kg(class_), FACTS))
        label, *aliases = names.split("|")
        quads.append(ox.Quad(node, property_("skos:prefLabel"), ox.Literal(label), FACTS))
        for alias in aliases:
            quads.append(ox.Quad(node, property_("skos:altLabel"), ox.Literal(alias), FACTS))
    return Store.memory(quads)


def kg(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(f"kg:{name}"))


def property_(curie: str) -> ox.NamedNode:
    return ox.NamedNode(expand(curie))


PEOPLE = (
    ("jose-paz", "Person", "José Paz|Pepe|J. Paz"),
    ("paz", "Person", "Ana Paz|Paz"),
    ("la-paz", "City", "La Paz"),
    ("march", "Event", "march"),
    ("march-family", "Organization", "March"),
    ("dots", "Organization", "...|Dots"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("José Paz", "jose-paz"),
        ("JOSE  PAZ", "jose-paz"),
        ("pepe", "jose-paz"),
        ("J Paz", "jose-paz"),
        ("Paz", "paz"),
        ("la-paz", "la-paz"),
        ("La Paz!", "la-paz"),
        ("id:la-paz", "la-paz"),
        (expand("id:la-paz"), "la-paz"),
        (f"<{expand('id:la-paz')}>", "la-paz"),
        ("March", "march-family"),  # an entity goes before an event
        ("march", "march"),  # but an id goes before both
        ("dots", "dots"),
    ],
)
def test_a_name_means_one_thing(text: str, expected: str) -> None:
    assert find(store(*PEOPLE), text) == expand(f"id:{expected}")


@pytest.mark.parametrize("text", ["", "?", "...", "   ", "José", "Paz Ana"])
def test_what_names_nothing_means_nobody(text: str) -> None:
    with pytest.raises(NotFoundError, match="no entity") as caught:
        find(store(*PEOPLE), text)
    assert caught.value.exit_code == 4


def test_the_nearest_names_are_offered() -> None:
    with pytest.raises(NotFoundError) as caught:
        find(store(*PEOPLE), "Jose Pas")
    assert "'José Paz'" in caught.value.fix
    with pytest.raises(NotFoundError) as caught:
        find(store(("maas", "Person", "Viktor Maas"), ("manila", "City", "Manila")), "Maas")
    assert caught.value.fix == "did you mean 'Viktor Maas' or 'Manila'?"
    with pytest.raises(NotFoundError) as caught:
        find(store(), "Jose Pas")
    assert caught.value.fix == "kg ask entities lists them"


@pytest.mark.parametrize(("number", "shown"), [(2, 2), (10, 10), (13, 10)])
def test_namesakes_are_listed_and_the_rest_is_counted(number: int, shown: int) -> None:
    namesakes = [(f"ana-{n:02}", "Person", "Ana Paz") for n in range(number)]
    with pytest.raises(NotFoundError, match="'ana paz' may mean:") as caught:
        find(store(*namesakes), "ana paz")
    lines = caught.value.what.split("\n")[1:]
    assert [line.split() for line in lines[:shown]] == [
        [expand(f"id:ana-{n:02}"), "Ana", "Paz", "(person)"] for n in range(shown)
    ]
    assert lines[shown:] == ([f"  and {number - shown} more"] if number > shown else [])


def test_one_reading_of_the_names_serves_many_and_keeps_to_what_it_read() -> None:
    known = store(*PEOPLE)
    names = Names(known)
    first = [names.find(text) for text in ("Pepe", "Ana Paz", "la-paz")]
    assert first == [find(known, text) for text in ("Pepe", "Ana Paz", "la-paz")]
    with pytest.raises(NotFoundError):
        names.find("Nobody")
    assert names.find("pepe") == first[0]


@given(st.lists(st.text("aAéÉ .-", min_size=1, max_size=4), min_size=1, max_size=5))
def test_each_name_is_found_by_itself_or_by_those_that_fold_alike(labels: list[str]) -> None:
    known = store(*((f"x{n}", "Person", label) for n, label in enumerate(labels)))
    for number, label in enumerate(labels):
        alike = [n for n, other in enumerate(labels) if fold(other) == fold(label)]
        if fold(label) and len(alike) == 1:
            assert find(known, label) == expand(f"id:x{number}")
        else:
            with pytest.raises(NotFoundError):
                find(known, label)
