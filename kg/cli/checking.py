"""Commands that check graphs: verify."""

from __future__ import annotations

import click

from kg.cli.options import find_graph, graph_option
from kg.errors import CheckError, counted


@click.command(epilog="\b\nExamples:\n  kg verify -g peru.kg\n  KG_GRAPH=peru.kg kg verify")
@graph_option
def verify(graph: str | None) -> None:
    """Check sums, quotes, invariants and the projection rule; exit 1 if anything is wrong.

    Every quote is read again in the hashed source, and the store is compared with a fresh
    projection of the evidence.
    """
    from kg.validate import verify as verify_graph

    directory = find_graph(graph)
    problems = list(verify_graph(directory))
    for problem in problems:
        click.echo(str(problem))
    if problems:
        raise CheckError(counted(len(problems), "problem"), where=str(directory))
    click.echo(f"{directory}: all is well")


COMMANDS: tuple[click.Command, ...] = (verify,)
