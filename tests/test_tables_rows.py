"""A table is gone through row by row: what that gives is what the whole of it gives."""

from __future__ import annotations

import json
import random
import tracemalloc
from pathlib import Path

import pyoxigraph as ox
import pytest
import rowsets
from hypothesis import given, settings
from hypothesis import strategies as st
from rowsets import BASE, SHA, evidence_of, read_rows, things_of

from kg.archive import Archive
from kg.assemble import assemble
from kg.build import build, rebuild_store
from kg.errors import StoreError
from kg.gazetteer import default as names
from kg.link import join
from kg.link.summary import Summary
from kg.model import Entity, Mention, Span
from kg.parts import Part, RowPart, Told, from_bytes
from kg.quads import RowReader, dump, from_quads, parse, to_evidence
from kg.store import Store, stamp, write_store
from kg.tables import Link, TableMap, import_file
from kg.tables.rows import Rows
from kg.validate import verify
from tests.kept import mirrored, stored

HEAD = "id,name,born,home\n"
MAP = TableMap(
    "Person", "name", "id", (Link("home", "livesIn", "City"),), values={"born": "dateOfBirth"}
)
TOLD = TableMap("City", "name", links=(Link("home", "locatedIn", "Country"),))
LABELS = (
    "Ama Badu",
    "ama-badu",
    "Kofi",
    "The Badu",
    "AB",
    "Lima",
    "Lima Us",
    "Perú",
    'A "B" C',
    "",
)
HOMES = ("Lima", "Accra", "Keta", "Peru", "Ama Badu", "ama badu", "New\nTown", "")
BORN = ("1981-05-02", "1981", "1982", "31/12/1999", "")


def quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set('",\n') else cell


def table(rows: list[tuple[str, ...]]) -> str:
    return HEAD + "".join(",".join(map(quote, row)) + "\n" for row in rows)


def rows_of(text: str, table: TableMap = MAP) -> Rows:
    return rowsets.rows_of(text, table)


tables = st.lists(
    st.tuples(
        st.sampled_from(("1", "2", "3", "")),
        st.sampled_from(LABELS),
        st.sampled_from(BORN),
        st.sampled_from(HOMES),
    ),
    min_size=1,
    max_size=12,
).map(table)
maps = st.sampled_from((MAP, TOLD, TableMap("Person", "name", values={"born": "dateOfBirth"})))


# ---------------------------------------------------------------- evidence


@settings(max_examples=60, deadline=None)
@given(tables, maps)
def test_rows_give_the_evidence_of_the_whole_in_another_order(text, map_):
    raw, whole = evidence_of(rows_of(text, map_)), read_rows(rows_of(text, map_))
    lines = raw.splitlines(keepends=True)
    assert len(set(lines)) == len(lines)
    assert b"".join(sorted(lines)) == to_evidence(whole)
    back = from_quads(parse(raw), whole.document)
    assert to_evidence(back) == to_evidence(whole)


@settings(max_examples=60, deadline=None)
@given(tables, maps, st.integers(50, 4000))
def test_a_part_read_off_the_rows_gives_what_one_of_the_extraction_gives(text, map_, size):
    rows = rows_of(text, map_)
    raw, whole = evidence_of(rows), read_rows(rows_of(text, map_))
    reader, sha256 = RowReader(rows.document.sha256, BASE), rows.document.sha256
    assert reader.is_rows(raw)
    assert not reader.is_rows(to_evidence(whole))
    cuts = [0, *(m.end() for m in reader.starts().finditer(raw) if m.end() % 3 or size % 2)]
    blocks = [raw[a:b] for a, b in zip(cuts, [*cuts[1:], len(raw)], strict=True)]
    part = RowPart.of(blocks, rows.document, reader.tool(raw))
    assert from_bytes(part.to_bytes()) == part
    made = RowPart.made(things_of(rows_of(text, map_)), rows.document, reader.tool(raw))
    assert made == part
    other = Part.of(whole, to_evidence(whole))
    assert (part.tool, part.size, part.sample) == (other.tool, other.size, other.sample)
    linking, known = join([part.summary], names()), join([other.summary], names())
    assert told(part, blocks, linking, rows.document) == told(
        other, [to_evidence(whole)], known, rows.document
    )
    assert sha256 == part.sha256


def told(part, blocks, linking, document):
    """Return what a part gives to the store, and what linking says of its things."""
    given = part.whole(blocks, document, Told(part.names(linking), {}))
    base = "https://kg.example/"
    alone = {(f"{base}id/{n}", t, x) for t, x, n in linking.alone.things(part.summary)}
    nodes = {(n.iri, n.type, n.label) for n in linking.nodes.values() if not n.aliases}
    rest = {n for n in linking.nodes.values() if n.aliases or n.exact_match}
    moved = dict(linking.redirects)
    moved |= {f"{part.summary.home}{i.rpartition('/')[2]}": i for i, *_ in alone}
    quads = dump(parse(b"".join(given)))
    return quads, alone | nodes, rest, moved, linking.splits, linking.candidates


def test_evidence_that_lacks_a_line_is_told():
    raw = evidence_of(rows_of(table([("1", "Ama Badu", "1981", "Keta")])))
    document, reader = (
        rows_of(HEAD + "1,A B,,\n").document,
        RowReader(SHA, BASE),
    )
    lines = raw.splitlines(keepends=True)
    for word in (b"modality", b"polarity", b"#subject", b"prefLabel", b"#Claim> "):
        less = b"".join(line for line in lines if word not in line)
        with pytest.raises(Exception, match="not whole"):
            RowPart.of([less], document, reader.tool(raw))
    with pytest.raises(Exception, match="not whole"):
        RowPart.of([raw[:-4]], document, reader.tool(raw))


def test_what_lies_in_a_cell_is_never_taken_for_a_name_or_a_line():
    home = "https://kg.example/id/doc-c0ffee00/"
    bad = f"<{home}x> <{home}ama-badu> . \\n <https://kg.example/claim/0123456789abcdef>"
    text = table([("1", "Ama Badu", "", bad), ("2", bad, "1981", "Keta")])
    raw, whole = evidence_of(rows_of(text)), read_rows(rows_of(text))
    reader = RowReader(SHA, BASE)
    part = RowPart.of([raw], whole.document, reader.tool(raw))
    assert part.size == len(whole.claims) == 3
    linking = join([part.summary], names())
    given = parse(b"".join(part.whole([raw], whole.document, Told(part.names(linking), {}))))
    quotes = {q.object.value for q in given if q.predicate.value.endswith("#quote")}
    assert quotes == {q.object.value for q in parse(raw) if q.predicate.value.endswith("#quote")}


# ---------------------------------------------------------------- names


def test_a_name_that_another_document_has_is_alone_no_more():
    one = read_rows(rows_of(table([("1", "Ama Badu", "", "Keta"), ("2", "Kofi Osei", "", "")])))
    reader = RowReader(one.document.sha256, BASE)
    raw = evidence_of(rows_of(one.document.text))
    part = RowPart.of([raw], one.document, reader.tool(raw))
    assert set(part.summary.plain) == {"Person", "City"}
    alone = join([part.summary], names()).alone
    assert {n for _, _, n in alone.things(part.summary)} == {"ama-badu", "kofi-osei", "keta"}
    news = Summary.of(read_rows(rows_of(table([("1", "Ama Badu", "", "")]))))
    both = join([part.summary, Summary("f" * 64, news.iris, news.entities, ())], names())
    assert {n for _, _, n in both.alone.things(part.summary)} == {"kofi-osei", "keta"}
    assert both.canonical[f"{part.summary.home}ama-badu"] == "https://kg.example/id/ama-badu"


@pytest.mark.parametrize("decision", [
    {"do": "rename", "entity": "https://kg.example/id/kofi-osei", "label": "K. Osei"},
    {"do": "merge", "entity": "https://kg.example/id/kofi-osei",
     "into": "https://kg.example/id/ama-badu"},
])  # fmt: skip
def test_a_thing_that_people_decided_on_is_changed_like_any_other(tmp_path, decision):
    archive = taken(
        tmp_path, table([("1", "Ama Badu", "", "Keta"), ("2", "Kofi Osei", "", "Keta")])
    )
    line = json.dumps({"at": "2025-06-01T10:00:00Z", "by": "me", **decision})
    (archive.path / "decisions.jsonl").write_text(line + "\n")
    build([], archive.path, rebuild=True)
    assert quads(archive) == dump(assemble(archive.evidence(), archive.decisions()))
    assert ("K. Osei" in quads(archive).decode()) == (decision["do"] == "rename")


@pytest.mark.parametrize(
    ("type_", "label", "other"),
    [
        ("Person", "Osei", ""),  # may be any Osei
        ("Person", "Kofi Osei", "Kofi-Osei"),  # one slug
        ("NGO", "ACLU", ""),  # some text may expand it
        ("NGO", "The Mine Watch", ""),  # joins Mine Watch
        ("City", "Accra", ""),  # in the gazetteer
        ("Country", "Lima Us", "Lima us"),
        ("Group", "Mine Workers", ""),  # stays in its document
        ("Entity", "Kofi Osei", ""),  # may be of any class
        ("Person", "unattributed", ""),
    ],
)
def test_what_may_be_something_else_is_not_alone(type_, label, other):
    plain = {type_: label, "Office": other} if other else {type_: label}
    summary = Summary(SHA, {}, (), (), plain, f"{BASE}id/doc-c0ffee00/")
    linking = join([summary], names())
    assert label not in {text for _, text, _ in linking.alone.things(summary)}
    assert any(i.startswith(summary.home) for i in linking.canonical)


def test_a_bare_surname_may_be_any_person_of_that_name_in_a_table():
    plain = {"Person": "Kofi Osei\nAma Badu\nEsi Osei", "City": "Port Osei"}
    table_ = Summary(SHA, {}, (), (), plain, f"{BASE}id/doc-c0ffee00/")
    osei = Entity("e1", "Person", "Osei", (Mention(Span(0, 4), "name"),))
    news = Summary("f" * 64, {"e1": f"{BASE}id/doc-ffffffff/osei"}, (osei,), ())
    found = {(c.other, c.method) for c in join([table_, news], names()).candidates}
    assert found == {(f"{BASE}id/{n}-osei", "surname") for n in ("kofi", "esi")}


# ---------------------------------------------------------------- the graph


def taken(tmp_path: Path, text: str, map_: TableMap = MAP, name: str = "t.csv") -> Archive:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    import_file(path, tmp_path / "g.kg", map_)
    return Archive.open(tmp_path / "g.kg")


def quads(archive: Archive) -> bytes:
    with Store.open(archive.path) as store:
        return dump(store.quads())


def drawn(chance: random.Random, number: int) -> str:
    columns = ([*"123456789"], LABELS[:-1], BORN, HOMES)
    return table([tuple(chance.choice(c) for c in columns) for _ in range(number)])


@pytest.mark.parametrize("seed", range(2))
def test_tables_one_by_one_are_what_a_rebuild_gives_and_what_the_extractions_give(tmp_path, seed):
    chance = random.Random(seed)
    for n, map_ in enumerate((MAP, TOLD, MAP, TableMap("NGO", "name"))):
        archive = taken(tmp_path, drawn(chance, 15), map_, f"{n}.csv")
        claims = sorted(c for c in quads(archive).splitlines() if b"#Claim>" in c)
        if claims:
            claim = chance.choice(claims).split(b" ")[0][1:-1].decode()
            action = chance.choice(("confirm", "contest", "reject"))
            line = {"at": "2025-06-01T10:00:00Z", "by": "me", "do": action, "claim": claim}
            with (archive.path / "decisions.jsonl").open("a") as file:
                file.write(json.dumps(line) + "\n")
            import_again(archive, tmp_path)
        amended, counts = quads(archive), stamp(archive.path)["counts"]
        assert amended == dump(assemble(archive.evidence(), archive.decisions()))
        rebuild_store(archive)
        assert (quads(archive), stamp(archive.path)["counts"]) == (amended, counts)


def import_again(archive: Archive, tmp_path: Path) -> None:
    """Import what is there: a decision is heeded, nothing is read anew."""
    before = archive.sums()
    report = import_file(tmp_path / "0.csv", archive.path, MAP)
    assert not report.is_new
    assert {k: v for k, v in archive.sums().items() if k.startswith("evidence/")} == {
        k: v for k, v in before.items() if k.startswith("evidence/")
    }


def test_a_damaged_table_leaves_the_old_store(tmp_path):
    archive = taken(tmp_path, table([("1", "Ama Badu", "", "Keta")]))
    before = quads(archive)
    (evidence,) = (archive.path / "evidence").iterdir()
    evidence.write_bytes(evidence.read_bytes()[:-40])
    with pytest.raises(StoreError, match="damaged"):
        rebuild_store(archive)
    assert quads(archive) == before


def test_what_rows_hold_does_not_grow_with_them():
    peaks = []
    for number in (500, 4000):
        rows = rows_of(table([("1", f"Ama {n % 7}", "1981", "Keta") for n in range(number)]))
        tracemalloc.start()
        assert sum(len(row.claims) for row in rows) == 2 * number
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 50_000


# ---------------------------------------------------------------- verified


@pytest.fixture
def graph(tmp_path) -> Archive:
    """Return a graph of a table and of a second one that has a name in common with it."""
    taken(tmp_path, table([("1", "Ama Badu", "1981", "Keta"), ("2", "Kofi Osei", "", "Accra")]))
    return taken(tmp_path, table([("7", "Esi Boateng", "1990-02", "Keta")]), name="other.csv")


def test_a_graph_of_tables_verifies_and_its_things_have_their_names(graph):
    assert list(verify(graph.path)) == []
    with Store.open(graph.path) as store:
        assert mirrored(graph.path) == stored(store)
    found = quads(graph).decode()
    assert found.count('<http://www.w3.org/2004/02/skos/core#prefLabel> "Keta"@en .') == 1
    for name in ("ama-badu", "kofi-osei", "esi-boateng", "keta"):
        assert f"<{BASE}id/{name}> " in found
        assert f"/{name}> <https://kg.example/ns#mergedInto> <{BASE}id/{name}> " in found
    assert f"<{BASE}id/ama-badu> <https://kg.example/ns#livesIn> <{BASE}id/keta> .\n" in found


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("the store lacks", lambda q: {x for x in q if "dateOfBirth> " not in str(x)}),
        ("the store holds", lambda q: q | {ox.Quad(*[ox.NamedNode(f"{BASE}id/keta")] * 3)}),
        ("the store holds", lambda q: {*q, ox.Quad(*[ox.NamedNode("a:b")] * 4)}),
    ],
)
def test_a_store_that_is_not_what_the_rows_give_is_found(graph, what, change):
    with Store.open(graph.path) as store:
        held = set(store.quads())
    write_store(graph.path, [sorted(change(held), key=str)], {"inputs": "x"})
    assert any(what in str(problem) for problem in verify(graph.path))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (b'quote> "Ama Badu"', b'quote> "Ama Bada"', "the text there is not 'Ama Bada'"),
        (b"ns#Certain> ", b"ns#\xff> ", "is missing or damaged"),
        (b"ns#polarity> ", b"ns#nothing> ", "is missing or damaged"),
    ],
)
def test_evidence_of_rows_that_was_changed_with_its_manifest_is_found(graph, old, new, what):
    evidence = next(p for p in (graph.path / "evidence").iterdir() if old in p.read_bytes())
    evidence.write_bytes(evidence.read_bytes().replace(old, new, 1))
    graph.write_manifest()
    assert any(what in str(problem) for problem in verify(graph.path))


def test_a_person_may_add_to_a_table_what_its_rows_say(graph):
    sha256 = next(h for h in graph.hashes() if "Kofi Osei" in graph.document(h).text)
    home = f"{BASE}id/doc-{sha256[:8]}/"
    line = {
        "at": "2025-06-01T10:00:00Z", "by": "me", "do": "assert", "document": f"sha256:{sha256}",
        "quote": "Kofi Osei", "subject": f"{home}kofi-osei", "predicate": "bornIn",
        "object": f"{home}accra",
    }  # fmt: skip
    (graph.path / "decisions.jsonl").write_text(json.dumps(line) + "\n")
    build([], graph.path, rebuild=True)
    assert f"<{BASE}id/kofi-osei> <https://kg.example/ns#bornIn> <{BASE}id/accra> .\n".encode() in (
        quads(graph)
    )
    assert list(verify(graph.path)) == []
