from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import pairwise

import networkx as nx
import pytest

from kg.graph import entity_graph
from kg.render import Wanted, drawing
from kg.render.communities import COLOURED, colour, communities
from kg.render.geometry import around, hull
from kg.render.html import html, named
from kg.render.layout import layout
from kg.render.svg import svg
from kg.render.view import view
from tests.test_html import Page, hostile
from tests.test_view import small


def cliques(*names):
    """Return groups in which everybody knows everybody; one line leads from each to the next."""
    edges = [(a, b, "knows", "fact") for group in names for a in group for b in group if a < b]
    edges += [(one[0], other[0], "met", "fact") for one, other in pairwise(names)]
    return small(edges, nodes="".join(names))


TWO = cliques("abcde", "vwxyz")


def shown(graph=TWO):
    return view(graph, title="Two groups", communities=communities(graph))


def test_what_hangs_together_is_one_group_the_largest_first():
    found = communities(cliques("abcdef", "wxyz"))
    assert {n for n, c in found.items() if c == 0} == set("abcdef")
    assert {n for n, c in found.items() if c == 1} == set("wxyz")


def test_two_are_no_group_and_who_stands_alone_is_in_none():
    assert communities(small([("a", "b", "knows", "fact")], nodes="abc")) == {}
    assert communities(nx.MultiDiGraph()) == {}


def test_loops_and_parallel_lines_and_directions_do_not_count():
    more = TWO.copy()
    for _ in range(9):
        more.add_edge("a", "v", predicate_label="r", status="fact", sentences=[])
        more.add_edge("c", "c", predicate_label="r", status="fact", sentences=[])
    turned = nx.MultiDiGraph(nx.reverse(more))
    assert communities(more) == communities(turned) == communities(TWO)


def test_the_order_of_the_graph_does_not_matter_for_groups():
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(TWO)))
    turned.add_edges_from(reversed(list(TWO.edges())))
    assert communities(turned) == communities(TWO)


def test_the_largest_groups_have_colours_of_their_own():
    own = {colour(n) for n in range(len(COLOURED))}
    assert len(own) == len(COLOURED) == 7
    assert colour(7) == colour(99)
    assert colour(7) not in own


def test_without_the_wish_there_are_no_groups():
    assert view(TWO).communities == {}
    assert "ground" not in svg(view(TWO), layout(view(TWO)))


def test_the_picture_colours_by_group_and_lays_a_ground_behind_each():
    found = shown()
    root = ET.fromstring(svg(found, layout(found)))
    grounds = [p.get("fill") for p in root.findall(".//{*}path") if p.get("class") == "ground"]
    assert grounds == [colour(0), colour(1)]
    fills = [c.get("fill") for c in root.findall(".//{*}circle")]
    assert [fills.count(colour(n)) for n in (0, 1)] == [5, 5]


def test_groups_stand_apart():
    found = shown()
    made = layout(found)
    xs = {c: [made.positions[n.id] for n in m] for c, m in found.communities.items()}
    middles = [tuple(sum(p[k] for p in m) / len(m) for k in (0, 1)) for m in xs.values()]
    for (x, y), members in zip(middles, xs.values(), strict=True):
        other = next(m for m in middles if m != (x, y))
        for px, py in members:
            own, foreign = (abs(px - a) ** 2 + abs(py - b) ** 2 for a, b in ((x, y), other))
            assert own < foreign


def test_a_group_is_named_by_its_best_connected_members():
    graph = cliques("abcde", "vwxyz")
    graph.nodes["a"]["type"] = "Hearing"
    members = shown(graph).communities
    assert named(members[0]) == "B, C and 3 more"
    assert named(members[0][:2]) == "B, C"


def test_the_page_embeds_and_lists_the_groups():
    found = shown()
    text = html(found, layout(found))
    told = Page(text).data["extra"]["communities"]
    assert told == [["A, B and 3 more", colour(0)], ["V, W and 3 more", colour(1)]]
    plain = text[text.index("<noscript>") : text.index("</noscript>")]
    assert plain.count('<li class="community">') == 2
    assert "<b>A, B and 3 more</b>: A, B, C, D, E" in plain


@pytest.mark.parametrize("suffix", [".html", ".svg", ".dot"])
def test_with_groups_and_positions_two_pictures_are_the_same_bytes(
    example_graph_dir, tmp_path, suffix
):
    wanted = Wanted(communities=True, positions=tmp_path / "p.json")
    first = drawing(example_graph_dir, suffix, wanted)
    assert first.view.communities
    for again in (wanted, Wanted(communities=True)):
        assert drawing(example_graph_dir, suffix, again).content == first.content


def test_the_hash_seed_changes_no_group(example_graph_dir):
    code = """
import json, pathlib, sys
from kg.render import Wanted, drawing
made = drawing(pathlib.Path(sys.argv[1]), ".svg", Wanted(communities=True))
print(json.dumps([[n.community for n in made.view.nodes], list(made.layout.positions.values())]))
"""
    command = [sys.executable, "-c", code, str(example_graph_dir)]
    printed = [
        subprocess.run(
            command, env={"PYTHONHASHSEED": s}, check=True, capture_output=True, text=True
        ).stdout
        for s in "12"
    ]
    assert printed[0] == printed[1]
    assert len(json.loads(printed[0])[1]) > 5


# ---------------------------------------------------------------- in the browser


@pytest.mark.browser
def test_a_group_box_hides_exactly_its_members(visit):
    found = shown()
    page = visit(found)
    hidden = "network.body.data.nodes.get({filter: n => n.hidden}).map(n => n.id)"
    for number, members in found.communities.items():
        page.locator("#communities label").nth(number).click()
        assert set(page.evaluate(hidden)) == {n.id for n in members}
        page.locator("#communities label").nth(number).click()
    assert page.evaluate(hidden) == []


@pytest.mark.browser
def test_the_members_are_listed_and_lead_to_the_entity(visit):
    page = visit(shown())
    page.locator("summary", has_text="Members").click()
    assert page.locator("#members h3").all_inner_texts() == [
        "A, B and 3 more · 5",
        "V, W and 3 more · 5",
    ]
    page.get_by_role("button", name="X", exact=True).click()
    assert page.locator("#detail h2.statement").inner_text() == "X"


@pytest.mark.browser
def test_without_groups_the_page_does_not_speak_of_them(visit):
    assert visit(view(TWO)).locator("#groups-that-hang-together").is_hidden()


@pytest.mark.browser
def test_hostile_names_of_groups_stay_text(visit):
    graph = hostile()
    page = visit(view(graph, title="<b>", communities=communities(graph)))
    assert page.locator("#communities li").count() >= 2
    assert page.evaluate("window.__h") is None


# ---------------------------------------------------------------- the hull


def test_a_hull_holds_every_point():
    points = [(x * 7 % 11, x * 5 % 13) for x in range(40)]
    corners = hull(points)
    sides = list(zip(corners, [*corners[1:], corners[0]], strict=True))
    for x, y in points:
        assert all((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) >= 0 for a, b in sides)
    assert set(corners) <= set(points)


@pytest.mark.parametrize("points", [[], [(1, 2)], [(1, 2), (3, 4)]])
def test_few_points_are_their_own_hull(points):
    assert hull(points) == points


def test_a_circle_is_its_own_hull():
    assert len(hull(around((0, 0)))) == 16


def test_the_example_has_groups(example_store):
    found = communities(entity_graph(example_store, claims=True))
    assert 0 in found.values()
