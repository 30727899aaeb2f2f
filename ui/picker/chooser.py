"""The chooser: one file holds several patients, and the person says which."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QListWidget, QWidget

from copilot.errors import PatientChoiceError
from ui.automation import Name, identify
from ui.parts.boxes import column, row
from ui.parts.button import button
from ui.parts.label import label
from ui.parts.text import one_line


class Chooser(QDialog):
    """Lists the patients of one file; nothing is chosen beforehand, so that nobody opens the wrong one."""

    def __init__(self, error: PatientChoiceError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        identify(self, Name.CHOOSER, "Choose a patient")
        self.setWindowTitle("Choose a patient")
        self.resize(460, 340)
        self._ids = [identifier for identifier, _ in error.choices]
        self.list = identify(QListWidget(), Name.CHOOSER_LIST, "Patients in this file")
        self.list.addItems([one_line(words) or identifier for identifier, words in error.choices])
        self.accept_button = button("Open", Name.CHOOSER_ACCEPT, role="primary", says="Open the chosen patient")
        self.cancel_button = button("Cancel", Name.CHOOSER_CANCEL)
        self.accept_button.setDefault(True)
        self.accept_button.setEnabled(False)
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.accept_button)
        layout = column(gap=10, margins=(16, 14, 16, 14))
        layout.addWidget(label(f"This file holds {len(self._ids)} patients. Whose chart?", "heading", wrap=True))
        if error.where:
            layout.addWidget(label(error.where, "small", wrap=True))
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        self.setLayout(layout)
        self.list.itemSelectionChanged.connect(self._selected)
        self.list.itemActivated.connect(self.accept)
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self.list.setFocus()

    @property
    def patient(self) -> str:
        """Return the id of the chosen patient, or an empty string."""
        row_ = self.list.currentRow()
        return self._ids[row_] if 0 <= row_ < len(self._ids) and self.list.selectedItems() else ""

    @Slot()
    def _selected(self) -> None:
        """Allow opening once something is chosen."""
        self.accept_button.setEnabled(bool(self.patient))
