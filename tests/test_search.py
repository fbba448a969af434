"""Search: what a text finds, in spite of case, accents and slips; and the cache that it keeps."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.index import FILE, index
from kg.graph.search import distance, search
from kg.graph.view import nodes
from kg.model import Extraction
from kg.store import Store
from kg.validate import verify
from tests.kept import rename


@pytest.fixture
def opened(example_graph_dir: Path) -> Iterator[Store]:
    with Store.open(example_graph_dir) as store:
        yield store


def labels(store: Store, text: str, **options: int) -> list[str]:
    return [e["label"] for e in search(store, text, **options)["entities"]]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Peru", "Peru"),
        ("PERÚ", "Peru"),
        ("el salvador", "El Salvador"),
        ("salvador", "El Salvador"),
        ("salv", "El Salvador"),
        ("quispe", "Ana Quispe"),
        ("quispe ana", "Ana Quispe"),
        ("prison watch", "Prison Watch"),
        ("Prison-Watch!", "Prison Watch"),
        ("13 miners", "13 miners"),
    ],
)
def test_a_name_is_found_whatever_its_case_accents_order_and_ends(
    text: str, first: str, example_store: Store
) -> None:
    assert labels(example_store, text)[0] == first
    assert search(example_store, text)["is_exact"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Quipse", "Ana Quispe"),  # two letters swapped
        ("Quisp3", "Ana Quispe"),  # one changed
        ("Quispee", "Ana Quispe"),  # one too many
        ("Quspe", "Ana Quispe"),  # one left out
        ("Cecto", "CECOT"),
        ("prisn watch", "Prison Watch"),
        ("Prsion Wacth", "Prison Watch"),
        ("El Savlador", "El Salvador"),
        ("Sallvadro", "El Salvador"),  # a long word may hold two
    ],
)
def test_a_slip_of_the_keys_is_forgiven_and_told(
    text: str, first: str, example_store: Store
) -> None:
    found = search(example_store, text)
    assert found["entities"][0]["label"] == first
    assert not found["is_exact"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "zzzzzz",
        "Prue",
        "pe ru x",
        '"',
        "*",
        "' OR 1=1 --",
        "NEAR(a b)",
        "\x00",
        "é" * 5000,
    ],
)
def test_what_fits_nothing_finds_nothing(text: str, example_store: Store) -> None:
    found = search(example_store, text)
    assert (found["entities"], found["sentences"], found["is_exact"]) == ([], [], True)


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_no_text_breaks_the_search(text: str) -> None:
    assert search(Store.memory(), text)["entities"] == []


def test_the_best_is_first_and_says_which_name_fits(example_store: Store) -> None:
    (found,) = search(example_store, "QUISPE")["entities"]
    assert (found["label"], found["matched"], found["score"]) == ("Ana Quispe", "Quispe", 1.0)
    assert found["mentions"] == 2
    two = search(example_store, "p")["entities"]
    assert two[0]["label"] == "Peru"
    assert [e["score"] for e in two if e["kind"] == "Entity"] == sorted(
        (e["score"] for e in two if e["kind"] == "Entity"), reverse=True
    )


def test_entities_come_before_events_and_the_number_is_bounded(example_store: Store) -> None:
    kinds = [e["kind"] for e in search(example_store, "m")["entities"]]
    assert kinds == sorted(kinds, key=lambda k: k != "Entity")
    assert len(search(example_store, "p", limit=1)["entities"]) == 1
    assert len(search(example_store, "p", limit=1)["sentences"]) == 1


@pytest.mark.parametrize("text", ["hearing lima", "HEARING", "heering"])
def test_a_sentence_is_found_by_its_words_with_its_document(
    text: str, example_store: Store
) -> None:
    (found,) = search(example_store, text)["sentences"]
    assert found["sentence"].startswith("Prison Watch criticized CECOT at a hearing")
    assert (found["title"], found["number"], found["published"]) == (
        "Peru looks for prison space", 4, "2025-06-04",
    )  # fmt: skip


def test_every_word_must_fit(example_store: Store) -> None:
    assert search(example_store, "hearing miners")["sentences"] == []


def test_the_index_is_kept_beside_the_store_and_used_again(
    opened: Store, example_graph_dir: Path
) -> None:
    first = search(opened, "peru", directory=example_graph_dir)
    kept = (example_graph_dir / FILE).stat()
    assert search(opened, "peru", directory=example_graph_dir) == first
    assert (example_graph_dir / FILE).stat().st_ino == kept.st_ino
    assert first == search(opened, "peru")
    assert not list(example_graph_dir.glob(f"{FILE}.*"))


def test_the_same_store_gives_the_same_index_byte_for_byte(
    opened: Store, example_graph_dir: Path
) -> None:
    path, made = example_graph_dir / FILE, []
    for _ in range(2):
        search(opened, "peru", directory=example_graph_dir)
        made.append(path.read_bytes())
        path.unlink()
    assert made[0] == made[1]


def test_the_index_holds_of_an_entity_what_the_graph_says(example_store: Store) -> None:
    with closing(index(example_store, None)) as opened:
        rows = opened.execute("SELECT iri, label, type, kind FROM thing").fetchall()
        names = opened.execute(
            "SELECT iri, text FROM name JOIN thing ON thing.id = thing"
        ).fetchall()
    every = nodes(example_store)
    assert rows == [(i, n["label"], n["type"], n["kind"]) for i, n in sorted(every.items())]
    assert set(names) == {(i, x) for i, n in every.items() for x in (n["label"], *n["aliases"])}


@pytest.mark.parametrize("seed", range(20))
def test_an_index_with_any_byte_changed_is_made_again(
    seed: int, opened: Store, example_graph_dir: Path
) -> None:
    before, path = search(opened, "peru", directory=example_graph_dir), example_graph_dir / FILE
    whole = path.read_bytes()
    changed, at = bytearray(whole), random.Random(seed).randrange(len(whole))
    changed[at] ^= 1 + seed
    path.write_bytes(changed)
    assert search(opened, "peru", directory=example_graph_dir) == before
    assert path.read_bytes() == whole


@pytest.mark.parametrize("harm", ["delete", "garbage", "cut", "empty"])
def test_a_deleted_or_damaged_index_is_made_again(
    harm: str, opened: Store, example_graph_dir: Path
) -> None:
    before, path = search(opened, "peru", directory=example_graph_dir), example_graph_dir / FILE
    if harm == "delete":
        path.unlink()
    else:
        whole = path.read_bytes()
        path.write_bytes({"garbage": b"x" * 9000, "cut": whole[:2000], "empty": b""}[harm])
    assert search(opened, "peru", directory=example_graph_dir) == before
    assert path.stat().st_size > 9000


def test_a_changed_graph_makes_it_again(
    example: Extraction, opened: Store, example_graph_dir: Path
) -> None:
    assert search(opened, "Zorrilla", directory=example_graph_dir)["entities"] == []
    opened.close()
    rename(example_graph_dir, example, "Ana Zorrilla")
    with Store.open(example_graph_dir) as store:
        (found,) = search(store, "Zorrilla", directory=example_graph_dir)["entities"]
    assert found["label"] == "Ana Zorrilla"


def test_the_index_is_no_part_of_what_is_verified(opened: Store, example_graph_dir: Path) -> None:
    search(opened, "peru", directory=example_graph_dir)
    assert (example_graph_dir / FILE).exists()
    opened.close()
    assert list(verify(example_graph_dir)) == []


def test_where_the_index_cannot_be_written_the_search_is_in_memory(
    opened: Store, example_graph_dir: Path
) -> None:
    # A folder in its place cannot be replaced, whoever asks: root may write where others may not.
    (example_graph_dir / FILE / "full").mkdir(parents=True)
    assert search(opened, "peru", directory=example_graph_dir)["entities"]
    assert not list(example_graph_dir.glob(f"{FILE}.*"))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("", "", 0), ("a", "", 1), ("peru", "peru", 0), ("peru", "pure", 2), ("abcd", "abdc", 1),
     ("kitten", "sitting", 3)],
)  # fmt: skip
def test_distance_counts_letters(one: str, other: str, expected: int) -> None:
    assert distance(one, other) == distance(other, one) == expected


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance_is_symmetric_and_bounded(one: str, other: str) -> None:
    found = distance(one, other)
    assert found == distance(other, one)
    assert abs(len(one) - len(other)) <= found <= max(len(one), len(other))
    assert (found == 0) == (one == other)
