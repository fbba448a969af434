"""Files and folders that are written whole or not at all: aside, then renamed."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from kg.atomic import atomic_write, fill, told
from kg.errors import UsageError

MANIFEST = ".kg-export"
"""File in a folder that we wrote: the names of its files, one a line."""
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2


def write_file(path: Path, pieces: Iterable[str | bytes]) -> None:
    """Write a file piece by piece, in a folder that may be new.

    Raises:
        StoreError: it cannot be written; what was there before stays.
    """
    with told(path):
        path.parent.mkdir(exist_ok=True)
    atomic_write(path, pieces)


def write_folder(path: Path, files: Iterable[tuple[str, Iterable[str | bytes]]]) -> None:
    """Write a folder of files; an older export there is replaced.

    Raises:
        UsageError: there is something that no export wrote; it stays.
        StoreError: the folder cannot be written; what was there before stays.
    """
    aside = path.with_name(f".{path.name}.new")
    with told(path):
        _recover(path)
        _check(path)
        shutil.rmtree(aside, ignore_errors=True)
        try:
            names = [_into(aside, name, pieces) for name, pieces in files]
            aside.mkdir(exist_ok=True)
            fill(aside / MANIFEST, [f"{n}\n" for n in names])
            _put(aside, path)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _put(aside: Path, path: Path) -> None:
    """Put a folder in the place of an older one, which stays until the new one is there."""
    if not path.exists():
        aside.replace(path)
    elif not _exchange(aside, path):
        old = _old(path)
        shutil.rmtree(old, ignore_errors=True)
        path.replace(old)
        aside.replace(path)
        shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, so that neither is ever gone; False where none can do it."""
    swap = getattr(ctypes.CDLL(None), "renameat2", None)  # Linux, and not every file system
    if swap is None:
        return False
    return bool(swap(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


def _old(path: Path) -> Path:
    return path.with_name(f".{path.name}.old")


def _recover(path: Path) -> None:
    """Bring back the older folder if a kill left none, which only two renames can do."""
    if _old(path).exists() and not path.exists():
        _old(path).replace(path)


def _into(folder: Path, name: str, pieces: Iterable[str | bytes]) -> str:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    fill(folder / name, pieces)
    return name


def _check(path: Path) -> None:
    if not path.exists():
        return
    what = "is a file, and this format is a folder"
    if path.is_dir():
        found = {str(f.relative_to(path)) for f in path.rglob("*") if not f.is_dir()}
        listed = path / MANIFEST
        ours = set(listed.read_text(encoding="utf-8").split("\n")) if listed.is_file() else set()
        if found <= ours | {MANIFEST}:
            return
        what = f"holds what no export wrote: {min(found - ours - {MANIFEST})}"
    raise UsageError(what, where=str(path), fix="name a new folder with -o")
