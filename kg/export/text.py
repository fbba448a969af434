"""Text that every reader takes: what XML and UTF-8 cannot hold is replaced and counted."""

from __future__ import annotations

import re
from collections import Counter

_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str, lost: Counter[str]) -> str:
    r"""Return text with U+FFFD for each character that XML 1.0 refuses, counted in `lost`.

    >>> lost = Counter()
    >>> clean("a\x01b", lost), lost["characters replaced"]
    ('a�b', 1)
    """
    text, replaced = _REFUSED.subn("�", text)
    if replaced:
        lost["characters replaced"] += replaced
    return text
