"""What tells names from one another: classes within which they may join, acronyms."""

from __future__ import annotations

import re

from kg import vocabulary

NEVER_LINKED = ("Group", "Office", "Eventuality")
"""Classes whose members stay in their document; only an office joins, by its holder."""
_ACRONYM = re.compile(r"[A-Z][A-Z0-9.&-]*[A-Z0-9.]")


def is_acronym(name: str) -> bool:
    """Whether a name is all capitals in one word.

    >>> is_acronym("CECOT"), is_acronym("U.S."), is_acronym("Peru"), is_acronym("US Congress")
    (True, True, False, False)
    """
    return bool(_ACRONYM.fullmatch(name))


def family(type_: str) -> str:
    """Return the broad class within which equal names may mean one thing.

    >>> family("City"), family("Prison"), family("NGO"), family("Person")
    ('Place', 'Facility', 'Organization', 'Person')
    """
    above = vocabulary.default().above(type_)
    broad = ("Person", "Organization", "Facility", "Place")
    return next((name for name in broad if name in above), type_)
