"""The example that many rooms share: a short article in our own words, annotated by hand."""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kg.archive import Archive
from kg.assemble import assemble
from kg.build import add, rebuild_store
from kg.model import (
    UNATTRIBUTED,
    Attribution,
    Claim,
    Document,
    Entity,
    Eventuality,
    Extraction,
    Mention,
    MentionKind,
    Role,
    Sentence,
    Span,
    Time,
)
from kg.project import supports
from kg.store import Store
from tests.pages import browser, visit

__all__ = ["browser", "visit"]

SENTENCES = (
    "Peru negotiates with El Salvador and seeks an agreement with it.",
    "Its plan would send foreign inmates to CECOT, a prison in El Salvador.",
    "“Soldiers freed 13 miners in May 2025,” said Prime Minister Ana Quispe.",
    "Prison Watch criticized CECOT at a hearing in Lima on 3 June 2025.",
    "Quispe denied that Peru funds El Salvador.",
    "Some guards are suspected of a kidnapping.",
    "CECOT may hold 40,000 people, many officials say.",
    "Prison Watch also monitors CECOT.",
)
TEXT = " ".join(SENTENCES)


def span(words: str, nth: int = 1, inside: str = "") -> Span:
    """Find the nth occurrence of words in the example, or the first within a sentence."""
    start = TEXT.index(inside) if inside else 0
    for _ in range(nth):
        found = TEXT.index(words, start)
        start = found + 1
    return Span(found, found + len(words))


def document(text: str, **meta: str) -> Document:
    return Document(hashlib.sha256(text.encode()).hexdigest(), text, **meta)


def _mention(kind: MentionKind, words: str, nth: int = 1, inside: str = "") -> Mention:
    return Mention(span(words, nth, inside), kind)


def _entities() -> tuple[Entity, ...]:
    _, s2, _, s4, s5, _, s7, s8 = SENTENCES
    return (
        Entity("e1", "Country", "Peru", (
            _mention("name", "Peru"), _mention("pronoun", "Its"), _mention("name", "Peru", 1, s5),
        )),
        Entity("e2", "Country", "El Salvador", (
            _mention("name", "El Salvador"), _mention("pronoun", "it", 2, "agreement with"),
            _mention("name", "El Salvador", 1, s2), _mention("name", "El Salvador", 1, s5),
        )),
        Entity("e3", "Group", "foreign inmates", (_mention("description", "foreign inmates"),)),
        Entity("e4", "Prison", "CECOT", (
            _mention("name", "CECOT"), _mention("description", "a prison"),
            *(_mention("name", "CECOT", 1, s) for s in (s4, s7, s8)),
        )),
        Entity("e5", "Group", "13 miners", (_mention("description", "13 miners"),), count=13),
        Entity("e6", "Office", "Prime Minister", (_mention("description", "Prime Minister"),)),
        Entity("e7", "Person", "Ana Quispe", (
            _mention("name", "Ana Quispe"), _mention("name", "Quispe", 1, s5),
        ), aliases=("Quispe",)),
        Entity("e8", "NGO", "Prison Watch", (
            _mention("name", "Prison Watch"), _mention("name", "Prison Watch", 1, s8),
        )),
        Entity("e9", "City", "Lima", (_mention("name", "Lima"),)),
        Entity("e10", "Group", "Some guards", (_mention("description", "Some guards"),)),
        Entity("e11", "Group", "many officials", (_mention("description", "many officials"),)),
        Entity("e12", "Group", UNATTRIBUTED),
    )  # fmt: skip


def _eventualities() -> tuple[Eventuality, ...]:
    return (
        Eventuality("v1", "Negotiation", "negotiates", span("negotiates"),
                    (Role("participant", "e1"), Role("participant", "e2"))),
        Eventuality("v2", "PrisonerTransfer", "send", span("send"),
                    (Role("agent", "e1"), Role("destination", "e4"), Role("patient", "e3")),
                    mentions=(_mention("description", "plan"),)),
        Eventuality("v3", "Event", "freed", span("freed"), (Role("patient", "e5"),),
                    Time("in May 2025", "2025-05", "2025-05-01", "2025-05-31")),
        Eventuality("v4", "Criticism", "criticized", span("criticized"),
                    (Role("agent", "e8"), Role("partOfEvent", "v5"), Role("topic", "e4"))),
        Eventuality("v5", "Hearing", "hearing", span("hearing"), (Role("place", "e9"),),
                    Time("on 3 June 2025", "2025-06-03", "2025-06-03", "2025-06-03")),
        Eventuality("v6", "Funding", "funds", span("funds"),
                    (Role("agent", "e1"), Role("recipient", "e2"))),
        Eventuality("v7", "Kidnapping", "kidnapping", span("kidnapping"), (Role("agent", "e10"),)),
        Eventuality("v8", "Situation", "monitors", span("monitors"),
                    (Role("agent", "e8"), Role("topic", "e4"))),
    )  # fmt: skip


def _attributions() -> tuple[Attribution, ...]:
    said, denied, suspected, say = (span(w) for w in ("said", "denied", "suspected", "say"))
    return (
        Attribution("a1", (said,), (span("“Soldiers freed 13 miners in May 2025,”"),), "e7",
                    (span("Prime Minister Ana Quispe"),), verbatim=True),
        Attribution("a2", (denied,), (span("that Peru funds El Salvador"),), "e7",
                    (span("Quispe", 1, SENTENCES[4]),)),
        Attribution("a3", (suspected,), (span("of a kidnapping"),), "e12"),
        Attribution("a4", (say,), (span("CECOT may hold 40,000 people"),), "e11",
                    (span("many officials"),)),
    )  # fmt: skip


def _claims() -> tuple[Claim, ...]:
    whole = {n: span(s) for n, s in enumerate(SENTENCES, start=1)}
    transfer = span("would send foreign inmates to CECOT")
    return (
        Claim("", (span("Peru negotiates with El Salvador"),), subject="e1",
              predicate="negotiatesWith", object="e2", about="v1", rule="frame:negotiate"),
        Claim("", (whole[1],), subject="e1", predicate="seeksAgreementWith", object="e2",
              rule="frame:seek-agreement"),
        Claim("", (transfer,), "Conditional", "Positive", "Possible", subject="e3",
              predicate="transferredTo", object="e4", about="v2", rule="frame:transfer"),
        Claim("", (span("CECOT, a prison in El Salvador"),), subject="e4",
              predicate="locatedIn", object="e2", rule="apposition"),
        Claim("", (span("Soldiers freed 13 miners in May 2025"),), about="v3", speaker="e7",
              attribution="a1", rule="frame:free", speech_verb="say", verbatim=True),
        Claim("", (span("Prime Minister Ana Quispe"),), subject="e7", predicate="holdsOffice",
              object="e6", rule="title"),
        Claim("", (span("Prison Watch criticized CECOT"),), subject="e8", predicate="criticizes",
              object="e4", about="v4", rule="frame:criticize"),
        Claim("", (whole[4],), about="v5", certainty="Probable", rule="noun:hearing"),
        Claim("", (span("Peru funds El Salvador"),), "Asserted", "Negative", subject="e1",
              predicate="funds", object="e2", about="v6", speaker="e7", attribution="a2",
              rule="frame:fund", speech_verb="deny"),
        Claim("", (whole[6],), "Alleged", subject="e10", predicate="accusedOf", object="v7",
              about="v7", speaker="e12", attribution="a3", rule="suspected"),
        Claim("", (span("CECOT may hold 40,000 people"),), certainty="Possible", about="e4",
              speaker="e11", attribution="a4", rule="hedge", basis="40,000 people"),
        Claim("", (whole[8],), subject="e8", predicate="monitors", object="e4", about="v8",
              rule="frame:monitor"),
    )  # fmt: skip


@pytest.fixture
def example() -> Extraction:
    """Return the example: 12 entities, 8 eventualities, 12 claims, 4 attributions."""
    sentences = tuple(Sentence(n, span(s)) for n, s in enumerate(SENTENCES, start=1))
    claims = (replace(c, id=f"c{n}") for n, c in enumerate(_claims(), start=1))
    return Extraction(
        document(TEXT, name="prisons.txt", title="Peru looks for prison space",
                 published="2025-06-04", publisher="kg tests", url="https://kg.example/prisons"),
        "by hand/1",
        sentences,
        _entities(),
        _eventualities(),
        tuple(claims),
        _attributions(),
    )  # fmt: skip


@pytest.fixture
def example_store(example: Extraction) -> Store:
    """Return the store of the example, in memory."""
    return Store.memory(assemble([example]))


@pytest.fixture
def example_graph_dir(example: Extraction, tmp_path: Path) -> Path:
    """Return a graph directory built from the example alone, without reading prose."""
    archive = Archive(tmp_path / "example.kg")
    add(archive, example, TEXT.encode())
    rebuild_store(archive)
    return archive.path


@dataclass(frozen=True)
class Told:
    """What was read in a text, put in words: entities by label, rules without `frame:`."""

    extraction: Extraction

    def label(self, ident: str) -> str:
        """Return the label of an entity, or the class of an eventuality."""
        labels = {e.id: e.label for e in self.extraction.entities}
        return labels.get(ident) or next(v.type for v in self.events if v.id == ident)

    @property
    def events(self) -> tuple[Eventuality, ...]:
        return self.extraction.eventualities

    def by(self, rule: str) -> list[Claim]:
        """Return the claims of a rule, in the order of the text."""
        return [c for c in self.extraction.claims if c.rule in {rule, f"frame:{rule}"}]

    def event(self, claim: Claim) -> str:
        """Return "Killing(agent=rebels, patient=a guard)", empty without an eventuality."""
        found = next((v for v in self.events if v.id == claim.about), None)
        if found is None:
            return ""
        roles = ", ".join(f"{r.name}={self.label(r.filler)}" for r in found.roles)
        return f"{found.type}({roles})"

    def triple(self, claim: Claim) -> str:
        """Return "Chile criticizes Peru", empty for a claim without a triple."""
        if not (claim.subject and claim.predicate and claim.object):
            return ""
        return f"{self.label(claim.subject)} {claim.predicate} {self.label(claim.object)}"

    def facts(self) -> set[str]:
        """Return what projects to a plain edge or event."""
        good = [c for c in self.extraction.claims if supports(c)]
        return {text for c in good for text in (self.event(c), self.triple(c)) if text}

    def quality(self, rule: str) -> str:
        """Return "Planned Positive Probable" of the one thing that a rule says."""
        found = {f"{c.modality} {c.polarity} {c.certainty}" for c in self.by(rule)}
        assert len(found) == 1, found
        return found.pop()

    def speakers(self, rule: str) -> set[str]:
        """Return who says what a rule read; "narrator" for the text itself."""
        return {self.label(c.speaker) if c.speaker else "narrator" for c in self.by(rule)}

    def quotes(self, spans: tuple[Span, ...]) -> str:
        """Return the words of some spans, with " / " between them."""
        return " / ".join(self.extraction.document.quote(s) for s in spans)

    def spoken(self) -> list[tuple[str, str, str]]:
        """Return source, cue and content of each attribution as words."""
        return [
            (self.quotes(a.source), self.quotes(a.cue), self.quotes(a.content))
            for a in self.extraction.attributions
        ]


@pytest.fixture(scope="session")
def told():
    """Read a text with the shipped rules: `told("Chile paid Peru.").facts()`."""
    from kg.extract import extract

    return lambda text, **meta: Told(extract(document(text, **meta)))


class Listener(threading.Thread):
    """Answers on loopback and counts who connects."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen(20)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/"
        self.hits = 0

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.hits += 1
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 500 no\r\nContent-Length: 0\r\n\r\n")


@pytest.fixture
def listener() -> Iterator[Listener]:
    started = Listener()
    started.start()
    yield started
    started.socket.shutdown(socket.SHUT_RDWR)
    started.socket.close()
