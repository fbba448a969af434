"""Read, extract, archive, link, project, load: from documents to a whole graph directory."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg import read
from kg.archive import Archive, damaged
from kg.errors import InputError, KgError, UsageError, counted
from kg.model import Extraction, Losses
from kg.parts import AnyPart
from kg.quads import extractor_iri, to_evidence
from kg.read.files import place, texts_of
from kg.reading import RULES, Settings, Task, each_task, read_evidence
from kg.store import Store, stamp
from kg.update import inputs, update_store

_BATCH = 100_000
Progress = Callable[[int, int], None]
"""Is told how many documents are done, and of how many."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, and what the graph holds now.

    `read` documents were extracted anew, `skipped` were already there; `failures` are the files
    that could not be read. `facts` are relations, and roles of events and situations. `lost` is
    what was given up in the documents read now.
    """

    read: int
    skipped: int
    failures: tuple[KgError, ...]
    documents: int = 0
    entities: int = 0
    facts: int = 0
    claims: int = 0
    lost: Losses = field(default_factory=Counter)

    @property
    def exit_code(self) -> int:
        """3 when a file of several failed, its own code when it was the only one, else 0."""
        alone = len(self.failures) == 1 and not self.read + self.skipped
        return self.failures[0].exit_code if alone else 3 * bool(self.failures)

    def __str__(self) -> str:
        words = {"document": self.documents, "entity": self.entities, "fact": self.facts}
        whole = ", ".join(counted(n, word) for word, n in {**words, "claim": self.claims}.items())
        skipped = f", {self.skipped} already there" if self.skipped else ""
        return f"{whole} ({self.read} read now{skipped})"


def build(
    paths: Iterable[Path],
    out: Path,
    *,
    rebuild: bool = False,
    model: str | None = None,
    frames: str | None = None,
    extractor: str | None = None,
    max_bytes: int = read.MAX_BYTES,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build or extend a graph directory from files of any format of `kg.read`, and folders of them.

    A file may hold several documents, and a path may be a pattern ("news/**/*.html"). What is there
    already, by hash and extractor, is not read again. A file that cannot be read is reported and
    the rest is built; killed anywhere, the same call makes the same graph. Without paths the graph
    that is there takes in what came into its folder: a colleague's decisions, documents.

    `frames` is a file of further frames and ties. `extractor` names a plug-in that reads in place
    of the rules; if None, `extractor` in the graph's kg.toml does. So many `jobs` read at once, one
    for each processor if None; the graph is the same, whatever their number. `progress` is called
    with how many documents are done, and of how many.

    Raises:
        UsageError: no files, and no graph is there.
        MissingExtra: reading prose needs spaCy, which is not installed.
        StoreError: the directory is damaged, locked or no graph.
    """
    paths = [Path(p) for p in paths]
    if not paths and not Path(out).is_dir():
        raise UsageError("name a file to build from", fix=f"kg build FILE... -o {out}")
    archive = Archive(out) if paths else Archive.open(out)
    with archive.writing():
        try:
            loaded, failures = _load(paths, archive, max_bytes)
            named = extractor or str(archive.settings.get("extractor", RULES))
            settings = Settings(model, frames, named)
            todo = _todo(archive, loaded, settings)
            _check_untouched(archive, loaded)
            lost: Losses = Counter()
            read_now = _extract(archive, todo, loaded, failures, settings, jobs, progress, lost)
            if archive.holds_documents():
                finish(archive, rebuild=rebuild)
        finally:
            archive.discard()
    counts = stamp(out).get("counts", {})
    return BuildReport(read_now, len(loaded) - len(todo), tuple(failures), **counts, lost=lost)


def add(archive: Archive, extraction: Extraction, raw: bytes) -> None:
    """Put one document and what was read in it into an archive: the source first, then evidence.

    Raises:
        InputError: the extraction is not whole, or its document's short hash is taken.
    """
    evidence = to_evidence(extraction, base=archive.base)
    archive.add_source(extraction.document, raw)
    archive.write_evidence(extraction.document.sha256, evidence)


def rebuild_store(archive: Archive) -> None:
    """Make the whole store again from all evidence, and the manifest; raises as `update_store`."""
    update_store(archive, rebuild=True)
    archive.write_manifest()


def finish(archive: Archive, *, rebuild: bool = False, made: Sequence[AnyPart] = ()) -> None:
    """Bring store and manifest up to date, if they are not; raises as `rebuild_store`.

    `made` are parts of documents that are new: their evidence is not read for them.
    """
    if rebuild or made or stamp(archive.path).get("inputs") != inputs(archive):
        update_store(archive, rebuild=rebuild, made=made)
    archive.write_manifest()


def publish(directory: Path, url: str) -> tuple[int, int]:
    """Make a SPARQL endpoint hold what the store of a graph directory holds.

    Graphs that differ are replaced; returns how many were written and how many removed.

    Raises:
        StoreError: the store cannot be read, or the endpoint cannot be reached or refuses.
    """
    from kg.remote import RemoteStore

    remote = RemoteStore(url, base=Archive.open(directory).base)
    with Store.open(directory) as store:
        return remote.write(store.quads())


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The bytes of one document, and the names of the files that hold them."""

    raw: bytes
    names: set[str]
    path: str = ""

    def task(self, sha256: str, settings: Settings, base: str) -> Task:
        """Return the reading of it, by the first name it came by, else that in the archive."""
        name = min(self.names, default=f"{sha256}.txt")
        return Task(read.Text(name, self.raw), self.path, settings, base)


def _load(
    paths: Iterable[Path], archive: Archive, max_bytes: int
) -> tuple[dict[str, _Loaded], list[KgError]]:
    """Read the documents of files and folders, by hash; equal texts are one."""
    loaded: dict[str, _Loaded] = {}
    failures: list[KgError] = []
    own = (archive.path / "sources").resolve()
    for file, text in texts_of(paths, failures, max_bytes):
        sha256 = hashlib.sha256(text.raw).hexdigest()
        found = loaded.setdefault(sha256, _Loaded(text.raw, set(), place(file, text)))
        if file.resolve().parent != own:
            found.names.add(text.name)
    return loaded, failures


def _todo(archive: Archive, loaded: Mapping[str, _Loaded], settings: Settings) -> list[str]:
    """Return the hashes of documents that this extractor has not read, or that are damaged."""
    if not loaded:
        return []
    tool = extractor_iri(settings.version(), archive.base).value.encode()
    changed = {name for name, _ in archive.check_manifest(is_kept=True)}
    todo = []
    for sha256 in sorted(loaded):
        source = archive.path / "sources" / f"{sha256}.txt"
        evidence = archive.evidence_path(sha256)
        files = {f"evidence/{evidence.name}", f"sources/{sha256}.txt"}
        there = source.is_file() and evidence.is_file() and not files & changed
        if not there or tool not in evidence.read_bytes():
            todo.append(sha256)
    return todo


def _extract(
    archive: Archive,
    todo: Iterable[str],
    loaded: Mapping[str, _Loaded],
    failures: list[KgError],
    settings: Settings,
    jobs: int | None,
    progress: Progress | None,
    lost: Losses,
) -> int:
    """Extract and keep documents as they get done; count them, and collect those that fail."""
    hashes = list(todo)
    tasks = [loaded[h].task(h, settings, archive.base) for h in hashes]
    failed: dict[int, KgError] = {}
    for done, (number, found) in enumerate(each_task(tasks, read_evidence, jobs), start=1):
        kept = found if isinstance(found, KgError) else _keep(archive, tasks[number], found[0])
        if isinstance(kept, KgError):
            kept.where = tasks[number].path or kept.where
            failed[number] = kept
        elif not isinstance(found, KgError):
            lost += found[1]
        if progress:
            progress(done, len(tasks))
    failures += [failed[number] for number in sorted(failed)]
    for sha256, one in loaded.items():
        archive.add_names(sha256, one.names)
    return len(tasks) - len(failed)


def _keep(archive: Archive, task: Task, evidence: bytes) -> InputError | None:
    """Put one document into the archive: the source first, then what was read in it."""
    document = read.parse(task.text.raw, task.text.name)
    try:
        archive.add_source(document, task.text.raw)
    except InputError as error:
        return error
    archive.write_evidence(document.sha256, evidence)
    return None


def _check_untouched(archive: Archive, loaded: Mapping[str, _Loaded]) -> None:
    """Refuse to build on a file that changed by itself: a new manifest would hide it."""
    if not (archive.path / "manifest.json").is_file():
        return
    named = {sha256[:8] for sha256 in loaded}
    for name, what in archive.check_manifest(is_kept=True):
        path = archive.path / name
        is_record = path.parent.name in ("sources", "evidence") and "not in" not in what
        if is_record and path.stem[:8] not in named:
            raise damaged(path)
