"""The portrait as a page for printing, and as Markdown: whole, of itself, and harmless whatever a firm is called."""

import re
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pytest
from tests.chromium import shown_page
from tests.profiling.rows import AT, FIRM, SUBJECT, MakeStore, diligence, good_firm, registration

from firmgraph.profiling.portrait import Portrait, draw_portrait
from firmgraph.profiling.portrait_text import portrait_markdown
from firmgraph.profiling.report.chart import layers
from firmgraph.profiling.report.page import portrait_page

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>&amp;|` 有限公司'


class Tags(HTMLParser):
    """Reads which elements a page has, with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def drawn(make_store: MakeStore, *more: object) -> Portrait:
    stake = ("shareholding", {"enterprise": FIRM, "holder": HOSTILE, "holder_kind": "person", "ratio": "60%"})
    return draw_portrait(make_store([*good_firm(), stake, *more]), SUBJECT, AT)  # type: ignore[list-item]


def test_a_hostile_name_stays_text_on_the_page(make_store: MakeStore) -> None:
    hostile = registration(name=HOSTILE, scope=HOSTILE, source="z", observed_at="2025-06-29")
    portrait = drawn(make_store, hostile, diligence(f"{HOSTILE}拟扩大产能。"))
    page = portrait_page(portrait.wire(), portrait.equity)
    read = Tags(page)
    assert {tag for tag, _ in read.tags}.isdisjoint({"script", "img", "iframe", "object", "link", "a"})
    assert not [name for _, attributes in read.tags for name in attributes if name.startswith("on")]
    assert "<script>alert(1)</script>" in read.text


def test_a_hostile_name_stays_text_in_markdown(make_store: MakeStore) -> None:
    hostile = registration(name=HOSTILE, scope=HOSTILE, source="z", observed_at="2025-06-29")
    portrait = drawn(make_store, hostile)
    report = portrait_markdown(portrait.wire(), portrait.equity)
    outside = re.sub(r"```mermaid.*?```", "", report, flags=re.DOTALL)
    assert "<" not in outside
    assert "<script" not in report
    assert "```mermaid\nflowchart TD" in report


def test_the_page_needs_nothing_of_another_host(make_store: MakeStore) -> None:
    portrait = drawn(make_store)
    page = portrait_page(portrait.wire(), portrait.equity)
    assert not re.search(r"https?://|@import|url\(", page)
    policy = [told for tag, told in Tags(page).tags if tag == "meta" and "http-equiv" in told]
    assert policy == [
        {"http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"}
    ]
    assert "@page { size: A4" in page


def test_the_page_tells_all_the_portrait_does(make_store: MakeStore) -> None:
    portrait = drawn(make_store)
    page = Tags(portrait_page(portrait.wire(), portrait.equity)).text
    for words in ("旧客户", "20,000,000 元", "资料清单", "营业执照", "风险评估", "60%", "test:statement-4", "未知"):
        assert words in page
    assert portrait.judged is not None
    assert f"未知项皆不利则为 {portrait.judged.assessment.risk.worst}" in page
    unknown = [name for name, one in portrait.final.items() if one.value is None]
    assert unknown
    assert "产品与技术" in page


def test_the_chart_draws_layers_once_and_says_what_it_leaves_out() -> None:
    graph = nx.DiGraph(subject="s", as_of="2025-06-30", direction="up")
    edges = [(f"h{n}", "s") for n in range(9)] + [("top", "h1"), ("s", "top")]
    for node in {node for edge in edges for node in edge}:
        graph.add_node(node, name=node, kind="enterprise", effective=None)
    graph.add_edges_from(edges, share=None)
    drawn_layers, left_out = layers(graph)
    assert drawn_layers == [["s"], ["h0", "h1", "h2", "h3", "h4"], ["top"]]
    assert left_out == 4


@pytest.mark.slow
def test_the_page_prints_on_a4_in_chromium(make_store: MakeStore, tmp_path: Path) -> None:
    hostile = registration(name=HOSTILE, source="z", observed_at="2025-06-29")
    portrait, file, asked = drawn(make_store, hostile), tmp_path / "portrait.html", list[str]()
    file.write_text(portrait_page(portrait.wire(), portrait.equity), encoding="utf-8")
    with shown_page(794, 1123) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: asked.append(dialog.message))
        page.goto(file.as_uri())
        assert page.get_by_role("heading", name="资料清单").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        printed = page.pdf(prefer_css_page_size=True)
    assert asked == [file.as_uri()]
    assert printed.startswith(b"%PDF")
