"""What is made of a store and kept beside it, in one SQLite file each: caches.

Such a file may be deleted at any time: it ends in a sum of itself and of the state of the store
that it was made from, and is made again when that does not fit. Where the folder cannot be written,
it is made aside.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from kg.store import STAMP, folder

Fill = Callable[[sqlite3.Connection], None]
_SIZE = hashlib.sha256().digest_size


def beside(directory: Path | None, file: str, version: str, fill: Fill) -> sqlite3.Connection:
    """Return the tables that `fill` makes of the store of a graph directory.

    They are kept in `file` there, and made again when they do not fit. Without a directory, and
    where it cannot be written, they go when the connection is closed.
    """
    if directory is None:
        return _aside(fill)
    state, path = state_of(directory, file, version), directory / file
    try:
        return _open(path, state)
    except sqlite3.DatabaseError:
        pass
    try:
        _write(path, state, fill)
        return _open(path, state)
    except OSError:
        return _aside(fill)


def state_of(directory: Path, file: str, version: str) -> str:
    """Return what a file beside the store of a graph directory is made from."""
    stamp = hashlib.sha256((folder(directory) / STAMP).read_bytes()).hexdigest()
    return f"{file} {version} {stamp}"


def _open(path: Path, state: str) -> sqlite3.Connection:
    if not _is_whole(path, state):
        raise sqlite3.DatabaseError("damaged, or made from another state of the store")
    # Immutable: it is replaced whole, never written to, so that no lock and no journal is needed.
    # as_uri quotes what a path may hold: ?, # and %.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    opened = sqlite3.connect(uri, uri=True)
    # A file that somebody made up may hold a view, which never ends, in the place of a table.
    if opened.execute(
        "SELECT 1 FROM sqlite_master WHERE type NOT IN ('table', 'index')"
    ).fetchall():
        opened.close()
        raise sqlite3.DatabaseError("not one of ours")
    return opened


def _is_whole(path: Path, state: str) -> bool:
    """Whether a file ends in the sum of a state and all before: SQLite heeds nothing behind it."""
    try:
        with path.open("rb") as file:
            return _sum(file, state) == file.read()
    except OSError:
        return False


def _sum(file: BinaryIO, state: str) -> bytes:
    """Read a file up to its last 32 bytes, and return the sum of them and a state."""
    found, left = hashlib.sha256(state.encode()), os.fstat(file.fileno()).st_size - _SIZE
    while left > 0 and (block := file.read(min(left, 1 << 20))):
        found.update(block)
        left -= len(block)
    return found.digest()


def seal(path: Path, state: str) -> None:
    """Put behind a file the sum of a state and of what it holds."""
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size + _SIZE)
        sum_ = _sum(file, state)
        file.seek(-_SIZE, os.SEEK_END)
        file.write(sum_)


def _write(path: Path, state: str, fill: Fill) -> None:
    aside = path.with_name(f"{path.name}.{token_hex(8)}")
    try:
        aside.open("xb").close()  # readable by whoever may read the store, unlike a mkstemp
        with closing(sqlite3.connect(aside)) as made:
            made.execute("PRAGMA journal_mode = OFF")
            made.execute("PRAGMA synchronous = OFF")
            fill(made)
            made.commit()
        seal(aside, state)
        aside.replace(path)
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error
    finally:
        aside.unlink(missing_ok=True)


def _aside(fill: Fill) -> sqlite3.Connection:
    made = sqlite3.connect("")  # on disk if it is large
    fill(made)
    return made
