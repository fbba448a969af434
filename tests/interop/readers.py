"""The foreign programs that read our exports, and what of a graph they must see."""

from __future__ import annotations

import atexit
import importlib.util
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.export import export, format_named
from kg.export.formats import of_rows
from kg.export.projection import Projection
from kg.export.rows import Row
from kg.export.text import as_text, cleaned
from kg.store import Store

NODE_FOLDER = Path(__file__).resolve().parent
TOOLS = NODE_FOLDER.parent.parent / ".tools"
"""Where .ci/run puts what is no package of this environment."""
SYSTEM = Path("/usr/bin/python3")
"""Where Debian's packages go: what pip does not have."""
NO_GRAPH = ("turtle", "ntriples", "rdfxml")


@dataclass
class Seen:
    """What a reader found: attributes by id of node and of edge, with `source` and `target`."""

    nodes: dict[str, Row]
    edges: dict[str, Row]


@dataclass
class Reader:
    """A foreign program: the formats it reads, what it needs, how to ask it."""

    name: str
    formats: tuple[str, ...]
    needs: str
    read: Callable[[Path, str], Any]
    ids_only: bool = False
    """It keeps ids and ends, but no attributes to compare."""

    def is_here(self) -> bool:
        """Whether it is installed."""
        kind, _, name = self.needs.partition(":")
        if kind == "python":
            return importlib.util.find_spec(name) is not None
        if kind == "node":
            modules = TOOLS / "interop" / "node_modules"
            return bool(shutil.which("node")) and (modules / name).is_dir()
        if kind == "system":
            return SYSTEM.is_file() and not asked(SYSTEM, "-c", f"import {name}").returncode
        return shutil.which(name) is not None or Path(tool(name)).is_file()


def tool(name: str) -> str:
    """Return a program's path: among the tools, else its name."""
    found = TOOLS / name / "bin" / name
    return str(found) if found.is_file() else name


def asked(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command, whatever it says."""
    return subprocess.run(
        command, capture_output=True, check=False, encoding="utf-8", env=environment()
    )


def environment() -> dict[str, str]:
    """Return the environment in which node finds its modules."""
    return {**os.environ, "NODE_PATH": str(TOOLS / "interop" / "node_modules")}


def run(*command: str | Path) -> str:
    """Return what a command prints, or raise ValueError with what it says."""
    done = asked(*command)
    if done.returncode:
        raise ValueError(f"{Path(command[0]).name} exits {done.returncode}: {done.stderr[:300]}")
    return done.stdout


# ---------------------------------------------------------------- graphs


def by_networkx(path: Path, name: str) -> Seen:
    """Read with networkx."""
    import networkx as nx

    if name == "gexf":
        graph = nx.read_gexf(path)
    elif name == "graphml":
        graph = nx.read_graphml(path, force_multigraph=True)
    else:
        graph = nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")
    every = nx.MultiDiGraph(graph).edges(keys=True, data=True)
    edges = {str(d.get("id", k)): {**d, "source": s, "target": t} for s, t, k, d in every}
    return Seen(dict(graph.nodes(data=True)), edges)


def by_igraph(path: Path, name: str) -> Seen:
    """Read with igraph, which keeps the ids of edges only as an attribute."""
    import igraph

    graph = igraph.Graph.Read_GraphML(str(path))
    ids = graph.vs["id"]
    ends = ({"source": ids[e.source], "target": ids[e.target]} for e in graph.es)
    rows = zip(graph.es, ends, strict=True)
    return Seen(
        {v["id"]: v.attributes() for v in graph.vs},
        {e["edge_id"]: {**e.attributes(), **end} for e, end in rows},
    )


def by_graph_tool(path: Path, name: str) -> Seen:
    """Read with graph-tool, in the system's Python."""
    return Seen(**json.loads(run(SYSTEM, NODE_FOLDER / "read_graph_tool.py", path)))


def by_node(path: Path, name: str) -> Any:
    """Read with a JavaScript library."""
    node = started()
    assert node.stdin
    assert node.stdout
    node.stdin.write(json.dumps([name, str(path)]) + "\n")
    node.stdin.flush()
    answer = json.loads(node.stdout.readline() or '{"error": "node has ended"}')
    if "error" in answer:
        raise ValueError(answer["error"][:300])
    return answer["seen"] if name in RDF else Seen(**answer["seen"])


@cache
def started() -> subprocess.Popen[str]:
    """Return the one process of node, which ends with this one."""
    command = ["node", NODE_FOLDER / "read.cjs"]
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
    node = subprocess.Popen(command, env=environment(), **pipes)
    atexit.register(node.communicate)
    return node


def by_ndex2(path: Path, name: str) -> Seen:
    """Read with the client of NDEx."""
    from ndex2.cx2 import RawCX2NetworkFactory

    network = RawCX2NetworkFactory().get_cx2network(json.loads(path.read_text(encoding="utf-8")))
    nodes = {i: {"label": n["v"].get("name", ""), **n["v"]} for i, n in network.get_nodes().items()}
    iris = {i: n["iri"] for i, n in nodes.items()}
    edges = {
        e["v"]["edge_id"]: {
            "label": e["v"]["interaction"], **e["v"], "source": iris[e["s"]], "target": iris[e["t"]]
        }
        for e in network.get_edges().values()
    }  # fmt: skip
    return Seen({n["iri"]: n for n in nodes.values()}, edges)


def by_duckdb(path: Path, name: str) -> Seen:
    """Read tables with DuckDB."""
    import duckdb

    def table(kind: str) -> list[Row]:
        file = str(path / f"{kind}.{name if name == 'parquet' else 'csv'}")
        options = ", header=true, all_varchar=true, max_line_size=9000000"
        source = "read_parquet(?)" if name == "parquet" else f"read_csv(?{options})"
        found = duckdb.connect().execute(f"SELECT * FROM {source}", [file])
        titles = [plain_title(d[0]) for d in found.description]
        return [dict(zip(titles, row, strict=True)) for row in found.fetchall()]

    nodes = {n.get("iri") or n["id"]: n for n in table("nodes")}
    return Seen(nodes, {e["id"]: e for e in table("edges")})


def plain_title(title: str) -> str:
    """Return our name of a column by that of Gephi or of Neo4j's importer."""
    gephi = {"Label": "label", "Source": "source", "Target": "target", "Weight": "weight"}
    names = {":START_ID": "source", ":END_ID": "target", "Id": "id", **gephi}
    return names.get(title) or title.partition(":")[0] or title


def by_ladybug(path: Path, name: str) -> Seen:
    """Load into a Ladybug database, and ask it in Cypher."""
    import ladybug

    with tempfile.TemporaryDirectory() as aside:
        connection = ladybug.Connection(ladybug.Database(str(Path(aside) / "db")))
        here = Path.cwd()
        os.chdir(path)
        try:
            for file in ("schema.cypher", "copy.cypher"):
                for line in (path / file).read_text(encoding="utf-8").splitlines():
                    connection.execute(line)
        finally:
            os.chdir(here)
        return Seen(
            {n["iri"]: n for (n,) in rows_of(connection, "MATCH (n:Entity) RETURN n")},
            {
                e["id"]: {**e, "source": s, "target": t}
                for s, e, t in rows_of(connection, "MATCH (a)-[e]->(b) RETURN a.iri, e, b.iri")
            },
        )


def rows_of(connection: Any, query: str) -> Iterator[list[Any]]:
    """Yield the rows of an answer."""
    found = connection.execute(query)
    while found.has_next():
        yield found.get_next()


def by_graphviz(path: Path, name: str) -> Seen:
    """Let Graphviz read and lay out the graph."""
    graph = json.loads(run("dot", "-Tdot_json", path))
    names = {n["_gvid"]: n["name"].replace("&amp;", "&") for n in graph.get("objects", ())}
    nodes = {names[n["_gvid"]]: {"label": n["label"]} for n in graph.get("objects", ())}
    edges = {
        e["id"]: {"source": names[e["tail"]], "target": names[e["head"]], "label": e["label"]}
        for e in graph.get("edges", ())
    }
    return Seen(nodes, edges)


def by_ftm(path: Path, name: str) -> Seen:
    """Let `ftm validate` check each entity; it prints those that it takes."""
    found = [json.loads(x) for x in run(tool("ftm"), "validate", "-i", path).splitlines()]
    nodes, edges = {}, {}
    for entity in found:
        values = {k: v[0] for k, v in entity["properties"].items()}
        if "recordId" not in values:
            nodes[entity["id"]] = {"label": values["name"]}
        else:
            ends = ("employee", "member", "director", "holder", "person", "subject")
            others = ("employer", "organization", "post", "relative", "object")
            source = next(values[k] for k in ends if k in values)
            target = next(values[k] for k in others if k in values)
            edges[values["recordId"]] = {"source": source, "target": target}
    return Seen(nodes, edges)


def by_yaml(path: Path, name: str) -> Seen:
    """Read notes by a YAML and a Markdown parser; the links are Obsidian's own syntax."""
    import yaml
    from markdown_it import MarkdownIt

    nodes: dict[str, Row] = {}
    for file in sorted(path.glob("*.md")):
        head, _, body = file.read_text(encoding="utf-8")[4:].partition("\n---\n")
        node = yaml.safe_load(head)
        nodes[node["iri"]] = {**node, "_file": file.stem}
        tokens = [t for b in MarkdownIt("commonmark").parse(body) for t in (b.children or [b])]
        guilty = {t.type for t in tokens} & {"html_inline", "html_block", "link_open", "image"}
        guilty |= {t.type for t in tokens} & {"code_inline", "code_block", "fence"}
        if guilty:
            raise ValueError(f"{file.name} holds {guilty}")
        links = re.findall(r"\[\[([^\]|]+)\|", body)
        missing = [x for x in links if not (path / f"{x}.md").is_file()]
        if missing:
            raise ValueError(f"{file.name} links to {missing}")
        nodes[node["iri"]]["_links"] = len(links)
    return Seen(nodes, {})


def by_xmllint(path: Path, name: str) -> None:
    """Check against a schema of our own words; the published one may not be copied."""
    schema = NODE_FOLDER / f"{name}.rng"
    run("xmllint", "--huge", "--noout", "--nonet", "--relaxng", schema, path)


# ---------------------------------------------------------------- RDF

RDF = ("trig", "nquads", "jsonld", "turtle", "ntriples", "rdfxml")
MEDIA = {"trig": "TRIG", "nquads": "N_QUADS", "jsonld": "JSON_LD", "turtle": "TURTLE",
         "ntriples": "N_TRIPLES", "rdfxml": "RDF_XML"}  # fmt: skip


def quads_of(text: str | bytes, name: str = "nquads") -> set[Any]:
    """Return quads with canonical blank nodes."""
    import pyoxigraph as ox

    found = ox.Dataset(ox.parse(text, format=getattr(ox.RdfFormat, MEDIA[name])))
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(found)


def by_oxigraph(path: Path, name: str) -> Any:
    """Read with pyoxigraph."""
    return quads_of(path.read_bytes(), name)


def by_rdflib(path: Path, name: str) -> str:
    """Read with rdflib."""
    import warnings

    import rdflib

    formats = {"jsonld": "json-ld", "ntriples": "nt", "rdfxml": "xml"}
    graph = rdflib.Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own, inside its parsers
        graph.parse(path, format=formats.get(name, name))
        return graph.serialize(format="nquads").replace(
            f"<{rdflib.graph.DATASET_DEFAULT_GRAPH_ID}> ", ""
        )


def by_rapper(path: Path, name: str) -> str:
    """Read with Raptor."""
    return run("rapper", "-q", "-i", name, "-o", "nquads", path)


def by_serdi(path: Path, name: str) -> str:
    """Read with Serd."""
    return run("serdi", "-i", name, "-o", "nquads", path)


READERS = (
    Reader("pyoxigraph", RDF, "python:pyoxigraph", by_oxigraph),
    Reader("rdflib", RDF, "python:rdflib", by_rdflib),
    Reader("rapper", ("nquads", "trig", "turtle", "ntriples", "rdfxml"), "tool:rapper", by_rapper),
    Reader("serdi", ("nquads", "trig", "turtle", "ntriples"), "tool:serdi", by_serdi),
    Reader("N3.js", ("trig", "nquads", "turtle", "ntriples"), "node:n3", by_node),
    Reader("jsonld.js", ("jsonld",), "node:jsonld", by_node),
    Reader("networkx", ("gexf", "graphml", "nodelink"), "python:networkx", by_networkx),
    Reader("igraph", ("graphml",), "python:igraph", by_igraph),
    Reader("graph-tool", ("graphml",), "system:graph_tool", by_graph_tool),
    Reader("graphology", ("gexf", "graphml"), "node:graphology", by_node),
    Reader("xmllint", ("gexf", "graphml"), "tool:xmllint", by_xmllint),
    Reader("ndex2", ("cx2",), "python:ndex2", by_ndex2),
    Reader("cytoscape.js", ("cytoscape",), "node:cytoscape", by_node),
    Reader("Neo4j's linter", ("cypher",), "node:@neo4j-cypher/language-support", by_node),
    Reader("DuckDB", ("csv", "parquet", "neo4j"), "python:duckdb", by_duckdb),
    Reader("Ladybug", ("ladybug",), "python:ladybug", by_ladybug),
    Reader("graphviz", ("dot",), "tool:dot", by_graphviz, ids_only=True),
    Reader("ftm", ("ftm",), "tool:ftm", by_ftm, ids_only=True),
    Reader("YAML, Markdown", ("markdown",), "python:yaml", by_yaml),
)


# ---------------------------------------------------------------- the comparison

HOSTILE = (
    "Perú", 'say "no" & <go>\\', "one\ntwo\r\nthree\ttabs ", "عربى \u202eRTL",
    "family 👩‍👩‍👧 of four", "x" * 10_000, "a\x01b",
    "lone \ud800 surrogate", "]]> &amp; &#10; <!-- -->", "=1+1",
    "') DETACH DELETE n //", '"];x->y;"', "[[x]] <script>alert(1)</script> `= 1` $x$ %%c%%",
    "null", "1e5", " \\N {{x}} ",
)  # fmt: skip


def awkward() -> Projection:
    """Return 4 entities, 16 edges of hostile text: parallel ones, self-loops, lists, odd IRIs."""
    import networkx as nx

    base = "https://kg.example/id/"
    iris = [f"{base}a%20b", f"{base}#ليما", "urn:x:1", "id:\U0001f469"]
    days = {"earliest": "2025-05-01", "latest": "2025-05-31"}
    nodes = tuple(
        {"iri": iri, "label": HOSTILE[i], "type": "Person", "kind": "Entity",
         "types": ["Person", "Agent"], "aliases": list(HOSTILE), "count": i,
         "amount": 6_000_000.25 + i, "dateOfBirth": "1964-05-05", "employees": i * 10,
         "text": HOSTILE[i + 4], **(days if i else {})}
        for i, iri in enumerate(sorted(iris))
    )  # fmt: skip
    ends = [(0, 1), (0, 1), (1, 0), (2, 2), (3, 0), *((i % 4, i // 4) for i in range(11))]
    edges = tuple(
        {"id": f"e{i:02}", "source": nodes[a]["iri"], "target": nodes[b]["iri"],
         "label": HOSTILE[i] if i > 4 else "funds", "predicate": "https://kg.example/ns#funds",
         "status": "denied" if i % 3 else "fact", "weight": 1 + i, "quote": HOSTILE[i],
         "sentence": HOSTILE[-i]}
        for i, (a, b) in enumerate(ends)
    )  # fmt: skip
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((n["iri"], {k: v for k, v in n.items() if k != "iri"}) for n in nodes)
    for e in edges:
        values = {k: v for k, v in e.items() if k not in ("source", "target")}
        graph.add_edge(e["source"], e["target"], e["id"], **values)
    return Projection(lambda: graph, nodes, edges, 0)


def plain(value: Any) -> str:
    """Return a value as text in which formats may not differ: 1 and 1.0, lists of any kind."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and re.fullmatch(r"\d+\.0", value):
        value = value[:-2]
    if value is not None and not isinstance(value, str | bool | int | float):
        value = list(value)
    return as_text(cleaned(value, Counter()), Counter())


def held(wanted: Any, found: Any) -> bool:
    """Whether a reader found a value, be it as a list or as its text; empty text may be absent."""
    if wanted == "" and found is None:
        return True
    if (
        isinstance(wanted, list)
        and isinstance(found, str)
        and all(isinstance(w, str) for w in wanted)
    ):
        return plain(found) in (plain(wanted), plain("\x1f".join(wanted)))  # Neo4j's delimiter
    return plain(wanted) == plain(found)


def compare(projected: Projection, seen: Seen, reader: Reader, name: str) -> tuple[int, int, int]:
    """Return nodes, edges and the percentage of attributes that a reader saw.

    Raises:
        ValueError: an id, an end or a label differs.
    """
    nodes, edges = wanted_rows(projected, name)
    if name == "markdown":
        same(sum(n["_links"] for n in seen.nodes.values()), links(projected), "links")
        edges = {}
    same(set(seen.nodes), set(nodes), "ids of nodes")
    same(set(seen.edges), set(edges), "ids of edges")
    for id_, edge in edges.items():
        found = seen.edges[id_]
        same((found["source"], found["target"]), (edge["source"], edge["target"]), f"ends of {id_}")
    if reader.ids_only:
        return len(nodes), len(edges), 0
    pairs = [(nodes[i], seen.nodes[i]) for i in nodes] + [(edges[i], seen.edges[i]) for i in edges]
    checks = [
        (key, value, found.get(key))
        for row, found in pairs
        for key, value in row.items()
        if key not in ("iri", "id", "source", "target")
    ]
    wrong = [c for c in checks if not held(c[1], c[2])]
    if wrong:
        raise ValueError(f"{len(wrong)} of {len(checks)} attributes differ: {str(wrong[0])[:300]}")
    return len(nodes), len(edges), 100


def wanted_rows(projected: Projection, name: str) -> tuple[dict[str, Row], dict[str, Row]]:
    """Return the nodes and edges, by the ids that they have in a format."""
    if name == "ftm":
        from kg.export.ftm import entity_id

        nodes = {entity_id(n["iri"]): n for n in projected.nodes}
        ends = {"source": entity_id, "target": entity_id}
        edges = [{k: ends[k](v) if k in ends else v for k, v in e.items()} for e in projected.edges]
        return nodes, {e["id"]: e for e in edges}
    if name == "nodelink":
        graph = projected.graph()
        every = graph.edges(keys=True, data=True)
        found = {k: {**d, "source": s, "target": t} for s, t, k, d in every}
        return dict(graph.nodes(data=True)), found
    return {n["iri"]: n for n in projected.nodes}, {e["id"]: e for e in projected.edges}


def links(projected: Projection) -> int:
    """Return how many links the notes have: one at each end of an edge."""
    return sum(1 if e["source"] == e["target"] else 2 for e in projected.edges)


def same(found: Any, wanted: Any, what: str) -> None:
    """Raise ValueError unless both are the same."""
    if found != wanted:
        raise ValueError(f"{what} differ: {str(found)[:200]} instead of {str(wanted)[:200]}")


def try_rows(
    projected: Projection, reader: Reader, name: str, folder: Path
) -> tuple[int, int, int]:
    """Write rows in a format, let a reader read them, compare."""
    path = folder / f"{reader.name}-{name}"
    of_rows(projected, format_named(name)).write(path)
    seen = reader.read(path, name)
    if seen is None:
        return len(projected.nodes), len(projected.edges), 0
    return compare(projected, seen, reader, name)


def try_rdf(store: Store, reader: Reader, name: str, folder: Path) -> int:
    """Write a store as RDF, let a reader read it, compare the quads; return how many."""
    path = folder / f"{reader.name}-{name}"
    export(store, format_named(name), facts=name in NO_GRAPH).write(path)
    import pyoxigraph as ox

    main = ox.DefaultGraph()
    wanted = {q for q in store.quads() if name not in NO_GRAPH or q.graph_name == main}
    seen = reader.read(path, name)
    found = seen if isinstance(seen, set) else quads_of(seen)
    same(found, wanted, "quads")
    return len(found)
