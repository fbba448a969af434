"""What noun phrases say by themselves: offices, places, capitals, organs, nationality.

These claims are presupposed, so each is Certain only where the words stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.annotate import Word
from kg.extract.cast import Cast, Draft
from kg.extract.clauses import behind
from kg.extract.consolidate import country_of
from kg.extract.frames import Statement
from kg.extract.opinions import allegations
from kg.extract.origins import SERVES
from kg.extract.quality import Quality
from kg.extract.speech import Speakers
from kg.model import Certainty

_PROBABLE: Certainty = "Probable"
_COMPOUND = {"General": {"director", "secretary", "attorney", "inspector", "surgeon", "consul"}}
_NO_ONE = {"a", "an", "another", "any", "no"}
_NO_OFFICE = {"representative", "major", "justice", "general"}  # in lower case, not after a name
_SHARED = {
    "Senator", "Representative", "Congressman", "Congresswoman", "Judge", "Justice", "Ambassador",
    "General", "Colonel", "Captain", "Lieutenant", "Sergeant", "Major", "Admiral", "Minister",
    "Commissioner", "Cardinal", "Archbishop", "Bishop", "Prosecutor", "Delegate", "Councilman",
    "Councillor", "Managing Director", "Vice Chairman", "Vice Chairwoman",
}  # fmt: skip
"""Titles that many hold at once: two senators hold one office, two presidents hold two."""
_PARTS_OF_THE_WORLD = {"-", "–", "African", "Asian", "Central", "Latin", "Native", "North", "South"}
"""Words before "American" that make it no citizen of the United States: "Central American"."""
_HEADS_OF_GOVERNMENT = {"Prime Minister", "Premier", "Chancellor"}


def noun_statements(cast: Cast, speakers: Speakers) -> Iterator[Statement]:
    """Yield the statements of noun phrases, in the order of the text for each rule."""
    posts: _Posts = {}
    yield from _offices(cast, speakers, posts)
    yield from _apposed_offices(cast, speakers, posts)
    _tell_offices_apart(posts)
    yield from _capitals(cast, speakers)
    yield from _facilities(cast, speakers)
    yield from _organs(cast, speakers)
    yield from _nationalities(cast, speakers)
    yield from allegations(cast, speakers)


def _plain(
    cast: Cast,
    speakers: Speakers,
    rule: str,
    words: list[Word],
    triple: tuple[Draft, str, Draft],
    certainty: Certainty = "Certain",
) -> Statement:
    first, last = min(w.i for w in words), max(w.i for w in words)
    chosen = cast.parse.words[first : last + 1]
    quality = Quality(certainty=certainty)
    return Statement(rule, (words[0],), chosen, quality, speakers.of(words[-1]), triples=(triple,))


# ---------------------------------------------------------------- offices


def _offices(cast: Cast, speakers: Speakers, posts: _Posts) -> Iterator[Statement]:
    """Yield "Prime Minister Eduardo Arana" and "Peru's Prime Minister Eduardo Arana"."""
    seen: set[int] = set()
    for name in cast.named.values():
        if name.title is None or name.first in seen:
            continue
        seen.add(name.first)
        title = cast.parse.words[slice(*name.title)]
        words = [*title, *cast.parse.words[name.first : name.last]]
        person = next((cast.of(w) for w in words if w.i in cast.by_word), None)
        label = " ".join(w.text for w in title)
        if person is None or person.type != "Person" or _former(cast, title[0]):
            continue
        before = cast.parse.words[title[0].i - 1].lower if title[0].i else ""
        if tuple(label.split()) not in _office_titles(cast) or before in _COMPOUND.get(label, ()):
            continue
        if before in _NO_ONE:  # "what a President Roe could hope for"
            continue
        post = _office(cast, posts, person, label, list(title))
        yield _plain(cast, speakers, "title", words, (person, "holdsOffice", post))
        head = max(words, key=lambda w: len(w.children))
        country = country_of(cast, head)
        if country and label in _HEADS_OF_GOVERNMENT:
            tie = [head.subtree()[0], *words]
            triple = (person, "headOfGovernmentOf", country)
            yield _plain(cast, speakers, "title-of-country", tie, triple)


def _office_titles(cast: Cast) -> set[tuple[str, ...]]:
    return {tuple(t.split()) for t in cast.lexicon.lists["titles"]["office"]}


def _former(cast: Cast, first: Word) -> bool:
    before = cast.parse.words[first.i - 1] if first.i else None
    return before is not None and before.lower in cast.lexicon.lists["titles"]["former"]


_Posts = dict[str, dict[str, tuple[Draft | None, Draft]]]
"""Holder and office by title, then by the holder's id ("" for a shared title)."""


def _office(cast: Cast, posts: _Posts, holder: Draft, title: str, words: list[Word]) -> Draft:
    """Return the office of a title: one for all who share it, else one for each holder."""
    names = cast.lexicon.lists.get("posts", {})  # "Sen." and "Senator" are one office
    label = next((full for full, short in names.items() if title in short), title)
    is_shared = label in _SHARED
    held = posts.setdefault(label, {})
    key = "" if is_shared else holder.id
    if key not in held:
        held[key] = None if is_shared else holder, cast.mint("Office", label)
    draft = held[key][1]
    draft.mentions.setdefault(cast.parse.span(words), "description")
    return draft


def _tell_offices_apart(posts: _Posts) -> None:
    """Name the holder where one text has two presidents, so that nobody takes them for one."""
    for label, held in posts.items():
        for holder, draft in held.values():
            if holder and len(held) > 1:
                draft.label = f"{label} ({holder.label})"


def _apposed_offices(cast: Cast, speakers: Speakers, posts: _Posts) -> Iterator[Statement]:
    """Yield "Eduardo Salhuana, the president of ..." and "the president, Eduardo Salhuana"."""
    titles = {" ".join(t).lower(): " ".join(t) for t in _office_titles(cast)}
    for second in cast.parse.words:
        if second.dep != "appos":
            continue
        for noun, name in ((second, second.head), (second.head, second)):
            person = cast.drafts.get(cast.by_word.get(name.i, ""))
            title = titles.get(_title_text(noun).lower())
            known = noun.i in cast.named or _former(cast, noun) or noun.tag == "NNS"
            known = known or noun.text in _NO_OFFICE or _past(noun, cast.parse.words)
            if title is None or person is None or person.type != "Person" or known:
                continue
            if not person.is_name:
                continue
            found = cast.named.get(name.i)
            whole = cast.parse.words[found.first : found.last] if found else (name,)
            words = [*whole, noun, *[w for w in noun.subtree() if w.i <= noun.i + 6]]
            post = _office(cast, posts, person, title, [noun])
            yield _plain(cast, speakers, "apposition", words, (person, "holdsOffice", post))


def _past(noun: Word, words: Sequence[Word]) -> bool:
    """Whether the office is over or not yet held: "the former president", "mayor at the time"."""
    behind = [w.lower for w in words[noun.i + 1 : noun.i + 4]]
    if behind in (["at", "the", "time"], ["at", "that", "time"]):
        return True
    over = {"former", "ex", "late", "onetime", "deposed", "ousted", "then", "future", "aspiring"}
    return any(c.lower in over for c in noun.children)


def _title_text(noun: Word) -> str:
    before = [c for c in noun.all("amod", "compound") if noun.i - c.i <= 2]
    return " ".join(w.text for w in [*before, noun]) if before else noun.lemma


# ---------------------------------------------------------------- places


def _capitals(cast: Cast, speakers: Speakers) -> Iterator[Statement]:
    """Yield "the capital, Lima" where the gazetteer agrees and the country is in the text."""
    for draft in list(cast.drafts.values()):
        country = _own_country(cast, draft) if draft.type == "City" else None
        if country is None or country.row is None or country.row.capital != draft.label:
            continue
        for i in list(draft.heads):
            word = cast.parse.words[i]
            noun = word.head if word.dep == "appos" else word
            if noun.lemma.lower() == "capital":
                words = [noun.one("det") or noun, word]
                triple = (draft, "capitalOf", country)
                yield _plain(cast, speakers, "capital", words, triple, _PROBABLE)


def _own_country(cast: Cast, draft: Draft) -> Draft | None:
    """Return the country of the gazetteer's row, if the text itself mentions that country."""
    code = draft.row.country if draft.row else ""
    found = (d for d in cast.drafts.values() if d.row and d.row.key == f"country:{code}")
    return next(found, None)


def _facilities(cast: Cast, speakers: Speakers) -> Iterator[Statement]:
    """Yield where a facility lies: "the CECOT in El Salvador", "CECOT, the Salvadoran prison"."""
    for draft in [d for d in cast.drafts.values() if cast.is_a(d, "Facility") and d.is_name]:
        stated = [s for i in draft.heads for s in _stated_place(cast, draft, cast.parse.words[i])]
        for words, place in stated:
            yield _plain(cast, speakers, "facility-in", words, (draft, "locatedIn", place))
        for i in draft.heads:
            yield from _described_place(cast, speakers, draft, cast.parse.words[i], stated)


def _stated_place(cast: Cast, draft: Draft, word: Word) -> Iterator[tuple[list[Word], Draft]]:
    for inner in behind(word, "in"):
        place = cast.of(inner)
        if place and place is not draft and cast.is_a(place, "Place") and inner.i > word.i:
            yield [word, inner], place


def _described_place(
    cast: Cast,
    speakers: Speakers,
    draft: Draft,
    word: Word,
    stated: list[tuple[list[Word], Draft]],
) -> Iterator[Statement]:
    """Yield "CECOT, the country's prison": the country that the text names elsewhere for it."""
    noun = _description_behind(cast, word)
    if noun is None:
        return
    owner = country_of(cast, noun)
    triple_words = [word, noun]
    if owner:
        yield _plain(cast, speakers, "facility-of", triple_words, (draft, "locatedIn", owner))
        return
    vague = any(c.lemma.lower() in {"country", "nation"} for c in noun.all("poss"))
    countries = {id(p): p for _, p in stated if cast.is_a(p, "Country")}
    if vague and len(countries) == 1:
        (country,) = countries.values()
        triple = (draft, "locatedIn", country)
        yield _plain(cast, speakers, "facility-of-country", triple_words, triple, _PROBABLE)
    elif vague:
        cast.drop("several or no countries for 'the country'", "facility-of-country", [word, noun])


def _description_behind(cast: Cast, word: Word) -> Word | None:
    """Return the head noun of the description set off by a comma behind a name."""
    words = cast.parse.words
    if word.i + 2 >= len(words) or words[word.i + 1].text != ",":
        return None
    noun = None
    for w in words[word.i + 2 : word.i + 12]:
        if w.pos not in {"DET", "NOUN", "ADJ", "PROPN", "PART", "ADV"} and w.text != "-":
            break
        noun = w if w.pos == "NOUN" else noun
    kind = cast.lexicon.heads.get(noun.lemma.lower()) if noun else None
    return noun if kind and cast.vocabulary.is_a(kind, "Facility") else None


# ---------------------------------------------------------------- organs and nationality


def _organs(cast: Cast, speakers: Speakers) -> Iterator[Statement]:
    """Yield "the US Congress" as an organ of the United States."""
    for draft in [d for d in cast.drafts.values() if cast.is_a(d, "PublicBody") and d.is_name]:
        for i in draft.heads:
            word = cast.parse.words[i]
            country = country_of(cast, word) or _country_in_name(cast, draft, word)
            others = [o for o in behind(word, "of") if cast.of(o) is not country]
            if country and not others:  # "the American Congress of Bakers" is no organ
                words = [word, *[w for w in word.subtree() if abs(w.i - word.i) <= 3]]
                words = [w for w in words if w.pos != "PUNCT"]
                triple = (draft, "organOf", country)
                yield _plain(cast, speakers, "organ", words, triple, _PROBABLE)
                break


def _country_in_name(cast: Cast, draft: Draft, word: Word) -> Draft | None:
    name = cast.named.get(word.i)
    if name is None or draft.row is None or not draft.row.country:
        return None
    row = cast.gazetteer.country(draft.row.country)
    said = {w.text for w in cast.parse.words[name.first : name.last]}
    if row is None or said.isdisjoint({row.name, *row.aliases}):
        return None
    found = next((d for d in cast.drafts.values() if d.row == row), None)
    if found is None:
        found = cast.mint(row.type, row.name)
        found.row = row
    country_word = next(
        w for w in cast.parse.words[name.first : name.last] if w.text in {row.name, *row.aliases}
    )
    found.mentions.setdefault(cast.parse.span([country_word]), "name")
    return found


def _nationalities(cast: Cast, speakers: Speakers) -> Iterator[Statement]:
    """Yield "Venezuelan migrants"."""
    for word in cast.parse.words:
        row = cast.gazetteer.demonym(word.text)
        people = cast.of(word.head) if row and _tells_nationality(cast, word) else None
        if people is None or people.type not in {"Group", "Person"} or people.row == row:
            continue
        country = next((d for d in cast.drafts.values() if d.row == row), None)
        if country and country.type == "Country":
            triple = (people, "nationality", country)
            yield _plain(cast, speakers, "demonym", [word, word.head], triple, _PROBABLE)


def _tells_nationality(cast: Cast, word: Word) -> bool:
    """Whether a demonym says where people are from: not "African-American", "French Open fans"."""
    words = cast.parse.words
    before = words[word.i - 1].text if word.i else ""
    after = words[min(word.i + 1, len(words) - 1)]
    name = after.text[:1].isupper() and after is not word.head
    other = [c for c in word.head.children if c is not word and cast.gazetteer.demonym(c.text)]
    joined = before in _PARTS_OF_THE_WORLD or after.text in {"-", "–", "and", "or"}
    described = word.head.i in cast.named and word.head.dep in {"compound", "nmod", "amod"}
    if described:  # "Filipino Clinton supporters" says nothing of Clinton
        return False
    serves = word.head.lemma.lower() in SERVES
    return word.dep in {"amod", "compound", "nmod"} and not (name or other or joined or serves)
