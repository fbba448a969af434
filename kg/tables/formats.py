"""The table of formats: a file to rows of a table, or to the nodes and edges of a graph."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from kg import read
from kg.errors import InputError, KgError, UsageError
from kg.read.limits import check_size, decode, parsing
from kg.tables import ftm, graphs, rdf, wikidata
from kg.tables.elements import Edge, Element, node
from kg.tables.records import Record, csv_records, json_records
from kg.tables.sheets import Row, read_parquet, read_xlsx, to_lines

Records = Callable[[str, int, str], Iterator[Record | InputError]]
"""The rows of a text: the text, where its table begins, and the name for errors."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file of rows: the text that is kept of it, and what finds the rows in it."""

    raw: bytes
    text: str
    records: Records


@dataclass(frozen=True, slots=True)
class Graph:
    """A file of nodes and edges."""

    raw: bytes
    elements: Iterator[Element]


PLAIN: Mapping[str, Records] = {
    ".csv": csv_records,
    ".tsv": csv_records,
    ".jsonl": json_records,
    ".ndjson": json_records,
}
"""Tables that are text: it is kept as it is."""

ROWS: Mapping[str, Callable[[bytes, str], Iterator[Row | None]]] = {
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".parquet": read_parquet,
}
"""Tables that are no text: their rows are kept as JSON lines.

Others come through the entry points `kg.tables`, named by their extension (".ods").
"""

GRAPHS: Mapping[str, Callable[[bytes, str], Iterator[Element]]] = {
    ".graphml": graphs.read_graphml,
    ".gexf": graphs.read_gexf,
    **rdf.READERS,
}
"""Graphs: the bytes and name of a file to its elements, each of which may fail alone."""

JSON = (".json", ".cyjs", ".cx2", ".cx")
FOLDER = (".csv", ".parquet")
"""What the two tables of a folder may be: nodes and edges, as `kg export` writes them."""


def open_(path: Path, sheet: str = "") -> Table | Graph:
    """Return what a file or a folder of two tables holds, not yet read.

    Raises:
        NotFoundError: there is no such file, or no such sheet.
        UsageError: a sheet of what has none.
        InputError: it is damaged, too large, or of no format that is known.
        MissingExtra: its format needs an optional dependency.
    """
    name = str(path)
    if path.is_dir():
        return _folder(path)
    extension = path.suffix.lower()
    if sheet and ROWS.get(extension) is not read_xlsx:
        raise UsageError(f"{path.name} has no sheets", fix="leave --sheet out")
    rows = partial(read_xlsx, sheet=sheet) if sheet else _rows(extension)
    if not (rows or extension in (*PLAIN, *GRAPHS, *JSON)):
        known = " ".join((*PLAIN, *ROWS, *JSON[:1], *GRAPHS))
        what = f"'{extension}' is no table that kg import reads"
        raise InputError(what, where=name, fix=f"give one of {known}")
    raw = read.load(path)
    check_size(raw, name)
    if rows:
        return Table(raw, to_lines(rows(raw, name), name), json_records)
    if extension in GRAPHS:
        return Graph(raw, GRAPHS[extension](raw, name))
    return _json(raw, name) if extension in JSON else _plain(raw, name, PLAIN[extension])


def _rows(extension: str) -> Callable[[bytes, str], Iterator[Row | None]] | None:
    if extension in ROWS or not extension:
        return ROWS.get(extension)
    found = next(iter(entry_points(group="kg.tables", name=extension)), None)
    return found.load() if found else None


def _plain(raw: bytes, name: str, records: Records) -> Table | Graph:
    text = _text(raw, name)
    if records is csv_records and _is_edges(text):
        return Graph(raw, _edges_alone(text, name))
    if records is json_records and (reader := _known(_first_line(text))):
        return Graph(raw, reader(_json_lines(text), name))
    return Table(raw, text, records)


def _known(first: Any) -> Callable[[Iterable[tuple[int, Any]], str], Iterator[Element]] | None:
    """Return the reader of entities of which this is the first, if they are known ones."""
    if ftm.is_ftm(first):
        return ftm.read_ftm
    return wikidata.read_wikidata if wikidata.is_wikidata(first) else None


def _json_lines(text: str) -> Iterator[tuple[int, Any]]:
    """Yield the number and the value of each line; None for what is no JSON: no reader takes it."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip(" \t\r,[]"):
            try:
                yield number, json.loads(line.rstrip("\r, "))
            except (ValueError, RecursionError):
                yield number, None


def _first_line(text: str) -> Any:
    return next((given for _, given in _json_lines(text)), None)


def _text(raw: bytes, name: str) -> str:
    text = decode(raw, name, "utf-8-sig")
    if "\0" in text or not text.strip():
        what = "is a binary file, no table" if text.strip() else "holds no rows"
        raise InputError(what, where=name, fix="save it as CSV, UTF-8")
    return text


def _json(raw: bytes, name: str) -> Table | Graph:
    """Tell by their content what a list of objects and the several graphs in JSON are."""
    text = _text(raw, name)
    if ftm.is_ftm(_first_line(text)):  # lines, whatever the file is called
        return Graph(raw, ftm.read_ftm(_json_lines(text), name))
    with parsing("JSON", name):
        given = json.loads(text)
    if isinstance(given, dict) and isinstance(given.get("entities"), dict):
        given = list(given["entities"].values())
    if isinstance(given, dict) and "nodes" in given and ("edges" in given or "links" in given):
        return Graph(raw, graphs.read_nodelink(given, name))
    if isinstance(given, dict) and "elements" in given:
        return Graph(raw, graphs.read_cytoscape(given, name))
    rows = given if isinstance(given, list) else [given]
    first = next((r for r in rows if isinstance(r, dict)), {})
    if reader := _known(first):
        return Graph(raw, reader(enumerate(rows, start=1), name))
    if "CXVersion" in first:
        return Graph(raw, graphs.read_cx2(rows, name))
    if isinstance(first.get("data"), dict):
        return Graph(raw, graphs.read_cytoscape({"elements": rows}, name))
    return Table(raw, to_lines(_objects(rows), name), json_records)


def _objects(rows: list[Any]) -> Iterator[Row | None]:
    yield from (row if isinstance(row, dict) else {"value": row} for row in rows)


def _folder(path: Path) -> Graph:
    for extension in FOLDER:
        files = [path / f"{part}{extension}" for part in ("nodes", "edges")]
        if all(f.is_file() for f in files):
            nodes, edges = map(_table, files)
            return Graph(nodes.raw + edges.raw, _two(nodes, edges, str(path)))
    raise InputError(
        "is a folder without nodes and edges",
        where=str(path),
        fix="name a file in it, or give it nodes.csv and edges.csv",
    )


def _table(path: Path) -> Table:
    """Return a table that is told by its extension alone."""
    extension, name = path.suffix.lower(), str(path)
    raw = read.load(path)
    check_size(raw, name)
    if extension in PLAIN:
        return Table(raw, decode(raw, name, "utf-8-sig"), PLAIN[extension])
    return Table(raw, to_lines(ROWS[extension](raw, name), name), json_records)


def _two(nodes: Table, edges: Table, name: str) -> Iterator[Element]:
    left: list[KgError] = []
    tables = (_values(t, name, left) for t in (nodes, edges))
    yield from graphs.rows_to_graph(*tables)
    yield from (e for e in left if isinstance(e, InputError))


def _values(table: Table, name: str, left: list[KgError]) -> Iterator[Mapping[str, str]]:
    for record in table.records(table.text, 0, name):
        if isinstance(record, InputError):
            left.append(record)
        else:
            yield {k: cell.value for k, cell in record.cells.items()}


def _is_edges(text: str) -> bool:
    """Whether a table is one of edges that say how surely, as `kg export -f csv` writes them."""
    head = text.partition("\n")[0].lower()
    names = {n.strip().strip('"') for n in head.replace(";", ",").replace("\t", ",").split(",")}
    return {"source", "target"} <= names and bool(names & {"predicate", "status", "modality"})


def _edges_alone(text: str, name: str) -> Iterator[Element]:
    left: list[KgError] = []
    rows = list(_values(Table(b"", text, csv_records), name, left))
    found = list(graphs.rows_to_graph((), rows))
    ends = dict.fromkeys(i for e in found if isinstance(e, Edge) for i in (e.source, e.target))
    yield from (node(i, {}) for i in ends if i)
    yield from found
    yield from (e for e in left if isinstance(e, InputError))
