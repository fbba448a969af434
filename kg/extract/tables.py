"""The TOML tables that hold words, frames and ties."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from kg.errors import InputError, NotFoundError


def toml(path: Path) -> dict[str, Any]:
    """Read a file of tables.

    Raises:
        NotFoundError: it is not there.
        InputError: it is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NotFoundError(error.strerror or str(error), where=str(path)) from error
    except ValueError as error:
        raise InputError(str(error), where=str(path), fix="correct the TOML") from error
