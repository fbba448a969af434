"""The conformance script: right answers pass, wrong ones and refusals are told and counted."""

from __future__ import annotations

import conformance
import pyoxigraph as ox
import pytest

MANIFEST = """
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
<#one> a mf:QueryEvaluationTest ; mf:result <right.tsv> ;
    mf:action [ qt:query <one.rq> ; qt:data <data.ttl> ] .
<#wrong> a mf:QueryEvaluationTest ; mf:result <wrong.tsv> ;
    mf:action [ qt:query <one.rq> ; qt:data <data.ttl> ] .
<#ok> a mf:PositiveSyntaxTest11 ; mf:action <one.rq> .
<#bad> a mf:NegativeSyntaxTest11 ; mf:action <bad.rq> .
<#service> a mf:PositiveSyntaxTest11 ; mf:action <service.rq> .
"""
FILES = {
    "manifest.ttl": MANIFEST,
    "data.ttl": "<x:a> <x:p> 01, _:b .",
    "one.rq": "SELECT ?o { ?s <x:p> ?o }",
    "bad.rq": "SELECT ?o {",
    "service.rq": "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "right.tsv": "?o\n_:x\n1\n",
    "wrong.tsv": "?o\n_:x\n2\n",
}


@pytest.fixture
def suites(tmp_path, monkeypatch):
    folder = tmp_path / "sparql11" / "bind"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text)
    kept = [(s[0], s[1], ["bind"], *s[3:]) for s in conformance.SUITES[:1]]
    monkeypatch.setattr(conformance, "SUITES", kept)
    return tmp_path


def test_passes_failures_and_refusals_are_counted(suites, capsys):
    assert conformance.main([str(suites)]) == 0
    told = capsys.readouterr().out
    assert "| SPARQL 1.1 query | evaluation | 1 | 1 | 2 |" in told
    assert "| SPARQL 1.1 query | negative syntax | 1 | 1 | 1 |" in told
    assert "| SPARQL 1.1 query | positive syntax | 1 | 2 | 2 |" in told
    assert "bind/wrong: another answer (pyoxigraph too)" in told
    assert "bind/service: refused on purpose: query:2:12: SERVICE is refused" in told


def test_a_test_that_kg_alone_fails_is_an_error(suites, monkeypatch):
    monkeypatch.setattr(conformance, "ask_kg", lambda *_: None)
    assert conformance.main([str(suites)]) == 1


def test_without_the_suites_the_usage_is_told(tmp_path, capsys):
    assert conformance.main([str(tmp_path)]) == 2
    assert "usage:" in capsys.readouterr().err


def test_bags_count_equal_rows_and_name_no_blank_nodes():
    one, other = ox.BlankNode(), ox.BlankNode()
    names = [ox.Variable("x")]
    assert conformance.bag(names, [[one]]) == conformance.bag(names, [[other]])
    assert conformance.bag(names, [[one], [one]]) != conformance.bag(names, [[one]])
    assert conformance.bag(names, [[one], [one]]) != conformance.bag(names, [[one], [other]])


@pytest.mark.parametrize(
    ("one", "other", "is_equal"),
    [
        (ox.Literal(1), ox.Literal("01", datatype=ox.Literal(1).datatype), True),
        (ox.Literal(1.0), ox.Literal("1.0E0", datatype=ox.Literal(1.0).datatype), True),
        (ox.Literal(True), ox.Literal("1", datatype=ox.Literal(True).datatype), True),
        (ox.Literal(1), ox.Literal(1.0), False),
        (ox.Literal("1"), ox.Literal("01"), False),
    ],
)
def test_numbers_compare_by_value(one, other, is_equal):
    assert (conformance.by_value(one) == conformance.by_value(other)) is is_equal
