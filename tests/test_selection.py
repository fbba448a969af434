"""The part of a graph to draw: what stays, with which sentences, and when nothing does."""

from __future__ import annotations

import pytest
from test_view import EVIDENCE, small

from kg.errors import NotFoundError
from kg.render.selection import select, told


@pytest.mark.parametrize(("depth", "kept"), [(0, "b"), (1, "abc"), (2, "abcd"), (9, "abcd")])
def test_a_focus_keeps_what_is_within_its_depth_either_way(depth, kept):
    edges = [("a", "b", "r", "fact"), ("b", "c", "r", "fact"), ("d", "c", "r", "fact")]
    graph = small(edges, nodes="abcde")
    assert "".join(sorted(select(graph, focus="b", depth=depth))) == kept


def test_a_selection_that_keeps_nothing_is_an_error():
    with pytest.raises(NotFoundError, match="nothing to draw"):
        select(small(), only=["x"])
    with pytest.raises(NotFoundError, match="nothing to draw"):
        select(small(), focus="x")


def dated():
    """Return four edges: three days, the last one with no day and another speaker."""
    graph = small([("a", "b", f"r{i}", "fact") for i in range(4)])
    days = ("2025-06-03", "2025-06-04", "2025-06-05T10:00:00", "")
    for i, day in enumerate(days):
        graph["a"]["b"][f"k{i}"]["sentences"][0]["published"] = day
    graph["a"]["b"]["k3"]["sentences"][0]["speaker_label"] = "Ana Quispe"
    return graph


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ({}, "0123"),
        ({"since": "2025-06-04"}, "12"),
        ({"until": "2025-06-04"}, "01"),
        ({"until": "2025-06-05"}, "012"),
        ({"since": "2025-06-04", "until": "2025-06-04"}, "1"),
        ({"by": "quispe"}, "3"),
        ({"by": "a title"}, "0123"),
        ({"by": "kg.example"}, "0123"),
        ({"by": "lima post"}, "0123"),
        ({"by": "vega"}, "0123"),
        ({"by": "A TITLE", "since": "2025-06-05"}, "2"),
    ],
)
def test_edges_are_kept_by_day_and_by_source(wanted, kept):
    part = told(dated(), **wanted)
    assert sorted(k for *_, k in part.edges(keys=True)) == [f"k{c}" for c in kept]
    assert set(part) == {"a", "b"}


def test_a_sentence_outside_the_days_goes_from_an_edge_that_stays():
    graph = small([("a", "b", "knows", "fact")])
    said = graph["a"]["b"]["k0"]["sentences"]
    said.append({**EVIDENCE, "published": "2025-07-01"})
    part = told(graph, since="2025-07-01")
    assert [e["published"] for e in part["a"]["b"]["k0"]["sentences"]] == ["2025-07-01"]
    assert len(said) == 2


def test_no_day_and_no_source_left_is_an_error():
    with pytest.raises(NotFoundError, match="no sentence of such a day or source"):
        told(dated(), since="2030-01-01")


def test_a_selection_by_iris_keeps_the_edges_among_them():
    graph = small([("a", "b", "r", "fact"), ("b", "c", "r", "fact")])
    assert list(select(graph, only=["a", "b", "x"]).edges(keys=True)) == [("a", "b", "k0")]
