"""What documents say as text, kept in the folder of a store: read through in a tenth of the time.

`store/lines` holds pieces, each lines of the graph of one document without its name, compressed: a
head with that name and the size, then the piece. What a graph says of a subject is in one piece,
but for the document itself. What documents share is not there: facts, identity, decisions. What
describes an extractor may be there in the graph of another document too that it read.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Self

import pyoxigraph as ox

from kg.quads import document_graph
from kg.store import DAMAGE, folder

FILE = "lines"
"""File inside `store/`; a store without it, or with a damaged one, is read itself."""
_PIECE = 1 << 20
_END = b". .\n"
"""Head of nothing, which says that the file is whole."""
_INTEGER = re.compile(
    r'"(0|-?[1-9]\d{0,17})"\^\^<http://www\.w3\.org/2001/XMLSchema#integer>', re.ASCII
)

Found = dict[str, list[str]]


class UnreadableError(Exception):
    """There is no such file, or it is damaged, or holds what only the store itself can tell."""


class Writer:
    """What keeps lines of N-Quads on their way into a store; use it in a `with` statement."""

    def __init__(self, store: Path, base: str) -> None:
        """Begin a new file in the folder of a store."""
        self._home = str(document_graph("", base))[:-1].encode()
        self._path = store / FILE
        self._file: BinaryIO | None = (store / f"{FILE}.new").open("wb")
        self._held: dict[bytes, list[bytes]] = {}
        self._size = 0

    @classmethod
    def over(cls, store: Path, base: str, graphs: Iterable[ox.NamedNode]) -> Self:
        """Begin with what the file there holds, but for some graphs."""
        writer, gone = cls(store, base), {str(graph).encode() for graph in graphs}
        try:
            for graph, piece in _pieces(writer._path):
                if graph not in gone:
                    writer._put(graph, piece)
        except UnreadableError:
            writer._give_up()
        return writer

    def take(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield blocks of lines as they come, and keep those of documents' graphs.

        What the graph of a document says of a subject is in one block, but for the document.
        """
        for block in blocks:
            if self._file and self._home in block:
                self._add(block)
            yield block

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Put the file in its place, if all went well."""
        self._flush()
        if self._file and kind is None:
            self._file.write(_END)
            self._file.close()
            Path(self._file.name).replace(self._path)
        else:
            self._give_up()

    def _add(self, block: bytes) -> None:
        lines = block.count(b"\n")
        is_ours = block.count(b" .\n") == lines and block.endswith(b"\n")
        if not is_ours or b"\t" in block or b"  .\n" in block:
            self._give_up()
            return
        graph = self._graph(block[block.rfind(b"\n", 0, -1) + 1 :])
        end = b" %b .\n" % graph
        if graph and block.count(end) == lines:
            self._held.setdefault(graph, []).append(block.replace(end, b"\n"))
        else:
            for line in block.splitlines(keepends=True):
                if graph := self._graph(line):
                    self._held.setdefault(graph, []).append(line[: -4 - len(graph)] + b"\n")
        self._size += len(block)
        if self._size > _PIECE:
            self._flush()

    def _graph(self, line: bytes) -> bytes:
        """Return the graph of a line if it is that of a document."""
        rest, _, last = line[:-3].rpartition(b" ")
        is_one = last.startswith(self._home) and last.endswith(b">") and rest.count(b" ") > 1
        return last if is_one else b""

    def _flush(self) -> None:
        for graph, lines in self._held.items():
            self._put(graph, zlib.compress(b"".join(lines), 1))
        self._held, self._size = {}, 0

    def _put(self, graph: bytes, piece: bytes) -> None:
        if self._file:
            self._file.write(b"%b %d\n%b" % (graph, len(piece), piece))

    def _give_up(self) -> None:
        """Leave no file: better none than a wrong one."""
        if self._file:
            self._file.close()
            Path(self._file.name).unlink()
            self._path.unlink(missing_ok=True)
        self._file = None


def blocks(directory: Path | None, names: Mapping[str, str]) -> Iterator[dict[str, Found]]:
    """Yield some subjects of one document at a time, each with its values of some properties.

    `names` are those by the IRI of each. Values are sorted and spelled as the store spells them.
    A claim is in one block with the spans that it rests on, or in the next.

    Raises:
        UnreadableError: see there; what came before it may be not all.
    """
    if directory is None:
        raise UnreadableError("in memory")
    for _, piece in _pieces(folder(directory) / FILE):
        every = _described(_text(piece), names)
        for found in every.values():
            for name, values in found.items():
                if len(values) > 1:
                    found[name] = sorted(set(values))
        yield {_iri(subject): found for subject, found in every.items()}


def _described(text: str, names: Mapping[str, str]) -> dict[str, Found]:
    """Return the subjects of some lines; raises as `blocks`. Made of the least that can be done."""
    every: dict[str, Found] = {}
    found, last, bare = Found(), "", {f"<{iri}>": name for iri, name in names.items()}
    pairs: dict[str, tuple[str, str]] = {}  # many lines say the same of another subject
    for line in text.removesuffix("\n").split("\n"):
        subject, _, part = line.partition(" ")
        if subject != last:
            found, last = every.setdefault(subject, {}), subject
        pair = pairs.get(part)
        if pair is None:
            predicate, _, term = part.partition(" ")
            name = bare.get(predicate, "")
            if not term:
                raise UnreadableError(line)
            pair = pairs[part] = (name, _value(term) if name else "")
        name, value = pair
        if name in found:
            found[name].append(value)
        elif name:
            found[name] = [value]
    return every


def _value(term: str) -> str:
    """Return the text of a term as the store gives it."""
    if "\\" not in term:
        first, last = term[0], term[-1]
        if first == last == '"' or (first == "<" and last == ">" and " " not in term):
            return term[1:-1]
        if number := _INTEGER.fullmatch(term):
            return number[1]
    elif term.startswith('"') and term.endswith('"'):
        try:
            return str(json.loads(term))
        except ValueError:
            pass
    return _stored(term)


def _iri(subject: str) -> str:
    if subject.startswith("<") and subject.endswith(">"):
        return _value(subject)
    raise UnreadableError(subject)


@lru_cache(10_000)
def _stored(term: str) -> str:
    """Return the text of a term after it went through a store."""
    store = ox.Store()
    try:
        line = f"<a:s> <a:p> {term} .".encode()
        store.load(line, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        (quad,) = store
    except (SyntaxError, *DAMAGE) as error:
        raise UnreadableError(term) from error
    if isinstance(quad.object, ox.NamedNode | ox.Literal):
        return quad.object.value
    raise UnreadableError(term)


def _text(piece: bytes) -> str:
    try:
        return zlib.decompress(piece).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise UnreadableError(str(error)) from error


def _pieces(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """Yield the graphs and pieces of a file, as they lie there."""
    try:
        with path.open("rb") as file:
            while (head := file.readline()) != _END:
                graph, size = head.split(b" ")
                piece = file.read(int(size))
                yield graph, piece
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{path}: {error}") from error
