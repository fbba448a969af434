#!/usr/bin/env python3
"""Print what kg costs, as ratios against peers measured in the same run.

A part is a module of `scripts/benchmarks/` with a function `rows()`; without a name all of them
run, in order of name. A peer that is not installed gives no rows. The rows are a Markdown table;
`--compact` makes one with a column a size, as the README has it, and shows each row on stderr as it
comes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module, metadata
from pathlib import Path

import benchmarks
from benchmarks import Row

PACKAGES = (
    "claimgraph", "pyoxigraph", "oxigraph", "oxrdflib", "rdflib", "networkx", "rustworkx",
    "igraph", "sparq-rdf", "pyvis",
)  # fmt: skip
SIZES = "10000,100000,1000000"


def parts() -> list[str]:
    """Return the names of the parts, sorted."""
    return sorted(p.stem for p in Path(benchmarks.__file__).parent.glob("[a-z]*.py"))


def versions() -> dict[str, str]:
    """Return the versions of Python, of the packages that are installed and of Virtuoso."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found | benchmarks.server_versions()


def measure(chosen: list[str]) -> Iterator[tuple[str, Row]]:
    """Yield the rows of the chosen parts, each with the name of its part."""
    for part in chosen:
        for row in import_module(f"benchmarks.{part}").rows():
            yield part, row


def line(row: Row) -> str:
    """Return one row of the table."""
    size = f"{row.size:,}" if row.size else ""
    against = f"{amount(row.peer, row.unit)} ({row.peer_name})"
    cells = [row.what, size, amount(row.ours, row.unit), against, f"{row.ratio:.2g}", verdict(row)]
    return f"| {' | '.join(cells)} |"


def amount(number: float, unit: str) -> str:
    """Return a figure for people; seconds below one as milliseconds.

    >>> amount(0.0123, "s"), amount(0.15, "s CPU"), amount(2.5, "MB")
    ('12.3 ms', '150 ms CPU', '2.5 MB')
    """
    if unit.startswith("s") and abs(number) < 1:
        return f"{number * 1000:.3g} m{unit}"
    return f"{number:.3g} {unit}"


def verdict(row: Row) -> str:
    """Return the goal of a row and whether it is met; "" without one."""
    return f"{row.goal} {'met' if row.is_met else 'MISSED'}" if row.goal else ""


def compact(rows: list[Row]) -> Iterator[str]:
    r"""Yield a table of a line a comparison: for each size our figure and its ratio to the peer's.

    >>> at = {n: Row("look up", n / 1e6, n / 1e5, "rdflib", goal=">= 5", size=n) for n in (10, 99)}
    >>> print(*compact(list(at.values())), sep="\n")
    | what | beside | 10 | 99 | goal |
    |---|---|---|---|---|
    | look up | rdflib | 0.01 ms, 0.1 | 0.099 ms, 0.1 | >= 5 met |
    """
    sizes = sorted({row.size for row in rows if row.size})
    yield f"| what | beside | {' | '.join(f'{n:,}' for n in sizes) or 'kg, ratio'} | goal |"
    yield "|---|---|" + "---|" * max(1, len(sizes)) + "---|"
    for what, peer in dict.fromkeys((row.what, row.peer_name) for row in rows):
        same = {row.size: row for row in rows if (row.what, row.peer_name) == (what, peer)}
        # What has no size stands in the last column.
        cells = [_cell(same.get(size)) for size in sizes[:-1]]
        cells.append(_cell(same.get(sizes[-1] if sizes else 0, same.get(0))))
        worst = max(same.values(), key=lambda row: (row.is_met is False, row.size))
        beside = peer if peer != "goal" else f"goal {amount(worst.peer, worst.unit)}"
        yield f"| {what} | {beside} | {' | '.join(cells)} | {verdict(worst)} |"


def _cell(row: Row | None) -> str:
    return f"{amount(row.ours, row.unit)}, {row.ratio:.2g}" if row else "–"


def main(arguments: list[str]) -> int:
    """Measure and print; 2 for a part that does not exist."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of: {', '.join(parts())}")
    parser.add_argument("--scale", default=SIZES, metavar="N,N", help=f"quads, or {SIZES}")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="an object with versions and rows")
    shape.add_argument("--compact", action="store_true", help="a column a size, for the README")
    given = parser.parse_args(arguments)
    chosen = given.parts or parts()
    if unknown := sorted(set(chosen) - set(parts())):
        print(f"no part {', '.join(unknown)}; one of: {', '.join(parts())}", file=sys.stderr)
        return 2
    os.environ["KG_BENCH_SIZES"] = given.scale
    about = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "versions": versions()}
    if given.json:
        found = [row.record() | {"part": part} for part, row in measure(chosen)]
        print(json.dumps({**about, "rows": found}, indent=1))
        return 0
    print(f"{about['date']}: " + ", ".join(f"{k} {v}" for k, v in versions().items()) + "\n")
    shown = sys.stderr if given.compact else sys.stdout
    print("| what | size | kg | peer | ratio | goal |\n|---|---|---|---|---|---|", file=shown)
    rows = []
    for _, row in measure(chosen):
        rows.append(row)
        print(line(row), file=shown, flush=True)
    if given.compact:
        print(*compact(rows), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
