"""Who is who within one document: names, descriptions and pronouns to entities.

A link is made only when exactly one candidate is left; otherwise the words stay unlinked and the
reason is kept. Recency never decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.extract.annotate import Parse, Word
from kg.extract.lexicon import Lexicon
from kg.extract.mentions import Name, demonyms, names
from kg.gazetteer import Gazetteer, Row
from kg.model import UNATTRIBUTED, Dropped, Entity, Mention, MentionKind, Span
from kg.vocabulary import Vocabulary

_PLACES = ("AdministrativeArea", "City", "Place")
_RESTRICT = {"of", "in", "at", "near", "for", "from", "on", "with"}
_QUANTIFIERS = {"many", "some", "several", "most", "few", "all", "various", "other", "numerous"}


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
    """The entities of one document, and which word refers to which of them."""

    parse: Parse
    lexicon: Lexicon
    gazetteer: Gazetteer
    vocabulary: Vocabulary
    drafts: dict[str, Draft] = field(default_factory=dict)
    by_word: dict[int, str] = field(default_factory=dict)
    named: dict[int, Name] = field(default_factory=dict)
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

    def drop(self, reason: str, rule: str, words: list[Word]) -> None:
        """Keep what was given up and why."""
        span = self.parse.span(words)
        self.dropped.append(Dropped(reason, rule, span, self.parse.document.quote(span)))

    def is_a(self, draft: Draft, *kinds: str) -> bool:
        """Whether the entity's class is, or lies under, one of these."""
        return self.vocabulary.is_a(draft.type, *kinds)

    def unattributed(self) -> Draft:
        """Return the Group that stands for a speaker whom the text does not name."""
        for draft in self.drafts.values():
            if draft.label == UNATTRIBUTED and not draft.mentions:
                return draft
        return self.mint("Group", UNATTRIBUTED)


def consolidate(
    parse: Parse, gazetteer: Gazetteer, lexicon: Lexicon, vocabulary: Vocabulary
) -> Cast:
    """Return the entities of a text with the words that refer to them."""
    cast = Cast(parse, lexicon, gazetteer, vocabulary)
    found = names(parse, gazetteer, lexicon)
    found = sorted([*found, *_surnames(parse, found)], key=lambda n: n.first)
    for name in found:
        cast.named.update(dict.fromkeys(name.root, name))
    _cluster(cast, found)
    for word, row in demonyms(parse, gazetteer, set(cast.named)):
        _mention_demonym(cast, word, row)
    _bodies_of_countries(cast)
    _groups(cast)
    _descriptions(cast)
    _pronouns(cast)
    return cast


# ---------------------------------------------------------------- names


def _cluster(cast: Cast, found: list[Name]) -> None:
    clusters: dict[str, list[Name]] = {}
    texts = {id(n): _text(cast, n) for n in found}
    full = _full_names([(n, texts[id(n)]) for n in found])
    for name in found:
        text = texts[id(name)]
        key = name.row.name if name.row else full.get(text, text)
        clusters.setdefault(key, []).append(name)
    for key, those in _join_acronyms(clusters).items():
        kind = _type_of(cast, key, those)
        if kind is None:
            for name in those:
                cast.drop("no class for this name", "name", list(_words(cast, name)))
            continue
        draft = cast.mint(kind, key)
        draft.is_name = True
        draft.row = next((n.row for n in those if n.row), None)
        draft.aliases.update(texts[id(n)] for n in those)
        for name in those:
            words = _words(cast, name)
            cast.mention(draft, _with_title(cast, name), _head(words), "name")


def _text(cast: Cast, name: Name) -> str:
    return " ".join(cast.parse.text(name.first, name.last).split()).removeprefix("The ")


def _words(cast: Cast, name: Name) -> list[Word]:
    return list(cast.parse.words[name.first : name.last])


def _with_title(cast: Cast, name: Name) -> list[Word]:
    first = name.title[0] if name.title else name.first
    return list(cast.parse.words[first : name.last])


def _head(words: list[Word]) -> Word:
    inside = {w.i for w in words}
    return next((w for w in reversed(words) if w.head.i not in inside or w.head is w), words[-1])


def _full_names(found: list[tuple[Name, str]]) -> dict[str, str]:
    """Map a bare surname to the one full name of a person that ends in it."""
    people = dict.fromkeys(t for n, t in found if n.type == "Person" and " " in t)
    last = Counter(t.rsplit(" ", 1)[1] for t in people)
    return {t.rsplit(" ", 1)[1]: t for t in people if last[t.rsplit(" ", 1)[1]] == 1}


def _surnames(parse: Parse, found: list[Name]) -> Iterator[Name]:
    """Yield the bare surnames that the tagger missed, of people whom the text names in full."""
    taken = {i for n in found for i in n.root}
    people = [n for n in found if n.type == "Person" and n.last - n.first > 1]
    last = {parse.words[n.last - 1].text for n in people}
    for word in parse.words:
        if word.i not in taken and word.text in last and word.tag.startswith("NN"):
            yield Name(word.i, word.i + 1, "Person", "surname")


def _join_acronyms(clusters: dict[str, list[Name]]) -> dict[str, list[Name]]:
    long_forms: dict[str, list[str]] = {}
    for key in clusters:
        initials = "".join(w[0] for w in key.split() if w[:1].isupper())
        if len(initials) >= 3:
            long_forms.setdefault(initials, []).append(key)
    joined: dict[str, list[Name]] = {}
    for key, those in clusters.items():
        target = long_forms.get(key, [])
        joined.setdefault(target[0] if len(target) == 1 else key, []).extend(those)
    return joined


def _type_of(cast: Cast, key: str, those: list[Name]) -> str | None:
    """Return the class of a name: gazetteer, else what its contexts say, else the tagger's vote."""
    row = next((n.row for n in those if n.row), None)
    if row:
        return row.type
    if " " in key and any(n.type == "Person" for n in those):
        return "Person"
    said = [k for n in those for k in _contexts(cast, n)]
    votes = Counter(n.type for n in those if n.type)
    if said:
        return _most_specific(cast, said)
    if votes:
        return max(sorted(votes), key=lambda k: votes[k])
    return "Organization" if any(_acts(cast, n) for n in those) else None


def _contexts(cast: Cast, name: Name) -> Iterator[str]:
    """Yield the classes that the words around a name give it."""
    words, heads = cast.parse.words, cast.lexicon.heads
    last = words[name.last - 1]
    if name.last - name.first > 1 and last.lower in heads:
        yield heads[last.lower]
    head = _head(_words(cast, name))
    if head.dep == "pobj" and head.head.lower in {"as", "like", "including"}:
        yield from _kind(heads, head.head.head)
    if head.dep == "pobj" and head.head.lower == "of" and head.head.head.lower in heads:
        kind = heads[head.head.head.lower]
        if kind in _PLACES and cast.vocabulary.is_a(name.type or "Place", "Place"):
            yield kind
    noun = _apposed(words, name.last)
    if noun:
        yield from _kind(heads, noun)


def _kind(heads: dict[str, str] | object, word: Word) -> Iterator[str]:
    if isinstance(heads, dict) and word.lemma.lower() in heads:
        yield heads[word.lemma.lower()]


def _apposed(words: tuple[Word, ...], after: int) -> Word | None:
    """Return the head noun of ", the ... noun" right behind a name."""
    if after + 1 >= len(words) or words[after].text != "," or words[after + 1].pos != "DET":
        return None
    noun = None
    for word in words[after + 2 : after + 10]:
        if word.pos not in {"NOUN", "ADJ", "PROPN", "PUNCT", "PART", "ADV"} or word.text in ",.;":
            break
        noun = word if word.pos == "NOUN" else noun
    return noun


def _most_specific(cast: Cast, kinds: list[str]) -> str:
    votes = Counter(kinds)
    deepest = max(len(cast.vocabulary.above(k)) for k in votes)
    best = [k for k in sorted(votes) if len(cast.vocabulary.above(k)) == deepest]
    return max(best, key=lambda k: votes[k])


def _acts(cast: Cast, name: Name) -> bool:
    """Whether a name says or thinks something: then it is at least an organization."""
    head = _head(_words(cast, name))
    verb = head.head.lemma
    return head.dep == "nsubj" and cast.lexicon.which("reporting", verb) is not None


def _mention_demonym(cast: Cast, word: Word, row: Row) -> None:
    draft = next((d for d in cast.drafts.values() if d.row == row), None)
    if draft is None:
        draft = cast.mint(row.type, row.name)
        draft.row = row
    draft.mentions.setdefault(cast.parse.span([word]), "demonym")


# ---------------------------------------------------------------- bodies of countries


def country_of(cast: Cast, noun: Word) -> Draft | None:
    """Return the country that a possessive, demonym, compound or "of" ties to a noun."""
    candidates = noun.all("poss", "amod", "compound", "nmod")
    candidates += [o for p in noun.all("prep") if p.lower == "of" for o in p.all("pobj")]
    for word in candidates:
        row = cast.gazetteer.demonym(word.text)
        draft = cast.of(word) or next(
            (d for d in cast.drafts.values() if row and d.row == row), None
        )
        if draft and cast.is_a(draft, "Country"):
            return draft
    return None


def _bodies_of_countries(cast: Cast) -> None:
    """Make "Peru's Congress" and "the Salvadoran government" entities of their own."""
    for word in cast.parse.words:
        kind = cast.lexicon.heads.get(word.lower)
        if kind not in {"Legislature", "Government"} or word.pos not in {"NOUN", "PROPN"}:
            continue
        name = cast.named.get(word.i)
        if name and (name.row or name.last - name.first > 1):
            continue
        country = country_of(cast, word)
        if country is None:
            continue
        label = f"{word.text.capitalize()} of {country.label}"
        draft = next((d for d in cast.drafts.values() if d.label == label), None)
        draft = draft or cast.mint(kind, label)
        draft.is_name = True
        _forget(cast, word)
        left = min([word, *word.all("poss", "amod", "compound", "nmod")], key=lambda w: w.i)
        first = min(w.i for w in left.subtree()) if left is not word else word.i
        cast.mention(draft, list(cast.parse.words[first : word.i + 1]), word, "name")


def _forget(cast: Cast, word: Word) -> None:
    """Take a word's mention away from the entity it was first given to."""
    before = cast.by_word.pop(word.i, None)
    if before is not None:
        draft = cast.drafts[before]
        draft.mentions = {s: k for s, k in draft.mentions.items() if s.end != word.end}
        draft.heads.remove(word.i)
        if not draft.mentions:
            del cast.drafts[before]


# ---------------------------------------------------------------- groups and unnamed people


def _groups(cast: Cast) -> None:
    for word in cast.parse.words:
        if word.i in cast.by_word or word.i in cast.named or word.pos != "NOUN":
            continue
        lemma, people = word.lemma.lower(), cast.lexicon.lists["people"]
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
    elif lemma in people["person"]:
        _mint_described(cast, word, "Person")
    elif lemma in people["body"]:
        _mint_described(cast, word, "Group")


def _mint_group(cast: Cast, word: Word) -> None:
    words = phrase(cast.parse, word)
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
    number = word.one("nummod")
    if number and number.text.replace(",", "").isdigit():
        draft.count = int(number.text.replace(",", ""))
    cast.mention(draft, words, word, "description")


def _mint_described(cast: Cast, word: Word, kind: str) -> None:
    """Make or find it: a second "the army" is the first, "the girl" is "a girl" before it."""
    article = word.one("det")
    words = phrase(cast.parse, word)
    if article is None or (word.all("amod", "poss") and cast.by_word.get(word.i)):
        return
    definite = article.lower in {"the", "this", "that"}
    same = [
        d
        for d in cast.drafts.values()
        if definite and d.type == kind and not d.is_name and _head_lemma(cast, d) == word.lemma
    ]
    if len(same) > 1:
        cast.drop("several antecedents", "description", words)
        return
    start = "the" if definite else article.lower
    draft = same[0] if same else cast.mint(kind, f"{start} {_label(cast, words)}")
    cast.mention(draft, [article, *words], word, "description")


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
    return list(parse.words[first : last + 1])


def _label(cast: Cast, words: list[Word]) -> str:
    span = cast.parse.span(words)
    text = " ".join(cast.parse.document.quote(span).split())
    first = words[0]
    starts = first.i == cast.parse.bounds[first.sentence][0]
    proper = first.pos == "PROPN" or first.text.isupper() or cast.gazetteer.demonym(first.text)
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
    if word.all("amod", "relcl") or any(p.lower in _RESTRICT for p in word.all("prep")):
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
        cast.drop("several antecedents", "description", [word])
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


_HE = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}


def _pronouns(cast: Cast) -> None:
    for word in cast.parse.words:
        if word.tag not in {"PRP", "PRP$"} or word.i in cast.by_word:
            continue
        if word.lower in _HE:
            live = _people_near(cast, word)
        elif word.lower in {"it", "its"} and not _expletive(word):
            live = _things_here(cast, word)
        else:
            continue
        if len(live) == 1:
            cast.mention(live[0], [word], word, "pronoun")
        elif live:
            cast.drop("several antecedents", "pronoun", [word])


def _people_near(cast: Cast, word: Word) -> list[Draft]:
    """Return the people mentioned in this sentence before the word and in the two before it."""
    start = cast.parse.bounds[max(0, word.sentence - 2)][0]
    found = [
        d
        for d in cast.drafts.values()
        if d.type == "Person" and any(start <= h < word.i for h in d.heads)
    ]
    return [d for d in found if _gender(cast, d) in {None, _HE[word.lower]}]


def _gender(cast: Cast, draft: Draft) -> str | None:
    for i in draft.heads:
        lemma = cast.parse.words[i].lemma.lower()
        for gender in ("female", "male"):
            if lemma in cast.lexicon.lists["people"][gender]:
                return gender
    return None


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
