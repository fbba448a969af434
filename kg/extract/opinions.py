"""What is alleged, given as a reason or thought of somebody, where no frame reads it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.annotate import Word
from kg.extract.cast import Cast, Draft
from kg.extract.clauses import behind, clause, conjuncts
from kg.extract.frames import Statement
from kg.extract.mood import MODALS, mood_of
from kg.extract.parts import with_closing_mark
from kg.extract.qualify import qualify
from kg.extract.quality import ALLEGED, PLAIN, Quality
from kg.extract.speech import Speakers, Speech


def allegations(cast: Cast, speakers: Speakers) -> Iterator[Statement]:
    """Yield whom somebody is suspected or accused of something."""
    for speech in speakers.speeches:
        if speech.rule != "suspected-of":
            continue
        verb = speech.cue[-1]
        for word in [w for p in clause(verb).patients for w in conjuncts(p)][:1]:
            accused = cast.of(word)
            if accused is None or not cast.is_a(accused, "Agent"):
                cast.drop("nobody known is accused", "allegation", [verb])
                continue
            words = sorted({*word.subtree(), verb, *speech.content}, key=lambda w: w.i)
            quality = _accusation(cast, verb)
            yield Statement("allegation", (verb,), tuple(words), quality, speech, about=accused)


def _accusation(cast: Cast, verb: Word) -> Quality:
    """Return how surely somebody is accused: "may be charged" accuses nobody yet."""
    said = qualify(cast.parse, cast.lexicon, verb)
    if verb.dep in {"acl", "relcl"}:  # "plans to deport men accused of theft": they are accused
        said = mood_of(cast.lexicon, verb) or PLAIN
    perhaps = any(a.lower in MODALS for a in verb.all("aux"))
    if perhaps or said.modality not in {"Asserted", "Alleged"}:
        return said
    negative = bool(verb.one("neg")) or said.polarity == "Negative"
    return Quality("Alleged", "Negative", "Possible") if negative else ALLEGED


def bases(cast: Cast, speakers: Speakers) -> Iterator[tuple[Statement, Word, Word]]:
    """Yield the reasons that actors give: "..., citing evidence of abuse"; with actor and cue."""
    for verb in cast.parse.words:
        if verb.dep != "advcl" or verb.tag != "VBG" or verb.lemma not in {"point", "cite", "quote"}:
            continue
        given = verb.one("dobj") or next(iter(behind(verb, "to")), None)
        main = clause(verb.head)
        actor = next(iter(main.agents), None)
        target = next((d for w in main.patients if (d := cast.of(w))), None)
        if given is None or actor is None or target is None:
            continue
        cited = tuple(w for w in verb.subtree() if w.pos != "PUNCT")
        basis = cast.parse.document.quote(
            cast.parse.span([w for w in given.subtree() if w.pos != "PUNCT"])
        )
        statement = Statement("basis", (verb,), cited, PLAIN, None, about=target, basis=basis)
        yield statement, actor, given


def said_of(cast: Cast, speakers: Speakers, covered: set[int]) -> Iterator[Statement]:
    """Yield, for an attribution whose content no frame reads, whom or what it is about.

    What another says inside it is that one's: who reports it says that the other says it.

    That somebody wants or plans something is the narrator's word, not that of who wants it.
    """
    for speech in speakers.speeches:
        own = [w for w in speech.content if not speech.voiced or speakers.of(w) in (None, speech)]
        if speech.rule == "suspected-of" or any(w.i in covered for w in own):
            continue
        verb = _main_verb(speech.content)
        about = _subject_entity(cast, verb, speech.content) if verb else None
        if verb is None or about is None:
            if verb or speech.voiced:
                cast.drop("what is said concerns nothing known", "said-of", list(speech.content))
            continue
        inner = verb.one("xcomp") if verb.lemma in {"appear", "seem"} else None
        quality = _opinion(verb, qualify(cast.parse, cast.lexicon, inner or verb))
        if _is_silence(speech, verb, quality):
            continue
        bare = [w for w in speech.content if w.text not in '“”"‘’']
        whole = list(cast.parse.words[bare[0].i : bare[-1].i + 1])
        content = (*bare, *with_closing_mark(cast.parse, whole)[len(whole) :])
        voice = speech if speech.voiced else None
        yield Statement("said-of", (verb,), content, quality, voice, about=about)


def _is_silence(speech: Speech, verb: Word, quality: Quality) -> bool:
    """Whether nothing is denied: "declined to comment", "refused to sell", "we do not comment"."""
    if quality.polarity != "Negative":
        return False
    return verb.lemma in _SPEAK or (not speech.voiced and quality.modality == "Planned")


_SPEAK = {"comment", "discuss", "speculate", "disclose", "elaborate", "answer"}


def _main_verb(content: tuple[Word, ...]) -> Word | None:
    inside = set(content)
    heads = [w for w in content if w.pos in {"VERB", "AUX"} and w.head not in inside]
    roots = [w for w in content if w.pos in {"VERB", "AUX"} and w.head is w]
    return min([*roots, *heads], key=lambda w: (w.sentence, w.head is not w, w.i), default=None)


def _subject_entity(cast: Cast, verb: Word, content: tuple[Word, ...]) -> Draft | None:
    c = clause(verb)
    subjects = [*c.agents, *[p for w in c.agents for p in w.all("poss")], *c.patients]
    modifiers = {w.i for w in content if w.dep == "compound" and w.head.pos == "NOUN"}
    for word in [*subjects, *(w for w in content if w.i not in modifiers)]:
        draft = cast.drafts.get(cast.by_word.get(word.i, ""))
        if draft is not None:
            return draft
    return None


def _opinion(verb: Word, quality: Quality) -> Quality:
    """Turn a superlative into an evaluation: "the simplest fix", "one of the worst jails"."""
    graded = any(w.tag in {"JJS", "RBS"} for w in verb.subtree())
    copular = verb.lemma in {"be", "appear", "seem", "remain"}
    return (
        Quality("Evaluative", quality.polarity, quality.certainty)
        if graded and copular
        else quality
    )
