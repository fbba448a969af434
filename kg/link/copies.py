"""Near copies of one text: a wire story printed by ten papers is one source, not ten."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations, islice, pairwise
from zlib import crc32

from kg.model import Document

SHARE = 0.7
"""Two texts are copies if so much of the shorter one's shingles stands in the longer one."""
_SIZE = 5
_SAMPLE = 4  # of the shingles, every fourth by its hash, looks for candidates
_CROWD = 200  # beyond, only neighbours by digest are compared: copies of copies still join
_LONG = 1_000_000  # code points; a table has more runs of words than memory should hold
_THIN = 64  # of a long text only every so many by hash stand for all, a part of every sample
_PIECE = 100_000  # code points of which the words are held at a time
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
    known = {d.sha256: d for d in documents}
    return joined({sha256: sample(d) for sha256, d in known.items()}, known.__getitem__)


def joined(
    samples: Mapping[str, Collection[int]], document: Callable[[str], Document]
) -> dict[str, str]:
    """Do what `copies` does from samples alone: only the texts that may be copies are asked for."""
    shingles = cache(lambda sha256: _shingles(document(sha256)))
    first = {sha256: sha256 for sha256 in samples}
    for one, other in _candidates(samples):
        a, b = _root(first, one), _root(first, other)
        if a != b and _is_copy(shingles(one), shingles(other)):
            first[max(a, b)] = min(a, b)
    return {sha256: _root(first, sha256) for sha256 in sorted(first) if first[sha256] != sha256}


def sample(document: Document) -> list[int]:
    """Return the part of a text's shingles by which its copies are looked for, sorted."""
    own = _shingles(document)
    return sorted(s for s in own if s % _SAMPLE == 0 or len(own) == 1)


def _shingles(document: Document) -> frozenset[int]:
    text = document.text[document.body :].casefold()
    if len(first := [w.group() for w in islice(_WORD.finditer(text), 2 * _SIZE)]) < 2 * _SIZE:
        return frozenset({crc32(" ".join(first).encode())})
    runs = (crc32(run.encode()) for run in _runs(text))
    return frozenset(s for s in runs if s % _THIN == 0) if len(text) > _LONG else frozenset(runs)


def _runs(text: str) -> Iterator[str]:
    words, at = list[str](), 0
    while at < len(text):
        end = text.find("\n", at + _PIECE) + 1 or len(text)  # between words
        words += _WORD.findall(text, at, end)
        yield from map(" ".join, zip(*(words[n:] for n in range(_SIZE)), strict=False))
        words, at = words[1 - _SIZE :], end


def _candidates(samples: Mapping[str, Collection[int]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs that share a sampled shingle, or a whole short text."""
    holders: dict[int, list[str]] = defaultdict(list)
    for sha256 in sorted(samples):
        for shingle in samples[sha256]:
            holders[shingle].append(sha256)
    shared = {
        pair
        for texts in holders.values()
        for pair in (combinations(texts, 2) if len(texts) <= _CROWD else pairwise(texts))
    }
    yield from sorted(shared)


def _is_copy(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= SHARE * min(len(one), len(other))


def _root(first: dict[str, str], sha256: str) -> str:
    while first[sha256] != sha256:
        first[sha256] = first[first[sha256]]
        sha256 = first[sha256]
    return sha256
