"""Answer one query in a process of its own, which can be killed, has no network and a memory limit.

It runs in an empty Python, `python -I -S`, with pyoxigraph alone. Standard input: the request as
`marshal` writes it, then N-Quads if it has no path. Standard output: one line, the header as a
Python literal in ASCII, then the answer in bytes.
"""

# Imports here are paid at each query: json, re, typing and ctypes would take longer than the rest.
from __future__ import annotations

import _ctypes
import errno
import marshal
import posix
import resource
import struct
import sys

import pyoxigraph as ox

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any

ROWS = {
    "tsv": ox.QueryResultsFormat.TSV,
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
TRIPLES = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
FILES = 10_000
"""Open files: a large store has thousands of tables, and to run out of them it must not spin."""
_DAMAGED = ("Corruption: ", "IO error: ")
"""How a message of RocksDB begins when its files cannot be read."""
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}


class _Capped:
    """A file of bytes that counts what is written; a write beyond the caps ends it."""

    def __init__(self, max_lines: int | None, max_bytes: int) -> None:
        self.parts: list[bytes] = []
        self.lines, self.size = 0, 0
        self.max_lines, self.max_bytes = max_lines, max_bytes
        self.is_cut = self.is_full = False

    def write(self, part: bytes) -> int:
        self.parts.append(part)
        self.size += len(part)
        if self.max_lines is not None:
            self.lines += part.count(b"\n")
            self.is_cut = self.lines > self.max_lines
        self.is_full = self.size > self.max_bytes
        if self.is_cut or self.is_full:
            raise OSError(errno.EFBIG, "cut")
        return len(part)

    def flush(self) -> None:
        """Nothing is held back."""

    def value(self) -> bytes:
        whole = b"".join(self.parts)
        if self.max_lines is None:
            return whole
        return b"".join(whole.splitlines(keepends=True)[: self.max_lines])


def limit(memory: int, cpu: int, *, size: int = -1, network: bool = False) -> None:
    """Bound this process: memory, processor seconds, files and their size, no core, no sockets.

    Memory and the size of a file are in bytes.
    """
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    files = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    if sys.platform == "linux" and not network:
        no_sockets()


def no_sockets() -> bool:
    """Deny socket() to this process for good, by seccomp; False where its number is not known.

    Raises:
        OSError: the kernel refuses the filter.
    """
    machine = posix.uname().machine
    if machine not in _MACHINES:
        return False
    name, call = _MACHINES[machine]

    def step(code: int, jump_true: int, jump_false: int, value: int) -> bytes:
        return struct.pack("HBBI", code, jump_true, jump_false, value)

    program = [
        step(0x20, 0, 0, 4),  # load the machine
        step(0x15, 0, 3, name),  # another one: allow
        step(0x20, 0, 0, 0),  # load the call number
        step(0x15, 0, 1, call),  # not socket(): allow
        step(0x06, 0, 0, 0x00050000 | errno.EACCES),
        step(0x06, 0, 0, 0x7FFF0000),
    ]
    code = _Program(*b"".join(program))
    rule = struct.pack("@HP", len(program), _ctypes.addressof(code))
    if _prctl(38, 1) or _prctl(22, 2, rule):  # PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP
        raise OSError("seccomp: the kernel refuses the filter")
    return True


class _Byte(_ctypes._SimpleCData):  # type: ignore[type-arg]
    _type_ = "B"


class _Program(_ctypes.Array):  # type: ignore[type-arg]
    """Bytes at a place in memory: the module `array` takes 3 ms, for what it imports in turn."""

    _type_, _length_ = _Byte, 48


def _prctl(*words: int | bytes) -> int:
    """Call prctl() of the C library, whose five words are numbers or addresses of bytes."""
    program = _ctypes.dlopen(None, 0)  # type: ignore[arg-type]  # None is this process itself
    function = _ctypes.dlsym(program, "prctl")
    found: int = _ctypes.call_function(function, (*words, 0, 0, 0, 0)[:5])
    return found


def answer(request: dict[str, Any], quads: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Return the header and the bytes of the answer to a request; `quads` where it has no path."""
    try:
        store = _open(request["path"], quads)
    except (OSError, RuntimeError, SyntaxError) as error:
        return {"store": str(error)}, b""
    named = {graph.value for graph in store.named_graphs()} if request["graphs"] else set()
    missing = [g for g in request["graphs"] if g not in named]
    if missing:
        return {"graph": missing[0], "known": sorted(named)}, b""
    try:
        found = store.query(
            request["query"],
            prefixes=request["prefixes"],
            use_default_graph_as_union=request["union"],
        )
        if request.get("check"):
            return _checked(found, request), b""
        header, body = _write(found, request)
    except SyntaxError as error:
        return {"syntax": str(error)}, b""
    except (OSError, RuntimeError, ValueError) as error:
        return {"store" if str(error).startswith(_DAMAGED) else "failed": str(error)}, b""
    return {**header, "unknown": _unknown(store, request["terms"])}, body


def _open(path: str | None, quads: IO[bytes]) -> ox.Store:
    if path is not None:
        return _at_once(path)
    store = ox.Store()
    # What a store wrote is not validated again; bulk_load would take two thirds more memory.
    store.load(quads, format=ox.RdfFormat.N_QUADS, lenient=True)
    return store


def _at_once(path: str) -> ox.Store:
    """Open the files of a store on one processor.

    RocksDB starts 180 threads to do so, which wake one another across processors for twice as long.
    """
    if sys.platform != "linux":
        return ox.Store.read_only(path)
    every = sorted(posix.sched_getaffinity(0))
    posix.sched_setaffinity(0, {every[posix.getpid() % len(every)]})
    try:
        return ox.Store.read_only(path)
    finally:
        posix.sched_setaffinity(0, every)


def _unknown(store: ox.Store, iris: list[str]) -> list[str]:
    """Return those of the IRIs that occur nowhere in the store."""
    return [iri for iri in iris if not any(_occurs(store, ox.NamedNode(iri)))]


def _occurs(store: ox.Store, node: ox.NamedNode) -> Any:
    yield from (True for _ in store.quads_for_pattern(node, None, None, None))
    yield from (True for _ in store.quads_for_pattern(None, node, None, None))
    yield from (True for _ in store.quads_for_pattern(None, None, node, None))


def _write(found: Any, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    form, out = request["format"], request.get("out")
    if isinstance(found, ox.QueryBoolean):
        return {"kind": "bool", "value": bool(found)}, _boolean(found, form)
    if isinstance(found, ox.QueryTriples):
        triples = TRIPLES.get(form or "trig")
        if triples is None:
            return {"kind": "triples", "format": list(TRIPLES)}, b""
        # RDF/XML writes its prefixes in the order of a hash table, and not as lines to sort.
        prefixes = None if triples == ox.RdfFormat.RDF_XML else request["prefixes"]

        def serialize(out: Any = None, *, format: Any) -> bytes | None:
            return ox.serialize(found, out, format, prefixes=prefixes)

        if out:
            poured = _poured(serialize, triples, out)
            _sort_head(out)
            return {"kind": "triples", **poured}, b""
        caps, body = _written(serialize, triples, request)
        return {"kind": "triples", **caps}, sort_prefixes(body)
    rows = ROWS.get(form or "tsv")
    if rows is None:
        return {"kind": "rows", "format": list(ROWS)}, b""
    header = {"kind": "rows", "columns": [v.value for v in found.variables]}
    if out:
        return {**header, **_poured(found.serialize, rows, out)}, b""
    caps, body = _rows(found, rows, request)
    return {**header, **caps}, body


def _poured(serialize: Any, kind: Any, out: str) -> dict[str, Any]:
    """Write an answer into a file; return that it is there, or what kept it from being so."""
    try:
        serialize(out, format=kind)
    except OSError as error:
        if str(error).startswith(_DAMAGED):
            raise
        is_full = f"(os error {errno.EFBIG})" in str(error)  # pyoxigraph gives it no errno
        return {"full": True} if is_full else {"unwritten": str(error)}
    return {"poured": True}


def _sort_head(path: str) -> None:
    """Sort the prefixes at the head of a file: see `sort_prefixes`."""
    with open(path, "r+b") as file:  # noqa: PTH123  # pathlib takes 5 ms to import
        lines = iter(file.readline, b"")
        head: list[bytes] = []
        while (line := next(lines, b"")).startswith(b"@prefix "):
            head.append(line)
        file.seek(0)
        file.write(b"".join(sorted(head)))


def _checked(found: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Return what a query asks for, without its answer."""
    if isinstance(found, ox.QueryBoolean):
        return {"kind": "bool", "unknown": []}
    is_triples = isinstance(found, ox.QueryTriples)
    header: dict[str, Any] = {"kind": "triples" if is_triples else "rows", "unknown": []}
    if not is_triples:
        header["columns"] = [v.value for v in found.variables]
    known = list(TRIPLES if is_triples else ROWS)
    return header if request["format"] in (None, *known) else {**header, "format": known}


def sort_prefixes(data: bytes) -> bytes:
    """Sort the prefixes: Oxigraph writes them in the order of a hash table, new in every run."""
    lines = data.split(b"\n")
    count = next((n for n, line in enumerate(lines) if not line.startswith(b"@prefix ")), 0)
    return b"\n".join(sorted(lines[:count]) + lines[count:])


def _rows(found: Any, kind: Any, request: dict[str, Any]) -> tuple[dict[str, bool], bytes]:
    cap = request["max_rows"]
    if cap is None:
        return _written(found.serialize, kind, request)
    # A line of TSV is a row, so rows are cut there and then rewritten in the wanted format.
    tsv = ox.QueryResultsFormat.TSV
    caps, body = _written(found.serialize, tsv, request, cap + 1)
    if kind is not tsv:
        body = ox.parse_query_results(body, format=tsv).serialize(format=kind) or b""
    return caps, body


def _written(
    serialize: Any, kind: Any, request: dict[str, Any], max_lines: int | None = None
) -> tuple[dict[str, bool], bytes]:
    """Return which cap was reached, and what was written until then."""
    most = request["max_bytes"]
    if max_lines is None and request["memory"] <= 4 * most:
        # The memory limit ends what is too large as soon; to count would cost a fifth of a query.
        body = serialize(format=kind)
        return {"full": len(body) > most, "cut": False}, body
    out = _Capped(max_lines, most)
    try:
        serialize(out, format=kind)
    except OSError:
        if not (out.is_cut or out.is_full):
            raise
    return {"full": out.is_full, "cut": out.is_cut}, out.value()


def _boolean(found: ox.QueryBoolean, form: str | None) -> bytes:
    if form in ("json", "xml"):
        return found.serialize(format=ROWS[form]) or b""
    return b"true\n" if found else b"false\n"


def main() -> None:
    """Read the request, bound this process, answer."""
    if sys.platform == "linux":
        _prctl(1, 9)  # PR_SET_PDEATHSIG, SIGKILL
    try:
        request = marshal.load(sys.stdin.buffer)
    except EOFError:  # the parent was interrupted while it started this process
        return
    size, network = request["max_file"], request["network"]
    limit(request["memory"], request["cpu"], size=size, network=network)
    try:
        header, body = answer(request, sys.stdin.buffer)
    except MemoryError:
        header, body = {"memory": True}, b""
    sys.stdout.buffer.write(ascii(header).encode() + b"\n")
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()
    posix._exit(0)  # nothing is to be tidied: the store was read, and its threads end with it
