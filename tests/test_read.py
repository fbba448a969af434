"""A file to a Document: encodings, headers, and what is refused."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import date

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from kg.cli import run
from kg.errors import InputError, KgError, NotFoundError
from kg.read import load, parse, read

PROSE = "Kenya funds Uganda."
HEADER = "---\ntitle: A loan\ndate: 2025-03-01\n---\n"


def body(document):
    return document.text[document.body :]


# ---------------------------------------------------------------- the bytes


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (PROSE.encode(), PROSE),
        (b"\xef\xbb\xbf" + PROSE.encode(), PROSE),
        (b"Kenya pays.\r\nUganda waits.\r\n", "Kenya pays.\r\nUganda waits.\r\n"),
        (b"Kenya pays.\rUganda waits.", "Kenya pays.\rUganda waits."),
        ("Junín votes.".encode(), "Junín votes."),
        (unicodedata.normalize("NFD", "Junín votes.").encode(), "Juni\u0301n votes."),
        ("“Kenya”—Uganda’s friend…".encode(), "“Kenya”—Uganda’s friend…"),
        ("Kenya\u00a0pays\u200b.".encode(), "Kenya\u00a0pays\u200b."),
        ("東京 votes 🗳.".encode(), "東京 votes 🗳."),
    ],
)
def test_the_body_is_the_decoded_bytes_with_nothing_translated(raw, text):
    document = parse(raw, "a.txt")
    assert body(document) == text
    assert document.text.encode() == raw
    assert document.sha256 == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize(
    ("raw", "what", "fix"),
    [
        (b"", "holds no text", "prose"),
        (b" \r\n\t\n", "holds no text", "prose"),
        (b"\xef\xbb\xbf", "holds no text", "prose"),
        (b"\xef\xbb\xbf \n", "holds no text", "prose"),
        (HEADER.encode(), "holds no text", "prose"),
        (HEADER.encode() + b"\n\n  \n", "holds no text", "prose"),
        (b"Kenya\x00pays", "is a binary file, not text", "UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a binary file, not text", "UTF-8"),
        (PROSE.encode("utf-16"), "is a binary file, not text", "UTF-8"),
        ("Junín".encode("latin-1"), "is not UTF-8: byte 0xed at offset 3", "iconv"),
        (b"\xffKenya", "is not UTF-8: byte 0xff at offset 0", "iconv"),
        (b"Kenya \xed\xa0\x80 pays", "is not UTF-8: byte 0xed at offset 6", "iconv"),
    ],
)
def test_what_is_no_text_is_refused_with_name_reason_and_remedy(raw, what, fix):
    with pytest.raises(InputError) as error:
        parse(raw, "bad.txt")
    assert (error.value.where, error.value.what) == ("bad.txt", what)
    assert fix in error.value.fix


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_with_a_body_or_a_clear_refusal(raw):
    try:
        document = parse(raw, "x.txt")
    except InputError as error:
        event(error.what.split(":")[0])
        return
    assert document.text.encode() == raw
    assert 0 <= document.body < len(document.text)
    assert body(document).strip()


def test_a_text_of_two_million_characters_is_read_whole():
    raw = (PROSE + "\n").encode() * 100_000
    assert len(parse(raw, "huge.txt").text) == len(raw)


# ---------------------------------------------------------------- the header


def test_a_header_gives_title_date_publisher_url_and_language():
    header = (
        "---\ntitle: A loan: the second\ndate: 2025-03-01\npublisher: The Nakuru Bugle\n"
        "url: https://news.example/loan?a=1#top\nlanguage: en-GB\n---\n\n"
    )
    document = parse((header + PROSE).encode(), "a.md")
    assert (document.title, document.published) == ("A loan: the second", "2025-03-01")
    assert (document.publisher, document.language) == ("The Nakuru Bugle", "en-GB")
    assert document.url == "https://news.example/loan?a=1#top"
    assert body(document) == PROSE
    assert document.body == len(header)


def test_without_a_header_nothing_is_known_but_the_language():
    document = parse(PROSE.encode(), "a.txt")
    meta = (document.title, document.published, document.publisher, document.url)
    assert (meta, document.language, document.body) == ((None,) * 4, "en", 0)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (HEADER + PROSE, "A loan"),
        ("\ufeff" + HEADER + PROSE, "A loan"),
        (HEADER.replace("\n", "\r\n") + PROSE, "A loan"),
        (HEADER.replace("title:", "Title:").replace("date:", "DATE:") + PROSE, "A loan"),
        (HEADER.replace("A loan", "  A loan \t") + PROSE, "A loan"),
        (HEADER.replace("title: A loan", "title:") + PROSE, None),
        (HEADER.replace("title: A loan", "section: Money") + PROSE, None),
    ],
)
def test_a_header_is_read_in_every_spelling(text, title):
    document = parse(text.encode(), "a.txt")
    assert (document.title, document.published) == (title, "2025-03-01")
    assert body(document) == PROSE


@pytest.mark.parametrize(
    "text",
    [
        "--- Kenya pays.\n---\n" + PROSE,  # a dash is no header
        "\n" + HEADER + PROSE,  # not the first line
        HEADER.replace("---\n", "--\n") + PROSE,
        "---\ntitle: A loan\nKenya pays.\n---\n" + PROSE,  # a line without a key
        "---\ntitle: A loan\n" + PROSE,  # never closed
        "---\n---\n" + PROSE,
        "title: A loan\ndate: 2025-03-01\n\n" + PROSE,
    ],
)
def test_what_only_looks_like_a_header_is_prose(text):
    document = parse(text.encode(), "a.txt")
    assert (document.title, document.published, body(document)) == (None, None, text)


@pytest.mark.parametrize(
    "written",
    [
        "March 1, 2025",
        "2025-3-1",
        "01.03.2025",
        "20250301",
        "2025",
        "soon",
        "2025-02-30",
        "2025-13-01",
        "٢٠٢٥-٠٣-٠١",
    ],
)
def test_a_date_that_is_no_iso_day_is_refused(written):
    raw = HEADER.replace("2025-03-01", written) + PROSE
    with pytest.raises(InputError, match="in the header") as error:
        parse(raw.encode(), "a.txt")
    assert written in error.value.what
    assert error.value.fix == "write it as YYYY-MM-DD"


@given(
    st.dates(min_value=date(1000, 1, 1)),
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1).filter(
        lambda t: t.strip()
    ),
)
def test_what_a_header_states_comes_back(day, title):
    raw = f"---\ntitle: {title}\ndate: {day}\n---\n{PROSE}".encode()
    document = parse(raw, "a.txt")
    assert (document.title, document.published) == (title.strip(), str(day))
    assert body(document) == PROSE


# ---------------------------------------------------------------- the file


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.md", "a", "a.html.old"])
def test_any_extension_is_read_as_text(tmp_path, name):
    (tmp_path / name).write_text(PROSE)
    document = read(tmp_path / name)
    assert (document.name, document.text) == (name, PROSE)


def test_a_missing_file_is_not_found(tmp_path):
    with pytest.raises(NotFoundError, match="no such file") as error:
        read(tmp_path / "none.txt")
    assert error.value.where.endswith("none.txt")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        load(tmp_path)


def test_a_name_that_the_system_refuses_is_an_input_error(tmp_path):
    with pytest.raises(KgError) as error:
        load(tmp_path / ("x" * 300))
    assert error.value.exit_code == 3
    assert error.value.what == "File name too long"


@pytest.mark.parametrize(
    ("raw", "code", "message"),
    [
        (b"", 3, "holds no text"),
        (b"a\x00b", 3, "is a binary file"),
        (b"caf\xe9", 3, "is not UTF-8: byte 0xe9 at offset 3"),
        (b"---\ndate: May\n---\nKenya pays.", 3, "date 'May' in the header"),
    ],
)
def test_the_command_says_in_one_line_why_a_file_is_not_read(tmp_path, capsys, raw, code, message):
    path = tmp_path / "bad.txt"
    path.write_bytes(raw)
    assert run(["extract", str(path)]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert message in captured.err
    assert "bad.txt" in captured.err
    assert "fix: " in captured.err
    assert "Traceback" not in captured.err


# ---------------------------------------------------------------- Markdown


@pytest.mark.parametrize(
    ("start", "title"),
    [
        ("# Kenya pays\n", "Kenya pays"),
        ("\n\n## Kenya *pays* _Chile_ [now](https://x.example) ##\r\n", "Kenya pays Chile now"),
        ("Kenya pays\n==========\n", "Kenya pays"),
        ("Kenya pays\r\n==\r\n", "Kenya pays"),
        ("# In C#\n", "In C#"),
        ("# snake_case stays\n", "snake_case stays"),
        ("---\ntitle: Of the header\n---\n# Kenya pays\n", "Of the header"),
    ],
)
def test_a_markdown_text_is_titled_by_the_heading_it_begins_with(start, title):
    document = parse((start + "\n" + PROSE).encode(), "a.md")
    assert document.title == title
    assert document.text[document.body :].strip() == PROSE.strip()
    assert parse((start + PROSE).encode(), "A.MD").title == title


@pytest.mark.parametrize(
    "text",
    [
        PROSE + "\n# Kenya pays\n",
        "#hashtag " + PROSE,
        "#\n" + PROSE,
        "**\n===\n" + PROSE,
        "# Kenya pays Chile.",  # nothing but a heading: all there is to read
    ],
)
def test_what_is_no_heading_above_prose_stays_prose(text):
    document = parse(text.encode(), "a.md")
    assert document.title is None
    assert document.text[document.body :] == text


def test_only_markdown_has_headings():
    assert parse(f"# Kenya pays\n{PROSE}".encode(), "a.txt").title is None
