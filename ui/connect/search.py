"""The search for a patient: by name, birth date, identifier, or several of them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit

from ui.automation import Name, identify
from ui.connect.birth_date import to_fhir
from ui.connect.parts import Said
from ui.parts.boxes import Card
from ui.parts.button import button
from ui.parts.label import label

NOTHING = "Write a name, a birth date or an identifier."
NO_DATE = "Write the birth date as 1968-03-03, 3.3.1968 or 3 Mar 1968."


@dataclass(frozen=True, slots=True)
class Query:
    """What the person asks for, as FHIR wants it."""

    name: str = ""
    birth_date: str = ""
    identifier: str = ""


class SearchForm(Card):
    """Three fields and a button; Enter searches from any of them."""

    wanted = Signal(object)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__("Find a patient")
        self.name = identify(QLineEdit(), Name.PATIENTS_NAME, "Name")
        self.born = identify(QLineEdit(), Name.PATIENTS_BORN, "Birth date")
        self.identifier = identify(QLineEdit(), Name.PATIENTS_IDENTIFIER, "Identifier")
        self.born.setPlaceholderText("1968-03-03")
        self.start = button("Find", Name.PATIENTS_FIND, role="primary", says="Find patients")
        self.cancel = button("Cancel  Esc", Name.PATIENTS_CANCEL, says="Cancel the search, Escape")
        self.said = Said("search")
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        fields = (("Name", self.name, 4), ("Birth date", self.born, 2), ("Identifier", self.identifier, 3))
        for number, (words, line, share) in enumerate(fields):
            grid.addWidget(label(words, "small"), 0, number)
            grid.addWidget(line, 1, number)
            grid.setColumnStretch(number, share)
            line.returnPressed.connect(self._search)
        for made in (self.start, self.cancel):
            grid.addWidget(made, 1, len(fields), Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(grid)
        self.body.addWidget(self.said)
        self.start.clicked.connect(self._search)
        self.cancel.clicked.connect(self.cancelled)
        self.set_searching(False)

    def clear(self) -> None:
        """Forget what was typed: it names somebody."""
        for line in (self.name, self.born, self.identifier):
            line.clear()
        self.said.say("")
        self.set_searching(False)

    def set_searching(self, searching: bool) -> None:
        """Offer Cancel while the server is asked."""
        self.start.setVisible(not searching)
        self.cancel.setVisible(searching)

    @Slot()
    def _search(self) -> None:
        """Ask for what is in the fields."""
        born = to_fhir(self.born.text())
        if born is None:
            self.said.say(NO_DATE)
            self.born.setFocus()
            return
        query = Query(self.name.text().strip(), born, self.identifier.text().strip())
        self.said.say("" if query != Query() else NOTHING)
        if query != Query():
            self.wanted.emit(query)
