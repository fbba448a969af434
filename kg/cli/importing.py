"""The command that takes tables in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import find_graph, graph_option

if TYPE_CHECKING:
    from kg.tables import ImportReport, Look, TableMap


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
@click.option("--map", "map_", type=click.Path(path_type=Path), metavar="FILE.toml",
              help="A map that --save-map wrote.")  # fmt: skip
@click.option("--save-map", type=click.Path(path_type=Path), metavar="FILE.toml",
              help="Write what these options say, to use it again.")  # fmt: skip
@click.option("--source", default="", metavar="TEXT", help="What the graph calls the table.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@click.option("--strict", is_flag=True, help="Write nothing if any row or claim is left out.")
@click.pass_context
def import_(
    context: click.Context,
    path: Path,
    graph: str | None,
    class_: str | None,
    label: str | None,
    id_: str | None,
    links: tuple[str, ...],
    map_: Path | None,
    save_map: Path | None,
    source: str,
    dry_run: bool,
    strict: bool,
) -> None:
    """Take a table of records (.csv, .tsv, .jsonl) into a graph, every row as evidence.

    Without --as or --map it shows the columns and what it would guess, and writes nothing; an edge
    list (Source, Target, Label) needs neither. What no option maps stays to be read in the row.
    """
    from kg.tables import dump_map, import_table, look

    seen = look(path)
    table = _table(seen, class_, label, id_, links, map_)
    if save_map:
        save_map.write_text(dump_map(table), encoding="utf-8")
    if not (class_ or map_ or seen.is_edge_list()):
        _show(path, seen, dump_map(table))
        return
    if strict or dry_run:
        report = import_table(path, Path(), table, source=source, is_dry=True)
        if dry_run or report.left or report.dropped:
            _tell(report, f"{path}: would give {report}")
            context.exit(1 if strict and (report.left or report.dropped) else 0)
    out = Path(graph) if graph else find_graph(None)
    report = import_table(path, out, table, source=source)
    _tell(report, f"{out}: {report}{'' if report.is_new else ' (already there)'}")
    context.exit(3 if report.left else 0)


def _table(
    seen: Look,
    class_: str | None,
    label: str | None,
    id_: str | None,
    links: tuple[str, ...],
    map_: Path | None,
) -> TableMap:
    from dataclasses import replace

    from kg.tables import guess, load_map, parse_link
    from kg.vocabulary import default

    if map_:
        return load_map(map_)
    table = guess(seen.columns, default(), class_ or "Entity")
    own = tuple(parse_link(link, default()) for link in links) or table.links
    return replace(table, label=label or table.label, id=id_ or table.id, links=own)


def _show(path: Path, seen: Look, guessed: str) -> None:
    from kg.errors import counted

    click.echo(f"{path}: {counted(seen.rows, 'row')}; nothing is written")
    for name, values in seen.columns.items():
        click.echo(f"  {name}: {', '.join(values)}")
    click.echo(f"\nguessed map (--save-map FILE.toml keeps it):\n{guessed}")
    click.echo(f"next: kg import {path} --as CLASS [--link COLUMN:PROPERTY:CLASS] -g NAME.kg")


def _tell(report: ImportReport, what: str) -> None:
    for error in report.left:
        click.echo(click.style("left out: ", fg="yellow", bold=True) + str(error), err=True)
    for reason, number in report.dropped:
        click.echo(f"left out: {number} x {reason}", err=True)
    click.echo(what)


COMMANDS: tuple[click.Command, ...] = (import_,)
