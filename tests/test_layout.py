from __future__ import annotations

import math
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph import entity_graph
from kg.render.geometry import (
    arrow_cut,
    bend,
    curve,
    label_boxes,
    overlap,
    point,
    size,
    wrapped,
)
from kg.render.layout import layout
from kg.render.places import ASPECT, pack, spread, stress
from kg.render.routing import line_box
from kg.render.view import Line, view


def drawing(edges, nodes=()):
    """Return the view of a graph of (source, target) pairs of names."""
    graph = nx.MultiDiGraph()
    for name in dict.fromkeys([*nodes, *(n for e in edges for n in e)]):
        graph.add_node(name, label=str(name), type="Person", kind="Entity", aliases=[])
    for i, (a, b) in enumerate(edges):
        graph.add_edge(a, b, f"k{i}", predicate_label=f"r{i}", status="fact", sentences=[])
    return view(graph, max_nodes=300)


def boxes(found, made):
    """Return disc and label of each node as two boxes, by node id."""
    out = {}
    for node in found.drawn:
        (x, y), r = made.positions[node.id], made.sizes[node.id]
        label = label_boxes(node, (x, y), r)[made.sides[node.id]]
        out[node.id] = ((x - r, y - r, x + r, y + r), label)
    return out


def overlaps(found, made):
    pairs = combinations(boxes(found, made).values(), 2)
    return sum(overlap(a, b) for p, q in pairs for a in p for b in q)


RANDOM_TREE = [(i, (i * 7 + 3) % i) for i in range(1, 60)]
DENSE = [(i, j) for i in range(12) for j in range(12) if (i * 5 + j * 3) % 4 == 0 and i != j]


@pytest.mark.parametrize(
    "edges",
    [
        pytest.param([("a", "b")], id="a pair"),
        pytest.param([(0, i) for i in range(1, 25)], id="a star"),
        pytest.param(RANDOM_TREE, id="a tree of 60"),
        pytest.param(DENSE, id="a dense dozen"),
        pytest.param([(i, i + 1) for i in range(0, 40, 2)], id="twenty pairs"),
    ],
)
def test_discs_and_labels_do_not_overlap(edges):
    found = drawing(edges)
    assert overlaps(found, layout(found)) == 0


def test_the_example_has_no_overlap_and_most_of_its_line_labels(example_store):
    found = view(entity_graph(example_store, claims=True))
    made = layout(found)
    assert overlaps(found, made) == 0
    assert len(made.spots) >= 0.55 * len(found.drawn_lines)


def test_shown_line_labels_stand_free_of_discs_and_of_each_other(example_store):
    found = view(entity_graph(example_store, claims=True))
    made = layout(found)
    taken = [b for pair in boxes(found, made).values() for b in pair]
    for line in found.drawn_lines:
        if line.id in made.spots:
            ends = made.positions[line.source], made.positions[line.target]
            cut = arrow_cut(made.sizes[line.target])
            at = point(curve(*ends, made.bends[line.id], cut), made.spots[line.id])
            box = line_box(line, at, made.pixels)
            assert not any(overlap(box, other) for other in taken)
            taken.append(box)


def test_the_same_view_gives_the_same_numbers():
    assert layout(drawing(RANDOM_TREE)) == layout(drawing(RANDOM_TREE))


def test_positions_are_whole_pixels():
    made = layout(drawing(DENSE))
    assert all(type(v) is int for xy in made.positions.values() for v in xy)


def test_the_whole_is_about_as_wide_as_a_canvas():
    made = layout(drawing([(i, i + 1) for i in range(0, 60, 2)]))
    wide, high = (
        max(p[k] for p in made.positions.values()) - min(p[k] for p in made.positions.values())
        for k in (0, 1)
    )
    assert ASPECT / 1.8 < wide / high < ASPECT * 1.8


def test_only_the_drawn_have_a_place_and_every_line_has_a_bend():
    graph_view = drawing([(0, 1), (1, 2)], nodes=range(5))
    made = layout(graph_view)
    assert set(made.positions) == {n.id for n in graph_view.drawn} == {0, 1, 2}
    assert set(made.bends) == {x.id for x in graph_view.lines}


def test_a_self_loop_has_a_place_and_no_label():
    found = drawing([("a", "a")])
    made = layout(found)
    assert made.positions == {0: made.positions[0]}
    assert made.spots == {}


# ---------------------------------------------------------------- the parts


def test_stress_gives_a_path_its_distances():
    steps = {i: {j: abs(i - j) for j in range(5)} for i in range(5)}
    placed = stress(range(5), steps)
    for a, b in combinations(range(5), 2):
        assert math.dist(placed[a], placed[b]) == pytest.approx(abs(a - b), abs=0.1)


def test_spread_moves_boxes_apart_and_leaves_free_ones_alone():
    places = {0: [0.0, 0.0], 1: [5.0, 1.0], 2: [500.0, 0.0]}
    spread(places, dict.fromkeys(places, (20.0, 10.0)))
    assert places[2] == [500.0, 0.0]
    dx, dy = (abs(places[0][k] - places[1][k]) for k in (0, 1))
    assert dx >= 40 or dy >= 20


def test_spread_parts_two_nodes_on_one_spot():
    places = {0: [0.0, 0.0], 1: [0.0, 0.0]}
    spread(places, dict.fromkeys(places, (20.0, 10.0)))
    assert abs(places[0][1] - places[1][1]) >= 20


def test_packed_parts_do_not_overlap():
    parts = [{i: (0.0, 0.0)} for i in range(30)]
    half = {i: (20.0 + i, 10.0 + 3 * i) for i in range(30)}
    placed = pack(parts, half)
    frames = [(x - half[i][0], y - half[i][1], x + half[i][0], y + half[i][1])
              for i, (x, y) in placed.items()]  # fmt: skip
    assert not any(overlap(a, b) for a, b in combinations(frames, 2))


def test_packing_nothing_is_nothing():
    assert pack([], {}) == {}


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("Peru", ["Peru"]),
        ("", [""]),
        ("United States Congress", ["United States", "Congress"]),
        ("a b c d e f g h i", ["a b c d e f g h i"]),
        (
            "the office of a special envoy on the situation in the region",
            ["the office of a", "special envoy on", "the situation in…"],
        ),
        ("x" * 50, ["x" * 33 + "…"]),
    ],
)
def test_labels_are_wrapped_at_words_to_three_lines(label, lines):
    assert wrapped(label) == lines


@given(st.text(max_size=80))
@settings(max_examples=60)
def test_wrapping_keeps_every_line_bounded(label):
    lines = wrapped(label)
    assert 1 <= len(lines) <= 3
    assert all(len(x) <= 35 for x in lines)


def test_a_disc_grows_with_its_neighbours_to_a_bound():
    sizes = [size(n) for n in range(40)]
    assert sizes == sorted(sizes)
    assert sizes[0] == 14
    assert sizes[24] == sizes[39] < 75


def fan(place, of, source=0, target=1):
    return Line(0, source, target, "", "solid", "fact", (0,), place, of)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (fan(0, 1), 0),
        (fan(0, 2), -0.16),
        (fan(1, 2), 0.16),
        (fan(0, 3), -0.32),
        (fan(1, 3), 0),
        (fan(1, 2, 1, 0), -0.16),
    ],
)
def test_parallel_lines_fan_out_symmetrically(line, expected):
    assert bend(line) == pytest.approx(expected)


def test_a_line_and_its_reverse_bend_to_different_sides():
    there = point(curve((0, 0), (100, 0), bend(fan(0, 2)), 0), 0.5)
    back = point(curve((100, 0), (0, 0), bend(fan(1, 2, 1, 0)), 0), 0.5)
    assert there[1] * back[1] < 0


@given(
    st.tuples(st.integers(-500, 500), st.integers(-500, 500)),
    st.tuples(st.integers(-500, 500), st.integers(-500, 500)),
    st.sampled_from([-0.32, -0.16, 0.0, 0.16, 0.32]),
)
def test_a_line_ends_its_cut_before_the_centre(a, b, roundness):
    if math.dist(a, b) < 70:
        return
    start, _, end = curve(a, b, roundness, 30)
    assert start == a
    assert math.dist(end, b) == pytest.approx(30)
    assert point((start, (0, 0), end), 0) == a
    assert point((start, (0, 0), end), 1) == pytest.approx(end)


@pytest.mark.parametrize("side", ["b", "t", "r", "l"])
def test_a_label_stands_beside_its_disc(side):
    (node,) = drawing([("Peru", "Peru")]).nodes
    left, top, right, bottom = label_boxes(node, (0, 0), 20)[side]
    outside = {"b": top, "t": -bottom, "r": left, "l": -right}[side]
    assert outside > 20
    assert right - left == pytest.approx(4 * 8.2)
    assert bottom - top == pytest.approx(18)


def test_three_hundred_nodes_are_laid_out():
    edges = [(i, (i * 13) % max(i, 1)) for i in range(1, 300)]
    found = drawing(edges)
    made = layout(found)
    assert len(made.positions) == 300
    assert overlaps(found, made) <= 0.05 * 300
