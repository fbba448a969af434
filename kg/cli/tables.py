"""Rows as a table for people, with nothing in it that a terminal would obey."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from kg.query.results import plain


def show(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> None:
    """Print a table; cells are folded, never cut."""
    click.echo(render(columns, rows, title=title), nl=False)


def render(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> str:
    """Return a table as text, as wide as the terminal (100 columns off a terminal)."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=Text(plain(title)) if title else None, title_justify="left", box=box.SIMPLE_HEAD
    )
    for column in columns:
        table.add_column(Text(plain(column)), overflow="fold")
    for row in rows:
        # Text, not str: rich reads [brackets] in a str as markup.
        table.add_row(*(Text(plain(cell)) for cell in row))
    console = Console(width=_width(), no_color=True, highlight=False)
    with console.capture() as captured:
        console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().splitlines()).strip("\n") + "\n"


def lines(texts: Iterable[str]) -> None:
    """Print lines of text, each cleaned of control characters."""
    for text in texts:
        click.echo(plain(text))


def _width() -> int:
    import shutil
    import sys

    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
