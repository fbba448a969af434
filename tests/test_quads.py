from __future__ import annotations

import hashlib
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import vocabulary
from kg.errors import InputError
from kg.model import (
    Attribution,
    Claim,
    Document,
    Entity,
    Eventuality,
    Extraction,
    Mention,
    Role,
    Sentence,
    Span,
    Time,
)
from kg.quads import (
    Names,
    claim_iris,
    dump,
    from_quads,
    kg,
    local_iris,
    parse,
    quoted,
    slug,
    to_quads,
)

BASE = "https://kg.example/"


def values(quads, predicate):
    return {q.object.value for q in quads if q.predicate == kg(predicate)}


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("El Salvador", "el-salvador"),
        ("Côte d’Ivoire", "cote-d-ivoire"),
        ("  The — end!  ", "the-end"),
        ("ＣＥＣＯＴ", "cecot"),
        ("M23", "m23"),
        ("Straße", "strasse"),
        ("القاهرة", "القاهرة"),
        ("東京", "東京"),
        ("“…”", "unnamed"),
        ("", "unnamed"),
    ],
)
def test_a_slug_keeps_letters_of_every_script_and_drops_marks(text, expected):
    assert slug(text) == expected


@given(st.text())
def test_a_slug_always_makes_a_valid_iri_and_is_its_own_slug(text):
    assert ox.NamedNode(BASE + slug(text))
    assert slug(slug(text)) == slug(text)


def test_entities_with_one_slug_are_numbered_in_order_of_mention():
    text = "X! then X and x-2."
    entities = (
        Entity("late", "Person", "X", (Mention(Span(8, 9), "name"),)),
        Entity("early", "Person", "X!", (Mention(Span(0, 2), "name"),)),
        Entity("third", "Person", "x-2", (Mention(Span(14, 17), "name"),)),
        Entity("unseen", "Group", "X"),
    )
    iris = local_iris(Extraction(made_of(text), "t", entities=entities))
    names = {id_: iri.rpartition("/")[2] for id_, iri in iris.items()}
    assert names == {"early": "x", "late": "x-2", "third": "x-2-2", "unseen": "x-3"}


def test_a_thousand_namesakes_are_numbered_at_once_and_none_gets_the_name_of_another():
    names = Names()
    assert names.free("Ama Badu 3") == "ama-badu-3"
    found = [names.free("Ama Badu", f"e{n}") for n in range(20_000)]
    assert found[:4] == ["ama-badu", "ama-badu-2", "ama-badu-4", "ama-badu-5"]
    assert len(set(found)) == 20_000
    assert names.taken["ama-badu-20001"] == "e19999"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Perú",
        'a "b" \\ c',
        "a\r\n\tb",
        "\x00\x07\x08\x0b\x0c\x1f\x7f",
        "\u2028\ufffe\uffff\U0001f600",
    ],
)
def test_a_text_is_written_as_oxigraph_writes_it(text):
    assert quoted(text) == str(ox.Literal(text))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_written_as_oxigraph_writes_it(text):
    assert quoted(text) == str(ox.Literal(text))


def test_claim_names_do_not_change_with_the_base(example):
    def digits(base):
        return [iri.rpartition("/")[2] for iri in claim_iris(example, base).values()]

    assert digits(BASE) == digits("https://news.example/graph/")


@pytest.mark.parametrize(
    "change",
    [
        {"modality": "Planned"},
        {"polarity": "Negative"},
        {"speaker": "e7"},
        {"subject": "e2"},
        {"predicate": "funds"},
        {"object": "e9"},
        {"about": None},
        {"evidence": (Span(0, 5),)},
    ],
)
def test_a_claim_name_depends_on_each_part_of_what_it_says(example, change):
    claim = example.claims[0]
    changed = replace(example, claims=(replace(claim, **change),))
    assert claim_iris(example)[claim.id] != claim_iris(changed)[claim.id]


@pytest.mark.parametrize("change", [{"certainty": "Possible"}, {"rule": "other"}, {"id": "c99"}])
def test_a_claim_name_ignores_how_it_was_read(example, change):
    changed = replace(example, claims=(replace(example.claims[0], **change),))
    assert list(claim_iris(changed).values()) == list(claim_iris(example).values())[:1]


# ---------------------------------------------------------------- what evidence looks like


def test_evidence_is_one_graph_without_blank_nodes_or_standing(example):
    quads = to_quads(example)
    graph = ox.NamedNode(f"{BASE}graph/doc/{example.document.sha8}")
    assert {q.graph_name for q in quads} == {graph}
    assert all(isinstance(q.subject, ox.NamedNode) for q in quads)
    assert not any(isinstance(q.object, ox.BlankNode) for q in quads)
    assert not values(quads, "standing")


def test_evidence_is_what_oxigraph_gives_back(example):
    quads = to_quads(example)
    store = ox.Store()
    store.extend(quads)
    assert dump(store) == dump(quads)
    assert dump(parse(dump(quads))) == dump(quads)


def test_evidence_does_not_depend_on_the_order_of_the_records(example):
    backwards = replace(
        example,
        entities=example.entities[::-1],
        eventualities=example.eventualities[::-1],
        claims=example.claims[::-1],
        attributions=example.attributions[::-1],
        sentences=example.sentences[::-1],
    )
    assert dump(to_quads(backwards)) == dump(to_quads(example))


def test_every_property_and_class_of_evidence_is_in_the_ontology(example):
    words, ns = vocabulary.default(), vocabulary.NS
    used = {t.value for q in to_quads(example) for t in (q.predicate, q.object) if iri(t, ns)}
    terms = {t.removeprefix(ns) for t in used}
    values = {
        *[
            "Asserted",
            "Alleged",
            "Conditional",
            "Positive",
            "Negative",
            "Certain",
            "Possible",
            "Probable",
        ]
    }
    assert terms - {*words.classes, *words.properties} == values


def iri(term, ns):
    return isinstance(term, ox.NamedNode) and term.value.startswith(ns)


def test_every_span_quotes_its_slice_and_lies_in_its_sentence(example):
    nodes = {}
    for q in to_quads(example):
        nodes.setdefault(q.subject.value, {})[q.predicate.value.rpartition("#")[2]] = q.object.value
    spans = {i: n for i, n in nodes.items() if "#char=" in i}
    assert len(spans) > 40
    for node in spans.values():
        assert node["quote"] == example.document.text[int(node["start"]) : int(node["end"])]
        sentence = nodes[node["inSentence"]]
        assert int(sentence["start"]) <= int(node["start"]) < int(sentence["end"])
        assert sentence["number"]


def test_an_eventuality_without_a_time_says_not_stated(example):
    assert values(to_quads(example), "timeText") == {"in May 2025", "on 3 June 2025", "not stated"}
    assert ox.Literal("2025-05-01", datatype=ox.NamedNode(f"{XSD}date")) in {
        q.object for q in to_quads(example)
    }


XSD = "http://www.w3.org/2001/XMLSchema#"


def test_the_run_says_which_extractor_read_which_document(example):
    prov = "http://www.w3.org/ns/prov#"
    found = {q.predicate.value: q.object.value for q in to_quads(example) if "/run/" in str(q)}
    assert found[f"{prov}used"] == f"{BASE}doc/{example.document.sha8}"
    assert found[f"{prov}wasAssociatedWith"].startswith(f"{BASE}extractor/")


def test_an_allegation_has_a_class_of_its_own(example):
    classes = [q.object for q in to_quads(example) if q.predicate.value.endswith("#type")]
    assert classes.count(kg("Allegation")) == 1
    assert classes.count(kg("Claim")) == len(example.claims)


# ---------------------------------------------------------------- what it refuses


def test_the_same_claim_read_twice_is_one_claim(example):
    twice = replace(example.claims[0], id="c99", certainty="Probable", rule="second")
    assert to_quads(replace(example, claims=(*example.claims, twice))) == to_quads(example)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"evidence": (Span(5, 5),)}, "lies outside"),
        ({"evidence": (Span(0, 9999),)}, "lies outside"),
        ({"evidence": (Span(-1, 4),)}, "lies outside"),
        ({"subject": "e99"}, "'e99' is no entity"),
        ({"attribution": "a99"}, "names no attribution"),
    ],
)
def test_an_extraction_that_is_not_whole_is_refused(example, change, message):
    claims = (replace(example.claims[0], **change), *example.claims[1:])
    with pytest.raises(InputError, match=message):
        to_quads(replace(example, claims=claims))


def test_a_span_that_mentions_two_things_is_refused(example):
    other = replace(example.entities[1], mentions=example.entities[0].mentions)
    with pytest.raises(InputError, match="'Peru' at 0 mentions two"):
        to_quads(replace(example, entities=(example.entities[0], other, *example.entities[2:])))


def test_two_eventualities_may_share_their_trigger(example):
    first = example.eventualities[0]
    second = replace(first, id="v99", type="Agreement")
    shared = replace(example, eventualities=(first, second, *example.eventualities[1:]))
    back = from_quads(to_quads(shared), shared.document)
    assert [v.trigger for v in back.eventualities[:2]] == [first.trigger] * 2
    assert {v.type for v in back.eventualities[:2]} == {"Negotiation", "Agreement"}


@pytest.mark.parametrize(
    "missing", ["start", "eventualityType", "modality", "time", "number", "speaker"]
)
def test_evidence_with_a_part_missing_is_refused(example, missing):
    quads = [q for q in to_quads(example) if q.predicate != kg(missing)]
    with pytest.raises(InputError, match="evidence is not whole"):
        from_quads(quads, example.document)


def test_broken_n_quads_are_an_input_error():
    with pytest.raises(InputError, match="line 1"):
        parse(b"<http://a> <http://b> .\n")


# ---------------------------------------------------------------- round trip


def test_the_example_comes_back_equal(example):
    assert from_quads(to_quads(example), example.document) == example


def made_of(text):
    return Document(hashlib.sha256(text.encode()).hexdigest(), text)


@st.composite
def extractions(draw):
    """Make an Extraction in normal form: in the order of the text, ids numbered from 1."""
    text = draw(st.text(st.characters(codec="utf-8"), min_size=30, max_size=60))
    spans = st.builds(
        lambda a, n: Span(a, min(a + n, len(text))),
        st.integers(0, len(text) - 1),
        st.integers(1, 9),
    )
    some = st.lists(spans, min_size=1, max_size=2, unique=True).map(lambda s: tuple(sorted(s)))
    cuts = draw(st.lists(st.integers(1, len(text) - 1), max_size=3, unique=True).map(sorted))
    bounds = list(zip([0, *cuts], [*cuts, len(text)], strict=True))
    sentences = [Sentence(n, Span(*b)) for n, b in enumerate(bounds, start=1)]
    places = draw(st.lists(spans, min_size=4, max_size=8, unique=True))
    labels = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
    kinds = st.sampled_from(["name", "description", "pronoun", "demonym"])
    entities = sorted(
        (
            Entity(
                "",
                draw(st.sampled_from(["Person", "Country", "Group"])),
                draw(labels),
                (Mention(place, draw(kinds)),),
                tuple(sorted(draw(st.sets(labels, max_size=2)))),
                draw(st.none() | st.integers(0, 99)),
            )
            for place in places[:3]
        ),
        key=lambda e: e.mentions[0].span,
    )
    entities = [replace(e, id=f"e{n}") for n, e in enumerate(entities, start=1)]
    ids = st.sampled_from([e.id for e in entities])
    triggers = sorted(places[3:])
    days = st.dates().map(str)
    times = st.builds(Time, labels, st.none() | labels, st.none() | days, st.none() | days)
    eventualities = [
        Eventuality(
            f"v{n}",
            draw(st.sampled_from(["Event", "Negotiation"])),
            text[trigger.start : trigger.end],
            trigger,
            tuple(
                sorted(
                    draw(st.sets(st.builds(Role, st.sampled_from(["agent", "place"]), ids))),
                    key=lambda r: (r.name, r.filler),
                )
            ),
            draw(st.none() | times.filter(lambda t: t.text != "not stated")),
        )
        for n, trigger in enumerate(triggers, start=1)
    ]
    attributions = draw(
        st.lists(
            st.builds(Attribution, st.just(""), some, some, ids, st.just(()) | some, st.booleans()),
            max_size=2,
            unique_by=lambda a: (a.cue, a.content),
        )
    )
    attributions = sorted(attributions, key=lambda a: (a.cue, a.content))
    attributions = [replace(a, id=f"a{n}") for n, a in enumerate(attributions, start=1)]
    optional = st.none() | labels
    claims = draw(
        st.lists(
            st.builds(
                Claim,
                id=st.just(""),
                evidence=some,
                modality=st.sampled_from(["Asserted", "Alleged", "Hoped"]),
                polarity=st.sampled_from(["Positive", "Negative"]),
                certainty=st.sampled_from(["Certain", "Unknown"]),
                subject=st.none() | ids,
                predicate=st.none() | st.sampled_from(["funds", "locatedIn"]),
                object=st.none() | ids,
                about=st.none() | st.sampled_from([v.id for v in eventualities]),
                speaker=st.none() | ids,
                attribution=st.sampled_from([None, *(a.id for a in attributions)]),
                rule=labels | st.just(""),
                basis=optional,
                speech_verb=optional,
                verbatim=st.booleans(),
            ),
            max_size=4,
            unique_by=lambda c: c.evidence,
        )
    )
    claims = sorted(claims, key=lambda c: c.evidence)
    return Extraction(
        made_of(text),
        draw(labels),
        tuple(sentences),
        tuple(entities),
        tuple(eventualities),
        tuple(replace(c, id=f"c{n}") for n, c in enumerate(claims, start=1)),
        tuple(attributions),
    )


@given(extractions())
def test_any_extraction_survives_the_round_trip(extraction):
    quads = to_quads(extraction)
    back = from_quads(parse(dump(quads)), extraction.document)
    assert back == extraction
    assert to_quads(back) == quads
