"""What a foreign file may cost: sizes, and the errors that its parser may die of."""

from __future__ import annotations

import io
import logging
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import InputError

MAX_BYTES = 100_000_000
"""Largest file read unless the user says otherwise (`kg build --max-bytes`)."""
MAX_TEXT = 50_000_000
"""Most text, in code points, that one file may unfold to: a hundred novels."""

_PARSER_ERRORS: tuple[type[Exception], ...] = (
    LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError, OSError,
    EOFError, RecursionError, NotImplementedError, struct.error, zlib.error, zipfile.BadZipFile,
    zipfile.LargeZipFile,
)  # fmt: skip
"""What parsers of damaged files raise besides their own errors."""


@contextmanager
def parsing(what: str, name: str, *own: type[Exception]) -> Iterator[None]:
    """Turn whatever a parser raises over a damaged file into one clear error.

    Raises:
        InputError: the parser gave up.

    >>> try:
    ...     with parsing("PDF", "a.pdf"):
    ...         {}["/Root"]
    ... except InputError as error:
    ...     print(error.where, error.what)
    a.pdf is no readable PDF: '/Root'
    """
    try:
        yield
    except (*_PARSER_ERRORS, *own) as error:
        reason = " ".join(str(error).split())[:160] or type(error).__name__
        raise InputError(
            f"is no readable {what}: {reason}",
            where=name,
            fix="open it in the program it is from and save it again, or give its text",
        ) from error


@contextmanager
def silent(logger: str) -> Iterator[None]:
    """Keep a parser from writing its own remarks to stderr."""
    log = logging.getLogger(logger)
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


def check_size(raw: bytes, name: str, limit: int = MAX_BYTES) -> None:
    """Refuse a file that is larger than the limit, in bytes.

    Raises:
        InputError: it is.
    """
    if len(raw) > limit:
        raise InputError(
            f"holds {len(raw):,} bytes, more than {limit:,}",
            where=name,
            fix=f"split it, or say --max-bytes {len(raw)}",
        )


def decode(raw: bytes, name: str, encoding: str = "utf-8") -> str:
    """Return bytes as text; "utf-8-sig" drops a byte order mark.

    Raises:
        InputError: they are no UTF-8; the fix says how to convert them.
    """
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"is not UTF-8: byte {raw[error.start]:#04x} at offset {error.start}",
            where=name,
            fix=f"convert it: iconv -f WINDOWS-1252 -t UTF-8 {name} > utf8-{name}",
        ) from error


def check_text(length: int, name: str) -> None:
    """Refuse a file that unfolds to more text than any document has.

    Raises:
        InputError: it does.
    """
    if length > MAX_TEXT:
        raise InputError(
            f"unfolds to more than {MAX_TEXT:,} characters", where=name, fix="split it"
        )


def check_zip(raw: bytes, name: str) -> None:
    """Refuse an archive that says it unfolds to more than four times MAX_TEXT.

    Raises:
        InputError: it does, or it is no archive.
    """
    with parsing("archive", name):
        whole = sum(i.file_size for i in zipfile.ZipFile(io.BytesIO(raw)).infolist())
    if whole > 4 * MAX_TEXT:
        raise InputError(f"unfolds to {whole:,} bytes", where=name, fix="is it what it says?")


def check_no_doctype(raw: bytes, name: str) -> None:
    """Refuse XML that defines entities: they unfold without end, or read other files.

    Raises:
        InputError: it has a document type declaration.
    """
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise InputError(
            "holds a document type declaration", where=name, fix="delete the <!DOCTYPE ...> of it"
        )
