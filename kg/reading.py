"""Texts to what an extractor reads in them, many at once: the part of a build without a graph."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from kg import read
from kg.contract import extraction_json
from kg.errors import KgError
from kg.model import Extraction, Losses
from kg.pool import cores, each
from kg.quads import BASE, to_evidence
from kg.read.files import place, texts_of

RULES = "rules"
"""Name of the extractor that ships."""
_R = TypeVar("_R")


def extract_files(
    paths: Iterable[Path],
    failures: list[KgError],
    *,
    model: str | None = None,
    frames: str | None = None,
    extractor: str | None = None,
    max_bytes: int = read.MAX_BYTES,
    jobs: int | None = None,
    tell: Callable[[Extraction, str], str] | None = None,
    lost: Losses | None = None,
) -> Iterator[str]:
    """Yield one line of JSON a document, or what `tell` makes of it, in the order of the files.

    What cannot be read is added to `failures`, what was given up to `lost`; so many `jobs` read at
    once, as in `build`. `tell` is a function of a module, given an extraction and its path.

    Raises:
        MissingExtra: reading prose needs spaCy, which is not installed.
        NotFoundError: no installed extractor has this name.
    """
    tasks: list[Task] = []
    settings = Settings(model, frames, extractor or RULES)
    lost = Counter() if lost is None else lost

    def told() -> Iterator[Task]:
        for file, text in texts_of(paths, failures, max_bytes):
            tasks.append(Task(text, place(file, text), settings, BASE))
            yield tasks[-1]

    early: dict[int, tuple[str, Losses] | KgError] = {}
    following = 0
    for number, found in each_task(told(), partial(_told, tell or _line), jobs):
        early[number] = found
        while following in early:  # in the order of the files, whoever is done first
            one = early.pop(following)
            if isinstance(one, KgError):
                one.where = tasks[following].path
                failures.append(one)
            else:
                lost += one[1]
                yield one[0]
            following += 1


@dataclass(frozen=True, slots=True)
class Settings:
    """What is read with: a language model, a file of further frames, an extractor's name.

    None is what ships.
    """

    model: str | None = None
    frames: str | None = None
    extractor: str = RULES

    def version(self) -> str:
        """Return the extractor's name and version; raises as `extract`."""
        from kg.extract import version

        return version(self.model, self.frames, self.extractor)

    def load(self) -> None:
        """Load the model, and check the frames: before any fork, so that all processes share it."""
        from kg.extract.annotate import load_model

        self.version()
        if self.extractor == RULES:
            load_model(self.model)


@dataclass(frozen=True, slots=True)
class Task:
    """One text to read in a process of the pool."""

    text: read.Text
    path: str
    settings: Settings
    base: str

    def extraction(self) -> Extraction:
        """Read it; raises as `kg.extract.extract`."""
        from kg.extract import extract

        document, own = read.parse(self.text.raw, self.text.name), self.settings
        return extract(document, model=own.model, frames=own.frames, extractor=own.extractor)


def read_evidence(task: Task) -> tuple[bytes, Losses]:
    """Return the evidence of one text as canonical N-Quads, and what was given up in it."""
    found = task.extraction()
    return to_evidence(found, base=task.base), found.losses


def each_task(
    tasks: Iterable[Task], work: Callable[[Task], _R], jobs: int | None
) -> Iterator[tuple[int, _R | KgError]]:
    """Yield what the work makes of each task, or why it cannot; one alone needs no process."""
    waiting = iter(tasks)
    first = list(islice(waiting, 2))
    if not first:
        return
    first[0].settings.load()
    if len(first) > 1 and jobs != 1:
        everything = chain(first, waiting)
        yield from each(everything, work, jobs=jobs or cores(), seconds=_patience)
        return
    for number, task in enumerate(chain(first, waiting)):
        try:
            yield number, work(task)
        except KgError as error:
            yield number, error


def _told(tell: Callable[[Extraction, str], str], task: Task) -> tuple[str, Losses]:
    found = task.extraction()
    return tell(found, task.path), found.losses


def _line(extraction: Extraction, path: str) -> str:
    return json.dumps(extraction_json(extraction, path), ensure_ascii=False)


def _patience(task: Task) -> float:
    """Return how many seconds a text may take: a minute, and a second more for each kilobyte."""
    return 60 + len(task.text.raw) / 1000
