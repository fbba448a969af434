"""Tables for tests: their rows on their way, and all that they say as one extraction."""

from __future__ import annotations

from dataclasses import replace

from kg import gazetteer
from kg.model import Claim, Document, Entity, Extraction, Sentence
from kg.parts import TableThings
from kg.quads import RowWriter
from kg.tables import TableMap
from kg.tables.records import csv_records
from kg.tables.rows import Rows
from kg.vocabulary import default

BASE = "https://kg.example/"
SHA = "c0ffee00" + "0" * 56


def rows_of(text: str, table: TableMap, sha256: str = SHA) -> Rows:
    """Return the rows of a CSV."""
    document = Document(sha256, text)
    return Rows(document, table, default(), gazetteer.default(), lambda: csv_records(text, 0, "t"))


def evidence_of(rows: Rows) -> bytes:
    """Return the evidence of a table, row by row."""
    writer = RowWriter(rows.document, BASE)
    told = (writer.row(row.sentence, row.entities, row.claims) for row in rows)
    return writer.head(rows.extractor) + "".join(lines.evidence for lines in told).encode()


def things_of(rows: Rows) -> TableThings:
    """Return the things of a table as they are collected while its evidence is written."""
    things, writer = TableThings(), RowWriter(rows.document, BASE)
    for row in rows:
        things.add(row.entities, row.claims)
        writer.row(row.sentence, row.entities, row.claims)
    things.size = writer.size
    return things


def read_rows(rows: Rows) -> Extraction:
    """Return all that a table says as one extraction; a large one does not fit into memory."""
    sentences: list[Sentence] = []
    claims: list[Claim] = []
    entities: dict[str, Entity] = {}
    for row in rows:
        sentences += [row.sentence] if row.sentence else []
        claims += row.claims
        for entity, _ in row.entities:
            before = entities.get(entity.id)
            seen = before.mentions if before else ()
            entities[entity.id] = replace(entity, mentions=(*seen, *entity.mentions))
    numbered = (replace(c, id=f"c{n}") for n, c in enumerate(claims, start=1))
    return Extraction(
        rows.document, rows.extractor, tuple(sentences), tuple(entities.values()), (),
        tuple(numbered),
    )  # fmt: skip
