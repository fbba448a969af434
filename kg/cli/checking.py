"""Commands that check graphs: verify, diff."""

from __future__ import annotations

import click

from kg.cli.options import find_graph, give, graph_option, json_option
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


@click.command(
    epilog="\b\nExamples:\n  kg diff old.kg peru.kg\n  kg diff old.kg peru.kg --facts --json"
)
@click.argument("old", metavar="OLD.kg")
@click.argument("new", metavar="NEW.kg")
@click.option("--facts", is_flag=True, help="Only facts, and what became one or is none now.")
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    metavar="N",
    help="Of each list, so many.",
)
@json_option
def diff(old: str, new: str, facts: bool, limit: int, as_json: bool) -> int:
    """Tell what differs between two graphs, each line with its sentence; exit 1 if anything does.

    First what is said otherwise now, such as an allegation that became a fact. What is only merged
    or called otherwise is told as that, and nothing about it as gone. Nothing is written.
    """
    from kg.cli.changes import changes
    from kg.compare import diff as compare

    found = compare(find_graph(old), find_graph(new), facts=facts)
    give(found, changes(found, limit), as_json=as_json)
    return 0 if found["is_equal"] else 1


COMMANDS: tuple[click.Command, ...] = (verify, diff)
