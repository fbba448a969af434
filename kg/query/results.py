"""What a query gives back: plain Python values, terms, or the bytes of a format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.errors import MissingExtra, UsageError
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

ROW_FORMATS = ("table", "tsv", "csv", "json", "jsonl", "xml", "md")
TRIPLE_FORMATS = ("turtle", "trig", "nt", "nq", "jsonld", "rdfxml")
_SHOWN = 100
_XSD = "http://www.w3.org/2001/XMLSchema#"
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160))) | dict.fromkeys(map(ord, "\t\n\r"), " ")
# Marks of direction make a cell read as what it is not (Trojan Source, CVE-2021-42574).
_CONTROLS |= dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(frozen=True)
class Result:
    """The answer to a query: `kind` is "rows" (SELECT), "bool" (ASK) or "triples".

    `data` holds it in `format`; `is_cut` says that rows beyond `max_rows` were left out. Iterating
    gives a dict a row, with plain Python values; `rows` gives tuples; the truth value is the answer
    of ASK, else whether there is any row.
    """

    kind: str
    data: bytes
    format: str
    columns: tuple[str, ...] = ()
    is_cut: bool = False
    warnings: tuple[str, ...] = field(default=(), compare=False)

    @cached_property
    def terms(self) -> list[tuple[Any, ...]]:
        """The rows, or triples, as pyoxigraph terms; None where a variable is unbound."""
        import pyoxigraph as ox

        if self.kind == "bool":
            return []
        if self.kind == "rows" and self.format in ("jsonl", "md"):
            raise UsageError(
                f"no terms come back from {self.format}", fix="ask without a format, or for json"
            )
        if self.kind == "rows":
            found: Any = ox.parse_query_results(self.data, format=_rows(self.format))
            return [tuple(row) for row in found]
        quads = ox.parse(self.data, format=_triples(self.format))
        return [(q.subject, q.predicate, q.object) for q in quads]

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """The rows as tuples of str, int, float, Decimal, bool, date, datetime or None."""
        return [tuple(map(value, row)) for row in self.terms]

    @property
    def rdflib(self) -> list[tuple[Any, ...]]:
        """The rows, or triples, as rdflib terms; None where a variable is unbound."""
        from oxrdflib._converter import from_ox

        return [tuple(None if t is None else from_ox(t) for t in row) for row in self.terms]

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a pandas DataFrame, a column a variable.

        Raises:
            MissingExtra: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise MissingExtra("this needs pandas", fix="pip install pandas") from error
        return pandas.DataFrame(self.rows, columns=list(self.columns))

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars DataFrame; a column of several types as text.

        Raises:
            MissingExtra: polars is not installed.
        """
        try:
            import polars
        except ImportError as error:
            raise MissingExtra("this needs polars", fix="pip install polars") from error
        columns = [list(column) for column in zip(*self.rows, strict=True)] or [
            [] for _ in self.columns
        ]
        made = map(_uniform, columns)
        return polars.DataFrame(dict(zip(self.columns, made, strict=True)))

    def _repr_html_(self) -> str:
        """Return a table for Jupyter; every cell is escaped, and rows beyond 100 are counted."""
        from html import escape

        if self.kind == "bool":
            return f"<p>{'yes' if self else 'no'}</p>"

        def row(tag: str, cells: Iterable[str]) -> str:
            return f"<tr>{''.join(f'<{tag}>{escape(plain(c))}</{tag}>' for c in cells)}</tr>"

        body = [row("td", (cell(t, PREFIXES) for t in terms)) for terms in self.terms[:_SHOWN]]
        more = len(self) - _SHOWN
        rest = f"<p>and {more} more rows</p>" if more > 0 else ""
        return f"<table>{row('th', self.columns)}{''.join(body)}</table>{rest}"

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.terms)

    def __bool__(self) -> bool:
        return self.data.startswith(b"true") if self.kind == "bool" else bool(self.terms)


def _uniform(column: list[Any]) -> list[Any]:
    kinds = {type(v) for v in column if v is not None}
    if len(kinds) < 2 or kinds == {int, float}:
        return column
    return [None if v is None else str(v) for v in column]


def _rows(name: str) -> Any:
    import pyoxigraph as ox

    return getattr(ox.QueryResultsFormat, name.upper())


def _triples(name: str) -> Any:
    import pyoxigraph as ox

    names = {"nt": "N_TRIPLES", "nq": "N_QUADS", "jsonld": "JSON_LD", "rdfxml": "RDF_XML"}
    return getattr(ox.RdfFormat, names.get(name, name.upper()))


def value(term: Any) -> Any:
    """Return a term as a plain Python value; IRIs and literals of unknown type as str.

    >>> import pyoxigraph as ox
    >>> value(ox.Literal(13)), value(ox.NamedNode("a:b")), value(None)
    (13, 'a:b', None)
    """
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return getattr(term, "value", None)
    kind = datatype.value.removeprefix(_XSD)
    convert = _CONVERT.get(kind)
    try:
        return convert(term.value) if convert else term.value
    except (ValueError, ArithmeticError):
        return term.value


def _decimal(text: str) -> Any:
    from decimal import Decimal

    return Decimal(text)


def _date(text: str) -> Any:
    from datetime import date

    return date.fromisoformat(text)


def _datetime(text: str) -> Any:
    from datetime import datetime

    return datetime.fromisoformat(text)


_CONVERT: Mapping[str, Any] = {
    "integer": int,
    "decimal": _decimal,
    "double": float,
    "float": float,
    "boolean": lambda text: text in ("true", "1"),
    "date": _date,
    "dateTime": _datetime,
}


def curie(iri: str, prefixes: Mapping[str, str]) -> str:
    """Shorten an IRI by the longest prefix that fits; as it is when none does.

    >>> curie("https://kg.example/ns#Person", {"kg": "https://kg.example/ns#"})
    'kg:Person'
    """
    fits = [(len(v), p) for p, v in prefixes.items() if iri.startswith(v) and len(iri) > len(v)]
    if not fits:
        return iri
    length, prefix = max(fits)
    return f"{prefix}:{iri[length:]}"


def plain(text: str) -> str:
    r"""Return a text safe on a terminal: no control or direction characters, line ends as spaces.

    >>> plain("a\x1b[31mb\nc")
    'a[31mb c'
    """
    return text.translate(_CONTROLS)


def cell(term: Any, prefixes: Mapping[str, str]) -> str:
    """Return the text of a table cell: an IRI as CURIE, a literal's value, "" when unbound."""
    if term is None:
        return ""
    shown = getattr(term, "value", str(term))
    return plain(curie(shown, prefixes) if getattr(term, "datatype", None) is None else shown)
