"""Entities of FollowTheMoney and of Wikidata: names, classes, ties, dates, and what is over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_roundtrip import ANY, drawn, ties

from kg.cli import run
from kg.errors import InputError
from kg.tables import import_file
from kg.tables.elements import Edge, Node, Unknown
from kg.tables.ftm import is_ftm, read_ftm
from kg.tables.wikidata import is_wikidata, read_wikidata

# ---------------------------------------------------------------- FollowTheMoney


def ftm(id_: str, schema: str, **properties: object) -> dict[str, Any]:
    held = {k: v if isinstance(v, list) else [v] for k, v in properties.items()}
    return {"id": id_, "schema": schema, "properties": held}


AMA = ftm("a", "Person", name=["Ama Badu", "Ama B."], alias="Badu", birthDate="1981-05",
          wikidataId="Q1", nationality="gh", idNumber="G-12")  # fmt: skip
MINE = ftm("m", "Company", name="Ghana Mine", incorporationDate="1999")
WORKS = ftm("w", "Employment", employee="a", employer="m", role="engineer")


def lines(tmp_path: Path, *entities: object, name: str = "t.ftm.json") -> Path:
    path = tmp_path / name
    path.write_text("".join(json.dumps(e) + "\n" for e in entities), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["t.ftm.json", "t.json", "t.jsonl", "t.ndjson"])
def test_entities_and_links_become_a_graph(tmp_path, name):
    path = lines(tmp_path, AMA, MINE, WORKS, name=name)
    report = import_file(path, tmp_path / "g.kg", ANY)
    assert (report.left, report.dropped, report.unknown) == ((), (), ())
    graph = drawn(tmp_path / "g.kg", claims=False)
    label = dict(graph.nodes(data="label"))
    assert {(label[s], d["predicate_label"], label[o]) for s, o, d in graph.edges(data=True)} == {
        ("Ama Badu", "works for", "Ghana Mine"),
        ("Ama Badu", "nationality", "Ghana"),
    }
    nodes = {d["label"]: d for _, d in graph.nodes(data=True)}
    assert set(nodes["Ama Badu"]["aliases"]) == {"Badu", "Ama B."}
    assert nodes["Ama Badu"]["exact_match"] == ["http://www.wikidata.org/entity/Q1"]
    assert nodes["Ghana Mine"]["type"] == "Organization"
    values = {(v["property"], v["value"]) for d in nodes.values() for v in d.get("values", ())}
    assert values == {
        ("dateOfBirth", "1981-05"),
        ("identifier", "G-12"),
        ("dateFounded", "1999"),
    }
    assert run(["verify", "-g", str(tmp_path / "g.kg")]) == 0


PERSON, OTHER = ftm("a", "Person", name="A"), ftm("b", "Person", name="B")


@pytest.mark.parametrize(
    ("link", "relation"),
    [
        (ftm("l", "Employment", employee="a", employer="b"), "worksFor"),
        (ftm("l", "Employment", employee="a", employer="b", endDate="2019"), "workedFor"),
        (ftm("l", "Membership", member="a", organization="b"), "memberOf"),
        (ftm("l", "Directorship", director="a", organization="b"), "leads"),
        (ftm("l", "Occupancy", holder="a", post="b"), "holdsOffice"),
        (ftm("l", "Ownership", owner="a", asset="b"), "owns"),
        (ftm("l", "Family", person="a", relative="b", relationship="spouse"), "spouse"),
        (ftm("l", "Family", person="a", relative="b"), ""),
        (ftm("l", "Associate", person="a", associate="b"), ""),
        (ftm("l", "UnknownLink", subject="a", object="b", role="lends to"), "lends to"),
        (ftm("l", "UnknownLink", subject="a", object="b",
             description="https://kg.example/ns#funds"), "https://kg.example/ns#funds"),
        (ftm("l", "Ownership", owner="a", asset="b", description="51 %"), "owns"),
    ],
)  # fmt: skip
def test_a_link_is_the_tie_that_its_schema_means(link, relation):
    (found,) = (
        e for e in read_ftm([(1, PERSON), (2, OTHER), (3, link)], "t") if isinstance(e, Edge)
    )
    assert (found.source, found.target, found.relation) == ("a", "b", relation)


@pytest.mark.parametrize("schema", ["Membership", "Directorship", "Occupancy", "Ownership"])
def test_a_tie_that_is_over_is_none_that_holds_now(schema):
    ends = {"member": "a", "organization": "b", "director": "a", "holder": "a", "post": "b",
            "owner": "a", "asset": "b"}  # fmt: skip
    found = list(read_ftm([(1, ftm("l", schema, **ends, endDate="2019-01-01"))], "t"))
    assert found == [Unknown("tie that is over", schema)]


def test_a_link_of_several_ends_is_several_ties():
    link = ftm("l", "Membership", member=["a", "b"], organization=["m", "n"])
    found = [e for e in read_ftm([(1, link)], "t") if isinstance(e, Edge)]
    assert {(e.source, e.target) for e in found} == {
        ("a", "m"),
        ("a", "n"),
        ("b", "m"),
        ("b", "n"),
    }


def test_a_country_that_nobody_knows_is_told():
    found = list(read_ftm([(1, ftm("a", "Person", name="A", nationality=["zz", "pe"]))], "t"))
    assert Unknown("country", "zz") in found
    assert [e.label for e in found if isinstance(e, Node)] == ["A", "Peru"]


@pytest.mark.parametrize(
    "bad", [None, 3, {"id": "x"}, {"id": 1, "schema": "Person", "properties": 3}]
)
def test_a_line_that_is_no_entity_is_left_out_and_told(tmp_path, capsys, bad):
    path = lines(tmp_path, AMA, bad)
    assert run(["import", str(path), "-g", str(tmp_path / "g.kg")]) == 3
    assert f"left out: {path}, line 2: is no FollowTheMoney entity" in capsys.readouterr().err


def test_a_broken_line_costs_itself_only(tmp_path):
    path = lines(tmp_path, AMA)
    path.write_text(path.read_text() + "{broken\n" + json.dumps(MINE) + "\n")
    report = import_file(path, Path(), ANY, is_dry=True)
    assert [e.what for e in report.left] == ["is no FollowTheMoney entity"]
    assert report.entities == 3


@pytest.mark.parametrize(
    ("given", "is_one"),
    [(AMA, True), ({"id": "a", "schema": "Person"}, False), ([AMA], False), (None, False)],
)
def test_an_entity_is_known_by_its_three_keys(given, is_one):
    assert is_ftm(given) is is_one


def test_an_export_comes_back_with_its_entities_and_edges(example_graph_dir, tmp_path):
    path = tmp_path / "again.ftm.json"
    assert run(["export", "-g", str(example_graph_dir), "-o", str(path)]) == 0
    import_file(path, tmp_path / "again.kg", ANY)
    back, whole = (drawn(d, claims=False) for d in (tmp_path / "again.kg", example_graph_dir))
    assert ties(back) == ties(whole)
    names = ("label", "type", "kind")
    assert sorted(tuple(d[n] for n in names) for _, d in back.nodes(data=True)) == sorted(
        tuple(d[n] for n in names) for _, d in whole.nodes(data=True)
    )


def test_an_export_of_claims_makes_no_fact_of_them(example_graph_dir, tmp_path):
    path = tmp_path / "again.ftm.json"
    assert run(["export", "-g", str(example_graph_dir), "-o", str(path), "--claims"]) == 0
    import_file(path, tmp_path / "again.kg", ANY)
    back, whole = (drawn(d, claims=False) for d in (tmp_path / "again.kg", example_graph_dir))
    assert set(ties(back)) <= set(ties(whole))
    assert {d["kind"] for _, d in back.nodes(data=True)} <= {"Entity", "Event", "Situation"}


# ---------------------------------------------------------------- Wikidata


def statement(value: object, kind: str = "wikibase-entityid", **more: object) -> dict[str, Any]:
    snak = {"snaktype": "value", "datavalue": {"value": value, "type": kind}}
    return {"id": "s", "mainsnak": snak, "rank": "normal", **more}


def to(id_: str, **more: object) -> dict[str, Any]:
    return statement({"entity-type": "item", "id": id_}, **more)


def day(time: str, precision: int, model: str = "Q1985727") -> dict[str, Any]:
    calendar = f"http://www.wikidata.org/entity/{model}"
    return statement({"time": time, "precision": precision, "calendarmodel": calendar}, "time")


def item(id_: str, label: str, *classes: str, **claims: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": id_,
        "type": "item",
        "labels": {"en": {"language": "en", "value": label}},
        "aliases": {"en": [{"language": "en", "value": f"{label} the Elder"}]},
        "claims": {"P31": [to(c) for c in classes], **claims},
    }


ENDED = {"qualifiers": {"P582": [{"snaktype": "somevalue"}]}}
ADA = item("Q1", "Ada Mensah", "Q5", P19=[to("Q3")], P27=[to("Q117")], P108=[to("Q2")],
           P569=[day("+1981-05-02T00:00:00Z", 11)], P106=[to("Q82594")])  # fmt: skip
BODY = item("Q2", "Volta Press", "Q43229", P571=[day("+1999-00-00T00:00:00Z", 9)])
TOWN = item("Q3", "Keta", "Q3957", P1082=[statement({"amount": "+53862", "unit": "1"}, "quantity")])


def found(*items: object) -> list[object]:
    return list(read_wikidata(enumerate(items, start=1), "t"))


@pytest.mark.parametrize("shape", ["data", "list", "lines", "dump"])
def test_items_become_a_graph(tmp_path, shape):
    every = [ADA, BODY, TOWN]
    path = tmp_path / ("t.jsonl" if shape in ("lines", "dump") else "t.json")
    path.write_text({
        "data": json.dumps({"entities": {i["id"]: i for i in every}}),
        "list": json.dumps(every),
        "lines": "\n".join(map(json.dumps, every)),
        "dump": "[\n" + ",\n".join(map(json.dumps, every)) + "\n]\n",
    }[shape])  # fmt: skip
    report = import_file(path, tmp_path / "g.kg", ANY)
    assert (report.left, report.dropped) == ((), ())
    assert report.unknown == (("relation 'http://www.wikidata.org/prop/direct/P106'", 1),)
    graph = drawn(tmp_path / "g.kg", claims=False)
    label = dict(graph.nodes(data="label"))
    assert {(label[s], d["predicate_label"], label[o]) for s, o, d in graph.edges(data=True)} == {
        ("Ada Mensah", "born in", "Keta"),
        ("Ada Mensah", "nationality", "Ghana"),
        ("Ada Mensah", "works for", "Volta Press"),
    }
    nodes = {d["label"]: d for _, d in graph.nodes(data=True)}
    assert {n: d["type"] for n, d in nodes.items()} == {
        "Ada Mensah": "Person",
        "Keta": "City",
        "Ghana": "Country",
        "Volta Press": "Organization",
    }
    assert nodes["Ada Mensah"]["exact_match"] == ["http://www.wikidata.org/entity/Q1"]
    assert nodes["Ada Mensah"]["aliases"] == ["Ada Mensah the Elder"]
    assert {(v["property"], v["value"]) for d in nodes.values() for v in d.get("values", ())} == {
        ("dateOfBirth", "1981-05-02"),
        ("dateFounded", "1999"),
        ("population", "53862"),
    }
    assert run(["verify", "-g", str(tmp_path / "g.kg")]) == 0


@pytest.mark.parametrize(
    ("name", "relation"),
    [("P19", "bornIn"), ("P26", "spouseOf"), ("P40", "childOf^"), ("P551", "livesIn")],
)
def test_a_tie_that_may_be_over_is_taken_with_its_end(name, relation):
    one = item("Q1", "A", "Q5", **{name: [to("Q2", **ENDED)]})
    assert [e for e in found(one, item("Q2", "B", "Q5")) if isinstance(e, Edge)], relation


@pytest.mark.parametrize("name", ["P39", "P6", "P27", "P463"])
def test_a_tie_that_is_over_is_told_and_not_taken(name):
    one = item("Q1", "A", "Q5", **{name: [to("Q2", **ENDED)]})
    every = found(one, item("Q2", "B", "Q5"))
    assert not [e for e in every if isinstance(e, Edge)]
    assert [e.kind for e in every if isinstance(e, Unknown)] in (
        ["tie that is over"],
        ["relation"],
    )


def test_work_that_is_over_is_past_work():
    (edge,) = (
        e
        for e in found(item("Q1", "A", "Q5", P108=[to("Q2", **ENDED)]), BODY)
        if isinstance(e, Edge)
    )
    assert edge.relation == "workedFor"


@pytest.mark.parametrize(
    ("ranks", "targets"),
    [
        (("normal", "normal"), ["Q2", "Q3"]),
        (("preferred", "normal"), ["Q2"]),
        (("deprecated", "normal"), ["Q3"]),
        (("deprecated", "deprecated"), []),
    ],
)
def test_only_the_best_statements_count(ranks, targets):
    places = [to(t, rank=r) for t, r in zip(("Q2", "Q3"), ranks, strict=True)]
    every = found(item("Q1", "A", "Q5", P551=places), BODY, TOWN)
    assert [e.target for e in every if isinstance(e, Edge)] == targets


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (day("+1981-05-02T00:00:00Z", 11), "1981-05-02"),
        (day("+1981-05-00T00:00:00Z", 10), "1981-05"),
        (day("+1981-00-00T00:00:00Z", 9), "1981"),
        (day("+1980-00-00T00:00:00Z", 8), ""),
        (day("-0044-03-15T00:00:00Z", 11), ""),
        (day("+1581-05-02T00:00:00Z", 11, "Q1985786"), ""),
        (statement({"time": 3}, "time"), ""),
        ({"mainsnak": {"snaktype": "somevalue"}}, ""),
        ({"mainsnak": None}, ""),
        ({}, ""),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(value, text):
    (node,) = found(item("Q1", "A", "Q5", P569=[value]))
    assert isinstance(node, Node)
    assert [v for _, v in node.values] == ([text] if text else [])


@pytest.mark.parametrize(
    ("labels", "label"),
    [
        ({"en": {"value": "A"}, "de": {"value": "B"}}, "A"),
        ({"mul": {"value": "M"}, "de": {"value": "B"}}, "M"),
        ({"fr": {"value": "F"}, "de": {"value": "B"}}, "B"),
        ({}, "Q1"),
        ([], "Q1"),
        ({"en": None}, "Q1"),
    ],
)
def test_a_label_in_english_goes_first(labels, label):
    (node,) = found({"id": "Q1", "type": "item", "labels": labels})
    assert isinstance(node, Node)
    assert node.label == label


def test_items_that_the_file_does_not_hold_are_counted():
    every = found(item("Q1", "A", "Q5", P19=[to("Q99999999")], P27=[to("Q419")]))
    assert Unknown("item", "Q99999999") in every
    assert [e.label for e in every if isinstance(e, Node)] == ["A", "Peru"]


@pytest.mark.parametrize(
    "bad", [None, 3, {"type": "property", "id": "P1"}, {"type": "item", "labels": {}, "id": 3}]
)
def test_what_is_no_item_is_left_out_and_told(bad):
    *_, last = found(bad)
    assert isinstance(last, InputError)
    assert last.where == "t, item 1"


@pytest.mark.parametrize("claims", [None, [], {"P19": None}, {"P19": [None, 3]}, {"P19": [{}]}])
def test_broken_statements_do_not_cost_the_item(claims):
    (node,) = found({"id": "Q1", "type": "item", "labels": {}, "claims": claims})
    assert isinstance(node, Node)


def test_only_what_is_a_word_can_be_given_a_meaning(tmp_path, capsys):
    path = tmp_path / "t.json"
    path.write_text(json.dumps([item("Q1", "A B", "Q5", P19=[to("Q999999999")], P106=[to("Q2")])]))
    assert run(["import", str(path), "-g", str(tmp_path / "g.kg")]) == 0
    told = capsys.readouterr().err.splitlines()
    assert "not known: 1 x item 'Q999999999'" in told
    assert any(t.endswith("P106' (--term gives it a meaning)") for t in told)


def test_only_items_are_known():
    assert is_wikidata(ADA)
    assert not is_wikidata({"type": "lexeme"})
    assert not is_wikidata([ADA])


# ---------------------------------------------------------------- the same thing elsewhere


def test_two_of_one_name_with_ids_of_their_own_are_two(tmp_path):
    path = tmp_path / "t.json"
    path.write_text(json.dumps([item("Q1", "Ada Mensah", "Q5"), item("Q9", "Ada Mensah", "Q5")]))
    import_file(path, tmp_path / "g.kg", ANY)
    nodes = drawn(tmp_path / "g.kg", claims=False).nodes(data=True)
    assert sorted(d["exact_match"] for _, d in nodes) == [
        ["http://www.wikidata.org/entity/Q1"],
        ["http://www.wikidata.org/entity/Q9"],
    ]


def test_one_of_an_id_is_one_over_several_files(tmp_path):
    for number, more in enumerate(({"P19": [to("Q3")]}, {"P551": [to("Q3")]})):
        path = tmp_path / f"t{number}.json"
        path.write_text(json.dumps([item("Q1", "Ada Mensah", "Q5", **more), TOWN]))
        import_file(path, tmp_path / "g.kg", ANY)
    graph = drawn(tmp_path / "g.kg", claims=False)
    assert sorted(d["label"] for _, d in graph.nodes(data=True)) == ["Ada Mensah", "Keta"]
    assert graph.number_of_edges() == 2


def test_an_id_that_the_gazetteer_knows_is_that_row_whatever_its_name(tmp_path):
    path = tmp_path / "t.json"
    path.write_text(json.dumps([item("Q419", "Pirú", "Q6256")]))
    import_file(path, tmp_path / "g.kg", ANY)
    ((iri, node),) = drawn(tmp_path / "g.kg", claims=False).nodes(data=True)
    assert (iri, node["label"]) == ("https://kg.example/id/peru", "Peru")
    assert "Pirú" in node["aliases"]


def test_an_id_that_is_not_the_gazetteers_is_not_that_row(tmp_path):
    path = tmp_path / "t.json"
    path.write_text(json.dumps([item("Q7777777", "Peru", "Q6256")]))
    import_file(path, tmp_path / "g.kg", ANY)
    ((_, node),) = drawn(tmp_path / "g.kg", claims=False).nodes(data=True)
    assert node["exact_match"] == ["http://www.wikidata.org/entity/Q7777777"]
