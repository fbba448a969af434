"""What one document gives to the store: a text its lines, a table its evidence block by block."""

from __future__ import annotations

import json

from kg.parts.document import Blocks, Names, Part, Told
from kg.parts.rows import NewRows, RowPart, TableThings, is_fact
from kg.parts.stored import StoreRows
from kg.quads import BASE

__all__ = [
    "AnyPart",
    "Blocks",
    "Names",
    "NewRows",
    "Part",
    "RowPart",
    "StoreRows",
    "TableThings",
    "Told",
    "from_bytes",
    "is_fact",
]

AnyPart = Part | RowPart


def from_bytes(raw: bytes, base: str = BASE) -> AnyPart:
    """Read back what `to_bytes` gave; raises ValueError, KeyError or TypeError if it is not."""
    given = json.loads(raw)
    return (RowPart if "rows" in given else Part).from_json(given, base)
