"""The page of the measures: nothing to load, nothing to run, and no word of a case is read as HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from copilot.review.measures.as_html import Run, as_html
from copilot.review.measures.measure import TOP, measure
from copilot.review.measures.outcome import Outcome
from tests.review.outcomes import HOSTILE, SIX

RUN = Run(cases="<cases>.jsonl", date="2026-11-27 09:00", program="0.1", pack="abc")
VOID = {"meta", "br"}
LOADS = {"src", "href", "xlink:href", "srcset", "data", "action", "background", "poster", "formaction", "ping"}


class Page(HTMLParser):
    """Collects tags, attributes and words, and checks that every element is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture
def text() -> str:
    return as_html(measure(SIX), RUN)


def test_the_page_is_well_formed_and_starts_with_the_numbers(text: str) -> None:
    page = Page(text)
    assert page.open == []
    assert page.tags.count("h1") == 1
    heads = [words for words in page.words if words in ("In numbers", "In pictures", "What is counted")]
    assert heads == ["In numbers", "In pictures", "What is counted"]
    assert text.index("In pictures") < text.index("Not among the first 3")


def test_the_page_loads_and_runs_nothing(text: str) -> None:
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "form", "a", "use"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name in LOADS or name.startswith("on")]
    assert not re.search(r"url\(|@import|https?:|javascript:", text)
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in page.attributes


def test_what_a_case_says_stays_words(text: str) -> None:
    page = Page(text)
    assert HOSTILE not in text
    assert page.words.count(HOSTILE) == 4  # its id, its answer, what stood first, and the answers that have no name
    assert "<cases>.jsonl" in "".join(page.words)
    failed = as_html(measure([Outcome(HOSTILE, HOSTILE, failure=HOSTILE)]), RUN)
    assert HOSTILE not in failed
    assert Page(failed).words.count(HOSTILE) == 6


def test_the_page_shows_the_numbers(text: str) -> None:
    words = " ".join(Page(text).words)
    for shown in (
        "6 cases, 6 with a known answer, 1 not reviewed",
        "16.7 %",
        "1 of 6",
        "3.0–56.4 %",
        "10.8 percentage",
    ):
        assert shown in words
    for shown in ("can't-miss found", "80 and over", "other", "not listed", "not reviewed", "not in the packs"):
        assert shown in words
    assert "does not exist" in words


def test_plots_show_what_was_counted(text: str) -> None:
    page = Page(text)
    assert page.tags.count("svg") == page.tags.count("figure") == 4
    assert "stated 62 %, right 1 of 2" in page.words
    assert "first 12: 3 of 6" in page.words
    # Four tops and three bands, each with a bar: the widths are the shares of 340.
    widths = re.findall(r'class="bar"[^>]*width="([\d.]+)"', text)
    assert [float(w) for w in widths] == pytest.approx([340 / 6, 340 / 3, 340 / 3, 340 / 3, 170, 0, 0], abs=0.05)
    assert len(TOP) == 4


def test_the_reliability_plot_stands_on_its_axes(text: str) -> None:
    """Stated 0.62 (to the right), right in half (upwards): x = 66 + 280·0.62, y = 12 + 280·0.5."""
    assert '<circle cx="239.6" cy="152.0" r="4"><title>stated 62 %, right 1 of 2' in text


def test_a_page_without_answers_says_so() -> None:
    page = Page(as_html(measure([Outcome("x", seconds=1.0)]), RUN))
    assert any("nothing to measure" in words for words in page.words)
    assert "svg" not in page.tags


def test_the_page_follows_light_dark_and_paper(text: str) -> None:
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_without_misses_the_page_says_none() -> None:
    words = Page(as_html(measure(SIX[:1]), RUN)).words
    assert "None." in words
    assert "no case" in words  # bands and can't-miss answers that no case has
