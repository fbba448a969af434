"""What a text speaks of, by the phrases that mean it: for reading on, never for facts.

Facts rest on the entities of the cast alone, which abstains where two antecedents are live. Here
each noun phrase and pronoun counts, and of several antecedents the most salient is taken: a
cluster may be wrong, therefore no claim may use it and the graph does not keep it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.extract.annotate import Word
from kg.extract.cast import Cast, Draft
from kg.extract.pronouns import SPEAKERS, Traits, antecedent
from kg.extract.speech import Speakers
from kg.model import Entity, Mention, MentionKind, Referent

_DEFINITE = {"the", "this", "that", "these", "those"}
_MODIFIERS = {"compound", "amod", "nmod", "nn", "quantmod", "nummod"}
_NO_THING = {"cc", "conj", "preconj", "punct", "advcl", "cop", "nsubj", "aux", "mark", "neg"}
_BEHIND_NAMES = {"case", "appos", "relcl", "prep"}
_REACH = 3  # sentences that a pronoun looks back
_DAYS = {"yesterday", "today", "tomorrow", "tonight"}
_LEADING = {"ADP", "PUNCT", "CCONJ", "SCONJ", "SPACE"}


@dataclass(slots=True, eq=False)
class Cluster:
    """Phrases that mean one thing; `draft` is the entity of the cast, if it is one."""

    draft: Draft | None = None
    heads: list[Word] = field(default_factory=list)
    found: list[Mention] = field(default_factory=list)
    traits: Traits = field(default_factory=Traits)


def referents(
    cast: Cast, speakers: Speakers, entities: Iterable[Entity] = ()
) -> tuple[Referent, ...]:
    """Return all that the text speaks of, in its order; a cluster may be one phrase.

    The mentions of `entities`, the drafts that became records, are not repeated.
    """
    reading = _Reading(cast, speakers)
    for word in cast.parse.words:
        reading.take(word)
    return tuple(_finish(cast, reading.clusters, list(entities)))


def _finish(cast: Cast, clusters: list[Cluster], entities: list[Entity]) -> Iterator[Referent]:
    kept, number = {e.id for e in entities}, 0
    taken = {m.span for e in entities for m in e.mentions}
    for cluster in clusters:
        is_kept = cluster.draft is not None and cluster.draft.id in kept
        if is_kept and len({h.i for h in cluster.heads}) == 1:
            continue  # the whole phrase around its one name is no second mention
        fresh = {m.span: m for m in cluster.found if m.span not in taken}
        taken.update(fresh)
        if fresh:
            number += 1
            label = " ".join(cast.parse.document.quote(cluster.found[0].span).split())
            ident = cluster.draft.id if cluster.draft and is_kept else None
            yield Referent(f"r{number}", ident, label, tuple(fresh[s] for s in sorted(fresh)))


class _Reading:
    """Takes the words of a text in their order; `clusters` grows, the newest mention decides."""

    def __init__(self, cast: Cast, speakers: Speakers) -> None:
        self.cast, self.speakers = cast, speakers
        self.clusters: list[Cluster] = []
        self._of_draft: dict[str, Cluster] = {}
        self._of_text: dict[str, Cluster] = {}
        self._of_noun: dict[str, list[Cluster]] = {}
        self._we: dict[str, Cluster] = {}
        self._order: list[tuple[Word, Cluster]] = []

    def take(self, word: Word) -> None:
        """Place a word's phrase in a cluster, if it heads one."""
        if word.tag in {"PRP", "PRP$"}:
            self._pronoun(word)
        elif _heads_phrase(word):
            self._noun(word)

    # ------------------------------------------------------------ nouns

    def _noun(self, word: Word) -> None:
        draft = self._draft(word)
        cluster = self._cluster_of(draft) if draft else self._same_thing(word)
        kind = self._kind(word, draft)
        self._put(cluster, word, extent(word, is_name=kind == "phrase"), kind)
        if cluster not in self._of_noun.setdefault(word.lemma.lower(), []):
            self._of_noun[word.lemma.lower()].append(cluster)
        if word.pos == "PROPN":
            self._of_text.setdefault(self._text(word), cluster)
            if draft is not None and draft.is_name:
                self._of_text.setdefault(draft.label, cluster)
            self._of_text.setdefault(word.text, cluster)

    def _kind(self, word: Word, draft: Draft | None) -> MentionKind:
        dated = self.cast.lexicon.has("time", "months", word.text) and word.one("nummod")
        if dated or (word.pos != "PROPN" and word.i not in self.cast.named):
            return "description"
        return "phrase" if draft else "name"

    def _draft(self, word: Word) -> Draft | None:
        found = self.cast.by_word.get(word.i)
        return self.cast.drafts.get(found) if found else None

    def _cluster_of(self, draft: Draft) -> Cluster:
        if draft.id not in self._of_draft:
            same = self._of_text.get(draft.label) if draft.is_name else None
            cluster = same if same and same.draft is None else self._new()
            cluster.draft = draft
            self._of_draft[draft.id] = cluster
        return self._of_draft[draft.id]

    def _new(self) -> Cluster:
        self.clusters.append(Cluster())
        return self.clusters[-1]

    def _text(self, word: Word) -> str:
        words = [w for w in word.subtree() if w.i <= word.i and w.dep in {"compound", "nmod"}]
        return " ".join(w.text for w in [*words, word])

    def _same_thing(self, word: Word) -> Cluster:
        """Return the cluster that a name or a definite noun takes up again, else a new one."""
        if word.pos == "PROPN":
            return self._of_text.get(self._text(word)) or self._new()
        if not _takes_up(word):
            return self._new()
        own = _modifiers(word)
        for cluster in reversed(self._of_noun.get(word.lemma.lower(), [])):
            before = [h for h in cluster.heads if h.lemma.lower() == word.lemma.lower()]
            number = any((h.tag == "NNS") == (word.tag == "NNS") for h in before)
            if number and any(own <= _modifiers(h) for h in before):
                return cluster
        return self._new()

    # ------------------------------------------------------------ pronouns

    def _pronoun(self, word: Word) -> None:
        cluster = self._meant(word)
        if cluster is not None:
            self._put(cluster, word, [word], "pronoun")

    def _meant(self, word: Word) -> Cluster | None:
        if word.lower in SPEAKERS:
            return self._speaker(word)
        draft = self._draft(word)
        if draft is not None and any(k != "pronoun" for k in draft.mentions.values()):
            return self._cluster_of(draft)
        start = self.cast.parse.bounds[max(0, word.sentence - _REACH)][0]
        near = {}
        for head, cluster in reversed(self._order):
            if head.i < start:
                break
            near[head] = cluster
        chosen = antecedent(word, [(h, c.traits) for h, c in near.items() if h.i < word.i])
        return near[chosen] if chosen else None

    def _speaker(self, word: Word) -> Cluster | None:
        """Return who says "I", or the group for which "we" is said."""
        speech = self.speakers.of(word)
        known = speech is not None and bool(speech.source) and word.i in self.speakers.quoted
        who = speech.speaker if speech is not None and known else None
        if SPEAKERS[word.lower] == "one":
            return self._cluster_of(who) if who is not None and who.mentions else None
        key = who.id if who else ""
        if key not in self._we:
            self._we[key] = self._new()
        return self._we[key]

    def _put(self, cluster: Cluster, head: Word, words: list[Word], kind: MentionKind) -> None:
        cluster.heads.append(head)
        self._order.append((head, cluster))
        cluster.traits.learn(self.cast, head, cluster.draft)
        cluster.found.append(Mention(self.cast.parse.span(words), kind))


# ---------------------------------------------------------------- phrases


def extent(head: Word, *, is_name: bool = False) -> list[Word]:
    """Return the whole noun phrase of a noun: articles, modifiers, clauses, and a possessive's 's.

    What is coordinated with it is left out, and the marks at its ends. What stands behind a name is
    rarely of it, but for a renaming or restricting phrase.
    """
    words = [head]
    for child in head.children:
        stray = is_name and child.i > head.i and child.dep not in _BEHIND_NAMES
        if child.dep not in _NO_THING and not stray:
            words += child.subtree()
    words.sort(key=lambda w: w.i)
    while words and words[0] is not head and words[0].pos in _LEADING and not _counts(words[0]):
        words.pop(0)
    while words[-1] is not head and (words[-1].pos == "PUNCT" and words[-1].text not in "”\"'’)"):
        words.pop()
    return words


def _counts(word: Word) -> bool:
    """Whether it is of a number: "over 700 migrants", "about 2 million voters"."""
    return word.dep == "quantmod" or (word.dep == "advmod" and word.head.pos == "NUM")


def _heads_phrase(word: Word) -> bool:
    if word.dep == "pobj" and word.pos == "NUM" and len(word.text) == 4 and word.text.isdigit():
        return True  # "in 2010"
    if word.pos not in {"NOUN", "PROPN"} or word.tag in {"IN", "CC"} or not word.text[0].isalnum():
        return False
    if word.pos == "PROPN" and word.dep in _MODIFIERS and word.head.pos == "PROPN":
        return False
    if word.pos == "NOUN" and word.dep in _MODIFIERS | {"npadvmod"}:
        return word.dep == "npadvmod" and (bool(word.one("det", "amod")) or word.lower in _DAYS)
    return True


def _modifiers(noun: Word) -> set[str]:
    kept = [w for w in noun.all(*_MODIFIERS, "poss") if w.tag not in {"PRP$", "CD"}]
    kept += [o for p in noun.all("prep") for o in p.all("pobj")]
    return {w.lemma.lower() for w in kept}


def _takes_up(noun: Word) -> bool:
    article = noun.one("det", "poss")
    if article is None:
        return False
    return article.lower in _DEFINITE or article.dep == "poss"
