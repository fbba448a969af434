"""Answer a query at an endpoint; only standard SPARQL that reads goes out."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.query import process
from kg.query.process import Limits
from kg.query.worker import ROWS, TRIPLES, sort_prefixes
from kg.remote import JSON, RemoteStore, plain, read_rows
from kg.remote import TRIPLES as N_TRIPLES
from kg.store import Store
from kg.wire import Answer

_MOST = 1000
"""How many graphs are named in a request at most; beyond, the server unites all it holds."""


def run(
    remote: RemoteStore, request: dict[str, Any], limits: Limits
) -> tuple[dict[str, Any], bytes]:
    """Answer one request as `process.run` does, at the endpoint.

    A worker without any data parses the text first: servers know keywords beyond the standard.

    Raises:
        LimitError: the server takes too long, or sends too much.
        StoreError: it cannot be reached, refuses, or does not answer in SPARQL.
    """
    header, _ = process.run(Store.memory(), {**request, "graphs": [], "check": True}, limits)
    if header.get("kind") is None or isinstance(header.get("format"), list):
        return header, b""
    for iri in request["graphs"]:
        if not remote.has_graph(ox.NamedNode(iri)):
            return {"graph": iri, "known": remote.graphs()}, b""
    is_triples = header["kind"] == "triples"
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in request["prefixes"].items())
    answer = remote.ask(
        prefixes + request["query"],
        accept=f"{N_TRIPLES}, text/turtle;q=0.5" if is_triples else JSON,
        timeout=limits.timeout,
        fields=_dataset(remote, request),
    )
    if is_triples:
        more, body = {"full": False}, _triples(answer, request, remote.url)
    elif header["kind"] == "bool":
        more, body = {}, _boolean(read_rows(answer, remote.url), request["format"])
    else:
        more, body = _rows(answer, request, remote.url)
    return {**header, **more, "unknown": request["terms"]}, body


def _dataset(remote: RemoteStore, request: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the fields that name what is asked: our graphs, not what else the server holds."""
    if request["graphs"]:
        return []
    if not request["union"]:
        return [("default-graph-uri", remote.facts.value)]
    ours = remote.graphs()
    if 0 < len(ours) <= _MOST:
        return [(f"{kind}-graph-uri", iri) for iri in ours for kind in ("default", "named")]
    # Oxigraph unites its graphs when asked, Virtuoso and GraphDB always do.
    return [("union-default-graph", "true")]


def _rows(answer: Answer, request: dict[str, Any], url: str) -> tuple[dict[str, Any], bytes]:
    found = read_rows(answer, url)
    caps = [n for n in (request["max_rows"], answer.max_rows) if n is not None]
    most = min(caps, default=None)
    rows = list(islice(found, None if most is None else most + 1))
    is_cut = most is not None and (len(rows) > most or len(rows) == answer.max_rows)
    form = ROWS[request["format"] or "tsv"]
    return {"cut": is_cut}, _written(found.variables, rows[:most], form)


def _boolean(found: Any, form: str | None) -> bytes:
    # Virtuoso answers ASK with a row that holds 1 or 0.
    if isinstance(found, ox.QueryBoolean):
        is_true = bool(found)
    else:
        is_true = [row[0].value for row in found] in (["1"], ["true"])
    if form not in ("json", "xml"):
        return b"true\n" if is_true else b"false\n"
    again: Any = ox.Store().query(f"ASK {{ FILTER({str(is_true).lower()}) }}")
    return again.serialize(format=ROWS[form]) or b""


def _written(variables: Any, rows: list[Any], form: Any) -> bytes:
    """Serialise rows; TSV is the one form in which pyoxigraph reads rows that Python wrote."""
    lines = ["\t".join(str(v) for v in variables)]
    lines += ["\t".join("" if t is None else _cell(t) for t in row) for row in rows]
    text = "".join(line + "\n" for line in lines)
    again: Any = ox.parse_query_results(text.encode(), format=ox.QueryResultsFormat.TSV)
    return again.serialize(format=form) or b""


def _cell(term: Any) -> str:
    return str(plain(term)).replace("\t", "\\t")


def _triples(answer: Answer, request: dict[str, Any], url: str) -> bytes:
    media = ox.RdfFormat.from_media_type(answer.media) or ox.RdfFormat.TURTLE
    try:
        quads = sorted(ox.parse(answer.data, format=media), key=str)
    except (SyntaxError, ValueError, OSError) as error:
        raise StoreError("the answer is no RDF", where=url, fix="is this the query URL?") from error
    form = TRIPLES[request["format"] or "trig"]
    body = ox.serialize((q.triple for q in quads), format=form, prefixes=request["prefixes"])
    return sort_prefixes(body or b"")
