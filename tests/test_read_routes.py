"""Which reader takes which file, which columns are known, and what the command does."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import documents as made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.archive import Archive
from kg.build import build
from kg.cli import run
from kg.errors import InputError, KgError
from kg.model import Document
from kg.read import READERS, parse, texts
from kg.read.article import Article, stored
from kg.read.limits import check_no_doctype, check_size, check_zip, silent
from kg.read.rows import COLUMNS
from kg.reading import extract_files

# ---------------------------------------------------------------- extensions


@pytest.mark.parametrize(
    "name",
    [
        "a.txt",
        "a.md",
        "a.TXT",
        "a",
        "a.log",
        "a.html.txt",
        "v1.2 notes",
        "2025.03.02",
        ".html",
        "news.",
        "a.unknown-format",
    ],
)
def test_a_file_without_a_known_extension_is_a_plain_text(name):
    (text,) = texts(b"Kenya pays.", name)
    assert (text.name, text.raw) == (name, b"Kenya pays.")


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.html", made.html()),
        ("a.b.html", made.html()),
        ("A.HTML", made.html()),
        ("a.xhtml", made.html()),
        ("2025.03.02.html", made.html()),
        ("a.warc", made.warc(made.html())),
        ("a.warc.gz", gzip.compress(made.warc(made.html()))),
        ("A.WARC.GZ", gzip.compress(made.warc(made.html()))),
        ("a.b.warc.gz", gzip.compress(made.warc(made.html()))),
    ],
)
def test_the_extension_chooses_the_reader_whatever_its_case(name, raw):
    (text,) = texts(raw, name)
    assert parse(text.raw, text.name).original is not None


@pytest.fixture
def epub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a distribution with a reader for `.epub`, as a third party would."""
    (tmp_path / "epub_reader.py").write_text(
        "from kg.read.article import Article\n"
        "def read(raw, name):\n"
        "    yield Article((raw.decode(),), title='A book')\n"
    )
    info = tmp_path / "epub_reader-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: epub-reader\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[kg.readers]\n.epub = epub_reader:read\n.html = epub_reader:read\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("epub")
def test_a_third_party_adds_a_format_by_an_entry_point():
    (text,) = texts(b"Kenya pays.", "a.epub")
    document = parse(text.raw, text.name)
    assert document.title == "A book"
    assert document.text.endswith("Kenya pays.\n")


@pytest.mark.usefixtures("epub")
def test_a_third_party_does_not_replace_a_format_that_is_built_in():
    (text,) = texts(made.html(), "a.html")
    assert b"A book" not in text.raw


# ---------------------------------------------------------------- columns


@pytest.mark.parametrize("column", COLUMNS["text"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.json", "a.jsonl"])
def test_every_known_name_of_the_column_of_text(name, column):
    rows = {
        "a.csv": f"{column}\nKenya pays.\n",
        "a.tsv": f"{column}\nKenya pays.\n",
        "a.json": json.dumps([{column: "Kenya pays."}]),
        "a.jsonl": json.dumps({column: "Kenya pays."}),
    }
    (text,) = texts(rows[name].encode(), name)
    assert text.raw.endswith(b"\nKenya pays.\n")


@pytest.mark.parametrize(
    ("field", "column"),
    [(field, column) for field, names in COLUMNS.items() if field != "text" for column in names],
)
def test_every_known_name_of_a_column_of_metadata(field, column):
    value = {"published": made.DAY, "language": "en"}.get(field, "Something")
    (text,) = texts(json.dumps({column.upper(): value, "Text": "Kenya pays."}).encode(), "a.json")
    assert getattr(parse(text.raw, ""), field) == value


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"text": None}, "holds no text"),
        ({"text": "  \n "}, "holds no text"),
        ({"text": ["Kenya"]}, "has no column of text"),
        ({"text": {"a": 1}}, "has no column of text"),
        ({}, "has no column of text"),
        ("Kenya", "has no column of text"),
        (None, "has no column of text"),
    ],
)
def test_a_row_without_words_is_no_document(row, problem):
    raw = json.dumps([row]).encode()
    try:
        (found,) = texts(raw, "a.json")
    except InputError as error:
        found = error
    assert isinstance(found, InputError)
    assert (
        found.what.startswith(problem) or found.what == "has no column of text; its columns: text"
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_cell_keeps_its_paragraphs_and_its_commas(newline):
    raw = newline.join(["id,text", '1,"Kenya pays, it says.', "", 'Togo waits."', ""]).encode()
    (text,) = texts(raw, "a.csv")
    assert text.raw.decode().endswith("Kenya pays, it says.\n\nTogo waits.\n")


def test_a_byte_order_mark_is_no_part_of_the_first_column():
    (text,) = texts(b"\xef\xbb\xbftext\nKenya pays.\n", "a.csv")
    assert text.raw.endswith(b"Kenya pays.\n")


def test_a_row_with_more_cells_than_columns_keeps_what_is_named():
    (text,) = texts(b"text\nKenya pays.,and,more\n", "a.csv")
    assert text.raw.endswith(b"Kenya pays.\n")


# ---------------------------------------------------------------- limits


@pytest.mark.parametrize(("size", "limit"), [(0, 1), (1, 1), (99, 100)])
def test_a_file_within_the_limit_passes(size, limit):
    check_size(b"a" * size, "a", limit)


def test_a_file_beyond_the_limit_names_the_option():
    with pytest.raises(InputError) as caught:
        check_size(b"aa", "a.txt", 1)
    assert str(caught.value) == (
        "a.txt: holds 2 bytes, more than 1\nfix: split it, or say --max-bytes 2"
    )


def test_an_archive_of_ordinary_size_passes():
    check_zip(made.docx(), "a.docx")


@pytest.mark.parametrize("raw", [b"<!DOCTYPE rss>", b"<x/><!ENTITY a 'b'>"])
def test_xml_that_defines_entities_is_refused(raw):
    with pytest.raises(InputError, match="document type"):
        check_no_doctype(raw, "a.rss")


def test_a_parser_is_silent_only_while_it_works(caplog: pytest.LogCaptureFixture):
    import logging

    with silent("some.parser"):
        logging.getLogger("some.parser").warning("hidden")
    logging.getLogger("some.parser").warning("shown")
    assert [record.message for record in caplog.records] == ["shown"]


def test_pypdf_writes_nothing_of_its_own_to_stderr(tmp_path, capfd):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\n")
    run(["build", str(tmp_path / "a.pdf"), "-o", str(tmp_path / "g.kg")])
    first, fix = capfd.readouterr().err.splitlines()
    assert "is no readable PDF" in first
    assert fix.startswith("fix: ")


# ---------------------------------------------------------------- the way back


@given(
    st.lists(st.sampled_from(["One.", "", "Two words.", "Three   more words."]), max_size=6),
    st.lists(st.integers(0, 6), max_size=4).map(sorted),
)
def test_a_page_begins_where_its_first_paragraph_does(paragraphs, pages):
    starts = (0, *(min(page, len(paragraphs)) + 1 for page in pages))
    article = Article(("Start.", *paragraphs), pages=starts)
    document = parse(stored(article, b"x", "a"), "a")
    body = document.text[document.body :]
    for start, offset in zip(starts, document.pages, strict=True):
        after = [" ".join(p.split()) for p in article.paragraphs[start:]]
        rest = "\n\n".join(p for p in after if p)
        assert body[offset - document.body :].strip() == rest


# ---------------------------------------------------------------- the command


def shell(*arguments: str | Path) -> int:
    return run([str(a) for a in arguments])


@pytest.mark.parametrize("extension", sorted(READERS))
def test_the_help_of_build_names_every_extension(extension, capsys):
    shell("build", "--help")
    shown = capsys.readouterr().out
    known = {".htm": ".html", ".xhtml": ".html", ".warc.gz": ".warc", ".xml": ".rss"}
    assert known.get(extension, extension) in shown


def test_build_names_each_part_that_it_leaves_out(tmp_path, capsys):
    (tmp_path / "f.rss").write_bytes(made.rss(made.entry(), made.entry("")))
    assert shell("build", tmp_path / "f.rss", "-o", tmp_path / "g.kg") == 3
    shown = capsys.readouterr()
    assert f"error: {tmp_path}/f.rss, entry 2: holds no text" in shown.err
    assert "1 document" in shown.out


def test_build_refuses_what_is_larger_than_it_may_be(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Kenya funds Uganda.")
    assert shell("build", tmp_path / "a.txt", "-o", tmp_path / "g.kg", "--max-bytes", "5") == 3
    assert "holds 19 bytes, more than 5" in capsys.readouterr().err
    assert not (tmp_path / "g.kg").exists()


def test_extract_prints_a_line_for_each_document_of_a_file(tmp_path, capsys):
    (tmp_path / "t.csv").write_text("text\nKenya funds Uganda.\nTogo funds Benin.\n")
    assert shell("extract", tmp_path / "t.csv") == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [f["document"]["path"] for f in found] == [
        f"{tmp_path}/t.csv, row 2",
        f"{tmp_path}/t.csv, row 3",
    ]


def test_extract_goes_on_behind_a_file_that_cannot_be_read(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "b.docx").write_bytes(made.docx(("Kenya funds Uganda.",)))
    failed: list[KgError] = []
    found = list(extract_files([tmp_path], failed))
    assert (len(found), len(failed)) == (1, 1)
    assert failed[0].where == f"{tmp_path}/a.pdf"


def test_a_graph_of_every_format_verifies_and_the_order_does_not_matter(tmp_path):
    files = {
        "a.html": made.html(json_ld=made.NEWS),
        "b.docx": made.docx(("Kenya funds Uganda.",)),
        "c.mbox": made.mbox(made.eml("Ghana funds Togo."), made.eml("Togo funds Benin.")),
        "d.pdf": made.pdf([["Kenya funds Uganda."], ["Togo has criticized Ghana."]]),
    }
    for name, raw in files.items():
        (tmp_path / name).write_bytes(raw)
    paths = [tmp_path / name for name in files]
    build(paths, tmp_path / "one.kg")
    for path in reversed(paths):
        build([path], tmp_path / "other.kg")
    assert shell("verify", "-g", tmp_path / "one.kg") == 0
    one, other = (Archive.open(tmp_path / n).sums() for n in ("one.kg", "other.kg"))
    assert one == other
    assert len(one) > 10


def test_a_graph_keeps_what_the_header_of_a_document_says(tmp_path):
    (tmp_path / "d.pdf").write_bytes(made.pdf([["Kenya pays."], ["Togo waits."]], title="Aid"))
    build([tmp_path / "d.pdf"], tmp_path / "g.kg")
    (document,) = Archive.open(tmp_path / "g.kg").documents()
    again = parse(document.text.encode(), document.name)
    assert again == document
    assert len(document.pages) == 2


@pytest.mark.parametrize(
    ("offset", "page"), [(0, None), (9, None), (10, 1), (19, 1), (20, 2), (29, 2), (30, 4), (99, 4)]
)
def test_the_page_of_an_offset_is_the_last_that_begins_before_it(offset, page):
    document = Document("0" * 64, "x" * 100, body=10, pages=(10, 20, 30, 30))
    assert document.page(offset) == page


@pytest.mark.parametrize("field", ["author", "original", "part", "title", "publisher", "url"])
def test_what_a_header_does_not_say_is_not_known(field):
    assert getattr(parse(b"Kenya pays.", "a.txt"), field) is None
    assert getattr(parse(f"---\n{field}: It\n---\nKenya pays.".encode(), "a"), field) == "It"
