"""A chart that grows while it is looked at: tab, place, selection and what is open stay."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from tests.ui import factory
from ui.chart.arrange import Tab, arrange
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]
SHORT = (1100, 460)  # low enough that everything scrolls


def grow(window: MainWindow, by: int = 80) -> None:
    """Let the chart grow, and wait until it is all on the screen."""
    assert window.session.arranged is not None
    arranged = arrange(factory.longer(window.session.arranged.review, by))
    window.session.arranged = arranged
    window.chart.update_chart(arranged)
    window.differential.update_review(arranged.review)
    window.finish()


def test_the_tab_the_line_on_top_and_the_selection_stay(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(factory.Rooms(factory.longer(factory.review())), size=SHORT)
    window.chart.show_tab(Tab.FACTS)
    table = window.chart.page(Tab.FACTS).table
    qtbot.wait(20)
    table.show_fact("F90")
    top = table.fact_model.fact_at(table.rowAt(0))
    assert top is not None
    assert table.verticalScrollBar().value() > 0
    selected: list[str] = []
    window.chart.selected.connect(selected.append)
    grow(window)
    assert window.chart.tab is Tab.FACTS
    assert window.chart.fact == "F170"
    assert table.fact_model.fact(table.currentIndex()).id == "F170"
    assert table.fact_model._lit == frozenset({"F170"})
    assert table.fact_model.fact_at(table.rowAt(0)).source == top.source
    assert not selected


def test_a_filter_and_the_way_back_stay(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(size=SHORT)
    window.chart.show_tab(Tab.FACTS)
    page = window.chart.page(Tab.FACTS)
    page.filter.setText("ibuprofen")
    qtbot.waitUntil(lambda: page.table.fact_model.rowCount() == 1)
    window.chart.show_tab(Tab.MEDICATIONS)
    grow(window)
    window.chart.go_back()
    assert page.filter.text() == "ibuprofen"
    assert page.table.fact_model.rowCount() == 1


def test_the_differential_keeps_its_place_and_what_is_open(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(size=SHORT)
    pane = window.differential
    pane.more.click()
    pane.unknowns.toggle.click()
    names = list(pane.rows)
    pane.rows[names[0]].set_open(False)
    pane.rows[names[3]].set_open(True)
    window.finish()
    qtbot.wait(20)
    pane.verticalScrollBar().setValue(pane.verticalScrollBar().maximum() // 2)
    place = pane.verticalScrollBar().value()
    assert place > 50
    pane.rows[names[3]].toggle.setFocus()
    grow(window)
    qtbot.wait(20)
    assert [name for name, row in pane.rows.items() if row.is_open] == [names[3]]
    assert len(pane.rows) == 9
    assert pane.unknowns.toggle.isChecked()
    assert pane.verticalScrollBar().value() == place
    assert window.focusWidget() is pane.rows[names[3]].toggle


def test_a_row_opened_while_the_next_list_is_built_stays_open(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    pane = window.differential
    old = dict(pane.rows)
    name = list(old)[2]
    pane.update_review(factory.longer(factory.review()))
    assert old[name].isVisible()  # nothing went out of sight
    old[name].toggle.click()
    pane.finish()
    assert pane.rows[name] is not old[name]
    assert pane.rows[name].is_open


def test_old_evidence_is_mute_while_the_next_list_is_built(open_window: Open) -> None:
    window = open_window()
    heard: list[str] = []
    window.differential.activated.connect(heard.append)
    line = next(iter(window.differential.rows.values())).lines[0]
    window.differential.update_review(factory.longer(factory.review()))
    line.activate()  # its number belongs to another fact by now
    assert not heard


def test_the_overview_and_the_note_stay_where_they_were_read(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(factory.Rooms(factory.review(note=factory.NOTE * 30)), size=SHORT)
    area = window.chart.page(Tab.OVERVIEW).area
    qtbot.wait(20)
    area.verticalScrollBar().setValue(120)
    grow(window)
    qtbot.wait(20)
    assert area.verticalScrollBar().value() == 120
    window.chart.show_tab(Tab.NOTES)
    text = window.chart.page(Tab.NOTES).text
    text.verticalScrollBar().setValue(4)
    grow(window)
    assert text.verticalScrollBar().value() == 4
    assert text.note.fact_id == "F190"


def test_the_labs_keep_kind_day_and_row(open_window: Open) -> None:
    window = open_window(size=SHORT)
    window.chart.show_tab(Tab.LABS)
    page = window.chart.page(Tab.LABS)
    assert page.show_fact("F5")
    before = page.table.grid_model.analyte(page.table.currentIndex()).name
    grow(window)
    model = page.table.grid_model
    assert model.analyte(page.table.currentIndex()).name == before
    assert [fact.id for fact in model.cell(page.table.currentIndex()).facts] == ["F85"]
    page.vitals.click()
    grow(window)
    assert page.vitals.isChecked()


def test_cleared_views_hold_nothing(open_window: Open) -> None:
    window = open_window()
    window.chart.show_fact("F3")
    window.chart.show_raw()
    for tab in Tab:
        window.chart.show_tab(tab)
    window.chart.clear()
    window.differential.clear()
    assert not window.chart._pages
    assert window.chart.dialog is None
    assert not window.chart.raw.isEnabled()
    assert not window.differential.rows
    window.chart.show_tab(Tab.LABS)  # an empty tab is an empty tab
    assert not window.chart.show_fact("F3")
