"""Names of a family name and two syllables with a hyphen are one person's, whole."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from kg import gazetteer
from kg.extract import extract, lexicon
from kg.extract.annotate import Guess, annotate
from kg.extract.guesses import believed
from kg.extract.syllables import is_spelt, spelt
from kg.model import Document


def document(text):
    return Document(hashlib.sha256(text.encode()).hexdigest(), text)


def people(text):
    """Return the label and the other names of each person that is read in a text."""
    found = extract(document(text)).entities
    return {e.label: set(e.aliases) for e in found if e.type == "Person"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Prosecutor Cho Min-seok said that the firm had paid officials.", "Cho Min-seok"),
        ("Nam Joo-won, a lawyer in Seoul, criticized the court.", "Nam Joo-won"),
        ("Choi Soon-sil was charged with fraud.", "Choi Soon-sil"),
        ("The mayor of Busan, Park Heong-joon, resigned on Friday.", "Park Heong-joon"),
        ("Foreign Minister Kang Kyung-wha visited Lima on Tuesday.", "Kang Kyung-wha"),
        ("Tsai Ing-wen told reporters that the talks had failed.", "Tsai Ing-wen"),
        ("The city appointed Cheng Yuet-ngor.", "Cheng Yuet-ngor"),
        ("A court in Seoul sentenced Bae Hyo-rin to two years in prison.", "Bae Hyo-rin"),
        ("The strike was led by Hwang Dae-ik and his brother.", "Hwang Dae-ik"),
    ],
)
def test_a_name_with_a_hyphen_is_a_person_s_and_whole(text, name):
    assert list(people(text)) == [name]


def test_a_family_name_alone_is_the_same_person():
    found = people("Han Duck-soo was appointed prime minister. Han said he would serve.")
    assert found == {"Han Duck-soo": {"Han"}}


@pytest.mark.parametrize(
    "text",
    [
        "The New York-run fund left Lima.",
        "A Hong Kong-listed firm left Lima.",
        "The Los Angeles-based studio left Lima.",
        "Former Vice-president Ana Soto left Lima.",
        "The Ana Soto-led group left Lima.",
        "They left on a Tuesday - no one stayed.",
        "KIM JONG-UN LEFT LIMA.",
        "Lee Hae - jin left Lima.",
        "-un",
    ],
)
def test_what_only_has_a_hyphen_is_no_such_name(text):
    words = annotate(document(text)).words
    assert not any(is_spelt(words[n : n + 4]) for n in range(len(words)))


def test_guesses_at_parts_give_way_and_others_stay():
    parse = annotate(document("Ana Soto met Cho Min-seok. Cho left."))
    cut = [Guess(0, 2, "PERSON"), Guess(3, 6, "ORG"), Guess(8, 9, "ORG")]
    found = spelt(parse, cut, gazetteer.default())
    assert found == [Guess(0, 2, "PERSON"), Guess(3, 7, "PERSON"), Guess(8, 9, "PERSON")]
    plain = annotate(document("Ana Soto left Cho."))
    assert spelt(plain, cut[:1], gazetteer.default()) == cut[:1]


@pytest.mark.parametrize(
    ("name", "words", "label"),
    [("Jean-Paul Morel", 4, "PERSON"), ("Jean-Paul Bank", 4, "ORG"), ("Jean-Paul", 3, "ORG")],
)
def test_a_given_name_with_a_hyphen_makes_a_person(name, words, label):
    parse = annotate(document(f"They met {name} in Lima."))
    parse = replace(parse, guesses=(Guess(2, 2 + words, "ORG"),))
    made = believed(parse, gazetteer.default(), lexicon.default())
    assert made == [Guess(2, 2 + words, label)]
