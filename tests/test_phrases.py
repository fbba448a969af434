"""A noun of a tie is of the name that its phrase is about, and of no other."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        # the phrase describes the person named behind it
        (
            "After praising Ana Soto, billionaire Amnesty International owner Juan Rey left.",
            "Ana Soto owns",
        ),
        ("In Barranco, the owner of the Acme Company, Juan Rey, wept.", "Barranco owns"),
        ("In Ghana, the founder of the Acme Company, Juan Rey, wept.", "Ghana founded"),
        # a noun between narrows what is led, an adjective does not hide the head
        ("Senate campaign chairman Juan Rey spoke.", "leads"),
        ("Juan Rey, the Chamber’s chief political strategist, spoke.", "leads"),
        ("Juan Rey, the Chamber’s chief strategist, spoke.", "leads"),
        # who works in a state's trade does not work for the state
        ("Idaho timber executive Juan Rey spoke.", "worksFor"),
        ("Ohio bakery manager Juan Rey spoke.", "worksFor"),
        # the name behind "of" owns what is meant
        (
            "Juan Rey, founder of Amnesty International’s rival Acme, spoke.",
            "founded Amnesty International",
        ),
        ("Juan Rey, the brother of Ana Soto’s driver, spoke.", "siblingOf"),
        # only the second noun is of the body
        ("Juan Rey, an economist and former director of Amnesty International, spoke.", "worksFor"),
        ("Juan Rey, an economist and member of the Labour Party, spoke.", "worksFor"),
        # a home of another time
        ("Fans came to Ana Soto’s boyhood home in Lima.", "livesIn"),
        ("Fans came to Ana Soto’s childhood home in Lima.", "livesIn"),
        # "who" may be of either
        (
            "Ana Soto, a baker from Cusco, Peru, who is a member of Amnesty International, spoke.",
            "Cusco memberOf",
        ),
        ("Ana Soto, 33, a fan of Juan Rey who lives in Lima, spoke.", "Juan Rey livesIn"),
        (
            "Ana Soto, a former aide to Juan Rey who leads Amnesty International, spoke.",
            "Juan Rey leads",
        ),
        ("Peru has a pact with Chile, which Juan Rey has criticized.", "criticizes Chile"),
        # a place that ends a name, a body that many places have, a claim to a place
        ("Writers for Justice and Peace in Lima (WJPL) wrote.", "operatesIn"),
        ("Juan Rey ran for the Senate in Ohio.", "Senate operatesIn"),
        ("Peru rejects Chile’s Cape Horn claims.", "Cape Horn locatedIn"),
        ("She is the Ana Soto of Lima.", "hailsFrom"),
        # no people, no places
        ("The Syrian refugees President Juan Rey invited came.", "Juan Rey nationality"),
        ("Juan Rey, who died in February, was a poet.", "February"),
        ("He won Soto v. Soto in Lima.", "Soto v. Soto"),
    ],
)
def test_no_tie_of_another(told, text, wrong):
    assert not [f for f in told(text).facts() if wrong in f]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Amnesty International owner Juan Rey left.", "Juan Rey owns Amnesty International"),
        (
            "In Lima, Juan Rey, the founder of Amnesty International, wept.",
            "Juan Rey founded Amnesty International",
        ),
        (
            "Amnesty International’s chief executive, Juan Rey, spoke.",
            "Juan Rey leads Amnesty International",
        ),
        (
            "Amnesty International’s new chairman, Juan Rey, spoke.",
            "Juan Rey leads Amnesty International",
        ),
        (
            "Juan Rey, director of Amnesty International’s laboratory, spoke.",
            "Juan Rey worksFor Amnesty International",
        ),
        (
            "Juan Rey, founder and director of Amnesty International, spoke.",
            "Juan Rey worksFor Amnesty International",
        ),
        (
            "Juan Rey, founder and former director of Amnesty International, spoke.",
            "Juan Rey founded Amnesty International",
        ),
        ("Fans came to Ana Soto’s home in Lima.", "Ana Soto livesIn Lima"),
        (
            "Ana Soto, who is a member of Amnesty International, spoke.",
            "Ana Soto memberOf Amnesty International",
        ),
        (
            "The police arrested Juan Rey, who leads Amnesty International.",
            "Juan Rey leads Amnesty International",
        ),
        ("Juan Rey of Lima spoke.", "Juan Rey hailsFrom Lima"),
        ("The Syrian president, Juan Rey, spoke.", "Juan Rey holdsOfficeIn Syria"),
        ("Juan Rey, the president of Peru’s Congress, spoke.", "Juan Rey holdsOfficeIn Peru"),
        ("Juan Rey, who died in Lima in May, was a poet.", "Juan Rey diedIn Lima"),
        ("Juan V. Rey leads Amnesty International.", "Juan V. Rey leads Amnesty International"),
    ],
)
def test_a_tie_of_its_own_name_is_read(told, text, right):
    assert [f for f in told(text).facts() if right in f]


def test_a_father_of_the_same_name_is_somebody_else(told):
    text = "Ana Soto’s father, Juan Soto Sr., died. Juan Soto spoke. Juan Soto left."
    assert "Juan Soto Sr." in {e.label for e in told(text).extraction.entities}


def test_herself_is_the_name_before_it(told):
    text = "Juan Rey rose. Ana Soto herself criticized Amnesty International. Rey wept."
    found = told(text).extraction.entities
    ana = next(e for e in found if e.label == "Ana Soto")
    assert [m.kind for m in ana.mentions] == ["name", "pronoun"]


def test_her_is_not_a_person_of_another_clause(told):
    text = "Ana Soto spoke in Cusco while an engineer watched from her home in Lima."
    assert not [f for f in told(text).facts() if "livesIn" in f]


def test_a_wife_who_goes_by_the_surname_keeps_it(told):
    text = "Candidate Ana Rey spoke. She told her husband, Juan Rey, of it. Rey, a director, left."
    assert not [f for f in told(text).facts() if f.startswith("Juan Rey holdsOffice")]
