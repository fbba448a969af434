"""The records that every room shares: what a document is, and what was read in it.

Offsets are code points of `Document.text`, counted from 0, end excluded. Ids ("e1", "v1", "c1",
"a1") are local to one Extraction. Classes, predicates and roles are the local names of
`ontology/kg.ttl` ("Person", "criticizes", "agent").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

MentionKind = Literal["name", "description", "pronoun", "demonym", "predicate", "phrase"]
Modality = Literal[
    "Asserted", "Alleged", "Proposed", "Planned", "Conditional", "Questioned", "Hoped", "Evaluative"
]
Polarity = Literal["Positive", "Negative", "Undetermined"]
Certainty = Literal["Certain", "Probable", "Possible", "Unknown"]
Standing = Literal["Active", "Confirmed", "Contested", "Rejected"]
Datatype = Literal[
    "string", "anyURI", "boolean", "integer", "decimal", "date", "gYearMonth", "gYear", "EDTF"
]

UNATTRIBUTED = "unattributed"
"""Label of the Group that stands for a speaker whom the text does not name."""


@dataclass(frozen=True, slots=True)
class Document:
    """A source text and what its own metadata says of it.

    `text` is the file exactly as read (UTF-8, no newline translation); `body` is the code point
    where the prose begins, after a header if there is one. `published` is an ISO 8601 date
    ("2025-06-13"), from metadata only. If the text was taken out of another file, `original` is
    that file's hash ("sha256:..."), `part` the place in it ("row 4"), and `pages` the code points
    of `text` where its pages begin.
    """

    sha256: str
    text: str
    name: str = ""
    body: int = 0
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str = "en"
    author: str | None = None
    original: str | None = None
    part: str | None = None
    pages: tuple[int, ...] = ()

    @property
    def sha8(self) -> str:
        """The first eight hex digits of the hash: the document's name inside IRIs."""
        return self.sha256[:8]

    def quote(self, span: Span) -> str:
        """Return the exact text of a span.

        >>> Document("0" * 64, "Peru and Chile").quote(Span(9, 14))
        'Chile'
        """
        return self.text[span.start : span.end]

    def page(self, offset: int) -> int | None:
        """Return the page of the original on which an offset lies, from 1; None without pages.

        >>> Document("0" * 64, "One. Two.", pages=(0, 5)).page(6)
        2
        """
        return bisect_right(self.pages, offset) or None if self.pages else None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, numbered from 1 in the order of the text."""

    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that refers to an entity or an eventuality."""

    span: Span
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing of one document, with all its mentions in the order of the text.

    `label` is its preferred name; `aliases` are other names (sorted, without `label`); `count` is
    how many people or things it stands for, when the text says so ("13 mine workers");
    `exact_match` are IRIs of the same thing elsewhere, when the source gives them.
    """

    id: str
    type: str
    label: str
    mentions: tuple[Mention, ...] = ()
    aliases: tuple[str, ...] = ()
    count: int | None = None
    exact_match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """Who or what plays a part; `filler` is the id of an entity or an eventuality."""

    name: str
    filler: str


@dataclass(frozen=True, slots=True)
class Time:
    """A time as the text states it; `edtf` where it allows one; ISO dates with a known year."""

    text: str
    edtf: str | None = None
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class Eventuality:
    """An event, situation or prospect that the text speaks of.

    Whether it happened is for `project` to say. `type` is the class the text speaks of; `label`
    is the quote of `trigger`.
    """

    id: str
    type: str
    label: str
    trigger: Span
    roles: tuple[Role, ...] = ()
    time: Time | None = None
    mentions: tuple[Mention, ...] = ()


_DAY = r"(?!0000)[\dX]{4}(?:-(?:0[1-9]|1[0-2]|2[1-4]|XX)(?:-(?:0[1-9]|[12]\d|3[01]|XX))?)?[~?%]?"
_FORMS: dict[Datatype, str] = {
    "anyURI": r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+",
    "boolean": "true|false",
    "integer": r"0|-?[1-9]\d{0,17}",
    "decimal": r"0|-?(?:0|[1-9]\d{0,17})(?:\.\d{0,17}[1-9])?",
    "date": r"\d{4}-\d\d-\d\d",
    "gYearMonth": r"(?!0000)\d{4}-(?:0[1-9]|1[0-2])",
    "gYear": r"(?!0000)\d{4}",
    "EDTF": rf"{_DAY}(?:/{_DAY})?",
}
"""The one way in which a value of a type is written; a store gives no other back."""


@dataclass(frozen=True, slots=True)
class Value:
    """A literal: a date, a number, some text; what a claim may give its subject as `value`.

    To add values of your own kind:
    1. declare the property in `ontology/kg.ttl`, under `kg:attribute`, with domain and range;
    2. make a Value with `Value.date`, `Value.number` or `Value(text)`;
    3. put it in `Claim(..., subject=id, predicate=name, value=made)`, `object` left None;
    4. `span` is where the text states it: it is marked in the sentence;
    5. `kg.extract.verify` drops what does not fit the property, `project` makes facts of the rest.

    `unit` says of what a number is ("USD", "deportee"). A date is of the type that its precision
    asks for: date, gYearMonth, gYear; EDTF where it is not exact ("1959~").
    """

    text: str
    datatype: Datatype = "string"
    lang: str = ""
    unit: str = ""
    span: Span | None = None

    @classmethod
    def date(cls, edtf: str, span: Span | None = None) -> Value:
        """Make a date of any precision.

        >>> [Value.date(d).datatype for d in ("1959", "1959-06", "1959-06-02", "1959~")]
        ['gYear', 'gYearMonth', 'date', 'EDTF']
        """
        exact: tuple[Datatype, ...] = ("gYear", "gYearMonth", "date")
        fits = (d for d in exact if re.fullmatch(_FORMS[d], edtf))
        return cls(edtf, next(fits, "EDTF"), span=span)

    @classmethod
    def number(cls, text: str, unit: str = "", span: Span | None = None) -> Value:
        """Make a number as a store writes it: "1,200.50" is the decimal 1200.5.

        >>> Value.number("1,200.50", "USD").text, Value.number("013").datatype
        ('1200.5', 'integer')
        """
        try:
            plain = f"{Decimal(text.replace(',', '')).normalize() + 0:f}"
        except InvalidOperation:
            plain = text  # not sound: the gate tells
        return cls(plain, "decimal" if "." in plain else "integer", unit=unit, span=span)

    @property
    def is_sound(self) -> bool:
        """Whether the text is how its type is written, and a date is in the calendar.

        >>> Value("1959-02-30", "date").is_sound, Value("13", "integer").is_sound
        (False, True)
        """
        if self.lang and self.datatype != "string":
            return False
        if self.datatype == "string":
            return bool(self.text)
        return _is_written(self.datatype, self.text)


@lru_cache(maxsize=10_000)
def _is_written(kind: Datatype, text: str) -> bool:
    """Whether a text is how a type is written, and a date in the calendar."""
    if kind not in _FORMS or not re.fullmatch(_FORMS[kind], text):
        return False
    try:
        return kind != "date" or bool(date.fromisoformat(text))
    except ValueError:
        return False


def agree(values: Iterable[str]) -> bool:
    """Whether values differ in nothing but precision; ids, too, agree only when they are one.

    >>> agree(["1959", "1959-06", "1959~"]), agree(["1959-05", "1959-06"])
    (True, False)
    """
    plain = [value.rstrip("~?%") for value in values]
    longest = max(plain, key=len)
    return all(longest == one or longest.startswith(f"{one}-") for one in plain)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says: a triple, an eventuality it is `about`, or both; no fact by itself.

    The triple ends in an `object`, the id of an entity or eventuality, or in a literal `value`.
    `speaker` is the id of an entity, None for the document's own narration. `rule` names the rule
    or frame that read it; `basis` is the reason that the speaker gives, in the text's words;
    `speech_verb` is the lemma of the cue.
    """

    id: str
    evidence: tuple[Span, ...]
    modality: Modality = "Asserted"
    polarity: Polarity = "Positive"
    certainty: Certainty = "Certain"
    subject: str | None = None
    predicate: str | None = None
    object: str | None = None
    about: str | None = None
    speaker: str | None = None
    attribution: str | None = None
    rule: str = ""
    basis: str | None = None
    speech_verb: str | None = None
    verbatim: bool = False
    value: Value | None = None

    @property
    def is_allegation(self) -> bool:
        """Whether it accuses somebody: such a claim never becomes a fact."""
        return self.modality == "Alleged"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's words, belief or intention as the text reports it (PARC, PolNeAR).

    `source` is empty when the text names nobody; `speaker` is then the entity labelled
    UNATTRIBUTED. `content` holds its quotation marks; several spans when it is discontinuous.
    """

    id: str
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: str
    source: tuple[Span, ...] = ()
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something a rule found and the gate, or a missing antecedent, refused.

    `detail` is the quote of `span`; `candidates` are the labels of those it could have meant.
    """

    reason: str
    rule: str
    span: Span
    detail: str = ""
    candidates: tuple[str, ...] = ()


Losses = Counter[tuple[str, str]]
"""How often something was given up, by reason and rule."""


@dataclass(frozen=True, slots=True)
class Referent:
    """Something a text speaks of, by the phrases that mean it, whether or not the graph keeps it.

    `entity` is the id of the entity it is, None for what no rule has a class for ("the report").
    Its mentions are those that the entity lacks. They may rest on salience alone: no claim may.
    """

    id: str
    entity: str | None
    label: str
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount that a text states: a decimal number, and of what ("USD", "percent", "worker")."""

    value: str
    unit: str
    span: Span


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one extractor read in one document, in the order of the text.

    `extractor` is "name/version+digest", the digest over rules, lexicons and model. `dropped`,
    `referents` and `quantities` are reports: no evidence, and they take no part in equality.
    """

    document: Document
    extractor: str
    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()
    eventualities: tuple[Eventuality, ...] = ()
    claims: tuple[Claim, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    dropped: tuple[Dropped, ...] = field(default=(), compare=False)
    referents: tuple[Referent, ...] = field(default=(), compare=False)
    quantities: tuple[Quantity, ...] = field(default=(), compare=False)

    @property
    def losses(self) -> Losses:
        """How often something was given up."""
        return Counter((d.reason, d.rule) for d in self.dropped)
