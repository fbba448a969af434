"""RDF of every syntax: resources, triples, literals, foreign words, and our own exports again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from test_roundtrip import ANY, drawn, things, ties

import kg
from kg import resources
from kg.cli import run
from kg.errors import InputError
from kg.tables import TableMap, import_file, look
from kg.tables.elements import Edge, Node
from kg.tables.rdf import CONTEXT, READERS, quads_of

TURTLE = """
@prefix schema: <http://schema.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix e: <http://e.org/> .
@prefix wd: <http://www.wikidata.org/entity/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:ama a foaf:Person ; foaf:name "Ama Badu"@en , "Ама Баду"@ru ; schema:alternateName "A. Badu" ;
  schema:birthDate "1981-05-02"^^xsd:date ; schema:birthPlace e:accra ; schema:nationality wd:Q117 ;
  foaf:knows e:kofi ; e:hates e:kofi ; e:shoeSize 40 .
e:kofi a schema:Person ; schema:name "Kofi Osei" .
e:accra a schema:City ; schema:name "Accra" ; skos:exactMatch wd:Q3761 .
e:boat a e:Boat ; schema:name "Sea Star" .
"""
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}


def written(tmp_path: Path, extension: str, text: str = TURTLE) -> Path:
    """Write the triples in the syntax of an extension."""
    path = tmp_path / f"t{extension}"
    triples = list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    path.write_bytes(ox.serialize(triples, format=FORMATS[extension]) or b"")
    return path


def elements(text: str, extension: str = ".ttl") -> list[object]:
    return list(READERS[extension](text.encode(), "t"))


# ---------------------------------------------------------------- foreign RDF


@pytest.mark.parametrize("extension", FORMATS)
def test_every_syntax_gives_the_same_graph(tmp_path, extension):
    report = import_file(written(tmp_path, extension), tmp_path / "g.kg", ANY)
    assert (report.entities, report.claims, report.left, report.dropped) == (4, 4, (), ())
    graph = drawn(tmp_path / "g.kg", claims=False)
    label = dict(graph.nodes(data="label"))
    assert {(label[s], d["predicate_label"], label[o]) for s, o, d in graph.edges(data=True)} == {
        ("Ama Badu", "born in", "Accra"),
        ("Ama Badu", "nationality", "Ghana"),
        ("Ama Badu", "related to (unspecified)", "Kofi Osei"),
    }
    ama = next(d for _, d in graph.nodes(data=True) if d["label"] == "Ama Badu")
    assert ama["type"] == "Person"
    assert set(ama["aliases"]) == {"A. Badu", "Ама Баду"}
    assert [(v["property"], v["value"]) for v in ama["values"]] == [("dateOfBirth", "1981-05-02")]
    assert run(["verify", "-g", str(tmp_path / "g.kg")]) == 0


@pytest.mark.parametrize("extension", FORMATS)
def test_what_means_nothing_here_is_listed(tmp_path, extension):
    report = import_file(written(tmp_path, extension), Path(), ANY, is_dry=True)
    assert set(report.unknown) == {
        ("class 'http://e.org/Boat'", 1),
        ("relation 'http://e.org/hates'", 1),
        ("attribute 'http://e.org/shoeSize'", 1),
    }


def test_words_are_given_a_meaning(tmp_path):
    terms = {"http://e.org/hates": "criticizes", "http://e.org/Boat": "Facility"}
    table = TableMap("Entity", "", terms=terms)
    report = import_file(written(tmp_path, ".ttl"), tmp_path / "g.kg", table)
    assert [word for word, _ in report.unknown] == ["attribute 'http://e.org/shoeSize'"]
    graph = drawn(tmp_path / "g.kg", claims=False)
    assert "criticizes" in {d["predicate_label"] for _, _, d in graph.edges(data=True)}
    assert "Sea Star" in {d["label"] for _, d in graph.nodes(data=True)}


def test_a_thing_of_no_known_class_is_taken_when_something_ties_it(tmp_path):
    path = tmp_path / "t.ttl"
    path.write_text("""@prefix e: <http://e.org/> . @prefix s: <https://schema.org/> .
      @prefix foaf: <http://xmlns.com/foaf/0.1/> .
      e:a a s:Person ; s:name "Ama Badu" ; foaf:knows e:b . e:b s:name "Kofi" . e:c s:name "C" .""")
    import_file(path, tmp_path / "g.kg", ANY)
    graph = drawn(tmp_path / "g.kg", claims=False)
    assert {d["label"]: d["type"] for _, d in graph.nodes(data=True)} == {
        "Ama Badu": "Person",
        "Kofi": "Entity",
    }


def test_the_same_thing_elsewhere_is_kept_and_joins_what_has_it(tmp_path):
    graph = tmp_path / "g.kg"
    import_file(written(tmp_path, ".ttl"), graph, ANY)
    accra = next(d for _, d in drawn(graph, claims=False).nodes(data=True) if d["label"] == "Accra")
    assert "http://www.wikidata.org/entity/Q3761" in accra["exact_match"]
    (tmp_path / "a.txt").write_text("Kenya has criticized Ghana.\n")
    assert run(["build", str(tmp_path / "a.txt"), "-o", str(graph)]) == 0
    ghana = [d for i, d in drawn(graph, claims=False).nodes(data=True) if i.endswith("/id/ghana")]
    assert len(ghana) == 1


def test_blank_nodes_are_things_as_well():
    found = elements('[] a <http://schema.org/Person> ; <http://schema.org/name> "Ama" .')
    (one,) = (e for e in found if isinstance(e, Node))
    assert one.id.startswith("_:")
    assert one.label == "Ama"


@pytest.mark.parametrize(
    ("names", "label", "aliases"),
    [
        ('rdfs:label "a"', "a", ()),
        ('rdfs:label "b"@de , "a"@en', "a", ("b",)),
        ('rdfs:label "a" ; skos:prefLabel "b"', "b", ("a",)),
        ('skos:prefLabel " a " ; skos:altLabel "c" , "b"', "a", ("b", "c")),
        ('skos:note "n"', "x", ()),
    ],
)
def test_the_english_name_goes_first(names, label, aliases):
    prefixes = (
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
    )
    (found,) = (
        e for e in elements(f"{prefixes} <http://e.org/x> {names} .") if isinstance(e, Node)
    )
    assert (found.label, tuple(sorted(found.aliases))) == (label, aliases)


def test_a_vocabulary_is_no_thing():
    found = elements("""@prefix owl: <http://www.w3.org/2002/07/owl#> .
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      <http://e.org/Boat> a owl:Class ; rdfs:label "boat" ; rdfs:subClassOf <http://e.org/Ship> .
      <http://e.org/sails> a owl:ObjectProperty ; rdfs:label "sails" .
      <https://kg.example/ns#Person> rdfs:label "person" .""")
    assert found == []


def test_every_triple_is_a_line_and_its_own_evidence(tmp_path):
    import_file(written(tmp_path, ".ttl"), tmp_path / "g.kg", ANY)
    with kg.open(tmp_path / "g.kg") as graph:
        rows = [d["sentences"][0] for _, _, d in graph.graph().edges(data=True)]
    assert all(r["sentence"].count("\t") == 3 for r in rows)
    assert any("http://schema.org/birthPlace\tAccra" in r["sentence"] for r in rows)


# ---------------------------------------------------------------- our own exports

OWN = [
    ("trig", ()),
    ("trig", ("--rdf12",)),
    ("nquads", ()),
    ("nquads", ("--rdf12",)),
    ("jsonld", ()),
    ("turtle", ("--flatten",)),
    ("rdfxml", ("--flatten",)),
    ("ntriples", ("--flatten",)),
]
EXTENSIONS = {"trig": ".trig", "nquads": ".nq", "jsonld": ".jsonld", "turtle": ".ttl",
              "rdfxml": ".rdf", "ntriples": ".nt"}  # fmt: skip


@pytest.mark.parametrize(("format_", "options"), OWN, ids=[" ".join((f, *o)) for f, o in OWN])
def test_facts_and_claims_of_a_lossless_export_come_back(
    example_graph_dir, tmp_path, format_, options
):
    path = tmp_path / f"again{EXTENSIONS[format_]}"
    given = ["-g", str(example_graph_dir), "-f", format_, "-o", str(path), *options]
    assert run(["export", *given]) == 0
    report = import_file(path, tmp_path / "again.kg", ANY)
    assert (report.left, report.dropped, report.unknown) == ((), (), ())
    for claims in (False, True):
        back, whole = (drawn(d, claims=claims) for d in (tmp_path / "again.kg", example_graph_dir))
        assert things(back) == things(whole)
        assert ties(back) == ties(whole)
    assert run(["verify", "-g", str(tmp_path / "again.kg")]) == 0


@pytest.mark.parametrize("format_", ["turtle", "ntriples", "rdfxml"])
def test_the_facts_alone_come_back_as_facts(example_graph_dir, tmp_path, format_):
    path = tmp_path / f"again{EXTENSIONS[format_]}"
    given = ["-g", str(example_graph_dir), "-f", format_, "-o", str(path), "--facts"]
    assert run(["export", *given]) == 0
    import_file(path, tmp_path / "again.kg", ANY)
    back, whole = (drawn(d, claims=False) for d in (tmp_path / "again.kg", example_graph_dir))
    assert ties(back) == ties(whole)
    real = {t for t in things(back) if t[2] in ("Entity", "Event", "Situation")}
    assert real == set(things(whole))


def test_a_contested_claim_comes_back_as_no_fact(example_graph_dir, tmp_path):
    every = drawn(example_graph_dir, claims=True).edges(data=True)
    (claim,) = (
        d["sentences"][0]["claim"] for *_, d in every if d["predicate"].endswith("#monitors")
    )
    decision = {"at": "2026-01-02T03:04:05Z", "by": "reviewer", "do": "contest", "claim": claim}
    (example_graph_dir / "decisions.jsonl").write_text(json.dumps(decision) + "\n")
    assert run(["build", "--rebuild", "-o", str(example_graph_dir)]) == 0
    path = tmp_path / "again.nq"
    assert run(["export", "-g", str(example_graph_dir), "-f", "nquads", "-o", str(path)]) == 0
    import_file(path, tmp_path / "again.kg", ANY)
    back = drawn(tmp_path / "again.kg", claims=True).edges(data=True)
    (monitors,) = (d for *_, d in back if d["predicate"].endswith("#monitors"))
    assert monitors["status"] == "possible"
    facts = drawn(tmp_path / "again.kg", claims=False).edges(data=True)
    assert "monitors" not in {d["predicate_label"] for *_, d in facts}


def test_the_quote_of_the_original_stays_readable(example_graph_dir, tmp_path):
    path = tmp_path / "again.trig"
    assert run(["export", "-g", str(example_graph_dir), "-o", str(path)]) == 0
    import_file(path, tmp_path / "again.kg", ANY)
    edges = drawn(tmp_path / "again.kg", claims=False).edges(data=True)
    (funds,) = (d for _, _, d in edges if d["predicate_label"] == "negotiates with")
    line = funds["sentences"][0]["sentence"]
    assert line.startswith("Peru\tnegotiatesWith\tEl Salvador\t{")
    assert '"quote": "Peru negotiates with El Salvador"' in line
    assert '"source": "https://kg.example/id/peru"' in line
    assert '"document": "' in line
    assert "Asserted" not in line  # what is as ever is not said


def test_what_rdflib_writes_is_read(example_graph_dir, tmp_path):
    data = rdflib.Graph()
    data.parse(data=TURTLE, format="turtle")
    for format_, extension in (("xml", ".rdf"), ("json-ld", ".jsonld"), ("turtle", ".ttl")):
        path = tmp_path / f"t{extension}"
        data.serialize(path, format=format_)
        shutil.rmtree(tmp_path / "g.kg", ignore_errors=True)
        assert import_file(path, tmp_path / "g.kg", ANY).claims == 4


# ---------------------------------------------------------------- hostile RDF

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><rdf:RDF/>'
CYCLE = '{"@context": {"a": "b:x", "b": "a:y"}, "@id": "http://e.org/x", "a": "y"}'
TERMS = "<http://e.org/a> <http://e.org/p> " + "<<( <http://e.org/a> <http://e.org/p> " * 50_000
XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:e="http://e.org/">{}</rdf:RDF>"""
HOSTILE = [
    (".ttl", "<http://e.org/a> <http://e.org/b>", "is no readable Turtle"),
    (".ttl", "<http://e.org/a b> <http://e.org/b> 1 .", "is no readable Turtle"),
    (".ttl", "", "holds no rows"),
    (".ttl", "é".encode("latin-1"), "is not UTF-8"),
    (".ttl", "<http://e.org/a> <http://e.org/b> " + "[ <http://e.org/p> " * 50_000, "no readable"),
    (".nt", "<a> <b> <c> .", "is no readable N-Triples"),
    (".nq", '<http://e.org/a> <http://e.org/b> "x"@ .', "is no readable N-Quads"),
    (".trig", "<http://e.org/g> { <http://e.org/a> ", "is no readable TriG"),
    (".rdf", LAUGHS, "document type declaration"),
    (".rdf", LAUGHS.encode("utf-16"), "is not UTF-8"),
    (".rdf", "<rdf:RDF", "is no readable RDF/XML"),
    (".owl", '<!DOCTYPE x SYSTEM "file:///etc/hosts"><rdf:RDF/>', "document type declaration"),
    (".jsonld", "{", "is no readable JSON-LD"),
    (".jsonld", '{"@context": "http://127.0.0.1:9/c", "name": "x"}', "is no readable JSON-LD"),
    (".jsonld", '{"@context": {"@import": "http://127.0.0.1:9/c"}}', "is no readable JSON-LD"),
    (".jsonld", CYCLE, "is no readable JSON-LD"),
    (".jsonld", '{"@id": "http://e.org/a", "http://e.org/p": ' * 30_000, "is no readable JSON-LD"),
    (".ttl", TERMS, "is nested too deep"),
    (".nt", TERMS, "is nested too deep"),
    (".rdf", XML.format("<e:A><e:p>" * 50_000), "is nested too deep"),
]  # fmt: skip


@pytest.mark.parametrize(("extension", "given", "problem"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_rdf_is_refused_and_nothing_is_made(tmp_path, extension, given, problem):
    path = tmp_path / f"t{extension}"
    path.write_bytes(given if isinstance(given, bytes) else given.encode())
    for call in (lambda: look(path), lambda: import_file(path, tmp_path / "g.kg", ANY)):
        with pytest.raises(InputError) as caught:
            call()
        assert problem in caught.value.what
        assert str(path) in caught.value.where
    assert not (tmp_path / "g.kg").exists()


def test_a_context_that_is_elsewhere_is_never_asked_for(tmp_path, listener):
    path = tmp_path / "t.jsonld"
    path.write_text(f'{{"@context": "{listener.url}c.jsonld", "name": "x"}}')
    with pytest.raises(InputError):
        look(path)
    assert listener.hits == 0


OURS = json.loads(resources.ontology("context.jsonld").read_text())["@context"]
PERU = {"@id": "id:peru", "@type": "kg:Country", "skos:prefLabel": "Peru 1e400"}


@pytest.mark.parametrize(
    "context", [CONTEXT, "https://kg.example/ns", [CONTEXT], [CONTEXT, {"x": "http://e.org/x"}]]
)
def test_our_own_context_is_known_by_its_iri(context):
    def read(context):
        inner = {**PERU, "kg:locatedIn": {**PERU, "@context": context, "@id": "id:lima"}}
        raw = json.dumps({"@context": context, "@graph": [inner]}).encode()
        return set(quads_of(ox.RdfFormat.JSON_LD, raw, "a.jsonld"))

    assert read(context) == read(OURS)
    assert len(read(context)) == 5


@pytest.mark.parametrize("context", ["https://schema.org", "http://schema.org/"])
def test_the_context_of_schema_org_is_known_by_its_iri(tmp_path, context):
    path = tmp_path / "page.jsonld"
    works = {"@type": "Organization", "@id": "http://e.org/acme", "name": "Acme"}
    page = {"@context": context, "@type": "Person", "@id": "http://e.org/ana", "name": "Ana Ruiz",
            "sameAs": "http://www.wikidata.org/entity/Q1", "worksFor": works}  # fmt: skip
    path.write_text(json.dumps(page))
    assert import_file(path, tmp_path / "g.kg", ANY).claims == 1
    ((source, target, edge),) = drawn(tmp_path / "g.kg", claims=False).edges(data=True)
    assert edge["predicate_label"] == "works for"
    names = {i: n["label"] for i, n in drawn(tmp_path / "g.kg", claims=False).nodes(data=True)}
    assert (names[source], names[target]) == ("Ana Ruiz", "Acme")


def test_beside_a_known_context_another_is_still_refused(listener):
    raw = json.dumps({**PERU, "@context": [CONTEXT, f"{listener.url}c"]}).encode()
    with pytest.raises(InputError):
        quads_of(ox.RdfFormat.JSON_LD, raw, "a.jsonld")
    assert listener.hits == 0


def test_a_claim_that_lacks_its_parts_is_left_out():
    found = elements("@prefix kg: <https://kg.example/ns#> . <http://e.org/c> a kg:Claim .")
    (claim,) = (e for e in found if isinstance(e, Edge))
    assert (claim.source, claim.target) == ("", "")


def test_relative_iris_are_resolved_against_the_base_that_is_named():
    (quad,) = quads_of(ox.RdfFormat.TURTLE, b"<a> <b> <c> .", "a.ttl", "http://x.example/d/")
    assert str(quad.subject) == "<http://x.example/d/a>"


@pytest.mark.parametrize("raw", [b"<a> <b>", b"\xff\xfe"])
def test_what_is_no_rdf_is_named(raw):
    with pytest.raises(InputError) as caught:
        quads_of(ox.RdfFormat.TURTLE, raw, "a.ttl")
    assert caught.value.where.startswith("a.ttl")
