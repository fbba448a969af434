"""What is kept beside a store, for tests: rows in tables, and a graph that changes."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from kg.archive import Archive
from kg.build import add, rebuild_store
from kg.export.rows import Kept, Row, put
from kg.graph.beside import seal, state_of
from kg.model import Extraction


def kept_rows(rows: Iterable[Row]) -> Kept:
    """Return rows that were put into tables."""
    tables = sqlite3.connect("")
    put(tables, "rows", rows)
    return Kept(tables, "rows")


def rename(directory: Path, example: Extraction, label: str) -> None:
    """Build the graph of the example again, with another name for Ana Quispe."""
    renamed = (replace(e, label=label) if e.id == "e7" else e for e in example.entities)
    archive = Archive.open(directory)
    add(archive, replace(example, entities=tuple(renamed)), example.document.text.encode())
    rebuild_store(archive)


def make_up(directory: Path, file: str, version: str, harm: str) -> None:
    """Change tables kept beside a store, and seal them as if kg had made them so."""
    path = directory / file
    os.truncate(path, path.stat().st_size - hashlib.sha256().digest_size)
    with closing(sqlite3.connect(path)) as tables:
        tables.executescript(harm)
    seal(path, state_of(directory, file, version))
