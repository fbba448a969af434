"""Short and full names of one person; and offices that the text says are over."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import gazetteer
from kg.extract import lexicon
from kg.extract.annotate import annotate
from kg.extract.mentions import names
from kg.extract.people import FullNames, office, past_offices, surname
from kg.model import Document


def full(*texts, kind="Person"):
    return FullNames([(t, kind) for t in texts], lexicon.default())


# ---------------------------------------------------------------- whose name


def test_two_names_of_one_sentence_are_no_spellings_of_one(told):
    apart = [{"Ana Soto", "Ana Belén Soto"}, {"Leo Roe"}]
    both = [(t, "Person") for t in ("Ana Soto", "Ana Belén Soto")]
    names_of = FullNames(both, lexicon.default(), together=apart)
    assert names_of.of("Ana Belén Soto", "Person") == "Ana Belén Soto"
    assert names_of.of("Soto", "Person") == "Soto"
    assert FullNames(both, lexicon.default()).of("Ana Belén Soto", "Person") == "Ana Soto"
    text = "Ana Soto, a teacher in Accra, is no relation to the prosecutor Ana Belén Soto."
    assert told(text).facts() == {"Ana Belén Soto holdsOffice Prosecutor"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Karim Odera", "Odera"),
        ("Karim B. Odera", "Odera"),
        ("Karim Odera Jr.", "Odera"),
        ("Karim Odera III", "Odera"),
        ("Odera", "Odera"),
        ("Jr.", "Jr."),
    ],
)
def test_a_surname_is_the_last_word_that_is_no_suffix(text, expected):
    assert surname(text) == expected


@pytest.mark.parametrize(
    ("known", "short", "expected"),
    [
        (["Karim Odera"], "Odera", "Karim Odera"),
        (["Karim Odera"], "Karim", "Karim Odera"),
        (["Karim Odera Jr."], "Odera", "Karim Odera Jr."),
        (["Kim Min Ho"], "Kim", "Kim Min Ho"),
        # two are of that name
        (["Karim Odera", "Lena Odera"], "Odera", "Odera"),
        (["Karim Odera", "Karim Hart"], "Karim", "Karim"),
        # nobody is
        (["Karim Odera"], "Hart", "Hart"),
        ([], "Hart", "Hart"),
        # a surname goes before a given name
        (["Paul Ryan", "Ryan Moss"], "Ryan", "Paul Ryan"),
        # a middle initial makes no second person
        (["Karim Odera", "Karim B. Odera"], "Odera", "Karim Odera"),
        (["Karim Odera", "Karim B. Odera"], "Karim B. Odera", "Karim Odera"),
        (["Karim B. Odera", "Karim B. Odera", "Karim Odera"], "Karim Odera", "Karim B. Odera"),
        # two middle names do
        (["Karim A. Odera", "Karim B. Odera"], "Karim A. Odera", "Karim A. Odera"),
        (["Karim A. Odera", "Karim B. Odera"], "Odera", "Odera"),
        # a longer name holds the shorter
        (["Aung Min Kyi", "Min Kyi"], "Min Kyi", "Aung Min Kyi"),
        (["Aung Min Kyi", "Min Kyi"], "Kyi", "Aung Min Kyi"),
        # an adjective is no part of a name
        (["Crooked Jane Roe", "Jane Roe"], "Crooked Jane Roe", "Jane Roe"),
        (["Crooked Jane Roe", "Jane Roe"], "Roe", "Jane Roe"),
    ],
)
def test_a_short_name_means_the_one_full_name_that_it_can(known, short, expected):
    assert full(*known).of(short, "Person") == expected


def test_a_given_name_links_only_what_the_tagger_takes_for_a_person():
    assert full("Charlotte Hart").of("Charlotte", "City") == "Charlotte"
    assert full("Charlotte Hart").of("Charlotte", "Person") == "Charlotte Hart"


def test_names_of_things_give_nobody_a_surname():
    assert full("Andean Council", kind="Organization").of("Council", "Organization") == "Council"


NAMES = st.lists(
    st.lists(st.sampled_from(["Karim", "Lena", "B.", "Odera", "Hart", "Jr.", "de"]), min_size=1,
             max_size=4).map(" ".join), max_size=8,
)  # fmt: skip


@given(NAMES)
def test_a_full_name_means_itself_however_often_it_is_asked(texts):
    known = full(*texts)
    for text in texts:
        once = known.of(text, "Person")
        assert known.of(once, "Person") == once


# ---------------------------------------------------------------- offices that are over


def over(text, person):
    parse = annotate(Document(hashlib.sha256(text.encode()).hexdigest(), text))
    those = names(parse, gazetteer.default(), lexicon.default())
    mine = [n for n in those if parse.text(n.first, n.last).endswith(person)]
    assert mine, those
    return past_offices(parse, lexicon.default(), mine)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Former President Jane Roe left.", {"president"}),
        ("former President Jane Roe left.", {"president"}),
        ("Then-President Jane Roe left.", {"president"}),
        ("Ex-President Jane Roe left.", {"president"}),
        ("The late President Jane Roe was mourned.", {"president"}),
        ("Acting President Jane Roe left.", {"president"}),
        ("Ousted Prime Minister Jane Roe left.", {"prime minister"}),
        ("Former U.S. President Jane Roe left.", {"president"}),
        ("Former Sen. Jane Roe left.", {"senator"}),
        ("Former president Jane Roe left.", {"president"}),
        ("Voters met former prime minister Jane Roe.", {"prime minister"}),
        ("Jane Roe, the former president of Kenya, left.", {"president"}),
        ("Jane Roe, a former Kenyan ambassador, left.", {"ambassador"}),
        ("Jane Roe, former mayor of Lima, left.", {"mayor"}),
        # in office, or no office at all
        ("President Jane Roe left.", set()),
        ("President-elect Jane Roe left.", set()),
        ("Jane Roe, the president of Kenya, left.", set()),
        ("Jane Roe, a former teacher, left.", set()),
        ("Jane Roe met former president Karim Odera.", set()),
        ("Jane Roe, whose former president left, spoke.", set()),
        ("The former prison was closed. President Jane Roe left.", set()),
    ],
)
def test_an_office_is_over_where_the_words_say_so(text, expected):
    titles = {"minister"} if "minister" in " ".join(expected) else set()
    assert over(text, "Jane Roe") - titles == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Sen.", "senator"),
        ("Senator", "senator"),
        ("Rep.", "representative"),
        ("Gov.", "governor"),
        ("Prime Minister", "prime minister"),
    ],
)
def test_short_and_long_titles_are_one_office(title, expected):
    parse = annotate(Document("0" * 64, f"{title} Jane Roe left."))
    words = parse.words[: len(title.split())]
    assert office(lexicon.default(), words) == expected


# ---------------------------------------------------------------- what becomes of it


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("President Jane Roe met voters.", {"Jane Roe holdsOffice President"}),
        ("Former President Jane Roe met voters.", set()),
        ("Former President Jane Roe met voters. President Jane Roe was popular.", set()),
        ("President Jane Roe was popular. Former President Jane Roe met voters.", set()),
        ("Jane Roe, the former president of Kenya, left. President Jane Roe was popular.", set()),
        ("Ex-Sen. Jane Roe left. Senator Roe was popular.", set()),
        ("Then-President Jane Roe signed it.", set()),
        ("Acting President Jane Roe signed it.", set()),
        ("President-elect Jane Roe spoke.", set()),
        # only that office, and only that person
        (
            "Gov. Lena Hart spoke. Former Mayor Lena Hart was a teacher.",
            {"Lena Hart holdsOffice Governor"},
        ),
        (
            "Former President Jane Roe met President Lena Hart.",
            {"Lena Hart holdsOffice President"},
        ),
        # one office under one name
        (
            "Sen. Ada Moss met Senator Tom Vale.",
            {"Ada Moss holdsOffice Senator", "Tom Vale holdsOffice Senator"},
        ),
        # what is no office
        ("Professor Nils Berg met Dr. Ana Soto.", set()),
        ("Spokesman Nils Berg spoke.", set()),
        ("Nils Berg, a spokesman for the union, spoke.", set()),
        ("Nils Berg, a representative of the farmers, spoke.", set()),
        (
            "Charlotte Mayor Jane Roe spoke.",
            {"Jane Roe holdsOffice Mayor", "Jane Roe holdsOfficeIn Charlotte"},
        ),
    ],
)
def test_only_an_office_that_is_held_is_a_fact(told, text, offices):
    assert {f for f in told(text).facts() if "holdsOffice" in f} == offices


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "SOAP queen Tanya Bright is angry, pals say. Meanwhile, Tanya has hired a lawyer.",
            {"Tanya Bright"},
        ),
        ("Maria Bell spoke. It rained in Maria, Texas.", {"Maria Bell", "Maria", "Texas"}),
        ("Maria Bell met Maria Koch. Maria has left.", {"Maria Bell", "Maria Koch"}),
        ("It lies in the port city of Kallen.", {"Kallen"}),
    ],
)
def test_a_given_name_is_of_the_one_person_who_has_it(told, text, labels):
    found = told(text).extraction.entities
    assert {e.label for e in found if e.mentions[0].kind == "name"} >= labels
    assert len({e.label for e in found if "Tanya" in e.label}) <= 1


def test_a_town_is_called_so_whatever_the_tagger_takes_it_for(told):
    (town,) = told("It is based in the port city of Kallen.").extraction.entities
    assert town.type == "City"
