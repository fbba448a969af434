"""What the words around a name tell of its class, and what they do not."""

from __future__ import annotations

import pytest

from kg import gazetteer
from kg.extract import lexicon
from kg.extract.annotate import annotate
from kg.extract.kinds import Kinds
from tests.conftest import document


def kind_of(text, name):
    """Return what is told of a name, by its words."""
    parse = annotate(document(text))
    at = text.index(name)
    first = next(w.i for w in parse.words if w.start == at)
    last = next(w.i + 1 for w in parse.words if w.end == at + len(name))
    return Kinds(parse, gazetteer.default(), lexicon.default()).of(first, last)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Orrin, 54, of the council left.", "Orrin", "Person"),
        ("Then Orrin, who led the council, left.", "Orrin", "Person"),
        ("She left with her husband, Orrin, on Monday.", "Orrin", "Person"),
        ("The daughter Orrin left.", "Orrin", "Person"),
        ("They saw Orrin's wife in court.", "Orrin", "Person"),
        ("They met lawyer Orrin in court.", "Orrin", "Person"),
        ("In 1990 Orrin graduated from a school.", "Orrin", "Person"),
        ("Orrin attended Halden University.", "Orrin", "Person"),
        ("They drove to Yelm, Wash., on Monday.", "Yelm", "GeopoliticalEntity"),
        ("They drove to Yelm, WA, on Monday.", "Yelm", "GeopoliticalEntity"),
        ("They drove to Port Orrin, New York, on Monday.", "Port Orrin", "GeopoliticalEntity"),
        ("OREB, 12 Feb (AFP) - Rain fell.", "OREB", "GeopoliticalEntity"),
        ("They went to Orrin Springs on Monday.", "Orrin Springs", "Place"),
        ("They assassinated Orrin in 1901.", "Orrin", "Person"),
        ("Orrin was sentenced to death.", "Orrin", "Person"),
        ("They sued Raymond Halden Ltd. on Monday.", "Raymond Halden Ltd.", "Organization"),
        ("They sued the carmaker Vexel on Monday.", "Vexel", "Organization"),
        ("Then Vexel, a maker of shoes, closed.", "Vexel", "Organization"),
        ("They met the mayor of Monte Orrin there.", "Monte Orrin", "GeopoliticalEntity"),
    ],
)
def test_the_words_around_a_name_tell_its_class(text, name, kind):
    assert kind_of(text, name) == kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Staff of Vexel, who were paid, left.", "Vexel"),
        ("He is a Republican who leads.", "Republican"),
        ("They left on Saturday, Alaska time.", "Saturday"),
        ("They visited Quito, Yelm, Texas and Peru.", "Yelm"),
        ("They visited Yelm, Texas and Peru.", "Yelm"),
        ("They saw Mary Jones, Texas, on a list.", "Mary Jones"),
        ("Halden University, Texas, opened.", "Halden University"),
        ("The team member Vexel left.", "Vexel"),
        ("The Pentagon spokesman Navy Capt. Roe left.", "Navy Capt"),
        ("Vexel attended the conference.", "Vexel"),
        ("It is a husband, Vexel said.", "Vexel"),
        ("They met Mary Springs on Monday.", "Mary Springs"),
        ("The firm Vexel (AFP) paid.", "Vexel"),
        ("The builder Mary Jones left.", "Mary Jones"),
        ("The friend of Orrin left.", "Orrin"),
    ],
)
def test_words_that_other_names_have_around_them_as_well_tell_nothing(text, name):
    assert kind_of(text, name) is None


def test_a_name_that_the_tagger_missed_or_mistook_is_one_by_its_cue(told):
    found = told("Yelm, Wash., is small. Orrin Zeph, 54, moved to Yelm, Wash., in 2012.")
    types = {e.label: e.type for e in found.extraction.entities}
    assert types["Orrin Zeph"] == "Person"
    assert types["Yelm"] == "GeopoliticalEntity"
    assert types["Washington"] == "AdministrativeArea"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Soto’s father, Juan Soto, left.", {"Soto", "Juan Soto"}),
        ("Juan Soto left. Soto’s wife, Ana Soto, stayed.", {"Juan Soto", "Soto", "Ana Soto"}),
        ("Juan Soto left. Soto stayed.", {"Juan Soto"}),
    ],
)
def test_who_has_a_relative_of_the_same_surname_is_not_that_relative(told, text, names):
    found = told(text)
    people = {e.label for e in found.extraction.entities if e.type == "Person"}
    assert people == names
    assert not {f"{n} childOf {n}" for n in names} & found.facts()


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Orrin Hydro said it would build dams.", "Orrin Hydro", "Organization"),
        ("They sued Orrin Biotech on Monday.", "Orrin Biotech", "Organization"),
        ("Then Yelm United won.", "Yelm United", "Organization"),
        ("He lent money to Orrin Capital.", "Orrin Capital", "Organization"),
        ("The Hydro was late.", "Hydro", None),
        ("YELM (Northern Wire) - Rain fell.", "YELM", "GeopoliticalEntity"),
        ("YELM (the Wire) - Rain fell.", "YELM", None),
    ],
)
def test_a_word_of_firms_at_the_end_makes_a_body_and_a_wire_makes_a_town(text, name, kind):
    assert kind_of(text, name) == kind
