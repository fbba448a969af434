"""Property graphs: a bundle for Neo4j's importer, Cypher with parameters, and Ladybug's COPY.

No text of a graph stands in Cypher: it goes in tables or parameters; labels and types are made of
A-Z, 0-9 and _ only.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from kg.export.projection import Projection
from kg.export.rows import Row, batches, column_types, named
from kg.export.tables import Files, lines
from kg.export.text import cleaned
from kg.graph.rows import local

_ENDS = ("source", "target")
_NEO4J = {bool: ":boolean", int: ":long", float: ":double", list: ":string[]", str: ""}
_LADYBUG = {bool: "BOOLEAN", int: "INT64", float: "DOUBLE", str: "STRING"}
_ARRAY = "\x1f"  # in no clean text
_CONSTRAINT = "CREATE CONSTRAINT entity_iri IF NOT EXISTS FOR (n:Entity) REQUIRE n.iri IS UNIQUE"
_LOAD = """#!/bin/sh
# Make the database named by the first argument (default: neo4j) of this folder's tables.
# The server must be stopped; afterwards run constraints.cypher in cypher-shell.
cd "$(dirname "$0")" || exit 1
exec neo4j-admin database import full --overwrite-destination --multiline-fields=true \\
    --array-delimiter=U+001F --nodes=nodes.csv --relationships=edges.csv "${1:-neo4j}"
"""


def relation_type(row: Row) -> str:
    """Return the type of an edge in Cypher; what is no fact says so.

    >>> relation_type({"predicate": "https://kg.example/ns#holdsOffice", "status": "fact"})
    'HOLDS_OFFICE'
    >>> relation_type({"predicate": "https://kg.example/ns#funds", "status": "denied"})
    'DENIED_FUNDS'
    """
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", local(row.get("predicate", "related")))
    status = row.get("status", "fact")
    name = words if status == "fact" else f"{status}_{words}"
    plain = re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_")
    return plain if re.match("[A-Z]", plain) else f"R_{plain}"


def node_label(row: Row) -> str:
    """Return the label of a node in Cypher, a plain name.

    >>> node_label({"type": "Person"}), node_label({"type": "x`) DETACH DELETE n //"})
    ('Person', 'xDETACHDELETEn')
    """
    return re.sub(r"[^A-Za-z0-9_]", "", row.get("type", "")) or "Thing"


def neo4j(projected: Projection, lost: Counter[str]) -> Files:
    """Yield tables for `neo4j-admin database import`, the script that runs it, the constraint."""
    node, edge = column_types(projected.nodes), column_types(projected.edges)
    titles = {k: k + suffix for k, suffix in named(node, _NEO4J).items() if k != "iri"}
    nodes = ({**n, ":LABEL": ["Entity", node_label(n)]} for n in projected.nodes)
    columns = {"iri": "iri:ID", ":LABEL": ":LABEL", **titles}
    yield "nodes.csv", lines(nodes, columns, lost, array=_ARRAY)
    titles = {k: k + suffix for k, suffix in named(edge, _NEO4J).items() if k not in _ENDS}
    edges = ({**e, ":TYPE": relation_type(e)} for e in projected.edges)
    columns = {"source": ":START_ID", "target": ":END_ID", ":TYPE": ":TYPE", **titles}
    yield "edges.csv", lines(edges, columns, lost, array=_ARRAY)
    yield "load.sh", iter([_LOAD])
    yield "constraints.cypher", iter([_CONSTRAINT + ";\n"])


def cypher(projected: Projection, lost: Counter[str]) -> Iterator[str]:
    """Yield JSON lines, each a body for Neo4j's HTTP endpoint: statement and parameters.

    The first makes the constraint; the rest can be run again without making anything twice.
    """
    yield _statement(_CONSTRAINT, [])
    for label, rows in _grouped(projected.nodes, node_label):
        text = f"UNWIND $rows AS row MERGE (n:Entity {{iri: row.iri}}) SET n:{label}, n += row"
        for batch in batches(rows, 500):
            yield _statement(text, [cleaned(row, lost) for row in batch])
    for type_, rows in _grouped(projected.edges, relation_type):
        text = (
            "UNWIND $rows AS row MATCH (a:Entity {iri: row.source}) "
            "MATCH (b:Entity {iri: row.target}) "
            f"MERGE (a)-[r:{type_} {{id: row.values.id}}]->(b) SET r += row.values"
        )
        for batch in batches(rows, 500):
            yield _statement(text, [cleaned(_parted(row), lost) for row in batch])


def _parted(row: Row) -> Row:
    values = {k: v for k, v in row.items() if k not in _ENDS}
    return {"source": row["source"], "target": row["target"], "values": values}


def _statement(text: str, rows: list[Row]) -> str:
    body = {"statements": [{"statement": text, "parameters": {"rows": rows}}]}
    return json.dumps(body, ensure_ascii=False) + "\n"


def _grouped(rows: Iterable[Row], name: Callable[[Row], str]) -> list[tuple[str, list[Row]]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(name(row), []).append(row)
    return sorted(found.items())


def ladybug(projected: Projection, lost: Counter[str]) -> Files:
    """Yield schema.cypher, copy.cypher and the tables they load: one of nodes, one a relation.

    Run both in this folder; lists are JSON text.
    """
    node = _first(column_types(projected.nodes), "iri")
    edge = {k: t for k, t in column_types(projected.edges).items() if k not in _ENDS}
    groups = _grouped(projected.edges, relation_type)
    yield "schema.cypher", iter([_schema(node, edge, [name for name, _ in groups])])
    copies = [("Entity", "nodes.csv"), *((name, f"edges/{name}.csv") for name, _ in groups)]
    how = "(HEADER=true, PARALLEL=false, ESCAPE='\"')"  # else a line end in a cell breaks it
    yield "copy.cypher", iter(f"COPY {name} FROM '{file}' {how};\n" for name, file in copies)
    yield "nodes.csv", lines(projected.nodes, {k: k for k in node}, lost)
    columns = {k: k for k in (*_ENDS, *edge)}
    for name, rows in groups:
        yield f"edges/{name}.csv", lines(rows, columns, lost)


def _first(types: Mapping[str, type], key: str) -> dict[str, type]:
    return {key: str, **{k: t for k, t in types.items() if k != key}}


def _schema(node: dict[str, type], edge: dict[str, type], relations: list[str]) -> str:
    columns = ", ".join(f"`{k}` {t}" for k, t in named(node, _LADYBUG).items())
    made = [f"CREATE NODE TABLE Entity({columns}, PRIMARY KEY(iri));\n"]
    columns = "".join(f", `{k}` {t}" for k, t in named(edge, _LADYBUG).items())
    made += [f"CREATE REL TABLE {name}(FROM Entity TO Entity{columns});\n" for name in relations]
    return "".join(made)
