"""The static picture as PNG, by whichever converter of SVG this machine has."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from kg.errors import KgError, MissingExtra
from kg.render.layout import Layout
from kg.render.svg import svg
from kg.render.view import View

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def png(view: View, layout: Layout) -> bytes:
    """Return the drawn part of a view as PNG, two pixels for each of the SVG.

    Raises:
        MissingExtra: there is neither rsvg-convert nor Chromium on PATH.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "graph.svg", Path(folder) / "graph.png"
        text = svg(view, layout)
        source.write_text(text, encoding="utf-8")
        _run(_command(source, target, text))
        if not target.exists():
            raise KgError("the converter made no PNG", fix="write an .svg instead")
        return target.read_bytes()


def _command(source: Path, target: Path, text: str) -> list[str]:
    if rsvg := shutil.which("rsvg-convert"):
        return [rsvg, "--zoom", "2", "--output", str(target), str(source)]
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        what = "a PNG needs rsvg-convert or Chromium"
        raise MissingExtra(what, fix="apt-get install librsvg2-bin, or write an .svg")
    wide, high = (text.split(f'{side}="', 1)[1].split('"', 1)[0] for side in ("width", "height"))
    return [
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--hide-scrollbars", "--force-device-scale-factor=2", f"--window-size={wide},{high}",
        f"--user-data-dir={source.parent / 'profile'}", f"--screenshot={target}", source.as_uri(),
    ]  # fmt: skip


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    except (subprocess.SubprocessError, OSError) as error:
        what = f"{Path(command[0]).name} could not make the PNG"
        raise KgError(what, fix="write an .svg instead") from error
