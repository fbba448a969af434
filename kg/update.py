"""The store of a graph directory brought up to date: only what differs is written.

Beside its quads a store keeps what was read of each document (`PARTS`): enough to link all of them
again without reading their evidence, and to tell which graphs of documents have changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import __version__, resources, vocabulary
from kg.archive import Archive, damaged
from kg.assemble import FACTS, Dataset, Graph, shared_graph
from kg.decisions import Numbered, asserted, claims_meant, in_force, standings
from kg.errors import InputError
from kg.model import Extraction, Standing
from kg.parts import AnyPart, Blocks, Part, RowPart, from_bytes
from kg.quads import BASE, TYPE, RowReader, document_graph, kg, to_evidence
from kg.store import change_store, folder, load_lines
from kg.vocabulary import NS

PARTS = "parts.jsonl"
"""File inside `store/`: a line for each document, its sums and then its `Part`."""


def inputs(archive: Archive) -> str:
    """Return a digest of all that a store is made from; equal digests, equal stores."""
    whole = json.dumps([shipped(archive.base), archive.sums()], sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def update_store(archive: Archive, *, rebuild: bool = False) -> None:
    """Link and project all evidence again, and put the store in place that follows from it.

    Graphs of documents that are as they were are taken over, unless it is to be rebuilt.

    Raises:
        StoreError: evidence is damaged, the disk is full, or readers keep the old store.
        InputError: a decision that cannot be replayed.
    """
    old = {} if rebuild else _kept(archive)
    now = _Now.of(archive, old)
    changed = [s for s, kept in old.items() if now.states.get(s) != kept.state]
    if old and 2 * len(changed) <= len(old):
        change_store(archive.path, partial(_amend, now, old), is_fresh=False)
    else:  # most of it differs, or there is nothing
        change_store(archive.path, partial(_fill, now))


def recomputed(archive: Archive) -> Iterator[bytes]:
    """Link and project all evidence, and yield what a store must hold, as lines of N-Quads."""
    now = _Now.of(archive, {})
    return now.dataset.lines(now.desk.evidence)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the store keeps of a document: the state its graph was made from, and its part.

    `key` names what the part was made from.
    """

    state: str
    key: str
    part: bytes

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
    desk: _Desk

    @classmethod
    def of(cls, archive: Archive, old: Mapping[str, _Kept]) -> _Now:
        """Read what is not kept, and link."""
        sums, decisions = archive.sums(), archive.decisions()
        names = {h: f"evidence/{archive.evidence_path(h).name}" for h in archive.hashes()}
        keys = {h: sums[n] for h, n in names.items() if n in sums}
        parts: dict[str, AnyPart] = {}
        kept = {}
        for sha256, key in keys.items():
            is_kept = sha256 in old and old[sha256].key == key
            raw = old[sha256].part if is_kept else part_of(archive, sha256).to_bytes()
            parts[sha256], kept[sha256] = from_bytes(raw, archive.base), raw
        desk = _Desk.of(archive, in_force(decisions), parts)
        for sha256, part in parts.items():
            if sha256 in desk.asserted or desk.decides(part):
                parts[sha256] = desk.part(sha256)  # the rest is what nobody decided on
        dataset = Dataset.of(
            parts.values(), decisions, desk.decided, archive.document, base=archive.base
        )
        states = {
            sha256: _digest(
                key,
                sums[f"sources/{sha256}.json"],
                dataset.context(sha256, desk.evidence(sha256)),
                desk.says(sha256),
            )
            for sha256, key in keys.items()
        }
        return cls(archive, dataset, states, keys, kept, desk)

    def graph(self, sha256: str) -> Iterator[bytes]:
        """Yield the lines of a document's graph."""
        return self.dataset.graph(sha256, self.desk.evidence(sha256))

    def about(self, raw: ox.Store, aside: Path) -> Mapping[str, Any]:
        """Write down what the store is made from, and count what it holds."""
        with (aside / PARTS).open("wb") as file:
            file.write(shipped(self.archive.base).encode() + b"\n")
            for sha256, state in self.states.items():
                file.write(_Kept(state, self.keys[sha256], self.kept[sha256]).line(sha256))
        claims = sum(part.size for part in self.dataset.parts.values())
        counts = {"documents": len(self.states), "claims": claims, **_counts(raw)}
        return {"inputs": inputs(self.archive), "counts": counts}


def _fill(now: _Now, raw: ox.Store, aside: Path) -> Mapping[str, Any]:
    """Load everything into an empty store."""
    load_lines(raw, now.dataset.lines(now.desk.evidence))
    return now.about(raw, aside)


def _amend(now: _Now, old: Mapping[str, _Kept], raw: ox.Store, aside: Path) -> Mapping[str, Any]:
    """Change the graphs of documents that are not as they were, and what documents share."""
    for sha256 in sorted(old.keys() | now.states.keys()):
        was, state = old.get(sha256), now.states.get(sha256)
        graph = document_graph(sha256, now.archive.base)
        if was is None:
            load_lines(raw, now.graph(sha256))
        elif was.state != state:
            _replace(raw, [graph], now.graph(sha256) if state else ())
    names = ("identity", "curation", "ontology")
    graphs: list[Graph] = [shared_graph(name, now.archive.base) for name in names]
    _replace(raw, [FACTS, *graphs], now.dataset.shared(now.desk.evidence))
    return now.about(raw, aside)


def _replace(raw: ox.Store, graphs: Iterable[Graph], lines: Iterable[bytes]) -> None:
    """Make some graphs hold these lines: write and remove only those that differ."""
    held = dict.fromkeys((line for graph in graphs for line in _dumped(raw, graph)), False)
    new = []
    for line in lines:
        if line in held:
            held[line] = True
        else:
            new.append(line)
    # What the store spells in another way ("1.0" as "1") is removed, and comes back with the rest.
    gone = b"".join(line for line, is_wanted in held.items() if not is_wanted)
    for quad in ox.parse(gone, format=ox.RdfFormat.N_QUADS):
        raw.remove(quad)
    raw.load(input=b"".join(new), format=ox.RdfFormat.N_QUADS)


def _dumped(raw: ox.Store, graph: Graph) -> Iterator[bytes]:
    """Yield the quads of a graph as lines of N-Quads."""
    found = raw.quads_for_pattern(None, None, None, graph)
    return (f"{quad} .\n".encode() for quad in found)


@dataclass(frozen=True, slots=True)
class _Desk:
    """The evidence as people's decisions leave it: what they added, and the standing of claims."""

    archive: Archive
    chosen: list[Numbered]
    decided: Mapping[str, Standing]
    asserted: Mapping[str, list[int]]

    @classmethod
    def of(cls, archive: Archive, chosen: list[Numbered], parts: Mapping[str, AnyPart]) -> _Desk:
        """Find the claims that decisions in force are on, among those of all documents."""
        added: dict[str, list[int]] = {}
        for number, decision in chosen:
            if decision["do"] == "assert":
                sha256 = decision["document"].removeprefix("sha256:")
                added.setdefault(sha256, []).append(number)
        meant = claims_meant(chosen)
        there = {
            claim
            for sha256, part in (parts.items() if meant else ())
            for claim in part.meant(meant, evidence_blocks(archive, sha256))
        }

        def read(sha256: str) -> Extraction | None:
            if sha256 not in parts:
                return None
            return asserted(archive.extraction(sha256), chosen, archive.base)

        decided, _ = standings(chosen, there, read, archive.base)
        return cls(archive, chosen, decided, added)

    def part(self, sha256: str) -> Part:
        """Make the part of a document that people decided on."""
        base = self.archive.base
        whole = asserted(self.archive.extraction(sha256), self.chosen, base)
        return Part.of(whole, b"".join(self.evidence(sha256)), self.decided, base)

    def decides(self, part: AnyPart) -> bool:
        """Whether a claim of a text was decided on; a table is told when its facts are read."""
        return isinstance(part, Part) and not self.decided.keys().isdisjoint(part.claims)

    def evidence(self, sha256: str) -> Blocks:
        """Yield what was read in a document, with what people added to it."""
        if sha256 in self.asserted:
            base = self.archive.base
            whole = asserted(self.archive.extraction(sha256), self.chosen, base)
            yield to_evidence(whole, base=base)
        else:
            yield from evidence_blocks(self.archive, sha256)

    def says(self, sha256: str) -> str:
        """Return which decisions added to a document."""
        return f"{self.asserted.get(sha256, [])}"


def part_of(archive: Archive, sha256: str) -> AnyPart:
    """Read one document's evidence; raises StoreError if it is damaged."""
    base, document = archive.base, archive.document(sha256)
    reader = RowReader(sha256, base)
    head = archive.evidence_head(sha256)
    if not reader.is_rows(head):
        return Part.of(archive.extraction(sha256), archive.raw_evidence(sha256), base=base)
    try:
        return RowPart.of(evidence_blocks(archive, sha256), document, reader.tool(head), base)
    except InputError as error:
        raise damaged(archive.evidence_path(sha256)) from error


def evidence_blocks(archive: Archive, sha256: str) -> Blocks:
    """Yield the evidence of a document: as it is, or that of a table row by row."""
    reader = RowReader(sha256, archive.base)
    if reader.is_rows(archive.evidence_head(sha256)):
        return archive.evidence_blocks(sha256, reader.starts())
    return iter([archive.raw_evidence(sha256)])


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
