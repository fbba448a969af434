"""Graphs of other programs: their elements, what their words mean, and what they may not claim."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.cli import run
from kg.errors import InputError, UsageError
from kg.model import Document, Extraction
from kg.tables import TableMap, dump_map, import_file, load_map, look, parse_terms
from kg.tables.counterparts import Counterparts
from kg.tables.elements import Edge, Node, edge, node, texts
from kg.tables.formats import Graph, open_
from kg.tables.graph import read_graph
from kg.tables.graphs import read_cx2, read_cytoscape, read_graphml, read_nodelink, rows_to_graph
from kg.vocabulary import default

ANY = TableMap("Entity", "")
PEOPLE = [
    {"id": "n1", "label": "Ama Badu", "type": "Person", "aliases": ["A. Badu"], "age": 44},
    {"id": "n2", "label": "Accra", "type": "City"},
    {"id": "n3", "label": "Ghana Mine", "type": "Company"},
]
TIES = [
    {"id": "e1", "source": "n1", "target": "n2", "label": "livesIn", "since": "1999"},
    {"id": "e2", "source": "n1", "target": "n3", "label": "works for"},
]


def graph() -> nx.MultiDiGraph[str]:
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for one in PEOPLE:
        plain = {k: v for k, v in one.items() if k not in ("id", "aliases")}
        made.add_node(one["id"], aliases=json.dumps(one.get("aliases", [])), **plain)
    for tie in TIES:
        made.add_edge(tie["source"], tie["target"], key=tie["id"], label=tie["label"])
    return made


def written(tmp_path: Path, name: str) -> Path:
    """Write the three nodes and two edges as other programs do."""
    path = tmp_path / name
    if name == "t.graphml":
        nx.write_graphml(graph(), path)
    elif name == "t.gexf":
        nx.write_gexf(graph(), path)
    elif name == "t.cyjs":
        elements = {
            "nodes": [{"data": n, "position": {"x": 1, "y": 2}} for n in PEOPLE],
            "edges": [{"data": t} for t in TIES],
        }
        path.write_text(json.dumps({"elements": elements}))
    elif name == "flat.json":
        path.write_text(json.dumps([{"data": x} for x in (*PEOPLE, *TIES)]))
    elif name == "links.json":
        path.write_text(json.dumps({"nodes": PEOPLE, "links": TIES}))
    elif name == "nx.json":
        path.write_text(json.dumps(nx.node_link_data(graph(), edges="edges")))
    elif name == "folder":
        path.mkdir()
        (path / "nodes.csv").write_text("Id,Label,type,age\n" + "".join(
            f"{n['id']},{n['label']},{n['type']},{n.get('age', '')}\n" for n in PEOPLE
        ))  # fmt: skip
        (path / "edges.csv").write_text("Source,Target,Type,Id,Label\n" + "".join(
            f"{t['source']},{t['target']},Directed,{t['id']},{t['label']}\n" for t in TIES
        ))  # fmt: skip
    return path


FILES = ["t.graphml", "t.gexf", "t.cyjs", "flat.json", "links.json", "nx.json", "folder"]


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_graph(tmp_path, name):
    report = import_file(written(tmp_path, name), tmp_path / "g.kg", ANY)
    assert str(report) == "5 elements, 3 entities, 3 claims"
    assert (report.left, report.dropped, report.unknown) == ((), (), ())
    with kg.open(tmp_path / "g.kg") as opened:
        drawn = opened.graph()
        label = dict(drawn.nodes(data="label"))
        kinds = dict(drawn.nodes(data="type"))
        ages = [v["value"] for _, d in drawn.nodes(data=True) for v in d.get("values", ())]
        edges = {(label[s], d["predicate_label"], label[o]) for s, o, d in drawn.edges(data=True)}
    assert edges == {
        ("Ama Badu", "lives or lived in", "Accra"),
        ("Ama Badu", "works for", "Ghana Mine"),
    }
    assert ages == ["44"]
    assert {label[i]: t for i, t in kinds.items()} == {
        "Ama Badu": "Person",
        "Accra": "City",
        "Ghana Mine": "Organization",
    }
    assert run(["verify", "-g", str(tmp_path / "g.kg")]) == 0


@pytest.mark.parametrize("name", FILES)
def test_the_element_is_shown_as_evidence(tmp_path, name, capsys):
    import_file(written(tmp_path, name), tmp_path / "g.kg", ANY, source="A list")
    assert run(["show", "Ama Badu", "-g", str(tmp_path / "g.kg")]) == 0
    shown = capsys.readouterr().out
    assert "lives or lived in" in shown
    assert "A list, sentence 4" in shown
    assert '"source": "n1", "target": "n2"' in shown


@pytest.mark.parametrize("name", FILES)
def test_without_options_the_command_only_looks(tmp_path, name, monkeypatch, capsys):
    path = written(tmp_path, name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "only.kg").mkdir()
    assert run(["import", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "5 elements; nothing is written" in shown
    assert "Organization (1)" in shown
    assert "livesIn (1)" in shown
    assert list((tmp_path / "only.kg").iterdir()) == []


# ---------------------------------------------------------------- elements


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        ({"Label": "Ama"}, "label", "Ama"),
        ({"NAME": "Ama"}, "label", "Ama"),
        ({"title": "Ama", "label": ""}, "label", "Ama"),
        ({}, "label", "x"),
        ({"types": ["Person", "Agent"]}, "types", ("Person", "Agent")),
        ({"type": "Person"}, "types", ("Person",)),
        ({"labels": '["Person"]'}, "types", ("Person",)),
        ({"type": "Prospect", "would_be": "Agreement"}, "types", ("Agreement",)),
        ({"type": "Prospect", "would_be": "Agreement"}, "kind", "Prospect"),
        ({"kind": "Entity", "type": "Person"}, "kind", ""),
        ({"kind": "Event"}, "kind", "Event"),
        ({"aliases": ["a", "b"]}, "aliases", ("a", "b")),
        ({"label": "a", "aliases": "a"}, "aliases", ()),
        ({"exact_match": ["http://e.org/1"]}, "same_as", ("http://e.org/1",)),
        ({"wikidata": "Q42"}, "same_as", ("http://www.wikidata.org/entity/Q42",)),
        ({"count": 13}, "count", 13),
        ({"count": "many"}, "count", None),
        ({"count": "9" * 5000}, "count", None),
        ({"time": "not stated"}, "time", None),
        ({"age": 44, "none": None}, "details", {"age": 44}),
    ],
)
def test_what_a_node_says_of_itself(given, field, value):
    assert getattr(node("x", given), field) == value


def test_a_node_without_a_label_has_the_end_of_its_iri():
    assert node("http://e.org/people#ama", {}).label == "ama"
    assert node("http://e.org/ama/", {}).label == "ama"


def test_a_time_keeps_its_parts():
    time = node("x", {"time": "in May", "edtf": "2025-05", "earliest": "2025-05-01"}).time
    assert time
    assert (time.text, time.edtf, time.earliest, time.latest) == (
        "in May",
        "2025-05",
        "2025-05-01",
        None,
    )


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        ({"label": "knows"}, "relation", "knows"),
        ({"predicate": "p", "label": "l"}, "relation", "p"),
        ({"type": "Directed", "kind": "pays"}, "relation", "pays"),
        ({"interaction": "pays"}, "relation", "pays"),
        ({}, "relation", ""),
        ({"edge_id": "a", "id": 7}, "id", "a"),
        ({"key": 0}, "id", "0"),
        ({"status": "denied"}, "qualities", {"status": "denied"}),
        ({"modality": "Alleged", "status": ""}, "qualities", {"modality": "Alleged"}),
        ({"speaker_label": "Ama"}, "speaker", "Ama"),
        ({"speaker": "n1", "speaker_label": "Ama"}, "speaker", "n1"),
        ({"weight": 2.0}, "details", {"weight": 2}),
    ],
)
def test_what_an_edge_says_of_itself(given, field, value):
    assert getattr(edge("a", "b", given), field) == value


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, ()),
        ("", ()),
        ("a", ("a",)),
        (["a", "", None, 3], ("a", "3")),
        ('["a"]', ("a",)),
        ("[not json", ("[not json",)),
        ("[" * 100_000, ("[" * 100_000,)),
        (7, ("7",)),
    ],
)
def test_the_texts_of_a_value(value, found):
    assert texts(value) == found


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("words", "class_"),
    [
        (["Person"], "Person"),
        (["PERSON"], "Person"),
        (["public body"], "PublicBody"),
        (["https://kg.example/ns#Prison"], "Prison"),
        (["http://schema.org/Person"], "Person"),
        (["https://schema.org/City"], "City"),
        (["foaf:Organization"], "Organization"),
        (["http://www.wikidata.org/entity/Q5"], "Person"),
        (["wd:Q6256", "wd:Q43229"], "Country"),
        (["Entity", "Agent", "NGO"], "NGO"),
        (["LegalEntity"], "Agent"),
        (["nonsense", "Company"], "Organization"),
        (["Claim"], None),
        (["nonsense"], None),
        ([], None),
    ],
)
def test_the_class_that_words_mean(words, class_):
    assert Counterparts(default()).class_(words) == class_


@pytest.mark.parametrize(
    ("word", "kinds", "found"),
    [
        ("livesIn", ("Person", "City"), ("livesIn", False)),
        ("lives or lived in", ("Person", "City"), ("livesIn", False)),
        ("https://kg.example/ns#agent", ("Event", "Person"), ("agent", False)),
        ("https://schema.org/birthPlace", ("Person", "City"), ("bornIn", False)),
        ("wdt:P40", ("Person", "Person"), ("childOf", True)),
        ("founded by", ("Organization", "Person"), ("founded", True)),
        ("wdt:P39", ("Person", "Office"), ("holdsOffice", False)),
        ("wdt:P39", ("Person", "Country"), ("holdsOfficeIn", False)),
        ("http://xmlns.com/foaf/0.1/knows", ("Person", "Person"), ("relatedTo", False)),
        ("Person", ("Person", "Person"), None),
        ("hates", ("Person", "Person"), None),
        ("", ("Person", "Person"), None),
    ],
)
def test_the_relation_that_a_word_means(word, kinds, found):
    assert Counterparts(default()).relation(word, *kinds) == found


def test_words_that_mean_nothing_are_counted():
    known = Counterparts(default())
    for _ in range(2):
        known.class_(["Ship", "Vessel"])
    known.relation("sails", "Entity", "Entity")
    assert known.unknown == {("class", "Ship"): 2, ("class", "Vessel"): 2, ("relation", "sails"): 1}


def test_words_of_ones_own_go_before_the_shipped_ones():
    own = {"http://e.org/chairs": "leads", "employs": "worksFor^", "employee^": "worksFor"}
    known = Counterparts(default(), {**own, "Company": "NGO"})
    assert known.relation("http://e.org/chairs", "Person", "NGO") == ("leads", False)
    assert known.relation("employs", "NGO", "Person") == ("worksFor", True)
    assert known.relation("employee", "NGO", "Person") == ("worksFor", True)
    assert known.class_(["company"]) == "NGO"


@pytest.mark.parametrize("term", ["leeds", "Claim", "", "quote"])
def test_a_word_cannot_mean_what_the_ontology_lacks(term):
    with pytest.raises(InputError, match="no class or relation"):
        Counterparts(default(), {"x": term})


def test_every_counterpart_that_ships_is_a_term_of_the_ontology():
    import tomllib

    from kg import resources

    table = tomllib.loads(resources.ontology("counterparts.toml").read_text(encoding="utf-8"))
    known = default()
    assert all(known.is_a(name, "Entity") for name in table["classes"])
    assert all(known.is_relation(name) for name in table["relations"])
    # A "party" may be what something is, and what ties a person to one: no word is two of a kind.
    for kinds in (("classes",), ("relations", "attributes")):
        words = [w for kind in kinds for given in table[kind].values() for w in given]
        assert len(words) == len(set(words)) > 40


def test_terms_are_kept_in_a_map(tmp_path):
    table = TableMap("Person", "", terms=parse_terms(["http://e.org/#a=leads", "boss=leads^"]))
    path = tmp_path / "m.toml"
    path.write_text(dump_map(table), encoding="utf-8")
    assert load_map(path) == table
    assert table.digest() != TableMap("Person", "").digest()


@pytest.mark.parametrize("written", ["leads", "=leads", "boss="])
def test_a_term_that_is_none_is_told(written):
    with pytest.raises(UsageError, match="names no term"):
        parse_terms([written])


# ---------------------------------------------------------------- graphs to claims


def read(*elements: Node | Edge | InputError, class_: str = "Entity") -> Extraction:
    found = read_graph(elements, "", Counterparts(default()), class_)
    assert found.left == ()
    return found.extraction(Document("0" * 64, found.text), "x")


def left(*elements: Node | Edge | InputError) -> list[tuple[str, str]]:
    found = read_graph(elements, "", Counterparts(default()))
    return [(e.where, e.what) for e in found.left]


AMA, KOFI = node("1", {"label": "Ama", "type": "Person"}), node("2", {"name": "Kofi Osei"})
ACCRA = node("3", {"label": "Accra", "type": "City"})


def test_every_line_is_the_quote_of_its_sentence():
    found = read(AMA, ACCRA, edge("1", "3", {"id": "e", "label": "livesIn", "since": 1999}))
    quotes = [found.document.quote(s.span) for s in found.sentences]
    assert [s.number for s in found.sentences] == [1, 2, 3]
    assert quotes == [
        'Ama\tPerson\t{"id": "1"}',
        'Accra\tCity\t{"id": "3"}',
        'Ama\tlivesIn\tAccra\t{"since": 1999, "id": "e", "source": "1", "target": "3"}',
    ]
    assert [found.document.quote(c.evidence[0]) for c in found.claims] == quotes[2:]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(TEXT, TEXT, TEXT)
def test_hostile_text_keeps_every_span_at_its_slice(one, other, relation):
    found = read_graph(
        [node("1", {"label": one}), node("2", {"label": other}),
         Edge("e", "1", "2", relation, details={"k": other})],
        "---\ntitle: a\n---\n", Counterparts(default()),
    )  # fmt: skip
    document = Document("0" * 64, found.text)
    lines = found.text.split("\n")[3:-1]
    assert [document.quote(s.span) for s in found.sentences] == lines
    for entity in found.entities:
        for mention in entity.mentions:
            assert document.quote(mention.span) in (entity.label, relation)


def test_things_of_one_name_stay_apart_and_join_nothing_elsewhere():
    found = read(
        node("1", {"label": "Ama Badu", "type": "Person"}),
        node("2", {"label": "AMA BADU", "type": "Person"}),
        node("3", {"label": "Ama Badu", "type": "City"}),
    )
    assert [{m.kind for m in e.mentions} for e in found.entities] == [
        {"description"},
        {"description"},
        {"name"},
    ]


def test_what_a_graph_names_by_a_document_joins_nothing_elsewhere():
    local = node("https://kg.example/id/doc-12345678/ama", {"label": "Ama Badu", "type": "Person"})
    (entity,) = read(local).entities
    assert {m.kind for m in entity.mentions} == {"description"}


@pytest.mark.parametrize(
    ("elements", "where", "what"),
    [
        ([AMA, AMA], "node 1", "has the id '1' of another"),
        ([node("", {"label": "x"})], "node x", "has no id"),
        ([AMA, edge("1", "9", {"id": "e"})], "edge e", "has no node '9'"),
        ([AMA, edge("9", "1", {})], "edge 9 to 1", "has no node '9'"),
        ([AMA, edge("", "1", {})], "edge  to 1", "has no node ''"),
        ([InputError("broken", where="x")], "x", "broken"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_left_out_and_told(elements, where, what):
    assert left(*elements) == [(where, what)]


@pytest.mark.parametrize(
    ("relation", "given", "predicate", "ends"),
    [
        ("knows of", {}, "relatedTo", ("Ama", "Kofi Osei")),
        ("", {}, "relatedTo", ("Ama", "Kofi Osei")),
        ("child of", {}, "childOf", ("Ama", "Kofi Osei")),
        ("parent of", {}, "childOf", ("Kofi Osei", "Ama")),
    ],
)
def test_the_words_of_an_edge_are_its_relation(relation, given, predicate, ends):
    kofi = node("2", {"label": "Kofi Osei", "type": "Person"})
    found = read(AMA, kofi, edge("1", "2", {"label": relation, **given}))
    (claim,) = found.claims
    names = {e.id: e.label for e in found.entities}
    assert claim.predicate == predicate
    assert (names[claim.subject or ""], names[claim.object or ""]) == ends


@pytest.mark.parametrize(
    ("relation", "kinds", "predicate", "ends"),
    [
        ("livesIn", ("City", "Person"), "livesIn", ("b", "a")),
        ("livesIn", ("Person", "City"), "livesIn", ("a", "b")),
        ("criticizes", ("Person", "Person"), "relatedTo", ("a", "b")),
        ("siblingOf", ("Person", "Person"), "siblingOf", ("a", "b")),
        ("livesIn", ("City", "City"), "relatedTo", ("a", "b")),
    ],
)
def test_an_edge_without_direction_gets_none(relation, kinds, predicate, ends):
    ends_of = [node(i, {"label": i, "type": k}) for i, k in zip("ab", kinds, strict=True)]
    found = read(*ends_of, edge("a", "b", {"label": relation}, is_directed=False))
    (claim,) = found.claims
    names = {e.id: e.label for e in found.entities}
    assert claim.predicate == predicate
    assert (names[claim.subject or ""], names[claim.object or ""]) == ends


VOICES = [
    ({}, ("Asserted", "Positive", "Certain", None)),
    ({"status": "fact"}, ("Asserted", "Positive", "Certain", None)),
    ({"status": "denied"}, ("Asserted", "Negative", "Certain", None)),
    ({"status": "proposed"}, ("Proposed", "Positive", "Certain", None)),
    ({"status": "alleged"}, ("Alleged", "Positive", "Certain", "unattributed")),
    ({"status": "said"}, ("Asserted", "Positive", "Certain", "unattributed")),
    ({"status": "said", "speaker": "Kofi"}, ("Asserted", "Positive", "Certain", "Kofi")),
    ({"status": "possible"}, ("Asserted", "Positive", "Possible", None)),
    ({"status": "contested"}, ("Asserted", "Positive", "Unknown", None)),
    ({"status": "evaluation"}, ("Evaluative", "Positive", "Certain", None)),
    ({"label": "not: funds"}, ("Asserted", "Negative", "Certain", None)),
    ({"label": "alleged: funds"}, ("Alleged", "Positive", "Certain", "unattributed")),
    ({"label": "proposed: funds"}, ("Proposed", "Positive", "Certain", None)),
    ({"modality": "Hoped", "certainty": "Possible"}, ("Hoped", "Positive", "Possible", None)),
    ({"standing": "Rejected"}, ("Asserted", "Positive", "Unknown", None)),
    ({"speaker": "1"}, ("Asserted", "Positive", "Certain", "Ama")),
    ({"speaker_label": "A Minister"}, ("Asserted", "Positive", "Certain", "A Minister")),
]


@pytest.mark.parametrize(("given", "voice"), VOICES, ids=[str(v[0]) for v in VOICES])
def test_what_is_no_fact_there_is_none_here(given, voice):
    found = read(AMA, node("2", {"label": "Kofi", "type": "Person"}),
                 edge("1", "2", {"label": "funds", **given}))  # fmt: skip
    (claim,) = found.claims
    names = {e.id: e.label for e in found.entities}
    speaker = names[claim.speaker] if claim.speaker else None
    assert claim.predicate == "funds"
    assert (claim.modality, claim.polarity, claim.certainty, speaker) == voice


EVENT = {"label": "signed", "type": "Agreement"}


@pytest.mark.parametrize(
    ("given", "edges", "voices"),
    [
        ({}, [], [("Asserted", "Certain", False)]),
        ({"kind": "Event"}, [], [("Asserted", "Certain", False)]),
        ({"kind": "Prospect"}, [], [("Proposed", "Unknown", False)]),
        ({"kind": "ReportedEventuality"}, [], [("Asserted", "Certain", True)]),
        ({"kind": "Event"}, [{}], [("Asserted", "Certain", False)]),
        ({"kind": "Prospect"}, [{}], [("Proposed", "Unknown", False)]),
        ({"kind": "Prospect"}, [{"status": "possible"}], [("Asserted", "Possible", False)]),
        ({"kind": "Event"}, [{"status": "said"}],
         [("Asserted", "Certain", True), ("Asserted", "Certain", False)]),
    ],
)  # fmt: skip
def test_an_event_is_told_no_more_surely_than_its_graph_tells_it(given, edges, voices):
    ties = [edge("9", "1", {"label": "agent", **e}) for e in edges]
    found = read(node("9", EVENT | given), AMA, *ties)
    (event,) = found.eventualities
    assert (event.type, event.label) == ("Agreement", "signed")
    assert found.document.quote(event.trigger) == "signed"
    assert [(c.modality, c.certainty, bool(c.speaker)) for c in found.claims] == voices
    assert {c.about for c in found.claims} == {event.id}
    assert [r.name for r in event.roles] == ["agent"] * len(edges)


def test_a_class_is_given_to_things_without_one():
    found = read(KOFI, ACCRA, edge("2", "3", {"label": "livesIn"}), class_="Person")
    assert [e.type for e in found.entities] == ["Person", "City"]


# ---------------------------------------------------------------- readers


def test_cytoscape_elements_may_be_one_list():
    elements = [{"data": x} for x in (*PEOPLE, *TIES)]
    found = list(read_cytoscape({"elements": elements}, "t"))
    assert Counter(type(e).__name__ for e in found) == {"Node": 3, "Edge": 2}


def test_d3_puts_the_node_itself_at_the_end_of_a_link():
    given = {
        "nodes": PEOPLE,
        "links": [{"source": PEOPLE[0], "target": {"id": "n2"}, "label": "x"}],
    }
    tie = list(read_nodelink(given, "t"))[-1]
    assert isinstance(tie, Edge)
    assert (tie.source, tie.target) == ("n1", "n2")


@pytest.mark.parametrize("bad", ["x", 3, None, [1]])
def test_an_element_that_is_no_object_is_left_out(bad):
    for found in (
        list(read_nodelink({"nodes": [bad, PEOPLE[0]], "edges": []}, "t")),
        list(read_cytoscape({"elements": [bad, {"data": PEOPLE[0]}]}, "t")),
        list(read_cx2([{"nodes": [bad, {"id": 1, "v": {"name": "Ama"}}]}], "t")),
    ):
        first, second = found
        assert isinstance(first, InputError)
        assert isinstance(second, Node)


def test_a_cytoscape_element_without_data_is_left_out():
    (found,) = read_cytoscape({"elements": {"nodes": [{"group": "nodes"}]}}, "t")
    assert isinstance(found, InputError)


def test_cx2_names_nodes_by_number():
    given = [
        {"CXVersion": "2.0"},
        {"nodes": [{"id": 0, "v": {"name": "Ama"}}, {"id": 1, "v": {"name": "Accra"}}]},
        {"edges": [{"id": 7, "s": 0, "t": 1, "v": {"interaction": "livesIn"}}]},
    ]
    one, other, tie = read_cx2(given, "t")
    assert isinstance(one, Node)
    assert isinstance(other, Node)
    assert isinstance(tie, Edge)
    assert (one.label, other.label) == ("Ama", "Accra")
    assert (tie.id, tie.source, tie.target, tie.relation) == ("7", one.id, other.id, "livesIn")


def test_gephi_writes_which_edges_have_no_direction():
    rows = [{"Source": "a", "Target": "b", "Type": t} for t in ("Directed", "Undirected")]
    directed, undirected = rows_to_graph((), rows)
    assert isinstance(directed, Edge)
    assert isinstance(undirected, Edge)
    assert (directed.is_directed, undirected.is_directed) == (True, False)


def test_yed_writes_its_labels_in_its_own_words():
    yed = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
      xmlns:y="http://www.yworks.com/xml/graphml">
      <key for="node" id="d6" yfiles.type="nodegraphics"/>
      <graph edgedefault="directed" id="G"><node id="n0"><data key="d6"><y:ShapeNode>
      <y:NodeLabel>Ama Badu</y:NodeLabel></y:ShapeNode></data></node></graph></graphml>"""
    (found,) = read_graphml(yed.encode(), "t.graphml")
    assert isinstance(found, Node)
    assert found.label == "Ama Badu"


# ---------------------------------------------------------------- hostile files

GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{}</graphml>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + GRAPHML
DEEP = "<graph>" * 50_000
HOSTILE = [
    ("a.graphml", LAUGHS.format("<graph>&b;</graph>"), "document type declaration"),
    ("a.graphml", '<!DOCTYPE x SYSTEM "file:///etc/hosts"><graphml/>', "document type"),
    ("a.graphml", LAUGHS.encode("utf-16"), "is not UTF-8"),
    ("a.graphml", GRAPHML.format(""), "is no readable GraphML"),
    ("a.graphml", "<graphml", "is no readable GraphML"),
    ("a.graphml", "", "is no readable GraphML"),
    ("a.graphml", DEEP, "is no readable GraphML"),
    ("a.graphml", GRAPHML.format('<graph><node id="a"><data key="k">1</data></node></graph>'),
     "is no readable GraphML"),
    ("a.graphml", GRAPHML.format('<key id="k" for="node" attr.name="n" attr.type="int"/>'
     f'<graph><node id="a"><data key="k">{"9" * 5000}</data></node></graph>'),
     "is no readable GraphML"),
    ("a.gexf", "<gexf/>", "is no readable GEXF"),
    ("a.gexf", '<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph><attributes class="x"/>'
     "</graph></gexf>", "is no readable GEXF"),
    ("a.gexf", LAUGHS, "document type declaration"),
    ("a.gexf", "\ud800".encode("utf-8", "surrogatepass"), "is not UTF-8"),
    ("a.json", '{"nodes": [], "links": []}', "holds no rows"),
    ("a.json", '{"nodes": 3, "links": "x"}', "holds no rows"),
    ("a.json", '{"elements": []}', "holds no rows"),
    ("a.cx2", '[{"CXVersion": "2.0"}]', "holds no rows"),
    ("a.json", '{"nodes": [' + "[" * 100_000, "is no readable JSON"),
    ("a.tar", "x", "is no table that kg import reads"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "problem"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_graph_is_refused_and_nothing_is_made(tmp_path, capsys, name, given, problem):
    path = tmp_path / name
    path.write_bytes(given if isinstance(given, bytes) else given.encode())
    assert run(["import", str(path), "-g", str(tmp_path / "g.kg")]) == 3
    told = capsys.readouterr().err
    assert problem in told
    assert "Traceback" not in told
    assert not (tmp_path / "g.kg").exists()


def test_a_cell_of_megabytes_is_kept_whole(tmp_path):
    path = tmp_path / "a.json"
    huge = "é" * 2_000_000
    path.write_text(json.dumps({"nodes": [{"id": 1, "note": huge}], "edges": []}))
    assert import_file(path, tmp_path / "g.kg", ANY).entities == 1
    (source,) = (tmp_path / "g.kg" / "sources").glob("*.txt")
    assert huge in source.read_text(encoding="utf-8")


@pytest.mark.parametrize("names", [(), ("nodes.csv",), ("edges.csv",), ("nodes.csv", "edges.txt")])
def test_a_folder_needs_its_two_tables(tmp_path, names):
    for name in names:
        (tmp_path / name).write_text("Id\n1\n")
    with pytest.raises(InputError, match="without nodes and edges"):
        open_(tmp_path)


def test_ids_cannot_lead_out_of_the_graph(tmp_path):
    path = tmp_path / "a.json"
    nodes = [{"id": "../../x", "label": "../../../etc/x", "type": "Place"}]
    path.write_text(json.dumps({"nodes": nodes, "edges": []}))
    import_file(path, tmp_path / "g.kg", ANY)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.json", "g.kg"]
    with kg.open(tmp_path / "g.kg") as opened:
        assert list(opened.graph()) == ["https://kg.example/id/etc-x"]


def test_bad_elements_are_counted_the_good_ones_go_in_and_strict_stops(tmp_path, capsys):
    path = tmp_path / "a.json"
    ties = [{"source": "n1", "target": f"gone{n}"} for n in range(30)]
    path.write_text(json.dumps({"nodes": PEOPLE, "edges": [*TIES, *ties]}))
    given = ["import", str(path), "-g", str(tmp_path / "g.kg")]
    assert run([*given, "--strict"]) == 1
    assert not (tmp_path / "g.kg").exists()
    capsys.readouterr()
    assert run(given) == 3
    told = capsys.readouterr()
    assert "5 elements, 3 entities, 3 claims" in told.out
    assert f"left out: {path}, edge n1 to gone0: has no node 'gone0'" in told.err
    assert "left out: 30 rows in all" in told.err


def test_words_without_a_meaning_are_listed_and_can_be_given_one(tmp_path, capsys):
    path = tmp_path / "a.json"
    nodes = [{"id": 1, "label": "Ama Badu", "type": "Skipper"}, {"id": 2, "label": "Sea Watch"}]
    ties = [{"source": 1, "target": 2, "predicate": "http://e.org/sails-for"}]
    path.write_text(json.dumps({"nodes": nodes, "edges": ties}))
    given = ["import", str(path), "-g", str(tmp_path / "g.kg")]
    assert run([*given, "--dry-run"]) == 0
    told = capsys.readouterr().err
    assert "not known: 1 x class 'Skipper'" in told
    assert "not known: 1 x relation 'http://e.org/sails-for'" in told
    terms = ["--term", "Skipper=Person", "--term", "http://e.org/sails-for=worksFor"]
    assert run([*given, *terms, "--as", "Organization"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert "3 elements, 2 entities, 1 claim" in told.out


def test_a_file_of_text_is_opened_only_when_it_is_read(tmp_path):
    path = written(tmp_path, "t.graphml")
    opened = open_(path)
    assert isinstance(opened, Graph)
    assert look(path).rows == 5


# ---------------------------------------------------------------- which format a file is of

SNIFFED = [
    ('{"nodes": [], "edges": []}', True),
    ('{"nodes": [], "links": []}', True),
    ('{"nodes": [1, 2, 3]}', False),
    ('{"elements": {"nodes": []}}', True),
    ('[{"CXVersion": "2.0"}]', True),
    ('[{"data": {"id": "a"}}]', True),
    ('[{"data": "x"}]', False),
    ('[{"name": "Ama", "nodes": []}]', False),
    ('{"name": "Ama"}', False),
    ("3", False),
    ("null", False),
]


@pytest.mark.parametrize(("given", "is_graph"), SNIFFED, ids=[s[0] for s in SNIFFED])
def test_json_is_told_by_what_it_holds(tmp_path, given, is_graph):
    path = tmp_path / "a.json"
    path.write_text(given)
    assert isinstance(open_(path), Graph) is is_graph


@pytest.mark.parametrize(
    ("header", "is_graph"),
    [
        ("Source,Target,Label", False),
        ("Source,Target,status", True),
        ("source;target;predicate", True),
        ('"Source"\t"Target"\t"modality"', True),
        ("status,predicate,name", False),
        ("name", False),
    ],
)
def test_a_list_of_edges_that_says_how_surely_is_a_graph(tmp_path, header, is_graph):
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\na,b,c\n")
    assert isinstance(open_(path), Graph) is is_graph


@pytest.mark.parametrize("extension", [".CSV", ".GraphML", ".GEXF", ".JSON"])
def test_the_case_of_an_extension_does_not_matter(tmp_path, extension):
    path = tmp_path / f"a{extension}"
    path.write_text('{"name": "x"}')
    assert open_(path).raw == b'{"name": "x"}'
