"""Which phrases a pronoun may take up, which it does."""

from __future__ import annotations

import hashlib

import pytest

from kg import gazetteer
from kg.extract import lexicon
from kg.extract.annotate import annotate
from kg.extract.consolidate import consolidate
from kg.extract.pronouns import Traits, antecedent
from kg.model import Document
from kg.vocabulary import default as vocabulary


def words_of(text):
    return annotate(Document(hashlib.sha256(text.encode()).hexdigest(), text)).words


def word(words, text):
    return next(w for w in words if w.text == text)


PERSON, THING = Traits(is_person=True), Traits(is_person=False)
WOMAN, MAN = Traits(is_person=True, gender="female"), Traits(is_person=True, gender="male")
CROWD, TEAM = Traits(is_person=True, is_plural=True), Traits(is_body=True)


@pytest.mark.parametrize(
    ("traits", "fits", "not_"),
    [
        (PERSON, ["he", "him", "his", "she", "her", "herself"], ["it", "its", "they"]),
        (WOMAN, ["she", "hers"], ["he", "himself", "it", "them"]),
        (MAN, ["he", "himself"], ["she", "her", "itself"]),
        (THING, ["it", "its", "itself"], ["he", "she", "they"]),
        (CROWD, ["they", "them", "their"], ["he", "she", "it"]),
        (TEAM, ["it", "they", "their"], ["he", "she"]),
        (Traits(), ["it"], ["he", "she", "they"]),
    ],
)
def test_gender_number_and_kind_agree(traits, fits, not_):
    assert [p for p in fits if not traits.fit(p)] == []
    assert [p for p in not_ if traits.fit(p)] == []


@pytest.mark.parametrize(
    ("text", "pronoun", "heads", "chosen"),
    [
        ("The queen saw the duchess. She left.", "She", ["queen", "duchess"], "queen"),
        ("The aunt left. The niece slept. She woke.", "She", ["aunt", "niece"], "niece"),
        ("The queen saw her.", "her", ["queen"], None),
        ("The queen saw herself.", "herself", ["queen"], "queen"),
        ("The queen praised the daughter of her sister.", "her", ["queen", "daughter"], "queen"),
        ("The queen left at noon. I saw.", "I", ["queen"], None),
    ],
)
def test_the_most_salient_that_syntax_allows(text, pronoun, heads, chosen):
    words = words_of(text)
    near = [(word(words, h), Traits(is_person=True)) for h in heads]
    found = antecedent(word(words, pronoun), near)
    assert (found.text if found else None) == chosen


def test_what_is_spoken_of_more_often_weighs_more():
    words = words_of("The queen saw a duchess near a countess. She left.")
    often, once = Traits(is_person=True, size=6), Traits(is_person=True, size=1)
    near = [(word(words, "duchess"), once), (word(words, "countess"), often)]
    assert antecedent(word(words, "She"), near).text == "countess"


def test_it_is_given_up_but_its_is_not():
    words = words_of("The harbour closed. It lost its cranes.")
    near = [(word(words, "harbour"), Traits(is_person=False))]
    assert antecedent(word(words, "It"), near) is None
    assert antecedent(word(words, "its"), near) is word(words, "harbour")


def test_a_phrase_that_holds_the_pronoun_is_not_meant():
    words = words_of("A harbour with its cranes burned.")
    assert antecedent(word(words, "its"), [(word(words, "harbour"), Traits())]) is None


@pytest.mark.parametrize(
    ("text", "head", "want"),
    [
        ("Mrs. Odhiambo spoke.", "Odhiambo", ("female", True, False)),
        ("Mr. Odhiambo spoke.", "Odhiambo", ("male", True, False)),
        ("The grandmother spoke.", "grandmother", ("female", True, False)),
        ("Her mother spoke.", "mother", ("female", True, False)),
        ("The engineers spoke.", "engineers", (None, True, True)),
        ("The bridges fell.", "bridges", (None, False, True)),
    ],
)
def test_what_a_phrase_tells(text, head, want):
    parse = annotate(Document(hashlib.sha256(text.encode()).hexdigest(), text))
    cast = consolidate(parse, gazetteer.default(), lexicon.default(), vocabulary())
    noun, traits = word(parse.words, head), Traits()
    traits.learn(cast, noun, cast.of(noun))
    assert (traits.gender, traits.is_person, traits.is_plural) == want


def test_a_pronoun_teaches_gender():
    text = "She left. He came."
    parse = annotate(Document(hashlib.sha256(text.encode()).hexdigest(), text))
    cast = consolidate(parse, gazetteer.default(), lexicon.default(), vocabulary())
    traits = Traits()
    traits.learn(cast, word(parse.words, "She"), None)
    assert traits.fit("her")
    assert not traits.fit("he")
    assert traits.size == 1
