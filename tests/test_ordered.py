"""Tuples come in order, however many: in memory, or merged from runs on disk."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export import ordered
from kg.export.ordered import Ordered

ROWS = st.lists(
    st.tuples(st.text(max_size=3), st.sampled_from((0, 1)), st.integers(), st.text(max_size=3))
)


def put(rows: list[tuple[Any, ...]]) -> Ordered:
    found = Ordered()
    for row in rows:
        found.add(row)
    return found


@settings(deadline=None)
@given(ROWS, st.integers(1, 9), st.integers(1, 4))
def test_rows_come_sorted_whatever_lies_on_disk(rows, run, chunk) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ordered, "_RUN", run)
        patched.setattr(ordered, "_CHUNK", chunk)
        found = put(rows)
        assert list(found) == sorted(rows)
        assert list(found) == sorted(rows), "they can be taken again"
        found.close()


def test_only_what_is_more_than_a_run_goes_to_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordered, "_RUN", 4)
    few, more = put([("c",), ("a",), ("b",)]), put([("d",), ("c",), ("a",), ("b",), ("e",)])
    for found in (few, more):
        found.close()
    assert list(few) == [("a",), ("b",), ("c",)]
    with pytest.raises(ValueError, match="closed"):
        list(more)
