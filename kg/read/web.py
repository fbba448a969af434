"""HTML to an Article: the prose of the page, without what surrounds it; nothing is fetched."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kg.errors import InputError, MissingExtra
from kg.read.article import Article, clean, content, day
from kg.read.limits import check_text, parsing

_ARTICLES = ("Article", "Report", "BlogPosting", "LiveBlogPosting")
_DATES = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.issued", "dcterms.date", "pubdate", "publish_date", "parsely-pub-date",
    "sailthru.date",
)  # fmt: skip
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "div", "td", "pre")
_SKIPPED = ("script", "style", "noscript", "template", "head", "iframe", "object", "svg")


def read_html(raw: bytes, name: str) -> Iterator[Article]:
    """Yield the one article of a page, with title, author, date and publisher of its metadata.

    They come from its JSON-LD, else from its meta elements; a date is never guessed from the text.

    Raises:
        MissingExtra: trafilatura is not installed.
        InputError: it is no HTML, or without prose.
    """
    yield page(raw, name)


def page(raw: bytes, name: str, *, url: str | None = None, part: str | None = None) -> Article:
    """Read one page; `url` is where it is known to come from. Raises as `read_html`."""
    try:
        import trafilatura
        from lxml import etree
    except ImportError as error:
        raise MissingExtra.of("reading HTML needs trafilatura", "docs") from error

    with parsing("HTML", name, etree.LxmlError):
        tree = trafilatura.load_html(raw)
        if tree is None:
            raise InputError("is no readable HTML", where=name, fix="save the page again")
        said = {**_metas(tree), **_json_ld(tree)}
        text = trafilatura.extract(
            tree, output_format="txt", include_comments=False, include_tables=False
        )
    check_text(len(text or ""), name)
    return Article(
        paragraphs=tuple((text or "").split("\n")),
        title=said.get("title"),
        author=said.get("author"),
        published=day(said.get("published")),
        publisher=said.get("publisher"),
        url=said.get("url") or url,
        language=said.get("language"),
        part=part,
    )


def blocks(markup: str, name: str = "") -> tuple[str, ...]:
    """Return the text of a piece of HTML, a block element a paragraph; scripts are left out.

    >>> blocks("<p>Peru <b>votes</b>.</p><script>x</script>Chile waits.<br>It is late.")
    ('Peru votes.', 'Chile waits.', 'It is late.')
    """
    try:
        from lxml import etree, html
    except ImportError as error:
        raise MissingExtra.of("reading HTML needs lxml", "docs") from error
    with parsing("HTML", name, etree.LxmlError):
        root = html.fragment_fromstring(content(markup), create_parent="div")
    lines = "".join(_flow(root)).split("\n")
    return tuple(line for line in map(clean, lines) if line)


def _flow(element: Any) -> Iterator[str]:
    """Yield the text under an element, with a line break at the edges of blocks."""
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        yield element.tail or ""
        return
    edge = "\n" if element.tag in (*_BLOCKS, "br") else ""
    yield edge + _one_line(element.text)
    for child in element:
        yield from _flow(child)
    yield edge + _one_line(element.tail)


def _one_line(text: str | None) -> str:
    return (text or "").replace("\n", " ")


def _metas(tree: Any) -> dict[str, str]:
    """Read title, author, date and publisher from meta elements; the first of a name counts."""
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        metas.setdefault(key.lower(), element.get("content") or "")
    titles = [t.text_content() for t in tree.iter("h1", "title")]
    links = [e.get("href") for e in tree.iter("link") if e.get("rel") == "canonical"]
    found = {
        "title": metas.get("og:title") or next(iter(titles), ""),
        "author": metas.get("author") or metas.get("article:author") or "",
        "published": next((d for n in _DATES if (d := day(metas.get(n)))), ""),
        "publisher": metas.get("og:site_name") or "",
        "url": next(iter(links), "") or metas.get("og:url") or "",
        "language": (tree.getroottree().getroot().get("lang") or "")[:2].lower(),
    }
    return {key: text for key, value in found.items() if (text := clean(value))}


def _json_ld(tree: Any) -> dict[str, str]:
    """Read the page's NewsArticle as plain JSON: its context is never fetched."""
    for element in tree.iter("script"):
        if element.get("type", "").partition(";")[0].strip() == "application/ld+json":
            try:
                given = json.loads(element.text or "")
            except (ValueError, RecursionError):
                continue
            for thing in _articles(given):
                return {k: text for k, v in _described(thing).items() if (text := clean(v))}
    return {}


def _articles(given: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > 8:
        return
    if isinstance(given, list):
        for each in given:
            yield from _articles(each, depth + 1)
    elif isinstance(given, dict):
        kinds = given.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(str(kind).endswith(_ARTICLES) for kind in names):
            yield given
        for key in ("@graph", "mainEntity"):
            yield from _articles(given.get(key), depth + 1)


def _described(thing: Mapping[str, Any]) -> dict[str, str]:
    return {
        "title": _named(thing.get("headline") or thing.get("name")),
        "author": _named(thing.get("author")),
        "published": day(_named(thing.get("datePublished"))) or "",
        "publisher": _named(thing.get("publisher")),
        "url": _named(thing.get("url")) or _named(thing.get("mainEntityOfPage")),
        "language": _named(thing.get("inLanguage"))[:2].lower(),
    }


def _named(value: Any) -> str:
    """Return the text of a JSON-LD value: itself, its name, or those of a list."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(name for name in map(_named, value[:20]) if name)
    if isinstance(value, dict):
        given = value.get("name") or value.get("@id")
        return given if isinstance(given, str) else ""
    return ""
