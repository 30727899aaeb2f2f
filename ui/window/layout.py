"""Where the views stand in the window: banner, messages, three columns, status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from ui.parts.boxes import column, rule
from ui.theme import THEME

if TYPE_CHECKING:
    from ui.window.window import MainWindow


def lay_out(window: MainWindow) -> None:
    """Put the views of a window into their places; `stack` and `patient` are kept to switch between."""
    right = QSplitter(Qt.Orientation.Vertical)
    right.setChildrenCollapsible(False)
    right.addWidget(window.side)
    right.addWidget(_words(window))
    right.setStretchFactor(0, 1)
    right.setSizes([THEME.px(610), window.narrative.sizeHint().height() + window.ask.sizeHint().height()])
    window.patient = QSplitter()
    window.patient.setChildrenCollapsible(False)
    window.patient.addWidget(window.chart)
    window.patient.addWidget(right)
    window.patient.setSizes([THEME.px(680), THEME.px(530)])
    window.patient.setStretchFactor(0, 1)
    window.patient.setStretchFactor(1, 1)
    window.stack = QStackedWidget()
    window.stack.addWidget(window.welcome)
    for page in (window.patient, window.awaiting, window.connect_view):
        window.stack.addWidget(page)
    main = QSplitter()
    main.addWidget(window.picker)
    main.addWidget(window.stack)
    main.setStretchFactor(1, 1)
    main.setChildrenCollapsible(False)
    main.setSizes([THEME.px(178), THEME.px(1262)])
    window.setCentralWidget(_stacked(window, main))


def _words(window: MainWindow) -> QWidget:
    """Return the model's words with the question field under them."""
    made = QWidget()
    made.setProperty("role", "pane")
    layout = column(gap=0)
    layout.addWidget(window.narrative, 1)
    layout.addWidget(window.ask)
    made.setLayout(layout)
    return made


def _stacked(window: MainWindow, main: QSplitter) -> QWidget:
    """Return everything from the banner down to the status line."""
    made = QWidget()
    made.setProperty("role", "pane")
    layout = column(gap=0)
    for widget in (window.banner, rule(), window.progress, window.following_bar, window.filling, window.messages):
        layout.addWidget(widget)
    layout.addWidget(main, 1)
    for widget in (rule(), window.status):
        layout.addWidget(widget)
    made.setLayout(layout)
    return made
