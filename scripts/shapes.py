"""Data for measurements: quads shaped like news and like the Berlin benchmark, always the same."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pyoxigraph as ox

KG = "https://kg.example/ns#"
SHOP = "http://shop.example/"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
PREFIXES = (
    f"PREFIX kg: <{KG}> PREFIX s: <{SHOP}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
)
NEWS_QUERIES = {
    "speakers": "SELECT ?who (COUNT(?c) AS ?n) { ?c a kg:Claim ; kg:speaker ?who } GROUP BY ?who",
    "who said": "SELECT ?c ?q { ?c kg:speaker <x:e/7> ; kg:quote ?q }",
    "in one text": "SELECT ?c ?s { GRAPH <x:doc/3> { ?c a kg:Claim ; kg:subject ?s } }",
    "two hops": "SELECT ?b ?c { <x:e/5> kg:meets ?b . ?b kg:meets ?c } LIMIT 1000",
    "labelled": "SELECT ?e ?l { ?e a kg:Person ; skos:prefLabel ?l } ORDER BY ?l LIMIT 100",
    "alleged": "SELECT ?s ?o { ?c kg:modality kg:Alleged ; kg:subject ?s ; kg:object ?o }",
}
SHOP_QUERIES = {
    "by feature": (
        "SELECT ?p ?l { ?p s:feature s:feature3 ; s:label ?l ; s:number ?n FILTER(?n > 500) } "
        "ORDER BY ?l LIMIT 10"
    ),
    "offers": "SELECT ?o ?c { ?o s:product s:product9 ; s:price ?c } ORDER BY ?c LIMIT 10",
    "similar": (
        "SELECT DISTINCT ?q { s:product5 s:feature ?f . ?q s:feature ?f "
        "FILTER(?q != s:product5) } LIMIT 5"
    ),
    "by producer": (
        "SELECT ?m (AVG(?c) AS ?a) { ?p s:producer ?m . ?o s:product ?p ; s:price ?c } GROUP BY ?m"
    ),
}


def node(name: str) -> ox.NamedNode:
    """Return a node of the news-shaped data."""
    return ox.NamedNode(f"x:{name}")


def news(count: int) -> Iterator[ox.Quad]:
    """Yield about so many quads: articles as named graphs with claims, facts in the default one."""
    chance = random.Random(1)
    entities, articles = max(20, count // 100), max(4, count // 200)
    facts = ox.DefaultGraph()
    kg = {n: ox.NamedNode(KG + n) for n in (
        "Person", "Claim", "Alleged", "Asserted", "meets", "speaker", "quote", "subject", "object",
        "modality", "start", "end", "document")}  # fmt: skip
    for n in range(entities):
        yield ox.Quad(node(f"e/{n}"), RDF_TYPE, kg["Person"], facts)
        yield ox.Quad(node(f"e/{n}"), LABEL, ox.Literal(f"Person {n}", language="en"), facts)
        for _ in range(5):
            other = node(f"e/{chance.randrange(entities)}")
            yield ox.Quad(node(f"e/{n}"), kg["meets"], other, facts)
    for article in range(articles):
        graph = node(f"doc/{article}")
        for n in range(21):
            claim = node(f"claim/{article}-{n}")
            who, one, two = (node(f"e/{chance.randrange(entities)}") for _ in range(3))
            modality = kg["Alleged" if chance.random() < 0.1 else "Asserted"]
            yield from (ox.Quad(claim, p, o, graph) for p, o in (
                (RDF_TYPE, kg["Claim"]), (kg["speaker"], who), (kg["subject"], one),
                (kg["object"], two), (kg["modality"], modality), (kg["document"], graph),
                (kg["quote"], ox.Literal(f"What was said, number {n} of text {article}.")),
                (kg["start"], ox.Literal(n * 50)), (kg["end"], ox.Literal(n * 50 + 40)),
            ))  # fmt: skip


def shop(count: int) -> Iterator[ox.Quad]:
    """Yield about so many triples: products with features and producers, ten offers each."""
    chance, facts = random.Random(2), ox.DefaultGraph()
    s = lambda name: ox.NamedNode(SHOP + name)  # noqa: E731
    for n in range(max(10, count // 38)):
        product = s(f"product{n}")
        yield ox.Quad(product, s("label"), ox.Literal(f"product {n}"), facts)
        yield ox.Quad(product, s("producer"), s(f"producer{n % 50}"), facts)
        yield ox.Quad(product, s("number"), ox.Literal(chance.randrange(1000)), facts)
        for _ in range(5):
            yield ox.Quad(product, s("feature"), s(f"feature{chance.randrange(100)}"), facts)
        for offer in range(10):
            here = s(f"offer{n}-{offer}")
            yield ox.Quad(here, s("product"), product, facts)
            yield ox.Quad(here, s("price"), ox.Literal(chance.randrange(10_000)), facts)
            yield ox.Quad(here, s("vendor"), s(f"vendor{chance.randrange(90)}"), facts)
