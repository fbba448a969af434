"""Parameters of a query: checked terms, bound by VALUES, never spliced into the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kg.errors import UsageError, did_you_mean
from kg.query.gate import Admitted

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_QUOTED = re.compile(
    r'"(?P<text>(?:[^"\\]|\\.)*)"'
    r"(?:@(?P<tag>[A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^<(?P<type>[^<>\s]+)>)?"
)


def term(given: Any, prefixes: Mapping[str, str]) -> Any:
    """Return the pyoxigraph term that a parameter means.

    A term stays; a number, truth value or date becomes a typed literal. Of a text, `<iri>`,
    `http...` and a CURIE with a known prefix are IRIs, digits are an integer, `"text"`,
    `"text"@en` and `"text"^^<type>` are literals, and anything else is a plain string.

    Raises:
        UsageError: it looks like an IRI and is none, or is of no known type.

    >>> print(term("kg:Person", {"kg": "https://kg.example/ns#"}), term("Arana", {}))
    <https://kg.example/ns#Person> "Arana"
    >>> print(term("13", {}))
    "13"^^<http://www.w3.org/2001/XMLSchema#integer>
    """
    import pyoxigraph as ox

    if isinstance(given, ox.NamedNode | ox.Literal):
        return given
    try:
        if isinstance(given, str):
            return _from_text(given, prefixes)
        if isinstance(given, bool | int | float):
            return ox.Literal(given)
        if isinstance(given, Decimal | date):
            kind = {Decimal: "decimal", datetime: "dateTime"}.get(type(given), "date")
            text = given.isoformat() if isinstance(given, date) else str(given)
            return ox.Literal(text, datatype=_xsd(kind))
    except ValueError as error:
        raise UsageError(str(error), where=f"parameter {given!r}") from error
    raise UsageError(f"no term for a {type(given).__name__}", where=f"parameter {given!r}")


def _from_text(text: str, prefixes: Mapping[str, str]) -> Any:
    import pyoxigraph as ox

    if text.startswith("<") and text.endswith(">"):
        return ox.NamedNode(text[1:-1])
    if re.match(r"https?://\S+\Z", text):
        return ox.NamedNode(text)
    prefix, colon, local = text.partition(":")
    if colon and prefix in prefixes and not re.search(r"\s", local):
        return ox.NamedNode(prefixes[prefix] + local)
    if re.fullmatch(r"[+-]?[0-9]+", text):
        return ox.Literal(text, datatype=_xsd("integer"))
    quoted = _QUOTED.fullmatch(text)
    if not quoted:
        return ox.Literal(text)
    inner = re.sub(r"\\(.)", r"\1", quoted["text"])
    if quoted["tag"]:
        return ox.Literal(inner, language=quoted["tag"].lower())
    return ox.Literal(inner, datatype=ox.NamedNode(quoted["type"]) if quoted["type"] else None)


def _xsd(name: str) -> Any:
    import pyoxigraph as ox

    return ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}")


def bind(seen: Admitted, params: Mapping[str, Any], prefixes: Mapping[str, str]) -> str:
    """Return the query with a VALUES for each parameter, right after the brace of its WHERE.

    Raises:
        UsageError: the query has no such variable, or no place for VALUES.
    """
    values = []
    for name, given in sorted(params.items()):
        if not _NAME.fullmatch(name) or name not in seen.variables:
            known = sorted(seen.variables)
            fix = did_you_mean(name, known) or f"its variables: {', '.join(known) or 'none'}"
            raise UsageError(f"the query has no variable ?{name}", where=seen.name, fix=fix)
        values.append(f" VALUES ?{name} {{ {term(given, prefixes)} }}")
    if values and seen.where is None:
        raise UsageError("parameters need a WHERE { ... }", where=seen.name)
    at = seen.where or 0
    return seen.text[:at] + "".join(values) + seen.text[at:]
