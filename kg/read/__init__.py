"""A source to a Document: the family's table of readers, one file a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kg.errors import InputError, NotFoundError
from kg.model import Document
from kg.read.text import read_text

READERS: Mapping[str, Callable[[bytes, str], Document]] = {".txt": read_text, ".md": read_text}
"""Reader by extension; a file without a known one is read as text."""


def read(path: Path) -> Document:
    """Read one file as a Document; its text is the bytes decoded as UTF-8, nothing translated.

    Raises:
        NotFoundError: there is no such file.
        InputError: it cannot be read, is empty, binary or not UTF-8.
    """
    return parse(load(path), path.name)


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


def parse(raw: bytes, name: str) -> Document:
    """Make a Document of a file's bytes, by the extension of its name.

    >>> parse(b"Peru declared an emergency.", "a.txt").text
    'Peru declared an emergency.'
    """
    return READERS.get(Path(name).suffix.lower(), read_text)(raw, name)
