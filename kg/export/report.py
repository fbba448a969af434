"""What an export carries and what it does not: no loss is silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Report:
    """Counts of one export by what is counted.

    `carried` is in the file; `left_out` was not asked for and says how to ask; `lost` is what the
    format cannot hold.
    """

    carried: Mapping[str, int]
    left_out: Mapping[str, int] = field(default_factory=dict)
    lost: Mapping[str, int] = field(default_factory=Counter)

    @property
    def is_lossless(self) -> bool:
        """Whether the format held all that was asked for."""
        return not any(self.lost.values())

    def __str__(self) -> str:
        """Return one line.

        >>> print(Report({"nodes": 3}, lost={"characters replaced": 1}))
        3 nodes; not carried: 1 characters replaced
        """
        parts = [_listed(self.carried)]
        for word, counts in (("left out", self.left_out), ("not carried", self.lost)):
            if _listed(counts):
                parts.append(f"{word}: {_listed(counts)}")
        return "; ".join(parts)

    def as_record(self) -> dict[str, Any]:
        """Return the report as plain records for JSON."""
        return {
            "carried": dict(self.carried),
            "left_out": {k: n for k, n in self.left_out.items() if n},
            "lost": {k: n for k, n in sorted(self.lost.items()) if n},
        }


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n:,} {what}" for what, n in counts.items() if n)
