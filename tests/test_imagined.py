"""What is dreamt, told in a story, supposed or only nearly done is never a fact."""

from __future__ import annotations

import pytest

WORLDS = [
    "In a dream, {}.",
    "In the novel, {}.",
    "In an alternate history, {}.",
    "In a fictional story, {}.",
    "In a satirical article, {}.",
    "In theory, {}.",
    "In his imagination, {}.",
    "Hypothetically, {}.",
    "Quispe wrote a novel in which {}.",
    "Imagine a world where {}.",
    "Suppose {}.",
    "Quispe dreamed that {}.",
    "The children pretended that {}.",
    "What if {}?",
    "Assuming {}, Chile left.",
    "It is a myth that {}.",
]
DEEDS = ["Peru paid Uganda", "rebels killed Juan Soto", "Juan Soto was arrested in Lima"]


@pytest.mark.parametrize("world", WORLDS)
def test_nothing_in_an_imagined_world_is_a_fact(told, world):
    for deed in DEEDS:
        assert told(world.format(deed)).facts() == set(), deed


@pytest.mark.parametrize(
    "text",
    [
        "In the film, Ana Torres is the president of Peru.",
        "In the play, President Ana Torres met Juan Soto in Lima.",
        "In the novel, Ana Torres is married to Juan Soto.",
        "Is Ana Torres the president of Peru?",
        "The actor plays a president who killed Ana Torres.",
    ],
)
def test_no_relation_of_a_story_or_a_question_is_a_fact(told, text):
    assert told(text).facts() == set()


@pytest.mark.parametrize(
    ("text", "quality"),
    [
        ("In a dream, Peru paid Uganda.", "Conditional Positive Possible"),
        ("In a dream, Peru did not pay Uganda.", "Conditional Negative Possible"),
        ("In a dream, Peru allegedly paid Uganda.", "Alleged Positive Possible"),
        ("In a dream, Peru might pay Uganda.", "Conditional Positive Possible"),
        ("Peru all but paid Uganda.", "Conditional Positive Possible"),
        ("Peru did everything but pay Uganda.", "Conditional Positive Possible"),
        ("Had Peru paid Uganda, Chile would have left.", "Conditional Positive Possible"),
        ("Provided that Chile agrees, Peru paid Uganda.", "Conditional Positive Possible"),
        ("Rather than pay Uganda, Peru left.", "Asserted Negative Probable"),
        ("Peru hardly ever paid Uganda.", "Asserted Negative Certain"),
        ("Peru was going to pay Uganda.", "Planned Positive Probable"),
    ],
)
def test_what_is_imagined_supposed_or_nearly_done_is_qualified(told, text, quality):
    assert told(text).quality("pay") == quality


@pytest.mark.parametrize(
    "text",
    [
        "Were Juan Soto arrested, Peru would protest.",
        "Should Juan Soto be arrested, Peru will protest.",
        "Had Juan Soto been arrested, Peru would have protested.",
    ],
)
def test_an_inverted_condition_is_no_fact(told, text):
    assert told(text).facts() == set()


@pytest.mark.parametrize(
    "text",
    [
        # a story by the way leaves the deed as it is
        "Peru paid Uganda for a film.",
        "Peru, which loves a good film, paid Uganda.",
        "Chile dreams of the sea. Peru paid Uganda.",
        "Peru paid Uganda after Chile had seen a play.",
        "All of it is old, but Peru paid Uganda.",
        "Peru not only talked but paid Uganda.",
    ],
)
def test_a_deed_beside_a_story_stays_a_fact(told, text):
    assert "Peru funds Uganda" in told(text).facts()


@pytest.mark.parametrize(
    "deed",
    [
        "was about to pay", "failed to pay", "refused to pay", "avoided paying", "almost paid",
        "stopped short of paying", "came close to paying", "was on the brink of paying",
        "would have paid", "could have paid", "should have paid", "wishes it had paid",
        "thought better of paying", "refrained from paying", "is capable of paying",
        "was prevented from paying", "toyed with the idea of paying", "has yet to pay",
        "decided against paying", "forgot to pay", "need not pay", "dared not pay",
        "would rather pay", "is bent on paying", "was talked out of paying",
        "held back from paying",
    ],
)  # fmt: skip
def test_what_is_only_intended_avoided_or_missed_is_no_fact(told, deed):
    assert told(f"Peru {deed} Uganda.").facts() == set()


@pytest.mark.parametrize(
    "text",
    [
        "During the drill, Peru paid Uganda.",
        "During a rehearsal of the siege, Juan Soto was arrested in Lima.",
        "The account in which Peru paid Uganda is his.",
        "The play begins in Lima. Peru pays Uganda. Soldiers arrest Juan Soto.",
        "A thriller, it depicts a war. The movie opens in Lima. Peru funds Uganda.",
        "Ana Torres, president of Peru?",
        "Juan Soto, mayor of Lima? Hardly.",
    ],
)
def test_what_is_acted_retold_or_doubted_is_no_fact(told, text):
    assert told(text).facts() == set()


@pytest.mark.parametrize(
    "text",
    [
        "During the summit, Peru paid Uganda.",
        "The film opened in Lima. Peru paid Uganda.",
        "The play begins in Lima.\n\nPeru pays Uganda.",
        "The play, which begins in Lima, was seen by many. Peru paid Uganda.",
    ],
)
def test_a_plot_ends_with_its_paragraph_and_tells_in_the_present(told, text):
    assert "Peru funds Uganda" in told(text).facts()
