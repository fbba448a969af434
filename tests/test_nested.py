"""Who says that somebody says it: attributions within attributions."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from kg.build import build
from kg.model import Attribution, Span
from kg.quads.nested import enclosing

spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda t: Span(t[0], t[0] + t[1])),
    min_size=1,
    max_size=2,
    unique=True,
).map(tuple)
attributions = st.lists(st.tuples(spans, spans), max_size=8).map(
    lambda found: [Attribution(f"a{n}", cue, said, "e1") for n, (cue, said) in enumerate(found)]
)


def lies_in(inner: tuple[Span, ...], outer: tuple[Span, ...]) -> bool:
    return all(any(o.start <= i.start and i.end <= o.end for o in outer) for i in inner)


@given(attributions, st.randoms())
def test_it_is_the_smallest_that_holds_the_cue_in_any_order(
    given_: list[Attribution], chance: random.Random
) -> None:
    found = enclosing(given_)
    shuffled = list(given_)
    chance.shuffle(shuffled)
    # equal ones may stand for each other
    assert {i: (a.content, a.cue) for i, a in enclosing(shuffled).items()} == {
        i: (a.content, a.cue) for i, a in found.items()
    }
    for a in given_:
        holders = [b for b in given_ if lies_in(a.cue, b.content) and not lies_in(b.cue, a.content)]
        assert (a.id in found) == bool(holders)
        if holders:
            sizes = {b.id: sum(s.end - s.start for s in b.content) for b in holders}
            assert sizes[found[a.id].id] == min(sizes.values())


def test_of_nothing_nothing_stands_within(told) -> None:
    assert enclosing([]) == {}
    assert enclosing(told("Peru said that Chile paid.").extraction.attributions) == {}


def test_a_chain_of_speakers_is_kept(told) -> None:
    found = told("Peru said that Chile had claimed that Kenya denied that Uganda paid Ghana.")
    said = {a.id: found.extraction.document.quote(a.cue[-1]) for a in found.extraction.attributions}
    chain = {said[i]: said[a.id] for i, a in enclosing(found.extraction.attributions).items()}
    assert chain == {"had claimed": "said", "denied": "had claimed"}


def test_what_is_said_at_second_hand_is_asked_by_name(tmp_path) -> None:
    from click.testing import CliRunner

    from kg.cli import main

    text = tmp_path / "a.txt"
    text.write_text("Peru said that Chile had denied that Kenya paid Uganda. Torres said no.")
    build([text], tmp_path / "a.kg")
    ask = ["ask", "-g", str(tmp_path / "a.kg"), "said-that-said", "-f", "tsv"]
    done = CliRunner().invoke(main, ask)
    assert done.exit_code == 0
    rows = [line.split("\t") for line in done.output.splitlines()[1:]]
    assert [[c.strip('"') for c in row[:4]] for row in rows] == [
        ["Peru", "said", "Chile", "had denied"]
    ]
    assert len(CliRunner().invoke(main, [*ask, "--who", "Torres"]).output.splitlines()) == 1
    verified = CliRunner().invoke(main, ["verify", "-g", str(tmp_path / "a.kg")])
    assert "all is well" in verified.output
