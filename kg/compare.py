"""Two graph directories, compared: the documents, facts, claims and decisions that differ."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from os import PathLike
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.archive import Archive
from kg.decisions import mark
from kg.errors import UsageError
from kg.graph.difference import difference
from kg.store import Store, load_lines, stamp
from kg.update import alike, inputs, recomputed

Record = dict[str, Any]


def diff(old: str | PathLike[str], new: str | PathLike[str], *, facts: bool = False) -> Record:
    """Return what differs between two graph directories; nothing is written.

    See `kg.graph.difference.difference` for `status`, `facts`, `claims`, `entities`, `documents`;
    `decisions` are `added` and `removed`, each with its `number`; `is_equal` says whether nothing
    differs. With `facts` there are only facts, and what became one or is none any more. A store
    that is not there or older than its files, as after `git checkout`, is made in memory.

    Raises:
        NotFoundError: one of them is not there.
        StoreError: one is no graph directory, or its files or its store are damaged.
        UsageError: their IRIs begin otherwise, so that nothing in them could be the same.
    """
    archives = [Archive.open(Path(path)) for path in (old, new)]
    if len(bases := {a.base for a in archives}) > 1:
        fix = "build one of them anew with the base of the other, in its kg.toml"
        raise UsageError(f"their IRIs begin otherwise: {', '.join(sorted(bases))}", fix=fix)
    now = [inputs(a) for a in archives]
    is_same = len(set(now)) == 1  # equal files, equal stores
    fresh = [stamp(a.path).get("inputs") == i for a, i in zip(archives, now, strict=True)]
    known = alike(*archives) if all(fresh) and not is_same else ()
    with ExitStack() as opened:
        one, other = (
            opened.enter_context(
                Store.memory() if is_same else Store.open(a.path) if is_fresh else _made(a)
            )
            for a, is_fresh in zip(archives, fresh, strict=True)
        )
        found = difference(one, other, known)
    found["decisions"] = _decisions(*(a.decisions() for a in archives))
    if facts:
        found = {"status": [s for s in found["status"] if _is_of_facts(s)], "facts": found["facts"]}
    told = (each for part in found.values() for each in _lists(part))
    return {"old": str(old), "new": str(new), "is_equal": not any(told), **found}


def _made(archive: Archive) -> Store:
    """Make in memory what the files give."""
    raw = ox.Store()
    load_lines(raw, recomputed(archive))
    return Store(raw)


def _decisions(old: list[Record], new: list[Record]) -> dict[str, list[Record]]:
    sides = [{mark(d): {"number": n, **d} for n, d in enumerate(s, start=1)} for s in (old, new)]
    one, other = sides
    return {
        "added": [d for m, d in other.items() if m not in one],
        "removed": [d for m, d in one.items() if m not in other],
    }


def _is_of_facts(status: Record) -> bool:
    was, now = status["was"]["status"], status["now"]["status"]
    return was != now and "fact" in (was, now)


def _lists(part: Any) -> Collection[Any]:
    return part.values() if isinstance(part, dict) else [part]
