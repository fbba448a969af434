"""The same face as `store`, over a SPARQL 1.1 endpoint: Protocol to ask, Graph Store to write.

The network is reached only through a URL that the user gave. Credentials come from the environment
(KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or KG_ENDPOINT_TOKEN), never from the command line, and
go to that host alone: a redirect is refused, proxies are not asked.
"""

from __future__ import annotations

import hashlib
import os
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from itertools import groupby
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit, urlunsplit

import pyoxigraph as ox

from kg.errors import InputError, KgError, LimitError, StoreError, UsageError
from kg.quads import BASE

JSON = "application/sparql-results+json"
TRIPLES = "application/n-triples"
_CHUNK = 1 << 16
_SHOWN = 300
_SUM = ox.NamedNode("https://kg.example/ns#sha256")
_BOOLEAN = ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")

Pattern = ox.NamedNode | ox.Literal | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: its bytes, media type, and the number of rows at which it cuts."""

    data: bytes
    media: str
    max_rows: int | None = None


class RemoteStore:
    """The quads of one graph at an endpoint: those in named graphs under `base`.

    Facts are in a graph of that name too, `facts`: not every server has a default one to write to.
    """

    def __init__(
        self,
        url: str,
        *,
        base: str = BASE,
        timeout: float = 30.0,
        max_bytes: int = 256 << 20,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        """Point at the URL of a query endpoint; nothing is sent yet.

        Raises:
            UsageError: it is no http or https URL, or carries a password.
        """
        self.url = checked(url)
        self.base, self.timeout, self.max_bytes = base, timeout, max_bytes
        self.facts, self._pushed = (ox.NamedNode(f"{base}graph/{n}") for n in ("facts", "pushed"))
        self._token = environment.get("KG_ENDPOINT_TOKEN", "")
        is_known = bool(self._token or environment.get("KG_ENDPOINT_USER"))
        custom = graph_store(self.url, is_known=is_known)
        self.graphs_url = environment.get("KG_ENDPOINT_GRAPHS") or custom
        self._opener = _opener(self.url, self.graphs_url, environment)

    def ask(
        self,
        text: str,
        *,
        accept: str = JSON,
        timeout: float | None = None,
        fields: Iterable[tuple[str, str]] = (),
    ) -> Answer:
        """Send one query and return the answer; `fields` are further ones of the Protocol.

        Raises:
            InputError: the server does not take the query.
            LimitError: it takes too long, or its answer is too large.
            StoreError: it cannot be reached, or refuses.
        """
        body = urlencode([("query", text), *fields]).encode()
        return self._send("POST", self.url, body, "application/x-www-form-urlencoded",
                          accept=accept, timeout=timeout)  # fmt: skip

    def rows(self, text: str) -> list[list[Any]]:
        """Return the rows of one of our own queries as terms; raises as `ask`.

        Raises:
            LimitError: the server cuts answers, and this one may be cut.
        """
        answer = self.ask(text)
        rows = [[plain(term) for term in row] for row in read_rows(answer, self.url)]
        if answer.max_rows is not None and len(rows) >= answer.max_rows:
            raise LimitError(
                f"the server cuts answers at {answer.max_rows} rows",
                where=self.url,
                fix="raise its ResultSetMaxRows",
            )
        return rows

    def quads(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object: Pattern = None,
        graph: ox.NamedNode | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that fit a pattern, as `Store.quads`; facts are in the default graph."""
        named = self.facts if isinstance(graph, ox.DefaultGraph) else graph
        given = {"s": subject, "p": predicate, "o": object, "g": named}
        values = " ".join(f"VALUES ?{k} {{ {v} }}" for k, v in given.items() if v is not None)
        text = f"SELECT ?s ?p ?o ?g {{ {values} GRAPH ?g {{ ?s ?p ?o }} {self._ours()} }}"
        for s, p, o, g in self.rows(text):
            yield ox.Quad(s, p, o, ox.DefaultGraph() if g == self.facts else g)

    def graphs(self) -> list[str]:
        """Return the IRIs of the graphs there that are ours, sorted."""
        text = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} {self._ours()} }}"
        return sorted(row[0].value for row in self.rows(text))

    def has_graph(self, iri: ox.NamedNode) -> bool:
        """Return whether a graph of this name holds anything."""
        return bool(self.rows(f"SELECT ?s {{ GRAPH {iri} {{ ?s ?p ?o }} }} LIMIT 1"))

    def write(self, quads: Iterable[ox.Quad]) -> tuple[int, int]:
        """Make the endpoint hold these quads: graphs that differ are replaced, stale ones removed.

        Each graph is replaced whole. Stopped between two of them, the same call goes on where it
        was. Returns how many graphs were written and how many removed.
        """
        wanted = _by_graph(quads, self.facts.value)
        there = {row[0].value: row[1].value for row in self.rows(
            f"SELECT ?g ?sum {{ GRAPH {self._pushed} {{ ?g {_SUM} ?sum }} }}")}  # fmt: skip
        present = set(self.graphs()) - {self._pushed.value}
        sums = {g: hashlib.sha256(data).hexdigest() for g, data in wanted.items()}
        changed = [g for g in wanted if g not in present or there.get(g) != sums[g]]
        stale = sorted(present - wanted.keys())
        if not changed and not stale and there == sums:
            return 0, 0
        self.delete(self._pushed.value)  # a half-done push must not look whole
        for iri in changed:
            self.put(iri, wanted[iri])
        for iri in stale:
            self.delete(iri)
        notes = (ox.Triple(ox.NamedNode(g), _SUM, ox.Literal(s)) for g, s in sorted(sums.items()))
        self.put(self._pushed.value, ox.serialize(notes, format=ox.RdfFormat.N_TRIPLES) or b"")
        return len(changed), len(stale)

    def put(self, graph: str, triples: bytes) -> None:
        """Replace one named graph by N-Triples, whole or not at all."""
        # N-Triples are Turtle, which every server takes.
        self._send("PUT", self._graph_url(graph), triples, "text/turtle")

    def delete(self, graph: str) -> None:
        """Remove one named graph; one that is not there is no error."""
        self._send("DELETE", self._graph_url(graph), absent_is_fine=True)

    def close(self) -> None:
        """Nothing is kept open."""

    def __len__(self) -> int:
        text = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} {self._ours()} }}"
        return int(self.rows(text)[0][0].value)

    def __enter__(self) -> RemoteStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ours(self) -> str:
        prefix = ox.Literal(f"{self.base}graph/")
        return f"FILTER(STRSTARTS(STR(?g), {prefix}) && ?g != {self._pushed})"

    def _graph_url(self, graph: str) -> str:
        return f"{self.graphs_url}?{urlencode({'graph': graph})}"

    def _send(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        media: str = "",
        *,
        accept: str = "*/*",
        timeout: float | None = None,
        absent_is_fine: bool = False,
    ) -> Answer:
        request = urllib.request.Request(url, body, method=method, headers={"Accept": accept})
        if media:
            request.add_header("Content-Type", media)
        if self._token:
            request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        until = time.monotonic() + (timeout or self.timeout)
        try:
            with self._opener.open(request, timeout=timeout or self.timeout) as response:
                return self._answer(response, until)
        except HTTPError as error:
            with error:
                if error.code == 404 and absent_is_fine:
                    return Answer(b"", "")
                raise _refused(error, url) from error
        except TimeoutError as error:
            raise _too_slow(url) from error
        except (OSError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise _too_slow(url) from error
            raise StoreError(f"cannot be reached: {reason}", where=url,
                             fix="check the URL and that the server runs") from error  # fmt: skip

    def _answer(self, response: HTTPResponse, until: float) -> Answer:
        parts, size = [], 0
        while part := response.read1(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > self.max_bytes:
                raise LimitError(f"the answer is larger than {self.max_bytes >> 20} MB",
                                 where=self.url, fix="narrow it, or add LIMIT 1000")  # fmt: skip
            if time.monotonic() > until:
                raise _too_slow(self.url)
        if response.headers.get("X-SQL-State"):
            raise LimitError("the server stopped early and sent a part of the answer",
                             where=self.url, fix="narrow the query")  # fmt: skip
        cap = response.headers.get("X-SPARQL-MaxRows", "")
        return Answer(b"".join(parts), response.headers.get_content_type(),
                      int(cap) if cap.isdigit() else None)  # fmt: skip


def checked(url: str) -> str:
    """Return a URL of an endpoint.

    Raises:
        UsageError: it is no http or https URL, or carries a password.

    >>> checked("http://127.0.0.1:7878/query")
    'http://127.0.0.1:7878/query'
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
        raise UsageError("is no http or https URL", where=url, fix="http://HOST:PORT/query")
    if "@" in parts.netloc:
        raise UsageError(
            "a password in a URL can be read by everybody on this machine",
            where=f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
            fix="put it into KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD",
        )
    return url


def graph_store(url: str, *, is_known: bool = False) -> str:
    """Return where the Graph Store Protocol answers, by the custom of the servers we know.

    `is_known`: with credentials. Others are told by KG_ENDPOINT_GRAPHS.

    >>> graph_store("http://127.0.0.1:7878/query"), graph_store("http://e:3030/ds/sparql")
    ('http://127.0.0.1:7878/store', 'http://e:3030/ds/data')
    """
    parts = urlsplit(url)
    above, _, last = parts.path.rstrip("/").rpartition("/")
    if (above, last) == ("", "query"):
        path = "/store"  # Oxigraph
    elif (above, last) == ("", "sparql"):
        path = "/sparql-graph-crud" + "-auth" * is_known  # Virtuoso
    elif last in ("query", "sparql"):
        path = f"{above}/data"  # Fuseki
    else:
        path = f"{above}/{last}/rdf-graphs/service"  # RDF4J, GraphDB
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Refuses to go where a server points: credentials and queries stay with the named host."""

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> None:
        fp.close()
        raise StoreError(
            f"the server points to {newurl[:_SHOWN]!r}", where=req.full_url, fix="name that URL"
        )


class _ReadToEnd(urllib.request.BaseHandler):
    """Reads to its end what asks for a password; urllib leaves it open when it tries again."""

    handler_order = 400  # before those that try again

    def http_error_401(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> None:
        fp.read(_CHUNK)


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Answers a challenge once, then before it is asked.

    A server that refuses the first request may close before it has read a large graph.
    """

    challenge = ""

    def http_error_401(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        self.challenge = headers.get("WWW-Authenticate", "")
        return super().http_error_401(req, fp, code, msg, headers)

    def http_request(self, req: urllib.request.Request) -> urllib.request.Request:
        scheme, _, rest = self.challenge.partition(" ")
        if scheme.lower() == "digest":
            known = urllib.request.parse_keqv_list(urllib.request.parse_http_list(rest))
            answer = self.get_authorization(req, known)
            req.add_unredirected_header(self.auth_header, f"Digest {answer}")
        return req

    https_request = http_request


def _opener(
    url: str, graphs_url: str, environment: Mapping[str, str]
) -> urllib.request.OpenerDirector:
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    user, password = (environment.get(f"KG_ENDPOINT_{n}", "") for n in ("USER", "PASSWORD"))
    if user:
        passwords.add_password(None, [url, graphs_url], user, password)
    # A password goes out only when the server asks for it, and as Digest where it knows that.
    return urllib.request.build_opener(
        urllib.request.ProxyHandler({}),
        _NoRedirect(),
        _ReadToEnd(),
        _Digest(passwords),
        urllib.request.HTTPBasicAuthHandler(passwords),
    )


def read_rows(answer: Answer, url: str) -> Any:
    """Return the rows or the truth value in an answer as pyoxigraph does.

    Raises:
        StoreError: it is not what SPARQL answers.
    """
    try:
        return ox.parse_query_results(answer.data, format=ox.QueryResultsFormat.JSON)
    except (SyntaxError, ValueError, OSError) as error:
        what, fix = "the answer is no SPARQL result", "is this the query URL?"
        raise StoreError(what, where=url, fix=fix) from error


def plain(term: Any) -> Any:
    """Return a term as Oxigraph has it: Virtuoso writes truth values as 1 and 0."""
    if isinstance(term, ox.Literal) and term.datatype == _BOOLEAN and term.value in ("1", "0"):
        return ox.Literal(term.value == "1")
    return term


def _by_graph(quads: Iterable[ox.Quad], facts: str) -> dict[str, bytes]:
    """Return the sorted N-Triples of each graph, by its IRI."""

    def name(quad: ox.Quad) -> str:
        graph = quad.graph_name
        return graph.value if isinstance(graph, ox.NamedNode) else facts

    whole = sorted(quads, key=lambda q: (name(q), str(q.triple)))
    return {
        g: ox.serialize((q.triple for q in some), format=ox.RdfFormat.N_TRIPLES) or b""
        for g, some in groupby(whole, name)
    }


def _too_slow(url: str) -> LimitError:
    fix = "narrow the query, or give it more time with --timeout SECONDS"
    return LimitError("the server took too long", where=url, fix=fix)


def _refused(error: HTTPError, url: str) -> KgError:
    """Return our error for a status of the server, with the beginning of what it says."""
    try:
        said = error.read(4096).decode(errors="replace")
    except (OSError, HTTPException):
        said = ""
    told = " ".join("".join(c if c.isprintable() else " " for c in said).split())[:_SHOWN]
    if error.code == 400:
        return InputError(f"the server does not take it: {told}", where=url)
    if error.code in (401, 403):
        fix = "set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or KG_ENDPOINT_TOKEN"
        return StoreError(f"the server refuses ({error.code})", where=url, fix=fix)
    fix = "is this the query URL? KG_ENDPOINT_GRAPHS names the graph store"
    return StoreError(f"the server answers {error.code}: {told}", where=url, fix=fix)
