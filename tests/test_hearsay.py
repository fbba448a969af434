"""What the text gives to somebody by an aside, a label or the next sentence is no fact."""

from __future__ import annotations

import pytest

DEEDS = ["Kenya paid Uganda", "rebels killed Juan Soto", "Delta Motors acquired Orion Steel"]
ASIDES = [
    "In Chile's opinion, {}.",
    "In the eyes of many Kenyans, {}.",
    "By the minister's reckoning, {}.",
    "On one reading, {}.",
    "By most accounts, {}.",
    "By then, in this telling, {}.",
    "{}, it was claimed last night.",
    "{}, it has been alleged.",
    "From Quito's standpoint, {}.",
    "Per the Herald, {}.",
    "As the general puts it, {}.",
    "As Quispe remembers it, {}.",
    "To hear the general tell it, {}.",
    "{}, goes the saying.",
    "{}, the old joke runs.",
    "{}, for all anybody knows.",
    "{}, as far as one can tell.",
    "{}, so says Quispe.",
    "{} (or so the general thinks).",
    "{} - so the neighbours.",
]
LABELS = [
    "Chile: {}",
    "Quispe to Herald: {}",
    "Mayor: {}",
    "Lawyers: {}",
    "@quispe: {}",
    "@quispe tweeted: {}",
    "Prediction of the year: {}",
    "Sponsored post: {}",
    "Q: {}",
    "{}: sources",
    "{} - report",
    "{} — Chile",
]
BEHIND = [
    "{}. This is untrue.",
    "{}. That was wrong.",
    "{}. Nonsense.",
    "{}. Not so, Chile says.",
    "{}. Or was it the other way round?",
    "{}. So said Quispe.",
    "{}. At least this is what Quispe believes.",
    "{}. That is the rumor.",
    "{}. None of that is true.",
    "{}. The allegation was groundless.",
    "{}. Such is the gossip.",
    "{}. Chile said so.",
]
LINES = [
    "Quispe made two allegations:\n- {}\n- Chile is poor.",
    "The general wrote this:\n* {}\n* Chile is poor.",
    "We do not know if any of this is so:\n1. {}\n2. Chile is poor.",
    "– {}. It always does, the general said.",
    "— Well, {}, Quispe answered.",
    "The note read: {}. Nobody wept. Yours, Quispe",
]


@pytest.mark.parametrize("shape", [*ASIDES, *LABELS, *BEHIND, *LINES])
def test_what_is_given_to_somebody_is_never_the_articles_own_word(told, shape):
    for deed in DEEDS:
        assert told(shape.format(deed)).facts() == set(), deed


@pytest.mark.parametrize(
    "text",
    [
        "Iran, in Chile's view, funds Uganda.",
        "Iran, as Quispe sees it, funds Uganda.",
        "Iran, the story goes, funds Uganda.",
        "Iran, his two lawyers insist, funds Uganda.",
        "Iran, or so Chile thinks, funds Uganda.",
        "Iran, says Quispe, funds Uganda.",
        "Iran – so the general – funds Uganda.",
        "Quispe said that Chile left; Iran funds Uganda; nobody wept.",
        "The page was changed: it wrongly said Iran funds Uganda.",
        "Iran “funds” Uganda.",
        "“Iran funds Uganda” and so on.",
    ],
)
def test_an_aside_takes_the_sentence_around_it(told, text):
    assert not [f for f in told(text).facts() if "Uganda" in f]


def test_whose_view_it_is_speaks(told):
    assert told("In Chile's opinion, Kenya paid Uganda.").speakers("pay") == {"Chile"}
    assert told("As Ana Quispe puts it, Kenya paid Uganda.").speakers("pay") == {"Ana Quispe"}


@pytest.mark.parametrize(
    "text",
    [
        "{}.",
        "On account of the drought, {}.",
        "In view of the drought, {}.",
        "Update: {}",
        "Quispe (Quechua: Qispi) left, and {}.",
        "Chile left: {}, too.",
        "Wednesday: {}",
        "2019: {}",
        "LIMA (Agency) - {}.",
        "Quispe was seen in Lima, and {}.",
        "{}, and this is true.",
        "In Lima, Quispe, in green, said little, and {}.",
        "{}. This is old news.",
        "{}. That was in May.",
        "{}. So did Chile.",
        "{}. Quispe wrote a book.",
        "This is what happened:\n- {}.\n- Chile left.",
        "After the general spoke, {}.",
        "{} as far as the border.",
        "{} at two dollars per head.",
    ],
)
def test_what_only_looks_like_it_stays_a_fact(told, text):
    assert "Kenya funds Uganda" in told(text.format("Kenya paid Uganda")).facts()


def test_a_sentence_that_takes_back_takes_back_only_the_one_before(told):
    found = told("Kenya paid Uganda. Kenya paid Peru. This is false. Kenya paid Chile.")
    assert {f for f in found.facts() if "funds" in f} == {"Kenya funds Uganda", "Kenya funds Chile"}


def test_a_list_ends_where_its_marks_end(told):
    found = told("Quispe made a claim:\n- Kenya paid Uganda.\nKenya paid Peru.")
    assert {f for f in found.facts() if "funds" in f} == {"Kenya funds Peru"}
