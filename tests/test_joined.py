"""A name that the tagger broke is whole again: particles, nicknames, initials, rare given names."""

from __future__ import annotations

import hashlib

import pytest

from kg import gazetteer
from kg.extract import lexicon
from kg.extract.annotate import Guess, annotate
from kg.extract.joined import joined
from kg.model import Document


def whole(text, *guesses):
    """Return the names made of some guesses, each "words" or "words/LABEL", in their order."""
    parse = annotate(Document(hashlib.sha256(text.encode()).hexdigest(), text))
    made, at = [], 0
    for said in guesses:
        words, _, label = said.partition("/")
        at = text.index(words, at)
        inside = [w.i for w in parse.words if at <= w.start and w.end <= at + len(words)]
        made.append(Guess(inside[0], inside[-1] + 1, label or "PERSON"))
        at += len(words)
    found = joined(parse, made, gazetteer.default(), lexicon.default())
    return [parse.text(g.first, g.last) for g in found]


@pytest.mark.parametrize(
    ("text", "guesses", "names"),
    [
        # particles
        ("Bashar ibn Yusuf left Lima.", ["Bashar"], ["Bashar ibn Yusuf"]),
        ("Then Ayelet ben Ami left.", ["ben Ami"], ["Ayelet ben Ami"]),
        ("Luis de la Fuente left.", ["Luis", "Fuente"], ["Luis de la Fuente"]),
        ("They met Joris van der Meer there.", ["Joris van der"], ["Joris van der Meer"]),
        # nicknames
        ('Robert "Bobby" Castel left.', ["Robert", "Castel"], ['Robert "Bobby" Castel']),
        ('Ana C. "Nita" Soto left.', ["Ana C."], ['Ana C. "Nita" Soto']),
        ("Later Joanne (Jo) Penrose left.", ["Joanne"], ["Joanne (Jo) Penrose"]),
        ("Then Vito “The Chin” Lombardo left.", ["Vito", "Lombardo"],
         ["Vito “The Chin” Lombardo"]),
        # what stands side by side
        ("They accused Ben S. Marwick of it.", ["Ben S."], ["Ben S. Marwick"]),
        ("She worked for Marian Wright Adelman then.", ["Marian Wright"],
         ["Marian Wright Adelman"]),
        ("They knew Daniel Porter Jordan III well.", ["Daniel Porter", "Jordan III"],
         ["Daniel Porter Jordan III"]),
        ("They heard that Ivanka Trotter left.", ["Trotter"], ["Ivanka Trotter"]),
        ("They said that Zdenka Kovar left.", ["Kovar"], ["Zdenka Kovar"]),
    ],
)  # fmt: skip
def test_a_broken_name_is_whole_again(text, guesses, names):
    assert whole(text, *guesses) == names


@pytest.mark.parametrize(
    ("text", "guesses"),
    [
        ("They said that Crooked Hillary left.", ["Hillary"]),
        ("Rival Odera left.", ["Odera"]),
        ("They asked Mayor Odera.", ["Odera"]),
        ("They asked Coach Odera and the tenor.", ["Odera"]),
        ("A tall man met Tall Odera.", ["Odera"]),
        ("Many Chile Odera fans left.", ["Odera"]),
        ("They liked Odera Prison.", ["Odera"]),
        ("Ana Odera spoke. They liked Odera Tower.", ["Ana Odera", "Odera"]),
        ("They knew the Marian Wright Foundation.", ["Marian Wright"]),
        ("They met Ana (Peru) Rey there.", ["Ana"]),
        ("They met Ana Soto, Juan Rey and Leo.", ["Ana Soto", "Juan Rey", "Leo"]),
        ("They met Ana Soto\nJuan Rey met them.", ["Ana Soto", "Juan Rey"]),
        ("They read Odera the Great.", ["Odera"]),
        ("The Bank of Kenya left.", ["Bank/ORG", "Kenya/GPE"]),
    ],
)
def test_what_is_no_part_of_a_name_stays_out(text, guesses):
    assert whole(text, *guesses) == [g.partition("/")[0] for g in guesses]


def test_a_given_name_whose_surname_comes_later_is_no_name():
    assert whole("The brothers Charles G. and David Koch left.", "Charles G.", "David Koch") == [
        "David Koch"
    ]


def test_both_parts_of_a_body_s_name_are_one():
    text = "The Hart Foundation for the Advancement of Peru paid."
    name = "Hart Foundation for the Advancement of Peru"
    assert whole(text, "Hart Foundation/ORG", "Advancement of Peru/ORG") == [name]


def test_guesses_that_overlap_become_one():
    assert whole("Then Luis de la Fuente left.", "Luis", "la Fuente") == ["Luis de la Fuente"]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "Kwame Asante married Zdenka van der Kovar.",
            "Kwame Asante spouseOf Zdenka van der Kovar",
        ),
        ('Robert "Bobby" Castel was born in Lima.', 'Robert "Bobby" Castel bornIn Lima'),
    ],
)
def test_facts_hold_of_the_whole_name(told, text, fact):
    assert fact in told(text).facts()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Quarterback Karim McAllister signed. The Quarterback Karim McAllister left.",
         "Karim McAllister"),
        ("Sean O’Donnell, a lawyer for Exeter Bank, left.", "Sean O’Donnell"),
        ("Capt Lena Hart spoke.", "Lena Hart"),
        ("Archduke Franz Habel fled.", "Archduke Franz Habel"),
    ],
)  # fmt: skip
def test_names_with_titles_and_inner_capitals_are_found(told, text, label):
    found = {n for e in told(text).extraction.entities for n in (e.label, *e.aliases)}
    assert label.removeprefix("Archduke ") in found
