from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import resources
from kg.errors import UsageError
from kg.export import FORMATS, Report, export, format_named
from kg.export.gexf import gexf
from kg.export.graphml import graphml
from kg.export.jsonld import jsonld
from kg.export.nodelink import nodelink
from kg.export.projection import Projection, projection
from kg.export.text import clean
from kg.export.xml import elements
from kg.store import Store
from kg.vocabulary import PREFIXES

NS = "{http://graphml.graphdrawing.org/xmlns}"
AWKWARD = (
    "Perú",
    'say "no" & <go>',
    "one\ntwo\r\nthree\ttabs ",
    "عربى \u202eRTL",
    "family 👩‍👩‍👧 of four",
    "x" * 10_000,
    "a\x01b",
    "lone \ud800 surrogate",
    "]]> &amp; &#10;",
    "",
)
RDF = {"trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD,
       "turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES}  # fmt: skip


def xml_safe(text):
    return clean(text, Counter())


def joined(pieces):
    return b"".join(p if isinstance(p, bytes) else p.encode() for p in pieces)


def written(store, name, **options):
    """Return the bytes of a format in one file, and the report."""
    given = export(store, format_named(name), **options)
    return joined(given.file), given.report


def rows(write, projected):
    """Return the bytes that a writer makes of rows, and what is lost."""
    lost = Counter()
    return joined(write(projected, lost)), lost


@pytest.fixture
def awkward():
    """Return a projection of hostile text: parallel edges alike, a self-loop, lists, odd IRIs."""
    graph = nx.MultiDiGraph()
    iris = (
        "https://kg.example/id/a%20b",
        "https://kg.example/id/#ليما",
        "urn:x:1",
        "id:\U0001f469",
    )
    for i, iri in enumerate(iris):
        graph.add_node(iri, label=AWKWARD[i], type="Person", kind="Entity", types=["Person"],
                       aliases=list(AWKWARD), exact_match=[])  # fmt: skip
    ends = [(0, 1), (0, 1), (1, 0), (2, 2), (3, 0)]
    for i, (a, b) in enumerate(ends):
        said = {"quote": AWKWARD[i + 4], "sentence": AWKWARD[i + 1], "title": AWKWARD[i]}
        graph.add_edge(iris[a], iris[b], f"e{i}", id=f"e{i}", predicate="https://kg.example/ns#funds",
                       predicate_label="funds", status="fact", sentences=[said, said])  # fmt: skip
    nodes = tuple({"iri": i, **d} for i, d in sorted(graph.nodes(data=True)))
    edges = tuple(
        {"id": k, "source": s, "target": t, "label": d["predicate_label"], "weight": 1,
         **d["sentences"][0]}
        for s, t, k, d in sorted(graph.edges(keys=True, data=True), key=lambda e: e[2])
    )  # fmt: skip
    return Projection(lambda: graph, nodes, edges, 5)


# ---------------------------------------------------------------- RDF


@pytest.mark.parametrize("name", ["trig", "nquads", "jsonld"])
def test_oxigraph_reads_every_quad_again(example_store, name):
    raw, report = written(example_store, name)
    assert set(ox.parse(raw, format=RDF[name])) == set(example_store.quads())
    assert report.carried == {"quads": len(list(example_store.quads()))}
    assert report.is_lossless


@pytest.mark.parametrize(
    ("name", "rdflibs"), [("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")]
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # inside rdflib's own parsers
def test_rdflib_reads_every_quad_again(example_store, name, rdflibs):
    import rdflib

    raw, _ = written(example_store, name)
    read, expected = rdflib.Dataset(), rdflib.Dataset()
    read.parse(data=raw.decode(), format=rdflibs)
    nquads, _ = written(example_store, "nquads")
    expected.parse(data=nquads.decode(), format="nquads")
    assert set(read.quads()) == set(expected.quads())
    assert len(set(read.quads())) == len(list(example_store.quads()))


@pytest.mark.parametrize("name", ["turtle", "ntriples"])
def test_one_graph_holds_the_facts_or_all_joined(example_store, name):
    every = list(example_store.quads())
    raw, report = written(example_store, name, facts=True)
    main = {q.triple for q in every if isinstance(q.graph_name, ox.DefaultGraph)}
    assert {q.triple for q in ox.parse(raw, format=RDF[name])} == main
    assert report.left_out == {"quads outside the fact layer": len(every) - len(main)}
    assert report.is_lossless
    raw, report = written(example_store, name, flatten=True)
    assert {q.triple for q in ox.parse(raw, format=RDF[name])} == {q.triple for q in every}
    assert report.lost["names of graphs"] == len({str(q.graph_name) for q in every}) - 1


def test_the_fact_layer_alone_as_trig(example_store):
    raw, _ = written(example_store, "trig", facts=True)
    found = list(ox.parse(raw, format=ox.RdfFormat.TRIG))
    assert found
    assert all(isinstance(q.graph_name, ox.DefaultGraph) for q in found)


def test_json_ld_is_compact_and_names_no_remote_context(example_store):
    document = json.loads(written(example_store, "jsonld")[0])
    shipped = json.loads(resources.ontology("context.jsonld").read_text())
    assert document["@context"] == shipped["@context"]
    assert {p: v["@id"] for p, v in shipped["@context"].items()} == dict(PREFIXES)
    assert all(v["@prefix"] for v in shipped["@context"].values())
    peru = next(n for n in document["@graph"] if n["@id"] == "id:peru" and "skos:prefLabel" in n)
    assert peru["@type"] == "kg:Country"
    assert peru["skos:prefLabel"] == {"@value": "Peru", "@language": "en"}


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
iris = st.sampled_from(["https://kg.example/ns#Person", "https://kg.example/ns#a/b", "urn:x:y",
                        "https://kg.example/id/peru", "http://www.w3.org/2001/XMLSchema#date",
                        "https://kg.example/id/%20"]).map(ox.NamedNode)  # fmt: skip
literals = st.one_of(
    text.map(ox.Literal),
    text.map(lambda t: ox.Literal(t, language="en")),
    st.builds(lambda t, d: ox.Literal(t, datatype=d), text, iris),
)
quads = st.builds(
    ox.Quad,
    st.one_of(iris, st.just(ox.BlankNode("b1"))),
    iris,
    st.one_of(iris, literals, st.just(ox.BlankNode("b2"))),
    st.one_of(iris, st.just(ox.DefaultGraph())),
)


@given(st.lists(quads, max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_quads_come_back_from_json_ld(found):
    back = ox.Dataset(ox.parse(jsonld(found), format=ox.RdfFormat.JSON_LD))
    expected = ox.Dataset(found)
    back.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    expected.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert back == expected


# ---------------------------------------------------------------- projection


def test_facts_are_the_default_and_what_is_left_out_is_said(example_store):
    projected, left_out = projection(example_store)
    assert {e["status"] for e in projected.edges} == {"fact"}
    assert not {n["kind"] for n in projected.nodes} & {"Prospect", "ReportedEventuality"}
    assert left_out == {"claims that are no fact (--claims has them)": 5}
    assert projection(example_store, claims=True)[1] == {}


@pytest.mark.parametrize(
    ("label", "expected"),
    [("funds", "not: funds"), ("transferred to", "proposed: transferred to"),
     ("located in", "located in")],
)  # fmt: skip
def test_an_edge_that_is_no_fact_says_so_in_its_label(example_store, label, expected):
    labels = {e["label"] for e in projection(example_store, claims=True)[0].edges}
    assert expected in labels
    assert (label in labels) == (label == expected)


def test_what_is_only_spoken_of_has_no_type_of_something_real(example_store):
    nodes = {n["label"]: n for n in projection(example_store, claims=True)[0].nodes}
    assert nodes["send"]["type"] == "Prospect"
    assert nodes["send"]["would_be"] == "PrisonerTransfer"
    assert nodes["CECOT"]["type"] == "Prison"


def test_an_edge_carries_its_sentence_and_source(example_store):
    edges = projection(example_store, claims=True)[0].edges
    denied = next(e for e in edges if e["label"] == "not: funds")
    assert denied["quote"] == "Peru funds El Salvador"
    assert denied["sentence"] == "Quispe denied that Peru funds El Salvador."
    assert denied["speaker_label"] == "Ana Quispe"
    assert denied["source_doc"] == "Peru looks for prison space"
    assert denied["date"] == "2025-06-04"
    assert denied["url"] == "https://kg.example/prisons"
    assert (denied["polarity"], denied["modality"]) == ("Negative", "Asserted")


@pytest.mark.parametrize("name", ["graphml", "gexf", "cytoscape", "dot", "nodelink", "ftm"])
def test_values_that_share_a_cell_are_counted(name):
    def term(iri):
        return ox.NamedNode(f"https://kg.example/ns#{iri}")

    ana, kind = term("ana"), ox.NamedNode(f"{PREFIXES['rdf']}type")
    told = [("dateOfBirth", "1961"), ("dateOfBirth", "1962"), ("dateOfDeath", "1999"),
            ("address", "1 A; Lima"), ("address", "2 B"), ("address", "3 C")]  # fmt: skip
    quads = [ox.Quad(ana, kind, term("Person"))]
    quads += [ox.Quad(ana, term(key), ox.Literal(text)) for key, text in told]
    with Store.memory(quads) as store:
        raw, report = written(store, name)
    joined = 0 if name in ("nodelink", "ftm", "dot") else 3
    assert report.lost["values joined in one cell"] == joined
    assert (b"1961; 1962" in raw) == (joined > 0)


# ---------------------------------------------------------------- GraphML


def parsed(raw):
    """Return nodes and edges of GraphML as (id, attributes) by the standard parser."""
    root = ET.fromstring(raw)
    names = {k.get("id"): k.get("attr.name") for k in root.iter(f"{NS}key")}
    return [
        [(e.attrib, {names[d.get("key")]: d.text or "" for d in e}) for e in root.iter(NS + tag)]
        for tag in ("node", "edge")
    ]


def test_graphml_holds_awkward_text(awkward):
    raw, lost = rows(graphml, awkward)
    nodes, edges = parsed(raw)
    assert [a["id"] for a, _ in nodes] == [n["iri"] for n in awkward.nodes]
    assert [d["label"] for _, d in nodes] == [xml_safe(n["label"]) for n in awkward.nodes]
    assert [json.loads(d["aliases"]) for _, d in nodes] == [[xml_safe(a) for a in AWKWARD]] * 4
    assert [(a["id"], a["source"], a["target"]) for a, _ in edges] == [
        (e["id"], e["source"], e["target"]) for e in awkward.edges
    ]
    assert [d["quote"] for _, d in edges] == [xml_safe(e["quote"]) for e in awkward.edges]
    assert lost["lists joined"] == 4 * 3
    assert lost["characters replaced"] > 0


def test_networkx_reads_graphml(awkward):
    read = nx.parse_graphml(rows(graphml, awkward)[0].decode())
    assert set(read) == set(awkward.graph())
    assert Counter(d["edge_id"] for *_, d in read.edges(data=True)) == Counter(
        f"e{i}" for i in range(5)
    )
    assert {d["weight"] for *_, d in read.edges(data=True)} == {1}


def test_igraph_reads_graphml(awkward, tmp_path):
    igraph = pytest.importorskip("igraph") if not os.environ.get("CI") else __import__("igraph")
    file = tmp_path / "a.graphml"
    file.write_bytes(rows(graphml, awkward)[0])
    read = igraph.Graph.Read_GraphML(str(file))
    assert (read.vcount(), read.ecount()) == (4, 5)
    assert read.is_directed()
    assert sorted(read.es["edge_id"]) == [f"e{i}" for i in range(5)]
    assert set(read.vs["id"]) == set(awkward.graph())
    assert [v["label"] for v in read.vs] == [xml_safe(n["label"]) for n in awkward.nodes]


def test_a_strict_parser_reads_graphml(awkward, tmp_path):
    xmllint = shutil.which("xmllint")
    if xmllint is None:
        if os.environ.get("CI"):
            pytest.fail("xmllint is not installed: apt-get install libxml2-utils")
        pytest.skip("xmllint is not installed")
    file = tmp_path / "a.graphml"
    file.write_bytes(rows(graphml, awkward)[0])
    subprocess.run([xmllint, "--noout", "--nonet", file], check=True)


def test_each_graphml_column_has_one_type(example_store):
    raw, _ = written(example_store, "graphml", claims=True)
    types = {k.get("id"): k.get("attr.type") for k in ET.fromstring(raw).iter(f"{NS}key")}
    assert types["n_count"] == types["e_weight"] == "long"
    assert types["n_label"] == types["e_quote"] == "string"
    assert len(types) == len(set(types))


def test_a_column_of_mixed_types_is_text():
    mixed = ({"iri": "a", "x": 1}, {"iri": "b", "x": "two"}, {"iri": "c", "x": True})
    raw, _ = rows(graphml, Projection(nx.MultiDiGraph, mixed, (), 0))
    assert b'attr.name="x" attr.type="string"' in raw
    assert [d["x"] for _, d in parsed(raw)[0]] == ["1", "two", "true"]


@given(st.text(st.characters(), max_size=40))
def test_any_text_comes_back_from_graphml(words):
    row = {"iri": "a", "label": words}
    (((_, data),), _) = parsed(rows(graphml, Projection(nx.MultiDiGraph, (row,), (), 0))[0])
    assert data["label"] == xml_safe(words)


def test_an_element_takes_the_values_by_name_as_often_and_in_what_order_it_wants():
    def template(names):
        return f"<{len(names)} %(b)s %(a)s=%(b)s>"

    lost = Counter()
    rows_ = [{"a": "x", "b": 1}, {"b": "<\n>", "a": "100%s"}, {"b": "\x00", "a": True, "c": "c"}]
    found = list(elements(rows_, template, lambda row: f"</{len(row)}>", lost))
    assert found == [
        "<2 1 x=1></2>",
        "<2 &lt;&#10;&gt; 100%s=&lt;&#10;&gt;></2>",
        "<3 � true=�></3>",
    ]
    assert lost == {"characters replaced": 1}


def test_gexf_gives_each_thing_its_colour_and_what_has_days_a_spell_with_its_edges():
    nodes = (
        {"iri": "a", "label": "A", "type": "Person"},
        {"iri": "b", "label": "B", "type": "Event", "earliest": "2025-05-01"},
        {"iri": "c", "label": "C", "type": "Event", "earliest": '"<1>"', "latest": "2025-05-04"},
    )
    edges = tuple(
        {"id": f"e{i}", "source": s, "target": t, "label": "l", "status": status}
        for i, (s, t, status) in enumerate(
            [("a", "a", "fact"), ("b", "a", "denied"), ("a", "c", "alleged"), ("c", "b", "fact")]
        )
    )
    raw, lost = rows(gexf, Projection(nx.MultiDiGraph, nodes, edges, 0))
    root, ns = ET.fromstring(raw), "{http://gexf.net/1.3}"
    drawn = [*root.iter(f"{ns}node"), *root.iter(f"{ns}edge")]
    spells = [[(s.get("start"), s.get("end")) for s in e.iter(f"{ns}spell")] for e in drawn]
    one, other = [("2025-05-01", "2025-05-01")], [('"<1>"', "2025-05-04")]
    assert spells == [[], one, other, [], one, other, other]
    shapes = [s.get("value") for s in root.iter(f"{{{ns[1:-1]}/viz}}shape")]
    assert shapes == ["solid", "dotted", "dashed", "solid"]
    colours = [tuple(c.attrib.values()) for c in root.iter(f"{{{ns[1:-1]}/viz}}color")]
    assert colours[0] != colours[1] == colours[2]
    assert lost["characters replaced"] == 0


# ---------------------------------------------------------------- node-link JSON


def test_networkx_reads_node_link_json_and_every_sentence(example_store):
    from kg.graph import entity_graph

    raw, report = written(example_store, "nodelink", claims=True)
    read = nx.node_link_graph(json.loads(raw), edges="edges")
    graph = entity_graph(example_store, claims=True)
    assert dict(read.nodes(data=True)) == dict(graph.nodes(data=True))
    assert {(s, t, k): d for s, t, k, d in read.edges(keys=True, data=True)} == {
        (s, t, k): d for s, t, k, d in graph.edges(keys=True, data=True)
    }
    assert report.is_lossless


def test_node_link_json_is_utf_8_whatever_the_text(awkward):
    raw, lost = rows(nodelink, awkward)
    read = nx.node_link_graph(json.loads(raw.decode("utf-8")), edges="edges")
    assert [d["label"] for _, d in sorted(read.nodes(data=True))] == [
        xml_safe(n["label"]) for n in awkward.nodes
    ]
    assert lost["characters replaced"] > 0


# ---------------------------------------------------------------- all of them


OPTIONS = [("trig", {}), ("nquads", {}), ("jsonld", {}), ("turtle", {"facts": True}),
           ("ntriples", {"flatten": True}), ("rdfxml", {"facts": True}),
           ("graphml", {}), ("graphml", {"claims": True}), ("cytoscape", {}),
           ("nodelink", {}), ("trig", {"rdf12": True}), ("gexf", {}), ("cx2", {}),
           ("cypher", {}), ("ftm", {}), ("dot", {}), ("dot", {"claims": True})]  # fmt: skip


@pytest.mark.parametrize(("name", "options"), OPTIONS)
def test_an_empty_store_is_exported(name, options):
    with Store.memory() as store:
        raw, report = written(store, name, **options)
    assert report.is_lossless
    assert not any(report.carried.values())
    assert isinstance(raw, bytes)


def test_the_hash_seed_changes_no_byte(example_graph_dir):
    code = f"""
import hashlib, pathlib, sys
from kg.export import export, format_named
from kg.store import Store
with Store.open(pathlib.Path(sys.argv[1])) as store:
    for name, options in {OPTIONS!r}:
        given = export(store, format_named(name), **options)
        text = "".join(p if isinstance(p, str) else p.decode() for p in given.file)
        print(name, hashlib.sha256(text.encode()).hexdigest())
"""
    printed = [
        subprocess.run(
            [sys.executable, "-c", code, example_graph_dir],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert printed[0] == printed[1]
    assert len(printed[0].splitlines()) == len(OPTIONS)


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("turtle", {}, "turtle holds one graph"),
        ("ntriples", {"facts": True, "flatten": True}, "ntriples holds one graph"),
        ("trig", {"flatten": True}, "trig keeps the graphs"),
        ("trig", {"claims": True}, "trig holds claims anyway"),
        ("graphml", {"claims": True, "facts": True}, "exclude each other"),
        ("graphml", {"flatten": True}, "no graphs to flatten"),
    ],
)
def test_what_a_format_cannot_do_is_refused(example_store, name, options, said):
    with pytest.raises(UsageError, match=said):
        written(example_store, name, **options)


@pytest.mark.parametrize(
    ("name", "file", "found"),
    [
        ("trig", "", "trig"),
        ("TTL", "", "turtle"),
        ("", "a.nq", "nquads"),
        ("", "A.JSONLD", "jsonld"),
        ("", "a.json", "nodelink"),
        ("graphml", "a.trig", "graphml"),
    ],
)
def test_a_format_is_found_by_name_or_extension(name, file, found):
    assert format_named(name, file).name == found


@pytest.mark.parametrize(
    ("name", "file", "said", "fix"),
    [
        ("tri", "", "unknown format 'tri'", "did you mean 'trig'"),
        ("docx", "", "unknown format 'docx'", "-f trig|"),
        ("", "a.docx", "no format for 'a.docx'", "-f trig|"),
    ],
)
def test_an_unknown_format_is_refused_with_those_there_are(name, file, said, fix):
    with pytest.raises(UsageError, match=said) as error:
        format_named(name, file)
    assert fix in error.value.fix


def test_each_format_has_one_writer_and_a_name_of_its_own():
    for format_ in FORMATS:
        writers = (format_.quads, format_.triples, format_.rows, format_.folder)
        assert sum(map(bool, writers)) == 1
        assert bool(format_.extension) != bool(format_.folder)
    extensions = [f.extension for f in FORMATS if f.extension]
    assert len({f.name for f in FORMATS}) == len(FORMATS)
    assert len(set(extensions)) == len(extensions)
    assert {f.kind for f in FORMATS} == {"everything", "one RDF graph", "entities and edges"}


def test_a_report_says_each_count_once():
    report = Report({"nodes": 3, "edges": 1200}, {"claims": 2, "none": 0}, {"lists joined": 1})
    assert str(report) == "3 nodes, 1,200 edges; left out: 2 claims; not carried: 1 lists joined"
    assert report.as_record() == {
        "carried": {"nodes": 3, "edges": 1200},
        "left_out": {"claims": 2},
        "lost": {"lists joined": 1},
    }
    assert not report.is_lossless


@pytest.mark.parametrize("code", [0, 8, 0x0B, 0x0C, 0x0E, 0x1F, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF])
def test_what_xml_refuses_is_replaced_and_counted(code):
    lost = Counter()
    assert clean(f"a{chr(code)}b", lost) == "a\ufffdb"
    assert lost == {"characters replaced": 1}


@pytest.mark.parametrize("code", [9, 10, 13, 0x20, 0x7F, 0x85, 0x2028, 0xE000, 0xFFFD, 0x10FFFF])
def test_what_xml_takes_is_kept(code):
    lost = Counter()
    assert clean(f"a{chr(code)}b", lost) == f"a{chr(code)}b"
    assert not lost
