"""What each row of a table says, its things and their names, and what is left out of it."""

from __future__ import annotations

import pytest
from rowsets import read_rows, rows_of

from kg.errors import InputError
from kg.model import Document, Entity, Span
from kg.tables import Link, TableMap
from kg.tables.records import Cell, Record, json_records
from kg.tables.rows import Row, Rows, Things
from kg.vocabulary import default

HOMES = TableMap("Person", "name", links=(Link("home", "livesIn", "City"),))
TIES = TableMap("Person", "a", links=(Link("b", "relatedTo", "Person"),), relation="kind")
BORN = TableMap("Person", "name", values={"born": "dateOfBirth"})


def given(text: str, table: TableMap = HOMES) -> tuple[Rows, list[Row]]:
    rows = rows_of(text, table)
    return rows, list(rows)


def of_json(text: str, table: TableMap) -> Rows:
    from kg import gazetteer

    document = Document("0" * 64, text)
    return Rows(
        document, table, default(), gazetteer.default(), lambda: json_records(text, 0, "t.jsonl")
    )


def cell(value: str, at: int = 0) -> Cell:
    return Cell(value, Span(at, at + len(value)))


# ---------------------------------------------------------------- rows


def test_a_row_holds_itself_what_comes_first_in_it_and_its_claims():
    _, (first, second, rest) = given("name,home\nAma Badu,Keta\nKofi Osei,Keta\n")
    assert first.sentence
    assert (first.sentence.number, first.sentence.span) == (2, Span(10, 23))
    assert [(e.id, is_new) for e, is_new in first.entities] == [("ama-badu", True), ("keta", True)]
    assert [(e.id, is_new) for e, is_new in second.entities] == [("kofi-osei", True)]
    (claim,) = second.claims
    assert (claim.subject, claim.predicate, claim.object) == ("kofi-osei", "livesIn", "keta")
    assert claim.evidence == (second.sentence.span,)
    assert rest == Row(None, (), ())


def test_a_row_that_says_nothing_mentions_its_thing_again():
    _, (*rows, _) = given("name,home\nAma Badu,Keta\nAma Badu,\nAma Badu,Keta\n")
    assert [[(e.id, is_new) for e, is_new in row.entities] for row in rows] == [
        [("ama-badu", True), ("keta", True)],
        [("ama-badu", False)],
        [],
    ]


def test_rows_are_counted_as_they_go_by():
    rows, _ = given("name,home\nAma Badu,Keta\n,Keta\nKofi Osei,\n")
    assert rows.count == {"row": 2, "claim": 1, "entity": 3}
    assert [str(e) for e in rows.left] == [
        "row 3: has nothing under 'name'\nfix: fill it in; the row is left out"
    ]


def test_what_the_gate_refuses_is_counted_by_its_reason_and_not_kept():
    text = "name,born\n" + "".join(f"Ama {n},31/12/{1900 + n}\n" for n in range(3))
    rows, found = given(text, BORN)
    assert not any(row.claims for row in found)
    assert rows.dropped == {
        f"'31/12/{1900 + n}' is no date as 1981-05-02, 1981-05 or 1981": 1 for n in range(3)
    }
    selves, _ = given("a,b,kind\nAma,Ama,\nAma,Ama,\n", TIES)
    assert selves.dropped == {"relates a thing to itself": 2}


@pytest.mark.parametrize(
    ("values", "doubted"),
    [
        (("1981", "1981"), 0),
        (("1981", "1981-05"), 0),  # one is more precise
        (("1981", "1982"), 2),
        (("1981", "1982", "1981"), 3),
        (("1981",), 0),
    ],
)
def test_rows_that_differ_in_a_single_value_are_told_and_both_kept(values, doubted):
    text = "name,born\n" + "".join(f"Ama Badu,{v}\n" for v in values) + "Kofi Osei,1990\n"
    rows, found = given(text, BORN)
    assert sum(len(row.claims) for row in found) == len(values) + 1
    assert rows.dropped.total() == doubted


def test_two_columns_of_a_row_may_differ_as_well():
    table = TableMap("Person", "name", values={"born": "dateOfBirth", "b": "dateOfBirth"})
    rows, _ = given("name,born,b\nAma Badu,1981,1982\nKofi Osei,1990,1990-02\n", table)
    assert rows.dropped.total() == 2


@pytest.mark.parametrize("kind", ["said: worksFor", "alleged: killed"])
def test_what_somebody_says_who_is_not_named_is_left_out_and_its_end_with_it(kind):
    rows, found = given(f"a,b,kind\nAma Badu,Kofi Osei,{kind}\nAma Badu,Esi Boateng,\n", TIES)
    assert [e.what for e in rows.left] == [f"says '{kind}' and not who says so"]
    assert {e.label for row in found for e, _ in row.entities} == {"Ama Badu", "Esi Boateng"}
    assert [len(row.claims) for row in found] == [0, 1, 0]


def test_a_row_that_cannot_be_read_is_left_out_and_the_rest_goes_on():
    rows, found = given('name,home\n"Ama,Keta\nKofi Osei,Keta\n')
    assert [isinstance(e, InputError) for e in rows.left] == [True]
    assert [c.subject for row in found for c in row.claims] == ["kofi-osei"]


def test_a_line_of_json_whose_text_has_escapes_names_a_thing_without_a_mention():
    text = '{"name": "A\\u006da", "home": "Keta"}\n{"name": "x\\u0000y", "home": "Keta"}\n'
    found = read_rows(of_json(text, HOMES))
    assert [(e.id, e.label, len(e.mentions)) for e in found.entities] == [
        ("keta", "Keta", 1),
        ("ama", "Ama", 0),
        ("x-y", "x\0y", 0),
    ]
    assert [c.subject for c in found.claims] == ["ama", "x-y"]


# ---------------------------------------------------------------- things


def test_things_are_named_in_the_order_in_which_the_text_mentions_them():
    things = Things()
    things.add([("Person", cell("Keta", 30), ""), ("City", cell("Keta", 10), "")])
    things.add([("Person", Cell("Keta"), "7"), ("Person", cell("Keta", 50), "8")])
    things.close()
    assert [(e.id, e.type) for e in things.entities()] == [
        ("keta", "City"), ("keta-2", "Person"), ("keta-3", "Person"), ("keta-4", "Person"),
    ]  # fmt: skip
    assert things.entity("Person", cell("Keta"), "8").id == "keta-3"
    assert things.entity("Person", cell("Keta"), "7").id == "keta-4"
    assert len(things) == 4


def test_one_that_is_mentioned_late_is_named_where_it_is_mentioned():
    things = Things()
    things.add([("Person", Cell("Ama"), "")])
    things.add([("Person", cell("AMA", 40), "")])
    things.add([("Person", cell("Ama", 60), "")])
    things.close()
    assert [(e.id, e.label) for e in things.entities()] == [("ama", "AMA"), ("ama-2", "Ama")]


def test_the_same_cell_mentions_one_thing_only():
    things = Things()
    things.add([("Person", cell("Keta"), ""), ("City", cell("Keta"), "")])
    things.close()
    assert [(e.id, e.type) for e in things.entities()] == [("keta", "Person"), ("keta-2", "City")]


@pytest.mark.parametrize(
    ("named", "kinds"),
    [
        ([("Person", "Ama", "1"), ("Person", "Ama", "2")], ["description"] * 2),
        ([("Person", "Ama", "1"), ("Person", "Ama", "")], ["description"] * 2),
        ([("Person", "Ama", "1"), ("Person", "AMA", "2")], ["name"] * 2),
        ([("Person", "Ama", "1"), ("City", "Ama", "")], ["name"] * 2),
        (
            [("City", "Ama", ""), ("Person", "Ama", "1"), ("Person", "Ama", "2")],
            ["name", "description", "description"],
        ),
        ([("Person", "Ama", "1"), ("Person", "Ama", "1")], ["name"]),
    ],
)
def test_one_with_namesakes_is_not_meant_by_its_name(named, kinds):
    things = Things()
    for at, (class_, label, key) in enumerate(named):
        things.add([(class_, cell(label, 10 * at), key)])
    things.close()
    assert [things.kind(e) for e in things.entities()] == kinds
    assert [e.label for e in things.named()] == [
        label for (_, label, _), kind in zip(named, kinds, strict=False) if kind == "name"
    ]


def test_what_several_rows_speak_of_is_known():
    things = Things()
    for at, label in enumerate(("Ama", "Kofi", "Ama", "Esi")):
        things.add([("Person", cell(label, 10 * at), ""), ("City", cell("Keta", 10 * at + 5), "")])
    assert things.repeated == {"ama", "keta"}
    assert all(isinstance(e, Entity) for e in things.entities())


def test_a_record_without_the_column_of_a_link_has_no_tie():
    record = Record(2, Span(0, 3), {"name": cell("Ama")})
    rows = rows_of("name,home\nAma,Keta\n", HOMES)
    rows.records = lambda: [record]
    assert next(iter(rows)).claims == ()
