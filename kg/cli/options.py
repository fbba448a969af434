"""What several commands share: the graph option and atomic output."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kg.errors import NotFoundError, UsageError

graph_option: Callable[[Any], Any] = click.option(
    "-g",
    "--graph",
    "graph",
    metavar="NAME.kg",
    help="The graph directory; else KG_GRAPH; else the one *.kg here.",
)


def find_graph(given: str | None) -> Path:
    """Return the graph directory that is meant: the given one, KG_GRAPH, or the only `*.kg` here.

    Raises:
        NotFoundError: there is none.
        UsageError: several are here and none is named.
    """
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
