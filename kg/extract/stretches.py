"""Which sentences a frame holds that an earlier one opens: a supposition, a plot, an argument.

"Imagine the following. Peru bought Chile.", "Their argument is familiar. Peru controls Chile.": the
first sentence says no more than that somebody's words, or somebody's fancy, come next. The frame
lasts to the end of the paragraph, or to a sentence that leaves it: "In reality, ...".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kg.extract.annotate import Parse, Word
from kg.extract.lexicon import Lexicon

Kind = Literal["imagined", "told"]
_SHORT = 12
"""Words of a sentence that only opens a frame: with more it says something of its own."""
_PRESENT = {"VBZ", "VBP"}
_AHEAD = 2030
_BRINGS = {
    *("be", "have", "tell", "make", "offer", "give", "paint", "sketch", "hear", "know", "outline"),
    *("run", "present", "set", "lay", "consider", "take", "bring", "post", "spread", "share"),
}
"""Verbs whose object is what follows: "The jury heard two stories"."""
_THIS = {"it", "this", "all", "that"}
_IFS = {"if", "should", "were", "had", "unless", "once"}
_CASES = {"open", "outline", "lay", "present", "make", "sum", "set", "rest", "state", "put"}
_EMPTY = {
    "answer",
    "matter",
    "case",
    "question",
    "issue",
    "thing",
    "nothing",
    "everything",
    "truth",
    "it",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words of one sentence inside a frame, which is somebody's fancy or somebody's words."""

    words: tuple[Word, ...]
    kind: Kind


def stretches(parse: Parse, lexicon: Lexicon) -> Iterator[Stretch]:
    """Yield the sentences that stand in a frame, in the order of the text."""
    reader = _Frames(parse, lexicon)
    kind: Kind | None = None
    start = 0
    for n, (first, last) in enumerate(parse.bounds):
        words = parse.words[first:last]
        if n and reader.breaks(first):
            kind, start = None, first
        if reader.wakes(words):
            yield Stretch(parse.words[start:first], "imagined")
        if kind is not None and reader.leaves(words):
            kind = None
        if kind is not None or reader.foresees(words):
            yield Stretch(words, kind or "imagined")
        kind = reader.opens(words) or kind


class _Frames:
    """How one text opens its frames and leaves them."""

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self._parse, self._all = parse, lexicon
        self._lists = lexicon.lists["stretches"]

    def breaks(self, at: int) -> bool:
        """Whether a paragraph begins at a word."""
        before = self._parse.words[at - 1]
        return "\n" in self._parse.document.text[before.end : self._parse.words[at].start]

    def leaves(self, words: tuple[Word, ...]) -> bool:
        """Whether a sentence goes back to the world and to the narrator: "In reality, ..."."""
        said = " ".join(w.lower for w in words[:5] if w.pos != "PUNCT")
        return any(said.startswith(f"{end} ") for end in self._lists["back"])

    def wakes(self, words: tuple[Word, ...]) -> bool:
        """Whether it says of all before it that it was none: "It had only been a nightmare"."""
        root = next(w for w in words if w.head is w)
        subject, what = root.one("nsubj"), root.one("attr")
        this = subject is not None and subject.lower in _THIS
        fancy = what is not None and what.lemma.lower() in self._lists["fancies"]
        return this and fancy and len(words) <= _SHORT and not root.one("neg")

    def foresees(self, words: tuple[Word, ...]) -> bool:
        """Whether all of it lies ahead or is supposed: "By 2060, Peru leads", "Say Ana weds"."""
        said = [w.lower for w in words[:2]]
        if len(said) < 2:
            return False
        root = next(w for w in words if w.head is w)
        year = said[-1] if said[0] == "by" else ""
        if year.isdigit() and len(year) == 4 and int(year) >= _AHEAD:
            return root.tag in _PRESENT
        told = root.one("ccomp") if root is words[0] else root  # either way it is parsed
        supposed = said[0] == "say" and words[1].tag in {"NNP", "DT", "PRP", "NN", "PRP$"}
        return supposed and told is not None and told.tag in _PRESENT

    def opens(self, words: tuple[Word, ...]) -> Kind | None:
        """Return the frame that a sentence opens for those behind it."""
        bare = [w for w in words if w.pos not in {"PUNCT", "SPACE"}]
        if not bare or len(bare) > _SHORT:
            return None
        said = f" {' '.join(w.lower for w in bare)} "
        if any(f" {phrase} " in said for phrase in self._lists["phrases"]):
            return "imagined"
        root = next(w for w in words if w.head is w)
        if self._supposes(bare, root) or self.foresees(words):
            return "imagined"
        if _has_content(words, root):
            return None
        return self._announces(bare, root)

    def _supposes(self, bare: list[Word], root: Word) -> bool:
        """Whether it is "Suppose ...", "Take an example" or "If ..., the outcome is clear"."""
        first = next(
            (w for w in bare[:3] if w.lower not in {"let", "us", "now", "but", "just"}), root
        )
        subject = root.one("nsubj", "nsubjpass")
        if first.lower in _IFS and first is not root:
            return subject is not None and subject.lemma.lower() in self._lists["outcomes"]
        orders = first.lower in self._lists["openers"] and subject_before(root, first) is None
        objects = {w.lemma.lower() for w in root.subtree() if w.dep in {"dobj", "ccomp"}}
        light = first.lower in self._lists["light"]
        return orders and (not light or bool(objects & self._lists["examples"]))

    def _announces(self, bare: list[Word], root: Word) -> Kind | None:
        nouns = set(self._nouns(root))
        if any(is_part(self._all, w) for w in nouns):
            return "imagined"
        common = {"NOUN", "ADJ", "VERB"}
        lemmas = {w.lemma.lower() for w in nouns if w.pos in common or w is bare[0]}
        for kind in ("imagined", "told"):
            if not lemmas.isdisjoint(self._lists[kind]):
                return kind
        if self._acts(root):
            return "imagined"
        told = self._relates(root) or self._pleads(root) or self._seen_by(bare, root)
        told = told or self._errs(root) or self._is_sure(root)
        return "told" if told else None

    def _nouns(self, root: Word) -> Iterator[Word]:
        """Yield the nouns that a sentence is about: subject, what it brings, a bare title."""
        if root.pos in {"NOUN", "PROPN"}:
            yield from (root, *root.all("compound"))  # "A translation runs as follows"
        subjects = root.all("nsubj", "nsubjpass", "csubj")
        for subject in subjects:
            yield subject
            yield from (c for c in subject.children if subject.pos == "VERB")
        if root.lemma in _BRINGS and not any(s.lower in _THIS for s in subjects):
            yield from root.all("dobj", "attr", "oprd", "acomp")
        minds = self._lists["minds"]
        yield from (
            w for w in root.subtree() if w.lemma.lower() in minds and w.dep in {"pobj", "dobj"}
        )

    def _acts(self, root: Word) -> bool:
        """Whether people play it: "The villagers replay the siege"."""
        subject = root.one("nsubj")
        acted = root.lemma.lower() in self._lists["acting"] and root.one("dobj") is not None
        return acted or (subject is not None and subject.lemma.lower() in self._lists["actors"])

    def _is_sure(self, root: Word) -> bool:
        """Whether it says that somebody is sure, or gossips, and not of what: "Moe was certain"."""
        subject, how = root.one("nsubj", "nsubjpass"), root.one("acomp")
        who = subject.lemma.lower() if subject else ""
        self_told = any(w.lower.endswith("self") for w in root.all("dobj"))
        convinced = self_told and root.lemma in {"convince", "persuade", "tell", "assure"}
        person = subject is not None and (subject.pos == "PROPN" or subject.tag in {"PRP", "NNS"})
        sure = person and how is not None and how.lower in self._lists["sure"]
        sure = sure and how is not None and not how.one("ccomp", "prep", "xcomp")
        return who in self._lists["gossips"] or convinced or sure

    def _relates(self, root: Word) -> bool:
        """Whether somebody speaks, and the sentence does not say what: "Witnesses described it"."""
        return root.lemma in self._lists["relates"] and root.one("nsubj") is not None

    def _pleads(self, root: Word) -> bool:
        """Whether "prosecutors opened their case"."""
        pleaded = root.one("dobj")
        case = pleaded is not None and pleaded.lemma in {"case", "argument", "theory", "charge"}
        return case and root.lemma in _CASES

    def _errs(self, root: Word) -> bool:
        """Whether it is "A caption in some editions was wrong"."""
        subject, how = root.one("nsubj", "nsubjpass"), root.one("acomp")
        wrong = self._all.lists["modality"]["false_adjectives"] | self._lists["wrong"]
        text = self._all.lists["hearsay"]["labels"] | self._all.lists["cues"]["nouns"]
        said = subject is not None and subject.lemma.lower() in text | {"caption", "article"}
        return said and how is not None and how.lower in wrong

    def _seen_by(self, bare: list[Word], root: Word) -> bool:
        """Whether all it says is how it looks to somebody: "For Karl the matter was settled"."""
        subject = root.one("nsubj", "nsubjpass")
        empty = subject is not None and subject.lemma.lower() in _EMPTY
        ways = [p for p in root.all("prep") if p.i == bare[0].i and p.lower in {"for", "to", "in"}]
        return empty and bool(ways)


def is_part(lexicon: Lexicon, noun: Word) -> bool:
    """Whether it is "a sketch show", "the war game", "season three" or "act II"."""
    lists, lemma = lexicon.lists["imagined"], noun.lemma.lower()
    if lemma in lists["perhaps"]:
        before = noun.all("compound", "amod", "nmod")
        return any(c.lower in lists["narrowers"] for c in before)
    if lemma not in lists["parts"]:
        return False
    numbered = [w for w in (*noun.children, *noun.head.head.subtree()) if w.i == noun.i + 1]
    return any(w.pos == "NUM" or w.text in {"I", "II", "III"} for w in numbered)


def subject_before(root: Word, word: Word) -> Word | None:
    """Return the subject before a word of an order, which has none."""
    return next((s for s in root.all("nsubj", "nsubjpass") if s.i < word.i), None)


def _has_content(words: tuple[Word, ...], root: Word) -> bool:
    """Whether a sentence says already what is told or fancied, or quotes it."""
    if any(w.text in {":", "“", "”", '"', "``", "''"} for w in words):
        return True
    verbs = {"VERB", "AUX"}
    below = [s for c in root.all("ccomp") if c.pos in verbs for s in c.all("nsubj", "nsubjpass")]
    return any(s.lower not in _THIS for s in below)  # "has this to say"
