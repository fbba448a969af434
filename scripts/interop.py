#!/usr/bin/env python3
"""Run every export against every foreign program installed that reads it, and print what they saw.

    scripts/interop.py [GRAPH.kg [FORMAT...]]     (default: the demo articles, built aside; all)

A row a format and reader: nodes and edges seen, attributes kept, seconds. Exit 1 when a reader saw
another graph than was written, or, with CI set, when a reader is missing. The readers are those of
`tests/interop/readers.py`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kg.export import FORMATS, format_named
from kg.export.projection import projection
from kg.store import Store

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "interop"))

from readers import RDF, READERS, awkward, run, try_rdf, try_rows  # noqa: E402


def rows(store: Store, folder: Path, formats: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the matrix of some formats; the last cell is "" or what went wrong."""
    graphs = {"demo": projection(store, claims=True)[0], "awkward": awkward()}
    for reader in READERS:
        for name in (f for f in reader.formats if f in formats):
            if not reader.is_here():
                yield name, reader.name, "", "", "", "", "", f"not installed ({reader.needs})"
                continue
            for title, projected in graphs.items() if name not in RDF else [("demo", None)]:
                start = time.perf_counter()
                cells, wrong = ("", "", ""), ""
                try:
                    if projected is None:
                        cells = (f"{try_rdf(store, reader, name, folder):,} quads", "", "100 %")
                    else:
                        n, e, kept = try_rows(projected, reader, name, folder)
                        cells = (str(n), str(e), f"{kept} %" if kept else "-")
                except (ValueError, KeyError, RuntimeError, OSError) as error:
                    wrong = f"{type(error).__name__}: {error}"
                yield name, reader.name, title, *cells, f"{time.perf_counter() - start:.2f}", wrong


def main(arguments: list[str]) -> int:
    """Print the matrix; return the exit code."""
    formats = [format_named(n).name for n in arguments[1:]] or [f.name for f in FORMATS]
    head = ("format", "reader", "graph", "nodes", "edges", "kept", "seconds", "")
    with tempfile.TemporaryDirectory() as aside:
        graph = Path(arguments[0]) if arguments else Path(aside) / "demo.kg"
        if not arguments:
            run(
                Path(sys.executable).with_name("kg"),
                "build",
                ROOT / "data" / "articles",
                "-o",
                graph,
            )
        with Store.open(graph) as store:
            found = list(rows(store, Path(aside), formats))
    print("{:<10} {:<15} {:<8} {:>12} {:>6} {:>6} {:>8} {}".format(*head))
    for row in found:
        print("{:<10} {:<15} {:<8} {:>12} {:>6} {:>6} {:>8} {}".format(*row))
    missing = [r for r in found if r[7].startswith("not installed")]
    wrong = [r for r in found if r[7] and r not in missing]
    green = len(found) - len(missing) - len(wrong)
    print(f"{green} of {len(found)} green, {len(wrong)} wrong, {len(missing)} without reader")
    unproved = set(formats) - {r[0] for r in found if not r[7]}
    print(f"formats without a reader here: {', '.join(sorted(unproved)) or 'none'}")
    return 1 if wrong or (missing and os.environ.get("CI")) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
