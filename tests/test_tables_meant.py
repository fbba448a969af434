"""Names that may mean several things: listed, joined to none; and ties without classes."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_roundtrip import drawn

from kg.cli import run
from kg.tables import Link, TableMap, guess, import_file
from kg.vocabulary import default

PEOPLE = TableMap("Person", "name", "id", (Link("home", "livesIn", "City"),))
HOMES = TableMap("Person", "name", links=(Link("home", "livesIn", "City"),))
TIES = guess(["Source", "Target", "Label"], default())


def table(tmp_path: Path, text: str, name: str = "t.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def labels(directory: Path) -> list[tuple[str, str]]:
    nodes = drawn(directory, claims=False).nodes(data=True)
    return sorted((d["label"], d["type"]) for _, d in nodes)


def test_a_cell_that_several_things_of_the_gazetteer_fit_is_listed(tmp_path, capsys):
    path = table(tmp_path, "name,home\nPeter Miller,San Jose\nJane Roe,Lima\n")
    given = ["import", str(path), "--as", "Person", "--link", "home:livesIn:City"]
    assert run([*given, "-g", str(tmp_path / "g.kg")]) == 0
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert told[0].startswith("joined to none: 'San Jose' may be San Jos")
    (local,) = (i for i in drawn(tmp_path / "g.kg", claims=False) if i.endswith("/san-jose"))
    assert "/id/doc-" in local


def test_a_cell_that_several_things_of_the_graph_fit_is_listed(tmp_path):
    twins = table(tmp_path, "id,name,home\n1,Ama Badu,Keta\n2,Ama Badu,Dodowa\n")
    import_file(twins, tmp_path / "g.kg", PEOPLE)
    ties = table(tmp_path, "boss,name\nAma Badu,Kofi Osei\n", "ties.csv")
    map_ = TableMap("Person", "name", links=(Link("boss", "relatedTo", "Person"),))
    for is_dry in (True, False):
        report = import_file(ties, tmp_path / "g.kg", map_, is_dry=is_dry)
        ((name, several),) = report.ambiguous
        assert name == "Ama Badu"
        assert [i.rpartition("/")[2] for i in several] == ["ama-badu", "ama-badu-2"]
    names = [label for label, _ in labels(tmp_path / "g.kg")]
    assert names.count("Ama Badu") == 3


def test_several_that_are_spelled_in_another_way_are_listed_and_no_eventuality_is(tmp_path):
    twins = table(tmp_path, "id,name,home\n1,Ama-Badu,Keta\n2,Ama-Badu,Dodowa\n")
    import_file(twins, tmp_path / "g.kg", PEOPLE)
    text = "Source,Target,Label\nAma  Badu,Kofi Osei,\nAma Badus,Keta,\nKeta,Kofi Osei,\n"
    report = import_file(table(tmp_path, text, "ties.csv"), tmp_path / "g.kg", TIES)
    ((name, several),) = report.ambiguous
    assert name == "Ama Badu"
    assert [i.rpartition("/")[2] for i in several] == ["ama-badu", "ama-badu-2"]


def test_one_that_is_meant_is_joined_and_not_listed(tmp_path):
    import_file(table(tmp_path, "name,home\nAma Badu,Keta\n"), tmp_path / "g.kg", HOMES)
    other = table(tmp_path, "name,home\nKofi Osei,Keta\n", "o.csv")
    report = import_file(other, tmp_path / "g.kg", HOMES)
    assert report.ambiguous == ()
    assert [label for label, _ in labels(tmp_path / "g.kg")].count("Keta") == 1


def test_an_office_or_a_group_is_never_ambiguous(tmp_path):
    map_ = TableMap("Group", "name")
    for name in ("a.csv", "b.csv", "c.csv"):
        path = table(tmp_path, f"name,n\nguards,{name}\n", name)
        assert import_file(path, tmp_path / "g.kg", map_).ambiguous == ()


# ---------------------------------------------------------------- ties without classes


@pytest.mark.parametrize("order", [1, -1])
def test_a_name_without_a_class_is_the_one_thing_that_has_it(tmp_path, order):
    people = table(tmp_path, "name,home\nAma Badu,Keta\n")
    ties = table(tmp_path, "Source,Target,Label\nAma Badu,Ghana,knows\nAma Badu,Keta,\n", "e.csv")
    steps = [(people, HOMES), (ties, TIES)][::order]
    for path, map_ in steps:
        assert import_file(path, tmp_path / "g.kg", map_).ambiguous == ()
    assert labels(tmp_path / "g.kg") == [
        ("Ama Badu", "Person"),
        ("Ghana", "Country"),
        ("Keta", "City"),
    ]
    assert run(["verify", "-g", str(tmp_path / "g.kg")]) == 0


def test_a_name_without_a_class_that_two_have_joins_neither(tmp_path):
    both = table(tmp_path, "name,home\nAsamoah Keta,Asamoah Keta\n")
    import_file(both, tmp_path / "g.kg", HOMES)
    ties = table(tmp_path, "Source,Target,Label\nAsamoah Keta,Kofi Osei,\n", "e.csv")
    report = import_file(ties, tmp_path / "g.kg", TIES)
    assert [name for name, _ in report.ambiguous] == ["Asamoah Keta"]
    kinds = [t for label, t in labels(tmp_path / "g.kg") if label == "Asamoah Keta"]
    assert sorted(kinds) == ["City", "Entity", "Person"]


def test_two_names_without_a_class_are_one_thing(tmp_path):
    for number in "12":
        ties = table(
            tmp_path, f"Source,Target,Label\nAma Badu,Kofi Osei {number},\n", f"{number}.csv"
        )
        import_file(ties, tmp_path / "g.kg", TIES)
    names = [label for label, _ in labels(tmp_path / "g.kg")]
    assert sorted(names) == ["Ama Badu", "Kofi Osei 1", "Kofi Osei 2"]
