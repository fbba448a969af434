"""What documents say as text, kept in the folder of a store: read through in a tenth of the time.

`store/lines` holds pieces of the graphs of documents, each with a head that names the graph and the
size. A piece is compressed tables, with an empty line between them: of subjects of which the same
is said, a line each, their values with tabs between them under a line of the properties. A value is
text as the store gives it, or after a backslash the term of N-Quads that it is to be read from.
What a graph says of a subject is in one line, but for the document itself. What documents share is
not there: facts, identity, decisions. What describes an extractor may be there in the graph of
another document too that it read.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, Self

import pyoxigraph as ox

from kg.quads import document_graph
from kg.store import DAMAGE, folder

FILE = "lines"
"""File inside `store/`; a store without it, or with a damaged one, is read itself."""
_PIECE = 1 << 20
_BEGIN = b"tables 2\n"
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
        self._file.write(_BEGIN)
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
            self._put(graph, zlib.compress(_packed(b"".join(lines)), 1))
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


def _packed(lines: bytes) -> bytes:
    """Return triples, a line each, as tables: a tenth to read of what it is line by line."""
    told: dict[str, tuple[list[str], list[str]]] = {}
    cells, last = _Cells(), ""
    for line in lines.decode().split("\n")[:-1]:
        subject, predicate, term = line.split(" ", 2)
        if subject != last:
            last = subject
            predicates, values = told.setdefault(subject, ([], [cells[subject]]))
        predicates.append(predicate)
        values.append(cells[term])
    tables: dict[tuple[str, ...], list[str]] = {}
    for predicates, values in told.values():
        tables.setdefault(tuple(predicates), []).append("\t".join(values))
    return "\n\n".join("\n".join(("\t".join(p), *rows)) for p, rows in tables.items()).encode()


class _Cells(dict[str, str]):
    """How terms stand in a table, each found out once."""

    def __missing__(self, term: str) -> str:
        if "\\" not in term:
            first, last = term[0], term[-1]
            if first == last == '"' or (first == "<" and last == ">" and " " not in term):
                return self.setdefault(term, term[1:-1])
            if number := _INTEGER.fullmatch(term):
                return self.setdefault(term, number[1])
        return self.setdefault(term, "\\" + term)


Table = tuple[tuple[str, ...], list[list[str]]]
"""Names of properties, one twice of which there are two values; rows: subject and those values."""


def is_kept(directory: Path) -> bool:
    """Whether there is a file, as this version of kg writes it."""
    try:
        with (folder(directory) / FILE).open("rb") as file:
            return file.readline(len(_BEGIN)) == _BEGIN
    except OSError:
        return False


def tables(directory: Path | None, names: Mapping[str, str]) -> Iterator[list[Table]]:
    """Yield tables of some subjects of one document at a time, each subject in one row of one.

    `names` are those of the properties that are wanted, by the IRI of each; other columns are left
    out. Values are spelled as the store spells them. A claim comes with the spans that it rests on,
    or right after them.

    Raises:
        UnreadableError: see there; what came before it may be not all.
    """
    if directory is None:
        raise UnreadableError("in memory")
    bare = {f"<{iri}>": name for iri, name in names.items()}
    for _, piece in _pieces(folder(directory) / FILE):
        found = (_table(table, bare) for table in _text(piece).split("\n\n"))
        yield [table for table in found if table[0]]


def _table(text: str, names: Mapping[str, str]) -> Table:
    head, *lines = text.split("\n")
    columns = head.split("\t")
    wanted = [n for n, column in enumerate(columns) if column in names]
    if not wanted:
        return (), []
    rows = [line.split("\t") for line in lines]
    if set(map(len, rows)) != {len(columns) + 1}:
        raise UnreadableError(head)
    if len(wanted) < len(columns):
        rows = list(map(list, map(itemgetter(0, *(n + 1 for n in wanted)), rows)))
    if "\\" in text:
        rows = [[_value(cell) if cell[:1] == "\\" else cell for cell in row] for row in rows]
    return tuple(names[columns[n]] for n in wanted), rows


def blocks(directory: Path | None, names: Mapping[str, str]) -> Iterator[dict[str, Found]]:
    """Yield what `tables` does as each subject with its values of properties, sorted."""
    for piece in tables(directory, names):
        yield {row[0]: _found(columns, row[1:]) for columns, rows in piece for row in rows}


def _found(columns: Sequence[str], values: Sequence[str]) -> Found:
    found = Found()
    for name, value in zip(columns, values, strict=True):
        found.setdefault(name, []).append(value)
    return found if len(found) == len(values) else {n: sorted(set(v)) for n, v in found.items()}


def _value(cell: str) -> str:
    """Return the text of a term behind a backslash as the store gives it."""
    term = cell[1:]
    if term.startswith('"') and term.endswith('"'):
        try:
            return str(json.loads(term))
        except ValueError:
            pass
    return _stored(term)


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
            if file.readline() != _BEGIN:
                raise ValueError("not as this version writes it")
            while (head := file.readline()) != _END:
                graph, size = head.split(b" ")
                piece = file.read(int(size))
                yield graph, piece
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{path}: {error}") from error
