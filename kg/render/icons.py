"""The icon of each class: SVG path data on a disc of radius 14 centred on the origin."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from kg import vocabulary


@cache
def icons() -> dict[str, str]:
    """Return the path data of each class that has an icon, by name."""
    found: dict[str, str] = json.loads(
        (Path(__file__).parent / "assets" / "icons.json").read_text(encoding="utf-8")
    )
    return found


def icon_class(name: str) -> str:
    """Return the nearest class at or above `name` that has an icon.

    >>> icon_class("Prison"), icon_class("Country"), icon_class("Hearing")
    ('Prison', 'GeopoliticalEntity', 'Eventuality')
    """
    known, ring = vocabulary.default().classes, [name]
    while ring:
        found = next((n for n in ring if n in icons()), None)
        if found:
            return found
        ring = [a for n in ring if n in known for a in known[n].above]
    return "Entity"
