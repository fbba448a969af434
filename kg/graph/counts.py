"""How much a store holds: entities, facts, claims, documents; what is central, what groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.graph.centrality import central as most_central
from kg.graph.centrality import communities as groups
from kg.graph.centrality import communities_by
from kg.graph.claims import Statement
from kg.graph.rows import expand, local, select, values
from kg.graph.view import UNREAL, Fact, facts, nodes

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Store

Record = dict[str, Any]
_QUALITIES = ("kg:modality", "rdf:predicate", "kg:polarity", "kg:certainty", "kg:standing")
_NAMES = " ".join(f"?q{number}" for number in range(len(_QUALITIES)))
# Each quality is a SELECT of its own: they are joined by hash, in a fifth of the time that it takes
# to look up those of each claim.
_PARTS = "\n".join(
    f"OPTIONAL {{ SELECT ?c ?q{n} {{ ?c {q} ?q{n} }} }}" for n, q in enumerate(_QUALITIES) if n
)
_CLAIMS = f"""SELECT ?document ?told {_NAMES} (COUNT(?c) AS ?n) {{
{{ SELECT ?c ?q0 {{ ?c {_QUALITIES[0]} ?q0 }} }}
OPTIONAL {{ SELECT ?c ?who {{ ?c kg:speaker ?who }} }}
OPTIONAL {{ SELECT ?c ?document {{ ?c kg:inDocument ?document }} }}
{_PARTS}
}} GROUP BY ?document (BOUND(?who) AS ?told) {_NAMES}"""


def stats(store: Store, *, central: int = 0, communities: bool = False) -> Record:
    """Count entities by type, facts by predicate, claims by modality and standing, documents.

    `central` is how many of the most central entities are named; `communities_by` in what comes
    back is the algorithm that found the communities. See `kg.graph.centrality`.

    >>> from kg.store import Store
    >>> stats(Store.memory())["entities"]
    {}
    """
    every = nodes(store)
    real = {iri: node for iri, node in every.items() if node["kind"] not in UNREAL}
    drawn = [fact for fact in facts(store) if fact[0] in real and fact[2] in real]
    kinds = values(map(expand, ("kg:Document", "kg:NewsArticle")), "?t")
    documents = {d for (d,) in select(store, f"SELECT ?d {{ {kinds} ?d a ?t }}")}
    copies = {d for d, _ in select(store, "SELECT ?d ?o { ?d kg:copyOf ?o }")}
    found = {
        "documents": len(documents),
        "sources": len(documents) - len(copies),
        "entities": _count(n["type"] for n in every.values() if n["kind"] == "Entity"),
        "eventualities": _count(n["kind"] for n in every.values() if n["kind"] != "Entity"),
        "facts": _count([*(local(p) for _, p, _ in drawn), *_values(every)]),
        "claims": _claims(store),
        "quads": len(store),
    }
    return found | _measured(real, drawn, central, communities=communities)


def _values(every: dict[str, Record]) -> Iterable[str]:
    return (v["property"] for node in every.values() for v in node.get("values", ()))


def kinds(store: Store) -> Iterator[tuple[Statement, int]]:
    """Yield how many claims there are of each kind, with what they have in common.

    That is their document, their predicate, their qualities, and whether somebody says them.
    """
    for document, is_told, *qualities, number in select(store, _CLAIMS):
        given = {name: [q] for name, q in zip(_QUALITIES, qualities, strict=True) if q}
        given |= {"kg:speaker": ["somebody"]} if is_told == "true" else {}
        yield Statement.of("", {**given, "kg:inDocument": [document]}), int(number)


def _claims(store: Store) -> dict[str, dict[str, int]]:
    told = {"modality": Counter[str](), "standing": Counter[str](), "status": Counter[str]()}
    for kind, number in kinds(store):
        for name, counter in told.items():
            counter[getattr(kind, name)] += number
    return {name: _count(counter) for name, counter in told.items()}


def _measured(
    real: dict[str, Record], drawn: Iterable[Fact], central: int, *, communities: bool
) -> Record:
    """Return what is central and what groups there are among the facts, as far as it is wanted."""
    if not (central or communities):
        return {}
    whole = _graph(real, drawn)
    found: Record = {"central": most_central(whole, central)} if central else {}
    if communities:
        found |= {"communities": groups(whole), "communities_by": communities_by(whole)}
    return found


def _graph(real: dict[str, Record], drawn: Iterable[Fact]) -> nx.MultiDiGraph[str]:
    """Return what is connected, without the sentences that it rests on."""
    import networkx as nx

    whole: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    whole.add_nodes_from(real.items())
    whole.add_edges_from((subject, object_) for subject, _, object_ in drawn)
    return whole


def _count(names: Iterable[str]) -> dict[str, int]:
    """Return how often each name occurs, the most frequent first."""
    return dict(sorted(Counter(names).items(), key=lambda kv: (-kv[1], kv[0])))
