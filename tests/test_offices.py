"""Who holds office where, as titles and party letters say it."""

from __future__ import annotations

import pytest


def held(found):
    """Return who holds office where, of the facts of an extraction."""
    return {t for t in found.facts() if " holdsOfficeIn " in t}


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Ohio Gov. Rosa Quint signed it.", "Rosa Quint holdsOfficeIn Ohio"),
        ("Texas Sen. Rosa Quint spoke.", "Rosa Quint holdsOfficeIn Texas"),
        ("They met Kenyan President Rosa Quint.", "Rosa Quint holdsOfficeIn Kenya"),
        ("The Ohio attorney general, Rosa Quint, spoke.", "Rosa Quint holdsOfficeIn Ohio"),
        ("The Kenyan president, Rosa Quint, spoke.", "Rosa Quint holdsOfficeIn Kenya"),
        ("Sen. Rosa Quint, R-Ohio, spoke.", "Rosa Quint holdsOfficeIn Ohio"),
        ("Rep. Rosa Quint (D-Calif.) spoke.", "Rosa Quint holdsOfficeIn California"),
    ],
)
def test_a_title_tells_where_the_office_is_held(told, text, triple):
    assert held(told(text)) == {triple}


@pytest.mark.parametrize(
    "text",
    [
        "Former Ohio Gov. Rosa Quint spoke.",
        "They met former Kenyan President Rosa Quint.",
        "They met acting Kenyan President Rosa Quint.",
        "The former Kenyan president, Rosa Quint, spoke.",
        "Texas Gen. Rosa Quint spoke.",  # no office of Texas
        "The Kenyan lawyer, Rosa Quint, spoke.",
        "The Kenyan president, Rosa Quint and Juan Rey spoke.",  # a list of three
        "Rosa Quint, D-Day veteran, spoke.",
        "Rosa Quint (R) spoke in Ohio.",
    ],
)
def test_what_is_over_or_no_office_of_a_place_is_none(told, text):
    assert held(told(text)) == set()


def test_two_people_of_one_surname_do_not_share_a_state(told):
    found = told("Rep. Rosa Quint (D-Va.) spoke. Quint (D-Va.) left. Sen. Quint (R-Ohio) stayed.")
    assert held(found) == {"Rosa Quint holdsOfficeIn Virginia"}


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Councillor Derek Ambler was late.", "Councillor"),
        ("The firm fell. Its managing director, Paul Lowther, was late.", "Managing Director"),
        ("Chief Financial Officer Martin Lund was late.", "Chief Financial Officer"),
        ("Its chairman at the time, Peter Salter, was late.", None),
        ("Its chairman at that time, Peter Salter, was late.", None),
    ],
)
def test_an_office_is_held_unless_it_was_held_at_the_time(told, text, office):
    found = {f.split(" holdsOffice ")[1] for f in told(text).facts() if " holdsOffice " in f}
    assert found == ({office} if office else set())
