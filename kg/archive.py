"""The graph directory: sources, evidence and decisions as text, written whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from fnmatch import fnmatch
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, BinaryIO

from kg import __version__, resources
from kg.atomic import atomic_write
from kg.errors import InputError, NotFoundError, StoreError
from kg.model import Document, Extraction
from kg.quads import BASE, extractor_iri, from_quads, parse
from kg.sums import Sums

_HEAD, _BLOCK = 4096, 1 << 20
FORMAT = 1
"""Version of the directory's layout; a newer one is refused."""
_SETTINGS = """# A knowledge graph made by kg. Everything here but store/ is text and the record;
# store/ is a cache that `kg build --rebuild` makes again.
format = {format}
base = "{base}"
"""
_FOR_GIT = {
    ".gitignore": "store*\n.*.new\n",
    ".gitattributes": """# Every byte counts; two people's decisions are joined line by line.
* -text
decisions.jsonl merge=union
manifest.json merge=union
""",
}
"""What lets a graph be kept in git, by two people; `kg build --rebuild` makes the manifest anew."""


class Archive:
    """A graph directory, opened or made."""

    def __init__(self, path: Path, *, base: str = BASE) -> None:
        """Open a directory, or make one that is empty or absent.

        Raises:
            StoreError: it is no graph directory, or of a newer version.
        """
        self.path = Path(path)
        self._sums = Sums(self.path, "store.sums")
        if not (self.path / "kg.toml").is_file():
            self._make(base)
        self.settings = self._read_settings()
        self.base = str(self.settings.get("base", BASE))

    @classmethod
    def open(cls, path: Path) -> Archive:
        """Open a directory that is there.

        Raises:
            NotFoundError: there is none.
            StoreError: it is no graph directory, or of a newer version.
        """
        if not Path(path).is_dir():
            raise NotFoundError("no such graph", where=str(path), fix=f"kg build FILE... -o {path}")
        if not (Path(path) / "kg.toml").is_file():
            raise _not_a_graph(Path(path))
        return cls(path)

    def add_source(self, document: Document, raw: bytes) -> None:
        """Keep the exact bytes of a document and its metadata, with every file name it came by.

        Raises:
            InputError: another document has the same first eight digits.
        """
        sources = self.path / "sources"
        for other in sources.glob(f"{document.sha8}*.txt"):
            if other.stem != document.sha256:
                raise InputError(
                    f"another document's hash begins with {document.sha8} as well",
                    where=document.name,
                    fix="build it into a graph of its own",
                )
        names = {document.name, *self._metadata(document.sha256).get("names", ())} - {""}
        self._describe(document.sha256, _described(document, sorted(names)))
        # Last: a text makes the rest a document, so that none is without its metadata.
        text = sources / f"{document.sha256}.txt"
        if not text.is_file() or text.read_bytes() != raw:
            atomic_write(text, raw)

    def add_names(self, sha256: str, names: Iterable[str]) -> None:
        """Note further file names of a document that is there; order of adding does not matter."""
        meta = self._metadata(sha256)
        if "names" in meta:
            self._describe(sha256, {**meta, "names": sorted({*meta["names"], *names})})

    def is_read_by(self, sha256: str, extractor: str) -> bool:
        """Whether there is evidence of a document, and of this extractor."""
        tool, path = extractor_iri(extractor, self.base).value.encode(), self.evidence_path(sha256)
        if not path.is_file() or not path.stat().st_size:
            return False
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as whole:
            return whole.find(tool) >= 0

    def write_evidence(self, sha256: str, quads: bytes | Iterable[bytes]) -> None:
        """Keep what was read in a document, as N-Quads, whole or in pieces."""
        atomic_write(self.evidence_path(sha256), quads)

    def raw_evidence(self, sha256: str) -> bytes:
        """Return what was read in a document, as it was written; raises as `evidence`."""
        return _bytes(self.evidence_path(sha256))

    def evidence_head(self, sha256: str) -> bytes:
        """Return how what was read in a document begins; raises as `evidence`."""
        try:
            with self.evidence_path(sha256).open("rb") as file:
                return file.read(_HEAD)
        except OSError as error:
            raise damaged(self.evidence_path(sha256)) from error

    def evidence_blocks(self, sha256: str, cut: re.Pattern[bytes]) -> Iterator[bytes]:
        """Yield what was read in a document in blocks that end where `cut` matches a line break."""
        try:
            with self.evidence_path(sha256).open("rb") as file:
                yield from _blocks(file, cut)
        except OSError as error:
            raise damaged(self.evidence_path(sha256)) from error

    def evidence_path(self, sha256: str) -> Path:
        """Return where the evidence of a document lies."""
        return self.path / "evidence" / f"{sha256[:8]}.nq"

    def documents(self) -> Iterator[Document]:
        """Yield the documents in the order of their hashes.

        Raises:
            StoreError: a source is not what its name says, or its metadata is broken.
        """
        return (self.document(sha256) for sha256 in self.hashes())

    def hashes(self) -> list[str]:
        """Return the SHA-256 of every document, sorted."""
        return sorted(path.stem for path in (self.path / "sources").glob("*.txt"))

    def document(self, sha256: str) -> Document:
        """Return one document as it was read; raises as `documents`."""
        path = self.path / "sources" / f"{sha256}.txt"
        raw = _bytes(path)
        meta = self._metadata(sha256)
        if hashlib.sha256(raw).hexdigest() != sha256 or "names" not in meta:
            raise damaged(path if "names" in meta else path.with_suffix(".json"))
        names = meta.pop("names")
        if "pages" in meta:
            meta["pages"] = tuple(meta["pages"])
        known = Document(sha256, raw.decode("utf-8"), name=names[0] if names else "")
        return replace(known, **{k: meta[k] for k in _META if k in meta})

    def pages(self) -> dict[str, list[int]]:
        """Return where the pages begin, in code points of the text, of what has pages, by hash."""
        found = {sha256: self._metadata(sha256).get("pages") for sha256 in self.hashes()}
        return {sha256: list(pages) for sha256, pages in found.items() if pages}

    def names(self) -> dict[str, list[str]]:
        """Return the file names that each document came by, by hash."""
        return {sha256: self._metadata(sha256).get("names", []) for sha256 in self.hashes()}

    def evidence(self) -> Iterator[Extraction]:
        """Yield what was read in each document, in the order of their hashes.

        Raises:
            StoreError: a source or the evidence of one is damaged or missing.
        """
        for sha256 in self.hashes():
            if self.evidence_path(sha256).is_file():
                yield self.extraction(sha256)

    def extraction(self, sha256: str) -> Extraction:
        """Return what was read in one document; raises as `evidence`."""
        path, document = self.evidence_path(sha256), self.document(sha256)
        try:
            return from_quads(parse(path.read_bytes()), document)
        except (InputError, OSError) as error:
            raise damaged(path) from error

    def decisions(self) -> list[dict[str, Any]]:
        """Return what people decided, oldest first.

        Raises:
            InputError: a line is no decision.
        """
        path = self.path / "decisions.jsonl"
        found: list[dict[str, Any]] = []
        for number, line in enumerate(_bytes(path).splitlines(), start=1):
            if line.strip():
                found.append(_decision(line, f"{path}:{number}"))
        return found

    def write_manifest(self) -> None:
        """Write the SHA-256 of every file but store/, and the versions that made them."""
        ontology = hashlib.sha256(resources.ontology("kg.ttl").read_bytes()).hexdigest()
        manifest = {
            "format": FORMAT,
            "kg": __version__,
            "ontology": f"sha256:{ontology}",
            "files": self.sums(),
        }
        raw = _json(manifest)
        path = self.path / "manifest.json"
        if not path.is_file() or path.read_bytes() != raw:
            atomic_write(path, raw)
        self._sums.keep()

    def sums(self, *, is_kept: bool = True) -> dict[str, str]:
        """Return the SHA-256 of every file but hidden ones, store/ and the manifest, by path.

        What is as it was the last time is not read, unless not even that is to be trusted.
        """
        try:
            return {n: self._sums.of(n, is_kept=is_kept) for n in sorted(self._files())}
        except OSError as error:
            raise damaged(Path(str(error.filename))) from error

    def _files(self) -> Iterator[str]:
        """Yield every file but hidden ones, store/ and the manifest, as a path from here."""
        for folder, inner, names in os.walk(self.path):
            here = "" if folder == str(self.path) else f"{os.path.relpath(folder, self.path)}/"
            if not here:
                inner[:] = [n for n in inner if not n.startswith(("store", "."))]
            for name in names:
                is_out = name == "manifest.json" or (not here and name.startswith(("store", ".")))
                if not is_out and Path(folder, name).is_file():
                    yield here + name

    def check_manifest(self, *, is_kept: bool = False) -> list[tuple[str, str]]:
        """Return each file that is changed, missing or not listed: its path and what is wrong.

        Every file is read, unless what is kept of it is to be trusted; see `sums`.
        """
        path = self.path / "manifest.json"
        try:
            listed = json.loads(_bytes(path))["files"]
            listed = {str(k): str(v) for k, v in listed.items()}
        except (StoreError, ValueError, KeyError, TypeError, AttributeError):
            return [("manifest.json", "is missing or broken")]
        found = self.sums(is_kept=is_kept)
        wrong = {p: "was changed since it was written" for p in found if p in listed}
        wrong = {p: what for p, what in wrong.items() if found[p] != listed[p]}
        wrong |= dict.fromkeys(listed.keys() - found.keys(), "is missing")
        wrong |= dict.fromkeys(found.keys() - listed.keys(), "is not in the manifest")
        return sorted(wrong.items())

    def holds_documents(self) -> bool:
        """Whether any document is there."""
        return any((self.path / "sources").glob("*.txt"))

    def discard(self) -> None:
        """Remove the directory if no document was ever put in it."""
        if not self.holds_documents():
            shutil.rmtree(self.path)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep every other writer out for a while.

        Raises:
            StoreError: another one is at work.
        """
        handle = os.open(self.path / "sources", os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(handle)
            raise StoreError(
                "another kg build is writing this graph",
                where=str(self.path),
                fix="wait for it, then run the same command again",
            ) from error
        try:
            for leftover in self.path.rglob(".*.new"):  # of a writer that was killed
                leftover.unlink()
            yield
        finally:
            os.close(handle)

    def _make(self, base: str) -> None:
        if self.path.exists() and not (self.path.is_dir() and self._is_begun()):
            raise _not_a_graph(self.path)
        for name in ("sources", "evidence"):
            (self.path / name).mkdir(parents=True, exist_ok=True)
        decisions = self.path / "decisions.jsonl"
        if not decisions.exists():
            atomic_write(decisions, b"")
        for name, text in _FOR_GIT.items():
            if not (self.path / name).exists():  # of a folder that was somebody's before
                atomic_write(self.path / name, text.encode())
        settings = _SETTINGS.format(format=FORMAT, base=base)
        atomic_write(self.path / "kg.toml", settings.encode())  # last: it makes the rest a graph

    def _is_begun(self) -> bool:
        """Whether nothing is here but what a writer leaves that was killed while making it."""
        known = {"sources", "evidence", "decisions.jsonl", *_FOR_GIT, ".git"}
        return all(p.name in known or fnmatch(p.name, ".*.new") for p in self.path.iterdir())

    def _read_settings(self) -> Mapping[str, Any]:
        path = self.path / "kg.toml"
        try:
            settings = tomllib.loads(_bytes(path).decode("utf-8"))
        except ValueError as error:
            raise StoreError(str(error), where=str(path), fix="repair the file") from error
        if settings.get("format") != FORMAT:
            raise StoreError(
                f"format {settings.get('format')} is not known to kg {__version__}",
                where=str(path),
                fix="pip install --upgrade claimgraph",
            )
        return settings

    def _describe(self, sha256: str, meta: Mapping[str, Any]) -> None:
        path, raw = self.path / "sources" / f"{sha256}.json", _json(meta)
        if not path.is_file() or path.read_bytes() != raw:
            atomic_write(path, raw)

    def _metadata(self, sha256: str) -> dict[str, Any]:
        path = self.path / "sources" / f"{sha256}.json"
        try:
            found = json.loads(path.read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


_META = (
    "body", "title", "published", "publisher", "url", "language", "author", "original", "part",
    "pages",
)  # fmt: skip


def _blocks(file: BinaryIO, cut: re.Pattern[bytes]) -> Iterator[bytes]:
    """Yield a file in blocks of about _BLOCK bytes, cut at the first match after that."""
    rest = b""
    while more := file.read(_BLOCK):
        rest += more
        if found := cut.search(rest, len(rest) - len(more) // 2):
            yield rest[: found.end()]
            rest = rest[found.end() :]
    if rest:
        yield rest


def _described(document: Document, names: list[str]) -> dict[str, Any]:
    meta = {key: getattr(document, key) for key in _META}
    return {"names": names, **{k: v for k, v in meta.items() if v is not None and v != ()}}


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def _decision(line: bytes, where: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        if line.startswith((b"<<<<<<<", b"=======", b">>>>>>>")):
            fix = "keep the lines of both sides and delete the three that git wrote"
            raise InputError("git left a conflict here", where=where, fix=fix) from error
        raise InputError(f"no JSON: {error}", where=where, fix="repair or delete it") from error
    if not isinstance(found, dict) or not {"at", "by", "do"} <= found.keys():
        raise InputError("a decision needs at, by and do", where=where, fix="complete the line")
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise damaged(path) from error


def damaged(path: Path) -> StoreError:
    """Make the error for a file of the directory that is not as it was written."""
    return StoreError(
        "is damaged or missing",
        where=str(path),
        fix=f"kg build the original file again, with -o {path.parent.parent}",
    )


def _not_a_graph(path: Path) -> StoreError:
    return StoreError("is no graph directory", where=str(path), fix="name a new one with -o")
