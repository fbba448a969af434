"""What is made of a store and kept beside it, in one SQLite file each: caches.

Such a file may be deleted at any time: it names the state of the store that it was made from, and
is made again when that changed or the file cannot be read. Where the folder cannot be written, it
is made aside.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from secrets import token_hex

from kg.store import STAMP, folder

Fill = Callable[[sqlite3.Connection], None]


def beside(directory: Path | None, file: str, version: str, fill: Fill) -> sqlite3.Connection:
    """Return the tables that `fill` makes of the store of a graph directory.

    They are kept in `file` there, and made again when they do not fit. Without a directory, and
    where it cannot be written, they go when the connection is closed.
    """
    if directory is None:
        return _aside(fill)
    state, path = f"{file} {version} {_state(directory)}", directory / file
    try:
        return _open(path, state)
    except sqlite3.DatabaseError:
        pass
    try:
        _write(path, state, fill)
        return _open(path, state)
    except OSError:
        return _aside(fill)


def _state(directory: Path) -> str:
    return hashlib.sha256((folder(directory) / STAMP).read_bytes()).hexdigest()


def _open(path: Path, state: str) -> sqlite3.Connection:
    # Immutable: it is replaced whole, never written to, so that no lock and no journal is needed.
    # as_uri quotes what a path may hold: ?, # and %.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    opened = sqlite3.connect(uri, uri=True)
    try:
        # A file that somebody made up may hold a view, which never ends, in the place of a table.
        strange = opened.execute("SELECT 1 FROM sqlite_master WHERE type NOT IN ('table', 'index')")
        fits = not strange.fetchall()
        if fits and opened.execute("SELECT state FROM about").fetchall() == [(state,)]:
            return opened
    except sqlite3.DatabaseError:
        opened.close()
        raise
    opened.close()
    raise sqlite3.DatabaseError("made from another state of the store")


def _write(path: Path, state: str, fill: Fill) -> None:
    aside = path.with_name(f"{path.name}.{token_hex(8)}")
    try:
        aside.open("xb").close()  # readable by whoever may read the store, unlike a mkstemp
        with closing(sqlite3.connect(aside)) as made:
            made.execute("PRAGMA journal_mode = OFF")
            made.execute("PRAGMA synchronous = OFF")
            fill(made)
            # Last: without its state it is not finished.
            made.execute("CREATE TABLE about (state TEXT)")
            made.execute("INSERT INTO about VALUES (?)", (state,))
            made.commit()
        aside.replace(path)
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error
    finally:
        aside.unlink(missing_ok=True)


def _aside(fill: Fill) -> sqlite3.Connection:
    made = sqlite3.connect("")  # on disk if it is large
    fill(made)
    return made
