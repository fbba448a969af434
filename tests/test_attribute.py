"""Who says it: source, cue, content, and whose word each claim is."""

from __future__ import annotations

import pytest

PAID = "Kenya funds Uganda"


# Each pattern around one and the same content.
@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        # indirect
        ("Peru said that Kenya paid Uganda.", "Peru", "said", "that Kenya paid Uganda"),
        ("Peru said Kenya paid Uganda.", "Peru", "said", "Kenya paid Uganda"),
        ("Kenya paid Uganda, Peru said.", "Peru", "said", "Kenya paid Uganda"),
        ("Peru told Chile that Kenya paid Uganda.", "Peru", "told", "that Kenya paid Uganda"),
        ("Peru has said that Kenya paid Uganda.", "Peru", "has said", "that Kenya paid Uganda"),
        ("Peru believes that Kenya paid Uganda.", "Peru", "believes", "that Kenya paid Uganda"),
        ("Peru denied that Kenya paid Uganda.", "Peru", "denied", "that Kenya paid Uganda"),
        ("Peru asked whether Kenya paid Uganda.", "Peru", "asked", "whether Kenya paid Uganda"),
        ("Peru fears that Kenya paid Uganda.", "Peru", "fears", "that Kenya paid Uganda"),
        (
            "Peru did not say that Kenya paid Uganda.",
            "Peru",
            "did not say",
            "that Kenya paid Uganda",
        ),
        # direct: the content holds its marks
        ("“Kenya paid Uganda,” Peru said.", "Peru", "said", "“Kenya paid Uganda,”"),
        ("“Kenya paid Uganda,” said Peru.", "Peru", "said", "“Kenya paid Uganda,”"),
        ('"Kenya paid Uganda," Peru said.', "Peru", "said", '"Kenya paid Uganda,"'),
        ("Peru said, “Kenya paid Uganda.”", "Peru", "said", "“Kenya paid Uganda.”"),
        ("“Kenya,” Peru said, “paid Uganda.”", "Peru", "said", "“Kenya,” / “paid Uganda.”"),
        (
            "“Kenya paid Uganda. Uganda paid Ghana,” Peru said.",
            "Peru",
            "said",
            "“Kenya paid Uganda. Uganda paid Ghana,”",
        ),
        (
            "“Kenya paid Uganda,” Peru said. “Uganda paid Ghana.”",
            "Peru",
            "said",
            "“Kenya paid Uganda,” / “Uganda paid Ghana.”",
        ),
        # according to, as X has noted
        ("According to Peru, Kenya paid Uganda.", "Peru", "According to", "Kenya paid Uganda"),
        ("Kenya paid Uganda, according to Peru.", "Peru", "according to", "Kenya paid Uganda"),
        ("As Peru has noted, Kenya paid Uganda.", "Peru", "has noted", "Kenya paid Uganda"),
        ("Kenya paid Uganda, as Peru noted.", "Peru", "noted", "Kenya paid Uganda"),
        # a noun that carries it
        (
            "Peru’s allegation that Kenya paid Uganda came late.",
            "Peru’s",
            "allegation",
            "that Kenya paid Uganda",
        ),
        # nobody named
        ("It is said that Kenya paid Uganda.", "", "is said", "that Kenya paid Uganda"),
        ("There is hope that Kenya paid Uganda.", "", "hope", "that Kenya paid Uganda"),
        ("Kenya is suspected of paying Uganda.", "", "suspected", "of paying Uganda"),
    ],
)
def test_a_pattern_gives_source_cue_and_content(told, text, source, cue, content):
    assert told(text).spoken() == [(source, cue, content)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Peru said that Kenya paid Uganda.", "Peru"),
        ("Kenya paid Uganda, Peru said.", "Peru"),
        ("“Kenya paid Uganda,” Peru said.", "Peru"),
        ("“Kenya,” Peru said, “paid Uganda.”", "Peru"),
        ("According to Peru, Kenya paid Uganda.", "Peru"),
        ("As Peru has noted, Kenya paid Uganda.", "Peru"),
        ("Peru denied that Kenya paid Uganda.", "Peru"),
        ("Peru criticized Chile, saying that Kenya paid Uganda.", "Peru"),
        ("Brazil accused Kenya of paying Uganda.", "Brazil"),
        ("Peru asked whether Kenya paid Uganda.", "Peru"),
        # a description stays one
        ("Officials said that Kenya paid Uganda.", "officials"),
        ("Many officials said that Kenya paid Uganda.", "many officials"),
        ("A diplomat said that Kenya paid Uganda.", "a diplomat"),
        ("Sources said Kenya paid Uganda.", "sources"),
        ("A survey by the ministry found that Kenya paid Uganda.", "a survey"),
        ("The annual report showed that Kenya paid Uganda.", "the annual report"),
        ("Critics’ allegation that Kenya paid Uganda was rejected.", "critics"),
        # the named example before its group
        ("Groups such as the European Union said that Kenya paid Uganda.", "European Union"),
        # nobody named
        ("It is said that Kenya paid Uganda.", "unattributed"),
        ("It is believed that Kenya paid Uganda.", "unattributed"),
        ("Kenya was accused of paying Uganda.", "unattributed"),
        ("Kenya is suspected of paying Uganda.", "unattributed"),
        ("There is hope that Kenya paid Uganda.", "unattributed"),
        ("Peru spoke. “Kenya paid Uganda for the whole of the work.”", "unattributed"),
        # the narrator
        ("Kenya paid Uganda.", "narrator"),
        ("Kenya paid Uganda because Peru asked it.", "narrator"),
        ("It is not true that Kenya paid Uganda.", "narrator"),
        # the innermost speaker
        ("Peru said that Chile said that Kenya paid Uganda.", "Chile"),
        ("Peru said that Chile denied that Kenya paid Uganda.", "Chile"),
    ],
)
def test_a_claim_inside_the_content_is_the_speakers(told, text, speaker):
    found = told(text)
    assert found.speakers("pay") == {speaker}
    assert (PAID in found.facts()) is (speaker == "narrator" and "not true" not in text)


def test_nested_speech_keeps_both_attributions(told):
    spoken = told("Peru said that Chile denied that Kenya paid Uganda.").spoken()
    assert spoken == [
        ("Peru", "said", "that Chile denied that Kenya paid Uganda"),
        ("Chile", "denied", "that Kenya paid Uganda"),
    ]


def test_the_speech_of_a_critic_stands_beside_the_criticism(told):
    spoken = told("Peru criticized Chile, saying that Kenya paid Uganda.").spoken()
    assert ("Peru", "saying", "that Kenya paid Uganda") in spoken
    assert ("Peru", "criticized", "Chile") in spoken


def test_the_speech_itself_is_the_narrators(told):
    found = told("Peru criticized Chile, saying that Kenya paid Uganda.")
    assert found.speakers("criticize") == {"narrator"}
    assert "Peru criticizes Chile" in found.facts()


@pytest.mark.parametrize(
    ("text", "is_verbatim"),
    [
        ("“Kenya paid Uganda,” Peru said.", True),
        ("Peru said that Kenya paid Uganda.", False),
        ("Peru said that Kenya “paid” Uganda.", False),
        ("“Kenya,” Peru said, “paid Uganda.”", True),
    ],
)
def test_only_a_wholly_quoted_content_is_word_for_word(told, text, is_verbatim):
    found = told(text)
    (claim,) = found.by("pay")
    assert claim.verbatim is is_verbatim
    assert [a.verbatim for a in found.extraction.attributions] == [is_verbatim]


@pytest.mark.parametrize(
    "text",
    [
        "“Kenya paid Uganda. Uganda paid Ghana,” Peru said.",
        "“Kenya paid Uganda. Uganda paid Ghana. Ghana paid Chile,” Peru said.",
        "“Kenya paid Uganda,” Peru said. “Uganda paid Ghana.”",
        "“Kenya paid Uganda,” Peru said. “Uganda paid Ghana.” “Ghana paid all of Chile.”",
        "“Kenya paid Uganda,” Peru said.\n\n“Uganda paid Ghana.”",
        "“Kenya paid Uganda,” Peru said. “Uganda paid Ghana.\n\n“Ghana paid all of Chile.”",
    ],
)
def test_every_sentence_of_a_long_quotation_is_its_speakers(told, text):
    found = told(text)
    assert found.speakers("pay") == {"Peru"}
    assert not [f for f in found.facts() if "funds" in f]


@pytest.mark.parametrize(
    "text",
    [
        "“Kenya paid Uganda for all of it.” Chile criticized Peru.",
        "“Kenya paid Uganda for all of it. Uganda paid Ghana.” Chile criticized Peru.",
        "“Kenya paid Uganda for all of it.” “Uganda paid Ghana for all of it.”",
        '"Kenya paid Uganda for all of it. Uganda paid Ghana.',
    ],
)
def test_a_quotation_without_a_speaker_is_never_the_narrators(told, text):
    assert told(text).speakers("pay") == {"unattributed"}


def test_a_mark_that_is_never_closed_does_not_swallow_the_next_paragraph(told):
    text = 'A board of 6" stood there.\n\nKenya paid Uganda.'
    assert told(text).speakers("pay") == {"narrator"}


def test_a_speaker_does_not_reach_over_the_end_of_the_quotation(told):
    found = told("“The road is safe,” Peru said. Kenya paid Uganda.")
    assert found.speakers("pay") == {"narrator"}
    assert PAID in found.facts()


@pytest.mark.parametrize(
    "text",
    [
        "Peru added a clause.",
        "Peru claimed the islands.",
        "Kenya paid Uganda.",
        "The sign said nothing.",
    ],
)
def test_a_cue_without_a_clause_below_it_attributes_nothing(told, text):
    assert told(text).spoken() == []


def test_a_promise_is_attributed_with_its_infinitive(told):
    found = told("Peru promised to pay Uganda.")
    assert found.spoken() == [("Peru", "promised", "to pay Uganda")]
    assert found.quality("pay") == "Planned Positive Probable"


def test_a_pronoun_speaks_for_the_person_it_means(told):
    text = "President Ana Torres said that Kenya paid Uganda. She added that Ghana paid Peru."
    found = told(text)
    assert found.speakers("pay") == {"Ana Torres"}
    assert found.spoken()[1] == ("She", "added", "that Ghana paid Peru")


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Peru is suspected of paying Uganda.", "Positive"),
        ("Peru is not suspected of paying Uganda.", "Negative"),
        ("Brazil accused Peru of paying Uganda.", "Positive"),
        ("Uganda, accused of paying Kenya, criticized Peru.", "Positive"),
    ],
)
def test_an_accusation_is_alleged_and_about_the_accused(told, text, polarity):
    found = told(text)
    (accused,) = found.by("allegation")
    assert (accused.modality, accused.polarity) == ("Alleged", polarity)
    assert {c.modality for c in found.by("pay")} == {"Alleged"}
    assert found.label(accused.about) in text.split(" of ")[0]
    assert not [f for f in found.facts() if "funds" in f]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        # a quotation whose first sentence alone hangs on the verb is one content
        (
            "Peru said: “Kenya paid Uganda. It was a mistake.”",
            [("Peru", "said:", "“Kenya paid Uganda. It was a mistake.”")],
        ),
        # a part of it in marks, and the next one
        (
            "Peru said the deal was “a huge mistake.” “It cost us everything.”",
            [("Peru", "said", "the deal was “a huge mistake.” “It cost us everything.”")],
        ),
        (
            "“Kenya paid Uganda,” the weary minister told a room of reporters.",
            [("the weary minister", "told", "“Kenya paid Uganda,”")],
        ),
        # what the quotation's speaker thinks does not cut it in pieces
        (
            "“The road is safe,” Peru said. “I think that Kenya paid Uganda.”",
            [("Peru", "said", "“The road is safe,” / “I think that Kenya paid Uganda.”")],
        ),
    ],
)
def test_a_quotation_goes_whole_to_who_speaks_it(told, text, spoken):
    assert told(text).spoken() == spoken


@pytest.mark.parametrize(
    ("text", "outer"),
    [
        ("Peru said that Chile had told Brazil that Kenya paid Uganda.", "Peru"),
        ("According to Peru, Chile claimed that Kenya paid Uganda.", "Peru"),
        ("“Chile told us that Kenya paid Uganda,” Peru said.", "Peru"),
    ],
)
def test_who_reports_anothers_words_says_that_the_other_says_them(told, text, outer):
    found = told(text)
    assert found.speakers("pay") == {"Chile"}
    assert found.speakers("said-of") == {outer}
    assert [found.label(c.about) for c in found.by("said-of")] == ["Chile"]
    assert found.facts() == set()
