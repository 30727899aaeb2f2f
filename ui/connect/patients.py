"""Choosing a patient at a server: search results, today's patients, and those of this session."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QPushButton

from copilot.errors import KnownError
from copilot.fhir.pull import Problem
from copilot.fhir.server.patients import PatientLine
from ui.automation import Name
from ui.connect.parts import Said, Sheet
from ui.connect.patient_table import PatientTable
from ui.connect.search import SearchForm
from ui.messages.bar import words_of
from ui.parts.boxes import Box
from ui.parts.button import button
from ui.parts.flow import Flow
from ui.parts.label import label
from ui.parts.text import one_line, without_mnemonic


class Shelf(StrEnum):
    """Which patients the table lists; the value is the word on the switch."""

    FOUND = "Search results"
    TODAY = "Today"
    RECENT = "Recent"


EMPTY = {
    Shelf.FOUND: "Search for a patient above.",
    Shelf.TODAY: "The server is being asked who is here today.",
    Shelf.RECENT: "Patients you open are listed here until Chartside is closed. Nothing is stored.",
}
ONE_PATIENT = "This sign-in is for one patient; who else is here today cannot be asked."


class PatientsPage(Sheet):
    """`wanted` gives a search, `chosen` the patient to open."""

    wanted = Signal(object)
    cancelled = Signal()
    chosen = Signal(object)
    servers_wanted = Signal()
    sign_out_wanted = Signal()
    sign_in_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(Name.PATIENTS, "Patients")
        self.servers = button("Other server", Name.PATIENTS_SERVERS, says="Choose another server")
        self.sign_out = button("Sign out", Name.PATIENTS_SIGN_OUT, says="Sign out and forget the session")
        self.sign_in = button("Sign in again", Name.PATIENTS_SIGN_IN)
        for made in (self.sign_in, self.servers, self.sign_out):
            self.head.addWidget(made)
        self.form = SearchForm()
        self.table = PatientTable()
        self.note = Said("list")
        self.empty = label("", "muted", wrap=True)
        self.open = button("Open chart", Name.PATIENTS_OPEN, role="primary", says="Open the chart of this patient")
        self._switches = {shelf: self._switch(shelf) for shelf in Shelf}
        self._lines: dict[Shelf, tuple[PatientLine, ...]] = dict.fromkeys(Shelf, ())
        self._notes: dict[Shelf, str] = {}
        self._empty: dict[Shelf, str] = dict(EMPTY)
        self._shelf = Shelf.FOUND
        self._touched = False
        self._lay_out()
        self.form.wanted.connect(self.wanted)
        self.form.cancelled.connect(self.cancelled)
        self.table.chosen.connect(self.chosen)
        self.table.pointed.connect(self._allow)
        self.open.clicked.connect(self._open)
        self.servers.clicked.connect(self.servers_wanted)
        self.sign_out.clicked.connect(self.sign_out_wanted)
        self.sign_in.clicked.connect(self.sign_in_wanted)
        self.may_sign_in(False)

    def begin(self, server: str, *, signed_in: bool, recent: Sequence[PatientLine]) -> None:
        """Begin at a server, with nothing of another one left."""
        self.title.setText(one_line(server))
        self.setAccessibleName(one_line(server))
        self.sign_out.setVisible(signed_in)
        self.empty_all()
        self._lines[Shelf.RECENT] = tuple(recent)
        self.show_shelf(Shelf.FOUND)
        self.form.name.setFocus()

    def empty_all(self) -> None:
        """Forget who was searched for and who was found."""
        self.may_sign_in(False)
        self._touched = False
        self.form.clear()
        self._lines, self._notes, self._empty = dict.fromkeys(Shelf, ()), {}, dict(EMPTY)
        self._show()

    def ask_nobody_today(self) -> None:
        """Say why there is no list of today."""
        self._put(Shelf.TODAY, (), "", ONE_PATIENT)

    def may_sign_in(self, offered: bool) -> None:
        """Offer to sign in again where the session has ended."""
        self.sign_in.setVisible(offered)

    def set_searching(self) -> None:
        """The server is being asked."""
        self._touched = True
        self.form.set_searching(True)
        self._put(Shelf.FOUND, (), "", "The server is being asked.")
        self.show_shelf(Shelf.FOUND)

    def show_lines(self, shelf: Shelf, lines: Sequence[PatientLine], problems: Sequence[Problem] = ()) -> None:
        """List patients, and what could not be had of them."""
        if shelf is Shelf.FOUND:
            self.form.set_searching(False)
        none = {Shelf.FOUND: "No patient was found with these words.", Shelf.TODAY: "Nobody is listed for today."}
        self._put(shelf, lines, " ".join(one_line(p.text) for p in problems), none.get(shelf, EMPTY[shelf]))
        if shelf is Shelf.TODAY and lines and not self._touched:
            self.show_shelf(shelf)

    def fail(self, shelf: Shelf, error: Exception | None) -> None:
        """Say in place why there is no list; None: the person cancelled it."""
        if shelf is Shelf.FOUND:
            self.form.set_searching(False)
        words = words_of(error) if error is not None else ""
        plain = "" if error is not None else "Cancelled."
        self._put(shelf, (), words, plain)
        if error is not None and not isinstance(error, KnownError):
            self.show_shelf(shelf)

    def show_shelf(self, shelf: Shelf) -> None:
        """Switch to a list."""
        self._switches[shelf].setChecked(True)
        self._shelf = shelf
        self._show()

    def _put(self, shelf: Shelf, lines: Sequence[PatientLine], note: str, empty: str) -> None:
        """Keep a list, and show it where it is the one in sight."""
        self._lines[shelf], self._notes[shelf], self._empty[shelf] = tuple(lines), note, empty
        if shelf is self._shelf:
            self._show()
        else:
            self._count()

    def _show(self) -> None:
        """Show the list in sight."""
        lines, note = self._lines[self._shelf], self._notes.get(self._shelf, "")
        self.table.show_lines(lines)
        self.table.setVisible(bool(lines))
        self.note.say(note)
        words = self._empty[self._shelf]
        self.empty.setText(words)
        self.empty.setVisible(not lines and not note and bool(words))
        self._count()

    def _count(self) -> None:
        """Say on the switches how many are listed."""
        for shelf, switch in self._switches.items():
            amount = len(self._lines[shelf])
            words = f"{shelf.value} {amount}" if amount else shelf.value
            switch.setText(without_mnemonic(words))
            switch.setAccessibleName(words)

    def _lay_out(self) -> None:
        """Put the search over the table."""
        self._group = QButtonGroup(self)
        switches = Flow()
        for switch in self._switches.values():
            self._group.addButton(switch)
            switches.addWidget(switch)
            switch.clicked.connect(self._switched)
        switches.push_right()
        switches.addWidget(self.open)
        card = Box()
        card.body.addLayout(switches)
        for widget in (self.note, self.empty):
            card.body.addWidget(widget)
        card.body.addWidget(self.table, 1)
        card.body.addStretch(0)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.form)
        self.body.addWidget(card, 1)

    @staticmethod
    def _switch(shelf: Shelf) -> QPushButton:
        """Return the switch of a list."""
        made = button(shelf.value, Name.PATIENTS_KIND, key=shelf.name.lower())
        made.setCheckable(True)
        return made

    @Slot()
    def _switched(self) -> None:
        """Show the list of the switch."""
        self._touched = True
        self.show_shelf(next(shelf for shelf, switch in self._switches.items() if switch.isChecked()))

    @Slot()
    def _allow(self) -> None:
        """Allow opening once somebody is selected."""
        self.open.setEnabled(self.table.line is not None)

    @Slot()
    def _open(self) -> None:
        """Ask to open the selected patient."""
        if self.table.line is not None:
            self.chosen.emit(self.table.line)
