"""SERVICE calls what the user allowed by name, character by character, and nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest
from test_remote import ROWS, Heard

from kg.cli import run
from kg.errors import InputError, UsageError
from kg.query import Limits, query
from kg.query.gate import admit
from kg.query.worker import FILES
from kg.remote import RemoteStore

OTHER = "http://127.0.0.1:1/"


def test_an_allowed_url_is_called_and_answers(example_store):
    with Heard(body=ROWS, Content_Type="application/sparql-results+json") as (url, requests):
        allowed = Limits(services=(url,))
        text = f"SELECT ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
        assert query(example_store, text, limits=allowed).rows == [("a:b",)]
        assert len(requests) == 1
        with pytest.raises(InputError, match="SERVICE is refused"):
            query(example_store, text)
        assert len(requests) == 1


def test_a_redirect_of_an_allowed_server_is_not_followed(example_store):
    with Heard() as (there, theirs), Heard(302, Location=there) as (url, ours):
        text = f"SELECT ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
        with pytest.raises(InputError):
            query(example_store, text, limits=Limits(services=(url,)))
        assert (len(ours), theirs) == (1, [])


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <{url}/> { ?s ?p ?o } }",
        "SELECT * { SERVICE <{url}?x=1> { ?s ?p ?o } }",
        "SELECT * { SERVICE <{URL}> { ?s ?p ?o } }",
        "SELECT * { SERVICE ?g { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT ?g { ?s ?p ?o } }",
        "PREFIX e: <{url}> SELECT * { SERVICE e: { ?s ?p ?o } }",
        "BASE <{url}> SELECT * { SERVICE <> { ?s ?p ?o } }",
        "SELECT * { SERVICE <{url}> { SERVICE <{other}> { ?s ?p ?o } } }",
        "SELECT * { SERVICE SILENT SILENT <{url}> { ?s ?p ?o } }",
        "SELECT * { SERVICESILENT <{other}> { ?s ?p ?o } }",
        "SELECT * { 5SERVICE<{other}> { ?s ?p ?o } }",
        "SELECT * { SERVICE\\u0020<{other}> { ?s ?p ?o } }",
        "SELECT * { SERVICE",
        "LOAD <{url}>",
        "SELECT * FROM <{url}> { ?s ?p ?o }",
    ],
)
def test_whatever_is_not_the_allowed_url_itself_is_refused(text, example_store):
    with Heard() as (url, requests):
        filled = text.replace("{url}", url).replace("{URL}", url.replace("q", "%71"))
        with pytest.raises(InputError):
            query(example_store, filled.replace("{other}", OTHER), limits=Limits(services=(url,)))
        assert requests == []


@pytest.mark.parametrize("text", ["service<u:x>", "SERVICE  SILENT\n#c\n<u:x>", "sErViCe <u:x>"])
def test_every_way_to_write_the_allowed_url_passes_the_gate(text):
    assert admit(f"SELECT * {{ {text} {{ ?s ?p ?o }} }}", {}, services=("u:x",)).form == "select"


def test_the_command_allows_by_name_and_says_what_is_allowed(example_graph_dir, capsys):
    with Heard(body=ROWS, Content_Type="application/sparql-results+json") as (url, requests):
        asked = ["query", "-g", str(example_graph_dir), "--allow-service", url]
        assert run([*asked, f"SELECT ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"]) == 0
        assert "<a:b>" in capsys.readouterr().out
        assert run([*asked, f"SELECT ?s {{ SERVICE <{OTHER}> {{ ?s ?p ?o }} }}"]) == 3
        assert url in capsys.readouterr().err
        assert len(requests) == 1


def test_an_endpoint_is_not_asked_to_call_others():
    with Heard() as (url, requests):
        remote = RemoteStore(url, environment={})
        with pytest.raises(UsageError, match="a graph directory alone"):
            query(remote, "ASK {}", limits=Limits(services=(url,)))
        assert requests == []


def test_the_worker_may_not_open_files_without_end():
    assert FILES >= 8_012, "a large store is as many tables, all open at once"
    code = (
        "import resource; from kg.query import worker; worker.limit(1 << 30, 10);"
        "print(resource.getrlimit(resource.RLIMIT_NOFILE)[1])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) <= FILES
