from __future__ import annotations

from collections import Counter

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import entity_graph
from kg.render.view import (
    MOST_DRAWN_EDGES,
    MOST_LINES,
    STYLES,
    Quote,
    Source,
    cut,
    view,
)

EVIDENCE = {
    "claim": "c",
    "sentence": "Lima is in Peru.",
    "marks": [[0, 4], [11, 15]],
    "kinds": ["subject", "object"],
    "number": 3,
    "document": "d1",
    "title": "A title",
    "published": "2025-06-04",
    "url": "https://kg.example/a",
    "publisher": "The Lima Post",
    "author": "Rosa Vega",
    "part": "",
    "copy_of": "",
    "start": 10,
    "speaker_label": "",
    "modality": "Asserted",
    "polarity": "Positive",
    "certainty": "Certain",
    "standing": "Active",
}


def small(edges=(), nodes="abc", kind="Entity", **more):
    """Return a graph of nodes named by letters; an edge is (source, target, label, status)."""
    graph = nx.MultiDiGraph()
    for name in nodes:
        graph.add_node(name, label=name.upper(), type="Person", kind=kind, aliases=[], **more)
    for i, (s, o, label, status) in enumerate(edges):
        said = [{**EVIDENCE, "claim": f"c{i}"}]
        graph.add_edge(s, o, f"k{i}", predicate_label=label, status=status, sentences=said)
    return graph


def edge_rows(found):
    return [(found.nodes[e.source].label, e.label, found.nodes[e.target].label, e.status)
            for e in found.edges]  # fmt: skip


# ---------------------------------------------------------------- edges


def test_every_claim_of_the_example_is_in_the_view(example_store):
    graph = entity_graph(example_store, claims=True)
    found = view(graph)
    expected = {
        (graph.nodes[s]["label"], graph.nodes[o]["label"], d["status"])
        for s, o, d in graph.edges(data=True)
    }
    ends = {(a, b, status) for a, _, b, status in edge_rows(found)}
    assert ends == expected
    assert ("Peru", "not: funds", "El Salvador", "denied") in edge_rows(found)
    assert ("foreign inmates", "transferred to", "CECOT", "proposed") in edge_rows(found)


def test_the_view_of_facts_holds_no_proposal_and_no_denial(example_store):
    found = view(entity_graph(example_store))
    assert {e.status for e in found.edges} == {"fact"}
    assert all(n.is_real for n in found.nodes)


def test_what_two_documents_say_alike_is_one_edge_with_two_quotes():
    graph = small([("a", "b", "knows", "fact"), ("a", "b", "knows", "fact")])
    graph["a"]["b"]["k1"]["sentences"][0] |= {"document": "d2", "title": "Another"}
    found = view(graph)
    assert edge_rows(found) == [("A", "knows", "B", "fact")]
    titles = [found.quotes[q].source.title for q in found.edges[0].quotes]
    assert titles == ["A title", "Another"]
    assert found.edges[0].n_sources == 2


def test_the_same_words_in_another_status_are_another_edge():
    graph = small([("a", "b", "knows", s) for s in ("fact", "said", "denied")])
    assert edge_rows(view(graph)) == [
        ("A", "knows", "B", "denied"),
        ("A", "knows", "B", "fact"),
        ("A", "knows", "B", "said"),
    ]


def test_one_sentence_behind_two_edges_is_embedded_once():
    graph = small([("a", "b", "knows", "fact"), ("a", "b", "likes", "fact")])
    found = view(graph)
    assert len(found.edges) == 2
    assert len(found.quotes) == 1


# ---------------------------------------------------------------- nodes


def test_a_node_says_what_it_is():
    graph = small(nodes="a", kind="Prospect", time="next week", count=1200)
    graph.nodes["a"].update(type="Negotiation", aliases=["talks"])
    (node,) = view(graph_with_loop(graph)).nodes
    assert (node.label, node.type, node.group, node.icon) == (
        "A",
        "negotiation",
        "Eventuality",
        "Eventuality",
    )
    assert not node.is_real
    assert node.aliases == ("talks",)
    assert node.note == "spoken of, not established · next week · count: 1,200"


def graph_with_loop(graph):
    graph.add_edge("a", "a", "loop", predicate_label="of", status="said", sentences=[EVIDENCE])
    return graph


def test_an_eventuality_that_no_edge_touches_is_left_out_and_an_entity_is_not():
    graph = small([("a", "b", "knows", "fact")], nodes="abcd")
    graph.nodes["c"]["kind"] = "Event"
    found = view(graph)
    assert [(n.label, n.is_drawn) for n in found.nodes] == [("A", True), ("B", True), ("D", False)]


def test_a_graph_without_edges_draws_its_entities():
    assert [n.is_drawn for n in view(small(nodes="ab")).nodes] == [True, True]


def test_a_node_without_a_label_shows_its_iri():
    graph = small(nodes="a")
    graph.nodes["a"]["label"] = ""
    assert view(graph).nodes[0].label == "a"


# ---------------------------------------------------------------- lines


@pytest.mark.parametrize(
    ("statuses", "style", "status"),
    [
        (["fact"] * 4, "solid", "fact"),
        (["fact", "fact", "fact", "said"], "dashed", "said"),
        (["fact", "proposed", "alleged", "fact"], "dashdot", "alleged"),
        (["fact", "denied", "said", "fact"], "dotted", "denied"),
    ],
)
def test_a_line_of_many_statements_is_as_sure_as_the_least_sure(statuses, style, status):
    edges = [("ab"[i % 2], "ba"[i % 2], f"r{i}", s) for i, s in enumerate(statuses)]
    (line,) = view(small(edges)).lines
    assert (line.label, line.style, line.status) == ("4 statements", style, status)
    assert sorted(line.edges) == [0, 1, 2, 3]


def test_few_statements_of_a_pair_are_lines_of_their_own():
    edges = [("a", "b", f"r{i}", "fact") for i in range(MOST_LINES)]
    found = view(small(edges)).lines
    assert [(x.label, x.place, x.of) for x in found] == [("r0", 0, 3), ("r1", 1, 3), ("r2", 2, 3)]


@pytest.mark.parametrize(
    ("label", "status", "shown"),
    [
        ("accused of", "alleged", "alleged: accused of"),
        ("alleges of", "alleged", "alleges of"),
        ("funds", "contested", "contested: funds"),
        ("not: funds", "denied", "not: funds"),
        ("funds", "fact", "funds"),
    ],
)
def test_a_line_is_worded_as_what_it_is(label, status, shown):
    (line,) = view(small([("a", "b", label, status)])).lines
    assert line.label == shown


def test_a_line_knows_how_many_texts_support_it():
    graph = small([("a", "b", "knows", "fact"), ("a", "b", "knows", "fact")])
    graph["a"]["b"]["k1"]["sentences"][0]["document"] = "d2"
    assert [x.sources for x in view(graph).lines] == [2]


def test_every_edge_is_on_exactly_one_line(example_store):
    found = view(entity_graph(example_store, claims=True))
    on = Counter(e for line in found.lines for e in line.edges)
    assert on == Counter(range(len(found.edges)))
    for line in found.lines:
        if len(line.edges) == 1:
            edge = found.edges[line.edges[0]]
            assert (line.source, line.target) == (edge.source, edge.target)
            assert line.style == STYLES[edge.status]


def test_only_facts_are_solid():
    assert [s for s, style in STYLES.items() if style == "solid"] == ["fact"]
    assert {"denied", "rejected"} == {s for s, style in STYLES.items() if style == "dotted"}


def test_a_rejected_statement_is_embedded_and_not_drawn():
    found = view(small([("a", "b", "knows", "rejected"), ("b", "c", "knows", "fact")]))
    assert len(found.lines) == 2
    assert [x.status for x in found.drawn_lines] == ["fact"]


# ---------------------------------------------------------------- bounds


def star(n):
    return small(
        [("a", f"n{i:03}", "knows", "fact") for i in range(n)],
        nodes=["a", *(f"n{i:03}" for i in range(n))],
    )


def test_only_the_best_connected_are_drawn_and_the_rest_is_embedded():
    found = view(star(20), max_nodes=5)
    assert len(found.nodes) == 21
    assert [n.label for n in found.drawn] == ["A", "N000", "N001", "N002", "N003"]
    assert len(found.drawn_lines) == 4
    assert len(found.lines) == 20
    assert found.omitted == 0


def test_a_graph_too_large_to_embed_says_how_much_is_left_out(monkeypatch):
    monkeypatch.setattr("kg.render.view.MOST_EDGES", 19)
    found = view(star(20), max_nodes=5)
    assert len(found.nodes) == 5
    assert len(found.edges) == 4
    assert found.omitted == 16


def test_ids_are_positions_in_their_tuples(example_store):
    found = view(entity_graph(example_store, claims=True))
    for items in (found.nodes, found.edges, found.lines):
        assert [x.id for x in items] == list(range(len(items)))


def test_the_order_of_the_graph_does_not_matter(example_store):
    graph = entity_graph(example_store, claims=True)
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    assert view(turned) == view(graph)


# ---------------------------------------------------------------- selection


def test_of_a_dense_core_fewer_entities_are_drawn():
    names = [f"n{i:02}" for i in range(60)]
    edges = [(a, b, "knows", "fact") for a in names for b in names if a != b]
    found = view(small(edges, nodes=names))
    assert 2 < len(found.drawn) < 60
    assert len(found.drawn_lines) <= MOST_DRAWN_EDGES
    assert len(found.edges) == len(edges)


# ---------------------------------------------------------------- quotes


@pytest.mark.parametrize(
    ("change", "manner"),
    [
        ({}, "the article’s own words"),
        ({"speaker_label": "Ana Quispe"}, "said by Ana Quispe"),
        (
            {"speaker_label": "Ana Quispe", "polarity": "Negative"},
            "said by Ana Quispe · denied",
        ),
        ({"modality": "Proposed"}, "the article’s own words · proposed"),
        (
            {"modality": "Alleged", "certainty": "Possible", "standing": "Contested"},
            "the article’s own words · alleged · possible · contested",
        ),
    ],
)
def test_a_quote_says_who_says_it_and_how_surely(change, manner):
    graph = small([("a", "b", "knows", "said")])
    graph["a"]["b"]["k0"]["sentences"][0] |= change
    (quote,) = view(graph).quotes
    assert quote == Quote(
        (("Lima", "subject"), (" is in ", ""), ("Peru", "object"), (".", "")),
        Source("A title", "The Lima Post", "Rosa Vega", "2025-06-04", "", EVIDENCE["url"], ""),
        "sentence 3",
        manner,
    )


@pytest.mark.parametrize(
    ("text", "marks", "parts"),
    [
        ("", [], []),
        ("Peru", [], [("Peru", "")]),
        ("Peru", [[0, 4]], [("Peru", "cue")]),
        ("A 👩 b", [[4, 5]], [("A 👩 ", ""), ("b", "cue")]),
        ("abcdef", [[1, 4], [2, 6]], [("a", ""), ("bcd", "cue"), ("ef", "cue")]),
        ("abcdef", [[1, 6], [2, 3]], [("a", ""), ("bcdef", "cue")]),
        ("abc", [[2, 1]], [("abc", "")]),
    ],
)
def test_a_sentence_is_cut_at_its_marks(text, marks, parts):
    assert cut(text, marks) == parts


def test_a_mark_keeps_its_kind_and_what_overlaps_is_cut_short():
    kinds = ["object", "subject", "cue"]
    parts = [("ab", "subject"), ("c", "cue"), ("d", ""), ("e", "object")]
    assert cut("abcde", [[4, 5], [0, 2], [1, 3]], kinds) == parts


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6),
)
def test_cutting_never_changes_the_text(text, marks):
    inside = [(a, min(b, len(text))) for a, b in marks if a < min(b, len(text))]
    assert "".join(part for part, _ in cut(text, inside)) == text
