"""Measures through the backend over networkx's own; the search of names; routes."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import shapes

from benchmarks import KG, Row, best

NODES, EDGES = 50_000, 100_000
SMALL = 1_000
"""Nodes of the graph for exact betweenness: networkx needs half an hour for the large one."""
ROUTED = (10_000, 100_000)
"""Facts of the graphs in which routes are found."""
_LARGE = ("pagerank", "core_number", "connected_components")


def rows() -> Iterator[Row]:
    """Yield the time of each measure, conversion included, and of a search of 100,000 names."""
    import networkx as nx

    from kg.fast import has

    if has("rustworkx"):
        large: nx.Graph[int] = nx.gnm_random_graph(NODES, EDGES, seed=1)
        small: nx.Graph[int] = nx.gnm_random_graph(SMALL, 2 * SMALL, seed=1)
        for name in _LARGE:
            yield _row(name, large, "")
            yield _converted(name, large, ">= 5" if name == "pagerank" else "")
        yield _row("betweenness_centrality", small, ">= 15")
        yield _row("closeness_centrality", small, "")
        if has("igraph"):
            yield _row("louvain_communities", large, ">= 50", seed=1)
    yield from _search()
    for edges in ROUTED:
        yield from _routes(edges)


def _row(name: str, graph: Any, goal: str, **options: Any) -> Row:
    import networkx as nx

    from kg.fast import measure

    home = nx.community if name.endswith("_communities") else nx
    ours = best(lambda: _whole(lambda: measure(name, graph, **options)))
    theirs = best(lambda: _whole(lambda: getattr(home, name)(graph, **options)), times=1)
    size = graph.number_of_edges()
    return Row(f"{name}, {size:,} edges", ours, theirs, "networkx", goal=goal)


def _converted(name: str, graph: Any, goal: str) -> Row:
    """Return the row of a measure asked again: networkx keeps the conversion with the graph."""
    import networkx as nx

    nx.config.warnings_to_ignore.add("cache")
    ask: Callable[..., Any] = getattr(nx, name)
    ours = best(lambda: _whole(lambda: ask(graph, backend="claimgraph")), 4)
    theirs = best(lambda: _whole(lambda: ask(graph)))
    what = f"{name} asked again, {graph.number_of_edges():,} edges"
    return Row(what, ours, theirs, "networkx", goal=goal)


def _whole(work: Callable[[], Any]) -> list[Any]:
    """Return all of a result: components come one by one."""
    return list(work())


def _search() -> Iterator[Row]:
    from kg.graph.index import index
    from kg.graph.names import find
    from kg.graph.search import search
    from kg.store import Store

    with TemporaryDirectory() as folder:
        directory = Path(folder)
        _people(directory, 100_000)
        with Store.open(directory) as store:
            built = best(lambda: index(store, directory).close(), times=1)
            scan = best(lambda: find(store, "Name12345 Family345"))
            yield Row("search index of 100,000 names, made once", built, scan, "one scan of labels")
            for what, text in (("exact", "Name12345 Family345"), ("a slip", "Naem12345 Family345")):
                found = search(store, text, directory=directory)["entities"]
                assert found[0]["label"] == "Name12345 Family345"
                ours = best(lambda text=text: search(store, text, directory=directory))
                yield Row(f"search in 100,000 names, {what}", ours, scan, "one scan of labels")
            command = [*KG, "find", "-g", str(directory), "Naem12345 Family345"]
            fresh = best(lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True))
            yield Row("kg find, whole, in 100,000 names, a slip", fresh, 1, "goal", goal="<= 1")


def _routes(edges: int) -> Iterator[Row]:
    """Yield what `path` takes over so many facts, each with its sentence, in a fresh process."""
    import pyoxigraph as ox

    from kg.knowledge import KnowledgeGraph
    from kg.store import write_store

    with TemporaryDirectory() as folder:
        quads = ox.parse("".join(shapes.told(edges)), format=ox.RdfFormat.TRIG)
        write_store(Path(folder), [quads])
        ways: dict[str, dict[str, Any]] = {
            "one route": {},
            "20 routes": {"max_routes": 20},
            "--via and --avoid": {"via": ["id:p7"], "avoid": ["id:p9"]},
        }

        def fresh(way: dict[str, Any]) -> list[Any]:
            with KnowledgeGraph(folder) as graph:
                return graph.path("Name1 Family1", "Name2 Family2", **way)

        def whole() -> None:
            with KnowledgeGraph(folder) as graph:
                graph.graph()

        theirs = best(whole, times=1)
        for what, way in ways.items():
            assert fresh(way)
            yield Row(f"path, {what}", best(lambda way=way: fresh(way)), theirs,
                      "the whole graph in networkx", size=edges)  # fmt: skip


def _people(directory: Path, number: int) -> None:
    import pyoxigraph as ox

    from kg.graph.rows import expand
    from kg.store import write_store

    kind, label = ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand("skos:prefLabel"))
    person = ox.NamedNode(expand("kg:Person"))
    quads = []
    for n in range(number):
        node = ox.NamedNode(expand(f"id:p{n}"))
        quads.append(ox.Quad(node, kind, person))
        quads.append(ox.Quad(node, label, ox.Literal(f"Name{n} Family{n % 1000}", language="en")))
    write_store(directory, [quads])
