"""Photograph a page of `kg render` in headless Chromium, with the sentences of one line open.

scripts/screenshot.py PAGE.html OUT.png [--open STATEMENT] [--scheme dark] [--size 1440x900]

STATEMENT is the beginning of a statement's button, or 1 for the one with the most sentences.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

OPEN = """text => { const rows = [...document.querySelectorAll('#all button')];
  const extra = JSON.parse(document.getElementById('data').textContent).extra.edges;
  const most = extra.reduce((best, e, i) => e[4].length > extra[best][4].length ? i : best, 0);
  (text === '1' ? rows[most] : rows.find(b => b.textContent.startsWith(text))).click() }"""


def main(arguments: list[str]) -> int:
    """Write OUT.png; 5 without a browser."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page")
    parser.add_argument("out")
    parser.add_argument("--open", default="")
    parser.add_argument("--scheme", choices=("light", "dark"), default="light")
    parser.add_argument("--size", default="1440x900")
    given = parser.parse_args(arguments)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("error: no Chromium on PATH\nfix: apt-get install chromium", file=sys.stderr)
        return 5
    wide, high = map(int, given.size.split("x"))
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        page = browser.new_page(viewport={"width": wide, "height": high}, color_scheme=given.scheme)
        page.goto(Path(given.page).resolve().as_uri())
        page.wait_for_function("window.__ready > 0")
        if given.open:
            page.evaluate(OPEN, given.open)
        page.wait_for_timeout(300)
        page.screenshot(path=given.out)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
