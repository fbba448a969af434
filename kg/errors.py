"""Every error a user can meet, with its exit code and HTTP status.

KgError
├── CheckError      1  409  checked, and the answer is no (violations, a refused loss)
├── UsageError      2  400  the command was put together wrongly
├── InputError      3  422  a document, query or file that cannot be read
├── NotFoundError   4  404  no such graph, entity, document or question
├── MissingExtra    5  501  an optional dependency is not installed
├── StoreError      6  503  the graph directory or its store is locked, damaged or full
├── LimitError      7  504  the time or memory limit was reached
└── Interrupted   130  499  the user stopped it
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

_OFFERED, _STEM = 3, 4
"""How many words are offered, and how many letters at least must begin alike."""


class KgError(Exception):
    """What went wrong, where, and what to do about it; one line each.

    >>> print(KgError("no such graph", where="peru.kg", fix="kg build FILE -o peru.kg"))
    peru.kg: no such graph
    fix: kg build FILE -o peru.kg
    """

    exit_code: ClassVar[int] = 3
    status: ClassVar[int] = 500

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.fix = what, where, fix

    def __str__(self) -> str:
        first = f"{self.where}: {self.what}" if self.where else self.what
        return f"{first}\nfix: {self.fix}" if self.fix else first


class CheckError(KgError):
    """Checked, and the answer is no."""

    exit_code, status = 1, 409


class UsageError(KgError):
    """The command or call was put together wrongly."""

    exit_code, status = 2, 400


class InputError(KgError):
    """A document, query or file that cannot be read."""

    exit_code, status = 3, 422


class NotFoundError(KgError):
    """No such graph, entity, document or question."""

    exit_code, status = 4, 404


class MissingExtra(KgError):
    """An optional dependency is not installed.

    >>> MissingExtra.of("reading prose needs spaCy", "nlp").fix
    "pip install 'claimgraph[nlp]'"
    """

    exit_code, status = 5, 501

    @classmethod
    def of(cls, what: str, extra: str) -> MissingExtra:
        """Make the error for an extra of this distribution, with its pip command."""
        return cls(what, fix=f"pip install 'claimgraph[{extra}]'")


class StoreError(KgError):
    """The graph directory or its store is locked, damaged, full or of a newer version."""

    exit_code, status = 6, 503


class LimitError(KgError):
    """The time or memory limit was reached."""

    exit_code, status = 7, 504


class Interrupted(KgError):
    """The user stopped it."""

    exit_code, status = 130, 499


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, as a message needs it.

    >>> counted(1, "claim"), counted(2, "entity")
    ('1 claim', '2 entities')
    """
    many = noun.removesuffix("y") + "ies" if noun.endswith("y") else noun + "s"
    return f"{number} {noun if number == 1 else many}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the known words nearest to one, as the text of a fix; "" without any.

    First those that hold it whole, then its misspellings, then what begins as it does.

    >>> did_you_mean("Cecto", ["CECOT", "Peru"]), did_you_mean("soto", ["Ana Soto"])
    ("did you mean 'CECOT'?", "did you mean 'Ana Soto'?")
    """
    from difflib import get_close_matches  # only an error pays for it

    folded: dict[str, str] = {}
    for name in sorted(known):
        folded.setdefault(name.casefold(), name)
    given = word.casefold()
    holding = [n for n in folded if given and f" {given} " in f" {n} "]
    close = get_close_matches(given, folded, n=_OFFERED, cutoff=0.6)
    stem = given[: max(_STEM, len(given) - 2)]
    begun = [n for n in folded if len(given) >= _STEM and n.startswith(stem)]
    found = dict.fromkeys([*sorted(holding, key=len), *close, *begun])
    near = [repr(folded[n]) for n in list(found)[:_OFFERED]]
    return f"did you mean {' or '.join(near)}?" if near else ""
