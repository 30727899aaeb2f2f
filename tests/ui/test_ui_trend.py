"""The trend: results walked through by keyboard, said in words, linked with the table, medicines beneath."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from copilot.chart.fact import Standing
from tests.ui import factory
from ui.chart.arrange import Tab
from ui.chart.labs import Labs
from ui.chart.value_scale import round_values, scale
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]


def labs(window: MainWindow) -> Labs:
    """Return the page of results, in sight."""
    window.chart.show_tab(Tab.LABS)
    page = window.chart.page(Tab.LABS)
    assert isinstance(page, Labs)
    page.finish()  # the trend comes a turn after the table
    return page


def test_the_most_abnormal_analyte_is_shown_until_one_is_chosen(open_window: Open) -> None:
    page = labs(open_window())
    assert page.trend_title.text() == "Haemoglobin g/dL · range 13.5–17.5"
    page.table.setCurrentIndex(page.table.grid_model.index(1, 1))
    assert page.trend_title.text() == "Creatinine mg/dL · range 0.7–1.3"


def test_arrow_keys_walk_along_the_results_and_say_them(open_window: Open, qtbot: QtBot) -> None:
    page = labs(open_window())
    page.trend.setFocus(Qt.FocusReason.TabFocusReason)
    assert page.pointed.text() == "18 Nov 2026, 08:50: 9.8 g/dL, low (L)"
    qtbot.keyClick(page.trend, Qt.Key.Key_Left)
    assert page.pointed.text() == "2 Oct 2026, 09:05: 11.2 g/dL, low (L)"
    assert page.trend.accessibleName().endswith("2 of 3, 2 Oct 2026, 09:05: 11.2 g/dL, low (L)")
    qtbot.keyClick(page.trend, Qt.Key.Key_Home)
    qtbot.keyClick(page.trend, Qt.Key.Key_Left)
    assert page.trend.current == 0
    assert page.table.grid_model._lit == frozenset({"F1"})


def test_enter_selects_the_result(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    page = labs(window)
    page.trend.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(page.trend, Qt.Key.Key_Return)
    assert window.chart.fact == "F3"


def test_the_pointer_finds_the_nearest_result_and_the_medicine(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    page = labs(window)
    plot = page.trend._laid_out()
    assert plot is not None
    qtbot.mouseMove(page.trend, plot.place(1).toPoint() + QPoint(3, 2))
    assert "11.2 g/dL" in page.pointed.text()
    course, bar = plot.bars[0]
    assert course.label == "Ibuprofen 600 mg"  # it was begun among the results, lisinopril long before
    qtbot.mouseMove(page.trend, bar.center().toPoint())
    assert page.pointed.text() == "Ibuprofen 600 mg: since 6 Aug 2026"
    assert plot.nearest(QPointF(-50, -50)) is None


def test_a_screen_reader_gets_every_value_as_text(open_window: Open) -> None:
    page = labs(open_window())
    told = page.trend.accessibleDescription()
    assert "12 May 2026, 08:30: 13.1 g/dL" in told
    assert "Lisinopril 20 mg: since 1 Feb 2014" in told
    assert page.trend.accessibleName() == "Trend of Haemoglobin: falling, 13.1 to 9.8, 3 values"


def test_a_single_value_is_drawn_in_its_year(open_window: Open) -> None:
    page = labs(open_window())
    page.table.setCurrentIndex(page.table.grid_model.index(4, 1))
    plot = page.trend._laid_out()
    assert plot is not None
    assert plot.amount == 1
    assert plot.area.contains(plot.place(0))


def test_words_have_no_trend_and_that_is_said(open_window: Open) -> None:
    made = factory.review()
    facts = tuple(replace(f, value="trace") if f.label == "ESR" else f for f in made.chart.facts)
    page = labs(open_window(factory.Rooms(replace(made, chart=replace(made.chart, facts=facts)))))
    row = next(n for n, a in enumerate(page.table.grid_model.grid.rows) if a.label == "ESR")
    page.table.setCurrentIndex(page.table.grid_model.index(row, 1))
    assert page.trend.isHidden()
    assert "no trend" in page.trend_title.text()


def test_a_stopped_medicine_ends_where_it_was_stopped(open_window: Open) -> None:
    made = factory.review()
    stopped = tuple(
        replace(f, until=factory.when("2026-09-20"), standing=Standing.PAST) if "Ibuprofen" in f.label else f
        for f in made.chart.facts
    )
    page = labs(open_window(factory.Rooms(replace(made, chart=replace(made.chart, facts=stopped)))))
    assert "Ibuprofen 600 mg: 6 Aug 2026 – 21 Sep 2026" in page.trend.accessibleDescription()


def test_round_values_and_scale() -> None:
    assert round_values(9.2, 17.9, 5) == [10, 12, 14, 16]
    assert round_values(0.01, 0.052, 4) == [0.02, 0.04]
    made = scale([1.0, 1.0], (None, None), 0.0, 100.0)
    assert 0 < made.y(1.0) < 100
    assert scale([0.0, 74.0], (0.0, 5.0), 0.0, 100.0).low == 0.0
