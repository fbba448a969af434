"""The things of a graph file in the making, and the entities and eventualities that they become."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.link import family
from kg.model import Entity, Eventuality, Mention, MentionKind, Role, Span
from kg.quads import slug
from kg.read.article import clean
from kg.tables.elements import Node


@dataclass(slots=True)
class Thing:
    """An entity or eventuality in the making, with the line that tells of it."""

    id: str
    type: str
    node: Node
    line: Span
    trigger: Span | None = None
    mentions: list[Span] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    is_event: bool = False


def entities(things: Iterable[Thing]) -> Iterator[Entity]:
    """Yield the entities; of several of one name none is sure to be meant by it."""
    every = list(things)
    names = Counter((family(t.type), slug(t.node.label)) for t in every)
    for thing in every:
        alone = thing.node.same_as or names[family(thing.type), slug(thing.node.label)] == 1
        kind: MentionKind = "name" if alone and not thing.node.is_local else "description"
        label = clean(thing.node.label) or thing.node.id
        yield Entity(
            thing.id,
            thing.type,
            label,
            tuple(Mention(span, kind) for span in thing.mentions),
            tuple(sorted({*map(clean, thing.node.aliases)} - {label, ""})),
            thing.node.count,
            tuple(sorted({*thing.node.same_as})),
        )


def eventuality(thing: Thing) -> Eventuality:
    """Return the eventuality."""
    trigger = thing.trigger or thing.line
    return Eventuality(
        thing.id,
        thing.type,
        clean(thing.node.label),
        trigger,
        tuple(dict.fromkeys(thing.roles)),
        thing.node.time,
        tuple(Mention(span, "description") for span in thing.mentions),
    )
