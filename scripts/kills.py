#!/usr/bin/env python3
"""Kill `kg build` at random moments, and look whether anything is lost or half there.

Usage: scripts/kills.py [N] [SEED]. Each round starts from an empty directory or from a graph of one
document, adds documents, is killed by SIGKILL within the time that the whole takes, and is looked
at: every file must be whole and the store one of those that a build left, or none. The same build
again must then give the quads of one that nobody killed. Prints the counts; 1 if one went wrong.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kg.archive import Archive
from kg.build import build
from kg.errors import KgError
from kg.store import Store

TEXTS = (
    "Peru negotiates with Chile. The minister Ana Quispe criticized Bolivia in Lima.",
    "Bolivia paid Ecuador in May 2025. Ana Quispe visited Quito, the police said.",
    "Chile denied that it funds Peru. Luis Rojas met Ana Quispe in Santiago.",
)
# The model is loaded once; each build is a fork, so that a kill takes nothing else along. The
# parent itself opens no store: threads do not outlive a fork.
_FORK = multiprocessing.get_context("fork")


def dump(out: Path) -> str:
    """Return a digest of the quads of a store, "" where there is none."""
    if not (out / "store").is_dir():
        return ""
    with Store.open(out) as store:
        return hashlib.sha256("\n".join(sorted(map(str, store.quads()))).encode()).hexdigest()


def look(out: Path, known: set[str]) -> str:
    """Say what is wrong with a graph directory after a kill; "" if nothing is."""
    if not (out / "kg.toml").is_file():
        return ""
    try:
        list(Archive.open(out).evidence())
        found = dump(out)
    except KgError as error:
        return f"unreadable: {error}"
    return "" if found in known else "the store is one that no build left"


def forked(work: Callable[..., Any], *args: Any, kill_after: float | None = None) -> Any:
    """Return what some work gives in a fork; None when it was killed before it was done."""
    receiver, sender = _FORK.Pipe(duplex=False)
    child = _FORK.Process(target=lambda: sender.send(work(*args)))
    child.start()
    sender.close()
    child.join(kill_after)
    if child.is_alive():
        child.kill()
    child.join()
    try:
        return receiver.recv()
    except EOFError:
        return None


def make(paths: list[Path], out: Path) -> str:
    """Build, and return the digest of the quads."""
    report = build(paths, out)
    return dump(out) if not report.failures else f"failed: {report.failures}"


def rounds(number: int, folder: Path, seed: int) -> Counter[str]:
    """Kill so many builds; count them, those that ended first, and each thing gone wrong."""
    chance, counts = random.Random(seed), Counter[str]()
    paths = [folder / f"{n}.txt" for n in range(len(TEXTS))]
    for path, text in zip(paths, TEXTS, strict=True):
        path.write_text(text, encoding="utf-8")
    _load_model()
    first, whole = folder / "first.kg", folder / "whole.kg"
    one = forked(make, paths[:1], first)
    start = time.monotonic()
    final = forked(make, paths, whole)
    takes = time.monotonic() - start
    while counts["killed"] < number:
        out = folder / "round.kg"
        is_update = counts["killed"] % 2 == 1
        if is_update:
            shutil.copytree(first, out)
        start = time.monotonic()
        if forked(make, paths, out, kill_after=chance.uniform(0, takes)):
            takes = time.monotonic() - start  # how busy the machine is changes
            counts["ended before the kill"] += 1
        else:
            counts["killed"] += 1
        wrong = forked(look, out, {one, final} if is_update else {"", one, final})
        if wrong or forked(make, paths, out) != final:
            counts[wrong or "the same build again gives something else"] += 1
        shutil.rmtree(out)
    return counts


def _load_model() -> None:
    from kg.extract import extract
    from kg.model import Document

    extract(Document("0" * 64, TEXTS[0]))


def main(arguments: list[str]) -> int:
    """Run the rounds and print the counts."""
    number, seed = map(int, [*arguments, *("200", "1")[len(arguments) :]])
    with TemporaryDirectory() as folder:
        counts = rounds(number, Path(folder), seed)
    print(", ".join(f"{n} {what}" for what, n in counts.items()))
    return 0 if counts["killed"] and set(counts) <= {"killed", "ended before the kill"} else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
