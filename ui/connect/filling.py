"""How far the chart has filled: one line under the banner, with Cancel, Resume, and what could not be had."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from math import ceil

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from copilot.fhir.pull import Problem
from copilot.fhir.server.collected import Collected
from copilot.fhir.server.pulling import Progress
from ui.automation import Name, identify
from ui.connect.missing import MissingPanel, in_short
from ui.parts.boxes import column, row, rule
from ui.parts.button import button
from ui.parts.clipboard import copy
from ui.parts.label import Elided, set_role
from ui.parts.text import count, one_line, tip
from ui.theme import THEME

HEIGHT = 34


class State(StrEnum):
    """What the line is about."""

    AWAY = "away"
    FILLING = "filling"
    STOPPED = "stopped"
    SIGNING_IN = "signing in"
    DONE = "done"


class FillingBar(QFrame):
    """`cancel_wanted`, `resume_wanted` and `sign_in_wanted` follow the buttons.

    It has one height as long as a chart of a server is open: a line more or less would lay out the whole
    window again, and move what is being read.
    """

    cancel_wanted = Signal()
    resume_wanted = Signal()
    sign_in_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        identify(self, Name.FILLING, "How far the chart has filled")
        self.progress = identify(QProgressBar(), Name.FILLING_PROGRESS, "Searches done")
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(3)
        keeps = self.progress.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(keeps)
        self.words = identify(Elided("", "muted"), Name.FILLING_WORDS, "How far the chart has filled")
        self.missing_toggle = button("", Name.MISSING_TOGGLE, role="link", says="What could not be had, and why")
        self.missing_toggle.setCheckable(True)
        self.copy = button("Copy the address", Name.FILLING_COPY, says="Copy the address of the sign-in")
        self.sign_in = button("Sign in again", Name.FILLING_SIGN_IN)
        self.resume = button("Resume", Name.FILLING_RESUME, says="Go on reading from the server")
        self.cancel = button("Cancel  Esc", Name.FILLING_CANCEL, says="Cancel, Escape; what has come stays")
        self.missing = MissingPanel()
        self.state = State.AWAY
        self.reason = ""
        self._url = ""
        self._lay_out()
        self.missing_toggle.toggled.connect(self._toggled)
        self.cancel.clicked.connect(self.cancel_wanted)
        self.resume.clicked.connect(self.resume_wanted)
        self.sign_in.clicked.connect(self.sign_in_wanted)
        self.copy.clicked.connect(self._copy)
        self.go_away()

    def go_away(self) -> None:
        """Take no room, and forget whose chart it was."""
        self.missing_toggle.setChecked(False)
        self.missing.clear()
        self.words.set_text("")
        self._url = ""
        self._be(State.AWAY)
        self._name_missing()

    def begin(self, server: str) -> None:
        """The server is about to be asked."""
        self.progress.setRange(0, 0)
        self._say(f"{one_line(server)} is being asked.")
        self._be(State.FILLING)

    def show_progress(self, progress: Progress) -> None:
        """Say how far it is, and what is asked or waited for."""
        if self.state is not State.FILLING:
            return
        self.progress.setRange(0, max(progress.searches, 1))
        self.progress.setValue(progress.done)
        self._say(progress_words(progress), "caution-plain" if progress.waiting else "muted")

    def stopping(self) -> None:
        """Cancel was pressed."""
        self._say("Stopping.")
        self.cancel.setEnabled(False)

    def stopped(self, words: str, *, may_resume: bool, may_sign_in: bool) -> None:
        """The pull ended before its end: say why, and offer what helps."""
        self.reason = words
        self._say(words, "caution-plain")
        self._be(State.STOPPED)
        self.resume.setVisible(may_resume)
        self.sign_in.setVisible(may_sign_in)

    def signing_in(self, words: str, url: str = "") -> None:
        """The person is asked to sign in again; the chart stays where it is."""
        self._url = url
        self.progress.setRange(0, 0)
        self._say(words)
        self._be(State.SIGNING_IN)
        self.copy.setVisible(bool(url))

    def done(self, words: str) -> None:
        """Everything was asked to its end."""
        self._say(words)
        self._be(State.DONE)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Count what could not be had; the panel lists it when it is open."""
        self.missing.show_problems(problems)
        self._name_missing()

    def _be(self, state: State) -> None:
        """Show the buttons of a state."""
        self.state = state
        moving = state in (State.FILLING, State.SIGNING_IN)
        self.progress.setVisible(moving)
        self.cancel.setVisible(moving)
        self.cancel.setEnabled(True)
        self.resume.hide()
        self.sign_in.hide()
        self.copy.hide()
        self.setVisible(state is not State.AWAY)

    def _say(self, words: str, role: str = "muted") -> None:
        """Put a sentence on the line."""
        words = words[:1].upper() + words[1:]
        set_role(self.words, role)
        if words != self.words.text():
            self.words.set_text(words)
            self.words.setAccessibleName(words)

    def _name_missing(self) -> None:
        """Say on the link how much is missing."""
        problems = self.missing.problems
        self.missing_toggle.setText(f"What could not be had ({len(problems)})")
        self.missing_toggle.setAccessibleName(f"What could not be had, and why: {in_short(problems)}")
        tip(self.missing_toggle, in_short(problems))
        self.missing_toggle.setVisible(bool(problems))
        if not problems:
            self.missing_toggle.setChecked(False)

    def _lay_out(self) -> None:
        """One line between two rules, the panel below it."""
        self._line = QWidget()
        line = row(gap=8, margins=(16, 0, 12, 0))
        line.addWidget(self.words, 1)
        for made in (self.missing_toggle, self.copy, self.sign_in, self.resume, self.cancel):
            line.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = column(gap=0)
        layout.addWidget(self.progress)
        self._line.setLayout(line)
        layout.addWidget(self._line)
        layout.addWidget(self.missing)
        layout.addWidget(rule())
        self.setLayout(layout)
        self.missing.hide()
        THEME.changed.connect(self._dress)
        self._dress()

    @Slot()
    def _dress(self) -> None:
        """Take the height from the zoom."""
        self._line.setFixedHeight(THEME.px(HEIGHT))

    @Slot(bool)
    def _toggled(self, wanted: bool) -> None:
        """Open or close the panel."""
        self.missing.setVisible(wanted)
        if wanted:
            self.missing.build()

    @Slot()
    def _copy(self) -> None:
        """Put the address of the sign-in on the clipboard."""
        copy(self._url)


def filled_words(collected: Collected) -> str:
    """Return "14 of 38 searches done, 340 resources so far." for a pull that ended, whole or not."""
    if collected.complete:
        searches = count(collected.searches, "search", "searches")
        return f"All {searches} done, {count(len(collected.entries), 'resource')}."
    return _so_far(collected.searches - len(collected.open), collected.searches, len(collected.entries))


def progress_words(progress: Progress) -> str:
    """Return "Observation (laboratory) is being asked. 14 of 38 searches done, 340 resources so far."."""
    so_far = _so_far(progress.done, progress.searches, progress.resources)
    if progress.waiting:
        return f"The server asks us to wait {ceil(progress.waiting)} s. {so_far}"
    asking = f"{one_line(progress.asking)} is being asked. " if progress.asking else ""
    return f"{asking}{so_far}"


def _so_far(done: int, searches: int, resources: int) -> str:
    """Return "14 of 38 searches done, 340 resources so far.", without the searches before they are planned."""
    far = f"{done} of {count(searches, 'search', 'searches')} done, " if searches else ""
    return f"{far}{count(resources, 'resource')} so far."
