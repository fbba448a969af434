"""Measure how well prose is read, on the data sets of a benchmark folder, with its own scorer.

    scripts/scoreboard.py BENCH [--only SET] [--keep FOLDER]

BENCH holds `score.py` and the sets; what each row means is in its README. Prints one line a metric:
set, metric, precision, recall, F1, the 95 % interval of F1, gold items and predictions.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SETS = {
    "polnear": "polnear/dev",
    "conll04": "conll04/dev",
    "gum": "gum-news",
}
"""The folder of each set that whole documents are read from."""
NAMES = Path(__file__).parent / "benchmark_names.json"


def main() -> int:
    """Measure what was asked for; 0 when every set was scored."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bench", type=Path)
    parser.add_argument("--only", choices=SETS)
    parser.add_argument("--keep", type=Path, help="keep what was read here")
    given = parser.parse_args()
    if not (given.bench / "score.py").is_file():
        parser.error(f"no score.py in {given.bench}")
    print(f"{datetime.now(UTC):%Y-%m-%d}  set · metric · P · R · F1 [95 %] · gold · found")
    with tempfile.TemporaryDirectory() as folder:
        kept = given.keep or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        for name in [given.only] if given.only else SETS:
            show(name, given.bench, kept)
    return 0


def show(name: str, bench: Path, folder: Path) -> None:
    """Read the texts of one set, score them and print each metric."""
    gold = SETS[name]
    texts = sorted((bench / gold / "text").glob("*.txt"))
    start = time.monotonic()
    read = folder / f"{name}.jsonl"
    with read.open("wb") as out:
        command = [sys.executable, "-c", "from kg.cli import entry; entry()", "extract", *texts]
        subprocess.run(command, stdout=out, check=True)
    seconds = time.monotonic() - start
    for metric, row in scored(name, bench, bench / gold, read)["metrics"].items():
        print(f"{name} · {metric} · {line(row)}")
    print(f"{name}: {len(texts)} texts, {seconds:.0f} s")


def line(row: Any) -> str:
    """Return one row of the scorer as P, R, F1 with its interval, and counts."""
    if not isinstance(row, dict) or "f1" not in row:
        return json.dumps(row)
    low, high = row.get("ci95") or (0, 0)
    parts = (*(f"{row[k]:.3f}" for k in ("p", "r", "f1")), f"[{low:.3f}, {high:.3f}]")
    return " · ".join([*parts, str(row["n_gold"]), str(row["n_pred"])])


def scored(name: str, bench: Path, gold: Path, read: Path) -> dict[str, Any]:
    """Return what the benchmark's scorer says of extractions as JSON lines."""
    command = [sys.executable, bench / "score.py", name, "--gold", gold, "--pred", read, "--json"]
    if NAMES.is_file():
        command += ["--names", NAMES]
    done = subprocess.run(command, capture_output=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


if __name__ == "__main__":
    sys.exit(main())
