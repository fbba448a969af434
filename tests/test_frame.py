from __future__ import annotations

from html.parser import HTMLParser

import kg
from kg.render import Frame, Wanted, drawing
from tests.test_html import PAYLOADS


class Frames(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_a_notebook_gets_one_frame_that_holds_the_page(example_graph_dir):
    with kg.open(example_graph_dir) as graph:
        shown = graph.show(facts=True)
    ((tag, attributes),) = Frames(shown._repr_html_()).found
    assert tag == "iframe"
    assert attributes["srcdoc"] == shown.html
    drawn = drawing(example_graph_dir, ".html", Wanted(facts=True))
    assert shown.html.encode() == drawn.content


def test_nothing_leaves_the_frame():
    text = "".join(PAYLOADS)
    ((tag, attributes),) = Frames(Frame(text)._repr_html_()).found
    assert (tag, attributes["srcdoc"]) == ("iframe", text)
    assert "allow-same-origin" not in attributes["sandbox"]
