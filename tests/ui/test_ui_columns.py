"""The columns: folding patients away, remembered sizes, one column in a narrow window, everything readable there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.cutting import cut_off
from ui.chart.arrange import Tab
from ui.theme import THEME
from ui.window.columns import NARROW, Place
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]
ROUNDS = 8
BESIDE_AN_EHR = (420, 820)


@pytest.fixture
def zoom() -> Iterator[Callable[[float], None]]:
    """Set the zoom, and put it back."""

    def set_zoom(wanted: float) -> None:
        THEME.zoom = wanted
        THEME.apply()

    yield set_zoom
    set_zoom(1.0)


def in_sight(window: MainWindow) -> set[Place]:
    """Return the columns in sight."""
    return {place for place, part in window.columns._parts.items() if part.isVisible()}


def settle(window: MainWindow) -> None:
    """Build everything and lay it out: words that wrap take their height over several rounds of events."""
    window.finish()
    for _ in range(ROUNDS):
        QApplication.processEvents()


def test_icons_grow_with_the_letters_in_buttons_that_have_room_for_them(
    open_window: Open, zoom: Callable[[float], None]
) -> None:
    window = open_window(size=(1800, 1000))
    zoom(2.0)
    settle(window)
    shown = [one for one in window.findChildren(QPushButton) if one.isVisible() and not one.icon().isNull()]
    assert len(shown) > 5
    cut = [one for one in shown if one.width() < one.iconSize().width() or one.height() < one.iconSize().height()]
    assert [one.accessibleName() for one in cut] == []


def test_patients_fold_away_and_come_back(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    assert in_sight(window) == set(Place)
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert in_sight(window) == set(Place) - {Place.PATIENTS}
    window.banner.patients.click()
    assert in_sight(window) == set(Place)
    window.columns.toggle_patients()
    window.commands.run("open.patient")
    assert window.picker.filter.hasFocus()


def test_a_narrow_window_is_one_column_and_a_wide_one_several_again(open_window: Open) -> None:
    window = open_window(size=BESIDE_AN_EHR)
    assert window.width() == BESIDE_AN_EHR[0]
    assert in_sight(window) == {Place.DIFFERENTIAL}
    switch = window.columns.switch
    names = [switch.tabText(number) for number in range(switch.count())]
    assert names == [place.value for place in Place]
    for number, place in enumerate(Place):
        switch.setCurrentIndex(number)
        assert in_sight(window) == {place}
        assert window.side.tabs.isVisible() == (place is Place.DIFFERENTIAL)
    window.resize(1440, 900)
    QApplication.processEvents()
    assert in_sight(window) == set(Place)
    assert window.columns.switch.isHidden()


def test_no_tabs_scroll_in_a_narrow_window(open_window: Open) -> None:
    window = open_window(size=BESIDE_AN_EHR)
    assert window.side.tabs.count() > 3
    for tabs in (window.columns.switch, window.side.tabs):
        assert tabs.tabRect(tabs.count() - 1).right() < tabs.width()
        assert not [button for button in tabs.findChildren(QToolButton) if button.isVisible()]


def test_a_wide_window_can_be_made_narrow(open_window: Open) -> None:
    window = open_window()
    window.resize(*BESIDE_AN_EHR)
    QApplication.processEvents()
    assert window.columns.narrow
    window.resize(*BESIDE_AN_EHR)
    assert window.width() == BESIDE_AN_EHR[0]


def test_a_jump_goes_to_the_chart_and_back_returns(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(size=BESIDE_AN_EHR)
    window.show_fact("F3")
    assert in_sight(window) == {Place.CHART}
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert in_sight(window) == {Place.DIFFERENTIAL}
    window.commands.run("chart.tab.notes")
    assert in_sight(window) == {Place.CHART}
    assert window.chart.tab is Tab.NOTES


def test_the_keyboard_goes_from_column_to_column(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.activateWindow()
    window.picker.list.setFocus()
    for part in (window.chart, window.side):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert part.isAncestorOf(focus)


def test_sizes_are_remembered_and_nothing_else(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.columns.widen_chart(-1)
    wanted = window.patient.sizes()
    qtbot.waitUntil(lambda: QSettings().contains("layout/patient"))
    assert open_window().patient.sizes() == wanted
    kept = {key: QSettings().value(key) for key in QSettings().allKeys() if key.startswith("layout/")}
    assert all(str(part).isdigit() for sizes in kept.values() for part in sizes)


def test_sizes_that_cannot_be_read_are_left_alone(open_window: Open) -> None:
    QSettings().setValue("layout/patient", ["x", "0"])
    assert all(open_window().patient.sizes())


def test_who_it_is_about_is_never_cut_off(open_window: Open) -> None:
    for width in (1440, 1024, 700, 420):
        window = open_window(size=(width, 820))
        for part in (window.banner.name, window.banner.details):
            assert part.isVisible()
            assert part.wordWrap() or part.width() >= part.sizeHint().width()
            assert part.height() >= part.heightForWidth(part.width())


def test_the_keyboard_stays_in_sight(open_window: Open) -> None:
    window = open_window(size=BESIDE_AN_EHR)
    window.activateWindow()
    next(iter(window.differential.rows.values())).toggle.setFocus()
    window.columns.show_place(Place.CHART)
    assert QApplication.focusWidget() is window.columns.switch


@pytest.mark.parametrize("tab", Tab)
def test_beside_an_ehr_every_tab_of_the_chart_fits(open_window: Open, tab: Tab) -> None:
    window = open_window(size=BESIDE_AN_EHR)
    window.columns.show_place(Place.CHART)
    window.chart.show_tab(tab)
    settle(window)
    assert window.width() == BESIDE_AN_EHR[0]
    assert not cut_off(window)


def test_beside_an_ehr_every_page_beside_the_differential_fits(open_window: Open) -> None:
    window = open_window(size=BESIDE_AN_EHR)
    for number in range(window.side.tabs.count()):
        window.side.tabs.setCurrentIndex(number)
        settle(window)
        assert window.width() == BESIDE_AN_EHR[0], number
        assert not cut_off(window), window.side.tabs.tabText(number)


def test_beside_an_ehr_servers_and_the_form_for_one_fit(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(size=BESIDE_AN_EHR)
    window.connecting.begin()
    qtbot.waitUntil(window.connect_view.isVisible)
    settle(window)
    assert not cut_off(window)
    window.connect_view.servers.add.click()
    settle(window)
    assert not cut_off(window)
    window.connect_view.show_page(window.connect_view.patients)
    settle(window)
    assert window.width() == BESIDE_AN_EHR[0]
    assert not cut_off(window)


@pytest.mark.parametrize("place", Place)
def test_beside_an_ehr_nothing_is_cut_off(open_window: Open, place: Place) -> None:
    window = open_window(size=BESIDE_AN_EHR)
    window.columns.show_place(place)
    settle(window)
    assert window.width() == BESIDE_AN_EHR[0]
    assert not cut_off(window)


@pytest.mark.parametrize(("size", "scale"), [((1440, 900), 2.0), ((1440, 900), 0.8), ((1024, 768), 1.0)])
def test_at_any_zoom_nothing_is_cut_off(
    open_window: Open, zoom: Callable[[float], None], size: tuple[int, int], scale: float
) -> None:
    zoom(scale)
    window = open_window(size=size)
    for place in Place:
        window.columns.show_place(place)
        settle(window)
        assert not cut_off(window), place
    assert (window.width(), window.height()) == size


def test_the_wide_window_needs_no_more_than_where_it_turns_narrow(open_window: Open) -> None:
    window = open_window()
    columns = [window.columns.main.minimumSizeHint().width(), window.patient.minimumSizeHint().width()]
    assert max(columns) <= NARROW
