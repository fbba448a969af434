"""Each message of ontology/shapes.ttl has a damaged example that makes it, and no other way, fire.

The damage is a SPARQL update over the example; where `kg verify` has an invariant for the same
thing, the row names it too.
"""

from __future__ import annotations

import re
import warnings
from functools import cache

import pyoxigraph as ox
import pytest

from kg import resources, validate
from kg.store import Store
from kg.validate import INVARIANTS
from kg.vocabulary import PREFIXES

CECOT = "?cecot skos:prefLabel 'CECOT'@en"
PERU = "?peru skos:prefLabel 'Peru'@en"
HEARING = "?e a kg:Hearing"
TIME = "?t kg:timeText 'in May 2025'"
LINK = (
    "INSERT DATA {{ <http://e/l> a kg:IdentityLink ; rdf:subject <http://e/a> ; rdf:object {o} ;"
    " rdf:predicate {p} . {m} }}"
)
CURATION = (
    "INSERT DATA {{ <http://e/d> a kg:Curation . {parts} }}",
    "<http://e/d> kg:decision 'confirm' .",
    "<http://e/d> kg:target <http://e/x> .",
    "<http://e/d> prov:wasAssociatedWith <http://e/p> .",
    "<http://e/d> prov:endedAtTime '2026-01-02T03:04:05Z'^^xsd:dateTime .",
)


def without(property_, where):
    return f"DELETE {{ ?x {property_} ?y }} WHERE {{ ?x {property_} ?y . {where} }}"


def set_(property_, value, where):
    return (
        f"DELETE {{ ?x {property_} ?y }} INSERT {{ ?x {property_} {value} }}"
        f" WHERE {{ ?x {property_} ?y . {where} }}"
    )


def also(triples, where="?x a kg:NewsArticle"):
    return f"INSERT {{ {triples} }} WHERE {{ {where} }}"


def linking(o="<http://e/b>", p="skos:closeMatch", m="<http://e/l> kg:method 'm' ."):
    return LINK.format(o=o, p=p, m=m)


def copied(name, predicate, value, subject="?x"):
    """Add a supporting claim for a triple, and the triple."""
    kept = "rdf:type kg:evidence kg:inDocument kg:extractedBy kg:modality kg:polarity kg:certainty"
    return (
        f"INSERT {{ <http://e/{name}> ?p ?o ; kg:standing kg:Active ; rdf:subject {subject} ;"
        f" rdf:predicate {predicate} ; rdf:object {value} . {subject} {predicate} {value} }}"
        f" WHERE {{ {CLAIM.replace('?x', '?c')} ; ?p ?o . VALUES ?p {{ {kept} }} ?x a kg:City ."
        f" {PERU} . ?s skos:prefLabel 'El Salvador'@en }}"
    )


def deciding(without):
    frame, *parts = CURATION
    return frame.format(parts=" ".join(p for n, p in enumerate(parts) if n != without))


ONE = "?x kg:quote 'Lima'"
CLAIM = "?x rdf:predicate kg:negotiatesWith"
SAID = "?x a kg:Attribution ; kg:verbatim true"
ALLEGED = "?x a kg:Allegation"

# (damage, message of the shape that must fire, name of the invariant that must fail or None)
DAMAGES = [
    (without("dcterms:identifier", ""), "A document needs the SHA-256 of its bytes.", None),
    (
        also("?x dcterms:issued '2020-01-01'^^xsd:date"),
        "A document has at most one date of publication.",
        None,
    ),
    (also("?x kg:copyOf ?x , <http://e/o>"), "A document is a copy of at most one other.", None),
    (without("kg:inDocument", ONE), "A span lies in one document.", None),
    (set_("kg:start", "-1", ONE), "A span has one start, an integer from 0.", None),
    (set_("kg:start", "99999", ONE), "A span ends after it starts.", None),
    (without("kg:end", ONE), "A span has one end, an integer.", None),
    (without("kg:quote", ONE), "A span has one quote.", None),
    (also(f"?x kg:refersTo <{PREFIXES['id']}peru>", ONE), "A mention refers to one thing.", None),
    (
        set_("kg:mentionKind", "'nickname'", ONE),
        "A mention is a name, description, pronoun, demonym or predicate.",
        None,
    ),
    (
        without("kg:evidence", CLAIM),
        "A claim without a text span is not a claim.",
        "a claim has no span",
    ),
    (without("kg:modality", CLAIM), "A claim has one modality of the scheme.", None),
    (also("?x kg:modality kg:Planned", CLAIM), "A claim has one modality of the scheme.", None),
    (set_("kg:certainty", "kg:Sure", CLAIM), "A claim has one certainty of the scheme.", None),
    (without("kg:polarity", CLAIM), "A claim has one polarity of the scheme.", None),
    (without("kg:standing", CLAIM), "A claim has one standing of the scheme.", None),
    (
        also("?x kg:confidence 1.5", CLAIM),
        "Confidence is one number from 0 to 1, or absent.",
        None,
    ),
    (without("kg:extractedBy", CLAIM), "A claim says which run made it.", None),
    (
        also(f"?x kg:speaker <{PREFIXES['id']}cecot>", CLAIM),
        "A claim has at most one speaker, an agent.",
        None,
    ),
    (
        also("?x kg:attribution ?x", CLAIM),
        "kg:attribution points at an attribution.",
        None,
    ),
    *(
        (also(f"?x {part} <http://e/o>", CLAIM), "A claim has at most one triple.", None)
        for part in ("rdf:subject", "rdf:predicate", "rdf:object")
    ),
    (
        without("rdf:object", "?x rdf:predicate kg:locatedIn"),
        "A claim needs a whole triple, or an eventuality it is about.",
        "a claim has no triple and is about nothing",
    ),
    (
        set_("rdf:predicate", "kg:bankrolls", CLAIM),
        "Predicate {?p} of a claim is neither a relation, an attribute, a role nor rdf:type.",
        None,
    ),
    (
        without("kg:speaker", ALLEGED),
        "An allegation names who alleges (or the document's 'unattributed').",
        "an allegation names nobody who alleges",
    ),
    (without("kg:inDocument", SAID), "An attribution lies in one document.", None),
    (without("kg:cueSpan", SAID), "An attribution has a cue.", None),
    (without("kg:contentSpan", SAID), "An attribution has content.", None),
    (
        also("?x kg:within ?x , <http://e/o>", SAID),
        "An attribution stands within one other at most.",
        None,
    ),
    (
        also("?x kg:sourceSpan ?peru", f"{SAID} . {PERU}"),
        "The source of an attribution is a span.",
        None,
    ),
    (
        without("kg:speaker", SAID),
        "An attribution has one speaker, perhaps the document's 'unattributed'.",
        None,
    ),
    (
        without("skos:prefLabel", "?x a kg:Prison"),
        "An entity has one preferred label a language.",
        "an entity has no one label",
    ),
    (
        also("?x skos:prefLabel 'Cecot'@en", "?x a kg:Prison"),
        "An entity has one preferred label a language.",
        "an entity has no one label",
    ),
    *(
        (
            damage,
            "Fact {?p} {?o} has no supporting claim: it is proposed, denied, alleged, attributed"
            " or unsourced.",
            "a relation has no supporting claim",
        )
        for damage in (
            also("?peru kg:funds ?s", f"{PERU} . ?s skos:prefLabel 'El Salvador'@en"),
            also("?s kg:transferredTo ?o", "?c rdf:predicate kg:transferredTo ; rdf:subject ?s ;"
                 " rdf:object ?o"),
            set_("kg:modality", "kg:Planned", CLAIM),
            set_("kg:polarity", "kg:Negative", CLAIM),
            set_("kg:certainty", "kg:Possible", CLAIM),
            set_("kg:standing", "kg:Contested", CLAIM),
            set_("kg:standing", "kg:Rejected", CLAIM),
            also("?x kg:speaker ?peru", f"{CLAIM} . {PERU}"),
            also("?x a kg:Allegation ; kg:speaker ?peru", f"{CLAIM} . {PERU}"),
            set_("kg:modality", "kg:Conditional", f"{CLAIM}") + " ; "
            + set_("kg:standing", "kg:Confirmed", CLAIM),
        )
    ),
    (
        also("?s kg:accusedOf ?o . ?c kg:modality kg:Asserted", "?c rdf:predicate kg:accusedOf ;"
             " rdf:subject ?s ; rdf:object ?o"),
        "Sensitive fact {?p} {?o} lacks a person's confirmation.",
        "a sensitive relation lacks a person's confirmation",
    ),
    (
        also("?n kg:headOfGovernmentOf ?peru", f"?n a kg:NGO . {PERU}"),
        "Subject of {?p} is not a {?d}.",
        "the subject does not fit the domain",
    ),
    (
        also("?peru kg:funds ?cecot", f"{PERU} . {CECOT}"),
        "Object {?o} of {?p} is not a {?r}.",
        "the object does not fit the range",
    ),
    (
        also("?e kg:place ?n", f"?n a kg:NGO . {HEARING}"),
        "Object {?o} of {?p} is not a {?r}.",
        "the object does not fit the range",
    ),
    (also("?x kg:unit 'USD' , 'EUR'", CLAIM), "A claim has at most one unit.", None),
    (also("?x kg:valueSpan ?x", CLAIM), "The words of a value are one span.", None),
    (
        set_("rdf:object", "'El Salvador'", CLAIM),
        "Only an attribute ends in a literal, and each does: {?p} {?o}.",
        "only an attribute ends in a literal",
    ),
    (
        also("?peru kg:population 34000000", PERU),
        "Fact {?p} {?o} has no supporting claim: it is proposed, denied, alleged, attributed or"
        " unsourced.",
        "a value has no supporting claim",
    ),
    (
        copied("c", "kg:population", "'many'", "?peru"),
        "Value {?o} of {?p} is no {?r}.",
        "a value is of another type than its range",
    ),
    (
        also("?e kg:currency 'USD'", HEARING),
        "Unit {?u} belongs to no value.",
        "a unit belongs to no value",
    ),
    (
        copied("c1", "kg:dateFounded", "'1821'^^xsd:gYear", "?peru") + " ; "
        + copied("c2", "kg:dateFounded", "'1822'^^xsd:gYear", "?peru"),
        "{?p} has two values, {?a} and {?b}.",
        None,
    ),
    (
        also("?peru skos:exactMatch <http://www.wikidata.org/entity/Q1>", PERU),
        "Two identities of one authority: {?a} and {?b}.",
        None,
    ),
    (
        f"{copied('c1', 'kg:capitalOf', '?peru')} ; {copied('c2', 'kg:capitalOf', '?s')}",
        "{?p} has two values, {?a} and {?b}.",
        None,
    ),
    (
        also(f"<{PREFIXES['id']}officials> a kg:Group ; skos:prefLabel 'officials'@en"),
        "An unnamed group is scoped to one document.",
        None,
    ),
    (
        without("kg:time", "?x a kg:Hearing"),
        "An event carries a time, even if only 'not stated'.",
        "an event carries no time",
    ),
    (
        also("?e a kg:Prospect ; kg:wouldBe kg:Hearing", HEARING),
        "A {?k} is not an event or situation as well.",
        "a prospect is typed as an event as well",
    ),
    (
        set_("kg:certainty", "kg:Possible", "?x kg:about/a kg:Hearing"),
        "No narrator claim establishes this event or situation.",
        "no narrator claim establishes this event or situation",
    ),
    (
        set_("kg:standing", "kg:Rejected", "?x rdf:predicate kg:monitors"),
        "No narrator claim establishes this event or situation.",
        "no narrator claim establishes this event or situation",
    ),
    (
        without("kg:wouldBe", "?x a kg:Prospect"),
        "Say what it would be.",
        "a prospect says nothing of what it would be",
    ),
    (
        also("<http://e/e> a kg:Prospect ; kg:wouldBe kg:Hearing ; skos:prefLabel 'x'@en"),
        "Nobody speaks of this prospect: no claim is about it.",
        "nobody speaks of this prospect",
    ),
    (without("kg:timeText", "?x kg:edtf ?z"), "A time keeps the words of the text.", None),
    (
        set_("kg:edtf", "'2025-05'", "?x kg:timeText 'in May 2025'"),
        "At most one EDTF value, typed as EDTF.",
        None,
    ),
    (also("?t kg:earliest '2020-01-01'^^xsd:date", TIME), "At most one earliest date.", None),
    (
        set_("kg:earliest", "'2030-01-01'^^xsd:date", "?x kg:timeText 'in May 2025'"),
        "The earliest date is not after the latest.",
        None,
    ),
    (also("?t kg:latest '2030-01-01'^^xsd:date", TIME), "At most one latest date.", None),
    (
        set_("kg:edtf", "'XXXX-05'^^<http://id.loc.gov/datatypes/edtf/EDTF>",
             "?x kg:timeText 'in May 2025'"),
        "Dates need a known year; {?e} has none.",
        None,
    ),
    (
        also("<http://e/old> kg:mergedInto ?peru , ?cecot", f"{PERU} . {CECOT}"),
        "A redirect has one target.",
        "a redirect has two targets",
    ),
    (
        also("?peru kg:mergedInto ?cecot", f"{PERU} . {CECOT}"),
        "Merged into {?w} but still used.",
        "a merged name is still used",
    ),
    (linking(o="'Q1'"), "An identity candidate joins two IRIs.", None),
    (linking(p="rdfs:seeAlso"),
     "An identity candidate uses skos:exactMatch or skos:closeMatch.", None),
    (linking(m=""), "An identity candidate says how it was found.", None),
    (
        also("?peru owl:sameAs ?cecot", f"{PERU} . {CECOT}"),
        "owl:sameAs is not used here: one wrong link spreads every claim.",
        "owl:sameAs is used",
    ),
    (deciding(0), "A decision is one of the eleven.", None),
    (deciding(1), "A decision has a target.", None),
    (deciding(2), "A decision says who took it.", None),
    (deciding(3), "A decision says when.", None),
    (
        copied("c", "kg:funds", "?s", "?peru") + " ; "
        + set_("kg:polarity", "kg:Negative", "FILTER(?x = <http://e/c>)") + " ; "
        + copied("d", "kg:funds", "?s", "?peru"),
        "Another claim {?d} says the opposite.",
        None,
    ),
]  # fmt: skip


def flat(store):
    """Put all graphs into one, as the shapes want them."""
    whole = ox.Store()
    whole.extend(ox.Quad(*q.triple, ox.DefaultGraph()) for q in store.quads())
    return whole


@cache
def shapes():
    import rdflib

    files = (resources.ontology(n) for n in ("shapes.ttl", "kg.ttl"))
    return [rdflib.Graph().parse(file) for file in files]


def messages(raw):
    """Return what pyshacl says of a store: whether it conforms, and every message."""
    import pyshacl
    from rdflib import SH

    shape_graph, ontology = shapes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pyshacl's own use of rdflib
        conforms, report, _ = pyshacl.validate(
            raw, shacl_graph=shape_graph, ont_graph=ontology, allow_warnings=True
        )
    return conforms, {str(m) for m in report.objects(None, SH.resultMessage)}


def known():
    from rdflib import SH

    return {str(m) for m in shapes()[0].objects(None, SH.message)}


def test_the_example_conforms_without_a_single_message(example_store):
    assert messages(flat(example_store)) == (True, set())


@pytest.mark.parametrize(("damage", "message", "invariant"), DAMAGES)
def test_the_right_shape_fires(example_store, damage, message, invariant):
    whole = flat(example_store)
    before = len(whole), set(whole)
    whole.update(damage, prefixes=dict(PREFIXES))
    assert (len(whole), set(whole)) != before
    conforms, found = messages(whole)
    pattern = ".*".join(map(re.escape, re.split(r"\{\?\w+\}", message)))
    assert any(re.fullmatch(pattern, m) for m in found), found
    is_warning = message.startswith(("Another claim", "{?p} has two"))
    assert conforms is is_warning


def test_every_message_has_a_damaged_example():
    assert {message for _, message, _ in DAMAGES} == known()


@pytest.mark.parametrize(("damage", "message", "invariant"), [d for d in DAMAGES if d[2]])
def test_the_invariant_of_the_same_name_fails(example_store, damage, message, invariant):
    whole = flat(example_store)
    whole.update(damage, prefixes=dict(PREFIXES))
    assert invariant in {p.what for p in validate.invariants(Store(whole))}


def test_every_invariant_has_a_damaged_example():
    assert {invariant for _, _, invariant in DAMAGES if invariant} == INVARIANTS.keys()
