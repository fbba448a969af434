"""Names in a text: which words, of what likely class, found by whom; and what is no name."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import gazetteer
from kg.extract import lexicon
from kg.extract.annotate import annotate
from kg.extract.mentions import demonyms, names
from kg.model import Document


def parsed(text):
    return annotate(Document(hashlib.sha256(text.encode()).hexdigest(), text))


def found(text):
    """Return "words Class source (title)" for each name, in the order of the text."""
    parse = parsed(text)
    return [
        f"{parse.text(n.first, n.last)} {n.type} {n.source}"
        + (f" ({parse.text(*n.title)})" if n.title else "")
        for n in names(parse, gazetteer.default(), lexicon.default())
    ]


def persons(text):
    """Return the words of each name that is taken for a person's."""
    parse = parsed(text)
    those = names(parse, gazetteer.default(), lexicon.default())
    return [parse.text(n.first, n.last) for n in those if n.type == "Person"]


# ---------------------------------------------------------------- what is a name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the gazetteer, the longest phrase first
        ("Kenya voted.", ["Kenya Country gazetteer"]),
        ("The US Congress voted.", ["The US Congress Legislature gazetteer"]),
        ("He left the United Arab Emirates.", ["United Arab Emirates Country gazetteer"]),
        ("Talks were held in Quito.", ["Quito City gazetteer"]),
        ("He wrote to the U.N. yesterday.", ["U.N. Organization gazetteer"]),
        (
            "The World Bank and the IMF lent Kenya money.",
            [
                "The World Bank Organization gazetteer",
                "IMF Organization gazetteer",
                "Kenya Country gazetteer",
            ],
        ),
        # titles go off the front and are kept
        ("Mayor Jane Roe opened it.", ["Jane Roe Person tagger (Mayor)"]),
        ("It was Prime Minister Eduardo Vela.", ["Eduardo Vela Person tagger (Prime Minister)"]),
        ("Dr. Karim Odera left.", ["Karim Odera Person tagger (Dr.)"]),
        ("Vice President Lena Hart spoke.", ["Lena Hart Person tagger (Vice President)"]),
        ("Gov. Lena Hart spoke.", ["Lena Hart Person tagger (Gov.)"]),
        ("Professor Nils Berg left.", ["Nils Berg Person tagger (Professor)"]),
        (
            "Charlotte Mayor Jane Roe said no.",
            ["Charlotte City gazetteer", "Jane Roe Person tagger (Mayor)"],
        ),
        # a given name and a surname that the tagger missed
        (
            "Ana Soto, the president of Chile, spoke.",
            ["Ana Soto Person given", "Chile Country gazetteer"],
        ),
        # a possessor is a name of its own
        (
            "Kenya’s Treasury paid.",
            ["Kenya Country gazetteer", "Treasury Organization tagger"],
        ),
        # acronyms and bodies that the tagger does not know
        ("Centers such as the GULO are full.", ["GULO None acronym"]),
        (
            "The Andean Trade Council met.",
            ["Andean Trade Council Organization tagger"],
        ),
    ],
)
def test_a_name_is_found_with_its_class_source_and_title(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "He left.",
        "The girl met a boy.",
        "Us and them.",
        "On Monday, May was warm.",
        "Who pays?",
        "It is 5 PM.",
        "Peruvian migrants left.",
        "Americans voted.",
        "He read it in March.",
        "She said: “No.”",
        "Black and Brown communities protested.",
        "Derelict Odera House Sold To Bidder",
        "The Universe is large.",
    ],
)
def test_what_names_nothing_gives_nothing(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peruvian migrants met Chileans.", [("Peruvian", "Peru"), ("Chileans", "Chile")]),
        ("The Salvadoran prison is full.", [("Salvadoran", "El Salvador")]),
        ("The German government fell.", [("German", "Germany")]),
        ("Iranian-backed rebels left.", [("Iranian", "Iran")]),
        ("The American president spoke.", [("American", "United States")]),
        ("Kenya voted.", []),
        # a heritage, a region, a language
        ("African-American voters met.", []),
        ("Mexican-American voters met.", []),
        ("African American voters met.", []),
        ("American Indian leaders met.", []),
        ("Latin American envoys met.", []),
        ("South American envoys met.", []),
        ("Non-American companies paid.", []),
        ("She spoke Spanish.", []),
        ("He wrote it in French.", []),
    ],
)
def test_a_demonym_names_its_country(text, expected):
    pairs = demonyms(parsed(text), gazetteer.default(), lexicon.default(), set())
    assert [(w.text, row.name) for w, row in pairs] == expected


def test_a_demonym_inside_a_name_is_no_mention_of_its_country():
    parse = parsed("Peruvian migrants left.")
    assert list(demonyms(parse, gazetteer.default(), lexicon.default(), {0})) == []


# ---------------------------------------------------------------- any text


def _sound(text):
    parse = parsed(text)
    those = names(parse, gazetteer.default(), lexicon.default())
    taken = [i for n in those for i in n.root]
    assert taken == sorted(set(taken))  # in order, and none overlap
    for name in those:
        assert 0 <= name.first < name.last <= len(parse.words)
        if name.title:
            start, end = name.title
            assert start < end <= name.first or (start, end) == (name.first, name.last)


WORDS = [
    "Kenya",
    "Ana",
    "Soto",
    "Mayor",
    "the",
    "US",
    "Congress",
    "’s",
    "NATO",
    ",",
    "President",
    "-",
    "former",
    "said",
    "Prison",
    "of",
    "Lima",
    "\n\n",
    "American",
    "Dr.",
    "(",
    "“",
    "The",
    "House",
    "African",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join))
def test_any_order_of_names_and_titles_is_read_without_overlap(text):
    _sound(text)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_without_overlap(text):
    _sound(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He died in Macon, Georgia, and was born in Ohio.", "AdministrativeArea"),
        ("He died in Gori, Georgia, near Tbilisi, and was born in Ohio.", "Country"),
        ("He died in Macon, Georgia, a Georgian said in Ohio.", "Country"),
        ("Armenia, Georgia and Ohio were named.", "Country"),
        ("He died in Sparta, Georgia.", "Country"),
    ],
)
def test_a_state_called_like_a_country_is_told_by_its_town_and_the_rest_of_the_text(
    told, text, kind
):
    assert [e.type for e in told(text).extraction.entities if e.label == "Georgia"] == [kind]
