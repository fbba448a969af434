"""WARC to Articles: the pages that a crawl kept; their addresses are only noted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from kg.errors import InputError, MissingExtra
from kg.read.article import Article
from kg.read.limits import MAX_BYTES, check_text, parsing
from kg.read.web import page


def read_warc(raw: bytes, name: str) -> Iterator[Article | InputError]:
    """Yield every HTML page that was answered with 200, or why one cannot be read (ISO 28500).

    Raises:
        MissingExtra: warcio is not installed.
        InputError: it is no WARC, is cut off, or holds no page.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise MissingExtra.of("reading WARC needs warcio", "docs") from error

    found, whole = 0, 0
    with parsing("WARC", name, ArchiveLoadFailed):
        for record in ArchiveIterator(io.BytesIO(raw)):
            if not _is_page(record):
                continue
            found += 1
            content = record.content_stream().read(MAX_BYTES)
            whole += len(content)
            check_text(whole // 4, name)
            yield _page(record, content, name, f"page {found}")
    if not found:
        raise InputError("holds no HTML page", where=name, fix="give a crawl of web pages")


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    if record.rec_type != "response" or headers is None or headers.get_statuscode() != "200":
        return False
    return "html" in (headers.get_header("content-type") or "").lower()


def _page(record: Any, content: bytes, name: str, part: str) -> Article | InputError:
    try:
        return page(content, name, url=record.rec_headers.get_header("WARC-Target-URI"), part=part)
    except InputError as error:
        error.where = f"{name}, {part}"
        return error
