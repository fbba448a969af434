"""Work on many things in several processes; one that crashes or hangs costs only what it held."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from kg.errors import InputError, KgError

T = TypeVar("T")
R = TypeVar("R")

_POLL = 1.0  # seconds between two looks at the clocks of the workers


@dataclass(slots=True)
class _Worker(Generic[T]):
    """A process, the pipe to it, and what it works on since when."""

    process: BaseProcess
    pipe: Connection
    number: int = -1
    thing: T | None = None
    until: float = 0.0


def each(
    things: Iterable[T], work: Callable[[T], R], *, jobs: int, seconds: Callable[[T], float]
) -> Iterator[tuple[int, R | KgError]]:
    """Yield for each thing its number, from 0, and what `work` makes of it, as it gets done.

    A `KgError` that `work` raises comes back as the result. So does, as an `InputError`, a process
    that dies, and one that takes more `seconds` than a thing may. `work` must be a function of a
    module; the processes are forked where the system can, so what is loaded before is shared.

    >>> sorted(each([3, -4], abs, jobs=2, seconds=lambda _: 9.0))
    [(0, 3), (1, 4)]
    """
    context = _context()
    waiting = iter(enumerate(things))
    workers: list[_Worker[T]] = []
    try:
        for _ in range(max(1, jobs)):
            if not _start(context, work, waiting, workers, seconds):
                break
        while workers:
            ready = wait([w.pipe for w in workers], timeout=_POLL)
            for worker in list(workers):
                if worker.pipe in ready:
                    yield worker.number, _received(worker)
                elif time.monotonic() < worker.until:
                    continue
                else:
                    yield worker.number, _lost("takes too long to read")
                alive = worker.pipe in ready and worker.process.is_alive()
                if alive and _give(worker, waiting, seconds):
                    continue
                _end(worker)
                workers.remove(worker)
                if not alive:
                    _start(context, work, waiting, workers, seconds)
    finally:
        for worker in workers:
            _end(worker)


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _context() -> BaseContext:
    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def _start(
    context: BaseContext,
    work: Callable[[T], R],
    waiting: Iterator[tuple[int, T]],
    workers: list[_Worker[T]],
    seconds: Callable[[T], float],
) -> bool:
    """Start a worker on the next thing; False: there is none."""
    ours, theirs = multiprocessing.Pipe()
    process = context.Process(target=_serve, args=(work, theirs, ours), daemon=True)  # type: ignore[attr-defined]
    worker: _Worker[T] = _Worker(process, ours)
    following = next(waiting, None)
    if following is None:
        ours.close()
        theirs.close()
        return False
    process.start()
    theirs.close()
    workers.append(worker)
    _send(worker, following, seconds)
    return True


def _give(
    worker: _Worker[T], waiting: Iterator[tuple[int, T]], seconds: Callable[[T], float]
) -> bool:
    following = next(waiting, None)
    if following is not None:
        _send(worker, following, seconds)
    return following is not None


def _send(worker: _Worker[T], following: tuple[int, T], seconds: Callable[[T], float]) -> None:
    worker.number, worker.thing = following
    worker.until = time.monotonic() + seconds(following[1])
    worker.pipe.send(following[1])


def _received(worker: _Worker[Any]) -> Any:
    try:
        return worker.pipe.recv()
    except (EOFError, ConnectionError):
        worker.process.join()
        return _lost(f"ends the process that reads it ({_death(worker.process.exitcode)})")


def _death(code: int | None) -> str:
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


def _lost(what: str) -> InputError:
    return InputError(what, fix="leave it out, and report it with the text that does this")


def _end(worker: _Worker[Any]) -> None:
    worker.process.kill()  # idle or lost; a later fork may hold the pipe open, so no end of file
    worker.pipe.close()
    worker.process.join()


def _serve(work: Callable[[Any], Any], pipe: Connection, other: Connection) -> None:
    """Answer one thing after the other until the pipe is closed: a worker's whole life."""
    other.close()
    while True:
        try:
            thing = pipe.recv()
        except (EOFError, ConnectionError, KeyboardInterrupt):
            return
        try:
            pipe.send(work(thing))
        except KgError as error:
            pipe.send(error)
        except (ConnectionError, KeyboardInterrupt):  # the parent was killed: nobody waits
            return
        except Exception as error:  # noqa: BLE001 - of a plug-in, say: it costs one document
            reason = f"{type(error).__name__}: {error}"
            pipe.send(_lost(f"cannot be read: {' '.join(reason.split())[:200]}"))
