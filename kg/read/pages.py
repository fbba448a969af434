"""PDF to an Article: lines put together to paragraphs, with the page each begins on."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from math import hypot
from typing import TYPE_CHECKING, Any

from kg.errors import InputError, MissingExtra
from kg.read.article import Article, clean, day
from kg.read.limits import check_text, parsing, silent

if TYPE_CHECKING:
    from pypdf import PageObject

_BREAK = "\f"
"""Before a line in other letters than the line above: a heading ends, or begins."""
_ENDS = re.compile(r"[.!?:][”\"’')\]]*$")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_LIGATURES = {0xFB00 + n: letters for n, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl"))}
_NO_TITLE = re.compile(
    r"about:blank|untitled.*|microsoft word - .*|.*\.(docx?|odt|indd|html?)", re.I
)
_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)


def read_pdf(raw: bytes, name: str) -> Iterator[Article]:
    """Yield the one article of a PDF with a text layer; its dates are not those of publication.

    A title that only the program which made the file gave it is none; ligatures are letters.

    Raises:
        MissingExtra: pypdf is not installed.
        InputError: it is damaged, locked, or a picture of text.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise MissingExtra.of("reading PDF needs pypdf", "docs") from error

    texts: list[str] = []
    with parsing("PDF", name, PyPdfError), silent("pypdf"), silent("pypdf._reader"):
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("is locked by a password", where=name, fix="save it without one")
        for sheet in reader.pages:
            texts.append(_text(sheet).translate(_LIGATURES))
            check_text(sum(map(len, texts)), name)
        about = reader.metadata
        title, author = (str(about.get(k) or "") if about else "" for k in ("/Title", "/Author"))
    title = "" if _NO_TITLE.fullmatch(title.strip()) else title
    paragraphs, pages = _reflow(texts)
    if not paragraphs:
        raise InputError(
            "holds pictures of text, no text", where=name, fix="run it through OCR (ocrmypdf)"
        )
    yield Article(tuple(paragraphs), title=title, author=author, published=day(None), pages=pages)


def _text(sheet: PageObject) -> str:
    """Return the text of a page, with a mark before each line in letters of another size or weight.

    What most letters of a line are counts, so that a raised number or a name in bold is no heading.
    """
    lines: list[str] = [""]
    looks: list[Counter[tuple[float, bool]]] = [Counter()]

    def seen(text: str, user: list[float], own: list[float], font: Any, size: float) -> None:
        high = size * hypot(own[2], own[3]) * hypot(user[2], user[3])
        look = round(high, 1), "bold" in str((font or {}).get("/BaseFont", "")).lower()
        for number, piece in enumerate(text.split("\n")):
            if number:
                lines.append("")
                looks.append(Counter())
            lines[-1] += piece
            looks[-1][look] += len(piece.strip())

    sheet.extract_text(visitor_text=seen)
    marked, above = [], None
    for line, look in zip(lines, looks, strict=True):
        here = max(look, key=look.__getitem__) if look.total() else above
        marked.append(_BREAK * (above not in (None, here)) + line)
        above = here
    return "\n".join(marked)


def _reflow(texts: list[str]) -> tuple[list[str], tuple[int, ...]]:
    r"""Join the lines of pages to paragraphs; with, for each page, how many begin before it.

    A sentence that runs on over the end of a page stays whole and belongs to the page it began on.

    >>> _reflow(["Peru has sixty-eight pri-\nsons. They hold many\npeople.", "Chile has fewer."])
    (['Peru has sixty-eight prisons. They hold many people.', 'Chile has fewer.'], (0, 1))
    """
    paragraphs: list[str] = []
    pages: list[int] = []
    is_open = False
    for text in texts:
        pages.append(len(paragraphs))
        lines = [line.rstrip() for line in text.split("\n")]
        width = max((len(line) for line in lines), default=0)
        for line in lines:
            words = clean(line)
            is_open = is_open and not line.startswith(_BREAK)
            if not words or _NUMBER.fullmatch(words):
                is_open = is_open and not _ends(paragraphs[-1])
                continue
            if is_open:
                paragraphs[-1] = _joined(paragraphs[-1], words)
            else:
                paragraphs.append(words)
            is_open = len(line) > 0.75 * width or not _ENDS.search(words)
        is_open = is_open and bool(paragraphs) and not _ends(paragraphs[-1])
    return paragraphs, tuple(pages)


def _ends(paragraph: str) -> bool:
    return bool(_ENDS.search(paragraph))


def _joined(before: str, line: str) -> str:
    """Join a line to the one before it; a word cut by a hyphen becomes whole again."""
    if _HYPHEN.search(before) and line[:1].islower():
        return before[:-1] + line
    return f"{before} {line}"
