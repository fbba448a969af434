"""The `kg` command, and the one place where an error becomes a message and an exit code."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
from typing import NoReturn

import click

from kg import __version__
from kg.cli.lazy import Commands, Lazy
from kg.errors import Interrupted, KgError, StoreError


@click.group(
    cls=Lazy,
    commands=Commands(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="The graph is -g NAME.kg, else KG_GRAPH, else the one *.kg folder here.",
)
@click.version_option(__version__, prog_name="kg")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def main(context: click.Context, debug: bool) -> None:
    """Turn news into a knowledge graph in which every edge shows its sentence."""
    context.obj = {"debug": debug}


def run(args: list[str] | None = None) -> int:
    """Run one command and return its exit code; errors are printed to stderr, never raised.

    >>> run(["--version"])
    kg, version 0.1.0
    0
    """
    debug = "--debug" in (sys.argv[1:] if args is None else args)
    try:
        code = main.main(args=args, prog_name="kg", standalone_mode=False, color=_colour())
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return _report(Interrupted("interrupted"), debug=False)
    except KgError as error:
        return _report(error, debug=debug)
    except OSError as error:
        return _report(_unwritten(error), debug=debug)


def entry() -> None:
    """Console entry point: a closed pipe ends quietly, everything else through `run`."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    _leave(run())


def _leave(code: int) -> NoReturn:
    """End the process; where no store is open, without taking each module apart (a tenth of it)."""
    try:
        sys.stdout.flush()
    except OSError as error:
        code = _report(_unwritten(error), debug=False)
        with contextlib.suppress(OSError):
            sys.stdout.close()  # what it holds has nowhere to go, and its end would say so again
    if "pyoxigraph" in sys.modules or "multiprocessing" in sys.modules:
        sys.exit(code)
    sys.stderr.flush()
    os._exit(code)


def _unwritten(error: OSError) -> KgError:
    """Make the error for what the system refused and no command foresaw: mostly a full disk."""
    where = str(error.filename or "standard output")
    fix = "free some space, or write elsewhere" if error.errno == errno.ENOSPC else ""
    return StoreError(error.strerror or str(error), where=where, fix=fix)


def _report(error: KgError, *, debug: bool) -> int:
    if debug:
        import traceback

        click.echo("".join(traceback.format_exception(error)), err=True)
    first, _, rest = str(error).partition("\n")
    with contextlib.suppress(OSError):  # where nothing can be written, the code still tells
        # No context is left here, so the wish for colours must be said again.
        click.echo(click.style("error: ", fg="red", bold=True) + first, err=True, color=_colour())
        if rest:
            click.echo(rest, err=True)
    return error.exit_code


def _colour() -> bool | None:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return True if os.environ.get("FORCE_COLOR") else None
