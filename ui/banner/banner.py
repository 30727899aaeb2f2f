"""The banner: who the chart is about, from where and as of when, and that nothing leaves the machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QSizePolicy

from copilot.chart.fact import Kind, Standing
from copilot.fhir.server.patients import PatientLine
from copilot.review.patient_words import details
from copilot.review.review import Review
from ui.automation import Name, identify
from ui.parts.boxes import row, turn
from ui.parts.button import button
from ui.parts.dates import day, local_moment, moment
from ui.parts.icon import icon
from ui.parts.label import Elided, label, set_role
from ui.parts.text import count, one_line, tip
from ui.theme import THEME

LOCAL = "Local only · 0 connections"
HEIGHT = 44
GAP = 16
PAD = 16  # of a pill, on both sides
REST = 150  # source and as-of time, of which something should be read
BESIDE = 90  # margins, gaps and the button for the patients
LOCAL_WIDTH = 96  # where it stands under the name
NARROWEST = 220
NO_LIMIT = 16_777_215  # Qt calls it QWIDGETSIZE_MAX
ALLERGIES_SHOWN = 3

_TOP = Qt.AlignmentFlag.AlignTop


class Banner(QFrame):
    """Always on top of the window, with or without a patient.

    Who it is about is never cut off: where one line is too short, name and details stand above the rest and wrap.
    """

    patients_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        identify(self, Name.BANNER, "Patient banner")
        self.name = identify(label("No patient open", "title"), Name.BANNER_NAME, "Patient name")
        self.details = identify(label(), Name.BANNER_DETAILS, "Age, sex, birth date, record number")
        self.allergies = identify(Elided("", "pill"), Name.BANNER_ALLERGIES, "Allergies")
        self.source = identify(Elided("", "muted"), Name.BANNER_SOURCE, "Source and as-of time")
        self.patients = button("", Name.BANNER_PATIENTS, role="icon", says="List of patients, Ctrl+B")
        tip(self.patients, self.patients.accessibleName())
        self.local = identify(Elided(LOCAL, "pill-muted"), Name.BANNER_LOCAL, LOCAL)
        self._where = self._as_of = self._filling = self._model_at = ""
        self._stacked, self._connections = False, LOCAL
        self._servers: tuple[str, ...] = ()
        self._open = 0
        self.source.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for pill in (self.allergies, self.local):
            pill.setAlignment(Qt.AlignmentFlag.AlignCenter)
            pill.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        for widget in (self.name, self.details):
            flags = Qt.TextInteractionFlag.TextSelectableByMouse
            widget.setTextInteractionFlags(flags)
        self._identity = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._identity.addWidget(self.name)
        self._identity.addWidget(self.details)
        self._rest = row(gap=12)
        self._rest.addWidget(self.allergies, 0, Qt.AlignmentFlag.AlignVCenter)
        self._rest.addWidget(self.source, 1)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.addLayout(self._identity)
        self._lines.addLayout(self._rest, 1)
        layout = row(gap=10, margins=(16, 6, 16, 6))
        layout.addWidget(self.patients, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self._lines, 1)
        layout.addWidget(self.local, 0, Qt.AlignmentFlag.AlignTop)
        layout.setAlignment(self.local, Qt.AlignmentFlag.AlignVCenter)
        self._outer = layout
        self.setLayout(layout)
        self.details.hide()
        self.allergies.hide()
        self.patients.clicked.connect(self.patients_wanted)
        self._dress()
        THEME.changed.connect(self._dress)

    def show_review(self, review: Review, server: str = "", known: PatientLine | None = None) -> None:
        """Fill in the person of this review; `server` is where it came from, `known` who was chosen there."""
        person = review.chart.person
        chosen = one_line(known.name) if known is not None else ""
        self.name.setText(one_line(person.name) or chosen or "Unnamed patient")
        self._detail(details(review))
        words, none_known = _allergies(review)
        self.allergies.set_text(words)
        set_role(self.allergies, "pill-muted" if none_known else "pill-danger")
        self.allergies.show()
        where = one_line(server) or PurePath(review.chart.source).name
        as_of = local_moment(review.chart.as_of) if server else moment(review.chart.as_of)
        self._where, self._as_of = where, f"as of {as_of or 'unknown'}"
        self._tell_source()
        self.source.set_detail(f"Source: {review.chart.source}, {self._as_of}\nFHIR {review.chart.fhir_version}")
        self._fit()

    def show_line(self, line: PatientLine, server: str) -> None:
        """Name who is being opened, before anything of the chart is there; nothing of another patient stays."""
        self.clear()
        self.name.setText(one_line(line.name) or "Patient being read")
        parts = (one_line(line.sex), f"born {day(line.birth_date)}" if line.birth_date else "")
        self._detail(" · ".join(p for p in (*parts, " / ".join(line.identifiers[:2])) if p))
        self._where, self._as_of = one_line(server), ""
        self._tell_source()
        self._fit()

    def set_filling(self, words: str) -> None:
        """Say beside the source that the chart is still filling, or not complete; empty: neither."""
        self._filling = words
        self._tell_source()

    def set_servers(self, names: Sequence[str]) -> None:
        """Say which servers Chartside is connected to."""
        self._servers = tuple(map(one_line, names))
        self._tell_connections()

    def set_open(self, number: int) -> None:
        """Say how many connections to other computers are open now."""
        if number != self._open:
            self._open = number
            self._tell_connections()

    def set_model_at(self, destination: str) -> None:
        """Say that questions to the model leave this machine, and where they go."""
        self._model_at = one_line(destination)
        self._tell_connections()

    def clear(self) -> None:
        """Show that no patient is open."""
        self.name.setText("No patient open")
        self._detail("")
        self._where = self._as_of = self._filling = ""
        self._tell_source()
        self.source.set_detail("")
        self.allergies.set_text("")
        self.allergies.hide()
        self._fit()

    def _detail(self, words: str) -> None:
        """Show age, sex and the like; without any there is nothing that could take the keyboard."""
        self.details.setText(one_line(words))
        self.details.setVisible(bool(self.details.text()))

    def _tell_connections(self) -> None:
        """Say what this machine is connected to: servers of records, and the one of the model by its name and host."""
        # A server that we are signed in to counts, whether or not a line to it is open at this moment.
        number = max(len(self._servers), self._open)
        count_of = count(number, "connection") if number else ""
        model = f"Model at {self._model_at}" if self._model_at else ""
        words = " · ".join(part for part in (model, count_of) if part) or LOCAL
        sent = f"Questions about the chart are sent to {self._model_at}." if self._model_at else ""
        whose = ", ".join(self._servers)
        asked = (
            f"Connected to {whose}: records, sign-in, and the EHR's hub where it is followed; nothing else is asked."
        )
        self._connections = words
        self._show_connections()
        self.local.set_detail(" ".join(part for part in (sent, asked if whose else "") if part))
        self.local.setAccessibleName(f"{words} {whose}".strip())
        set_role(self.local, "pill-strong" if words != LOCAL else "pill-muted")
        self._fit()

    def _show_connections(self) -> None:
        """Say it in full, or its first part where there is no room; the tip and a screen reader have all of it."""
        self.local.set_text(self._connections.partition(" · ")[0] if self._stacked else self._connections)

    def _tell_source(self) -> None:
        """Put how complete it is, source and as-of time on one line; without room only the as-of day."""
        where = "" if self._stacked and self._as_of else self._where
        as_of = self._as_of.partition(",")[0] if self._stacked else self._as_of
        self.source.set_text(" · ".join(part for part in (self._filling, where, as_of) if part))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: another width, perhaps another number of lines."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Override: it wraps before it is cut."""
        return QSize(THEME.px(NARROWEST), super().minimumSizeHint().height())

    def _fit(self) -> None:
        """Stand on one line where it holds who it is about, the allergies and something of the source; else on more."""
        who = _width(self.name) + _width(self.details) + GAP
        room = (
            self.width()
            - self.local.fontMetrics().horizontalAdvance(self._connections)
            - THEME.px(PAD)
            - THEME.px(BESIDE)
        )
        rest = (0 if self.allergies.isHidden() else _width(self.allergies) + GAP) + THEME.px(REST)
        self._stack(stacked=who + rest > room, upright=who > self.width() - THEME.px(LOCAL_WIDTH + BESIDE))

    def _stack(self, *, stacked: bool, upright: bool) -> None:
        """Let the rest stand under who it is about (`stacked`), and the details under the name (`upright`)."""
        self._stacked = stacked
        for part in (self.name, self.details):
            part.setWordWrap(upright)
            part.setMinimumWidth(1 if upright else 0)
        turn(self._identity, upright=upright)
        self._identity.setSpacing(1 if upright else GAP)
        self._identity.setStretch(1, int(not upright and stacked))
        turn(self._lines, upright=stacked)
        self._lines.setSpacing(4 if stacked else GAP)
        self._show_connections()
        self.local.setMaximumWidth(THEME.px(LOCAL_WIDTH) if stacked else NO_LIMIT)
        self._outer.setAlignment(self.local, _TOP if stacked else Qt.AlignmentFlag.AlignVCenter)
        self._outer.setAlignment(self.patients, _TOP if stacked else Qt.AlignmentFlag.AlignVCenter)
        self._tell_source()
        self.setMinimumHeight(THEME.px(HEIGHT))
        self.setMaximumHeight(NO_LIMIT if stacked else THEME.px(HEIGHT))

    @Slot()
    def _dress(self) -> None:
        """Take the height from the zoom."""
        self.patients.setIcon(icon("patients", THEME.colours.muted))
        self.patients.setFixedSize(THEME.px(28), THEME.px(28))
        self._fit()


def _width(part: QLabel) -> int:
    """Return how wide the words of a label are on one line."""
    return part.fontMetrics().horizontalAdvance(part.text()) + THEME.px(PAD)


def _allergies(review: Review) -> tuple[str, bool]:
    """Return the words for the pill and whether it says that there are none."""
    allergies = review.chart.of(Kind.ALLERGY)
    real = [f for f in allergies if f.standing in (Standing.ASSERTED, Standing.UNCERTAIN)]
    if not real:
        denied = any(f.standing is Standing.NONE_KNOWN for f in allergies)
        unknown = "Allergies: none here, record incomplete" if review.partial else "Allergies: none recorded"
        return ("No known allergies" if denied else unknown), True
    shown = [f"{f.label} ({f.detail})" if f.detail else f.label for f in real[:ALLERGIES_SHOWN]]
    more = f" +{len(real) - ALLERGIES_SHOWN}" if len(real) > ALLERGIES_SHOWN else ""
    word = "Allergy" if len(real) == 1 else "Allergies"
    return f"{word}: {', '.join(shown)}{more}", False
