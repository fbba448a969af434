"""The store of a graph directory brought up to date: only what differs is written.

Beside its quads a store keeps what was read of each document (`PARTS`): enough to link all of them
again without reading their evidence, and to tell which graphs of documents have changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import __version__, resources, vocabulary
from kg.archive import Archive
from kg.assemble import FACTS, Dataset, Graph, shared_graph
from kg.atomic import fill
from kg.decisions import in_force
from kg.mirror import Writer
from kg.parts import AnyPart, Part, RowPart, from_bytes
from kg.quads import BASE, TYPE, document_graph, document_iri, kg
from kg.store import STAMP, Store, change_store, folder, load_lines, stamp
from kg.update.desk import Desk, Held, part_of
from kg.update.loose import Loose, remove
from kg.vocabulary import NS

PARTS = "parts.jsonl"
"""File inside `store/`: a line for each document, its sums and then its `Part`."""
LOOSE = "loose.nq"
"""File inside `store/`: the lines that are `Dataset.loose`; beside them tables are left alone."""
_TELLS = {True: "+", False: "-"}


def inputs(archive: Archive) -> str:
    """Return a digest of all that a store is made from; equal digests, equal stores."""
    whole = json.dumps([shipped(archive.base), archive.sums()], sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def is_behind(directory: Path) -> bool:
    """Whether a store follows from other files than are there now; raises as `Archive.open`.

    If not, the store is marked as new as they are: a copy of a graph needs no second comparison.
    """
    now = time.time_ns()
    if stamp(directory).get("inputs") != inputs(Archive.open(directory)):
        return True
    with suppress(OSError):  # of somebody else, or on a disc that is not written to
        os.utime(folder(directory) / STAMP, ns=(now, now))
    return False


def alike(one: Archive, other: Archive) -> frozenset[str]:
    """Return the IRIs of the documents that have one graph, and one name for all in it, in both.

    Both stores are up to date. Their graphs are made from equal files in an equal state.
    """
    if one.base != other.base:
        return frozenset()
    kept = _kept(one), _kept(other)
    shared = kept[0].keys() & kept[1].keys()
    same = (sha256 for sha256 in shared if kept[0][sha256].state == kept[1][sha256].state)
    return frozenset(document_iri(sha256, one.base).value for sha256 in same)


def update_store(archive: Archive, *, rebuild: bool = False, made: Iterable[AnyPart] = ()) -> None:
    """Link and project all evidence again, and put the store in place that follows from it.

    Graphs of documents that are as they were are taken over, unless it is to be rebuilt. `made` are
    parts of their evidence as it is now.

    Raises:
        StoreError: evidence is damaged, the disk is full, or readers keep the old store.
        InputError: a decision that cannot be replayed.
    """
    old = {} if rebuild else _kept(archive)
    now = _Now.of(archive, old, {part.sha256: part for part in made})
    changed = [s for s, kept in old.items() if now.states.get(s) != kept.state]
    if old and 2 * len(changed) <= len(old):
        change_store(archive.path, partial(_amend, now, old), is_fresh=False)
    else:  # most of it differs, or there is nothing
        change_store(archive.path, partial(_fill, now))


def recomputed(archive: Archive) -> Iterator[bytes]:
    """Link and project all evidence, and yield what a store must hold, as lines of N-Quads."""
    now = _Now.of(archive, {}, {})
    return now.dataset.lines(now.desk.evidence)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the store keeps of a document: the state its graph was made from, and its part.

    `key` names what the part was made from. A state ends with whether it tells of its extractor.
    """

    state: str
    key: str
    part: bytes

    @property
    def is_table(self) -> bool:
        """Whether the part is that of a table."""
        return self.part.startswith(RowPart.BEGINS)

    def line(self, sha256: str) -> bytes:
        """Return it as a line of the file."""
        check = hashlib.sha256(self.part).hexdigest()
        return f"{sha256} {self.state} {self.key} {check} ".encode() + self.part + b"\n"


@dataclass(frozen=True, slots=True)
class _Now:
    """All documents as they are now: linked, and for each what its graph is made from."""

    archive: Archive
    dataset: Dataset
    states: Mapping[str, str]
    keys: Mapping[str, str]
    kept: Mapping[str, bytes]
    desk: Desk

    @classmethod
    def of(cls, archive: Archive, old: Mapping[str, _Kept], made: Mapping[str, AnyPart]) -> _Now:
        """Read what is not kept, and link."""
        sums, decisions = archive.sums(), archive.decisions()
        names = {h: f"evidence/{archive.evidence_path(h).name}" for h in archive.hashes()}
        keys = {h: sums.get(n, "") for h, n in names.items() if n in sums or h in made}
        parts: dict[str, AnyPart] = {}
        kept = {}
        for sha256, key in keys.items():
            if sha256 in old and old[sha256].key == key:
                kept[sha256] = old[sha256].part
                parts[sha256] = from_bytes(kept[sha256], archive.base)
            else:
                parts[sha256] = made.get(sha256) or part_of(archive, sha256)
                kept[sha256] = parts[sha256].to_bytes()
        desk = Desk.of(archive, in_force(decisions), parts, _held(archive, old, keys))
        for sha256, part in parts.items():
            if sha256 in desk.asserted or desk.decides(part):
                parts[sha256] = desk.part(sha256)  # the rest is what nobody decided on
        dataset = Dataset.of(
            parts.values(), decisions, desk.decided, archive.document, base=archive.base
        )
        return cls(archive, dataset, _states(dataset, desk, keys, sums), keys, kept, desk)

    def written(self) -> _Now:
        """Return it with what is known only now of tables that were written meanwhile."""
        parts = self.dataset.parts.items()
        new = {s: p.written() for s, p in parts if isinstance(p, RowPart) and p.new}
        if not new:
            return self
        sums = self.archive.sums()
        there = {h: sums[f"evidence/{self.archive.evidence_path(h).name}"] for h in new}
        dataset = replace(self.dataset, parts={**self.dataset.parts, **new})
        keys = {**self.keys, **there}
        states = _states(dataset, self.desk, keys, sums)
        kept = {**self.kept, **{h: part.to_bytes() for h, part in new.items()}}
        return replace(self, dataset=dataset, states=states, keys=keys, kept=kept)

    def graph(self, sha256: str) -> Iterator[bytes]:
        """Yield the lines of a document's graph."""
        return self.dataset.graph(sha256, self.desk.evidence(sha256))

    def is_apart(self, old: Mapping[str, _Kept]) -> bool:
        """Whether no table that was there is another one now."""
        return all(
            self.states.get(sha256, "")[:-1] == kept.state[:-1]
            for sha256, kept in old.items()
            if kept.is_table
        )

    def about(self, raw: ox.Store, aside: Path, loose: Iterable[bytes]) -> Mapping[str, Any]:
        """Write down what the store is made from, and count what it holds."""
        fill(aside / LOOSE, loose)
        with (aside / PARTS).open("wb") as file:
            file.write(shipped(self.archive.base).encode() + b"\n")
            for sha256, state in self.states.items():
                file.write(_Kept(state, self.keys[sha256], self.kept[sha256]).line(sha256))
        claims = sum(part.size for part in self.dataset.parts.values())
        counts = {"documents": len(self.states), "claims": claims, **_counts(raw)}
        return {"inputs": inputs(self.archive), "counts": counts}


def _states(
    dataset: Dataset, desk: Desk, keys: Mapping[str, str], sums: Mapping[str, str]
) -> dict[str, str]:
    """Name, for each document, all that its graph is made from."""
    return {
        sha256: _digest(
            key,
            sums[f"sources/{sha256}.json"],
            dataset.context(sha256, desk.standings(sha256, dataset.parts[sha256])),
            desk.says(sha256),
        )
        + _TELLS[dataset.tells(sha256)]
        for sha256, key in keys.items()
    }


def _fill(now: _Now, raw: ox.Store, aside: Path) -> Mapping[str, Any]:
    """Load everything into an empty store."""
    with Writer(aside, now.archive.base) as mirror:
        load_lines(raw, mirror.take(now.dataset.lines(now.desk.evidence)))
    raw.optimize()  # it came in many pieces: left as they are, a look-up asks several files
    return now.written().about(raw, aside, now.dataset.loose())


def _amend(now: _Now, old: Mapping[str, _Kept], raw: ox.Store, aside: Path) -> Mapping[str, Any]:
    """Change the graphs of documents that are not as they were, and what documents share."""
    before, loose = _loose(now.archive) if now.is_apart(old) else None, list(now.dataset.loose())
    base = now.archive.base
    changed = {s for s, was in old.items() if now.states.get(s) != was.state}
    left = {s for s, was in old.items() if was.is_table and before is not None}
    gone = [document_graph(sha256, base) for sha256 in changed - left]
    with Writer.over(aside, base, gone) as mirror:
        for sha256 in sorted(old.keys() | now.states.keys()):
            if sha256 not in old and isinstance(now.dataset.parts[sha256], Part):
                load_lines(raw, mirror.take(now.graph(sha256)))
            elif sha256 in changed & left:
                _tell(now, sha256, raw, mirror)
            elif sha256 in changed:
                new = mirror.take(now.graph(sha256)) if sha256 in now.states else ()
                _replace(raw, [document_graph(sha256, base)], new)
        if before is None:
            names = ("identity", "curation", "ontology")
            graphs: list[Graph] = [shared_graph(name, base) for name in names]
            _replace(raw, [FACTS, *graphs], now.dataset.shared(now.desk.evidence))
        else:
            parts = now.dataset.parts.items()
            tables = [p for s, p in parts if isinstance(p, RowPart) and s in old]
            Loose(now.dataset, tables, before).become(loose, raw)
        for sha256 in now.states.keys() - old.keys():
            if isinstance(now.dataset.parts[sha256], RowPart):
                whole = now.dataset.whole(sha256, now.desk.evidence(sha256))
                load_lines(raw, mirror.take(whole))
    return now.written().about(raw, aside, loose)


def _tell(now: _Now, sha256: str, raw: ox.Store, mirror: Writer) -> None:
    """Put what describes its extractor into the graph of a table, or take it out."""
    tool = f"<{now.dataset.parts[sha256].tool}> ".encode()
    head = now.archive.evidence_head(sha256).splitlines(keepends=True)
    lines = b"".join(line for line in head if line.startswith(tool))
    if now.dataset.tells(sha256):
        load_lines(raw, mirror.take([lines]))
    else:
        remove(raw, lines)


def _replace(raw: ox.Store, graphs: Iterable[Graph], blocks: Iterable[bytes]) -> None:
    """Make some graphs hold these lines: write and remove only those that differ."""
    held = dict.fromkeys((line for graph in graphs for line in _dumped(raw, graph)), False)
    new = []
    for line in (line for block in blocks for line in block.splitlines(keepends=True)):
        if line in held:
            held[line] = True
        else:
            new.append(line)
    # What the store spells in another way ("1.0" as "1") is removed, and comes back with the rest.
    gone = b"".join(line for line, is_wanted in held.items() if not is_wanted)
    remove(raw, gone)
    raw.load(input=b"".join(new), format=ox.RdfFormat.N_QUADS)


def _dumped(raw: ox.Store, graph: Graph) -> Iterator[bytes]:
    """Yield the quads of a graph as lines of N-Quads."""
    found = raw.quads_for_pattern(None, None, None, graph)
    return (f"{quad} .\n".encode() for quad in found)


def _held(archive: Archive, old: Mapping[str, _Kept], keys: Mapping[str, str]) -> Held:
    """Return what looks for the claims of a table in the store, if the store was made from it."""

    def held(sha256: str, claims: set[str]) -> set[str] | None:
        if sha256 not in old or old[sha256].key != keys[sha256]:
            return None
        graph = document_graph(sha256, archive.base)
        with Store.open(archive.path) as store:
            found = ((ox.NamedNode(c), TYPE, kg("Claim"), graph) for c in claims)
            return {q[0].value for q in found if ox.Quad(*q) in store.raw}

    return held


def _loose(archive: Archive) -> list[bytes] | None:
    """Return the lines that the store was made from last, None if they are not as written."""
    try:
        raw = (folder(archive.path) / LOOSE).read_bytes()
    except OSError:
        return None
    is_whole = stamp(archive.path)["files"].get(LOOSE) == hashlib.sha256(raw).hexdigest()
    return raw.splitlines(keepends=True) if is_whole else None


def _kept(archive: Archive) -> dict[str, _Kept]:
    """Return what the store keeps of each document; nothing of a broken or an older one."""
    found = {}
    try:
        with (folder(archive.path) / PARTS).open("rb") as file:
            if file.readline() != shipped(archive.base).encode() + b"\n":
                return {}
            for line in file:
                sha256, state, key, check, part = line.rstrip(b"\n").split(b" ", 4)
                if hashlib.sha256(part).hexdigest().encode() != check:
                    return {}
                found[sha256.decode()] = _Kept(state.decode(), key.decode(), part)
    except (OSError, ValueError):
        return {}
    return found


def shipped(base: str = BASE) -> str:
    """Return a digest of what comes with kg and shapes every document's part of the store."""
    files = [resources.ontology("kg.ttl")]
    files += [resources.data("gazetteer", f"{n}.tsv") for n in ("countries", "bodies", "places")]
    sums = (hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
    return _digest(__version__, base, *sums)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _counts(raw: ox.Store) -> dict[str, int]:
    """Count entities and facts: relations, values, and roles of what has happened."""
    words = vocabulary.default()
    classes = _tally(raw, f"SELECT ?o (COUNT(*) AS ?n) {{ ?s {TYPE} ?o }} GROUP BY ?o")
    used = _tally(raw, "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")
    above = {name: words.above(name) for name in classes}
    things = (n for c, n in classes.items() if {"Entity", "Eventuality"} & above[c] == {"Entity"})
    real = {
        quad.subject
        for name in classes
        if not above[name].isdisjoint(("Event", "Situation"))
        for quad in raw.quads_for_pattern(None, TYPE, kg(name), FACTS)
    }
    roles = sum(
        quad.subject in real
        for name in filter(words.is_role, used)
        for quad in raw.quads_for_pattern(None, kg(name), None, FACTS)
    )
    told = (p for p in used if not words.is_role(p) and words.is_a(p, "relation", "attribute"))
    return {"entities": sum(things), "facts": roles + sum(used[p] for p in told)}


def _tally(raw: ox.Store, query: str) -> dict[str, int]:
    """Return how often each name of the ontology stands in the facts, counted by the store."""
    found: Any = raw.query(query)
    return {name.value.removeprefix(NS): int(n.value) for name, n in found}
