"""What a crash, a full disk, a second writer and a newer version leave of a graph: all of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import kills
import pytest

from kg.archive import Archive
from kg.build import rebuild_store
from kg.cli import run
from kg.errors import StoreError
from kg.store import Store

KILLS = Path(kills.__file__)


def quads(directory: Path) -> list[str]:
    with Store.open(directory) as store:
        return sorted(map(str, store.quads()))


def test_builds_killed_at_random_moments_lose_nothing_and_leave_nothing_half():
    done = subprocess.run(
        [sys.executable, KILLS, "12", "7"], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "killed" in done.stdout


def test_a_half_written_graph_would_be_seen(example_graph_dir):
    whole = kills.dump(example_graph_dir)
    assert kills.look(example_graph_dir, {whole}) == ""
    assert kills.look(example_graph_dir, {""}) == "the store is one that no build left"
    evidence = next((example_graph_dir / "evidence").iterdir())
    evidence.write_bytes(evidence.read_bytes()[:-20])
    assert kills.look(example_graph_dir, {whole}).startswith("unreadable")


FULL = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from kg.cli import run
sys.exit(run(["build", "--rebuild", "-o", sys.argv[2]]))
"""


@pytest.mark.parametrize("size", [0, 1000, 20_000])
def test_a_disk_that_is_full_leaves_the_old_store_and_says_so(example_graph_dir, size):
    before = quads(example_graph_dir)
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(size), str(example_graph_dir)],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 6, done.stderr
    assert "Traceback" not in done.stderr
    assert "fix:" in done.stderr
    assert quads(example_graph_dir) == before
    assert not (example_graph_dir / "store.new").exists()


def test_a_second_writer_is_told_and_the_first_is_not_disturbed(example_graph_dir, capsys):
    archive = Archive.open(example_graph_dir)
    before = quads(example_graph_dir)
    with archive.writing():
        assert run(["build", "--rebuild", "-o", str(example_graph_dir)]) == 6
        assert "another kg build is writing" in capsys.readouterr().err
        rebuild_store(archive)
    assert quads(example_graph_dir) == before
    assert run(["build", "--rebuild", "-o", str(example_graph_dir)]) == 0


def test_a_rebuild_gives_the_same_quads_and_manifest_byte_by_byte(example_graph_dir):
    manifest = (example_graph_dir / "manifest.json").read_bytes()
    before = quads(example_graph_dir)
    current = example_graph_dir / "store" / "CURRENT"
    current.write_text("nonsense")
    with pytest.raises(StoreError, match="damaged"):
        quads(example_graph_dir)
    assert run(["build", "--rebuild", "-o", str(example_graph_dir)]) == 0
    assert quads(example_graph_dir) == before
    assert (example_graph_dir / "manifest.json").read_bytes() == manifest


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("kg.toml", b"format = 99\n", "pip install --upgrade claimgraph"),
        ("store/CURRENT", b"MANIFEST-999999\n", "--rebuild"),
    ],
)
def test_a_newer_or_broken_graph_says_what_to_do(example_graph_dir, capsys, file, content, words):
    (example_graph_dir / file).write_bytes(content)
    code = run(["build", "-o", str(example_graph_dir), "--rebuild"] if file == "kg.toml"
               else ["stats", "-g", str(example_graph_dir)])  # fmt: skip
    assert code == 6
    assert words in capsys.readouterr().err
