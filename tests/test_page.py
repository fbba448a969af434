"""The page in a browser: what a reader clicks, sees and cannot be harmed by."""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from kg.graph import entity_graph
from kg.render.html import SAID, html
from kg.render.layout import layout
from kg.render.view import view
from tests.test_html import PAYLOADS, hostile
from tests.test_palette import contrast
from tests.test_view import small, star

pytestmark = pytest.mark.browser


@pytest.fixture
def shown(example_store):
    return view(entity_graph(example_store, claims=True), title="Prisons")


SPOT = """id => { const box = document.getElementById('mynetwork').getBoundingClientRect();
  for (const t of [.42, .5, .34, .58, .66, .26, .74]) {
    const d = network.canvasToDOM(network.body.edges[id].edgeType.getPoint(t));
    if (network.getEdgeAt(d) === id && network.getNodeAt(d) === undefined)
      return [box.x + d.x, box.y + d.y] } }"""


def click_line(page, line):
    """Click a line where it crosses no other."""
    page.mouse.click(*page.evaluate(SPOT, line))


def detail(page):
    return page.locator("#detail").inner_text()


def quotes(page):
    return page.locator("#detail blockquote").all_inner_texts()


def sentence(found, number):
    return "".join(part for part, _ in found.quotes[number].parts)


# ---------------------------------------------------------------- reading


def test_every_line_opens_its_own_sentences(visit, shown):
    page = visit(shown)
    assert shown.drawn_lines
    for line in shown.drawn_lines:
        click_line(page, line.id)
        (edge,) = (shown.edges[e] for e in line.edges)
        assert quotes(page) == [sentence(shown, q) for q in edge.quotes]
        marked = page.locator("#detail mark").all_inner_texts()
        assert marked == [t for q in edge.quotes for t, is_mark in shown.quotes[q].parts if is_mark]
        assert page.locator("#detail .badge").inner_text() == SAID[edge.status]
        ends = shown.nodes[edge.source].label, shown.nodes[edge.target].label
        heading = page.locator("#detail h2.statement").inner_text()
        assert heading == f"{ends[0]} {edge.label} {ends[1]}"


def test_the_evidence_says_who_speaks_and_where(visit, shown):
    page = visit(shown)
    page.locator("summary", has_text="All statements").click()
    page.get_by_role("button", name="Peru — not: funds → El Salvador").click()
    assert "said by Ana Quispe · denied" in detail(page)
    assert page.locator("#detail cite").inner_text() == "Peru looks for prison space"
    assert "2025-06-04 · sentence 5" in detail(page)
    link = page.locator("#detail a")
    assert link.get_attribute("href") == "https://kg.example/prisons"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_the_evidence_names_publisher_author_page_and_what_is_copied(visit):
    graph = small([("a", "b", "knows", "fact")])
    said = {"page": 3, "part": "row 4", "copy_of": "The first", "url": "javascript:alert(1)"}
    graph["a"]["b"]["k0"]["sentences"][0].update(said)
    page = visit(view(graph))
    click_line(page, 0)
    caption = page.locator("#detail figcaption").inner_text()
    assert "The Lima Post · 2025-06-04 · by Rosa Vega · row 4 · page 3 · sentence 3" in caption
    assert "near copy of “The first”" in caption
    assert page.locator("#detail a").count() == 0


MARKS = """() => [...document.querySelectorAll('#detail mark')].map(m => {
  const s = getComputedStyle(m);
  return [m.className, m.textContent, s.color, s.backgroundColor, s.textDecorationStyle] })"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_and_cue_are_told_apart_and_can_be_read(visit, shown, scheme):
    page = visit(shown, scheme=scheme)
    page.locator("summary", has_text="All statements").click()
    page.get_by_role("button", name="Peru — not: funds → El Salvador").click()
    marks = page.evaluate(MARKS)
    assert [(kind, text) for kind, text, *_ in marks] == [
        ("cue", "denied"), ("subject", "Peru"), ("cue", "funds"), ("object", "El Salvador"),
    ]  # fmt: skip
    looks = {kind: look for kind, _, *look in marks}
    assert len({line for *_, line in looks.values()}) == 3  # not by colour alone
    ground = page.evaluate("getComputedStyle(document.querySelector('blockquote')).backgroundColor")
    for ink, paper, _ in looks.values():
        behind = ground if paper == "rgba(0, 0, 0, 0)" else paper
        assert contrast(hexed(ink), hexed(behind)) >= 4.5


def hexed(rgb):
    """Return a colour that a browser told as `rgb(r, g, b)` as #rrggbb."""
    return "#" + "".join(f"{int(c):02x}" for c in re.findall(r"\d+", rgb)[:3])


def test_a_line_of_many_statements_lists_them(visit):
    found = view(small([("a", "b", f"r{i}", "fact") for i in range(5)]))
    page = visit(found)
    click_line(page, 0)
    assert page.locator("#detail .rows button").count() == 5
    page.get_by_role("button", name="A — r3 → B").first.click()
    assert quotes(page) == ["Lima is in Peru."]


def test_clicking_an_entity_lists_its_statements_and_clicking_nothing_clears(visit, shown):
    page = visit(shown)
    cecot = next(n for n in shown.nodes if n.label == "CECOT")
    at = page.evaluate(
        """id => { const d = network.canvasToDOM(network.getPosition(id));
             const box = document.getElementById('mynetwork').getBoundingClientRect();
             return [box.x + d.x, box.y + d.y] }""",
        cecot.id,
    )
    page.mouse.click(*at)
    assert page.locator("#detail h2.statement").inner_text() == "CECOT"
    assert page.locator("#detail .rows button").count() == cecot.degree
    page.keyboard.press("Escape")
    assert "Click a line" in detail(page)


# ---------------------------------------------------------------- finding


@pytest.mark.parametrize(
    ("typed", "label"), [("cec", "CECOT"), ("QUISPE", "Ana Quispe"), ("el salv", "El Salvador")]
)
def test_search_finds_labels_and_aliases(visit, shown, typed, label):
    page = visit(shown)
    page.keyboard.press("/")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    assert page.locator("#detail h2.statement").inner_text() == label
    selected = page.evaluate("network.getSelectedNodes()")
    assert [shown.nodes[i].label for i in selected] == [label]


def test_search_says_when_there_is_none(visit, shown):
    page = visit(shown)
    page.fill("#search", "Atlantis")
    assert page.locator("#hits").inner_text() == "No such name in this graph."


def test_what_is_not_drawn_is_found_and_can_be_drawn(visit):
    found = view(star(20), max_nodes=5)
    page = visit(found)
    assert page.evaluate("network.body.nodeIndices.length") == 5
    assert "5 of 21 entities" in page.locator("#summary").inner_text()
    page.fill("#search", "N015")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Draw it").click()
    assert page.evaluate("network.body.nodeIndices.length") == 6
    page.locator("#detail .rows button", has_text="A — knows → N015").click()
    assert quotes(page) == ["Lima is in Peru."]
    page.fill("#search", "A")
    page.locator("#hits button").first.click()
    page.get_by_role("button", name="Draw 15 more").click()
    assert page.evaluate("network.body.nodeIndices.length") == 21
    assert page.evaluate("network.body.edgeIndices.length") == 20


# ---------------------------------------------------------------- filtering


def hidden_lines(page):
    return set(page.evaluate("network.body.data.edges.get({filter: e => e.hidden}).map(e => e.id)"))


def test_an_expansion_can_be_undone(visit):
    page = visit(view(star(20), max_nodes=5))
    assert page.locator("#undo").is_disabled()
    page.fill("#search", "A")
    page.locator("#hits button").first.click()
    page.get_by_role("button", name="Draw 16 more").click()
    assert page.evaluate("network.body.nodeIndices.length") == 21
    page.click("#undo")
    assert page.evaluate("network.body.nodeIndices.length") == 5
    assert page.evaluate("network.body.edgeIndices.length") == 4
    assert page.locator("#undo").is_disabled()


def test_the_way_between_two_is_shown_with_its_sentences(visit):
    page = visit(view(small([("a", "b", "knows", "fact"), ("c", "b", "funds", "said")])))
    choose(page, "A")
    page.get_by_role("button", name="Path from here").click()
    choose(page, "C")
    assert page.locator("#detail h2.statement").inner_text() == "From A to C"
    rows = page.locator("#detail .rows button").all_inner_texts()
    assert rows == ["A — knows → B", "C — funds → B"]
    assert len(quotes(page)) == 2
    assert page.evaluate("network.getSelectedEdges().length") == 2


def choose(page, name):
    page.fill("#search", name)
    page.keyboard.press("Enter")


def test_a_way_that_is_not_there_is_said(visit):
    page = visit(view(small([("a", "b", "knows", "fact")])))
    choose(page, "A")
    page.get_by_role("button", name="Path from here").click()
    choose(page, "C")
    assert "Nothing that is shown connects them." in detail(page)


# ---------------------------------------------------------------- comparing


def test_the_evidence_names_what_contradicts_it_and_who_else_says_it(visit):
    edges = [("a", "b", "knows", "fact"), ("a", "b", "not: knows", "denied"),
             ("a", "b", "knows", "said"), ("a", "b", "likes", "fact")]  # fmt: skip
    page = visit(view(small(edges)))
    page.locator("summary", has_text="All statements").click()
    page.locator("#all button", has_text="A — knows → B").first.click()
    heads = page.locator("#detail h3").all_inner_texts()
    rows = page.locator("#detail .rows button").all_inner_texts()
    assert heads == ["Contradicted by", "Also said"]
    assert rows == ["A — not: knows → B", "A — knows → B"]


def two_days():
    graph = small([("a", "b", "knows", "fact"), ("b", "c", "funds", "fact")])
    graph["b"]["c"]["k1"]["sentences"][0]["published"] = "2025-07-01"
    return view(graph)


def test_the_slider_hides_what_was_published_outside_its_days(visit):
    page = visit(two_days())
    assert hidden_lines(page) == set()
    page.locator("#from").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#from-day").inner_text() == "2025-07-01"
    assert hidden_lines(page) == {0}
    page.locator("#until").focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator("#until-day").inner_text() == "2025-07-01"


def test_dated_events_are_a_time_line_that_leads_to_each(visit):
    graph = small([("a", "b", "place", "fact"), ("c", "b", "place", "fact")])
    graph.nodes["a"].update(kind="Event", time="on 3 June 2025", edtf="2025-06-03")
    graph.nodes["c"].update(kind="Event", time="in May 2025", edtf="2025-05")
    page = visit(view(graph))
    page.locator("summary", has_text="Time line").click()
    assert page.locator("#timeline button").all_inner_texts() == ["2025-05 · C", "2025-06-03 · A"]
    page.locator("#timeline button").first.click()
    assert page.locator("#detail h2.statement").inner_text() == "C"
    assert "in May 2025" in detail(page)


def test_without_dated_events_there_is_no_time_line(visit):
    assert visit(view(small([("a", "b", "place", "fact")]))).locator("#dated").is_hidden()


def test_one_day_needs_no_slider(visit, shown):
    assert not visit(shown).locator("#dates").is_visible()


def test_the_address_leads_back_to_the_same_view(visit):
    page = visit(two_days())
    page.locator("#from").focus()
    page.keyboard.press("ArrowRight")
    page.locator("summary", has_text="All statements").click()
    page.locator("#all button", has_text="B — funds → C").click()
    page.locator("#statuses label").first.click()
    hidden, told = hidden_lines(page), page.locator("#detail").inner_text()
    assert "edge=1" in page.evaluate("location.hash")
    page.reload()
    page.wait_for_function("window.__ready > 0")
    assert (hidden_lines(page), page.locator("#detail").inner_text()) == (hidden, told)
    assert hidden == {0, 1}


@pytest.mark.parametrize(
    "hash", ["#edge=999", "#node=-1", "#path=0-99", "#from=x&-status=zz", "#%"]
)
def test_an_address_that_leads_nowhere_does_no_harm(visit, hash):
    page = visit(two_days())
    page.goto(page.url.partition("#")[0] + hash)
    page.reload()
    page.wait_for_function("window.__ready > 0")
    assert "Click a line" in detail(page)


@pytest.mark.parametrize("status", ["fact", "denied", "proposed"])
def test_a_status_box_hides_exactly_its_lines(visit, shown, status):
    page = visit(shown)
    assert hidden_lines(page) == set()
    box = page.locator("#statuses label", has_text=SAID[status])
    box.click()
    expected = {x.id for x in shown.drawn_lines if x.status == status}
    assert hidden_lines(page) == expected != set()
    box.click()
    assert hidden_lines(page) == set()


def test_a_type_box_hides_exactly_its_entities(visit, shown):
    page = visit(shown)
    page.locator("#groups label", has_text="people without a name").click()
    hidden = page.evaluate("network.body.data.nodes.get({filter: n => n.hidden}).map(n => n.id)")
    assert set(hidden) == {n.id for n in shown.drawn if n.group == "Group"} != set()


def test_the_legend_counts_what_there_is(visit, shown):
    page = visit(shown)
    rows = page.locator("#statuses li").all_inner_texts()
    counts = {r.split("\n")[0]: int(r.split("\n")[-1]) for r in rows}
    statuses = [e.status for e in shown.edges]
    assert counts == {SAID[s]: statuses.count(s) for s in set(statuses)}


# ---------------------------------------------------------------- seeing


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_page_fits_its_window(visit, shown, scheme, width, height):
    page = visit(shown, width=width, height=height, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    canvas = page.locator("#mynetwork canvas").first.bounding_box()
    assert canvas["width"] > 300
    assert canvas["height"] > 300
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(251, 250, 247)", "dark": "rgb(20, 24, 29)"}[scheme]


def test_on_a_phone_the_evidence_comes_into_sight(visit, shown):
    page = visit(shown, width=390, height=844)
    choose(page, "CECOT")
    page.locator("#detail .rows button").first.click()
    box = page.locator("#detail blockquote").first.bounding_box()
    assert 0 <= box["y"] < 844


PIXELS = """() => network.body.nodeIndices.map(i => { const n = network.body.nodes[i],
  d = network.canvasToDOM(n); return [d.x, d.y, 14.5 * network.getScale()] })"""


def test_a_phone_starts_with_what_can_be_read_and_can_have_all(visit):
    found = view(star(40))
    page = visit(found, width=390, height=844)
    seen = page.evaluate(PIXELS)
    assert 5 <= len(seen) <= 16
    box = page.locator("#mynetwork canvas").first.bounding_box()
    assert all(0 < x < box["width"] and 0 < y < box["height"] for x, y, _ in seen)
    assert min(size for *_, size in seen) >= 11.5
    page.get_by_role("button", name="All 41").click()
    assert len(page.evaluate(PIXELS)) == 41
    assert page.locator("#whole").is_hidden()
    assert "41 entities" in page.locator("#summary").inner_text()


def test_a_wide_screen_starts_with_all(visit, shown):
    page = visit(shown)
    assert len(page.evaluate(PIXELS)) == len(shown.drawn)
    assert page.locator("#whole").is_hidden()


def test_the_drawing_is_in_sight(visit, shown):
    page = visit(shown)
    seen = page.evaluate(
        """() => { const c = document.getElementById('mynetwork');
             return network.body.nodeIndices.every(i => { const d = network.canvasToDOM(
               network.getPosition(i)); return d.x > 0 && d.y > 0 && d.x < c.clientWidth
               && d.y < c.clientHeight }) }"""
    )
    assert seen is True


def test_the_picture_can_be_saved(visit, shown):
    page = visit(shown)
    with page.expect_download() as download:
        page.click("#png")
    assert download.value.suggested_filename == "graph.png"
    raw = download.value.path().read_bytes()
    assert raw.startswith(b"\x89PNG")
    assert len(raw) > 5_000


def test_the_drawing_can_be_saved_as_svg(visit, shown):
    page = visit(shown)
    with page.expect_download() as download:
        page.click("#svg")
    assert download.value.suggested_filename == "graph.svg"
    root = ET.fromstring(download.value.path().read_text(encoding="utf-8"))
    ways = root.findall("{*}polyline")
    assert len(ways) == len([x for x in shown.drawn_lines if x.source != x.target])
    assert len(root.findall("{*}g")) == len(shown.drawn)
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))


def test_print_holds_every_statement_with_its_sentences(visit, shown):
    page = visit(shown)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#printed > li").count() == len(shown.edges)
    assert page.locator("#printed").is_visible()
    assert not page.locator("#canvas").is_visible()
    assert page.locator("#printed blockquote").count() == sum(len(e.quotes) for e in shown.edges)


def axe():
    """Return the source of axe-core, which `.ci/run` installs."""
    file = Path(__file__).parent.parent / ".tools/node_modules/axe-core/axe.min.js"
    if not file.exists():
        message = "no axe-core: npm install --no-save --prefix .tools axe-core@4"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier_is_found_by_axe(visit, shown, scheme):
    page = visit(shown, scheme=scheme)
    page.locator("summary", has_text="All statements").click()
    page.locator("#all button").first.click()
    page.evaluate(axe())
    found = page.evaluate(
        """async () => (await axe.run()).violations.filter(v => ['serious', 'critical']
             .includes(v.impact)).map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '))"""
    )
    assert found == []


def test_all_labels_can_be_shown(visit):
    found = view(star(149))
    made = layout(found)
    page = visit(found)
    assert labels_shown(page) == len(made.spots) < 149
    page.click("#labels")
    assert labels_shown(page) == 149


def labels_shown(page):
    return int(page.locator("#mynetwork").get_attribute("data-labels"))


def test_a_line_without_room_for_its_label_shows_it_when_chosen(visit):
    found = view(star(149))
    hidden = next(x for x in found.drawn_lines if x.id not in layout(found).spots)
    page = visit(found)
    before = labels_shown(page)
    page.locator("summary", has_text="All statements").click()
    page.locator("#all button").nth(hidden.edges[0]).click()
    page.wait_for_timeout(50)
    assert labels_shown(page) == before + 1


def test_everything_can_be_reached_by_keys(visit, shown):
    page = visit(shown)
    page.locator("summary", has_text="All statements").click()
    assert page.locator("#all button").count() == len(shown.edges)
    page.locator("#all button").first.focus()
    page.keyboard.press("Enter")
    assert quotes(page) == [sentence(shown, q) for q in shown.edges[0].quotes]


def test_without_javascript_there_is_a_picture_and_a_list(visit, shown):
    page = visit(shown, javascript=False)
    assert page.locator(".plain svg").is_visible()
    assert page.locator(".plain li").count() == len(shown.edges)


# ---------------------------------------------------------------- safety


def test_no_payload_runs(visit):
    found = view(hostile(), title=PAYLOADS[1] + PAYLOADS[0])
    page = visit(found)
    page.locator("summary", has_text="All statements").click()
    page.locator("summary", has_text="Documents").click()
    page.evaluate(
        """texts => { for (const b of document.querySelectorAll('#all button, input')) b.click();
             const search = document.getElementById('search');
             for (const t of texts) { search.value = t; search.oninput();
               document.querySelector('#hits button')?.click() }
             dispatchEvent(new Event('beforeprint')) }""",
        list(PAYLOADS),
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.__h") is None
    assert page.locator("#detail a").count() == 0
    assert page.locator("img, #detail script").count() == 0


def test_the_policy_stops_a_script_that_got_in(browser, tmp_path, shown):
    """Were a text ever taken for HTML, the content security policy is the second wall."""
    text = html(shown, layout(shown))
    holes = "<script>window.__h=1</script><img src=x onerror='window.__h=1'>"
    file = tmp_path / "hole.html"
    file.write_text(text.replace("<header>", holes + "<header>"), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    page.wait_for_function("window.__ready > 0")
    page.wait_for_timeout(100)
    assert page.evaluate("window.__h") is None
    page.close()
