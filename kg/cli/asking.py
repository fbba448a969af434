"""Commands that ask: query and ask."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

import click

from kg.cli.options import find_store, graph_option
from kg.errors import InputError, KgError, UsageError, did_you_mean

if TYPE_CHECKING:
    from kg.query import Result
    from kg.query.questions import Question

# The formats of kg.query.results, named here so that --help imports nothing.
ROWS = ("table", "tsv", "csv", "json", "jsonl", "xml", "md")
TRIPLES = ("turtle", "trig", "nt", "nq", "jsonld", "rdfxml")
_FORMATS = (*ROWS, *TRIPLES)
_EXTENSIONS = {".ttl": "turtle", ".txt": "table", ".rdf": "rdfxml", ".ndjson": "jsonl"}


@click.command(
    epilog="\b\nExamples:\n  kg query 'SELECT ?name { ?p a kg:Person ; skos:prefLabel ?name }'\n"
    "  kg query -p who='\"Peru\"@en' 'SELECT ?x { ?x skos:prefLabel ?who }' -f json"
)
@click.argument("sparql", metavar="SPARQL|FILE.rq|-")
@graph_option
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="Bind ?NAME.")
@click.option("--facts", is_flag=True, help="Ask the facts alone, not the claims and sources.")
@click.option("-f", "--format", "format", type=click.Choice(_FORMATS), help="Output format.")
@click.option("-o", "--output", metavar="FILE", help="Write a file, whole or not at all.")
@click.option("--timeout", type=click.FloatRange(min=0.01), default=30.0, show_default=True,
              metavar="SECONDS", help="Give up after so long.")  # fmt: skip
@click.option("--max-rows", type=click.IntRange(min=1), help="Stop after so many rows, and say so.")
@click.option("--explain", is_flag=True, help="Say what would be asked, and do not ask.")
@click.option("--allow-service", "services", multiple=True, metavar="URL",
              help="Let SERVICE call this URL, exactly as written.")  # fmt: skip
@click.option("--exit-status", is_flag=True, help="Exit 1 when the answer is no or empty.")
def query(graph: str | None, sparql: str, output: str | None, **options: Any) -> int:
    """Ask in SPARQL; the prefixes kg, id, skos, rdf, rdfs, dcterms are known.

    The query only reads: SERVICE, LOAD and graphs that are not in the store are refused.
    """
    from kg.query import Limits, explain
    from kg.query import query as ask_store

    name, text = _text(sparql)
    asked: dict[str, Any] = {
        "params": _params(options["params"]),
        "facts": options["facts"],
        "limits": Limits(
            timeout=options["timeout"],
            max_rows=options["max_rows"],
            services=options["services"],
        ),
        "name": name,
    }
    if options["explain"]:
        click.echo(explain(text, **asked))
        return 0
    ask_it = partial(
        ask_store, find_store(graph), text, format=_format(options["format"], output), **asked
    )
    if options["exit_status"] or _wants_table(options["format"], output):
        return _give(ask_it(), options["format"], output, fail_empty=options["exit_status"])
    return _pour(ask_it, output)


@click.command(
    epilog="\b\nExamples:\n  kg ask\n  kg ask who-said-what --who Arana",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("name", required=False)
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[--PARAMETER VALUE]...")
@graph_option
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="Bind ?NAME.")
@click.option("-f", "--format", "format", type=click.Choice(ROWS), help="Output format.")
@click.option("-o", "--output", metavar="FILE", help="Write a file, whole or not at all.")
@click.option("--json", "as_json", is_flag=True, help="The same as -f jsonl: an object a row.")
@click.option("-h", "--help", "wants_help", is_flag=True, help="Show this, or what NAME asks.")
def ask(name: str | None, options: tuple[str, ...], output: str | None, **given: Any) -> int:
    """Ask a named question; without a name, list them.

    A question's parameters are options: kg ask claims-by --who Arana, or if there is but one kg ask
    claims-by Arana; kg ask claims-by --help says which.
    """
    from kg.query import query as ask_store
    from kg.query.questions import checked, question

    if given["wants_help"]:
        return _help(name)
    if name is None:
        return _list_questions()
    asked, format = question(name), "jsonl" if given["as_json"] else given["format"]
    params = checked(asked, {**_params(given["params"]), **_options(asked, options)})
    result = ask_store(
        find_store(given["graph"]),
        asked.text,
        params=params,
        format=_format(format, output),
        name=f"{name}.rq",
    )
    plain = _format(format, output) in (None, "tsv")
    return _give(result, format, output, plain=plain)


def _options(asked: Question, given: tuple[str, ...]) -> dict[str, str]:
    """Return the parameters given as options: `--who Arana`, `--who=Arana` or `who=Arana`.

    The only parameter of a question needs no name.

    Raises:
        UsageError: one is no parameter of the question, or has no value.
    """
    names = [name for name, _ in asked.params]
    found, rest = dict[str, str](), list(given)
    while rest:
        option, sign, value = rest.pop(0).partition("=")
        name = option.removeprefix("--")
        if name not in names or not (sign or option.startswith("--")):
            if len(names) != 1 or given != (option,) or option.startswith("-"):
                raise _unasked(asked, option)
            return {names[0]: option}
        if not sign and not rest:
            raise UsageError(f"'{option}' has no value", fix=f"{option} VALUE")
        found[name] = value if sign else rest.pop(0)
    return found


def _unasked(asked: Question, option: str) -> UsageError:
    known = [f"--{name}" for name, _ in asked.params]
    fix = did_you_mean(f"--{option.lstrip('-')}", known)
    all_ = f"its parameters: {', '.join(known) or 'none'}"
    return UsageError(f"the question '{asked.name}' has no '{option}'", fix=fix or all_)


def _help(name: str | None) -> int:
    from kg.query.questions import described, question

    click.echo(described(question(name)) if name else click.get_current_context().get_help())
    return 0


def _list_questions() -> int:
    from kg.query.questions import questions

    rows = [
        (each.name + "".join(f" [--{name} ...]" for name, _ in each.params), each.help)
        for each in questions()
    ]
    if sys.stdout.isatty():
        formatter = click.HelpFormatter(max_width=100)
        formatter.write_dl(rows)
        click.echo(formatter.getvalue(), nl=False)
    else:  # a question a line, for grep
        click.echo("\n".join(f"{name:<34} {help_}" for name, help_ in rows))
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
    _warn(result)
    wants_table = _wants_table(format, output)
    data = result.data
    if result.kind == "rows" and (wants_table or plain):
        data = (_table(result) if wants_table else _plain_rows(result)).encode()
    if data and not data.endswith(b"\n"):  # Oxigraph ends no JSON, XML
        data += b"\n"
    if _is_file(output):
        _write(Path(output), data)
    else:
        click.echo(data, nl=False)
    return 1 if fail_empty and not result else 0


def _is_file(output: str | None) -> TypeGuard[str]:
    return output not in (None, "-")


def _wants_table(format: str | None, output: str | None) -> bool:
    return format == "table" or (format is None and not _is_file(output) and sys.stdout.isatty())


def _pour(ask: Callable[..., Result], output: str | None) -> int:
    """Let an answer be written into a file, whole or not at all, or from one to standard output."""
    from kg.atomic import spool, told, written_aside

    if _is_file(output):
        with written_aside(Path(output)) as path:
            _warn(ask(out=path))
        return 0
    with spool() as path:
        with told(path):
            _warn(ask(out=path))
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                click.echo(block, nl=False)
    return 0


def _warn(result: Result) -> None:
    for warning in result.warnings:
        click.echo(f"warning: {warning}", err=True)


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
    return render(result.columns, rows) if rows else "nothing found\n"


def _write(path: Path, data: bytes) -> None:
    from kg.atomic import atomic_write

    try:
        atomic_write(path, data)
    except OSError as error:
        raise KgError(error.strerror or str(error), where=str(path)) from error


COMMANDS: tuple[click.Command, ...] = (query, ask)
