"""What a decision is about: the claim, entity or document that words mean, or which they may."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.archive import Archive
from kg.errors import NotFoundError, UsageError
from kg.graph.listing import claims_list
from kg.store import Store
from kg.targets import Targets


@pytest.fixture
def known(example_graph_dir: Path) -> Iterator[Targets]:
    with Store.open(example_graph_dir) as store:
        yield Targets(Archive.open(example_graph_dir), store, ())


FUNDS = "Peru funds El Salvador"


def test_a_claim_is_meant_by_its_words_its_iri_or_the_first_digits_of_its_id(
    known: Targets,
) -> None:
    iri = next(c["claim"] for c in claims_list(known.store) if c["text"] == FUNDS)
    digits = iri.rpartition("/")[2]
    names = (FUNDS, "  peru FUNDS el salvador ", "funds El", iri, digits, digits[:8])
    found = [known.claim(name) for name in names]
    assert found == [found[0]] * len(names)
    assert found[0]["claim"] == iri
    assert (found[0]["predicate"], found[0]["document"][:7]) == ("funds", "sha256:")
    assert found[0]["quote"] in known.archive.document(found[0]["document"][7:]).text


@pytest.mark.parametrize("name", ["", "Peru fund", "unds El", "ffffffffffff", "nothing of this"])
def test_words_of_no_claim_find_none(known: Targets, name: str) -> None:
    with pytest.raises(NotFoundError, match="no claim"):
        known.claim(name)


def test_words_of_many_claims_list_five_of_them_each_with_its_id(known: Targets) -> None:
    with pytest.raises(NotFoundError, match="may mean several claims") as caught:
        known.claim("CECOT")
    _, *lines = caught.value.what.splitlines()
    ids = {c["claim"].rpartition("/")[2][:8] for c in claims_list(known.store)}
    listed = [line.split()[0] for line in lines if not line.startswith("  and ")]
    assert 1 < len(listed) <= 5
    assert set(listed) <= ids


def test_an_entity_is_meant_with_a_name_that_no_decision_moves(known: Targets) -> None:
    found = known.entity("Quispe", "into")
    assert found["into"].endswith("/id/ana-quispe")
    assert "/id/doc-" in found["into_local"]
    assert known.locals(found["into"]) == [found["into_local"]]
    assert known.type_of(found["into"]) == "Person"


def test_an_event_is_no_entity_to_decide_on(known: Targets) -> None:
    with pytest.raises(UsageError, match="is an event"):
        known.entity("hearing")


def test_a_document_is_meant_by_its_title_and_must_be_named(known: Targets) -> None:
    (document,) = known.archive.documents()
    iri = known.document(document.title or document.name)
    assert known.sha256(iri) == document.sha256
    with pytest.raises(UsageError, match="no document is named"):
        known.document("")
