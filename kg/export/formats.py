"""The table of formats, and the one way to export: format and store in, files and report out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError, did_you_mean
from kg.export.aside import write_file, write_folder
from kg.export.cypher import cypher, ladybug, neo4j
from kg.export.dot import dot
from kg.export.ftm import ftm
from kg.export.gexf import gexf
from kg.export.graphml import graphml
from kg.export.jsonld import jsonld
from kg.export.markdown import markdown
from kg.export.nodelink import cx2, cytoscape, nodelink
from kg.export.projection import Projection, projection
from kg.export.rdf import rdfxml, reified, trig, turtle, xml_safe
from kg.export.report import Report
from kg.export.tables import Files, parquet, tables
from kg.quads import dump

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.store import Store

_NESTED = ("nodelink",)
"""Formats of entities and edges that hold all sentences of an edge; any other holds the first."""
_UNJOINED = (*_NESTED, "ftm", "dot")
"""Formats that hold several values of a thing one by one, or none of them."""
_TABLES = {
    ".csv": "a folder of tables: -f csv -o FOLDER; one table: kg ask facts -o FILE.csv",
    ".tsv": "one table: kg ask facts -o FILE.tsv",
    ".xlsx": "a folder of tables: -f csv --for excel -o FOLDER",
    ".parquet": "a folder of tables: -f parquet -o FOLDER",
    ".md": "a folder of notes: -f markdown -o FOLDER",
}
"""What to do instead, by the ending of a file that no format writes."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, extension, who reads it, and its one writer.

    `quads` writes a whole dataset, `triples` one graph, `rows` the projection to one file and
    `folder` to several; the last two count what they cannot hold. A folder has no extension.
    """

    name: str
    extension: str
    readers: str
    quads: Callable[[Iterable[ox.Quad]], bytes] | None = None
    triples: Callable[[Iterable[ox.Quad]], bytes] | None = None
    rows: Callable[[Projection, Counter[str]], Iterator[str]] | None = None
    folder: Callable[[Projection, Counter[str]], Files] | None = None

    @property
    def kind(self) -> str:
        """What the format holds, in words."""
        if self.quads:
            return "everything"
        return "one RDF graph" if self.triples else "entities and edges"


FORMATS = (
    Format("trig", ".trig", "any triple store", quads=trig),
    Format("nquads", ".nq", "any triple store", quads=dump),
    Format("jsonld", ".jsonld", "JSON-LD tools, JavaScript", quads=jsonld),
    Format("turtle", ".ttl", "RDF tools, editors; with --facts or --flatten", triples=turtle),
    Format("ntriples", ".nt", "RDF tools, grep; with --facts or --flatten", triples=dump),
    Format("rdfxml", ".rdf", "older RDF tools; with --facts or --flatten", triples=rdfxml),
    Format("gexf", ".gexf", "Gephi, Gephi Lite", rows=gexf),
    Format("graphml", ".graphml", "Gephi, Cytoscape, igraph, yEd, Neo4j APOC", rows=graphml),
    Format("cx2", ".cx2", "Cytoscape, NDEx", rows=cx2),
    Format("cytoscape", ".cyjs", "Cytoscape.js", rows=cytoscape),
    Format("nodelink", ".json", "networkx, D3", rows=nodelink),
    Format("csv", "", "spreadsheets (Excel), pandas, DuckDB, Gephi; a folder", folder=tables),
    Format("parquet", "", "pandas, DuckDB, Spark; a folder", folder=parquet),
    Format("neo4j", "", "neo4j-admin database import; a folder", folder=neo4j),
    Format("cypher", ".cypher.jsonl", "Neo4j's HTTP endpoint, drivers", rows=cypher),
    Format("ladybug", "", "Ladybug; a folder", folder=ladybug),
    Format("ftm", ".ftm.json", "FollowTheMoney, Aleph", rows=ftm),
    Format("markdown", "", "Obsidian; a folder of notes", folder=markdown),
    Format("dot", ".dot", "Graphviz", rows=dot),
)


def format_named(name: str = "", file: str = "") -> Format:
    """Return the format of a name, else that of a file's extension.

    Raises:
        UsageError: no format has it; the fix lists those that are.

    >>> format_named("trig").extension, format_named(file="a/b.graphml").name
    ('.trig', 'graphml')
    >>> format_named(file="a.ftm.json").name, format_named(file="a.json").name
    ('ftm', 'nodelink')
    """
    known = [f.name for f in FORMATS]
    if name:
        found = [f for f in FORMATS if name.lower() in (f.name, f.extension[1:])]
        read = [f.name for f in FORMATS if name.lower() in re.findall(r"[\w-]+", f.readers.lower())]
        near = did_you_mean(name, known) or (f"-f {'|'.join(read)}" if read else "")
    else:
        ends = [f for f in FORMATS if f.extension and file.lower().endswith(f.extension)]
        found = sorted(ends, key=lambda f: -len(f.extension))
        near = next((how for end, how in _TABLES.items() if file.lower().endswith(end)), "")
    if found:
        return found[0]
    what = f"unknown format '{name}'" if name else f"no format for '{file}'"
    raise UsageError(what, fix=near or f"-f {'|'.join(known)}")


@dataclass(frozen=True, slots=True)
class Export:
    """One export, not yet written: its pieces are made while they are taken.

    The report is complete once all are taken.
    """

    report: Report
    file: Iterable[str | bytes] = ()
    folder: Files | None = None

    def write(self, path: Path) -> None:
        """Write the file or folder, whole or not at all.

        Raises:
            UsageError: a folder holds what no export wrote.
            StoreError: it cannot be written.
        """
        if self.folder is None:
            write_file(path, self.file)
        else:
            write_folder(path, self.folder)


def export(
    store: Store,
    format: Format,
    *,
    claims: bool = False,
    facts: bool = False,
    flatten: bool = False,
    rdf12: bool = False,
    excel: bool = False,
    directory: Path | None = None,
) -> Export:
    """Return a store in another format, and what of it is carried.

    `claims`: an edge a claim, not a fact; for formats of entities and edges. `facts`: only the
    fact layer; `flatten`: all graphs as one; `rdf12`: claims as triple terms; for RDF. `excel`:
    no cell of a table is a formula. The same store gives the same bytes; in `directory`, its graph
    directory, the rows of entities and edges are kept for the next time.

    Raises:
        UsageError: the format cannot do what is asked.
    """
    _refuse(excel and format.name != "csv", f"{format.name} is no spreadsheet", "-f csv")
    if format.rows or format.folder:
        _refuse(flatten, f"{format.name} has no graphs to flatten", "leave --flatten out")
        _refuse(rdf12, f"{format.name} is no RDF", "leave --rdf12 out, or -f trig")
        _refuse(facts and claims, "--facts and --claims exclude each other", "give one of them")
        projected, left_out = projection(store, claims=claims, directory=directory)
        return of_rows(projected, format, left_out=left_out, excel=excel)
    _refuse(claims, f"{format.name} holds claims anyway", "leave --claims out")
    can = format.name not in ("jsonld", "rdfxml")
    _refuse(rdf12 and not can, f"{format.name} has no triple terms", "-f trig")
    if format.quads:
        _refuse(flatten, f"{format.name} keeps the graphs", "leave --flatten out")
        return _dataset(store, format.quads, facts=facts, rdf12=rdf12)
    _refuse(
        facts == flatten,
        f"{format.name} holds one graph, and this store has one for each document",
        "-f trig keeps them; --facts takes the fact layer; --flatten joins all",
    )
    return _one_graph(store, format, facts=facts, rdf12=rdf12)


def of_rows(
    projected: Projection, format: Format, *, left_out: Mapping[str, int] | None = None,
    excel: bool = False,
) -> Export:  # fmt: skip
    """Return rows in a format of entities and edges."""
    lost: Counter[str] = Counter()
    if format.name not in _NESTED:
        lost["further sentences of an edge"] = projected.further
    if format.name not in _UNJOINED:
        lost["values joined in one cell"] = projected.joined
    carried = {"nodes": len(projected.nodes), "edges": len(projected.edges)}
    report = Report(carried, left_out or {}, lost)
    if excel:
        return Export(report, folder=tables(projected, lost, excel=True))
    if format.folder:
        return Export(report, folder=format.folder(projected, lost))
    return Export(report, file=format.rows(projected, lost) if format.rows else ())


def _refuse(wrong: bool, what: str, fix: str) -> None:
    if wrong:
        raise UsageError(what, fix=fix)


def _dataset(
    store: Store, write: Callable[[Iterable[ox.Quad]], bytes], *, facts: bool, rdf12: bool
) -> Export:
    every = list(store.quads())
    chosen = [q for q in every if not _graph(q)] if facts else every
    written = list(reified(chosen)) if rdf12 else chosen
    report = Report({"quads": len(written)}, _outside(every, chosen))
    return Export(report, [write(written)])


def _one_graph(store: Store, format: Format, *, facts: bool, rdf12: bool) -> Export:
    import pyoxigraph as ox

    every = list(store.quads())
    chosen = [q for q in every if not _graph(q)] if facts else every
    joined = {ox.Quad(q.subject, q.predicate, q.object) for q in chosen}
    written = list(reified(joined)) if rdf12 else joined
    lost = Counter({"names of graphs": len({_graph(q) for q in chosen} - {""})})
    report = Report({"triples": len(written)}, _outside(every, chosen), lost)
    held = xml_safe(written, lost) if format.name == "rdfxml" else written
    return Export(report, [(format.triples or dump)(held)])


def _graph(quad: ox.Quad) -> str:
    return getattr(quad.graph_name, "value", "")


def _outside(every: Sized, chosen: Sized) -> dict[str, int]:
    return {"quads outside the fact layer": len(every) - len(chosen)}
