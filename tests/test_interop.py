"""Every format through every foreign reader: the demo graph, hostile text, any text."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kg.errors import StoreError, UsageError
from kg.export import FORMATS, aside, export, format_named
from kg.export.aside import MANIFEST, write_file, write_folder
from kg.export.cypher import cypher, node_label, relation_type
from kg.export.formats import of_rows
from kg.export.projection import Projection, projection
from kg.export.rdf import reified
from kg.export.tables import guarded
from kg.export.text import as_text
from kg.store import Store

FILE = Path(__file__).parent / "interop" / "readers.py"
spec = importlib.util.spec_from_file_location("interop_readers", FILE)
interop = importlib.util.module_from_spec(spec)
sys.modules["interop_readers"] = interop  # dataclasses look their module up
spec.loader.exec_module(interop)

PAIRS = [(r, name) for r in interop.READERS for name in r.formats]
IDS = [f"{name} by {r.name}" for r, name in PAIRS]


def need(reader):
    if not reader.is_here():
        if os.environ.get("CI"):
            pytest.fail(f"{reader.name} is not installed: {reader.needs}")
        pytest.skip(f"{reader.name} is not installed: {reader.needs}")


@pytest.mark.parametrize(("reader", "name"), PAIRS, ids=IDS)
def test_a_foreign_reader_sees_the_graph_that_was_written(reader, name, example_store, tmp_path):
    need(reader)
    if name in interop.RDF:
        assert interop.try_rdf(example_store, reader, name, tmp_path) > 50
        return
    projected, _ = projection(example_store, claims=True)
    nodes, edges, _ = interop.try_rows(projected, reader, name, tmp_path)
    assert nodes == len(projected.nodes) > 10
    assert edges == (0 if name == "markdown" else len(projected.edges))


@pytest.mark.parametrize(
    ("reader", "name"),
    [p for p in PAIRS if p[1] not in interop.RDF],
    ids=[i for i, p in zip(IDS, PAIRS, strict=True) if p[1] not in interop.RDF],
)
def test_a_foreign_reader_sees_hostile_text_as_it_is(reader, name, tmp_path):
    need(reader)
    nodes, edges, kept = interop.try_rows(interop.awkward(), reader, name, tmp_path)
    assert nodes == 4
    assert edges == (0 if name == "markdown" else 16)
    assert kept == 100 or reader.ids_only or reader.name == "xmllint"


words = st.text(st.characters(), max_size=30)


def told(text, other):
    """Return a graph of two nodes and one edge that hold some text."""
    nodes = tuple(
        {"iri": iri, "label": text, "type": "Person", "kind": "Entity", "aliases": [text, other]}
        for iri in ("https://kg.example/id/a", "https://kg.example/id/b")
    )
    edge = {"id": "e1", "source": nodes[0]["iri"], "target": nodes[1]["iri"], "label": other,
            "predicate": "https://kg.example/ns#funds", "status": "fact", "weight": 1,
            "quote": text}  # fmt: skip
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((n["iri"], {k: v for k, v in n.items() if k != "iri"}) for n in nodes)
    graph.add_edge(edge["source"], edge["target"], "e1", id="e1", label=other, quote=text)
    return Projection(lambda: graph, nodes, (edge,), 0)


def many(texts):
    """Return a graph of which each node and each edge holds one of some texts."""
    base = "https://kg.example/id/"
    nodes = tuple(
        {"iri": f"{base}{i}", "label": text, "type": "Person", "kind": "Entity",
         "aliases": [text, texts[-i]]}
        for i, text in enumerate(texts)
    )  # fmt: skip
    edges = tuple(
        {"id": f"e{i}", "source": f"{base}{i}", "target": f"{base}{i // 2}", "label": text,
         "predicate": "https://kg.example/ns#funds", "status": "fact", "weight": i,
         "quote": texts[-i]}
        for i, text in enumerate(texts)
    )  # fmt: skip
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((n["iri"], {k: v for k, v in n.items() if k != "iri"}) for n in nodes)
    for edge in edges:
        graph.add_edge(edge["source"], edge["target"], edge["id"], **{
            k: v for k, v in edge.items() if k not in ("source", "target")
        })  # fmt: skip
    return Projection(lambda: graph, nodes, edges, 0)


def any_text(examples):
    """Return how to try graphs of twenty texts each: a reader may cost a second to start."""
    return settings(
        max_examples=examples, deadline=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )  # fmt: skip


texts = st.lists(words, min_size=20, max_size=20)
ROWS = [p for p in PAIRS if p[1] not in interop.RDF]
QUICK = [p for p in ROWS if p[0].name in ("networkx", "igraph", "DuckDB", "YAML, Markdown")]
SLOW = [p for p in ROWS if p not in QUICK]


@pytest.mark.parametrize(("reader", "name"), SLOW, ids=[f"{n} by {r.name}" for r, n in SLOW])
@given(found=texts)
@any_text(2)
def test_any_text_comes_back(reader, name, tmp_path, found):
    need(reader)
    interop.try_rows(many(found), reader, name, tmp_path)


@pytest.mark.parametrize(("reader", "name"), QUICK, ids=[f"{n} by {r.name}" for r, n in QUICK])
@given(found=texts)
@any_text(4)
def test_any_text_comes_back_in_python(reader, name, tmp_path, found):
    need(reader)
    interop.try_rows(many(found), reader, name, tmp_path)


TRIPLES = [p for p in PAIRS if p[1] in interop.RDF]


@pytest.mark.parametrize(
    ("reader", "name"), TRIPLES, ids=[f"{n} by {r.name}" for r, n in TRIPLES]
)  # fmt: skip
@given(found=texts)
@any_text(2)
def test_any_text_comes_back_from_rdf(reader, name, tmp_path, found):
    need(reader)
    with Store.memory(literals(found)) as store:
        assert interop.try_rdf(store, reader, name, tmp_path) >= len(set(found))


def literals(found):
    import pyoxigraph as ox

    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    graph = ox.NamedNode("https://kg.example/graph/doc/1")
    for number, text in enumerate(found):
        # No text is read with these: kg/read refuses a file that holds them.
        plain = "".join(c for c in text if c.isprintable() or c in "\t\n\r")
        node = ox.NamedNode(f"https://kg.example/id/{number}")
        yield ox.Quad(node, label, ox.Literal(plain))
        yield ox.Quad(node, label, ox.Literal(plain, language="en"), graph)


@given(found=texts)
@any_text(2)
def test_any_text_comes_back_from_rdf_1_2(found):
    import pyoxigraph as ox

    def claim(number, predicate, object_):
        node = ox.NamedNode(f"https://kg.example/id/claim/{number}")
        return ox.Quad(node, ox.NamedNode(f"{interop_rdf}{predicate}"), object_)

    interop_rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    quads = [
        q
        for n, text in enumerate(found)
        for q in (
            claim(n, "subject", ox.NamedNode("x:s")),
            claim(n, "predicate", ox.NamedNode("x:p")),
            claim(n, "object", ox.Literal(text.encode(errors="replace").decode())),
        )
    ]
    with Store.memory(quads) as store:
        given_ = export(store, format_named("trig"), rdf12=True)
        back = set(ox.parse(b"".join(given_.file), format=ox.RdfFormat.TRIG))
    objects = {q.object.object.value for q in back}
    assert objects == {text.encode(errors="replace").decode() for text in found}


def test_a_difference_is_seen(tmp_path):
    graph = interop.awkward()
    reader = next(r for r in interop.READERS if r.name == "networkx")
    path = tmp_path / "a.graphml"
    of_rows(graph, format_named("graphml")).write(path)
    for old, new in (('id="e00"', 'id="e99"'), ("DETACH", "ATTACH"), ('source="urn:x:1"', "")):
        text = path.read_text(encoding="utf-8")
        assert old in text
        if not new:
            new = 'source="https://kg.example/id/a%20b"'
        changed = tmp_path / "b.graphml"
        changed.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(ValueError, match="differ"):
            interop.compare(graph, reader.read(changed, "graphml"), reader, "graphml")


def test_every_format_has_a_reader_of_its_own():
    assert {name for _, name in PAIRS} == {f.name for f in FORMATS}


def test_a_statement_that_is_no_cypher_is_seen(tmp_path):
    reader = next(r for r in interop.READERS if r.formats == ("cypher",))
    need(reader)
    path = tmp_path / "a.jsonl"
    path.write_text(text_of("cypher", told("a", "b")).replace("MERGE (n", "MERGE (n n"))
    with pytest.raises(ValueError, match="Invalid input"):
        reader.read(path, "cypher")


# ---------------------------------------------------------------- no injection


def test_cypher_holds_no_text_of_the_graph():
    bodies = [json.loads(line) for line in cypher(interop.awkward(), Counter())]
    texts = {b["statements"][0]["statement"] for b in bodies}
    assert not any(part in text for text in texts for part in ("DETACH", "Perú", "alert", "\n"))
    rows = [r for b in bodies for r in b["statements"][0]["parameters"]["rows"]]
    assert len([r for r in rows if "values" in r]) == 16
    assert len([r for r in rows if "iri" in r]) == 4


@given(words)
def test_a_label_or_type_in_cypher_is_a_plain_name(text):
    assert node_label({"type": text}).isidentifier() or node_label({"type": text})[0].isdigit()
    for row in ({"predicate": text}, {"predicate": "p", "status": text}):
        name = relation_type(row)
        assert name.isascii()
        assert name.replace("_", "A").isalnum()
        assert name[0].isalpha()


def test_what_is_no_fact_has_no_plain_type_elsewhere(example_store):
    edges = projection(example_store, claims=True)[0].edges
    types = {relation_type(e): e["status"] for e in edges}
    assert types["DENIED_FUNDS"] == "denied"
    assert "FUNDS" not in types
    given_ = export(example_store, format_named("ftm"), claims=True)
    entities = [json.loads(line) for line in given_.file]
    links = [e["properties"] for e in entities if e["schema"] == "UnknownLink"]
    assert {"not: funds"} <= {p["role"][0] for p in links}
    events = [e["properties"]["name"][0] for e in entities if e["schema"] == "Event"]
    assert any(name.startswith("prospect: ") for name in events)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1", "\n-1"])
def test_excel_runs_no_cell(cell):
    lost = Counter()
    graph = told(cell, "plain")
    node, other, edge = guarded((*graph.nodes, *graph.edges), lost)
    assert node["label"] == other["label"] == edge["quote"] == "'" + cell
    assert lost["formulas guarded"] == 3
    assert next(guarded(told("a = 1", "b").nodes, Counter()))["label"] == "a = 1"


@pytest.mark.parametrize("column", ["label", "quote", "sentence", "source_doc", "speaker_label"])
@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_column_of_a_sheet_holds_a_formula(cell, column, tmp_path):
    graph = told("plain", "plain")
    graph = replace(graph, edges=({**graph.edges[0], column: cell},))
    for excel, expected in ((True, "'" + cell), (False, cell)):
        of_rows(graph, format_named("csv"), excel=excel).write(tmp_path / "sheets")
        with (tmp_path / "sheets" / "edges.csv").open(newline="", encoding="utf-8") as file:
            (row,) = csv.DictReader(file)
        assert row["Label" if column == "label" else column] == expected


# ---------------------------------------------------------------- RDF 1.2


def test_rdf_1_2_makes_a_claim_reify_its_triple(example_store):
    import pyoxigraph as ox

    given_ = export(example_store, format_named("trig"), rdf12=True)
    found = set(ox.parse(b"".join(given_.file), format=ox.RdfFormat.TRIG))
    terms = [q for q in found if isinstance(q.object, ox.Triple)]
    assert len(terms) == 9
    assert {q.predicate.value.rpartition("#")[2] for q in terms} == {"reifies"}
    assert given_.report.carried == {"quads": len(found)}
    assert found == set(reified(example_store.quads()))


def test_rdf_xml_counts_what_xml_cannot_hold():
    import pyoxigraph as ox

    said = ox.Literal("a\x01\rb", language="en")
    quad = ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:p#p"), said)
    with Store.memory([quad]) as store:
        given_ = export(store, format_named("rdfxml"), facts=True)
        (back,) = ox.parse(b"".join(given_.file), format=ox.RdfFormat.RDF_XML)
    assert back.object == ox.Literal("a\N{REPLACEMENT CHARACTER}\rb", language="en")
    assert given_.report.lost["characters replaced"] == 1
    assert not given_.report.is_lossless


# ---------------------------------------------------------------- whole or not at all


REPLACING = """
import itertools, pathlib, sys
from kg.export.aside import write_folder
for number in itertools.count():
    files = [(f"{number % 2}-{i}.csv", [str(number % 2)] * 50) for i in range(9)]
    write_folder(pathlib.Path(sys.argv[1]), files)
    print(number, flush=True)
"""


def test_a_folder_is_never_gone_while_it_is_replaced_or_its_writer_is_killed(tmp_path):
    folder = tmp_path / "out"
    for _ in range(2):
        writer = subprocess.Popen(
            [sys.executable, "-c", REPLACING, folder], stdout=subprocess.PIPE, text=True
        )
        for line in writer.stdout:
            assert folder.is_dir()
            assert {p.name[0] for p in folder.iterdir()} <= {"0", "1", "."}
            if int(line) > 8:
                break
        writer.kill()  # wherever it is just now
        writer.wait()
        writer.stdout.close()
        names = {p.name for p in folder.iterdir()} - {MANIFEST}
        assert names in ({f"{n}-{i}.csv" for i in range(9)} for n in (0, 1))
        assert {(folder / name).read_text() for name in names} in ({"0" * 50}, {"1" * 50})
    write_folder(folder, [("a", ["b"])])
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_where_no_folders_can_be_swapped_a_kill_between_loses_nothing(tmp_path, monkeypatch):
    folder = tmp_path / "out"
    monkeypatch.setattr(aside, "_EXCHANGE", 1 << 20)  # refused by the system, as a disk may
    write_folder(folder, [("a", ["old"])])
    write_folder(folder, [("a", ["new"])])
    assert (folder / "a").read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    folder.rename(tmp_path / ".out.old")  # what a kill between the two renames leaves
    with pytest.raises(StoreError, match="No space left"):
        write_folder(folder, [("a", failing(["half"]))])
    assert (folder / "a").read_text() == "new"


def failing(pieces):
    yield from pieces
    raise OSError(28, "No space left on device")


def test_a_file_that_fails_leaves_the_old_one(tmp_path):
    file = tmp_path / "a.csv"
    write_file(file, ["old"])
    with pytest.raises(StoreError, match="No space left"):
        write_file(file, failing(["new"]))
    assert [f.name for f in tmp_path.iterdir()] == ["a.csv"]
    assert file.read_text() == "old"


def test_a_folder_that_fails_leaves_the_old_one(tmp_path):
    folder = tmp_path / "out"
    write_folder(folder, [("a/b.csv", ["old"])])
    with pytest.raises(StoreError, match="No space left"):
        write_folder(folder, [("a/b.csv", failing(["new"]))])
    assert [f.name for f in tmp_path.iterdir()] == ["out"]
    assert (folder / "a" / "b.csv").read_text() == "old"
    write_folder(folder, [("c.csv", ["new"])])
    assert sorted(f.name for f in folder.rglob("*")) == [MANIFEST, "c.csv"]


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    folder = tmp_path / "notes"
    write_folder(folder, [("a.md", ["x"])])
    (folder / "mine.md").write_text("my own words")
    with pytest.raises(UsageError, match=r"holds what no export wrote: mine\.md"):
        write_folder(folder, [("a.md", ["y"])])
    assert (folder / "a.md").read_text() == "x"
    with pytest.raises(UsageError, match="is a file"):
        write_folder(folder / "a.md", [("a.md", ["y"])])


@pytest.mark.parametrize("name", [f.name for f in FORMATS if f.folder and f.name != "parquet"])
def test_a_folder_is_the_same_each_time(name, example_store):
    def made():
        given_ = export(example_store, format_named(name), claims=True)
        return {n: "".join(pieces) for n, pieces in given_.folder}, str(given_.report)

    assert made() == made()
    assert len(made()[0]) > 1


def test_text_of_a_list_is_clean_before_it_is_json():
    lost = Counter()
    assert as_text(["a\x01", "b"], lost) == '["a�", "b"]'
    assert lost == {"lists joined": 1, "characters replaced": 1}


# ---------------------------------------------------------------- the script


def matrix(*arguments, **env):
    """Return what the script prints, and its exit code; all pairs are tried above."""
    script = Path(__file__).parent.parent / "scripts" / "interop.py"
    env = {**{k: v for k, v in os.environ.items() if k != "CI"}, **env}
    done = subprocess.run(
        [sys.executable, script, *arguments], capture_output=True, text=True, env=env
    )
    return done.stdout, done.returncode


def test_the_matrix_is_printed(example_graph_dir):
    printed, code = matrix(example_graph_dir, "csv", "graphml", "turtle")
    assert code == 0, printed
    assert " 0 wrong" in printed
    found = [line.split() for line in printed.splitlines()]
    assert ["graphml", "networkx", "demo"] in [line[:3] for line in found]
    assert ["csv", "DuckDB", "awkward", "4", "16", "100", "%"] in [line[:7] for line in found]
    assert {line[0] for line in found[1:-2]} == {"csv", "graphml", "turtle"}


def test_a_missing_reader_fails_in_ci_alone(example_graph_dir, tmp_path):
    nothing = {"PATH": str(tmp_path)}
    printed, code = matrix(example_graph_dir, "gexf", **nothing)
    assert (code, "not installed (tool:xmllint)" in printed) == (0, True)
    assert matrix(example_graph_dir, "gexf", CI="true", **nothing)[1] == 1


# ---------------------------------------------------------------- what each format says


def text_of(name, projected):
    return "".join(of_rows(projected, format_named(name)).file)


def files_of(name, projected):
    return {n: "".join(p) for n, p in of_rows(projected, format_named(name)).folder}


def test_gexf_has_colours_styles_kinds_and_times(example_store):
    import xml.etree.ElementTree as ET

    ns = {"g": "http://gexf.net/1.3", "v": "http://gexf.net/1.3/viz"}
    projected, _ = projection(example_store, claims=True)
    root = ET.fromstring(text_of("gexf", projected))
    assert root.find("g:graph", ns).get("mode") == "dynamic"
    nodes = {n.get("label"): n for n in root.iterfind(".//g:node", ns)}
    assert nodes["CECOT"].find("v:color", ns).attrib == {"r": "216", "g": "117", "b": "27"}
    spell = nodes["freed"].find("g:spells/g:spell", ns)
    assert spell.attrib == {"start": "2025-05-01", "end": "2025-05-31"}
    assert nodes["CECOT"].find("g:spells", ns) is None
    edges = {e.get("label"): e for e in root.iterfind(".//g:edge", ns)}
    shapes = {label: e.find("v:shape", ns).get("value") for label, e in edges.items()}
    assert shapes["not: funds"] == "dotted"
    assert shapes["located in"] == "solid"
    assert shapes["proposed: transferred to"] == "dashed"
    assert all(e.get("kind") == label for label, e in edges.items())


def test_gexf_without_times_is_static():
    assert 'mode="static"' in text_of("gexf", told("a", "b"))


def test_cx2_declares_each_attribute_and_counts_each_aspect():
    graph = interop.awkward()
    aspects = json.loads(text_of("cx2", graph))
    assert aspects[0]["CXVersion"] == "2.0"
    counts = {m["name"]: m["elementCount"] for m in aspects[1]["metaData"]}
    found = {name: rows for aspect in aspects[2:] for name, rows in aspect.items()}
    assert {name: len(found[name]) for name in counts} == counts
    declared = found["attributeDeclarations"][0]
    for kind in ("nodes", "edges"):
        assert {k for row in found[kind] for k in row["v"]} == set(declared[kind])
    assert declared["nodes"]["aliases"] == {"d": "list_of_string"}
    assert declared["edges"]["weight"] == {"d": "long"}


VALUES = {
    "graphml": ['attr.name="amount" attr.type="double"', 'attr.name="employees" attr.type="long"',
                'attr.name="dateOfBirth" attr.type="string"'],
    "gexf": ['title="amount" type="double"', 'title="employees" type="long"'],
    "cx2": ['"amount": {"d": "double"}', '"employees": {"d": "long"}'],
}  # fmt: skip


@pytest.mark.parametrize(("name", "declared"), VALUES.items())
def test_values_have_their_types(name, declared):
    text = text_of(name, interop.awkward())
    assert [d for d in declared if d not in text] == []


def test_values_have_their_types_in_folders():
    graph = interop.awkward()
    head = files_of("neo4j", graph)["nodes.csv"].partition("\n")[0].split(",")
    assert {"amount:double", "employees:long", "dateOfBirth"} <= set(head)
    schema = files_of("ladybug", graph)["schema.cypher"]
    assert "`amount` DOUBLE" in schema
    assert "`employees` INT64" in schema


def test_aleph_has_a_date_of_birth_and_is_told_to_lack_an_amount():
    given_ = of_rows(interop.awkward(), format_named("ftm"))
    people = [json.loads(line)["properties"] for line in given_.file][:4]
    assert [p["birthDate"] for p in people] == [["1964-05-05"]] * 4
    assert given_.report.lost["attributes without a place in the schema"] >= 4


def test_dot_shortens_what_graphviz_cannot_draw():
    given_ = of_rows(told("x" * 10_000, "b"), format_named("dot"))
    text = "".join(given_.file)
    assert max(map(len, text.splitlines())) < 400
    assert given_.report.lost["labels shortened"] == 2


def test_ladybug_has_a_table_for_each_relation(example_store):
    projected, _ = projection(example_store, claims=True)
    files = files_of("ladybug", projected)
    types = {relation_type(e) for e in projected.edges}
    assert {n for n in files if n.startswith("edges/")} == {f"edges/{t}.csv" for t in types}
    assert files["schema.cypher"].count("CREATE REL TABLE") == len(types)
    assert files["copy.cypher"].count("COPY ") == len(types) + 1


def test_the_bundle_for_neo4j_has_its_script_and_constraint():
    files = files_of("neo4j", interop.awkward())
    assert set(files) == {"nodes.csv", "edges.csv", "load.sh", "constraints.cypher"}
    assert files["nodes.csv"].startswith("iri:ID,:LABEL,")
    assert files["edges.csv"].startswith(":START_ID,:END_ID,:TYPE,")
    assert "IS UNIQUE;" in files["constraints.cypher"]
    for option in ("--array-delimiter=U+001F", "--multiline-fields=true"):
        assert option in files["load.sh"]


def test_a_note_links_to_the_notes_of_its_neighbours(example_store):
    projected, _ = projection(example_store)
    files = files_of("markdown", projected)
    assert len(files) == len(projected.nodes)
    note = next(text for name, text in files.items() if name.startswith("CECOT "))
    assert "# CECOT\n" in note
    other = next(name for name in files if name.startswith("El Salvador "))
    assert f"- → located in [[{other.removesuffix('.md')}|El Salvador]]" in note
    assert "> CECOT, a prison in El Salvador" in note


@given(words)
def test_a_note_has_a_name_that_every_system_takes(text):
    from kg.export.markdown import file_name

    name = file_name({"iri": "a:b", "label": text})
    assert not set(name) & set('<>:"/\\|?*[]#^\n\t.')
    assert name == name.strip()
    assert len(name) < 75


def test_an_employment_is_one_only_if_it_is_a_fact():
    people = told("Ana", "b")
    ends = {"source": people.nodes[0]["iri"], "target": people.nodes[1]["iri"]}
    body = {**people.nodes[1], "type": "Organization"}
    links = {}
    for status in ("fact", "alleged"):
        edge = {"id": status, "label": "works for", "status": status,
                "predicate": "https://kg.example/ns#worksFor", **ends}  # fmt: skip
        graph = Projection(people.graph, (people.nodes[0], body), (edge,), 0)
        links[status] = json.loads(text_of("ftm", graph).splitlines()[-1])
    assert links["fact"]["schema"] == "Employment"
    assert links["alleged"]["schema"] == "UnknownLink"
    assert links["alleged"]["properties"]["status"] == ["alleged"]
