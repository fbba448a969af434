"""The parent's side of the worker: start it, wait, kill it, and say in words what it died of."""

from __future__ import annotations

import ast
import fcntl
import marshal
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import InputError, KgError, LimitError, NotFoundError, StoreError

if TYPE_CHECKING:
    from kg.store import Store

_START = "import sys; sys.path += sys.argv[1:]; from worker import main; main()"


class Limits(NamedTuple):
    """What one query may use: seconds of wall time, bytes of memory, rows and bytes of answer.

    `max_bytes` is for an answer in memory, `max_file` for one that is written into a file;
    `services` are the URLs that SERVICE may call; without any there is no network.
    """

    timeout: float = 30.0
    memory: int = 1 << 30
    max_rows: int | None = None
    max_bytes: int = 256 << 20
    max_file: int = 4 << 30
    services: tuple[str, ...] = ()


def run(
    store: Store | Path | str, request: dict[str, Any], limits: Limits
) -> tuple[dict[str, Any], bytes]:
    """Answer one request in a worker process; return its header and the bytes of the answer.

    Raises:
        LimitError: the worker ran out of time or memory.
        InputError: the query broke the worker's stack.
        StoreError: the worker died of something else.
    """
    request = {
        **request,
        "memory": limits.memory,
        "cpu": int(2 * limits.timeout) + 5,
        "max_bytes": limits.max_bytes,
        "max_file": limits.max_file,
        "network": bool(limits.services),
    }
    with _reading(store) as (path, quads):
        sent = marshal.dumps({**request, "path": path}) + quads
        code, out, told = _work(sent, limits)
        head, _, body = out.partition(b"\n")
        died = code != 0 or not head
        header = {} if died else ast.literal_eval(head.decode())
        if died or "store" in header or "memory" in header:
            _check(Path(path).parent if path else None, header.get("store"))
    if died:
        raise _death(code, told.decode(errors="replace"), limits)
    if "memory" in header:
        raise _out_of_memory(limits)
    return header, body


def _check(directory: Path | None, told: str | None) -> None:
    """Raise StoreError if a store is damaged: a query over it may go round until memory ends."""
    from kg.store import altered, damage, stamp

    if told:
        raise damage(told, directory)
    if directory and stamp(directory) and altered(directory):
        raise damage("its files are not as they were written", directory)


@contextmanager
def _reading(store: Store | Path | str) -> Iterator[tuple[str | None, bytes]]:
    """Give the path of the store's files under a shared lock, or None and its quads in memory."""
    if not isinstance(store, str | Path):
        yield None, store.lines()
        return
    directory = Path(store)
    remedy = f"kg build FILE... -o {directory}"
    if not directory.is_dir():
        raise NotFoundError("no such graph", where=str(directory), fix=remedy)
    handle = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        # As kg.store.folder, without importing what else is there.
        places = (directory / name for name in ("store", "store.old"))
        store_folder = next((str(p) for p in places if p.is_dir()), "")
        if not store_folder:
            raise StoreError("the graph has no store", where=str(directory), fix=remedy)
        yield store_folder, b""
    finally:
        os.close(handle)


def _work(sent: bytes, limits: Limits) -> tuple[int, bytes, bytes]:
    """Start a worker, hand it its request; return its exit code and outputs. It never lives on."""
    # Without site and environment it starts in a third of the time, so it is told where it and
    # pyoxigraph lie; imported, not run as a script, it is compiled once. In a session of its own:
    # Ctrl-C reaches the parent alone, which then kills it.
    found = find_spec("pyoxigraph")
    packages = str(Path(found.origin).parent.parent) if found and found.origin else ""
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _START, str(Path(__file__).parent), packages],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as worker:
        try:
            out, told = worker.communicate(sent, timeout=limits.timeout)
        except subprocess.TimeoutExpired as error:
            raise LimitError(
                f"the query took longer than {limits.timeout:g} s",
                fix="narrow it, or give it more time with --timeout SECONDS",
            ) from error
        finally:
            worker.kill()
    return worker.returncode, out, told


def _out_of_memory(limits: Limits) -> LimitError:
    return LimitError(
        f"the query needs more than {limits.memory >> 20} MB of memory",
        fix="narrow it, or add LIMIT 1000",
    )


def _death(code: int, told: str, limits: Limits) -> KgError:
    """Return the error for a worker's exit code: signals are negative.

    >>> _death(-11, "", Limits()).what
    'the query is nested too deeply'
    """
    if code in (-6, -9) or "MemoryError" in told:
        return _out_of_memory(limits)
    if code in (-24,):
        return LimitError("the query used too much processor time", fix="narrow it")
    if code == -11:
        return InputError("the query is nested too deeply")
    last = told.strip().rpartition("\n")[2]
    return StoreError(f"the query's process ended with {code}: {last or 'no message'}")
