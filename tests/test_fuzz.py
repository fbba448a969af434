"""Queries nobody wrote: ten thousand through the gate, and what it lets through into Oxigraph.

Oxigraph runs in one child without limits and with network, so that the gate alone is on trial: the
child must live, and nobody may call the listener whose address the queries hold.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kg.cli import run
from kg.errors import InputError
from kg.query.gate import admit
from kg.vocabulary import PREFIXES

EXAMPLES = int(os.environ.get("KG_FUZZ", "1000"))
EACH = 10
"""Texts an example: Hypothesis draws a list faster than as many examples."""
CHILD = """
import json, sys
import pyoxigraph as ox
store = ox.Store()
node = ox.NamedNode("http://e/a")
store.add(ox.Quad(node, node, ox.Literal("x"), node))
asked = 0
for line in sys.stdin:
    try:
        found = store.query(json.loads(line), prefixes=PREFIXES, use_default_graph_as_union=True)
        if not isinstance(found, ox.QueryBoolean):
            for _, row in zip(range(100), found):
                pass
        asked += 1
    except (SyntaxError, ValueError, OSError, RuntimeError):
        pass
print(asked)
"""

# {url} is where the listener waits; the rest is what a query is made of, whole and broken.
PIECES = [
    "SELECT * ", "SELECT?s", "ASK", "CONSTRUCT { ?s ?p ?o } WHERE ", "DESCRIBE <http://e/a>",
    "WHERE",
    "{ ", "} ", "{ ?s ?p ?o } ", "?s ?p ?o . ", "FILTER(1<2) ", "FILTER(?o > 1 && ?o<2) ", "UNION ",
    "OPTIONAL { ", "MINUS { ", "GRAPH ?g { ", "BIND(1 AS ?x) ", "VALUES ?v { 1 } ", "LIMIT 5 ",
    "SERVICE <{url}> { ?a ?b ?c } ", "serVICE<{url}>{?a ?b ?c}", "SERVICE SILENT ?s { } ",
    "5SERVICE<{url}>{?a ?b ?c}", "SERVICE#>\n<{url}>{?a ?b ?c}", "\\u0053ERVICE <{url}> {} ",
    "a:SERVICE ", "service:x ", "PREFIX service: <{url}> ", "PREFIX a: <{url}> ", "BASE <{url}> ",
    "<{url}>", "a:b ", "FROM <{url}> ", "FROM NAMED <{url}> ", "LOAD <{url}> ", "; LOAD <{url}> ",
    "INSERT DATA { <a:b> <a:b> 1 } ", "CLEAR ALL ", "USING <{url}> ", "DELETE WHERE { ?s ?p ?o } ",
    "# comment\n", "#", "\"", "'", '"""', "'''", '"SERVICE <{url}>" ', "'x'@en ", '"1"^^<a:b> ',
    "<", ">", "(", ")", "[", "]", "\\", "_:b ", "@en", "^^", "$", "?", ":", "::", "<x", "..", "*",
    "regex(?o, \"(a+)+$\") ", "(?p/?p)* ", "<http://e/a>+ ", "EXISTS { ", "<<( ?s ?p ?o )>> ",
    "<< ?s ?p ?o >> ", "LATERAL { ", "VERSION \"1.2\" ", "\x00", "\u202e", "\U0001f600", "\ufeff",
    "\r", "\t", "\n", "é", "ſervice <{url}> {} ", "SERVıCE ", "%53ERVICE ", "-", "--", "|| ", "!",
]  # fmt: skip
piece = st.one_of(
    st.sampled_from(PIECES),
    st.sampled_from(PIECES),
    st.text(max_size=4),
    st.builds(lambda text, n: text * n, st.sampled_from("{([<>})]!-^\\\"'"), st.integers(1, 90)),
)
shaped = st.builds("SELECT * {{ ?s ?p ?o {0} }}".format, st.lists(piece, max_size=3).map("".join))
query_text = st.one_of(st.lists(piece, max_size=10).map("".join), shaped)
PHASES = (Phase.explicit, Phase.generate)


def told(url: str, text: str) -> str:
    return text.replace("{url}", url).replace("{{", "{").replace("}}", "}")


def test_no_query_breaks_the_gate_or_calls_out_through_it(listener):
    admitted: list[str] = []
    seen = [0]

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=PHASES,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.lists(query_text, min_size=EACH, max_size=EACH))
    def pass_all(texts):
        for text in texts:
            seen[0] += 1
            filled = told(listener.url, text)
            start = time.process_time()
            try:
                admit(filled, PREFIXES)
            except InputError:
                pass
            else:
                admitted.append(filled)
            assert time.process_time() - start < 1

    pass_all()
    assert seen[0] >= EXAMPLES * EACH * 0.9
    assert len(admitted) > seen[0] / 50, "the gate lets almost nothing through: what was tried?"
    sendable = [t for t in admitted if t.isascii() or t.encode(errors="ignore").decode() == t]
    done = subprocess.run(
        [sys.executable, "-c", CHILD.replace("PREFIXES", repr(dict(PREFIXES)))],
        input="".join(json.dumps(t) + "\n" for t in sendable),
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-500:]
    assert int(done.stdout) > 50
    assert listener.hits == 0


def test_that_child_would_call_out_without_the_gate(listener):
    text = f"SELECT * {{ SERVICE <{listener.url}> {{ ?a ?b ?c }} }}"
    done = subprocess.run(
        [sys.executable, "-c", CHILD.replace("PREFIXES", "{}")],
        input=json.dumps(text) + "\n", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (done.stdout, listener.hits) == ("0\n", 1)


@pytest.fixture
def unnamed(example_graph_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_GRAPH", str(example_graph_dir))


@pytest.mark.usefixtures("unnamed")
def test_no_query_breaks_the_command(listener, capsys):
    codes: set[int] = set()

    @settings(
        max_examples=60, deadline=None, derandomize=True, database=None, phases=PHASES,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(shaped)
    def ask(text):
        codes.add(run(["query", "--timeout", "5", "--max-rows", "10", told(listener.url, text)]))
        said = capsys.readouterr()
        assert "Traceback" not in said.err

    ask()
    assert codes <= {0, 2, 3, 7}
    assert {0, 3} <= codes
    assert listener.hits == 0
