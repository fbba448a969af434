"""Entities without a name: groups, "the army", "the facility", "he"; and when to abstain.

A link is made only when exactly one candidate is left; otherwise the words stay unlinked and the
reason is kept. Recency never decides.
"""

from __future__ import annotations

from kg.extract.annotate import Parse, Word
from kg.extract.cast import Cast, Draft
from kg.extract.mentions import Name
from kg.extract.parts import MARKS, with_closing_mark
from kg.extract.persons import HE_OR_SHE, people_meant

_DASHES = {"—", "–", "--"}
_RESTRICT = {"of", "in", "at", "near", "for", "from", "on", "with"}
_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
)  # fmt: skip
_QUANTIFIERS = {"many", "some", "several", "most", "few", "all", "various", "other", "numerous"}


def describe(cast: Cast) -> None:
    """Make groups and described people entities, then link descriptions and pronouns."""
    _groups(cast)
    _descriptions(cast)
    _pronouns(cast)


# ---------------------------------------------------------------- groups and unnamed people


def _groups(cast: Cast) -> None:
    for word in cast.parse.words:
        if word.i in cast.by_word or word.i in cast.named or word.pos != "NOUN":
            continue
        lemma, people = word.lemma.lower(), cast.lexicon.lists["people"]
        if word.dep == "compound" and word.head.lemma.lower() in people["person"]:
            continue  # "police officers" are one group
        plural = word.tag == "NNS" or lemma in {"people", "police", "staff"}
        if plural and (lemma in people["person"] or lemma in people["body"]):
            _mint_group(cast, word)
        elif word.dep not in {"compound", "attr", "appos"}:
            _one(cast, word, lemma)


def _one(cast: Cast, word: Word, lemma: str) -> None:
    """Make an entity of a single person or body known by description: "the army", "a girl"."""
    kind = cast.lexicon.heads.get(lemma)
    people = cast.lexicon.lists["people"]
    if kind in {"Government", "Legislature"}:
        _mint_described(cast, word, kind)
    elif lemma in people["collective"]:
        _mint_described(cast, word, "Group")
    elif lemma in people["person"]:
        _mint_described(cast, word, "Person")
    elif lemma in people["body"]:
        _mint_described(cast, word, "Group")


def _mint_group(cast: Cast, word: Word) -> None:
    words = phrase(cast.parse, word)
    if any(w.text in MARKS for w in words[1 : words.index(word)]):
        return  # 'called the strikers "thugs"'
    label = _label(cast, words)
    same = [d for d in cast.drafts.values() if d.label == label and d.type == "Group"]
    definite = word.one("det")
    if definite and definite.lower in {"the", "these", "those"} and " " not in label:
        same = same or [
            d
            for d in cast.drafts.values()
            if d.type == "Group" and d.heads and cast.parse.words[d.heads[0]].lemma == word.lemma
        ]
    elif " " not in label:
        same = []
    draft = same[0] if len(same) == 1 else cast.mint("Group", label)
    draft.count = _count(word.one("nummod")) or draft.count
    cast.mention(draft, words, word, "description")


def _mint_described(cast: Cast, word: Word, kind: str) -> None:
    """Make or find it: a second "the army" is the first, "the girl" is "a girl" before it."""
    article = word.one("det")
    words = phrase(cast.parse, word)
    definite = article is not None and article.lower in {"the", "this", "that"}
    called = _called(cast, word, kind) if kind == "Person" or definite else None
    if called is not None:
        cast.mention(called, [*([article] if article else []), *words], word, "description")
        return
    if article is None or (word.all("amod", "poss") and cast.by_word.get(word.i)):
        return
    if definite and len(words) == 1 and kind != "Person" and _named_before(cast, word):
        return  # "the council": one that has a name
    same = [
        d
        for d in cast.drafts.values()
        if definite and d.type == kind and not d.is_name and _head_lemma(cast, d) == word.lemma
    ]
    if len(same) > 1:
        cast.drop("several antecedents", "description", words, same)
        return
    start = "the" if definite else article.lower
    draft = same[0] if same else cast.mint(kind, f"{start} {_label(cast, words)}")
    cast.mention(draft, [article, *words], word, "description")


def _called(cast: Cast, noun: Word, kind: str) -> Draft | None:
    """Return whom a name names: "the author Ana Soto", "the mayor of Lima, Ana Soto, left"."""
    words, people = cast.parse.words, cast.lexicon.lists["people"]["person"]
    at, end = noun.i + 1, cast.parse.bounds[noun.sentence][1]
    if at < end and at not in cast.named:
        at = next((w.i + 1 for w in words[at:end] if w.text == ","), end)
        between = words[noun.i + 1 : at - 1]
        single = any(w.pos == "VERB" or (w.lemma in people and w.tag == "NN") for w in between)
        if single or (between and between[0].lower not in {"of", "for"}):
            return None
    name = cast.named.get(at)
    if name is None or name.first != at or name.last >= end:
        return None
    draft = next((cast.of(words[i]) for i in name.root if i in cast.by_word), None)
    fits = draft is not None and cast.is_a(draft, "Person" if kind == "Person" else "Organization")
    if not fits or not _is_apposed(cast, noun, name):
        return None
    above = noun.dep == "pobj" and any(w.lemma in people for w in noun.ancestors())
    return None if above else draft


def _is_apposed(cast: Cast, noun: Word, name: Name) -> bool:
    """Whether a name stands right behind a noun or in commas, under it, and in no list."""
    words = cast.parse.words
    mark, behind = words[name.last].text, words[name.last + 1 : name.last + 2]
    listed = any(w.lower in {"and", "or", "&"} or w.i in cast.named for w in behind)
    closed = mark in {".", ";"} or (mark == "," and not listed)
    under = {w.i for w in noun.subtree()}
    return (closed or name.first == noun.i + 1) and under.issuperset(name.root)


def _count(number: Word | None) -> int | None:
    """Return the whole number that a word states, in digits or as one word up to twenty."""
    if number is None:
        return None
    digits = number.text.replace(",", "")
    if digits.isascii() and digits.isdigit():
        return int(digits)
    return _NUMBERS.index(number.lower) + 1 if number.lower in _NUMBERS else None


def _named_before(cast: Cast, word: Word) -> bool:
    """Whether a body named before ends in this noun; then `_descriptions` links it, or nobody."""
    known = cast.lexicon.heads.get(word.lemma.lower())
    restricted = any(p.lower in _RESTRICT for p in word.all("prep")) or word.all("relcl")
    if known is None or restricted:
        return False
    return any(
        d.is_name and d.label.rsplit(" ", 1)[-1].lower() == word.lemma.lower()
        for d in _live(cast, word, "Organization")
    )


def _head_lemma(cast: Cast, draft: Draft) -> str:
    return cast.parse.words[draft.heads[0]].lemma if draft.heads else ""


def phrase(parse: Parse, noun: Word) -> list[Word]:
    """Return the noun with what stands before it and a restrictive participle right behind it."""
    before = [
        w
        for c in noun.children
        if c.i < noun.i and c.dep in {"amod", "compound", "nummod", "nmod", "quantmod"}
        for w in c.subtree()
    ]
    before += [c for c in noun.all("det") if c.lower in _QUANTIFIERS]
    chosen = [*before, noun]
    behind = noun.one("acl")
    if behind and behind.tag == "VBN" and behind.i == noun.i + 1 and len(behind.subtree()) <= 8:
        chosen += [w for w in behind.subtree() if w.pos != "PUNCT"]
    first, last = min(w.i for w in chosen), max(w.i for w in chosen)
    words = with_closing_mark(parse, list(parse.words[first : last + 1]))
    opened = sum(w.text in {*MARKS, *MARKS.values()} for w in words) % 2
    return [w for w in words if w.i <= noun.i] if opened else words


def _label(cast: Cast, words: list[Word]) -> str:
    span = cast.parse.span(words)
    text = " ".join(cast.parse.document.quote(span).split())
    first = words[0]
    starts = first.i == cast.parse.bounds[first.sentence][0]
    proper = (
        first.pos == "PROPN"
        or first.text.isupper()
        or cast.gazetteer.demonym(first.text) is not None
        or cast.lexicon.has("names", "nations", first.lower)
    )
    return text[:1].lower() + text[1:] if starts and not proper else text


# ---------------------------------------------------------------- descriptions and pronouns


def _descriptions(cast: Cast) -> None:
    for word in cast.parse.words:
        if word.i in cast.by_word or word.i in cast.named or word.pos != "NOUN":
            continue
        article = word.one("det")
        if article is None or article.lower not in {"the", "this", "that"} or word.tag != "NN":
            continue
        kind = cast.lexicon.heads.get(word.lemma.lower())
        renamed = any(c.pos == "PROPN" for c in word.all("appos"))
        if kind is None or renamed or word.all("compound", "poss", "nmod"):
            continue
        words = [article, *[c for c in word.children if article.i < c.i < word.i], word]
        target = _antecedent(cast, word, kind)
        if target:
            cast.mention(target, words, word, "description")


def _antecedent(cast: Cast, word: Word, kind: str) -> Draft | None:
    if kind == "Country":
        return _country_here(cast, word)
    apart = any(w.text in _DASHES for w in cast.parse.words[word.i + 1 : word.i + 2])
    clause = word.one("relcl") and not apart  # "This prison - the fullest there is - has ..."
    if word.one("amod") or clause or any(p.lower in _RESTRICT for p in word.all("prep")):
        return None
    if cast.vocabulary.is_a(kind, "Facility"):
        live = _live(cast, word, "Facility")
    else:
        live = [
            d
            for d in _live(cast, word, "Organization")
            if d.label.rsplit(" ", 1)[-1].lower() == word.lemma.lower()
        ]
    if len(live) > 1:
        cast.drop("several antecedents", "description", [word], live)
    return live[0] if len(live) == 1 else None


def _country_here(cast: Cast, word: Word) -> Draft | None:
    """Return the only country named in the sentence, if that is its subject."""
    first, last = cast.parse.bounds[word.sentence]
    here = {
        cast.by_word[i]: i
        for i in range(first, last)
        if i in cast.by_word and cast.is_a(cast.drafts[cast.by_word[i]], "Country")
    }
    if len(here) != 1:
        return None
    (only, at), *_ = here.items()
    subject = cast.parse.words[at].dep in {"nsubj", "nsubjpass", "poss"} and at < word.i
    return cast.drafts[only] if subject else None


def _live(cast: Cast, word: Word, kind: str) -> list[Draft]:
    """Return the entities of a class that were named before the word, in order of mention."""
    return [
        d for d in cast.drafts.values() if cast.is_a(d, kind) and d.heads and min(d.heads) < word.i
    ]


def _pronouns(cast: Cast) -> None:
    for word in cast.parse.words:
        if word.tag not in {"PRP", "PRP$"} or word.i in cast.by_word:
            continue
        if word.lower in HE_OR_SHE:
            live = people_meant(cast, word)
        elif word.lower in {"it", "its"} and not _expletive(word):
            live = _things_here(cast, word)
        else:
            continue
        if len(live) == 1:
            cast.mention(live[0], [word], word, "pronoun")
        elif live:
            cast.drop("several antecedents", "pronoun", [word], live)


def _expletive(word: Word) -> bool:
    verb = word.head
    return word.dep == "nsubj" and verb.lemma in {"be", "remain", "seem", "appear"}


def _things_here(cast: Cast, word: Word) -> list[Draft]:
    """Return what "it" or "its" may mean within its own sentence: a country, body or facility.

    "Its" may reach the subject of the sentence; "it" only the single noun before it.
    """
    first = cast.parse.bounds[word.sentence][0]
    before = cast.parse.words[first : word.i]
    nouns = [w for w in before if w.tag in {"NN", "NNP", "NNPS"} and w.dep in _ARGUMENTS]
    if word.lower == "its":
        nouns = [w for w in nouns if w.i in cast.by_word]
    things = ("GeopoliticalEntity", "Organization", "Facility")
    found = {cast.by_word[w.i]: w for w in nouns if w.i in cast.by_word}
    if len(found) != 1 or any(w.i not in cast.by_word for w in nouns):
        return []
    ((only, noun),) = found.items()
    if word.lower == "its" and noun.dep not in {"nsubj", "nsubjpass"}:
        return []
    return [cast.drafts[only]] if cast.is_a(cast.drafts[only], *things) else []


_ARGUMENTS = {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "attr", "dative", "poss"}
