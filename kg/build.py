"""Read, extract, archive, link, project, load: from documents to a whole graph directory."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph as ox

from kg import __version__, gazetteer, read, resources, vocabulary
from kg.archive import Archive, damaged
from kg.assemble import FACTS, assemble
from kg.errors import InputError, KgError, UsageError, counted
from kg.link import link
from kg.model import Claim, Entity, Eventuality, Extraction, Referent, Span
from kg.pool import cores, each
from kg.project import project
from kg.quads import BASE, TYPE, dump, extractor_iri, local_iris, to_quads
from kg.store import Store, stamp, write_store
from kg.vocabulary import NS

__all__ = [
    "BuildReport",
    "add",
    "assemble",
    "build",
    "extract_files",
    "extraction_json",
    "finish",
    "publish",
    "rebuild_store",
]

_BATCH = 100_000
_RULES = "rules"
_R = TypeVar("_R")
Progress = Callable[[int, int], None]
"""Is told how many documents are done, and of how many."""
Losses = Counter[tuple[str, str]]
"""How often something was given up, by reason and rule."""


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
    the rest is built; killed anywhere, the same call makes the same graph.

    `frames` is a file of further frames and ties. `extractor` names a plug-in that reads in place
    of the rules; if None, `extractor` in the graph's kg.toml does. So many `jobs` read at once, one
    for each processor if None; the graph is the same, whatever their number. `progress` is called
    with how many documents are done, and of how many.

    Raises:
        UsageError: no files, and no graph to rebuild.
        MissingExtra: reading prose needs spaCy, which is not installed.
        StoreError: the directory is damaged, locked or no graph.
    """
    paths = [Path(p) for p in paths]
    if not paths and not (rebuild and Path(out).is_dir()):
        raise UsageError("name a file to build from", fix=f"kg build FILE... -o {out}")
    archive = Archive(out) if paths else Archive.open(out)
    with archive.writing():
        try:
            loaded, failures = _load(paths, archive, max_bytes)
            named = extractor or str(archive.settings.get("extractor", _RULES))
            settings = _Settings(model, frames, named)
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
    evidence = dump(to_quads(extraction, base=archive.base))
    archive.add_source(extraction.document, raw)
    archive.write_evidence(extraction.document.sha256, evidence)


def rebuild_store(archive: Archive) -> None:
    """Link and project all evidence again, and put a new store and manifest in place.

    Raises:
        StoreError: evidence is damaged, the disk is full, or readers keep the old store.
        InputError: a decision that cannot be replayed.
    """
    quads = assemble(archive.evidence(), archive.decisions(), base=archive.base)
    batches = (quads[i : i + _BATCH] for i in range(0, len(quads), _BATCH))
    about = {"inputs": inputs(archive), "counts": _counts(quads)}
    write_store(archive.path, batches, about)
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


def inputs(archive: Archive) -> str:
    """Return a digest of all that a store is made from; equal digests, equal stores."""
    shipped = [
        resources.ontology("kg.ttl"),
        *(resources.data("gazetteer", n) for n in ("countries.tsv", "bodies.tsv", "places.tsv")),
    ]
    sums = [hashlib.sha256(path.read_bytes()).hexdigest() for path in shipped]
    whole = json.dumps([__version__, sums, archive.sums()], sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def extraction_json(extraction: Extraction, path: str = "", *, base: str = BASE) -> dict[str, Any]:
    """Describe one extraction as a plain object: the contract of `kg extract --format jsonl`.

    `iri` is what linking gives the document alone, `kind` what the projection rule makes of it.
    """
    document = extraction.document
    return {
        "document": {
            "id": f"sha256:{document.sha256}",
            "path": path or document.name,
            "title": document.title,
            "published": document.published,
            "length": len(document.text),
        },
        "extractor": extraction.extractor,
        "entities": list(_entities_json(extraction, base)),
        "quantities": [
            {"value": q.value, "unit": q.unit, "start": q.span.start, "end": q.span.end}
            for q in extraction.quantities
        ],
        "eventualities": list(_eventualities_json(extraction, base)),
        "claims": [_claim_json(c) for c in extraction.claims],
        "attributions": [
            {
                "id": a.id,
                "source": _spans_json(a.source),
                "cue": _spans_json(a.cue),
                "content": _spans_json(a.content),
                "speaker": a.speaker,
                "direct": a.verbatim,
            }
            for a in extraction.attributions
        ],
    }


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
    tasks: list[_Task] = []
    settings = _Settings(model, frames, extractor or _RULES)
    lost = Counter() if lost is None else lost

    def told() -> Iterator[_Task]:
        for file, text in _read(paths, failures, max_bytes):
            tasks.append(_Task(text, _place(file, text), settings, BASE))
            yield tasks[-1]

    early: dict[int, tuple[str, Losses] | KgError] = {}
    following = 0
    for number, found in _each(told(), partial(_told, tell or _line), jobs):
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
class _Loaded:
    """The bytes of one document, and the names of the files that hold them."""

    raw: bytes
    names: set[str]
    path: str = ""

    def task(self, sha256: str, settings: _Settings, base: str) -> _Task:
        """Return the reading of it, by the first name it came by, else that in the archive."""
        name = min(self.names, default=f"{sha256}.txt")
        return _Task(read.Text(name, self.raw), self.path, settings, base)


def _load(
    paths: Iterable[Path], archive: Archive, max_bytes: int
) -> tuple[dict[str, _Loaded], list[KgError]]:
    """Read the documents of files and folders, by hash; equal texts are one."""
    loaded: dict[str, _Loaded] = {}
    failures: list[KgError] = []
    own = (archive.path / "sources").resolve()
    for file, text in _read(paths, failures, max_bytes):
        sha256 = hashlib.sha256(text.raw).hexdigest()
        found = loaded.setdefault(sha256, _Loaded(text.raw, set(), _place(file, text)))
        if file.resolve().parent != own:
            found.names.add(text.name)
    return loaded, failures


def _read(
    paths: Iterable[Path], failures: list[KgError], max_bytes: int
) -> Iterator[tuple[Path, read.Text]]:
    """Yield every document with the file it is from; what cannot be read goes to `failures`."""
    for path in paths:
        files = _files(path)
        if not files:
            what = "holds no text" if path.is_dir() else "no file has such a name"
            fix = "put .txt, .md, .html or .pdf files in it"
            failures.append(InputError(what, where=str(path), fix=fix))
        for file in files:
            try:
                for text in read.texts(read.load(file), file.name, max_bytes=max_bytes):
                    if isinstance(text, KgError):
                        failures.append(_placed(text, file))
                    else:
                        yield file, text
            except KgError as error:
                failures.append(_placed(error, file))


def _files(path: Path) -> list[Path]:
    """Return the file itself, the files of a pattern, or the texts under a folder, by name.

    Hidden folders and graphs under a folder are passed over.
    """
    if path.is_dir():
        return sorted(p for p in path.rglob("*") if _is_text(p.relative_to(path)) and p.is_file())
    if any(mark in str(path) for mark in "*?[") and not path.exists():
        start, pattern = Path(path.anchor), path.relative_to(path.anchor)
        return sorted(p for p in start.glob(str(pattern)) if p.is_file())
    return [path]


def _is_text(path: Path) -> bool:
    inner = any(p.startswith(".") or p.endswith(".kg") for p in path.parts[:-1])
    return path.name.lower().endswith(read.FOLDER) and not inner


def _place(file: Path, text: read.Text) -> str:
    """Return the path of a file, with the part of it that a text is."""
    return str(file) + text.name.removeprefix(file.name)


def _placed(error: KgError, file: Path) -> KgError:
    """Give an error the path of the file, where it knows only the name."""
    if not error.where or error.where.startswith(file.name):
        error.where = str(file) + error.where.removeprefix(file.name)
    return error


def _todo(archive: Archive, loaded: Mapping[str, _Loaded], settings: _Settings) -> list[str]:
    """Return the hashes of documents that this extractor has not read, or that are damaged."""
    if not loaded:
        return []
    tool = extractor_iri(settings.version(), archive.base).value.encode()
    changed = {name for name, _ in archive.check_manifest()}
    todo = []
    for sha256 in sorted(loaded):
        source = archive.path / "sources" / f"{sha256}.txt"
        evidence = archive.evidence_path(sha256)
        files = {f"evidence/{evidence.name}", f"sources/{sha256}.txt"}
        there = source.is_file() and evidence.is_file() and not files & changed
        if not there or tool not in evidence.read_bytes():
            todo.append(sha256)
    return todo


@dataclass(frozen=True, slots=True)
class _Settings:
    """What is read with: a language model, a file of further frames, an extractor's name.

    None is what ships.
    """

    model: str | None = None
    frames: str | None = None
    extractor: str = _RULES

    def version(self) -> str:
        """Return the extractor's name and version; raises as `extract`."""
        from kg.extract import version

        return version(self.model, self.frames, self.extractor)

    def load(self) -> None:
        """Load the model, and check the frames: before any fork, so that all processes share it."""
        from kg.extract.annotate import load_model

        self.version()
        if self.extractor == _RULES:
            load_model(self.model)


@dataclass(frozen=True, slots=True)
class _Task:
    """One text to read in a process of the pool."""

    text: read.Text
    path: str
    settings: _Settings
    base: str

    def extraction(self) -> Extraction:
        from kg.extract import extract

        document, own = read.parse(self.text.raw, self.text.name), self.settings
        return extract(document, model=own.model, frames=own.frames, extractor=own.extractor)


def _evidence(task: _Task) -> tuple[bytes, Losses]:
    found = task.extraction()
    return dump(to_quads(found, base=task.base)), _losses(found)


def _told(tell: Callable[[Extraction, str], str], task: _Task) -> tuple[str, Losses]:
    found = task.extraction()
    return tell(found, task.path), _losses(found)


def _line(extraction: Extraction, path: str) -> str:
    return json.dumps(extraction_json(extraction, path), ensure_ascii=False)


def _losses(extraction: Extraction) -> Losses:
    return Counter((d.reason, d.rule) for d in extraction.dropped)


def _each(
    tasks: Iterable[_Task], work: Callable[[_Task], _R], jobs: int | None
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


def _patience(task: _Task) -> float:
    """Return how many seconds a text may take: a minute, and a second more for each kilobyte."""
    return 60 + len(task.text.raw) / 1000


def _extract(
    archive: Archive,
    todo: Iterable[str],
    loaded: Mapping[str, _Loaded],
    failures: list[KgError],
    settings: _Settings,
    jobs: int | None,
    progress: Progress | None,
    lost: Losses,
) -> int:
    """Extract and keep documents as they get done; count them, and collect those that fail."""
    hashes = list(todo)
    tasks = [loaded[h].task(h, settings, archive.base) for h in hashes]
    failed: dict[int, KgError] = {}
    for done, (number, found) in enumerate(_each(tasks, _evidence, jobs), start=1):
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


def _keep(archive: Archive, task: _Task, evidence: bytes) -> InputError | None:
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
    for name, what in archive.check_manifest():
        path = archive.path / name
        is_record = path.parent.name in ("sources", "evidence") and "not in" not in what
        if is_record and path.stem[:8] not in named:
            raise damaged(path)


def _counts(quads: Iterable[ox.Quad]) -> dict[str, int]:
    words = vocabulary.default()
    counts = dict.fromkeys(("documents", "entities", "facts", "claims"), 0)
    real: set[str] = set()
    roles: list[str] = []
    for quad in quads:
        predicate, is_fact = _name(quad.predicate), quad.graph_name == FACTS
        if quad.predicate == TYPE:
            above = words.above(_name(quad.object))
            for name, class_ in (("documents", "Document"), ("claims", "Claim")):
                counts[name] += class_ in above and "Allegation" not in above
            counts["entities"] += "Entity" in above and "Eventuality" not in above
            if not above.isdisjoint(("Event", "Situation")):
                real.add(_name(quad.subject))
        elif is_fact and words.is_relation(predicate):
            counts["facts"] += 1
        elif is_fact and words.is_role(predicate):
            roles.append(_name(quad.subject))
    counts["facts"] += sum(subject in real for subject in roles)
    return counts


def _name(term: object) -> str:
    return term.value.removeprefix(NS) if isinstance(term, ox.NamedNode) else ""


def finish(archive: Archive, *, rebuild: bool = False) -> None:
    """Bring store and manifest up to date, if they are not; raises as `rebuild_store`."""
    if rebuild or stamp(archive.path).get("inputs") != inputs(archive):
        rebuild_store(archive)
    else:
        archive.write_manifest()


def _spans_json(spans: Iterable[Span]) -> list[dict[str, int]]:
    return [{"start": s.start, "end": s.end} for s in spans]


def _entities_json(extraction: Extraction, base: str) -> Iterator[dict[str, Any]]:
    linking = link([extraction], gazetteer.default(), base=base)
    iris = local_iris(extraction, base)
    more = {r.entity: r for r in extraction.referents if r.entity}
    for e in extraction.entities:
        node = linking.nodes[linking.canonical[iris[e.id]]]
        yield {
            "id": e.id,
            "iri": node.iri,
            "type": e.type,
            "label": e.label,
            "aliases": list(e.aliases),
            "exact_match": list(node.exact_match),
            "count": e.count,
            "mentions": [*_mentions_json(e), *_mentions_json(more.pop(e.id, None), loose=True)],
        }
    for r in extraction.referents:
        if r.entity is None or r.entity in more:
            yield {
                "id": r.id,
                "iri": None,
                "type": None,
                "label": r.label,
                "aliases": [],
                "exact_match": [],
                "count": None,
                "mentions": list(_mentions_json(r, loose=True)),
            }


def _mentions_json(
    thing: Entity | Referent | None, *, loose: bool = False
) -> Iterator[dict[str, Any]]:
    for m in thing.mentions if thing else ():
        found = {"start": m.span.start, "end": m.span.end, "kind": m.kind}
        yield {**found, "loose": True} if loose else found


def _eventualities_json(extraction: Extraction, base: str) -> Iterator[dict[str, Any]]:
    kinds, iris = project(extraction).kinds, local_iris(extraction, base)
    for v in extraction.eventualities:
        yield {
            "id": v.id,
            "iri": iris[v.id],
            "kind": kinds.get(v.id),
            "type": v.type,
            "label": v.label,
            "roles": [{"role": r.name, "filler": r.filler} for r in v.roles],
            "time": {"text": v.time.text, "edtf": v.time.edtf} if v.time else None,
            "evidence": _spans_json(_about(extraction, v)),
        }


def _about(extraction: Extraction, eventuality: Eventuality) -> list[Span]:
    claims = (c for c in extraction.claims if c.about == eventuality.id)
    return sorted({s for c in claims for s in c.evidence} or {eventuality.trigger})


def _claim_json(claim: Claim) -> dict[str, Any]:
    names = "id subject predicate object about speaker attribution modality polarity certainty rule"
    found = {name: getattr(claim, name) for name in names.split()}
    return {**found, "evidence": _spans_json(claim.evidence)}
