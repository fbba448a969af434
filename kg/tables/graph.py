"""Nodes and edges to an Extraction: every element a line of the text, every edge a claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from kg.assemble import ontology
from kg.errors import InputError
from kg.graph.view import UNREAL
from kg.model import (
    UNATTRIBUTED,
    Certainty,
    Claim,
    Document,
    Entity,
    Eventuality,
    Extraction,
    Modality,
    Polarity,
    Role,
    Sentence,
    Span,
    Value,
)
from kg.read.article import clean
from kg.tables.counterparts import Counterparts
from kg.tables.elements import (
    ROLE,
    SAID,
    SAYS,
    Edge,
    Element,
    Node,
    Unknown,
    local_name,
    marked,
)
from kg.tables.sheet import Sheet
from kg.tables.things import Thing, entities, eventuality
from kg.tables.values import split, value_of
from kg.vocabulary import NS

EXTRACTOR = "graph/1"
ABOUT = "about"
_RELATED = "relatedTo"
_AS_EVER = ("Asserted", "Positive", "Certain", "Active", "fact", ROLE)
_VOICE = ("modality", "polarity", "certainty")


@dataclass(frozen=True, slots=True)
class _Voice:
    """How a claim is made: by whom, and how surely."""

    modality: str = "Asserted"
    polarity: str = "Positive"
    certainty: str = "Certain"
    speaker: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it makes a fact."""
        is_sure = self.certainty in ("Certain", "Probable") and self.speaker is None
        return is_sure and (self.modality, self.polarity) == ("Asserted", "Positive")


_PLAIN = _Voice()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a graph file gives: the text that is kept, and what it says as spans of it."""

    text: str
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    eventualities: tuple[Eventuality, ...]
    claims: tuple[Claim, ...]
    left: tuple[InputError, ...]

    def extraction(self, document: Document, digest: str) -> Extraction:
        """Return it as what was read in the document of its text."""
        return Extraction(
            document=document,
            extractor=f"{EXTRACTOR}+{digest}",
            sentences=self.sentences,
            entities=self.entities,
            eventualities=self.eventualities,
            claims=self.claims,
        )


def read_graph(
    elements: Iterable[Element], head: str, known: Counterparts, class_: str = "Entity"
) -> Reading:
    """Return what the elements of a graph say; `head` is what its text begins with.

    A thing whose class is not known is a `class_`. An edge in words that are not known joins its
    ends as related; one whose IRI is not known, or an end of which is missing, is left out.
    """
    work = _Graph(head, known, class_)
    found = list(elements)
    for element in found:
        if isinstance(element, Node):
            work.node(element)
    for element in found:
        if isinstance(element, Edge):
            work.edge(element)
        elif isinstance(element, Unknown):
            known.unknown[element.kind, element.word] += 1
        elif isinstance(element, InputError):
            work.left.append(element)
    return work.reading()


class _Graph:
    """What has been read so far."""

    def __init__(self, head: str, known: Counterparts, class_: str) -> None:
        self.known, self.words, self.class_ = known, known.vocabulary, class_
        self.sheet = Sheet(head)
        self.things: dict[str, Thing] = {}
        self.waiting: dict[str, Node] = {}
        self.by_label: dict[str, Thing] = {}
        self.made: dict[str, Entity] = {}
        self.claims: list[Claim] = []
        self.told: dict[str, dict[_Voice, list[Span]]] = {}
        self.played: dict[str, dict[_Voice, list[Span]]] = {}
        self.backed: dict[str, set[_Voice]] = {}
        self.left: list[InputError] = []

    # ------------------------------------------------------------ lines

    def node(self, node: Node) -> None:
        """Take a node, unless its id is taken; an optional one of no known class has to wait."""
        if not node.id or node.id in self.things or node.id in self.waiting:
            what = f"has the id '{node.id}' of another" if node.id else "has no id"
            self._leave(what, f"node {node.id or node.label}", "give each node an id of its own")
            return
        class_ = self._class(node)
        if class_ is None and node.is_optional:
            self.waiting[node.id] = node
        else:
            self._place(node, class_ or self.class_)

    def _place(self, node: Node, class_: str) -> Thing:
        is_event = self.words.is_a(class_, "Eventuality")
        held: dict[str, list[str]] = {}
        for word, text in node.values:
            held.setdefault(local_name(word), []).append(text)
        about = {"id": node.id, **_named(node), **held, **node.details}
        line, (label, _) = self.sheet.line((node.label, ", ".join(node.types)), about)
        id_ = f"{'v' if is_event else 'e'}{len(self.things) + 1}"
        thing = Thing(id_, class_, node, line, is_event=is_event)
        thing.trigger = label if is_event else None
        thing.mentions += [label] if label and not is_event else []
        self.things[node.id] = thing
        self.by_label.setdefault(node.label, thing)
        for word, text in node.values:
            if not self._value(thing, word, text, _PLAIN, line):
                self.known.unknown["attribute", word] += 1
        for word, value in node.details.items():
            if isinstance(value, (str, int, float)):
                self._value(thing, word, str(value), _PLAIN, line)
        return thing

    def edge(self, edge: Edge) -> None:
        """Take an edge as a role or a claim, or say why it is left out."""
        where = f"edge {edge.id or f'{edge.source} to {edge.target}'}"
        status, relation = marked(edge.relation)
        is_about = relation.removeprefix(NS) == ABOUT
        if "://" in relation and not (is_about or edge.value or self._knows(relation)):
            return
        ends = [self._end(edge.source), self._end(edge.target)]
        missing = [e for e, t in zip((edge.source, edge.target), ends, strict=True) if t is None]
        if edge.value or (is_about and not edge.source):
            missing = missing if not (ends[0] or ends[1]) else []
        if missing:
            self._missing(missing[0], where)
            return
        labels = [t.node.label if t else "" for t in ends]
        given = {**edge.qualities, **({"status": status} if status else {})}
        about = {**edge.details, **{k: v for k, v in given.items() if v not in _AS_EVER}}
        about |= {"speaker": edge.speaker, "about": edge.about}
        about |= {"id": edge.id, "source": edge.source, "target": edge.target}
        cells = (labels[0], relation.removeprefix(NS), labels[1] or edge.value)
        line, spans = self.sheet.line(cells, about)
        for thing, span in zip(ends, (spans[0], spans[2]), strict=True):
            if thing and span:
                thing.mentions.append(span)
        voice = self._voice(given, edge.speaker or (edge.source if is_about else ""))
        if edge.value and ends[0]:
            self._value(ends[0], relation, edge.value, voice, line, spans[2])
        else:
            self._say(edge, relation, is_about, ends, voice, line)

    def _knows(self, relation: str) -> bool:
        return self.known.relation(relation) is not None

    def _end(self, id_: str) -> Thing | None:
        """Return the thing of an id; one that waited is taken now that something ties it."""
        if id_ in self.waiting:
            return self._place(self.waiting.pop(id_), self.class_)
        return self.things.get(id_)

    def _missing(self, id_: str, where: str) -> None:
        if "://" in id_:
            self.known.unknown["thing", id_] += 1
        else:
            self._leave(f"has no node '{id_}'", where, "it is left out")

    def _value(
        self, thing: Thing, word: str, text: str, voice: _Voice, line: Span,
        span: Span | None = None,
    ) -> bool:  # fmt: skip
        """Claim a literal of a thing, if the word is an attribute of such a thing."""
        name = self.known.attribute(word, thing.type)
        if name is None or not text.strip():
            return False
        term = self.words.properties[name]
        for part in split(term, text.strip()):
            value = value_of(term, part, span or self.sheet.place_of(part, line))
            self._claim(voice, (line,), thing.id, name, value=value)
        return True

    def _say(
        self, edge: Edge, relation: str, is_about: bool, ends: list[Thing | None], voice: _Voice,
        line: Span,
    ) -> None:  # fmt: skip
        source, target = ends
        if target is None:
            return
        if is_about or source is None:
            if target.is_event:
                self.told.setdefault(target.id, {}).setdefault(voice, []).append(line)
            else:
                self._claim(voice, (line,), about=target.id)
            return
        found = self._relation(relation, source, target, edge.is_directed)
        if self.words.is_role(found[0]) and found[1].is_event:
            found[1].roles.append(Role(found[0], found[2].id))
            if edge.qualities.get("status") != ROLE:
                self.played.setdefault(found[1].id, {}).setdefault(voice, []).append(line)
        else:
            event = self.things.get(edge.about)
            about = event.id if event and event.is_event else ""
            self.backed.setdefault(about, set()).add(voice)
            self._claim(voice, (line,), found[1].id, found[0], found[2].id, about=about)

    def _leave(self, what: str, where: str, fix: str) -> None:
        self.left.append(InputError(what, where=where, fix=fix))

    # ------------------------------------------------------------ meanings

    def _class(self, node: Node) -> str | None:
        found = self.known.class_(t for t in node.types if t not in (*UNREAL, node.kind))
        if node.kind and not self.words.is_a(found or "", "Eventuality"):
            found = "Situation" if node.kind == "Situation" else "Event"
        return found

    def _relation(
        self, word: str, source: Thing, target: Thing, is_directed: bool
    ) -> tuple[str, Thing, Thing]:
        """Return a property with its subject and object; related, if the word is not known."""
        found = self.known.relation(word, source.type, target.type) if word else (_RELATED, False)
        name, is_inverse = found or (_RELATED, False)
        ends = (target, source) if is_inverse else (source, target)
        if not is_directed and name not in _symmetric():
            fit = [e for e in (ends, ends[::-1]) if self.words.fits(name, e[0].type, e[1].type)]
            return (name, *fit[0]) if len(fit) == 1 else (_RELATED, source, target)
        return name, *ends

    def _voice(self, given: Mapping[str, str], speaker: str) -> _Voice:
        status = given.get("status", "").lower()
        words = dict(SAYS.get(status, {}))
        words |= {k: v for k, v in given.items() if k in _VOICE and v}
        if given.get("standing") in ("Contested", "Rejected"):
            words["certainty"] = "Unknown"
        is_said = status == SAID or words.get("modality") == "Alleged"
        said = speaker or (UNATTRIBUTED if is_said else "")
        return _Voice(**words, speaker=self._speaker(said) if said else None)

    def _speaker(self, name: str) -> str:
        """Return the id of who speaks, by id or by name; made if no node is it."""
        thing = self.things.get(name) or self.by_label.get(name)
        if thing and self.words.is_a(thing.type, "Agent"):
            return thing.id
        label = clean(thing.node.label if thing else name)
        type_ = "Group" if label == UNATTRIBUTED else "Agent"
        made = self.made.setdefault(label, Entity(f"s{len(self.made) + 1}", type_, label))
        return made.id

    # ------------------------------------------------------------ the whole

    def _claim(
        self, voice: _Voice, evidence: tuple[Span, ...], *triple: str, about: str = "",
        value: Value | None = None,
    ) -> None:  # fmt: skip
        subject, predicate, object_ = (*triple, None, None, None)[:3]
        self.claims.append(
            Claim(
                id=f"c{len(self.claims) + 1}",
                evidence=evidence,
                modality=cast(Modality, voice.modality),  # the gate checks it
                polarity=cast(Polarity, voice.polarity),
                certainty=cast(Certainty, voice.certainty),
                subject=subject,
                predicate=predicate,
                object=object_,
                about=about or None,
                speaker=voice.speaker,
                rule=f"graph:{predicate or ABOUT}",
                value=value,
            )
        )

    def _tell(self, thing: Thing) -> None:
        """Claim an eventuality as its kind and its edges tell it, and never more surely."""
        voices = self.told.get(thing.id) or self.played.get(thing.id) or {}
        backed = self.backed.get(thing.id, set())
        if thing.node.kind in UNREAL:
            voices = {v: lines for v, lines in voices.items() if not v.is_plain}
            if not voices and not backed:
                voices = {self._unreal(thing.node.kind): [thing.line]}
        elif not any(v.is_plain for v in (*voices, *backed)):
            voices = {**voices, _PLAIN: [thing.line]}
        for voice, lines in voices.items():
            self._claim(voice, tuple(dict.fromkeys(lines)), about=thing.id)

    def _unreal(self, kind: str) -> _Voice:
        if kind == "ReportedEventuality":
            return _Voice(speaker=self._speaker(UNATTRIBUTED))
        return _Voice("Proposed", certainty="Unknown")

    def reading(self) -> Reading:
        """Return all that was read, claims about eventualities last."""
        things = list(self.things.values())
        for thing in things:
            if thing.is_event:
                self._tell(thing)
        return Reading(
            self.sheet.text,
            tuple(self.sheet.sentences),
            (*entities(t for t in things if not t.is_event), *self.made.values()),
            tuple(eventuality(t) for t in things if t.is_event and t.trigger),
            tuple(self.claims),
            tuple(self.left),
        )


def _named(node: Node) -> Mapping[str, Any]:
    return {
        "aliases": list(node.aliases),
        "same as": list(node.same_as),
        "kind": node.kind,
        "count": node.count,
        "time": node.time.text if node.time else "",
    }


@cache
def _symmetric() -> frozenset[str]:
    """Return the relations that run both ways."""
    return frozenset(
        subject.value.rpartition("#")[2]
        for subject, _, value in ontology()
        if getattr(value, "value", "").endswith("#SymmetricProperty")
    )
