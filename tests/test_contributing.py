"""CONTRIBUTING.md, followed: its map is true, and each thing is added as it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_architecture import LAYERS, ROOT

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"`((?:kg|ontology|tests|scripts|data)/[\w/.]*)`", GUIDE)))


@pytest.mark.parametrize("path", PATHS)
def test_what_the_guide_names_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize(("table", "file"), re.findall(r"`(_?[A-Z]+)` of `([\w/.]+)`", GUIDE))
def test_the_tables_of_the_guide_are_in_their_files(table: str, file: str) -> None:
    assert re.search(rf"^{table}\b.* = ", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_the_map_of_the_guide_is_that_of_the_layers() -> None:
    section = GUIDE.partition("\n## The map\n")[2]
    rows = re.findall(r"^\| (`[^|]+`) \| \w", section, re.MULTILINE)
    assert [set(re.findall(r"`(\w+)`", row)) for row in rows] == LAYERS


class Checkout:
    """A copy of the package to change, and its command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("kg", "ontology", "data"):
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )

    def put(self, path: str, old: str, new: str) -> None:
        """Put something behind a text that stands once in a file."""
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, old + new), encoding="utf-8")

    def copy(self, path: str, name: str, **changes: str) -> None:
        """Copy a file beside itself under another name, with other words in it."""
        text = (self.folder / path).read_text(encoding="utf-8")
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new)
        (self.folder / path).with_name(name).write_text(text, encoding="utf-8")

    def kg(self, *words: str | Path) -> str:
        """Run the command of the copy."""
        done = subprocess.run(
            [sys.executable, "-c", "from kg.cli import entry; entry()", *words],
            capture_output=True,
            text=True,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder)},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_a_question_is_one_file(checkout: Checkout, example_graph_dir: Path) -> None:
    checkout.copy("ontology/queries/places.rq", "prisons.rq", **{"kg:Place": "kg:Prison"})
    told = checkout.kg("ask", "prisons", "-g", example_graph_dir, "-f", "csv")
    assert [line.split(",")[0] for line in told.splitlines()] == ["name", "CECOT"]
    assert "prisons" in checkout.kg("ask", "-g", example_graph_dir)


def test_a_format_of_exports_is_one_file_and_a_line(
    checkout: Checkout, example_graph_dir: Path
) -> None:
    checkout.copy("kg/export/dot.py", "mermaid.py", **{"def dot": "def mermaid"})
    table, last = "kg/export/formats.py", "from kg.export.markdown import markdown\n"
    checkout.put(table, last, "from kg.export.mermaid import mermaid\n")
    row = '    Format("dot", ".dot", "Graphviz", rows=dot),\n'
    checkout.put(table, row, '    Format("mermaid", ".mmd", "Mermaid", rows=mermaid),\n')
    assert "mermaid · .mmd" in checkout.kg("export", "--list")
    for name in ("a.dot", "a.mmd"):
        checkout.kg("export", "-g", example_graph_dir, "-o", checkout.folder / name)
    assert (checkout.folder / "a.mmd").read_bytes() == (checkout.folder / "a.dot").read_bytes()


SUBTITLES = '''"""SubRip files to one Article: what is said, without numbers and times."""

import re
from collections.abc import Iterator

from kg.read.article import Article
from kg.read.limits import decode

_TIMES = re.compile(r"\\d+\\n[\\d:,]+ --> [\\d:,]+\\n")


def read_srt(raw: bytes, name: str) -> Iterator[Article]:
    """Yield what is said, a paragraph a caption; errors as `decode`."""
    spoken = _TIMES.split(decode(raw, name))
    yield Article([" ".join(words.split()) for words in spoken if words.strip()])
'''
SPOKEN = """1
00:00:01,000 --> 00:00:04,000
Ana Soto, the mentor of Leo Diaz,
spoke in Lima.

2
00:00:05,000 --> 00:00:07,500
She is no mentor of Rosa Paz.
"""
TIE = """
[[tie]]
id = "mentor"
property = "mentorOf"
nouns = ["mentor"]
behind = ["of", "to"]
"""
RELATION = """kg:mentorOf a owl:ObjectProperty ; rdfs:label "mentor of"@en ;
  rdfs:subPropertyOf kg:relation ; rdfs:domain kg:Person ; rdfs:range kg:Person .
"""


def test_a_format_of_articles_is_a_file_and_a_line_and_a_relation_two_entries(
    checkout: Checkout,
) -> None:
    (checkout.folder / "kg/read/subtitles.py").write_text(SUBTITLES, encoding="utf-8")
    table = "kg/read/__init__.py"
    checkout.put(table, "import read_text\n", "from kg.read.subtitles import read_srt\n")
    checkout.put(table, '    ".warc": read_warc,\n', '    ".srt": read_srt,\n')
    for file, entry in (("ties.toml", TIE), ("kg.ttl", RELATION)):
        with (checkout.folder / "ontology" / file).open("a", encoding="utf-8") as known:
            known.write(entry)
    (checkout.folder / "a.srt").write_text(SPOKEN, encoding="utf-8")
    checkout.kg("build", "a.srt", "-o", "a.kg")
    told = checkout.kg("ask", "facts", "-g", "a.kg", "-f", "jsonl")
    (fact,) = [row for row in map(json.loads, told.splitlines()) if "mentor" in str(row)]
    triple = fact["subject"], fact["relation"], fact["object"]
    assert triple == ("Ana Soto", "mentor of", "Leo Diaz")
    assert "the mentor of Leo Diaz, spoke in Lima." in str(fact)
