#!/usr/bin/env python3
"""Print what kg costs, as ratios against peers measured in the same run.

Usage: scripts/bench.py [PART...] [--json]. A part is a module of `scripts/benchmarks/` with a
function `rows()`; without a name all of them run, in order of name. A peer that is not installed
gives no rows.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

import benchmarks

PACKAGES = (
    "claimgraph", "pyoxigraph", "oxigraph", "oxrdflib", "rdflib", "networkx", "rustworkx",
    "igraph", "sparq-rdf", "pyvis",
)  # fmt: skip


def parts() -> list[str]:
    """Return the names of the parts, sorted."""
    return sorted(p.stem for p in Path(benchmarks.__file__).parent.glob("[a-z]*.py"))


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that are installed."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def measure(chosen: list[str]) -> Iterator[dict[str, Any]]:
    """Yield one record a row of the chosen parts."""
    for part in chosen:
        for row in import_module(f"benchmarks.{part}").rows():
            yield {
                "part": part,
                "what": row.what,
                "ours": row.ours,
                "peer": row.peer,
                "peer_name": row.peer_name,
                "unit": row.unit,
                "ratio": row.ratio,
                "goal": row.goal,
                "is_met": row.is_met,
            }


def line(found: dict[str, Any]) -> str:
    """Return one row of the table."""
    mark = {True: "met", False: "MISSED", None: ""}[found["is_met"]]
    ours, peer = (f"{found[key]:.4g} {found['unit']}" for key in ("ours", "peer"))
    ratio, against = f"{found['ratio']:.3g}", f"{peer} ({found['peer_name']})"
    return f"| {found['what']} | {ours} | {against} | {ratio} | {found['goal']} | {mark} |"


def main(arguments: list[str]) -> int:
    """Measure and print; 2 for a part that does not exist."""
    as_json = "--json" in arguments
    chosen = [a for a in arguments if a != "--json"] or parts()
    if unknown := sorted(set(chosen) - set(parts())):
        print(f"no part {', '.join(unknown)}; one of: {', '.join(parts())}", file=sys.stderr)
        return 2
    about = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "versions": versions()}
    if as_json:
        print(json.dumps({**about, "rows": list(measure(chosen))}, indent=1))
        return 0
    print(f"{about['date']}: " + ", ".join(f"{k} {v}" for k, v in versions().items()))
    print("| what | kg | peer | ratio | goal | |\n|---|---|---|---|---|---|")
    for found in measure(chosen):
        print(line(found), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
