"""One Oxigraph store: the quads of a graph directory, natively; `.dataset` is the rdflib door.

The store is a cache that `kg build --rebuild` makes again. It is written aside in one batch and
renamed; readers hold a shared lock on the graph directory, so that it never vanishes under them.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from threading import Semaphore
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from kg.errors import NotFoundError, StoreError
from kg.pattern import Pattern, Quads
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from rdflib import Dataset

STAMP = "built-from.json"
"""File inside `store/`: what it was built from, and the sum of each of its files."""
WAIT = 10.0
"""Seconds that a writer waits for readers to close."""
DAMAGE = (OSError, ValueError, RuntimeError)
"""What pyoxigraph raises when the files of a store cannot be read."""
_LOADERS, _PIECE = 2, 4 << 20
"""Threads that load, and bytes that each loads at a time: it takes ten times as much memory."""
_VOLATILE = ("LOCK", "LOG", STAMP)
_TURN = "store.next"
"""File that a writer holds while it waits for readers: who comes later lets it go first."""


class Store(Quads):
    """The quads of one graph, for reading. Close it, or use it in a `with` statement."""

    def __init__(
        self, raw: ox.Store, lock: int | None = None, directory: Path | None = None
    ) -> None:
        self._raw: ox.Store | None = raw
        self._lock = lock
        self._directory = directory
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
            return cls(ox.Store.read_only(str(folder(directory))), lock, directory)
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
        raw.bulk_extend(quads)  # nobody sees it half done
        return cls(raw)

    @property
    def raw(self) -> ox.Store:
        """The pyoxigraph store itself."""
        if self._raw is None:
            raise StoreError("the store is closed", fix="open the graph again")
        return self._raw

    @property
    def directory(self) -> Path | None:
        """The graph directory that it was opened from."""
        return self._directory

    @property
    def is_in_memory(self) -> bool:
        """Whether it is no store on disk; only there are the quads of a subject together."""
        return self._lock is None

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

    def matching(self, pattern: Pattern) -> Iterator[ox.Quad]:
        """Yield the quads that fit a pattern; raises StoreError where the store is damaged."""
        with self._reading():
            yield from self.raw.quads_for_pattern(*pattern)

    def solutions(self, text: str, *, union: bool = False) -> Iterator[ox.QuerySolution]:
        """Yield the solutions of one of our own SELECT queries; raises as `matching`.

        For trusted text only: nothing bounds its time, memory or reach. The default graph is that
        of facts, or with `union` that of all graphs.
        """
        with self._reading():
            yield from cast(
                "ox.QuerySolutions",
                self.raw.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=union),
            )

    def lines(self) -> bytes:
        """Return all quads as N-Quads; raises as `matching`."""
        with self._reading():
            return self.raw.dump(format=ox.RdfFormat.N_QUADS) or b""

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except DAMAGE as error:
            raise damage(error, self._directory) from error

    def close(self) -> None:
        """Let go of the store and of its lock."""
        self._raw = self._dataset = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __len__(self) -> int:
        with self._reading():
            return len(self.raw)

    def __del__(self) -> None:
        self.close()


def write_store(
    directory: Path, batches: Iterable[Iterable[ox.Quad]], about: Mapping[str, Any] | None = None
) -> None:
    """Write a whole new store of quads; `about` says what it was built from. See `change_store`."""

    def fill(raw: ox.Store, _: Path) -> Mapping[str, Any]:
        for batch in batches:
            raw.bulk_extend(batch)  # a third of the time of extend; nobody sees it half done
        return about or {}

    change_store(directory, fill)


Change = Callable[[ox.Store, Path], Mapping[str, Any]]
"""Fills or changes a store, may put files beside it into its folder, and says of what it is now."""


def change_store(directory: Path, change: Change, *, is_fresh: bool = True) -> None:
    """Make a store beside the old one, change it, and put it in the place of the old one.

    It begins empty, or if not `is_fresh` as a copy of the old one, of hard links: the tables of
    RocksDB are never written to again. `stamp` gives back what `change` says of it.

    Raises:
        StoreError: the disk is full, or readers keep the old store open.
    """
    aside = directory / "store.new"
    shutil.rmtree(aside, ignore_errors=True)
    try:
        linked = {} if is_fresh else _link(folder(directory), aside)
        about = _changed(aside, change)
        files = {**sums(aside, linked), **{n: s for n, s in linked.items() if (aside / n).exists()}}
        whole = json.dumps({**about, "files": files}, indent=1, sort_keys=True)
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


def load_lines(raw: ox.Store, lines: Iterable[bytes]) -> None:
    """Load lines of N-Quads into a store that nobody reads, without holding them all.

    They go in pieces: one is loaded, outside of Python, while the next is made. What kg wrote
    itself is not validated again.
    """
    free = Semaphore(_LOADERS + 1)  # pieces that are held at a time
    with ThreadPoolExecutor(_LOADERS) as loaders:
        done = []
        for piece in _pieces(lines):
            free.acquire()
            done.append(loaders.submit(_load, raw, piece, free))
        for one in done:
            one.result()


def _load(raw: ox.Store, piece: bytes, free: Semaphore) -> None:
    try:
        raw.bulk_load(piece, format=ox.RdfFormat.N_QUADS, lenient=True)
    finally:
        free.release()


def _pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Join lines to pieces of about _PIECE bytes."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= _PIECE:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def as_file(lines: Iterable[bytes]) -> io.BufferedReader:
    """Return lines as a file to read from, without holding them all."""
    return io.BufferedReader(_Lines(iter(lines)))


def stamp(directory: Path) -> Mapping[str, Any]:
    """Return what a store was built from and the sums of its files; empty when there is none."""
    try:
        found = json.loads((folder(directory) / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def sums(store: Path, known: Collection[str] = ()) -> dict[str, str]:
    """Return the SHA-256 of each file of a RocksDB directory but its log, lock and the known."""
    left = {*_VOLATILE, *known}
    files = (p for p in sorted(store.iterdir()) if p.is_file() and p.name not in left)
    return {p.name: _sum(p) for p in files}


def _sum(path: Path) -> str:
    with path.open("rb") as file:  # of a million rows one is of gigabytes
        return hashlib.file_digest(file, "sha256").hexdigest()


def altered(directory: Path) -> list[str]:
    """Return the names of the files of a store that are not as they were written, sorted."""
    written, store = stamp(directory).get("files", {}), folder(directory)
    found = sums(store) if store.is_dir() else {}
    return sorted(n for n in written.keys() | found.keys() if written.get(n) != found.get(n))


def damage(told: object, directory: Path | None) -> StoreError:
    """Make the error for a store that cannot be read, of what is told about it."""
    where, fix = str(directory or ""), remedy(directory)
    return StoreError(f"the store is damaged: {told}", where=where, fix=fix)


def folder(directory: Path) -> Path:
    """Return where the store is: a writer that is killed between two renames leaves `store.old`."""
    store, old = directory / "store", directory / "store.old"
    return old if old.is_dir() and not store.exists() else store


def remedy(directory: Path | None) -> str:
    """Return the command that makes a store again from the evidence."""
    return f"kg build --rebuild -o {directory or 'NAME.kg'}"


def _changed(aside: Path, change: Change) -> Mapping[str, Any]:
    raw = ox.Store(str(aside))  # pyoxigraph closes a store when nothing refers to it
    about = change(raw, aside)
    raw.flush()
    return about


def _link(store: Path, aside: Path) -> dict[str, str]:
    """Copy a closed store, its tables by hard links; return the sums that those are known by."""
    known = json.loads((store / STAMP).read_text(encoding="utf-8"))["files"]
    linked = {}
    aside.mkdir()
    for path in store.iterdir():
        if path.suffix == ".sst" and path.name in known:
            os.link(path, aside / path.name)
            linked[path.name] = str(known[path.name])
        elif path.name not in _VOLATILE:
            shutil.copyfile(path, aside / path.name)
    return linked


class _Lines(io.RawIOBase):
    """Lines as a file to read from."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = memoryview(b"".join(islice(self._lines, 1000)))
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def _swap(directory: Path, aside: Path) -> None:
    store, old = directory / "store", directory / "store.old"
    if store.exists():
        shutil.rmtree(old, ignore_errors=True)
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
