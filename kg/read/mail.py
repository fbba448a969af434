"""E-mail to Articles: one message (.eml), or a box of them (.mbox)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr

from kg.errors import InputError
from kg.read.article import Article, day
from kg.read.limits import parsing
from kg.read.web import blocks

_FROM = re.compile(rb"(?:\A|(?<=\n))From [^\n]*\n")
_REPLY = re.compile(r"^(?:>|On .{5,200} wrote:$)", re.MULTILINE)


def read_eml(raw: bytes, name: str) -> Iterator[Article]:
    """Yield the text of one message; lines that quote another message are left out with theirs.

    The subject is its title, the sender its author, its date that of publication. Attachments are
    not read: save and give them by themselves.

    Raises:
        InputError: it is no message, or has no text.
    """
    yield _message(raw, name)


def read_mbox(raw: bytes, name: str) -> Iterator[Article | InputError]:
    """Yield the text of every message of a box, or why one cannot be read (RFC 4155).

    Raises:
        InputError: it is no box of messages.
    """
    starts = [found.end() for found in _FROM.finditer(raw)]
    if not starts:
        raise InputError("holds no messages", where=name, fix="give an mbox file, or .eml files")
    ends = [*[found.start() for found in _FROM.finditer(raw)][1:], len(raw)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        part = f"message {number}"
        try:
            yield _message(raw[start:end].replace(b"\n>From ", b"\nFrom "), name, part)
        except InputError as error:
            error.where = f"{name}, {part}"
            yield error


def _message(raw: bytes, name: str, part: str | None = None) -> Article:
    with parsing("e-mail", name, MessageError):
        message = message_from_bytes(raw, policy=policy.default)
        body = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
        if body is None or not message.keys():
            raise InputError("holds no message with text", where=name, fix="is it an e-mail?")
        text = body.get_content()
        if body.get_content_subtype() == "html":
            paragraphs = blocks(text, name)
        else:
            paragraphs = tuple(re.split(r"\n\s*\n", _own_words(text)))
        sent = message["date"].datetime if message["date"] else None
        sender, address = parseaddr(str(message["from"] or ""))
        return Article(
            paragraphs,
            title=str(message["subject"] or ""),
            author=sender or address,
            published=day(sent),
            part=part,
        )


def _own_words(text: str) -> str:
    """Leave out the lines that quote another message, and a signature."""
    lines = text.replace("\r\n", "\n").partition("\n-- \n")[0].split("\n")
    return "\n".join(line for line in lines if not _REPLY.match(line))
