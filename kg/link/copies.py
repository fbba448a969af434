"""Near copies of one text: a wire story printed by ten papers is one source, not ten."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, pairwise
from zlib import crc32

from kg.model import Document

SHARE = 0.7
"""Two texts are copies if so much of the shorter one's shingles stands in the longer one."""
_SIZE = 5
_SAMPLE = 4  # of the shingles, every fourth by its hash, looks for candidates
_CROWD = 200  # beyond, only neighbours by digest are compared: copies of copies still join
_WORD = re.compile(r"\w+")


def copies(documents: Iterable[Document]) -> dict[str, str]:
    """Point each near copy at the copy with the smallest digest: SHA-256 to SHA-256.

    Texts are compared by runs of five words (Broder 1997, "On the resemblance and containment of
    documents"), without header, case and marks; texts of less than ten words only as a whole. What
    is no copy is not in the answer. The order of the documents does not matter.

    >>> one = Document("a" * 64, "Peru has 68 prisons.")
    >>> other = Document("b" * 64, "-- PERU HAS 68 PRISONS", body=3)
    >>> copies([one, other]) == {"b" * 64: "a" * 64}
    True
    """
    shingles = {d.sha256: _shingles(d.text[d.body :]) for d in documents}
    first = {sha256: sha256 for sha256 in shingles}
    for one, other in _candidates(shingles):
        a, b = _root(first, one), _root(first, other)
        if a != b and _is_copy(shingles[one], shingles[other]):
            first[max(a, b)] = min(a, b)
    return {sha256: _root(first, sha256) for sha256 in sorted(first) if first[sha256] != sha256}


def _shingles(text: str) -> frozenset[int]:
    words = _WORD.findall(text.casefold())
    if len(words) < 2 * _SIZE:
        return frozenset({crc32(" ".join(words).encode())})
    runs = (" ".join(words[i : i + _SIZE]) for i in range(len(words) - _SIZE + 1))
    return frozenset(crc32(run.encode()) for run in runs)


def _candidates(shingles: Mapping[str, frozenset[int]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs that share a sampled shingle, or a whole short text."""
    holders: dict[int, list[str]] = defaultdict(list)
    for sha256 in sorted(shingles):
        own = shingles[sha256]
        for shingle in own:
            if shingle % _SAMPLE == 0 or len(own) == 1:
                holders[shingle].append(sha256)
    shared = Counter(
        pair
        for texts in holders.values()
        for pair in (combinations(texts, 2) if len(texts) <= _CROWD else _chain(texts))
    )
    yield from sorted(shared)


def _chain(texts: list[str]) -> Iterator[tuple[str, str]]:
    return pairwise(texts)


def _is_copy(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= SHARE * min(len(one), len(other))


def _root(first: dict[str, str], sha256: str) -> str:
    while first[sha256] != sha256:
        first[sha256] = first[first[sha256]]
        sha256 = first[sha256]
    return sha256
