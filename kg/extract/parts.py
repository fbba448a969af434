"""The parts of an attribution: which words a cue, a phrase and a content have.

They follow PolNeAR (Newell et al. 2018): a cue has its auxiliaries, its adverb and its particle; a
content has no comma or full stop at its ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.annotate import Parse, Word
from kg.extract.clauses import clause


def is_as(verb: Word) -> bool:
    """Whether the verb is that of "as Peru has noted"."""
    return verb.dep == "advcl" and any(c.lower == "as" for c in verb.all("mark", "advmod"))


def is_as_denied(verb: Word) -> bool:
    """Whether it is that of "Peru did not pay, as Chile claimed", which may have claimed either."""
    noted = any(c.lower == "as" for c in verb.all("mark", "advmod"))
    governs = [w for w in (verb.head, *verb.all("ccomp")) if w is not verb and w.i < verb.i]
    return noted and any(w.one("neg") for w in governs)


def is_infinitive(verb: Word) -> bool:
    """Whether "to" stands before the verb."""
    return any(c.lower == "to" for c in verb.all("aux"))


def cue_of(verb: Word) -> tuple[Word, ...]:
    """Return the verb with its auxiliaries, "not", particle, and the adverbs and day beside it.

    "In a statement" right behind it is of it. So are the words above an infinitive or participle:
    "continued to deny", "was quick to praise".
    """
    chosen = _with_auxiliaries(verb)
    chosen |= _in_a_text(verb, {w.i for w in chosen})
    for governor in _governors(verb):
        chosen |= _with_auxiliaries(governor)
    above = issuer(verb)
    if above is not None:
        chosen |= _with_auxiliaries(above)
        chosen |= {w for w in verb.head.subtree() if w.i <= verb.head.i}
        chosen |= set(verb.all("nsubj"))  # "that"
    return tuple(sorted(chosen, key=lambda w: w.i))


def announcing(verb: Word, content: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the cue of "added a caveat: ...": the text that the verb announces is of it."""
    cue = set(cue_of(verb))
    for text in verb.all("dobj"):
        if text.i < content[0].i and text.lemma.lower() in TEXTS | {"caveat", "following"}:
            cue |= set(text.subtree()) - set(content)
    return tuple(sorted(cue, key=lambda w: w.i))


TEXTS = {
    "ad", "advisory", "article", "brief", "column", "communiqué", "complaint", "declaration",
    "editorial", "email", "essay", "lawsuit", "letter", "memo", "message", "motion", "note",
    "notice", "paper", "petition", "post", "release", "report", "resolution", "robocall",
    "rumor", "rumour", "speech", "statement", "study", "tweet", "video", "warning",
}  # fmt: skip
"""Nouns of what is said or written."""
_ISSUES = {
    "issue", "release", "publish", "write", "send", "post", "sign", "circulate", "air", "run",
    "give", "deliver", "unveil", "submit", "file", "produce", "make", "put", "launch", "record",
}  # fmt: skip
"""What its author does with it."""


_SAID_SO = {
    "in": TEXTS,
    "on": {
        "facebook", "instagram", "reddit", "telegram", "twitter", "weibo", "whatsapp", "youtube",
    },
    "with": {
        "chuckle", "grin", "laugh", "shrug", "sigh", "smile", "smirk", "sneer", "tear", "wink",
    },
}  # fmt: skip
"""What may stand behind a verb of saying as a part of the cue, by its preposition."""


def _in_a_text(verb: Word, chosen: set[int]) -> set[Word]:
    """Return "in a statement", "on Twitter" or "with a sigh" behind the verb, up to the noun."""
    for p in verb.all("prep"):
        text = p.one("pobj")
        if text and p.i - 1 in chosen and text.lemma.lower() in _SAID_SO.get(p.lower, ()):
            return {w for w in p.subtree() if w.i <= text.i}
    return set()


def issuer(verb: Word) -> Word | None:
    """Return the verb above "saying" in "Peru released a statement saying": its subject says it.

    So of "... a statement that said", whose subject is the statement.
    """
    text, subject = verb.head, verb.one("nsubj")
    says = verb.tag == "VBG" if verb.dep == "acl" else verb.dep == "relcl" and subject is not None
    if subject is not None and subject.lower not in {"that", "which"}:
        return None
    issued = text.dep == "dobj" and text.head.pos == "VERB" and text.lemma.lower() in TEXTS
    relative = verb.dep == "relcl" and text.head.lemma not in _ISSUES
    return text.head if says and issued and not relative else None


def _with_auxiliaries(verb: Word) -> set[Word]:
    colon = [c for c in verb.all("punct") if c.text == ":" and c.i > verb.i]
    chosen = {verb, *verb.all("aux", "neg", "auxpass", "prt"), *colon}
    adverbs = verb.all("advmod", "npadvmod")
    for side in (-1, 1):
        at = verb.i + side
        while any(w.i == at for w in (*adverbs, *chosen)):
            chosen |= {w for w in adverbs if w.i == at and len(w.subtree()) == 1}
            at += side
    return chosen


def _governors(verb: Word) -> Iterator[Word]:
    """Yield the verbs and adjectives above that share its subject, with nothing in between."""
    while verb.dep in {"xcomp", "acomp"} and verb.head.pos in {"VERB", "AUX", "ADJ"}:
        above = verb.head
        if above.i > verb.i or any(o.i < verb.i for o in above.all("dobj", "dative")):
            return
        yield above
        verb = above


def told_clause(verb: Word) -> Word | None:
    """Return the clause below a verb: no other that is over, "Peru paid; Chile said", ", and"."""
    stops = [p.i for p in verb.all("punct") if p.text in {";", ":"} and p.i < verb.i]
    below = [*verb.all("ccomp"), *verb.all("parataxis")]
    return next((c for c in below if c.i > verb.i or not _is_over(c, stops)), None)


def _is_over(inner: Word, stops: list[int]) -> bool:
    last = inner.subtree()[-1]
    return last.dep == "cc" or last.text in {";", ":"} or any(inner.i < stop for stop in stops)


def that_clause(noun: Word, verb: Word | None) -> Word | None:
    """Return the verb of "the claim that ..."; of the noun, or of the verb that lends it one.

    The parser takes some for relative clauses: "the rumor that Peru paid Chile".
    """
    lent = verb.all("ccomp") if verb else []
    for inner in [*noun.all("acl", "ccomp", "relcl"), *lent]:
        that = next((c for c in inner.children if c.lower == "that"), None)
        subject = inner.one("nsubj", "nsubjpass")
        others = [c for c in inner.all("dobj") if c is not that]
        relative = inner.dep == "relcl" and not others
        if that is not None and subject is not that and not relative:
            return inner
    return None


def own(subject: Word | None, verb: Word) -> set[int]:
    """Return the words of a subject, but of "Torres, who said ...", where it has all the rest."""
    below = subject.subtree() if subject else []
    return set() if verb in below else {w.i for w in below}


def phrase_of(noun: Word) -> list[Word]:
    """Return a noun phrase without what is told by the way: ", who ...", ", a critic, ..."."""
    words = noun.subtree()
    for top in (noun, *noun.all("conj"), *(o for p in noun.all("prep") for o in p.all("pobj"))):
        words = _without(top, words, ("relcl", "acl", "appos"))
    return words


def _without(noun: Word, words: list[Word], deps: tuple[str, ...]) -> list[Word]:
    """Leave out the children with these labels that stand behind a comma."""
    commas = {w.i for w in words if w.text == ","}
    for child in noun.all(*deps):
        below = child.subtree()
        if below[0].i - 1 in commas:
            gone = {w.i for w in below}
            words = [w for w in words if w.i not in gone]
    return words


def subject_of(verb: Word) -> Word | None:
    """Return who does it; of "released a statement saying" who released it."""
    return next(iter(clause(issuer(verb) or verb).agents), None)


def prepositions(verb: Word) -> Iterator[tuple[Word, Word]]:
    """Yield each preposition of a verb or of its particle, with what stands behind it."""
    for p in [*verb.all("prep"), *(p for a in verb.all("advmod", "prt") for p in a.all("prep"))]:
        below = p.one("pobj", "pcomp")
        if below is not None:
            yield p, below
    for inner in verb.all("advcl", "ccomp", "xcomp"):  # "called for Peru to pay"
        mark = next((m for m in inner.all("mark", "prep") if m.lower == "for"), None)
        if mark is not None and is_infinitive(inner):
            yield mark, inner


def gerund_below(verb: Word) -> Word | None:
    """Return the act of "ruled out paying", "opposes Peru paying"."""
    return next((c for c in verb.all("xcomp", "ccomp") if c.tag == "VBG" and c.i > verb.i), None)


def small_clause(verb: Word) -> Word | None:
    """Return what "called it a mistake" says of its object, together with it."""
    return next(
        (c for c in verb.all("ccomp", "xcomp", "oprd") if c.pos in {"NOUN", "ADJ", "PROPN"}), None
    )


def trimmed(words: Iterable[Word]) -> tuple[Word, ...]:
    """Sort the words, cut commas and full stops off both ends, keep quotation marks."""
    chosen = sorted(set(words), key=lambda w: w.i)
    while chosen and chosen[0].text in ",;:":
        chosen.pop(0)
    while chosen and chosen[-1].text in ".,;:":
        chosen.pop()
    return tuple(chosen)


MARKS = {'"': '"', "“": "”", "‘": "’", "'": "'", "``": "''"}
"""What opens a quotation, and what closes it."""


def with_closing_mark(parse: Parse, words: list[Word]) -> list[Word]:
    """Take in the mark right behind that closes one opened inside: 'a guard known as "Kruk"'."""
    after = parse.words[words[-1].i + 1 : words[-1].i + 2]
    opened = [w for w in words if w.text in {*MARKS, *MARKS.values()}]
    closes = after and len(opened) % 2 and after[0].text == MARKS.get(opened[-1].text)
    return [*words, *after] if closes else words
