"""The search index: names, words and sentences of a store, kept beside it as `store.search`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.graph.beside import beside
from kg.graph.names import fold
from kg.graph.rows import select
from kg.graph.view import classified, described

if TYPE_CHECKING:
    from kg.store import Store

FILE = "store.search"
VERSION = "1"
SHORT = 7
"""Letters up to which a word is found by what it is without one letter; longer ones by trigrams."""
_NAMED = ("rdf:type", "kg:wouldBe", "skos:prefLabel", "skos:altLabel")
_TABLES = """
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT, label TEXT, type TEXT, kind TEXT,
                    mentions INTEGER);
CREATE TABLE name (id INTEGER PRIMARY KEY, thing INTEGER, text TEXT, size INTEGER);
CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT UNIQUE);
CREATE TABLE within (word INTEGER, name INTEGER, PRIMARY KEY (word, name)) WITHOUT ROWID;
CREATE TABLE near (less TEXT, word INTEGER, PRIMARY KEY (less, word)) WITHOUT ROWID;
CREATE TABLE sentence (id INTEGER PRIMARY KEY, document TEXT, title TEXT, published TEXT,
                       number INTEGER, text TEXT);
CREATE VIRTUAL TABLE spelling USING fts5(text, content='', tokenize='trigram');
CREATE VIRTUAL TABLE told USING fts5(text, content='');
"""
_SENTENCES = "SELECT ?d ?n ?text { ?s kg:number ?n ; kg:inDocument ?d ; kg:quote ?text }"
_DOCUMENTS = """SELECT ?d ?title ?when {
  { ?d rdfs:label ?title } OPTIONAL { ?d dcterms:issued ?when }
  VALUES ?t { kg:Document kg:NewsArticle } ?d a ?t }"""


def index(store: Store, directory: Path | None) -> sqlite3.Connection:
    """Return the search index of a store; made, or made again, when it does not fit.

    Without a directory it is made in memory.
    """
    return beside(directory, FILE, VERSION, lambda made: _fill(made, store))


def without_one(word: str) -> set[str]:
    """Return a word, and what is left of it without each one of its letters.

    >>> sorted(without_one("abc"))
    ['ab', 'abc', 'ac', 'bc']
    """
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _fill(made: sqlite3.Connection, store: Store) -> None:
    made.executescript(_TABLES)
    vocabulary: dict[str, int] = {}
    _names(made, store, vocabulary)
    _sentences(made, store, vocabulary)
    _words(made, vocabulary)


def _names(made: sqlite3.Connection, store: Store, vocabulary: dict[str, int]) -> None:
    counted = select(store, "SELECT ?e (COUNT(?m) AS ?n) { ?m kg:refersTo ?e } GROUP BY ?e")
    mentions = {iri: int(number) for iri, number in counted if iri}
    things, names = list[tuple[object, ...]](), list[tuple[object, ...]]()
    within: set[tuple[int, int]] = set()
    for id_, (iri, found) in enumerate(described(store, _NAMED)):
        kind, type_, _ = classified(found)
        label = found.get("skos:prefLabel", [""])[0]
        things.append((id_, iri, label, type_, kind, mentions.get(iri, 0)))
        for text in dict.fromkeys([label, *found.get("skos:altLabel", ())]):
            words = fold(text).split()
            within |= {(_number(vocabulary, word), len(names)) for word in words}
            names.append((len(names), id_, text, len(words)))
    made.executemany("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)", things)
    made.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", names)
    made.executemany("INSERT INTO within VALUES (?, ?)", sorted(within))


def _sentences(made: sqlite3.Connection, store: Store, vocabulary: dict[str, int]) -> None:
    about = {row[0]: row[1:] for row in select(store, _DOCUMENTS)}
    sentences, folded = list[tuple[object, ...]](), list[tuple[int, str]]()
    for id_, (document, number, text) in enumerate(select(store, _SENTENCES)):
        sentences.append((id_, document, *about.get(document, ("", "")), number, text))
        folded.append((id_, fold(text)))
        for word in folded[-1][1].split():
            _number(vocabulary, word)
    made.executemany("INSERT INTO sentence VALUES (?, ?, ?, ?, ?, ?)", sentences)
    made.executemany("INSERT INTO told (rowid, text) VALUES (?, ?)", folded)


def _words(made: sqlite3.Connection, vocabulary: dict[str, int]) -> None:
    made.executemany("INSERT INTO word VALUES (?, ?)", ((n, w) for w, n in vocabulary.items()))
    made.executemany("INSERT INTO near VALUES (?, ?)", sorted(_near(vocabulary.items())))
    long = ((n, word) for word, n in vocabulary.items() if len(word) > SHORT)
    made.executemany("INSERT INTO spelling (rowid, text) VALUES (?, ?)", long)


def _near(words: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    for word, number in words:
        if 2 < len(word) <= SHORT + 1:
            yield from ((less, number) for less in without_one(word))


def _number(vocabulary: dict[str, int], word: str) -> int:
    return vocabulary.setdefault(word, len(vocabulary))
