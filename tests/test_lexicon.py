"""Word lists and frames: what is shipped is sound, and what a user writes wrongly is named."""

from __future__ import annotations

from collections import Counter

import pytest

from kg import resources
from kg.errors import InputError, NotFoundError
from kg.extract import lexicon
from kg.vocabulary import default as vocabulary

WORDS = resources.data("lexicons", "words.toml")
SHIPPED = lexicon.default()
TITLES = '[titles]\noffice = ["Chief Justice", "Justice"]\ncourtesy = ["Mr."]\nformer = ["ex"]\n'
FRAME = '[[frame]]\nid = "lend"\nverbs = ["lend"]\nroles = { agent = "nsubj" }\n'


@pytest.fixture
def load(tmp_path):
    """Load lists and frames that a test writes."""

    def loaded(frames=FRAME, words=TITLES + '[heads]\nPrison = ["prison"]\n'):
        (tmp_path / "words.toml").write_text(words)
        (tmp_path / "frames.toml").write_text(frames)
        return lexicon.load(tmp_path / "words.toml", tmp_path / "frames.toml")

    return loaded


# ---------------------------------------------------------------- what is shipped


@pytest.mark.parametrize(
    ("section", "word", "found"),
    [
        ("reporting", "say", "say"),
        ("reporting", "deny", "deny"),
        ("reporting", "believe", "believe"),
        ("reporting", "swim", None),
        ("modality", "plan", "plan"),
        ("modality", "fail", "negative"),
        ("people", "girl", "person"),
        ("people", "army", "body"),
        ("people", "prison", None),
    ],
)
def test_a_word_is_found_in_the_first_list_that_holds_it(section, word, found):
    assert SHIPPED.which(section, word) == found
    assert found is None or SHIPPED.has(section, found, word)


@pytest.mark.parametrize(
    ("noun", "kind"),
    [
        ("prison", "Prison"),
        ("jail", "Prison"),
        ("airport", "Facility"),
        ("parliament", "Legislature"),
        ("government", "Government"),
        ("ministry", "PublicBody"),
        ("police", "PublicBody"),
        ("newspaper", "MediaOrganization"),
        ("charity", "NGO"),
        ("company", "Organization"),
        ("country", "Country"),
        ("city", "City"),
        ("province", "AdministrativeArea"),
        ("river", "Place"),
    ],
)
def test_a_head_noun_tells_the_class(noun, kind):
    assert SHIPPED.heads[noun] == kind


def test_every_head_noun_gives_a_class_of_the_ontology():
    assert sorted(set(SHIPPED.heads.values()) - set(vocabulary().classes)) == []


def test_a_word_stands_once_in_a_list():
    lines = WORDS.read_text().splitlines()
    assert len(lines) > 50
    for section, lists in SHIPPED.lists.items():
        assert all(lists.values()), section


def test_words_are_lemmas_in_lower_case_but_for_titles_and_calendar():
    proper = {("titles", None), ("posts", None), ("time", "months"), ("time", "days")}
    proper |= {("names", name) for name in ("given", "women", "either")}
    wrong = [
        (section, name, word)
        for section, lists in SHIPPED.lists.items()
        for name, words in lists.items()
        for word in words
        if word != word.lower() and proper.isdisjoint({(section, None), (section, name)})
    ]
    assert wrong == []


def test_longer_titles_come_before_those_they_contain():
    places = {" ".join(t): n for n, t in enumerate(SHIPPED.titles)}
    assert len(places) > 60
    for title, place in places.items():
        for other, earlier in places.items():
            if title != other and f" {other} " in f" {title} ":
                assert place < earlier, (title, other)


def test_a_frame_is_found_under_each_of_its_words():
    for index, key in ((SHIPPED.verb_frames, "verbs"), (SHIPPED.noun_frames, "nouns")):
        assert len(index) > 10
        for word, frames in index.items():
            assert all(word in getattr(f, key) for f in frames)


def test_frames_have_ids_of_their_own():
    made = {id(f): f.id for fs in SHIPPED.verb_frames.values() for f in fs}
    assert [i for i, n in Counter(made.values()).items() if n > 1] == []


# ---------------------------------------------------------------- what a user writes


def test_a_frame_keeps_all_that_its_table_says(load):
    frame = (
        '[[frame]]\nid = "fund"\nverbs = ["fund", "finance"]\nnouns = ["funding"]\n'
        'roles = { agent = "nsubj", recipient = ["dobj", "prep:to"] }\nrequire = ["agent"]\n'
        'relation = { property = "funds", subject = "agent", object = "recipient" }\n'
        'event = "Funding"\nprospect = { type = "Agreement", participant = ["agent"] }\n'
        'bare = true\nplover = "AID"\n'
    )
    loaded = load(frame)
    (made,) = loaded.verb_frames["finance"]
    assert loaded.noun_frames["funding"] == (made,)
    assert made.roles == {"agent": ("nsubj",), "recipient": ("dobj", "prep:to")}
    assert made.relation == ("funds", "agent", "recipient")
    assert made.prospect == ("Agreement", ("agent",))
    assert (made.id, made.event, made.require, made.bare) == ("fund", "Funding", ("agent",), True)


def test_titles_come_longest_first_then_by_letter(load):
    assert load().titles == (("Chief", "Justice"), ("Justice",), ("Mr.",))


def test_the_digest_tells_one_set_of_words_from_another(load):
    first = load().digest
    assert load().digest == first
    assert load(FRAME.replace("lend", "borrow")).digest != first
    assert load(words=TITLES + '[heads]\nPrison = ["prison", "jail"]\n').digest != first


@pytest.mark.parametrize(
    ("frames", "message"),
    [
        (FRAME + 'verb = ["owe"]\n', "unknown key 'verb'"),
        (FRAME.replace('id = "lend"\n', ""), "has no id"),
        (FRAME + 'event = "Lendings"\n', "no class 'Lendings' in the ontology"),
        (FRAME + 'object_type = "Money"\n', "no class 'Money' in the ontology"),
        (FRAME + 'patient_type = ["Person", "Moneys"]\n', "no class 'Moneys' in the ontology"),
        (
            FRAME + 'prospect = { type = "Deals", participant = ["agent"] }\n',
            "no class 'Deals' in the ontology",
        ),
        (
            FRAME + 'relation = { property = "lends", subject = "agent", object = "topic" }\n',
            "no relation 'lends'",
        ),
        (FRAME.replace("agent =", "lender ="), "no role 'lender' in the ontology"),
    ],
)
def test_a_wrong_frame_is_named_with_its_fault(load, frames, message):
    with pytest.raises(InputError) as error:
        load(frames)
    assert error.value.what == message
    assert error.value.where.startswith("frames.toml: frame '")
    assert error.value.fix


@pytest.mark.parametrize(("table", "text"), [("frames", "[[frame]\n"), ("words", "[titles\n")])
def test_what_is_no_toml_is_named_with_its_file(load, table, text):
    with pytest.raises(InputError) as error:
        load(**{table: text})
    assert error.value.where.endswith(f"{table}.toml")
    assert "line 1" in error.value.what


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(NotFoundError, match="No such file") as error:
        lexicon.load(tmp_path / "none.toml", tmp_path / "none.toml")
    assert error.value.where.endswith("none.toml")


def test_the_ends_of_titles_are_known_apart():
    known = lexicon.default()
    assert {"Prime", "Gov."} <= known.title_starts
    assert "Minister" in known.title_ends
    assert all(t[0] in known.title_starts and t[-1] in known.title_ends for t in known.titles)
    assert "Prime" not in known.title_ends
