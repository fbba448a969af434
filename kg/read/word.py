"""DOCX to an Article: its paragraphs and the cells of its tables, in order; macros never run."""

from __future__ import annotations

import io
from collections.abc import Iterator

from kg.errors import MissingExtra
from kg.read.article import Article
from kg.read.limits import check_text, check_zip, parsing


def read_docx(raw: bytes, name: str) -> Iterator[Article]:
    """Yield the one article of a Word document; its dates are those of the file, so none is taken.

    Raises:
        MissingExtra: python-docx is not installed.
        InputError: it is damaged, or unfolds to too much.
    """
    try:
        from docx import Document as open_docx
        from docx.opc.exceptions import OpcError
        from docx.table import Table
        from lxml import etree
    except ImportError as error:
        raise MissingExtra.of("reading DOCX needs python-docx", "docs") from error

    check_zip(raw, name)
    paragraphs: list[str] = []
    with parsing("DOCX", name, OpcError, etree.LxmlError):
        opened = open_docx(io.BytesIO(raw))
        for block in opened.iter_inner_content():
            if isinstance(block, Table):
                paragraphs += [cell.text for row in block.rows for cell in row.cells]
            else:
                paragraphs += block.text.split("\n")
        about = opened.core_properties
        title, author = about.title, about.author
    check_text(sum(map(len, paragraphs)), name)
    yield Article(tuple(paragraphs), title=title, author=author)
