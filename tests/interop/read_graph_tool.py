"""read_graph_tool.py FILE: read GraphML with graph-tool, which lives in the system's own Python.

Prints {nodes: {id: attributes}, edges: {id: attributes}} as JSON.
"""

import json
import sys


def main(path: str) -> None:
    from graph_tool import load_graph  # not at the top: the tests' own Python lacks it

    graph = load_graph(path, fmt="graphml")
    ids = graph.vp["_graphml_vertex_id"]
    nodes = {ids[v]: {k: m[v] for k, m in graph.vp.items()} for v in graph.vertices()}
    edges = {
        graph.ep["edge_id"][e]: {
            **{k: m[e] for k, m in graph.ep.items()},
            "source": ids[e.source()],
            "target": ids[e.target()],
        }
        for e in graph.edges()
    }
    json.dump({"nodes": nodes, "edges": edges}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
