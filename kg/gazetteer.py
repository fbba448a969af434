"""Names that need no context: countries, large cities and bodies, with ids and other names.

The tables lie in `data/gazetteer/`; each names its source and licence in its first lines.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg import resources
from kg.errors import InputError


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of the gazetteer.

    `key` is unique ("geonames:3932488", "name:United Nations"); `country` is the ISO 3166-1
    alpha-2 code of the country it lies in or belongs to; `capital` is a country's capital;
    `exact_match` are IRIs of the same thing elsewhere. Rows with one name are ranked by order.
    """

    key: str
    name: str
    type: str
    country: str = ""
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capital: str = ""
    exact_match: tuple[str, ...] = ()
    never_by_name: bool = False


class Gazetteer:
    """A read-only table of Rows by name, by demonym and by country code."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        self._names: dict[str, list[Row]] = {}
        self._demonyms: dict[str, Row] = {}
        self._countries: dict[str, Row] = {}
        self._short: dict[int, frozenset[str]] = {}
        self._same = {iri: row for row in rows for iri in row.exact_match}
        for row in rows:
            for name in dict.fromkeys((row.name, *row.aliases)):
                self._names.setdefault(_key(name), []).append(row)
            for demonym in row.demonyms:
                self._demonyms.setdefault(demonym, row)
            if row.key.startswith("country:"):
                self._countries[row.country] = row

    def lookup(self, name: str) -> tuple[Row, ...]:
        """Return the rows with exactly this name, best first; a leading article does not count.

        Acronyms match in their own case only.

        >>> [row.name for row in default().lookup("the U.S.")]
        ['United States']
        >>> default().lookup("us")
        ()
        """
        return tuple(self._names.get(_key(name), ()))

    def same(self, iri: str) -> Row | None:
        """Return the row of the thing that has this IRI elsewhere.

        >>> default().same("http://www.wikidata.org/entity/Q419").name
        'Peru'
        """
        return self._same.get(iri)

    def demonym(self, word: str) -> Row | None:
        """Return the country whose people or things the word names.

        >>> default().demonym("Salvadoran").name
        'El Salvador'
        """
        return self._demonyms.get(word)

    def country(self, code: str) -> Row | None:
        """Return a country by its ISO 3166-1 alpha-2 code."""
        return self._countries.get(code)

    def names(self) -> Iterator[str]:
        """Yield every name and alias, once each, in the order of the tables."""
        return iter(dict.fromkeys(n for row in self.rows for n in (row.name, *row.aliases)))

    def names_by_length(self, words: int) -> frozenset[str]:
        """Return every name of at most so many words, with and without its article."""
        if words not in self._short:
            short = {n for n in self.names() if n.count(" ") < words}
            articled = (f"{article}{n}" for n in short for article in ("", "the ", "The "))
            self._short[words] = frozenset(articled)
        return self._short[words]

    def demonyms(self) -> Mapping[str, Row]:
        """Return every demonym with its country."""
        return self._demonyms


@cache
def default() -> Gazetteer:
    """Return the shipped gazetteer.

    >>> peru = default().lookup("Peru")[0]
    >>> peru.type, peru.capital, peru.exact_match[0]
    ('Country', 'Lima', 'http://www.wikidata.org/entity/Q419')
    """
    return load(resources.data("gazetteer"))


def load(folder: Path) -> Gazetteer:
    """Read the three tables of a folder: countries, bodies and places.

    Raises:
        InputError: a table is missing, or a line has other columns than its kind.

    >>> load(resources.data("gazetteer")).lookup("Lima")[0].type
    'City'
    """
    rows = [_country(r) for r in _read(folder / "countries.tsv", 8)]
    rows += [_body(r) for r in _read(folder / "bodies.tsv", 6)]
    rows += [_place(r) for r in _read(folder / "places.tsv", 5)]
    return Gazetteer(tuple(rows))


def _key(name: str) -> str:
    words = name.replace("’", "'")
    for article in ("the ", "The "):
        words = words.removeprefix(article)
    return words


def _read(path: Path, columns: int) -> Iterator[list[str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError("cannot be read", where=str(path), fix="reinstall the tables") from error
    for number, line in enumerate(lines, start=1):
        if not line.startswith("#"):
            cells = line.split("\t")
            if len(cells) != columns:
                raise InputError(
                    f"{len(cells)} columns, expected {columns}",
                    where=f"{path.name}:{number}",
                    fix="separate columns by one tab",
                )
            yield cells


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _matches(wikidata: str, geonames: str = "") -> tuple[str, ...]:
    wikidata_iri = f"http://www.wikidata.org/entity/{wikidata}" if wikidata else ""
    geonames_iri = f"https://sws.geonames.org/{geonames}/" if geonames else ""
    return tuple(iri for iri in (wikidata_iri, geonames_iri) if iri)


def _country(cells: list[str]) -> Row:
    code, name, kind, capital, geonames, wikidata, others, demonyms = cells
    return Row(
        key=f"country:{code}",
        name=name,
        type=kind,
        country=code,
        aliases=_split(others),
        demonyms=_split(demonyms),
        capital=capital,
        exact_match=_matches(wikidata, geonames),
    )


def _body(cells: list[str]) -> Row:
    name, kind, country, wikidata, others, flags = cells
    return Row(
        key=f"name:{name}",
        name=name,
        type=kind,
        country=country,
        aliases=_split(others),
        exact_match=_matches(wikidata),
        never_by_name="never-by-name" in flags,
    )


def _place(cells: list[str]) -> Row:
    name, kind, country, geonames, others = cells
    return Row(
        key=f"geonames:{geonames}",
        name=name,
        type=kind,
        country=country,
        aliases=(*_split(others), *_plain(name)),
        exact_match=_matches("", geonames),
    )


def _plain(name: str) -> tuple[str, ...]:
    """Return the name without its accents, as English news writes it: "Bogota"."""
    letters = unicodedata.normalize("NFD", name)
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return (bare,) if bare != name else ()
