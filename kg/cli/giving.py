"""Command that gives the graph to other programs: export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_option, reading

if TYPE_CHECKING:
    from kg.export import Export, Report


@click.command(
    epilog="\b\nExamples:\n  kg export -o graph.trig\n  kg export --claims -o graph.graphml"
)
@graph_option
@click.option("-o", "--output", metavar="FILE", default="-", help="Where to; - is the terminal.")
@click.option("-f", "--format", "name", metavar="FORMAT", default="", help="Else by extension.")
@click.option("--list", "list_", is_flag=True, help="List the formats and who reads them.")
@click.option("--claims", is_flag=True, help="An edge a claim, with speaker and modality.")
@click.option("--facts", is_flag=True, help="Only the fact layer.")
@click.option("--flatten", is_flag=True, help="All graphs of the RDF as one.")
@click.option("--rdf12", is_flag=True, help="RDF 1.2: a claim reifies a triple term.")
@click.option("--for", "reader", type=click.Choice(["excel"]), help="Guard cells from formulas.")
@click.option("--report", metavar="FILE.json", help="Write what is carried and what is lost.")
@click.option("--strict", is_flag=True, help="Exit 1 if the format loses anything.")
def export(
    graph: str | None, output: str, name: str, list_: bool, report: str | None, strict: bool,
    claims: bool, facts: bool, flatten: bool, rdf12: bool, reader: str | None,
) -> int:  # fmt: skip
    """Write the graph for another program; say in one line what it does not carry."""
    from kg.export import export as write
    from kg.export import format_named
    from kg.store import Store

    if list_:
        return _list()
    format_ = format_named(name, "" if name else output if output != "-" else "x.trig")
    options = {"claims": claims, "facts": facts, "flatten": flatten, "rdf12": rdf12}
    directory = reading(graph)
    with Store.open(directory) as store:
        _tell_of_text(directory, is_needed=format_.kind == "entities and edges")
        given = write(store, format_, **options, excel=reader == "excel", directory=directory)
        _give(given, output)
    _tell(given.report, report)
    return 1 if strict and not given.report.is_lossless else 0


def _tell_of_text(directory: Path, *, is_needed: bool) -> None:
    """Say what would make a first export many times as fast, where the text is not there."""
    from kg.mirror import is_kept
    from kg.store import remedy

    if is_needed and not is_kept(directory):
        what = "the store has no text beside it, or that of another kg: its first export is slow"
        click.echo(f"{what}; {remedy(directory)} mends it", err=True)


def _give(given: Export, output: str) -> None:
    from kg.errors import UsageError

    if output != "-":
        given.write(Path(output))
        return
    if given.folder is not None:
        raise UsageError("this format is a folder", fix="-o FOLDER")
    for piece in given.file:
        click.echo(piece, nl=False)


def _tell(report: Report, file: str | None) -> None:
    import json

    from kg.atomic import atomic_write

    if file:
        text = json.dumps(report.as_record(), indent=1) + "\n"
        atomic_write(Path(file), text.encode())
    click.echo(str(report), err=True)


def _list() -> int:
    from kg.cli import tables
    from kg.export import FORMATS

    rows = [(f.name, f.extension or "-", f.kind, f.readers) for f in FORMATS]
    tables.show(("format", "extension", "holds", "read by"), rows)
    return 0


COMMANDS: tuple[click.Command, ...] = (export,)
