"""What several commands share: the graph and JSON options, and how records are printed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from kg.remote import RemoteStore

graph_option: Callable[[Any], Any] = click.option(
    "-g",
    "--graph",
    "graph",
    metavar="NAME.kg",
    help="The graph directory; else KG_GRAPH; else the one *.kg here.",
)

json_option: Callable[[Any], Any] = click.option(
    "--json", "as_json", is_flag=True, help="The same as JSON."
)

_MADE_FROM = ("decisions.jsonl", "kg.toml", "evidence", "sources")


def find_store(given: str | None) -> Path | RemoteStore:
    """Return the endpoint at a URL given with -g, else the graph directory that is meant."""
    if given and is_url(given):
        from kg.remote import RemoteStore

        return RemoteStore(given)
    return reading(given)


def reading(given: str | None) -> Path:
    """Return the graph directory that is meant, to be read; raises as `find_graph`.

    One line tells if its files are newer than its store, as after `git pull`.
    """
    directory = find_graph(given)
    if _has_newer(directory):
        from kg.update import is_behind

        if is_behind(directory):
            fix = f"kg build -o {directory} brings it up to date"
            click.echo(f"{directory}: the store is older than the files; {fix}", err=True)
    return directory


def _has_newer(directory: Path) -> bool:
    """Whether anything was written after the store: five looks, nothing is read."""
    try:
        built = (directory / "store" / "built-from.json").stat().st_mtime_ns
        return any((directory / name).stat().st_mtime_ns > built for name in _MADE_FROM)
    except OSError:
        return False  # what is missing is told by whoever opens it


def is_url(text: str) -> bool:
    """Return whether a text means an endpoint, not a directory."""
    return text.startswith(("http://", "https://"))


def find_graph(given: str | None) -> Path:
    """Return the graph directory that is meant: the given one, KG_GRAPH, or the only `*.kg` here.

    Raises:
        NotFoundError: there is none.
        UsageError: several are here and none is named.
    """
    if given and is_url(given):
        raise UsageError(
            "this command reads a graph directory, not a URL",
            where=given,
            fix="kg query and kg ask take a URL",
        )
    named = given or os.environ.get("KG_GRAPH")
    if named:
        if not Path(named).is_dir():
            raise NotFoundError("no such graph", where=named, fix=f"kg build FILE... -o {named}")
        return Path(named)
    here = sorted(p for p in Path().glob("*.kg") if p.is_dir())
    if not here:
        raise NotFoundError(
            "no graph here",
            where=str(Path.cwd()),
            fix="name one with -g NAME.kg, or kg build FILE... -o NAME.kg",
        )
    if len(here) > 1:
        raise UsageError(
            f"several graphs here: {', '.join(map(str, here))}", fix=f"name one: -g {here[0]}"
        )
    return here[0]


def give(found: Any, lines: Iterable[str], *, as_json: bool) -> None:
    """Print records as JSON, or as lines for people."""
    from kg.cli import tables

    if as_json:
        import json

        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        tables.lines(lines)
