"""Extractors of other distributions: really installed, asked by name, held to the same gate."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build import build
from kg.errors import InputError, KgError, NotFoundError
from kg.extract import extract, plugins, version
from kg.model import Document
from kg.quads import dump, from_quads, parse, to_quads

PLUGIN = '''
from dataclasses import replace

from kg.extract import extract
from kg.model import Claim, Entity, Extraction, Mention, Span


class Rivers:
    """Adds the river Ucayali to what the rules find, and two things that the gate must refuse."""

    name = "rivers"
    version = "1.2"

    def __call__(self, document, vocabulary):
        found = extract(document)
        at = document.text.find("Ucayali")
        if at < 0:
            return found
        span = Span(at, at + len("Ucayali"))
        river = Entity("x1", "Place", "Ucayali", (Mention(span, "name"),))
        peru = next(e.id for e in found.entities if e.label == "Peru")
        good = Claim("x2", (span,), subject="x1", predicate="locatedIn", object=peru, rule="river")
        beyond = replace(good, id="x3", evidence=(Span(at, 10**6),))
        absurd = replace(good, id="x4", subject=peru, predicate="spouseOf", object="x1")
        return replace(
            found,
            entities=(*found.entities, river),
            claims=(*found.claims, good, beyond, absurd),
        )


rivers = Rivers()


class Raises(Rivers):
    def __call__(self, document, vocabulary):
        raise ZeroDivisionError("by the river")


class Nothing(Rivers):
    def __call__(self, document, vocabulary):
        return None


class Other(Rivers):
    def __call__(self, document, vocabulary):
        found = extract(document)
        return replace(found, document=replace(document, text=document.text + " And more."))


class Nameless(Rivers):
    name = "two words"


raises, nothing, other, nameless = Raises(), Nothing(), Other(), Nameless()
'''
TEXT = "The Ucayali rose again. Peru is negotiating with Chile.\n"


def document(text: str) -> Document:
    return Document(hashlib.sha256(text.encode()).hexdigest(), text)


@pytest.fixture
def installed(tmp_path, monkeypatch) -> Iterator[Path]:
    """Install a distribution with extractors, as pip would leave it, and return its folder."""
    site = tmp_path / "site"
    info = site / "kg_rivers-1.2.dist-info"
    info.mkdir(parents=True)
    (site / "kg_rivers.py").write_text(PLUGIN, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kg-rivers\nVersion: 1.2\n")
    names = ("rivers", "raises", "nothing", "other", "nameless", "absent")
    offers = "\n".join(f"{name} = kg_rivers:{name}" for name in names)
    (info / "entry_points.txt").write_text(f"[kg.extractors]\n{offers}\ngone = kg_gone:it\n")
    monkeypatch.syspath_prepend(str(site))
    version.cache_clear()
    yield site
    version.cache_clear()


def test_an_installed_extractor_adds_to_the_rules_and_passes_the_same_gate(installed):
    found = extract(document(TEXT), extractor="rivers")
    rivers = [c for c in found.claims if c.rule == "river"]
    assert [(c.predicate, c.evidence) for c in rivers] == [("locatedIn", rivers[0].evidence)]
    assert found.document.quote(rivers[0].evidence[0]) == "Ucayali"
    by_rules = extract(document(TEXT)).claims
    assert by_rules
    assert set(by_rules) <= set(found.claims)
    lost = [d.reason for d in found.dropped if d.rule == "river"]
    assert lost == [
        "evidence is not in the text",
        "spouseOf does not join Country and Place",
    ]


def test_its_name_and_version_are_in_the_record_of_the_run(installed):
    found = extract(document(TEXT), extractor="rivers")
    assert found.extractor == "rivers/1.2" == version(extractor="rivers")
    kept = dump(to_quads(found))
    assert b'"rivers/1.2"' in kept
    assert from_quads(parse(kept), found.document).extractor == "rivers/1.2"
    assert dump(to_quads(extract(document(TEXT), extractor="rivers"))) == kept


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("raises", "the extractor rivers/1.2 fails: ZeroDivisionError: by the river"),
        ("nothing", "returns no extraction of the document it was given"),
        ("other", "returns no extraction of the document it was given"),
        ("nameless", "has no name of letters, digits"),
        ("absent", "cannot be imported"),
        ("gone", "cannot be imported"),
    ],
)
def test_a_broken_extractor_is_an_error_with_its_name(installed, name, what):
    with pytest.raises(InputError, match=what) as caught:
        extract(document(TEXT), extractor=name)
    assert caught.value.fix


def test_an_unknown_extractor_is_not_found_and_near_names_are_told(installed):
    with pytest.raises(NotFoundError) as caught:
        plugins.find("river")
    assert caught.value.fix == "did you mean 'rivers'?"
    assert isinstance(caught.value, KgError)


def test_two_distributions_with_one_name_are_refused(installed):
    info = installed / "kg_more-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kg-more\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[kg.extractors]\nrivers = kg_more:rivers\n")
    with pytest.raises(InputError, match="several extractors") as caught:
        plugins.find("rivers")
    assert caught.value.where == "kg_more:rivers, kg_rivers:rivers"


def kg(*args: object, site: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; from kg.cli import run; sys.exit(run(sys.argv[1:]))"
    path = os.pathsep.join([str(site), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, args)],
        capture_output=True, text=True, cwd=cwd, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


def test_the_command_reads_with_an_extractor_that_is_named(installed, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = kg("extract", "a.txt", "--extractor", "rivers", site=installed, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["extractor"] == "rivers/1.2"
    assert [c["rule"] for c in found["claims"]].count("river") == 1
    assert "1 evidence is not in the text" in done.stderr


def test_the_graph_remembers_its_extractor_in_kg_toml_and_reads_again_for_another(
    installed, tmp_path, monkeypatch
):
    text, out = tmp_path / "a.txt", tmp_path / "a.kg"
    text.write_text(TEXT, encoding="utf-8")
    assert build([text], out).read == 1
    by_rules = next((out / "evidence").iterdir()).read_bytes()
    assert build([text], out, extractor="rivers").read == 1
    by_plugin = next((out / "evidence").iterdir()).read_bytes()
    assert b'"rivers/1.2"' in by_plugin
    assert b'"rivers/1.2"' not in by_rules
    assert build([text], out, extractor="rivers").skipped == 1
    with (out / "kg.toml").open("a") as settings:
        settings.write('extractor = "rivers"\n')
    assert build([text], out).skipped == 1


def test_a_failing_extractor_costs_every_document_but_no_traceback(installed, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"{TEXT}{name}\n", encoding="utf-8")
    done = kg("build", "a.txt", "b.txt", "-o", "a.kg", "--extractor", "raises",
              site=installed, cwd=tmp_path)  # fmt: skip
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "a.txt: the extractor rivers/1.2 fails: ZeroDivisionError" in done.stderr
    assert "b.txt: the extractor rivers/1.2 fails: ZeroDivisionError" in done.stderr
    assert not (tmp_path / "a.kg").exists()


def test_an_extractor_that_is_not_installed_stops_before_anything_is_read(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = kg("build", "a.txt", "-o", "a.kg", "--extractor", "rulez", site=tmp_path, cwd=tmp_path)
    assert done.returncode == 4
    assert done.stderr == "error: rulez: no such extractor\nfix: did you mean 'rules'?\n"
    assert not (tmp_path / "a.kg").exists()
