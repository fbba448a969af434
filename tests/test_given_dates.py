"""Dates of birth, death and founding, and ages, as sentences give them to somebody or something."""

from __future__ import annotations

import pytest
from conftest import document

from kg import resources
from kg.errors import InputError
from kg.extract import extract, valuetable
from kg.extract.lexicon import load
from kg.project import supports


def given(read, *, facts: bool = False) -> set[str]:
    return {
        f"{read.label(c.subject)} {c.predicate} {c.value.text}"
        for c in read.extraction.claims
        if c.value and c.subject and (supports(c) or not facts)
    }


READ = [
    # born
    ("Ana Soto was born on 5 May 1964 in Lima.", {"Ana Soto dateOfBirth 1964-05-05"}),
    ("Ana Soto was born in Lima, Peru, on May 5, 1964.", {"Ana Soto dateOfBirth 1964-05-05"}),
    ("Born in Lima in 1964, Ana Soto became a judge.", {"Ana Soto dateOfBirth 1964"}),
    ("Ana Soto (born May 1964) is a judge.", {"Ana Soto dateOfBirth 1964-05"}),
    ("Ana Soto (born Ana Diaz; 5 May 1964) is a judge.", {"Ana Soto dateOfBirth 1964-05-05"}),
    ("Ana Soto (Quechua: Ana) (b. 1964) is a judge.", {"Ana Soto dateOfBirth 1964"}),
    ("Ana Soto is a judge. She was born in 1964.", {"Ana Soto dateOfBirth 1964"}),
    # a life
    ("Ana Soto (1921-1999) was a judge.",
     {"Ana Soto dateOfBirth 1921", "Ana Soto dateOfDeath 1999"}),
    ("Ana Soto (5 May 1921 – Cusco, 3 June 1999) was a judge.",
     {"Ana Soto dateOfBirth 1921-05-05", "Ana Soto dateOfDeath 1999-06-03"}),
    ("Ana Soto (born 1921 in Lima; died 3 June 1999) was a judge.",
     {"Ana Soto dateOfBirth 1921", "Ana Soto dateOfDeath 1999-06-03"}),
    # died
    ("Leo Diaz died in Lima on 3 June 1999.", {"Leo Diaz dateOfDeath 1999-06-03"}),
    ("Leo Diaz led the club until his death in 1999.", {"Leo Diaz dateOfDeath 1999"}),
    ("Leo Diaz was assassinated in Lima in 1999.", {"Leo Diaz dateOfDeath 1999"}),
    ("Leo Diaz stayed until 1956, when he died.", {"Leo Diaz dateOfDeath 1956"}),
    # founded, dissolved
    ("Acme Corporation was founded in 1998.", {"Acme Corporation dateFounded 1998"}),
    ("In 1998, Leo Diaz founded Acme Corporation in Lima.", {"Acme Corporation dateFounded 1998"}),
    ("Acme Corporation, established in May 1998, makes cars.",
     {"Acme Corporation dateFounded 1998-05"}),
    ("Acme Corporation (founded 1998) makes cars.", {"Acme Corporation dateFounded 1998"}),
    ("Acme Corporation has made cars since its founding in 1998.",
     {"Acme Corporation dateFounded 1998"}),
    ("Acme Corporation was dissolved in March 2004.", {"Acme Corporation dateDissolved 2004-03"}),
    # age
    ("Ana Soto, 45, won the race.", {"Ana Soto age 45"}),
    ("They gave it to 45-year-old Ana Soto.", {"Ana Soto age 45"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ, ids=[t for t, _ in READ])
def test_a_sentence_gives_a_date(told, text, expected):
    assert given(told(text), facts=True) == expected


NOTHING = [
    "Prime Minister Ana Soto (1990–1997) spoke.",  # a term of office
    "Ana Soto was born in Lima and moved to Cusco in 1970.",
    "Ana Soto was born in Lima, the daughter of a judge who died in 1970.",
    "Ana Soto (born in Lima; moved to Cusco in 1970) is a judge.",
    "Ana Soto was born in 1989 or 1990.",
    "Ana Soto was born after 1504.",
    "Ana Soto died during the 1998 season.",
    "Acme Corporation formed a partnership with Peru in 1998.",
    "Acme Corporation launched a new car in 1998.",
    "Leo Diaz killed Ana Soto's hopes in 1999.",
    "Ana Soto, 450, won the race.",
    "Ana Soto, 2,000 and Leo Diaz won the race.",
    "The 45-year-old company pleased Ana Soto.",
    "Acme Corporation, 45, is old.",
    "Acme Corporation (1921–1999) made cars.",
    "Acme Corporation was set on fire in 1998.",
    "From 1990 until 1995 Acme Corporation was founded by nobody.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_a_sentence_that_gives_no_date_is_left_alone(told, text):
    assert given(told(text)) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme Corporation will be founded in 2030.", "Acme Corporation dateFounded 2030"),
        ("Ana Soto said that Leo Diaz died in 1999.", "Leo Diaz dateOfDeath 1999"),
        ("Leo Diaz may have died in 1999.", "Leo Diaz dateOfDeath 1999"),
        ("Leo Diaz did not die in 1999.", "Leo Diaz dateOfDeath 1999"),
    ],
)
def test_what_is_planned_said_possible_or_denied_is_a_claim_and_no_fact(told, text, expected):
    assert given(told(text)) == {expected}
    assert given(told(text), facts=True) == set()


def test_the_evidence_holds_the_date_and_the_value_its_own_place(told):
    read = told("Some came. Ana Soto was born on 5 May 1964 in Lima.")
    (claim,) = (c for c in read.extraction.claims if c.value)
    assert read.quotes(claim.evidence) == "Ana Soto was born on 5 May 1964"
    assert read.quotes((claim.value.span,)) == "5 May 1964"


@pytest.mark.parametrize(
    ("text", "words", "evidence"),
    [
        ("Ana Soto, 45, won the race.", "45", "Ana Soto, 45"),
        ("They gave it to 45-year-old Ana Soto.", "45", "45-year-old Ana Soto"),
        ("Ana Soto (born 1964) is a judge.", "1964", "Ana Soto (born 1964"),
        ("Peter Wakefield CMG (born 1922) was kind.", "1922", "Peter Wakefield CMG (born 1922"),
    ],
)
def test_the_evidence_of_a_value_holds_name_and_value(told, text, words, evidence):
    read = told(text)
    (claim,) = (c for c in read.extraction.claims if c.value)
    assert read.quotes((claim.value.span,)) == words
    assert read.quotes(claim.evidence) == evidence
    assert read.label(claim.subject).startswith(("Ana Soto", "Peter Wakefield"))


# ---------------------------------------------------------------- the table

OWN = """
[[value]]
id = "opened"
property = "dateFounded"
of = ["Facility"]
verbs = ["inaugurate"]
"""


def test_an_entry_of_ones_own_reads_a_new_verb(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    found = load(resources.data("lexicons", "words.toml"), file).values
    assert [(g.id, g.of, g.whom) for g in found] == [("opened", ("Facility",), "object")]
    text = "Lurin Prison was inaugurated in 1998."
    claims = extract(document(text), frames=str(file)).claims
    assert [(c.predicate, c.value.text) for c in claims if c.value] == [("dateFounded", "1998")]
    assert not [c for c in extract(document(text)).claims if c.value]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ('property = "dateFounded"', "has no property"),
        ('of = ["Facility"]', "no class 'Castle'"),
        ('id = "opened"', "has no id"),
        ('verbs = ["inaugurate"]', "unknown key 'verb'"),
    ],
)
def test_a_wrong_entry_is_told_with_its_file(tmp_path, change, message):
    wrong = {"of": 'of = ["Castle"]', "ve": 'verb = ["x"]'}.get(change[:2], "")
    file = tmp_path / "own.toml"
    file.write_text(OWN.replace(change, wrong), encoding="utf-8")
    with pytest.raises(InputError, match=message) as error:
        valuetable.load(file)
    assert "own.toml" in error.value.where


@pytest.mark.parametrize("name", ["population", "founded", "nothing"])
def test_only_an_attribute_of_dates_can_be_given(tmp_path, name):
    file = tmp_path / "own.toml"
    file.write_text(OWN.replace("dateFounded", name), encoding="utf-8")
    with pytest.raises(InputError, match=f"no attribute of dates '{name}'"):
        valuetable.load(file)
    file.write_text(OWN + 'whom = "nobody"\n', encoding="utf-8")
    with pytest.raises(InputError, match="no whom 'nobody'"):
        valuetable.load(file)


def test_a_place_at_the_end_of_a_headline_takes_no_name_below_it(told):
    read = told("Judge dies in Lima\n\nAna Soto was born in 1964.")
    assert {e.label for e in read.extraction.entities} == {"Lima", "Ana Soto"}
    assert given(read) == {"Ana Soto dateOfBirth 1964"}
