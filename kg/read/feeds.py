"""RSS and Atom files to Articles, one an entry; nothing that they point to is fetched."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from time import struct_time
from typing import Any

from kg.errors import InputError, MissingExtra
from kg.read.article import Article, clean, day
from kg.read.limits import check_no_doctype, parsing
from kg.read.web import blocks


def read_feed(raw: bytes, name: str) -> Iterator[Article | InputError]:
    """Yield each entry with its title, author, link and day (UTC), or why one cannot be read.

    Raises:
        MissingExtra: feedparser is not installed.
        InputError: it is no feed, or has no entries.
    """
    try:
        import feedparser
    except ImportError as error:
        raise MissingExtra.of("reading feeds needs feedparser", "docs") from error

    check_no_doctype(raw, name)
    with parsing("feed", name):
        feed = feedparser.parse(io.BytesIO(raw))  # a stream: bytes may be taken for an address
    if not feed.entries:
        raise InputError("holds no entries", where=name, fix="give an RSS or Atom file")
    publisher = clean(feed.feed.get("title") or "")
    language = (feed.feed.get("language") or "")[:2].lower()
    for number, entry in enumerate(feed.entries, start=1):
        part = f"entry {number}"
        text = blocks(_markup(entry), name)
        if text:
            yield Article(
                text,
                title="".join(blocks(entry.get("title") or "", name)),
                author=entry.get("author"),
                published=_day(entry),
                publisher=publisher,
                url=entry.get("link"),
                language=language,
                part=part,
            )
        else:
            yield InputError("holds no text", where=f"{name}, {part}", fix="it is left out")


def _markup(entry: Mapping[str, Any]) -> str:
    contents = [str(c.get("value") or "") for c in entry.get("content") or ()]
    return next(filter(str.strip, contents), "") or str(entry.get("summary") or "")


def _day(entry: Mapping[str, Any]) -> str | None:
    parsed = entry.get("published_parsed")
    if not isinstance(parsed, struct_time):
        return None
    return day(f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}")
