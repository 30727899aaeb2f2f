"""The timeline: opens where most of the chart is, zooms, is walked by keyboard, jumps, and bins what is many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from copilot.chart.fact import Fact, Kind, Quantity, Range, Source, When
from copilot.chart.timeline import Lane
from copilot.review.review import Review
from tests.ui import factory
from ui.automation import Name
from ui.chart.arrange import Tab
from ui.chart.time_axis import DAY, moment
from ui.chart.timeline import TimelinePage
from ui.chart.timeline_layout import Item
from ui.chart.timeline_view import TimelineView
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]


def page(window: MainWindow) -> TimelinePage:
    """Return the timeline, in sight."""
    window.chart.show_tab(Tab.TIMELINE)
    made = window.chart.page(Tab.TIMELINE)
    assert isinstance(made, TimelinePage)
    return made


def items(view: TimelineView, lane: Lane) -> tuple[Item, ...]:
    """Return what stands on a lane."""
    return next((band.items for band in view.bands if band.lane is lane), ())


def place(view: TimelineView, item: Item) -> QPoint:
    """Return where to point at an item."""
    return (item.bar.center() + QPointF(0, view._head() - view.verticalScrollBar().value())).toPoint()


def many(count: int = 5000) -> Review:
    """Return a review with so many abnormal results."""
    made, begin = factory.review(), datetime(2020, 1, 1)
    extra = tuple(
        Fact(
            f"F{number}",
            Kind.LABORATORY,
            "Potassium",
            "Potassium 6.1 mmol/L",
            Source(f"Observation/many{number}", "valueQuantity"),
            value=Quantity(Decimal("6.1"), "mmol/L"),
            when=When(at, at, at.isoformat()),
            range=Range(Decimal("3.5"), Decimal("5.1")),
        )
        for number, at in ((n + 1000, begin + timedelta(hours=8 * n)) for n in range(count))
    )
    return replace(made, chart=replace(made.chart, facts=made.chart.facts + extra))


def test_it_opens_where_most_of_the_chart_is_and_fits_on_request(open_window: Open) -> None:
    made = page(open_window())
    view = made.view
    assert view.axis.span < 1000 * DAY
    view.fit()
    assert moment(view.axis.first).year == 1987
    assert moment(view.axis.last).year == 2026


def test_arrows_walk_and_change_the_lane_and_enter_jumps(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    made = page(window)
    view = made.view
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.current == (Lane.DIAGNOSES, 3)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.accessibleName() == "Timeline. Diagnoses, 3 of 4: Low back pain, 1 Jul 2026"
    assert made.pointed.text() == "Low back pain, 1 Jul 2026"
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current is not None
    assert view.current[0] is Lane.RESULTS
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert window.chart.tab is Tab.LABS
    window.chart.go_back()
    assert window.chart.tab is Tab.TIMELINE


def test_an_event_out_of_sight_is_brought_into_sight(open_window: Open) -> None:
    view = page(open_window()).view
    old = next(f.id for f in factory.facts() if f.label == "Appendicectomy")
    assert view.show_fact(old)
    assert view.axis.first <= view.axis.at(view.axis.left) <= view.axis.last
    assert moment(view.axis.first).year <= 1988 <= moment(view.axis.last).year
    assert not view.show_fact("F999")


def test_a_click_jumps_to_the_fact_and_lights_its_evidence(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    view = page(window).view
    note = items(view, Lane.DOCUMENTS)[-1]
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place(view, note))
    assert window.chart.tab is Tab.NOTES
    assert window.chart.fact == "F30"


def test_the_wheel_zooms_around_the_pointer(open_window: Open) -> None:
    view = page(open_window()).view
    view.fit()
    span, at = view.axis.span, QPointF(view.axis.right - 50, 60)
    before = view.axis.at(at.x())
    event = QWheelEvent(
        at, view.viewport().mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)
    assert view.axis.span < span
    assert abs(view.axis.at(at.x()) - before) < DAY


def test_buttons_show_more_or_less_time(open_window: Open) -> None:
    made = page(open_window())
    by_name = {b.objectName(): b for b in made.findChildren(QAbstractButton)}
    by_name[f"{Name.TIMELINE_SHOW}.2-years"].click()
    assert round(made.view.axis.span / DAY) == 731
    by_name[f"{Name.TIMELINE_SHOW}.in"].click()
    assert made.view.axis.span < 731 * DAY
    by_name[f"{Name.TIMELINE_SHOW}.all"].click()
    assert made.view.axis.span > 30 * 365 * DAY


def test_many_results_are_binned_and_a_click_shows_them_larger(open_window: Open, qtbot: QtBot) -> None:
    made = page(open_window(factory.Rooms(many())))
    view = made.view
    view.fit()
    columns = items(view, Lane.RESULTS)
    assert len(columns) < 200
    assert sum(column.last - column.first + 1 for column in columns) == len(view.made.lanes[Lane.RESULTS])
    busiest = max(columns, key=lambda column: column.last - column.first)
    qtbot.mouseMove(view.viewport(), place(view, busiest))
    assert "abnormal results" in made.pointed.text()
    span = view.axis.span
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place(view, busiest))
    assert view.axis.span < span


def test_words_never_stand_on_other_words(open_window: Open) -> None:
    view = page(open_window()).view
    for band in view.bands:
        boxes = [item.hit for item in band.items]
        overlapping = [
            (a, b)
            for n, a in enumerate(boxes)
            for b in boxes[n + 1 :]
            if a.adjusted(4, 2, -4, -2).intersects(b.adjusted(4, 2, -4, -2))
        ]
        assert not overlapping


def test_a_list_says_the_same_to_a_screen_reader(open_window: Open) -> None:
    made = page(open_window())
    made.as_list.click()
    model = made.table.fact_model
    assert made.stack.currentWidget() is made.table
    assert model.rowCount() == sum(len(e.facts) for lane in made.view.made.lanes.values() for e in lane)
    newest = model.fact_at(0)
    assert newest is not None
    assert newest.when is not None
    assert newest.when.text.startswith("2026-11-18")


def test_a_chart_without_dates_says_so(open_window: Open) -> None:
    made = factory.review()
    undated = tuple(replace(f, when=None) for f in made.chart.facts)
    shown = page(open_window(factory.Rooms(replace(made, chart=replace(made.chart, facts=undated)))))
    assert not shown.empty.isHidden()
    assert shown.empty.text().startswith("Nothing with a date to show. ")
    assert shown.stack.isHidden()


def test_evidence_pointed_at_lights_its_event(open_window: Open) -> None:
    window = open_window()
    view = page(window).view
    window.chart.light(frozenset({"F3"}))
    assert view._lit == frozenset({"F3"})
