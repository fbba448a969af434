"""The JSON of an extraction: what it holds, and that it holds all that was read."""

from __future__ import annotations

import json
from dataclasses import replace

from kg.contract import extraction_json
from kg.model import Mention, Referent, Span


def test_the_json_of_an_extraction_follows_its_contract(example):
    made = extraction_json(example, "dir/prisons.txt")
    assert made["document"] == {
        "id": f"sha256:{example.document.sha256}",
        "path": "dir/prisons.txt",
        "title": "Peru looks for prison space",
        "published": "2025-06-04",
        "length": len(example.document.text),
    }
    peru = made["entities"][0]
    assert peru["iri"] == "https://kg.example/id/peru"
    assert "http://www.wikidata.org/entity/Q419" in peru["exact_match"]
    assert peru["mentions"][0] == {"start": 0, "end": 4, "kind": "name"}
    kinds = {v["id"]: v["kind"] for v in made["eventualities"]}
    assert [kinds[v] for v in ("v1", "v2", "v3", "v5")] == [
        "Situation", "Prospect", "ReportedEventuality", "Event",
    ]  # fmt: skip
    assert made["eventualities"][4]["time"] == {"text": "on 3 June 2025", "edtf": "2025-06-03"}
    claim = made["claims"][8]
    assert (claim["polarity"], claim["speaker"], claim["attribution"]) == ("Negative", "e7", "a2")
    assert made["attributions"][0]["direct"] is True
    assert json.loads(json.dumps(made)) == made


def test_what_has_no_class_is_told_without_an_iri_and_what_has_one_beside_its_entity(example):
    loose = Mention(Span(0, 4), "phrase")
    told = (Referent("r1", None, "the report", (loose,)), Referent("r2", "e9", "Lima", (loose,)))
    made = extraction_json(replace(example, referents=told))
    lima, report = made["entities"][8], made["entities"][-1]
    assert lima["mentions"][-1] == {"start": 0, "end": 4, "kind": "phrase", "loose": True}
    assert (report["label"], report["iri"], report["type"]) == ("the report", None, None)
    assert len(made["entities"]) == len(example.entities) + 1


def test_all_ids_of_claims_and_roles_are_among_the_things_told(example):
    made = extraction_json(example)
    known = {thing["id"] for thing in (*made["entities"], *made["eventualities"])}
    ends = {c[end] for c in made["claims"] for end in ("subject", "object", "about", "speaker")}
    fillers = {role["filler"] for v in made["eventualities"] for role in v["roles"]}
    assert (ends - {None}) | fillers <= known
    assert {c["attribution"] for c in made["claims"]} - {None} == {
        a["id"] for a in made["attributions"]
    }
