"""Which of several phrases a pronoun most likely takes up: agreement first, then salience."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.extract.annotate import Word
from kg.extract.cast import Cast, Draft

GENDER = {
    **dict.fromkeys(("he", "him", "his", "himself"), "male"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "female"),
    **dict.fromkeys(("it", "its", "itself"), "thing"),
}
PLURAL = {"they", "them", "their", "theirs", "themselves"}
SPEAKERS = {
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "one"),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), "many"),
}
_REFLEXIVE = {"himself", "herself", "itself", "themselves"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_MALE, _FEMALE = {"Mr.", "Mr", "Sir", "Lord"}, {"Mrs.", "Ms.", "Mrs", "Ms", "Miss", "Lady"}
_BODIES = ("Organization", "Group", "GeopoliticalEntity")


@dataclass(slots=True)
class Traits:
    """What the phrases of one thing tell of it; None: nothing yet.

    `is_person` and `gender` ("male", "female"), `is_plural` for several, `is_body` for what is one
    and many: a team, a company, a country.
    """

    is_person: bool | None = None
    gender: str | None = None
    is_plural: bool = False
    is_body: bool = False
    size: int = 0

    def learn(self, cast: Cast, head: Word, draft: Draft | None) -> None:
        """Take in one more phrase, by its head."""
        self.size += 1
        if head.tag in {"PRP", "PRP$"}:
            self._learn_pronoun(head.lower)
            return
        people, lemma = cast.lexicon.lists["people"], head.lemma.lower()
        if draft is not None:
            self.is_person = cast.is_a(draft, "Person") or lemma in people["person"]
            self.is_body = cast.is_a(draft, *_BODIES)
        elif self.is_person is None and head.pos == "NOUN":
            self.is_person = lemma in people["person"] or lemma in people["female"] | people["male"]
            self.is_body = lemma in people["collective"] | people["body"]
        before = cast.parse.words[head.i - 1].text if head.i else ""
        for gender, titles in (("male", _MALE), ("female", _FEMALE)):
            if lemma in people[gender] or before in titles:
                self.gender = self.gender or gender
        self.is_plural = self.is_plural or head.tag in {"NNS"} or lemma in {"people", "police"}

    def _learn_pronoun(self, pronoun: str) -> None:
        gender = GENDER.get(pronoun)
        if gender in {"male", "female"}:
            self.gender, self.is_person = self.gender or gender, True

    def fit(self, pronoun: str) -> bool:
        """Whether the pronoun may mean this.

        >>> Traits(is_person=True, gender="female").fit("he"), Traits(is_plural=True).fit("they")
        (False, True)
        """
        if pronoun in PLURAL:
            return self.is_plural or self.is_body
        if GENDER.get(pronoun) == "thing":
            return not self.is_person and not self.is_plural
        return (
            bool(self.is_person) and not self.is_plural and self.gender in {None, GENDER[pronoun]}
        )


def antecedent(pronoun: Word, near: Iterable[tuple[Word, Traits]]) -> Word | None:
    """Return the head of the most salient phrase before a pronoun that agrees with it, or None.

    `near` are the heads of phrases before it. A subject, a name often spoken of and a close phrase
    count for more; the object of a verb is never its subject but by a reflexive. "It" means too
    much: of 19 times in ten news articles of GUM the most salient phrase was right twice.
    """
    if (pronoun.lower not in GENDER and pronoun.lower not in PLURAL) or pronoun.lower == "it":
        return None
    fitting = [
        (_salience(pronoun, head, traits), head.i, head)
        for head, traits in near
        if traits.fit(pronoun.lower) and not excluded(pronoun, head)
    ]
    return max(fitting, key=lambda f: f[:2])[2] if fitting else None


def _salience(pronoun: Word, head: Word, traits: Traits) -> float:
    score = -1.5 * (pronoun.sentence - head.sentence) + min(traits.size, 6) * 0.2
    score += 1.5 if head.dep in _SUBJECTS else 0.0
    score += 0.5 if head.dep == "dobj" else 0.0
    score += 0.7 if head.tag in {"PRP", "PRP$"} else 0.0
    score -= 0.7 if head.dep in {"poss", "compound", "nmod"} and head.pos != "PRON" else 0.0
    return score


def excluded(pronoun: Word, head: Word) -> bool:
    """Whether syntax forbids it: "she saw her", "the box that holds it"."""
    if head in pronoun.ancestors():
        return True
    same = pronoun.head is head.head and head.dep in _SUBJECTS
    return same and pronoun.tag == "PRP" and pronoun.lower not in _REFLEXIVE
