from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.render.layout import layout
from kg.render.positions import dump, load, settle
from tests.test_layout import RANDOM_TREE, drawing, overlaps


def test_what_is_dumped_is_loaded(tmp_path):
    file = tmp_path / "p.json"
    file.write_text(dump({"b": (1, 2), "a": (-3, 4)}), encoding="utf-8")
    assert load(file) == {"a": (-3, 4), "b": (1, 2)}


def test_a_file_that_is_not_there_yet_holds_nothing(tmp_path):
    assert load(tmp_path / "none.json") == {}


@pytest.mark.parametrize("text", ["", "[1]", '{"a": 1}', '{"a": [1]}', '{"a": ["x", 1]}', "null"])
def test_another_file_is_an_error_that_names_it(tmp_path, text):
    file = tmp_path / "p.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="not a file of positions"):
        load(file)


def test_a_graph_that_grows_does_not_jump():
    small = drawing(RANDOM_TREE[:30])
    before = {
        n.iri: xy for n, xy in zip(small.drawn, layout(small).positions.values(), strict=True)
    }
    grown = drawing(RANDOM_TREE)
    made = layout(grown, before)
    after = {n.iri: made.positions[n.id] for n in grown.drawn}
    assert {iri: after[iri] for iri in before} == before
    assert len(after) > len(before)
    assert overlaps(grown, made) <= 1


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20))
def test_new_nodes_stand_free_of_all_others(pairs):
    near = {
        i: sorted({b for a, b in pairs if a == i} | {a for a, b in pairs if b == i})
        for i in range(13)
    }
    boxes = dict.fromkeys(near, (40.0, 25.0))
    places = settle({0: (0.0, 0.0), 5: (10.0, 300.0)}, near, boxes)
    assert set(places) == set(near)
    assert (places[0], places[5]) == ((0.0, 0.0), (10.0, 300.0))
    for a, b in combinations(places.values(), 2):
        assert abs(a[0] - b[0]) >= 80 or abs(a[1] - b[1]) >= 50
