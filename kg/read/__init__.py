"""A source to Documents: the family's table of readers, one file a format.

A plain text is kept as it is. Of any other format the prose is kept, as a text with a header that
names the original by its hash; that text is the document from then on, and offsets refer to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

from kg.errors import InputError, KgError, NotFoundError
from kg.model import Document
from kg.read.article import Article, stored
from kg.read.captures import read_warc
from kg.read.feeds import read_feed
from kg.read.limits import MAX_BYTES, check_size
from kg.read.mail import read_eml, read_mbox
from kg.read.pages import read_pdf
from kg.read.rows import read_csv, read_json, read_jsonl, read_tsv
from kg.read.text import read_text
from kg.read.web import read_html
from kg.read.word import read_docx

__all__ = [
    "FOLDER",
    "MAX_BYTES",
    "PLAIN",
    "READERS",
    "Article",
    "Text",
    "check_size",
    "load",
    "parse",
    "read",
    "texts",
]

Reader = Callable[[bytes, str], Iterator[Article | InputError]]

PLAIN = (".txt", ".md")
"""Extensions of texts that are kept as they are; a file without a known one is read as text."""

READERS: Mapping[str, Reader] = {
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".eml": read_eml,
    ".mbox": read_mbox,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
    ".warc": read_warc,
    ".warc.gz": read_warc,
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".json": read_json,
    ".jsonl": read_jsonl,
}
"""Reader by extension: the bytes and name of a file to its articles, each of which may fail alone.

Others come through the entry points `kg.readers`, named by their extension (".epub").
"""

FOLDER = (*PLAIN, *(e for e in READERS if e not in (".csv", ".tsv", ".json", ".jsonl", ".xml")))
"""Extensions that are taken from a folder; tables and XML must be named themselves."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is kept of one document: the name it came by and its bytes, UTF-8."""

    name: str
    raw: bytes


def read(path: Path) -> Document:
    """Read one file as a Document; of a file that holds several, the first.

    Raises:
        NotFoundError: there is no such file.
        InputError: it cannot be read, is empty, binary or not UTF-8.
        MissingExtra: its format needs an optional dependency.
    """
    first = next(texts(load(path), path.name), None)
    if first is None:
        raise InputError("holds no text", where=str(path), fix="give a file with prose in it")
    if isinstance(first, KgError):
        raise first
    return parse(first.raw, first.name)


def load(path: Path) -> bytes:
    """Return the bytes of a file; a missing or unreadable one raises as in `read`."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError("no such file", where=str(path), fix="check the path") from error
    except IsADirectoryError as error:
        raise InputError("is a folder", where=str(path), fix="name the files in it") from error
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise InputError(reason, where=str(path), fix="check its permissions") from error


def texts(raw: bytes, name: str, *, max_bytes: int = MAX_BYTES) -> Iterator[Text | InputError]:
    r"""Yield the text of each document in a file's bytes, or why one of several cannot be read.

    The reader goes by the extension of the name. A plain text comes back unchanged and unchecked:
    `parse` checks it. Lazy: errors of the whole file are raised while it is read.

    Raises:
        InputError: the file is damaged, too large, or holds no document.
        MissingExtra: its format needs an optional dependency.

    >>> for text in texts(b"text,title\nPeru votes.,On Peru\n", "news.csv"):
    ...     print(text.name, parse(text.raw, text.name).title)
    news.csv, row 2 On Peru
    """
    check_size(raw, name, max_bytes)
    reader = _reader(name)
    if reader is None:
        yield Text(name, raw)
        return
    for found in reader(raw, name):
        if isinstance(found, InputError):
            yield found
            continue
        part = f"{name}, {found.part}" if found.part else name
        try:
            yield Text(part, stored(found, raw, part))
        except InputError as error:
            if found.part is None:
                raise
            yield error


def parse(raw: bytes, name: str) -> Document:
    """Make a Document of the bytes of a text that is kept: UTF-8, nothing translated.

    >>> parse(b"Peru declared an emergency.", "a.txt").text
    'Peru declared an emergency.'
    """
    return read_text(raw, name)


def _reader(name: str) -> Reader | None:
    """Return the reader for a file's extension; None: it is a plain text."""
    extensions = [s.lower() for s in Path(name).suffixes[-2:]]
    for extension in ("".join(extensions), *extensions[-1:]):
        if extension in READERS:
            return READERS[extension]
        if extension and extension not in PLAIN:
            for found in entry_points(group="kg.readers", name=extension):
                reader: Reader = found.load()
                return reader
    return None
