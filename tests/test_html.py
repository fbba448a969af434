from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import asdict
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pytest

from kg.graph import entity_graph
from kg.render.html import ASSETS, MOST_LISTED, html, listed
from kg.render.layout import layout
from kg.render.view import STYLES, Source, view
from kg.store import Store
from tests.test_view import star

PAYLOADS = (
    "<img src=x onerror=window.__h=1>",
    "</script><script>window.__h=1</script>",
    "</noscript><script>window.__h=1</script>",
    "javascript:window.__h=1",
    "a\u2028b\u2029c",
    "\"'><svg onload=window.__h=1>",
    "{{7*7}}{% raw %}",
    "<!--<script>",
    "]]>&amp;&#60;b&#62;",
    "<script>window.__h=1</script>",
    "<SCRIPT SRC=//kg.example/x.js></SCRIPT>",
    "</title><script>window.__h=1</script>",
    "</style><script>window.__h=1</script>",
    "</textarea><script>window.__h=1</script>",
    "<iframe srcdoc='<script>parent.__h=1</script>'>",
    "<iframe src=javascript:parent.__h=1>",
    "<body onload=window.__h=1>",
    "<details open ontoggle=window.__h=1>",
    "<video><source onerror=window.__h=1></video>",
    "<audio src=x onerror=window.__h=1>",
    "<input autofocus onfocus=window.__h=1>",
    "<a href=javascript:window.__h=1>href</a>",
    "<a href='data:text/html,<script>window.__h=1</script>'>href</a>",
    "<meta http-equiv=refresh content='0;url=http://kg.example'>",
    "<base href=http://kg.example/>",
    "<link rel=stylesheet href=http://kg.example/x.css>",
    "<style>@import 'http://kg.example/x.css'</style>",
    "<object data=http://kg.example/x></object>",
    "<embed src=http://kg.example/x>",
    "<form action=http://kg.example><button>go</button></form>",
    "<math><mtext><img src=x onerror=window.__h=1></mtext></math>",
    "<svg><animate onbegin=window.__h=1 attributeName=x></svg>",
    "<svg><use href=http://kg.example/x.svg#a></svg>",
    "' onmouseover='window.__h=1",
    '" onmouseover="window.__h=1',
    "`onmouseover=window.__h=1`",
    "${window.__h=1}",
    "{{constructor.constructor('window.__h=1')()}}",
    "\\u003cscript\\u003ewindow.__h=1\\u003c/script\\u003e",
    "&lt;script&gt;window.__h=1&lt;/script&gt;",
    "vbscript:window.__h=1",
    "JaVaScRiPt:window.__h=1",
    "java\nscript:window.__h=1",
    "url(http://kg.example/x.png)",
    "\u202eevil\u202c \u0007 \ufeff",
    "__proto__",
    "constructor",
    "../../etc/passwd",
    "9" * 400,
    "x" * 5_000,
)
URLS = (
    "javascript:window.__h=1", " javascript:window.__h=1", "data:text/html,x", "//kg.example", "",
    "file:///etc/passwd", "vbscript:x", "blob:x", "httpx://kg.example", "java\nscript:x",
)  # fmt: skip


class Page(HTMLParser):
    """Collect what a browser would act on."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.scripts, self.titles = [], [], [], []
        self._inside = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, k, v or "") for k, v in attrs]
        if tag == "script":
            self._inside = dict(attrs)
            self.scripts.append([self._inside, ""])

    def handle_endtag(self, tag):
        if tag == "script":
            self._inside = None

    def handle_data(self, data):
        if self.tags and self.tags[-1] == "title":
            self.titles.append(data)
        if self._inside is not None:
            self.scripts[-1][1] += data

    @property
    def data(self):
        (text,) = [t for a, t in self.scripts if a.get("type") == "application/json"]
        return whole(json.loads(text))

    @property
    def policy(self):
        (found,) = [v for t, k, v in self.attributes if t == "meta" and "default-src" in v]
        return found


def whole(data):
    """Put back what a page leaves out, as `app.js` does."""
    extra = data["extra"]
    texts = extra["texts"]
    kinds = {"s": "subject", "o": "object", "c": "cue"}
    extra["sources"] = [Source(*row) for row in extra["sources"]]
    extra["quotes"] = [
        {
            "parts": [(t[i % 2 :], kinds[t[0]] if i % 2 else "") for i, t in enumerate(parts) if t],
            "source": extra["sources"][source],
            "where": texts[where],
            "manner": texts[manner],
        }
        for parts, source, where, manner in extra["quotes"]
    ]
    extra["edges"] = [
        {"from": a, "to": b, "label": texts[label], "status": texts[status], "quotes": quotes}
        for a, b, label, status, quotes, *_ in extra["edges"]
    ]
    for node in data["nodes"]:
        node["type"], node["group"], node["icon"] = node["kind"].split("|")
    data["lines"] = [{**extra["edges"][x["edges"][0]], **x} for x in data["lines"]]
    for line in data["lines"]:
        line["style"] = extra["statuses"][line["status"]][0]
    return data


def made(store, title="A title", **options):
    found = view(entity_graph(store, claims=True), title=title, **options)
    return html(found, layout(found)), found


@pytest.fixture
def text(example_store):
    return made(example_store)[0]


def hostile():
    """Return a graph with every payload in every field: a statement and two entities for each."""
    graph, n = nx.MultiDiGraph(), len(PAYLOADS)
    kinds = ("Person", "Organization", "Prison", "Event")
    for i, text in enumerate(PAYLOADS):
        graph.add_node(f"{text}#{i}", label=text, aliases=[PAYLOADS[i - 1]], time=PAYLOADS[i - 2],
                       type=kinds[i % 4], kind=("Entity", "Prospect")[i % 2])  # fmt: skip
    names = list(graph)
    for i, text in enumerate(PAYLOADS):
        said = {
            "claim": text, "sentence": f"{text} and {PAYLOADS[i - 1]}", "marks": [[0, len(text)]],
            "document": text, "title": text, "published": text, "number": 1, "start": 0,
            "publisher": text, "author": text, "part": text, "copy_of": text, "page": text,
            "url": URLS[i % len(URLS)], "speaker_label": text, "modality": text,
            "polarity": "Positive", "certainty": text, "standing": text,
        }  # fmt: skip
        graph.add_edge(names[i], names[(i + 1) % n], f"k{i}", sentences=[said],
                       predicate_label=text, status=list(STYLES)[i % 8])  # fmt: skip
    return graph


@pytest.fixture
def hostile_text():
    found = view(hostile(), title=PAYLOADS[1] + PAYLOADS[0])
    return html(found, layout(found))


# ---------------------------------------------------------------- what the page may do


def test_the_page_is_a_whole_document(text):
    assert text.startswith('<!doctype html>\n<html lang="en">')
    assert text.endswith("</html>\n")
    assert "<title>A title</title>" in text
    assert text.count("<h1>A title</h1>") == 1


@pytest.mark.parametrize("page", ["text", "hostile_text"])
def test_nothing_is_loaded(page, request):
    found = Page(request.getfixturevalue(page))
    loads = [a for a in found.attributes if a[1] in ("src", "srcset", "href", "data", "action")]
    assert loads == []
    assert not set(found.tags) & {"link", "iframe", "object", "embed", "base", "form", "img"}


@pytest.mark.parametrize("page", ["text", "hostile_text"])
def test_no_attribute_holds_a_script(page, request):
    found = Page(request.getfixturevalue(page))
    assert [a for a in found.attributes if a[1].startswith("on") or "javascript:" in a[2]] == []


@pytest.mark.parametrize("page", ["text", "hostile_text"])
def test_exactly_our_two_scripts_may_run(page, request):
    found = Page(request.getfixturevalue(page))
    (script,) = [t for a, t in found.scripts if not a.get("type")]
    (packed,) = [t for a, t in found.scripts if a.get("type") == "application/gzip"]
    library = gzip.decompress(base64.b64decode(packed)).decode()
    assert "vis-network" in library[:500]
    running = [library, script]
    hashes = [base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in running]
    assert re.findall(r"'sha256-([^']+)'", found.policy) == hashes


def test_the_policy_forbids_everything_else(text):
    rules = dict(rule.strip().split(" ", 1) for rule in Page(text).policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    assert "http" not in rules["script-src"]
    assert rules["img-src"] == "data: blob:"
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    assert "connect-src" not in rules


def test_hostile_text_arrives_as_text(hostile_text):
    found = Page(hostile_text)
    labels = {n["label"] for n in found.data["nodes"]}
    assert labels <= set(PAYLOADS)
    assert len(labels) == len(PAYLOADS) >= 40
    told = {"".join(t for t, _ in q["parts"]) for q in found.data["extra"]["quotes"]}
    assert told == {f"{p} and {PAYLOADS[i - 1]}" for i, p in enumerate(PAYLOADS)}


def test_hostile_text_opens_no_element_of_its_own(text, hostile_text):
    assert set(Page(hostile_text).tags) - {"br"} <= set(Page(text).tags)
    assert Page(hostile_text).tags.count("script") == 3


def test_our_script_writes_text_only_as_text():
    script = (ASSETS / "app.js").read_text(encoding="utf-8")
    forbidden = r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function|srcdoc"
    assert re.findall(forbidden, script) == []
    assert "fetch(" not in script
    assert "XMLHttpRequest" not in script


# ---------------------------------------------------------------- what the page holds


def test_the_embedded_graph_is_the_view(example_store):
    text, found = made(example_store)
    data = Page(text).data
    assert [n["label"] for n in data["nodes"]] == [n.label for n in found.nodes]
    assert [(x["from"], x["to"], x["label"], x["style"], x["edges"]) for x in data["lines"]] == [
        (x.source, x.target, x.label, x.style, list(x.edges)) for x in found.lines
    ]
    assert [e["quotes"] for e in data["extra"]["edges"]] == [list(e.quotes) for e in found.edges]
    for quote, embedded in zip(found.quotes, data["extra"]["quotes"], strict=True):
        assert embedded == {**asdict(quote), "parts": list(quote.parts), "source": quote.source}


def test_every_edge_holds_a_sentence_of_the_document(example_store, example):
    data = Page(made(example_store)[0]).data
    assert data["extra"]["edges"]
    for edge in data["extra"]["edges"]:
        assert edge["quotes"]
        for number in edge["quotes"]:
            parts = data["extra"]["quotes"][number]["parts"]
            assert "".join(t for t, _ in parts) in example.document.text
            assert any(marked for _, marked in parts)


def test_only_drawn_nodes_have_a_place(example_store):
    data = Page(made(example_store, max_nodes=4)[0]).data
    placed = [n for n in data["nodes"] if "x" in n]
    assert 0 < len(placed) <= 4 < len(data["nodes"])
    assert all({"x", "y", "size", "side"} <= set(n) for n in placed)


def test_without_javascript_the_statements_can_be_read(example_store):
    text, found = made(example_store)
    plain = text[text.index("<noscript>") : text.index("</noscript>")]
    assert plain.count("<blockquote>") == sum(len(e.quotes) for e in found.edges)
    assert "<svg" in plain
    assert "<b>Peru</b> not: funds <b>El Salvador</b> (said not to be so)" in plain
    assert '<mark class="subject">Prison Watch</mark>' in plain
    assert (
        "Peru looks for prison space · kg tests · 2025-06-04 · sentence 5 · https://kg.example/"
        in plain
    )


def test_without_javascript_a_large_graph_is_listed_in_part_and_says_so():
    found = view(star(MOST_LISTED + 7), max_nodes=5)
    text = html(found, layout(found))
    plain = text[text.index("<noscript>") : text.index("</noscript>")]
    assert plain.count("<li>") == MOST_LISTED
    assert f"{MOST_LISTED} of {MOST_LISTED + 7} statements." in plain
    assert [e.target for e in listed(found)][:4] == [1, 2, 3, 4]


def test_the_legend_has_a_colour_a_word_and_an_icon_for_each_node(text):
    extra = Page(text).data
    for node in extra["nodes"]:
        colour, word = extra["extra"]["palette"][node["group"]]
        assert re.fullmatch("#[0-9a-f]{6}", colour)
        assert word
        assert node["icon"] in extra["extra"]["icons"]


def test_two_renderings_are_the_same_bytes(example_store):
    assert made(example_store)[0] == made(example_store)[0]


def test_the_hash_seed_changes_no_byte(example_graph_dir):
    code = """
import hashlib, pathlib, sys
from kg.render import drawing
for suffix in (".html", ".svg"):
    text = drawing(pathlib.Path(sys.argv[1]), suffix).content
    print(hashlib.sha256(text).hexdigest())
"""
    printed = [
        subprocess.run(
            [sys.executable, "-c", code, example_graph_dir],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert printed[0] == printed[1]
    assert len(printed[0].split()) == 2


def test_an_empty_graph_is_a_page_too():
    with Store.memory() as store:
        text, _ = made(store)
    assert Page(text).data["nodes"] == []


def test_rendering_leaves_nothing_in_the_working_directory(example_store, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made(example_store)
    assert list(Path().iterdir()) == []


def test_a_small_page_is_small(text):
    assert len(text.encode()) <= 300_000
