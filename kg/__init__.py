"""kg: news documents and tables to a knowledge graph that can show its sources.

>>> import kg
>>> kg.__version__
'0.1.0'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from kg.knowledge import KnowledgeGraph

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(path: str | PathLike[str]) -> KnowledgeGraph:
    """Open a graph directory that `kg build` made, for reading.

    Raises:
        NotFoundError: there is no graph at `path`.
        StoreError: it is there but cannot be read.
    """
    from kg.knowledge import KnowledgeGraph

    return KnowledgeGraph(path)
