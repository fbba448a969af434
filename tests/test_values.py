"""Claims that end in a literal: from the record to evidence, facts, questions and exports."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import get_args

import pyoxigraph as ox
import pytest
from conftest import document
from hypothesis import given
from hypothesis import strategies as st

from kg import gazetteer, vocabulary
from kg.archive import Archive
from kg.assemble import assemble
from kg.build import add, rebuild_store
from kg.cli import run
from kg.contract import extraction_json
from kg.errors import InputError
from kg.extract.verify import DOUBT, verify
from kg.graph import Claims, entity_graph, from_graph
from kg.graph.listing import claims_list
from kg.knowledge import KnowledgeGraph
from kg.model import (
    Certainty,
    Claim,
    Entity,
    Eventuality,
    Extraction,
    Mention,
    Modality,
    Polarity,
    Sentence,
    Span,
    Standing,
    Value,
    agree,
)
from kg.project import project
from kg.quads import claim_iris, dump, from_quads, kg, parse, to_quads
from kg.store import Store
from kg.validate import invariants
from kg.validate import verify as verify_directory

TEXT = "Ana Soto was born in 1959. Peru paid $6 million. Rivals say she died on 2 May 2001."


def at(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


BORN = Claim("", (at("Ana Soto was born in 1959."),), subject="e1", predicate="dateOfBirth",
             value=Value.date("1959", at("1959")), rule="by hand")  # fmt: skip
PAID = Claim("", (at("Peru paid $6 million"),), subject="v1", predicate="amount",
             value=Value.number("6,000,000", "USD", at("$6 million")), rule="by hand")  # fmt: skip
DIED = Claim("", (at("she died on 2 May 2001"),), subject="e1", predicate="dateOfDeath",
             value=Value.date("2001-05-02", at("2 May 2001")), speaker="e3")  # fmt: skip
FUNDS = Claim("", (at("Peru paid $6 million."),), about="v1")


def made(*claims: Claim, text: str = TEXT, name: str = "soto.txt") -> Extraction:
    ends = [0, *(i + 1 for i, c in enumerate(text) if c == "." and text[i + 1 :]), len(text)]
    bounds = [(a + (a > 0), b) for a, b in pairwise(ends)]
    things = (("e1", "Person", "Ana Soto"), ("e2", "Country", "Peru"), ("e3", "Group", "Rivals"))
    return Extraction(
        document(text, name=name, title=name, published="2025-06-04"),
        "by hand/1",
        tuple(Sentence(n, Span(*b)) for n, b in enumerate(bounds, start=1)),
        tuple(Entity(i, t, w, (Mention(at(w, text), "name"),)) for i, t, w in things),
        (Eventuality("v1", "Funding", "paid", at("paid", text)),),
        tuple(replace(c, id=f"c{n}") for n, c in enumerate(claims, start=1)),
    )


WHOLE = made(BORN, PAID, FUNDS, DIED)


@pytest.fixture
def graph_dir(tmp_path):
    archive = Archive(tmp_path / "soto.kg")
    add(archive, WHOLE, TEXT.encode())
    rebuild_store(archive)
    return archive.path


# ---------------------------------------------------------------- the record


@pytest.mark.parametrize(
    ("given_", "text", "datatype"),
    [
        ("1,200", "1200", "integer"),
        ("007", "7", "integer"),
        ("-3", "-3", "integer"),
        ("0.50", "0.5", "decimal"),
        ("10.0", "10", "integer"),
        ("1e3", "1000", "integer"),
    ],
)
def test_a_number_is_written_as_a_store_writes_it(given_, text, datatype):
    made = Value.number(given_, "USD")
    assert (made.text, made.datatype, made.is_sound) == (text, datatype, True)


@pytest.mark.parametrize(
    ("value", "sound"),
    [
        (Value("x"), True),
        (Value(""), False),
        (Value("Lima", lang="es"), True),
        (Value("1", "integer", lang="es"), False),
        (Value("01", "integer"), False),
        (Value("1.50", "decimal"), False),
        (Value.number("many"), False),
        (Value.date("2001-02-29"), False),
        (Value.date("2000-02-29"), True),
        (Value.date("2000-13"), False),
        (Value.date("0000"), False),
        (Value.date("1921~"), True),
        (Value.date("198X"), True),
        (Value.date("last week"), False),
        (Value("true", "boolean"), True),
        (Value("https://kg.example/a b", "anyURI"), False),
        (Value("https://kg.example/a", "anyURI"), True),
        (Value("x", "hexBinary"), False),  # type: ignore[arg-type]
    ],
)
def test_what_is_not_written_as_its_type_wants_is_not_sound(value, sound):
    assert value.is_sound is sound


@pytest.mark.parametrize(
    ("values", "one"),
    [
        ({"1959"}, True),
        ({"1959", "1959-06", "1959-06-02"}, True),
        ({"1959~", "1959"}, True),
        ({"1959", "1960"}, False),
        ({"1959-06", "1959-07"}, False),
        ({"e1", "e12"}, False),
    ],
)
def test_values_agree_when_only_precision_differs(values, one):
    assert agree(values) is one


# ---------------------------------------------------------------- evidence and facts


def test_values_come_back_from_evidence_and_give_the_same_bytes():
    quads = to_quads(WHOLE)
    back = from_quads(parse(dump(quads)), WHOLE.document)
    assert {c.value for c in back.claims} == {BORN.value, PAID.value, DIED.value, None}
    assert dump(to_quads(back)) == dump(quads)
    store = ox.Store()
    store.extend(quads)
    assert dump(store) == dump(quads)


numbers = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**11),
                      max_value=10**11).map(lambda d: Value.number(str(d), "USD"))  # fmt: skip
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).map(Value)
dates = st.dates().flatmap(lambda d: st.sampled_from([Value.date(str(d)[:n]) for n in (4, 7, 10)]))


@given(numbers | texts | dates | texts.map(lambda v: replace(v, lang="es")))
def test_any_sound_value_survives_the_store(value):
    assert value.is_sound
    whole = made(replace(BORN, value=value))
    store = ox.Store()
    store.extend(to_quads(whole))
    assert [c.value for c in from_quads(store, whole.document).claims] == [value]


@pytest.mark.parametrize(
    "change",
    [
        {"text": "1960"},
        {"datatype": "EDTF"},
        {"unit": "year"},
        {"datatype": "string", "lang": "es"},
    ],
)
def test_the_name_of_a_claim_depends_on_its_value(change):
    other = made(replace(BORN, value=replace(BORN.value, **change)))
    assert set(claim_iris(other).values()).isdisjoint(claim_iris(made(BORN)).values())


def test_the_place_of_a_value_is_not_part_of_the_claims_name():
    other = made(replace(BORN, value=replace(BORN.value, span=None)))
    assert claim_iris(other) == claim_iris(made(BORN))


def test_a_value_outside_the_text_is_refused():
    wrong = made(replace(BORN, value=Value.date("1959", Span(0, 9999))))
    with pytest.raises(InputError, match="lies outside"):
        to_quads(wrong)


def test_only_what_the_narrator_says_becomes_a_fact():
    values = {(s, p, v.text) for s, p, v in project(WHOLE).values}
    assert values == {("e1", "dateOfBirth", "1959"), ("v1", "amount", "6000000")}
    confirmed = project(WHOLE, {"c4": "Confirmed"}).values
    assert ("e1", "dateOfDeath", Value.date("2001-05-02")) in confirmed
    assert project(WHOLE, {"c1": "Contested", "c2": "Rejected"}).values == ()


@pytest.mark.parametrize(
    "change",
    [{"modality": "Planned"}, {"polarity": "Negative"}, {"certainty": "Possible"},
     {"speaker": "e3"}, {"modality": "Alleged"}, {"predicate": "count"}, {"subject": None}],
)  # fmt: skip
def test_a_value_one_step_short_of_support_is_no_fact(change):
    assert project(made(replace(BORN, **change))).values == ()


@pytest.mark.parametrize("change", [{"modality": "Planned"}, {"speaker": "e3"}])
def test_what_did_not_happen_has_no_values(change):
    whole = made(PAID, replace(FUNDS, **change))
    assert project(whole).kinds["v1"] in ("Prospect", "ReportedEventuality")
    assert project(whole).values == ()


def triples(*claims: Claim) -> set[tuple[str, str]]:
    facts = (q for q in assemble([made(*claims)]) if q.graph_name == ox.DefaultGraph())
    return {(q.predicate.value.rpartition("#")[2], str(q.object)) for q in facts}


def test_facts_are_plain_typed_triples_and_money_names_its_currency():
    xsd = "http://www.w3.org/2001/XMLSchema#"
    found = triples(BORN, PAID, FUNDS, DIED)
    assert {
        ("dateOfBirth", f'"1959"^^<{xsd}gYear>'),
        ("amount", f'"6000000"^^<{xsd}integer>'),
        ("currency", '"USD"'),
    } <= found
    assert not {p for p, _ in found} & {"dateOfDeath", "unit", "valueSpan"}


def test_each_triple_is_in_one_graph_and_every_invariant_holds():
    assert list(invariants(Store.memory(assemble([WHOLE])))) == []


# ---------------------------------------------------------------- the gate


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"predicate": "population"}, "population gives Person no gYear"),
        ({"predicate": "founded"}, "founded gives Person no gYear"),
        ({"predicate": "age"}, "age gives Person no gYear"),
        ({"value": Value.date("1959-13")}, "'1959-13' is no date as 1981-05-02, 1981-05 or 1981"),
        ({"value": Value.date("1959", Span(0, 9999))}, "value is not in the text"),
        ({"object": "e2"}, "ends in a thing and in a value"),
        ({"subject": "e9"}, "half a triple"),
    ],
)
def test_the_gate_drops_a_value_that_does_not_fit(change, reason):
    given = made(replace(BORN, **change))
    kept = verify(given, vocabulary.default(), gazetteer.default())
    assert kept.claims == ()
    assert [d.reason for d in kept.dropped] == [reason]


def test_the_gate_tells_of_two_dates_of_birth_but_not_of_two_precisions():
    other = replace(BORN, value=Value.date("1960"))
    finer = replace(BORN, value=Value.date("1959-06"))
    for second, doubts in ((other, 2), (finer, 0)):
        kept = verify(made(BORN, second), vocabulary.default(), gazetteer.default())
        assert len(kept.claims) == 2
        assert [d.reason for d in kept.dropped] == [DOUBT] * doubts


@pytest.mark.parametrize("name", list(vocabulary.default().attributes()))
def test_every_attribute_has_a_label_a_domain_and_a_type(name):
    term = vocabulary.default().properties[name]
    assert term.label.replace(" ", "").casefold() == name.casefold()
    assert vocabulary.default().is_a(term.domain or "", "Entity")
    assert term.datatype in {"Date", "integer", "decimal", "string", "anyURI"}
    assert not vocabulary.default().is_relation(name)


# ---------------------------------------------------------------- seen everywhere


def shown(capsys, *words: str) -> str:
    assert run([str(w) for w in words]) == 0
    return capsys.readouterr().out


def test_show_tells_a_value_with_its_sentence(graph_dir, capsys):
    out = shown(capsys, "show", "Ana Soto", "--graph", graph_dir)
    assert "date of birth: 1959   [1 source]" in out
    assert "“Ana Soto was born in 1959.”" in out
    assert "[said] Ana Soto: date of death 2001-05-02   (by Rivals; asserted)" in out
    found = json.loads(shown(capsys, "show", "Ana Soto", "--graph", graph_dir, "--json"))
    (born,) = found["values"]
    assert (born["property"], born["value"], born["unit"]) == ("dateOfBirth", "1959", "")
    marked = born["sentences"][0]
    assert [marked["sentence"][a:b] for a, b in marked["marks"]] == ["Ana Soto", "1959"]


def test_claims_stats_find_and_verify_know_values(graph_dir, capsys):
    assert "paid: amount 6,000,000 USD" in shown(capsys, "claims", "--graph", graph_dir)
    counted = json.loads(shown(capsys, "stats", "--graph", graph_dir, "--json"))["facts"]
    assert counted["dateOfBirth"] == 1
    assert "born in 1959" in shown(capsys, "find", "1959", "--graph", graph_dir)
    assert list(verify_directory(graph_dir)) == []


@pytest.mark.parametrize("question", ["values", "facts", "single-source"])
def test_questions_give_values_with_their_sentence(graph_dir, question):
    with KnowledgeGraph(graph_dir) as graph:
        rows = [{k: str(v) for k, v in row.items()} for row in graph.ask(question)]
    column = "value" if question == "values" else "object"
    born = next(r for r in rows if r[column] == "1959")
    assert born["sentence"] == "Ana Soto was born in 1959."
    assert {r[column] for r in rows} == {"1959", "6000000"}


def test_a_value_answers_a_plain_query(graph_dir):
    with KnowledgeGraph(graph_dir) as graph:
        born = graph.query("SELECT ?who { ?who kg:dateOfBirth ?d FILTER(STR(?d) < '1960') }")
        assert [str(r["who"]) for r in born] == ["https://kg.example/id/ana-soto"]
        paid = graph.query("SELECT ?e { ?e kg:amount ?a ; kg:currency 'USD' FILTER(?a > 5000000) }")
        assert len(list(paid)) == 1


def test_two_sources_that_differ_are_a_contradiction_everywhere():
    other = TEXT.replace("1959", "1960")
    second = replace(BORN, value=Value.date("1960", at("1960", other)))
    third = TEXT.replace("in 1959", "in June 1959")
    same = replace(BORN, value=Value.date("1959-06", at("June 1959", third)))
    whole = [made(BORN), made(second, text=other, name="b"), made(same, text=third, name="c")]
    store = Store.memory(assemble(whole))
    values = {s.iri: s.value for s in Claims(store).statements}
    told = claims_list(store, contested=True)
    assert {values[c["claim"]] for c in told} == {"1959", "1960", "1959-06"}
    agreed = Store.memory(assemble([whole[0], whole[2]]))
    assert claims_list(agreed, contested=True) == []


def test_contradictions_names_the_two_values(tmp_path):
    archive = Archive(tmp_path / "two.kg")
    other = TEXT.replace("1959", "1960")
    second = made(replace(BORN, value=Value.date("1960")), text=other, name="b")
    for whole in (WHOLE, second):
        add(archive, whole, whole.document.text.encode())
    rebuild_store(archive)
    with KnowledgeGraph(archive.path) as graph:
        (row,) = graph.ask("contradictions")
    assert str(row["kind"]) == "different values"
    assert {str(row["one"]), str(row["other"])} == {
        "Ana Soto was born in 1959.", "Ana Soto was born in 1960.",
    }  # fmt: skip


def test_a_drawn_graph_holds_values_at_their_node_and_comes_back():
    store = Store.memory(assemble([WHOLE]))
    drawn = entity_graph(store)
    held = {
        v["property"]: v["value"] for _, n in drawn.nodes(data=True) for v in n.get("values", ())
    }
    assert held == {"dateOfBirth": "1959", "amount": "6000000", "currency": "USD"}
    names = {kg("dateOfBirth"), kg("amount"), kg("currency")}
    back = {(q.subject, q.predicate, q.object) for q in from_graph(drawn) if q.predicate in names}
    facts = {(q.subject, q.predicate, q.object) for q in store.quads() if q.predicate in names}
    assert back == facts
    assert len(back) == 3
    claims = entity_graph(store, claims=True)
    assert all(a in claims and b in claims for a, b in claims.edges())


def test_an_export_holds_values_and_what_says_so(graph_dir, tmp_path):
    for claims, expected in ((False, False), (True, True)):
        out = tmp_path / f"{claims}.graphml"
        words = ["export", "--graph", str(graph_dir), "-o", str(out)]
        assert run([*words, *(["--claims"] if claims else [])]) == 0
        text = out.read_text(encoding="utf-8")
        assert '<data key="n_dateOfBirth">1959</data>' in text
        assert '<data key="n_amount">6000000.0</data>' in text
        assert "date of birth: 1959 — “Ana Soto was born in 1959.” (soto.txt)" in text
        assert ("2001-05-02 [said by Rivals] — " in text) is expected


def test_a_claim_in_json_ends_in_its_value_and_where_it_stands():
    born, paid, _, _ = extraction_json(WHOLE)["claims"]
    start, end = born["object"].pop("start"), born["object"].pop("end")
    assert TEXT[start:end] == "1959"
    assert born["object"] == {"value": "1959", "datatype": "gYear"}
    assert (paid["object"]["value"], paid["object"]["unit"]) == ("6000000", "USD")


# ---------------------------------------------------------------- the rule, whatever is drawn

given_values = st.builds(
    Claim,
    id=st.just(""),
    evidence=st.just(()),
    modality=st.sampled_from(get_args(Modality)),
    polarity=st.sampled_from(get_args(Polarity)),
    certainty=st.sampled_from(get_args(Certainty)),
    subject=st.sampled_from([None, "e1", "v1"]),
    predicate=st.sampled_from([None, "dateOfBirth", "amount", "count", "funds"]),
    about=st.sampled_from([None, "v1"]),
    speaker=st.sampled_from([None, "e3"]),
    value=st.sampled_from([None, BORN.value, PAID.value]),
)


@given(st.lists(st.tuples(given_values, st.sampled_from(get_args(Standing))), max_size=6))
def test_no_value_is_a_fact_without_a_claim_of_the_narrator_or_a_person(drawn):
    numbered = [(replace(c, id=f"c{n}"), s) for n, (c, s) in enumerate(drawn)]
    whole = replace(WHOLE, claims=tuple(c for c, _ in numbered))
    made = project(whole, {c.id: s for c, s in numbered})
    # The rule of the model note, in other words than the code's.
    good = [
        c
        for c, s in numbered
        if (c.modality, c.polarity) == ("Asserted", "Positive")
        and c.certainty in {"Certain", "Probable"}
        and (s == "Confirmed" or (s == "Active" and not c.speaker))
    ]
    real = {"e1"} | {c.about for c in good if c.about}
    expected = {
        (c.subject, c.predicate, c.value.text)
        for c in good
        if c.value and c.subject in real and c.predicate in {"dateOfBirth", "amount"}
    }
    assert {(s, p, v.text) for s, p, v in made.values} == expected


def test_evidence_without_values_is_as_it_was(example):
    told = dump(to_quads(example)).decode()
    assert "unit" not in told
    assert "valueSpan" not in told
    assert not any(c.value for c in from_quads(to_quads(example), example.document).claims)


def test_a_value_and_an_object_of_the_same_words_are_two_claims():
    text, thing = made(replace(BORN, value=Value("e2"))), made(replace(BORN, value=None))
    thing = replace(thing, claims=(replace(thing.claims[0], object="e2"),))
    assert set(claim_iris(text).values()).isdisjoint(claim_iris(thing).values())


@pytest.mark.parametrize(
    ("words", "file", "held"),
    [
        (["--format", "csv"], "nodes.csv", "1959"),
        (["--format", "neo4j"], "nodes.csv", "amount:double"),
        (["--format", "ladybug"], "schema.cypher", "`amount` DOUBLE"),
        (["--format", "markdown"], "Ana Soto*.md", 'dateOfBirth: "1959"'),
    ],
)
def test_a_folder_for_another_program_holds_values(graph_dir, tmp_path, words, file, held):
    out = tmp_path / "out"
    assert run(["export", "--graph", str(graph_dir), *words, "-o", str(out)]) == 0
    (found,) = out.glob(file)
    assert held in found.read_text(encoding="utf-8")


def test_explain_tells_what_a_text_gives(tmp_path, capsys):
    file = tmp_path / "soto.txt"
    file.write_text("Ana Soto was born in 1959. Rebels killed 13 miners in Pataz.")
    out = shown(capsys, "extract", "--explain", file)
    assert "+ Ana Soto dateOfBirth 1959  (asserted, certain)  [value:born]" in out
    assert "numberOfDeaths 13 miner  (asserted, certain)  [frame:kill]" in out


def test_a_claim_of_a_value_does_not_fit_what_ends_in_a_thing():
    whole = made(replace(BORN, predicate="bornIn"))
    kept = verify(whole, vocabulary.default(), gazetteer.default())
    assert [d.reason for d in kept.dropped] == ["bornIn gives Person no gYear"]
    thing = replace(whole, claims=(replace(whole.claims[0], value=None, object="e2",
                                           predicate="dateOfBirth"),))  # fmt: skip
    kept = verify(thing, vocabulary.default(), gazetteer.default())
    assert [d.reason for d in kept.dropped] == ["dateOfBirth does not join Person and Country"]


@pytest.mark.parametrize(
    ("text", "aged"),
    [
        ("The 43-year-old Ana Soto sued.", ["Ana Soto"]),
        ("The 43-year-old Juan Soto actress sued.", []),
        ("Police held the 43-year-old Ana Soto fan.", []),
        ("43-year-old Ana Soto's house burned.", []),
        ("Ana Soto, 43, a Harbour Lane actress, sued.", ["Ana Soto"]),
        ("The 43-year-old, Ana Soto, sued.", []),
    ],
)
def test_an_age_before_a_name_is_not_of_the_name_that_only_narrows_a_noun(told, text, aged):
    read = told(text).extraction
    labels = {e.id: e.label for e in read.entities}
    assert [labels[c.subject] for c in read.claims if c.predicate == "age"] == aged
