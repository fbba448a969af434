"""The page of a large graph: bytes, processor time in Python, time until ready, time of a frame.

The peer is pyvis's own page of the same graph; its physics does not come to rest at these sizes, so
it is measured until its first drawing.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import networkx as nx

from benchmarks import Row
from kg.render.html import html
from kg.render.layout import layout
from kg.render.view import view

SIZES = {10_000: (2.5, 1.5), 50_000: (9.0, 2.5)}
"""Edges, and the goals: megabytes of the file, seconds until the page is ready."""
PEER = "pyvis default"
DRAG = """async () => { const times = []; let last = performance.now(), x = 0;
  for (let i = 0; i < 60; i++) { await new Promise(requestAnimationFrame);
    network.moveTo({position: {x: x += 5, y: 0}});
    const now = performance.now(); times.push(now - last); last = now }
  return times.sort((a, b) => a - b)[30] }"""


def synthetic(edges: int) -> nx.MultiDiGraph[str]:
    """Return an entity graph of so many claims among a fifth as many entities; the same each time.

    >>> synthetic(10).number_of_edges()
    10
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    count, kinds = max(2, edges // 5), ("Person", "Organization", "Country", "Facility")
    for i in range(count):
        graph.add_node(f"id:{i}", label=f"Entity number {i}", type=kinds[i % 4], kind="Entity",
                       aliases=[])  # fmt: skip
    for i in range(edges):
        source, target = i % count, (i * i * 7 + i * 13 + 1) % max(1, count // (1 + i % 9))
        words = f"Entity number {source} met Entity number {target}, report {i % 997} says."
        said = {
            "claim": f"c{i}", "sentence": words, "marks": [[0, len(f"Entity number {source}")]],
            "number": 1 + i % 40, "document": f"d{i % 200}", "title": f"Report {i % 200}",
            "published": f"2025-0{1 + i % 9}-11", "url": f"https://kg.example/{i % 200}",
            "start": i, "speaker_label": "", "modality": "Asserted", "polarity": "Positive",
            "certainty": "Certain", "standing": "Active",
        }  # fmt: skip
        status = ("fact", "said")[i % 2]
        graph.add_edge(f"id:{source}", f"id:{target}", f"k{i}", sentences=[said], status=status,
                       predicate_label=f"relation {i % 20}")  # fmt: skip
    return graph


def rows() -> Iterator[Row]:
    """Yield the figures of each size; those of a browser only where Chromium is on PATH."""
    chromium = shutil.which("chromium")
    for edges, (megabytes, seconds) in SIZES.items():
        graph = synthetic(edges)
        (ours, spent), (theirs, their_time) = (_timed(make, graph) for make in (_ours, _theirs))
        size = f"{edges:,} edges"
        yield Row(f"file, {size}", _mb(ours), megabytes, "goal", "MB", "<= 1")
        yield Row(f"file, {size}", _mb(ours), _mb(theirs), PEER, "MB")
        yield Row(f"Python, {size}", spent, 3, "goal", "s", "<= 1" if edges == 10_000 else "")
        yield Row(f"Python, {size}", spent, their_time, PEER)
        if chromium:
            ready, frame = _opened(chromium, ours, "window.__ready", DRAG)
            their_ready, _ = _opened(chromium, theirs, "performance.now()", "() => 0")
            yield Row(f"ready, {size}", ready, seconds, "goal", "s", "<= 1")
            yield Row(f"ready, {size}", ready, their_ready, f"{PEER}, 60 s at most")
            yield Row(f"frame while panned, {size}", frame, 33, "goal", "ms", "<= 1")


def _mb(text: str) -> float:
    return len(text.encode()) / 1e6


def _timed(make: Callable[..., str], graph: nx.MultiDiGraph[str]) -> tuple[str, float]:
    """Return a page and the seconds of processor time that it takes, the best of three."""
    made, best = "", float("inf")
    for _ in range(3):
        start = time.process_time()
        made = make(graph)
        best = min(best, time.process_time() - start)
    return made, best


def _ours(graph: nx.MultiDiGraph[str]) -> str:
    shown = view(graph, title="A large graph")
    return html(shown, layout(shown))


def _theirs(graph: nx.MultiDiGraph[str]) -> str:
    from pyvis.network import Network

    page = Network(directed=True, cdn_resources="in_line")
    page.nodes = [{"id": n, "label": a["label"], "shape": "dot"} for n, a in graph.nodes(data=True)]
    page.edges = [{"from": a, "to": b} for a, b in graph.edges()]
    text: str = page.generate_html(notebook=False)
    return text


def _opened(chromium: str, text: str, ready: str, measure: str) -> tuple[float, float]:
    """Return the seconds until a page is ready, 60 if it is not by then, and another figure."""
    from playwright.sync_api import Error, sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "page.html"
        file.write_text(text, encoding="utf-8")
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        page = browser.new_context(offline=True).new_page()
        try:
            page.goto(file.as_uri(), timeout=60_000)
            page.wait_for_function(f"{ready} > 0", timeout=60_000)
            return page.evaluate(ready) / 1000, page.evaluate(measure)
        except Error:
            return 60.0, 0.0
        finally:
            browser.close()
