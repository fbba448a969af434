"""Who does what to whom, as words: one clause a verb, whatever its form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import clauses as room
from kg.extract.annotate import annotate
from kg.model import Document


def parse(text):
    return annotate(Document("0" * 64, text))


def read(text, verb):
    """Return agents and patients of the first clause with this verb, as words."""
    found = next(c for c in room.clauses(parse(text)) if c.verb.text == verb)
    return [w.text for w in found.agents], [w.text for w in found.patients]


@pytest.mark.parametrize(
    ("text", "verb", "agents", "patients"),
    [
        # active and passive
        ("Rebels killed guards.", "killed", ["Rebels"], ["guards"]),
        ("Guards were killed by rebels.", "killed", ["rebels"], ["Guards"]),
        ("Guards were killed.", "killed", [], ["Guards"]),
        ("Guards are being watched by rebels.", "watched", ["rebels"], ["Guards"]),
        ("Guards have been killed by rebels.", "killed", ["rebels"], ["Guards"]),
        ("Guards slept.", "slept", ["Guards"], []),
        # the subject of who acted in doing it, or owned up to it
        ("Orrin acted alone in killing guards.", "killing", ["Orrin"], ["guards"]),
        ("Orrin pleaded guilty to killing guards.", "killing", ["Orrin"], ["guards"]),
        ("Orrin confessed to killing guards.", "killing", ["Orrin"], ["guards"]),
        ("Orrin was sentenced for killing guards.", "killing", [], ["guards"]),
        # coordinated arguments and verbs
        ("Chile and Peru paid Kenya.", "paid", ["Chile", "Peru"], ["Kenya"]),
        ("Chile paid Kenya, Ghana and Peru.", "paid", ["Chile"], ["Kenya", "Ghana", "Peru"]),
        ("Rebels robbed and killed guards.", "robbed", ["Rebels"], ["guards"]),
        ("Rebels robbed and killed guards.", "killed", ["Rebels"], ["guards"]),
        ("Rebels fled and killed guards.", "killed", ["Rebels"], ["guards"]),
        ("Guards were robbed and killed.", "killed", [], ["Guards"]),
        ("He was arrested and killed two guards.", "killed", ["He"], ["guards"]),
        ("Rebels came, but soldiers killed guards.", "killed", ["soldiers"], ["guards"]),
        # relative clauses: the pronoun is its noun
        ("Rebels who killed guards fled.", "killed", ["Rebels"], ["guards"]),
        ("Rebels that killed guards fled.", "killed", ["Rebels"], ["guards"]),
        ("Rebels who robbed and killed guards fled.", "killed", ["Rebels"], ["guards"]),
        ("The guard whom rebels killed was young.", "killed", ["rebels"], ["guard"]),
        ("The guards who were killed by rebels slept.", "killed", ["rebels"], ["guards"]),
        ("Chile, which borders Peru, paid Kenya.", "borders", ["Chile"], ["Peru"]),
        ("Chile, which criticized Kenya in May 2021, paid Peru.", "paid", ["Chile"], ["Peru"]),
        # participles behind the noun, before the sentence, after it
        ("Guards killed by rebels lay there.", "killed", ["rebels"], ["Guards"]),
        ("Rebels carrying guns fled.", "carrying", ["Rebels"], ["guns"]),
        ("Killed by rebels, the guards lay there.", "Killed", ["rebels"], ["guards"]),
        ("Funded by Chile, Peru criticized Kenya.", "Funded", ["Chile"], ["Peru"]),
        ("Rebels stormed the town, killing guards.", "killing", ["Rebels"], ["guards"]),
        ("Rebels fled after killing guards.", "killing", ["Rebels"], ["guards"]),
        ("Rebels won by killing guards.", "killing", ["Rebels"], ["guards"]),
        # infinitives: subject and object control
        ("Chile wants to pay Kenya.", "pay", ["Chile"], ["Kenya"]),
        ("Chile continues to pay Kenya.", "pay", ["Chile"], ["Kenya"]),
        ("Chile urged Ghana to pay Kenya.", "pay", ["Ghana"], ["Kenya"]),
        ("Chile was urged to pay Kenya.", "pay", ["Chile"], ["Kenya"]),
        ("Chile’s plan to pay Kenya failed.", "pay", ["Chile"], ["Kenya"]),
        ("Prosecutors accused rebels of killing guards.", "killing", ["rebels"], ["guards"]),
        ("Rebels are accused of killing guards.", "killing", ["Rebels"], ["guards"]),
        # a dateline is no subject
        ("LIMA (Radio Uno) - Rebels killed guards.", "killed", ["Rebels"], ["guards"]),
        ("KABUL (Agency) : The rebels killed guards.", "killed", ["rebels"], ["guards"]),
        ("Chile — the richer state — paid Kenya.", "paid", ["Chile"], ["Kenya"]),
        # two objects
        ("Chile gave the guards money.", "gave", ["Chile"], ["guards", "money"]),
        ("Chile funded Peru to jail migrants.", "funded", ["Chile"], ["Peru"]),
    ],
)
def test_agents_and_patients_are_the_same_in_every_form(text, verb, agents, patients):
    assert read(text, verb) == (agents, patients)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Before killing guards, the plan was made.", "killing"),
        ("The idea of killing guards appalled Chile.", "killing"),
        ("Killing guards is wrong.", "Killing"),
        ("Instead of killing guards, rebels fled.", "killing"),
    ],
)
def test_a_bare_gerund_has_no_doer(text, verb):
    agents, _ = read(text, verb)
    assert "Chile" not in agents
    assert "rebels" not in agents


@pytest.mark.parametrize(
    ("text", "verb", "prepositions", "nouns"),
    [
        ("Chile sent guards to Peru.", "sent", ["to"], ["Peru"]),
        ("Chile sent guards from Kenya to Peru.", "sent", ["to"], ["Peru"]),
        ("Chile sent guards from Kenya to Peru.", "sent", ["from"], ["Kenya"]),
        ("Chile spoke with Peru and Ghana.", "spoke", ["with"], ["Peru", "Ghana"]),
        ("Rebels robbed and killed guards in Quito.", "robbed", ["in"], ["Quito"]),
        ("Chile sent guards.", "sent", ["to"], []),
    ],
)
def test_what_stands_behind_a_preposition_is_found(text, verb, prepositions, nouns):
    found = next(c for c in room.clauses(parse(text)) if c.verb.text == verb)
    assert [w.text for w in found.behind(*prepositions)] == nouns


@pytest.mark.parametrize(
    ("text", "noun", "names"),
    [
        ("Groups such as Amnesty left.", "Groups", ["Amnesty"]),
        ("Many groups like Amnesty and Oxfam left.", "groups", ["Amnesty", "Oxfam"]),
        ("Groups, including Amnesty, left.", "Groups", ["Amnesty"]),
        ("Groups left as friends.", "Groups", []),
    ],
)
def test_examples_are_named_behind_their_group(text, noun, names):
    word = next(w for w in parse(text).words if w.text == noun)
    assert [w.text for w in room.examples(word)] == names


@pytest.mark.parametrize(
    ("text", "verb", "is_order"),
    [
        ("Hold the migrants!", "Hold", True),
        ("Pay Kenya now.", "Pay", True),
        ("Rebels hold the migrants.", "hold", False),
        ("To hold the migrants is wrong.", "hold", False),
        ("They will hold the migrants.", "hold", False),
    ],
)
def test_an_order_has_neither_subject_nor_auxiliary(text, verb, is_order):
    word = next(w for w in parse(text).words if w.text == verb)
    assert room.is_imperative(word) is is_order


@pytest.mark.parametrize(
    ("text", "verb", "lender"),
    [
        ("The mayor said no, citing guards.", "citing", "said"),
        ("Rebels stormed the town, killing guards.", "killing", "stormed"),
        ("Rebels fled after killing guards.", "killing", "fled"),
        ("Rebels killed guards.", "killed", None),
        ("Rebels robbed and killed guards.", "killed", None),
        ("Rebels want to kill guards.", "kill", None),
        ("Rebels fled because soldiers killed guards.", "killed", None),
    ],
)
def test_a_borrowed_subject_names_its_lender(text, verb, lender):
    found = next(c for c in room.clauses(parse(text)) if c.verb.text == verb)
    assert (found.borrowed.text if found.borrowed else None) == lender


@pytest.mark.parametrize(
    ("text", "verb", "is_loose"),
    [
        ("Family members of people who were killed in raids left.", "killed", True),
        ("The mother of the guard, who was killed by rebels, wept.", "killed", True),
        ("A unit of soldiers that killed rebels fled.", "killed", False),
        ("People who were killed left.", "killed", False),
        ("A man from Quito who killed rebels fled.", "killed", False),
        ("Rebels killed guards in a town.", "killed", False),
    ],
)
def test_a_relative_clause_behind_two_nouns_may_belong_to_either(text, verb, is_loose):
    found = next(c for c in room.clauses(parse(text)) if c.verb.text == verb)
    assert found.is_loose is is_loose


def test_an_auxiliary_is_no_clause_of_its_own():
    verbs = [c.verb.text for c in room.clauses(parse("Chile has been paying Kenya."))]
    assert verbs == ["paying"]


WORDS = ["Chile", "who", "to", "killed", "by", "and", ",", "the", "of", "guards", ".", "said"]


@given(st.lists(st.sampled_from(WORDS)))
@settings(max_examples=60, deadline=None)
def test_any_heap_of_words_is_read_without_an_error(words):
    whole = parse(" ".join(words))
    for found in room.clauses(whole):
        inside = {w.i for w in whole.words}
        assert {w.i for w in (*found.agents, *found.patients)} <= inside


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Kenya or Chad funds Uganda.", set()),
        ("Kenya funds Uganda or Chad.", set()),
        ("Kenya and perhaps Chile funded Uganda.", {"Kenya funds Uganda"}),
        ("All but Chile and Kenya funded Uganda.", set()),
        ("Everybody but Kenya funded Uganda.", set()),
        ("Kenya and Chile funded Uganda.", {"Kenya funds Uganda", "Chile funds Uganda"}),
    ],
)
def test_one_of_two_or_the_exception_does_nothing(told, text, facts):
    assert {f for f in told(text).facts() if " funds " in f} == facts
