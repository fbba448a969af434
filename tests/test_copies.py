"""Near copies: what counts as one source."""

from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.link.copies import copies, sample
from kg.model import Document

WIRE = (
    "Ghana has paid Togo six million dollars for the bridge over the Volta, the ministry said on "
    "Monday. The bridge was built in two years by a firm from Accra. It opened last week in the "
    "presence of both presidents. Officials in Lomé have criticized the price of the work. A judge "
    "has asked for the papers of the firm, which has said that it has nothing to hide."
)
OTHER = (
    "Kenya has arrested three men over the theft of a lorry of tea near Kisumu. The police say "
    "that the driver was held for two days in a house by the lake. The tea was found at a market. "
    "Growers have asked the county for patrols on the road since the beginning of the year."
)


def document(text: str, header: str = "") -> Document:
    whole = header + text
    return Document(hashlib.sha256(whole.encode()).hexdigest(), whole, body=len(header))


def are_copies(*texts: Document) -> bool:
    found = copies(texts)
    first = min(d.sha256 for d in texts)
    assert set(found.values()) <= {first}
    return len(found) == len(texts) - 1


@pytest.mark.parametrize(
    ("text", "is_copy"),
    [
        (WIRE.upper(), True),
        (WIRE.replace("“", '"').replace(".", " …"), True),
        ("LOMÉ (Agency) – " + WIRE, True),
        (WIRE.replace("six million", "about six million"), True),
        (WIRE + " " + OTHER, True),
        (WIRE[: len(WIRE) // 2], True),
        (WIRE[: len(WIRE) // 3] + OTHER, False),
        (OTHER, False),
        (" ".join(reversed(WIRE.split())), False),
        ("Ghana has paid Togo six million dollars.", False),
        ("", False),
    ],
)
def test_what_is_a_copy_of_a_wire_story(text, is_copy):
    header = "---\ntitle: Another\n---\n"
    assert are_copies(document(WIRE), document(text, header)) is is_copy


def test_the_header_is_no_part_of_the_text():
    header = "---\ntitle: " + OTHER + "\n---\n"
    assert not are_copies(document(OTHER), document(WIRE, header))
    assert are_copies(document(WIRE), document(WIRE, header))


def test_short_texts_are_copies_only_as_a_whole():
    assert are_copies(document("Kenya pays Uganda."), document("KENYA pays Uganda!"))
    assert not are_copies(document("Kenya pays Uganda."), document("Kenya pays Uganda again."))


def test_copies_of_copies_point_at_one_text_with_the_smallest_digest():
    third = len(WIRE) // 3
    chain = [document(WIRE[: 2 * third]), document(WIRE), document(WIRE[third:])]
    assert are_copies(*chain)


def test_many_copies_are_one_source():
    texts = [document(WIRE, f"---\ntitle: {n}\n---\n") for n in range(300)]
    assert are_copies(*texts)


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_documents_does_not_matter(shuffler: random.Random):
    texts = [document(WIRE), document(OTHER), document(WIRE + " More."), document("x")]
    expected = copies(texts)
    shuffler.shuffle(texts)
    assert copies(texts) == expected
    assert len(expected) == 1


@pytest.mark.parametrize("mark", ["\n", " \n\n", "\r\n", "\n- "])
def test_a_long_text_gives_the_same_sample_in_whatever_lines_its_words_stand(mark):
    words = [f"word{number}" for number in range(30_000)]
    one = sample(Document("a" * 64, " ".join(words)))
    assert sample(Document("b" * 64, mark.join(words))) == one
    assert 7_000 < len(one) < 8_000  # one of four of the runs of five
    assert sample(Document("c" * 64, mark.join(words[::-1]))) != one
