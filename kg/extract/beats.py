"""Where words beside a person's name are no tie: half a name, or what somebody works on, not for.

"White House correspondent Ana Soto" writes about it; "House Democratic leader" leads no House.
"""

from __future__ import annotations

from kg.extract.annotate import Word
from kg.extract.referring import Reader, Referring

_RANKS = {"executive", "vice", "deputy", "senior", "associate", "assistant", "chief", "co"}
_WRITES = {"correspondent", "reporter", "journalist", "editor", "columnist", "lobbyist", "watcher"}
_WANTS = {"candidate", "nominee", "hopeful", "contender", "aspirant", "challenger"}
_ADVISES = {"strategist", "consultant", "operative", "donor", "pollster", "voter"}
_CHAMBERS = {"senate", "house", "congress", "parliament", "assembly"}
_LEADS = {"chairman", "chairwoman", "chair", "chairperson", "leader", "head", "president", "chief"}
_TASKS = {
    *("communications", "finance", "policy", "press", "research", "political", "campaign", "field"),
    *("digital", "media", "legal", "operations", "outreach", "security", "data"),
}
_TOPICS = {
    *("education", "security", "research", "policy", "development", "health", "training", "trade"),
    *("appointed", "technology", "science", "culture", "industry", "human", "economic", "social"),
}
_SENT = {"ambassador", "envoy"}
_HOLDS_PORTFOLIO = {"secretary", "commissioner", "minister"}
_PARTIES = {
    *("democratic", "democrat", "republican", "gop", "conservative", "labour", "labor", "liberal"),
    *("rebel", "guerrilla", "militia", "gang", "insurgent", "separatist", "tribal", "protest"),
}
_BODIES = {
    "program", "programme", "committee", "office", "department", "agency", "ministry", "project",
    "fund", "center", "centre", "council", "commission", "institute", "association", "party",
    "union", "board", "bureau", "foundation", "league", "society", "academy", "service",
}  # fmt: skip


def is_half(reader: Reader, name: Referring) -> bool:
    """Whether a body's name is but a part of a longer one that the tagger cut."""
    if reader.is_a(name.draft, "Person", "GeopoliticalEntity"):
        return False
    words = reader.words[name.first : name.last]
    before, of, on = (reader.word(i) for i in (name.first - 1, name.last, name.last + 1))
    if before is not None and before.pos == "PROPN":  # "South Lima Green Party"
        return True
    if len(words) == 2 and words[1].lower in _TASKS and _is_surname(reader, words[0].text):
        return True  # "Soto Communications Director Ana Rey"
    if of is not None and of.lower == "and" and on is not None and on.lower in _TOPICS:
        return on.text[:1].isupper()  # "the Korean American Service and Education Consortium"
    if before is not None and before.lower == "and" and words[0].lower in _TOPICS:
        return before.i in reader.ends
    longer = of is not None and of.lower == "of" and on is not None and on.text[:1].isupper()
    inner = any(w.lower == "of" for w in words)
    return (longer and inner) or words[-1].lower in _RANKS or _is_joined(reader, name)


def _is_surname(reader: Reader, text: str) -> bool:
    people = (d for d in reader.cast.drafts.values() if d.type == "Person")
    return any(d.label.split()[-1] == text for d in people)


def _is_joined(reader: Reader, name: Referring) -> bool:
    """Whether it is either half of "the Liberty and Security Program"."""
    after, before = reader.starts.get(name.last + 1), reader.ends.get(name.first - 1)
    for one, two in ((name, after), (before, name)):
        if one is None or two is None or one.last - one.first > 1:
            continue
        article, joint = reader.word(one.first - 1), reader.words[one.last]
        ends = reader.words[two.last - 1].lower in _BODIES
        if article and article.lower == "the" and joint.lower in {"and", "&"} and ends:
            return True
    return False


def is_beat(reader: Reader, noun: Word, owner: Referring) -> bool:
    """Whether "OWNER NOUN", no possessive, tells only what somebody deals with or wants to join."""
    between = {w.lower for w in reader.words[owner.last : noun.i]}
    public = reader.is_a(owner.draft, "PublicBody")
    public = public or reader.words[owner.last - 1].lower in _CHAMBERS
    said = noun.lower
    if said in _SENT or (public and said in _WRITES | _WANTS) or not _PARTIES.isdisjoint(between):
        return True
    if said in _ADVISES and owner.draft.label.lower() in _PARTIES | {"democrats", "republicans"}:
        return True
    after = reader.word(noun.i + 1)
    if said in _WRITES and after is not None and after.lower in {"for", "at", "with"}:
        return True  # "a Lima reporter for the Herald"
    if said in _LEADS and after is not None and after.lower in {"for", "in", "of"}:
        place = reader.starts.get(after.i + 1)
        return place is not None and reader.is_a(
            place.draft, "Place"
        )  # "the GOP chairman for Ohio"
    return said in _HOLDS_PORTFOLIO and not public and not between
