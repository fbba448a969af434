"""What real news was read wrong as, sentence by sentence of the same kind; and what stays read.

Each class was found by judging every fact of 168 news articles. The sentences here are our own.
"""

from __future__ import annotations

import pytest

FAMILY = [
    # "his" of a list is of the name before it, and a noun with a verb of its own describes nobody
    (
        "Those not at the party for Ana Soto included Gov. Juan Rey, his wife, Clara, and Leo.",
        "spouseOf Ana Soto",
    ),
    (
        "As Juan Rey found a new nickname for the candidate Mary Jones, his son said no.",
        "childOf",
    ),
    ("Against Mary Jones, the Ohio governor earned 51 percent.", "Mary Jones holdsOfficeIn"),
    ("Unlike Mary Jones, the Ohio governor stayed.", "Mary Jones holdsOfficeIn"),
    ("With Mary Jones, the Ohio governor has little in common.", "Mary Jones holdsOfficeIn"),
    ("In Lima, Juan Rey was raising money for the party.", "livesIn"),
    ("Juan Rey raised the flag in Lima.", "livesIn"),
    ("Juan Rey moved his troops to Peru.", "livesIn"),
]
PLACES = [
    # a state behind a person and a comma may be of the person behind it
    ("Here come the banker Clarinda Reyes, Ohio Gov. Juan Rey and Leo Hart.", "Reyes locatedIn"),
    ("Former governor Jep Busher, Ohio Gov. Juan Rey and Leo Hart won.", "Jep Busher locatedIn"),
    ("She met Holger Rey of Berenstein, Germany's oldest bank.", "Berenstein locatedIn"),
]
TITLES = [
    # an office that is only sought, or over; a title alone; a thing called after a king
    ("The Republican nominee Leo Hart spoke. Nobody fears President Hart.", "Hart holdsOffice"),
    ("Leo Hart, the front-runner, spoke. Worry about President Hart.", "Hart holdsOffice"),
    ("Ana Soto is a candidate. Enter President Soto.", "Soto holdsOffice"),
    ("Many flee President Hart, should Leo Hart win the presidency.", "Hart holdsOffice"),
    ("He will face former Iowa Lt. Gov. Ana Soto.", "holdsOffice"),
    ("Amnesty International executive Director Mary Jones left.", "Director worksFor"),
    ("Presidential candidate Senator Leo Hart spoke.", "Senator holdsOffice Senator"),
    ("He read from the King James Bible.", "holdsOffice"),
]
WORK = [
    # what goes on behind a name may be something else than the name
    ("Ana Soto, the founder of a Facebook group called Lima, left.", "founded Facebook"),
    ("Mary Jones, owner of a Toyota dealership, left.", "owns Toyota"),
    ("Mary Jones, an employee of an Apple supplier, left.", "worksFor Apple"),
    (
        "Mary Jones, a spokeswoman for the World Bank's rival, left.",
        "worksFor World Bank",
    ),
    ("Mary Jones, a lawyer for the World Bank's president, left.", "worksFor World Bank"),
    ("Juan Rey is a member of Leo Hart's coalition.", "memberOf"),
    ("Juan Rey, a member of the World Bank's board, left.", "memberOf World Bank"),
    ("Mary Jones is National Director of the Memory Project.", "worksFor National"),
    ("Leo Hart, the GOP chairman for Jefferson County, left.", "leads GOP"),
    ("Ana Soto won. Soto Communications Director Mary Jones left.", "worksFor Soto Communications"),
    ("Vexel is the parent company of AOL, which owns the Herald.", "Vexel owns"),
    ("Juan Rey wrote after serving as a professor at Halden University.", "worksFor"),
]
SECOND = [
    # found in a second sample: words that are exchanged, rooms that are met in, plans, tasks
    ("Leo Hart and Ana Soto have traded criticism.", "Trade("),
    ("Leo Hart and Ana Soto traded the lead.", "Trade("),
    ("They attacked Leo Hart at Amazon and Juan Rey at Acme.", "affiliatedWith"),
    ("Former AG Leo Hart at RNC: No more.", "affiliatedWith"),
    ("Juan Rey is moving to Lima.", "livesIn"),
    ("A drive is led by Leo Hart, the World Bank's finance chairman.", "Hart leads World Bank"),
    ("Leo Hart, the White House drug director in the Soto administration, left.", "Hart worksFor"),
    ("They met at Bedminster, N.J. Roger Ailes, chairman of Fox News, left.", "N.J. Roger"),
    ("ROME - Bernie Sanders met Ana Soto on Saturday.", "ROME - Bernie Sanders"),
    ("Ana Soto praised the Obama White House. Obama left.", "Obama White House"),
    (
        "Ana Soto left, said Mary Jones, director of the National Korean American Service and"
        " Education Consortium.",
        "worksFor",
    ),
    (
        "Leo Hart, head of the Association of Latino Elected and Appointed Officials, left.",
        "Latino Elected",
    ),
]

OFFICES = [
    # and in the offices and places of the same sample
    (
        "President Ruiz came. The first lady, Michelle Ruiz, sat. Mr. Ruiz left.",
        "Michelle Ruiz holdsOffice President",
    ),
    ("Ana Soto, leader of Peru's far-right Green party, left.", "holdsOfficeIn"),
    ("New York attorney Eric Hart left.", "holdsOfficeIn"),
    ("So said former Sen. Scott Hart, R-Ohio.", "holdsOfficeIn"),
    ("Former prosecutor and New York City Mayor Rudy Hart left.", "holdsOffice Mayor"),
    ("General Electric says it paid.", "holdsOffice General"),
    ("Henry Barb, a Mississippi-based GOP strategist, left.", "GOP basedIn"),
]


@pytest.mark.parametrize(("text", "wrong"), [*OFFICES, *FAMILY, *PLACES, *TITLES, *WORK, *SECOND])
def test_what_news_was_misread_as_is_no_fact(told, text, wrong):
    assert not [f for f in told(text).facts() if wrong in f]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Guests included Juan Rey, his wife, Clara, and two doctors.", "Clara spouseOf Juan Rey"),
        ("Mary Jones thanked Juan Rey, her husband, and left.", "Juan Rey spouseOf Mary Jones"),
        ("Juan Rey left with his daughter, Mary Jones.", "Mary Jones childOf Juan Rey"),
        ("Juan Rey was raised in Lima.", "Juan Rey livesIn Lima"),
        ("Leo Hart moved to Peru.", "Leo Hart livesIn Peru"),
        ("Police in Dayton, Ohio, arrested a man.", "Dayton locatedIn Ohio"),
        ("RYE, N.H. - The senator spoke.", "RYE locatedIn New Hampshire"),
        ("She has a home in Dayton, Ohio. Gov. Juan Rey left.", "Dayton locatedIn Ohio"),
        ("Here come Ana Soto, Ohio Gov. Juan Rey and Leo Hart.", "Juan Rey holdsOfficeIn Ohio"),
        ("Senator Juan Rey, the vice presidential nominee, left.", "Juan Rey holdsOffice Senator"),
        (
            "President Ana Soto, the incumbent, is the Liberal nominee.",
            "Ana Soto holdsOffice President",
        ),
        (
            "President Ana Soto met Republican nominee Leo Hart.",
            "Ana Soto holdsOffice President",
        ),
        ("Ohio Lt. Gov. Ana Soto left.", "Ana Soto holdsOfficeIn Ohio"),
        ("Ohio Lt. Gov. Ana Soto left.", "Ana Soto holdsOffice Lieutenant Governor"),
        ("Candidate Senator Leo Hart spoke.", "Leo Hart holdsOffice Senator"),
        (
            "Amnesty International executive Director Mary Jones left.",
            "Mary Jones worksFor Amnesty International",
        ),
        (
            "Mary Jones, president of the Halden Network think tank, left.",
            "Mary Jones leads Halden Network",
        ),
        (
            "Mary Jones, a spokeswoman for the World Bank's office in Lima, left.",
            "Mary Jones worksFor World Bank",
        ),
        (
            "Mary Jones, an analyst at Halden University's Institute of Law, left.",
            "Mary Jones worksFor Halden University",
        ),
        ("Juan Rey is a member of the Halden Party.", "Juan Rey memberOf Halden Party"),
        ("Halden Systems, which owns Vexel, is old.", "Halden Systems owns Vexel"),
        ("Mr. Ruiz came. President Ruiz sat. Ana Ruiz left.", "Ruiz holdsOffice President"),
        ("Juan Ruiz, president of Peru's Senate, left.", "Juan Ruiz holdsOfficeIn Peru"),
        ("Sen. Ana Soto, R-Ohio, left.", "Ana Soto holdsOfficeIn Ohio"),
        ("Former senator and current Governor Ana Soto left.", "Ana Soto holdsOffice Governor"),
        ("The Ohio-based Halden Systems left.", "Halden Systems basedIn Ohio"),
        ("Chile and Peru traded goods.", "Trade(participant=Chile, participant=Peru)"),
        ("Ana Soto at Oxfam said no.", "Ana Soto affiliatedWith Oxfam"),
        ("Ana Soto is living in Lima.", "Ana Soto livesIn Lima"),
        ("Ana Soto, the World Bank's chairman, left.", "Ana Soto leads World Bank"),
        ("Ana Soto, head of Acme Bank and Oxfam, left.", "Ana Soto leads Acme Bank"),
        ("Ana Soto praised the Obama White House. Obama left.", "Ana Soto supports White House"),
        (
            "Mary Jones, an adviser at the White House under the Hart administration, left.",
            "Mary Jones workedFor White House",
        ),
        (
            "Juan Rey wrote after serving as a professor at Halden University.",
            "Juan Rey workedFor Halden University",
        ),
        (
            "Juan Rey — Ana Soto's former World Bank chief of staff — left.",
            "Juan Rey workedFor World Bank",
        ),
    ],
)
def test_what_is_put_like_it_and_meant_is_read(told, text, fact):
    assert fact in told(text).facts()


def _last_speaker(found):
    last = max(found.extraction.attributions, key=lambda a: a.cue[0].start)
    return found.label(last.speaker)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # whom a quotation names does not say it
        ('Leo Hart praised Mary Jones. "Juan Rey is weak," he said.', "unattributed"),
        (
            '"Look what Merken has done, there will be riots," he said.\n\n'
            '"It is over." He added, "Taking these people is madness."',
            "he",
        ),
        ('Ana Soto left. It closed on Tuesday. "Leo Hart is the choice," she wrote.', "Ana Soto"),
        ("Ana Soto left. ''Leo Hart is the choice,'' she wrote.", "Ana Soto"),
        ('Ana Soto spoke. "I can beat Mary Jones." She said no to Chile.', "Ana Soto"),
        # a given name speaks against a pronoun
        ('Leo Hart came to Lima. "It is a fine town," she said.', "unattributed"),
        ('Mary Jones came to Lima. "It is a fine town," he said.', "unattributed"),
        ('Robin Jones came to Lima. "It is a fine town," he said.', "Robin Jones"),
        # husband and wife have one surname
        ('Her husband, Saeed Abedi, was free. "I saw him," Mrs. Abedi wrote.', "Mrs. Abedi"),
        ('Leo Hart and his wife left. "It was long," Mrs. Hart said.', "Mrs. Hart"),
        ('Ana Hart left. "It was long," Mrs. Hart said.', "Ana Hart"),
        ('Robin Hart left. "It was long," Mrs. Hart said.', "Robin Hart"),
        # a book is none of the two who are called Hart
        (
            "Scribner will publish ''Hart Revealed,'' a biography by Ana Soto. His wife, Ivana"
            " Hart, left. Donald Hart left. Mr. Hart said his worth could change.",
            "Hart",
        ),
    ],
)
def test_the_speaker_is_not_who_is_only_spoken_of(told, text, speaker):
    assert _last_speaker(told(text)) == speaker


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("That said, a loss to Leo Hart would sour the campaign.", 0),
        ("He came. That said, Leo Hart cannot win.", 0),
        ("Ana Soto said that, said Leo Hart.", 1),
        ("A letter that said Chile paid Peru was found.", 1),
    ],
)
def test_nobody_says_what_follows_that_said(told, text, number):
    assert bool(told(text).extraction.attributions) == bool(number)


def test_him_is_no_woman_called_by_her_given_name(told):
    found = told("Hillary left. When Rey spoke, his critics denounced him.").facts()
    assert not [f for f in found if "Hillary" in f]


def test_her_husband_is_not_of_a_man(told):
    found = told("Slogans hang on walls, as Leo Hart did for her husband, Bill, in Lima.").facts()
    assert not [f for f in found if "spouseOf" in f]


@pytest.mark.parametrize(
    "text", ["Candidate Senator", "Obama White House", "N.J.", "That said", "ROME - "]
)
def test_a_text_may_end_where_such_words_do(told, text):
    assert told(text).facts() == set()
