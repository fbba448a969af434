"""The command that takes tables and graphs in."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import find_graph, graph_option

if TYPE_CHECKING:
    from kg.tables import ImportReport, Look, TableMap

_SHOWN = 20


@click.command(
    "import",
    epilog="\b\nExamples:\n  kg import people.csv"
    "\n  kg import people.csv --as Person --link home:livesIn:City -g peru.kg",
)
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@graph_option
@click.option("--as", "class_", metavar="CLASS", help="What a row is: Person, Organization, ...")
@click.option("--label", metavar="COLUMN", help="The column of names.  [default: guessed]")
@click.option("--id", "id_", metavar="COLUMN", help="The column that tells namesakes apart.")
@click.option("--link", "links", multiple=True, metavar="COLUMN:PROPERTY:CLASS",
              help="A column that names another entity; property or class.")  # fmt: skip
@click.option("--value", "values", multiple=True, metavar="COLUMN:ATTRIBUTE",
              help="A column of dates, numbers or texts, as in born:dateOfBirth.")  # fmt: skip
@click.option("--sheet", default="", metavar="NAME", help="The sheet of a workbook.  [the first]")
@click.option("--term", "terms", multiple=True, metavar="WORD=TERM",
              help="What a word of a graph means: a class or a relation.")  # fmt: skip
@click.option("--map", "map_", type=click.Path(path_type=Path), metavar="FILE.toml",
              help="A map that --save-map wrote.")  # fmt: skip
@click.option("--save-map", type=click.Path(path_type=Path), metavar="FILE.toml",
              help="Write what these options say, to use it again.")  # fmt: skip
@click.option("--source", default="", metavar="TEXT", help="What the graph calls the file.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@click.option("--strict", is_flag=True, help="Write nothing if any row or claim is left out.")
@click.pass_context
def import_(
    context: click.Context, path: Path, graph: str | None, class_: str | None, label: str | None,
    id_: str | None, links: tuple[str, ...], values: tuple[str, ...], sheet: str,
    terms: tuple[str, ...], map_: Path | None, save_map: Path | None, source: str, dry_run: bool,
    strict: bool,
) -> None:  # fmt: skip
    """Take a table or another program's graph in, every row and edge as evidence.

    Tables: .csv, .tsv, .xlsx, .parquet, .json, .jsonl. Graphs: .graphml, .gexf, the JSON of
    networkx and Cytoscape, a folder of nodes and edges.

    Without options it shows what is there and what it would guess, and writes nothing. A table
    needs --as or --map; a graph or an edge list (Source, Target, Label) only -g. What no option
    maps stays to be read in the row.
    """
    from kg.tables import Look, dump_map, look

    seen = Look(0, {}, ()) if map_ else look(path, sheet)  # a map tells all
    _hint(path, sheet)
    table = _table(path.stem, seen, class_, label, id_, links, values, terms, map_)
    if save_map:
        save_map.write_text(dump_map(table), encoding="utf-8")
    whole = seen.is_graph or seen.is_edge_list()
    if not (class_ or map_ or (whole and (graph or terms or dry_run))):
        _show(path, seen, table, [label, id_, sheet])
        return
    context.exit(_import(path, graph, table, (source, sheet), dry_run, strict))


def _hint(path: Path, sheet: str) -> None:
    """Say what lies beside what is read: other sheets, and the nodes of an edge list."""
    from kg.tables.sheets import unread

    if path.suffix.lower() in (".xlsx", ".xlsm") and path.is_file():
        for other in unread(path.read_bytes(), str(path), sheet):
            click.echo(f"not read: sheet {other} (--sheet {shlex.quote(other)})", err=True)
    nodes = path.with_name(f"nodes{path.suffix}")
    if path.stem == "edges" and nodes.is_file():
        whole = f"kg import {path.parent}"
        click.echo(f"the classes of what it joins are in {nodes}: {whole} takes both", err=True)


def _import(
    path: Path, graph: str | None, table: TableMap, named: tuple[str, str], dry_run: bool,
    strict: bool,
) -> int:  # fmt: skip
    from kg.tables import import_file

    source, sheet = named
    if strict or dry_run:
        there = Path(graph or "")
        report = import_file(path, there, table, source=source, sheet=sheet, is_dry=True)
        lacks = bool(report.left or report.dropped)
        if dry_run or lacks:
            _tell(report, f"{path}: would give {report}")
            return 1 if strict and lacks else 0
    out = Path(graph) if graph else find_graph(None)
    report = import_file(path, out, table, source=source, sheet=sheet)
    _tell(report, f"{out}: {report}{'' if report.is_new else ' (already there)'}")
    return 3 if report.left else 0


def _table(
    name: str, seen: Look, class_: str | None, label: str | None, id_: str | None,
    links: tuple[str, ...], values: tuple[str, ...], terms: tuple[str, ...], map_: Path | None,
) -> TableMap:  # fmt: skip
    from dataclasses import replace

    from kg.tables import TableMap, guess, load_map, parse_link, parse_terms, parse_value, suggest
    from kg.vocabulary import default

    if map_:
        return load_map(map_)
    if seen.is_graph:
        return TableMap(class_ or "Entity", "", terms=parse_terms(terms))
    table = guess(seen.columns, default(), class_) if class_ else suggest(name, seen.columns)
    own = tuple(parse_link(link, default()) for link in links) or table.links
    held = dict(parse_value(value, default()) for value in values) or table.values
    label, id_ = label or table.label, id_ or table.id
    return replace(table, label=label, id=id_, links=own, values=held)


def _show(path: Path, seen: Look, table: TableMap, given: Sequence[str | None]) -> None:
    """Say what a file holds, what is guessed of it, and the command that does it."""
    from kg.errors import counted
    from kg.tables import command, dump_map

    noun = "element" if seen.is_graph else "row"
    click.echo(f"{path}: {counted(seen.rows, noun)}; nothing is written")
    for name, values in seen.columns.items():
        click.echo(f"  {name}: {', '.join(values)}")
    if seen.is_graph:
        click.echo(f"\nnext: kg import {path} [--term WORD=TERM] -g NAME.kg")
        return
    click.echo(f"\nguessed map (--save-map FILE.toml keeps it):\n{dump_map(table)}")
    if left := [name for name in seen.columns if name not in table.columns()]:
        click.echo(f"only to be read in the row: {', '.join(left)}")
    if table.class_ == "Entity":
        click.echo("what a row is did not show: write Person, Organization, City ... for Entity")
    options = zip(("--label", "--id", "--sheet"), given, strict=True)
    more = [word for option, value in options if value for word in (option, value)]
    click.echo(f"next, if this is right: {command(table, str(path), f'{path.stem}.kg', *more)}")


def _tell(report: ImportReport, what: str) -> None:
    from kg.errors import counted

    for error in report.left[:_SHOWN]:
        click.echo(click.style("left out: ", fg="yellow", bold=True) + str(error), err=True)
    if len(report.left) > _SHOWN:
        click.echo(f"left out: {counted(len(report.left), 'row')} in all", err=True)
    for reason, number in report.dropped:
        click.echo(f"left out: {number} x {reason}", err=True)
    for word, number in report.unknown[:_SHOWN]:
        is_word = word.startswith(("class ", "relation ", "attribute "))
        more = " (--term gives it a meaning)" if is_word else ""
        click.echo(f"not known: {number} x {word}{more}", err=True)
    for name, several in report.ambiguous[:_SHOWN]:
        click.echo(f"joined to none: '{name}' may be {', '.join(several[:5])}", err=True)
    click.echo(what)


COMMANDS: tuple[click.Command, ...] = (import_,)
