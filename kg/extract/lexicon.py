"""Word lists and frames: what the rules know about words, read from `data/` and `ontology/`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kg import resources
from kg.errors import InputError
from kg.extract import guards, tietable, valuetable
from kg.extract.guards import Guard
from kg.extract.tables import toml
from kg.extract.tietable import Ties
from kg.extract.valuetable import Giving, Number
from kg.vocabulary import Vocabulary
from kg.vocabulary import default as default_vocabulary


@dataclass(frozen=True, slots=True)
class Frame:
    """How words become a relation and an eventuality; its keys are those of `frames.toml`.

    `relation` is (property, subject role, object role); `prospect` is (class, its participants).
    """

    id: str
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    object: frozenset[str] = frozenset()
    object_of: frozenset[str] = frozenset()
    object_type: str | None = None
    patient_type: frozenset[str] = frozenset()
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    require: tuple[str, ...] = ()
    relation: tuple[str, str, str] | None = None
    event: str | None = None
    prospect: tuple[str, tuple[str, ...]] | None = None
    noun: str = "Conditional"
    bare: bool = False
    plover: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists; frames by the verbs and nouns that evoke them, guards, ties and dates.

    `title_starts` and `title_ends` are the first and the last words of `titles`.
    """

    lists: Mapping[str, Mapping[str, frozenset[str]]]
    heads: Mapping[str, str]
    titles: tuple[tuple[str, ...], ...]
    title_starts: frozenset[str]
    title_ends: frozenset[str]
    verb_frames: Mapping[str, tuple[Frame, ...]]
    noun_frames: Mapping[str, tuple[Frame, ...]]
    guards: Mapping[str, tuple[Guard, ...]]
    ties: Ties
    values: tuple[Giving, ...]
    numbers: tuple[Number, ...]
    digest: str

    def has(self, section: str, name: str, word: str) -> bool:
        """Whether a list holds the word.

        >>> default().has("reporting", "say", "warn")
        True
        """
        return word in self.lists[section][name]

    def which(self, section: str, word: str) -> str | None:
        """Return the first list of a section that holds the word.

        >>> default().which("reporting", "deny")
        'deny'
        """
        return next((n for n, words in self.lists[section].items() if word in words), None)


@cache
def default(more: str | None = None) -> Lexicon:
    """Return the shipped lexicon, with the frames, ties and dates of the user's own file `more`."""
    own = [Path(more)] if more else []
    words, frames = resources.data("lexicons", "words.toml"), resources.ontology("frames.toml")
    shipped = (resources.ontology(name) for name in ("ties.toml", "values.toml"))
    return load(words, frames, *shipped, *own)


def load(words: Path, *frames: Path, vocabulary: Vocabulary | None = None) -> Lexicon:
    """Read the lists, and of the other files the frames, guards and ties.

    An entry of a later file takes the place of one with its id. Every name of the ontology in
    them is checked.

    Raises:
        InputError: no TOML, an unknown key, or a class, property or role that is not in kg.ttl.
    """
    tables = toml(words)
    lists = {s: {k: frozenset(v) for k, v in t.items()} for s, t in tables.items()}
    known = vocabulary or default_vocabulary()
    read = [_frame(e, path, known) for path in frames for e in toml(path).get("frame", [])]
    made = list({frame.id: frame for frame in read}.values())
    titles = sorted(
        (tuple(t.split()) for k in ("office", "courtesy") for t in tables["titles"][k]),
        key=lambda t: (-len(t), t),
    )
    return Lexicon(
        lists=lists,
        heads={noun: kind for kind, nouns in tables["heads"].items() for noun in nouns},
        titles=tuple(titles),
        title_starts=frozenset(t[0] for t in titles),
        title_ends=frozenset(t[-1] for t in titles),
        verb_frames=_index(made, "verbs"),
        noun_frames=_index(made, "nouns"),
        guards=guards.load(*frames),
        ties=tietable.load(*frames, vocabulary=known),
        values=valuetable.load(*frames, vocabulary=known),
        numbers=valuetable.load_numbers(*frames, vocabulary=known),
        digest=hashlib.sha256(b"".join(p.read_bytes() for p in (words, *frames))).hexdigest()[:12],
    )


def _index(frames: list[Frame], key: str) -> dict[str, tuple[Frame, ...]]:
    found: dict[str, list[Frame]] = {}
    for frame in frames:
        for word in sorted(getattr(frame, key)):
            found.setdefault(word, []).append(frame)
    return {word: tuple(those) for word, those in found.items()}


_SETS = ("verbs", "nouns", "object", "object_of", "patient_type")
_PLAIN = ("id", "object_type", "event", "noun", "bare", "plover", "wikidata")
_OTHER = {"roles", "require", "relation", "prospect"}


def _frame(entry: dict[str, Any], path: Path, vocabulary: Vocabulary) -> Frame:
    where = f"{path.name}: frame '{entry.get('id', '?')}'"
    unknown = sorted(set(entry) - {*_SETS, *_PLAIN, *_OTHER})
    if unknown or "id" not in entry:
        raise InputError(
            f"unknown key '{unknown[0]}'" if unknown else "has no id",
            where=where,
            fix="the head of frames.toml lists the keys",
        )
    relation, prospect = entry.get("relation"), entry.get("prospect")
    sets: dict[str, Any] = {k: frozenset(entry.get(k, ())) for k in _SETS}
    plain: dict[str, Any] = {k: entry[k] for k in _PLAIN if k in entry}
    frame = Frame(
        **sets,
        **plain,
        roles={r: (s,) if isinstance(s, str) else tuple(s) for r, s in entry["roles"].items()},
        require=tuple(entry.get("require", ())),
        relation=(relation["property"], relation["subject"], relation["object"])
        if relation
        else None,
        prospect=(prospect["type"], tuple(prospect["participant"])) if prospect else None,
    )
    _check(frame, where, vocabulary)
    return frame


def _check(frame: Frame, where: str, vocabulary: Vocabulary) -> None:
    classes = [frame.event, frame.object_type, *sorted(frame.patient_type)]
    classes += [frame.prospect[0]] if frame.prospect else []
    for name in filter(None, classes):
        if name not in vocabulary.classes:
            raise InputError(f"no class '{name}' in the ontology", where=where, fix="see kg.ttl")
    if frame.relation and not vocabulary.is_relation(frame.relation[0]):
        raise InputError(f"no relation '{frame.relation[0]}'", where=where, fix="see kg.ttl")
    for role in frame.roles:
        if not vocabulary.is_role(role):
            raise InputError(f"no role '{role}' in the ontology", where=where, fix="see kg.ttl")
