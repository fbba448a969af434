"""Rows as a table for people, with nothing in it that a terminal would obey."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from kg.query.results import plain

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

LONG = 40
"""Characters above which a cell is read as a sentence, not scanned as a column."""


def show(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> None:
    """Print a table; cells are folded, never cut."""
    click.echo(render(columns, rows, title=title), nl=False)


def render(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> str:
    """Return a table as text, as wide as the terminal (100 columns off a terminal).

    When columns do not fit side by side, those that hold sentences go below their row, each after
    its name, and so do those whose words would have to be broken.
    """
    from rich.console import Console

    cells = [[plain(cell) for cell in row] for row in rows]
    names = [plain(column) for column in columns]
    console = Console(width=_width(), force_terminal=False, no_color=True, highlight=False)
    with console.capture() as captured:
        if title:
            console.print(plain(title), markup=False)
        for part in _parts(names, cells, console):
            console.print(part)
    return "\n".join(line.rstrip() for line in captured.get().splitlines()).strip("\n") + "\n"


def _parts(names: list[str], cells: list[list[str]], console: Console) -> Iterator[RenderableType]:
    from rich.text import Text

    columns = list(zip(names, *cells, strict=True))
    widths = [max(map(len, column)) for column in columns]
    fits = sum(widths) + 3 * len(widths) <= console.width
    long = [] if fits else _below_rows(columns, widths, console.width)
    if not long:
        yield _grid(names, cells, widths)
        return
    short = [i for i in range(len(names)) if i not in long]
    pad = max(len(names[i]) for i in long)
    if short:
        yield Text(" · ".join(names[i] for i in short))
        yield Text("─" * console.width)
    for number, row in enumerate(cells):
        if number:
            yield ""
        if short:
            yield Text(" · ".join(row[i] or "–" for i in short))
        yield from _below([(names[i], row[i]) for i in long if row[i]], pad)


def _below_rows(columns: Sequence[Sequence[str]], widths: Sequence[int], width: int) -> list[int]:
    """Return the numbers of the columns that cannot stand beside the others, in their order."""
    words = [max((len(w) for cell in c for w in cell.split()), default=0) for c in columns]
    beside = [i for i in range(len(columns)) if not i or widths[i] <= LONG]
    while len(beside) > 1 and sum(words[i] + 3 for i in beside) > width:
        beside.remove(max(beside[1:], key=lambda i: words[i]))
    return [i for i in range(len(columns)) if i not in beside]


def _grid(names: list[str], cells: list[list[str]], widths: list[int]) -> RenderableType:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for name, width in zip(names, widths, strict=True):
        table.add_column(Text(name), overflow="fold", no_wrap=width <= 12)
    for row in cells:
        # Text, not str: rich reads [brackets] in a str as markup.
        table.add_row(*map(Text, row))
    return table


def _below(named: Iterable[tuple[str, str]], pad: int) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=pad)
    table.add_column(overflow="fold")
    for name, text in named:
        table.add_row(Text(name), Text(text))
    yield Padding(table, (0, 0, 0, 4))


def lines(texts: Iterable[str]) -> None:
    """Print lines of text, each cleaned of control characters."""
    for text in texts:
        click.echo(folded(plain(text)))


def folded(text: str) -> str:
    """Return a line as the terminal's width folds it, further parts under its first word."""
    import sys
    import textwrap

    if not sys.stdout.isatty() or len(text) <= _width():
        return text
    indent = " " * (len(text) - len(text.lstrip()) + 2)
    return textwrap.fill(text, _width(), subsequent_indent=indent, break_long_words=False)


def _width() -> int:
    import shutil
    import sys

    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
