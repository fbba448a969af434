"""The entities of one document in the making, and which word refers to which of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.extract.annotate import Parse, Word
from kg.extract.lexicon import Lexicon
from kg.extract.mentions import Name
from kg.extract.stretches import Stretch
from kg.gazetteer import Gazetteer, Row
from kg.model import UNATTRIBUTED, Dropped, Entity, Mention, MentionKind, Span
from kg.vocabulary import Vocabulary

_BEFORE = ("det", "amod", "compound", "poss", "nummod")


@dataclass(slots=True, eq=False)
class Draft:
    """An entity in the making; `heads` are the indexes of the words that head its mentions."""

    id: str
    type: str
    label: str
    aliases: set[str] = field(default_factory=set)
    mentions: dict[Span, MentionKind] = field(default_factory=dict)
    heads: list[int] = field(default_factory=list)
    count: int | None = None
    row: Row | None = None
    is_name: bool = False

    def finish(self) -> Entity:
        """Return the record, its mentions in the order of the text."""
        mentions = tuple(Mention(s, k) for s, k in sorted(self.mentions.items()))
        aliases = tuple(sorted(self.aliases - {self.label}))
        return Entity(self.id, self.type, self.label, mentions, aliases, self.count)


@dataclass(slots=True, eq=False)
class Cast:
    """The entities of one document, and which word refers to which of them.

    `named` are the words of names, `demonyms` those that name a people, with the country's id;
    `quoted` are the words in quotation marks, `stretches` the sentences in another's frame.
    """

    parse: Parse
    lexicon: Lexicon
    gazetteer: Gazetteer
    vocabulary: Vocabulary
    drafts: dict[str, Draft] = field(default_factory=dict)
    by_word: dict[int, str] = field(default_factory=dict)
    named: dict[int, Name] = field(default_factory=dict)
    demonyms: dict[int, str] = field(default_factory=dict)
    quoted: frozenset[int] = frozenset()
    stretches: tuple[Stretch, ...] = ()
    dropped: list[Dropped] = field(default_factory=list)
    minted: int = 0

    def mint(self, kind: str, label: str) -> Draft:
        """Make a new entity."""
        self.minted += 1
        draft = Draft(f"e{self.minted}", kind, label)
        self.drafts[draft.id] = draft
        return draft

    def mention(self, draft: Draft, words: list[Word], head: Word, kind: MentionKind) -> None:
        """Record that these words, headed by `head`, refer to the entity."""
        draft.mentions.setdefault(self.parse.span(words), kind)
        draft.heads.append(head.i)
        self.by_word[head.i] = draft.id

    def of(self, word: Word) -> Draft | None:
        """Return the entity that a word refers to, also through an apposition, or None."""
        found = self.by_word.get(word.i)
        if found is None:
            for other in word.all("appos"):
                found = found or self.by_word.get(other.i)
        return self.drafts[found] if found else None

    def drop(self, reason: str, rule: str, words: list[Word], among: Iterable[Draft] = ()) -> None:
        """Keep what was given up and why, and which entities it could have meant."""
        span = self.parse.span(words)
        labels = tuple(draft.label for draft in among)
        self.dropped.append(Dropped(reason, rule, span, self.parse.document.quote(span), labels))

    def is_a(self, draft: Draft, *kinds: str) -> bool:
        """Whether the entity's class is, or lies under, one of these."""
        return self.vocabulary.is_a(draft.type, *kinds)

    def unattributed(self) -> Draft:
        """Return the Group that stands for a speaker whom the text does not name."""
        for draft in self.drafts.values():
            if draft.label == UNATTRIBUTED and not draft.mentions:
                return draft
        return self.mint("Group", UNATTRIBUTED)

    def described(self, word: Word) -> Draft:
        """Return the Group known only by the phrase of a noun: "a survey", "the report".

        It can speak but fills no role: what it is, nobody knows.
        """
        before = [w for c in word.all(*_BEFORE) for w in c.subtree() if w.i < word.i]
        words = [*sorted(before, key=lambda w: w.i), word]
        label = self.parse.document.quote(self.parse.span(words))
        label = label if words[0].pos == "PROPN" else label[:1].lower() + label[1:]
        same = (d for d in self.drafts.values() if d.label == label and self.is_a(d, "Agent"))
        draft = next(same, None) or self.mint("Group", label)
        draft.mentions.setdefault(self.parse.span(words), "description")
        return draft
