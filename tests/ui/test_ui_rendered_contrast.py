"""What is painted can be read: the contrast of every word in sight, in three schemes, on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from copilot.errors import InputError
from tests.ui import factory
from tests.ui.inked import Ink, inks
from ui.chart.arrange import Tab
from ui.theme import THEME, Scheme
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]
LEAST = {Scheme.LIGHT: 4.5, Scheme.DARK: 4.5, Scheme.CONTRAST: 7.0}
FOUND = 60


@pytest.fixture
def dress() -> Iterator[Callable[[Scheme], None]]:
    """Put a scheme on, and take it off again."""

    def put_on(scheme: Scheme) -> None:
        THEME.scheme = scheme
        THEME.apply()

    yield put_on
    put_on(Scheme.SYSTEM)


def faint(shown: QWidget, least: float, amount: int = FOUND) -> list[Ink]:
    """Return the words in sight that do not stand out enough; there have to be words."""
    if isinstance(shown, MainWindow):
        shown.finish()
    for _ in range(3):
        QApplication.processEvents()
    found = list(inks(shown))
    assert len(found) > amount
    return [ink for ink in found if ink.contrast < least]


@pytest.mark.parametrize("scheme", LEAST)
def test_every_word_on_every_page_can_be_read(
    open_window: Open, dress: Callable[[Scheme], None], scheme: Scheme
) -> None:
    dress(scheme)
    window = open_window()
    window.narrative.show_narrative(factory.narrative())
    window.messages.error("open", InputError("is not JSON.", where="bad.json", remedy="Export it again."))
    for tab in Tab:
        window.chart.show_tab(tab)
        assert not faint(window, LEAST[scheme]), tab
    window.chart.show_tab(Tab.OVERVIEW)
    for number in range(1, window.side.tabs.count()):
        window.side.tabs.setCurrentIndex(number)
        assert not faint(window, LEAST[scheme]), window.side.tabs.tabText(number)
    for overlay in (window.command_palette, window.shortcuts):
        overlay.begin()
        assert not faint(overlay, LEAST[scheme], 10), type(overlay)
        overlay.leave()


def test_the_measure_finds_what_is_faint(open_window: Open) -> None:
    window = open_window()
    window.banner.name.setStyleSheet("color: #b0b0b0")  # 2.2:1 on white
    assert "Daniel Okafor" in [ink.words for ink in faint(window, 4.5)]
