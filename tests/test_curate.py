"""A person's decisions on a graph directory: written, applied at once, taken back, replayed."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from dataclasses import replace

import pytest

from kg import curate
from kg.archive import Archive
from kg.build import add, build, finish, rebuild_store
from kg.curate import decide, decisions
from kg.errors import InputError, NotFoundError, StoreError, UsageError
from kg.knowledge import KnowledgeGraph
from kg.model import Document
from kg.quads import claim_iris, local_iris
from kg.validate import verify

BASE = "https://kg.example/id/"


@pytest.fixture
def graph(example_graph_dir, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767323045")
    monkeypatch.setenv("KG_REVIEWER", "a reviewer")
    return example_graph_dir


def sound(directory):
    """Check that a graph is whole, and holds what its files give."""
    assert [str(p) for p in verify(directory)] == []
    before = sorted(map(str, _quads(directory)))
    rebuild_store(Archive.open(directory))
    assert sorted(map(str, _quads(directory))) == before


def _quads(directory):
    with KnowledgeGraph(directory) as opened:
        return list(opened.store.quads())


def shown(directory, name):
    with KnowledgeGraph(directory) as opened:
        return opened.show(name)


def on_disk(directory):
    return (directory / "decisions.jsonl").read_bytes()


def evidence(directory):
    return {p.name: p.read_bytes() for p in (directory / "evidence").iterdir()}


# ---------------------------------------------------------------- claims


def test_contesting_takes_a_fact_away_and_undo_brings_it_back(graph, example):
    before, read = set(_quads(graph)), evidence(graph)
    made = decide(graph, "contest", claim_iris(example)["c7"], why="the wire names another")
    assert made.numbers == (1,)
    assert "Prison Watch ──criticizes──▶ CECOT" in made.lost
    assert made.gained == ()
    assert not [f for f in shown(graph, "CECOT")["facts"] if f["predicate_label"] == "criticizes"]
    sound(graph)
    back = decide(graph, "undo", "1")
    assert (back.gained, back.lost) == (made.lost, ())
    curation = f"{BASE[:-3]}graph/curation"
    left = {q for q in _quads(graph) if curation not in str(q.graph_name)}
    assert left == before
    assert evidence(graph) == read
    sound(graph)


def test_the_record_says_who_when_why_and_what(graph, example):
    decide(graph, "contest", claim_iris(example)["c7"], why="another word")
    assert json.loads(on_disk(graph)) == {
        "at": "2026-01-02T03:04:05Z", "by": "a reviewer", "do": "contest", "why": "another word",
        "claim": claim_iris(example)["c7"], "document": f"sha256:{example.document.sha256}",
        "quote": example.document.quote(example.claims[6].evidence[0]), "predicate": "criticizes",
    }  # fmt: skip


def test_who_decides_is_the_one_named_else_the_variable_else_the_login(graph, monkeypatch):
    claim = "Peru funds El Salvador"
    (named,) = decide(graph, "contest", claim, by="Jane Roe").records
    (variable,) = decide(graph, "contest", claim).records
    monkeypatch.delenv("KG_REVIEWER")
    monkeypatch.setattr("getpass.getuser", lambda: "jroe")
    (login,) = decide(graph, "contest", claim).records
    assert [r["by"] for r in (named, variable, login)] == ["Jane Roe", "a reviewer", "jroe"]


def test_confirming_makes_what_a_named_speaker_says_a_fact(graph, example):
    made = decide(graph, "confirm", claim_iris(example)["c5"].rpartition("/")[2][:8])
    assert "freed (event)" in made.gained
    sound(graph)


def test_a_claim_is_meant_by_its_words_too(graph):
    made = decide(graph, "reject", "peru FUNDS El Salvador")
    assert made.records[0]["quote"] == "Peru funds El Salvador"


@pytest.mark.parametrize("name", ["ffff", "no such words", "", "abc"])
def test_a_claim_that_is_not_there_is_named(graph, name):
    with pytest.raises(NotFoundError, match="no claim") as caught:
        decide(graph, "contest", name)
    assert "kg claims" in caught.value.fix
    assert on_disk(graph) == b""


def test_several_claims_are_listed_and_none_is_taken(graph, example):
    words = "CECOT located in El Salvador"
    (said,) = [c for c in KnowledgeGraph(graph).claims() if c["text"] == words]
    text = example.document.text + " "
    another = replace(example, document=replace(example.document, text=text, sha256="f" * 64))
    add(Archive.open(graph), _hashed(another), text.encode())
    finish(Archive.open(graph))
    with pytest.raises(NotFoundError, match="may mean several claims") as caught:
        decide(graph, "contest", words)
    assert said["claim"].rpartition("/")[2][:8] in str(caught.value)


def _hashed(extraction):
    import hashlib

    sha256 = hashlib.sha256(extraction.document.text.encode()).hexdigest()
    return replace(extraction, document=Document(sha256, extraction.document.text, "again.txt"))


# ---------------------------------------------------------------- entities


def test_merged_entities_are_one_until_it_is_undone(graph):
    with pytest.raises(UsageError, match="is of class") as caught:
        decide(graph, "merge", "Prison Watch", "CECOT")
    assert "retype" in caught.value.fix
    done = decide(graph, "merge", "many officials", "Some guards")
    assert done.records[0]["entity_local"].endswith("/many-officials")
    assert shown(graph, "many officials")["label"] == "Some guards"
    sound(graph)
    apart = decide(graph, "split", "Some guards")
    assert apart.records[0]["do"] == "undo"
    assert shown(graph, "many officials")["label"] == "many officials"
    sound(graph)


def test_a_split_by_document_and_by_local_iri(graph, example):
    another = _hashed(replace(example, document=Document("0", example.document.text + " ")))
    add(Archive.open(graph), another, another.document.text.encode())
    finish(Archive.open(graph))
    decide(graph, "split", "Prison Watch", "again.txt")
    part = local_iris(another)["e8"]
    assert {shown(graph, f"{BASE}prison-watch")["documents"][0]} != set(
        shown(graph, part)["documents"]
    )
    sound(graph)
    decide(graph, "undo", "1")
    decide(graph, "split", "Prison Watch", part.removeprefix(BASE))
    assert shown(graph, part)["label"] == "Prison Watch"
    sound(graph)


def test_a_split_of_nothing_or_of_all_names_the_parts(graph, example):
    for parts in ([], [local_iris(example)["e8"]]):
        with pytest.raises(UsageError, match="name some of what") as caught:
            decide(graph, "split", "Prison Watch", *parts)
        assert local_iris(example)["e8"] in str(caught.value)
    with pytest.raises(NotFoundError, match="no document 'elsewhere'"):
        decide(graph, "split", "Prison Watch", "elsewhere")


def test_a_new_name_class_and_link_are_there_at_once(graph):
    decide(graph, "rename", "CECOT", " Terrorism  Confinement Center ")
    decide(graph, "retype", "Prison Watch", "non-governmental organization")
    decide(graph, "link", "CECOT", "wd:Q116692446")
    found = shown(graph, "CECOT")
    assert found["label"] == "Terrorism Confinement Center"
    assert found["exact_match"] == ["http://www.wikidata.org/entity/Q116692446"]
    decide(graph, "unlink", "CECOT", "wd:Q116692446")
    assert shown(graph, "CECOT")["exact_match"] == []
    sound(graph)


def test_a_rename_brings_and_takes_no_fact(graph):
    made = decide(graph, "rename", "CECOT", "the prison")
    assert (made.gained, made.lost) == ((), ())


@pytest.mark.parametrize(
    ("action", "targets", "what"),
    [
        ("approve", ["x"], "no decision 'approve'"),
        ("merge", ["Peru"], "takes 2 targets"),
        ("contest", [], "takes 1 target"),
        ("split", [], "takes 1 target"),
        ("merge", ["Peru", "Peru"], "one already"),
        ("rename", ["Peru", "  "], "a name is needed"),
        ("retype", ["Peru", "Kountry"], "no 'Kountry'"),
        ("retype", ["Peru", "Event"], "no class of entities"),
        ("link", ["Peru", "not an iri"], "no IRI"),
        ("rename", ["hearing", "x"], "is an event"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_nothing_is_written(graph, action, targets, what):
    with pytest.raises(UsageError, match=what):
        decide(graph, action, *targets)
    assert on_disk(graph) == b""
    sound(graph)


@pytest.mark.parametrize("number", ["0", "2", "x", "-1"])
def test_only_a_decision_that_is_there_is_undone(graph, number):
    decide(graph, "rename", "Peru", "Perú")
    with pytest.raises(NotFoundError, match="no decision"):
        decide(graph, "undo", number)


# ---------------------------------------------------------------- assertions


QUOTE = "“Soldiers freed 13 miners in May 2025,” said Prime Minister Ana Quispe."


def assertion(graph, *triple, quote=QUOTE, document="Peru looks"):
    triple = triple or ("Prison Watch", "criticizes", "Peru")
    return decide(graph, "assert", *triple, document=document, quote=quote)


def test_an_assertion_is_a_confirmed_claim_with_its_quote(graph):
    made = assertion(graph)
    assert made.gained == ("Prison Watch ──criticizes──▶ Peru",)
    (fact,) = [f for f in shown(graph, "Peru")["facts"] if f["predicate_label"] == "criticizes"]
    assert fact["sentences"][0]["quote"] == QUOTE
    assert fact["sentences"][0]["standing"] == "Confirmed"
    sound(graph)
    assert decide(graph, "undo", "1").lost == made.gained


def test_an_asserted_claim_can_be_contested(graph):
    assertion(graph)
    asserted = [c for c in KnowledgeGraph(graph).claims() if c["standing"] == "Confirmed"]
    made = decide(graph, "contest", asserted[0]["claim"])
    assert made.lost == ("Prison Watch ──criticizes──▶ Peru",)
    sound(graph)


@pytest.mark.parametrize(
    ("triple", "more", "what"),
    [
        ((), {"quote": "no such words"}, "0 times"),
        ((), {"quote": "Peru"}, "times, not once"),
        (("CECOT", "criticizes", "Peru"), {}, "does not fit"),
        (("Prison Watch", "critiques", "Peru"), {}, "no 'critiques'"),
    ],
)
def test_an_assertion_that_does_not_hold_is_refused(graph, triple, more, what):
    with pytest.raises(UsageError, match=what):
        assertion(graph, *triple, **more)
    assert on_disk(graph) == b""


def test_an_assertion_needs_a_document_that_speaks_of_both(graph, example):
    with pytest.raises(NotFoundError, match="no document"):
        assertion(graph, document="elsewhere")
    text = "Kenya is far away."
    other = replace(
        _hashed(replace(example, document=Document("0", text))),
        sentences=(), entities=(), eventualities=(), claims=(), attributions=(),
    )  # fmt: skip
    add(Archive.open(graph), other, text.encode())
    finish(Archive.open(graph))
    with pytest.raises(UsageError, match="'Prison Watch' is not mentioned"):
        assertion(graph, quote=text, document="again.txt")


# ---------------------------------------------------------------- the log


def test_a_dry_run_says_the_same_and_writes_nothing(graph):
    files = {p: p.stat().st_mtime_ns for p in graph.rglob("*") if p.is_file()}
    would = decide(graph, "reject", "Prison Watch criticizes CECOT", is_dry=True)
    assert {p: p.stat().st_mtime_ns for p in graph.rglob("*") if p.is_file()} == files
    assert would.lost == decide(graph, "reject", "Prison Watch criticizes CECOT").lost != ()


def test_decisions_are_listed_with_what_is_in_force(graph):
    decide(graph, "rename", "Peru", "Perú")
    decide(graph, "undo", "1")
    decide(graph, "rename", "Peru", "Republic of Peru")
    assert [(d["number"], d["do"], d["in_force"]) for d in decisions(graph)] == [
        (1, "rename", False), (2, "undo", False), (3, "rename", True),
    ]  # fmt: skip


def test_lines_are_only_added(graph):
    decide(graph, "rename", "Peru", "Perú")
    first = on_disk(graph)
    decide(graph, "undo", "1")
    assert on_disk(graph).startswith(first)
    assert on_disk(graph).count(b"\n") == 2


def test_two_writers_do_not_lose_a_decision(graph):
    with Archive.open(graph).writing(), pytest.raises(StoreError, match="another kg build"):
        decide(graph, "rename", "Peru", "Perú")
    assert on_disk(graph) == b""


def test_a_log_that_cannot_be_replayed_stops_before_anything_is_written(graph):
    (graph / "decisions.jsonl").write_text('{"at": "t", "by": "me", "do": "bless", "claim": "x"}\n')
    before = on_disk(graph)
    with pytest.raises(InputError, match="'bless' cannot be replayed"):
        decide(graph, "rename", "Peru", "Perú")
    assert on_disk(graph) == before


def test_a_decision_whose_target_went_is_told_by_decide_and_by_verify(graph):
    line = {"at": "2026-01-02T03:04:05Z", "by": "me", "do": "rename", "entity": f"{BASE}gone",
            "label": "x"}  # fmt: skip
    (graph / "decisions.jsonl").write_text(json.dumps(line) + "\n")
    made = decide(graph, "rename", "Peru", "Perú")
    assert made.unheeded == (f"decision 1 finds its target no more: {BASE}gone",)
    (problem,) = verify(graph)
    assert "decision 1 finds its target no more" in str(problem)


def test_the_time_is_now_in_utc_unless_the_build_is_reproducible(graph, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    (record,) = decide(graph, "rename", "Peru", "Perú", is_dry=True).records
    assert record["at"] > "2026-06-01T00:00:00Z"
    assert record["at"].endswith("Z")
    assert curate._now() >= record["at"]


# ---------------------------------------------------------------- two people, in git


@pytest.fixture
def git(graph, tmp_path, monkeypatch):
    """Two copies of a graph in git, `ana` and `ben`, and git as a function of a copy."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "somebody")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "somebody@example.org")

    def run(copy, *args):
        command = ["git", "-C", str(copy), *args]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    home = tmp_path / "home"
    home.mkdir()
    shutil.copytree(graph, home / "g.kg")
    run(home, "init", "-q")
    for copy in ("ana", "ben"):
        run(home, "add", "-A")
        run(home, "commit", "-q", "--allow-empty", "-m", "the graph")
        run(tmp_path, "clone", "-q", str(home), copy)
        build([], tmp_path / copy / "g.kg")
    return run


def commit(git, copy):
    git(copy, "add", "-A")
    git(copy, "commit", "-q", "-m", "decided")


def test_the_store_does_not_go_into_git_and_is_made_from_what_does(git, tmp_path):
    assert not [name for name in git(tmp_path / "ana", "ls-files").split() if "store" in name]
    assert git(tmp_path / "ana", "status", "--porcelain") == ""
    sound(tmp_path / "ana" / "g.kg")


def test_two_people_decide_and_both_have_effect_with_an_undo_between(git, tmp_path):
    ana, ben = tmp_path / "ana", tmp_path / "ben"
    decide(ana / "g.kg", "rename", "CECOT", "Terrorism Confinement Center", by="ana")
    commit(git, ana)
    decide(ben / "g.kg", "rename", "Peru", "Republic of Peru", by="ben")
    decide(ben / "g.kg", "contest", "Prison Watch criticizes CECOT", by="ben")
    decide(ben / "g.kg", "undo", "1", by="ben")
    commit(git, ben)
    git(ana, "pull", "-q", "--no-rebase", "--no-edit", str(ben))
    build([], ana / "g.kg")
    told = [(d["by"], d["do"], d["in_force"]) for d in decisions(ana / "g.kg")]
    assert told == [
        ("ana", "rename", True), ("ben", "rename", False),
        ("ben", "contest", True), ("ben", "undo", False),
    ]  # fmt: skip
    assert decisions(ana / "g.kg")[3]["decision"] == 2
    assert shown(ana / "g.kg", "CECOT")["label"] == "Terrorism Confinement Center"
    assert shown(ana / "g.kg", "Peru")["label"] == "Peru"
    sound(ana / "g.kg")


# ---------------------------------------------------------------- documents by name

NOTHING = dict.fromkeys(("sentences", "entities", "eventualities", "claims", "attributions"), ())


def test_a_document_is_meant_by_its_file_and_a_publisher_of_several_is_refused(graph, example):
    said = ("Peru", "criticizes", "CECOT")
    sentence = "Prison Watch also monitors CECOT."
    found = decide(graph, "assert", *said, document="prisons.txt", quote=sentence, is_dry=True)
    assert found.records[0]["document"] == f"sha256:{example.document.sha256}"
    sha256 = hashlib.sha256(b"Peru.").hexdigest()
    other = replace(example, document=Document(sha256, "Peru.", publisher="kg tests"))
    add(archive := Archive.open(graph), replace(other, **NOTHING), b"Peru.")
    finish(archive)
    with pytest.raises(UsageError, match="'kg tests' has 2 documents"):
        decide(graph, "assert", *said, document="kg tests", quote=sentence, is_dry=True)
