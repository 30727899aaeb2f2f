"""The table that lists patients: one line each, chosen by double click or Enter."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from copilot.fhir.server.patients import PatientLine
from ui.automation import Name, identify
from ui.connect.patient_model import PatientModel
from ui.parts.table import Table

ROW = 30
SHARES = (34, 15, 11, 40)


class PatientTable(Table):
    """`chosen` gives the patient to open; nobody is current beforehand, so that nobody opens the wrong one."""

    chosen = Signal(object)
    pointed = Signal()

    def __init__(self) -> None:
        super().__init__(ROW)
        identify(self, Name.PATIENTS_TABLE, "Patients")
        self.patient_model = PatientModel(self)
        self.setModel(self.patient_model)
        self.setProperty("role", "patients")
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.doubleClicked.connect(self._choose)
        self.selectionModel().selectionChanged.connect(self.pointed)
        self.dress()

    @property
    def line(self) -> PatientLine | None:
        """Return the selected patient."""
        chosen = self.selectionModel().selectedRows()
        return self.patient_model.line(chosen[0]) if chosen else None

    def show_lines(self, lines: tuple[PatientLine, ...]) -> None:
        """List these patients, none selected."""
        self.patient_model.set_lines(lines)
        self.pointed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter opens the selected patient."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.line is not None:
            self.chosen.emit(self.line)
        else:
            super().keyPressEvent(event)

    def fit(self) -> None:
        """Override: share the width."""
        for number, share in enumerate(SHARES):
            self.setColumnWidth(number, self.viewport().width() * share // 100)

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        """Ask to open a patient."""
        line = self.patient_model.line(index)
        if line is not None:
            self.chosen.emit(line)
