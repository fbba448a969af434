"""What is kept beside a store, for tests: rows in tables, and a graph that changes."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path

from kg.archive import Archive
from kg.assemble import FACTS
from kg.build import add, rebuild_store
from kg.export.rows import Kept, Row, put
from kg.graph.beside import seal, state_of
from kg.graph.rows import expand
from kg.mirror import blocks
from kg.model import Extraction
from kg.quads import BASE, document_graph
from kg.store import Store


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


NAMES = [
    "rdf:type", "rdf:subject", "rdf:object", "rdfs:label", "kg:about", "kg:modality", "kg:standing",
    "kg:evidence", "kg:start", "kg:quote", "kg:inDocument", "prov:used",
]  # fmt: skip


def mirrored(directory: Path, names: Iterable[str] = NAMES) -> dict[tuple[str, str], list[str]]:
    """Return what the text beside a store says of subjects; of claims and spans only once."""
    found: dict[tuple[str, str], list[str]] = {}
    every = blocks(directory, {expand(name): name for name in names})
    for subject, values in chain.from_iterable(block.items() for block in every):
        for name, those in values.items():
            is_whole = (subject, name) not in found or name not in ("kg:modality", "kg:start")
            assert is_whole, f"{subject} comes apart"
            found[subject, name] = sorted({*found.get((subject, name), ()), *those})
    return found


def stored(store: Store, names: Iterable[str] = NAMES) -> dict[tuple[str, str], list[str]]:
    """Return what the graphs of documents in a store say of subjects."""
    found: dict[tuple[str, str], set[str]] = {}
    wanted, home = {expand(name): name for name in names}, document_graph("", BASE).value
    for quad in store.quads():
        if quad.graph_name != FACTS and quad.graph_name.value.startswith(home):
            key = quad.subject.value, wanted.get(quad.predicate.value, "")
            found.setdefault(key, set()).add(quad.object.value)
    return {key: sorted(values) for key, values in found.items() if key[1]}
