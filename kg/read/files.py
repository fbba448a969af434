"""Files, folders and patterns to the texts of all documents in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg import read
from kg.errors import InputError, KgError


def texts_of(
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


def place(file: Path, text: read.Text) -> str:
    """Return the path of a file, with the part of it that a text is."""
    return str(file) + text.name.removeprefix(file.name)


def passed_over(paths: Iterable[Path]) -> list[Path]:
    """Return what of folders could be read, but only when it is named: tables, JSON and XML."""
    named = tuple(extension for extension in read.READERS if extension not in read.FOLDER)
    return [
        file
        for folder in paths if folder.is_dir()
        for file in sorted(folder.rglob("*"))
        if file.name.lower().endswith(named) and not _is_inner(file.relative_to(folder))
    ]  # fmt: skip


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
    return path.name.lower().endswith(read.FOLDER) and not _is_inner(path)


def _is_inner(path: Path) -> bool:
    """Whether a path below a folder lies in a hidden folder or in a graph."""
    return any(p.startswith(".") or p.endswith(".kg") for p in path.parts[:-1])


def _placed(error: KgError, file: Path) -> KgError:
    """Give an error the path of the file, where it knows only the name."""
    if not error.where or error.where.startswith(file.name):
        error.where = str(file) + error.where.removeprefix(file.name)
    return error
