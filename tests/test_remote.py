"""One suite for every store that is asked: on disk here, `oxigraph serve`, Virtuoso."""

from __future__ import annotations

import base64
import os
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyoxigraph as ox
import pytest
import servers

from kg.assemble import assemble
from kg.cli import run
from kg.errors import InputError, LimitError, StoreError, UsageError
from kg.query import Limits, query
from kg.remote import RemoteStore
from kg.store import Store, write_store
from kg.wire import checked, graph_store

PERU = ox.NamedNode("https://kg.example/id/peru")
LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def endpoint(request, tmp_path_factory):
    tool = {"oxigraph": "oxigraph", "virtuoso": "virtuoso-t"}[request.param]
    if servers.program(tool) is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"needs {tool}")
    folder = tmp_path_factory.mktemp(request.param)
    with getattr(servers, request.param)(folder) as url:
        login = {"KG_ENDPOINT_USER": "dba", "KG_ENDPOINT_PASSWORD": servers.PASSWORD}
        yield RemoteStore(url, environment=login if request.param == "virtuoso" else {})


@pytest.fixture
def remote(endpoint, example):
    endpoint.write(assemble([example]))
    return endpoint


@pytest.fixture
def local(tmp_path, example):
    write_store(tmp_path, [assemble([example])])
    return tmp_path


def test_what_was_written_comes_back(remote, example):
    assert set(remote.quads()) == set(assemble([example]))
    assert len(remote) == len(assemble([example]))


def test_patterns_find_the_same_as_in_the_local_store(remote, local):
    with Store.open(local) as store:
        for pattern in (
            {"subject": PERU},
            {"predicate": LABEL, "graph": ox.DefaultGraph()},
            {"object": ox.Literal("Peru", language="en")},
            {"subject": PERU, "graph": ox.NamedNode("https://kg.example/graph/none")},
        ):
            assert set(remote.quads(**pattern)) == set(store.quads(**pattern))


ASKED = [
    "SELECT ?p ?l { ?p a kg:Prison ; skos:prefLabel ?l } ORDER BY ?l",
    "SELECT ?s ?q { ?s kg:quote ?q } ORDER BY ?s ?q",
    "SELECT (COUNT(*) AS ?n) { ?c a kg:Claim }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?c a kg:Claim } } GROUP BY ?g",
    "SELECT ?c ?x { ?c a kg:Claim OPTIONAL { ?c kg:nothing ?x } } ORDER BY ?c",
    "ASK { ?s kg:negotiatesWith ?o }",
    "ASK { ?s kg:negotiatesWith ?s }",
    "CONSTRUCT { ?s skos:prefLabel ?l } WHERE { ?s skos:prefLabel ?l }",
]


@pytest.mark.parametrize("text", ASKED)
def test_queries_give_the_same_as_in_the_local_store(remote, local, text):
    ours, theirs = query(local, text), query(remote, text)
    assert (theirs.kind, set(theirs.columns)) == (ours.kind, set(ours.columns))
    if ours.kind == "bool":
        assert theirs.data == ours.data
    order = [theirs.columns.index(c) for c in ours.columns]
    assert sorted(str([row[n] for n in order]) for row in theirs.terms) == sorted(
        str(list(row)) for row in ours.terms
    )


@pytest.mark.parametrize("format", ["tsv", "csv", "json", "xml"])
def test_every_format_of_rows_is_given(remote, local, format):
    text = "SELECT ?l { ?p a kg:Prison ; skos:prefLabel ?l }"
    assert query(remote, text, format=format).data == query(local, text, format=format).data
    assert b"true" in query(remote, "ASK {}", format=format).data


def test_facts_parameters_and_the_row_limit_work_there_too(remote):
    assert query(remote, "SELECT ?c { ?c a kg:Claim }", facts=True).rows == []
    found = query(remote, "SELECT ?x { ?x skos:prefLabel ?l }", params={"l": '"Peru"@en'})
    assert found.rows == [(PERU.value,)]
    cut = query(remote, "SELECT * { ?s ?p ?o }", limits=Limits(max_rows=3))
    assert (len(cut), cut.is_cut, len(cut.warnings)) == (3, True, 1)


def test_from_names_a_graph_that_is_there(remote, example):
    graph = f"https://kg.example/graph/doc/{example.document.sha8}"
    assert query(remote, f"SELECT ?c FROM <{graph}> {{ ?c a kg:Claim }}").rows
    with pytest.raises(InputError, match="FROM names no graph"):
        query(remote, "SELECT * FROM <http://127.0.0.1:1/x> { ?s ?p ?o }")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "DEFINE input:default-graph-uri <http://127.0.0.1:1/> SELECT * { ?s ?p ?o }",
        "DEFINE sql:log-enable 3 SELECT * { ?s ?p ?o }",
        "CLEAR ALL",
        "SELECT * { ?s ?p ?o OPTION (transitive) }",
    ],
)
def test_what_the_gate_or_the_standard_refuses_never_goes_out(text):
    with Heard() as (url, requests), pytest.raises(InputError):
        query(RemoteStore(url, environment={}), text)
    assert requests == []


def test_a_graph_is_replaced_whole_and_what_is_the_same_is_not_sent(remote, example):
    quads = assemble([example])
    assert remote.write(quads) == (0, 0)
    facts = [q for q in quads if q.graph_name == ox.DefaultGraph()]
    assert remote.write(facts)[0] == 0
    assert set(remote.quads()) == set(facts)
    changed = [*facts, ox.Quad(PERU, LABEL, ox.Literal("Perú", language="es"), ox.DefaultGraph())]
    assert remote.write(changed) == (1, 0)
    assert set(remote.quads()) == set(changed)


def test_a_graph_of_megabytes_goes_over_in_one_piece(remote):
    node = ox.NamedNode("http://e/a")
    many = [ox.Quad(node, node, ox.Literal(f"{n} {'x' * 900}")) for n in range(5000)]
    assert remote.write(many)[0] == 1
    assert len(remote) == 5000


def test_commands_send_and_ask(remote, local, monkeypatch, capsys):
    (local / "kg.toml").write_text('format = 1\nbase = "https://kg.example/"\n')
    if "sparql" in remote.url:
        monkeypatch.setenv("KG_ENDPOINT_USER", "dba")
        monkeypatch.setenv("KG_ENDPOINT_PASSWORD", servers.PASSWORD)
    remote.write([])
    assert run(["build", "-o", str(local), "--to", remote.url]) == 0
    assert "graphs written" in capsys.readouterr().out
    assert run(["query", "-g", remote.url, "ASK { ?s a kg:Prison }"]) == 0
    assert capsys.readouterr().out == "true\n"


class Request:
    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self.method, self.path = handler.command, handler.path
        self.authorization = handler.headers.get("Authorization", "")
        self.body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))


class Heard:
    """A server on loopback that keeps every request and answers as it is told."""

    def __init__(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        requests: list[Request] = []

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                requests.append(Request(self))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def log_message(self, *_: object) -> None:
                pass

        self.requests = requests
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> tuple[str, list[Request]]:
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/query", self.requests

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


ROWS = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"a:b"}}]}}'


@pytest.fixture
def silent() -> str:
    """Return the URL of a port at which nobody listens."""
    (port,) = servers.free_ports(1)
    return f"http://127.0.0.1:{port}/query"


def test_a_redirect_is_refused_and_nothing_goes_to_the_other_host():
    with Heard() as (there, theirs), Heard(302, Location=there) as (url, ours):
        remote = RemoteStore(url, environment={"KG_ENDPOINT_TOKEN": "secret"})
        with pytest.raises(StoreError, match="the server points to"):
            remote.rows("SELECT ?s { ?s ?p ?o }")
        assert (len(ours), theirs) == (1, [])


def test_a_token_goes_with_every_request_and_a_password_only_when_asked():
    with Heard(body=ROWS) as (url, requests):
        RemoteStore(url, environment={"KG_ENDPOINT_TOKEN": "t"}).rows("SELECT ?s {}")
        login = {"KG_ENDPOINT_USER": "me", "KG_ENDPOINT_PASSWORD": "pw"}
        RemoteStore(url, environment=login).rows("SELECT ?s {}")
        assert [r.authorization for r in requests] == ["Bearer t", ""]
    with Heard(401, WWW_Authenticate='Basic realm="x"') as (url, requests):
        with pytest.raises(StoreError, match="refuses") as caught:
            RemoteStore(url, environment=login).rows("SELECT ?s {}")
        expected = "Basic " + base64.b64encode(b"me:pw").decode()
        assert [r.authorization for r in requests] == ["", expected]
        assert "KG_ENDPOINT_TOKEN" in caught.value.fix
        assert "pw" not in str(caught.value)


def test_proxies_of_the_environment_are_not_asked(monkeypatch):
    with Heard(body=ROWS) as (url, ours), Heard() as (proxy, theirs):
        monkeypatch.setenv("http_proxy", proxy)
        RemoteStore(url, environment={}).rows("SELECT ?s {}")
        assert (len(ours), theirs) == (1, [])


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (Heard(400, b"no such thing"), InputError, "no such thing"),
        (Heard(500, b"\x1b[31mboom"), StoreError, "answers 500"),
        (Heard(404), StoreError, "answers 404"),
        (Heard(body=b"<html>"), StoreError, "no SPARQL result"),
        (Heard(body=ROWS, X_SPARQL_MaxRows="1"), LimitError, "cuts answers at 1 rows"),
        (Heard(body=ROWS, X_SQL_State="S1TAT"), LimitError, "a part of the answer"),
    ],
)
def test_every_answer_that_is_none_is_told(answer, error, words):
    with answer as (url, _):
        with pytest.raises(error, match=words) as caught:
            RemoteStore(url, environment={}).rows("SELECT ?s { ?s ?p ?o }")
        assert "\x1b" not in str(caught.value)


def test_an_answer_beyond_the_size_is_refused_not_cut():
    with Heard(body=b" " * 5000) as (url, _), pytest.raises(LimitError, match="larger than"):
        RemoteStore(url, max_bytes=4000, environment={}).rows("SELECT ?s {}")


def test_a_silent_and_an_absent_server_are_told_apart(silent):
    with pytest.raises(StoreError, match="cannot be reached: Connection refused"):
        RemoteStore(silent, environment={}).rows("SELECT ?s {}")
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/query"
        with pytest.raises(LimitError, match="took too long"):
            RemoteStore(url, timeout=0.2, environment={}).rows("SELECT ?s {}")


@pytest.mark.parametrize("url", ["ftp://h/query", "http:///query", "http://h/query#x", "peru.kg"])
def test_what_is_no_url_of_an_endpoint_is_a_usage_error(url):
    with pytest.raises(UsageError, match="no http or https URL"):
        checked(url)


def test_a_password_in_the_url_is_refused_and_not_repeated():
    with pytest.raises(UsageError, match="can be read by everybody") as caught:
        checked("http://me:hush@127.0.0.1/query")
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "store"),
    [
        ("https://h/query?x=1", "https://h/store"),
        ("http://h:3030/ds/query", "http://h:3030/ds/data"),
        ("http://h/sparql", "http://h/sparql-graph-crud"),
        ("http://h/repositories/r/", "http://h/repositories/r/rdf-graphs/service"),
    ],
)
def test_the_graph_store_is_where_each_server_has_it(url, store):
    assert graph_store(url) == store
    given = RemoteStore(url, environment={"KG_ENDPOINT_GRAPHS": "http://h/other"})
    assert given.graphs_url == "http://h/other"


def test_other_commands_say_that_they_read_a_directory(capsys):
    assert run(["show", "-g", "http://127.0.0.1:1/query", "Peru"]) == 2
    assert "kg query" in capsys.readouterr().err
