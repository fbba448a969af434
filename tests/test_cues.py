"""The patterns of attribution: what each kind of cue attributes, and what is none."""

from __future__ import annotations

import pytest


def spoken(told, text):
    return told(text).spoken()


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        # what somebody wants, plans, asks or refuses
        ("Peru wants to pay Uganda.", "Peru", "wants", "to pay Uganda"),
        ("The minister plans to visit Chile.", "The minister", "plans", "to visit Chile"),
        ("Peru refused to sign the treaty.", "Peru", "refused", "to sign the treaty"),
        ("Chile urged Peru to pay Uganda.", "Chile", "urged", "Peru to pay Uganda"),
        ("The court ordered Chile to pay.", "The court", "ordered", "Chile to pay"),
        ("Peru called on Chile to pay Uganda.", "Peru", "called on", "Chile to pay Uganda"),
        # a verb with its preposition
        ("The union called for a strike.", "The union", "called for", "a strike"),
        ("The mayor talked about the weather.", "The mayor", "talked about", "the weather"),
        ("The mayor spoke of a new age.", "The mayor", "spoke of", "a new age"),
        ("The mayor responded to the charge.", "The mayor", "responded to", "the charge"),
        ("The mayor complained about paying.", "The mayor", "complained about", "paying"),
        # a noun phrase that is praised, blamed or named
        ("The mayor praised the deal.", "The mayor", "praised", "the deal"),
        ("The mayor noted the delay.", "The mayor", "noted", "the delay"),
        (
            "The mayor described the deal as a mistake.",
            "The mayor",
            "described",
            "the deal as a mistake",
        ),
        (
            "The mayor likened the deal to a bad marriage.",
            "The mayor",
            "likened",
            "the deal to a bad marriage",
        ),
        # what is told by the way is no part of the noun phrase
        ("The mayor mentioned the plan, which failed.", "The mayor", "mentioned", "the plan"),
        # what is held of the subject, by somebody or by nobody named
        (
            "Chile is expected to sign the treaty.",
            "",
            "is expected",
            "Chile / to sign the treaty",
        ),
        ("The mayor is seen as a reformer.", "", "is seen", "The mayor / as a reformer"),
        (
            "The mayor was praised by the union.",
            "the union",
            "was praised",
            "The mayor",
        ),
        # an adjective of mind
        ("Peru is confident that Chile will pay.", "Peru", "is confident", "that Chile will pay"),
        (
            "The miners were angry about the delay.",
            "The miners",
            "were angry about",
            "the delay",
        ),
        ("The mayor is a critic of the deal.", "The mayor", "is a critic of", "the deal"),
        # what many were asked
        ("In a poll, Peru led by ten points.", "a poll", "In", "Peru led by ten points"),
        # a noun
        (
            "The mayor expressed confidence that Chile will pay.",
            "The mayor",
            "expressed confidence",
            "that Chile will pay",
        ),
        (
            "Peru’s decision to leave the bloc surprised Chile.",
            "Peru’s",
            "decision",
            "to leave the bloc",
        ),
        (
            "The mayor’s support for the strike surprised Chile.",
            "The mayor’s",
            "support for",
            "the strike",
        ),
        (
            "The mayor made the claim that Kenya paid Uganda.",
            "The mayor",
            "made the claim",
            "that Kenya paid Uganda",
        ),
        (
            "The mayor expressed doubts about the deal.",
            "The mayor",
            "expressed doubts about",
            "the deal",
        ),
    ],
)
def test_a_cue_attributes_what_stands_below_it(told, text, source, cue, content):
    assert spoken(told, text) == [(source, cue, content)]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Peru has also said that Kenya paid Uganda.", "has also said"),
        ("Peru said repeatedly that Kenya paid Uganda.", "said repeatedly"),
        ("Peru said Monday that Kenya paid Uganda.", "said Monday"),
        ("Peru pointed out that Kenya paid Uganda.", "pointed out"),
        ("Peru has not yet said that Kenya paid Uganda.", "has not yet said"),
    ],
)
def test_a_cue_has_its_auxiliaries_particle_and_adverb(told, text, cue):
    assert spoken(told, text) == [("Peru", cue, "that Kenya paid Uganda")]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("A mayor, who led it, said that Kenya paid Uganda.", "A mayor, who led it,"),
        ("People who work there said that Kenya paid Uganda.", "People who work there"),
        ("Ana Torres, a lawyer, said that Kenya paid Uganda.", "Ana Torres, a lawyer,"),
        ("The mayor, who said that Kenya paid Uganda, left.", "who"),
    ],
)
def test_a_source_is_the_whole_phrase_of_who_speaks(told, text, source):
    assert spoken(told, text) == [(source, "said", "that Kenya paid Uganda")]


def test_who_speaks_in_a_relative_clause_is_its_noun(told):
    found = told("The mayor, who denied that Kenya paid Uganda, left.")
    assert found.speakers("pay") == {"the mayor"}


@pytest.mark.parametrize(
    ("text", "attributions"),
    [
        # the next act of the speaker is no part of what was said, but the speaker's too
        (
            "Chile agreed that the road was safe, adding that Kenya paid Uganda.",
            [
                ("Chile", "agreed", "that the road was safe"),
                ("Chile", "adding", "that Kenya paid Uganda"),
            ],
        ),
        # nor is what others do meanwhile
        (
            "Peru said Kenya paid Uganda, while Chile said that Ghana paid it.",
            [
                ("Peru", "said", "Kenya paid Uganda"),
                ("Chile", "said", "that Ghana paid it"),
            ],
        ),
    ],
)
def test_a_content_ends_where_the_next_act_begins(told, text, attributions):
    assert spoken(told, text) == attributions


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The mayor praised it.", "praised"),
        ("The mayor never praised the deal.", "never praised"),
        ("The mayor would praise the deal.", "would praise"),
        ("The mayor does not want to pay Uganda.", "does not want"),
        ("The mayor could talk about the weather.", "could talk about"),
    ],
)
def test_the_cue_of_an_act_denied_or_only_possible_says_so(told, text, cue):
    assert [s[:2] for s in spoken(told, text)] == [("The mayor", cue)]


@pytest.mark.parametrize(
    ("deed", "word"),
    [
        ("Rebels attacked the hospital.", "Rebels attacked the proposal."),
        ("The marchers torched a bus.", "The marchers torched the idea."),
        ("The army withdrew its tanks.", "The army withdrew its accusation."),
        ("The maker recalled its cars.", "The maker recalled its promise."),
        ("The jailers released the hostages.", "The jailers released a statement."),
        ("The director signed the lease.", "The director signed a statement."),
        ("The fund floated its shares.", "The fund floated the idea."),
        ("The doctor answered the phone.", "The doctor answered the criticism."),
    ],
)
def test_what_is_done_to_a_thing_is_nobodys_word(told, deed, word):
    assert spoken(told, deed) == []
    assert len(spoken(told, word)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The mayor walked about the town.",
        "The mayor built a bridge.",
        "The plan was dropped.",
        "The sign said nothing.",
        "As the strike continued, Kenya paid Uganda.",
        "It fell behind in a poll.",
        "The red car is ready.",
        "The mayor gave the workers a day off.",
        "The mayor made a table of wood.",
        "The mayor targeted the river.",
        "The mayor pushed the cart.",
        "The mayor held up the sign.",
        "The mayor is ready to pay Uganda.",
        "The mayor appeared at the window.",
    ],
)
def test_an_act_that_is_no_word_of_anybody_attributes_nothing(told, text):
    assert spoken(told, text) == []


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        # with the verbs and adjectives that govern it
        ("The mayor continued to deny the charge.", "continued to deny", "the charge"),
        ("The mayor seemed to mock the plan.", "seemed to mock", "the plan"),
        ("The mayor began talking about the plan.", "began talking about", "the plan"),
        ("The mayor was quick to praise the plan.", "was quick to praise", "the plan"),
        # with the noun that carries it
        ("The mayor took issue with the ruling.", "took issue with", "the ruling"),
        ("The mayor raised new doubts about it.", "raised new doubts about", "it"),
        ("The mayor paid tribute to the miners.", "paid tribute to", "the miners"),
        ("The mayor made no mention of the strike.", "made no mention of", "the strike"),
        ("The mayor has praise for the miners.", "has praise for", "the miners"),
        # with its particle, and the preposition that belongs to it
        ("The mayor lashed out at the union.", "lashed out at", "the union"),
        ("The mayor ruled out a second vote.", "ruled out", "a second vote"),
        ("The mayor played down the delay.", "played down", "the delay"),
        ("The mayor argued over the route.", "argued over", "the route"),
        # a whole clause behind "for", and an act behind the verb
        ("The mayor called for Peru to pay Uganda.", "called for", "Peru to pay Uganda"),
        ("The mayor ruled out paying Uganda.", "ruled out", "paying Uganda"),
        ("The mayor called the deal a mistake.", "called", "the deal a mistake"),
        # what is felt
        ("The mayor was thrilled with the deal.", "was thrilled with", "the deal"),
        ("The mayor is torn over the deal.", "is torn over", "the deal"),
    ],
)
def test_a_cue_is_the_whole_phrase_that_attributes(told, text, cue, content):
    assert spoken(told, text) == [("The mayor", cue, content)]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Peru released a statement saying that Kenya paid Uganda.", "released a statement saying"),
        ("Peru sent out a letter warning that Kenya paid Uganda.", "sent out a letter warning"),
        ("Peru said in a statement that Kenya paid Uganda.", "said in a statement"),
        ("Peru said in an angry letter that Kenya paid Uganda.", "said in an angry letter"),
        ("Peru said in a letter that Kenya paid Uganda.", "said in a letter"),
        ("Peru said in a building that Kenya paid Uganda.", "said"),
    ],
)
def test_what_a_text_says_is_said_by_who_issues_it(told, text, cue):
    found = told(text)
    assert found.spoken()[0] == ("Peru", cue, "that Kenya paid Uganda")
    assert found.speakers("pay") == {"Peru"}


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The mayor was asked about the strike.", "was asked about", "the strike"),
        ("The mayor was criticized on Monday.", "was criticized", "The mayor"),
    ],
)
def test_what_is_asked_or_held_in_the_passive_may_have_no_source(told, text, cue, content):
    assert spoken(told, text) == [("", cue, content)]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said that Chile praised the deal.",
        "The mayor wants to praise the deal.",
        "The mayor praised Chile’s support for the deal.",
        "Peru said that he thinks that it rained.",
    ],
)
def test_inside_an_attribution_only_what_somebody_named_says_is_another(told, text):
    assert len(spoken(told, text)) == 1


@pytest.mark.parametrize(
    ("text", "speaker", "quality"),
    [
        # an intent is the narrator's word of a plan, no fact
        ("Peru wants to pay Uganda.", "narrator", "Planned Positive Probable"),
        ("Peru refused to pay Uganda.", "narrator", "Planned Negative Probable"),
        ("Chile urged Peru to pay Uganda.", "narrator", "Proposed Positive Possible"),
        # what is shown, learned or proved is the word of who does
        ("A poll shows that Kenya paid Uganda.", "a poll", "Asserted Positive Certain"),
        ("Peru learned that Kenya paid Uganda.", "Peru", "Asserted Positive Certain"),
        ("Peru made the claim that Kenya paid Uganda.", "Peru", "Alleged Positive Possible"),
        # nobody says what is only said to be sayable
        (
            "To say that Kenya paid Uganda is wrong.",
            "unattributed",
            "Asserted Positive Certain",
        ),
        (
            "Saying that Kenya paid Uganda is wrong.",
            "unattributed",
            "Asserted Positive Certain",
        ),
    ],
)
def test_what_stands_in_an_attribution_is_never_a_fact(told, text, speaker, quality):
    found = told(text)
    assert (found.speakers("pay"), found.quality("pay")) == ({speaker}, quality)
    assert not [f for f in found.facts() if "funds" in f]


def test_an_intent_inside_reported_speech_is_the_speakers_word(told):
    found = told("Peru said that Chile wants to pay Uganda.")
    assert found.spoken() == [("Peru", "said", "that Chile wants to pay Uganda")]
    assert found.speakers("pay") == {"Peru"}


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        # what others are quoted to say keeps its chain
        ("“Chile denied that Kenya paid Uganda,” Peru said.", "Chile"),
        ("“The union claims that Kenya paid Uganda,” Peru said.", "The union"),
        # what who is quoted thinks is but the quotation
        ("“I think that Kenya paid Uganda,” Peru said.", None),
        ("“We know that Kenya paid Uganda,” Peru said.", None),
        ("“You know that Kenya paid Uganda,” Peru said.", None),
    ],
)
def test_a_quotation_holds_what_others_say_but_not_its_own_speaker(told, text, inner):
    found = told(text)
    sources = [s[0] for s in found.spoken()]
    assert sources == ["Peru", inner] if inner else sources == ["Peru"]
    said_by = {label.lower() for label in found.speakers("pay")}
    assert said_by == {(inner or "Peru").lower()}


@pytest.mark.parametrize(
    "text",
    [
        "The mayor expressed confidence that Kenya paid Uganda.",
        "The mayor’s belief that Kenya paid Uganda surprised Chile.",
        "The notion that Kenya paid Uganda surprised Chile.",
    ],
)
def test_what_a_noun_of_opinion_holds_is_no_fact(told, text):
    found = told(text)
    assert found.speakers("pay") == {"the mayor" if "mayor" in text else "unattributed"}
    assert not [f for f in found.facts() if "funds" in f]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        # nobody holds it, yet it is hoped or alleged
        ("There is hope that it rained.", [("", "hope", "that it rained")]),
        ("The charge that it paid Chile is old.", [("", "charge", "that it paid Chile")]),
        # nobody holds it, and nobody has said it
        ("The idea that it rained is old.", []),
        ("To say that it rained is wrong.", []),
    ],
)
def test_what_nobody_says_is_recorded_only_as_hope_or_charge(told, text, spoken):
    assert told(text).spoken() == spoken


def test_a_quoted_cue_still_voices_what_stands_outside_the_marks(told):
    found = told("“We believe” that Kenya paid Uganda.")
    assert found.speakers("pay") == {"unattributed"}
    assert not [f for f in found.facts() if "funds" in f]


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Peru seems to have paid Uganda.", "seems", "Peru to have paid Uganda"),
        ("It appears that Peru paid Uganda.", "appears", "that Peru paid Uganda"),
        ("The mayor appeared ready to go.", "appeared", "The mayor ready to go"),
        ("Peru may not seem poor.", "may not seem", "Peru poor"),
    ],
)
def test_how_it_seems_is_the_word_of_nobody_who_is_named(told, text, cue, content):
    ((source, found, words),) = spoken(told, text)
    assert (source, found, words.replace(" / ", " ")) == ("", cue, content)
    assert not [f for f in told(text).facts() if "funds" in f]


def test_who_seems_to_say_it_says_it(told):
    assert spoken(told, "Peru seemed to say that Kenya paid Uganda.")[0][:2] == (
        "Peru", "seemed to say",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The bank cut its rating; its analyst said the deal was bad.",
            "its analyst",
            "the deal was bad",
        ),
        (
            "Chile said that Peru paid; the envoy said that Peru had lied.",
            "the envoy",
            "that Peru had lied",
        ),
        (
            "The mayor said the town had won, a claim that the judge rejected.",
            "The mayor",
            "the town had won",
        ),
    ],
)
def test_a_clause_that_is_over_and_what_others_make_of_it_is_not_said(told, text, source, content):
    by_source = {s: c for s, _, c in told(text).spoken()}
    assert by_source[source] == content


@pytest.mark.parametrize(
    "text",
    [
        "Kwame Asante will not play: Ghana have recalled him.",
        'Ghana told Togo that there "was no time", and officials, who wanted lunch, agreed.',
    ],
)
def test_who_comes_behind_a_clause_says_nothing_of_it(told, text):
    assert not {"Ghana have", "officials"} & {s for s, _, _ in told(text).spoken()}
    assert not [c for c in told(text).extraction.claims if c.speech_verb in {"recall", "agree"}]


def test_what_is_denied_as_somebody_claimed_is_nobodys_word(told):
    assert not told("Peru did not pay Chile, as an earlier report claimed.").spoken()
    found = told("Peru paid Chile, as an earlier report claimed.").spoken()
    assert [source for source, _, _ in found] == ["an earlier report"]
