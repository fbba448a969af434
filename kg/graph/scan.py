"""A whole store read once, front to back: each subject with its values, none of them held.

To look the parts of a claim up one by one takes five to ten times as long as to read past them.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from kg import mirror
from kg.graph.rows import Values, expand, full_table

if TYPE_CHECKING:
    from kg.store import Store


def scan(
    store: Store, properties: Iterable[str], *, facts: bool = False
) -> Iterator[tuple[str, Values]]:
    """Yield each subject with its values of some properties (CURIEs), as they come.

    Of the named graphs, or of the fact layer. What several graphs say of one subject comes apart.
    """
    names = list(properties)
    pattern = "?s ?p ?o" if facts else "GRAPH ?g { ?s ?p ?o }"
    # Joined with numbers, and not filtered: no IRI of a property is made into text, a quarter less.
    numbers = " ".join(f"({name} {number})" for number, name in enumerate(names))
    order = "ORDER BY ?g ?s" if store.is_in_memory else ""  # on disk an index has them in order
    text = f"""SELECT ?s ?n ?o {{
        {{ SELECT * {{ {pattern} }} }}
        {{ SELECT * {{ VALUES (?p ?n) {{ {numbers} }} }} }} }} {order}"""
    subject, values = "", dict[str, list[str]]()
    for s, n, o in store.solutions(text):
        if s.value != subject:
            if values:
                yield subject, _sorted(values)
            subject, values = s.value, {}
        values.setdefault(names[int(n.value)], []).append(o.value)
    if values:
        yield subject, _sorted(values)


def full_evidence(store: Store, properties: Iterable[str]) -> dict[str, Values]:
    """Return what documents say: the values of properties (CURIEs), by subject and CURIE, sorted.

    From the text beside the store, a tenth of the time, or else from the store.
    """
    names = list(properties)
    found: dict[str, Values] = {}
    try:
        for block in mirror.blocks(store.directory, {expand(n): n for n in names}):
            block |= {s: _joined(found[s], block[s]) for s in block.keys() & found.keys()}
            found |= block
    except mirror.UnreadableError:
        return full_table(store, names)
    return {subject: found[subject] for subject in sorted(found) if found[subject]}


def _joined(one: Values, other: Values) -> Values:
    return {n: sorted({*one.get(n, ()), *other.get(n, ())}) for n in {**one, **other}}


def _sorted(values: Values) -> Values:
    for each in values.values():
        if len(each) > 1:
            each.sort()
    return values


_TOLD = "CREATE TABLE told (iri TEXT, is_claim INTEGER, found BLOB)"


def tables(store: Store, properties: Iterable[str]) -> Iterator[list[mirror.Table]]:
    """Yield what the named graphs say, as `kg.mirror.tables` does, for a store that has no text.

    Each claim comes with the spans that it rests on and what those are in; then all else.
    """
    with closing(sqlite3.connect("")) as told:  # on disk if it is large
        told.execute(_TOLD)
        found = scan(store, properties)
        rows = ((iri, "kg:modality" in v, marshal.dumps(v)) for iri, v in found)
        told.executemany("INSERT INTO told VALUES (?, ?, ?)", rows)
        told.execute("CREATE INDEX named ON told (iri)")
        for is_claim in (True, False):
            text = "SELECT iri, found FROM told WHERE is_claim = ?"
            for iri, blob in told.execute(text, (is_claim,)):
                about = marshal.loads(blob)
                near = {iri: about} | _near(told, about, is_claim)
                yield [_row(*one) for one in near.items()]


def _near(told: sqlite3.Connection, claim: Values, is_claim: bool) -> dict[str, Values]:
    near: dict[str, Values] = {}
    wanted = list(claim.get("kg:evidence", ())) if is_claim else []
    for iri in wanted:
        if iri not in near:
            text = "SELECT found FROM told WHERE iri = ?"
            rows = told.execute(text, (iri,)).fetchall()
            near[iri] = {k: v for (blob,) in rows for k, v in marshal.loads(blob).items()}
            wanted += near[iri].get("kg:inSentence", [])
    return near


def _row(iri: str, found: Values) -> mirror.Table:
    pairs = [(name, value) for name, values in found.items() for value in values]
    return tuple(name for name, _ in pairs), [[iri, *(value for _, value in pairs)]]
