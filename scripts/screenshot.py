"""Take the README's picture: a page in headless Chromium, with the sentences of one line open.

scripts/screenshot.py PAGE.html OUT.png ["Peru — funds → El Salvador"]
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright


def main(page_file: str, out: str, statement: str = "") -> int:
    """Write OUT.png, 1280 by 800 pixels; open the statement whose button begins with the text."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("error: no Chromium on PATH\nfix: apt-get install chromium", file=sys.stderr)
        return 5
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(Path(page_file).resolve().as_uri())
        page.wait_for_function("window.__ready > 0")
        if statement:
            page.evaluate(
                "text => [...document.querySelectorAll('#all button')]"
                ".find(b => b.textContent.startsWith(text)).click()",
                statement,
            )
        page.wait_for_timeout(300)
        page.screenshot(path=out)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
