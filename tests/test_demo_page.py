"""The page of the demo articles, as a reader at a desk uses it: every filter, key and sheet."""

from __future__ import annotations

import pytest

from kg.build import build
from kg.render import FORMATS, Wanted
from kg.render.html import GROUPS, SAID
from kg.render.layout import layout
from kg.render.picture import view_of
from kg.resources import data
from kg.vocabulary import default
from tests.pages import Visits
from tests.test_page import SPOT

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Return the view of the demo graph."""
    pytest.importorskip("spacy")
    graph = tmp_path_factory.mktemp("demo") / "demo.kg"
    build([data("articles")], graph)
    return view_of(graph, Wanted(title="Prisoners abroad"))


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory, demo):
    """Return the page of the demo graph, one for all tests here, each of which leaves it as new."""
    visits = Visits(browser, tmp_path_factory.mktemp("page"))
    yield visits(demo, width=1440, height=900)
    visits.close()


def hidden(page, kind):
    """Return the ids of hidden lines or nodes."""
    found = page.evaluate(f"network.body.data.{kind}.get({{filter: x => x.hidden}}).map(x => x.id)")
    return set(found)


def box(page, section, word):
    """Return the one check box of a section that has just this word."""
    every = page.locator(f"#{section} label")
    words = every.locator(".word").all_inner_texts()
    assert words.count(word) == 1, words
    return every.nth(words.index(word))


def lines_without(demo, keeps):
    """Return the drawn lines of which no statement passes."""
    return {x.id for x in demo.drawn_lines if not any(keeps(demo.edges[e]) for e in x.edges)}


def unfolded(page):
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")


# ---------------------------------------------------------------- every filter


def test_each_status_box_hides_exactly_its_lines(page, demo):
    statuses = {e.status for e in demo.edges}
    assert len(statuses) >= 5
    for status in sorted(statuses):
        box(page, "statuses", SAID[status]).click()
        assert hidden(page, "edges") == lines_without(demo, lambda e, s=status: e.status != s)
        box(page, "statuses", SAID[status]).click()
    assert hidden(page, "edges") == set()


def test_each_type_box_hides_exactly_its_entities(page, demo):
    groups = {n.group for n in demo.nodes}
    assert len(groups) >= 6
    for group in sorted(groups):
        word = GROUPS.get(group, default().label(group))
        box(page, "groups", word).click()
        assert hidden(page, "nodes") == {n.id for n in demo.drawn if n.group == group}
        box(page, "groups", word).click()
    assert hidden(page, "nodes") == set()


def test_each_relation_box_hides_exactly_its_lines(page, demo):
    unfolded(page)
    labels = {e.label for e in demo.edges}
    assert len(labels) >= 10
    for label in sorted(labels):
        box(page, "relations", label).click()
        assert hidden(page, "edges") == lines_without(demo, lambda e, s=label: e.label != s)
        box(page, "relations", label).click()
    assert hidden(page, "edges") == set()


def named(quote):
    return f"{quote.source.title}, {quote.source.published}"


def test_each_document_box_hides_what_it_alone_says(page, demo):
    unfolded(page)
    documents = {named(q) for q in demo.quotes}
    assert len(documents) == 3
    for name in sorted(documents):
        others = documents - {name}
        box(page, "documents", name).click()
        assert hidden(page, "edges") == lines_without(
            demo, lambda e, kept=others: any(named(demo.quotes[q]) in kept for q in e.quotes)
        )
        box(page, "documents", name).click()
    assert hidden(page, "edges") == set()


def test_the_slider_walks_over_every_day_of_publication(page, demo):
    days = sorted({q.source.published for q in demo.quotes})
    page.locator("#from").focus()
    for day in days[1:]:
        page.keyboard.press("ArrowRight")
        assert page.locator("#from-day").inner_text() == day
        assert hidden(page, "edges") == lines_without(
            demo,
            lambda e, first=day: any(demo.quotes[q].source.published >= first for q in e.quotes),
        )
    page.keyboard.press("Home")
    assert hidden(page, "edges") == set()


# ---------------------------------------------------------------- reading


def test_every_line_of_the_demo_opens_exactly_its_own_sentences(page, demo):
    assert len(demo.drawn_lines) >= 40
    missed = [x.id for x in demo.drawn_lines if page.evaluate(SPOT, x.id) is None]
    assert missed == []
    for line in demo.drawn_lines:
        page.mouse.click(*page.evaluate(SPOT, line.id))
        if len(line.edges) == 1:
            told = demo.edges[line.edges[0]].quotes
            expected = ["".join(t for t, _ in demo.quotes[q].parts) for q in told]
            assert page.locator("#detail blockquote").all_inner_texts() == expected
        else:
            assert page.locator("#detail .rows button").count() == len(line.edges)
    page.keyboard.press("Escape")


def test_with_keys_alone_one_finds_an_entity_its_statement_and_its_sentence(page, demo):
    page.keyboard.press("/")
    page.keyboard.type("eduardo arana")
    page.keyboard.press("Enter")
    assert page.locator("#detail h2.statement").inner_text() == "Eduardo Arana"
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#detail .rows button')"):
            break
    page.keyboard.press("Enter")
    assert page.locator("#detail blockquote").count() >= 1
    assert "Eduardo Arana" in page.locator("#detail h2.statement").inner_text()
    page.keyboard.press("Escape")
    assert "Click a line" in page.locator("#detail").inner_text()


def test_the_page_is_ready_soon_and_small(page, demo):
    assert page.evaluate("window.__ready") <= 3_000  # a loaded machine; bench.py says how fast
    assert len(FORMATS[".html"](demo, layout(demo)).encode()) <= 360_000


def test_paper_holds_every_statement_that_passes_the_filters(page, demo):
    box(page, "statuses", SAID["fact"]).click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    rest = sum(e.status != "fact" for e in demo.edges)
    assert page.locator("#printed > li").count() == rest > 0
    box(page, "statuses", SAID["fact"]).click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_a_script_all_statements_are_read_in_both_themes(visit, demo, scheme):
    page = visit(demo, javascript=False, scheme=scheme)
    assert page.locator(".plain li").count() == len(demo.edges)
    assert page.locator(".plain svg g[id^=line-]").count() == len(demo.drawn_lines)
    assert page.locator(".plain").bounding_box()["height"] > 1_000


def test_the_demo_fits_a_phone(visit, demo):
    page = visit(demo, width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert 14.5 * page.evaluate("network.getScale()") >= 11.5
    assert page.evaluate("network.body.nodeIndices.length") >= 6
