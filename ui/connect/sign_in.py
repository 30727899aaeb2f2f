"""Waiting for a person to sign in: in the browser, or wherever the address is copied to."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QProgressBar

from ui.automation import Name, identify
from ui.connect.parts import Sheet
from ui.parts.boxes import Box, row
from ui.parts.button import button
from ui.parts.clipboard import copy
from ui.parts.label import Elided, label
from ui.parts.text import one_line

BROWSER = "Your browser opens the hospital's own sign-in page. Come back here when you have signed in."
PREPARING = "The server is being asked how one signs in."
COPY, COPIED = "Copy the address", "Copied: open it in a browser on this computer"
UNATTENDED = "This connection signs in by itself; nothing has to be typed."
LAUNCH = "Open a patient in the EHR and start Chartside from there. The EHR's browser has to run on this computer."


class SignInPage(Sheet):
    """Says what is waited for; `cancelled` gives up."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__(Name.SIGN_IN, "Sign in")
        self.what = label("", "", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 0)
        self.progress.setFixedHeight(3)
        self.address = identify(Elided("", "small"), Name.SIGN_IN_ADDRESS, "Address of the sign-in")
        self.copy = button(COPY, Name.SIGN_IN_COPY, says="Copy the address of the sign-in")
        self.cancel = button("Cancel  Esc", Name.SIGN_IN_CANCEL, says="Cancel the sign-in, Escape")
        card = Box()
        buttons = row(gap=8)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        for widget in (self.what, self.progress, self.address):
            card.body.addWidget(widget)
        card.body.addSpacing(4)
        card.body.addLayout(buttons)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self._url = ""
        self.copy.clicked.connect(self.copy_address)
        self.cancel.clicked.connect(self.cancelled)

    def begin(self, title: str, what: str) -> None:
        """Wait, without an address yet."""
        self.title.setText(one_line(title))
        self.setAccessibleName(one_line(title))
        self.what.setText(what)
        self.forget()
        self.cancel.setFocus()

    def show_address(self, url: str, what: str) -> None:
        """Show the address, for where no browser opens."""
        self._url = url
        self.what.setText(what)
        self.address.set_text(url)
        self.address.show()
        self.copy.show()

    def forget(self) -> None:
        """Let go of the address: it belongs to one attempt."""
        self._url = ""
        self.address.set_text("")
        self.address.hide()
        self.copy.hide()
        self.copy.setText(COPY)

    @Slot()
    def copy_address(self) -> None:
        """Put the address on the clipboard: the person asked for it."""
        copy(self._url)
        self.copy.setText(COPIED)
