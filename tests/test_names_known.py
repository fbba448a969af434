"""The names that an unknown one is compared with: every namespace that the project uses."""

from __future__ import annotations

import pytest

from kg.query.known import NAMESPACES, unknown
from kg.vocabulary import NS, PREFIXES, default


@pytest.mark.parametrize("prefix", ["kg", "rdf", "rdfs", "skos", "dcterms"])
def test_a_namespace_that_the_project_uses_is_looked_at(prefix: str) -> None:
    assert PREFIXES[prefix] in NAMESPACES


@pytest.mark.parametrize("prefix", ["wd", "schema", "id", "xsd"])
def test_a_namespace_of_others_is_left_alone(prefix: str) -> None:
    assert PREFIXES[prefix] not in NAMESPACES


def test_no_name_of_the_ontology_is_unknown() -> None:
    names = [*default().classes, *default().properties]
    assert names
    assert unknown(NS + name for name in names) == []


@pytest.mark.parametrize("iri", ["rdf:type", "rdfs:label", "skos:prefLabel", "dcterms:issued"])
def test_no_common_name_is_unknown(iri: str) -> None:
    prefix, _, name = iri.partition(":")
    assert unknown([PREFIXES[prefix] + name]) == []
