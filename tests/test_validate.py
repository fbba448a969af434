"""What `kg verify` finds: every promise of a graph directory, broken one at a time."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.archive import Archive
from kg.assemble import assemble
from kg.build import add, rebuild_store
from kg.errors import NotFoundError, StoreError
from kg.model import Document
from kg.quads import document_graph
from kg.store import Store, write_store
from kg.validate import Problem, invariants, verify
from kg.vocabulary import NS

PERU, CECOT = (ox.NamedNode(f"https://kg.example/id/{n}") for n in ("peru", "cecot"))


def kg(name: str) -> ox.NamedNode:
    return ox.NamedNode(NS + name)


def said(problems) -> str:
    return "\n".join(map(str, problems))


def rewritten(directory: Path, change) -> Path:
    """Give a graph another store than its evidence gives, as a tamperer would."""
    with Store.open(directory) as store:
        quads = set(store.quads())
    write_store(directory, [sorted(change(quads), key=str)], {"inputs": "x"})
    return directory


def test_a_whole_graph_has_no_problem(example_graph_dir):
    assert list(verify(example_graph_dir)) == []


def test_a_directory_that_is_not_there_or_no_graph(tmp_path):
    with pytest.raises(NotFoundError):
        list(verify(tmp_path / "none.kg"))
    (tmp_path / "a.kg").mkdir()
    with pytest.raises(StoreError):
        list(verify(tmp_path / "a.kg"))


def test_a_changed_source_no_longer_holds_its_quotes(example_graph_dir):
    (source,) = (example_graph_dir / "sources").glob("*.txt")
    source.write_bytes(source.read_bytes().replace(b"Peru", b"Pera"))
    found = list(verify(example_graph_dir))
    assert any(source.name in p.where for p in found)
    assert all(p.fix for p in found)


def test_a_quote_that_was_changed_with_its_manifest_is_still_found(example_graph_dir):
    (evidence,) = (example_graph_dir / "evidence").glob("*.nq")
    raw = evidence.read_bytes()
    assert raw.count(b'"Peru negotiates with El Salvador"') == 1
    evidence.write_bytes(
        raw.replace(b'"Peru negotiates with El Salvador"', b'"Peru fights with El Salvador"')
    )
    Archive.open(example_graph_dir).write_manifest()
    found = said(verify(example_graph_dir))
    assert "the text there is not 'Peru fights with El Salvador'" in found
    assert evidence.name not in found  # its sum is right; the quote is what betrays it


def test_a_graph_that_belongs_to_no_document_is_found(example_graph_dir):
    strange = ox.NamedNode("https://kg.example/graph/doc/strange")
    forged = ox.Quad(PERU, kg("note"), ox.Literal("x"), strange)
    found = said(verify(rewritten(example_graph_dir, lambda quads: quads | {forged})))
    assert f"{forged}: the store holds what the evidence does not give" in found


def test_a_quad_in_the_graph_of_another_document_is_found_twice(example, example_graph_dir):
    archive = Archive.open(example_graph_dir)
    raw = (example.document.text + " Else.").encode()
    named = Document(sha256(raw).hexdigest(), raw.decode(), name="b.txt")
    other = replace(example, document=named)
    add(archive, other, raw)
    rebuild_store(archive)
    assert list(verify(example_graph_dir)) == []
    one, two = map(document_graph, archive.hashes())

    def moved(quads):
        (quad, *_) = sorted((q for q in quads if q.graph_name == one), key=str)
        return {q for q in quads if q != quad} | {ox.Quad(*quad.triple, two)}

    found = said(verify(rewritten(example_graph_dir, moved)))
    assert "the store lacks what the evidence gives" in found
    assert "the store holds what the evidence does not give" in found


def test_a_decision_without_its_target_is_a_problem_and_others_are_none(example_graph_dir):
    archive = Archive.open(example_graph_dir)
    claim = {"at": "2025-06-14T10:00:00Z", "by": "a", "do": "contest", "claim": "https://e/gone"}
    (archive.path / "decisions.jsonl").write_text(json.dumps(claim) + "\n", encoding="utf-8")
    archive.write_manifest()
    rebuild_store(archive)
    (found,) = verify(example_graph_dir)
    assert found.what == "decision 1 finds its target no more: https://e/gone"
    assert found.where.endswith("decisions.jsonl")


def test_a_fact_that_no_evidence_gives_is_found(example_graph_dir):
    forged = ox.Quad(PERU, kg("funds"), ox.NamedNode("https://kg.example/id/el-salvador"))
    rewritten(example_graph_dir, lambda quads: quads | {forged})
    found = said(verify(example_graph_dir))
    assert "the store holds what the evidence does not give" in found
    assert "funds" in found
    assert "a relation has no supporting claim" in found


def test_a_fact_that_the_evidence_gives_and_the_store_lacks_is_found(example_graph_dir):
    def change(quads):
        return {q for q in quads if q.predicate != kg("criticizes")}

    found = said(verify(rewritten(example_graph_dir, change)))
    assert "the store lacks what the evidence gives" in found


def test_many_differences_are_counted_not_listed(example_graph_dir):
    found = list(verify(rewritten(example_graph_dir, lambda quads: set())))
    lacking = [p for p in found if p.what == "the store lacks what the evidence gives"]
    assert len(lacking) == 11
    assert lacking[-1].where.endswith(" more")


def test_a_changed_file_of_the_store_is_found(example_graph_dir):
    file = next((example_graph_dir / "store").glob("*.sst"))
    file.write_bytes(file.read_bytes() + b"x")
    assert f"store/{file.name}: was changed since it was written" in said(verify(example_graph_dir))


def test_a_missing_store_names_the_command_that_makes_it(example_graph_dir):
    import shutil

    shutil.rmtree(example_graph_dir / "store")
    found = list(verify(example_graph_dir))
    assert found
    assert any("kg build --rebuild" in p.fix for p in found)


def test_a_foreign_file_and_a_missing_one_are_found(example_graph_dir):
    (example_graph_dir / "evidence" / "x.nq").write_bytes(b"")
    (meta,) = (example_graph_dir / "sources").glob("*.json")
    meta.unlink()
    found = said(verify(example_graph_dir))
    assert "evidence/x.nq: is not in the manifest" in found
    assert f"sources/{meta.name}: is missing" in found


def test_a_decision_that_is_none_is_a_problem_and_no_crash(example_graph_dir):
    (example_graph_dir / "decisions.jsonl").write_text(json.dumps({"what": "ever"}) + "\n")
    assert "decisions.jsonl" in said(verify(example_graph_dir))


@pytest.mark.parametrize(
    ("quad", "what"),
    [
        (ox.Quad(CECOT, kg("funds"), PERU), "the subject does not fit the domain"),
        (ox.Quad(PERU, kg("funds"), CECOT), "the object does not fit the range"),
        (ox.Quad(PERU, kg("accusedOf"), CECOT), "a sensitive relation lacks a person's"),
        (
            ox.Quad(PERU, ox.NamedNode("http://www.w3.org/2002/07/owl#sameAs"), CECOT),
            "owl:sameAs is used",
        ),
        (
            ox.Quad(
                PERU, ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), ox.Literal("P")
            ),
            "an entity has no one label",
        ),
    ],
)
def test_an_invariant_names_what_breaks_it(example, quad, what):
    whole = list(assemble([example]))
    assert list(invariants(Store.memory(whole))) == []
    found = list(invariants(Store.memory([*whole, quad])))
    assert any(p.what.startswith(what) for p in found), said(found)


def test_a_problem_is_one_line():
    assert str(Problem("is missing", "a.kg/x", "make it")) == "a.kg/x: is missing; fix: make it"
    assert str(Problem("is missing", "a.kg/x")) == "a.kg/x: is missing"
