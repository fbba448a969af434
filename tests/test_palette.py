"""The colours of types and lines, as people with each kind of sight see them."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from kg import vocabulary
from kg.render.html import ASSETS, SAID
from kg.render.icons import icon_class, icons
from kg.render.svg import COLOURS, DASHES
from kg.render.view import STYLES

GROUNDS = ("#fbfaf7", "#14181d")
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanope": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranope": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanope": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour):
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def luminance(colour):
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(a, b):
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.95047, 1, 1.08883)
    xyz = [
        sum(a * b for a, b in zip(r, rgb, strict=True)) / w
        for r, w in zip(rows, white, strict=True)
    ]
    f = [max(c, 0) ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in xyz]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def difference(a, b, sight):
    seen = [
        [min(1, max(0, sum(m * c for m, c in zip(row, linear(x), strict=True)))) for row in sight]
        for x in (a, b)
    ]
    one, two = map(lab, seen)
    return sum((p - q) ** 2 for p, q in zip(one, two, strict=True)) ** 0.5


def colours():
    found = {t.colour for t in vocabulary.default().classes.values() if t.colour}
    return sorted(found)


def test_the_measures_themselves_are_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert difference("#000000", "#ffffff", SIGHT["normal"]) == pytest.approx(100, abs=0.1)
    assert difference("#ff0000", "#00ff00", SIGHT["normal"]) == pytest.approx(170.6, abs=1)


def test_there_are_colours_to_tell_apart():
    assert len(colours()) >= 7


@pytest.mark.parametrize("sight", SIGHT)
def test_type_colours_are_told_apart(sight):
    worst = min((difference(a, b, SIGHT[sight]), a, b) for a, b in combinations(colours(), 2))
    assert worst[0] >= 10, worst


@pytest.mark.parametrize("colour", colours())
@pytest.mark.parametrize("ground", [*GROUNDS, "#ffffff"])
def test_a_disc_stands_out_from_its_ground_and_from_its_icon(colour, ground):
    assert contrast(colour, ground) >= 3


def style_sheet():
    """Return the variables of the style sheet: light, then dark."""
    text = (ASSETS / "app.css").read_text(encoding="utf-8")
    screen, _ = text.split("@media print")
    light, dark = screen.split("@media (prefers-color-scheme: dark)")
    return [dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", half)) for half in (light, dark)]


@pytest.mark.parametrize(("scheme", "ground"), list(enumerate(GROUNDS)))
@pytest.mark.parametrize("status", STYLES)
def test_lines_stand_out_from_the_ground(scheme, ground, status):
    found = style_sheet()[scheme]
    assert found["bg"] == ground
    assert contrast(found[status], ground) >= 3


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize(("words", "behind"), [("ink", "bg"), ("ink", "panel"), ("muted", "bg"),
                                               ("muted", "panel"), ("ink", "mark")])  # fmt: skip
def test_words_are_legible(scheme, words, behind):
    found = style_sheet()[scheme]
    assert contrast(found[words], found[behind]) >= 4.5


def test_page_and_picture_use_the_same_line_colours():
    light = style_sheet()[0]
    assert {s: light[s] for s in STYLES} == dict(COLOURS)
    assert set(SAID) == set(STYLES)
    assert set(DASHES) == set(STYLES.values())


def test_every_icon_belongs_to_a_class_and_is_nothing_but_a_path():
    known = vocabulary.default().classes
    assert set(icons()) <= set(known)
    for name, path in icons().items():
        assert re.fullmatch(r"[MmLlHhVvCcSsAaZz0-9 .\-]+", path), name


@pytest.mark.parametrize("name", sorted(vocabulary.default().classes))
def test_every_class_has_an_icon(name):
    assert icon_class(name) in icons()
