"""What a work of fiction tells is no fact, in the present or the past, to the paragraph's end."""

from __future__ import annotations

import pytest

DEED = "Omar Diallo killed Kwame Asante and was arrested in Accra."
LASTING = "Omar Diallo was born in Accra. He married Nadia Cole."
OPENINGS = [
    "The film follows a family.",
    "The novel tells how a clerk rose to power.",
    "“The Glass House” is a novel about two sisters.",
    "Her third thriller, published in May, opens with a murder.",
    "The video game is set in 1942.",
    "The series has a complicated plot.",
    "The musical revolves around a theft.",
]


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("deeds", [DEED, LASTING])
def test_the_plot_behind_its_opening_is_no_fact(told, opening, deeds):
    assert told(f"{opening} {deeds}").facts() == set()


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_plot_ends_with_its_paragraph(told, opening):
    assert "Nadia Cole bornIn Accra" in told(f"{opening}\n\nNadia Cole was born in Accra.").facts()


@pytest.mark.parametrize(
    "text",
    [
        "The film follows a family. Its director, Omar Diallo, was born in Accra.",
        "The novel tells how a clerk rose. The author Omar Diallo was born in Accra.",
        # no plot: what was done with the work, or to a person who saw it
        "The film opened on Friday. Omar Diallo was born in Accra.",
        "The novel won a prize. Omar Diallo was born in Accra.",
        "The play closed in May. Omar Diallo was born in Accra.",
        "The game was called off. Omar Diallo was born in Accra.",
        "Fans were pleased. Omar Diallo was born in Accra.",
        "He is a hero of the war. Omar Diallo was born in Accra.",
        "In the episode of violence nobody died. Omar Diallo was born in Accra.",
    ],
)
def test_what_is_said_of_the_work_and_the_world_stays(told, text):
    assert "Omar Diallo bornIn Accra" in told(text).facts()


@pytest.mark.parametrize(
    "text",
    [
        "In Wednesday's episode, Omar Diallo killed Kwame Asante.",
        "In the last episode, viewers saw Omar Diallo flee. Omar Diallo killed Kwame Asante.",
        "In the finale of season two, Omar Diallo killed Senator Kwame Asante.",
        "Viewers gasped when Omar Diallo killed Kwame Asante.",
        "Soap fans were shocked when Omar Diallo married Nadia Cole.",
        'Last night on "Harbour Lane": Omar Diallo killed Kwame Asante.',
        "The hero of the book, Captain Omar Diallo, was born in Accra.",
        "The character, played by Lou Ames, was born in Accra.",
        "Ames stars as Nadia Cole, a spy who was born in Accra.",
        "On stage, Omar Diallo killed Kwame Asante.",
        "In another life Omar Diallo married Nadia Cole.",
    ],
)
def test_a_sentence_that_is_itself_of_a_work_is_no_fact(told, text):
    assert told(text).facts() == set()


def test_who_plays_a_part_keeps_a_life_of_their_own(told):
    text = "Lou Ames stars as Nadia Cole. Ames was born in Accra."
    assert "Lou Ames bornIn Accra" in told(text).facts()


def test_a_film_that_is_shot_on_a_stage_is_no_stage(told):
    text = "Omar Diallo was arrested on stage in Accra. Nadia Cole was born in Accra."
    assert "Nadia Cole bornIn Accra" in told(text).facts()
