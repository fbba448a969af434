"""A store brought up to date holds what one made anew holds, and only what differs is written."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import vocabulary
from kg.archive import Archive
from kg.assemble import FACTS, assemble
from kg.build import add, finish, rebuild_store
from kg.errors import StoreError
from kg.graph.search import search
from kg.model import Claim, Document, Entity, Extraction, Mention, Sentence, Span
from kg.quads import PREF_LABEL, TYPE, claim_iris, document_graph, dump, kg
from kg.store import STAMP, Store, folder, stamp
from kg.update import PARTS, _counts, inputs, update_store
from kg.vocabulary import NS
from tests.kept import mirrored, stored

LABELS = ("Ana Quispe", "Luis Rojas", "Prison Watch", "PW", "Peru", "Chile", "Quispe", "Ama Badu")
TYPES = dict(zip(LABELS, ("Person", "Person", "NGO", "NGO", "Country", "Country", "Person",
                          "Person"), strict=True))  # fmt: skip
RELATIONS = ("criticizes", "locatedIn", "funds", "holdsOffice", "worksFor")


def story(chance: random.Random, extractor: str = "by hand/1", words: int = 12) -> Extraction:
    """Return a short text of names in a row, and claims that tie each to the next."""
    names = [chance.choice(LABELS) for _ in range(words)]
    text = " ".join(names) + f" {chance.random()}"
    document = Document(hashlib.sha256(text.encode()).hexdigest(), text, name="story.txt")
    return read(document, names, chance, extractor)


def read(document: Document, names: list[str], chance: random.Random, extractor: str) -> Extraction:
    spans: dict[str, list[Span]] = {}
    at = 0
    for name in names:
        spans.setdefault(name, []).append(Span(at, at + len(name)))
        at += len(name) + 1
    entities = tuple(
        Entity(f"e{n}", TYPES[name], name, tuple(Mention(s, "name") for s in places),
               ("PW",) if name == "Prison Watch" and chance.random() < 0.5 else ())
        for n, (name, places) in enumerate(spans.items(), start=1)
    )  # fmt: skip
    ids = [e.id for e in entities]
    claims = tuple(
        Claim(f"c{n}", (Span(0, n),), subject=chance.choice(ids),
              predicate=chance.choice(RELATIONS), object=chance.choice(ids),
              modality=chance.choice(("Asserted", "Asserted", "Alleged")))
        for n in range(1, chance.randint(2, 6))
    )  # fmt: skip
    whole = Sentence(1, Span(0, len(document.text)))
    return Extraction(document, extractor, (whole,), entities, (), claims)


def put(archive: Archive, *extractions: Extraction) -> None:
    """Add documents and bring the store up to date."""
    with archive.writing():
        for extraction in extractions:
            add(archive, extraction, extraction.document.text.encode())
        finish(archive)


def remove(archive: Archive, extraction: Extraction) -> None:
    sha256 = extraction.document.sha256
    for path in (archive.path / "sources").glob(f"{sha256}.*"):
        path.unlink()
    archive.evidence_path(sha256).unlink()


def quads(archive: Archive) -> bytes:
    with Store.open(archive.path) as store:
        return dump(store.quads())


def decide(archive: Archive, claim: str, action: str) -> None:
    line = json.dumps({"at": "2025-06-01T10:00:00Z", "by": "me", "do": action, "claim": claim})
    with (archive.path / "decisions.jsonl").open("a") as file:
        file.write(line + "\n")


# ---------------------------------------------------------------- the same as made anew


def step(archive: Archive, there: dict[str, Extraction], chance: random.Random, example) -> str:
    """Change a graph directory in one of the ways that it can change."""
    action = chance.choice(("add", "add", "add", "example", "replace", "remove", "decide"))
    if action == "add" or not there:
        new = [story(chance) for _ in range(chance.randint(1, 3))]
        there |= {x.document.sha256: x for x in new}
        for x in new:
            add(archive, x, x.document.text.encode())
        return action
    one = there[chance.choice(sorted(there))]
    if action == "example":
        there[example.document.sha256] = example
        add(archive, example, example.document.text.encode())
    elif action == "replace":
        kept = replace(one, extractor=f"by hand/{chance.random()}", claims=one.claims[1:],
                       attributions=() if one is not example else one.attributions)  # fmt: skip
        there[one.document.sha256] = kept
        add(archive, kept, one.document.text.encode())
    elif action == "remove" and len(there) > 1:
        remove(archive, there.pop(one.document.sha256))
    elif claims := sorted(claim_iris(one).values()):
        decide(archive, chance.choice(claims), chance.choice(("confirm", "contest", "reject")))
    return action


@pytest.mark.parametrize("seed", range(3))
def test_any_row_of_changes_leaves_what_a_rebuild_gives(tmp_path, example, seed):
    chance, there = random.Random(seed), {}
    archive, done = Archive(tmp_path / "g.kg"), []
    for _ in range(7):
        done.append(step(archive, there, chance, example))
        finish(archive)
        amended, counts = quads(archive), stamp(archive.path)["counts"]
        assert amended == dump(assemble(archive.evidence(), archive.decisions())), done
        text = mirrored(archive.path)
        with Store.open(archive.path) as store:
            assert text == stored(store), done
        rebuild_store(archive)
        assert (quads(archive), stamp(archive.path)["counts"]) == (amended, counts), done
        assert mirrored(archive.path) == text, done


def test_counts_are_what_a_walk_through_the_facts_gives(tmp_path, example):
    archive = Archive(tmp_path / "g.kg")
    put(archive, example, *(story(random.Random(n)) for n in range(3)))
    words, (entities, facts, roles, real) = vocabulary.default(), (0, 0, [], set())
    with Store.open(archive.path) as store:
        for quad in store.raw.quads_for_pattern(None, None, None, FACTS):
            name = quad.predicate.value.removeprefix(NS)
            if quad.predicate == TYPE:
                above = words.above(quad.object.value.removeprefix(NS))
                entities += "Entity" in above and "Eventuality" not in above
                real |= {quad.subject} if {"Event", "Situation"} & above else set()
            elif words.is_role(name):
                roles.append(quad.subject)
            else:
                facts += words.is_a(name, "relation", "attribute")
    facts += sum(subject in real for subject in roles)
    counts = stamp(archive.path)["counts"]
    assert (counts["entities"], counts["facts"]) == (entities, facts)
    assert entities > 12
    assert roles


def test_changes_by_one_and_one_end_where_all_at_once_end(tmp_path, example):
    stories = [story(random.Random(n)) for n in range(6)] + [example]
    whole = Archive(tmp_path / "whole.kg")
    put(whole, *stories)
    for seed in range(2):
        order, archive = list(stories), Archive(tmp_path / f"{seed}.kg")
        random.Random(seed).shuffle(order)
        for one in order:
            put(archive, one)
        assert quads(archive) == quads(whole)
        assert stamp(archive.path)["counts"] == stamp(whole.path)["counts"]
        kept = (folder(archive.path) / PARTS).read_bytes()
        assert kept == (folder(whole.path) / PARTS).read_bytes()


def test_a_fact_goes_with_the_last_document_that_states_it(tmp_path, example):
    twin = replace(example, document=Document("f" * 64, example.document.text, name="twin.txt"))
    archive = Archive(tmp_path / "g.kg")
    others = [story(random.Random(n)) for n in range(3)]
    put(archive, example, *others)
    alone = facts(archive)
    twin_text = example.document.text + " "
    sha256 = hashlib.sha256(twin_text.encode()).hexdigest()
    twin = replace(example, document=Document(sha256, twin_text, name="twin.txt"))
    put(archive, twin)
    remove(archive, example)
    finish(archive)
    shared = {line for line in alone if b"/id/doc-" not in line}
    assert shared <= facts(archive)
    remove(archive, twin)
    finish(archive)
    assert not shared <= facts(archive)


def facts(archive: Archive) -> set[bytes]:
    with Store.open(archive.path) as store:
        return set(dump(store.quads(graph=FACTS)).splitlines())


def test_what_tells_of_an_extractor_moves_to_the_first_document_that_is_left(tmp_path):
    stories = sorted((story(random.Random(n)) for n in range(4)), key=lambda x: x.document.sha256)
    archive = Archive(tmp_path / "g.kg")
    put(archive, *stories[1:])
    for change in (lambda: put(archive, stories[0]), lambda: remove(archive, stories[0])):
        change()
        finish(archive)
        first = min(archive.hashes())
        lines = quads(archive).splitlines()
        told = [line for line in lines if line.startswith(b"<https://kg.example/extractor/")]
        assert [document_graph(first).value in line.decode() for line in told] == [True] * 2


# ---------------------------------------------------------------- only what differs is written


@contextmanager
def many(tmp_path: Path, number: int = 12) -> Iterator[tuple[Archive, list[Extraction]]]:
    stories = [story(random.Random(n)) for n in range(number)]
    archive = Archive(tmp_path / "g.kg")
    put(archive, *stories)
    yield archive, stories


def inodes(archive: Archive, kept: Path) -> set[int]:
    """The store's tables by inode; a link in `kept` holds each: no later file gets its number."""
    found = {p.stat().st_ino: p for p in folder(archive.path).glob("*.sst")}
    kept.mkdir(exist_ok=True)
    for number, path in found.items():
        if not (kept / str(number)).exists():
            os.link(path, kept / str(number))
    return set(found)


def test_tables_of_the_old_store_are_taken_over_and_not_written_again(tmp_path):
    with many(tmp_path) as (archive, _):
        kept = tmp_path / "kept"
        before = inodes(archive, kept)
        put(archive, story(random.Random(99)))
        assert before & inodes(archive, kept)
        amended = quads(archive)
        assert stamp(archive.path)["files"].keys() == {
            p.name for p in folder(archive.path).iterdir() if p.name not in ("LOCK", "LOG", STAMP)
        }
        rebuild_store(archive)
        assert not before & inodes(archive, kept)
        assert quads(archive) == amended


def test_a_new_store_of_many_pieces_ends_in_one_file_a_table(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.store._PIECE", 10_000)
    chance = random.Random(5)
    archive = Archive(tmp_path / "g.kg")
    put(archive, *(story(chance) for _ in range(40)))
    tables = len(list(folder(archive.path).glob("*.sst")))
    ox.Store(str(folder(archive.path))).optimize()
    assert len(list(folder(archive.path).glob("*.sst"))) == tables <= 13


def test_the_evidence_of_what_did_not_change_is_not_even_read(tmp_path, monkeypatch):
    with many(tmp_path) as (archive, _):
        asked: list[str] = []
        real = Archive.raw_evidence

        def watched(self, sha256):
            asked.append(sha256)
            return real(self, sha256)

        monkeypatch.setattr(Archive, "raw_evidence", watched)
        alone = Entity("e1", "Person", "Berta Oyelaran", (Mention(Span(0, 14), "name"),))
        text = "Berta Oyelaran"
        document = Document(hashlib.sha256(text.encode()).hexdigest(), text)
        put(archive, Extraction(document, "zz", (), (alone,)))
        assert set(asked) == {document.sha256}


@pytest.mark.parametrize("damage", ["gone", "cut", "changed", "older"])
def test_parts_that_cannot_be_read_are_made_again(tmp_path, damage):
    with many(tmp_path) as (archive, _):
        path = folder(archive.path) / PARTS
        raw = path.read_bytes()
        if damage == "gone":
            path.unlink()
        else:
            older = b"another version\n" + raw.partition(b"\n")[2]
            changed = raw.replace(b"Ana", b"Ane")
            path.write_bytes({"cut": raw[:-30], "changed": changed, "older": older}[damage])
        put(archive, story(random.Random(99)))
        assert quads(archive) == dump(assemble(archive.evidence()))
        assert (folder(archive.path) / PARTS).read_bytes().count(b"\n") == 14


def test_an_update_that_fails_leaves_the_old_store(tmp_path):
    with many(tmp_path) as (archive, stories):
        before, old = quads(archive), dict(stamp(archive.path))
        path = archive.evidence_path(stories[3].document.sha256)
        path.write_bytes(path.read_bytes()[:-40])
        with pytest.raises(StoreError, match="damaged") as caught:
            update_store(archive)
        assert caught.value.where == str(path)
        assert (quads(archive), stamp(archive.path)) == (before, old)
        assert not (archive.path / "store.new").exists()


def test_a_writer_killed_between_two_renames_leaves_a_store_to_read_and_to_amend(tmp_path):
    with many(tmp_path) as (archive, _):
        before = quads(archive)
        (archive.path / "store").rename(archive.path / "store.old")
        assert quads(archive) == before
        assert stamp(archive.path)["inputs"] == inputs(archive)
        put(archive, story(random.Random(99)))
        assert not (archive.path / "store.old").exists()
        assert quads(archive) == dump(assemble(archive.evidence()))


def test_a_reader_of_the_old_store_is_not_disturbed_by_what_comes_after(tmp_path):
    with many(tmp_path) as (archive, _):
        before = quads(archive)
        copy = tmp_path / "copy.kg"
        shutil.copytree(archive.path, copy, copy_function=os.link)
        for n in range(3):
            put(archive, story(random.Random(100 + n)))
        assert quads(Archive.open(copy)) == before


# ---------------------------------------------------------------- several at once


def build_one(directory: Path, number: int, sender) -> None:
    archive = Archive(directory)
    try:
        put(archive, story(random.Random(number)))
        sender.send("built")
    except StoreError as error:
        sender.send(error.what)


def test_of_two_that_build_at_once_one_waits_its_turn_and_nothing_is_mixed(tmp_path):
    context = multiprocessing.get_context("spawn")
    with many(tmp_path, 4) as (archive, _):
        pipes, processes = [], []
        for number in (50, 51, 52):
            receiver, sender = context.Pipe(duplex=False)
            process = context.Process(target=build_one, args=(archive.path, number, sender))
            process.start()
            pipes.append(receiver)
            processes.append(process)
        told = [pipe.recv() for pipe in pipes]
        for process in processes:
            process.join()
        built = told.count("built")
        assert set(told) <= {"built", "another kg build is writing this graph"}
        assert built >= 1
        assert len(list(archive.hashes())) == 4 + built
        assert quads(archive) == dump(assemble(archive.evidence()))
        assert archive.check_manifest() == []


def look_up(directory: Path, sender) -> None:
    with Store.open(directory) as store:
        found = search(store, "quispe", directory=directory)["entities"]
        sender.send([entity["label"] for entity in found])


def test_several_that_make_the_search_index_at_once_find_the_same(tmp_path):
    context = multiprocessing.get_context("spawn")
    with many(tmp_path, 3) as (archive, _):
        pipes, processes = [], []
        for _ in range(3):
            receiver, sender = context.Pipe(duplex=False)
            process = context.Process(target=look_up, args=(archive.path, sender))
            process.start()
            pipes.append(receiver)
            processes.append(process)
        told = [pipe.recv() for pipe in pipes]
        for process in processes:
            process.join()
        assert told[0] == told[1] == told[2]
        assert "Ana Quispe" in told[0]
        assert [p.name for p in archive.path.glob("store.search*")] == ["store.search"]


def test_the_search_index_follows_what_is_added_and_what_goes(tmp_path):
    with many(tmp_path, 3) as (archive, _):
        text = "Berta Oyelaran"
        document = Document(hashlib.sha256(text.encode()).hexdigest(), text)
        berta = Entity("e1", "Person", text, (Mention(Span(0, len(text)), "name"),))
        assert found(archive, "oyelaran") == []
        added = Extraction(document, "by hand/1", (), (berta,))
        put(archive, added)
        assert found(archive, "oyelaran") == [text]
        remove(archive, added)
        finish(archive)
        assert found(archive, "oyelaran") == []


FEW = [
    *[("ana", TYPE, kg("Person")), ("peru", TYPE, kg("Country")), ("ana", kg("livesIn"), "peru")],
    *[("ana", kg("dateOfBirth"), ox.Literal("1981")), ("ana", PREF_LABEL, ox.Literal("Ana"))],
    ("ana", kg("unheardOf"), "peru"),
]
VISIT = [("visit", kg("agent"), "ana"), ("visit", kg("topic"), "peru")]


@pytest.mark.parametrize(
    ("more", "entities", "facts"),
    [
        ([], 2, 2),
        (VISIT, 2, 2),  # of what nobody says that it is
        ([*VISIT, ("visit", TYPE, kg("Visit"))], 2, 4),
        ([*VISIT, ("visit", TYPE, kg("Visit")), ("visit", TYPE, kg("Event"))], 2, 4),
        ([*VISIT, ("visit", TYPE, kg("Prospect"))], 2, 2),  # it has not happened
        ([*VISIT, ("visit", TYPE, kg("Prospect")), ("vote", TYPE, kg("Election"))], 2, 2),
        ([*VISIT, ("visit", TYPE, ox.NamedNode("https://example.org/Visit"))], 2, 2),
        ([("lima", TYPE, kg("City")), ("ana", kg("livesIn"), "lima")], 3, 3),
    ],
)
def test_roles_are_facts_only_of_what_has_happened(more, entities, facts):
    def node(end):
        return ox.NamedNode(f"https://example.org/{end}") if isinstance(end, str) else end

    raw = ox.Store()
    raw.extend(ox.Quad(node(s), p, node(o)) for s, p, o in [*FEW, *more])
    told = ox.NamedNode("https://example.org/told")  # what is only told is in a graph of its own
    raw.add(ox.Quad(node("luis"), TYPE, kg("Person"), told))
    assert _counts(raw) == {"entities": entities, "facts": facts}


def found(archive: Archive, text: str) -> list[str]:
    with Store.open(archive.path) as store:
        return [e["label"] for e in search(store, text, directory=archive.path)["entities"]]
