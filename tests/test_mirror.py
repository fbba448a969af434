"""The text beside a store says what the named graphs of the store say, or it is not believed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.archive import Archive
from kg.build import rebuild_store
from kg.cli import run
from kg.export.projection import projection
from kg.graph import entity_graph
from kg.graph.claims import Claims
from kg.graph.rows import expand, full_table
from kg.graph.scan import full_evidence, scan
from kg.mirror import FILE, UnreadableError, Writer, blocks, tables
from kg.quads import BASE
from kg.store import Store, change_store, folder, load_lines, write_store
from kg.validate import verify
from tests.kept import NAMES, mirrored, stored

XSD = "http://www.w3.org/2001/XMLSchema#"
GRAPHS = [f"https://kg.example/graph/doc/{n}" for n in "ab"]


def keep(directory: Path, *given: bytes) -> Store:
    """Keep blocks of lines as the text of a store, and return one in memory that took them."""
    (directory / "store").mkdir(exist_ok=True)
    store = Store.memory()
    with Writer(directory / "store", BASE) as writer:
        load_lines(store.raw, writer.take(given))
    return store


def line(subject: str, name: str, term: str, graph: str = GRAPHS[0]) -> bytes:
    end = f" <{graph}>" if graph else ""
    return f"<a:{subject}> <{expand(name)}> {term}{end} .\n".encode()


# ---------------------------------------------------------------- the same as the store

TERMS = st.one_of(
    st.text().map(lambda t: str(ox.Literal(t))),
    st.text().map(lambda t: str(ox.Literal(t, language="en-GB"))),
    st.tuples(
        st.sampled_from(("007", "7", "-3", "1.50", "2025-05-01", "2025", "true", "1", "9" * 30)),
        st.sampled_from(("integer", "decimal", "double", "date", "gYear", "boolean", "string")),
    ).map(lambda t: f'"{t[0]}"^^<{XSD}{t[1]}>'),
    st.sampled_from((
        f"<{GRAPHS[0]}>", "<a:s>", r"<a:\u00e9>", r'"\U0001F600 \u00E9\t\'\\"', '"a <a:s> <b> ."',
        '"x"@EN', f'"a <{GRAPHS[1]}> ."', '"2025-05"^^<http://id.loc.gov/datatypes/edtf/EDTF>',
    )),
)  # fmt: skip
ANYWHERE = [n for n in NAMES if n not in ("kg:modality", "kg:start")]
QUADS = st.tuples(
    st.sampled_from("stuv"), st.sampled_from(ANYWHERE), TERMS, st.sampled_from(["", *GRAPHS])
)


@settings(max_examples=150, deadline=None)
@given(st.lists(QUADS, max_size=30), st.booleans(), st.integers(1, 9))
def test_the_text_says_what_the_store_says(tmp_path_factory, quads, is_whole, size) -> None:
    directory = tmp_path_factory.mktemp("g")
    of_graph = {g: [line(*q) for q in quads if q[3] == g] for g in ["", *GRAPHS]}
    # What is said of one subject is in one block; facts may come in any.
    facts = of_graph.pop("")
    pieces = [b"".join(facts)] if is_whole else [*facts, b""]
    pieces += [b"".join(lines) for lines in of_graph.values()]
    store = keep(directory, *pieces[size % 3 :], *pieces[: size % 3])
    try:
        found = mirrored(directory)
    except UnreadableError:  # a fact about a graph is taken for a line of that graph
        assert any(f" <{g}> .".encode() in fact for fact in facts for g in GRAPHS)
        return
    assert found == stored(store)


def test_a_block_of_several_graphs_is_parted(tmp_path: Path) -> None:
    block = [line(s, "kg:quote", f'"{s}{n}"', g) for s in "st" for n, g in enumerate([*GRAPHS, ""])]
    store = keep(tmp_path, b"".join(block))
    assert mirrored(tmp_path) == stored(store)
    assert mirrored(tmp_path)["a:s", "kg:quote"] == ["s0", "s1"]


def test_facts_that_end_in_one_thing_are_no_graph_of_that_name(tmp_path: Path) -> None:
    facts = b"".join(line(s, "kg:about", f"<{GRAPHS[0]}>", "") for s in "stuv")
    shared = line("s", "kg:quote", '"shared"', "https://kg.example/graph/identity")
    keep(tmp_path, facts, shared, line("x", "kg:quote", '"y"'), shared + facts)
    assert mirrored(tmp_path) == {("a:x", "kg:quote"): ["y"]}


def test_a_document_is_in_one_piece_and_a_large_file_in_many(tmp_path: Path) -> None:
    quote = "“Words.” " * 200
    given = [
        b"".join(line(f"{b}-{n}", name, f'"{quote}{n}"') for name in NAMES for n in range(60))
        for b in range(6)
    ]
    store = keep(tmp_path, *given)
    assert mirrored(tmp_path) == stored(store)
    raw = (tmp_path / "store" / FILE).read_bytes()
    assert 2 <= raw.count(f"<{GRAPHS[0]}> ".encode()) <= 6
    assert len(raw) < len(b"".join(given)) / 20


def test_only_the_properties_asked_for_are_read(tmp_path: Path) -> None:
    keep(tmp_path, line("s", "kg:quote", '"q"') + line("s", "kg:start", "_:strange"))
    assert list(blocks(tmp_path, {expand("kg:quote"): "q"})) == [{"a:s": {"q": ["q"]}}]
    assert list(blocks(tmp_path, {})) == [{}]


def test_a_subject_is_in_one_row_however_its_lines_come(tmp_path: Path) -> None:
    given = [
        line("s", "kg:quote", '"b"'), line("t", "kg:quote", r'"tab\tand \"words\""'),
        line("s", "kg:start", f'"7"^^<{XSD}integer>'), line("s", "kg:quote", '"a"'),
        line("t", "kg:start", f'"007"^^<{XSD}integer>'), line("u", "kg:quote", '"x"@en'),
    ]  # fmt: skip
    keep(tmp_path, b"".join(given))
    names = {expand(n): n for n in ("kg:quote", "kg:start")}
    (piece,) = tables(tmp_path, names)
    assert piece == [
        (("kg:quote", "kg:start", "kg:quote"), [["a:s", "b", "7", "a"]]),
        (("kg:quote", "kg:start"), [["a:t", 'tab\tand "words"', "7"]]),
        (("kg:quote",), [["a:u", "x"]]),
    ]
    (block,) = blocks(tmp_path, names)
    assert block["a:s"] == {"kg:quote": ["a", "b"], "kg:start": ["7"]}


def test_what_has_the_same_properties_is_in_one_table(tmp_path: Path) -> None:
    keep(tmp_path, *(line(f"s{n}", "kg:quote", f'"{n}"') for n in range(50)))
    ((table,),) = tables(tmp_path, {expand("kg:quote"): "q"})
    assert table == (("q",), [[f"a:s{n}", f"{n}"] for n in range(50)])


# ---------------------------------------------------------------- what is not believed


@pytest.mark.parametrize(
    "strange",
    [
        '<a:s>\t<{p}> "tab" {g} .\n',
        '<a:s> <{p}> "comment" {g} . # here\n',
        '<a:s> <{p}> "no end" {g} .',
        '_:b <{p}> "x" {g} .\n',
        "<a:s> <{p}> _:b {g} .\n",
        '<a:s> <{p}>  "two spaces" {g} .\n',
        "<a:s> <{p}> <a:o>  {g} .\n",
        '<a:s> <{p}> "x" {g}  .\n',
    ],
)
def test_lines_that_we_would_not_write_are_left_to_the_store(tmp_path: Path, strange: str) -> None:
    told = strange.format(p=expand("kg:quote"), g=f"<{GRAPHS[0]}>").encode()
    store = keep(tmp_path, line("t", "kg:quote", '"plain"'), told)
    assert len(store) == 2
    try:
        assert mirrored(tmp_path) == stored(store)
    except UnreadableError:
        return
    assert "  " in strange  # which does not matter


@pytest.mark.parametrize("harm", ["gone", "garbage", "empty", "cut", "end", "bit", "size"])
def test_a_damaged_text_is_told(tmp_path: Path, harm: str) -> None:
    keep(tmp_path, *(line(f"s{n}", "kg:quote", f'"{n}"') for n in range(99)))
    path = tmp_path / "store" / FILE
    whole = path.read_bytes()
    middle = len(whole) // 2
    harmed = {
        "garbage": b"x" * 900, "empty": b"", "cut": whole[:middle], "end": whole[:-5],
        "bit": whole[:middle] + bytes([whole[middle] ^ 4]) + whole[middle + 1 :],
        "size": whole.replace(b"> ", b"> 1", 1),
    }  # fmt: skip
    path.unlink()
    if harm in harmed:
        path.write_bytes(harmed[harm])
    with pytest.raises(UnreadableError):
        mirrored(tmp_path)


def test_a_piece_that_is_no_tables_is_told(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    head = f"<{expand('kg:quote')}>"
    for text in (head, f"{head}\na:s", f"{head}\na:s\tx\na:t\tx\ty", f"{head}\na:s\t\\_:b"):
        made_up(tmp_path, text)
        with pytest.raises(UnreadableError):
            mirrored(tmp_path)
    made_up(tmp_path, f"{head}\na:s\tx")
    assert mirrored(tmp_path) == {("a:s", "kg:quote"): ["x"]}


def made_up(directory: Path, piece: str, begin: bytes = b"tables 2\n") -> None:
    """Put a piece that we did not write in the place of the text."""
    raw = zlib.compress(piece.encode())
    head = f"<a:g> {len(raw)}\n".encode()
    (directory / "store" / FILE).write_bytes(begin + head + raw + b". .\n")


def test_a_text_of_another_version_is_told(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    made_up(tmp_path, f"<a:s> <{expand('kg:quote')}> <a:o>\n", begin=b"")
    with pytest.raises(UnreadableError, match="version"):
        mirrored(tmp_path)


def test_a_store_in_memory_has_no_text() -> None:
    with pytest.raises(UnreadableError, match="memory"):
        list(blocks(None, {}))


def test_nothing_is_kept_of_what_failed(tmp_path: Path) -> None:
    keep(tmp_path, line("s", "kg:quote", '"old"'))
    with pytest.raises(SyntaxError):
        keep(tmp_path, line("s", "kg:quote", '"new"'), b"<a:s> nonsense .\n")
    assert list((tmp_path / "store").iterdir()) == []


# ---------------------------------------------------------------- what is amended


def test_what_is_amended_keeps_the_other_graphs_as_they_lie(tmp_path: Path) -> None:
    keep(tmp_path, *(line("s", "kg:quote", f'"{g}"', g) for g in [*GRAPHS, ""]))
    before = (tmp_path / "store" / FILE).read_bytes()
    with Writer.over(tmp_path / "store", BASE, [ox.NamedNode(GRAPHS[0])]) as writer:
        list(writer.take([line("t", "kg:quote", '"new"')]))
    assert mirrored(tmp_path) == {
        ("a:s", "kg:quote"): [GRAPHS[1]],
        ("a:t", "kg:quote"): ["new"],
    }
    head = f"<{GRAPHS[1]}> ".encode()
    kept = before[before.index(head) :].split(b"\n", 1)[0]
    assert kept in (tmp_path / "store" / FILE).read_bytes()


@pytest.mark.parametrize("harm", [b"", b"<a:g> 99\nx"])
def test_over_a_text_that_is_not_whole_none_is_written(tmp_path: Path, harm: bytes) -> None:
    (tmp_path / "store").mkdir()
    path = tmp_path / "store" / FILE
    for raw in (None, harm):
        if raw is not None:
            path.write_bytes(raw)
        with Writer.over(tmp_path / "store", BASE, []) as writer:
            assert list(writer.take([b"a", b"b"])) == [b"a", b"b"]
        assert list((tmp_path / "store").iterdir()) == []


# ---------------------------------------------------------------- in a graph directory


def exported(directory: Path, name: str, *options: str) -> dict[str, bytes]:
    """Export anew, and return the files."""
    for kept in directory.glob("store.*"):
        kept.unlink()
    out = directory.parent / "out"
    assert run(["export", "-g", str(directory), "-f", name, "-o", str(out), *options]) == 0
    files = sorted(out.rglob("*")) if out.is_dir() else [out]
    return {p.name: p.read_bytes() for p in files if p.is_file()}


@pytest.mark.parametrize("options", [(), ("--claims",)])
def test_an_export_of_the_text_is_that_of_the_store(
    options: tuple[str, ...], example_graph_dir: Path, monkeypatch: Any
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("kg.export.stream.scan", only_facts)
        of_text = exported(example_graph_dir, "csv", *options)
    path = example_graph_dir / "store" / FILE
    whole = path.read_bytes()
    for raw in (whole[: len(whole) // 3], whole[:-3], b""):
        path.write_bytes(raw)
        assert exported(example_graph_dir, "csv", *options) == of_text
    path.unlink()
    assert exported(example_graph_dir, "csv", *options) == of_text
    assert len(of_text["edges.csv"].splitlines()) > 5


def stated(object_: str) -> Iterator[bytes]:
    """Yield the lines of a plain claim that Ana criticizes somebody, and of its sentence."""
    claim, span = f"claim/{object_}", f"doc#{object_}"
    ends = {"subject": "ana", "object": object_}
    yield from (line(claim, f"rdf:{name}", f"<a:{end}>") for name, end in ends.items())
    yield line(claim, "rdf:predicate", f"<{expand('kg:criticizes')}>")
    for name, value in (
        ("modality", "Asserted"),
        ("polarity", "Positive"),
        ("certainty", "Certain"),
    ):
        yield line(claim, f"kg:{name}", f"<{expand(f'kg:{value}')}>")
    yield line(claim, "kg:evidence", f"<a:{span}>") + line(claim, "kg:inDocument", "<a:doc>")
    yield line(span, "kg:quote", f'"Ana scolds {object_}."') + line(span, "kg:start", '"3"')


@pytest.mark.parametrize("given", ["bo", "bo eva", "bo eva bo"])
def test_what_claims_state_is_drawn_only_if_it_is_a_fact(
    tmp_path: Path, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts, asked = sorted(set(given.split())), set[str]()
    lines = [line(who, "rdf:type", f"<{expand('kg:Person')}>", "") for who in ("ana", "bo", "eva")]
    lines += [line("ana", "kg:criticizes", f"<a:{who}>", "") for who in facts]
    claims = [b"".join(stated(who)) for who in ("bo", "eva")]
    claims += [c.replace(b"claim", b"again") for c in claims[: given.count("bo") - 1]]

    def fill(raw: ox.Store, aside: Path) -> dict[str, str]:
        with Writer(aside, BASE) as writer:
            load_lines(raw, writer.take([*lines, *claims]))
        return {}

    change_store(tmp_path, fill)
    monkeypatch.setattr(
        "kg.export.stream.scan",
        lambda store, names, **how: (asked.update(names), scan(store, names, **how))[1],
    )
    with Store.open(tmp_path) as store:
        edges = list(projection(store)[0].edges)
    assert sorted((e["target"], e["quote"]) for e in edges) == [
        (f"a:{who}", f"Ana scolds {who}.") for who in facts
    ]
    assert sum(e["n_claims"] for e in edges) == len(given.split())
    assert ("kg:criticizes" in asked) == (given == "bo"), "read off the store, or not"


def only_facts(store: Store, names: Any, *, facts: bool = False) -> Any:
    assert facts, "the documents are read from the store"
    return scan(store, names, facts=True)


def test_verify_tells_of_a_changed_text_and_a_rebuild_mends_it(example_graph_dir: Path) -> None:
    path = example_graph_dir / "store" / FILE
    whole = path.read_bytes()
    for raw in (whole[:-1], None):
        path.unlink()
        if raw:
            path.write_bytes(raw)
        told = [str(problem) for problem in verify(example_graph_dir)]
        assert any(f"store/{FILE}" in t and "--rebuild" in t for t in told)
    rebuild_store(Archive.open(example_graph_dir))
    assert path.read_bytes() == whole
    assert list(verify(example_graph_dir)) == []


@pytest.mark.parametrize("harm", ["gone", "older", "empty"])
def test_an_export_says_once_what_would_make_it_fast(
    example_graph_dir: Path, harm: str, capsys: pytest.CaptureFixture[str]
) -> None:
    exported(example_graph_dir, "graphml")
    assert "--rebuild" not in capsys.readouterr().err
    path = example_graph_dir / "store" / FILE
    older = {"older": b"<a:g> 3\nxyz. .\n", "empty": b""}
    path.unlink()
    if harm in older:
        path.write_bytes(older[harm])
    exported(example_graph_dir, "graphml")
    told = capsys.readouterr().err
    assert told.count(f"kg build --rebuild -o {example_graph_dir} mends it") == 1
    exported(example_graph_dir, "trig")
    assert "--rebuild" not in capsys.readouterr().err, "what is RDF does not need it"


# ---------------------------------------------------------------- the graph that is read off it


def unread(*_: Any) -> None:
    raise AssertionError("the store is read")


CLAIMS = ("kg:modality", "rdf:subject", "kg:evidence", "kg:quote", "kg:refersTo", "kg:inDocument")


def test_what_documents_say_is_the_same_from_the_text_as_from_the_store(
    example_graph_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild_store(Archive.open(example_graph_dir))
    with Store.open(example_graph_dir) as store:
        graphs = [entity_graph(store, claims=claims) for claims in (False, True)]
        of_text = full_evidence(store, CLAIMS)
        monkeypatch.setattr(Store, "directory", None)
        of_store = full_table(store, CLAIMS)
        assert full_evidence(store, CLAIMS) == of_store
        anew = [entity_graph(store, claims=claims) for claims in (False, True)]
    documents = {s: v for s, v in of_store.items() if "kg:inDocument" in v}
    assert {s: v for s, v in of_text.items() if "kg:inDocument" in v} == documents
    assert list(of_text) == sorted(of_text)
    assert len(documents) > 30
    for one, other in zip(graphs, anew, strict=True):
        assert list(one.nodes(data=True)) == list(other.nodes(data=True))
        assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))
        assert one.number_of_edges() > 5


def test_of_a_whole_text_no_claim_is_looked_up_in_the_store(
    example_graph_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild_store(Archive.open(example_graph_dir))
    monkeypatch.setattr("kg.graph.scan.full_table", unread)
    with Store.open(example_graph_dir) as store:
        assert len(Claims(store).statements) > 5
        path = folder(example_graph_dir) / FILE
        path.write_bytes(path.read_bytes()[:-1])
        with pytest.raises(AssertionError, match="the store is read"):
            Claims(store).statements  # noqa: B018


def test_what_comes_apart_is_put_together(tmp_path: Path) -> None:
    first, second = line("s", "kg:quote", '"b"'), line("s", "kg:quote", '"a"')
    keep(tmp_path, first, second + line("t", "rdf:type", "<a:T>"))
    (tmp_path / "other").mkdir()
    write_store(tmp_path / "other", [])
    with Store.open(tmp_path / "other") as store:
        store._directory = tmp_path
        assert full_evidence(store, ("kg:quote",)) == {"a:s": {"kg:quote": ["a", "b"]}}
