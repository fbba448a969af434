"""One Oxigraph store: the quads of a graph directory, natively; `.dataset` is the rdflib door.

The store is a cache that `kg build --rebuild` makes again. It is written aside in one batch and
renamed; readers hold a shared lock on the graph directory, so that it never vanishes under them.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import NotFoundError, StoreError

if TYPE_CHECKING:
    from rdflib import Dataset

STAMP = "built-from.json"
"""File inside `store/`: what it was built from, and the sum of each of its files."""
WAIT = 10.0
"""Seconds that a writer waits for readers to close."""
DAMAGE = (OSError, ValueError, RuntimeError)
"""What pyoxigraph raises when the files of a store cannot be read."""
_VOLATILE = ("LOCK", "LOG", STAMP)
_TURN = "store.next"
"""File that a writer holds while it waits for readers: who comes later lets it go first."""

Pattern = ox.NamedNode | ox.Literal | None


class Store:
    """The quads of one graph, for reading. Close it, or use it in a `with` statement."""

    def __init__(self, raw: ox.Store, lock: int | None = None) -> None:
        self._raw: ox.Store | None = raw
        self._lock = lock
        self._dataset: Dataset | None = None

    @classmethod
    def open(cls, directory: Path) -> Store:
        """Open the store of a graph directory, read-only.

        Raises:
            NotFoundError: there is no such directory.
            StoreError: it has no store, or a damaged one.
        """
        directory = Path(directory)
        if not directory.is_dir():
            raise NotFoundError(
                "no such graph", where=str(directory), fix=f"kg build FILE... -o {directory}"
            )
        with suppress(FileNotFoundError):
            os.close(_lock(directory / _TURN, fcntl.LOCK_SH))
        lock = _lock(directory, fcntl.LOCK_SH)
        try:
            return cls(ox.Store.read_only(str(directory / "store")), lock)
        except DAMAGE as error:
            os.close(lock)
            what = "the store is damaged" if (directory / "store").is_dir() else "has no store"
            raise StoreError(what, where=str(directory), fix=remedy(directory)) from error

    @classmethod
    def memory(cls, quads: Iterable[ox.Quad] = ()) -> Store:
        """Make a store in memory.

        >>> len(Store.memory())
        0
        """
        raw = ox.Store()
        raw.extend(quads)
        return cls(raw)

    @property
    def raw(self) -> ox.Store:
        """The pyoxigraph store itself."""
        if self._raw is None:
            raise StoreError("the store is closed", fix="open the graph again")
        return self._raw

    @property
    def dataset(self) -> Dataset:
        """The same store as an `rdflib.Dataset`, the union of all graphs by default.

        Never give it a query from somebody else: rdflib would fetch what the query names.
        """
        if self._dataset is None:
            import rdflib
            import rdflib.plugins.sparql
            from oxrdflib.store import OxigraphStore

            rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
            self._dataset = rdflib.Dataset(OxigraphStore(store=self.raw), default_union=True)
        return self._dataset

    def quads(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object: Pattern = None,
        graph: ox.NamedNode | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that fit a pattern; None fits everything."""
        try:
            yield from self.raw.quads_for_pattern(subject, predicate, object, graph)
        except DAMAGE as error:
            raise StoreError(f"the store is damaged: {error}", fix=remedy(None)) from error

    def close(self) -> None:
        """Let go of the store and of its lock."""
        self._raw = self._dataset = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __len__(self) -> int:
        return len(self.raw)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


def write_store(
    directory: Path, batches: Iterable[Iterable[ox.Quad]], about: Mapping[str, Any] | None = None
) -> None:
    """Write a whole new store beside the old one, then put it in its place.

    `about` says what it was built from; `stamp` gives it back.

    Raises:
        StoreError: the disk is full, or readers keep the old store open.
    """
    aside = directory / "store.new"
    shutil.rmtree(aside, ignore_errors=True)
    try:
        _fill(aside, batches)
        whole = json.dumps({**(about or {}), "files": sums(aside)}, indent=1, sort_keys=True)
        (aside / STAMP).write_text(whole + "\n", encoding="utf-8")
        with _alone(directory):
            _swap(directory, aside)
    except (OSError, RuntimeError) as error:
        raise StoreError(
            f"the store cannot be written: {getattr(error, 'strerror', None) or error}",
            where=str(directory),
            fix="free some space, then " + remedy(directory),
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def stamp(directory: Path) -> Mapping[str, Any]:
    """Return what a store was built from and the sums of its files; empty when there is none."""
    try:
        found = json.loads((directory / "store" / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def sums(store: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a RocksDB directory but its log and lock."""
    files = (p for p in sorted(store.iterdir()) if p.is_file() and p.name not in _VOLATILE)
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def remedy(directory: Path | None) -> str:
    """Return the command that makes a store again from the evidence."""
    return f"kg build --rebuild -o {directory or 'NAME.kg'}"


def _fill(aside: Path, batches: Iterable[Iterable[ox.Quad]]) -> None:
    raw = ox.Store(str(aside))
    for batch in batches:
        raw.bulk_extend(batch)  # a third of the time of extend; nobody sees it half done
    raw.flush()
    del raw  # pyoxigraph closes a store when nothing refers to it


def _swap(directory: Path, aside: Path) -> None:
    store, old = directory / "store", directory / "store.old"
    shutil.rmtree(old, ignore_errors=True)
    if store.exists():
        store.rename(old)
    aside.rename(store)
    shutil.rmtree(old, ignore_errors=True)


def _lock(path: Path, how: int) -> int:
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
    except OSError:
        os.close(handle)
        raise
    return handle


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Hold the exclusive lock on a graph directory, waiting a while for readers.

    Those that come while it waits let it go first, so that readers in turns cannot starve it.
    """
    turn = directory / _TURN
    turn.touch()
    waiting = _lock(turn, fcntl.LOCK_EX)
    try:
        handle = _when_free(directory)
        try:
            yield
        finally:
            os.close(handle)
    finally:
        turn.unlink(missing_ok=True)
        os.close(waiting)


def _when_free(directory: Path) -> int:
    until = time.monotonic() + WAIT
    while True:
        try:
            return _lock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise StoreError(
                    "somebody is reading the graph",
                    where=str(directory),
                    fix="close it there, then run the same command again",
                ) from error
            time.sleep(0.05)
