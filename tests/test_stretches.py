"""A frame that one sentence opens holds the next ones, to the end of its paragraph."""

from __future__ import annotations

import pytest

SUPPOSED = [
    "Imagine the following.",
    "Suppose the vote fails.",
    "Picture another 1990.",
    "Let us assume for a moment that he is right.",
    "Take a simple example.",
    "Consider two firms.",
    "Here is one scenario.",
    "If the vote fails, the consequences are stark.",
    "Our predictions for next year.",
    "The model's forecast is bleak.",
    "She had the same dream every night.",
    "True or false?",
    "This is a paid post.",
    "The following item is not to be taken seriously.",
    "The deepfake lasted a minute.",
    "The chatbot answered within seconds.",
    "Every July the villagers replay the siege.",
    "A mural in Arequipa depicts the war.",
    "The worst case is easy to describe.",
    "By 2060, the model says, Lagos overtakes Tokyo.",
    "Things could have gone differently.",
    "What if the coup had worked?",
    "If only history were kinder.",
    "One can picture it now.",
    "Here are three statements. Two are true.",
    "Fill in the blank.",
    "Two truths and a lie.",
    "Spoiler alert.",
    "Students were given a case to solve.",
]
TOLD = [
    "Their argument is familiar.",
    "The theory went like this.",
    "The plaintiff's version is simple.",
    "The anonymous letter left little to the imagination.",
    "The leaflet, translated from Russian, has this to say.",
    "The graffiti could be read from the road.",
    "A rough translation runs as follows.",
    "Conspiracy forums tell another tale.",
    "Legend has it otherwise.",
    "The jury heard two stories.",
    "Prosecutors opened their case on Monday.",
    "Count three is the gravest.",
    "There were whispers at the club.",
    "What the boy told police was chilling.",
    "Witnesses described the scene.",
    "In the eyes of the villagers, nothing was clearer.",
    "For the colonel the matter was settled.",
    "He had convinced himself of it.",
    "She was certain.",
    "The bookmakers have made up their minds.",
    "A caption in some editions was wrong.",
    "The prosecutor had a simple story to tell.",
    "Online sleuths were quick to do the maths.",
    "The commenters were in no doubt.",
]
DEEDS = "Delta Motors acquired Orion Steel. Chile paid Peru."


@pytest.mark.parametrize("opening", SUPPOSED)
def test_what_follows_a_supposition_is_no_fact(told, opening):
    read = told(f"{opening} {DEEDS}")
    assert read.facts() == set()
    assert read.quality("pay") == "Conditional Positive Possible"


@pytest.mark.parametrize("opening", TOLD)
def test_what_follows_an_announced_tale_is_somebodys(told, opening):
    read = told(f"{opening} {DEEDS}")
    assert read.facts() == set()
    (claim,) = read.by("pay")
    assert read.label(claim.speaker) == "unattributed"


@pytest.mark.parametrize("opening", [*SUPPOSED, *TOLD])
def test_a_frame_ends_with_its_paragraph(told, opening):
    assert "Chile funds Peru" in told(f"{opening}\n\n{DEEDS}").facts()


@pytest.mark.parametrize(
    "opening",
    ["In reality,", "In fact,", "In truth,", "Actually,", "In real life,", "Back in reality,"],
)
def test_a_frame_ends_where_the_text_goes_back_to_the_world(told, opening):
    text = f"Imagine the following. Chile paid Kenya. {opening} Chile paid Peru. Kenya paid Peru."
    assert told(text).facts() >= {"Chile funds Peru", "Kenya funds Peru"}
    assert "Chile funds Kenya" not in told(text).facts()


@pytest.mark.parametrize(
    "before",
    [
        # sentences that say something of their own, and mean it
        "The story was published on Monday by the Herald, which has 200 reporters.",
        "The firm took over the mine.",
        "Take the money, he said.",
        "The charges were \"serious\".",
        "The lawyers argued that Kenya was late.",
        "The report was 40 pages long.",
        "If it rains, Kenya wins.",
        "He is sure that Kenya is late.",
        "Say what you like.",
        "By 1990 it was late.",
        "The villagers won.",
        "It was a dream of a summer.",
    ],
)  # fmt: skip
def test_a_sentence_that_opens_no_frame_leaves_the_next_a_fact(told, before):
    assert "Chile funds Peru" in told(f"{before} {DEEDS}").facts()


@pytest.mark.parametrize(
    "end",
    ["It had only been a nightmare.", "All this is satire.", "It was a hoax."],
)
def test_what_turns_out_to_be_a_fancy_was_none_from_the_start(told, end):
    assert told(f"{DEEDS} {end}").facts() == set()
    assert "Chile funds Peru" in told(f"{DEEDS}\n\n{end}").facts()
    assert "Chile funds Peru" in told(f"{DEEDS} It was a mine.").facts()


@pytest.mark.parametrize(
    "text",
    [
        "Say Chile pays Peru.",
        "By 2060, Chile pays Peru.",
        'In season three Frank Moss, mayor of Lima, hires Ana Soto.',
        "In last night's sketch show, Ana Soto marries Juan Rey.",
        "In the war game, Chile paid Peru.",
        'Actor Juan Rey, president of Peru in "The Wing", spoke.',
        "The miniseries follows Lena Horn, a doctor. She marries Juan Rey.",
        '"The Long Shadow" follows a family. Chile pays Peru.',
        "The exercise simulates a crisis. Chile funds Peru.",
        "Xi, state media would have you believe, was praised by Obama.",
        "Chile paid Peru. At least that is what a fake website wanted readers to think.",
        "Reporters asked when Delta Motors had acquired Orion Steel.",
        "She is the pride of Ghana, the founder of Apple all over again.",
    ],
)  # fmt: skip
def test_what_only_a_work_a_guess_or_a_liar_tells_is_no_fact(told, text):
    assert told(text).facts() == set()


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("In season, Chile paid Peru.", "Chile funds Peru"),
        ("In the show, Chile paid Peru.", "Chile funds Peru"),
        ("By 1960, Chile had paid Peru.", "Chile funds Peru"),
        ('Juan Rey, mayor of Lima, spoke in "The View".', "Juan Rey holdsOfficeIn Lima"),
        ("Ghana, a member of the African Union, left.", "Ghana memberOf African Union"),
        ("The exercise ended. Chile paid Peru.", "Chile funds Peru"),
        ("Reporters asked Chile for help. Chile paid Peru.", "Chile funds Peru"),
    ],
)
def test_a_deed_beside_such_words_stays_a_fact(told, text, fact):
    assert fact in told(text).facts()
