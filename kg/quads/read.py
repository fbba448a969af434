"""The quads of one document's evidence back to an Extraction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox

from kg.errors import InputError
from kg.model import (
    Attribution,
    Certainty,
    Claim,
    Document,
    Entity,
    Eventuality,
    Extraction,
    Mention,
    MentionKind,
    Modality,
    Polarity,
    Role,
    Sentence,
    Span,
    Time,
    Value,
)
from kg.quads.terms import (
    ALT_LABEL,
    EXACT_MATCH,
    LABEL,
    NOT_STATED,
    OBJECT,
    PREDICATE,
    PREF_LABEL,
    SUBJECT,
    TYPE,
    datatype,
    kg,
)
from kg.vocabulary import NS


def from_quads(quads: Iterable[ox.Quad], document: Document) -> Extraction:
    """Read the evidence of one document back; ids are numbered anew in the order of the text.

    Raises:
        InputError: the quads are not the evidence of this document, or a part of it is missing.
    """
    try:
        return _Reader.of(quads, document).extraction()
    except (KeyError, IndexError, StopIteration, ValueError) as error:
        raise InputError(
            f"evidence is not whole: {error}",
            where=document.name or document.sha8,
            fix="extract the document again",
        ) from error


_Node = dict[str, list[ox.NamedNode | ox.Literal]]


@dataclass(frozen=True)
class _Reader:
    """The evidence of one document on its way back to records."""

    document: Document
    nodes: Mapping[str, _Node]
    ids: Mapping[str, str]
    spans: Mapping[str, Span]
    mentions: Mapping[str, list[tuple[Span, str]]]

    @classmethod
    def of(cls, quads: Iterable[ox.Quad], document: Document) -> _Reader:
        nodes: dict[str, _Node] = {}
        for quad in sorted(quads, key=str):
            s, o = quad.subject, quad.object
            if isinstance(s, ox.NamedNode) and isinstance(o, ox.NamedNode | ox.Literal):
                nodes.setdefault(s.value, {}).setdefault(quad.predicate.value, []).append(o)
        spans = {
            iri: Span(_int(node, "start"), _int(node, "end"))
            for iri, node in nodes.items()
            if NS + "quote" in node
        }
        mentions: dict[str, list[tuple[Span, str]]] = {}
        for iri in sorted(spans, key=spans.__getitem__):
            if thing := _one(nodes[iri], "refersTo"):
                kind = _one(nodes[iri], "mentionKind") or ""
                mentions.setdefault(thing, []).append((spans[iri], kind))
        return cls(document, nodes, _ids(nodes, spans, mentions), spans, mentions)

    def extraction(self) -> Extraction:
        attributions = self._attributions()
        places = {iri: f"a{n}" for n, iri in enumerate(attributions, start=1)}
        tool = self._of_type("Extractor")[0]
        return Extraction(
            self.document,
            extractor=self.nodes[tool][LABEL.value][0].value,
            sentences=self._sentences(),
            entities=tuple(self._entity(iri) for iri, i in self.ids.items() if i[0] == "e"),
            eventualities=tuple(
                self._eventuality(iri) for iri, i in self.ids.items() if i[0] == "v"
            ),
            claims=self._claims(places),
            attributions=tuple(self._attribution(iri, i) for iri, i in places.items()),
        )

    def _of_type(self, name: str) -> list[str]:
        return [iri for iri, node in self.nodes.items() if kg(name) in node.get(TYPE.value, ())]

    def _id(self, iri: str | None) -> str | None:
        return self.ids[iri] if iri else None

    def _spans_of(self, iri: str, name: str) -> tuple[Span, ...]:
        return tuple(sorted(self.spans[o.value] for o in self.nodes[iri].get(NS + name, ())))

    def _sentences(self) -> tuple[Sentence, ...]:
        found = (
            Sentence(_int(self.nodes[i], "number"), self.spans[i])
            for i in self._of_type("Sentence")
        )
        return tuple(sorted(found, key=lambda s: s.number))

    def _entity(self, iri: str) -> Entity:
        node = self.nodes[iri]
        return Entity(
            self.ids[iri],
            _local(node[TYPE.value][0]),
            node[PREF_LABEL.value][0].value,
            tuple(Mention(s, cast(MentionKind, k)) for s, k in self.mentions.get(iri, ())),
            tuple(sorted(o.value for o in node.get(ALT_LABEL.value, ()))),
            _int(node, "count") if NS + "count" in node else None,
            tuple(sorted(o.value for o in node.get(EXACT_MATCH.value, ()))),
        )

    def _eventuality(self, iri: str) -> Eventuality:
        node = self.nodes[iri]
        trigger = self.spans[node[NS + "trigger"][0].value]
        roles = (
            Role(name.removeprefix(NS), self.ids[filler.value])
            for name, fillers in node.items()
            for filler in fillers
            if name.startswith(NS) and filler.value in self.ids
        )
        return Eventuality(
            self.ids[iri],
            _local(node[NS + "eventualityType"][0]),
            node[PREF_LABEL.value][0].value,
            trigger,
            tuple(sorted(roles, key=lambda r: (r.name, _natural(r.filler)))),
            self._time(node[NS + "time"][0].value),
            tuple(
                Mention(s, cast(MentionKind, k))
                for s, k in self.mentions.get(iri, ())
                if s != trigger
            ),
        )

    def _time(self, iri: str) -> Time | None:
        node = self.nodes[iri]
        names = ("edtf", "earliest", "latest")
        text = _one(node, "timeText") or NOT_STATED
        return None if text == NOT_STATED else Time(text, *(_one(node, n) for n in names))

    def _attributions(self) -> list[str]:
        found = self._of_type("Attribution")
        return sorted(
            found, key=lambda i: (self._spans_of(i, "cueSpan"), self._spans_of(i, "contentSpan"), i)
        )

    def _attribution(self, iri: str, id_: str) -> Attribution:
        return Attribution(
            id_,
            self._spans_of(iri, "cueSpan"),
            self._spans_of(iri, "contentSpan"),
            self.ids[self.nodes[iri][NS + "speaker"][0].value],
            self._spans_of(iri, "sourceSpan"),
            NS + "verbatim" in self.nodes[iri],
        )

    def _claims(self, attributions: Mapping[str, str]) -> tuple[Claim, ...]:
        found = sorted(self._of_type("Claim"), key=lambda i: (self._spans_of(i, "evidence"), i))
        return tuple(self._claim(i, f"c{n}", attributions) for n, i in enumerate(found, start=1))

    def _claim(self, iri: str, id_: str, attributions: Mapping[str, str]) -> Claim:
        node = self.nodes[iri]
        attribution = _one(node, "attribution")
        values = (_local(node[NS + n][0]) for n in ("modality", "polarity", "certainty"))
        predicate = node.get(PREDICATE.value)
        subject, object_ = (node.get(end.value, [None])[0] for end in (SUBJECT, OBJECT))
        value = self._value(node, object_) if isinstance(object_, ox.Literal) else None
        return Claim(
            id_,
            self._spans_of(iri, "evidence"),
            *cast(tuple[Modality, Polarity, Certainty], tuple(values)),
            subject=self._id(subject and subject.value),
            predicate=_local(predicate[0]) if predicate else None,
            object=None if value else self._id(object_ and object_.value),
            about=self._id(_one(node, "about")),
            speaker=self._id(_one(node, "speaker")),
            attribution=attributions[attribution] if attribution else None,
            rule=_one(node, "rule") or "",
            basis=_one(node, "basis"),
            speech_verb=_one(node, "speechVerb"),
            verbatim=NS + "verbatim" in node,
            value=value,
        )

    def _value(self, node: _Node, found: ox.Literal) -> Value:
        at, unit = _one(node, "valueSpan"), _one(node, "unit") or ""
        span = self.spans[at] if at else None
        return Value(found.value, datatype(found), found.language or "", unit, span)


def _ids(
    nodes: Mapping[str, _Node],
    spans: Mapping[str, Span],
    mentions: Mapping[str, list[tuple[Span, str]]],
) -> dict[str, str]:
    """Give ids to entities by first mention and to eventualities by trigger."""
    entities, eventualities = [], []
    last = Span(max((s.end for s in spans.values()), default=0) + 1, 0)
    for iri, node in nodes.items():
        if PREF_LABEL.value in node:
            label = node[PREF_LABEL.value][0].value
            if trigger := _one(node, "trigger"):
                eventualities.append((spans[trigger], label, len(iri), iri))
            else:
                first = min((s for s, _ in mentions.get(iri, ())), default=last)
                entities.append((first, label, len(iri), iri))
    return {
        iri: f"{letter}{n}"
        for letter, things in (("e", entities), ("v", eventualities))
        for n, (*_, iri) in enumerate(sorted(things), start=1)
    }


def _one(node: _Node, name: str) -> str | None:
    return node[NS + name][0].value if NS + name in node else None


def _int(node: _Node, name: str) -> int:
    return int(node[NS + name][0].value)


def _local(term: ox.NamedNode | ox.Literal) -> str:
    return term.value.removeprefix(NS)


def _natural(id_: str) -> tuple[str, int]:
    return id_[0], int(id_[1:])
