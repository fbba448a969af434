"""How easily a drawing reads, from its positions: what `kg render --json` states."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest

from kg.graph import entity_graph
from kg.render.figures import figures
from kg.render.layout import Layout, layout
from kg.render.phone import CANVAS, LEAST_ZOOM, phone
from kg.render.untangle import untangle
from kg.render.view import view
from tests.test_layout import DENSE, RANDOM_TREE, drawing


def tangled(n, m, seed):
    return [tuple(e) for e in nx.gnm_random_graph(n, m, seed=seed).edges()]


@pytest.mark.parametrize(
    ("edges", "crossings"),
    [
        pytest.param(RANDOM_TREE, 0, id="a tree of 60"),
        pytest.param([(0, i) for i in range(1, 40)], 0, id="a star"),
        pytest.param(DENSE, 2, id="a dense dozen"),
        pytest.param([(i, (i + 1) % 24) for i in range(24)], 0, id="a ring"),
        pytest.param(tangled(20, 30, 1), 9, id="20 nodes, 30 lines"),
        pytest.param(tangled(60, 70, 2), 40, id="60 nodes, 70 lines"),
    ],
)
def test_up_to_sixty_nodes_nothing_overlaps_and_no_line_goes_behind_a_foreign_disc(
    edges, crossings
):
    found = drawing(edges)
    told = figures(found, layout(found))
    assert (told["overlaps"], told["passes"]) == (0, 0)
    assert told["crossings"] <= crossings
    assert told["line_labels"] >= 0.7 * told["lines"]


def test_the_example_reads_easily(example_store):
    found = view(entity_graph(example_store, claims=True))
    told = figures(found, layout(found))
    assert (told["overlaps"], told["passes"], told["crossings"]) == (0, 0, 0)
    assert told["zoom"] >= 0.7


def made(places):
    """Return a layout with given places, straight lines and labels below."""
    ids = range(len(places))
    where = dict(zip(ids, places, strict=True))
    straight = dict.fromkeys(range(9), 0.0)
    return Layout(where, dict.fromkeys(ids, 14.0), dict.fromkeys(ids, "b"), straight, {}, 12.0, 1.0)


CROSS = [("a", "b"), ("c", "d")]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([(0, 0), (200, 200), (200, 0), (0, 200)], (0, 1, 0)),
        ([(0, 0), (400, 0), (0, 200), (400, 200)], (0, 0, 0)),
        ([(0, 0), (400, 0), (200, 5), (200, 200)], (0, 0, 1)),
        ([(0, 0), (400, 0), (200, 5), (205, 5)], (1, 0, 2)),
    ],
    ids=["two lines cross", "none do", "one disc on a line", "two discs, one on another"],
)
def test_what_disturbs_is_counted(places, expected):
    told = figures(drawing(CROSS), made(places))
    overlaps, crossings, passes = expected
    assert (told["crossings"], told["passes"]) == (crossings, passes)
    assert (told["overlaps"] > 0) == (overlaps > 0)


def test_lines_of_one_entity_do_not_count_as_crossing():
    found = drawing([("a", "b"), ("a", "c"), ("b", "c")])
    assert figures(found, made([(0, 0), (200, 0), (100, 200)]))["crossings"] == 0


def test_a_bend_leads_around_a_disc_that_cannot_move():
    found = drawing([("a", "b"), ("b", "c"), ("c", "a")])
    places = {"a": (0, 0), "b": (260, 0), "c": (520, 0)}
    there = layout(found, places)
    assert figures(found, there)["passes"] == 0
    (way,) = [x.id for x in found.lines if {x.source, x.target} == {0, 2}]
    assert there.bends[way] != 0
    straight = replace(there, bends={**there.bends, way: 0.0})
    assert figures(found, straight)["passes"] == 1


def test_untangling_brings_crossing_lines_apart_and_keeps_boxes_apart():
    places = {0: [0.0, 0.0], 1: [300.0, 300.0], 2: [300.0, 0.0], 3: [0.0, 300.0]}
    near = {0: [1, 2], 1: [0, 3], 2: [0, 3], 3: [1, 2]}
    untangle(places, near, dict.fromkeys(places, (40.0, 30.0)), dict.fromkeys(places, 14.0))
    found = drawing([(0, 1), (0, 2), (1, 3), (2, 3)])
    told = figures(found, made([tuple(p) for p in places.values()]))
    assert (told["crossings"], told["overlaps"], told["passes"]) == (0, 0, 0)


# ---------------------------------------------------------------- a phone


@pytest.mark.parametrize("edges", [RANDOM_TREE, DENSE, tangled(40, 60, 5), [("a", "b")]])
def test_on_a_phone_fewer_entities_stand_in_letters_one_can_read(edges):
    whole = drawing(edges)
    part, there = phone(whole)
    told = figures(part, there)
    assert 2 <= told["entities"] <= min(16, len(whole.drawn))
    assert told["zoom"] >= LEAST_ZOOM
    assert (told["overlaps"], told["passes"]) == (0, 0)
    xs, ys = zip(*there.positions.values(), strict=True)
    assert (max(xs) - min(xs)) * told["zoom"] <= CANVAS[0]
    assert (max(ys) - min(ys)) * told["zoom"] <= CANVAS[1]


def test_on_a_phone_the_best_connected_come_first_and_hang_together():
    whole = drawing([("0", str(i)) for i in range(1, 30)] + [("x", "y")])
    part, _ = phone(whole)
    labels = {n.label for n in part.drawn}
    assert "0" in labels
    assert not labels & {"x", "y"}
    assert len(part.drawn_lines) == len(labels) - 1


def test_on_a_phone_nothing_is_nothing():
    assert phone(view(nx.MultiDiGraph()))[1].positions == {}
