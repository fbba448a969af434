"""Who is who within one document: names to entities, one for each thing.

A name gets one class for the whole document: the gazetteer's, else what its contexts say, else the
tagger's vote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from kg.extract.annotate import Parse, Word
from kg.extract.cast import Cast, Draft
from kg.extract.dates import lives
from kg.extract.describe import describe
from kg.extract.kinds import Kinds
from kg.extract.lexicon import Lexicon
from kg.extract.mentions import Name, demonyms, dwelt_in, names
from kg.extract.people import FullNames, gender_told, office, past_offices, surname
from kg.extract.quotations import quotations
from kg.extract.stretches import stretches
from kg.gazetteer import Gazetteer, Row
from kg.vocabulary import Vocabulary

_RUN = {"School", "Schools", "Academy", "Church"}
_PLACES = ("AdministrativeArea", "City", "Place")


def consolidate(
    parse: Parse, gazetteer: Gazetteer, lexicon: Lexicon, vocabulary: Vocabulary
) -> Cast:
    """Return the entities of a text with the words that refer to them."""
    cast = Cast(parse, lexicon, gazetteer, vocabulary)
    cast.quoted = frozenset(i for region in quotations(parse) for i in region)
    cast.stretches = tuple(stretches(parse, lexicon))
    found = names(parse, gazetteer, lexicon)
    found = sorted([*found, *_surnames(parse, found)], key=lambda n: n.first)
    for name in found:
        cast.named.update(dict.fromkeys(name.root, name))
    _cluster(cast, found)
    for word, row in demonyms(parse, gazetteer, lexicon, set(cast.named)):
        _mention_demonym(cast, word, row)
    _bodies_of_countries(cast)
    describe(cast)
    return cast


# ---------------------------------------------------------------- names


def _cluster(cast: Cast, found: list[Name]) -> None:
    clusters: dict[str, list[Name]] = {}
    kinds = Kinds(cast.parse, cast.gazetteer, cast.lexicon)
    texts = {id(n): _text(cast, n) for n in found}
    apart = {texts[id(n)] for n in found if kinds.is_kin_of(n.first, surname(texts[id(n)]))}
    known = ((n, kinds.of(n.first, n.last) == "Person") for n in found)
    people = [(texts[id(n)], "Person" if is_one else n.type) for n, is_one in known]
    together: dict[int, set[str]] = {}
    for n in found:
        together.setdefault(cast.parse.words[n.first].sentence, set()).add(texts[id(n)])
    full = FullNames(people, cast.lexicon, apart, together.values())
    bodies = _short_bodies(cast, kinds, found, {t for t, kind in people if kind == "Person"})
    told = {texts[id(n)]: g for n in found if (g := gender_told(cast.parse, cast.lexicon, n))}
    divided = {
        (texts[id(n)], key)
        for n in found
        if n.title and (key := full.of(texts[id(n)], n.type)) != texts[id(n)]
        if {gender_told(cast.parse, cast.lexicon, n), told.get(key)} == {"male", "female"}
    }
    for name in found:
        text = texts[id(name)]
        placed = _is_placed(cast, name, kinds)
        key = name.row.name if name.row else text if placed else full.of(text, name.type)
        key = bodies.get(text, key) if name.title is None else key
        gender = gender_told(cast.parse, cast.lexicon, name)
        if name.title and {gender, told.get(key)} == {"male", "female"}:  # "Mrs. Soto" of Leo Soto
            key = cast.parse.text(name.title[0], name.last)
        elif name.title and gender is None and (text, key) in divided:
            key = text  # "President Soto", where "Mr. Soto" is not Ana Soto
        clusters.setdefault(key, []).append(name)
    for key, those in _join_acronyms(_bracketed(cast, clusters)).items():
        kind = _type_of(cast, key, those, kinds)
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
        _leave_office(cast, those)


def _short_bodies(cast: Cast, kinds: Kinds, found: list[Name], people: set[str]) -> dict[str, str]:
    """Map "Vex" to "Vex Foods" where no other name begins so, and no person or place is called so.

    The tagger takes a short name that it does not know for a person's or a place's.
    """
    texts = {_text(cast, n): n for n in found}
    words = {w for text in people for w in text.split() if " " in text}
    firms = cast.lexicon.lists["names"]["firms"]
    long = [t for t in texts if t.rsplit(" ", 1)[-1].lower() in firms]
    bodies = {}
    for text, name in texts.items():
        ways = [t for t in texts if t.startswith(f"{text} ")]
        known = " " in text or text in words or name.row or cast.gazetteer.lookup(text)
        given = cast.lexicon.has("names", "given", text)
        named = kinds.of(name.first, name.last) in {None, "Organization"}
        if len(ways) == 1 and ways[0] in long and named and not known and not given:
            bodies[text] = ways[0]
    return bodies


def _is_placed(cast: Cast, name: Name, kinds: Kinds) -> bool:
    """Whether it is a town by its state, whoever has it as a given name: "Sharon, Conn."."""
    words = cast.parse.words
    around = [w.text for w in (*words[name.first - 1 : name.first], *words[name.last :][:1])]
    home = around == ["the", ","]  # "the Sharon, Connecticut, home of"
    return home or kinds.of(name.first, name.last) == "GeopoliticalEntity"


def _leave_office(cast: Cast, those: list[Name]) -> None:
    """Take the titles of offices that are over from all names of a person.

    "President Jane Roe" holds no office in a text that also speaks of "former President Jane Roe".
    """
    over = past_offices(cast.parse, cast.lexicon, those)
    for name in those:
        if name.title and office(cast.lexicon, cast.parse.words[slice(*name.title)]) in over:
            cast.named.update(dict.fromkeys(name.root, replace(name, title=None)))


def _text(cast: Cast, name: Name) -> str:
    text = " ".join(cast.parse.text(name.first, name.last).split()).removeprefix("The ")
    return text.removesuffix("‘s")  # an apostrophe turned round


def _words(cast: Cast, name: Name) -> list[Word]:
    return list(cast.parse.words[name.first : name.last])


def _with_title(cast: Cast, name: Name) -> list[Word]:
    """Return the words of a name, with "Mrs." and with an office before a bare surname.

    "President Soto" is called so; of "Gov. Ana Soto" the office is a statement of its own.
    """
    title = cast.parse.words[slice(*name.title)] if name.title else ()
    courtesy = cast.lexicon.lists["titles"]["courtesy"]
    called = name.last - name.first == 1 or (title and title[0].text in courtesy)
    first = name.title[0] if name.title and called else name.first
    return list(cast.parse.words[first : name.last])


def _head(words: list[Word]) -> Word:
    inside = {w.i for w in words}
    return next((w for w in reversed(words) if w.head.i not in inside or w.head is w), words[-1])


def _surnames(parse: Parse, found: list[Name]) -> Iterator[Name]:
    """Yield the bare surnames that the tagger missed, of people whom the text names in full."""
    taken = {i for n in found for i in n.root}
    people = [n for n in found if n.type == "Person" and n.last - n.first > 1]
    last = {surname(parse.text(n.first, n.last)) for n in people}
    for word in parse.words:
        if word.i not in taken and word.text in last and word.tag.startswith("NN"):
            yield Name(word.i, word.i + 1, "Person", "surname")


def _bracketed(cast: Cast, clusters: dict[str, list[Name]]) -> dict[str, list[Name]]:
    """Join "PRD" to "Party of the Democratic Revolution (PRD)", whatever its letters stand for."""
    words = cast.parse.words
    ends = {n.last: key for key, those in clusters.items() for n in those if n.last - n.first > 1}
    same: dict[str, str] = {}
    for key, those in clusters.items():
        for name in those:
            at, end = name.first, name.last
            inside = [w.text for w in (*words[at - 1 : at], *words[end : end + 1])] == ["(", ")"]
            long = ends.get(at - 1) if inside and key.isupper() and name.row is None else None
            if long and all(n.type != "Person" for n in clusters[long]):
                same.setdefault(key, long)
    joined: dict[str, list[Name]] = {}
    for key, those in clusters.items():
        joined.setdefault(same.get(key, key), []).extend(those)
    return joined


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


def _type_of(cast: Cast, key: str, those: list[Name], kinds: Kinds) -> str | None:
    """Return the class of a name: gazetteer, else what its contexts say, else the tagger's vote."""
    row = next((n.row for n in those if n.row), None)
    if row:
        return row.type
    cues = {kinds.of(n.first, n.last) for n in those if not n.title}
    if " " in key and any(n.type == "Person" for n in those) and cues <= {None, "Person"}:
        return "Person"
    said = [k for n in those for k in _contexts(cast, n, kinds)]
    votes = Counter(n.type for n in those if n.type)
    if said:
        return _most_specific(cast, said)
    if votes:
        return max(sorted(votes), key=lambda k: votes[k])
    return "Organization" if any(_acts(cast, n) for n in those) else None


def _contexts(cast: Cast, name: Name, kinds: Kinds) -> Iterator[str]:
    """Yield the classes that the words around a name give it."""
    words, heads = cast.parse.words, cast.lexicon.heads
    yield from _kind_in_name(cast, name)
    cue = kinds.of(name.first, name.last)
    if cue and not (name.title and cue != "Person"):
        yield cue
    behind = cast.parse.words[name.last - 1].end
    if name.last - name.first > 1 and lives(cast.parse.document.text, behind):
        yield "Person"
    head = _head(_words(cast, name))
    if head.dep == "pobj" and head.head.lower in {"as", "like", "including"}:
        yield from _kind(heads, head.head.head)
    if head.dep == "pobj" and head.head.lower == "of" and head.head.head.lower in heads:
        kind = heads[head.head.head.lower]
        placed = kind == "City" or cast.vocabulary.is_a(name.type or "Place", "Place")
        if kind in _PLACES and placed:
            yield kind
    if name.type in {"Person", "Organization"} and dwelt_in(cast.parse, name.first):
        yield "Place"
    noun = _apposed(words, name.last)
    if noun:
        yield from _kind(heads, noun)


def _kind_in_name(cast: Cast, name: Name) -> Iterator[str]:
    """Yield the class that the head noun of a name gives it: "Kamiti Prison", "Bank of Kenya"."""
    words = [w.text for w in _words(cast, name)]
    if len(words) < 2:
        return
    at = next((i for i, w in enumerate(words) if i and w in {"of", "for"}), len(words))
    kind = cast.lexicon.heads.get(words[at - 1].lower())
    runs = words[at - 1] in _RUN or (words[at - 1] in {"Center", "Centre"} and at < len(words))
    kind = "Organization" if runs else kind  # who teaches there or goes there means the body
    rest = " ".join(words[at + 1 :] or words[:-1])
    if words[at - 1] == "Department" and _is_foreign_place(cast, rest):
        yield "AdministrativeArea"  # the first level below the state in much of Latin America
    elif kind and (at == len(words) or cast.vocabulary.is_a(kind, "Organization")):
        yield kind


def _is_foreign_place(cast: Cast, text: str) -> bool:
    rows = cast.gazetteer.lookup(text)
    return bool(rows) and rows[0].key.startswith("geonames:") and rows[0].country != "US"


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
    cast.demonyms[word.i] = draft.id


# ---------------------------------------------------------------- bodies of countries


def country_of(cast: Cast, noun: Word) -> Draft | None:
    """Return the country that a possessive, demonym, compound or "of" ties to a noun."""
    candidates = noun.all("poss", "amod", "compound", "nmod")
    candidates += [o for p in noun.all("prep") if p.lower == "of" for o in p.all("pobj")]
    for word in candidates:
        draft = cast.of(word) or _people(cast, noun, word)
        if draft and cast.is_a(draft, "Country"):
            return draft
    return None


def _people(cast: Cast, noun: Word, demonym: Word) -> Draft | None:
    """Return the country of a demonym before a noun.

    The "American Enterprise Institute" belongs to no state: within a name the noun must be the head
    of a state's own organ ("German Federal Court").
    """
    if demonym.i not in cast.named:
        return cast.drafts.get(cast.demonyms.get(demonym.i, ""))
    row = cast.gazetteer.demonym(demonym.text)
    organ = cast.lexicon.has("organs", "of_state", noun.lower)
    return next((d for d in cast.drafts.values() if row and organ and d.row == row), None)


def _bodies_of_countries(cast: Cast) -> None:
    """Make "Peru's Congress" and "the Salvadoran government" entities of their own."""
    for word in cast.parse.words:
        kind = _organ(cast, word)
        country = country_of(cast, word) if kind else None
        if kind is None or country is None or not _is_whole(cast, word):
            continue
        label = f"{word.text.capitalize()} of {country.label}"
        draft = next((d for d in cast.drafts.values() if d.label == label), None)
        draft = draft or cast.mint(kind, label)
        draft.is_name = True
        _forget(cast, word)
        left = min([word, *word.all("poss", "amod", "compound", "nmod")], key=lambda w: w.i)
        first = min(w.i for w in left.subtree()) if left is not word else word.i
        cast.mention(draft, list(cast.parse.words[first : word.i + 1]), word, "name")


def _organ(cast: Cast, word: Word) -> str | None:
    """Return the class of an organ of which a state has one, if the word names it by its kind."""
    kind = cast.lexicon.heads.get(word.lower)
    single = kind in {"Legislature", "Government"} or cast.lexicon.has(
        "organs", "force", word.lower
    )
    name = cast.named.get(word.i)
    own = name is not None and (name.row is not None or name.last - name.first > 1)
    part = word.dep in {"compound", "amod", "nmod"}  # "army officers"
    return kind if single and word.pos in {"NOUN", "PROPN"} and not own and not part else None


def _is_whole(cast: Cast, word: Word) -> bool:
    """Whether no word before the organ makes it another: "Peru's regional government"."""
    return all(
        cast.lexicon.has("organs", "whole", w.lower)
        or cast.gazetteer.demonym(w.text)
        or w.i in cast.by_word
        for w in word.all("amod", "compound", "nmod")
    )


def _forget(cast: Cast, word: Word) -> None:
    """Take a word's mention away from the entity it was first given to."""
    before = cast.by_word.pop(word.i, None)
    if before is not None:
        draft = cast.drafts[before]
        draft.mentions = {s: k for s, k in draft.mentions.items() if s.end != word.end}
        draft.heads.remove(word.i)
        if not draft.mentions:
            del cast.drafts[before]
