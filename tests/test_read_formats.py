"""Documents of every format: prose, metadata, and the way back to the original."""

from __future__ import annotations

import gzip
import hashlib
import json
import socket
import sys

import documents as made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, KgError, MissingExtra
from kg.model import Document
from kg.read import FOLDER, PLAIN, READERS, parse, read, texts
from kg.read.article import Article, clean, day, stored
from kg.read.files import passed_over
from kg.read.limits import MAX_TEXT, check_text, parsing
from kg.read.pages import _LIGATURES, _reflow
from kg.read.web import blocks


def documents(raw: bytes, name: str) -> list[Document]:
    found = list(texts(raw, name))
    assert all(not isinstance(text, KgError) for text in found), found
    return [parse(text.raw, text.name) for text in found]


def only(raw: bytes, name: str) -> Document:
    (document,) = documents(raw, name)
    return document


def prose(document: Document) -> list[str]:
    return document.text[document.body :].rstrip("\n").split("\n\n")


def failures(raw: bytes, name: str) -> list[InputError]:
    """What is refused in a file: one error for the whole, or those of its parts."""
    try:
        return [found for found in texts(raw, name) if isinstance(found, InputError)]
    except InputError as error:
        return [error]


# ---------------------------------------------------------------- each format, whole

CSV = f'title,date,text\n{made.TITLE},{made.DAY},"{made.FIRST}\n\n{made.SECOND}"\n'.encode()
ROW = {"headline": made.TITLE, "published": made.DAY, "body": f"{made.FIRST}\n\n{made.SECOND}"}
FILES = [
    ("a.html", made.html(json_ld=made.NEWS), made.PROSE),
    ("a.HTM", made.html(json_ld=made.NEWS), made.PROSE),
    ("a.docx", made.docx(), made.PROSE),
    ("a.eml", made.eml(), made.PROSE),
    ("a.eml", made.eml("".join(f"<p>{p}</p>" for p in made.PROSE), subtype="html"), made.PROSE),
    ("a.mbox", made.mbox(made.eml()), made.PROSE),
    ("a.rss", made.rss(made.entry()), made.PROSE[:2]),
    ("a.xml", made.rss(made.entry()), made.PROSE[:2]),
    ("a.atom", made.atom(), made.PROSE[:1]),
    ("a.warc", made.warc(made.html(json_ld=made.NEWS)), made.PROSE),
    ("a.warc.gz", gzip.compress(made.warc(made.html(json_ld=made.NEWS))), made.PROSE),
    ("a.csv", CSV, made.PROSE[:2]),
    (
        "a.tsv",
        f"title\tdate\ttext\n{made.TITLE}\t{made.DAY}\t{made.FIRST}\n".encode(),
        (made.FIRST,),
    ),
    ("a.json", json.dumps([ROW]).encode(), made.PROSE[:2]),
    ("a.json", json.dumps(ROW).encode(), made.PROSE[:2]),
    ("a.jsonl", json.dumps(ROW).encode() + b"\n\n", made.PROSE[:2]),
]


@pytest.mark.parametrize(("name", "raw", "paragraphs"), FILES, ids=[f[0] for f in FILES])
def test_the_prose_of_a_file_is_kept_paragraph_by_paragraph_with_its_title(name, raw, paragraphs):
    document = only(raw, name)
    assert prose(document) == list(paragraphs)
    assert document.title == made.TITLE
    assert document.original == f"sha256:{hashlib.sha256(raw).hexdigest()}"


DATED = [f for f in FILES if f[0] != "a.docx"]


@pytest.mark.parametrize(("name", "raw", "paragraphs"), DATED, ids=[f[0] for f in DATED])
def test_the_day_of_publication_is_the_one_that_the_file_states(name, raw, paragraphs):
    assert only(raw, name).published == made.DAY


def test_a_stored_text_is_a_text_that_reads_back_as_the_same_document():
    (text,) = texts(made.html(json_ld=made.NEWS), "a.html")
    again = only(text.raw, "a.txt")
    assert (again.title, again.author, again.publisher) == (
        made.TITLE,
        "Ama Badu, Kofi Osei",
        "The Bridge Post",
    )
    assert again.sha256 == hashlib.sha256(text.raw).hexdigest()


def test_two_files_never_give_one_text():
    one, other = made.html(), made.html() + b"\n"
    assert only(one, "a.html").text != only(other, "a.html").text


@pytest.mark.parametrize("extension", PLAIN)
def test_a_plain_text_is_kept_as_it_is(extension):
    (text,) = texts(b"Kenya  pays.\r\n", f"a{extension}")
    assert text.raw == b"Kenya  pays.\r\n"


def test_tables_are_not_taken_from_folders():
    assert {".csv", ".json", ".xml"}.isdisjoint(FOLDER)
    assert {".html", ".pdf", ".txt"} <= set(FOLDER)
    assert set(FOLDER) <= {*PLAIN, *READERS}


# ---------------------------------------------------------------- HTML


def test_a_page_is_read_without_its_menus_and_footers():
    text = only(made.html(), "a.html").text
    assert "Sport" not in text
    assert "All rights reserved" not in text


def meta(**given: str) -> str:
    return "".join(
        f'<meta property="{k.replace("_", ":", 1)}" content="{v}">' for k, v in given.items()
    )


@pytest.mark.parametrize(
    ("head", "json_ld", "field", "value"),
    [
        ("", made.NEWS, "author", "Ama Badu, Kofi Osei"),
        ("", made.NEWS, "publisher", "The Bridge Post"),
        ("", made.NEWS, "url", "https://news.example/bridge"),
        ("", {"@graph": [{"@type": "WebSite"}, made.NEWS]}, "publisher", "The Bridge Post"),
        ("", [{"@type": ["ReportageNewsArticle"], "author": "Ama Badu"}], "author", "Ama Badu"),
        (meta(og_site_name="Post"), None, "publisher", "Post"),
        (meta(article_published_time="2025-03-01T01:00:00Z"), None, "published", "2025-03-01"),
        (meta(article_published_time="2025-03-01"), made.NEWS, "published", made.DAY),
        ('<meta name="DC.date" content="2025-03-01">', None, "published", "2025-03-01"),
        ('<meta name="author" content="Ama  Badu">', None, "author", "Ama Badu"),
        (
            '<link rel="canonical" href="https://news.example/1">',
            None,
            "url",
            "https://news.example/1",
        ),
        ("", None, "published", None),
        (meta(article_published_time="yesterday"), None, "published", None),
        (meta(article_published_time="2025-02-30"), None, "published", None),
        ("", {"@type": "NewsArticle", "datePublished": 20250301}, "published", None),
        ("", {"@type": "Product", "headline": "A bridge"}, "title", f"{made.TITLE} | Site"),
        (meta(og_title="Of\nbridges"), None, "title", "Of bridges"),
    ],
)
def test_what_a_page_says_of_itself(head, json_ld, field, value):
    assert getattr(only(made.html(head=head, json_ld=json_ld), "a.html"), field) == value


def test_a_date_in_the_prose_is_not_taken_for_that_of_publication():
    told = ("The treaty was signed on 4 May 1999 in Accra, two years late.", *made.PROSE)
    assert only(made.html(paragraphs=told), "a.html").published is None


@pytest.mark.parametrize(
    "json_ld", ["[" * 3000, "{", '{"@type": "NewsArticle", "headline": {"name": 3}}', "null"]
)
def test_broken_json_ld_does_not_cost_the_page(json_ld):
    head = f'<script type="application/ld+json">{json_ld}</script>'
    assert prose(only(made.html(head=head), "a.html"))[-1] == made.THIRD


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252"])
def test_a_page_is_decoded_as_it_declares(encoding):
    assert made.THIRD in only(made.html(encoding=encoding), "a.html").text


@pytest.mark.parametrize(
    ("markup", "paragraphs"),
    [
        ("Peru votes.", ("Peru votes.",)),
        ("<p>Peru <a href='x'>votes</a>.</p><p>Chile waits.</p>", ("Peru votes.", "Chile waits.")),
        ("<ul><li>Peru<li>Chile</ul>", ("Peru", "Chile")),
        ("Peru<br/>Chile", ("Peru", "Chile")),
        ("<p>Peru\n  votes.</p>", ("Peru votes.",)),
        ("<style>p{}</style><p>Peru &amp; Chile</p><!-- x -->", ("Peru & Chile",)),
        ("", ()),
        ("<p>&nbsp;</p>", ()),
    ],
)
def test_the_blocks_of_a_piece_of_html(markup, paragraphs):
    assert blocks(markup) == paragraphs


# ---------------------------------------------------------------- PDF


def lines(text: str, width: int) -> list[str]:
    found = [""]
    for word in text.split():
        if len(found[-1]) + len(word) >= width:
            found.append("")
        found[-1] = f"{found[-1]} {word}".strip()
    return found


LATIN = made.THIRD.replace("é", "e")


def test_the_lines_of_a_pdf_become_paragraphs_that_know_their_page():
    raw = made.pdf(
        [lines(made.FIRST, 40) + lines(made.SECOND, 40), lines(LATIN, 40)], title="Bridge"
    )
    document = only(raw, "a.pdf")
    assert " ".join(prose(document)) == f"{made.FIRST} {made.SECOND} {LATIN}"
    assert document.title == "Bridge"
    assert document.published is None  # the file's own date says nothing of publication
    assert document.page(document.text.index("Ghana")) == 1
    assert document.page(document.text.index("Officials")) == 2
    assert document.page(0) is None


def test_a_heading_of_a_pdf_is_no_part_of_the_sentence_below_it():
    head = ["Held without charge", "for a year"]
    document = only(made.pdf([[*head, *lines(made.FIRST, 40)]], large=2), "a.pdf")
    assert prose(document) == [" ".join(head), made.FIRST]
    same = only(made.pdf([[*head, *lines(made.FIRST, 40)]]), "a.pdf")
    assert prose(same) == [" ".join((*head, made.FIRST))]  # nothing tells it from the text
    assert _reflow(["On 3\n\f2\n\fMay.\n\fEnd."])[0] == ["On 3", "May.", "End."]


def test_a_document_without_pages_has_no_page():
    assert only(made.docx(), "a.docx").page(100) is None


@pytest.mark.parametrize(
    ("pages", "paragraphs", "starts"),
    [
        ([], [], ()),
        (["", ""], [], (0, 0)),
        (["One line here.\nShort.\n"], ["One line here. Short."], (0,)),
        (["A line that is long\nends.\nA line that is new\nends."], None, (0,)),
        (["Long line of words a-\nbout it."], ["Long line of words about it."], (0,)),
        (["The U.S.-\nMexico border."], ["The U.S.- Mexico border."], (0,)),
        (["A sentence that goes", "on over the page."], ["A sentence that goes on over the page."],
         (0, 1)),
        (["It ends here.\n\n3", "Here it begins."], ["It ends here.", "Here it begins."], (0, 1)),
        (["Page 1 of 2\nIt ends."], ["It ends."], (0,)),
    ],
)  # fmt: skip
def test_reflowing(pages, paragraphs, starts):
    found, at = _reflow(pages)
    assert at == starts
    if paragraphs is None:
        paragraphs = ["A line that is long ends.", "A line that is new ends."]
    assert found == paragraphs


@given(st.lists(st.text(alphabet="ab .\n-3", max_size=60), max_size=4))
def test_reflowing_loses_no_letter_and_its_pages_ascend(pages):
    found, starts = _reflow(pages)
    assert list(starts) == sorted(starts)
    assert len(starts) == len(pages)
    given_letters = sorted(c for c in "".join(pages) if c in "ab")
    assert sorted(c for c in "".join(found) if c in "ab") == given_letters


# ---------------------------------------------------------------- mail, feeds, crawls, tables


def test_what_a_mail_quotes_and_its_signature_are_not_the_senders_words():
    text = (
        f"{made.FIRST}\n\nOn Sun, 2 Mar 2025, Kofi Osei wrote:\n> Togo is late.\n\n"
        f"{made.SECOND}\n\n-- \nAma Badu\nThe Bridge Post"
    )
    document = only(made.eml(text), "a.eml")
    assert prose(document) == [made.FIRST, made.SECOND]
    assert document.author == "Ama Badu"


def test_a_bad_message_does_not_cost_the_box():
    raw = made.mbox(made.eml(), b"Subject: nothing\n\n", made.eml("Togo waits.\n\n>From here on."))
    first, second, third = texts(raw, "box.mbox")
    assert first.name == "box.mbox, message 1"
    assert isinstance(second, InputError)
    assert second.where == "box.mbox, message 2"
    assert prose(parse(third.raw, "")) == ["Togo waits.", "From here on."]


def test_each_entry_of_a_feed_is_a_document_and_an_empty_one_is_named():
    raw = made.rss(made.entry(), made.entry(""), made.entry("Togo waits for money."))
    first, second, third = texts(raw, "f.rss")
    assert parse(first.raw, "").publisher == "The Bridge Post"
    assert parse(first.raw, "").url == "https://news.example/bridge"
    assert (second.where, second.what) == ("f.rss, entry 2", "holds no text")
    assert parse(third.raw, "").part == "entry 3"


def test_a_crawl_gives_the_pages_that_were_answered_with_their_addresses():
    raw = made.warc(made.html(), made.html(json_ld=made.NEWS)) + made.warc(b"{}", kind="text/json")
    raw += made.warc(made.html(), status="404 Not Found")
    first, second = documents(raw, "c.warc")
    assert first.url == "https://news.example/0"
    assert first.published is None  # the day of the crawl is not that of publication
    assert second.url == "https://news.example/bridge"


def test_rows_without_text_are_named_and_the_others_stay():
    raw = b"id,Text\n1,Kenya pays.\n2,\n3,Togo waits.\n"
    first, second, third = texts(raw, "t.csv")
    assert (first.name, third.name) == ("t.csv, row 2", "t.csv, row 4")
    assert second.where == "t.csv, row 3"


def test_a_broken_line_of_json_is_named_and_the_others_stay():
    raw = b'{"text": "Kenya pays."}\n{"text": \n{"text": "Togo waits."}'
    first, second, third = texts(raw, "t.jsonl")
    assert second.where == "t.jsonl, line 2"
    assert "no JSON" in second.what
    assert [first.name, third.name] == ["t.jsonl, line 1", "t.jsonl, line 3"]


def test_a_table_of_records_is_sent_to_the_command_for_it():
    (error,) = failures(b"name,born\nAma Badu,1981\n", "people.csv")
    assert error.what == "has no column of text; its columns: name, born"
    assert error.fix.endswith("kg import people.csv")


def test_a_cell_of_ten_megabytes_is_read():
    raw = b"text\n" + b"Kenya pays. " * 900_000 + b"\n"
    assert len(only(raw, "t.csv").text) > 10_000_000


# ---------------------------------------------------------------- what is refused

DEEP = b"[" * 100_000
XML_BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
)
MALFORMED = [
    ("a.pdf", b"", "PDF"),
    ("a.pdf", b"%PDF-1.4\n", "PDF"),
    ("a.pdf", made.pdf([["Kenya pays."]])[:200], "PDF"),
    ("a.pdf", b"\x00" * 1000, "PDF"),
    ("a.pdf", made.pdf([[]]), "pictures of text"),
    ("a.pdf", made.html(), "PDF"),
    ("a.docx", b"", "archive"),
    ("a.docx", b"PK\x03\x04" + b"\x00" * 100, "archive"),
    ("a.docx", made.docx()[:-100], "archive"),
    ("a.docx", made.docx(()), "holds no text"),
    ("a.docx", made.bomb(), "unfolds to"),
    ("a.html", b"", "HTML"),
    ("a.html", b"<html><body></body></html>", "holds no text"),
    ("a.html", b"\x89PNG\r\n\x1a\n\x00", ""),
    ("a.html", b"<div>" * 50_000, ""),
    ("a.eml", b"", "no message"),
    ("a.eml", b"Content-Type: image/png\n\nabc", "no message"),
    ("a.eml", b"Subject: x\nContent-Type: text/plain; charset=nowhere\n\nHello", "e-mail"),
    ("a.mbox", b"hello", "no messages"),
    ("a.rss", b"", "no entries"),
    ("a.rss", b"hello", "no entries"),
    ("a.rss", made.rss(made.entry("&b;"), doctype=XML_BOMB), "document type"),
    ("a.rss", made.rss(made.entry(""))[:-30], "holds no text"),
    ("a.atom", b"http://127.0.0.1:9/feed", "no entries"),
    ("a.atom", b"/etc/passwd", "no entries"),
    ("a.warc", b"", "no HTML page"),
    ("a.warc", b"hello", "WARC"),
    ("a.warc", made.warc(b"", status="500 Broken"), "no HTML page"),
    ("a.warc.gz", gzip.compress(made.warc(made.html()))[:60], ""),
    ("a.csv", b"", "no rows"),
    ("a.csv", b"text\n", "no rows"),
    ("a.csv", "text\nJunín\n".encode("latin-1"), "not UTF-8"),
    ("a.csv", b'text\n"' + b"a" * 1000 + b"\n\x00", ""),
    ("a.json", b"{", "JSON"),
    ("a.json", DEEP, "JSON"),
    ("a.json", b"[1, null]", "no column of text"),
    ("a.jsonl", DEEP, "no JSON"),
    ("a.txt", b"Kenya" * 30_000_000, "more than"),
]


@pytest.mark.parametrize(
    ("name", "raw", "what"), MALFORMED, ids=lambda v: v if isinstance(v, str) else ""
)
def test_a_malformed_file_is_one_clear_error_or_read_as_far_as_it_goes(name, raw, what):
    errors = failures(raw, name)
    assert errors or not what
    for error in errors:
        assert what in error.what
        assert error.where.startswith(name)
        assert error.fix
        assert "\n" not in error.what


@pytest.mark.parametrize(("name", "raw", "paragraphs"), FILES, ids=[f[0] for f in FILES])
@settings(max_examples=10, deadline=None)
@given(cut=st.floats(0, 1), noise=st.binary(max_size=4))
def test_a_damaged_file_never_ends_in_a_foreign_error(name, raw, paragraphs, cut, noise):
    at = int(len(raw) * cut)
    for damaged in (raw[:at], raw[:at] + noise + raw[at + len(noise) :]):
        assert all(error.where and error.fix for error in failures(damaged, name))


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    asked: list[object] = []

    def refuse(self: socket.socket, address: object) -> None:
        asked.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: refuse(socket.socket(), a))
    return asked


def test_reading_fetches_nothing(no_network):
    context = {**made.NEWS, "@context": "http://127.0.0.1:9/context"}
    image = '<img src="http://127.0.0.1:9/i.png"><script src="http://127.0.0.1:9/x.js"></script>'
    for name, raw, _ in [*FILES, ("b.html", made.html(head=image, json_ld=context), ())]:
        documents(raw, name)
    assert no_network == []


@pytest.mark.parametrize(
    ("module", "name", "raw"),
    [
        ("trafilatura", "a.html", made.html()),
        ("pypdf", "a.pdf", made.pdf([["Kenya pays."]])),
        ("docx", "a.docx", made.docx()),
        ("feedparser", "a.rss", made.rss(made.entry())),
        ("warcio.archiveiterator", "a.warc", made.warc(made.html())),
    ],
)
def test_a_format_without_its_package_names_the_extra(monkeypatch, module, name, raw):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra) as caught:
        list(texts(raw, name))
    assert caught.value.fix == "pip install 'claimgraph[docs]'"


# ---------------------------------------------------------------- the parts


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2025-03-02", "2025-03-02"),
        (" 2025-03-02 ", "2025-03-02"),
        ("2025-03-02T01:02:03Z", "2025-03-02"),
        ("2025-03-02 01:02", "2025-03-02"),
        ("2025-13-02", None),
        ("20250302", None),
        ("2025-03-022", None),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_taken_as_it_is_written_or_not_at_all(written, value):
    assert day(written) == value


@given(st.text(), st.text(), st.lists(st.text(), min_size=1))
def test_no_metadata_can_forge_the_header_or_move_an_offset(title, author, paragraphs):
    article = Article(("Kenya pays.", *paragraphs), title=title, author=author)
    document = parse(stored(article, b"x", "a"), "a.txt")
    assert document.title == (clean(title) or None)
    assert document.author == (clean(author) or None)
    assert document.published is None
    assert document.text[document.body :].startswith("Kenya pays.")


def test_pages_count_from_the_prose_whatever_the_header_holds():
    article = Article(("One.", "Two.", "Three."), title="T" * 99, pages=(0, 0, 2))
    document = parse(stored(article, b"x", "a"), "a.txt")
    assert [document.text[at:] for at in document.pages][2] == "Three.\n"
    assert document.page(document.body) == 2  # the first page is empty


def test_pages_in_a_header_that_are_none_are_left_out():
    assert parse(b"---\npages: one 2\n---\nKenya pays.", "a.txt").pages == ()


def test_a_text_beyond_all_measure_is_refused():
    check_text(MAX_TEXT, "a")
    with pytest.raises(InputError, match="unfolds to more than 50,000,000"):
        check_text(MAX_TEXT + 1, "a")


def test_our_own_errors_pass_through_parsing_unchanged():
    with pytest.raises(InputError) as caught, parsing("PDF", "a.pdf"):
        raise InputError("is locked", where="b.pdf")
    assert caught.value.where == "b.pdf"


def test_reading_a_path_takes_the_first_of_several_documents(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"text\nKenya pays.\nTogo waits.\n")
    assert read(path).part == "row 2"
    path.write_bytes(b"text\n\n,\n")
    with pytest.raises(InputError):
        read(path)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("about:blank", None),
        ("Microsoft Word - final_v3.docx", None),
        ("Untitled 1", None),
        ("final.indd", None),
        ("An untitled street", "An untitled street"),
    ],
)
def test_a_title_that_a_program_gave_a_pdf_is_none(written, title):
    raw = made.pdf([["Kenya pays Chile."]], title=written)
    (text,) = texts(raw, "a.pdf")
    assert parse(text.raw, text.name).title == title


def test_the_ligatures_of_a_pdf_are_letters():
    assert "Cli\ufb00 o\ufb03ce \ufb02at".translate(_LIGATURES) == "Cliff office flat"


def test_what_of_a_folder_is_read_only_when_named_is_told(tmp_path):
    (tmp_path / "b.kg").mkdir()
    for name in ("a.txt", "b.kg/x.json", "feed.xml", "people.CSV", "picture.png"):
        (tmp_path / name).write_text("x")
    assert [p.name for p in passed_over([tmp_path])] == ["feed.xml", "people.CSV"]
    assert passed_over([tmp_path / "feed.xml"]) == []
