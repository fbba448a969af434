"""Commands that ask: query, ask, show, path, stats."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import find_graph, graph_option
from kg.errors import InputError, KgError, UsageError

if TYPE_CHECKING:
    from kg.query import Result

_FORMATS = ("table", "tsv", "csv", "json", "xml", "turtle", "trig", "nt", "nq", "jsonld")
_EXTENSIONS = {".ttl": "turtle", ".txt": "table"}


@click.command(
    epilog="Examples:\n\n  kg query 'SELECT ?name { ?p a kg:Person ; skos:prefLabel ?name }'\n\n"
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
        find_graph(graph),
        text,
        params=_params(options["params"]),
        facts=options["facts"],
        limits=Limits(timeout=options["timeout"], max_rows=options["max_rows"]),
        format=_format(options["format"], output),
        name=name,
    )
    return _give(result, options["format"], output, fail_empty=options["exit_status"])


@click.command(epilog="Examples:\n\n  kg ask\n\n  kg ask who-said-what -p who=Arana")
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
        find_graph(graph),
        asked.text,
        params=params,
        format=_format(options["format"], output),
        name=f"{name}.rq",
    )
    return _give(result, options["format"], output)


def _list_questions() -> int:
    from kg.query.questions import questions

    for each in questions():
        params = "".join(f" [-p {name}=...]" for name, _ in each.params)
        click.echo(f"{each.name + params:<34} {each.help}")
    return 0


def _text(sparql: str) -> tuple[str, str]:
    """Return the name and the text of a query given as text, as a file or as - for standard input."""
    try:
        if sparql == "-":
            return "stdin", click.get_text_stream("stdin", encoding="utf-8").read()
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
    result: Result, format: str | None, output: str | None, *, fail_empty: bool = False
) -> int:
    """Print or write a result, its warnings on stderr."""
    for warning in result.warnings:
        click.echo(f"warning: {warning}", err=True)
    to_file = output is not None and output != "-"
    wants_table = format == "table" or (format is None and not to_file and sys.stdout.isatty())
    data = _table(result).encode() if wants_table and result.kind == "rows" else result.data
    if output is not None and to_file:
        _write(Path(output), data)
    else:
        click.get_binary_stream("stdout").write(data)
    return 1 if fail_empty and not result else 0


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


COMMANDS: tuple[click.Command, ...] = (query, ask)
