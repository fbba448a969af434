"""SPARQL, run safely: through the gate, then in a worker process with limits."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from kg.errors import InputError, KgError, LimitError, UsageError, did_you_mean
from kg.query.gate import Admitted, admit, tokens
from kg.query.known import NAMESPACES, unknown, untagged
from kg.query.process import Limits, run
from kg.query.results import ROW_FORMATS, TRIPLE_FORMATS, Result
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from kg.remote import RemoteStore
    from kg.store import Store

__all__ = ["ROW_FORMATS", "TRIPLE_FORMATS", "Limits", "Result", "explain", "query"]


# Oxigraph names the keywords of one length that could stand somewhere: each stands for all.
_KINDS = {
    "SELECT, ASK, CONSTRUCT or DESCRIBE": "SELECT ASK CONSTRUCT DESCRIBE PREFIX BASE VERSION",
    "a triple, '}', or FILTER, OPTIONAL and the like": (
        "OPTIONAL FILTER BIND VALUES GRAPH MINUS SERVICE UNION LATERAL"
    ),
    "the end, or GROUP BY, ORDER BY, LIMIT and the like": "HAVING OFFSET LIMIT GROUP ORDER",
    "WHERE": "WHERE FROM DISTINCT REDUCED",
}
_STANDS_FOR = {keyword: kind for kind, words in _KINDS.items() for keyword in words.split()}


class _Asked(NamedTuple):
    """One query on its way: what passed the gate, and the text with its parameters."""

    seen: Admitted
    text: str
    prefixes: Mapping[str, str]

    def error(self, message: str) -> KgError:
        """Make the error for Oxigraph's "error at LINE:COLUMN: expected ..."."""
        found = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
        if not found:
            return InputError(message, where=self.seen.name)
        lines = self.text.split("\n")
        at = sum(len(line) + 1 for line in lines[: int(found[1]) - 1]) + int(found[2]) - 1
        if found[3] == "expected [_]" and self.seen.extra is not None:
            return self.seen.error("this bracket closes nothing", self.seen.extra)
        expected, shift = _expected(found[3])
        at = max(0, min(at, len(self.text)) - shift)
        where = self.seen.where or 0
        added = len(self.text) - len(self.seen.text)
        if at >= where + added:
            at -= added
        return self.seen.error(expected, min(at, len(self.seen.text)))


def query(
    store: Store | RemoteStore | Path | str,
    text: str,
    *,
    params: Mapping[str, Any] | None = None,
    facts: bool = False,
    limits: Limits | None = None,
    format: str | None = None,
    name: str = "query",
    out: Path | None = None,
) -> Result:
    """Answer a SPARQL query over a graph directory or a store, in a process of its own.

    A `RemoteStore` answers itself; what goes to it has passed the same gate and parser.

    The default graph is the union of all graphs; the facts alone with `facts`, or what FROM names.
    `params` are bound as terms (`kg.query.params.term`). `format` is one of ROW_FORMATS or
    TRIPLE_FORMATS and fits the kind of query; without it TSV or TriG. `name` stands for the text
    in messages. With `out` the answer is written into that file and the result has no `data`: where
    neither `max_rows` nor the format needs the whole of it, it is never held in memory.

    Raises:
        InputError: the text is refused or is not SPARQL; with line, column and a caret.
        UsageError: a parameter or the format does not fit.
        LimitError: the time or memory limit was reached.
        StoreError: the store cannot be read.
        OSError: `out` cannot be written.

    >>> from kg.store import Store
    >>> query(Store.memory([]), "SELECT (1 + 1 AS ?two) {}").rows
    [(2,)]
    """
    limits = limits or Limits()
    asked = _asked(text, params or {}, name, limits)
    made = _made(format)
    request: dict[str, Any] = {
        "query": asked.text,
        "prefixes": asked.prefixes,
        "union": not facts and not asked.seen.graphs,
        "graphs": [iri for iri, _ in asked.seen.graphs],
        "terms": sorted({iri for iri, _ in asked.seen.iris if iri.startswith(NAMESPACES)}),
        "format": "json" if made else None if format == "table" else format,
        "max_rows": limits.max_rows,
        "out": str(out) if out and not made and limits.max_rows is None else None,
    }
    header, data = _run(store, request, limits)
    _raise(header, asked, format)
    told = (*unknown(header["unknown"]), *untagged(text, params or {}))
    warnings = (*told, *_cut(header, limits))
    kind = header["kind"]
    used = request["format"] or {"rows": "tsv", "triples": "trig"}.get(kind, "")
    if made and kind == "rows":
        used, data = format or "", made(data)
    if out:
        data = _keep(out, data, header)
    columns = header.get("columns", ["subject", "predicate", "object"] if kind == "triples" else [])
    return Result(kind, data, used, tuple(columns), bool(header.get("cut")), warnings)


def _keep(out: Path, data: bytes, header: Mapping[str, Any]) -> bytes:
    """Write what the worker did not write itself, and end the last line: Oxigraph ends no JSON."""
    if "unwritten" in header:
        raise OSError(header["unwritten"])
    with out.open("r+b" if header.get("poured") else "w+b") as file:
        size = file.seek(0, os.SEEK_END) + file.write(data)
        if size:
            file.seek(-1, os.SEEK_END)
            file.write(b"" if file.read(1) == b"\n" else b"\n")
    return b""


def _made(format: str | None) -> Callable[[bytes], bytes] | None:
    """Return what makes a format of SPARQL's JSON, if Oxigraph does not write it."""
    if format not in ("jsonl", "md"):
        return None
    from kg.query.formats import MADE

    return MADE[format]


def _run(
    store: Store | RemoteStore | Path | str, request: dict[str, Any], limits: Limits
) -> tuple[dict[str, Any], bytes]:
    if hasattr(store, "graphs_url"):  # what reaches the network is imported for it alone
        from kg.query import endpoint

        if limits.services:
            what = "SERVICE can be allowed for a graph directory alone, not for an endpoint"
            raise UsageError(what, fix="ask a graph directory, or leave --allow-service out")
        return endpoint.run(cast("RemoteStore", store), request, limits)
    return run(store, request, limits)


def explain(
    text: str,
    *,
    params: Mapping[str, Any] | None = None,
    facts: bool = False,
    limits: Limits | None = None,
    name: str = "query",
) -> str:
    """Return in words how `query` would answer, without asking: scope, limits, the text that runs.

    Raises:
        InputError: the text is refused; what only the parser sees is told by `query` alone.
        UsageError: a parameter does not fit.

    >>> print(explain("ASK { ?s a kg:Person }"))
    form      ASK
    asks      the union of all graphs: facts, claims and sources
    limits    30 s, 1024 MB, 256 MB of answer (4096 MB in a file), all rows
    prefixes  kg
    runs      ASK { ?s a kg:Person }
    """
    from kg.query.params import term

    limits = limits or Limits()
    asked = _asked(text, params or {}, name, limits)
    seen = asked.seen
    named = [token.text.partition(":")[0] for token in tokens(text) if token.kind == "pname"]
    scope = "the union of all graphs: facts, claims and sources"
    if seen.graphs:
        scope = f"the graphs it names: {', '.join(iri for iri, _ in seen.graphs)}"
    elif facts:
        scope = "the facts alone; claims and sources by GRAPH"
    rows = "all rows" if limits.max_rows is None else f"{limits.max_rows} rows"
    size = f"{limits.memory >> 20} MB, {limits.max_bytes >> 20} MB of answer"
    size += f" ({limits.max_file >> 20} MB in a file)"
    bound = [f"?{key} is {term(value, asked.prefixes)}" for key, value in (params or {}).items()]
    told = {
        "form": seen.form.upper() or "none",
        "asks": scope,
        "limits": f"{limits.timeout:g} s, {size}, {rows}",
        "prefixes": ", ".join(dict.fromkeys(named)) or "none",
        "bound": "; ".join(bound),
        "runs": asked.text.strip(),
    }
    lines = (f"{key:<9} {value}" for key, value in told.items() if value)
    return "\n".join(lines)


def _asked(text: str, params: Mapping[str, Any], name: str, limits: Limits) -> _Asked:
    prefixes = dict(PREFIXES)
    seen = admit(text, prefixes, name=name, services=limits.services)
    return _Asked(seen, _bound(seen, params, prefixes), prefixes)


def _bound(seen: Admitted, params: Mapping[str, Any], prefixes: Mapping[str, str]) -> str:
    if not params:
        return seen.text
    from kg.query.params import bind

    return bind(seen, params, prefixes)


def _raise(header: Mapping[str, Any], asked: _Asked, format: str | None) -> None:
    if "syntax" in header:
        raise asked.error(header["syntax"])
    if "graph" in header:
        at = next(at for iri, at in asked.seen.graphs if iri == header["graph"])
        fix = did_you_mean(header["graph"], header["known"]) or "kg stats lists the documents"
        raise asked.seen.error("FROM names no graph of this store", at, fix)
    if "failed" in header:
        raise InputError(header["failed"], where=asked.seen.name)
    if isinstance(header.get("format"), list):
        known = ", ".join(ROW_FORMATS if header["kind"] == "rows" else TRIPLE_FORMATS)
        what = {"rows": "SELECT", "triples": "CONSTRUCT and DESCRIBE"}[header["kind"]]
        raise UsageError(f"no format '{format}' for {what}", fix=f"one of: {known}")
    if header.get("full"):
        raise LimitError("the answer is too large", fix="narrow it, or add LIMIT 1000")


def _cut(header: Mapping[str, Any], limits: Limits) -> list[str]:
    return [f"only the first {limits.max_rows} rows; there are more"] if header.get("cut") else []


def _expected(message: str) -> tuple[str, int]:
    """Return Oxigraph's message in plain words, and by how much its place lies after the fault.

    Its parser reads as many characters as a keyword has before it compares, so that the place it
    reports is past the word that stands there instead; `[_]` is the end of the text.
    """
    # Classes of characters, ['-' | '0' ..= '9'], say nothing to a person.
    plain = re.sub(r"\['?.*?'?\](?=,|$)", "[_]", message, flags=re.DOTALL)
    items = plain.removeprefix("expected one of ").removeprefix("expected ").split(", ")
    keywords = [i for i in items if re.fullmatch(r"[A-Z_0-9]+", i)]
    others = [i for i in items if i not in keywords and i != "[_]"]
    if any(i.startswith('"') for i in others):
        return "expected " + " or ".join((others + keywords)[:6]), 0
    if others:
        return others[0].partition("\n")[0][:100], 1
    if not keywords:
        return "unexpected text near the end", 1
    shift = min(map(len, keywords))
    kinds = {_STANDS_FOR.get(k, "an expression") for k in keywords if len(k) == shift}
    return f"expected {' or '.join(sorted(kinds))}", shift
