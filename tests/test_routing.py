from __future__ import annotations

import pytest

from kg.render.geometry import overlap, point
from kg.render.routing import (
    SHIFTS,
    Scene,
    along,
    crossings,
    discs,
    labelled,
    line_box,
    passes,
    placed,
    routed,
    sided,
)
from tests.test_layout import drawing


def scene(edges, places, radius=14.0):
    """Return the drawing of a graph with its nodes at given places, in order of their ids."""
    found = drawing(edges)
    where = dict(zip((n.id for n in found.drawn), places, strict=True))
    nodes = {n.id: n for n in found.drawn}
    return Scene(nodes, found.drawn_lines, where, dict.fromkeys(nodes, radius))


def test_a_line_with_a_free_way_is_straight():
    assert routed(scene([("a", "b")], [(0, 0), (200, 0)])) == {0: 0.0}


def blocked(*others):
    """Return a line from left to right, and nodes beside or on it that hang together."""
    edges = [("a", "b"), *(("c", x) for x in "de"[: len(others) - 1])]
    return scene([*edges, ("c", "c")], [(0, 0), (400, 0), *others])


@pytest.mark.parametrize("at", [(200, 0), (200, 10), (200, -10), (120, 4), (300, -6)])
def test_a_line_bends_around_a_disc_in_its_way(at):
    stood = blocked(at)
    straight = dict.fromkeys((x.id for x in stood.lines), 0.0)
    bent = routed(stood)
    assert passes(stood, stood.bows(straight)) == 1
    assert passes(stood, stood.bows(bent)) == 0
    assert abs(bent[0]) <= 0.24


def test_the_bend_is_to_the_side_that_is_free():
    above, below = (routed(blocked((200, y)))[0] for y in (-12, 12))
    assert above * below < 0


def test_the_smallest_bend_that_helps_is_taken():
    assert routed(blocked((200, 300)))[0] == 0
    assert abs(routed(blocked((200, 0)))[0]) in {abs(s) for s in SHIFTS[1:3]}


def test_parallel_lines_move_together_and_stay_apart():
    stood = scene([("a", "b"), ("a", "b"), ("c", "c")], [(0, 0), (400, 0), (200, 32)])
    bent = routed(stood)
    one, other = (bent[x.id] for x in stood.lines if x.source != x.target)
    assert abs(one - other) == pytest.approx(0.32)
    assert passes(stood, stood.bows(bent)) == 0


def test_a_line_keeps_off_the_label_of_another_entity():
    stood = scene([("a", "b"), ("c", "c")], [(0, 0), (400, 0), (200, -60)])
    label = {2: (150.0, -10.0, 250.0, 10.0)}
    assert routed(stood)[0] == 0
    assert routed(stood, label)[0] != 0


def test_the_ends_of_a_line_are_not_in_its_way():
    assert routed(scene([("a", "b")], [(0, 0), (40, 0)], radius=30.0)) == {0: 0.0}


def test_a_curve_is_followed_from_its_start_to_its_end():
    dots = along(((0, 0), (50, 80), (100, 0)))
    assert dots.shape == (25, 2)
    assert dots[0].tolist() == [0, 0]
    assert dots[-1].tolist() == [100, 0]
    assert dots[12].tolist() == [50, 40]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([(0, 0), (100, 100), (100, 0), (0, 100)], 1),
        ([(0, 0), (100, 0), (0, 50), (100, 50)], 0),
        ([(0, 0), (100, 0), (50, 10), (50, 90)], 0),
    ],
)
def test_crossings_are_counted_once_a_pair(places, expected):
    stood = scene([("a", "b"), ("c", "d")], places)
    assert crossings(stood.lines, stood.bows({0: 0.0, 1: 0.0})) == expected


def test_a_label_stands_where_no_line_is():
    stood = scene([("a", "b")], [(0, 0), (0, 300)])
    sides = sided(stood, stood.bows({0: 0.0}))
    assert sides[0] != "b"  # the line leaves downwards
    assert sides[1] != "t"  # and comes in from above


def test_labels_of_neighbours_do_not_overlap():
    stood = scene([("Anna Ruiz", "Ben Katz")], [(0, 0), (36, 0)])
    one, other = labelled(stood, sided(stood, {})).values()
    assert not overlap(one, other)
    assert not any(overlap(label, disc) for label in (one, other) for disc in discs(stood))


def test_a_line_label_moves_along_its_line_to_where_there_is_room():
    stood = scene([("a", "b"), ("c", "c")], [(0, 0), (400, 0), (400, 200)])
    bows = stood.bows({0: 0.0, 1: 0.0})
    taken = {2: line_box(stood.lines[0], point(bows[0], 0.5), 12)}
    assert placed(stood, bows, {}, 12)[0] == 0.5
    assert placed(stood, bows, taken, 12)[0] not in (0, 0.5)
    assert placed(stood, bows, {2: (-500, -500, 900, 500)}, 12) == {}


def test_a_longer_label_takes_a_wider_box():
    (line,) = scene([("a", "b")], [(0, 0), (400, 0)]).lines
    left, top, right, bottom = line_box(line, (100, 50), 12)
    assert (left + right) / 2 == 100
    assert (top + bottom) / 2 == 50
    assert right - left == pytest.approx(12 * 0.52 * len(line.label))
