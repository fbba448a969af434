"""Frames: what each makes a fact, what it leaves open, and where it must stay silent."""

from __future__ import annotations

import tomllib

import pytest
from click.testing import CliRunner

from kg import resources, vocabulary
from kg.cli import main
from kg.errors import InputError, NotFoundError
from kg.extract import extract, guards, lexicon, version
from tests.conftest import Told, document

# One row a frame, at least: the sentence, and what it gives the fact layer.
TRUE = [
    ("seek-agreement", "Brazil seeks a treaty with Chile.", {"Brazil seeksAgreementWith Chile"}),
    (
        "seek-agreement",
        "Brazil is pursuing a deal with Chile.",
        {"Brazil seeksAgreementWith Chile"},
    ),
    (
        "agree",
        "Chile concluded an accord with Kenya.",
        {"Agreement(participant=Chile, recipient=Kenya)"},
    ),
    (
        "negotiate",
        "Peru’s talks with Chile resumed.",
        {"Peru negotiatesWith Chile", "Negotiation(participant=Peru, recipient=Chile)"},
    ),
    (
        "negotiate",
        "Talks between Peru and Chile resumed.",
        {"Peru negotiatesWith Chile", "Negotiation(participant=Peru, participant=Chile)"},
    ),
    (
        "criticize",
        "Chile condemned Kenya.",
        {"Chile criticizes Kenya", "Criticism(agent=Chile, topic=Kenya)"},
    ),
    (
        "criticize",
        "Chile and Peru criticized Kenya.",
        {
            "Chile criticizes Kenya",
            "Peru criticizes Kenya",
            "Criticism(agent=Chile, agent=Peru, topic=Kenya)",
        },
    ),
    (
        "criticize",
        "Kenya was criticized by Chile.",
        {"Chile criticizes Kenya", "Criticism(agent=Chile, topic=Kenya)"},
    ),
    (
        "fund",
        "Norway bankrolled Kenya.",
        {"Norway funds Kenya", "Funding(agent=Norway, recipient=Kenya)"},
    ),
    (
        "fund",
        "Chile funded Peru to jail migrants.",
        {"Chile funds Peru", "Funding(agent=Chile, recipient=Peru)"},
    ),
    (
        "pay",
        "Norway pays Kenya.",
        {"Norway funds Kenya", "Funding(agent=Norway, recipient=Kenya)"},
    ),
    (
        "seek-funding",
        "Norway requested aid from Kenya.",
        {"Norway seeksFundingFrom Kenya", "Situation(agent=Norway, recipient=Kenya)"},
    ),
    (
        "declare-emergency",
        "Chile declared a state of emergency in Quito.",
        {"Chile declaredEmergencyIn Quito", "PolicyMeasure(agent=Chile, place=Quito)"},
    ),
    (
        "transfer",
        "Chile deported 12 migrants to Peru.",
        {
            "12 migrants transferredTo Peru",
            "PrisonerTransfer(agent=Chile, patient=12 migrants, destination=Peru)",
        },
    ),
    (
        "send-prisoners",
        "Chile sent 20 prisoners to Peru.",
        {
            "20 prisoners transferredTo Peru",
            "PrisonerTransfer(agent=Chile, patient=20 prisoners, destination=Peru)",
        },
    ),
    ("detain", "Police detained two students.", {"Detention(agent=police, patient=two students)"}),
    ("detain", "Two students were arrested.", {"Detention(patient=two students)"}),
    (
        "hold",
        "Soldiers held two students in a cell.",
        {"Detention(agent=soldiers, patient=two students)"},
    ),
    (
        "hold",
        "Rebels held 20 farmers as human shields.",
        {"Detention(agent=rebels, patient=20 farmers)"},
    ),
    ("kill", "Rebels murdered two students.", {"Killing(agent=rebels, patient=two students)"}),
    (
        "kill",
        "Two students were killed by rebels.",
        {"Killing(agent=rebels, patient=two students)"},
    ),
    ("kill", "Soldiers who killed a nurse fled.", {"Killing(agent=soldiers, patient=a nurse)"}),
    (
        "kill",
        "Rebels stormed the village, killing 12 people.",
        {"Killing(agent=rebels, patient=12 people)"},
    ),
    (
        "kidnap",
        "Rebels abducted two students.",
        {"Kidnapping(agent=rebels, patient=two students)"},
    ),
    (
        "attack",
        "Gunmen attacked the police with knives.",
        {"ViolentAct(agent=gunmen, patient=police)"},
    ),
    ("attack", "Soldiers attacked the rebels.", {"ViolentAct(agent=soldiers, patient=rebels)"}),
    (
        "attack",
        "An attack on the rebels killed five soldiers.",
        {"ViolentAct(patient=rebels)"},
    ),
    ("hurt", "Police shot two students.", {"ViolentAct(agent=police, patient=two students)"}),
    ("hurt", "Guards beat up two migrants.", {"ViolentAct(agent=guards, patient=two migrants)"}),
    ("hurt", "Police beat the protesters.", {"ViolentAct(agent=police, patient=protesters)"}),
    (
        "hurt",
        "Two soldiers were wounded in a bomb attack.",
        {"ViolentAct(patient=two soldiers)"},
    ),
    ("accident", "A crash killed two passengers.", {"Accident(patient=two passengers)"}),
    (
        "monitor",
        "Kenya monitors Chile.",
        {"Kenya monitors Chile", "Situation(agent=Kenya, topic=Chile)"},
    ),
    (
        "keep-an-eye",
        "Kenya keeps an eye on Chile.",
        {"Kenya monitors Chile", "Situation(agent=Kenya, topic=Chile)"},
    ),
    (
        "speak-before",
        "Diplomats spoke to farmers.",
        {"Communication(agent=diplomats, recipient=farmers)"},
    ),
    (
        "speak-before",
        "Diplomats testified before the US Congress.",
        {
            "Communication(agent=diplomats, recipient=United States Congress)",
            "diplomats spokeBefore United States Congress",
        },
    ),
    (
        "tell-body",
        "Diplomats told the US Congress that the road is safe.",
        {
            "Communication(agent=diplomats, recipient=United States Congress)",
            "diplomats spokeBefore United States Congress",
        },
    ),
    (
        "hearing",
        "A hearing of the US Congress was held.",
        {"Hearing(agent=United States Congress)"},
    ),
    ("meet", "Diplomats met farmers.", {"Hearing(agent=diplomats, participant=farmers)"}),
    ("meet", "Diplomats met Mary Jones.", {"Hearing(agent=diplomats, participant=Mary Jones)"}),
    (
        "present",
        "Chile presented a plan to Kenya.",
        {"Communication(agent=Chile, recipient=Kenya)"},
    ),
    (
        "disclose",
        "Chile disclosed the terms to Kenya.",
        {"Communication(agent=Chile, recipient=Kenya)"},
    ),
    ("evaluate", "Chile is weighing the transfer of prisoners.", {"Situation(agent=Chile)"}),
    ("visit", "President Mary Jones toured Peru.", {"Visit(agent=Mary Jones, destination=Peru)"}),
    ("visit", "Mary Jones visited Peru.", {"Visit(agent=Mary Jones, destination=Peru)"}),
    (
        "meet",
        "The meeting between Chile and Peru ended.",
        {"Hearing(participant=Chile, participant=Peru)"},
    ),
    (
        "give-aid",
        "Norway gave aid to Kenya.",
        {"Funding(agent=Norway, recipient=Kenya)", "Norway funds Kenya"},
    ),
    (
        "sanction",
        "Norway sanctioned Kenya.",
        {"Norway sanctions Kenya", "Sanction(agent=Norway, recipient=Kenya)"},
    ),
    (
        "sanction",
        "Kenya was sanctioned by Norway.",
        {"Norway sanctions Kenya", "Sanction(agent=Norway, recipient=Kenya)"},
    ),
    (
        "impose-sanctions",
        "Norway imposed sanctions on Kenya.",
        {"Norway sanctions Kenya", "Sanction(agent=Norway, recipient=Kenya)"},
    ),
    (
        "impose-sanctions",
        "Norway, which slapped tariffs on Kenya, left.",
        {"Norway sanctions Kenya", "Sanction(agent=Norway, recipient=Kenya)"},
    ),
    (
        "sanctions",
        "Norway’s sanctions against Kenya hurt farmers.",
        {"Sanction(agent=Norway, recipient=Kenya)"},
    ),
    (
        "trade",
        "Trade between Norway and Kenya grew.",
        {"Trade(participant=Norway, participant=Kenya)"},
    ),
    (
        "cooperate",
        "Norway cooperates with Kenya.",
        {"Cooperation(participant=Norway, recipient=Kenya)"},
    ),
    ("elect", "Voters elected Mary Jones.", {"Election(agent=voters, patient=Mary Jones)"}),
    ("elect", "Mary Jones was elected mayor.", {"Election(patient=Mary Jones)"}),
    ("elect", "The election of Mary Jones surprised Kenya.", {"Election(patient=Mary Jones)"}),
    ("appoint", "Kenya appointed Mary Jones.", {"Appointment(agent=Kenya, patient=Mary Jones)"}),
    ("appoint", "Mary Jones was appointed ambassador.", {"Appointment(patient=Mary Jones)"}),
    ("resign", "Mary Jones resigned on Monday.", {"Departure(agent=Mary Jones)"}),
    ("resign", "The resignation of Mary Jones surprised Kenya.", {"Departure(agent=Mary Jones)"}),
    (
        "dismiss",
        "The parliament dismissed Mary Jones.",
        {"Departure(agent=the parliament, patient=Mary Jones)"},
    ),
    (
        "dismiss",
        "Mary Jones, ousted by the army, left.",
        {"Departure(agent=the army, patient=Mary Jones)"},
    ),
    ("legislate", "The parliament passed a law.", {"PolicyMeasure(agent=the parliament)"}),
    (
        "court-case",
        "The court convicted Mary Jones.",
        {"LegalCase(agent=the court, patient=Mary Jones)"},
    ),
    ("court-case", "The trial of Mary Jones began.", {"LegalCase(patient=Mary Jones)"}),
    ("court-case", "Kenya sued Norway.", {"LegalCase(agent=Kenya, patient=Norway)"}),
    (
        "court-case",
        "Mary Jones, who was acquitted by a court, left.",
        {"LegalCase(agent=a court, patient=Mary Jones)"},
    ),
    ("deploy", "Norway deployed troops to Kenya.", {"Deployment(agent=Norway, destination=Kenya)"}),
    ("invade", "Norway invaded Kenya.", {"ViolentAct(agent=Norway, place=Kenya)"}),
    ("invade", "Norway’s invasion of Kenya began.", {"ViolentAct(agent=Norway, place=Kenya)"}),
    ("protest", "Students protested in Lima.", {"Protest(agent=students (Lima), place=Lima)"}),
    (
        "protest",
        "Students demonstrated against Kenya in Lima.",
        {"Protest(agent=students (Lima), topic=Kenya, place=Lima)"},
    ),
    ("threaten", "Norway threatened Kenya.", {"Communication(agent=Norway, recipient=Kenya)"}),
    ("urge", "Norway urged Kenya to sign.", {"Communication(agent=Norway, recipient=Kenya)"}),
    (
        "reject",
        "Kenya rejected a request from Norway.",
        {"Communication(agent=Kenya, recipient=Norway)"},
    ),
    (
        "support",
        "Norway praised Kenya.",
        {"Communication(agent=Norway, topic=Kenya)", "Norway supports Kenya"},
    ),
    (
        "support",
        "Kenya was praised by Norway and Chile.",
        {
            "Chile supports Kenya",
            "Communication(agent=Norway, agent=Chile, topic=Kenya)",
            "Norway supports Kenya",
        },
    ),
    ("disaster", "The earthquake in Peru destroyed a school.", {"Disaster(place=Peru)"}),
    ("die", "Mary Jones died in Lima on May 3, 1980.", {"Death(patient=Mary Jones, place=Lima)"}),
    ("die", "The death of Mary Jones shocked Kenya.", {"Death(patient=Mary Jones)"}),
    (
        "be-born",
        "Mary Jones was born in Lima on May 3, 1950.",
        {"Birth(patient=Mary Jones, place=Lima)"},
    ),
    ("found", "Microsoft was founded in 1975.", {"Founding(patient=Microsoft)"}),
    (
        "found",
        "Mary Jones founded Microsoft in 1975.",
        {"Founding(agent=Mary Jones, patient=Microsoft)"},
    ),
    (
        "shoot-dead",
        "Two students were stabbed to death by rebels.",
        {"Killing(agent=rebels, patient=two students)"},
    ),
    (
        "shoot-dead",
        "Mary Jones was fatally shot by Peter Brandt.",
        {"Killing(agent=Peter Brandt, patient=Mary Jones)"},
    ),
]

# Said, but not as something that happened: a claim, and no fact.
OPEN = [
    ("seek-agreement", "Brazil does not seek a deal with Chile."),
    ("agree", "Chile may sign an accord with Kenya."),
    ("agree", "Officials denied that Chile had signed an accord with Kenya."),
    ("agreement", "The accord between Chile and Kenya failed."),
    ("negotiate", "Chile will negotiate with Kenya."),
    ("negotiate", "No talks between Chile and Kenya took place."),
    ("criticize", "Peru will criticize Chile."),
    ("fund", "Norway did not finance Kenya."),
    ("pay", "Norway would pay Kenya."),
    ("seek-funding", "Norway may request aid from Kenya."),
    ("declare-emergency", "Chile did not declare a state of emergency in Quito."),
    ("transfer", "Chile will extradite the suspects to Peru."),
    ("transfer", "Chile proposed deporting 12 migrants to Peru."),
    ("send-prisoners", "Chile will send 20 prisoners to Peru."),
    ("detain", "Police did not arrest the students."),
    ("hold", "Soldiers may hold two students in a cell."),
    ("kill", "Rebels did not kill the students."),
    ("kill", "Rebels allegedly killed two students."),
    ("kill", "The alleged murder of a nurse shocked Quito."),
    ("kill", "Activists argued for the assassination of citizens."),
    ("kidnap", "Rebels plan to kidnap two students."),
    ("kidnap", "The threat of the kidnapping of a nurse remains."),
    ("attack", "Rebels might attack the students with knives."),
    ("hurt", "Police denied that officers shot two students."),
    ("hurt", "The alleged gunman shot two officers."),
    ("accident", "An accident may kill two passengers."),
    ("monitor", "Kenya will monitor Chile."),
    ("keep-an-eye", "Kenya should keep an eye on Chile."),
    ("speak-before", "Diplomats will speak to farmers."),
    ("tell-body", "Diplomats should tell the US Congress that the road is safe."),
    ("hearing", "There was no hearing of the US Congress."),
    ("meet", "Diplomats will meet Mary Jones."),
    ("present", "Chile did not announce a plan."),
    ("disclose", "Chile did not disclose the terms."),
    ("evaluate", "Chile may evaluate the agreement."),
    ("visit", "President Mary Jones will visit Peru."),
    ("give-aid", "Norway may give aid to Kenya."),
    ("sanction", "Norway did not sanction Kenya."),
    ("impose-sanctions", "Norway plans to impose sanctions on Kenya."),
    ("sanctions", "Norway hopes for Chile’s sanctions against Kenya."),
    ("trade", "Norway hopes for trade between Norway and Kenya."),
    ("cooperate", "Norway should cooperate with Kenya."),
    ("elect", "Voters may elect Mary Jones."),
    ("appoint", "Kenya did not appoint Mary Jones."),
    ("resign", "Mary Jones will resign."),
    ("dismiss", "The parliament may dismiss Mary Jones."),
    ("legislate", "The parliament did not pass the law."),
    ("court-case", "The court did not convict Mary Jones."),
    ("deploy", "Norway would deploy troops to Kenya."),
    ("invade", "Norway did not invade Kenya."),
    ("protest", "Students plan to protest in Lima."),
    ("threaten", "Norway did not threaten Kenya."),
    ("urge", "Norway may urge Kenya to sign."),
    ("reject", "Kenya may reject a request from Norway."),
    ("support", "Norway did not praise Kenya."),
    ("disaster", "Norway fears an earthquake in Peru."),
    ("die", "Mary Jones did not die."),
    ("be-born", "Mary Jones was not born in Lima."),
    ("found", "Mary Jones plans to found Microsoft."),
    ("shoot-dead", "Rebels may have stabbed two students to death."),
]

# The same words, meaning something else or saying too little.
SILENT = [
    ("seek-agreement", "Brazil discussed the deal with reporters."),
    ("seek-agreement", "Brazil pursued a divorce deal with Chile."),
    ("agree", "The artists signed a record deal with Kenya."),
    ("agree", "Chile signed the visitors’ book."),
    ("agreement", "The deal is good."),
    ("negotiate", "Negotiations are slow."),
    ("negotiate", "Peru negotiates a lower price."),
    ("negotiate", "The talk with students ended."),
    ("criticize", "The storm slammed Chile."),
    ("fund", "The fund grew."),
    ("pay", "Norway pays a high price."),
    ("pay", "Norway paid tribute to Kenya."),
    ("pay", "The senators paid attention to Kenya."),
    ("pay", "Senators are paid for."),
    ("seek-funding", "Norway wants more money."),
    ("seek-funding", "Norway wants rain."),
    ("declare-emergency", "Chile declared a public holiday in Quito."),
    ("transfer", "The club transferred two players to Peru."),
    ("transfer", "Chile expelled three diplomats of Peru."),
    ("transfer", "The party expelled three members."),
    ("send-prisoners", "Chile sent 20 books to Peru."),
    ("detain", "The story arrested the attention of students."),
    ("hold", "Voters held the senators accountable."),
    ("hold", "Kenya kept the students busy."),
    ("hold", "Hold the migrants in a camp!"),
    ("kill", "The senators killed the bill."),
    ("kill", "Small firms are getting killed in this deal."),
    ("kill", "Ten people were killed when a hotel collapsed."),
    ("kill", "Ten people were killed in the earthquake."),
    ("kill", "An accident killed two passengers."),
    ("kidnap", "The film follows aliens who abducted two students."),
    ("attack", "The senator attacked her rival in a speech."),
    ("attack", "The senator attacked her rival for voting no."),
    ("attack", "The attacks on the senator in tweets went on."),
    ("attack", "Hackers attacked Chile."),
    ("attack", "The heart attack of a senator alarmed Quito."),
    ("hurt", "The senator beat her rival in the primary."),
    ("hurt", "The senator beat the mayor."),
    ("hurt", "The crew shot two actors for a film."),
    ("hurt", "The senator shot back at the mayor."),
    ("hurt", "Two passengers were injured in a crash."),
    ("hurt", "The crash injured two passengers."),
    ("accident", "A crash of the market hurt two banks."),
    ("accident", "The senator fears a crash with the mayor."),
    ("negotiate", "The senator’s tough talk alarmed Chile."),
    ("seek-funding", "The senators sought support from unions."),
    ("disclose", "The governor named her to the court."),
    ("transfer", "Iraq expelled all weapons inspectors."),
    ("attack", "Fans celebrated the attacks on Twitter."),
    ("kill", "The mother of the guard, who was killed by rebels, wept."),
    ("kill", "A guard at a prison who killed two nurses fled."),
    ("monitor", "Fans watched Chile."),
    ("monitor", "Scientists observed that Chile is dry."),
    ("monitor", "Kenya monitors closely."),
    ("keep-an-eye", "Kenya keeps a garden."),
    ("speak-before", "Diplomats spoke for an hour."),
    ("speak-before", "Diplomats appeared before farmers."),
    ("speak-before", "The rain appeared to stop."),
    ("tell-body", "Diplomats told farmers that the road is safe."),
    ("hearing", "The hearing aid works."),
    ("meet", "The diplomats were met with applause."),
    ("meet", "Diplomats were met by protesters with jeers."),
    ("meet", "The plan met with farmers’ anger."),
    ("present", "Chile announced the name."),
    ("disclose", "Chile disclosed the terms."),
    ("disclose", "Chile named a coach."),
    ("evaluate", "The senator weighed 200 pounds."),
    ("evaluate", "Diplomats weighed in on Monday."),
    ("evaluate", "Chile considered the matter."),
    ("visit", "Fans visited the website of Peru."),
    ("give-aid", "Kenya gave thanks to Norway."),
    ("sanction", "The league sanctioned the event."),
    ("impose-sanctions", "Norway imposed restrictions on Kenya."),
    ("sanctions", "The tariff on shoes fell."),
    ("trade", "The senators trade insults with Kenya."),
    ("cooperate", "Farmers cooperate."),
    ("elect", "Farmers elected to stay."),
    ("appoint", "The band hired a bus."),
    ("resign", "Farmers are resigned to it."),
    ("dismiss", "The senator dismissed the criticism."),
    ("legislate", "The car passed a bridge."),
    ("court-case", "The clinical trial of a nurse began."),
    ("deploy", "Norway sent letters to Kenya."),
    ("invade", "Fans invaded the pitch."),
    ("protest", "The company demonstrated its product."),
    ("threaten", "The storm threatened Kenya."),
    ("urge", "The urge to leave grew."),
    ("reject", "The body rejected the kidney."),
    ("support", "The bridge was praised."),
    ("disaster", "The hurricane of emails went on."),
    ("die", "The laughter died down."),
    ("die", "Mary Jones lives or dies by her bets."),
    ("be-born", "Norway bore the costs."),
    ("found", "Police established that the road is safe."),
    ("shoot-dead", "Rebels nearly beat two students to death."),
    ("shoot-dead", "Rebels shot two students."),
    ("hurt", "Mary Jones was fatally shot by Peter Brandt."),
]


@pytest.mark.parametrize(("frame", "sentence", "facts"), TRUE)
def test_a_plain_sentence_gives_these_facts(told, frame, sentence, facts):
    found = told(sentence)
    own = {t for c in found.by(frame) for t in (found.event(c), found.triple(c)) if t}
    assert own & found.facts() == facts


@pytest.mark.parametrize(("frame", "sentence"), OPEN)
def test_what_did_not_happen_is_a_claim_but_no_fact(told, frame, sentence):
    found = told(sentence)
    own = {t for c in found.by(frame) for t in (found.event(c), found.triple(c)) if t}
    assert own
    assert own.isdisjoint(found.facts())


@pytest.mark.parametrize(("frame", "sentence"), SILENT)
def test_the_same_words_with_another_meaning_make_nothing(told, frame, sentence):
    assert told(sentence).by(frame) == []


def _frames():
    return tomllib.loads(resources.ontology("frames.toml").read_text(encoding="utf-8"))


def test_every_frame_has_a_row_in_each_table():
    ids = {f["id"] for f in _frames()["frame"]}
    assert ids == {row[0] for row in SILENT}
    assert ids - {"agreement"} == {row[0] for row in TRUE}  # its noun never asserts
    assert ids == {row[0] for row in OPEN}


def test_every_class_property_and_role_of_the_frames_is_in_the_ontology():
    words = vocabulary.default()
    for frame in _frames()["frame"]:
        assert all(words.is_role(role) for role in frame["roles"])
        assert set(frame.get("require", ())) <= set(frame["roles"])
        assert frame.get("event", "Event") in words.classes
        if relation := frame.get("relation"):
            assert words.is_relation(relation["property"])
            assert {relation["subject"], relation["object"]} <= set(frame["roles"])


def test_every_frame_that_hurts_somebody_has_a_guard():
    words = vocabulary.default()
    harmful = {
        f["id"] for f in _frames()["frame"] if words.is_a(f.get("event", "Event"), "ViolentAct")
    }
    assert harmful == {"kill", "kidnap", "attack", "hurt", "invade", "shoot-dead"}
    assert harmful <= set(lexicon.default().guards)


# The root codes of PLOVER, as its public annotations use them.
PLOVER = {
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip


def test_each_frame_knows_its_counterpart_by_a_name_that_exists_there():
    found = {f.id: f for those in lexicon.default().verb_frames.values() for f in those}
    found |= {f.id: f for those in lexicon.default().noun_frames.values() for f in those}
    assert set(found) == {f["id"] for f in _frames()["frame"]}
    for frame in found.values():
        assert frame.plover is None or frame.plover in PLOVER, frame.id
        kind, number = (frame.wikidata or "Q1")[:1], (frame.wikidata or "Q1")[1:]
        assert kind in {"P", "Q"}
        assert number.isdigit(), frame.id
    assert {f.plover for f in found.values()} - {None} == PLOVER
    assert found["criticize"].plover == "ACCUSE"
    assert found["be-born"].wikidata == "Q14819853"


# ---------------------------------------------------------------- who does it


@pytest.mark.parametrize(
    ("sentence", "agents", "patients"),
    [
        ("Rebels killed a nurse.", ["rebels"], ["a nurse"]),
        ("A nurse was killed by rebels.", ["rebels"], ["a nurse"]),
        ("A nurse was killed.", [], ["a nurse"]),
        (
            "The nurse killed by soldiers was buried.",
            ["soldiers"],
            ["the nurse killed by soldiers"],
        ),
        ("The nurse whom soldiers killed was buried.", ["soldiers"], ["the nurse"]),
        ("Soldiers who killed a nurse fled.", ["soldiers"], ["a nurse"]),
        ("The guard was arrested and killed.", [], ["the guard"]),
        ("The suspect was arrested and killed two guards.", ["the suspect"], ["two guards"]),
        ("Rebels kidnapped and killed two guards.", ["rebels"], ["two guards"]),
        ("Rebels fled after killing two guards.", ["rebels"], ["two guards"]),
        ("A nurse was killed by rebels and soldiers.", ["rebels", "soldiers"], ["a nurse"]),
        ("Killed by rebels, the nurse was buried.", ["rebels"], ["the nurse"]),
        # a dateline does no deeds
        ("KABUL (Radio Uno) - The rebels killed two guards.", ["rebels"], ["two guards"]),
        ("QUITO, Ecuador (Radio Uno) - The rebels killed two guards.", ["rebels"], ["two guards"]),
        # an adverbial of a speaker, which the parser hangs on "said"
        ("Speaking of a sniper killing five guards, the senator said no.", [], ["five guards"]),
    ],
)
def test_harm_is_laid_at_the_right_door(told, sentence, agents, patients):
    found = told(sentence)
    roles = [
        (r.name, found.label(r.filler))
        for c in found.by("kill")
        for v in found.events
        if v.id == c.about
        for r in v.roles
    ]
    assert [who for role, who in roles if role == "agent"] == agents
    assert [who for role, who in roles if role == "patient"] in (patients, [])


# What the article's own words must never become, with other names.
@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        ("Brazil proposed the transfer of prisoners to Kenya.", "transferredTo"),
        ("The deal would allow prisoners to be transferred to Kenya.", "transferredTo"),
        ("Brazil plans to send prisoners to Kenya.", "transferredTo"),
        ("It is unclear whether prisoners will be sent to Kenya.", "transferredTo"),
        ("Brazil seeks a deal with Kenya.", "Agreement("),
        ("Talks on a possible deal between Brazil and Kenya go on.", "Agreement("),
        ("Brazil funded Kenya to jail migrants suspected of being gang members.", "memberOf"),
        ("The migrants are suspected of being members of a gang.", "memberOf"),
        ("Brazil denied that it paid Kenya.", "funds"),
        ("Brazil has not paid Kenya.", "funds"),
        ("Brazil may have paid Kenya.", "funds"),
        ("Critics say that Brazil paid Kenya.", "funds"),
        ("Prime Minister Ana Quispe spoke to the US Congress.", "headOfGovernmentOf"),
        ("Prosecutors accused the miners of killing a nurse.", "Killing("),
        ("The miners were charged with killing a nurse.", "Killing("),
        ("The miners allegedly killed a nurse.", "Killing("),
        ("Did the miners kill a nurse?", "Killing("),
        ("The miners did not kill a nurse.", "Killing("),
        ("If the miners killed a nurse, they will be tried.", "Killing("),
        ("Police arrested the miners on suspicion of killing a nurse.", "Killing("),
        ("The miners deny that they killed a nurse.", "Killing("),
        ("The miners were acquitted of killing a nurse.", "Killing("),
        ("It is not true that the miners killed a nurse.", "Killing("),
        ("“The miners killed a nurse. They fled,” a guard said.", "Killing("),
        (
            "A Spanish court has given preliminary authorization for an aide of late President "
            "Juan Soto to be extradited to Kenya.",
            "transferredTo",
        ),
        ("A court gave permission for an aide to be extradited to Kenya.", "transferredTo"),
        ("Kenya rejected comments on the killing of farmers.", "Killing("),
        ("Kenya disputed claims about theft and the killing of farmers.", "Killing("),
        ("Kenya denied the killing of farmers.", "Killing("),
        ("The attempted murder of a nurse shocked Quito.", "Killing("),
    ],
)
def test_a_forbidden_relation_is_never_a_fact(told, text, forbidden):
    assert not [fact for fact in told(text).facts() if forbidden in fact]


# ---------------------------------------------------------------- adding frames and guards

FRAME = """
[[frame]]
id = "praise"
verbs = ["praise"]
roles = { agent = "subject", topic = "object" }
event = "Communication"
"""


def test_five_lines_of_toml_make_a_frame(tmp_path):
    file = tmp_path / "frames.toml"
    file.write_text(FRAME, encoding="utf-8")
    made = lexicon.load(resources.data("lexicons", "words.toml"), file)
    assert [f.id for f in made.verb_frames["praise"]] == ["praise"]


OWN = """
[[frame]]
id = "thank"
verbs = ["thank"]
roles = { agent = "subject", recipient = ["object"] }
event = "Communication"
relation = { property = "supports", subject = "agent", object = "recipient" }

[[guard]]
frame = "thank"
unless = ["sarcastically"]

[[tie]]
id = "mentor"
property = "affiliatedWith"
nouns = ["mentor"]
behind = ["at"]
"""


@pytest.fixture
def own(tmp_path):
    """Return what the reader finds with a user's own file beside the shipped frames."""

    def read(text, toml=OWN):
        file = tmp_path / "own.toml"
        file.write_text(toml, encoding="utf-8")
        lexicon.default.cache_clear()
        return Told(extract(document(text), frames=str(file)))

    return read


def test_a_user_s_own_frames_and_ties_work_beside_the_shipped_ones(own, told):
    text = "Chile thanked Kenya. Mary Jones, a mentor at Microsoft, met Peter Brandt."
    new = {
        "Chile supports Kenya",
        "Communication(agent=Chile, recipient=Kenya)",
        "Mary Jones affiliatedWith Microsoft",
    }
    shipped = {"Hearing(agent=Mary Jones, participant=Peter Brandt)"}
    assert own(text).facts() == new | shipped
    assert told(text).facts() == shipped


def test_a_user_s_guard_holds_and_may_be_for_a_shipped_frame(own):
    assert own("Chile sarcastically thanked Kenya.").facts() == set()
    more = '[[guard]]\nframe = "criticize"\nunless = ["mildly", "@talk"]\n'
    assert own("Chile mildly criticized Kenya.", more).facts() == set()
    assert "Chile criticizes Kenya" in own("Chile criticized Kenya.", more).facts()


def test_a_user_s_frame_takes_the_place_of_the_shipped_one_with_its_id(own):
    toml = OWN.replace("thank", "criticize").replace(
        'property = "supports"', 'property = "relatedTo"'
    )
    assert "Chile relatedTo Kenya" in own("Chile criticized Kenya.", toml).facts()
    assert "Chile criticizes Kenya" not in own("Chile criticized Kenya.", toml).facts()


def test_evidence_read_with_other_frames_is_of_another_version(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    lexicon.default.cache_clear()
    assert version(frames=str(file)) != version()


@pytest.mark.parametrize(
    ("toml", "what"),
    [
        (OWN.replace("recipient =", "receiver ="), "no role 'receiver' in the ontology"),
        (OWN.replace("supports", "thanks"), "no relation 'thanks'"),
        (OWN.replace("nouns =", "noun ="), "unknown key 'noun'"),
        (OWN + "[[", "Invalid"),
    ],
)
def test_a_wrong_file_of_frames_is_told_before_anything_is_read(tmp_path, toml, what):
    file, note = tmp_path / "own.toml", tmp_path / "note.txt"
    file.write_text(toml, encoding="utf-8")
    note.write_text("Chile thanked Kenya.", encoding="utf-8")
    for command in (["extract", str(note)], ["build", str(note), "-o", str(tmp_path / "x.kg")]):
        lexicon.default.cache_clear()
        version.cache_clear()
        done = CliRunner().invoke(main, [*command, "--frames", str(file)])
        assert isinstance(done.exception, InputError)
        assert what in done.exception.what
        assert "own.toml" in done.exception.where


def test_a_file_of_frames_that_is_not_there_is_not_found(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("Chile thanked Kenya.", encoding="utf-8")
    done = CliRunner().invoke(main, ["extract", str(note), "--frames", str(tmp_path / "no.toml")])
    assert isinstance(done.exception, NotFoundError)
    assert done.exception.where.endswith("no.toml")


@pytest.mark.parametrize(
    ("toml", "what"),
    [
        ('[[guard]]\nneeds = ["x"]', "names no frame"),
        ('[[guard]]\nframe = "praise"\nneed = ["x"]', "unknown key 'need'"),
        ('[[guard]]\nframe = "blame"\nneeds = ["x"]', "no frame 'blame'"),
        ('[[guard]]\nframe = "praise"\nneeds = ["@arms"]', "no list 'arms'"),
        ("[[guard", "Expected"),
    ],
)
def test_a_wrong_guard_says_what_and_where(tmp_path, toml, what):
    file = tmp_path / "frames.toml"
    file.write_text(FRAME + toml, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        guards.load(file)
    assert what in caught.value.what
    assert "frames.toml" in caught.value.where
    assert caught.value.fix


def test_a_guard_may_name_a_shared_list(tmp_path):
    file = tmp_path / "frames.toml"
    extra = '[[guard]]\nframe = "praise"\nunless = ["@faint", "damn"]\n[words]\nfaint = ["weak"]\n'
    file.write_text(FRAME + extra, encoding="utf-8")
    (guard,) = guards.load(file)["praise"]
    assert guard.unless == {"weak", "damn"}
