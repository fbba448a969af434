"""What imports did, kept beside the store: the same file again is answered without reading it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from kg.archive import Archive
from kg.atomic import atomic_write
from kg.build import finish
from kg.errors import InputError, counted
from kg.store import stamp
from kg.update import inputs

FILE = "store.imports"
_MOST = 10_000
"""Lines that a report may have to be kept."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: rows or elements read, entities and claims of them, what was left out.

    `dropped` counts, by reason, the claims that the gate refused; `unknown` the words of a graph
    that are no class and no relation here. `ambiguous` are names that several known things have,
    with the ids of these: such a name joins none of them. `is_new` is False when the same file was
    there already, read with the same map.
    """

    rows: int
    entities: int
    claims: int
    left: tuple[InputError, ...] = ()
    dropped: tuple[tuple[str, int], ...] = ()
    unknown: tuple[tuple[str, int], ...] = ()
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...] = ()
    is_new: bool = True
    noun: str = "row"

    def __str__(self) -> str:
        words = {self.noun: self.rows, "entity": self.entities, "claim": self.claims}
        return ", ".join(counted(number, word) for word, number in words.items())

    def to_json(self, path: str = "") -> dict[str, Any]:
        """Return it as a plain object, for a file; what was left out without `path` before it."""
        left = [[e.what, e.where.removeprefix(path), e.fix] for e in self.left]
        return {**{f.name: getattr(self, f.name) for f in fields(self)}, "left": left}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> ImportReport:
        """Read back what `to_json` gave."""
        left = tuple(InputError(what, where=where, fix=fix) for what, where, fix in given["left"])
        pairs = {n: tuple((k, v) for k, v in given[n]) for n in ("dropped", "unknown")}
        several = tuple((name, tuple(ids)) for name, ids in given["ambiguous"])
        return cls(**{**given, **pairs, "left": left, "ambiguous": several})


@dataclass(frozen=True, slots=True)
class Asked:
    """An import into a graph; `digest` is of the file, its map and all else that it follows from.

    What it found is kept with the state of the graph that it left: in that state it is no work.
    Where the file lies is no part of it: `path` is what it is called by now.
    """

    directory: Path
    path: str
    digest: str

    @classmethod
    def of(cls, directory: Path, path: str, *given: str) -> Asked:
        """Name it by what was given."""
        return cls(directory, path, hashlib.sha256(json.dumps(given).encode()).hexdigest())

    def known(self, *, is_dry: bool = False) -> ImportReport | None:
        """Return what it found, if the graph is as it left it; raises as `finish`."""
        kept = self._kept().get(self.digest)
        if not kept or not stamp(self.directory):
            return None
        for error in kept.left:
            error.where = self.path + error.where
        archive = Archive.open(self.directory)
        if is_dry:
            return kept if self._is_now(archive) else None
        with archive.writing():
            if not self._is_now(archive):
                return None
            finish(archive)
        return kept

    def keep(self, report: ImportReport) -> ImportReport:
        """Keep what it found, and return it."""
        if len(report.left) + len(report.ambiguous) + len(report.unknown) <= _MOST:
            whole = {k: v.to_json() for k, v in self._kept().items()}
            whole[self.digest] = replace(report, is_new=False).to_json(self.path)
            now = {"inputs": self._state(), "reports": whole}
            atomic_write(self.directory / FILE, json.dumps(now, ensure_ascii=False).encode())
        return report

    def _kept(self) -> dict[str, ImportReport]:
        """Return what is kept of the state that the store is in."""
        try:
            found = json.loads((self.directory / FILE).read_bytes())
            if found["inputs"] != self._state():
                return {}
            return {k: ImportReport.from_json(v) for k, v in found["reports"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _state(self) -> str:
        return str(stamp(self.directory).get("inputs", ""))

    def _is_now(self, archive: Archive) -> bool:
        return inputs(archive) == self._state()
