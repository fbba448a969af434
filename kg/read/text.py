"""Plain text and Markdown in UTF-8, with an optional header of `key: value` lines."""

from __future__ import annotations

import hashlib
import re
from datetime import date

from kg.errors import InputError
from kg.model import Document
from kg.read.limits import decode

_HEADER = re.compile(r"---\r?\n((?:[A-Za-z_]+:[^\n]*\n)+)---\r?\n\s*")
_HEADING = re.compile(r"\s*(?:#{1,6}[ \t]+([^\n]*)|(\S[^\n]*)\n=+[ \t\r]*)(?:\n|$)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def read_text(raw: bytes, name: str) -> Document:
    r"""Decode a text; its title, author, date, publisher, url and language come from its header.

    The header stands between two lines of `---`. A Markdown text (`.md`) that begins with a heading
    is titled by it, unless its header names a title; it is no part of the prose. What came out of
    another format names there its `original`, the `part` of it, and where its `pages` begin.

    Raises:
        InputError: the bytes are empty, binary or no UTF-8, or the header's date is none.

    >>> text = b"---\ntitle: On prisons\ndate: 2025-06-13\n---\nPeru has 68 prisons."
    >>> document = read_text(text, "prisons.txt")
    >>> document.title, document.published, document.text[document.body :]
    ('On prisons', '2025-06-13', 'Peru has 68 prisons.')
    """
    text = _decode(raw, name)
    found = _HEADER.match(text, 1 if text.startswith("\ufeff") else 0)
    meta = _fields(found.group(1)) if found else {}
    published = meta.get("date")
    if published and not _is_day(published):
        raise InputError(
            f"date '{published}' in the header", where=name, fix="write it as YYYY-MM-DD"
        )
    body = found.end() if found else len(text) - len(text.lstrip("\ufeff"))
    heading = _HEADING.match(text, body) if name.lower().endswith(".md") else None
    title = _plain(heading[1] or heading[2] or "") if heading else ""
    if heading and title and text[heading.end() :].strip():
        meta.setdefault("title", title)
        body = heading.end()
    if not text[body:].strip():
        raise InputError("holds no text", where=name, fix="give a file with prose in it")
    return Document(
        sha256=hashlib.sha256(raw).hexdigest(),
        text=text,
        name=name,
        body=body,
        title=meta.get("title"),
        published=published,
        publisher=meta.get("publisher"),
        url=meta.get("url"),
        language=meta.get("language", "en"),
        author=meta.get("author"),
        original=meta.get("original"),
        part=meta.get("part"),
        pages=_pages(meta.get("pages", ""), body),
    )


def _plain(heading: str) -> str:
    """Return the words of a Markdown heading, without its marks.

    >>> _plain("Ghana pays *Togo* for a [bridge](https://x.example) in `2025` ##")
    'Ghana pays Togo for a bridge in 2025'
    """
    words = heading.strip()
    bare = words.rstrip("#")
    words = bare if bare.endswith((" ", "\t")) else words  # C# keeps its own
    return re.sub(r"[*`]+|\b_+|_+\b", "", _LINK.sub(r"\1", words)).strip()


def _pages(written: str, body: int) -> tuple[int, ...]:
    """Return where each page begins in the text; the header counts from the prose on."""
    numbers = written.split()
    if not all(n.isascii() and n.isdigit() for n in numbers):
        return ()
    return tuple(body + int(n) for n in numbers)


def _fields(header: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in header.splitlines())
    return {key.strip().lower(): value.strip() for key, _, value in pairs if value.strip()}


def _is_day(written: str) -> bool:
    if not _DATE.fullmatch(written):  # Python 3.11 reads "20250301" too
        return False
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def _decode(raw: bytes, name: str) -> str:
    if b"\x00" in raw:
        raise InputError(
            "is a binary file, not text", where=name, fix="give .txt or .md, UTF-8 encoded"
        )
    return decode(raw, name)
