"""What the tagger took into a name is cut off, and two names in one are parted."""

from __future__ import annotations

import hashlib

import pytest

from kg import gazetteer
from kg.extract import lexicon
from kg.extract.annotate import Guess, annotate
from kg.extract.bounds import Bounds
from kg.model import Document


def cut(text, guess, label="PERSON"):
    """Return what of some words, which stand once in a text, is a name."""
    parse = annotate(Document(hashlib.sha256(text.encode()).hexdigest(), text))
    at = text.index(guess)
    inside = [w.i for w in parse.words if at <= w.start and w.end <= at + len(guess)]
    bounds = Bounds(parse, gazetteer.default(), lexicon.default())
    found = bounds.of(Guess(inside[0], inside[-1] + 1, label))
    return [parse.text(g.first, g.last) for g in found]


@pytest.mark.parametrize(
    ("text", "guess", "name"),
    [
        # what somebody is called by
        ("Tenor Paolo Ferri sang.", "Tenor Paolo Ferri", "Paolo Ferri"),
        ("They saw Rookie Darnell Pitts.", "Rookie Darnell Pitts", "Darnell Pitts"),
        ("Photographer Ola Kern left.", "Photographer Ola Kern", "Ola Kern"),
        ("The Rival Hannah Stroud left.", "Rival Hannah Stroud", "Hannah Stroud"),
        # the first word of a sentence
        ("Beyond Odera all is well.", "Beyond Odera", "Odera"),
        ("Entrusting Lena Hart with it was wrong.", "Entrusting Lena Hart", "Lena Hart"),
        ("Gaunt Lena Hart fell. A gaunt man rose.", "Gaunt Lena Hart", "Lena Hart"),
        # the end of a caption, which is no wrapped line
        ("Lena Hart\nImage: Ola Kern", "Lena Hart\nImage", "Lena Hart"),
        ("Lena Hart (Peru) left.", "Lena Hart (Peru", "Lena Hart"),
        ("Lena Hart and others left.", "Lena Hart and", "Lena Hart"),
    ],
)
def test_a_person_s_name_is_cut_to_what_is_the_name(text, guess, name):
    assert cut(text, guess) == [name]


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("Many Uncle Sam posters hung there.", "Uncle Sam"),
        ("King Olaf ruled.", "King Olaf"),
        ("He met Man Ray.", "Man Ray"),
        ("Baker Ola Kern left.", "Ola Kern"),
        ("Grace Kern sang with much grace.", "Grace Kern"),
        ("Bishop Tutu spoke.", "Bishop Tutu"),
        ("He lives in the same house as the long-lost poet Karim\nOdera, whom the town knows.",
         "Karim\nOdera"),
    ],
)  # fmt: skip
def test_what_belongs_to_a_name_stays(text, guess):
    assert cut(text, guess) == [guess]


@pytest.mark.parametrize(
    ("text", "guess", "name"),
    [
        ("The federal Trade Council met.", "federal Trade Council", "Trade Council"),
        ("It was the 5th Circuit Court.", "5th Circuit Court", "5th Circuit Court"),
        ("The Committee for a better Peru met.", "Committee for", "Committee"),
        ("The Bank of Kenya met.", "Bank of Kenya", "Bank of Kenya"),
    ],
)
def test_a_body_s_name_neither_leads_nor_dangles(text, guess, name):
    assert cut(text, guess, "ORG") == [name]


@pytest.mark.parametrize(
    ("text", "guess", "label", "names"),
    [
        ("Lena Hart and Ola Kern left.", "Lena Hart and Ola Kern", "PERSON",
         ["Lena Hart", "Ola Kern"]),
        ("Hart & Kern left.", "Hart & Kern", "PERSON", ["Hart", "Kern"]),
        ("Voltra and Nexum cut prices. Nexum fell.", "Voltra and Nexum", "ORG",
         ["Voltra", "Nexum"]),
        # one body: by its noun, by its verb, or as neither stands alone
        ("Hart and Kern Bank left. Kern left.", "Hart and Kern Bank", "ORG",
         ["Hart and Kern Bank"]),
        ("Hart & Company left.", "Hart & Company", "PERSON", ["Hart & Company"]),
        ("Voltra and Nexum has closed a plant. Nexum fell.", "Voltra and Nexum", "ORG",
         ["Voltra and Nexum"]),
        ("Voltra and Nexum cut prices.", "Voltra and Nexum", "ORG", ["Voltra and Nexum"]),
        ("Black and Brown voters left. Brown rose.", "Black and Brown", "ORG",
         ["Black and Brown"]),
    ],
)  # fmt: skip
def test_two_names_in_one_are_parted_and_a_firm_s_is_not(text, guess, label, names):
    assert cut(text, guess, label) == names


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("Health Secretary Omar Diaz left.", "Health"),
        ("Then Britain's Home Secretary left.", "Home"),
        ("They met Public Works Minister Lena Hart.", "Public Works"),
        ("White House Press Secretary Dana Price left.", "Press"),
    ],
)
def test_the_first_words_of_a_title_are_no_name(text, guess):
    assert cut(text, guess, "ORG") == []


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("Prison Watch left. A prison closed.", "Prison Watch"),  # two words may be a body's
        ("Home closed its shops.", "Home"),
        ("The Press left.", "Press"),
    ],
)
def test_what_only_looks_like_a_title_or_a_common_word_stays(text, guess):
    assert cut(text, guess) == [guess]
