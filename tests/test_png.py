from __future__ import annotations

import os
import shutil
import struct

import pytest

from kg.errors import MissingExtra
from kg.graph import entity_graph
from kg.render.layout import layout
from kg.render.png import BROWSERS, png
from kg.render.svg import svg
from kg.render.view import view


@pytest.fixture
def drawn(example_store):
    found = view(entity_graph(example_store, claims=True), title="A title")
    return found, layout(found)


def test_the_png_is_twice_the_svg(drawn):
    if not any(map(shutil.which, ("rsvg-convert", *BROWSERS))):
        message = "no converter of SVG on PATH: apt-get install chromium"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    raw = png(*drawn)
    assert raw.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", raw[16:24])
    text = svg(*drawn)
    assert f'width="{wide // 2}" height="{high // 2}"' in text
    assert len(raw) > 20_000


def test_without_a_converter_it_says_what_to_install(drawn, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingExtra, match="needs rsvg-convert or Chromium") as error:
        png(*drawn)
    assert "librsvg2-bin" in error.value.fix
