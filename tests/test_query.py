"""Queries: results, formats, parameters, errors with line, column and caret."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from kg.errors import InputError, LimitError, UsageError
from kg.query import Limits, query
from kg.query.params import term
from kg.query.results import cell, curie, plain, value
from kg.store import Store
from kg.vocabulary import NS, PREFIXES

NAMES = "SELECT ?name { ?p a kg:Country ; skos:prefLabel ?name } ORDER BY ?name"
ONTOLOGY = "https://kg.example/graph/ontology"


def test_the_project_prefixes_are_preloaded(example_store: Store) -> None:
    assert query(example_store, NAMES).rows == [("El Salvador",), ("Peru",)]


def test_a_graph_directory_and_a_store_in_memory_answer_alike(
    example_store: Store, example_graph_dir: Path
) -> None:
    assert query(example_graph_dir, NAMES) == query(example_store, NAMES)


def test_rows_come_as_dicts_with_the_columns_of_the_query(example_store: Store) -> None:
    result = query(example_store, "SELECT ?a (2 AS ?b) { OPTIONAL { ?a kg:none ?c } }")
    assert (result.columns, list(result), len(result)) == (("a", "b"), [{"a": None, "b": 2}], 1)


@pytest.mark.parametrize(
    ("text", "answer"), [("ASK { ?s a kg:Prison }", True), ("ASK { ?s a kg:Accident }", False)]
)
def test_ask_is_a_truth_value(text: str, answer: bool, example_store: Store) -> None:
    result = query(example_store, text)
    assert (result.kind, bool(result), result.rows) == ("bool", answer, [])
    assert result.data == (b"true\n" if answer else b"false\n")


def test_rows_are_true_when_there_are_any(example_store: Store) -> None:
    assert query(example_store, "SELECT ?s { ?s a kg:Prison }")
    assert not query(example_store, "SELECT ?s { ?s a kg:Accident }")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("13", 13), ("1.50", Decimal("1.5")), ("1e3", 1000.0), ("true", True),
        ("'a\\n\\t\"b'", 'a\n\t"b'),
        ("'x'@en", "x"), ("'2025-06-03'^^xsd:date", date(2025, 6, 3)), ("kg:Person", NS + "Person"),
        ("'2025-13-99'^^xsd:date", "2025-13-99"), ("'x'^^kg:odd", "x"), ("1/0", None),
    ],
)  # fmt: skip
def test_values_are_plain_python(expression: str, expected: Any, example_store: Store) -> None:
    ((got,),) = query(example_store, f"SELECT ({expression} AS ?x) {{}}").rows
    assert (got, type(got)) == (expected, type(expected))


def test_the_default_view_is_the_union_and_facts_are_the_default_graph(
    example_store: Store,
) -> None:
    text = "ASK { ?c kg:modality ?m }"
    assert query(example_store, text)
    assert not query(example_store, text, facts=True)
    assert query(example_store, "ASK { ?s kg:locatedIn ?o }", facts=True)


def test_from_narrows_the_query_to_its_graph(example_store: Store) -> None:
    count = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"
    ((whole,),) = query(example_store, count.format("")).rows
    ((part,),) = query(example_store, count.format(f"FROM <{ONTOLOGY}>")).rows
    assert 0 < part < whole


def test_from_an_unknown_graph_is_refused_with_the_nearest(example_store: Store) -> None:
    with pytest.raises(InputError) as caught:
        query(example_store, "SELECT * FROM <https://kg.example/graph/ontolgy> { ?s ?p ?o }")
    assert caught.value.where == "query:1:15"
    assert f"did you mean '{ONTOLOGY}'" in caught.value.fix


def test_rows_in_each_format(example_store: Store) -> None:
    def give(name: str) -> str:
        return query(example_store, NAMES, format=name).data.decode()

    assert give("tsv") == '?name\n"El Salvador"@en\n"Peru"@en\n'
    assert give("csv") == "name\r\nEl Salvador\r\nPeru\r\n"
    assert [b["name"]["value"] for b in json.loads(give("json"))["results"]["bindings"]] == [
        "El Salvador", "Peru",
    ]  # fmt: skip
    assert len(ElementTree.fromstring(give("xml")).findall(".//{*}literal")) == 2


@pytest.mark.parametrize(
    ("name", "kind"),
    [("turtle", "TURTLE"), ("trig", "TRIG"), ("nt", "N_TRIPLES"), ("nq", "N_QUADS"),
     ("jsonld", "JSON_LD")],
)  # fmt: skip
def test_triples_in_each_format(name: str, kind: str, example_store: Store) -> None:
    text = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c . ?c rdfs:subClassOf kg:Facility }"
    result = query(example_store, text, format=name)
    found = [str(q.subject) for q in ox.parse(result.data, format=getattr(ox.RdfFormat, kind))]
    assert found == ["<https://kg.example/id/cecot>"]
    assert result.rows == [("https://kg.example/id/cecot", PREFIXES["rdf"] + "type", NS + "Prison")]
    assert result.columns == ("subject", "predicate", "object")


def test_describe_gives_triples(example_store: Store) -> None:
    assert query(example_store, "DESCRIBE id:cecot").kind == "triples"


def test_the_same_query_gives_the_same_bytes(example_store: Store) -> None:
    text = "CONSTRUCT WHERE { ?s a ?c ; skos:prefLabel ?l }"
    for name in ("turtle", "jsonld", "nt"):
        found = {query(example_store, text, format=name).data for _ in range(3)}
        assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "name", "known"),
    [
        (NAMES, "turtle", "tsv, csv, json, jsonl, xml, md"),
        ("DESCRIBE id:peru", "csv", "turtle, trig"),
    ],
)
def test_a_format_that_does_not_fit_is_refused(
    text: str, name: str, known: str, example_store: Store
) -> None:
    with pytest.raises(UsageError) as caught:
        query(example_store, text, format=name)
    assert known in caught.value.fix


@pytest.mark.parametrize("name", ["tsv", "csv", "json", "xml"])
def test_a_cut_answer_says_so_in_every_format(name: str, example_store: Store) -> None:
    result = query(example_store, NAMES, format=name, limits=Limits(max_rows=1))
    assert result.is_cut
    assert result.warnings == ("only the first 1 rows; there are more",)
    assert b"El Salvador" in result.data
    assert b"Peru" not in result.data


def test_exactly_as_many_rows_as_allowed_are_not_cut(example_store: Store) -> None:
    result = query(example_store, NAMES, limits=Limits(max_rows=2))
    assert (result.is_cut, result.warnings, len(result)) == (False, (), 2)


def test_too_large_an_answer_is_an_error(example_store: Store) -> None:
    with pytest.raises(LimitError, match="too large"):
        query(example_store, "SELECT * { ?a ?b ?c . ?d ?e ?f }", limits=Limits(max_bytes=1000))


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", "1:1", "unexpected"),
        ("SELECT ?x WERE { ?x ?y ?z }", "1:11", "expected WHERE"),
        ("SELECT ?x {\n  ?x a kg:Person \n", "3:1", "expected"),
        ("SELECT * { ?s a kg:Person } }", "1:29", "closes nothing"),
        ("SELECT (1 AS ?b) { ?a ?b 3..4 }", "1:28", "expected a triple"),
        ("SELECT ?n {\n ?x ?p ?n FILTERR(?n = 1) }", "2:17", "expected an expression"),
        ("SELEC ?x { ?x ?y ?z }", "1:1", "expected SELECT, ASK"),
        ("ASK { ?s ?p 'é' }} ", "1:18", "closes nothing"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "1:1", "INSERT is refused"),
    ],
)
def test_a_syntax_error_shows_its_place(
    text: str, place: str, words: str, example_store: Store
) -> None:
    with pytest.raises(InputError) as caught:
        query(example_store, text, name="q.rq")
    error = caught.value
    assert error.where == f"q.rq:{place}"
    assert words in error.what
    line, column = map(int, place.split(":"))
    shown, caret = error.what.splitlines()[1:]
    assert shown == "  " + [*text.split("\n"), ""][line - 1]
    assert caret.index("^") == column + 1


def test_an_unknown_class_or_property_is_a_warning(example_store: Store) -> None:
    result = query(example_store, "SELECT ?p { ?p a kg:Persn ; kg:colour ?c }")
    assert result.rows == []
    (warning,) = result.warnings
    assert warning.startswith("kg:Persn is not in the ontology; did you mean 'Person'")


@pytest.mark.parametrize(
    ("text", "params", "shown"),
    [
        ('?s skos:prefLabel "Peru"', {}, '"Peru"'),
        ("?s skos:altLabel\n'Peru' ; ?p ?o", {}, "'Peru'"),
        ("?s skos:prefLabel ?n", {"n": "Peru"}, '"Peru"'),
        ('?s skos:prefLabel "Peru"@en', {}, ""),
        ("?s skos:prefLabel ?n", {"n": '"Peru"@en'}, ""),
        ("?s skos:prefLabel ?n ; ?p ?o", {"o": "Peru"}, ""),
        ('?s skos:prefLabel ?n FILTER(STR(?n) = "Peru")', {}, ""),
    ],
)
def test_a_name_without_its_language_is_a_warning(text, params, shown, example_store) -> None:
    result = query(example_store, f"SELECT ?s {{ {text} }}", params=params)
    told = f"names have a language: {shown}@en, or FILTER(STR(?name) = {shown})"
    assert result.warnings == ((told,) if shown else ())
    assert bool(result.rows) is ("o" not in params and not shown)


@pytest.mark.parametrize("name", ["kg:Asserted", "kg:Kidnapping", "kg:wouldBe", "kg:DocumentX"])
def test_only_unknown_names_warn(name: str, example_store: Store) -> None:
    warnings = query(example_store, f"ASK {{ ?s ?p {name} }}").warnings
    assert bool(warnings) == (name == "kg:DocumentX")


NAMED = "SELECT ?l { ?x skos:prefLabel ?l FILTER(STR(?l) = ?who) }"


def test_a_parameter_is_bound_as_a_term(example_store: Store) -> None:
    assert query(example_store, NAMED, params={"who": "Peru"}).rows == [("Peru",)]


def test_a_parameter_reaches_an_aggregate(example_store: Store) -> None:
    text = "SELECT (COUNT(?x) AS ?n) { ?x a ?type }"
    assert query(example_store, text, params={"type": "kg:Country"}).rows == [(2,)]


@pytest.mark.parametrize(
    "evil", ["x' } SERVICE <http://e/> { #", '" } ?s ?p ?o #', "a\\", "a\nb", "}"]
)
def test_a_parameter_is_never_spliced(evil: str, example_store: Store) -> None:
    text = "SELECT ?who { }"
    assert query(example_store, text, params={"who": evil}).rows == [(evil,)]


def test_a_parameter_the_query_lacks_is_refused_with_the_nearest(example_store: Store) -> None:
    with pytest.raises(UsageError) as caught:
        query(example_store, NAMED, params={"whoo": "Peru"})
    assert caught.value.fix == "did you mean 'who'?"


def test_a_query_without_where_takes_no_parameter(example_store: Store) -> None:
    with pytest.raises(UsageError, match="need a WHERE"):
        query(example_store, "CONSTRUCT WHERE { ?s ?p ?o }", params={"s": "id:peru"})


def test_an_error_behind_a_parameter_keeps_its_place(example_store: Store) -> None:
    with pytest.raises(InputError) as caught:
        query(example_store, "SELECT ?x { ?x a 3..4 }", params={"x": "id:peru"})
    assert caught.value.where == "query:1:20"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("<http://e/a>", "<http://e/a>"),
        ("https://e/a b", '"https://e/a b"'),
        ("https://e/a", "<https://e/a>"),
        ("kg:Person", f"<{NS}Person>"),
        ("note: this", '"note: this"'),
        ("Arana", '"Arana"'),
        ('"Perú"@ES', '"Perú"@es'),
        ('"a\\"b"', '"a\\"b"'),
        ('"1"^^<http://e/t>', '"1"^^<http://e/t>'),
        ("-13", '"-13"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (True, '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        (Decimal("1.5"), '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (date(2025, 6, 3), '"2025-06-03"^^<http://www.w3.org/2001/XMLSchema#date>'),
        (ox.NamedNode("http://e/a"), "<http://e/a>"),
    ],
)
def test_what_a_parameter_means(given: Any, expected: str) -> None:
    assert str(term(given, PREFIXES)) == expected


@pytest.mark.parametrize("given", ["<not an iri>", "<>", object(), None, 'kg:a"b'])
def test_what_no_parameter_can_mean(given: Any) -> None:
    with pytest.raises(UsageError):
        term(given, PREFIXES)


def test_cells_are_short_and_cannot_command_a_terminal() -> None:
    assert cell(ox.NamedNode(NS + "Person"), PREFIXES) == "kg:Person"
    assert cell(ox.Literal("\x1b]0;owned\x07a\r\nb\u202e"), PREFIXES) == "]0;owneda  b"
    assert cell(ox.BlankNode("x"), PREFIXES) == "x"
    assert cell(None, PREFIXES) == ""
    assert plain("Perú ⟶ “x”") == "Perú ⟶ “x”"


def test_the_longest_prefix_shortens() -> None:
    prefixes = {"a": "http://e/", "b": "http://e/x/"}
    assert curie("http://e/x/y", prefixes) == "b:y"
    assert curie("http://e/", prefixes) == "http://e/"
    assert curie("urn:x", prefixes) == "urn:x"


def test_blank_nodes_are_values_too() -> None:
    assert value(ox.BlankNode("b0")) == "b0"
