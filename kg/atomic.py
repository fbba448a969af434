"""Files that are written whole or not at all: aside, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError


def atomic_write(path: Path, content: bytes | Iterable[str | bytes]) -> None:
    """Write a file whole or not at all: a temporary file beside it, fsync, rename.

    The content may come in pieces.

    Raises:
        StoreError: it cannot be written; what was there before stays.
    """
    aside = path.with_name(f".{path.name}.new")
    with told(path):
        try:
            fill(aside, [content] if isinstance(content, bytes) else content)
            aside.replace(path)
        finally:  # after Ctrl-C or an error of what gives the content, too
            aside.unlink(missing_ok=True)


def fill(path: Path, pieces: Iterable[str | bytes]) -> None:
    """Write a file piece by piece, to the disk."""
    with path.open("wb", buffering=1 << 20) as file:
        for piece in pieces:
            file.write(piece if isinstance(piece, bytes) else piece.encode())
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise what keeps a file from being written as a StoreError that names it."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"cannot be written: {error.strerror or error}",
            where=str(path),
            fix="check the folder, its permissions and the free space",
        ) from error
