"""What noun phrases say by themselves, and whom a statement of somebody's concerns."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("rule", "text", "facts"),
    [
        ("title", "Prime Minister Ana Quispe left.", {"Ana Quispe holdsOffice Prime Minister"}),
        ("title", "President Juan Soto and Mayor Ana Quispe left.", {
            "Juan Soto holdsOffice President", "Ana Quispe holdsOffice Mayor",
        }),
        ("title", "Sen. Ana Quispe left.", {"Ana Quispe holdsOffice Senator"}),
        ("title", "Senator Ana Quispe met Sen. Juan Soto.", {
            "Ana Quispe holdsOffice Senator", "Juan Soto holdsOffice Senator",
        }),
        ("title-of-country", "Peru’s Prime Minister Ana Quispe left.", {
            "Ana Quispe headOfGovernmentOf Peru",
        }),
        ("apposition", "Juan Soto, the president of Chile, met farmers.", {
            "Juan Soto holdsOffice President",
        }),
        ("apposition", "The mayor, Juan Soto, met farmers.", {"Juan Soto holdsOffice Mayor"}),
        ("capital", "The capital, Quito, is high. Ecuador is proud.", {"Quito capitalOf Ecuador"}),
        ("organ", "The US Congress met.", {"United States Congress organOf United States"}),
        ("organ", "The Peruvian government met.", {"Government of Peru organOf Peru"}),
        ("organ", "Peru’s parliament met.", {"Parliament of Peru organOf Peru"}),
        ("demonym", "Chilean farmers left.", {"Chilean farmers nationality Chile"}),
        ("demonym", "Two Venezuelan migrants left.", {
            "two Venezuelan migrants nationality Venezuela",
        }),
    ],
)  # fmt: skip
def test_a_noun_phrase_presupposes_a_relation(told, rule, text, facts):
    found = told(text)
    assert {found.triple(c) for c in found.by(rule)} == facts
    said = {c.speaker for c in found.by(rule)}
    assert facts <= found.facts() or said != {None}


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("title", "It is what a President Clinton could hope to see."),
        ("title", "No President Clinton would sign it."),
        # the office is over, or somebody else's, or no office
        ("title", "Former President Juan Soto left."),
        ("title", "Doctor Juan Soto left."),
        ("title", "The director General Juan Soto left."),
        ("apposition", "Juan Soto, the former president of Chile, met farmers."),
        ("apposition", "Juan Soto, a representative for the firm, met farmers."),
        ("apposition", "Juan Soto, a friend of the president, met farmers."),
        ("title-of-country", "Prime Minister Ana Quispe visited the US Congress."),
        ("title-of-country", "Senator Ana Quispe of Chile left."),
        # no capital, or not of that country, or a country the text never names
        ("capital", "The capital, Guayaquil, is hot. Ecuador is proud."),
        ("capital", "The capital, Quito, is high. Chile is proud."),
        ("capital", "The capital, Quito, is high."),
        # demonyms that tell no nationality
        ("demonym", "African-American farmers left."),
        ("demonym", "African American farmers left. America waits."),
        ("demonym", "Central American migrants left. America waits."),
        ("demonym", "They met Peruvian Quispe supporters in Peru."),
        ("demonym", "French Open fans left."),
        ("demonym", "The Chilean-Peruvian farmers left."),
        ("demonym", "Chilean wine is good."),
        ("organ", "The congress of surgeons met."),
    ],
)
def test_a_noun_phrase_that_only_looks_like_one_makes_nothing(told, rule, text):
    found = told(text)
    assert [found.triple(c) for c in found.by(rule)] == []


@pytest.mark.parametrize(
    ("text", "triple", "certainty"),
    [
        (
            "Prisons such as the CECOT in El Salvador are full.",
            "CECOT locatedIn El Salvador",
            "Certain",
        ),
        (
            "CECOT, the Salvadoran prison, is full.",
            "CECOT locatedIn El Salvador",
            "Certain",
        ),
        (
            "CECOT, the country’s biggest prison, is full. The CECOT in El Salvador holds many.",
            "CECOT locatedIn El Salvador",
            "Certain",
        ),
    ],
)
def test_a_facility_lies_where_the_text_says(told, text, triple, certainty):
    found = told(text)
    placed = {found.triple(c): c.certainty for r in ("in", "of") for c in found.by(f"facility-{r}")}
    assert placed == {triple: certainty}


def test_the_country_of_a_prison_is_put_together_from_the_rest_of_the_text(told):
    text = (
        "Peru talks. CECOT, the country’s largest prison, is full. The CECOT in El Salvador grew."
    )
    found = told(text)
    (claim,) = found.by("facility-of-country")
    assert found.triple(claim) == "CECOT locatedIn El Salvador"
    assert claim.certainty == "Probable"


def test_the_country_of_a_prison_is_not_the_last_one_named(told):
    found = told("Peru pursues a plan. CECOT, the country’s largest prison, is full.")
    assert not [f for f in found.facts() if "locatedIn" in f]
    reasons = {d.reason for d in found.extraction.dropped}
    assert "several or no countries for 'the country'" in reasons


# ---------------------------------------------------------------- reasons and topics


def test_the_reason_that_an_actor_cites_is_the_actors(told):
    text = "Farmers criticized Chile, citing evidence of decay."
    (claim,) = told(text).by("basis")
    assert claim.basis == "evidence of decay"
    found = told(text)
    assert found.speakers("basis") == {"farmers"}
    assert found.label(claim.about) == "Chile"


@pytest.mark.parametrize(
    "text",
    [
        "Farmers left Chile, citing evidence of decay.",
        "Farmers criticized the road, pointing to its holes.",
        "Farmers criticized Chile, waving flags.",
    ],
)
def test_a_reason_needs_a_known_target_and_a_cue(told, text):
    about = {told(text).label(c.about) for c in told(text).by("basis")}
    assert about <= {"Chile"}
    assert "flags" not in str([c.basis for c in told(text).by("basis")])


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Farmers said that Chile is weak.", ["Chile"]),
        ("Farmers said that Chile’s plan is weak.", ["Chile"]),
        ("Farmers said that the rain is cold.", []),
        ("Farmers said that Chile paid Peru.", []),  # a frame has read it already
    ],
)
def test_what_no_frame_reads_is_at_least_about_somebody(told, text, about):
    found = told(text)
    assert [found.label(c.about) for c in found.by("said-of")] == about
    assert found.speakers("said-of") <= {"farmers"}


@pytest.mark.parametrize(
    "text",
    ["Chile wants to be fair.", "Chile seeks to fix its crisis.", "Chile plans to be rich by May."],
)
def test_that_somebody_wants_something_is_the_narrators_word(told, text):
    assert told(text).speakers("said-of") <= {"narrator"}


@pytest.mark.parametrize(
    ("text", "modality", "speaker"),
    [
        ("Chile is suspected of fraud.", "Alleged", "unattributed"),
        ("Prosecutors accused Chile of fraud.", "Alleged", "prosecutors"),
        ("Chile, accused of fraud, left.", "Alleged", "unattributed"),
    ],
)
def test_an_accused_keeps_the_accuser(told, text, modality, speaker):
    found = told(text)
    (claim,) = found.by("allegation")
    assert (claim.modality, found.label(claim.about)) == (modality, "Chile")
    assert found.speakers("allegation") == {speaker}
    assert not [f for f in found.facts() if "accusedOf" in f]


def test_an_accusation_of_nobody_known_is_given_up_with_its_reason(told):
    found = told("It is suspected of fraud.")
    assert found.by("allegation") == []
    assert "nobody known is accused" in {d.reason for d in found.extraction.dropped}


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("President Juan Soto met President Ana Quispe.", {
            "Juan Soto holdsOffice President (Juan Soto)",
            "Ana Quispe holdsOffice President (Ana Quispe)",
        }),
        ("President Juan Soto left. Later President Juan Soto spoke.", {
            "Juan Soto holdsOffice President",
        }),
        ("Sen. Juan Soto met Senator Ana Quispe.", {
            "Juan Soto holdsOffice Senator", "Ana Quispe holdsOffice Senator",
        }),
        ("Mayor Juan Soto met Ana Quispe, the mayor of Quito.", {
            "Juan Soto holdsOffice Mayor (Juan Soto)", "Ana Quispe holdsOffice Mayor (Ana Quispe)",
        }),
    ],
)  # fmt: skip
def test_two_who_hold_a_title_share_its_office_only_where_many_hold_it(told, text, offices):
    found = told(text)
    assert {
        found.triple(c) for c in found.extraction.claims if c.predicate == "holdsOffice"
    } == offices
    held = [e for e in found.extraction.entities if e.type == "Office"]
    assert len(held) == len({o.partition(" holdsOffice ")[2] for o in offices})
