from __future__ import annotations

from kg.store import Store


def test_the_example_directory_holds_the_same_quads_as_memory(example_graph_dir, example_store):
    with Store.open(example_graph_dir) as store:
        assert set(store.quads()) == set(example_store.quads())
