"""Named questions: each `ontology/queries/NAME.rq` is one, and its first comment is its help."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg import resources, vocabulary
from kg.errors import NotFoundError, UsageError, did_you_mean

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its one-line help, its parameters (name and meaning) and its SPARQL."""

    name: str
    help: str
    params: tuple[tuple[str, str], ...]
    text: str


def questions() -> list[Question]:
    """Return every named question, in order of name.

    >>> [q.help for q in questions() if q.name == "facts"]
    ['Every fact, with its sentence and how many sources say it.']
    """
    found = sorted(resources.ontology("queries").glob("*.rq"), key=lambda path: path.stem)
    return [_parse(path.stem, path.read_text(encoding="utf-8")) for path in found]


def question(name: str) -> Question:
    """Return one question.

    Raises:
        NotFoundError: there is none of that name.
    """
    every = {q.name: q for q in questions()}
    if name not in every:
        fix = did_you_mean(name, every) or "kg ask lists the questions"
        raise NotFoundError(f"no question '{name}'", fix=fix)
    return every[name]


def described(asked: Question) -> str:
    """Return the help of a question: what it asks, its parameters, its SPARQL.

    >>> print(described(Question("who", "Who is there.", (("kind", "a class"),), "ASK {}")))
    Usage: kg ask who [--kind VALUE] [-f FORMAT] [-o FILE] [-g NAME.kg]
    <BLANKLINE>
      Who is there.
    <BLANKLINE>
    Parameters:
      --kind VALUE  a class
    <BLANKLINE>
    It is this query, which kg query runs too:
      ASK {}
    """
    given = [f"--{name} VALUE" for name, _ in asked.params]
    usage = " ".join(["Usage: kg ask", asked.name, *(f"[{option}]" for option in given)])
    width = max(map(len, given), default=0)
    meanings = [meaning for _, meaning in asked.params]
    lines = [f"  {option:<{width}}  {m}" for option, m in zip(given, meanings, strict=True)]
    body = [line for line in asked.text.splitlines() if line and not line.startswith("#")]
    told = [f"{usage} [-f FORMAT] [-o FILE] [-g NAME.kg]", "", f"  {asked.help}", ""]
    told += ["Parameters:", *lines, ""] if lines else []
    return "\n".join(
        [*told, "It is this query, which kg query runs too:", *("  " + b for b in body)]
    )


def _parse(name: str, text: str) -> Question:
    """Read the comments at the top: the help, then `# -p NAME: meaning` for each parameter."""
    comments = [line[1:].strip() for line in text.splitlines() if line.startswith("#")]
    params = [c.removeprefix("-p ").partition(": ") for c in comments if c.startswith("-p ")]
    return Question(name, comments[0], tuple((p, meaning) for p, _, meaning in params), text)


def checked(asked: Question, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a question, or refuse one that can fit nothing.

    The meaning of a parameter says what it must be: "a date ...", "a class ...".

    Raises:
        UsageError: a value is no date, or no class of the ontology.
    """
    for name, meaning in asked.params:
        given = params.get(name)
        if given is None:
            continue
        given, where = str(given), f"--{name} '{given}'"
        if meaning.startswith("a date") and not _DATE.fullmatch(given):
            raise UsageError("no date", where=where, fix="YYYY, YYYY-MM or YYYY-MM-DD")
        classes = vocabulary.default().classes
        if meaning.startswith("a class") and given.rpartition(":")[2] not in classes:
            fix = did_you_mean(given.rpartition(":")[2], classes) or "kg stats counts by class"
            raise UsageError("no class of the ontology", where=where, fix=fix)
    return dict(params)
