"""Where people come from, and where bodies and places lie, as names side by side say it."""

from __future__ import annotations

import pytest

PLACED = {
    "hailsFrom", "operatesIn", "basedIn", "locatedIn", "nationality", "holdsOfficeIn",
    "affiliatedWith",
}  # fmt: skip


def placed(found):
    """Return the ties of an extraction to places, as text."""
    return {
        found.triple(c)
        for c in found.extraction.claims
        if c.predicate in PLACED and c.subject and c.object
    }


STATED = [
    # people of and from places
    (
        "Rosa Quint of Austin, Texas, won the race.",
        ["Rosa Quint hailsFrom Austin", "Rosa Quint hailsFrom Texas"],
    ),
    ("Rosa Quint, 31, of Nairobi, won the race.", ["Rosa Quint hailsFrom Nairobi"]),
    ("Rosa Quint, a nurse from Nairobi, won the race.", ["Rosa Quint hailsFrom Nairobi"]),
    ("Rosa Quint, a retired teacher from Kenya, won.", ["Rosa Quint hailsFrom Kenya"]),
    ("Rosa Quint, a Republican from Chicago, won.", ["Rosa Quint hailsFrom Chicago"]),
    ("Kenya’s Rosa Quint won the race.", ["Rosa Quint hailsFrom Kenya"]),
    ("Nairobi lawyer Rosa Quint won the case.", ["Rosa Quint hailsFrom Nairobi"]),
    ("Nairobi defense lawyer Rosa Quint won the case.", ["Rosa Quint hailsFrom Nairobi"]),
    ("Kenya’s chief negotiator, Rosa Quint, left.", ["Rosa Quint hailsFrom Kenya"]),
    # who holds an office of a place
    ("Gov. Rosa Quint of Texas signed the bill.", ["Rosa Quint holdsOfficeIn Texas"]),
    ("President Rosa Quint of Kenya left.", ["Rosa Quint holdsOfficeIn Kenya"]),
    ("Rosa Quint, the mayor of Nairobi, left.", ["Rosa Quint holdsOfficeIn Nairobi"]),
    ("Rosa Quint, Kenya’s ambassador, left.", ["Rosa Quint holdsOfficeIn Kenya"]),
    ("Rosa Quint is the prime minister of Kenya.", ["Rosa Quint holdsOfficeIn Kenya"]),
    # nationality
    ("The Kenyan writer Rosa Quint left.", ["Rosa Quint nationality Kenya"]),
    ("Rosa Quint is a Kenyan writer.", ["Rosa Quint nationality Kenya"]),
    ("Rosa Quint, a Kenyan long-distance athlete, left.", ["Rosa Quint nationality Kenya"]),
    ("Rosa Quint was a Kenyan painter.", ["Rosa Quint nationality Kenya"]),
    (
        "Rosa Quint (born 22 October 1952 in Lima, Peru) is a Kenyan writer.",
        ["Rosa Quint nationality Kenya"],
    ),
    ("Rosa Quint at the World Bank said no.", ["Rosa Quint affiliatedWith World Bank"]),
    # bodies and places
    ("The Red Cross in Nairobi sent help.", ["Red Cross operatesIn Nairobi"]),
    ("Chicago’s Halden Systems opened.", ["Halden Systems operatesIn Chicago"]),
    ("Halden Systems, a Chicago software company, left.", ["Halden Systems basedIn Chicago"]),
    ("Halden Systems, a Chicago-based maker of drills, left.", ["Halden Systems basedIn Chicago"]),
    ("The Chicago-based Halden Systems left.", ["Halden Systems basedIn Chicago"]),
    (
        "Halden Systems of Austin, Texas, left.",
        ["Halden Systems basedIn Austin", "Halden Systems basedIn Texas"],
    ),
    ("They met in Austin, Texas.", ["Austin locatedIn Texas"]),
    ("They met in Austin, TX.", ["Austin locatedIn Texas"]),
    ("They met in Yelm, British Columbia.", ["Yelm locatedIn British Columbia"]),
    (
        "They met in Houston and Austin, Texas.",
        ["Austin locatedIn Texas", "Houston locatedIn Texas"],
    ),
    ("Rosa Quint, a Nairobi lawyer, left.", ["Rosa Quint hailsFrom Nairobi"]),
    (
        "Rosa Quint, an Austin, Texas, lawyer, left.",
        ["Rosa Quint hailsFrom Austin", "Rosa Quint hailsFrom Texas"],
    ),
    ("They met in the Darfur region of Sudan.", ["Darfur locatedIn Sudan"]),
    ("Rosa Quint won in her native Nairobi.", ["Rosa Quint hailsFrom Nairobi"]),
    ("Rosa Quint’s native Nairobi voted.", ["Rosa Quint hailsFrom Nairobi"]),
    ("Rosa Quint, a biologist from Nairobi, left.", ["Rosa Quint hailsFrom Nairobi"]),
    ("They met in Travis County in central Texas.", ["Travis County locatedIn Texas"]),
    ("They met in Mombasa in southern Kenya.", ["Mombasa locatedIn Kenya"]),
    ("They drained Kenya’s Lake Nakuru.", ["Lake Nakuru locatedIn Kenya"]),
    ("They met in Orland in Halden Province.", ["Orland locatedIn Halden Province"]),
]


@pytest.mark.parametrize(("text", "triples"), STATED, ids=[t for t, _ in STATED])
def test_a_place_that_is_stated_is_read(told, text, triples):
    found = told(text)
    assert placed(found) >= set(triples)
    assert found.facts() >= set(triples)


LEFT = [
    ("Rosa Quint, a Nairobi correspondent, left.", "Rosa Quint hailsFrom Nairobi"),
    ("Rosa Quint, a Nairobi bus, left.", "Rosa Quint hailsFrom Nairobi"),
    ("Rosa Quint likes native Nairobi.", "Rosa Quint hailsFrom Nairobi"),
    ("Nairobi-born talks of Rosa Quint ended.", "Rosa Quint bornIn Nairobi"),
    ("They met in Kenya and Austin, Texas.", "Kenya locatedIn Texas"),
    ("Rosa Quint spoke of Kenya.", "Rosa Quint hailsFrom Kenya"),
    ("Rosa Quint flew from Kenya.", "Rosa Quint hailsFrom Kenya"),
    ("Rosa Quint, a critic of Kenya, left.", "Rosa Quint hailsFrom Kenya"),
    ("The plane took Rosa Quint from Nairobi to Lima.", "Rosa Quint hailsFrom Nairobi"),
    ("A friend of Nairobi lawyer Rosa Quint left.", "friend hailsFrom Nairobi"),
    ("Rosa Quint, the former mayor of Nairobi, left.", "Rosa Quint holdsOfficeIn Nairobi"),
    ("Rosa Quint was the mayor of Nairobi.", "Rosa Quint holdsOfficeIn Nairobi"),
    ("Rosa Quint would be mayor of Nairobi.", "Rosa Quint holdsOfficeIn Nairobi"),
    ("Rosa Quint is not the mayor of Nairobi.", "Rosa Quint holdsOfficeIn Nairobi"),
    ("The Kenyan bank Rosa Quint left.", "Rosa Quint nationality Kenya"),
    ("They met Kenyan writers Rosa Quint likes.", "Rosa Quint nationality Kenya"),
    ("Rosa Quint met a Kenyan writer.", "Rosa Quint nationality Kenya"),
    ("The Red Cross arrived in Nairobi.", "Red Cross operatesIn Nairobi"),
    ("They beat Halden Systems in Nairobi.", "Halden Systems operatesIn Nairobi"),
    ("Halden Systems, a rival of the Chicago bank, left.", "Halden Systems basedIn Chicago"),
    ("They saw Juan Rey and Rosa Quint, of Nairobi and Lima.", "Rosa Quint hailsFrom Nairobi"),
    ("They saw Rosa Quint, of Nairobi and Lima.", "Rosa Quint hailsFrom Nairobi"),
    ("They saw Juan Rey and Rosa Quint, of Nairobi.", "Rosa Quint hailsFrom Nairobi"),
    ("Benghazi victim Rosa Quint left.", "Rosa Quint hailsFrom Benghazi"),
    ("Nairobi protester Rosa Quint left.", "Rosa Quint hailsFrom Nairobi"),
    ("They met Rosa Quint at the World Bank.", "Rosa Quint affiliatedWith World Bank"),
    ("They visited Lima, Texas and Kenya.", "Lima locatedIn Texas"),
    ("They met in Lima in central Texas.", "Lima locatedIn Texas"),
    (
        "They saw Orland in Halden Province, Brix District in Moor Province and Quito.",
        "Halden Province locatedIn Moor Province",
    ),
    ("Kenya, Texas and Lima were named.", "Kenya locatedIn Texas"),
]


@pytest.mark.parametrize(("text", "triple"), LEFT, ids=[t for t, _ in LEFT])
def test_names_that_stand_side_by_side_for_another_reason_are_not_tied(told, text, triple):
    assert triple not in told(text).facts()


@pytest.mark.parametrize(
    ("text", "triples"),
    [
        (
            "Mary Jones (born 22 October 1952 in Lima, Peru) left.",
            {"Mary Jones bornIn Lima", "Mary Jones bornIn Peru"},
        ),
        ("Mary Jones (born August 13, 1952, Lima) left.", {"Mary Jones bornIn Lima"}),
        ("Mary Jones (Lima) left.", set()),
        ("Mary Jones (born 1952) left Lima.", set()),
    ],
)
def test_a_birth_in_brackets_is_read(told, text, triples):
    assert {t for t in told(text).facts() if " bornIn " in t} == triples


@pytest.mark.parametrize(
    "text",
    [
        "Reports of the arrest of Musa Bello in Lagos spread.",
        "The killing of Musa Bello in Lagos shocked many.",
        "Radio Peru editor Ana Soto spoke.",
        "Ana Soto and Leo Hart of Lima's Institute of Peace wrote.",
        "They visited Chad, the Republic of Azerbaijan, Cyprus, Georgia and Kenya.",
    ],
)
def test_a_place_beside_a_name_may_belong_to_something_else(told, text):
    made = {"hailsFrom", "operatesIn", "locatedIn"}
    assert not [f for f in told(text).facts() if made & set(f.split()) and "Institute" not in f]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        # a country's name that is a state's too; what may not exist; whom a country only employs
        ("Georgia businessman Juan Rey spoke.", ""),
        ("Ana Soto, a Georgia lawyer, spoke.", ""),
        ("Peru businessman Juan Rey spoke.", "Juan Rey hailsFrom Peru"),
        ("Georgia's writer, Juan Rey, spoke.", "Juan Rey hailsFrom Georgia"),
        ("It came from the fictitious Bank of Mora in Lima.", ""),
        ("There is no such body as the Bank of Mora in Lima.", ""),
        ("The Bank of Mora in Lima does not exist.", ""),
        ("It came from the Bank of Mora in Lima.", "Bank of Mora operatesIn Lima"),
        ("Ana Soto, a former Chinese agent, left.", ""),
        ("He was a Cuban who had worked as an American agent.", ""),
        ("Ivan Orlov, a German teacher, spoke.", ""),
        ("Ivan Orlov, a German writer, spoke.", "Ivan Orlov nationality Germany"),
        ('He called Mexican border-crossers "rapists" on Monday.', ""),
    ],
)
def test_a_tie_to_a_place_is_told_or_left_out(told, text, fact):
    assert told(text).facts() == ({fact} if fact else set())


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("She left after Paris's father, Albert Jaquier, had died.", "Paris"),
        ("Lima's mother, Ana Soto, had died.", "Lima"),
        ("Oxfam, based in Seattle, Washington and led by Dan Levitan, rose.", "Washington"),
    ],
)  # fmt: skip
def test_a_person_and_a_state_that_are_called_like_a_city_are_none(told, text, place):
    assert not [f for f in told(text).facts() if f.endswith(f" {place}")]
