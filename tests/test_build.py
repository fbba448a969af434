from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import documents as made
import pytest

import kg
from kg import resources
from kg.archive import Archive
from kg.build import add, build, rebuild_store
from kg.errors import InputError, NotFoundError, StoreError, UsageError
from kg.quads import dump
from kg.store import Store, stamp
from kg.update import inputs

ARTICLES = sorted(resources.data("articles").glob("*.txt"))
SHORT = "Peru declared a state of emergency in {place}. Peru is negotiating with El Salvador.\n"


def content(directory):
    """Return every byte of a graph that must not depend on how it came about."""
    files = {p.relative_to(directory).as_posix(): p.read_bytes()
             for p in sorted(directory.rglob("*")) if p.is_file()}  # fmt: skip
    # store/ and what is kept beside it may be deleted at any time; git leaves them out.
    kept = {name: raw for name, raw in files.items() if not name.startswith("store")}
    with Store.open(directory) as store:
        return {**kept, "dump": dump(store.quads())}


@pytest.fixture
def texts(tmp_path):
    """Return a folder of three short texts."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, place in (("a.txt", "Lima"), ("b.md", "Callao"), ("c.txt", "Pataz")):
        (folder / name).write_text(SHORT.format(place=place))
    (folder / "d.csv").write_text("not a text")
    return folder


# ---------------------------------------------------------------- what a build makes


def test_the_example_directory_holds_the_same_quads_as_memory(example_graph_dir, example_store):
    with Store.open(example_graph_dir) as store:
        assert set(store.quads()) == set(example_store.quads())


def test_a_folder_gives_its_texts_in_any_spelling(texts, tmp_path):
    report = build([texts], tmp_path / "a.kg")
    assert (report.read, report.skipped, report.documents, report.failures) == (3, 0, 3, ())
    assert (
        content(tmp_path / "a.kg")["dump"].count(b"#type> <https://kg.example/ns#Extraction>") == 3
    )
    assert report.exit_code == 0


def test_any_order_of_adding_gives_the_same_bytes(texts, tmp_path):
    a, b, c = (texts / n for n in ("a.txt", "b.md", "c.txt"))
    build([a, b, c], tmp_path / "one.kg")
    build([c, a], tmp_path / "two.kg")
    build([b], tmp_path / "two.kg")
    assert content(tmp_path / "one.kg") == content(tmp_path / "two.kg")


def test_the_hash_seed_changes_no_byte(texts, tmp_path):
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "kg.cli", "build", texts, "-o", tmp_path / f"{seed}.kg"]
        code = "import sys; from kg.cli import run; sys.exit(run(sys.argv[1:]))"
        command[1:3] = ["-c", code]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
    assert content(tmp_path / "1.kg") == content(tmp_path / "2.kg")


def test_the_same_text_under_two_names_is_one_document(texts, tmp_path):
    shutil.copy(texts / "a.txt", texts / "0.txt")
    report = build([texts], tmp_path / "a.kg")
    assert report.documents == 3
    metas = [json.loads(p.read_text()) for p in (tmp_path / "a.kg" / "sources").glob("*.json")]
    assert sorted(m["names"] for m in metas) == [["0.txt", "a.txt"], ["b.md"], ["c.txt"]]


def test_counts_are_of_documents_entities_facts_and_claims(example_graph_dir):
    assert stamp(example_graph_dir)["counts"] == {
        "documents": 1,
        "entities": 12,
        "facts": 14,
        "claims": 12,
    }


# ---------------------------------------------------------------- no work


def test_what_is_there_is_not_read_again_and_no_file_changes(texts, tmp_path):
    first = build([texts], tmp_path / "a.kg")
    before = times(tmp_path / "a.kg")
    again = build([texts / "b.md", texts], tmp_path / "a.kg")
    assert (again.read, again.skipped) == (0, 3)
    assert (again.entities, again.facts) == (first.entities, first.facts)
    after = times(tmp_path / "a.kg")
    assert {p for p in after if after[p] != before.get(p)} == set()


def times(directory):
    """Return when each file was written, but what is known of files: told when they are settled."""
    files = (p for p in directory.rglob("*") if p.name != "store.sums")
    return {p: p.stat().st_mtime_ns for p in files}


def test_a_build_without_work_never_imports_spacy(texts, tmp_path):
    build([texts / "a.txt"], tmp_path / "a.kg")
    code = (
        "import sys; from pathlib import Path; from kg.build import build;"
        "build([Path(sys.argv[1])], Path(sys.argv[2]));"
        "print([m for m in ('spacy', 'rdflib', 'networkx', 'numpy') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, texts / "a.txt", tmp_path / "a.kg"]
    assert subprocess.run(command, check=True, capture_output=True).stdout == b"[]\n"


def test_evidence_of_another_extractor_is_read_again_when_named(texts, tmp_path, example):
    raw = (texts / "a.txt").read_bytes()
    sha256 = hashlib.sha256(raw).hexdigest()
    document = replace(example.document, sha256=sha256, text=raw.decode(), body=0, name="a.txt")
    by_hand = replace(example, document=document, sentences=(), entities=(), eventualities=(),
                      claims=(), attributions=())  # fmt: skip
    archive = Archive(tmp_path / "a.kg")
    add(archive, by_hand, raw)
    rebuild_store(archive)
    assert build([texts / "b.md"], tmp_path / "a.kg").read == 1
    assert build([texts / "a.txt"], tmp_path / "a.kg").read == 1
    build([texts / "a.txt", texts / "b.md"], tmp_path / "b.kg")
    # The hand-made metadata stays no longer than the reader's own.
    assert content(tmp_path / "a.kg")["dump"] == content(tmp_path / "b.kg")["dump"]


@pytest.mark.parametrize("name", ["decisions.jsonl", "kg.toml"])
def test_a_change_by_hand_rebuilds_the_store(example_graph_dir, name):
    before = stamp(example_graph_dir)["inputs"]
    with (example_graph_dir / name).open("a") as file:
        file.write("\n")
    build([], example_graph_dir, rebuild=True)
    assert stamp(example_graph_dir)["inputs"] != before
    assert Archive.open(example_graph_dir).check_manifest() == []


def test_a_lost_store_is_made_again_from_the_evidence(example_graph_dir):
    before = content(example_graph_dir)
    shutil.rmtree(example_graph_dir / "store")
    build([], example_graph_dir, rebuild=True)
    assert content(example_graph_dir) == before


# ---------------------------------------------------------------- bad input


BAD = {
    "binary.txt": (b"GIF89a\x00\x01", "is a binary file"),
    "empty.txt": (b"", "holds no text"),
    "latin.txt": ("Perú".encode("latin-1"), "is not UTF-8"),
}


@pytest.mark.parametrize("name", BAD)
def test_one_bad_file_is_named_and_the_rest_is_built(texts, tmp_path, name):
    raw, message = BAD[name]
    (texts / name).write_bytes(raw)
    report = build([texts], tmp_path / "a.kg")
    (failure,) = report.failures
    assert message in failure.what
    assert failure.where == str(texts / name)
    assert isinstance(failure, InputError)
    assert (report.documents, report.exit_code) == (3, 3)


@pytest.mark.parametrize("name", BAD)
def test_nothing_is_left_when_nothing_could_be_read(tmp_path, name):
    (tmp_path / name).write_bytes(BAD[name][0])
    report = build([tmp_path / name], tmp_path / "a.kg")
    assert (report.documents, report.exit_code) == (0, 3)
    assert not (tmp_path / "a.kg").exists()


def test_a_missing_file_alone_is_not_found(tmp_path, texts):
    report = build([tmp_path / "no.txt"], tmp_path / "a.kg")
    assert isinstance(report.failures[0], NotFoundError)
    assert report.exit_code == 4
    assert not (tmp_path / "a.kg").exists()
    assert build([tmp_path / "no.txt", texts], tmp_path / "a.kg").exit_code == 3


def test_a_folder_without_texts_is_named(tmp_path):
    (tmp_path / "empty").mkdir()
    (failure,) = build([tmp_path / "empty"], tmp_path / "a.kg").failures
    assert failure.where == str(tmp_path / "empty")


@pytest.mark.parametrize("rebuild", [True, False])
def test_no_files_and_no_graph_is_a_usage_error(tmp_path, rebuild):
    with pytest.raises(UsageError, match="name a file"):
        build([], tmp_path / "a.kg", rebuild=rebuild)


def test_a_broken_decision_changes_nothing(example_graph_dir):
    decision = {"at": "t", "by": "me", "do": "split", "claim": "x"}
    (example_graph_dir / "decisions.jsonl").write_text(json.dumps(decision))
    before = stamp(example_graph_dir)
    with pytest.raises(InputError, match="'split' cannot be replayed"):
        build([], example_graph_dir, rebuild=True)
    assert stamp(example_graph_dir) == before


@pytest.mark.parametrize("folder", ["sources", "evidence"])
def test_a_file_that_changed_by_itself_stops_the_build(example_graph_dir, texts, folder):
    path = min(p for p in (example_graph_dir / folder).iterdir() if p.suffix != ".json")
    path.write_bytes(path.read_bytes().replace(b"Peru", b"Pera"))
    with pytest.raises(StoreError, match="damaged") as caught:
        build([texts], example_graph_dir)
    assert caught.value.where == str(path)


@pytest.mark.parametrize("folder", ["sources", "evidence"])
def test_a_damaged_file_is_mended_when_its_document_is_named(texts, tmp_path, folder):
    build([texts], tmp_path / "a.kg")
    before = content(tmp_path / "a.kg")
    for path in (tmp_path / "a.kg" / folder).iterdir():
        path.write_bytes(path.read_bytes().replace(b"Peru", b"Pera"))
    assert build([texts], tmp_path / "a.kg").read == 3
    assert content(tmp_path / "a.kg") == before


# ---------------------------------------------------------------- killed anywhere


def killed_at(n, monkeypatch, name):
    """Make the nth call of an operating-system function the last, as a kill would."""
    real, calls = getattr(os, name), []

    def replacement(*args, **kwargs):
        calls.append(args)
        if len(calls) == n:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(os, name, replacement)


@pytest.mark.parametrize("name", ["replace", "rename", "fsync"])
def test_a_build_stopped_at_any_step_ends_the_same_when_run_again(
    example_graph_dir, example, tmp_path, monkeypatch, name
):
    expected = content(example_graph_dir)
    stops = 0
    for n in range(1, 12):
        directory = tmp_path / f"{n}.kg"
        try:
            with monkeypatch.context() as patch:
                killed_at(n, patch, name)
                make(directory, example)
            break
        except KeyboardInterrupt:
            stops += 1
        make(directory, example)
        assert content(directory) == expected
    assert stops >= (1 if name == "rename" else 5)


def make(directory, example):
    archive = Archive(directory)
    with archive.writing():
        add(archive, example, example.document.text.encode())
        rebuild_store(archive)


def test_a_build_killed_at_random_ends_the_same_when_run_again(texts, tmp_path):
    build([texts], tmp_path / "whole.kg")
    expected = content(tmp_path / "whole.kg")
    out = tmp_path / "killed.kg"
    code = "import sys; from kg.cli import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "build", str(texts), "-o", str(out)]
    chance = random.Random(7)
    for _ in range(6):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            try:
                process.wait(timeout=chance.uniform(0.3, 2.0))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
    build([texts], out)
    assert content(out) == expected


def test_readers_see_the_old_graph_until_the_new_one_is_whole(example_graph_dir, texts):
    with Store.open(example_graph_dir) as store:
        before = len(store)
    code = (
        "import sys; from pathlib import Path; from select import select\n"
        "from kg.store import Store\n"
        "seen = set()\n"
        "while not select([sys.stdin], [], [], 0)[0]:\n"
        "    with Store.open(Path(sys.argv[1])) as s: found = len(s)\n"
        "    if not seen: print(found, flush=True)\n"
        "    seen.add(found)\n"
        "print(*seen)\n"
    )
    command = [sys.executable, "-c", code, example_graph_dir]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        assert int(reader.stdout.readline()) == before
        build([texts], example_graph_dir)
        with Store.open(example_graph_dir) as store:
            after = len(store)
        told, _ = reader.communicate()
    assert before in {int(n) for n in told.split()} <= {before, after}
    assert before != after


def test_the_inputs_of_a_store_change_with_any_file(example_graph_dir):
    archive = Archive.open(example_graph_dir)
    before = inputs(archive)
    (example_graph_dir / "decisions.jsonl").write_text("\n")
    assert inputs(archive) != before
    assert Path(archive.path) == example_graph_dir


# ---------------------------------------------------------------- documents of every format


def formats(folder: Path) -> None:
    (folder / "below").mkdir(parents=True)
    for name, raw in (
        ("a.html", made.html(json_ld=made.NEWS)),
        ("b.docx", made.docx(("Kenya funds Uganda.", "Uganda has arrested a mayor."))),
        ("below/c.pdf", made.pdf([["Kenya funds Uganda."], ["Togo has criticized Ghana."]])),
        ("d.mbox", made.mbox(made.eml("Ghana funds Togo."), made.eml("Togo funds Benin."))),
        ("bad.pdf", b"%PDF-1.4"),
        (".hidden/e.txt", b"Chad funds Niger."),
        ("old.kg/sources/f.txt", b"Chad funds Mali."),
        ("people.csv", b"name\nAma\n"),
    ):
        path = folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(raw)


def test_a_folder_of_every_format_is_built_but_for_what_cannot_be_read(tmp_path):
    formats(tmp_path / "in")
    report = build([tmp_path / "in"], tmp_path / "g.kg")
    assert report.read == 5
    (failure,) = report.failures
    assert failure.where == str(tmp_path / "in/bad.pdf")
    assert report.exit_code == 3
    archive = Archive.open(tmp_path / "g.kg")
    names = {d.name for d in archive.documents()}
    assert names == {"a.html", "b.docx", "c.pdf", "d.mbox, message 1", "d.mbox, message 2"}
    (pdf,) = (d for d in archive.documents() if d.name == "c.pdf")
    assert pdf.page(pdf.text.index("Togo")) == 2


def test_a_second_build_of_every_format_reads_nothing_again(tmp_path):
    formats(tmp_path / "in")
    build([tmp_path / "in"], tmp_path / "g.kg")
    again = build([tmp_path / "in"], tmp_path / "g.kg")
    assert (again.read, again.skipped) == (0, 5)


def test_a_pattern_names_files_below_it(tmp_path):
    formats(tmp_path / "in")
    report = build([tmp_path / "in/**/*.pdf"], tmp_path / "g.kg")
    assert (report.read, len(report.failures)) == (1, 1)
    empty = build([tmp_path / "in/*.odt"], tmp_path / "h.kg")
    assert empty.failures[0].what == "no file has such a name"
    assert not (tmp_path / "h.kg").exists()


def test_a_file_larger_than_the_user_allows_is_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Kenya funds Uganda.")
    report = build([path], tmp_path / "g.kg", max_bytes=10)
    assert report.failures[0].what == "holds 19 bytes, more than 10"
    assert report.failures[0].fix == "split it, or say --max-bytes 19"


def test_one_article_in_two_formats_is_one_source(tmp_path):
    (tmp_path / "a.html").write_bytes(made.html(json_ld=made.NEWS))
    (tmp_path / "a.docx").write_bytes(made.docx())
    build([tmp_path / "a.html", tmp_path / "a.docx"], tmp_path / "g.kg")
    rows = list(kg.open(tmp_path / "g.kg").query("SELECT ?c ?o { ?c kg:copyOf ?o }"))
    assert len(rows) == 1
    assert str(rows[0]["c"]) > str(rows[0]["o"])


# ---------------------------------------------------------------- several at once


def many(folder: Path, number: int) -> Path:
    folder.mkdir()
    for n in range(number):
        text = f"Kenya funds Uganda. Togo has arrested mayor number {n}. Ghana criticized Benin.\n"
        (folder / f"{n:03}.txt").write_text(text * (1 + n % 3))
    return folder


def test_the_graph_is_the_same_whatever_the_number_of_processes(tmp_path):
    texts = many(tmp_path / "in", 9)
    for jobs in (1, 2, 5, None):
        report = build([texts], tmp_path / f"{jobs}.kg", jobs=jobs)
        assert (report.read, report.failures) == (9, ())
    expected = content(tmp_path / "1.kg")
    assert all(content(tmp_path / f"{jobs}.kg") == expected for jobs in (2, 5, None))


def test_progress_is_told_document_by_document(tmp_path):
    told: list[tuple[int, int]] = []
    build([many(tmp_path / "in", 4)], tmp_path / "g.kg", jobs=2, progress=lambda *n: told.append(n))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_document_that_kills_its_process_is_named_and_the_rest_is_built(tmp_path, monkeypatch):
    from kg import extract as rooms

    whole = rooms.extract

    def fatal(document, **settings):
        if "number 2" in document.text:
            os._exit(9)
        return whole(document, **settings)

    monkeypatch.setattr(rooms, "extract", fatal)
    report = build([many(tmp_path / "in", 4)], tmp_path / "g.kg", jobs=2)
    assert report.read == 3
    (failure,) = report.failures
    assert failure.where.endswith("002.txt")
    assert "ends the process" in failure.what
    monkeypatch.setattr(rooms, "extract", whole)
    assert build([tmp_path / "in"], tmp_path / "g.kg").read == 1
    build([tmp_path / "in"], tmp_path / "fresh.kg")
    assert content(tmp_path / "g.kg") == content(tmp_path / "fresh.kg")
