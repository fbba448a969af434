"""When a frame's words mean something else: the guards of `ontology/frames.toml`.

"Attack" is mostly a word of debate, "beat" of elections, "kill" of bills. A guard lets a frame
fire only where the words around its trigger fit, because a false violent act harms a real person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.extract.annotate import Word
from kg.extract.clauses import is_passive
from kg.extract.tables import toml


@dataclass(frozen=True, slots=True)
class Found:
    """A frame about to fire: its trigger, who does it in words, its roles, its polarity."""

    frame: str
    trigger: Word
    agents: tuple[Word, ...]
    filled: Mapping[str, Sequence[object]]
    polarity: str


@dataclass(frozen=True, slots=True)
class Guard:
    """What must and must not stand around a trigger; its keys are those of `frames.toml`."""

    frame: str
    words: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    nowhere: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    without: str | None = None
    polarity: str | None = None
    passive: bool = True
    plural: bool = False
    parties: int = 0

    def lets(self, found: Found) -> bool:
        """Whether this guard lets its frame fire."""
        if self.words and found.trigger.lemma.lower() not in self.words:
            return True
        if self.without and found.filled.get(self.without):
            return True
        return self._form_fits(found) and self._words_fit(found.trigger, found.agents)

    def _form_fits(self, found: Found) -> bool:
        if self.polarity and found.polarity != self.polarity:
            return False
        if is_passive(found.trigger) and not self.passive:
            return False
        if self.plural and found.trigger.tag != "NNS":
            return False
        return len({id(d) for those in found.filled.values() for d in those}) >= self.parties

    def _words_fit(self, trigger: Word, agents: Iterable[Word]) -> bool:
        if any(c.lower in self.particles for c in trigger.all("prt", "prep", "advmod")):
            return False
        around = {w.lemma.lower() for w in near(trigger)}
        if not self.unless.isdisjoint(around) or not self.nowhere.isdisjoint(_all(trigger)):
            return False
        armed = any(a.lemma.lower() in self.agents for a in agents)
        return armed or not (self.needs or self.agents) or not self.needs.isdisjoint(around)


_ASIDE = {"ccomp", "advcl", "relcl", "xcomp", "parataxis", "pcomp", "csubj", "punct"}


def near(trigger: Word) -> list[Word]:
    """Return the words of the trigger's own clause, those of clauses inside it left out.

    Verbs coordinated with it are of it ("shot and killed"), but not what stands around them.
    """
    top = trigger
    while top.pos not in {"VERB", "AUX"} and top.head is not top:
        top = top.head
    found, todo = [], [top, trigger]
    while todo:
        word = todo.pop()
        found.append(word)
        for child in word.children:
            if child.dep == "conj" and child.pos in {"VERB", "AUX"}:
                found.append(child)
            elif child.dep not in _ASIDE:
                todo.append(child)
    shared = top.head if top.dep == "conj" else None
    return sorted({*found, *([shared] if shared else [])}, key=lambda w: w.i)


def _all(trigger: Word) -> set[str]:
    root = next((w for w in [trigger, *trigger.ancestors()] if w.head is w), trigger)
    return {w.lemma.lower() for w in root.subtree()}


def allowed(found: Found, guards: Mapping[str, Sequence[Guard]]) -> bool:
    """Whether every guard of a frame lets it fire."""
    return all(guard.lets(found) for guard in guards.get(found.frame, ()))


_PLAIN = ("without", "polarity", "passive", "plural", "parties")
_SETS = ("words", "needs", "agents", "unless", "nowhere", "particles")


def load(*paths: Path) -> Mapping[str, tuple[Guard, ...]]:
    """Read the guards of files of frames; a later file may name the frames and lists of the others.

    Raises:
        InputError: no TOML, an unknown key, or a guard of a frame that no file has.
    """
    lists: dict[str, frozenset[str]] = {}
    frames: set[str | None] = set()
    found: dict[str, list[Guard]] = {}
    for path in paths:
        table = toml(path)
        lists |= {k: frozenset(v) for k, v in table.get("words", {}).items()}
        frames |= {f.get("id") for f in table.get("frame", [])}
        for entry in table.get("guard", []):
            guard = _guard(entry, lists, path)
            if guard.frame not in frames:
                raise InputError(f"no frame '{guard.frame}'", where=path.name, fix="see its frames")
            found.setdefault(guard.frame, []).append(guard)
    return {frame: tuple(those) for frame, those in found.items()}


def _guard(entry: Mapping[str, Any], lists: Mapping[str, frozenset[str]], path: Path) -> Guard:
    where = f"{path.name}: guard of '{entry.get('frame', '?')}'"
    unknown = sorted(set(entry) - {"frame", *_PLAIN, *_SETS})
    if unknown or "frame" not in entry:
        what = f"unknown key '{unknown[0]}'" if unknown else "names no frame"
        raise InputError(what, where=where, fix="the head of frames.toml lists the keys")
    sets: dict[str, Any] = {k: _words(entry.get(k, ()), lists, where) for k in _SETS}
    return Guard(frame=entry["frame"], **sets, **{k: entry[k] for k in _PLAIN if k in entry})


def _words(given: Iterable[str], lists: Mapping[str, frozenset[str]], where: str) -> frozenset[str]:
    """Return the words, each "@name" replaced by that list of the file's [words]."""
    found: set[str] = set()
    for word in given:
        if not word.startswith("@"):
            found.add(word)
        elif word[1:] in lists:
            found |= lists[word[1:]]
        else:
            raise InputError(f"no list '{word[1:]}'", where=where, fix="see [words] in the file")
    return frozenset(found)
