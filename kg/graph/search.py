"""Search: entities by label or alias and sentences by their words, whatever case and accents.

A word fits a word that it is or begins; when nothing fits, one that is a slip of the keys away.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.graph.index import SHORT, index, without_one
from kg.graph.names import fold

if TYPE_CHECKING:
    from kg.store import Store

Record = dict[str, Any]
Words = dict[int, float]
"""Words of the index that a word of the search fits, by number, and how well, from 0 to 1."""
_MOST_WORDS = 400
_MOST_LETTERS = 1000


def search(store: Store, text: str, *, directory: Path | None = None, limit: int = 20) -> Record:
    """Return the entities and the sentences that a text names, the best first.

    `entities` have `iri`, `label`, `type`, `kind`, `mentions`, `matched` (the name that fits) and
    `score`, from 0 to 1; `sentences` have `document`, `title`, `published`, `number`, `sentence`.
    `is_exact` is False when only a misspelling fits. Every word of the text must fit.

    >>> from kg.store import Store
    >>> search(Store.memory(), "Peru")
    {'text': 'Peru', 'is_exact': True, 'entities': [], 'sentences': []}
    """
    asked = fold(text[:_MOST_LETTERS]).split()
    with closing(index(store, directory)) as opened:
        for fuzzy in (False, True):
            words = [_fitting(opened, word, fuzzy=fuzzy) for word in asked]
            entities = _entities(opened, words, limit) if words and all(words) else []
            sentences = _sentences(opened, words, limit) if words and all(words) else []
            if entities or sentences:
                return _found(text, entities, sentences, is_exact=not fuzzy)
    return _found(text, [], [], is_exact=True)


def _found(text: str, entities: list[Record], sentences: list[Record], *, is_exact: bool) -> Record:
    return {"text": text, "is_exact": is_exact, "entities": entities, "sentences": sentences}


def distance(one: str, other: str) -> int:
    """Return how many letters differ: inserted, left out, changed, or two swapped.

    The optimal string alignment distance.

    >>> distance("bukele", "bukeel"), distance("peru", "peurs"), distance("a", "")
    (1, 2, 1)
    """
    before, last = list[int](), list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]


def _fitting(opened: sqlite3.Connection, word: str, *, fuzzy: bool) -> Words:
    rows = opened.execute(
        "SELECT id, text FROM word WHERE text >= ? AND text < ? ORDER BY LENGTH(text), text"
        " LIMIT ?",
        (word, word + "\U0010ffff", _MOST_WORDS),
    )
    # The longer the rest of the word, the worse it fits.
    found = {id_: 1.0 if text == word else 0.6 + 0.3 * len(word) / len(text) for id_, text in rows}
    if not fuzzy or len(word) < 3:
        return found
    allowed = 1 if len(word) <= SHORT else 2
    for id_, text in _near(opened, word):
        wrong = distance(word, text)
        if 0 < wrong <= allowed:
            found.setdefault(id_, 0.8 - 0.2 * wrong)
    return found


def _near(opened: sqlite3.Connection, word: str) -> Iterable[tuple[int, str]]:
    less = sorted(without_one(word))
    yield from opened.execute(
        f"SELECT DISTINCT id, text FROM near JOIN word ON id = word WHERE less IN ({_marks(less)})",
        less,
    )
    if len(word) >= SHORT:
        parts = " OR ".join(f'"{word[i : i + 3]}"' for i in range(len(word) - 2))
        yield from opened.execute(
            "SELECT id, text FROM word WHERE id IN"
            " (SELECT rowid FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT ?)",
            (parts, _MOST_WORDS),
        )


def _entities(opened: sqlite3.Connection, asked: list[Words], limit: int) -> list[Record]:
    """Return the things of which one name holds a word for each that is asked."""
    scores: dict[int, float] | None = None
    for words in asked:
        here = _names_with(opened, words, scores)
        scores = here if scores is None else {n: scores[n] + here[n] for n in here}
    best: dict[int, tuple[float, Any]] = {}
    for row in _rows(opened, list(scores or ())):
        # A name with further words fits less well than one that is all that was asked.
        score = (scores or {})[row[0]] / max(len(asked), row[2])
        if row[1] not in best or best[row[1]][0] < score:
            best[row[1]] = score, row
    return sorted((_entity(s, r) for s, r in best.values()), key=_rank)[:limit]


def _rank(found: Record) -> tuple[Any, ...]:
    return found["kind"] != "Entity", -found["score"], -found["mentions"], found["iri"]


def _names_with(
    opened: sqlite3.Connection, words: Words, among: dict[int, float] | None
) -> dict[int, float]:
    found: dict[int, float] = {}
    for word, name in opened.execute(
        f"SELECT word, name FROM within WHERE word IN ({_marks(words)})", list(words)
    ):
        if among is None or name in among:
            found[name] = max(found.get(name, 0.0), words[word])
    return found


def _rows(opened: sqlite3.Connection, names: list[int]) -> Iterable[tuple[Any, ...]]:
    for start in range(0, len(names), 500):
        part = names[start : start + 500]
        yield from opened.execute(
            "SELECT name.id, thing.id, size, name.text, iri, label, type, kind, mentions"
            f" FROM name JOIN thing ON thing.id = thing WHERE name.id IN ({_marks(part)})",
            part,
        )


def _entity(score: float, row: tuple[Any, ...]) -> Record:
    keys = ("matched", "iri", "label", "type", "kind", "mentions")
    return {**dict(zip(keys, row[3:], strict=True)), "score": round(score, 3)}


def _sentences(opened: sqlite3.Connection, asked: list[Words], limit: int) -> list[Record]:
    texts = [_texts(opened, words) for words in asked]
    wanted = " AND ".join("(" + " OR ".join(f'"{t}"' for t in any_of) + ")" for any_of in texts)
    keys = ("document", "title", "published", "number", "sentence")
    rows = opened.execute(
        "SELECT document, title, published, number, sentence.text FROM told"
        " JOIN sentence ON sentence.id = told.rowid WHERE told MATCH ?"
        " ORDER BY rank, document, number LIMIT ?",
        (wanted, limit),
    )
    return [dict(zip(keys, row, strict=True)) for row in rows]


def _texts(opened: sqlite3.Connection, words: Words) -> list[str]:
    best = sorted(words, key=lambda w: (-words[w], w))[:50]
    rows = opened.execute(f"SELECT text FROM word WHERE id IN ({_marks(best)})", best)
    return sorted(text for (text,) in rows)


def _marks(values: Iterable[Any]) -> str:
    return ", ".join("?" for _ in values)
