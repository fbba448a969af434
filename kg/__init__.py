"""kg: news documents and tables to a knowledge graph that can show its sources.

>>> import kg
>>> kg.__version__
'0.1.0'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike
    from typing import Any

    import networkx as nx

    from kg.knowledge import KnowledgeGraph
    from kg.store import Store

__version__ = "0.1.0"
__all__ = ["__version__", "diff", "from_networkx", "open"]


def open(path: str | PathLike[str]) -> KnowledgeGraph:
    """Open a graph directory that `kg build` made, for reading.

    Raises:
        NotFoundError: there is no graph at `path`.
        StoreError: it is there but cannot be read.
    """
    from kg.knowledge import KnowledgeGraph

    return KnowledgeGraph(path)


def diff(
    old: str | PathLike[str], new: str | PathLike[str], *, facts: bool = False
) -> dict[str, Any]:
    """Return what differs between two graph directories. See `kg.compare.diff`."""
    from kg.compare import diff as compare

    return compare(old, new, facts=facts)


def from_networkx(graph: nx.Graph[Any]) -> Store:
    """Return a store, in memory, of the facts of a networkx graph: ask it with `kg.query.query`.

    A node is an IRI or gets one from its name; its attributes `label`, `type`, `aliases`,
    `exact_match` and `count` are read where they are there. An edge's `predicate` is a property of
    the ontology, or an IRI; without one the two are related, nothing more is said.

    Raises:
        UsageError: a type or a predicate is neither a name of the ontology nor an IRI.
    """
    from kg.graph.foreign import quads
    from kg.store import Store

    return Store.memory(quads(graph))
