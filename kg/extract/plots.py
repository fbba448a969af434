"""What a work of fiction tells: the words of its plot, in the sentence that names it and after it.

"The film follows a family." says that deeds in the present come next; "The novel is about a spy."
and "In the final episode, ..." hold the past tense as well, to the end of the paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kg.extract.annotate import Parse, Word
from kg.extract.lexicon import Lexicon
from kg.extract.stretches import is_part

_FEIGNS = {"simulate", "assume", "imagine", "suppose", "envisage", "posit"}
_SHOWS = {
    *(
        "follow",
        "depict",
        "portray",
        "chronicle",
        "feature",
        "imagine",
        "tell",
        "center",
        "recount",
    ),
    *("revolve", "centre", "trace", "unfold"),
}
_OPENS = {"open", "begin", "start", "end", "close"}
_SCENES = {"stage", "screen", "camera"}
_PRESENT = {"VBZ", "VBP"}
_LASTING = {"be", "have", "live", "work", "own", "say"}
_PLAYS = {"play", "portray", "depict", "star", "appear", "feature"}
_CLOSED = {'"', "”", "''"}
_QUOTES = {'"', "“", "‘", "``", "''"}
_AIRED = ("last night on", "tonight on", "previously on", "this week on")
_AIRINGS = {
    "episode",
    "finale",
    "storyline",
    "instalment",
    "installment",
    "flashback",
    "cliffhanger",
}
_FIGURES = {"hero", "heroine", "protagonist", "antagonist", "villain", "narrator", "character"}
_VIEWERS = {"viewer", "moviegoer", "playgoer", "theatregoer"}
_OTHER = {"another", "different", "alternate", "parallel"}
Hold = Literal["present", "all"]


def plots(parse: Parse, lexicon: Lexicon) -> Iterator[int]:
    """Yield the indexes of the words that a text tells as the plot of a work."""
    reader = _Plots(parse, lexicon)
    told: Hold | None = None
    for n, (first, last) in enumerate(parse.bounds):
        words = parse.words[first:last]
        if n and "\n" in parse.document.text[parse.words[first - 1].end : words[0].start]:
            told = None
        if reader.stages(words):
            told = "all"
        if told and words[-1].text != "?":
            yield from (w.i for d in reader.deeds(words, told) for w in d.subtree())
        told = reader.opens(words) or told
    for word in parse.words:
        top = reader.told_in(word) or reader.cast_as(word)
        if top is not None:
            yield from (w.i for w in top.subtree())


class _Plots:
    """What of one text a work tells."""

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self._words, self._lexicon, self._lists = parse.words, lexicon, lexicon.lists["imagined"]

    def deeds(self, words: tuple[Word, ...], told: Hold) -> list[Word]:
        """Return the verbs of a sentence that a plot tells; none where it is about the making."""
        if told == "all":
            made = any(w.lemma.lower() in self._lists["making"] for w in words)
            return [] if made else [w for w in words if w.head is w]
        return [w for w in words if w.tag in _PRESENT and w.lemma not in _LASTING]

    # ------------------------------------------------------------ sentences that open a plot

    def opens(self, words: tuple[Word, ...]) -> Hold | None:
        """Return what of the sentences behind "The film follows a family." is its plot."""
        root = next(w for w in words if w.head is w)
        subject = root.one("nsubj", "nsubjpass")
        if subject is None or not _PRESENT & {root.tag, *(a.tag for a in root.all("auxpass"))}:
            return None
        closed = any(w.text in _CLOSED for w in self._words[subject.i + 1 : subject.i + 2])
        named = closed and root.lemma in _SHOWS
        work = self._is_work(subject) or subject.lemma.lower() in self._lists["books"]
        if (work or named or root.one("attr")) and self._tells(root):
            return "all"
        feigned = subject.lemma.lower() in self._lists["enacted"] and root.lemma in _FEIGNS
        return "present" if self._is_work(subject) or feigned or named else None

    def _is_work(self, noun: Word) -> bool:
        return noun.lemma.lower() in self._lists["worlds"] or is_part(self._lexicon, noun)

    def _tells(self, root: Word) -> bool:
        """Whether it says how a story goes: "is a novel about", "opens with", "is set in"."""
        ways = {p.lower for p in root.all("prep")}
        if root.lemma in _SHOWS or (root.lemma in _OPENS and "with" in ways):
            return True
        if root.lemma == "set":
            return "in" in ways
        what = root.one("attr", "dobj")
        if what is None:
            return False
        about = what.one("relcl") or any(p.lower in {"about", "in"} for p in what.all("prep"))
        if root.lemma == "be":
            return bool(about) and self._is_work(what)
        return what.lemma.lower() in self._lists["plots"]

    def stages(self, words: tuple[Word, ...]) -> bool:
        """Whether a sentence itself tells a plot: "In the last episode, ...", "Viewers saw ..."."""
        said = " ".join(w.lower for w in words[:3])
        if any(w.text in _QUOTES for w in words[2:5]) and said.startswith(_AIRED):
            return True
        return any(self._stages(w) for w in words)

    def _stages(self, word: Word) -> bool:
        noun = word.lemma.lower()
        if word.dep in {"nsubj", "nsubjpass"} and (
            noun in _VIEWERS or (noun == "fan" and self._is_soap(word))
        ):
            return word.head.tag in {"VBD", "VBN"}
        if noun in _FIGURES and word.dep in {"nsubj", "nsubjpass", "attr", "pobj"}:
            return self._is_figure(word)
        within = word.dep == "pobj" and word.head.lower in {"in", "during"}
        if not within or noun not in _AIRINGS:
            return False
        of = [o for p in word.all("prep") if p.lower == "of" for o in p.all("pobj")]
        whole = all(self._is_work(o) or o.lemma.lower() in self._lists["books"] for o in of)
        told = word.all("poss", "amod", "compound", "nmod") or of
        return bool(told) and whole and word.head.i == self._first(word)

    def _first(self, word: Word) -> int:
        at = word.i
        while at and self._words[at - 1].sentence == word.sentence:
            at -= 1
        return at

    def _is_soap(self, noun: Word) -> bool:
        return any(c.lower in {"soap", "series", "show"} for c in noun.children)

    def _is_figure(self, noun: Word) -> bool:
        """Whether it is "the hero of the book", or "the character, played by Ana Soto"."""
        of = [o for p in noun.all("prep") if p.lower == "of" for o in p.all("pobj")]
        if any(self._is_work(o) or o.lemma.lower() in self._lists["books"] for o in of):
            return True
        return noun.lemma == "character" and any(a.lemma in _PLAYS for a in noun.all("acl"))

    # ------------------------------------------------------------ clauses

    def told_in(self, word: Word) -> Word | None:
        """Return the verb of all that is "in a dream", "hypothetically", "a novel in which"."""
        lists, noun = self._lists, word.lemma.lower()
        if word.lower in lists["adverbs"] and word.dep == "advmod":
            return word.head
        shown = word.dep == "nsubj" and word.head.lemma in _SHOWS and word.head.tag in _PRESENT
        if shown and noun in lists["worlds"]:
            return word.head  # "The drama follows Secretary Elizabeth Roe"
        if noun in _SCENES and not word.children and word.head.text == "On":
            return word.head.head  # "On stage, Ana Soto kills Juan Rey"
        if word.dep == "dobj" and word.head.lemma in {"play", "portray", "depict"}:
            return word.one("relcl")  # "plays a president who killed a rival"
        if word.dep == "pobj" and word.head.lower == "as" and word.head.head.lemma in _PLAYS:
            return word  # "stars as Ana Soto, who killed a rival"
        return self._inside(word, noun)

    def _inside(self, word: Word, noun: str) -> Word | None:
        told = word.one("relcl")
        if told is None and word.dep != "pobj":
            return None
        made_up = any(c.lower in self._lists["adjectives"] for c in word.children)
        tale = told is not None and noun in self._lexicon.lists["hearsay"]["tales"]
        acted = noun in self._lists["enacted"]
        world = self._is_work(word) or (made_up and word.pos == "NOUN") or _is_other(word)
        if not (world or tale or acted):
            return None
        if told is not None and any(w.lower in {"which", "where"} for w in told.subtree()):
            return told
        verb = word.head.head
        ways = {"in", "within", "during"} if acted else {"in", "within"}
        inside = word.dep == "pobj" and word.head.lower in ways and not tale
        return verb if inside and verb.pos in {"VERB", "AUX"} else None

    def cast_as(self, word: Word) -> Word | None:
        """Return the part that is played of "the president of Peru in “The Wing”"."""
        above, after = word.head, self._words[word.i + 1 : word.i + 2]
        quoted = word.lower in {"in", "on"} and word.dep == "prep" and bool(after)
        titled = quoted and after[0].text in _QUOTES and above.pos in {"NOUN", "PROPN"}
        return (above.head if above.dep == "appos" else above) if titled else None


def _is_other(noun: Word) -> bool:
    """Whether it is "in another life", "in a different timeline"."""
    other = any(c.lower in _OTHER for c in noun.children)
    return other and noun.lemma.lower() in {"life", "timeline", "reality", "history"}
