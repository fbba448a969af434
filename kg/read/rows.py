"""Tables of articles to Articles: CSV, TSV, JSON and JSON lines with a column of text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.errors import InputError
from kg.read.article import Article, day
from kg.read.limits import MAX_TEXT, decode, parsing

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "fulltext", "full_text", "maintext"),
    "title": ("title", "headline", "heading"),
    "author": ("author", "authors", "byline"),
    "published": ("published", "date", "date_published", "published_at", "pubdate", "date_publish"),
    "publisher": ("publisher", "source", "outlet", "newspaper", "source_domain"),
    "url": ("url", "link", "source_url"),
    "language": ("language", "lang"),
}
"""The columns that are known, by what they hold; the first one there counts."""


def read_csv(raw: bytes, name: str) -> Iterator[Article | InputError]:
    """Yield each row of a comma-separated table (RFC 4180), or why one cannot be read.

    Raises:
        InputError: it is no table in UTF-8, or has no column of text.
    """
    yield from _articles(_csv(raw, name, ","), name, "row")


def read_tsv(raw: bytes, name: str) -> Iterator[Article | InputError]:
    """Yield each row of a tab-separated table; raises as `read_csv`."""
    yield from _articles(_csv(raw, name, "\t"), name, "row")


def read_json(raw: bytes, name: str) -> Iterator[Article | InputError]:
    """Yield each object of a JSON list, or the one object; raises as `read_csv`."""
    with parsing("JSON", name):
        given = json.loads(raw)
    rows = given if isinstance(given, list) else [given]
    yield from _articles(enumerate(rows, start=1), name, "item")


def read_jsonl(raw: bytes, name: str) -> Iterator[Article | InputError]:
    """Yield each line of JSON lines, or why one cannot be read; raises as `read_csv`."""
    yield from _articles(_json_lines(raw), name, "line")


def _json_lines(raw: bytes) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                yield number, InputError(f"no JSON: {error}", fix="repair or delete the line")


def _csv(raw: bytes, name: str, delimiter: str) -> Iterator[tuple[int, Any]]:
    text = decode(raw, name, "utf-8-sig")
    csv.field_size_limit(MAX_TEXT)
    with parsing("table", name, csv.Error):
        yield from enumerate(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter), 2)


def _articles(
    rows: Iterable[tuple[int, Any]], name: str, noun: str
) -> Iterator[Article | InputError]:
    """Yield an article or an error a row; a table none of whose rows has text is refused."""
    column, found = False, False
    for number, row in rows:
        part = f"{noun} {number}"
        if isinstance(row, InputError):
            row.where, found = f"{name}, {part}", True
            yield row
            continue
        known = _known(row)
        column = column or "text" in known
        if known.get("text"):
            yield _article(known, part)
        elif column:
            yield InputError("holds no text", where=f"{name}, {part}", fix="it is left out")
        else:
            there = ", ".join(map(str, row)) if isinstance(row, Mapping) else "none"
            raise InputError(
                f"has no column of text; its columns: {there}"[:300],
                where=name,
                fix=f"name one of them {COLUMNS['text'][0]}; for records, kg import {name}",
            )
    if not (column or found):
        raise InputError("holds no rows", where=name, fix="give a table of articles")


def _known(row: Any) -> dict[str, str]:
    """Return what is known of a row, by the names of COLUMNS."""
    if not isinstance(row, Mapping):
        return {}
    cells = {str(k).strip().lower(): v for k, v in row.items() if k is not None}
    found: dict[str, str] = {}
    for key, names in COLUMNS.items():
        for column in names:
            if column in cells and isinstance(cells[column], (str, int)):
                found.setdefault(key, str(cells[column]))
    return found


def _article(known: Mapping[str, str], part: str) -> Article:
    return Article(
        paragraphs=tuple(re.split(r"\r?\n\s*\r?\n", known["text"])),
        title=known.get("title"),
        author=known.get("author"),
        published=day(known.get("published")),
        publisher=known.get("publisher"),
        url=known.get("url"),
        language=known.get("language"),
        part=part,
    )
