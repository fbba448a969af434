"""The gate: what a query text may ask before any parser sees it."""

from __future__ import annotations

from contextlib import suppress

import pytest

from kg.errors import InputError
from kg.query.gate import MAX_BYTES, MAX_DEPTH, admit, tokens

PREFIXES = {"kg": "https://kg.example/ns#", "ex": "http://e/", "": "http://d/"}
BODY = "{ ?s ?p ?o }"


def refusal(text: str) -> str:
    with pytest.raises(InputError) as caught:
        admit(text, PREFIXES)
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { service<http://x/>{ ?s ?p ?o } }",
        "SELECT * { sErViCe SILENT <http://x/> { ?s ?p ?o } }",
        "SELECT * { SERVICESILENT<http://x/>{ ?s ?p ?o } }",
        "SELECT * { SERVICE # a comment\n <http://x/> { ?s ?p ?o } }",
        "SELECT * { SERVICE ?v { ?s ?p ?o } }",
        "SELECT * { SERVICE?v{ ?s ?p ?o } }",
        "SELECT * { { SELECT * { SERVICE ex:a { ?s ?p ?o } } } }",
        "SELECT * { ?s ?p 5SERVICE<http://x/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p -5.0SERVICE<http://x/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE<http://x/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o.SERVICE<http://x/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p 'a'SERVICE<http://x/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p ex:a\\' SERVICE <http://x/> { ?s ?p ?o } #'\n}",
        "SELECT * { ?s ?p ex:a\\# SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o #\rSERVICE <http://x/> { ?a ?b ?c }\n}",
        "PREFIX SERVICEex: <a:b> SELECT * { SERVICEex:a { ?s ?p ?o } }",
        "PREFIX SERVICE: <a:b> SELECT * { SERVICE:a # c\n { ?s ?p ?o } }",
        "PREFIX trueSERVICEex: <a:b> SELECT * { ?s ?p trueSERVICEex:a { ?s ?p ?o } }",
    ],
)
def test_service_is_refused_however_it_is_written(text: str) -> None:
    assert "SERVICE is refused" in refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT*{?s ?p ?o FILTER(1<2)SERVICE#>\n<http://x/>{?a ?b ?c}}",
        "SELECT*{?s ?p ?o FILTER(1<2)SERVICESILENT#>\n<http://x/>{?a ?b ?c}}",
        "SELECT*{?s ?p ?o FILTER(?a<ex:b)SERVICE#>\n<http://x/>{?a ?b ?c}}",
        "SELECT*{?s ?p ?o FILTER(1<2)SERVICE?v#>\n{?a ?b ?c}}",
        "SELECT(1<5AS?c)FROM#>\n<http://x/>{?s ?p ?o}",
    ],
)
def test_a_keyword_that_a_comparison_and_a_comment_hide_is_refused(text: str) -> None:
    assert "inside <...>" in refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?load ?from }",
        "SELECT $service { $service ?p ?o }",
        "SELECT * { ex:service ex:load ex:from }",
        "PREFIX service: <http://e/> SELECT * { ?s service:a service:b . { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'SERVICE <http://x/> {}' }",
        'SELECT * { ?s ?p "LOAD <http://x/>" }',
        "SELECT * { ?s ?p '''it's SERVICE <http://x/> {''' }",
        'SELECT * { ?s ?p """a "SERVICE" <http://x/> { \\""" {""" }',
        'SELECT * { ?s ?p "a \\" SERVICE <http://x/> { } " }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://x/> { }",
        "# LOAD <http://x/>\nASK { ?s ?p ?o }",
        "SELECT * { ?s <http://e/service> <http://e/load#from> }",
        "SELECT * { ?s ?p <http://e/SERVICE#> }",
        "SELECT * { ?s ?p _:service }",
        "SELECT * { ?s ?p 'x'@en-service }",
        "SELECT * { ?s ex:a.SERVICE ?o }",
        "SELECT * { ?s ?p ?o FILTER(?a<?b && ?c>?d) }",
    ],
)
def test_the_words_pass_in_names_literals_iris_and_comments(text: str) -> None:
    assert admit(text, PREFIXES).text == text


@pytest.mark.parametrize(
    "verb",
    [
        "INSERT",
        "DELETE",
        "LOAD",
        "CLEAR",
        "DROP",
        "CREATE",
        "ADD",
        "MOVE",
        "COPY",
        "WITH",
        "insert",
    ],
)
def test_an_update_is_refused_by_name(verb: str) -> None:
    assert f"{verb.upper()} is refused" in refusal(f"PREFIX a: <a:b> {verb} <http://x/>")


def test_load_is_refused_anywhere() -> None:
    assert "LOAD is refused" in refusal("SELECT * { ?s ?p ?o } ; LOAD <http://x/>")


@pytest.mark.parametrize("text", ["\\u0053ERVICE <http://x/> {}", "ASK { ?s \\u003Fp ?o }"])
def test_an_escape_outside_strings_and_iris_is_refused(text: str) -> None:
    assert "escape outside" in refusal(text)


@pytest.mark.parametrize("text", ["ASK { ?s ?p 'a }", 'ASK { ?s ?p "a\n" }', 'ASK { ?s ?p """a" }'])
def test_a_string_that_never_ends_is_refused_at_its_start(text: str) -> None:
    message = refusal(text)
    assert "never ends" in message
    assert message.startswith("query:1:13: ")


@pytest.mark.parametrize("pair", ["{}", "()", "[]"])
def test_nesting_is_bounded_for_each_kind_of_bracket(pair: str) -> None:
    fits = pair[0] * MAX_DEPTH + pair[1] * MAX_DEPTH
    assert admit(fits, {}).form == ""
    assert "nested more than 64 deep" in refusal(pair[0] + fits + pair[1])


def test_brackets_in_strings_and_closed_ones_do_not_count() -> None:
    admit("ASK { ?s ?p '" + "{" * 500 + "' " + "{} " * 500 + "}", {})


def test_brackets_inside_what_looks_like_an_iri_count() -> None:
    assert "nested" in refusal("ASK { FILTER(1<" + "(" * 100 + "2>) }")


def test_length_is_bounded_in_bytes() -> None:
    assert admit("#" + "é" * (MAX_BYTES // 2 - 1), {}).form == ""
    assert "longer than 64 KB" in refusal("#" + "é" * (MAX_BYTES // 2))


def test_an_unknown_prefix_is_named_with_its_place_and_the_nearest_one() -> None:
    message = refusal("SELECT *\n{ ?s kgg:a ?o }")
    assert (
        message
        == "query:2:6: unknown prefix 'kgg:'\n  { ?s kgg:a ?o }\n       ^\nfix: did you mean 'kg'?"
    )


def test_an_unknown_prefix_without_a_near_one_says_how_to_declare_it() -> None:
    assert "fix: declare it: PREFIX zzz: <...>" in refusal("ASK { ?s zzz:a ?o }")


def test_a_prefix_of_the_query_is_known_after_it_is_declared() -> None:
    seen = admit("PREFIX a: <http://a/> PREFIX b: <http://b/> ASK { a:x b:y\\-z :w }", PREFIXES)
    named = [iri for iri, _ in seen.iris]
    assert named == ["http://a/x", "http://b/y-z", "http://d/w"]


@pytest.mark.parametrize(
    ("text", "graphs"),
    [
        (f"SELECT * FROM <http://g/> {BODY}", ["http://g/"]),
        (f"SELECT * from named ex:g FROM<http://h/> {BODY}", ["http://e/g", "http://h/"]),
        (f"SELECT * FROM <http://\\u0067/> {BODY}", ["http://g/"]),
        (f"SELECT * FROM <http://\\U00000067/> {BODY}", ["http://g/"]),
        (f"SELECT * FROM <http://g/\\U0010FFFF> {BODY}", ["http://g/\U0010ffff"]),
        (f"SELECT * FROM <http://g/\\U00110000> {BODY}", ["http://g/U00110000"]),
        (f"ASK FROM <file:///etc/passwd> {BODY}", ["file:///etc/passwd"]),
        ("SELECT * { GRAPH <http://g/> { ?s ?p ?o } }", []),
        (f"SELECT ?from {BODY} # FROM <http://g/>", []),
    ],
)
def test_graphs_that_from_names_are_listed(text: str, graphs: list[str]) -> None:
    assert [iri for iri, _ in admit(text, PREFIXES).graphs] == graphs


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT * {"),
        ("SELECT (EXISTS { ?a ?b ?c } AS ?x) WHERE { ?s ?p ?o }", "AS ?x) WHERE {"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "WHERE {"),
        ("ASK { ?s ?p ?o } VALUES ?s { ex:a }", "ASK {"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", None),
        ("DESCRIBE ex:a", None),
    ],
)
def test_the_brace_of_the_outer_where_is_found(text: str, before: str | None) -> None:
    where = admit(text, PREFIXES).where
    assert (where is None) if before is None else text[:where].endswith(before)


def test_variables_are_collected_without_their_mark() -> None:
    assert admit("SELECT ?a { ?a $b ?é_1 }", {}).variables == {"a", "b", "é_1"}


@pytest.mark.parametrize(
    "text",
    ["'''" + "\\'''" * 9000, '"' * 60000, "<" * 60000, "a." * 30000, "a-" * 30000, "[" * 60000,
     "ex:" + "a." * 30000, "\\" * 60000, "#" * 60000, "<a" * 30000, '"""' + '"" ' * 20000],
)  # fmt: skip
def test_hostile_texts_take_one_pass(text: str) -> None:
    # Quadratic behaviour would take minutes here, the pass milliseconds.
    with suppress(InputError):
        admit(text, PREFIXES)


def test_tokens_cover_everything_but_blanks_and_comments() -> None:
    text = "SELECT ?a #x\n{ ex:b.c. <i> 'q'@en 5.5 }"
    found = [(t.kind, t.text) for t in tokens(text)]
    assert found == [
        ("word", "SELECT"), ("variable", "?a"), ("bracket", "{"), ("pname", "ex:b.c"),
        ("other", "."), ("iri", "<i>"), ("string", "'q'"), ("language", "@en"),
        ("number", "5"), ("other", "."), ("number", "5"), ("bracket", "}"),
    ]  # fmt: skip
    assert all(text[t.start : t.end] == t.text for t in tokens(text))


def test_the_caret_of_a_long_line_stays_near_the_place() -> None:
    lines = refusal("ASK { " + "?s ?p ?o . " * 100 + "zzz:a ?p ?o }").splitlines()
    assert len(lines[1]) <= 102
    assert lines[1][lines[2].index("^") :].startswith("zzz:a")


def test_control_characters_of_the_query_do_not_reach_the_message() -> None:
    assert "\x1b" not in refusal("ASK { \x1b[31m zzz:a ?p ?o }")
