"""Half a name and somebody's beat are no employer and nothing that is led."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "White House correspondent Ana Soto spoke.",
        "U.N. Ambassador Ana Soto spoke.",
        "Senate candidate Ana Soto spoke.",
        "Acme News Executive Chairman Ana Soto spoke.",
        "Senate Democratic Leader Ana Soto spoke.",
        "The Tuareg rebel leader Ana Soto spoke.",
        "Texas Agriculture Secretary Ana Soto spoke.",
        "Ana Soto, chief executive of the Conference of Presidents of Greek Jewish Museums, spoke.",
        "Ana Soto, a director of the Peace and National Justice Program, spoke.",
    ],
)
def test_what_somebody_deals_with_or_half_a_name_ties_nobody(told, text):
    ties = {"worksFor", "leads", "affiliatedWith", "workedFor"}
    assert not [f for f in told(text).facts() if ties & set(f.split())]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Ana Soto, a Quito TV reporter for the Daily Herald, spoke.",
         "Ana Soto worksFor Daily Herald"),
        ("Delta Motors chief executive Ana Soto spoke.", "Ana Soto leads Delta Motors"),
        ("Ana Soto, head of the Council of Europe, spoke.", "Ana Soto leads Council of Europe"),
        ("Ana Soto, Peru’s ambassador, spoke.", "Ana Soto holdsOfficeIn Peru"),
        ("White House spokeswoman Ana Soto spoke.", "Ana Soto worksFor White House"),
        ("The former governor and Green Party chairwoman Ana Soto spoke.",
         "Ana Soto workedFor Green Party"),
    ],
)  # fmt: skip
def test_a_whole_name_and_a_post_tie(told, text, fact):
    assert fact in told(text).facts()


@pytest.mark.parametrize(
    "text",
    [
        "Leo Roe, an aide during the Quispe administration who has criticized Ana Soto, spoke.",
        "Leo Roe, a clerk at the Senate who denounced Ana Soto, spoke.",
    ],
)
def test_a_body_is_nobody_who_does_something(told, text):
    assert not [f for f in told(text).facts() if " criticizes " in f]


def test_a_law_lies_in_no_state_and_a_town_does(told):
    assert "Toledo locatedIn Ohio" in told("Ana Soto spoke in Toledo, Ohio.").facts()
    assert not [f for f in told("It hits HB-2, Texas law.").facts() if "locatedIn" in f]


def test_her_is_not_a_man_of_unknown_kind_where_a_woman_is_spoken_of(told):
    text = "Mrs. Quispe's aides did not win, as Robin Carr did for her husband, Bill, in Lima."
    assert not [f for f in told(text).facts() if f.endswith("spouseOf Robin Carr")]
