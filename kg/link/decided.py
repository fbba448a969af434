"""What people decided on identity, applied to what names alone would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kg import vocabulary
from kg.decisions import Decision, Lost, Numbered
from kg.link.records import Candidate, Linking, Node, most_specific
from kg.model import Entity


def decided(
    linking: Linking, entities: Mapping[str, Entity], decisions: Iterable[Numbered]
) -> Linking:
    """Return the linking after merge, split, rename, retype, link and unlink, in their order.

    `entities` are those of all documents by their document-local IRIs. A decision whose entity is
    not there any more goes to `lost`. Redirects stay one hop: nothing points at a merged IRI.
    """
    state = _State.of(linking, entities)
    for number, decision in decisions:
        if act := getattr(state, f"_{decision['do']}", None):
            try:
                act(decision)
            except KeyError:
                state.lost.append((number, str(decision["entity"])))
    return state.linking()


@dataclass
class _State:
    """A linking that changes, one decision after the other."""

    entities: Mapping[str, Entity]
    canonical: dict[str, str]
    nodes: dict[str, Node]
    redirects: dict[str, str]
    splits: dict[str, tuple[str, ...]]
    candidates: tuple[Candidate, ...]
    lost: list[Lost]

    @classmethod
    def of(cls, linking: Linking, entities: Mapping[str, Entity]) -> _State:
        return cls(
            entities,
            dict(linking.canonical),
            dict(linking.nodes),
            dict(linking.redirects),
            dict(linking.splits),
            linking.candidates,
            [],
        )

    def linking(self) -> Linking:
        """Return what it has become; candidates that were merged are none any more."""
        now = {(self._now(c.one), self._now(c.other), c.method) for c in self.candidates}
        kept = (Candidate(*c) for c in now if c[0] != c[1])
        return Linking(
            self.canonical,
            self.nodes,
            dict(sorted(self.redirects.items())),
            self.splits,
            tuple(sorted(kept)),
            tuple(self.lost),
        )

    def _now(self, iri: str) -> str:
        return self.redirects.get(iri, iri)

    def _node(self, decision: Decision, field: str = "entity") -> Node:
        """Return the node that a decision means: by a document-local IRI, else by its IRI."""
        local = decision.get(f"{field}_local")
        return self.nodes[self.canonical.get(str(local)) or self._now(decision[field])]

    def _members(self, iri: str) -> list[str]:
        return sorted(local for local, at in self.canonical.items() if at == iri)

    def _merge(self, decision: Decision) -> None:
        loser, winner = self._node(decision), self._node(decision, "into")
        if loser.iri == winner.iri:
            return
        self._move(self._members(loser.iri), winner.iri)
        for old in [o for o, new in self.redirects.items() if new == loser.iri]:
            self.redirects[old] = winner.iri
        self.redirects[loser.iri] = winner.iri
        del self.nodes[loser.iri]
        self.nodes[winner.iri] = _joined(winner, loser)
        for bare, homonyms in list(self.splits.items()):
            left = tuple(sorted({self._now(h) for h in homonyms}))
            self.splits[bare] = left
            if len(left) == 1:  # one thing again, so its bare name may lead there
                del self.splits[bare]
                self.redirects[bare] = left[0]

    def _split(self, decision: Decision) -> None:
        node = self._node(decision)
        members = self._members(node.iri)
        parts = [p for p in members if p in decision["parts"]]
        rest = [m for m in members if m not in parts]
        if node.iri in parts:  # who bears the name of the whole keeps it
            parts, rest = rest, parts
        if not parts or not rest:
            raise KeyError(node.iri)
        new = parts[0]
        self._move(parts, new)
        self.nodes[new] = _described(new, [self.entities[p] for p in parts])
        gone = {n for p in parts for n in _names(self.entities[p])}
        self.nodes[node.iri] = _without(node, gone, [self.entities[r] for r in rest])

    def _move(self, locals_: Iterable[str], iri: str) -> None:
        for local in locals_:
            self.canonical[local] = iri
            self.redirects.pop(local, None)
            if local != iri:
                self.redirects[local] = iri

    def _rename(self, decision: Decision) -> None:
        node, label = self._node(decision), str(decision["label"])
        aliases = tuple(sorted({*node.aliases, node.label} - {label}))
        self.nodes[node.iri] = replace(node, label=label, aliases=aliases)

    def _retype(self, decision: Decision) -> None:
        node = self._node(decision)
        self.nodes[node.iri] = replace(node, type=str(decision["type"]))

    def _link(self, decision: Decision) -> None:
        node = self._node(decision)
        matches = tuple(sorted({*node.exact_match, str(decision["match"])}))
        self.nodes[node.iri] = replace(node, exact_match=matches)

    def _unlink(self, decision: Decision) -> None:
        node = self._node(decision)
        left = tuple(m for m in node.exact_match if m != decision["match"])
        self.nodes[node.iri] = replace(node, exact_match=left)


def _joined(winner: Node, loser: Node) -> Node:
    """Describe two nodes as one: the winner's name; the more specific class, if one is."""
    names = {*winner.aliases, loser.label, *loser.aliases} - {winner.label}
    is_finer = vocabulary.default().is_a(loser.type, winner.type)
    return Node(
        winner.iri,
        loser.type if is_finer else winner.type,
        winner.label,
        tuple(sorted(names)),
        tuple(sorted({*winner.exact_match, *loser.exact_match})),
        winner.count if winner.count is not None else loser.count,
    )


def _names(entity: Entity) -> set[str]:
    return {entity.label, *entity.aliases}


def _described(iri: str, members: list[Entity]) -> Node:
    """Describe what was split off by what its own documents call it."""
    labels = Counter(m.label for m in members)
    label = min(labels, key=lambda n: (-labels[n], -len(n), n))
    names = {n for m in members for n in _names(m)} - {label}
    counts = {m.count for m in members}
    return Node(
        iri,
        most_specific(Counter(m.type for m in members)),
        label,
        tuple(sorted(names)),
        count=counts.pop() if len(counts) == 1 else None,
    )


def _without(node: Node, gone: set[str], rest: list[Entity]) -> Node:
    """Describe what is left after a split: names that only the others had go with them.

    A name by authority stays, and so does what the authority says.
    """
    kept = {n for m in rest for n in _names(m)}
    names = ({*node.aliases, node.label} - gone) | kept
    label = node.label if node.label in names or node.exact_match else _described("", rest).label
    return replace(node, label=label, aliases=tuple(sorted(names - {label})))
