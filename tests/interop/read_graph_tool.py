"""read_graph_tool.py FILE: read GraphML with graph-tool, which lives in the system's own Python.

Prints {nodes: {id: attributes}, edges: {id: attributes}} as JSON.
"""

import json
import sys

from graph_tool import load_graph

graph = load_graph(sys.argv[1], fmt="graphml")
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
