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
    with written_aside(path) as aside:
        _write(aside, [content] if isinstance(content, bytes) else content)


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Give a path beside a file: what is written there takes its place at the end, or goes.

    Raises:
        StoreError: it cannot be written; what was there before stays.
    """
    aside = path.with_name(f".{path.name}.new")
    with told(path):
        try:
            yield aside
            _to_disk(aside)
            aside.replace(path)
        finally:  # after Ctrl-C or an error of what gives the content, too
            aside.unlink(missing_ok=True)


@contextmanager
def spool() -> Iterator[Path]:
    """Give an empty file that only its owner may read, for as long as it is needed.

    In TMPDIR, else /tmp: the module `tempfile` takes 5 ms to import.
    """
    path = Path(os.environ.get("TMPDIR", "/tmp"), f"kg-{os.urandom(8).hex()}")
    with told(path):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def fill(path: Path, pieces: Iterable[str | bytes]) -> None:
    """Write a file piece by piece, to the disk."""
    _write(path, pieces)
    _to_disk(path)


def _write(path: Path, pieces: Iterable[str | bytes]) -> None:
    with path.open("wb", buffering=1 << 20) as file:
        for piece in pieces:
            file.write(piece if isinstance(piece, bytes) else piece.encode())


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
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
