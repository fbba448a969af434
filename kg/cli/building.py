"""Commands that make graphs: build, extract."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.progress import progress_bar
from kg.errors import KgError, counted

if TYPE_CHECKING:
    from kg.model import Losses

_MODEL = click.option(
    "--model", metavar="PATH", help="A spaCy model directory in place of the pinned one."
)
_FRAMES = click.option(
    "--frames", metavar="FILE.toml", help="Your own frames and ties, beside those of ontology/."
)
_MAX_BYTES = click.option(
    "--max-bytes", type=click.IntRange(min=1), default=100_000_000, show_default=True,
    help="Refuse a larger file.",
)  # fmt: skip

_JOBS = click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N",
    help="Read so many documents at once.  [default: one a processor]",
)  # fmt: skip
_EXTRACTOR = click.option(
    "--extractor", metavar="NAME", help="An installed plug-in that reads in place of the rules."
)


@click.command(
    epilog="\b\nExamples:\n  kg build article.txt -o peru.kg\n  kg build articles/ -o peru.kg"
    "\n  kg build --rebuild -o peru.kg"
)
@click.argument("paths", nargs=-1, metavar="FILE|DIR...", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "--out", "out", required=True, metavar="NAME.kg",
    type=click.Path(path_type=Path), help="The graph directory to make or extend.",
)  # fmt: skip
@click.option("--rebuild", is_flag=True, help="Make the store again from the evidence on disk.")
@click.option("--to", metavar="URL", help="Then make a SPARQL endpoint hold the same.")
@_MODEL
@_FRAMES
@_EXTRACTOR
@_MAX_BYTES
@_JOBS
@click.pass_context
def build(
    context: click.Context,
    paths: tuple[Path, ...],
    out: Path,
    rebuild: bool,
    to: str | None,
    model: str | None,
    frames: str | None,
    extractor: str | None,
    max_bytes: int,
    jobs: int | None,
) -> None:
    """Build or extend a graph from documents, folders of them, and patterns ('news/**/*.html').

    Text (.txt, .md), web pages (.html), .pdf, .docx, e-mail (.eml, .mbox), feeds (.rss, .atom),
    .warc, and tables of articles (.csv, .tsv, .json, .jsonl) with a column named text.

    Documents that are there already are skipped. A file that cannot be read is named, the rest is
    built, and the exit code is 3. Without files, what came into the folder NAME.kg by itself is
    taken in, as after a git pull.

    --to sends the graph to a server, with KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD or
    KG_ENDPOINT_TOKEN; without files it sends what is there.
    """
    from kg.build import build as build_graph

    code = 0
    if paths or rebuild or not to:
        with progress_bar("Reading") as progress:
            report = build_graph(
                paths,
                out,
                rebuild=rebuild,
                model=model,
                frames=frames,
                extractor=extractor,
                max_bytes=max_bytes,
                jobs=jobs,
                progress=progress,
            )
        _name_failures(report.failures)
        _name_passed_over(paths)
        if report.documents:
            click.echo(f"{out}: {report}")
        _count_losses(report.lost)
        code = report.exit_code
    if to:
        _send(out, to)
    context.exit(code)


@click.command(
    epilog="\b\nExamples:\n  kg extract article.txt --format jsonl"
    "\n  kg extract article.txt --explain"
)
@click.argument(
    "paths", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.option("-f", "--format", "format_", type=click.Choice(["jsonl"]), default="jsonl",
              show_default=True, help="One JSON object a document, one a line.")  # fmt: skip
@click.option("--explain", is_flag=True,
              help="Tell for each sentence what is read, and what is left out.")  # fmt: skip
@click.option("--report", is_flag=True,
              help="Count what is left out, by reason and rule (TSV).")  # fmt: skip
@_MODEL
@_FRAMES
@_EXTRACTOR
@_MAX_BYTES
@_JOBS
@click.pass_context
def extract(
    context: click.Context,
    /,
    paths: tuple[Path, ...],
    format_: str,
    explain: bool,
    report: bool,
    **settings: Any,
) -> None:
    """Print what is read in each file, without a graph."""
    from kg.extract import explain as words
    from kg.reading import extract_files

    failures: list[KgError] = []
    lost: Losses = Counter()
    tell = words.nothing if report else words.explanation if explain else None
    texts = extract_files(paths, failures, tell=tell, lost=lost, **settings)
    read = sum(_echoed(text) for text in texts)
    for line in words.report(lost) if report else ():
        click.echo(line)
    _name_failures(failures)
    _count_losses(Counter() if explain or report else lost)
    alone = len(failures) == 1 and not read
    context.exit(failures[0].exit_code if alone else 3 * bool(failures))


def _send(out: Path, url: str) -> None:
    from kg.build import publish

    written, removed = publish(out, url)
    click.echo(f"{url}: {counted(written, 'graph')} written, {removed} removed")


def _echoed(text: str) -> int:
    """Print what was read in one document, if there is anything to print; count it."""
    if text:
        click.echo(text)
    return 1


def _count_losses(lost: Losses) -> None:
    """Say on stderr what was seen but left out, by reason, if anything was, and how to see it."""
    if lost:
        from kg.extract.explain import by_reason

        told = f"{by_reason(lost)}; kg extract FILE --explain shows each"
        click.echo(click.style(told, dim=True), err=True)


def _name_passed_over(paths: tuple[Path, ...]) -> None:
    """Say on stderr which files of folders are read only when they are named, if there are any."""
    from kg.read.files import passed_over

    if found := passed_over(paths):
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        told = f"passed over: {found[0]}{more}; a table or XML is read when it is named itself"
        click.echo(click.style(told, dim=True), err=True)


def _name_failures(failures: tuple[KgError, ...] | list[KgError]) -> None:
    for error in failures:
        click.echo(click.style("error: ", fg="red", bold=True) + str(error), err=True)


COMMANDS: tuple[click.Command, ...] = (build, extract)
