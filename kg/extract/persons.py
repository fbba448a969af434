"""Whom "he" and "she" mean: the only person live, or the one whom the text goes on about.

Where several people are live, the subject that a text is about stays its topic; a rival in the
same sentence, as subject, as object or beside it, leaves it open. Recency never decides.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.annotate import Word
from kg.extract.cast import Cast, Draft
from kg.extract.people import gender_of_name
from kg.extract.pronouns import GENDER, excluded

HE_OR_SHE = {word: gender for word, gender in GENDER.items() if gender != "thing"}
UNNAMED = {"male": "he", "female": "she"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_MODIFY = {"poss", "appos", "compound", "nmod", "amod", "attr", "npadvmod", "oprd"}
_TITLES = {"Mr.": "male", "Mr": "male", "Mrs.": "female", "Ms.": "female", "Mrs": "female",
           "Ms": "female", "Miss": "female", "Sir": "male", "Lady": "female"}  # fmt: skip
_REACH = 2
"""Sentences before its own in which a pronoun looks for its person."""


def people_meant(cast: Cast, pronoun: Word) -> list[Draft]:
    """Return the one person whom "he" or "she" means, or all whom it may mean.

    In a text that speaks of nobody before it, "he" is a person of its own. A given name only
    speaks against: "she" is not Leo, but nor is she the one woman who is left.
    """
    found = _meant(cast, pronoun)
    said = gender_of_name(cast.lexicon, found[0].label) if len(found) == 1 else None
    return found if said in {None, HE_OR_SHE[pronoun.lower]} else []


def _meant(cast: Cast, pronoun: Word) -> list[Draft]:
    before = cast.parse.words[pronoun.i - 1] if pronoun.i else pronoun
    if pronoun.lower.endswith("self") and before.i in cast.named:
        own = cast.of(before)  # "Ana Soto herself"
        return [own] if own and own.type == "Person" else []
    beside = _beside(cast, pronoun)
    if beside is None and _is_of_another(cast, pronoun):
        return []
    live = [beside] if beside else _near(cast, pronoun)
    if not live:
        ahead = _ahead(cast, pronoun)
        return [ahead] if ahead else _unnamed(cast, pronoun)
    if len(live) == 1:
        wrong = _says(cast, pronoun, live[0]) or _is_rivalled(cast, pronoun, live[0])
        return [] if wrong else live
    chosen = _topic(cast, pronoun, live)
    sure = [d for d in live if gender_of(cast, d) is not None]
    if chosen and sure and chosen not in sure:
        return live  # "as James did for her husband", where she is spoken of
    return [chosen] if chosen else live


def _is_of_another(cast: Cast, pronoun: Word) -> bool:
    """Whether its clause is about somebody unnamed: "an aide watched from her home"."""
    verb = next((w for w in pronoun.ancestors() if w.one(*_SUBJECTS)), None)
    subject = verb.one(*_SUBJECTS) if verb else None
    if subject is None or subject.i > pronoun.i or subject.tag != "NN":
        return False
    unknown = subject.i not in cast.by_word and subject.i not in cast.named
    person = subject.lemma.lower() in cast.lexicon.lists["people"]["person"]
    opened = subject.one("det")
    return unknown and person and opened is not None and opened.lower in {"a", "an", "another"}


def _near(cast: Cast, pronoun: Word) -> list[Draft]:
    """Return the people mentioned close before it who agree with it and whom syntax allows.

    Whom only the words in a quotation name is spoken of there: '"Juan Rey is weak," he said.'
    """
    start = cast.parse.bounds[max(0, pronoun.sentence - _REACH)][0]
    hidden = frozenset() if pronoun.i in cast.quoted else cast.quoted
    found = [
        (d, [h for h in d.heads if start <= h < pronoun.i and h not in hidden])
        for d in cast.drafts.values()
        if d.type == "Person"
    ]
    return [
        d
        for d, heads in found
        if heads
        and not any(excluded(pronoun, cast.parse.words[h]) for h in heads)
        and gender_of(cast, d) in {None, HE_OR_SHE[pronoun.lower]}
    ]


def _says(cast: Cast, pronoun: Word, draft: Draft) -> bool:
    """Whether it stands in what that person is quoted to say: 'Ana Soto said: "She was kind."'."""
    if not _is_quoted(cast, pronoun):
        return False
    words, at = cast.parse.words, pronoun.i
    while at and words[at].text not in {"“", '"', "``"}:
        at -= 1
    first = cast.parse.bounds[words[max(0, at - 1)].sentence][0]
    heads = (words[h] for h in draft.heads if first <= h < at)
    said = cast.lexicon.lists["reporting"]["say"]
    return any(h.dep in _SUBJECTS and h.head.lemma in said for h in heads)


def _is_rivalled(cast: Cast, pronoun: Word, draft: Draft) -> bool:
    """Whether a "she" close before means another than the one woman named: she came too late.

    "In 1959 she married Ana Soto. In 1974 she", 'Ana Soto said: "She taught us." In 1994 she'.
    """
    start = cast.parse.bounds[max(0, pronoun.sentence - _REACH)][0]
    near = cast.parse.words[start : pronoun.i]
    named = [w for w in near if w.i in draft.heads]
    leads = any(w.dep in _SUBJECTS or w.sentence == pronoun.sentence for w in named)
    goes_on = cast.lexicon.has("reporting", "say", pronoun.head.lemma)
    for other in near:
        if HE_OR_SHE.get(other.lower) != HE_OR_SHE[pronoun.lower] or other.i in draft.heads:
            continue
        if other.i < min(draft.heads) and not leads:
            return True
        if leads and not goes_on and _says(cast, other, draft) and not _is_quoted(cast, pronoun):
            return True
    return False


def gender_of(cast: Cast, draft: Draft) -> str | None:
    """Return what the nouns, titles and pronouns that mean a person say of their gender."""
    people = cast.lexicon.lists["people"]
    for i in draft.heads:
        head = cast.parse.words[i]
        if head.lower in HE_OR_SHE:
            return HE_OR_SHE[head.lower]
        nouns = [
            head,
            *head.all("appos", "compound"),
            *([head.head] if head.dep == "appos" else []),
        ]
        for word in nouns:
            lemma = word.lemma.lower()
            gender = next((g for g in ("female", "male") if lemma in people[g]), None)
            if gender or word.text in _TITLES:
                return gender or _TITLES[word.text]
    return None


def _ahead(cast: Cast, pronoun: Word) -> Draft | None:
    """Return the subject behind a phrase in front of it: "In his speech, Ana Soto's son said"."""
    root = next((w for w in pronoun.ancestors() if w.head is w), pronoun)
    subject = root.one(*_SUBJECTS)
    draft = cast.drafts.get(cast.by_word.get(subject.i, "")) if subject else None
    if draft is None or subject is None or subject.i < pronoun.i or pronoun.tag != "PRP$":
        return None
    fits = draft.type == "Person" and subject not in pronoun.ancestors()
    return draft if fits and gender_of(cast, draft) in {None, HE_OR_SHE[pronoun.lower]} else None


def _unnamed(cast: Cast, pronoun: Word) -> list[Draft]:
    people = [d for d in cast.drafts.values() if d.type == "Person"]
    label = UNNAMED[HE_OR_SHE[pronoun.lower]]
    known = [d for d in people if d.label not in HE_OR_SHE and d.heads]
    if any(min(d.heads) < pronoun.i for d in known):
        return []
    same = [d for d in people if d.label == label and not d.is_name]
    return same or [cast.mint("Person", label)]


def _beside(cast: Cast, pronoun: Word) -> Draft | None:
    """Return Ana of "Ana and her son"."""
    noun = pronoun.head
    if pronoun.tag != "PRP$" or noun.dep != "conj":
        return None
    draft = cast.drafts.get(cast.by_word.get(noun.head.i, ""))
    return draft if draft and draft.type == "Person" else None


def _topic(cast: Cast, pronoun: Word, live: list[Draft]) -> Draft | None:
    """Return the only subject of the last sentence with one of them, if it has no rival there."""
    if _is_quoted(cast, pronoun) or pronoun.lower.endswith("self"):
        return None
    for number in range(pronoun.sentence, max(-1, pronoun.sentence - _REACH - 1), -1):
        first, last = cast.parse.bounds[number]
        end = min(last, pronoun.i)
        here = [(cast.parse.words[h], d) for d in live for h in d.heads if first <= h < end]
        if here:
            return _only_subject(here)
    return None


def _only_subject(here: Iterable[tuple[Word, Draft]]) -> Draft | None:
    leading = {d.id: d for w, d in here if w.dep in _SUBJECTS}
    rivals = {d.id for w, d in here if not _modifies(w)}
    return next(iter(leading.values())) if len(leading) == 1 and rivals <= set(leading) else None


def _modifies(word: Word) -> bool:
    """Whether it is but part of a phrase about another: "his son Leo", "the sister of Ana"."""
    while word.dep == "conj":
        word = word.head
    of_noun = word.dep == "pobj" and word.head.head.pos in {"NOUN", "PROPN"}
    return word.dep in _MODIFY or of_noun


def _is_quoted(cast: Cast, pronoun: Word) -> bool:
    """Whether it stands in quotation marks: then the topic of the narrator is not the speaker's."""
    first, _ = cast.parse.bounds[max(0, pronoun.sentence - 1)]  # a mark may end it: 'said: “'
    before = [w.text for w in cast.parse.words[first : pronoun.i]]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1
