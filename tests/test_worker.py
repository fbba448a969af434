"""The worker process: no network, no file but the store, bounded time and memory; gate bypassed."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import InputError, LimitError, NotFoundError, StoreError
from kg.query import process, query, worker
from kg.query.process import Limits, run
from kg.store import Store
from kg.vocabulary import PREFIXES

CROSS = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
IS_LINUX = sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64")
ordinary = {"prefixes": dict(PREFIXES), "union": True, "graphs": [], "terms": [], "format": None}


def ask(store: Any, text: str, limits: Limits | None = None, **more: Any) -> tuple[Any, bytes]:
    limits = limits or Limits()
    return run(store, {**ordinary, "query": text, "max_rows": limits.max_rows, **more}, limits)


@pytest.fixture(scope="module")
def many_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a graph directory whose store is spread over more than 200 table files."""
    graph = tmp_path_factory.mktemp("many") / "many.kg"
    graph.mkdir()
    store = ox.Store(str(graph / "store"))
    for n in range(60):
        node = ox.NamedNode(f"http://e/{n}")
        store.bulk_extend([ox.Quad(node, node, ox.Literal(str(n)), node)])
    store.flush()
    del store
    return graph


CALLS = [
    "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p ?o . SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT*{{?s ?p ?o FILTER(1<2)SERVICE#>\n<{url}>{{?a ?b ?c}}}}",
    "SELECT * FROM <{url}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * FROM <file:///etc/passwd> {{ ?s ?p ?o }}",
    "LOAD <{url}>",
    "LOAD <file:///etc/passwd>",
]


@pytest.fixture(params=["memory", "many_files"])
def either(request: pytest.FixtureRequest) -> Any:
    """Return a store in memory, then one of more than 200 table files."""
    if request.param == "memory":
        return request.getfixturevalue("example_store")
    return request.getfixturevalue("many_files")


@pytest.mark.skipif(not IS_LINUX, reason="seccomp is Linux's")
@pytest.mark.parametrize("text", CALLS)
def test_without_the_gate_the_worker_still_calls_nobody(
    text: str, listener: Any, either: Any
) -> None:
    header, body = ask(either, text.format(url=listener.url), Limits(memory=500 << 20))
    assert listener.hits == 0
    assert b"root:" not in body
    assert header
    assert ask(either, "ASK { ?s ?p ?o }")[1] == b"true\n"


@pytest.mark.parametrize("text", CALLS)
def test_with_the_gate_each_of_them_is_refused(text: str, listener: Any, either: Any) -> None:
    with pytest.raises(InputError):
        query(either, text.format(url=listener.url))
    assert listener.hits == 0


def test_the_store_of_many_files_is_one_and_is_read_whole(many_files: Path) -> None:
    assert len(list((many_files / "store").glob("*.sst"))) > 200
    assert ask(many_files, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[1] == b"?n\n60\n"


def test_the_listener_of_these_tests_does_hear_a_call(listener: Any) -> None:
    with pytest.raises((OSError, RuntimeError)):
        list(ox.Store().query(f"SELECT * {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}"))
    assert listener.hits == 1


def test_sockets_are_denied_for_good_and_files_are_not() -> None:
    code = (
        "import socket; from kg.query import worker; worker.no_sockets();"
        "open('/dev/null').close()\n"
        "try: socket.socket()\nexcept PermissionError: print('denied')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "denied\n" or not IS_LINUX


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT (COUNT(*) AS ?n) {CROSS}",
        f"ASK {CROSS[:-1]} FILTER(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j)) = 'x') }}",
    ],
)
def test_a_runaway_is_killed_when_its_time_is_over(text: str, example_store: Store) -> None:
    before = set(children())  # of other tests: a browser stays
    with pytest.raises(LimitError, match=r"took longer than 0\.5 s"):
        ask(example_store, text, Limits(timeout=0.5))
    assert set(children()) <= before


def test_a_memory_hog_ends_with_the_limit_and_the_parent_lives(example_store: Store) -> None:
    with pytest.raises(LimitError, match="more than 100 MB of memory"):
        ask(example_store, f"SELECT * {CROSS} ORDER BY ?c ?f", Limits(memory=100 << 20))
    assert ask(example_store, "ASK {}")[1] == b"true\n"


def test_too_large_an_answer_is_refused_not_cut(example_store: Store) -> None:
    header, _ = ask(example_store, f"SELECT * {CROSS}", Limits(max_bytes=1 << 20))
    assert header["full"]


@pytest.mark.parametrize("form", ["CONSTRUCT { ?a ?b ?text }", "SELECT ?a ?b ?text"])
@pytest.mark.parametrize("is_counted", [True, False])
def test_an_answer_that_fits_the_memory_and_not_the_cap_is_refused(
    form: str, is_counted: bool, example_store: Store
) -> None:
    # 20 rows of 60,000 bytes: more than the 1 MB allowed.
    long = f"CONCAT(REPLACE('{'x' * 200}', 'x', '{'y' * 300}'), STR(?c))"
    text = f"{form} {{ ?a ?b ?c BIND({long} AS ?text) }} LIMIT 20"
    limits = Limits(max_bytes=1 << 20, memory=(1 << 30) if is_counted else (4 << 20))
    request = {**ordinary, "query": text, **limits._asdict()}

    def written(most: int) -> Any:
        found = example_store.raw.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
        return worker._write(found, {**request, "max_bytes": most})

    header, body = written(2 << 20)
    assert (header["full"], body.count(b"y" * 60_000)) == (False, 20)
    assert written(1 << 20)[0]["full"]


def test_an_endless_answer_ends_with_the_memory_where_the_cap_is_not_counted(
    example_store: Store,
) -> None:
    with pytest.raises(LimitError, match="more than 80 MB of memory"):
        ask(example_store, f"SELECT * {CROSS}", Limits(memory=80 << 20, max_bytes=20 << 20))


def test_three_thousand_brackets_do_not_break_the_parent(example_store: Store) -> None:
    with pytest.raises(InputError, match="nested too deeply"):
        ask(example_store, "ASK " + "{" * 30000 + "}" * 30000)


def test_ctrl_c_kills_the_worker_too(example_graph_dir: Path) -> None:
    text = f"SELECT (COUNT(*) AS ?n) {CROSS}"
    kg = [sys.executable, "-c", "from kg.cli import entry; entry()"]
    asking = subprocess.Popen(
        [*kg, "query", "-g", str(example_graph_dir), text], stderr=subprocess.PIPE, text=True
    )
    while not (busy := [c for c in children(asking.pid) if ticks(c) > 20]):
        assert asking.poll() is None
    os.kill(asking.pid, signal.SIGINT)
    _, told = asking.communicate()
    assert (asking.returncode, "interrupted" in told) == (130, True)
    assert [pid for pid in busy if ticks(pid) >= 0] == []


def ticks(pid: int) -> int:
    """Return the processor time that a process has used, in ticks; -1 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return -1
    return -1 if fields[0] == "Z" else int(fields[11]) + int(fields[12])


def children(pid: int | None = None) -> list[int]:
    """Return the processes whose parent is the given one."""
    found = Path(f"/proc/{pid or os.getpid()}/task").glob("*/children")
    return [int(child) for task in found for child in task.read_text().split()]


@pytest.mark.parametrize(
    ("code", "error", "words"),
    [
        (-6, LimitError, "memory"),
        (-9, LimitError, "memory"),
        (-24, LimitError, "processor time"),
        (-11, InputError, "nested too deeply"),
        (1, StoreError, "PermissionError: seccomp"),
    ],
)
def test_every_death_has_its_words(code: int, error: type, words: str) -> None:
    died = process._death(code, "Traceback\nPermissionError: seccomp\n", Limits())
    assert type(died) is error
    assert words in died.what


def test_a_missing_graph_a_missing_store_and_a_broken_one_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such graph"):
        ask(tmp_path / "none.kg", "ASK {}")
    with pytest.raises(StoreError, match="no store"):
        ask(tmp_path, "ASK {}")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError, match="damaged: Corruption") as caught:
        ask(tmp_path, "ASK {}")
    assert caught.value.fix == f"kg build --rebuild -o {tmp_path}"


def test_the_worker_imports_pyoxigraph_and_little_of_the_standard_library() -> None:
    slow = (
        "rdflib", "networkx", "click", "kg", "json", "re", "typing", "ctypes", "subprocess",
        "collections", "dataclasses", "inspect",
    )  # fmt: skip
    packages = str(Path(ox.__file__).parent.parent)
    code = (
        "import sys; sys.path += sys.argv[1:]; import worker;"
        f"print([m for m in {slow} if m in sys.modules], worker.ox.Store)"
    )
    command = [sys.executable, "-I", "-S", "-c", code, str(Path(process.__file__).parent), packages]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("[] <class 'pyoxigraph")


def test_a_worker_opens_files_on_one_processor_and_answers_on_all(example_graph_dir: Path) -> None:
    from kg.query import worker

    before = os.sched_getaffinity(0)
    assert len(worker._at_once(str(example_graph_dir / "store"))) > 0
    with pytest.raises(OSError, match="nowhere"):
        worker._at_once("/nowhere")
    assert os.sched_getaffinity(0) == before


def test_a_refused_filter_of_calls_ends_the_worker_before_it_asks() -> None:
    code = (
        "from kg.query import worker; worker._prctl = lambda *words: -1\n"
        "try: worker.limit(1 << 30, 5)\nexcept OSError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "the kernel refuses the filter" in done.stdout or not IS_LINUX
