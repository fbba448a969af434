"""Where the ontology, the lexicons and other data files lie, in a wheel or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _root(name: str) -> Path:
    # A wheel carries them inside the package; an editable install finds them beside it.
    inside = _PACKAGE / f"_{name}"
    return inside if inside.is_dir() else _PACKAGE.parent / name


def ontology(*parts: str) -> Path:
    """Path of a file of the ontology folder.

    >>> ontology("kg.ttl").is_file()
    True
    """
    return _root("ontology").joinpath(*parts)


def data(*parts: str) -> Path:
    """Path of a file of the data folder.

    >>> data("gazetteer").is_dir()
    True
    """
    return _root("data").joinpath(*parts)
