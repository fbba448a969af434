"""What people decided: the actions, what each must hold, and which decisions are in force.

A decision is a plain object, one line of `decisions.jsonl`: `at`, `by`, `do`, perhaps `why`, and
the fields of its action. Lines are only ever added; `undo` takes the effect of one back, and the
last decision on a target wins. Decisions are numbered from 1, in the order of the file. Two people
may decide in two copies and join the lines: an undo knows what it takes back by its `mark`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg.errors import InputError
from kg.model import Claim, Document, Extraction, Span, Standing
from kg.quads import BASE, claim_iris, local_iris

Decision = Mapping[str, Any]
Numbered = tuple[int, Decision]
Lost = tuple[int, str]
"""The number of a decision that finds its target no more, and what it looked for."""

STANDINGS: Mapping[str, Standing] = {
    "confirm": "Confirmed",
    "contest": "Contested",
    "reject": "Rejected",
}
"""What a decision on a claim makes of its standing."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(STANDINGS, ("claim",)),
    "merge": ("entity", "into"),
    "split": ("entity", "parts"),
    "rename": ("entity", "label"),
    "retype": ("entity", "type"),
    "link": ("entity", "match"),
    "unlink": ("entity", "match"),
    "assert": ("document", "quote", "subject", "predicate", "object"),
    "undo": ("decision",),
}
"""What each action needs beside `at`, `by` and `do`; entities by their IRI in the store.

`entity_local`, `into_local`, `subject` and `object` are document-local IRIs, which no later
document moves; `parts` is a list of them. An `undo` has, beside the number of a decision, in `of`
its `mark`, which still holds when lines of somebody else came in between.
"""


def in_force(decisions: Iterable[Decision]) -> list[Numbered]:
    """Check every decision and return those that nothing took back, with their numbers.

    Raises:
        InputError: an action that this version does not know, or one without what it needs.

    >>> in_force([{"do": "reject", "claim": "a"}, {"do": "undo", "decision": 1}])
    []
    """
    lines = list(decisions)
    numbered = list(enumerate(lines, start=1))
    undone: set[int] = set()
    for number, decision in numbered:
        _check(number, decision)
    for number, decision in reversed(numbered):
        if number not in undone and decision["do"] == "undo":
            undone.add(taken_back(lines, number))
    return [(n, d) for n, d in numbered if n not in undone and d["do"] != "undo"]


def mark(decision: Decision) -> str:
    """Return what tells a decision from every other, wherever it stands in the file.

    >>> mark({"do": "reject", "claim": "a"})
    '0398cfb2'
    """
    text = json.dumps(decision, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def taken_back(decisions: Sequence[Decision], number: int) -> int:
    """Return the number of the decision that the undo of this number takes back.

    Raises:
        InputError: none of the earlier ones has its mark.
    """
    undo = decisions[number - 1]
    meant = int(undo["decision"])
    if "of" not in undo or mark(decisions[meant - 1]) == undo["of"]:
        return meant
    for earlier in range(number - 1, 0, -1):
        if mark(decisions[earlier - 1]) == undo["of"]:
            return earlier
    raise InputError(
        f"the decision {undo['of']} that it takes back is not among the earlier ones",
        where=f"decisions.jsonl, decision {number}",
        fix="put back the line that is gone, or delete this one",
    )


def claims_meant(decisions: Iterable[Numbered]) -> set[str]:
    """Return the claims that decisions name."""
    return {d["claim"] for _, d in decisions if d["do"] in STANDINGS}


def standings(
    decisions: Iterable[Numbered],
    claims: Container[str],
    extraction: Callable[[str], Extraction | None],
    base: str = BASE,
) -> tuple[dict[str, Standing], list[Lost]]:
    """Return the standing of each claim that was decided on, by its IRI, and what is not found.

    `claims` holds those that are there of `claims_meant`; `extraction` gives what was read in a
    document, by its hash, with what was `asserted`. A claim whose IRI is gone, because an extractor
    reads it otherwise now, is found again by its document, its quote and its predicate, if exactly
    one claim fits. An assertion is confirmed.
    """
    found: dict[str, Standing] = {}
    lost: list[Lost] = []
    for number, decision in decisions:
        if decision["do"] in STANDINGS and decision["claim"] in claims:
            found[decision["claim"]] = STANDINGS[decision["do"]]
        elif decision["do"] in STANDINGS or decision["do"] == "assert":
            x = extraction(str(decision.get("document", "")).removeprefix("sha256:"))
            if iri := _found(number, decision, x, base) if x else None:
                found[iri] = STANDINGS.get(decision["do"], "Confirmed")
            else:
                lost.append((number, str(decision.get("claim", decision.get("quote")))))
    return found, lost


def asserted(extraction: Extraction, decisions: Iterable[Numbered], base: str = BASE) -> Extraction:
    """Return an extraction with the claims that people added to it; itself if there are none.

    What names an entity that the extraction has no more is left out: `standings` tells of it.
    """
    mine = [
        (n, d) for n, d in decisions
        if d["do"] == "assert" and d["document"] == f"sha256:{extraction.document.sha256}"
    ]  # fmt: skip
    if not mine:
        return extraction
    ids = {iri: id_ for id_, iri in local_iris(extraction, base).items()}
    added = tuple(_claim(n, d, extraction.document, ids) for n, d in mine)
    return replace(extraction, claims=(*extraction.claims, *(c for c in added if c)))


def place(document: Document, quote: str) -> Span | None:
    """Return where a document holds a quote once, None if nowhere or several times.

    >>> place(Document("0" * 64, "Peru and Chile"), "Chile")
    Span(start=9, end=14)
    """
    if not quote or document.text.count(quote) != 1:
        return None
    start = document.text.index(quote)
    return Span(start, start + len(quote))


def _check(number: int, decision: Decision) -> None:
    """Refuse what cannot be replayed: an ignored decision would be a false graph."""
    where, action = f"decisions.jsonl, decision {number}", str(decision.get("do"))
    if action not in FIELDS:
        raise InputError(
            f"decision '{action}' cannot be replayed by this version",
            where=where,
            fix=f"use {', '.join(FIELDS)}, or a newer kg",
        )
    for name in FIELDS[action]:
        wanted: type = {"parts": list, "decision": int}.get(name, str)
        if not isinstance(decision.get(name), wanted) or not decision[name]:
            what = f"decision '{action}' cannot be replayed: it has no {name}"
            raise InputError(what, where=where, fix="complete the line")
    if action == "undo" and not 0 < decision["decision"] < number:
        what = f"there is no earlier decision {decision['decision']}"
        raise InputError(what, where=where, fix="name an earlier one")


def _claim(
    number: int, decision: Decision, document: Document, ids: Mapping[str, str]
) -> Claim | None:
    span = place(document, decision["quote"])
    subject, object_ = ids.get(decision["subject"]), ids.get(decision["object"])
    if not span or not subject or not object_:
        return None
    return Claim(
        f"d{number}",
        (span,),
        subject=subject,
        predicate=decision["predicate"],
        object=object_,
        rule=f"decision by {decision['by']}",
    )


def _found(number: int, decision: Decision, x: Extraction, base: str) -> str | None:
    """Return the IRI of the claim that an assertion made, is meant, or fits what is said of it."""
    iris = claim_iris(x, base)
    if decision["do"] == "assert":
        return iris.get(f"d{number}")
    if decision["claim"] in iris.values():
        return str(decision["claim"])
    wanted = decision.get("quote"), decision.get("predicate")
    near = {
        iris[c.id]
        for c in x.claims
        if (x.document.quote(c.evidence[0]), c.predicate or "") == wanted
    }
    return near.pop() if len(near) == 1 else None
