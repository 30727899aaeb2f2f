"""The side bar: demo patients, open a file, or drop one; nothing opened is remembered."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QListView

from ui.automation import Name, identify
from ui.parts.boxes import column
from ui.parts.button import button
from ui.parts.label import label
from ui.parts.text import tip
from ui.picker.demo import Entry
from ui.picker.entries import EntryDelegate, EntryModel
from ui.theme import THEME


class Picker(QFrame):
    """Lists patients; `chosen` gives a path, `open_wanted` asks for the file dialog."""

    chosen = Signal(object)
    open_wanted = Signal()
    connect_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        identify(self, Name.PICKER, "Patients")
        self.filter = identify(QLineEdit(), Name.PICKER_FILTER, "Find a patient")
        self.filter.setPlaceholderText("Find a patient")
        self.filter.setClearButtonEnabled(True)
        tip(self.filter, "Find a patient, Ctrl+P")
        self.model = EntryModel(self)
        self.list = identify(QListView(), Name.PICKER_LIST, "Demo patients")
        self.list.setModel(self.model)
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.open = button("Open file\N{HORIZONTAL ELLIPSIS}", Name.PICKER_OPEN, says="Open a file, Ctrl+O")
        self.heading = label("Demo patients", "card-title")
        self.empty = label("", "small", wrap=True)
        self.connect_button = button(
            "Hospital server\N{HORIZONTAL ELLIPSIS}",
            Name.PICKER_CONNECT,
            says="Open a patient from a hospital server, Ctrl+Shift+O",
        )
        self.hint = label("or drop a FHIR file, a folder or a text note on the window", "small", wrap=True)
        layout = column(gap=8, margins=(12, 10, 8, 10))
        for widget in (self.filter, self.heading, self.empty):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.open)
        layout.addWidget(self.connect_button)
        layout.addWidget(self.hint)
        self.setLayout(layout)
        self.empty.hide()
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(self._choose_current)
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.open.clicked.connect(self.open_wanted)
        self.connect_button.clicked.connect(self.connect_wanted)
        self._last: Path | None = None

    def set_entries(self, entries: Iterable[Entry]) -> None:
        """List these patients."""
        self.model.set_entries(tuple(entries))
        self._say_if_empty()

    def mark_open(self, path: Path | None) -> None:
        """Mark the patient who is open, if listed."""
        self._last = path
        row = self.model.row_of(path)
        if row is None:
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())
        else:
            self.list.setCurrentIndex(self.model.index(row, 0))

    def focus(self) -> None:
        """Put the cursor into the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def sizeHint(self) -> QSize:
        """Override: wide enough for a name and a complaint."""
        return QSize(THEME.px(172), 400)

    @Slot(str)
    def _filter(self, text: str) -> None:
        """Show only the patients whose name or complaint contains the words."""
        self.model.filter(text)
        self._say_if_empty()

    @Slot()
    def _choose_current(self) -> None:
        """Enter in the filter takes the current line, else the first."""
        index = self.list.currentIndex()
        self._choose(index if index.isValid() else self.model.index(0, 0))

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        """Open the patient of this line; a click and Qt's own activation of it count once."""
        entry = self.model.entry(index)
        if entry is not None and entry.path != self._last:
            self._last = entry.path
            self.chosen.emit(entry.path)

    def _say_if_empty(self) -> None:
        """Say why the list is empty."""
        words = "No patient with these words." if self.filter.text() else "No demo patients are installed."
        self.empty.setText(words)
        self.empty.setVisible(self.model.rowCount() == 0)
