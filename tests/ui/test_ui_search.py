"""Search over the whole chart: counted by tab, walked through, marked in place, and gone with the patient."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from copilot.chart.search import ChartIndex
from tests.ui import factory
from ui.chart.arrange import Tab, arrange
from ui.chart.hits import ChartSearch
from ui.theme import THEME
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]


def search(window: MainWindow, qtbot: QtBot, words: str) -> None:
    """Type words into the search and wait until they were looked for."""
    window.commands.run("chart.find")
    window.chart.search.field.setText(words)
    window.chart.search._ask()
    qtbot.waitUntil(lambda: not window.searching.busy)


def coloured(widget: QWidget, colour: QColor) -> int:
    """Return how many points of a widget have a colour."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    wanted = colour.rgb()
    return sum(image.pixel(x, y) == wanted for y in range(image.height()) for x in range(0, image.width(), 2))


def test_places_are_counted_by_tab(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    search(window, qtbot, "PAIN")
    assert window.chart.search.said.text() == "Notes 1 · All facts 1"
    search(window, qtbot, "haemoglobin")
    assert window.chart.search.said.text() == "Labs 1"  # an analyte counts once, not at every result
    search(window, qtbot, "9.8 haemoglobin")
    assert window.chart.search.said.text() == "Labs 1"


def test_walking_goes_from_the_tab_in_sight_on_and_around(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    search(window, qtbot, "ibuprofen")
    assert window.chart.search.said.text() == "Notes 1 · Medications 1"
    assert window.chart.tab is Tab.OVERVIEW  # typing moves nothing
    qtbot.keyClick(window.chart.search.field, Qt.Key.Key_Return)
    assert window.chart.tab is Tab.NOTES
    assert window.chart.page(Tab.NOTES).text.textCursor().selectedText() == "ibuprofen"
    window.commands.run("chart.find.next")
    assert window.chart.tab is Tab.MEDICATIONS
    assert window.chart.search.said.text() == "2 of 2 · Notes 1 · Medications 1"
    window.commands.run("chart.find.next")
    assert window.chart.tab is Tab.NOTES
    window.commands.run("chart.find.previous")
    assert window.chart.tab is Tab.MEDICATIONS
    window.chart.go_back()
    assert window.chart.tab is Tab.NOTES


def test_enter_right_after_typing_goes_to_what_was_typed(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.commands.run("chart.find")
    window.chart.search.field.setText("lisinopril")
    qtbot.keyClick(window.chart.search.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.chart.tab is not Tab.OVERVIEW)
    assert window.chart.tab is Tab.MEDICATIONS


@pytest.mark.parametrize("tab", [Tab.OVERVIEW, Tab.LABS, Tab.MEDICATIONS, Tab.FACTS, Tab.NOTES, Tab.TIMELINE])
def test_hits_are_marked_in_place(open_window: Open, qtbot: QtBot, tab: Tab) -> None:
    window = open_window()
    window.chart.show_tab(tab)
    window.finish()
    page = window.chart.page(tab)
    before = coloured(page, THEME.colour("highlight"))
    words = {Tab.LABS: "creatinine", Tab.NOTES: "tired"}.get(tab, "ibuprofen")
    search(window, qtbot, words)
    assert coloured(page, THEME.colour("highlight")) > before
    window.searching.close()
    assert coloured(page, THEME.colour("highlight")) == before


def test_esc_in_the_field_closes_the_bar(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    search(window, qtbot, "tired")
    assert window.chart.search.isVisible()
    qtbot.keyClick(window.chart.search.field, Qt.Key.Key_Escape)
    assert not window.chart.search.isVisible()


def test_nothing_found_is_said_and_why_it_may_be_missing(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    search(window, qtbot, "zebra")
    assert window.chart.search.said.text() == "Not in this chart; a part of the record is missing."
    search(window, qtbot, "z")
    assert window.chart.search.said.text() == "Type two letters or more."
    assert not window.chart.search.next.isEnabled()


def test_a_broken_search_says_so(open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window()

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(ChartIndex, "find", broken)
    search(window, qtbot, "tired")
    assert window.chart.search.said.text() == "The search did not work. Try other words."


def test_a_chart_that_grows_is_looked_through_again(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    search(window, qtbot, "old problem")
    assert "Not in this chart" in window.chart.search.said.text()
    assert window.session.arranged is not None
    window.chart.update_chart(arrange(factory.longer(window.session.arranged.review, 3)))
    qtbot.waitUntil(lambda: window.chart.search.said.text() == "All facts 3")


def test_nothing_of_a_search_stays_when_the_patient_goes(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    search(window, qtbot, "tired")
    window.chart.clear()
    assert window.chart.search.field.text() == ""
    assert window.chart.search.said.text() == ""
    assert not window.chart.search.isVisible()


def test_every_fact_is_found_on_a_tab_that_shows_it(open_window: Open) -> None:
    window = open_window()
    made = factory.review()
    looked = ChartSearch(arrange(made))
    for fact in made.chart.facts:
        hits = looked.find(fact.text)
        assert fact.id in hits.facts
        for hit in hits.places:
            window.chart.show_hit(hit)
            assert window.chart.tab is hit.tab


def test_an_analyte_is_gone_to_at_its_newest_result() -> None:
    made = factory.review()
    backwards = replace(made, chart=replace(made.chart, facts=made.chart.facts[::-1]))
    (hit,) = ChartSearch(arrange(backwards)).find("haemoglobin").places
    assert hit.fact == "F3"
