"""What it costs to take a table in: `kg import` of a CSV of people, each tied to a city.

Beside it stands what no import can do without: to read the same CSV, and to load as many quads as
the graph then holds into a bare store on disk. Then the same file again, and a small table beside
it. Sizes come from KG_BENCH_ROWS, "20000,100000" without it; 1000000 takes half an hour and 40 GB
of disk. Each runs in a process of its own: wall and CPU time of it, and the peak of its memory.
"""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from benchmarks import Row
from kg.cli import run
from kg.store import Store
from kg.tables import Link, TableMap, dump_map

SIZES = os.environ.get("KG_BENCH_ROWS", "20000,100000")
MAP = TableMap(
    "Person", "name", "id", (Link("city", "livesIn", "City"),), values={"born": "dateOfBirth"}
)
MEMORY = 1000.0
"""Megabytes that an import may take."""
FEW = 100
"""Rows of a table that comes beside a large one."""
_SYLLABLES = ("ka", "mo", "ri", "ta", "ne", "lu", "sa", "bo", "di", "fe", "gu", "ha", "jo", "ki")


def rows() -> Iterator[Row]:
    """Yield the import of each size, beside its peer and its goals."""
    for count in map(int, SIZES.split(",")):
        with TemporaryDirectory() as name:
            yield from _compared(Path(name), count)


def _compared(folder: Path, count: int) -> Iterator[Row]:
    for name, rows in (("people.csv", people(count)), ("few.csv", people(FEW, seed=8))):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("id", "name", "born", "city", "note"), *rows])
    (folder / "people.toml").write_text(dump_map(MAP), encoding="utf-8")
    ours = _measured("taken", folder)
    with Store.open(folder / "people.kg") as store:
        store.raw.dump(str(folder / "people.nq"), format=ox.RdfFormat.N_QUADS)
        quads = len(store)
    again, beside = _measured("taken", folder), _measured("beside", folder)
    alone = _measured("alone", folder)
    bare = _measured("bare", folder)
    name = f"CSV read, {quads / count:.0f} quads a row loaded"
    what = f"import of {count:,} rows"
    yield Row(f"{what}, CPU", ours["cpu"], bare["cpu"], name, unit="s CPU", size=count)
    yield Row(what, ours["wall"], bare["wall"], name, size=count)
    rate = count * 60 / ours["wall"]
    yield Row(f"{what}, rows a minute", rate, 100_000, "goal", unit="rows", size=count)
    yield Row(f"{what}, for 100,000", ours["wall"] * 100_000 / count, 60.0, "goal", goal="<= 1")
    yield Row(f"{what}, memory", ours["memory"], bare["memory"], name, unit="MB", size=count)
    yield Row(f"{what} again", again["cpu"], ours["cpu"], "the first", unit="s CPU", size=count)
    by = "into a graph of its own"
    yield Row(f"{what}, memory", ours["memory"], MEMORY, "goal", unit="MB", goal="<= 1")
    what = f"{FEW} rows beside {count:,}"
    yield Row(what, beside["cpu"], alone["cpu"], by, unit="s CPU", size=count)


def people(count: int, seed: int = 7) -> Iterator[tuple[str, ...]]:
    """Yield rows of people: an id, a name, a day of birth, one of many cities, a note."""
    chance = random.Random(seed)
    cities = [f"{_word(chance, 3)} {end}" for end in ("Bay", "Falls", "Hill") for _ in range(1500)]
    for number in range(count):
        name = " ".join(_word(chance, length) for length in (2, 3, 2))
        born = f"{chance.randrange(1930, 2010)}-{chance.randrange(1, 13):02}-17"
        note = f"entry {chance.randrange(10**6)}, as told"
        yield str(number), f"{name}{number % 97}", born, chance.choice(cities), note


def _word(chance: random.Random, length: int) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(length)).capitalize()


def _measured(work: str, folder: Path) -> dict[str, float]:
    """Return wall and CPU seconds and megabytes of a piece of work in a process of its own."""
    code = f"import sys; from benchmarks.tables import child; child({work!r}, sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def child(work: str, folder: str) -> None:
    """Do it, and print what it took."""
    start = time.perf_counter()
    {"taken": _taken, "bare": _bare, "beside": _beside, "alone": _alone}[work](Path(folder))
    used = resource.getrusage(resource.RUSAGE_SELF)
    took = {
        "wall": time.perf_counter() - start,
        "cpu": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss / 1024,
    }
    print(json.dumps(took))


def _taken(folder: Path) -> None:
    _import(folder, "people.csv", "people.kg")


def _beside(folder: Path) -> None:
    _import(folder, "few.csv", "people.kg")


def _alone(folder: Path) -> None:
    _import(folder, "few.csv", "few.kg")


def _import(folder: Path, table: str, graph: str) -> None:
    given = [str(folder / table), "--map", str(folder / "people.toml"), "-g", str(folder / graph)]
    if code := run(["import", *given]):
        sys.exit(code)


def _bare(folder: Path) -> None:
    with (folder / "people.csv").open(encoding="utf-8", newline="") as file:
        number = sum(1 for _ in csv.reader(file))
    store = ox.Store(str(folder / "bare"))
    store.bulk_load(path=str(folder / "people.nq"), format=ox.RdfFormat.N_QUADS)
    store.flush()
    shutil.copyfile(folder / "people.csv", folder / f"kept-{number}.csv")
