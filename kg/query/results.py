"""What a query gives back: plain Python values, terms, or the bytes of a format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

ROW_FORMATS = ("table", "tsv", "csv", "json", "xml")
TRIPLE_FORMATS = ("turtle", "trig", "nt", "nq", "jsonld")
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
        if self.kind == "rows":
            found: Any = ox.parse_query_results(self.data, format=_rows(self.format))
            return [tuple(row) for row in found]
        quads = ox.parse(self.data, format=_triples(self.format))
        return [(q.subject, q.predicate, q.object) for q in quads]

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """The rows as tuples of str, int, float, Decimal, bool, date, datetime or None."""
        return [tuple(map(value, row)) for row in self.terms]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.terms)

    def __bool__(self) -> bool:
        return self.data.startswith(b"true") if self.kind == "bool" else bool(self.terms)


def _rows(name: str) -> Any:
    import pyoxigraph as ox

    return getattr(ox.QueryResultsFormat, name.upper())


def _triples(name: str) -> Any:
    import pyoxigraph as ox

    names = {"nt": "N_TRIPLES", "nq": "N_QUADS", "jsonld": "JSON_LD"}
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
