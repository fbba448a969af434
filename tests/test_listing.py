"""Claims, events and documents as records: order, filters, what is contested."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kg.assemble import assemble
from kg.errors import NotFoundError, UsageError
from kg.graph.listing import claims_list, sources_list, timeline, when
from kg.graph.names import find
from kg.model import Extraction
from kg.store import Store


def texts(found: list[dict[str, Any]]) -> list[str]:
    return [c["text"] for c in found]


def test_claims_come_in_the_order_of_the_text(example_store: Store) -> None:
    found = claims_list(example_store)
    starts = [c["sentences"][0]["start"] for c in found]
    assert len(found) == 12
    assert starts == sorted(starts)
    assert found[0]["text"] in {
        "Peru negotiates with El Salvador", "Peru seeks agreement with El Salvador",
    }  # fmt: skip


def test_claims_of_a_speaker_and_of_the_narrator(example_store: Store) -> None:
    quispe = find(example_store, "Quispe")
    told = claims_list(example_store, by=quispe)
    assert [(c["text"], c["status"]) for c in told] == [
        ("freed (event)  affected: 13 miners", "said"), ("Peru funds El Salvador", "denied"),
    ]  # fmt: skip
    narrated = claims_list(example_store, by="")
    assert len(narrated) == 8
    assert {c["speaker"] for c in narrated} == {""}


def test_claims_about_leave_out_what_it_only_says(example_store: Store) -> None:
    quispe = find(example_store, "Quispe")
    assert texts(claims_list(example_store, about=quispe)) == [
        "Ana Quispe holds office Prime Minister"
    ]


def test_claims_about_and_by_together(example_store: Store) -> None:
    peru, quispe = find(example_store, "Peru"), find(example_store, "Quispe")
    assert texts(claims_list(example_store, about=peru, by=quispe)) == ["Peru funds El Salvador"]
    assert claims_list(example_store, about=find(example_store, "Lima"), by=quispe) == []


def test_claims_of_one_modality_whatever_its_case(example_store: Store) -> None:
    (one,) = claims_list(example_store, modality="ALLEGED")
    assert one["text"] == "Some guards accused of kidnapping"
    names = ("status", "modality", "polarity", "certainty", "standing")
    said = ("alleged", "Alleged", "Positive", "Certain", "Active")
    assert tuple(one[name] for name in names) == said
    assert claims_list(example_store, modality="hoped") == []
    with pytest.raises(UsageError) as caught:
        claims_list(example_store, modality="allegd")
    assert caught.value.fix == "did you mean 'Alleged'?"
    with pytest.raises(UsageError) as caught:
        claims_list(example_store, modality="xxxx")
    assert "asserted, alleged" in caught.value.fix


def test_nothing_is_contested_until_one_says_what_another_denies(example: Extraction) -> None:
    assert claims_list(Store.memory(assemble([example])), contested=True) == []
    denied = next(c for c in example.claims if c.polarity == "Negative")
    said = replace(denied, id="c13", polarity="Positive", speaker="e11", attribution=None)
    store = Store.memory(assemble([replace(example, claims=(*example.claims, said))]))
    found = claims_list(store, contested=True)
    assert texts(found) == ["Peru funds El Salvador"] * 2
    assert {c["speaker_label"] for c in found} == {"Ana Quispe", "many officials"}


def test_the_timeline_is_in_order_and_guesses_no_date(example_store: Store) -> None:
    found = timeline(example_store)
    assert [(e["edtf"], e["label"], e["status"]) for e in found["dated"]] == [
        ("2025-05", "freed", "reported"), ("2025-06-03", "hearing", "fact"),
    ]  # fmt: skip
    assert {e["label"] for e in found["undated"]} == {
        "negotiates", "monitors", "criticized", "kidnapping",
    }  # fmt: skip
    assert all(e["sentences"] for part in found.values() for e in part)
    assert "send" not in str([e["label"] for part in found.values() for e in part])


def test_the_timeline_of_one_entity_holds_what_it_takes_part_in(example_store: Store) -> None:
    found = timeline(example_store, find(example_store, "Lima"))
    assert [e["participants"] for e in found["dated"]] == [{"place": ["Lima"]}]
    assert found["undated"] == []
    assert timeline(example_store, find(example_store, "Prime Minister")) == {
        "dated": [], "undated": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2025", ("2025", "", "")),
        ("2025-06", ("2025", "06", "")),
        ("2025-06-03", ("2025", "06", "03")),
        ("2025-06-03~", ("2025", "06", "03")),
        ("202X", ("2020", "", "")),
        ("2025-05/2025-07", ("2025", "05", "")),
        ("XXXX-05", ()),
        ("", ()),
        ("not stated", ()),
    ],
)
def test_when_reads_the_first_date_that_has_a_year(edtf: str, expected: tuple[str, ...]) -> None:
    assert when(edtf) == expected


def test_sources_count_what_rests_on_them(example_store: Store) -> None:
    (found,) = sources_list(example_store)
    assert (found["title"], found["publisher"], found["published"]) == (
        "Peru looks for prison space", "kg tests", "2025-06-04",
    )  # fmt: skip
    assert (found["n_claims"], found["n_attributed"], found["n_facts"]) == (12, 4, 7)
    assert "claims" not in found


@pytest.mark.parametrize("name", ["Peru looks for prison space", "LOOKS FOR", "space"])
def test_one_source_is_named_by_its_title_or_a_part_and_shows_its_claims(
    name: str, example_store: Store
) -> None:
    (found,) = sources_list(example_store, name)
    assert len(found["claims"]) == 12
    assert sources_list(example_store, found["document"])[0] == found
    assert sources_list(example_store, found["document"].rpartition("/")[2])[0] == found


@pytest.mark.parametrize("name", ["prisons.txt", "news/PRISONS.txt", "Kg Tests"])
def test_a_source_is_found_by_its_file_and_by_its_publisher(
    name: str, example_store: Store, example: Extraction
) -> None:
    files = {example.document.sha256: ["prisons.txt", "again.md"]}
    (found,) = sources_list(example_store, name, lambda: files)
    assert len(found["claims"]) == 12
    with pytest.raises(NotFoundError, match="no document 'prisons'"):
        sources_list(example_store, "prisons", lambda: files)


def test_a_publisher_has_all_its_documents_and_a_title_goes_before_it(example: Extraction) -> None:
    other = replace(
        example.document, sha256="f" * 64, title="kg tests of old", published="2024-01-02"
    )
    store = Store.memory(assemble([example, replace(example, document=other, claims=())]))
    found = sources_list(store, "kg tests")
    assert [d["title"] for d in found] == ["kg tests of old", "Peru looks for prison space"]
    assert not any("claims" in d for d in found)
    assert len(sources_list(store, "kg tests of old")) == 1


def test_sources_come_by_date_and_an_unclear_name_is_refused(example: Extraction) -> None:
    earlier = replace(
        example,
        document=replace(
            example.document, sha256="f" * 64, title="Peru looks back", published="2024-01-02"
        ),
        claims=example.claims[:1],
    )
    store = Store.memory(assemble([example, earlier]))
    assert [d["published"] for d in sources_list(store)] == ["2024-01-02", "2025-06-04"]
    with pytest.raises(NotFoundError, match=r"'peru looks' may mean:\n"):
        sources_list(store, "peru looks")
    with pytest.raises(NotFoundError) as caught:
        sources_list(store, "Peru loks back")
    assert caught.value.fix == "did you mean 'Peru looks back'?"
    with pytest.raises(NotFoundError) as caught:
        sources_list(store, "!")
    assert caught.value.fix == "kg sources lists them"


def test_an_empty_store_lists_nothing() -> None:
    store = Store.memory()
    assert claims_list(store) == claims_list(store, contested=True) == sources_list(store) == []
    assert timeline(store) == {"dated": [], "undated": []}
