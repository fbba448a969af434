#!/usr/bin/env python3
"""Run the W3C suites through kg's own doors, and beside them through bare pyoxigraph.

Usage: scripts/conformance.py W3C_FOLDER. The folder holds `sparql11/` and `rdf/` of the rdf-tests.
Queries go through `kg.query.query`: gate, worker and all; N-Quads and N-Triples through the reader
of evidence, `kg.quads.parse`, the other syntaxes through that of `kg import`. Rows compare as bags,
by value and up to names of blank nodes. kg has no door for updates: the gate must refuse every one
of them. Exits 1 if kg passes fewer than pyoxigraph, other than by what it refuses on purpose.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from csv import DictReader
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox

from kg.errors import InputError, KgError
from kg.quads import parse
from kg.query import query
from kg.store import Store
from kg.tables.rdf import quads_of

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
RDFT = "http://www.w3.org/ns/rdftest#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
QUERIES = [
    "aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping",
    "negation", "project-expression", "property-path", "subquery", "syntax-query",
]  # fmt: skip
UPDATES = [
    "add", "basic-update", "clear", "copy", "delete-data", "delete-insert", "delete-where",
    "delete", "drop", "move", "syntax-update-1", "syntax-update-2", "update-silent",
]  # fmt: skip
RESULTS = ["csv-tsv-res", "json-res"]
PARSERS = ["rdf-n-triples", "rdf-n-quads", "rdf-turtle", "rdf-trig", "rdf-xml"]
ON_PURPOSE = ("is refused", "FROM names no graph", "nested more than", "longer than")
_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG, ".rdf": ox.RdfFormat.RDF_XML,
}  # fmt: skip
_BROKEN = (SyntaxError, ValueError, OSError, RuntimeError, KgError)


@dataclass(frozen=True, slots=True)
class Test:
    """One test of a manifest: its kind, action and result as nodes, and all the manifest says."""

    name: str
    kind: str
    action: Any
    result: Any
    about: ox.Store
    base: str

    def value(self, node: Any, predicate: str) -> Any:
        """Return one object, None without any."""
        return next(iter(self.values(node, predicate)), None)

    def values(self, node: Any, predicate: str) -> list[Any]:
        """Return the objects of a node."""
        found = self.about.quads_for_pattern(node, ox.NamedNode(predicate), None)
        return [q.object for q in found]

    def text(self, node: Any) -> str:
        """Return the content of a file that the manifest names."""
        return path_of(node).read_bytes().decode("utf-8")


def path_of(node: Any) -> Path:
    """Return the file of a file: IRI."""
    return Path(unquote(urlsplit(node.value).path))


def tests(folder: Path) -> Iterator[Test]:
    """Yield the tests of a folder's manifest."""
    manifest = folder / "manifest.ttl"
    about = ox.Store()
    about.load(path=str(manifest), format=ox.RdfFormat.TURTLE, base_iri=manifest.as_uri())
    assumed = [q.object.value for q in about.quads_for_pattern(
        None, ox.NamedNode(MF + "assumedTestBase"), None)]  # fmt: skip
    for quad in about.quads_for_pattern(None, ox.NamedNode(MF + "action"), None):
        test = Test(quad.subject.value.rpartition("#")[2], "", quad.object, None, about,
                    assumed[0] if assumed else "")  # fmt: skip
        kind = test.value(quad.subject, RDF + "type").value
        result = test.value(quad.subject, MF + "result")
        yield Test(test.name, kind.rpartition("#")[2], quad.object, result, about, test.base)


def dataset(test: Test, node: Any, space: str) -> list[ox.Quad]:
    """Return the quads that a test starts from or must end with."""
    quads = []
    for given in test.values(node, space + "data"):
        quads += load(given, ox.DefaultGraph())
    for given in test.values(node, space + "graphData"):
        file = test.value(given, space + "graph") or given
        label = test.value(given, RDFS + "label")
        quads += load(file, ox.NamedNode(label.value) if label else file)
    return quads


def load(node: Any, graph: Any) -> list[ox.Quad]:
    """Return a file's triples in a graph."""
    path = path_of(node)
    found = ox.parse(path=str(path), format=_FORMATS[path.suffix], base_iri=node.value)
    return [ox.Quad(q.subject, q.predicate, q.object, graph) for q in found]


def canonical(quads: Any) -> set[str]:
    """Return quads as text, blank nodes named canonically and literals by value."""
    found = ox.Dataset([ox.Quad(q.subject, q.predicate, by_value(q.object), q.graph_name)
                        if isinstance(q, ox.Quad) else ox.Quad(*q) for q in quads])  # fmt: skip
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(map(str, found))


def by_value(term: Any) -> Any:
    """Return a number or truth value in one lexical form; any other term as it is."""
    if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(
        "http://www.w3.org/2001/XMLSchema#"
    ):
        return term
    if term.datatype.value.endswith("#boolean"):
        return ox.Literal(term.value in ("1", "true"))
    if term.datatype.value.rpartition("#")[2] not in ("integer", "decimal", "double", "float"):
        return term
    try:
        value = Decimal(term.value).normalize()
    except InvalidOperation:
        return term
    return ox.Literal(format(value, "f"), datatype=term.datatype)


def bag(variables: Any, rows: Any) -> set[str]:
    """Return rows as a graph, a blank node a row: a bag, whatever their blank nodes are called."""
    names = [v.value for v in variables]
    binding = [ox.NamedNode(f"x:{name}") for name in names]
    quads = []
    for row in rows:
        node = ox.BlankNode()
        quads.append(ox.Quad(node, ox.NamedNode("x:row"), ox.Literal("row")))
        quads += [ox.Quad(node, b, t) for b, t in zip(binding, row, strict=True) if t is not None]
    return canonical(quads) | {f"?{name}" for name in names}


def answer(found: Any) -> Any:
    """Return what compares equal for equal answers."""
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QuerySolutions):
        return bag(found.variables, [list(row) for row in found])
    return canonical(ox.Quad(*t) for t in found)


def expected(test: Test) -> Any:
    """Return the answer that a test wants; None if any will do."""
    path = path_of(test.result)
    forms = {".srx": ox.QueryResultsFormat.XML, ".srj": ox.QueryResultsFormat.JSON,
             ".tsv": ox.QueryResultsFormat.TSV}  # fmt: skip
    if path.suffix in forms:
        return answer(ox.parse_query_results(path.read_bytes(), format=forms[path.suffix]))
    if path.suffix == ".csv":
        return csv(path.read_bytes())
    quads = load(test.result, ox.DefaultGraph())
    if any(q.predicate.value == RS + "resultVariable" for q in quads):
        return rows_of(ox.Store(), quads)
    return canonical(quads)


def rows_of(store: ox.Store, quads: list[ox.Quad]) -> Any:
    """Return the bag of a result set written as RDF."""
    store.extend(quads)
    names = [q.object.value for q in quads if q.predicate.value == RS + "resultVariable"]
    rows = []
    for solution in (q.object for q in quads if q.predicate.value == RS + "solution"):
        row = dict.fromkeys(names)
        for quad in store.quads_for_pattern(solution, ox.NamedNode(RS + "binding"), None):
            given = {q.predicate.value: q.object for q in store.quads_for_pattern(
                quad.object, None, None)}  # fmt: skip
            row[given[RS + "variable"].value] = given[RS + "value"]
        rows.append(list(row.values()))
    return bag([ox.Variable(n) for n in names], rows)


def csv(data: bytes) -> set[str]:
    """Return rows of CSV, columns by name; blank nodes have no name there to be compared."""
    rows = DictReader(StringIO(data.decode()))
    return {
        str(sorted((k, "_" if v.startswith("_:") else v) for k, v in row.items())) for row in rows
    }


def ask_kg(text: str, base: str, quads: list[ox.Quad], format: str) -> Any:
    """Ask through kg: gate, worker, result."""
    # The union is for graphs of news; the suites ask the default graph.
    found = query(Store.memory(quads), f"BASE <{base}>\n{text}", facts=True, format=format or None)
    if format == "csv":
        return csv(found.data)
    if found.kind == "bool":
        return bool(found)
    if found.kind == "rows":
        return bag([ox.Variable(c) for c in found.columns], found.terms)
    return canonical(ox.Quad(*t) for t in found.terms)


def ask_raw(text: str, base: str, quads: list[ox.Quad], format: str) -> Any:
    """Ask bare pyoxigraph."""
    store = ox.Store()
    store.extend(quads)
    found: Any = store.query(text, base_iri=base)
    if format == "csv":
        return csv(found.serialize(format=ox.QueryResultsFormat.CSV) or b"")
    return answer(found)


def passes_query(test: Test, ask: Callable[..., Any]) -> str:
    """Return why a query test fails; "" if it passes."""
    is_syntax = "Syntax" in test.kind
    node = test.action if is_syntax else test.value(test.action, QT + "query")
    quads = [] if is_syntax else dataset(test, test.action, QT)
    wants_csv = test.result is not None and path_of(test.result).suffix == ".csv"
    try:
        found = ask(test.text(node), node.value, quads, "csv" if wants_csv else "")
    except _BROKEN as error:
        is_right = test.kind.startswith("Negative")
        return "" if is_right else str(error).splitlines()[0]
    if is_syntax:
        return "accepted" if test.kind.startswith("Negative") else ""
    return "" if found == expected(test) else "another answer"


def update_raw(test: Test) -> str:
    """Return why bare pyoxigraph fails an update test; "" if it passes."""
    is_syntax = "Syntax" in test.kind
    node = test.action if is_syntax else test.value(test.action, UT + "request")
    store = ox.Store()
    store.extend([] if is_syntax else dataset(test, test.action, UT))
    try:
        store.update(test.text(node), base_iri=node.value)
    except _BROKEN as error:
        return "" if test.kind.startswith("Negative") else str(error).splitlines()[0]
    if is_syntax:
        return "accepted" if test.kind.startswith("Negative") else ""
    return "" if canonical(store) == canonical(dataset(test, test.result, UT)) else "other quads"


def update_kg(test: Test) -> str:
    """Return why kg fails an update: it must refuse to run it; "" if it does."""
    is_syntax = "Syntax" in test.kind
    node = test.action if is_syntax else test.value(test.action, UT + "request")
    try:
        query(Store.memory(), test.text(node))
    except InputError:
        return ""
    return "an update passed" if test.text(node).strip() else ""


def parses(test: Test, read: Callable[[bytes, str, Any], Any]) -> str:
    """Return why a parser test fails; "" if it passes."""
    path = path_of(test.action)
    folder = path.parent if (path.parent / "manifest.ttl").exists() else path.parent.parent
    base = test.base + path.relative_to(folder).as_posix() if test.base else test.action.value
    try:
        found = canonical(read(path.read_bytes(), base, _FORMATS[path.suffix]))
    except _BROKEN as error:
        return "" if "Negative" in test.kind else str(error).splitlines()[0]
    if "Negative" in test.kind:
        return "accepted"
    if test.result is None:
        return ""
    result = path_of(test.result)
    wanted = ox.parse(result.read_bytes(), format=_FORMATS[result.suffix])
    return "" if found == canonical(wanted) else "other quads"


def read_raw(data: bytes, base: str, form: Any) -> list[ox.Quad]:
    """Parse with bare pyoxigraph."""
    return list(ox.parse(data, format=form, base_iri=base))


def read_kg(data: bytes, base: str, form: Any) -> list[ox.Quad]:
    """Parse with the reader of evidence where it knows the form, else with that of `kg import`."""
    lines = (ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES)
    return list(parse(data)) if form in lines else quads_of(form, data, "given", base)


Check = Callable[[Test], str]
SUITES: list[tuple[str, str, list[str], Check, Check]] = [
    ("SPARQL 1.1 query", "sparql11", QUERIES,
     lambda t: passes_query(t, ask_kg), lambda t: passes_query(t, ask_raw)),
    ("SPARQL 1.1 results", "sparql11", RESULTS,
     lambda t: passes_query(t, ask_kg), lambda t: passes_query(t, ask_raw)),
    ("SPARQL 1.1 update (kg: refused)", "sparql11", UPDATES, update_kg, update_raw),
    *((f"RDF 1.1 {name[4:]}", "rdf", [name],
       lambda t: parses(t, read_kg), lambda t: parses(t, read_raw)) for name in PARSERS),
]  # fmt: skip


def kinds(test: Test) -> str:
    """Return the heading under which a test is counted."""
    if "Evaluation" in test.kind or "Eval" in test.kind or "Format" in test.kind:
        return "evaluation"
    return "negative syntax" if "Negative" in test.kind else "positive syntax"


def run(root: Path) -> int:
    """Run every suite, print the counts and the failures; 1 if kg is below pyoxigraph."""
    is_below, failures = False, []
    print("| suite | | kg | pyoxigraph | total |\n|---|---|---|---|---|")
    for name, folder, parts, ours, theirs in SUITES:
        counts: dict[str, list[int]] = {}
        for part in parts:
            for test in tests(root / folder / part):
                if test.kind.endswith(("ProtocolTest", "ServiceDescriptionTest")):
                    continue
                told, raw = ours(test), theirs(test)
                on_purpose = any(words in told for words in ON_PURPOSE)
                row = counts.setdefault(kinds(test), [0, 0, 0, 0])
                row[0] += not told
                row[1] += not raw
                row[2] += 1
                row[3] += on_purpose
                if told:
                    beside = "pyoxigraph too" if raw else "kg alone"
                    why = "refused on purpose: " * on_purpose + told
                    failures.append(f"{part}/{test.name}: {why} ({beside})")
        for kind, (kg, raw_count, total, refused) in sorted(counts.items()):
            print(f"| {name} | {kind} | {kg} | {raw_count} | {total} |", flush=True)
            is_below = is_below or kg + refused < raw_count
    print("\nKnown failures:\n" + "\n".join(failures))
    return int(is_below)


def main(arguments: list[str]) -> int:
    """Run the suites of the folder that is named."""
    if len(arguments) != 1 or not (Path(arguments[0]) / "sparql11").is_dir():
        print("usage: scripts/conformance.py W3C_FOLDER (with sparql11/ and rdf/)", file=sys.stderr)
        return 2
    return run(Path(arguments[0]).resolve())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
