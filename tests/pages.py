"""A browser for tests of pages: Debian's Chromium, offline, and nothing may go wrong in it."""

from __future__ import annotations

import os
import shutil

import pytest

from kg.render.html import html
from kg.render.layout import layout

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture(scope="session")
def browser():
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        message = "no Chromium on PATH: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield opened
        opened.close()


class Visits:
    """Opens views as pages, and notes every error, console message and request to elsewhere."""

    def __init__(self, browser, folder):
        self.browser, self.folder = browser, folder
        self.contexts, self.troubles = [], []

    def __call__(self, found, *, width=1280, height=800, scheme="light", javascript=True):
        file = self.folder / f"{len(self.contexts)}.html"
        file.write_text(html(found, layout(found)), encoding="utf-8")
        return self.open(
            file,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=javascript,
        )

    def open(self, file, **options):
        context = self.browser.new_context(accept_downloads=True, **options)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda e: self.troubles.append(f"error: {e}"))
        page.on("console", lambda m: self.troubles.append(f"{m.type}: {m.text}"))
        page.on("request", lambda r: self._note(r.url))
        page.goto(file.as_uri())
        if options.get("java_script_enabled", True):
            page.wait_for_function("window.__ready > 0")
        return page

    def _note(self, url):
        if not url.startswith(("file:", "data:", "blob:")):
            self.troubles.append(f"request: {url}")

    def close(self):
        for context in self.contexts:
            context.close()
        assert self.troubles == []


@pytest.fixture
def visit(browser, tmp_path):
    """Return a function that opens a view as a page; nothing may fail or be fetched meanwhile."""
    visits = Visits(browser, tmp_path)
    yield visits
    visits.close()
