"""Commands that ask: query, ask, show, path, stats."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import find_graph, find_store, graph_option
from kg.errors import InputError, KgError, UsageError

if TYPE_CHECKING:
    from kg.query import Result

_FORMATS = ("table", "tsv", "csv", "json", "xml", "turtle", "trig", "nt", "nq", "jsonld")
_EXTENSIONS = {".ttl": "turtle", ".txt": "table"}


@click.command(
    epilog="\b\nExamples:\n  kg query 'SELECT ?name { ?p a kg:Person ; skos:prefLabel ?name }'\n"
    "  kg query -p who='\"Peru\"@en' 'SELECT ?x { ?x skos:prefLabel ?who }' -f json"
)
@click.argument("sparql", metavar="SPARQL|FILE.rq|-")
@graph_option
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="Bind ?NAME.")
@click.option("--facts", is_flag=True, help="Ask the facts alone, not the claims and sources.")
@click.option("-f", "--format", "format", type=click.Choice(_FORMATS), help="Output format.")
@click.option("-o", "output", metavar="FILE", help="Write a file, whole or not at all.")
@click.option("--timeout", type=click.FloatRange(min=0.01), default=30.0, show_default=True)
@click.option("--max-rows", type=click.IntRange(min=1), help="Stop after so many rows, and say so.")
@click.option("--exit-status", is_flag=True, help="Exit 1 when the answer is no or empty.")
def query(graph: str | None, sparql: str, output: str | None, **options: Any) -> int:
    """Ask in SPARQL; the prefixes kg, id, skos, rdf, rdfs, dcterms are known.

    The query only reads: SERVICE, LOAD and graphs that are not in the store are refused.
    """
    from kg.query import Limits
    from kg.query import query as ask_store

    name, text = _text(sparql)
    result = ask_store(
        find_store(graph),
        text,
        params=_params(options["params"]),
        facts=options["facts"],
        limits=Limits(timeout=options["timeout"], max_rows=options["max_rows"]),
        format=_format(options["format"], output),
        name=name,
    )
    return _give(result, options["format"], output, fail_empty=options["exit_status"])


@click.command(epilog="\b\nExamples:\n  kg ask\n  kg ask who-said-what -p who=Arana")
@click.argument("name", required=False)
@graph_option
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="Bind ?NAME.")
@click.option("-f", "--format", "format", type=click.Choice(_FORMATS[:5]), help="Output format.")
@click.option("-o", "output", metavar="FILE", help="Write a file, whole or not at all.")
def ask(name: str | None, graph: str | None, output: str | None, **options: Any) -> int:
    """Ask a named question; without a name, list them."""
    from kg.query import query as ask_store
    from kg.query.questions import question

    if name is None:
        return _list_questions()
    asked, params = question(name), _params(options["params"])
    result = ask_store(
        find_store(graph),
        asked.text,
        params=params,
        format=_format(options["format"], output),
        name=f"{name}.rq",
    )
    plain = _format(options["format"], output) in (None, "tsv")
    return _give(result, options["format"], output, plain=plain)


@click.command(epilog="\b\nExamples:\n  kg show CECOT\n  kg show id:peru --json")
@click.argument("entity")
@graph_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(entity: str, graph: str | None, as_json: bool) -> None:
    """Show one entity: names, facts and claims, each with its sentence.

    ENTITY is an IRI, a CURIE, an id or a name.
    """
    from kg.cli import texts
    from kg.knowledge import KnowledgeGraph

    with KnowledgeGraph(find_graph(graph)) as opened:
        found = opened.show(entity)
    _print(found if as_json else texts.entity(found))


@click.command(epilog="\b\nExamples:\n  kg path Peru CECOT\n  kg path Peru CECOT --max 3 --json")
@click.argument("source")
@click.argument("target")
@graph_option
@click.option("--max", "most", type=click.IntRange(1, 20), default=1, show_default=True)
@click.option("--exit-status", is_flag=True, help="Exit 1 when there is no route.")
@click.option("--json", "as_json", is_flag=True, help="A JSON list of routes.")
def path(
    source: str, target: str, graph: str | None, most: int, exit_status: bool, as_json: bool
) -> int:
    """Find the shortest route of facts between two entities, each hop with its sentence."""
    from kg.cli import texts
    from kg.knowledge import KnowledgeGraph

    with KnowledgeGraph(find_graph(graph)) as opened:
        routes = opened.path(source, target, max_routes=most)
    lines = [line for n, r in enumerate(routes) for line in [*[""] * bool(n), *texts.route(r)]]
    _print(routes if as_json else lines or [f"no route of facts from {source} to {target}"])
    return 1 if exit_status and not routes else 0


@click.command(epilog="\b\nExamples:\n  kg stats\n  kg stats --json")
@graph_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def stats(graph: str | None, as_json: bool) -> None:
    """Count entities by type, facts, claims by modality and standing, documents."""
    from kg.cli import tables, texts
    from kg.knowledge import KnowledgeGraph

    with KnowledgeGraph(find_graph(graph)) as opened:
        found = opened.stats()
    if as_json:
        _print(found)
    else:
        tables.show(("counted", "kind", "number"), texts.counts(found))


def _print(found: Any) -> None:
    """Print records as JSON, anything else as lines."""
    if isinstance(found, dict) or (isinstance(found, list) and not _is_lines(found)):
        import json

        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        from kg.cli.tables import lines

        lines(found)


def _is_lines(found: list[Any]) -> bool:
    return bool(found) and isinstance(found[0], str)


def _list_questions() -> int:
    from kg.query.questions import questions

    for each in questions():
        params = "".join(f" [-p {name}=...]" for name, _ in each.params)
        click.echo(f"{each.name + params:<34} {each.help}")
    return 0


def _text(sparql: str) -> tuple[str, str]:
    """Return name and text of a query given as text, as a file, or as - for standard input."""
    try:
        if sparql == "-":
            return "stdin", sys.stdin.buffer.read().decode("utf-8")
        if sparql.endswith((".rq", ".sparql")) and "{" not in sparql:
            return sparql, Path(sparql).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(reason, where=sparql, fix="give a query, FILE.rq or -") from error
    return "query", sparql


def _params(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for name, sign, _ in pairs:
        if not sign:
            raise UsageError(f"parameter '{name}' has no value", fix=f"-p {name}=VALUE")
    return {name: value for name, _, value in pairs}


def _format(given: str | None, output: str | None) -> str | None:
    if given or not output or output == "-":
        return given
    extension = Path(output).suffix
    guessed = _EXTENSIONS.get(extension, extension[1:])
    if guessed not in _FORMATS:
        raise UsageError(f"no format for '{output}'", fix=f"-f {'|'.join(_FORMATS)}")
    return guessed


def _give(
    result: Result,
    format: str | None,
    output: str | None,
    *,
    fail_empty: bool = False,
    plain: bool = False,
) -> int:
    """Print or write a result, its warnings on stderr; `plain` rows carry no SPARQL quoting."""
    for warning in result.warnings:
        click.echo(f"warning: {warning}", err=True)
    to_file = output is not None and output != "-"
    wants_table = format == "table" or (format is None and not to_file and sys.stdout.isatty())
    data = result.data
    if result.kind == "rows" and (wants_table or plain):
        data = (_table(result) if wants_table else _plain_rows(result)).encode()
    if output is not None and to_file:
        _write(Path(output), data)
    else:
        click.echo(data, nl=False)
    return 1 if fail_empty and not result else 0


def _plain_rows(result: Result) -> str:
    from kg.query.results import cell
    from kg.vocabulary import PREFIXES

    rows = [[cell(term, PREFIXES) for term in row] for row in result.terms]
    return "".join("\t".join(row) + "\n" for row in [list(result.columns), *rows])


def _table(result: Result) -> str:
    from kg.cli.tables import render
    from kg.query.results import cell
    from kg.vocabulary import PREFIXES

    rows = [[cell(term, PREFIXES) for term in row] for row in result.terms]
    return render(result.columns, rows)


def _write(path: Path, data: bytes) -> None:
    from kg.archive import atomic_write

    try:
        atomic_write(path, data)
    except OSError as error:
        raise KgError(error.strerror or str(error), where=str(path)) from error


COMMANDS: tuple[click.Command, ...] = (query, ask, show, path, stats)
