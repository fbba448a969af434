"""What is proposed, alleged, denied, asked, told or only thought of is never a fact."""

from __future__ import annotations

import pytest

HEADLINES = [
    "Ghana: Togo arrested our fishermen",
    'Ghana accuses Togo: "They arrested Kwame Asante"',
    "Kwame Asante killed by soldiers, family claims",
    "Togo funds rebels - Ghanaian minister",
    "Opposition: Togo funds rebels in the north",
    "Ghana Says Togo Funds Rebels",
    "Exclusive poll: Most believe Togo funds rebels",
    "Sunrise Bank bought Harbor Media, insiders say",
    "Sunrise Bank set to buy Harbor Media",
    'Sunrise Bank "bought Harbor Media for a song"',
    "Did Sunrise Bank Buy Harbor Media?",
    "Why Sunrise Bank Should Buy Harbor Media",
]
ASIDES = [
    "Kwame Asante, so runs the official account, was killed by rebels.",
    "Rebels, if the colonel can be trusted, killed Kwame Asante.",
    "Rebels - this at least is the colonel's version - killed Kwame Asante.",
    "Rebels killed Kwame Asante; that, anyway, is what the colonel wants us to believe.",
    "Ghana, according to a leaked cable, funds rebels in Togo.",
    "Ghana funds rebels in Togo, a leaked cable suggests.",
    "A leaked cable has Ghana funding rebels in Togo.",
    "Ghana, a leaked cable would have us believe, funds rebels in Togo.",
    "In the government's telling, Ghana funds rebels in Togo.",
    "To the colonel, Ghana funds rebels in Togo and nobody else does.",
    "For the colonel there is no doubt: Ghana funds rebels in Togo.",
    "The colonel is certain: Ghana funds rebels in Togo.",
    "The colonel's message was clear: Ghana funds rebels in Togo.",
    "What the colonel believes is that Ghana funds rebels in Togo.",
    "Ghana funds rebels in Togo - or does it?",
    "Ghana funds rebels in Togo. Such is the colonel's belief.",
    "Ghana funds rebels in Togo. The colonel, for one, thinks so.",
    "Ghana funds rebels in Togo. None of this is true.",
    "Ghana funds rebels in Togo. The claim is baseless.",
]
NOUNS = [
    "The notion that Ghana funds rebels is absurd.",
    "Chatter about Sunrise Bank acquiring Harbor Media filled the corridors.",
    "There is a persistent rumor of Ghana funding rebels.",
    "Evidence emerged that Ghana funds rebels.",
    "The finding that Omar Diallo killed Kwame Asante was overturned.",
    "Testimony that Omar Diallo killed Kwame Asante was struck from the record.",
    "The insinuation was that Omar Diallo killed Kwame Asante.",
    "One hypothesis holds that Omar Diallo killed Kwame Asante.",
    "The suspicion of Omar Diallo having killed Kwame Asante never went away.",
    "The lie that Omar Diallo killed Kwame Asante spread on Facebook.",
]
BELIEFS = [
    "Omar Diallo is assumed to have killed Kwame Asante.",
    "Omar Diallo is rumoured to have married Nadia Cole.",
    "Omar Diallo evidently killed Kwame Asante.",
    "Omar Diallo, it seems, killed Kwame Asante.",
    "Omar Diallo, it is feared, was killed in Accra.",
    "It looks as if Omar Diallo killed Kwame Asante.",
    "Omar Diallo is thought by police to lead the Volta Front.",
    "Omar Diallo is widely regarded as the leader of the Volta Front.",
    "Omar Diallo styles himself leader of the Volta Front.",
    "Omar Diallo poses as the director of Sunrise Bank.",
    "Omar Diallo is nominally the head of Sunrise Bank.",
    "Omar Diallo may well be the head of Sunrise Bank.",
]
COURTS = [
    "Omar Diallo goes on trial next week for killing Kwame Asante.",
    "Prosecutors want Omar Diallo jailed for killing Kwame Asante.",
    "A grand jury declined to indict Omar Diallo for killing Kwame Asante.",
    "The charge sheet states that Omar Diallo killed Kwame Asante.",
    "Count one: Omar Diallo killed Kwame Asante in Accra.",
    "The plaintiff contends Sunrise Bank fired Nadia Cole.",
    "The motion to extradite Omar Diallo to Togo failed.",
    "Togo seeks the extradition of Omar Diallo from Ghana.",
    "Ghana will not extradite Omar Diallo to Togo.",
    "A judge barred Ghana from extraditing Omar Diallo to Togo.",
    "Had he been convicted, Omar Diallo would have been deported to Togo.",
    "Omar Diallo fought his deportation to Togo.",
    "Omar Diallo awaits extradition to Togo.",
    "Omar Diallo could face deportation to Togo.",
    "Omar Diallo narrowly escaped arrest in Accra.",
    "Omar Diallo evaded arrest in Accra for years.",
]
CONDITIONS = [
    "Let Ghana fund rebels, and Togo will answer.",
    "The moment Ghana funds rebels, Togo will act.",
    "So long as Ghana funds rebels, Togo will not trade.",
    "Until Ghana sanctions Togo, nothing changes.",
    "Even if Ghana funded rebels, Togo would stay calm.",
    "Ghana would fund rebels if it could.",
    "Were it not for Togo, Ghana would fund rebels.",
    "On condition that Ghana funds Togo, talks go on.",
    "Failing that, Ghana sanctions Togo.",
    "Should the vote pass, Ghana sanctions Togo.",
    "Pending approval, Sunrise Bank acquires Harbor Media.",
    "Under the terms of the draft, Sunrise Bank acquires Harbor Media.",
]
NEGATIONS = [
    "Not a single soldier killed Kwame Asante.",
    "Ghana scarcely funds rebels.",
    "Ghana has never, ever funded rebels.",
    "By no means does Ghana fund rebels.",
    "Ghana fell short of funding rebels.",
    "Ghana is nowhere near funding rebels.",
    "Ghana resisted calls to fund rebels.",
    "Ghana shelved plans to sanction Togo.",
    "Ghana lifted sanctions on Togo.",
    "Ghana held off sanctioning Togo.",
    "Ghana chose not to sanction Togo.",
    "Ghana spared Togo sanctions.",
    "Ghana sanctioned nobody, least of all Togo.",
    "Sunrise Bank pulled out of a deal to buy Harbor Media.",
    "Sunrise Bank lost out to Crown Group in the race to buy Harbor Media.",
    "Sunrise Bank's purchase of Harbor Media fell through.",
    "Nadia Cole is not, and never was, the wife of Omar Diallo.",
    "Nadia Cole is anything but the head of Sunrise Bank.",
    "Nadia Cole is hardly the head of Sunrise Bank.",
    "Nadia Cole did nothing of the kind: she never met Omar Diallo in Accra.",
    "Nadia Cole was nowhere near Accra and did not meet Omar Diallo.",
    "Nobody in Ghana funds rebels.",
]
PLANS = [
    "Ghana is bound to sanction Togo.",
    "Ghana stands ready to sanction Togo.",
    "Ghana has pledged to fund Togo.",
    "Ghana has yet to decide whether to fund Togo.",
    "Ghana to fund Togo from May",
    "Ghana's attempt to fund rebels failed.",
    "Ghana is preparing to deport Omar Diallo to Togo.",
    "Nadia Cole meets Omar Diallo in Accra tomorrow.",
    "Nadia Cole visits Accra next month.",
    "Nadia Cole is slated to head Sunrise Bank.",
    "Nadia Cole will succeed Omar Diallo as head of Sunrise Bank.",
    "Nadia Cole hopes to marry Omar Diallo in May.",
    "Nadia Cole is engaged to Omar Diallo.",
]
QUESTIONS = [
    "Who, if not Ghana, funds rebels in Togo?",
    "Is it true that Ghana funds rebels?",
    "Ghana funds rebels, right?",
    "Does anyone still doubt that Ghana funds rebels?",
    "Police are trying to find out who killed Kwame Asante, Omar Diallo or his brother.",
    "It is an open question whether Nadia Cole is married to Omar Diallo.",
]
TALES = [
    "In the comic, Omar Diallo kills Kwame Asante.",
    "In chapter three, Omar Diallo kills Kwame Asante.",
    "On stage, Omar Diallo kills Kwame Asante every night.",
    "In an alternative timeline, Ghana funds rebels.",
    "A computer game lets Ghana fund rebels.",
    "A sketch on television showed Ghana funding rebels.",
    "The parody account wrote that Ghana funds rebels.",
    "The movie stars Nadia Cole as the wife of Omar Diallo.",
    "A prophecy says Ghana sanctions Togo in 2050.",
    "A fabricated letter said Ghana funds rebels.",
    "An AI image showed Omar Diallo killing Kwame Asante.",
]
CORRECTIONS = [
    "We reported on Monday that Ghana funds rebels; that was an error.",
    "The agency withdrew its story that Ghana funds rebels.",
    "Readers were told in error that Ghana funds rebels.",
    "It used to be said that Ghana funds rebels.",
    "Some people think Ghana funds rebels.",
    "As every schoolchild is taught, Ghana funds rebels.",
    "Oh that Ghana funded Togo!",
    "Please, Ghana, fund Togo.",
    "Ghana must fund Togo.",
    "Ghana had better fund Togo.",
    "Nadia Cole called on Ghana to deport Omar Diallo to Togo.",
    "Better for Ghana to fund Togo than rebels.",
]
TURNS = [
    '"Ghana funds rebels. Togo arrested Kwame Asante." Nadia Cole paused. "Everybody knows it."',
    "Interviewer: And then?\nCole: Omar Diallo killed Kwame Asante.",
    "COLE (angrily): Omar Diallo killed Kwame Asante.",
    "Cole, on Ghana: It funds rebels. Togo arrested Kwame Asante.",
    "The pamphlet lists these charges:\n• Ghana funds rebels.\n• Togo arrested Kwame Asante.",
    "Rumors we heard this week:\n1) Sunrise Bank acquired Harbor Media.\n2) Ghana funds rebels.",
    'Fact check: "Ghana funds rebels"\nRating: false.',
    "»Ghana funds rebels«, said Cole.",
    "- Ghana funds rebels, - said Cole.",
    "Cole wrote on X: Ghana funds rebels. Togo arrested Kwame Asante.",
    "Ghana funds rebels (allegedly).",
    "Ghana (allegedly) funds rebels.",
    "Ghana funds rebels, sources close to the colonel whisper.",
    "Her T-shirt read: Ghana funds rebels.",
    "Either Ghana or Togo funds rebels.",
    "Ghana, Togo or both fund rebels.",
    "Neither did Ghana fund rebels nor did Togo arrest Kwame Asante.",
]

ACTS = {"Killing", "Detention", "Funding", "Sanction", "PrisonerTransfer", "Hearing", "Visit"}
TIES = {"funds", "sanctions", "acquired", "leads", "spouseOf", "transferredTo", "worksFor"}


@pytest.mark.parametrize(
    "text",
    [
        *HEADLINES,
        *ASIDES,
        *NOUNS,
        *BELIEFS,
        *COURTS,
        *CONDITIONS,
        *NEGATIONS,
        *PLANS,
        *QUESTIONS,
        *TALES,
        *CORRECTIONS,
        *TURNS,
    ],
)
def test_nothing_that_the_article_does_not_say_itself_is_a_fact(told, text):
    found = told(text).facts()
    assert not [f for f in found if f.split("(")[0] in ACTS or TIES & set(f.split())]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Ghana funds Togo.", "Ghana funds Togo"),
        ("Ghana, a neighbor, sanctioned Togo.", "Ghana sanctions Togo"),
        ("Ghana sanctioned Togo for a reason.", "Ghana sanctions Togo"),
        ("After long talks, Ghana sanctioned Togo.", "Ghana sanctions Togo"),
        ("Ghana sanctioned Togo, and the vote was close.", "Ghana sanctions Togo"),
        ("Ghana put off the talks, sanctioning Togo instead.", "Ghana sanctions Togo"),
        ("Sunrise Bank, a rival, acquired Harbor Media.", "Sunrise Bank acquired Harbor Media"),
        ("Sunrise Bank acquired Harbor Media under the old law.",
         "Sunrise Bank acquired Harbor Media"),
        ("No bank is older: Sunrise Bank acquired Harbor Media.",
         "Sunrise Bank acquired Harbor Media"),
        ("Omar Diallo is the head of Sunrise Bank.", "Omar Diallo leads Sunrise Bank"),
        ("Ghana deported Omar Diallo to Togo.", "Omar Diallo transferredTo Togo"),
        ("Ghana imposed sanctions on Togo last year.", "Ghana sanctions Togo"),
    ],
)  # fmt: skip
def test_what_the_article_says_itself_is_a_fact(told, text, fact):
    assert fact in told(text).facts()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("She spoke of Leo Roe and his son Jan Roe, who died last year.", "patient=Leo Roe"),
        ("Chile endorsed the election of Leo Roe.", "Election("),
        ("Chile opposes the appointment of Leo Roe.", "Appointment("),
        ("Leo Roe of Hartwig, Germany's oldest bank, spoke.", "hailsFrom"),
        ("The drama follows Senator Leo Roe, a former CIA analyst.", "workedFor"),
        ("The novel portrays Prime Minister Leo Roe.", "holdsOffice"),
        ("Leo Roe took a week off from the Senate in Mexico.", "operatesIn"),
        ("Leo Roe ran for one of Lima's Senate seats.", "operatesIn"),
        ("GOP strategist Leo Roe spoke.", "worksFor"),
        ("Ana Soto prosecuted Leo Roe on issues of trade.", "LegalCase("),
        ("Leo Roe discusses burying guns, dying a free man and fleeing.", "Death("),
        ("Leo Roe started his YouTube channel in 2009.", "dateFounded"),
        ("Leo Roe, head of Aid for Peru, which was founded by Ana Soto, spoke.", "patient=Leo Roe"),
        ("The American Congress of Bakers and Cooks wrote.", "organOf"),
    ],
)
def test_a_slip_of_the_parser_or_half_a_name_makes_no_fact(told, text, wrong):
    assert not [f for f in told(text).facts() if wrong in f]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Leo Roe, who died last year, was praised.", "Death("),
        ("Chile marked the appointment of Leo Roe.", "Appointment("),
        ("Leo Roe of Hamburg, Germany, spoke.", "Leo Roe hailsFrom Germany"),
        ("Senator Leo Roe, a former CIA analyst, spoke.", "workedFor"),
        ("Lima's Green Party leader spoke.", "Green Party operatesIn Lima"),
        ("Chile prosecuted Leo Roe.", "LegalCase("),
        ("The firm, which endorsed Ana Soto, wrote.", "Ana Soto"),
    ],
)
def test_what_is_well_put_beside_it_is_read(told, text, right):
    assert [f for f in told(text).facts() if right in f]
