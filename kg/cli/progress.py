"""A bar on stderr for long work; on a terminal only, and gone when the work is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SOON = 1.0  # seconds; what is done sooner needs no bar


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function to call with how many are done, and of how many; None off a terminal.

    >>> with progress_bar("Reading") as tell:  # in a test: stderr is no terminal
    ...     tell is None
    True
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    start, text = time.monotonic(), TextColumn("{task.description}")
    columns = (text, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, visible=False)

        def tell(done: int, total: int) -> None:
            is_long = time.monotonic() - start > _SOON
            bar.update(task, completed=done, total=total, visible=is_long)

        yield tell
