"""Text that every reader takes: what XML and UTF-8 cannot hold is replaced and counted."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str, lost: Counter[str]) -> str:
    r"""Return text with U+FFFD for each character that XML 1.0 refuses, counted in `lost`.

    >>> lost = Counter()
    >>> clean("a\x01b", lost), lost["characters replaced"]
    ('a�b', 1)
    """
    if text.isprintable():  # three times as fast as the pattern, and true of nearly all text
        return text
    text, replaced = _REFUSED.subn("�", text)
    if replaced:
        lost["characters replaced"] += replaced
    return text


def cleaned(value: Any, lost: Counter[str]) -> Any:
    """Return a value of plain records and lists with all its text cleaned."""
    if isinstance(value, str):
        return clean(value, lost)
    if isinstance(value, dict):
        return {k: cleaned(v, lost) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(v, lost) for v in value]
    return value


def as_text(value: Any, lost: Counter[str]) -> str:
    """Return a value as clean text: a list as JSON, a truth value in lower case."""
    if isinstance(value, str):
        return clean(value, lost)
    if isinstance(value, list | tuple):
        lost["lists joined"] += 1
        return json.dumps(cleaned(value, lost), ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)
