"""`kg diff` of a graph and the same with one document more, beside reading both stores once."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import Row, both

if TYPE_CHECKING:
    from kg.model import Extraction

EACH, PEOPLE, MOST = 20, 500, 100_000
"""Claims a document, people that they are of, and the most claims."""


def rows() -> Iterator[Row]:
    """Yield the time of a comparison at each size; `size` counts claims."""
    sizes = sorted(int(n) for n in os.environ.get("KG_BENCH_SIZES", "10000").split(","))
    for size in (n for n in sizes if n <= MOST):
        with TemporaryDirectory() as folder:
            yield _compared(Path(folder), size)


def _compared(folder: Path, size: int) -> Row:
    from kg.compare import diff
    from kg.graph.claims import Claims
    from kg.graph.view import nodes
    from kg.store import Store

    old, new = grown(folder, size // EACH)

    def read() -> None:
        for graph in (old, new):
            with Store.open(graph) as store:
                assert Claims(store).statements
                assert nodes(store)

    ours, peer = both(lambda: diff(old, new), read, 2)
    return Row("kg diff, one document more", ours, peer, "reading both stores once", size=size)


def grown(folder: Path, documents: int) -> tuple[Path, Path]:
    """Make a graph of some documents, and one of the same and another."""
    from kg.archive import Archive
    from kg.build import add, finish

    old = Archive(folder / "old.kg")
    for number in range(documents):
        add(old, *_document(number))
    finish(old)
    new = Archive.open(Path(shutil.copytree(old.path, folder / "new.kg")))
    add(new, *_document(documents))
    finish(new)
    return old.path, new.path


def _document(number: int) -> tuple[Extraction, bytes]:
    """Return a text in which some people thank others, and what is to be read in it."""
    from kg.model import Claim, Document, Entity, Extraction, Mention, Sentence, Span

    text, told = "", []
    for n in range(EACH):
        ends = (number * 7 + n * 3) % PEOPLE, (number * 11 + n * 5 + 1) % PEOPLE
        who, whom = (f"Person {'ABCDEFGHIJ'[e % 10]}{e:03}" for e in ends)
        start = len(text)
        text += f"{who} thanked {whom} in case {number} of {n}. "
        at = text.index(whom, start + len(who))
        told.append((who, whom, Span(start, len(text) - 1), Span(start, start + len(who)),
                     Span(at, at + len(whom))))  # fmt: skip
    raw = text.strip()
    document = Document(hashlib.sha256(raw.encode()).hexdigest(), raw, title=f"Report {number}")
    things: dict[str, list[Mention]] = {}
    for who, whom, _, one, other in told:
        things.setdefault(who, []).append(Mention(one, "name"))
        things.setdefault(whom, []).append(Mention(other, "name"))
    ids = {name: f"e{n}" for n, name in enumerate(things)}
    claims = tuple(
        Claim(f"c{n}", (span,), subject=ids[who], predicate="supports", object=ids[whom])
        for n, (who, whom, span, _, _) in enumerate(told) if who != whom
    )  # fmt: skip
    entities = tuple(Entity(ids[n], "Person", n, tuple(m)) for n, m in things.items())
    sentences = tuple(Sentence(n, t[2]) for n, t in enumerate(told, start=1))
    return Extraction(document, "bench/1", sentences, entities, (), claims), raw.encode()
