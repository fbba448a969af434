"""What stands in quotation marks, and whose words they are."""

from __future__ import annotations

import pytest

from kg.extract.annotate import annotate
from kg.extract.quotations import is_mark, quotations
from tests.conftest import document


def quoted(text: str) -> list[str]:
    parse = annotate(document(text))
    return [parse.text(region.start, region.stop) for region in quotations(parse)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The road is safe.", []),
        ("“The road is safe,” he said.", ["The road is safe,"]),
        ('"The road is safe," he said.', ["The road is safe,"]),
        ("«The road is safe», he said.", ["The road is safe"]),
        ("He called it “safe” and “short.”", ["safe", "short."]),
        # one that is not closed ends with its paragraph
        (
            "“The road is safe.\n\n“It is short,” he said.",
            ["The road is safe.", "It is short,"],
        ),
        ("“The road is safe.\n\nHe left.", ["The road is safe."]),
        ("“The road is safe.", ["The road is safe."]),
        # single marks, as British papers set them
        ("‘The road is safe,’ he said.", ["The road is safe,"]),
        ("'The road is safe,' he said. 'It is short.'", ["The road is safe,", "It is short."]),
        ("He called it ‘safe’ and ‘short’.", ["safe", "short"]),
        ("He called it 'fake news' and left.", ["fake news"]),
        # one inside the other is a part of it
        ("‘They call it “safe” here,’ he said.", ["They call it “safe” here,"]),
        ("“They call it ‘safe’ here,” he said.", ["They call it ‘safe’ here,"]),
        # an apostrophe opens and closes nothing
        ("It’s the miners’ pay, and Kenya’s.", []),
        ("It's the miners' pay, and Kenya's.", []),
        ("The '90s were rock 'n' roll, and 'tis well.", []),
        ("Students’ and workers’ unions don’t pay.", []),
        ("‘The miners’ pay is Kenya’s debt,’ he said.", ["The miners’ pay is Kenya’s debt,"]),
        ("'The miners' pay isn't Kenya's,' he said.", ["The miners' pay isn't Kenya's,"]),
        ("He left ‘the road.\n\nIt is the miners’ road.", []),
        ("He left 'the road", []),
        # nothing between two marks is no quotation
        ("He wrote “” there.", []),
    ],
)
def test_a_quotation_stands_between_its_marks(text, found):
    assert quoted(text) == found


def test_marks_are_told_from_other_signs():
    parse = annotate(document("“The road,” he said: it’s safe."))
    assert [w.text for w in parse.words if is_mark(w)] == ["“", "”"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # the verb of speech stands behind
        ("“Not now, not ever,” a tired Ana Torres told the crowd in Lima.", "Ana Torres"),
        # or before, with a colon or a comma
        ("Ana Torres wrote: “Never. Kenya paid Uganda.”", "Ana Torres"),
        ("Ana Torres answered, “Never. Kenya paid Uganda.”", "Ana Torres"),
        # in single marks
        ("‘Not now,’ Ana Torres told the crowd in Lima.", "Ana Torres"),
        ("'Kenya’s miners left. Kenya paid Uganda,' said Ana Torres.", "Ana Torres"),
        ("Ana Torres wrote: ‘Never. Kenya paid Uganda.’", "Ana Torres"),
        ("‘No,’ Ana Torres said. ‘Kenya paid Uganda in May.’", "Ana Torres"),
        # it goes on in the next sentence, and in the next paragraph
        ("“No,” Ana Torres said. “Kenya paid Uganda in May.”", "Ana Torres"),
        ("“It is true,” Ana Torres said.\n\n“Kenya paid Uganda in May.”", "Ana Torres"),
        # over paragraphs that open it again and do not close it
        (
            "“It is true,” Ana Torres said. “We all know it.\n\n"
            "“Kenya paid Uganda in May.\n\n“It rained in the north.”",
            "Ana Torres",
        ),
    ],
)
def test_the_verb_beside_a_quotation_names_its_speaker(told, text, speaker):
    found = told(text)
    labels = {e.id: e.label for e in found.extraction.entities}
    assert {labels[a.speaker] for a in found.extraction.attributions} == {speaker}
    assert found.speakers("pay") <= {speaker}


@pytest.mark.parametrize(
    "text",
    [
        # a sentence of the narrator stands between
        "“It is true,” Peru said. Then it rained. “Kenya paid Uganda in May.”",
        # the one who spoke before quoted nothing
        "Peru said that it was true. “Kenya paid Uganda in May.”",
        # no verb of speech
        "Peru left. “Kenya paid Uganda in May.”",
    ],
)
def test_a_quotation_that_nobody_introduces_is_nobodys(told, text):
    assert told(text).speakers("pay") == {"unattributed"}


@pytest.mark.parametrize(
    "text",
    [
        "The “road” is safe. Kenya paid Uganda.",
        "The ‘road’ is safe. Kenya paid Uganda.",
        "It is the miners’ road. Kenya paid Uganda. It is the workers’ road.",
        "‘It is true,’ Peru said. Kenya paid Uganda.",
        "“It is true,” Peru said. Kenya paid Uganda.",
        "Peru said it was “true.” Kenya paid Uganda.",
    ],
)
def test_what_stands_outside_the_marks_stays_the_narrators(told, text):
    found = told(text)
    assert found.speakers("pay") == {"narrator"}
    assert "Kenya funds Uganda" in found.facts()
