"""The records that every room shares: what a document is, and what was read in it.

Offsets are code points of `Document.text`, counted from 0, end excluded. Ids ("e1", "v1", "c1",
"a1") are local to one Extraction. Classes, predicates and roles are the local names of
`ontology/kg.ttl` ("Person", "criticizes", "agent").
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

MentionKind = Literal["name", "description", "pronoun", "demonym", "predicate", "phrase"]
Modality = Literal[
    "Asserted", "Alleged", "Proposed", "Planned", "Conditional", "Questioned", "Hoped", "Evaluative"
]
Polarity = Literal["Positive", "Negative", "Undetermined"]
Certainty = Literal["Certain", "Probable", "Possible", "Unknown"]
Standing = Literal["Active", "Confirmed", "Contested", "Rejected"]

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
    how many people or things it stands for, when the text says so ("13 mine workers").
    """

    id: str
    type: str
    label: str
    mentions: tuple[Mention, ...] = ()
    aliases: tuple[str, ...] = ()
    count: int | None = None


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


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says: a triple, an eventuality it is `about`, or both; no fact by itself.

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
