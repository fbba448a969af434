"""When something happens, in the words of the text and, where they allow, as EDTF.

"Last week" needs the document's own date, from its metadata; without one the words stay alone.
No time is borrowed from a neighbouring sentence.
"""

from __future__ import annotations

import re
from collections.abc import Container

from kg.extract.annotate import Guess, Parse, Word
from kg.extract.timewords import BOUNDS, DAYS, MONTH, read_time
from kg.model import Time

_LONE = {"previously", "recently", "today", "yesterday", "tomorrow", "tonight"}
_TIMELY = re.compile(
    rf"\b({MONTH}|{'|'.join(DAYS)}|1[5-9]\d\d|20\d\d|today|yesterday|tomorrow|tonight|ago|last|next|past|"
    r"this|start|end|beginning|earlier|later|previous|recent|following|days?|weeks?|months?|years?|"
    r"decades?|century|weekend|"
    r"\d{1,2}(?:st|nd|rd|th)|"
    r"morning|evening|night|noon|midnight|spring|summer|autumn|winter|[ap]\.?m)\b",
    re.IGNORECASE,
)
_NO_TIME = re.compile(
    r"\b\d+[- ]years?[- ]old|\b(annual|daily|weekly|monthly|yearly|hourly|old)\b|\byear-olds?\b|"
    r"^(?:in )?(?:an?|the) (?:day|week|month|year)$|"
    r"^(?:just |about |only |the )*(?:\w+ )?(?:minutes|hours|days|weeks|months|years)$",
    re.IGNORECASE,
)


_TAKES_PLACE = {
    *("be", "take", "happen", "occur", "begin", "start", "continue", "end", "come", "hold"),
    *("make", "conduct", "stage", "launch", "mount", "commit", "sign", "reach", "conclude", "kill"),
    *("injure", "wound", "hit", "strike", "leave", "destroy", "damage", "pay", "break", "erupt"),
    *("resume", "open", "suffer", "do", "carry"),
}
"""Verbs whose time is that of the event their subject or object names."""


def time_of_noun(parse: Parse, noun: Word, above: Word) -> Time | None:
    """Return the time of an event's noun; that of the verb above, if it says when it took place.

    "Announced on Friday the arrest of Soto": nothing says when he was arrested.
    """
    own = time_of(parse, noun)
    shared = above.lemma in _TAKES_PLACE or _is_while(noun, above)
    return own or (time_of(parse, above) if shared else None)


def time_of(parse: Parse, word: Word, events: Container[str] = ()) -> Time | None:
    """Return the time stated at a verb or at an event's noun, None if there is none.

    `events` are nouns of events: a time behind one of them may be its own, so it is no verb's.
    """
    published = parse.document.published
    stated = [t for g in parse.guesses if (t := _stated(parse, word, g, events)) is not None]
    stated.sort(key=lambda t: not t[1])  # a dateline before the sentence yields to "on Tuesday"
    texts = [t for t, _ in stated] + [c.text for c in word.all("advmod") if c.lower in _LONE]
    return read_time(texts[0], published, is_past=_is_past(word)) if texts else None


def _stated(
    parse: Parse, word: Word, guess: Guess, events: Container[str]
) -> tuple[str, bool] | None:
    """Return the words of a time that hangs on a word, and whether a preposition leads them."""
    inside = list(parse.words[guess.first : guess.last])
    if guess.label not in {"DATE", "TIME"} or inside[0].sentence != word.sentence:
        return None
    head = next((w for w in inside if w.head not in inside), inside[-1])
    if not _hangs_on(head, word) or _is_anothers(parse, head, word, events):
        return None
    inside = _trimmed(inside)
    if inside and inside[0].i and parse.words[inside[0].i - 1].text in DAYS:  # "Tuesday night"
        inside.insert(0, parse.words[inside[0].i - 1])
    before = parse.words[inside[0].i - 1] if inside and inside[0].i else None
    if not inside or (before and before.lower in _ANY):
        return None
    leads = before is not None and before.dep == "prep"
    if _is_governors(inside[0], word, leads):
        return None
    if before and leads and before.lower in {"in", "on", "during", *BOUNDS}:
        inside = [before, *inside]
    text = " ".join(parse.text(inside[0].i, inside[-1].i + 1).split())
    return None if _NO_TIME.search(text) or not _TIMELY.search(text) else (text, leads)


_ANY = {"for", "a", "an", "one", "any", "some", "every", "each"}
_MARKS = {"after", "before", "when", "while", "since", "until", "because", "once", "as", "although"}


def _is_anothers(parse: Parse, head: Word, word: Word, events: Container[str]) -> bool:
    """Whether a time stands before the clause of its verb, or behind the noun of another event."""
    marks = [m for m in word.all("mark", "advmod") if m.lower in _MARKS]
    if marks and head.i < marks[0].i and word.one("nsubj", "nsubjpass"):
        return True  # "In 2015, two years after Soto was killed"
    if word.dep == "conj" and word.head.i < head.i < word.i:
        return True  # "was born in 1950 and died in 2001"
    between = parse.words[word.i + 1 : head.i] if word.pos == "VERB" else ()
    light = word.lemma in _TAKES_PLACE
    nouns = [w for w in between if w.pos == "NOUN" and w.lemma.lower() in events]
    return any(not _is_while(w, word) for w in nouns) and not light


def _is_while(noun: Word, verb: Word) -> bool:
    """Whether the verb's act is part of the noun's event: "spoke at a hearing on Monday"."""
    return noun.dep == "pobj" and noun.head.lower in {"at", "during"} and noun.head.head is verb


def _is_governors(first: Word, word: Word, leads: bool) -> bool:
    """Whether a time is of the verb of saying before it: "said on Friday he met the envoy"."""
    return word.dep == "ccomp" and word.head.i == first.i - 1 - leads < word.i


def _trimmed(words: list[Word]) -> list[Word]:
    """Cut words that are no time off both ends: "Last week Stumpf", "the school a year ago"."""
    kept = list(words)
    while (
        kept
        and kept[-1].pos in {"PROPN", "NOUN", "ADP", "SCONJ", "PUNCT"}
        and not _TIMELY.search(kept[-1].text)
    ):
        kept.pop()
    strange = [i for i, w in enumerate(kept) if w.pos in {"NOUN"} and not _TIMELY.search(w.text)]
    return kept[strange[-1] + 1 :] if strange and not _TIMELY.search(kept[0].text) else kept


def _is_past(word: Word) -> bool:
    """Whether a verb, or the verb above an event's noun, is in the past."""
    verb = next((w for w in [word, *word.ancestors()] if w.pos in {"VERB", "AUX"}), word)
    tags = {verb.tag, *(a.tag for a in verb.all("aux", "auxpass"))}
    return "VBD" in tags or ({"VBZ", "VBP"} & tags != set() and "VBN" in tags)


def _hangs_on(head: Word, word: Word) -> bool:
    """Whether a time belongs to the word: no other verb stands between."""
    above = head.head
    for _ in range(3):
        if above is word:
            return True
        if above.dep == "prep" or (above.pos in {"ADP", "NOUN"} and word.pos == "NOUN"):
            above = above.head
        else:
            break
    shared = word.dep in {"conj", "advcl", "xcomp"} and word.one("nsubj", "nsubjpass") is None
    return shared and above is word.head
