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


_TRIG_PREFIXES = f"""@base <https://kg.example/> .
@prefix kg: <{KG}> . @prefix id: <https://kg.example/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
_CLAIM = """<claim/{n}> a kg:Claim ; rdf:subject id:p{one} ; rdf:predicate kg:supports ;
  rdf:object id:p{other} ; kg:modality kg:Asserted ; kg:polarity kg:Positive ;
  kg:certainty kg:Certain ; kg:standing kg:Active ; kg:inDocument <doc/{document}> ;
  kg:evidence {sentence} .
<doc/{document}> a kg:Document ; rdfs:label "Document {document}" .
"""
_SPAN = """{} a kg:{} ; kg:quote "{}" ; kg:start {} ; kg:end {} ; kg:inSentence {} ;
  kg:inDocument <doc/{}> .
"""


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


def pairs(count: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of people: half as many people as pairs, none twice in one pair."""
    chance = random.Random(1)
    for _ in range(count):
        one, other = chance.sample(range(count // 2), 2)
        yield one, other


def told(count: int) -> Iterator[str]:
    """Yield about so many facts as TriG, as `kg build` makes them: each with claim and sentence.

    A person supports another one; ten sentences a document.
    """
    yield _TRIG_PREFIXES
    for n in range(count // 2):
        yield f'id:p{n} a kg:Person ; skos:prefLabel "{_name(n)}"@en .\n'
    for n, (one, other) in enumerate(pairs(count)):
        begin, text = n % 10 * 100, f"{_name(one)} supports {_name(other)}."
        sentence = _extent(n // 10, begin, text)
        yield f"id:p{one} kg:supports id:p{other} .\n<graph/doc/{n // 10}> {{\n"
        yield _CLAIM.format(n=n, one=one, other=other, document=n // 10, sentence=sentence)
        yield _SPAN.format(sentence, "Sentence", text, begin, begin + len(text), sentence, n // 10)
        yield f"{sentence} kg:number {n % 10 + 1} .\n"
        for person, at in ((one, 0), (other, text.rindex("Name"))):
            start, name = begin + at, _name(person)
            span = _extent(n // 10, start, name)
            yield _SPAN.format(span, "Mention", name, start, start + len(name), sentence, n // 10)
            yield f"{span} kg:refersTo id:p{person} .\n"
        yield "}\n"


def _name(person: int) -> str:
    return f"Name{person} Family{person % 1000}"


def _extent(document: int, start: int, text: str) -> str:
    return f"<doc/{document}#char={start},{start + len(text)}>"
