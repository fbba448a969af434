"""Who says it: source, cue and content of each attribution, and the speaker of each word.

The three parts follow PARC (Pareti 2016) and PolNeAR (Newell et al. 2018). What stands in quotation
marks without a known speaker belongs to the unattributed speaker, never to the narrator.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.extract.annotate import Parse, Word
from kg.extract.cast import Cast, Draft
from kg.extract.clauses import clause, examples, is_passive
from kg.model import Attribution, Span

_OPEN, _CLOSE = {"“", "«", "„"}, {"”", "»"}
_STRAIGHT = {'"', "``", "''"}
_ASK = {"ask", "wonder", "inquire"}


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """One attribution in words; `rule` names the pattern, `verb` is the lemma of its cue."""

    source: tuple[Word, ...]
    cue: tuple[Word, ...]
    content: tuple[Word, ...]
    speaker: Draft
    rule: str
    verb: str
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Speakers:
    """All attributions of a text, and the innermost one around each word."""

    speeches: tuple[Speech, ...]
    by_word: dict[int, Speech]
    quoted: frozenset[int]

    def of(self, word: Word) -> Speech | None:
        """Return the attribution whose content holds the word."""
        return self.by_word.get(word.i)


def attribute(cast: Cast) -> Speakers:
    """Find the attributions of a text."""
    regions = quotations(cast.parse)
    quoted = frozenset(i for region in regions for i in region)
    speeches = [
        _whole_quotation(cast, speech, regions)
        for word in cast.parse.words
        for speech in _speeches(cast, word, quoted)
    ]
    speeches, orphans = _continued(cast, regions, speeches)
    return Speakers(tuple(speeches), _innermost([*orphans, *speeches]), quoted)


def _innermost(speeches: list[Speech]) -> dict[int, Speech]:
    by_word: dict[int, Speech] = {}
    for speech in sorted(speeches, key=lambda s: -len(s.content)):
        by_word.update((w.i, speech) for w in speech.content)
    return by_word


def quotations(parse: Parse) -> list[range]:
    """Return the stretches in quotation marks as word indexes, without the marks.

    A quotation that is still open where a paragraph ends stops there: the next one opens it again.
    """
    found, opened = [], None
    for word in parse.words:
        straight = word.text in _STRAIGHT
        if opened is not None and _new_paragraph(parse, word):
            found.append(range(opened, word.i))
            opened = None
        if word.text in _OPEN or (straight and opened is None):
            opened = word.i + 1
        elif opened is not None and (word.text in _CLOSE or straight):
            found.append(range(opened, word.i))
            opened = None
    if opened is not None:
        found.append(range(opened, len(parse.words)))
    return [region for region in found if region]


def _new_paragraph(parse: Parse, word: Word) -> bool:
    before = parse.words[word.i - 1] if word.i else word
    return parse.document.text[before.end : word.start].count("\n") >= 2


def _whole_quotation(cast: Cast, speech: Speech, regions: list[range]) -> Speech:
    """Let a speech have all of a quotation it is part of: its marks, its other sentences."""
    inside, cue = {w.i for w in speech.content}, {w.i for w in (*speech.cue, *speech.source)}
    near = cast.parse.words[speech.cue[-1].i].sentence if speech.cue else -9
    for region in regions:
        touches = not inside.isdisjoint(region) and cue.isdisjoint(region)
        close = any(abs(cast.parse.words[i].sentence - near) <= 1 for i in (region[0], region[-1]))
        if touches and close and speech.rule in {"said", "as-noted", "according-to"}:
            marks = {i for i in (region.start - 1, region.stop) if i < len(cast.parse.words)}
            inside |= set(region) | {i for i in marks if _is_mark(cast.parse.words[i])}
    return _longer(speech, [cast.parse.words[i] for i in inside])


def _is_mark(word: Word) -> bool:
    return word.text in _OPEN | _CLOSE | _STRAIGHT


def _continued(
    cast: Cast, regions: list[range], speeches: list[Speech]
) -> tuple[list[Speech], list[Speech]]:
    """Give a quoted sentence to who spoke right before it, else to nobody named."""
    holder = _innermost(speeches)
    more: dict[int, list[Word]] = {}
    orphans = []
    for region in regions:
        free = [cast.parse.words[i] for i in region if i not in holder]
        if len(region) < 4 or not free:
            continue
        before = holder.get(region.start - 2) or _speaker_before(cast, region.start, holder)
        if before is None or not before.verbatim:
            nobody = cast.unattributed()
            before = Speech((), (free[0],), tuple(free), nobody, "quotation", "", verbatim=True)
            orphans.append(before)
        else:
            more.setdefault(id(before), []).extend(free)
        holder.update((w.i, before) for w in free)
    grown = [[_longer(s, more.get(id(s), [])) for s in those] for those in (speeches, orphans)]
    return grown[0], grown[1]


def _longer(speech: Speech, words: list[Word]) -> Speech:
    content = sorted({*speech.content, *words}, key=lambda w: w.i)
    return replace(speech, content=tuple(content))


def _speaker_before(cast: Cast, at: int, by_word: dict[int, Speech]) -> Speech | None:
    number = cast.parse.words[at].sentence
    if number == 0:
        return None
    first, last = cast.parse.bounds[number - 1]
    near = cast.parse.words[at].start - cast.parse.words[last - 1].end <= 3
    return next((by_word[i] for i in range(first, last) if i in by_word), None) if near else None


def _speeches(cast: Cast, word: Word, quoted: frozenset[int]) -> Iterator[Speech]:
    kind = cast.lexicon.which("reporting", word.lemma) if word.pos == "VERB" else None
    if kind or (word.lemma in _ASK and word.pos == "VERB"):
        yield from _said(cast, word, quoted)
    if word.lower == "according":
        yield from _according(cast, word, quoted)
    if word.lower == "for" and word.dep == "prep" and word.head.lemma in {"appear", "seem", "be"}:
        yield from _in_the_eyes_of(cast, word)
    if word.pos == "NOUN":
        yield from _noun_that(cast, word)
    if word.lemma in cast.lexicon.lists["modality"]["suspect"] and word.pos == "VERB":
        yield from _suspected(cast, word)


def _said(cast: Cast, verb: Word, quoted: frozenset[int]) -> Iterator[Speech]:
    subject = next(iter(clause(verb).agents), None)
    content = _content(cast, verb)
    if not content:
        return
    if subject is None:
        if is_passive(verb):  # "it is said that ..."
            who = cast.unattributed()
            yield Speech((), _cue(verb), _trimmed(content), who, "said", verb.lemma)
        return
    own = {w.i for w in subject.subtree()} | {verb.i}
    words = _trimmed(tuple(w for w in content if w.i not in own))
    if not words:
        return
    inside = [w.i in quoted for w in words if w.pos != "PUNCT"]
    source = tuple(w for w in subject.subtree() if w.i not in {c.i for c in content})
    yield Speech(
        source or (subject,),
        _cue(verb),
        words,
        speaker(cast, subject),
        "as-noted" if _as(verb) else "said",
        verb.lemma,
        verbatim=bool(inside) and all(inside),
    )


def _content(cast: Cast, verb: Word) -> tuple[Word, ...]:
    inner = verb.one("ccomp") or verb.one("parataxis")
    if inner is not None and not (inner.dep == "parataxis" and inner.lemma in {"say", "tell"}):
        return tuple(inner.subtree())
    hopes = cast.lexicon.which("reporting", verb.lemma) == "hope"
    promises = verb.lemma in {"promise", "pledge", "vow", "threaten", "swear"}
    infinitive = verb.one("xcomp")
    if infinitive is not None and (hopes or promises):
        return tuple(infinitive.subtree())
    if _as(verb) or (verb.dep == "parataxis" and verb.head.pos in {"VERB", "AUX"}):
        below = {w.i for w in verb.subtree()}
        return tuple(w for w in verb.head.subtree() if w.i not in below)
    return ()


def _as(verb: Word) -> bool:
    return verb.dep == "advcl" and any(c.lower == "as" for c in verb.all("mark", "advmod"))


def _cue(verb: Word) -> tuple[Word, ...]:
    return (*(c for c in verb.all("aux", "neg", "auxpass") if verb.i - c.i <= 3), verb)


def _according(cast: Cast, word: Word, quoted: frozenset[int]) -> Iterator[Speech]:
    to = word.one("prep")
    source = to.one("pobj") if to else None
    verb = word.head
    if to is None or source is None:
        return
    below = {w.i for w in word.subtree()}
    content = _trimmed(tuple(w for w in verb.subtree() if w.i not in below))
    if content:
        inside = all(w.i in quoted for w in content if w.pos != "PUNCT")
        who = speaker(cast, source)
        found = tuple(source.subtree())
        yield Speech(found, (word, to), content, who, "according-to", "accord", inside)


def _in_the_eyes_of(cast: Cast, word: Word) -> Iterator[Speech]:
    source = word.one("pobj")
    first = cast.parse.bounds[word.sentence][0]
    draft = cast.of(source) if source else None
    if source and draft and word.i == first and draft.type in {"Group", "Person"}:
        below = {w.i for w in word.subtree()}
        content = _trimmed(tuple(w for w in word.head.subtree() if w.i not in below))
        yield Speech(tuple(source.subtree()), (word,), content, draft, "for-many", "for")


def _noun_that(cast: Cast, noun: Word) -> Iterator[Speech]:
    """Yield "hope that ...", "the allegation that ...": the holder is a possessor, or unnamed."""
    words = cast.lexicon.lists["modality"]
    lemma = noun.lemma.lower()
    inner = noun.one("acl", "ccomp")
    that = inner is not None and any(c.lower == "that" for c in inner.all("mark"))
    if inner is None or not that:
        return
    if lemma in words["hope_nouns"] or lemma in words["allege_nouns"]:
        owner = noun.one("poss")
        who = speaker(cast, owner) if owner else cast.unattributed()
        source = tuple(owner.subtree()) if owner else ()
        yield Speech(source, (noun,), tuple(inner.subtree()), who, "noun-that", lemma)


def _suspected(cast: Cast, verb: Word) -> Iterator[Speech]:
    inner = next((p for p in verb.all("prep") if p.lower == "of"), None)
    if inner is None:
        return
    c = clause(verb)
    passive = bool(c.patients) and (verb.one("auxpass", "nsubjpass") or verb.dep == "acl")
    agent = next(iter(c.agents), None)
    who = speaker(cast, agent) if agent else cast.unattributed()
    source = tuple(agent.subtree()) if agent and not passive else ()
    yield Speech(source, (verb,), tuple(inner.subtree()), who, "suspected-of", verb.lemma)


def speaker(cast: Cast, source: Word) -> Draft:
    """Return the entity that speaks: a named example before its group, a description as it is."""
    for example in examples(source):
        draft = cast.of(example)
        if draft and cast.is_a(draft, "Agent"):
            return draft
    draft = cast.of(source)
    if draft and cast.is_a(draft, "Agent"):
        return draft
    return cast.unattributed()


def _trimmed(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Cut commas and full stops off both ends, keep quotation marks."""
    chosen = list(words)
    while chosen and chosen[0].text in ",;:":
        chosen.pop(0)
    while chosen and chosen[-1].text in ".,;:":
        chosen.pop()
    return tuple(chosen)


def record(cast: Cast, speech: Speech, ident: str) -> Attribution:
    """Return the attribution as a record of spans."""
    return Attribution(
        id=ident,
        cue=_spans(cast, speech.cue),
        content=_spans(cast, speech.content),
        speaker=speech.speaker.id,
        source=_spans(cast, speech.source),
        verbatim=speech.verbatim,
    )


def _spans(cast: Cast, words: tuple[Word, ...]) -> tuple[Span, ...]:
    """Return the words as maximal runs."""
    runs: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.i):
        if runs and word.i == runs[-1][-1].i + 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    return tuple(cast.parse.span(run) for run in runs)
