"""Which entity somebody means by an IRI, a CURIE, an id or a name, however it is spelt."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from kg import vocabulary
from kg.errors import NotFoundError, did_you_mean
from kg.graph.rows import full_table, labels, local, select, table, values
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from kg.store import Store

_SHOWN = 10
_ASCII = {n: None if chr(n) in ".'" else " " for n in range(128) if not chr(n).isalnum()}


class Names:
    """The names of everything in a store, read once, however many are looked up."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def find(self, text: str) -> str:
        """Return the IRI of the one entity or eventuality that is meant.

        An IRI or a CURIE; else an id (the last part of its IRI); else a label or an alias, whatever
        its case, accents and punctuation. An entity goes before an eventuality of the same name,
        and an old IRI leads to what it was merged into.

        Raises:
            NotFoundError: none fits, with the nearest names; or several do, with their ids.
        """
        if named := _iri(self.store, text):
            return named
        by_id = {s for s in self._labels if text in (s.rpartition("/")[2], s.partition("/id/")[2])}
        found = _best(self.store, by_id) or _best(self.store, self._folded.get(fold(text), set()))
        if len(found) == 1:
            return found[0]
        if found:
            raise self._ambiguous(text, found)
        every = (label for named in self._labels.values() for label in named)
        fix = did_you_mean(text, every) or "kg ask entities lists them"
        raise NotFoundError(f"no entity '{text}'", fix=fix)

    def _ambiguous(self, text: str, found: list[str]) -> NotFoundError:
        known = labels(self.store)
        shown = [f"  {i}  {known.get(i, '')}  {self._where(i)}" for i in found[:_SHOWN]]
        more = [f"  and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
        what = "\n".join([f"'{text}' may mean:", *shown, *more])
        fix = "name one by its IRI; where two are one: kg decide merge IRI INTO"
        return NotFoundError(what, fix=fix)

    def _where(self, iri: str) -> str:
        """Return in words what a thing is and which documents name it."""
        types = table(self.store, [iri], ("rdf:type",), facts=True).get(iri, {})
        what = ", ".join(vocabulary.default().label(local(t)) for t in types.get("rdf:type", ()))
        text = f"SELECT ?n {{ ?m kg:refersTo <{iri}> ; kg:inDocument ?d . ?d rdfs:label ?n }}"
        titles = [title for (title,) in select(self.store, text)]
        more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
        return f"({what}{'; ' if titles else ''}{''.join(titles[:1])}{more})"

    @cached_property
    def _labels(self) -> dict[str, list[str]]:
        found = full_table(self.store, ("skos:prefLabel", "skos:altLabel"), facts=True)
        return {
            iri: [label for each in given.values() for label in each]
            for iri, given in found.items()
        }

    @cached_property
    def _folded(self) -> dict[str, set[str]]:
        """What has a name, by the name; one that is all punctuation names nothing."""
        found: dict[str, set[str]] = {}
        for iri, names in self._labels.items():
            for name in names:
                found.setdefault(fold(name), set()).add(iri)
        found.pop("", None)
        return found


def find(store: Store, text: str) -> str:
    """Return the IRI that is meant; see `Names.find`."""
    return Names(store).find(text)


def fold(text: str) -> str:
    """Return a name without case, accents and punctuation, for comparison.

    >>> fold("Nayib  BUKELE"), fold("Perú"), fold("U.S. Congress")
    ('nayib bukele', 'peru', 'us congress')
    """
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII).split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    kept = (c if c.isalnum() else " " for c in bare.casefold() if c not in ".'’")
    return " ".join("".join(kept).split())


def _iri(store: Store, text: str) -> str:
    import pyoxigraph as ox

    prefix, _, name = text.strip("<>").partition(":")
    iri = PREFIXES[prefix] + name if prefix in PREFIXES else text.strip("<>")
    if re.fullmatch(r"doc-[0-9a-f]+/[^\s/]+", text):
        iri = PREFIXES["id"] + text
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return ""
    moved = select(store, f"SELECT ?o {{ {node} kg:mergedInto ?o }}")
    if moved:
        return moved[0][0]
    return iri if select(store, f"SELECT ?o {{ {node} a ?o }}", facts=True) else ""


def _best(store: Store, iris: set[str]) -> list[str]:
    """Return the entities among them; the eventualities only if there is no entity."""
    if len(iris) < 2:
        return sorted(iris)
    clause = values(sorted(iris))
    kinds = "VALUES ?t { kg:Event kg:Situation kg:Prospect kg:ReportedEventuality }"
    events = {s for (s,) in select(store, f"SELECT ?s {{ {clause} {kinds} ?s a ?t }}", facts=True)}
    return sorted(iris - events) or sorted(iris)
