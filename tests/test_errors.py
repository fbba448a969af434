from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import errors
from kg.errors import (
    CheckError,
    InputError,
    Interrupted,
    KgError,
    LimitError,
    MissingExtra,
    NotFoundError,
    StoreError,
    UsageError,
    counted,
    did_you_mean,
)

CODES = {
    CheckError: (1, 409),
    UsageError: (2, 400),
    InputError: (3, 422),
    NotFoundError: (4, 404),
    MissingExtra: (5, 501),
    StoreError: (6, 503),
    LimitError: (7, 504),
    Interrupted: (130, 499),
}


@pytest.mark.parametrize("kind", CODES, ids=lambda k: k.__name__)
def test_each_kind_of_error_has_an_exit_code_and_a_status(kind):
    assert (kind.exit_code, kind.status) == CODES[kind]
    assert issubclass(kind, KgError)


def test_no_two_kinds_share_an_exit_code():
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, KgError)]
    assert set(kinds) == {KgError, *CODES}
    assert len({code for code, _ in CODES.values()}) == len(CODES)


def test_the_module_draws_the_tree_it_defines():
    for kind, (code, status) in CODES.items():
        line = next(x for x in errors.__doc__.splitlines() if kind.__name__ in x)
        assert [str(code), str(status)] == line.split()[2:4], line


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({}, "no such graph"),
        ({"where": "a.kg"}, "a.kg: no such graph"),
        ({"fix": "kg build"}, "no such graph\nfix: kg build"),
        ({"where": "a.kg", "fix": "kg build"}, "a.kg: no such graph\nfix: kg build"),
    ],
)
def test_a_message_says_what_where_and_what_to_do(given, text):
    error = NotFoundError("no such graph", **given)
    assert str(error) == text
    assert (error.what, error.where, error.fix) == (
        "no such graph",
        given.get("where", ""),
        given.get("fix", ""),
    )


def test_a_missing_extra_names_its_pip_command():
    error = MissingExtra.of("reading prose needs spaCy", "nlp")
    assert isinstance(error, MissingExtra)
    assert error.fix == "pip install 'claimgraph[nlp]'"


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        (0, "claim", "0 claims"),
        (1, "claim", "1 claim"),
        (2, "claim", "2 claims"),
        (1, "entity", "1 entity"),
        (3, "entity", "3 entities"),
    ],
)
def test_numbers_agree_with_their_nouns(number, noun, text):
    assert counted(number, noun) == text


@pytest.mark.parametrize(
    ("word", "known", "text"),
    [
        ("Cecto", ["CECOT", "Peru"], "did you mean 'CECOT'?"),
        ("CECOTT", ["cecot"], "did you mean 'cecot'?"),
        ("tri", ["trig", "trix"], "did you mean 'trix' or 'trig'?"),
        ("soto", ["Sotho", "Ana Soto"], "did you mean 'Ana Soto' or 'Sotho'?"),
        ("Crown", ["Old Crown Inn", "Crown Ltd"], "did you mean 'Crown Ltd' or 'Old Crown Inn'?"),
        ("alleged", ["allegations", "facts"], "did you mean 'allegations'?"),
        ("a", ["ask", "archive"], ""),
        ("zzz", ["Peru"], ""),
        ("", ["Peru"], ""),
        ("Peru", [], ""),
    ],
)
def test_a_misspelt_word_gets_the_nearest_known(word, known, text):
    assert did_you_mean(word, known) == text


@given(st.text(max_size=12), st.lists(st.text(min_size=1, max_size=12), max_size=8))
def test_a_suggestion_is_always_a_known_word_and_never_depends_on_order(word, known):
    suggested = did_you_mean(word, known)
    assert suggested == did_you_mean(word, list(reversed(known)))
    if suggested:
        assert any(repr(name) in suggested for name in known)


def test_every_error_raised_by_the_library_is_one_of_ours():
    """`raise X(...)` names a class of ours, or one that Python itself asks for."""
    allowed = {k.__name__ for k in CODES} | {"KgError", "ValueError", "TypeError", "AttributeError"}
    allowed |= {"KeyError", "OSError"}  # the worker, before it may speak for the library
    allowed |= {"UnreadableError"}  # caught in its own house: then the store is read instead
    for file in sorted(Path(kg.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            called = node.exc if isinstance(node, ast.Raise) else None
            if isinstance(called, ast.Call) and isinstance(called.func, ast.Name):
                name = called.func.id
                assert name in allowed or name[0].islower() or name[0] == "_", (file.name, name)
