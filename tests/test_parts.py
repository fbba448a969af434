"""What one document gives to the store, before and after it is linked."""

from __future__ import annotations

import json
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.gazetteer import default
from kg.link import join, link
from kg.link.copies import copies, joined, sample
from kg.link.summary import Summary, is_plain
from kg.model import Claim, Document, Entity, Extraction, Mention, Span
from kg.parts import Part, Told, from_bytes
from kg.quads import claim_iris, document_graph, dump, kg, local_iris, parse, to_evidence, to_quads
from kg.store import Store, load_lines


@pytest.fixture
def part(example):
    """Return the part of the example, and its evidence."""
    evidence = to_evidence(example)
    return Part.of(example, evidence), evidence


def graph(part, evidence, example, names=None, decided=None, **kwargs):
    found = part.graph([evidence], example.document, Told(names or {}, decided or {}, **kwargs))
    return parse(b"".join(found))


def test_a_part_comes_back_from_its_bytes(part):
    made, _ = part
    assert from_bytes(made.to_bytes()) == made
    assert from_bytes(made.to_bytes()).to_bytes() == made.to_bytes()
    assert b"\n" not in made.to_bytes()


def test_evidence_is_the_dump_of_the_quads_whatever_comes_first(example):
    turned = replace(example, entities=example.entities[::-1], claims=example.claims[::-1])
    assert to_evidence(example) == to_evidence(turned) == dump(to_quads(example))


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b'{"tool": 1}', b"\xff"])
def test_bytes_that_are_no_part_are_refused(raw):
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_bytes(raw)


def test_the_graph_of_a_document_holds_its_evidence_but_for_what_describes_things(part, example):
    made, evidence = part
    quads, own = graph(made, evidence, example), document_graph(example.document.sha256)
    assert {q.graph_name for q in quads} == {own}
    things = set(local_iris(example).values())
    described = {q for q in parse(evidence) if q.subject.value.removesuffix("/time") in things}
    assert {q for q in parse(evidence) if q not in described} <= set(quads)
    left = {q for q in described if q in quads}
    assert {q.predicate for q in left} == {kg("trigger")}


def test_every_claim_has_one_standing_and_a_decision_changes_it(part, example):
    made, evidence = part
    rejected = claim_iris(example)["c7"]
    quads = graph(made, evidence, example, decided={rejected: "Rejected"})
    standings = {q.subject.value: q.object for q in quads if q.predicate == kg("standing")}
    assert standings.pop(rejected) == kg("Rejected")
    assert set(standings.values()) == {kg("Active")}
    assert len(standings) + 1 == len(made.claims) == 12


def test_a_decision_changes_what_is_a_fact(part, example):
    made, evidence = part
    iris = local_iris(example)
    criticized = f"<{iris['e8']}> {kg('criticizes')} <{iris['e4']}>"
    assert criticized in made.facts
    decided = Part.of(example, evidence, {claim_iris(example)["c7"]: "Contested"})
    assert criticized not in decided.facts
    assert set(decided.claims) == set(made.claims)


def test_an_eventuality_that_nothing_speaks_of_is_left_out_with_its_trigger(part, example):
    made, evidence = part
    iris = local_iris(example)
    assert any(fact.startswith(f"<{iris['v7']}> ") for fact in made.facts)
    rejected = {claim_iris(example)["c10"]: "Rejected"}
    decided = Part.of(example, evidence, rejected)
    assert not any(iris["v7"] in fact for fact in decided.facts)
    assert len(decided.triggers) == len(made.triggers) - 1


def test_names_of_the_store_take_the_place_of_entities_and_of_nothing_else(part, example):
    made, evidence = part
    local = local_iris(example)["e1"]
    names = {f"<{local}>".encode(): b"<https://kg.example/id/peru>"}
    before, after = graph(made, evidence, example), graph(made, evidence, example, names)
    peru = ox.NamedNode("https://kg.example/id/peru")
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert changed
    assert all(a.object == ox.NamedNode(local) and b.object == peru for a, b in changed)
    assert all((a.subject, a.predicate) == (b.subject, b.predicate) for a, b in changed)
    facts = b"".join(made.shared((), Told(names, {})))
    assert f"<{local}>".encode() not in facts
    assert b"<https://kg.example/id/peru> " in facts


def test_what_describes_the_extractor_can_be_left_to_another_document(part, example):
    made, evidence = part
    whole = graph(made, evidence, example)
    less = graph(made, evidence, example, tells_tool=False)
    assert {q.subject.value for q in set(whole) - set(less)} == {made.tool}
    assert set(less) < set(whole)


HOSTILE = st.text(
    st.characters(blacklist_categories=["Cs"]) | st.sampled_from(' <>"\\\n\r\t.@^_:'), min_size=1
)


@settings(max_examples=60, deadline=None)
@given(st.lists(HOSTILE, min_size=1, max_size=4, unique=True))
def test_no_text_breaks_a_line_or_is_taken_for_a_name(labels):
    home = "https://kg.example/id/doc-00000000/"
    text = " ".join([f'<{home}x> "', *labels])
    at, entities = len(f'<{home}x> "') + 1, []
    for n, label in enumerate(labels, start=1):
        mention = Mention(Span(at, at + len(label)), "name")
        entities.append(Entity(f"e{n}", "Person", label, (mention,), (f"<{home}x>",)))
        at += len(label) + 1
    document = Document("0" * 64, text)
    claim = Claim("c1", (Span(0, len(text)),), subject="e1", predicate="criticizes", object="e1")
    found = Extraction(document, "by hand/1", (), tuple(entities), (), (claim,))
    evidence = to_evidence(found)
    made = Part.of(found, evidence)
    names = {f"<{i}>".encode(): b"<https://kg.example/id/x>" for i in local_iris(found).values()}
    lines = b"".join(made.graph([evidence], document, Told(names, {}))).splitlines(keepends=True)
    assert all(line.count(b"\n") == 1 and line.endswith(b" .\n") for line in lines)
    quotes = {q.object.value for q in parse(b"".join(lines)) if q.predicate == kg("quote")}
    assert quotes == {text, *labels}
    assert from_bytes(made.to_bytes()) == made


# ---------------------------------------------------------------- what linking and copies need


def test_linking_by_summaries_is_linking_by_extractions(example):
    other = replace(example, document=Document("a" * 64, example.document.text))
    summaries = [Summary.of(x) for x in (other, example)]
    read = [Summary.from_json(json.loads(json.dumps(s.to_json()))) for s in summaries]
    assert join(read, default()) == join(summaries, default()) == link([example, other], default())


def test_a_summary_keeps_one_mention_of_a_kind_and_only_plain_ties_of_place_and_office(example):
    summary = Summary.of(example)
    told = {(c.predicate, c.subject, c.object) for c in summary.claims}
    assert told == {("locatedIn", "e4", "e2"), ("holdsOffice", "e7", "e6")}
    peru = summary.entities[0]
    known = replace(example.entities[0], exact_match=("http://e.org/1",))
    told_elsewhere = Summary.of(replace(example, entities=(known, *example.entities[1:])))
    assert told_elsewhere.entities[0].exact_match == ("http://e.org/1",)
    assert Summary.from_json(json.loads(json.dumps(told_elsewhere.to_json()))) == told_elsewhere
    assert [m.kind for m in peru.mentions] == ["name", "pronoun"]
    assert {m.span for e in summary.entities for m in e.mentions} == {Span(0, 0)}


@pytest.mark.parametrize(
    ("change", "plain"),
    [
        ({}, True),
        ({"certainty": "Probable"}, True),
        ({"certainty": "Possible"}, False),
        ({"modality": "Alleged"}, False),
        ({"polarity": "Negative"}, False),
        ({"speaker": "e1"}, False),
    ],
)
def test_only_what_the_narrator_says_for_sure_is_plain(change, plain):
    assert is_plain(replace(Claim("c1", ()), **change)) is plain


def test_only_texts_that_may_be_copies_are_asked_for():
    wire = "The minister of mines said in Lima on Monday that the strike was over for now."
    texts = [wire, wire + " More soon.", "Ghana and Togo agreed on a ferry over the Volta lake."]
    known = {str(n) * 64: Document(str(n) * 64, text) for n, text in enumerate(texts)}
    asked = []

    def document(sha256):
        asked.append(sha256)
        return known[sha256]

    samples = {sha256: sample(one) for sha256, one in known.items()}
    assert joined(samples, document) == copies(known.values()) == {"1" * 64: "0" * 64}
    assert set(asked) == {"0" * 64, "1" * 64}


def test_a_long_table_is_sampled_and_its_copy_is_still_found():
    rows = "".join(f"{n},person number {n},town {n % 7}\n" for n in range(60_000))
    one, other = Document("0" * 64, rows), Document("1" * 64, rows + "60001,one more,town 3\n")
    assert len(one.text) > 1_000_000
    assert len(sample(one)) < 10_000
    assert copies([one, other]) == {"1" * 64: "0" * 64}


# ---------------------------------------------------------------- loading lines


def test_lines_of_any_length_are_loaded_and_a_broken_one_is_told():
    raw = Store.memory().raw
    line = '<a:s> <a:p> "{}" <a:g> .\n'
    load_lines(raw, (line.format("x" * n * 7000).encode() for n in range(40)))
    assert sorted(len(q.object.value) for q in raw) == [n * 7000 for n in range(40)]
    load_lines(raw, [])
    assert len(raw) == 40
    with pytest.raises(SyntaxError):
        load_lines(raw, [b"<a:s> <a:p> nonsense .\n"])
