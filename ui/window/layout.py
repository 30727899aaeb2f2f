"""Where the views stand in the window: banner, messages, three columns, status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter, QWidget

from ui.parts.boxes import Stack, column, rule
from ui.parts.reading_order import settle
from ui.theme import THEME
from ui.window.columns import Columns, Place

if TYPE_CHECKING:
    from ui.window.window import MainWindow

SILENT = 72


def lay_out(window: MainWindow) -> None:
    """Put the views of a window into their places; `stack` and `patient` are kept to switch between."""
    window.patient = QSplitter()
    window.stack = Stack()
    for page in (window.welcome, window.patient, window.awaiting, window.connect_view):
        window.stack.addWidget(page)
    parts: dict[Place, QWidget] = {
        Place.PATIENTS: window.picker,
        Place.CHART: window.chart,
        Place.DIFFERENTIAL: window.side,
        Place.WORDS: _words(window),
    }
    window.columns = Columns(parts, window.side, window.stack, window.patient)
    if window.writing.guest is None:
        window.columns.right.setSizes([THEME.px(900), THEME.px(SILENT)])
    everything = _stacked(window)
    settle(everything)
    window.cover.addWidget(everything)
    window.cover.addWidget(window.locking.view)
    window.cover.addWidget(window.unlocking.view)
    window.cover.addWidget(window.changing.view)
    window.setCentralWidget(window.cover)


def _words(window: MainWindow) -> QWidget:
    """Return the model's words with the question field under them."""
    made = QWidget()
    made.setProperty("role", "pane")
    layout = column(gap=0)
    layout.addWidget(window.narrative, 1)
    layout.addWidget(window.ask)
    made.setLayout(layout)
    if window.writing.guest is None:
        made.setMaximumHeight(THEME.px(SILENT))
    return made


def _stacked(window: MainWindow) -> QWidget:
    """Return everything from the banner down to the status line."""
    made = QWidget()
    made.setProperty("role", "pane")
    layout = column(gap=0)
    for widget in (window.banner, rule(), window.opening.line, window.following_bar, window.filling, window.messages):
        layout.addWidget(widget)
    layout.addWidget(window.columns, 1)
    for widget in (rule(), window.status):
        layout.addWidget(widget)
    made.setLayout(layout)
    return made
