"""Extractors of other distributions, by entry point `kg.extractors`, asked for by name.

One is a callable `(Document, Vocabulary) -> Extraction` with a `name` and a `version`. It may call
`kg.extract.extract` and add to what the rules find. What it returns passes the same gate.
"""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

from kg.errors import InputError, KgError, NotFoundError, did_you_mean
from kg.model import Document, Extraction
from kg.vocabulary import Vocabulary

GROUP = "kg.extractors"
_TOKEN = re.compile(r"[\w.+-]+")


class Extractor(Protocol):
    """What an entry point gives; evidence is made again when `name` or `version` changes."""

    name: str
    version: str

    def __call__(self, document: Document, vocabulary: Vocabulary) -> Extraction:
        """Read one document, the same way each time."""


def find(name: str) -> Extractor:
    """Return the extractor that an installed distribution offers under a name.

    Raises:
        NotFoundError: none does.
        InputError: several do, or it cannot be imported, or lacks name or version.
    """
    known = entry_points(group=GROUP)
    offers = [e for e in known if e.name == name]
    if not offers:
        fix = did_you_mean(name, ["rules", *(e.name for e in known)])
        raise NotFoundError(
            "no such extractor", where=name, fix=fix or "pip install what offers it, or use 'rules'"
        )
    if len({e.value for e in offers}) > 1:
        where = ", ".join(sorted(e.value for e in offers))
        raise InputError(f"several extractors are called '{name}'", where=where, fix="keep one")
    return _checked(offers[0])


def _checked(offer: EntryPoint) -> Extractor:
    try:
        found: Extractor = offer.load()
    except (ImportError, AttributeError) as error:
        raise InputError(
            f"the extractor '{offer.name}' cannot be imported: {error}",
            where=offer.value,
            fix="install it anew, or leave it out",
        ) from error
    for key in ("name", "version"):
        value = getattr(found, key, None)
        if not isinstance(value, str) or not _TOKEN.fullmatch(value):
            raise InputError(
                f"the extractor '{offer.name}' has no {key} of letters, digits, . + - _",
                where=offer.value,
                fix="repair the extractor",
            )
    return found


def identity(extractor: Extractor) -> str:
    """Return "name/version": what the evidence is stamped with."""
    return f"{extractor.name}/{extractor.version}"


def run(extractor: Extractor, document: Document, vocabulary: Vocabulary) -> Extraction:
    """Return what it reads in a document, under its own name; the gate is still to come.

    Raises:
        InputError: it fails, or returns something else than an Extraction of this document.
    """
    who = identity(extractor)
    try:
        found = extractor(document, vocabulary)
    except KgError:
        raise
    except Exception as error:
        raise InputError(
            f"the extractor {who} fails: {type(error).__name__}: {error}",
            where=document.name,
            fix="repair the extractor, or leave the document out",
        ) from error
    if not isinstance(found, Extraction) or found.document != document:
        raise InputError(
            f"the extractor {who} returns no extraction of the document it was given",
            where=document.name,
            fix="repair the extractor",
        )
    return replace(found, extractor=who)
