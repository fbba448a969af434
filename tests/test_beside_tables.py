"""Documents come and go beside tables that are not read again: the store is as one made anew."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from test_update import decide, put, quads, remove, story

from kg.archive import Archive
from kg.assemble import assemble
from kg.build import finish, rebuild_store
from kg.model import Claim, Document, Entity, Extraction, Mention, Span, Value
from kg.quads import claim_iris
from kg.store import Store, folder, stamp
from kg.tables import Link, TableMap, import_file
from kg.update import LOOSE

HEAD = "name,born,home,of,worth\n"
MAP = TableMap(
    "Person", "name", links=(Link("home", "livesIn", "City"), Link("of", "worksFor", "NGO")),
    values={"born": "dateOfBirth"},
)  # fmt: skip
TOWNS = TableMap(
    "City", "home", links=(Link("of", "locatedIn", "Country"),), values={"worth": "population"}
)
NAMES = ("Ana Quispe", "Luis Rojas", "Ama Badu", "Quispe", "Esi Osei", "Kofi Osei", "The Badu",
         "Esi Boateng", "Yaw Mensah", "Prison Watch", "Ana-Quispe")  # fmt: skip
HOMES = ("Keta", "Lima", "Ana Quispe", "Port Osei", "Bonesa Bay", "")
OTHERS = ("Prison Watch", "Peru", "Chile", "Mine Watch", "PW", "")


def table(chance: random.Random, number: int = 8) -> str:
    """Return rows of people, many of whom stories speak of as well."""
    columns = (NAMES, ("1981", "1981-05-02", ""), HOMES, OTHERS, ("1200", "1200.0", ""))
    rows = [",".join(chance.choice(c) for c in columns) for _ in range(number)]
    return HEAD + "\n".join(rows) + f"\nYaa {chance.random()},,,,\n"


def take(archive: Archive, text: str, map_: TableMap) -> None:
    path = archive.path.with_name("t.csv")
    path.write_text(text)
    import_file(path, archive.path, map_)


def decide_on(archive: Archive, chance: random.Random) -> None:
    """Decide something on what is there."""
    with Store.open(archive.path) as store:
        lines = store.lines().decode().splitlines()
    claims = sorted({x.split("> ")[0][1:] for x in lines if "#Claim> " in x})
    things = sorted({x.split("> ")[0][1:] for x in lines if "#prefLabel> " in x and "/id/" in x})
    one, other = chance.choice(things), chance.choice(things)
    match chance.randrange(5):
        case 0 if one != other:
            line = {"do": "merge", "entity": one, "into": other}
        case 1:
            line = {"do": "rename", "entity": one, "label": "Somebody"}
        case 2 if number := len(archive.decisions()):
            line = {"do": "undo", "decision": chance.randint(1, number)}
        case _ if claims:
            return decide(
                archive, chance.choice(claims), chance.choice(("contest", "confirm", "reject"))
            )
        case _:
            return None
    whole = {"at": "2025-06-01T10:00:00Z", "by": "me", **line}
    with (archive.path / "decisions.jsonl").open("a") as file:
        file.write(json.dumps(whole) + "\n")
    return None


def step(archive: Archive, there: dict[str, Extraction], chance: random.Random) -> str:
    """Change a graph of stories and tables in one of the ways that it can change."""
    action = chance.choice(("add", "add", "table", "towns", "replace", "remove", "drop", "decide"))
    one = there[chance.choice(sorted(there))] if there else None
    tables = sorted(h for h in archive.hashes() if h not in there)
    if action in ("table", "towns"):
        take(archive, table(chance), MAP if action == "table" else TOWNS)
    elif action == "decide":
        decide_on(archive, chance)
    elif action == "drop" and tables:
        gone = chance.choice(tables)
        for path in (*(archive.path / "sources").glob(f"{gone}.*"), archive.evidence_path(gone)):
            path.unlink()
    elif action == "replace" and one:
        changed = replace(one, extractor=f"by hand/{chance.random()}", claims=one.claims[1:])
        there[one.document.sha256] = changed
        put(archive, changed)
    elif action == "remove" and one:
        remove(archive, there.pop(one.document.sha256))
    else:
        new = story(chance)
        there[new.document.sha256] = new
        put(archive, new)
    finish(archive)
    return action


@pytest.mark.parametrize("seed", range(3))
def test_any_row_of_changes_beside_tables_leaves_what_a_rebuild_gives(tmp_path, seed):
    chance, there, done = random.Random(seed), dict[str, Extraction](), list[str]()
    archive = Archive(tmp_path / "g.kg")
    take(archive, table(chance), MAP)
    for _ in range(6):
        done.append(step(archive, there, chance))
        amended, kept = quads(archive), (folder(archive.path) / LOOSE).read_bytes()
        counts = stamp(archive.path)["counts"]
        assert amended == quads_anew(archive), done
        assert stamp(archive.path)["counts"] == counts
        assert (folder(archive.path) / LOOSE).read_bytes() == kept
    assert amended.decode() == "".join(
        f"{quad} .\n" for quad in assemble(archive.evidence(), archive.decisions())
    )


def quads_anew(archive: Archive) -> bytes:
    """Return what a rebuild of a copy gives; the store itself goes on being amended."""
    before = folder(archive.path).rename(archive.path / "store.was")
    rebuild_store(archive)
    found = quads(archive)
    shutil.rmtree(archive.path / "store")
    before.rename(archive.path / "store")
    return found


# ---------------------------------------------------------------- one by one


@pytest.fixture
def graph(tmp_path: Path) -> Archive:
    """Return a graph of one table."""
    archive = Archive(tmp_path / "g.kg")
    rows = "Ama Badu,1981,Keta,Mine Watch,\nEsi Osei,,Keta,,\nYaw Mensah,1990,Bonesa Bay,,\n"
    take(archive, HEAD + rows, MAP)
    return archive


def told(text: str, *claims: tuple[str, str, str]) -> Extraction:
    """Return a text that says these triples of persons and cities."""
    names = list(dict.fromkeys(name for s, _, o in claims for name in (s, o)))
    ids = {name: f"e{n}" for n, name in enumerate(names)}
    whole = f"{text} {', '.join(names)}"
    document = Document(hashlib.sha256(whole.encode()).hexdigest(), whole)
    spans = {name: Span(whole.index(name), whole.index(name) + len(name)) for name in names}
    entities = tuple(
        Entity(ids[n], "City" if n in HOMES else "Person", n, (Mention(spans[n], "name"),))
        for n in names
    )
    said = tuple(
        Claim(f"c{n}", (Span(0, n + 1),), subject=ids[s], predicate=p, object=ids[o])
        for n, (s, p, o) in enumerate(claims)
    )
    return Extraction(document, "by hand/1", (), entities, (), said)


def added(archive: Archive, change: Callable[[], object]) -> tuple[set[bytes], set[bytes]]:
    """Return the quads that a change brings and those that it takes; it is what a rebuild gives."""
    before = set(quads(archive).splitlines())
    change()
    after = quads(archive)
    assert after == quads_anew(archive)
    now = set(after.splitlines())
    return now - before, before - now


def test_a_fact_that_a_table_states_stays_when_the_text_goes_that_states_it_too(graph):
    both = told("News.", ("Ama Badu", "livesIn", "Keta"), ("Ama Badu", "livesIn", "Lima"))
    came, _ = added(graph, lambda: put(graph, both))
    assert len([x for x in came if b"/ama-badu> <https://kg.example/ns#livesIn>" in x]) == 1
    _, went = added(graph, lambda: (remove(graph, both), finish(graph)))
    assert went == came


def test_a_name_of_a_table_that_a_text_has_as_well_is_described_anew_and_back(graph):
    text = told("News.", ("Ama Badu", "knows", "Esi Osei"), ("Osei", "knows", "Yaw Mensah"))
    came, gone = added(graph, lambda: put(graph, text))
    assert any(b"/ama-badu> <https://kg.example/ns#mergedInto>" in x for x in came)
    _, went = added(graph, lambda: (remove(graph, text), finish(graph)))
    assert (went, gone) == (came, set())


def test_a_renamed_thing_of_a_table_gets_its_name_back(graph):
    line = {"at": "2025-06-01T10:00:00Z", "by": "me", "do": "rename", "label": "Ama B.",
            "entity": "https://kg.example/id/ama-badu"}  # fmt: skip
    path = graph.path / "decisions.jsonl"

    def write(text: str) -> None:
        path.write_text(text)
        finish(graph)

    _, gone = added(graph, lambda: write(json.dumps(line) + "\n"))
    assert any(b'"Ama Badu"@en' in x for x in gone)
    came, _ = added(graph, lambda: write(""))
    assert gone == came


def test_a_number_written_in_two_ways_stays_as_long_as_one_document_gives_it(tmp_path):
    archive = Archive(tmp_path / "g.kg")
    take(archive, HEAD + "Ama Badu,,Keta,,\n", MAP)
    texts = []
    for number in ("1200", "01200", "+1200"):
        one = told(f"Of {number} people.", ("Ama Badu", "livesIn", "Port Osei"))
        value = Value(number, "integer")
        claim = replace(one.claims[0], subject=one.claims[0].object, object=None,
                        predicate="population", value=value)  # fmt: skip
        texts.append(replace(one, claims=(claim,)))
        put(archive, texts[-1])
    for text in texts[:2]:
        added(archive, lambda text=text: (remove(archive, text), finish(archive)))
        assert b'ns#population> "1200"^^' in quads(archive)
    _, went = added(archive, lambda: (remove(archive, texts[2]), finish(archive)))
    assert any(b'ns#population> "1200"^^' in x for x in went)


def test_the_rows_of_a_table_are_not_read_when_a_text_comes_or_is_decided_on(graph, monkeypatch):
    asked: list[str] = []
    real = Archive.evidence_blocks

    def watched(self: Archive, sha256: str, cut: re.Pattern[bytes]) -> Iterator[bytes]:
        asked.append(sha256)
        return real(self, sha256, cut)

    monkeypatch.setattr(Archive, "evidence_blocks", watched)
    text = told("News.", ("Ama Badu", "livesIn", "Keta"), ("Ama Badu", "livesIn", "Lima"))
    put(graph, text)
    for claim in claim_iris(text).values():
        decide(graph, claim, "reject")
    finish(graph)
    assert asked == []
    monkeypatch.undo()
    assert quads(graph) == quads_anew(graph)


def test_of_two_tables_read_alike_one_tells_of_what_read_them(graph):
    monk = [HEAD + f"Yaa {n},,Keta,,\n" for n in range(4)]
    for text in monk:
        added(graph, lambda text=text: take(graph, text, MAP))
    for sha256 in graph.hashes()[:3]:
        gone = [*(graph.path / "sources").glob(f"{sha256}.*"), graph.evidence_path(sha256)]
        added(graph, lambda gone=gone: ([p.unlink() for p in gone], finish(graph)))


@pytest.mark.parametrize("damage", [None, b"", b"<a> <b> <c> .\n"])
def test_lines_that_are_not_as_they_were_written_are_not_relied_on(graph, damage):
    path = folder(graph.path) / LOOSE
    path.unlink() if damage is None else path.write_bytes(damage)
    added(graph, lambda: put(graph, told("News.", ("Ama Badu", "livesIn", "Lima"))))
    assert path.read_bytes()
