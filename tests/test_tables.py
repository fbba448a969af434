from __future__ import annotations

import pytest

from kg.cli.tables import lines, render

SENTENCE = "Prison Watch criticized CECOT at a hearing in Lima in June, and again in July."
BELOW = [
    "    sentence  Prison Watch criticized CECOT at a hearing in Lima in June, and again in July.",
    "    document  Peru looks for prison space in El Salvador",
]
HEADS = ("subject", "relation", "sentence", "document")


def test_short_rows_are_a_grid():
    assert render(("name", "n"), [("Peru", "3"), ("El Salvador", "12")]) == (
        "  name          n\n ──────────────────\n  Peru          3\n  El Salvador   12\n"
    )


def test_a_grid_without_rows_has_its_heads():
    assert render(("name", "n"), []).split() == ["name", "n", "──────────"]


def test_a_title_stands_above():
    assert render(("n",), [("1",)], title="[bold]Facts").splitlines()[0] == "[bold]Facts"


def test_sentences_that_do_not_fit_go_below_their_row():
    row = ("Prison Watch", "criticizes", SENTENCE, "Peru looks for prison space in El Salvador")
    assert render(HEADS, [row, row]).splitlines() == [
        "subject · relation",
        "─" * 100,
        "Prison Watch · criticizes",
        *BELOW,
        "",
        "Prison Watch · criticizes",
        *BELOW,
    ]


def test_a_word_that_would_be_broken_goes_below_its_row_whole(monkeypatch):
    monkeypatch.setattr("kg.cli.tables._width", lambda: 60)
    heads = ("name", "kind", "mentions", "id")
    rows = [
        ("Prison Watch", "non-governmental organization", "12", "doc-b40e6603/the-prison-watch")
    ]
    assert render(heads, rows).splitlines() == [
        "name · kind · mentions",
        "─" * 60,
        "Prison Watch · non-governmental organization · 12",
        "    id  doc-b40e6603/the-prison-watch",
    ]
    monkeypatch.setattr("kg.cli.tables._width", lambda: 100)
    assert render(heads, rows).splitlines()[0].split() == list(heads)


def test_a_long_sentence_is_folded_beside_its_name():
    below = render(HEADS, [("a", "b", f"{SENTENCE} {SENTENCE}", "c")]).splitlines()[3:]
    assert below[0].startswith("    sentence  Prison Watch")
    assert below[1].startswith("              ")
    assert " ".join(" ".join(below).split()) == f"sentence {SENTENCE} {SENTENCE}"


def test_an_empty_cell_keeps_its_place_in_a_row_and_takes_none_below():
    shown = render(HEADS, [("a", "", SENTENCE, ""), ("b", "c", SENTENCE, SENTENCE)]).splitlines()
    assert shown[2] == "a · –"
    assert sum(line.lstrip().startswith("document") for line in shown) == 1


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("[red]x[/red]", "[red]x[/red]"),
        ("a\x1b[31mb", "a[31mb"),
        ("a\nb", "a b"),
        ("x\u202ey", "xy"),
        ("Perú عربى", "Perú عربى"),
    ],
)
@pytest.mark.parametrize("wide", [False, True])
def test_a_cell_cannot_drive_the_terminal(cell, shown, wide):
    rows = [(cell, SENTENCE, SENTENCE)] if wide else [(cell,)]
    text = render(("a", "b", "c")[: len(rows[0])], rows)
    assert shown in text
    assert not set(text) & {"\x1b", "\u202e"}


def test_nothing_is_cut():
    long = "x" * 300
    text = render(("a", "b"), [("1", long)])
    assert text.count("x") == 300


def test_lines_are_cleaned(capsys):
    lines(["a\x1b[0m", "b"])
    assert capsys.readouterr().out == "a[0m\nb\n"
