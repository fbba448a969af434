"""Sentences given to somebody without a verb that governs them: never the article's own word.

"Iran, in Chile's view, funds it", "Peru paid, the story goes", "Peru: Kenya paid", "Kenya paid:
report", a list below "They made three claims:", and what the next sentence takes back or gives to
another: "This is false.", "So says Torres."
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.annotate import Word
from kg.extract.cast import Cast
from kg.extract.clauses import RELATIVE
from kg.extract.cues import Cues
from kg.extract.parts import is_as, is_infinitive
from kg.extract.retracts import takes_back
from kg.extract.speech import Speech, speaker
from kg.extract.turns import DASHES, lines

_BREAKS = {",", ";", "(", ")", *DASHES}
_FINITE = {"VBZ", "VBP", "VBD"}
_NAMING = {"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "PART"}
_GO = {"go", "run", "have"}
_KNOWN = {"know", "tell", "understand", "see", "judge", "determine", "ascertain"}
_IT = {"see", "have", "tell", "put", "understand", "know", "remember", "view", "frame", "recount"}
_BULLETS = {"*", "•", "·", "▪", *DASHES}
_READS = {"read", "reads", "ran", "runs", "said", "says"}
_TOLD = {"tell", "inform", "remind", "assure", "show"}
_LONGEST = 8
"""How many words "his two lawyers insist" or a label before a colon may have."""


def hearsay(cast: Cast, cues: Cues, speeches: Iterable[Speech]) -> Iterator[Speech]:
    """Yield what the text gives to somebody by an aside, a label or the sentence behind."""
    found = _Hearsay(cast, cues, {w.i for s in speeches if s.voiced for w in s.cue})
    for word in cast.parse.words:
        yield from found.adverbial(word)
        yield from found.distanced(word)
        yield from found.further(word)
    sentences = [list(cast.parse.words[first:last]) for first, last in cast.parse.bounds]
    for before, words in zip([[], *sentences], sentences, strict=False):
        yield from found.aside(words)
        yield from found.enumerated(words)
        yield from found.behind_colon(words)
        if before and takes_back(cues, words):
            yield found.somebody(before)
    for stretch in cast.stretches:
        if stretch.kind == "told":
            yield found.somebody(stretch.words)
    told = False
    for line in lines(cast.parse):
        yield from found.labelled(line)
        yield from found.signed(line)
        yield from found.spoken(line)
        listed = line[0].text in _BULLETS or line[0].text.rstrip(".)").isdigit()
        told = (told and listed) or found.announces(line)
        if told and listed:
            yield found.somebody(line)


class _Hearsay:
    """The patterns over one text."""

    def __init__(self, cast: Cast, cues: Cues, read: set[int]) -> None:
        self.cast, self.cues, self.read = cast, cues, read
        self.lists = cast.lexicon.lists["hearsay"]

    def somebody(self, words: Iterable[Word], source: Word | None = None) -> Speech:
        """Return the speech of words that nothing lists: whose they are hardly matters."""
        who = speaker(self.cast, source)
        return Speech((), (), tuple(words), who, "hearsay", "say", listed=False)

    # -- adverbials

    def adverbial(self, word: Word) -> Iterator[Speech]:
        """Yield "in Chile's view", "per the Times", "as Chile sees it", "to hear it told"."""
        source = self._view(word) or self._telling(word)
        above = word.head
        if source is not None and above.pos in {"VERB", "AUX"} and above is not word:
            below = {w.i for w in word.subtree()}
            yield self.somebody((w for w in above.subtree() if w.i not in below), source)

    def _view(self, word: Word) -> Word | None:
        held = word.one("pobj") if word.dep == "prep" else None
        if held is None:
            return None
        if word.lower in {"to", "for"} and self._for_somebody(word, held):
            return held
        if word.lower == "per":
            return held if held.pos == "PROPN" or held.one("det") else None
        if word.lower not in {"in", "by", "on", "from", "to"}:
            return None
        if held.lemma.lower() not in self.lists["views"]:
            return None
        owner = held.one("poss")
        of = next((p for p in held.all("prep") if p.lower == "of"), None)
        whose = owner or (of.one("pobj") if of and held.one("det") else None)
        counted = any(c.lower in _COUNTED for c in held.children)
        return whose or (held if counted else None)

    def _for_somebody(self, word: Word, held: Word) -> bool:
        """Whether it is "To the colonel, Peru paid": how it looks to him."""
        first = self.cast.parse.bounds[word.sentence][0]
        after = self.cast.parse.words[held.i + 1 : held.i + 2]
        draft = self.cast.of(held)
        person = self.cast.lexicon.lists["people"]["person"]
        known = draft is not None and self.cast.is_a(draft, "Person", "Group")
        comma = bool(after) and after[0].text == ","
        return word.i == first and comma and (known or held.lemma.lower() in person)

    def _telling(self, word: Word) -> Word | None:
        it = word.one("dobj")
        if is_as(word) and word.lemma in _IT and it is not None and it.lower == "it":
            return word.one("nsubj")
        told = word.one("ccomp")
        heard = word.lemma == "hear" and word.dep == "advcl" and is_infinitive(word)
        return told.one("nsubj") if heard and told and told.lemma == "tell" else None

    # -- asides

    def aside(self, words: list[Word]) -> Iterator[Speech]:
        """Yield ", his lawyers insist," and ", runs the argument", of all else in the sentence."""
        for run in _runs(words):
            if self._is_aside(run, is_first=run[0] is words[0]):
                gone = {w.i for w in run}
                yield self.somebody(w for w in words if w.i not in gone)

    def _is_aside(self, run: list[Word], *, is_first: bool) -> bool:
        said = [w.lower for w in run]
        words = self.cast.lexicon.lists["modality"]
        if len(run) == 1:
            return bool(_forms(run[0]) & (words["hedge_adverbs"] | words["allege_adverbs"]))
        if said[0] == "it" and (run[-1].lemma in {"seem", "appear"} or self._is_told(run)):
            return True
        if said[:2] == ["the", "way"]:
            return any(self.cues.speaks(w) or w.lemma == "see" for w in run)
        if said[:2] in (["for", "all"], ["as", "far"], ["so", "far"]):
            return any(w.lemma in _KNOWN for w in run)
        if said[-1] in {"believe", "think"} and "would" in said:
            return True  # "state media would have you believe"
        if said[:1] == ["or"]:
            run, said = run[1:], said[1:]
        so = said[:1] == ["so"]
        run = run[1:] if so else run
        if len(run) < 2 or len(run) > _LONGEST or (is_first and not so) or run[0].lower in RELATIVE:
            return False
        named = run if so and all(w.tag not in _FINITE for w in run) else None
        if named is not None:
            return all(w.pos in _NAMING for w in run) and run[0].pos in {"DET", "PROPN", "PRON"}
        told = next((i for i, w in enumerate(run) if w.lemma in _TOLD and w.tag in _FINITE), 0)
        if told and all(w.pos in _NAMING for w in run[told + 1 :]):
            run = run[: told + 1]  # "the envoy told parliament"
        turned = run[0].lemma not in _TOLD and self._tells(run[0], run[1:])
        return turned or self._tells(run[-1], run[:-1])

    def _is_told(self, run: list[Word]) -> bool:
        """Whether it is "it was claimed last night"."""
        passive = run[1].lemma in {"be", "have"} if len(run) > 2 else False
        return passive and any(w.tag == "VBN" and self.cues.speaks(w) for w in run[2:4])

    def _tells(self, verb: Word, named: list[Word]) -> bool:
        if named[0].lower == "you" or not all(w.pos in _NAMING for w in named):
            return False
        if named[-1].lemma.lower() in self.lists["tales"] and verb.lemma in _GO:
            return True
        if named[-1].pos == "ADJ" and named[0].pos != "DET":
            return False  # "said little", not "the accused says"
        is_read = verb.i in self.read  # then its content is known better
        return verb.tag in _FINITE and not is_read and self.cues.speaks(verb)

    def enumerated(self, words: list[Word]) -> Iterator[Speech]:
        """Yield what stands behind the first semicolon of "Torres said that ...; ...; ..."."""
        stop = next((w.i for w in words if w.text == ";"), None)
        that = [w for w in words if w.lower == "that" and stop is not None and w.i < stop]
        if stop is not None and any(self.cues.speaks(w) for w in words if that and w.i < that[0].i):
            yield self.somebody(w for w in words if w.i > stop)

    def further(self, verb: Word) -> Iterator[Speech]:
        """Yield what is said, where another clause is before: "It erred: it said Peru paid"."""
        colon = next((p for p in verb.all("punct") if p.text in {":", ";"} and p.i < verb.i), None)
        if colon is not None and self.cues.speaks(verb):
            for said in verb.all("ccomp"):
                if said.i > verb.i:
                    yield self.somebody(said.subtree())

    def behind_colon(self, words: list[Word]) -> Iterator[Speech]:
        """Yield what "Her message was clear:" and "He is certain:" bring in the same sentence."""
        colon = next((w for w in words if w.text == ":"), None)
        lists = self.cast.lexicon.lists["cues"]
        for be in [w for w in words if colon and w.i < colon.i and w.lemma == "be"]:
            said = [w.lemma.lower() for w in be.all("nsubj", "attr")]
            sure = [w.lemma for w in be.all("acomp")]
            if colon and (lists["nouns"] & {*said} or lists["mind"] & {*sure}):
                yield self.somebody(w for w in words if w.i > colon.i)

    def distanced(self, word: Word) -> Iterator[Speech]:
        """Yield the clause of a verb that alone stands in quotation marks: 'they "freed" him'."""
        near = {word.i - 1, word.i + 1} & self.cues.quoted
        if word.pos == "VERB" and word.i in self.cues.quoted and not near:
            yield self.somebody(word.subtree())

    # -- lines

    def labelled(self, line: list[Word]) -> Iterator[Speech]:
        """Yield what stands behind "Peru:", "Report:", "Torres to Chile:" or "@torres:"."""
        ends = (":", "):")
        colon = next((w.i - line[0].i for w in line[: _LONGEST + 1] if w.text in ends), 0)
        label, content = line[:colon], line[colon + 1 :]
        if any(w.text == "(" for w in label) and ")" not in {w.text[0] for w in line[: colon + 1]}:
            return  # "Ana Soto (Quechua: Ana)"
        aside = next((i for i, w in enumerate(label) if w.text in {",", "("}), colon)
        if label and content and self._names_source(label[: aside or 1]):
            yield self.somebody(content)

    def _names_source(self, label: list[Word]) -> bool:
        lists = self.lists
        if any(w.text.startswith("@") or not lists["labels"].isdisjoint(_forms(w)) for w in label):
            return True
        if label[-1].lower in _READS or any(self.cues.speaks(w) for w in label):
            return True
        if any(not lists["neutral"].isdisjoint(_forms(w)) for w in label):
            return False
        if label[0].text in {"Q", "A"} and len(label) == 1:
            return True
        whole = all(w.text[:1].isupper() or w.lower in {"to", "the", "of"} for w in label)
        known = [self.cast.of(w) for w in label]
        place = any(d is not None and self.cast.is_a(d, "Place") for d in known)
        return whole and not (place and all(w.text.isupper() for w in label))

    def signed(self, line: list[Word]) -> Iterator[Speech]:
        """Yield the headline before ": report", " - sources" or ": Damascus"."""
        at = max((i for i, w in enumerate(line) if w.text in {":", *DASHES}), default=0)
        tail, content = line[at + 1 :], line[:at]
        few = 0 < len(tail) <= 4 and len(content) > 2
        if few and all(w.pos in _NAMING for w in tail) and self._is_source(tail[-1]):
            yield self.somebody(content, tail[-1])

    def _is_source(self, word: Word) -> bool:
        draft = self.cast.of(word)
        known = draft is not None and self.cast.is_a(draft, "Agent")
        person = word.lemma.lower() in self.cast.lexicon.lists["people"]["person"]
        return known or person or word.lemma.lower() in self.lists["labels"]

    def spoken(self, line: list[Word]) -> Iterator[Speech]:
        """Yield a line of dialogue, a dash before it and its speaker at the end."""
        opens = line[0].text in DASHES and len(line) > 3
        last = _runs(line)[-1:] if opens else []
        said = any(self._is_aside(run, is_first=False) for run in last)
        if said or any(w.i in self.read for run in last for w in run):
            yield self.somebody(line)

    def announces(self, line: list[Word]) -> bool:
        """Whether a line ends in a colon and tells that somebody's words, or doubts, follow."""
        return line[-1].text == ":" and self._brings(line)

    def _brings(self, line: list[Word]) -> bool:
        lists = self.cast.lexicon.lists
        nouns = lists["cues"]["nouns"] | self.lists["labels"]
        unknown = any(w.dep == "neg" for w in line)
        return unknown or any(self.cues.speaks(w) or nouns & _forms(w) for w in line)


def _forms(word: Word) -> set[str]:
    return {word.lower, word.lemma.lower()}


_COUNTED = {"this", "one", "some", "most", "all", "many", "another", "either"}


def _runs(words: list[Word]) -> list[list[Word]]:
    """Return what stands between commas, dashes and brackets."""
    runs: list[list[Word]] = [[]]
    for word in words:
        if word.text in _BREAKS:
            runs.append([])
        elif word.text not in {".", "!"} and word.text.strip():
            runs[-1].append(word)
    return [run for run in runs if run]
