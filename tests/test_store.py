from __future__ import annotations

import shutil
import subprocess
import sys

import pyoxigraph as ox
import pytest

from kg import store as store_module
from kg.errors import NotFoundError, StoreError
from kg.store import STAMP, Store, stamp, sums, write_store

A, P = ox.NamedNode("http://e/a"), ox.NamedNode("http://e/p")


def quads(n):
    return [ox.Quad(A, P, ox.Literal(i), ox.DefaultGraph()) for i in range(n)]


@pytest.fixture
def directory(tmp_path):
    write_store(tmp_path, [quads(3), quads(5)], {"inputs": "x"})
    return tmp_path


def test_batches_are_loaded_and_the_stamp_comes_back(directory):
    with Store.open(directory) as store:
        assert set(store.quads()) == set(quads(5))
        assert len(store) == 5
    assert stamp(directory)["inputs"] == "x"
    assert stamp(directory)["files"] == sums(directory / "store")


def test_quads_are_found_by_pattern():
    store = Store.memory(quads(3))
    assert [q.object.value for q in store.quads(object=ox.Literal(1))] == ["1"]
    assert list(store.quads(predicate=A)) == []


def test_a_new_store_replaces_the_old_one_whole(directory):
    write_store(directory, [quads(1)])
    with Store.open(directory) as store:
        assert len(store) == 1
    assert sorted(p.name for p in directory.iterdir()) == ["store"]


def test_reading_changes_no_byte_of_the_store(directory):
    with Store.open(directory) as store:
        list(store.quads())
    assert stamp(directory)["files"] == sums(directory / "store")


def test_the_dataset_is_a_door_to_the_same_quads(example_store):
    dataset = example_store.dataset
    assert len(list(dataset.quads())) == len(example_store)
    assert dataset is example_store.dataset


def test_the_dataset_never_loads_what_a_query_names(example_store, tmp_path):
    secret = tmp_path / "secret.ttl"
    secret.write_text("<http://e/a> <http://e/p> 1 .")
    rows = example_store.dataset.query(
        f"SELECT * FROM <{secret.as_uri()}> {{ ?s <http://e/p> ?o }}"
    )
    assert len(rows) == 0


def test_no_directory_is_not_found(tmp_path):
    with pytest.raises(NotFoundError, match="no such graph"):
        Store.open(tmp_path / "no.kg")


def test_no_store_says_how_to_make_it_again(tmp_path):
    with pytest.raises(StoreError) as caught:
        Store.open(tmp_path)
    assert caught.value.what == "has no store"
    assert caught.value.fix == f"kg build --rebuild -o {tmp_path}"


@pytest.mark.parametrize("name", ["CURRENT", "MANIFEST-000005"])
def test_a_damaged_store_is_a_store_error(directory, name):
    path = directory / "store" / name
    path.write_bytes(b"\xff" + path.read_bytes()[1:])
    with pytest.raises(StoreError, match="damaged") as caught:
        Store.open(directory)
    assert "--rebuild" in caught.value.fix


def test_a_closed_store_says_so(directory):
    store = Store.open(directory)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        len(store)


def test_a_writer_waits_for_readers_then_says_so(directory, monkeypatch):
    monkeypatch.setattr(store_module, "WAIT", 0.0)
    with Store.open(directory) as store:
        with pytest.raises(StoreError, match="somebody is reading"):
            write_store(directory, [quads(1)])
        assert len(store) == 5
    assert not (directory / "store.new").exists()
    write_store(directory, [quads(1)])


def test_a_reader_in_another_process_holds_the_store(directory, monkeypatch):
    monkeypatch.setattr(store_module, "WAIT", 0.0)
    code = (
        "import sys; from pathlib import Path; from kg.store import Store;"
        "s = Store.open(Path(sys.argv[1])); print(len(s), flush=True); sys.stdin.read()"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", code, directory], stdin=pipe, stdout=pipe
    ) as other:
        assert other.stdout.readline() == b"5\n"
        with pytest.raises(StoreError, match="somebody is reading"):
            write_store(directory, [quads(1)])
        other.stdin.close()
    write_store(directory, [quads(1)])


def test_a_full_disk_leaves_the_old_store(directory):
    def batches():
        yield quads(1)
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="No space left"):
        write_store(directory, batches())
    with Store.open(directory) as store:
        assert len(store) == 5
    assert sorted(p.name for p in directory.iterdir()) == ["store"]


@pytest.mark.parametrize("content", ["", "[]", "{"])
def test_a_broken_stamp_counts_as_none(directory, content):
    (directory / "store" / STAMP).write_text(content)
    assert stamp(directory) == {}


def test_leftovers_of_a_killed_writer_do_no_harm(directory):
    shutil.copytree(directory / "store", directory / "store.new")
    shutil.copytree(directory / "store", directory / "store.old")
    write_store(directory, [quads(2)])
    assert sorted(p.name for p in directory.iterdir()) == ["store"]
