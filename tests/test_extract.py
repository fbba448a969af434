"""The whole stage: same bytes always, no text breaks it, every quote is its slice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import gazetteer, vocabulary
from kg.extract import extract, verify, version
from kg.model import Document, Span

ARTICLE = """Peru keeps talking with Chile about prisons. Talks between Peru and Chile took place.

“We pay for every bed. Norway financed Kenya, and it works,” said Prime Minister Ana Quispe.
“Nobody was forced.” According to farmers, guards beat up two migrants near Quito.

Rebels kidnapped and killed 13 miners in Pataz, officials said on Tuesday. The army denied that
soldiers had shot a nurse. It is unclear whether the miners’ families will be paid. Groups such as
the European Union criticized Peru, citing evidence of torture. Brazil plans to deport migrants
suspected of being gang members. Did Norway pay Ghana? Norway may have paid Ghana.

President Juan Soto told the US Congress that no deal exists. He did not disclose the price.
"""


def document(text, **meta):
    return Document("ab" * 32, text, **meta)


def spans(x):
    yield from (s for c in x.claims for s in c.evidence)
    yield from (m.span for e in x.entities for m in e.mentions)
    yield from (v.trigger for v in x.eventualities)
    yield from (s for a in x.attributions for s in (*a.source, *a.cue, *a.content))
    yield from (d.span for d in x.dropped)
    yield from (s.span for s in x.sentences)


@pytest.fixture(scope="module")
def article():
    return extract(document(ARTICLE, published="2025-06-14"))


def test_an_article_gives_all_kinds_of_records(article):
    assert len(article.sentences) >= 12
    assert len(article.claims) >= 15
    assert len(article.attributions) >= 5
    assert {c.modality for c in article.claims} >= {"Asserted", "Alleged", "Planned", "Questioned"}
    assert {c.polarity for c in article.claims} >= {"Positive", "Negative", "Undetermined"}


def test_every_span_lies_in_the_text_and_is_not_empty(article):
    for span in spans(article):
        assert 0 <= span.start < span.end <= len(ARTICLE)
        assert article.document.quote(span).strip()


def test_every_label_of_an_event_is_the_slice_of_its_trigger(article):
    assert all(v.label == article.document.quote(v.trigger) for v in article.eventualities)


def test_evidence_stands_in_one_sentence(article):
    for claim in article.claims:
        for span in claim.evidence:
            inside = [s for s in article.sentences if s.span.start <= span.start < s.span.end]
            assert len(inside) == 1
            assert span.end <= inside[0].span.end


def test_what_extract_gives_has_passed_the_gate(article):
    again = verify(article, vocabulary.default(), gazetteer.default())
    assert again == article
    assert again.dropped == article.dropped


def test_every_given_up_reading_has_a_reason(article):
    assert article.dropped
    assert all(d.reason and d.rule for d in article.dropped)


def test_the_same_text_gives_the_same_extraction(article):
    assert extract(document(ARTICLE, published="2025-06-14")) == article


SCRIPT = """
import json, sys
from dataclasses import asdict
from kg.extract import extract
from kg.model import Document
print(json.dumps(asdict(extract(Document("ab" * 32, sys.stdin.read(), published="2025-06-14")))))
"""


def test_the_hash_seed_changes_nothing(article):
    outputs = []
    for seed in ("1", "4711"):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            input=ARTICLE,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]
    assert len(json.loads(outputs[0])["claims"]) == len(article.claims)


def test_a_header_is_no_part_of_what_is_read():
    head = "title: Rebels killed a nurse\n\n"
    x = extract(document(head + "Chile paid Peru.", body=len(head)))
    assert {c.rule for c in x.claims} == {"frame:pay"}
    assert all(span.start >= len(head) for span in spans(x))


def test_offsets_count_code_points_not_bytes():
    x = extract(document("😀😀 Ünïcödé.\n\nChile paid Peru."))
    (claim,) = x.claims
    assert x.document.quote(claim.evidence[0]) == "Chile paid Peru"


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", ".", "“", "’s", "\ufeff", "\x00", "😀" * 50])
def test_a_text_without_words_gives_an_empty_extraction(text):
    x = extract(document(text))
    assert (x.claims, x.eventualities) == ((), ())
    assert all(0 <= s.start < s.end <= len(text) for s in spans(x))


WORDS = [
    "Chile", "Peru", "Ana", "Quispe", "President", "rebels", "who", "killed", "paid", "said",
    "that", "“", "”", '"', ",", ".", "?", "to", "of", "by", "accused", "suspected", "not", "if",
    "whether", "transfer", "talks", "between", "and", "the", "US", "Congress", "CECOT", "\n\n",
    "according", "As", "has", "been", "was", "in", "May", "2021", "13", "’s", "—", "(", ")",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_heap_of_news_words_is_read(text):
    x = extract(document(text))
    assert all(0 <= s.start < s.end <= len(text) for s in spans(x))
    assert all(c.speaker for c in x.claims if c.is_allegation)


@given(st.text(max_size=200))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read(text):
    x = extract(document(text))
    assert all(0 <= s.start < s.end <= len(text) for s in spans(x))


def test_one_sentence_does_not_change_how_another_is_read(told):
    alone = told("Norway financed Kenya.").facts()
    beside = told("Norway financed Kenya.\n\nThe rain fell on Ghana.").facts()
    assert alone <= beside


def test_a_long_text_is_read_like_a_short_one(told):
    text = "\n\n".join(["Norway financed Kenya.", "The rain fell."] * 150)
    found = told(text)
    assert len(found.by("fund")) == 150
    assert found.facts() == told("Norway financed Kenya.").facts()


def test_the_version_names_the_rules_and_the_model():
    name, _, model = version().partition("+")
    assert name.startswith("rules/")
    assert len(model) == 12
    assert extract(document("Chile paid Peru.")).extractor == version()


def test_a_foreign_extraction_is_dropped_by_the_same_gate(article):
    claim = replace(article.claims[0], evidence=(Span(0, 10**6),))
    passed = verify(replace(article, claims=(claim,)), vocabulary.default(), gazetteer.default())
    assert passed.claims == ()
    assert passed.dropped[-1].reason == "evidence is not in the text"


@pytest.mark.parametrize(
    "text", ["\t) ", "\x0b\x1c'\xa0", "\u2028\r\x1c\r-  (\u3000\r\x0b(", "\r\x1f\n)\r\x85\n"]
)
def test_blanks_that_head_a_sentence_do_not_stop_the_reading(text):
    """spaCy made two objects of such a blank, and a walk to the root by identity never ended."""
    code = "import sys; from kg.model import Document; from kg.extract import extract; " \
           "extract(Document('0' * 64, sys.argv[1]))"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code, text], timeout=60, capture_output=True)
    assert done.returncode == 0, done.stderr
