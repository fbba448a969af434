"""Command that draws: render."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from kg.cli.options import graph_option, reading


@click.command(
    epilog="\b\nExamples:\n  kg render -o graph.html"
    "\n  kg render --focus CECOT --depth 2 -o cecot.svg"
)
@graph_option
@click.option(
    "-o", "--output", metavar="FILE", required=True, help="FILE.html, .svg, .png or .dot."
)
@click.option("--focus", metavar="ENTITY", help="Draw what is around one entity.")
@click.option(
    "--depth", type=click.IntRange(0, 9), default=1, show_default=True, help="Steps from the focus."
)
@click.option("--query", "sparql", metavar="SPARQL", help="Draw the entities a query finds.")
@click.option(
    "--max-nodes",
    type=click.IntRange(1, 300),
    default=150,
    show_default=True,
    help="Entities drawn at first; the rest is found by search.",
)
@click.option("--facts", is_flag=True, help="Only what is stated as fact.")
@click.option("--communities", is_flag=True, help="Colour and list the groups that hang together.")
@click.option(
    "--by-source", default="", metavar="TEXT", help="Only what a document or speaker says."
)
@click.option(
    "--since", default="", metavar="DATE", help="Only what was published from this day on."
)
@click.option("--until", default="", metavar="DATE", help="Only what was published up to this day.")
@click.option(
    "--positions",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep what this file says where it was, and write it again.",
)
@click.option("--title", help="Heading of the page; else the name of the graph.")
@click.option("--json", "as_json", is_flag=True, help="Print how easily it reads, as JSON.")
def render(output: str, graph: str | None, as_json: bool, **wanted: Any) -> None:
    """Draw the graph as one interactive page, or as a static picture.

    Solid lines are facts, dashed ones are said but not established, dotted ones are denied.
    """
    from kg.atomic import atomic_write
    from kg.render import Wanted, drawing, figures

    made = drawing(reading(graph), Path(output).suffix, Wanted(**wanted))
    shown = made.view
    atomic_write(Path(output), made.content)
    if as_json:
        click.echo(json.dumps(figures(shown, made.layout)))
    whole = len(shown.nodes) + shown.omitted
    of = f" of {whole:,}" if whole > len(shown.drawn) else ""
    counts = f"{len(shown.drawn)}{of} entities, {len(shown.drawn_lines)} lines"
    click.echo(f"{output}: {counts}", err=True)


COMMANDS: tuple[click.Command, ...] = (render,)
