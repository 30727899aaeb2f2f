"""The form that adds a server by hand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLineEdit, QPushButton

from copilot.fhir.connections import Auth, Connection
from copilot.fhir.known_connections import identifier_for
from copilot.fhir.origin import is_safe
from ui.automation import Name, identify
from ui.connect.parts import Said
from ui.parts.boxes import Card, row
from ui.parts.button import button
from ui.parts.flow import Flow
from ui.parts.label import label

WRONG = {
    Name.SERVER_NAME.value: "Write a name for the server.",
    Name.SERVER_ADDRESS.value: "Write the server's FHIR address; it begins with https://, on this computer http://.",
    Name.SERVER_CLIENT.value: "Write the client id under which the hospital knows Chartside; IT has it.",
}


class ServerForm(Card):
    """Name, address, how one signs in, and the client id that the hospital gave out."""

    saved = Signal(object)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__("Add a server")
        identify(self, Name.SERVER_FORM, "Add a server")
        self.name = _field(Name.SERVER_NAME, "Name", "St. Mary's Hospital")
        self.address = _field(Name.SERVER_ADDRESS, "FHIR address", "https://fhir.example.org/r4")
        self.client = _field(Name.SERVER_CLIENT, "Client id", "as registered with the hospital")
        self.smart = _switch("In the browser (SMART)", Auth.SMART)
        self.open = _switch("None, an open test server", Auth.OPEN)
        self.smart.setChecked(True)
        self._group = QButtonGroup(self)
        self.said = Said("form")
        self.save = button("Save", Name.SERVER_SAVE, role="primary", says="Save the server")
        self.cancel = button("Cancel", Name.SERVER_CANCEL)
        choice = Flow()
        for switch in (self.smart, self.open):
            self._group.addButton(switch)
            choice.addWidget(switch)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        lines = ((0, "Name", self.name), (1, "FHIR address", self.address), (3, "Client id", self.client))
        for number, words, line in lines:
            grid.addWidget(label(words, "muted"), number, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(line, number, 1)
            line.returnPressed.connect(self._save)
        grid.addWidget(label("Sign-in", "muted"), 2, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addLayout(choice, 2, 1)
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        self.body.addLayout(grid)
        self.body.addWidget(self.said)
        self.body.addLayout(buttons)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.cancelled)
        self.smart.toggled.connect(self.client.setEnabled)

    def begin(self) -> None:
        """Show an empty form."""
        for line in (self.name, self.address, self.client):
            line.clear()
        self.smart.setChecked(True)
        self.said.say("")
        self.show()
        self.name.setFocus()

    @Slot()
    def _save(self) -> None:
        """Hand the server over, once nothing is left out."""
        name, address, client = (line.text().strip() for line in (self.name, self.address, self.client))
        auth = Auth.SMART if self.smart.isChecked() else Auth.OPEN
        wrong = next((line for line, fine in (
            (self.name, name), (self.address, is_safe(address)), (self.client, client or auth is Auth.OPEN),
        ) if not fine), None)  # fmt: skip
        self.said.say(WRONG[wrong.objectName()] if wrong is not None else "")
        if wrong is not None:
            wrong.setFocus()
            return
        self.saved.emit(Connection(identifier_for(name), name, address, auth, client if auth is Auth.SMART else ""))


def _field(name: Name, says: str, hint: str) -> QLineEdit:
    """Return one line to write in."""
    made = identify(QLineEdit(), name, says)
    made.setPlaceholderText(hint)
    return made


def _switch(words: str, auth: Auth) -> QPushButton:
    """Return one of the two switches."""
    made = button(words, Name.SERVER_AUTH, says=f"Sign-in: {words}", key=auth.value)
    made.setCheckable(True)
    return made
