"""The table of ties: what a file of them may say, and how a wrong one is refused."""

from __future__ import annotations

import pytest

from kg import vocabulary
from kg.errors import InputError, NotFoundError
from kg.extract.tietable import default, load

TIE = '[[tie]]\nid = "coach"\nproperty = "worksFor"\nnouns = ["trainer"]\nbehind = ["of"]\n'


def written(tmp_path, text):
    """Return a file of ties."""
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_ties_are_found_by_their_nouns_verbs_and_possessions(tmp_path):
    more = 'owned = ["club"]\nverbs = { train = ["at", ""] }\n'
    table = load(written(tmp_path, TIE + more))
    (tie,) = table.all
    assert table.by_noun == {"trainer": (tie,)}
    assert table.by_owned == {"club": (tie,)}
    assert table.by_verb == {"train": (tie,)}
    assert tie.behind == {"of"}
    assert tie.verbs == {"train": frozenset({"at", ""})}
    assert (tie.turned, tie.passive, tie.lasts, tie.past) == (False, False, True, None)


def test_two_ties_may_share_a_noun(tmp_path):
    table = load(written(tmp_path, TIE + TIE.replace("coach", "leader")))
    assert [t.id for t in table.by_noun["trainer"]] == ["coach", "leader"]


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("[[tie", "Expected", "mine.toml"),
        (TIE + 'noun = "x"\n', "unknown key 'noun'", "mine.toml: tie 'coach'"),
        (TIE.replace("id =", "past ="), "has no id", "mine.toml: tie '?'"),
        (TIE.replace('property = "worksFor"\n', ""), "has no property", "mine.toml: tie 'coach'"),
        (TIE.replace("worksFor", "workFor"), "no relation 'workFor'", "mine.toml: tie 'coach'"),
        (TIE.replace("worksFor", "Person"), "no relation 'Person'", "mine.toml: tie 'coach'"),
        (TIE + 'past = "working"\n', "no relation 'working'", "mine.toml: tie 'coach'"),
    ],
)
def test_a_wrong_file_says_what_is_wrong_and_where(tmp_path, text, what, where):
    with pytest.raises(InputError) as caught:
        load(written(tmp_path, text))
    assert what in caught.value.what
    assert where in caught.value.where
    assert caught.value.fix


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NotFoundError, match=r"nothing\.toml"):
        load(tmp_path / "nothing.toml")


def test_each_counterpart_is_a_property_of_wikidata_and_the_ontology_agrees():
    known = vocabulary.default()
    for tie in default().all:
        code = tie.wikidata or ""
        assert code == "" or code.removeprefix("^").removeprefix("P").isdigit(), tie.id
        now = known.properties[tie.property]
        assert tie.past is None or known.fits(tie.past, now.domain or "", now.range or "")
    told = {t.property: t.wikidata for t in default().all}
    assert told["spouseOf"] == "P26"
    assert told["childOf"] == "^P40"


def test_a_tie_names_only_words_in_lower_case():
    for tie in default().all:
        words = {*tie.nouns, *tie.behind, *tie.owned, *tie.object, *tie.verbs}
        assert all(w == w.lower() for w in words), tie.id


def test_a_possession_needs_nothing_behind_it_but_a_place():
    known = vocabulary.default()
    for ties in default().by_owned.values():
        for tie in ties:
            assert known.properties[tie.property].range == "Place"
