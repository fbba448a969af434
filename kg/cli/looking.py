"""Commands that look: find, show, path, timeline, claims, sources, stats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import give, graph_option, json_option, reading

if TYPE_CHECKING:
    from kg.knowledge import KnowledgeGraph

_MOST = click.IntRange(1, 1000)


@click.command(epilog="\b\nExamples:\n  kg find bukele\n  kg find 'prison transfer' --json")
@click.argument("text")
@graph_option
@click.option("--limit", type=_MOST, default=20, show_default=True, help="Of each kind.")
@click.option("--exit-status", is_flag=True, help="Exit 1 when nothing is found.")
@json_option
def find(text: str, graph: str | None, limit: int, exit_status: bool, as_json: bool) -> int:
    """Search names, aliases and sentences; case, accents and small slips do not matter."""
    from kg.cli import texts

    with _opened(graph) as opened:
        found = opened.find(text, limit=limit)
    give(found, texts.hits(found), as_json=as_json)
    return 1 if exit_status and not (found["entities"] or found["sentences"]) else 0


@click.command(epilog="\b\nExamples:\n  kg show CECOT\n  kg show id:peru --json")
@click.argument("entity")
@graph_option
@json_option
def show(entity: str, graph: str | None, as_json: bool) -> None:
    """Show one entity: names, facts and claims, each with its sentence.

    ENTITY is an IRI, a CURIE, an id or a name.
    """
    from kg.cli import texts

    with _opened(graph) as opened:
        found = opened.show(entity)
    give(found, texts.entity(found), as_json=as_json)


@click.command(
    epilog="\b\nExamples:\n  kg path Peru CECOT"
    "\n  kg path Peru CECOT --max 3 --via 'El Salvador' --json"
)
@click.argument("source")
@click.argument("target")
@graph_option
@click.option("--max", "most", type=click.IntRange(1, 20), default=1, show_default=True,
              metavar="N", help="Show so many routes, 20 at most.")  # fmt: skip
@click.option("--via", multiple=True, metavar="ENTITY", help="Go through it; in order, if many.")
@click.option("--avoid", multiple=True, metavar="ENTITY", help="Do not go through it.")
@click.option("--facts", is_flag=True, help="Facts alone, even where only claims connect them.")
@click.option("--exit-status", is_flag=True, help="Exit 1 when there is no route.")
@json_option
def path(
    source: str, target: str, graph: str | None, most: int, exit_status: bool, as_json: bool,
    facts: bool, **ways: Any,
) -> int:  # fmt: skip
    """Find the shortest routes between two entities, each hop with its sentence.

    Of facts; only where no facts connect the two, of what is claimed, and it says so.
    """
    from kg.cli import texts

    with _opened(graph) as opened:
        routes = opened.path(source, target, max_routes=most, **ways)
        if not routes and not facts:
            routes = opened.path(source, target, max_routes=most, claims=True, **ways)
            _warn_of_claims(routes)
    give(routes, texts.routes(routes, source, target, facts=facts), as_json=as_json)
    return 1 if exit_status and not routes else 0


def _warn_of_claims(routes: list[Any]) -> None:
    if routes:
        click.echo("warning: no facts connect them; these are routes of claims", err=True)


@click.command(epilog="\b\nExamples:\n  kg timeline\n  kg timeline Peru --json")
@click.argument("entity", required=False, default="")
@graph_option
@json_option
def timeline(entity: str, graph: str | None, as_json: bool) -> None:
    """List what happened in order of time, then what has no date: none is guessed."""
    from kg.cli import texts

    with _opened(graph) as opened:
        found = opened.timeline(entity)
    give(found, texts.timeline(found), as_json=as_json)


@click.command(
    epilog="\b\nExamples:\n  kg claims --about CECOT\n  kg claims --modality alleged --json"
)
@graph_option
@click.option("--by", default="", metavar="SPEAKER", help="Who says it; 'narrator': the articles.")
@click.option("--about", default="", metavar="ENTITY", help="Whom or what it is about.")
@click.option("--modality", default="", metavar="WORD", help="Such as alleged, planned, asserted.")
@click.option("--contested", is_flag=True, help="What is contested, or both said and denied.")
@json_option
def claims(graph: str | None, as_json: bool, **wanted: Any) -> None:
    """List what is said, by whom and how surely, whether or not it is established."""
    from kg.cli import texts

    with _opened(graph) as opened:
        found = opened.claims(**wanted)
    give(found, texts.claims(found), as_json=as_json)


@click.command(epilog="\b\nExamples:\n  kg sources\n  kg sources --json")
@click.argument("document", required=False, default="", metavar="[DOC]")
@graph_option
@json_option
def sources(document: str, graph: str | None, as_json: bool) -> None:
    """List the documents and how much rests on each; of one, everything that rests on it.

    DOC is a title, a part of one, a file name, an IRI, or a publisher: that lists all of its own.
    """
    from kg.cli import texts

    with _opened(graph) as opened:
        found = opened.sources(document)
    give(found, texts.sources(found), as_json=as_json)


@click.command(epilog="\b\nExamples:\n  kg stats\n  kg stats --central 5 --communities --json")
@graph_option
@click.option("--central", type=_MOST, metavar="N", help="The N most central entities.")
@click.option("--communities", is_flag=True, help="Groups more tied within than without.")
@json_option
def stats(graph: str | None, as_json: bool, central: int | None, communities: bool) -> None:
    """Count entities by type, facts, claims by modality and standing, documents."""
    from kg.cli import tables, texts

    with _opened(graph) as opened:
        found = opened.stats(central=central or 0, communities=communities)
    if as_json:
        give(found, (), as_json=True)
        return
    for title, columns, rows in texts.counted(found):
        tables.show(columns, rows, title=title)


def _opened(graph: str | None) -> KnowledgeGraph:
    from kg.knowledge import KnowledgeGraph

    return KnowledgeGraph(reading(graph))


COMMANDS: tuple[click.Command, ...] = (find, show, path, timeline, claims, sources, stats)
