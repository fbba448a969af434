"""Real SPARQL servers for tests and measurements, on loopback, in a folder of their own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

_SETTINGS = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 10000
"""
PASSWORD = "dba"  # the one that a new Virtuoso has


def program(name: str) -> str | None:
    """Return the path of a server that is installed, beside this Python or anywhere."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """Run `oxigraph serve`; give its query URL."""
    (port,) = free_ports(1)
    command = [
        str(program("oxigraph")),
        "serve",
        "--location",
        str(folder),
        "--bind",
        f"127.0.0.1:{port}",
    ]
    with _running(command, f"http://127.0.0.1:{port}/query?query=ASK%7B%7D"):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Run Virtuoso; give its query URL. Who writes is `dba`, with PASSWORD."""
    sql, http = free_ports(2)
    settings = folder / "virtuoso.ini"
    settings.write_text(_SETTINGS.format(folder=folder, sql=sql, http=http))
    command = [str(program("virtuoso-t")), "+foreground", "+configfile", str(settings)]
    with _running(command, f"http://127.0.0.1:{http}/sparql?query=ASK%7B%7D"):
        yield f"http://127.0.0.1:{http}/sparql"


@contextmanager
def _running(command: list[str], asked: str) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, stdout=quiet, stderr=quiet, stdin=quiet)
    try:
        until = time.monotonic() + 60
        while not _answers(asked):
            assert server.poll() is None, f"{command[0]} ended at once"
            assert time.monotonic() < until, f"{command[0]} does not answer"
        yield
    finally:
        server.kill()
        server.wait()


def _answers(url: str) -> bool:
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=1) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def free_ports(count: int) -> list[int]:
    """Return ports of loopback at which nobody listens."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    found = [s.getsockname()[1] for s in sockets]
    for each in sockets:
        each.close()
    return found
