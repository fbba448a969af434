"""The IRIs and RDF terms of the model, and quads as canonical bytes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import cast

import pyoxigraph as ox

from kg.errors import InputError
from kg.model import Datatype, Value
from kg.vocabulary import NS, PREFIXES

BASE = "https://kg.example/"
NOT_STATED = "not stated"
"""`kg:timeText` of an eventuality whose time the text does not give."""

_OTHER = re.compile("[^a-z0-9]+")
_ESCAPES = {chr(c): f"\\u{c:04X}" for c in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)} | {
    c: f"\\{e}" for c, e in zip('"\\\b\t\n\f\r', '"\\btnfr', strict=True)
}
_ESCAPED = re.compile("[" + "".join(map(re.escape, _ESCAPES)) + "]")

Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


@cache
def kg(name: str) -> ox.NamedNode:
    """Return a term of the project's namespace.

    >>> kg("Person").value
    'https://kg.example/ns#Person'
    """
    return ox.NamedNode(NS + name)


@cache
def term(prefix: str, name: str) -> ox.NamedNode:
    """Return a term by one of the preloaded prefixes."""
    return ox.NamedNode(PREFIXES[prefix] + name)


TYPE, LABEL = term("rdf", "type"), term("rdfs", "label")
SUBJECT, PREDICATE, OBJECT = (term("rdf", n) for n in ("subject", "predicate", "object"))
PREF_LABEL, ALT_LABEL = term("skos", "prefLabel"), term("skos", "altLabel")
EXACT_MATCH, CLOSE_MATCH = term("skos", "exactMatch"), term("skos", "closeMatch")
IDENTIFIER = term("dcterms", "identifier")
DATE, EDTF = term("xsd", "date"), ox.NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")


def literal(value: Value) -> ox.Literal:
    """Return a value as an RDF literal.

    >>> str(literal(Value.date("1959")))
    '"1959"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    """
    if value.lang:
        return ox.Literal(value.text, language=value.lang)
    kind = EDTF if value.datatype == "EDTF" else term("xsd", value.datatype)
    return ox.Literal(value.text, datatype=kind)


def quoted(text: str) -> str:
    r"""Return a plain literal as canonical N-Quads write it.

    >>> print(quoted('Ana "Anita" Quispe\n'))
    "Ana \"Anita\" Quispe\n"
    """
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES[found[0]]


def datatype(found: ox.Literal) -> Datatype:
    """Return the name of a literal's type; text in some language is a string."""
    name = re.split("[/#]", found.datatype.value)[-1]
    return "string" if found.language else cast(Datatype, name)


@lru_cache(maxsize=100_000)  # linking asks for that of a name several times
def slug(text: str) -> str:
    """Make the last part of an IRI from a name; letters and digits of every script stay.

    >>> slug("Ministério da Justiça"), slug("M23 – the rebels"), slug("北京"), slug("?!")
    ('ministerio-da-justica', 'm23-the-rebels', '北京', 'unnamed')
    """
    if text.isascii():
        return _OTHER.sub("-", text.lower()).strip("-") or "unnamed"
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (
        "-" if not c.isalnum() else c for c in plain if not unicodedata.category(c).startswith("M")
    )
    return re.sub("-+", "-", "".join(kept)).strip("-") or "unnamed"


class Names:
    """Last parts of the IRIs of one document: the slug of each label, a second one with `-2`.

    >>> names = Names()
    >>> [names.free(label) for label in ("Ama Badu", "Ama-Badu", "Ama Badu 2", "Ama  Badu")]
    ['ama-badu', 'ama-badu-2', 'ama-badu-2-2', 'ama-badu-3']
    """

    def __init__(self) -> None:
        self.taken: dict[str, str] = {}
        self._last: dict[str, int] = {}

    def free(self, label: str, holder: str = "") -> str:
        """Return a name that was not given yet; `taken` tells who the `holder` of a name is."""
        stem = name = slug(label)
        while name in self.taken:
            number = self._last[stem] = self._last.get(stem, 1) + 1
            name = f"{stem}-{number}"
        self.taken[name] = holder
        return name


def digest(*parts: str) -> str:
    """Return the 16 hex digits that name a claim or an attribution by what it consists of."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def document_iri(sha256: str, base: str = BASE) -> ox.NamedNode:
    """Return the IRI of a document node."""
    return ox.NamedNode(f"{base}doc/{sha256[:8]}")


def document_graph(sha256: str, base: str = BASE) -> ox.NamedNode:
    """Return the IRI of the named graph that holds what was read in a document."""
    return ox.NamedNode(f"{base}graph/doc/{sha256[:8]}")


def extractor_iri(extractor: str, base: str = BASE) -> ox.NamedNode:
    """Return the IRI of an extractor, named by the digest of its version string."""
    return ox.NamedNode(f"{base}extractor/{digest(extractor)}")


def dump(quads: Iterable[ox.Quad]) -> bytes:
    """Return quads as canonical N-Quads: sorted lines, each once."""
    raw = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(line + b"\n" for line in sorted(set(raw.split(b"\n"))) if line)


def parse(raw: bytes) -> list[ox.Quad]:
    """Read N-Quads.

    Raises:
        InputError: they are broken, with line and column.
    """
    try:
        return list(ox.parse(raw, format=ox.RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise InputError(str(error), where="N-Quads", fix="extract the document again") from error
