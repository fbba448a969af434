"""Tables of nodes and edges: CSV as Gephi names the columns, and Parquet."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.errors import MissingExtra
from kg.export.projection import Projection
from kg.export.rows import Row, batches, column_types
from kg.export.text import as_text, cleaned

if TYPE_CHECKING:
    import pyarrow

Files = Iterator[tuple[str, Iterator[str] | Iterator[bytes]]]
NODE = {"iri": "Id", "label": "Label"}
EDGE = {"source": "Source", "target": "Target", "id": "Id", "label": "Label", "weight": "Weight"}
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
_BATCH = 2_000
_PLAIN = {str, int, type(None)}
"""What the csv module writes as it is, if it is clean."""


def tables(projected: Projection, lost: Counter[str], *, excel: bool = False) -> Files:
    """Yield nodes.csv and edges.csv; a list is JSON text. `excel`: no cell is a formula."""
    nodes, edges = projected.nodes, ({**e, "Type": "Directed"} for e in projected.edges)
    types = {**column_types(projected.edges), "Type": str}
    for name, rows, columns in (
        ("nodes.csv", iter(nodes), _columns(column_types(nodes), NODE)),
        ("edges.csv", edges, _columns(types, EDGE)),
    ):
        yield name, lines(guarded(rows, lost) if excel else rows, columns, lost)


def _columns(types: Iterable[str], names: Mapping[str, str]) -> dict[str, str]:
    found = list(types)
    first = {key: name for key, name in names.items() if key in found}
    return first | {key: key for key in found if key not in first}


def lines(
    rows: Iterable[Row], columns: Mapping[str, str], lost: Counter[str], *, array: str = ""
) -> Iterator[str]:
    """Yield a CSV table in pieces: `columns` gives the title of each key, in order.

    A list is JSON text, or its items joined by `array`.
    """
    keys = list(columns)
    yield _written([list(columns.values())])
    for batch in batches(rows, _BATCH):
        yield _written(_cells(list(map(row.get, keys)), lost, array) for row in batch)


def _cells(values: list[Any], lost: Counter[str], array: str) -> list[Any]:
    """Return the cells of a row: nearly all are written as they are."""
    texts = [v for v in values if type(v) is str]
    is_plain = _PLAIN.issuperset(map(type, values)) and "".join(texts).isprintable()
    return values if is_plain else [_cell(v, lost, array) for v in values]


def _cell(value: Any, lost: Counter[str], array: str) -> str | None:
    if value is None:
        return None
    if array and isinstance(value, list):
        return array.join(as_text(v, lost) for v in value)
    return as_text(value, lost)


class _Line:
    """A file of one line, which writing it gives back; it ends in LF, and a cell with CR is quoted.

    The csv module quotes only those line ends that it writes: a bare CR would split a row.
    """

    @staticmethod
    def write(line: str) -> str:
        return line[:-2] + "\n"


def _written(rows: Iterable[Sequence[str | None]]) -> str:
    line: Callable[[Sequence[str | None]], Any] = csv.writer(_Line()).writerow
    return "".join(map(line, rows))


def guarded(rows: Iterable[Row], lost: Counter[str]) -> Iterator[Row]:
    """Yield rows with a ' before all that a spreadsheet would run as a formula."""
    return (_guarded(row, lost) for row in rows)


def _guarded(row: Row, lost: Counter[str]) -> Row:
    found = {k: v for k, v in row.items() if isinstance(v, str) and _FORMULA.match(v)}
    lost["formulas guarded"] += len(found)
    return {**row, **{k: f"'{v}" for k, v in found.items()}} if found else row


def parquet(projected: Projection, lost: Counter[str]) -> Files:
    """Yield nodes.parquet and edges.parquet, lists as lists.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingExtra.of("Parquet needs pyarrow", "parquet") from error
    kinds = {bool: pa.bool_(), int: pa.int64(), float: pa.float64(), list: pa.list_(pa.string())}
    for name, rows in (("nodes", projected.nodes), ("edges", projected.edges)):
        types = column_types(rows)
        schema = pa.schema([(c, kinds.get(t, pa.string())) for c, t in types.items()])
        yield f"{name}.parquet", _parquet(rows, schema, types, lost)


def _parquet(
    rows: Iterable[Row], schema: pyarrow.Schema, types: Mapping[str, type], lost: Counter[str]
) -> Iterator[bytes]:
    import pyarrow as pa
    from pyarrow import parquet as pq

    held = io.BytesIO()
    with pq.ParquetWriter(held, schema) as writer:
        for batch in batches(rows, _BATCH):
            plain = [{k: _typed(v, types[k], lost) for k, v in r.items()} for r in batch]
            writer.write_batch(pa.RecordBatch.from_pylist(plain, schema=schema))
    yield held.getvalue()


def _typed(value: Any, type_: type, lost: Counter[str]) -> Any:
    make: Callable[..., Any] = as_text if type_ is str else cleaned
    return make(value, lost)
