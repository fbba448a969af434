"""Lasting ties: who works for whom, lives, was born or is based where, is married to whom."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import vocabulary
from kg.extract import extract
from kg.extract.tietable import default
from tests.conftest import document

TIES = {t.property for t in default().all} | {t.past for t in default().all}
TIES |= {"hailsFrom", "affiliatedWith", "operatesIn", "nationality"}


def triples(found):
    """Return the ties of an extraction as text, whatever else was read."""
    return {
        found.triple(c) for c in found.extraction.claims
        if c.predicate in TIES and c.subject and c.object
    }  # fmt: skip


STATED = [
    # several nouns of one name, and a deputy, who only works there
    (
        "Pedro Ruiz is an engineer, founder and CEO of Halden Systems.",
        "Pedro Ruiz founded Halden Systems",
    ),
    (
        "Pedro Ruiz, a spokesman for the World Bank and director of Amnesty International, left.",
        "Pedro Ruiz worksFor Amnesty International",
    ),
    (
        "Pedro Ruiz is head of the World Bank and a member of Amnesty International.",
        "Pedro Ruiz memberOf Amnesty International",
    ),
    ("Pedro Ruiz, vice president of the World Bank, left.", "Pedro Ruiz worksFor World Bank"),
    ("World Bank chief executive Pedro Ruiz left.", "Pedro Ruiz leads World Bank"),
    ("Pedro Ruiz, chief executive officer of Vexel, left.", "Pedro Ruiz leads Vexel"),
    ("Pedro Ruiz, leader of the banned Halden Party, left.", "Pedro Ruiz leads Halden Party"),
    (
        "Pedro Ruiz is a writer and Halden Party politician.",
        "Pedro Ruiz affiliatedWith Halden Party",
    ),
    (
        "Pedro Ruiz, a member of the Women’s Party of Peru, left.",
        "Pedro Ruiz memberOf Women’s Party",
    ),
    ("Pedro Ruiz taught at Halden School of Music.", "Pedro Ruiz workedFor Halden School of Music"),
    ("In 2005 Pedro Ruiz formed Halden Systems.", "Pedro Ruiz founded Halden Systems"),
    ("Pedro Ruiz resigned from the World Bank.", "Pedro Ruiz workedFor World Bank"),
    ("Pedro Ruiz, another Vexel spokesman, left.", "Pedro Ruiz worksFor Vexel"),
    (
        "An Amnesty International spokesman, Pedro Ruiz, left.",
        "Pedro Ruiz worksFor Amnesty International",
    ),
    ("They elected Mary Jones president of the World Bank.", "Mary Jones leads World Bank"),
    (
        "Amnesty International Administrator Pedro Ruiz left.",
        "Pedro Ruiz worksFor Amnesty International",
    ),
    ("Pedro Ruiz is from Quito.", "Pedro Ruiz hailsFrom Quito"),
    ("Pedro Ruiz was born in Buffalo, New York, USA.", "Pedro Ruiz bornIn United States"),
    ("Quito-born writer Pedro Ruiz left.", "Pedro Ruiz bornIn Quito"),
    ("They met Quito native Pedro Ruiz.", "Pedro Ruiz bornIn Quito"),
    # who works for whom: behind the name, before it, as a predicate, with an age between
    (
        "Pedro Ruiz, a spokesman for Amnesty International, left.",
        "Pedro Ruiz worksFor Amnesty International",
    ),
    (
        "Pedro Ruiz, 45, a senior policy adviser at Amnesty International, left.",
        "Pedro Ruiz worksFor Amnesty International",
    ),
    ("Pedro Ruiz, the spokesman of the World Bank, left.", "Pedro Ruiz worksFor World Bank"),
    (
        "Pedro Ruiz (a researcher with Amnesty International) left.",
        "Pedro Ruiz worksFor Amnesty International",
    ),
    (
        "Amnesty International spokesman Pedro Ruiz left.",
        "Pedro Ruiz worksFor Amnesty International",
    ),
    (
        "Amnesty International’s spokesman, Pedro Ruiz, left.",
        "Pedro Ruiz worksFor Amnesty International",
    ),
    (
        "Amnesty International’s chief spokesman Pedro Ruiz left.",
        "Pedro Ruiz worksFor Amnesty International",
    ),
    (
        "The director of Amnesty International, Pedro Ruiz, left.",
        "Pedro Ruiz worksFor Amnesty International",
    ),
    (
        "Pedro Ruiz is a lawyer at Amnesty International.",
        "Pedro Ruiz worksFor Amnesty International",
    ),
    (
        "Pedro Ruiz works for Amnesty International in Lima.",
        "Pedro Ruiz worksFor Amnesty International",
    ),
    (
        "Pedro Ruiz, who works for Amnesty International, left.",
        "Pedro Ruiz worksFor Amnesty International",
    ),
    (
        "Pedro Ruiz of Amnesty International left.",
        "Pedro Ruiz affiliatedWith Amnesty International",
    ),
    # who leads, belongs, founded, owns
    (
        "Pedro Ruiz, the head of Amnesty International, left.",
        "Pedro Ruiz leads Amnesty International",
    ),
    ("Amnesty International chairman Pedro Ruiz left.", "Pedro Ruiz leads Amnesty International"),
    ("Pedro Ruiz leads Amnesty International.", "Pedro Ruiz leads Amnesty International"),
    (
        "Pedro Ruiz, a member of Amnesty International, left.",
        "Pedro Ruiz memberOf Amnesty International",
    ),
    (
        "Pedro Ruiz, the founder of Amnesty International, left.",
        "Pedro Ruiz founded Amnesty International",
    ),
    (
        "Pedro Ruiz founded Amnesty International in 1980.",
        "Pedro Ruiz founded Amnesty International",
    ),
    ("Microsoft owns Skype.", "Microsoft owns Skype"),
    # where somebody lives, comes from, was born
    ("Pedro Ruiz lives in Quito.", "Pedro Ruiz livesIn Quito"),
    ("Pedro Ruiz, a resident of Quito, left.", "Pedro Ruiz livesIn Quito"),
    ("Pedro Ruiz, a Quito resident, left.", "Pedro Ruiz livesIn Quito"),
    ("Pedro Ruiz was born in Quito in 1980.", "Pedro Ruiz bornIn Quito"),
    ("Pedro Ruiz, a native of Quito, left.", "Pedro Ruiz bornIn Quito"),
    ("Pedro Ruiz of Quito left.", "Pedro Ruiz hailsFrom Quito"),
    ("Pedro Ruiz, 45, of Quito, left.", "Pedro Ruiz hailsFrom Quito"),
    ("The race was won by Kenya’s Mary Jones.", "Mary Jones hailsFrom Kenya"),
    # where a body has its seat, and places in places
    ("Microsoft, based in Quito, left.", "Microsoft basedIn Quito"),
    ("Microsoft is based in Quito.", "Microsoft basedIn Quito"),
    ("The London-based Amnesty International left.", "Amnesty International basedIn London"),
    ("They met in Austin, Texas.", "Austin locatedIn Texas"),
    ("They met in Orlando, Fla., on Monday.", "Orlando locatedIn Florida"),
    ("He came from Lima, Peru, on Monday.", "Lima locatedIn Peru"),
    ("They left CECOT, a prison in El Salvador.", "CECOT locatedIn El Salvador"),
    # what is over is said to be over
    (
        "Pedro Ruiz, a former spokesman for Amnesty International, left.",
        "Pedro Ruiz workedFor Amnesty International",
    ),
    (
        "Pedro Ruiz, the late director of Amnesty International, was honoured.",
        "Pedro Ruiz workedFor Amnesty International",
    ),
    (
        "Former Amnesty International spokesman Pedro Ruiz left.",
        "Pedro Ruiz workedFor Amnesty International",
    ),
    (
        "Pedro Ruiz was a lawyer at Amnesty International.",
        "Pedro Ruiz workedFor Amnesty International",
    ),
    (
        "Pedro Ruiz worked for Amnesty International.",
        "Pedro Ruiz workedFor Amnesty International",
    ),
    ("Pedro Ruiz lived in Quito.", "Pedro Ruiz livesIn Quito"),
    # family, school
    ("Pedro Ruiz’s wife, Mary Jones, left.", "Mary Jones spouseOf Pedro Ruiz"),
    ("Mary Jones, the daughter of Pedro Ruiz, left.", "Mary Jones childOf Pedro Ruiz"),
    ("Pedro Ruiz graduated from Harvard University.", "Pedro Ruiz educatedAt Harvard University"),
]


MORE = [
    # work, with professions, "and", numbers and passives between
    ("Mary Jones, founder and CEO of Halden Systems, left.", "Mary Jones leads Halden Systems"),
    ("Mary Jones, founder and CEO of Halden Systems, left.", "Mary Jones founded Halden Systems"),
    ("Mary Jones is an engineer at Halden Systems.", "Mary Jones worksFor Halden Systems"),
    ("Mary Jones became the president of Halden Systems.", "Mary Jones leads Halden Systems"),
    ("Mary Jones serves as chairman of Halden Systems.", "Mary Jones leads Halden Systems"),
    ("Mary Jones served as a director of Halden Systems.", "Mary Jones workedFor Halden Systems"),
    ("Halden Systems employs Mary Jones.", "Mary Jones worksFor Halden Systems"),
    ("Mary Jones was employed by Halden Systems.", "Mary Jones workedFor Halden Systems"),
    ("Mary Jones teaches at Oxford University.", "Mary Jones worksFor Oxford University"),
    ("Mary Jones joined Halden Systems in 1999.", "Mary Jones affiliatedWith Halden Systems"),
    (
        "Mary Jones, a candidate of the Labour Party, left.",
        "Mary Jones affiliatedWith Labour Party",
    ),
    ("Halden Systems CEO Mary Jones left.", "Mary Jones leads Halden Systems"),
    # family
    ("Mary Jones married Peter Brandt in 1990.", "Mary Jones spouseOf Peter Brandt"),
    ("Mary Jones is married to Peter Brandt.", "Mary Jones spouseOf Peter Brandt"),
    ("Mary Jones was married to Peter Brandt.", "Mary Jones spouseOf Peter Brandt"),
    ("Mary Jones and her husband, Peter Brandt, left.", "Peter Brandt spouseOf Mary Jones"),
    ("Mary Jones, wife of Peter Brandt, left.", "Mary Jones spouseOf Peter Brandt"),
    ("Mary Jones’s father, Peter Brandt, left.", "Mary Jones childOf Peter Brandt"),
    ("Peter Brandt is the father of Mary Jones.", "Mary Jones childOf Peter Brandt"),
    ("Mary Jones’s son, Peter Brandt, left.", "Peter Brandt childOf Mary Jones"),
    ("Mary Jones was born to Peter Brandt.", "Mary Jones childOf Peter Brandt"),
    ("Mary Jones, the sister of Peter Brandt, left.", "Mary Jones siblingOf Peter Brandt"),
    ("Mary Jones’s brother Peter Brandt left.", "Peter Brandt siblingOf Mary Jones"),
    # a life
    ("Mary Jones was born in Lima, Peru.", "Mary Jones bornIn Peru"),
    ("Born in Lima, Mary Jones left.", "Mary Jones bornIn Lima"),
    ("Mary Jones died in Lima in 1950.", "Mary Jones diedIn Lima"),
    ("Mary Jones grew up in Lima.", "Mary Jones livesIn Lima"),
    ("Mary Jones moved to Lima.", "Mary Jones livesIn Lima"),
    ("Mary Jones’s home in Lima burned.", "Mary Jones livesIn Lima"),
    ("Mary Jones studied at Oxford University.", "Mary Jones educatedAt Oxford University"),
    ("Mary Jones attended Oxford University.", "Mary Jones educatedAt Oxford University"),
    ("Mary Jones studied at Harvard.", "Mary Jones educatedAt Harvard"),
    (
        "Mary Jones received a degree in law from Oxford University.",
        "Mary Jones educatedAt Oxford University",
    ),
    (
        "Mary Jones, a graduate of Oxford University, left.",
        "Mary Jones educatedAt Oxford University",
    ),
    # bodies
    ("Halden Systems was founded by Mary Jones.", "Mary Jones founded Halden Systems"),
    ("Halden Systems, founded by Mary Jones in 1999, left.", "Mary Jones founded Halden Systems"),
    ("Halden Systems has its headquarters in Lima.", "Halden Systems basedIn Lima"),
    ("They saw Microsoft’s headquarters in Lima.", "Microsoft basedIn Lima"),
    ("Halden Systems is headquartered in Lima.", "Halden Systems basedIn Lima"),
    ("Brix Motors is a subsidiary of Halden Systems.", "Brix Motors subsidiaryOf Halden Systems"),
    ("Brix Motors, a unit of Halden Systems, left.", "Brix Motors subsidiaryOf Halden Systems"),
    ("Halden Systems acquired Brix Motors in 1999.", "Halden Systems acquired Brix Motors"),
    ("Brix Motors is owned by Halden Systems.", "Halden Systems owns Brix Motors"),
    # what stands between the noun and the body
    (
        "Mary Jones, a professor of political science at Harvard University, left.",
        "Mary Jones worksFor Harvard University",
    ),
    (
        "Mary Jones, executive director of the state Republican Party, left.",
        "Mary Jones worksFor Republican Party",
    ),
    (
        "Mary Jones, chief of waste disposal for the World Bank, left.",
        "Mary Jones worksFor World Bank",
    ),
    # a noun that describes the name
    (
        "Halden Systems is a retailer headquartered in Oakland.",
        "Halden Systems basedIn Oakland",
    ),
    ("Mary Jones is a writer who was born in Lima.", "Mary Jones bornIn Lima"),
    ("Mary Jones, a writer born in Lima, left.", "Mary Jones bornIn Lima"),
    ("Mary Jones (born 3 May 1950) is the CEO of Microsoft.", "Mary Jones leads Microsoft"),
    # a date between the verb and the place
    ("Mary Jones was born on October 4, 1927 in Lima.", "Mary Jones bornIn Lima"),
    ("Mary Jones (born 3 May 1950 in Lima) left.", "Mary Jones bornIn Lima"),
    ("Mary Jones died on 3 May 1950 in Lima.", "Mary Jones diedIn Lima"),
    # what is over
    ("Halden Systems was originally based in Lima.", "Halden Systems formerlyBasedIn Lima"),
    ("Halden Systems was based in Lima.", "Halden Systems formerlyBasedIn Lima"),
    ("Halden Systems is a bank originally based in Lima.", "Halden Systems formerlyBasedIn Lima"),
    # nouns that stand between
    ("Mary Jones is married to actor Peter Brandt.", "Mary Jones spouseOf Peter Brandt"),
    ("Mary Jones came with her then husband Peter Brandt.", "Peter Brandt spouseOf Mary Jones"),
    ("Mary Jones and her husband, actor Peter Brandt, left.", "Peter Brandt spouseOf Mary Jones"),
    (
        "Brix Motors is a subsidiary of German steel maker Halden Systems.",
        "Brix Motors subsidiaryOf Halden Systems",
    ),
    (
        "Mary Jones is a member of the board of directors of Halden Systems.",
        "Mary Jones memberOf Halden Systems",
    ),
    ("Mary Jones is chairman of the board of Halden Systems.", "Mary Jones leads Halden Systems"),
    ("Halden Systems is the parent of Brix Motors.", "Brix Motors subsidiaryOf Halden Systems"),
    (
        "Mary Jones is the wife of the late president Peter Brandt.",
        "Mary Jones spouseOf Peter Brandt",
    ),
    (
        "Mary Jones, a professor emeritus at Harvard University, left.",
        "Mary Jones worksFor Harvard University",
    ),
    (
        "Mary Jones, Professor of Ocean Engineering at Harvard University, left.",
        "Mary Jones worksFor Harvard University",
    ),
    # an office taken up or held "as" something
    ("Mary Jones was named director of Halden Systems.", "Mary Jones worksFor Halden Systems"),
    ("Mary Jones worked as an editor at Halden Systems.", "Mary Jones workedFor Halden Systems"),
    # a pronoun at one end
    ("Mary Jones left. She was born in Lima.", "Mary Jones bornIn Lima"),
    ("She was born in Lima.", "she bornIn Lima"),
    ("He is a lawyer at Halden Systems.", "he worksFor Halden Systems"),
    ("His wife, Mary Jones, left.", "Mary Jones spouseOf he"),
]


@pytest.mark.parametrize(("text", "triple"), MORE, ids=[f"{t} {x}" for t, x in MORE])
def test_work_family_and_life_are_read(told, text, triple):
    found = told(text)
    assert triple in triples(found)
    assert triple in found.facts()


@pytest.mark.parametrize(
    "text",
    [
        "Mary Jones will marry Peter Brandt.",
        "Mary Jones hopes to study at Oxford University.",
        "Mary Jones did not attend Oxford University.",
        "Mary Jones may have been born in Lima.",
        "Halden Systems wants to acquire Brix Motors.",
        "Mary Jones’s friend, Peter Brandt, left.",
        "Mary Jones received a letter from Oxford University.",
        "Mary Jones has a house near a school in Lima.",
        "Mary Jones was born in 1950.",
        "Mary Jones, a would-be director of Halden Systems, left.",
        "Mary Jones, who never worked for Halden Systems, left.",
        "A director of Halden Systems praised Mary Jones.",
        "Mary Jones is not a writer born in Lima.",
        "The Red Cross Conference was attended by Mary Jones.",
        "Mary Jones attended the Red Cross Conference.",
        "Mary Jones, a former secretary of State, left.",
        "Justice official Mary Jones left.",
        "Mary Jones spoke of Brandt-era Microsoft officials.",
        "The Red Cross, World Bank member, left.",
        "The pope left. His wife, Mary Jones, left.",
        "Mary Jones met the founder and the CEO of Halden Systems.",
        "Mary Jones named the director of Halden Systems.",
        "Mary Jones, spokeswoman for the former director of Halden Systems, left.",
        "Mary Jones works on the board of Halden Systems.",
        "Mary Jones was born on October 4, 1927 near a hotel.",
    ],
)
def test_what_is_hoped_denied_or_said_of_another_is_no_fact(told, text):
    found = told(text)
    assert {t for t in triples(found) & found.facts() if "hailsFrom" not in t} == set()


@pytest.mark.parametrize(
    "text",
    [
        "Mary Jones, the assassin of Peter Brandt, died.",
        "Peter Brandt’s killer, Mary Jones, died.",
        "Mary Jones, the convicted murderer of Peter Brandt, died.",
    ],
)
def test_who_is_called_a_killer_is_claimed_and_never_a_fact(told, text):
    found = told(text)
    assert "Mary Jones killed Peter Brandt" in triples(found)
    assert "Mary Jones killed Peter Brandt" not in found.facts()


def test_a_chief_of_one_task_does_not_lead_the_whole_body(told):
    found = told("Mary Jones, chief of waste disposal for the World Bank, left.")
    assert triples(found) == {"Mary Jones worksFor World Bank"}


@pytest.mark.parametrize(
    "text",
    [
        "Pedro Ruiz, a lawyer, Mary Jones, head of the World Bank, left.",
        "Pedro Ruiz, a lawyer, and the head of the World Bank, Mary Jones, left.",
        "Pedro Ruiz, a member of Vexel, and Mary Jones, head of the World Bank, left.",
    ],
)
def test_a_second_noun_that_is_another_s_is_not_the_first_name_s(told, text):
    of_the_bank = {t for t in triples(told(text)) if t.endswith("World Bank")}
    assert of_the_bank == {"Mary Jones leads World Bank"}


def test_a_relative_pronoun_refers_to_the_name_before_it(told):
    found = told("Mary Jones, who was born in Lima, met Peter Brandt, whom she knew.")
    kinds = {e.label: [m.kind for m in e.mentions] for e in found.extraction.entities}
    assert kinds["Mary Jones"][:2] == ["name", "pronoun"]
    assert kinds["Peter Brandt"][:2] == ["name", "pronoun"]


def test_two_unnamed_people_of_one_text_are_he_and_she(told):
    found = told("He was born in Lima. She was born in Quito. He died in Lima.")
    assert triples(found) == {"he bornIn Lima", "she bornIn Quito", "he diedIn Lima"}


def test_a_pronoun_behind_a_name_that_it_may_mean_is_nobody_new(told):
    found = told("Mary Jones met Peter Brandt. She was born in Lima.")
    assert not {e.label for e in found.extraction.entities} & {"he", "she"}


@pytest.mark.parametrize(("text", "triple"), STATED, ids=[t for t, _ in STATED])
def test_a_tie_that_is_stated_is_read(told, text, triple):
    found = told(text)
    assert triple in triples(found)
    assert triple in found.facts()


@pytest.mark.parametrize(
    "text",
    [
        # over, not yet, not really, somebody else's
        "Pedro Ruiz, the late head of Quito, was honoured.",
        "Pedro Ruiz was a member of Amnesty International.",
        "Pedro Ruiz, the alleged leader of Amnesty International, left.",
        "Pedro Ruiz, the minority leader of the Senate, left.",
        "Pedro Ruiz, the wife of a director of Amnesty International, left.",
        "Pedro Ruiz, a friend of the director of Amnesty International, left.",
        "Pedro Ruiz, a critic of Amnesty International, left.",
        # lists, and words between that break the phrase
        "The director of Amnesty International, Pedro Ruiz and Mary Jones left.",
        "They visited Lima, Peru and Chile.",
        "They visited Peru, Chile, and Brazil.",
        "They played in Spain, England, France, Italy and Peru.",
        "He flew from Lima, Chile was next.",
        "Pedro Ruiz, whom a spokesman for Amnesty International praised, left.",
        # classes that do not fit
        "Pedro Ruiz is based in Quito.",
        "Quito owns Lima.",
        "The Quito-based man left.",
        "They saw Quito, the capital of music.",
        # company, no membership
        "Halden Systems was joined by Mary Jones.",
        "We met at the club, joined by Mary Jones.",
    ],
)
def test_what_only_looks_like_a_tie_is_left_out(told, text):
    assert {t for t in triples(told(text)) if "hailsFrom" not in t} == set()


@pytest.mark.parametrize(
    ("text", "modality", "polarity"),
    [
        ("Pedro Ruiz is not a lawyer at Amnesty International.", "Asserted", "Negative"),
        ("Does Pedro Ruiz work for Amnesty International?", "Questioned", "Undetermined"),
        (
            "Mary Jones denied that Pedro Ruiz works for Amnesty International.",
            "Asserted",
            "Negative",
        ),
        ("Mary Jones said Pedro Ruiz works for Amnesty International.", "Asserted", "Positive"),
    ],
)
def test_a_tie_that_somebody_doubts_or_reports_is_no_fact(told, text, modality, polarity):
    found = told(text)
    for claim in found.extraction.claims:
        if claim.predicate == "worksFor":
            assert (claim.modality, claim.polarity) == (modality, polarity)
    assert "Pedro Ruiz worksFor Amnesty International" not in found.facts()


def test_the_evidence_is_the_phrase_that_states_the_tie(told):
    text = "Then Pedro Ruiz, a spokesman for Amnesty International, left Quito."
    found = told(text)
    (claim,) = (c for c in found.extraction.claims if c.predicate == "worksFor")
    quotes = [text[s.start : s.end] for s in claim.evidence]
    assert quotes == ["Pedro Ruiz, a spokesman for Amnesty International"]
    assert claim.rule == "tie:works-for"


def test_a_state_s_abbreviation_is_a_state_only_behind_its_city(told):
    found = told("Miss. Ruiz left Orlando, Fla., for Jackson, Miss., on Monday. Wash. them.")
    names = {e.label for e in found.extraction.entities if e.type == "AdministrativeArea"}
    assert names == {"Florida", "Mississippi"}


def test_each_tie_is_a_relation_of_the_ontology_with_a_way_to_say_it():
    known = vocabulary.default()
    for tie in default().all:
        assert known.is_relation(tie.property)
        assert known.properties[tie.property].domain
        assert known.properties[tie.property].range
        assert tie.nouns or tie.verbs or tie.owned
        assert bool(tie.nouns) == bool(tie.behind)
    assert len({t.id for t in default().all}) == len(default().all)


PIECES = [
    *("Pedro Ruiz", "Quito", "Texas", ",", ", a ", "the", "director", "of", "’s", "-", "based"),
    *("(", ".", "spokesman", "for", "is", "45", "Fla.", "former", "in", "wife", "Microsoft"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=14))
@settings(max_examples=60, deadline=None)
def test_any_sequence_of_such_words_is_read_without_failing(pieces):
    extraction = extract(document(" ".join(pieces)))
    for claim in extraction.claims:
        assert all(0 <= s.start < s.end <= len(extraction.document.text) for s in claim.evidence)


@pytest.mark.parametrize(
    "words", ["designated", "self-styled", "so-called", "presumptive", "putative", "reputed"]
)
def test_who_only_may_lead_does_not_lead(told, words):
    assert told(f"Ana Soto is the {words} head of Delta Motors.").facts() == set()
    assert told("Ana Soto is the head of Delta Motors.").facts() == {"Ana Soto leads Delta Motors"}


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Ana Soto studied law at Lima University.", "Ana Soto educatedAt Lima University"),
        ("Ana Soto read history at Lima College.", "Ana Soto educatedAt Lima College"),
        ("Kofi Boateng and Ama Mensah married in 1982.", "Kofi Boateng spouseOf Ama Mensah"),
        ("A spokesman for Oxfam, Peter Vega, fell ill.", "Peter Vega worksFor Oxfam"),
    ],
)
def test_plain_sentences_of_lives_are_read(told, text, triple):
    assert told(text).facts() == {triple}


def test_who_is_fired_has_left(told):
    assert [
        f
        for f in told("Sunrise Bank fired Peter Vega in May.").facts()
        if f.startswith("Departure")
    ]
