"""The SHA-256 of files: those known before stand for what is as it was, as git does with its index.

What is known is kept in a file; it may be deleted at any time.
"""

from __future__ import annotations

import json
import time
from hashlib import file_digest
from pathlib import Path

from kg.atomic import atomic_write

_SETTLED = 2_000_000_000
"""Nanoseconds after which a change of a file shows in its times, whatever the file system."""
_State = tuple[int, int, int, int]


class Sums:
    """The sums of files of a folder, by path; `where` is the file that keeps them."""

    def __init__(self, folder: Path, where: str) -> None:
        self._folder, self._where = folder, folder / where
        self._seen: dict[str, tuple[str, _State, bool]] = {}
        self._kept = _read(self._where)

    def of(self, name: str, *, is_kept: bool = True) -> str:
        """Return the sum of a file; one that is as it was when its sum was made is not read.

        Without `is_kept` only what was read by this very object is known. Raises OSError.
        """
        now = (self._folder / name).stat()
        state = (now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns)
        if name in self._seen and self._seen[name][1] == state:
            return self._seen[name][0]
        known = self._kept.get(name) if is_kept else None
        if known and known[1:] == [*state]:
            return str(known[0])
        is_settled = time.time_ns() - max(now.st_mtime_ns, now.st_ctime_ns) > _SETTLED
        with (self._folder / name).open("rb") as file:
            found = file_digest(file, "sha256").hexdigest()
        self._seen[name] = (found, state, is_settled)
        return found

    def keep(self) -> None:
        """Write down what was read; what may have changed since without a trace is left out."""
        now = {
            n: [found, *state] for n, (found, state, is_settled) in self._seen.items() if is_settled
        }
        if any(self._kept.get(name) != known for name, known in now.items()):
            self._kept |= now
            there = {n: v for n, v in self._kept.items() if (self._folder / n).is_file()}
            atomic_write(self._where, json.dumps(there, separators=(",", ":")).encode())


def _read(path: Path) -> dict[str, list[object]]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    is_known = isinstance(found, dict) and all(isinstance(v, list) for v in found.values())
    return found if is_known else {}
