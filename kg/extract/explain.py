"""An Extraction in words: what each sentence gave, by which rule, and what was given up and why."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from kg.errors import counted
from kg.model import Claim, Dropped, Extraction, Losses, Span

_TOLD = 4


def by_reason(lost: Losses) -> str:
    """Return losses as one line, the most frequent reasons first.

    >>> by_reason(Counter({("no frame", "verb:eat"): 2, ("no frame", "verb:go"): 1, ("x", ""): 1}))
    'left out or unsure: 4 (3 no frame; 1 x)'
    """
    reasons: Counter[str] = Counter()
    for (reason, _), number in lost.items():
        reasons[reason] += number
    most = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    told = "; ".join(f"{number} {reason}" for reason, number in most[:_TOLD])
    told += "; ..." if len(most) > _TOLD else ""
    return f"left out or unsure: {reasons.total()}" + (f" ({told})" if told else "")


def explain(extraction: Extraction) -> Iterator[str]:
    """Yield lines for a terminal, sentence by sentence.

    `=` marks who or what is meant, `+` what was read, `-` what was given up; each ends with the
    rule in brackets.
    """
    parts = _Parts(extraction)
    for sentence in extraction.sentences:
        text = " ".join(extraction.document.quote(sentence.span).split())
        yield f"{sentence.number:>3}  {text}"
        yield from (f"     {line}" for line in parts.lines.get(sentence.number, ()))
    yield from (f"     {line}" for line in parts.lines.get(0, ()))
    found = f"{counted(len(extraction.claims), 'claim')} read"
    yield f"{found}; {by_reason(extraction.losses)}"


class _Parts:
    """The lines under each sentence, by its number; 0 for what lies in none."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.starts = [s.span.start for s in extraction.sentences]
        self.labels = {e.id: e.label for e in extraction.entities}
        self.labels |= {v.id: f"{v.type} “{v.label}”" for v in extraction.eventualities}
        self.roles = {v.id: v.roles for v in extraction.eventualities}
        self.lines: dict[int, list[str]] = {}
        self._tell_meant()
        for claim in extraction.claims:
            self._add(claim.evidence[0], f"+ {self._claim(claim)}")
        for dropped in extraction.dropped:
            self._add(dropped.span, f"- {_dropped(dropped)}")

    def _add(self, span: Span, line: str) -> None:
        self.lines.setdefault(bisect_right(self.starts, span.start), []).append(line)

    def _tell_meant(self) -> None:
        quote = self.extraction.document.quote
        meant = ((m, e) for e in self.extraction.entities for m in e.mentions)
        for mention, entity in sorted(meant, key=lambda pair: pair[0].span):
            words = " ".join(quote(mention.span).split())
            is_same = words.casefold() == entity.label.casefold()
            arrow = "" if is_same else f" → {entity.label}"
            self._add(mention.span, f"= {words}{arrow}: {entity.type}  [{mention.kind}]")

    def _claim(self, claim: Claim) -> str:
        said = self._triple(claim) or self._about(claim)
        who = f"; says {self.labels[claim.speaker]}" if claim.speaker else ""
        return f"{said}  ({_quality(claim)}{who})  [{claim.rule}]"

    def _triple(self, claim: Claim) -> str:
        if claim.value and claim.subject:
            unit = f" {claim.value.unit}" if claim.value.unit else ""
            return f"{self.labels[claim.subject]} {claim.predicate} {claim.value.text}{unit}"
        if not (claim.subject and claim.predicate and claim.object):
            return ""
        ends = (self.labels.get(end, end) for end in (claim.subject, claim.object))
        return f" {claim.predicate} ".join(ends)

    def _about(self, claim: Claim) -> str:
        about = claim.about or ""
        roles = (f"{r.name}={self.labels[r.filler]}" for r in self.roles.get(about, ()))
        return " ".join([self.labels[about], *roles])


def _quality(claim: Claim) -> str:
    words = [claim.modality.lower()]
    words += [claim.polarity.lower()] if claim.polarity != "Positive" else []
    return ", ".join([*words, claim.certainty.lower()])


def _dropped(dropped: Dropped) -> str:
    among = f": {', '.join(dropped.candidates)}" if dropped.candidates else ""
    words = " ".join(dropped.detail.split())
    return f"“{words}”: {dropped.reason}{among}  [{dropped.rule}]"


def explanation(extraction: Extraction, path: str) -> str:
    """Return all of `explain` as one text, under the path of the document."""
    return "\n".join([path, *explain(extraction), ""])


def nothing(extraction: Extraction, path: str) -> str:
    """Return "": for a report, only what is given up counts."""
    return ""


def report(lost: Losses) -> Iterable[str]:
    """Return losses as tab-separated lines: number, reason, rule; the most frequent first."""
    rows = sorted(lost.items(), key=lambda item: (-item[1], item[0]))
    return (f"{number}\t{reason}\t{rule}" for (reason, rule), number in rows)
