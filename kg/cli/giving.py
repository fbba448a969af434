"""Command that gives the graph to other programs: export."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import find_graph, graph_option


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
@click.option("--report", metavar="FILE.json", help="Write what is carried and what is lost.")
@click.option("--strict", is_flag=True, help="Exit 1 if the format loses anything.")
def export(
    graph: str | None, output: str, name: str, list_: bool, report: str | None, strict: bool,
    claims: bool, facts: bool, flatten: bool,
) -> int:  # fmt: skip
    """Write the graph for another program; say in one line what it does not carry."""
    from kg.export import export as write
    from kg.export import format_named
    from kg.store import Store

    if list_:
        return _list()
    format_ = format_named(name, "" if name else output if output != "-" else "x.trig")
    with Store.open(find_graph(graph)) as store:
        raw, told = write(store, format_, claims=claims, facts=facts, flatten=flatten)
    _give(raw, output, report, told.as_record())
    click.echo(str(told), err=True)
    return 1 if strict and not told.is_lossless else 0


def _give(raw: bytes, output: str, report: str | None, record: dict[str, object]) -> None:
    from kg.archive import atomic_write

    if report:
        import json

        atomic_write(Path(report), (json.dumps(record, indent=1) + "\n").encode())
    if output == "-":
        click.echo(raw, nl=False)
    else:
        atomic_write(Path(output), raw)


def _list() -> int:
    from kg.cli import tables
    from kg.export import FORMATS

    rows = [(f.name, f.extension, f.kind, f.readers) for f in FORMATS]
    tables.show(("format", "extension", "holds", "read by"), rows)
    return 0


COMMANDS: tuple[click.Command, ...] = (export,)
