"""Answer one query in a process of its own, which can be killed, has no network and a memory limit.

Run as a script, `python -I -S worker.py PACKAGES`, with pyoxigraph alone. Standard input: one line
of JSON (the request), then N-Quads if the request has no path. Standard output: one line of JSON
(the header), then the answer in bytes.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import io
import json
import os
import resource
import struct
import sys
from typing import IO, Any, cast

if __name__ == "__main__":
    sys.path.append(sys.argv[1])

import pyoxigraph as ox

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
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}


class _Capped(io.RawIOBase):
    """Bytes written so far; a write beyond the caps ends the serialisation."""

    def __init__(self, max_lines: int | None, max_bytes: int) -> None:
        self.parts: list[bytes] = []
        self.lines, self.size = 0, 0
        self.max_lines, self.max_bytes = max_lines, max_bytes
        self.is_cut = self.is_full = False

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        part = bytes(part)
        self.parts.append(part)
        self.size += len(part)
        if self.max_lines is not None:
            self.lines += part.count(b"\n")
            self.is_cut = self.lines > self.max_lines
        self.is_full = self.size > self.max_bytes
        if self.is_cut or self.is_full:
            raise OSError(errno.EFBIG, "cut")
        return len(part)

    def value(self) -> bytes:
        whole = b"".join(self.parts)
        if self.max_lines is None:
            return whole
        return b"".join(whole.splitlines(keepends=True)[: self.max_lines])


def limit(memory: int, cpu: int, *, network: bool = False) -> None:
    """Bound this process: memory in bytes, processor seconds, open files, no core, no sockets."""
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
    if os.uname().machine not in _MACHINES:
        return False
    machine, call = _MACHINES[os.uname().machine]

    def step(code: int, jump_true: int, jump_false: int, value: int) -> bytes:
        return struct.pack("HBBI", code, jump_true, jump_false, value)

    program = b"".join(
        [
            step(0x20, 0, 0, 4),  # load the machine
            step(0x15, 0, 3, machine),  # another one: allow
            step(0x20, 0, 0, 0),  # load the call number
            step(0x15, 0, 1, call),  # not socket(): allow
            step(0x06, 0, 0, 0x00050000 | errno.EACCES),
            step(0x06, 0, 0, 0x7FFF0000),
        ]
    )
    code = ctypes.create_string_buffer(program)

    class Filter(ctypes.Structure):
        _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    libc = ctypes.CDLL(None, use_errno=True)
    rule = Filter(len(program) // 8, ctypes.addressof(code))
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.byref(rule), 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp")
    return True


def answer(request: dict[str, Any], quads: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the header and the bytes of the answer to a request."""
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
        return {"failed": str(error)}, b""
    return {**header, "unknown": _unknown(store, request["terms"])}, body


def _open(path: str | None, quads: bytes) -> ox.Store:
    if path is not None:
        return ox.Store.read_only(path)
    store = ox.Store()
    store.bulk_load(quads, format=ox.RdfFormat.N_QUADS)
    return store


def _unknown(store: ox.Store, iris: list[str]) -> list[str]:
    """Return those of the IRIs that occur nowhere in the store."""
    return [iri for iri in iris if not any(_occurs(store, ox.NamedNode(iri)))]


def _occurs(store: ox.Store, node: ox.NamedNode) -> Any:
    yield from (True for _ in store.quads_for_pattern(node, None, None, None))
    yield from (True for _ in store.quads_for_pattern(None, node, None, None))
    yield from (True for _ in store.quads_for_pattern(None, None, node, None))


def _write(found: Any, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    form, out = request["format"], _Capped(None, request["max_bytes"])
    if isinstance(found, ox.QueryBoolean):
        return {"kind": "bool", "value": bool(found)}, _boolean(found, form)
    if isinstance(found, ox.QueryTriples):
        kind = TRIPLES.get(form or "trig")
        if kind is None:
            return {"kind": "triples", "format": list(TRIPLES)}, b""
        with contextlib.suppress(OSError):
            # RDF/XML writes its prefixes in the order of a hash table, and not as lines to sort.
            prefixes = None if kind == ox.RdfFormat.RDF_XML else request["prefixes"]
            ox.serialize(found, cast(IO[bytes], out), kind, prefixes=prefixes)
        return {"kind": "triples", "full": out.is_full}, sort_prefixes(out.value())
    rows = ROWS.get(form or "tsv")
    if rows is None:
        return {"kind": "rows", "format": list(ROWS)}, b""
    return _rows(found, rows, request)


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


def _rows(found: Any, kind: Any, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    header = {"kind": "rows", "columns": [v.value for v in found.variables]}
    cap = request["max_rows"]
    out = _Capped(None if cap is None else cap + 1, request["max_bytes"])
    # A line of TSV is a row, so rows are cut there and then rewritten in the wanted format.
    first = kind if cap is None else ox.QueryResultsFormat.TSV
    try:
        found.serialize(out, first)
    except OSError:
        if not (out.is_cut or out.is_full):
            raise
    body = out.value()
    if first is not kind:
        body = ox.parse_query_results(body, format=first).serialize(format=kind) or b""
    return {**header, "full": out.is_full, "cut": out.is_cut}, body


def _boolean(found: ox.QueryBoolean, form: str | None) -> bytes:
    if form in ("json", "xml"):
        return found.serialize(format=ROWS[form]) or b""
    return b"true\n" if found else b"false\n"


def main() -> None:
    """Read the request, bound this process, answer."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, 9, 0, 0, 0)  # PR_SET_PDEATHSIG, SIGKILL
    line = sys.stdin.buffer.readline()
    if not line:  # the parent was interrupted while it started this process
        return
    request = json.loads(line)
    limit(request["memory"], request["cpu"], network=request["network"])
    quads = b"" if request["path"] is not None else sys.stdin.buffer.read()
    try:
        header, body = answer(request, quads)
    except MemoryError:
        header, body = {"memory": True}, b""
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + body)


if __name__ == "__main__":
    main()
