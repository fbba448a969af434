"""An article taken out of another format, and the text that stands for it ever after."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kg.errors import InputError

_SPACE = re.compile(r"\s+")
_NOT_CONTENT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Article:
    """What a reader found in a file: paragraphs in order, and what the file's metadata say.

    `part` names the place in a file that holds several ("row 4"); `pages` holds, for each page,
    how many paragraphs begin before it. `published` is an ISO 8601 day.
    """

    paragraphs: tuple[str, ...]
    title: str | None = None
    author: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    part: str | None = None
    pages: tuple[int, ...] = ()


def stored(article: Article, raw: bytes, name: str) -> bytes:
    r"""Write an article as the text that is kept: a header, then its paragraphs.

    A headline that the page repeats above the text stands in the header only.

    A pure function of the article and the file it came from: the header names the file by the
    SHA-256 of its bytes, so two files never give one text, and every offset refers to this text.

    Raises:
        InputError: there is no prose in it.

    >>> article = Article(("On prisons", "Peru has 68 prisons."), title="On\nprisons")
    >>> print(stored(article, b"<p>", "a").decode().rstrip())
    ---
    title: On prisons
    original: sha256:33f2799467177287a29260780a107ac98ea63dd6165f67fcc0d74767d0a82090
    ---
    Peru has 68 prisons.
    """
    paragraphs = [clean(p) for p in article.paragraphs]
    if paragraphs and paragraphs[0] == clean(article.title or ""):
        paragraphs[0] = ""  # emptied, so that `pages` still counts it
    if not any(paragraphs):
        raise InputError("holds no text", where=name, fix="give a file with prose in it")
    lines = [f"{key}: {value}\n" for key, value in _header(article, raw) if value]
    if article.pages:
        lines.append(f"pages: {' '.join(map(str, _page_offsets(paragraphs, article.pages)))}\n")
    return f"---\n{''.join(lines)}---\n{_joined(paragraphs)}\n".encode()


def clean(text: str) -> str:
    r"""Put a paragraph on one line, without characters that are never content.

    >>> clean(" Peru\n\x01 votes ")
    'Peru votes'
    """
    return _SPACE.sub(" ", content(text)).strip()


def content(text: str) -> str:
    """Leave out the control characters and others that no XML and no news holds."""
    return _NOT_CONTENT.sub("", text)


def day(written: str | datetime | None) -> str | None:
    """Return the calendar day of an ISO 8601 time, in its own zone; None if it is none.

    >>> day("2025-06-13T23:30:00-05:00"), day("2025-02-30"), day("last May")
    ('2025-06-13', None, None)
    """
    if isinstance(written, datetime):
        return written.date().isoformat()
    found = _DAY.fullmatch((written or "").strip())
    if not found:
        return None
    try:
        return date.fromisoformat(found.group(1)).isoformat()
    except ValueError:
        return None


def _header(article: Article, raw: bytes) -> Iterable[tuple[str, str]]:
    for key, value in (
        ("title", article.title),
        ("author", article.author),
        ("date", article.published),
        ("publisher", article.publisher),
        ("url", article.url),
        ("language", article.language),
        ("original", f"sha256:{hashlib.sha256(raw).hexdigest()}"),
        ("part", article.part),
    ):
        yield key, clean(value or "")


def _joined(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(p for p in paragraphs if p)


def _page_offsets(paragraphs: list[str], pages: Iterable[int]) -> list[int]:
    """Return where each page begins, in code points of the prose after the header."""
    return [
        len(before) + 2 * bool(before)
        for before in (_joined(paragraphs[:number]) for number in pages)
    ]
