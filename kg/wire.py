"""HTTP to one SPARQL endpoint: what is sent, with which credentials, and what comes back.

The network is reached only through a URL that the user gave. Credentials come from the environment
(KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or KG_ENDPOINT_TOKEN), never from the command line, and
go to that host alone: a redirect is refused, proxies are not asked.
"""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit, urlunsplit

from kg.errors import InputError, KgError, LimitError, StoreError, UsageError

_CHUNK = 1 << 16
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: its bytes, media type, and the number of rows at which it cuts."""

    data: bytes
    media: str
    max_rows: int | None = None


class Wire:
    """The way to an endpoint: `url` answers queries, `graphs_url` the Graph Store Protocol."""

    def __init__(
        self, url: str, *, timeout: float, max_bytes: int, environment: Mapping[str, str]
    ) -> None:
        """Point at the URL of a query endpoint; nothing is sent yet.

        Raises:
            UsageError: it is no http or https URL, or carries a password.
        """
        self.url = checked(url)
        self.timeout, self.max_bytes = timeout, max_bytes
        self._token = environment.get("KG_ENDPOINT_TOKEN", "")
        is_known = bool(self._token or environment.get("KG_ENDPOINT_USER"))
        custom = graph_store(self.url, is_known=is_known)
        self.graphs_url = environment.get("KG_ENDPOINT_GRAPHS") or custom
        self._opener = _opener(self.url, self.graphs_url, environment)

    def send(
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
        """Send a request and return the answer whole, `timeout` seconds after at the latest.

        Raises:
            InputError: the server does not take the query.
            LimitError: it takes too long, or its answer is too large.
            StoreError: it cannot be reached, or refuses.
        """
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
            told = getattr(reason, "strerror", None) or reason
            raise StoreError(f"cannot be reached: {told}", where=url,
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
