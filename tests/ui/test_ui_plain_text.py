"""Chart text is data: markup, addresses and control characters in it are shown, never obeyed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QLabel, QTextBrowser
from pytestqt.qtbot import QtBot

from copilot.narrative.narrative import Narrative, Sentence, Support
from tests.ui import factory
from ui.about.viewer import MarkdownView, to_html
from ui.chart.arrange import Tab
from ui.chart.spans import Spans, editor_text
from ui.parts.text import clean, one_line, tip_text, without_mnemonic
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]
EVIL = "<img src=file:///etc/hostname> <b>bold</b> <a href='http://example.com'>x</a>"


def test_a_note_with_markup_is_shown_as_it_stands(open_window: Open) -> None:
    window = open_window(factory.Rooms(factory.review(note=f"{EVIL} No fever.", name=f"Eve {EVIL}")))
    window.chart.show_tab(Tab.NOTES)
    assert EVIL in window.chart.page(Tab.NOTES).text.toPlainText()
    assert window.banner.name.text() == f"Eve {EVIL}"
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in window.findChildren(QLabel))


def test_nothing_is_loaded_by_any_browser(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window()
    sentence = Sentence(f"{EVIL} fits.", "multiple-myeloma", (), (), Support.NOT_FOUND, EVIL)
    window.narrative.show_narrative(Narrative(factory.IDENTITY, (sentence,)))
    browser = window.narrative.text
    assert EVIL in browser.toPlainText()
    assert browser.loadResource(2, QUrl("file:///etc/hostname")) is None
    assert not browser.openLinks()
    assert not browser.openExternalLinks()
    assert all(not isinstance(b, QTextBrowser) or not b.openLinks() for b in window.findChildren(QTextBrowser))


def test_a_model_card_cannot_bring_html_or_pictures(qtbot: QtBot) -> None:
    html = to_html(f"# Card\n\n{EVIL}\n\n![x](file:///etc/hostname)\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert "<img" not in html
    assert "<b>" not in html
    assert "<table>" in html
    view = MarkdownView()
    qtbot.addWidget(view)
    view.show_markdown(html)
    assert view.loadResource(2, QUrl("file:///etc/hostname")) is None


def test_tips_are_escaped() -> None:
    assert "<img" not in tip_text(EVIL)
    assert "&lt;img" in tip_text(EVIL)


def test_hidden_and_turning_characters_do_not_reach_the_screen() -> None:
    assert clean("a\u202eb\x00c\ufeff") == "abc"
    assert one_line("a\n b\t c") == "a b c"
    assert without_mnemonic("R&D") == "R&&D"
    assert editor_text("a\x00b\u202ec") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"


@pytest.mark.parametrize("text", ["plain", "a\r\nb\r\nc", "\N{PILL} x \N{PILL}\r\ny", "\r\n\r\n\N{PILL}"])
def test_places_map_to_the_editor_and_back(text: str) -> None:
    spans = Spans(text)
    shown = editor_text(text)
    units = shown.encode("utf-16-le")
    for place, character in enumerate(text):
        if character in "\r\n":
            continue
        position = spans.to_editor(place)
        width = 4 if ord(character) > 0xFFFF else 2
        assert units[position * 2 : position * 2 + width].decode("utf-16-le") == character
        assert spans.to_note(position) == place
