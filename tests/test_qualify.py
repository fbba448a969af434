"""How surely something is said: each row is one trigger of the table in the extraction note."""

from __future__ import annotations

import pytest

PLAIN = "Asserted Positive Certain"
POSSIBLE = "Asserted Positive Possible"
CONDITIONAL = "Conditional Positive Possible"
PLANNED = "Planned Positive Probable"
PROPOSED = "Proposed Positive Possible"
HOPED = "Hoped Positive Possible"
QUESTIONED = "Questioned Undetermined Unknown"
NOT = "Asserted Negative Certain"
REFUSED = "Planned Negative Probable"
ALLEGED = "Alleged Positive Possible"


# One verb, "finance", under each trigger; the frame is the same, only the quality differs.
@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # plain
        ("Chile financed Peru.", PLAIN),
        ("Chile has financed Peru.", PLAIN),
        ("Chile is financing Peru.", PLAIN),
        ("Peru was financed by Chile.", PLAIN),
        ("Chile keeps financing Peru.", PLAIN),
        ("Chile began to finance Peru.", PLAIN),
        ("Chile continued to finance Peru.", PLAIN),
        ("After financing Peru, Chile criticized Kenya.", PLAIN),
        ("Chile criticized Kenya because Chile financed Peru.", PLAIN),
        ("Chile not only financed Peru but also helped Kenya.", PLAIN),
        ("Chile helped Kenya by financing Peru.", PLAIN),
        # hedged
        ("Chile may finance Peru.", POSSIBLE),
        ("Chile might finance Peru.", POSSIBLE),
        ("Chile could finance Peru.", POSSIBLE),
        ("Chile can finance Peru.", POSSIBLE),
        ("Chile appears to finance Peru.", POSSIBLE),
        ("Chile seems to finance Peru.", POSSIBLE),
        ("Chile is likely to finance Peru.", POSSIBLE),
        ("Chile likely financed Peru.", POSSIBLE),
        ("Chile reportedly financed Peru.", POSSIBLE),
        ("Chile supposedly financed Peru.", POSSIBLE),
        ("Chile perhaps financed Peru.", POSSIBLE),
        # conditional, and gerunds that leave open whether it happens
        ("Chile would finance Peru.", CONDITIONAL),
        ("If Chile finances Peru, Brazil gains.", CONDITIONAL),
        ("Before financing Peru, Chile criticized Kenya.", CONDITIONAL),
        ("When Chile finances Peru, Brazil gains.", CONDITIONAL),
        ("Chile finances Peru if Brazil agrees.", CONDITIONAL),
        ("Unless Chile finances Peru, Brazil wins.", CONDITIONAL),
        # planned
        ("Chile will finance Peru.", PLANNED),
        ("Chile plans to finance Peru.", PLANNED),
        ("Chile seeks to finance Peru.", PLANNED),
        ("Chile aims to finance Peru.", PLANNED),
        ("Chile wants to finance Peru.", PLANNED),
        ("Chile agreed to finance Peru.", PLANNED),
        ("Chile made an effort to finance Peru.", PLANNED),
        ("There is a plan to finance Peru.", PLANNED),
        ("Chile raised money to finance Peru.", PLANNED),
        ("There was permission for Chile to finance Peru.", PLANNED),
        # proposed
        ("Chile should finance Peru.", PROPOSED),
        ("Chile must finance Peru.", PROPOSED),
        ("Chile has to finance Peru.", PROPOSED),
        ("Chile proposed to finance Peru.", PROPOSED),
        ("Chile offered to finance Peru.", PROPOSED),
        ("Brazil urged Chile to finance Peru.", PROPOSED),
        ("Chile was asked to finance Peru.", PROPOSED),
        ("Chile considered financing Peru.", PROPOSED),
        # questioned: a mark is tested before an auxiliary
        ("Did Chile finance Peru?", QUESTIONED),
        ("It is a question whether Chile will finance Peru.", QUESTIONED),
        ("It is unclear whether Chile financed Peru.", QUESTIONED),
        # hoped and feared
        ("Chile hopes to finance Peru.", HOPED),
        ("Brazil fears that Chile finances Peru.", HOPED),
        ("There is hope that Chile financed Peru.", HOPED),
        # negative
        ("Chile did not finance Peru.", NOT),
        ("Chile hasn’t financed Peru.", NOT),
        ("Chile is not financing Peru.", NOT),
        ("Chile never financed Peru.", NOT),
        ("No country financed Peru.", NOT),
        ("Nobody financed Peru.", NOT),
        ("Chile criticized Kenya without financing Peru.", NOT),
        ("Brazil denies that Chile financed Peru.", NOT),
        ("Chile failed to finance Peru.", REFUSED),
        ("Chile refused to finance Peru.", REFUSED),
        # what a speaker commits to
        ("Brazil said that Chile financed Peru.", PLAIN),
        ("Brazil alleges that Chile financed Peru.", ALLEGED),
        ("Brazil claimed that Chile financed Peru.", ALLEGED),
        ("Brazil might say that Chile financed Peru.", POSSIBLE),
        ("Brazil did not say that Chile financed Peru.", QUESTIONED),
        ("Brazil did not deny that Chile financed Peru.", QUESTIONED),
        ("Brazil said that Chile did not finance Peru.", NOT),
        ("Brazil said that Chile may finance Peru.", POSSIBLE),
        ("Chile is accused of financing Peru.", ALLEGED),
        ("Chile allegedly financed Peru.", ALLEGED),
    ],
)
def test_the_innermost_trigger_decides(told, sentence, expected):
    assert told(sentence).quality("fund") == expected


@pytest.mark.parametrize(
    ("sentence", "rule", "expected"),
    [
        ("Talks between Peru and Chile resumed.", "negotiate", PLAIN),
        ("Talks between Peru and Chile may begin.", "negotiate", POSSIBLE),
        ("No talks between Peru and Chile took place.", "negotiate", NOT),
        ("Have the talks between Peru and Chile begun?", "negotiate", QUESTIONED),
        ("Kenya proposed talks between Peru and Chile.", "negotiate", CONDITIONAL),
        ("The planned talks between Peru and Chile matter.", "negotiate", CONDITIONAL),
        ("The transfer of prisoners to Chile is debated.", "transfer", CONDITIONAL),
        ("The proposed transfer of prisoners to Chile stalled.", "transfer", CONDITIONAL),
        ("The alleged murder of a nurse alarmed Quito.", "kill", ALLEGED),
        ("Charges of the murder of a nurse were dropped.", "kill", ALLEGED),
        ("The murder of a nurse alarmed Quito.", "kill", PLAIN),
        ("The failed kidnapping of a nurse alarmed Quito.", "kidnap", CONDITIONAL),
        ("The threat of the kidnapping of a nurse grew.", "kidnap", CONDITIONAL),
        ("Kenya denied the kidnapping of a nurse.", "kidnap", CONDITIONAL),
        ("No deportation of migrants took place.", "transfer", "Conditional Negative Possible"),
    ],
)
def test_a_noun_takes_its_quality_from_its_adjectives_and_the_verb_above(
    told, sentence, rule, expected
):
    assert told(sentence).quality(rule) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Brazil said the plan is one of the worst ideas.", "Evaluative Positive Certain"),
        ("Critics said Peru appears to be the weakest state.", "Evaluative Positive Possible"),
        ("Critics said Peru is a weak state.", "Asserted Positive Certain"),
        ("Critics said the weakest state, Peru, pays a lot.", "Asserted Positive Certain"),
    ],
)
def test_only_a_copula_with_a_superlative_is_an_evaluation(told, sentence, expected):
    found = {f"{c.modality} {c.polarity} {c.certainty}" for c in told(sentence).by("said-of")}
    assert found <= {expected}


@pytest.mark.parametrize("word", ["only", "just", "merely"])
def test_not_only_denies_nothing(told, word):
    assert told(f"Chile does not {word} monitor Peru.").quality("monitor") == PLAIN


@pytest.mark.parametrize(
    ("text", "polarities"),
    [
        ("Kenya has not paid Chile and will sue Peru.", ["Negative", "Positive"]),
        ("Kenya did not sign the deal and met Chile.", ["Negative", "Positive"]),
        ("Kenya did not pay Chile or sue Peru.", ["Negative", "Negative"]),
        ("Kenya has not paid Chile and sued Peru.", ["Negative", "Negative"]),
        ("Kenya has not paid Chile and has not sued Peru.", ["Negative", "Negative"]),
        (
            "Ana Soto said that Kenya had not paid Chile and would sue Peru.",
            ["Negative", "Positive"],
        ),
    ],
)
def test_a_verb_with_a_tense_of_its_own_is_not_denied_by_the_not_before_it(told, text, polarities):
    claims = told(text).extraction.claims
    assert [c.polarity for c in claims if c.about] == polarities


def test_two_negations_cancel_out(told):
    assert told("Chile never failed to finance Peru.").quality("fund").split()[1] == "Positive"
    assert told("Brazil denies that Chile did not finance Peru.").quality("fund") == PLAIN


@pytest.mark.parametrize(
    ("sentence", "is_fact"),
    [
        ("Chile financed Peru.", True),
        ("Chile may finance Peru.", False),
        ("Chile will finance Peru.", False),
        ("Chile did not finance Peru.", False),
        ("Chile hopes to finance Peru.", False),
        ("Brazil said that Chile financed Peru.", False),
        ("Did Chile finance Peru?", False),
    ],
)
def test_only_the_plain_row_of_the_narrator_becomes_a_fact(told, sentence, is_fact):
    assert ("Chile funds Peru" in told(sentence).facts()) is is_fact
    assert told(sentence).by("fund")


# What a clause above, an adverb or an adjective does, that the table of the note does not list.
@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Chile nearly financed Peru.", "Asserted Negative Probable"),
        ("Chile almost financed Peru.", "Asserted Negative Probable"),
        ("Chile has yet to finance Peru.", REFUSED),
        ("Chile is unable to finance Peru.", REFUSED),
        ("Chile is reluctant to finance Peru.", REFUSED),
        ("Chile is about to finance Peru.", PLANNED),
        ("Chile is ready to finance Peru.", PLANNED),
        ("It is false that Chile financed Peru.", "Asserted Negative Probable"),
        ("It is unlikely that Chile financed Peru.", "Asserted Negative Probable"),
        ("It is possible that Chile financed Peru.", POSSIBLE),
        ("There is no evidence that Chile financed Peru.", QUESTIONED),
        ("Brazil doubts that Chile financed Peru.", "Asserted Negative Possible"),
        ("Brazil refused to say that Chile financed Peru.", QUESTIONED),
        ("Brazil declined to confirm that Chile financed Peru.", QUESTIONED),
        ("Chile finances Peru unless Brazil objects.", CONDITIONAL),
        ("Chile is said to have financed Peru.", POSSIBLE),
        ("Chile is believed to finance Peru.", POSSIBLE),
        ("Chile is expected to finance Peru.", PLANNED),
    ],
)
def test_the_words_around_a_clause_say_how_surely_it_holds(told, sentence, expected):
    found = told(sentence)
    assert found.quality("fund") == expected
    assert not [f for f in found.facts() if "funds" in f]


@pytest.mark.parametrize(
    "sentence",
    [
        "The rumor that Chile financed Peru is false.",
        "The report that Chile financed Peru surprised Brazil.",
        "The idea that Chile financed Peru surprised Brazil.",
    ],
)
def test_a_rumor_is_nobodys_word_and_no_fact(told, sentence):
    found = told(sentence)
    assert found.speakers("fund") == {"unattributed"}
    assert not [f for f in found.facts() if "funds" in f]


@pytest.mark.parametrize(
    "sentence",
    [
        "Chile financed nearly all of Peru.",
        "Chile financed Peru, almost alone.",
        "The fact that Chile financed Peru surprised Brazil.",
    ],
)
def test_what_only_looks_like_a_hedge_changes_nothing(told, sentence):
    found = told(sentence)
    assert found.quality("fund") == PLAIN
    assert found.speakers("fund") == {"narrator"}


@pytest.mark.parametrize(
    ("text", "quality"),
    [
        ("Chile pays Peru, or Kenya does.", "Asserted Positive Possible"),
        ("Chile pays Peru next Friday.", "Planned Positive Probable"),
        ("Chile pays Peru tomorrow.", "Planned Positive Probable"),
        ("Under the proposal, Chile pays Peru.", "Planned Positive Probable"),
        ("It is time that Chile paid Peru.", "Proposed Positive Possible"),
        ("High time Chile paid Peru.", "Proposed Positive Possible"),
        ("Chile stopped paying Peru.", "Planned Negative Probable"),
        ("Chile quit paying Peru.", "Planned Negative Probable"),
        ("Chile keeps paying Peru.", "Asserted Positive Certain"),
        ("Chile paid Peru next to nothing.", "Asserted Positive Certain"),
        ("Chile pays Peru under a roof.", "Asserted Positive Certain"),
        ("At that time Chile paid Peru.", "Asserted Positive Certain"),
    ],
)
def test_alternatives_times_to_come_and_ends_are_no_facts(told, text, quality):
    assert told(text).quality("pay") == quality


@pytest.mark.parametrize(
    "text",
    [
        "Juan Soto was feared murdered by rebels.",
        "The tale goes that rebels murdered Juan Soto.",
        "Chile accused Peru of theft, murdering Juan Soto and lying.",
        "Chile denied theft, murdering Juan Soto and lying.",
    ],
)
def test_what_is_feared_told_or_listed_by_an_accuser_is_no_fact(told, text):
    assert told(text).facts() == set()
