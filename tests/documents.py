"""Files of every format that hold one small article of our own, made in memory."""

from __future__ import annotations

import io
import json
import zipfile
from email.message import EmailMessage

TITLE = "Ghana pays Togo for a bridge"
FIRST = "Ghana has paid Togo six million dollars for the bridge, the ministry said on Monday."
SECOND = "The bridge was built in two years by a firm from Accra and opened last week."
THIRD = "Officials in Lomé have criticized the price of the work for months."
PROSE = (FIRST, SECOND, THIRD)
DAY = "2025-03-02"


def html(
    *,
    head: str = "",
    json_ld: object = None,
    paragraphs: tuple[str, ...] = PROSE,
    lang: str = "en",
    encoding: str = "utf-8",
) -> bytes:
    ld = f'<script type="application/ld+json">{json.dumps(json_ld)}</script>' if json_ld else ""
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="{encoding}">'
        f"<title>{TITLE} | Site</title>{head}{ld}</head>"
        f"<body><nav><a href='/'>Home</a> Sport</nav><article><h1>{TITLE}</h1>{body}</article>"
        f"<footer>All rights reserved</footer></body></html>"
    ).encode(encoding)


NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": f"{DAY}T22:15:00-01:00",
    "author": [{"@type": "Person", "name": "Ama Badu"}, {"name": "Kofi Osei"}],
    "publisher": {"@type": "Organization", "name": "The Bridge Post"},
    "mainEntityOfPage": "https://news.example/bridge",
    "inLanguage": "en-GH",
}


def pdf(pages: list[list[str]], *, title: str = "", large: int = 0) -> bytes:
    """Write a PDF by hand (ISO 32000): one text line a line, 12 points apart, the first `large`."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for lines in pages:
        drawn = [f"({line.replace('(', '').replace(')', '')}) Tj T*\n" for line in lines]
        drawn.insert(large, "/F1 10 Tf ")
        shown = "/F1 12 Tf " * bool(large) + "".join(drawn)
        stream = f"BT /F1 10 Tf 12 TL 50 780 Td\n{shown}ET".encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    refs = " ".join(f"{k} 0 R" for k in kids)
    objects[1] = f"<< /Type /Pages /Kids [{refs}] /Count {len(kids)} >>".encode()
    objects.append(f"<< /Title ({title}) /CreationDate (D:20240101000000Z) >>".encode())
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    out.write(b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (size, len(objects)))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def docx(paragraphs: tuple[str, ...] = PROSE, *, title: str = TITLE) -> bytes:
    from docx import Document

    made = Document()
    made.core_properties.title = title
    made.core_properties.author = "Ama Badu"
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def eml(text: str = "\n\n".join(PROSE), *, subtype: str = "plain", subject: str = TITLE) -> bytes:
    message = EmailMessage()
    message["From"] = "Ama Badu <ama@news.example>"
    message["Subject"] = subject
    message["Date"] = "Sun, 02 Mar 2025 23:30:00 -0500"
    message.set_content(text, subtype=subtype)
    return message.as_bytes()


def mbox(*messages: bytes) -> bytes:
    return b"".join(b"From ama@news.example Sun Mar  2 2025\n" + m + b"\n" for m in messages)


def rss(*entries: str, doctype: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{doctype}<rss version="2.0"><channel>'
        f"<title>The Bridge Post</title><language>en-gh</language>{''.join(entries)}"
        "</channel></rss>"
    ).encode()


def entry(text: str = f"&lt;p&gt;{FIRST}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;") -> str:
    return (
        f"<item><title>{TITLE}</title><link>https://news.example/bridge</link>"
        f"<pubDate>Sun, 02 Mar 2025 08:00:00 GMT</pubDate><description>{text}</description></item>"
    )


def atom() -> bytes:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Bridge Post</title>'
        f"<entry><title>{TITLE}</title><published>{DAY}T08:00:00Z</published><author><name>Ama Badu"
        f'</name></author><link href="https://news.example/bridge"/><content type="html">'
        f"&lt;p&gt;{FIRST}&lt;/p&gt;</content></entry></feed>"
    ).encode()


def warc(*pages: bytes, status: str = "200 OK", kind: str = "text/html") -> bytes:
    return b"".join(_record(page, number, status, kind) for number, page in enumerate(pages))


def _record(page: bytes, number: int, status: str, kind: str) -> bytes:
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:0000000{number}-0000-0000-0000-000000000000>\r\n"
        f"WARC-Target-URI: https://news.example/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def bomb() -> bytes:
    """Make a DOCX whose document unfolds to 300 MB of blanks."""
    out = io.BytesIO()
    packed = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
    with packed as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(300):
            part.write(b" " * 1_000_000)
    return out.getvalue()
