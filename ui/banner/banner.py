"""The banner: who the chart is about, from where and as of when, and that nothing leaves the machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QSizePolicy

from copilot.chart.fact import Kind, Standing
from copilot.fhir.server.patients import PatientLine
from copilot.review.patient_words import details
from copilot.review.review import Review
from ui.automation import Name, identify
from ui.parts.boxes import row
from ui.parts.dates import day, local_moment, moment
from ui.parts.label import Elided, label, set_role
from ui.parts.text import count, one_line
from ui.theme import THEME

LOCAL = "Local only · 0 connections"
HEIGHT = 44
ALLERGIES_SHOWN = 3


class Banner(QFrame):
    """Always on top of the window, with or without a patient."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        identify(self, Name.BANNER, "Patient banner")
        self.name = identify(label("No patient open", "title"), Name.BANNER_NAME, "Patient name")
        self.details = identify(label(), Name.BANNER_DETAILS, "Age, sex, birth date, record number")
        self.allergies = identify(Elided("", "pill"), Name.BANNER_ALLERGIES, "Allergies")
        self.source = identify(Elided("", "muted"), Name.BANNER_SOURCE, "Source and as-of time")
        self.local = identify(Elided(LOCAL, "pill-muted"), Name.BANNER_LOCAL, LOCAL)
        self._source = self._filling = self._model_at = ""
        self._servers: tuple[str, ...] = ()
        self.source.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for pill in (self.allergies, self.local):
            pill.setAlignment(Qt.AlignmentFlag.AlignCenter)
            pill.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        for widget in (self.name, self.details):
            flags = Qt.TextInteractionFlag.TextSelectableByMouse
            widget.setTextInteractionFlags(flags)
        layout = row(gap=16, margins=(16, 0, 16, 0))
        layout.addWidget(self.name)
        layout.addWidget(self.details)
        layout.addWidget(self.allergies, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.source, 1)
        layout.addWidget(self.local, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(layout)
        self.allergies.hide()
        self._dress()
        THEME.changed.connect(self._dress)

    def show_review(self, review: Review, server: str = "", known: PatientLine | None = None) -> None:
        """Fill in the person of this review; `server` is where it came from, `known` who was chosen there."""
        person = review.chart.person
        chosen = one_line(known.name) if known is not None else ""
        self.name.setText(one_line(person.name) or chosen or "Unnamed patient")
        self.details.setText(details(review))
        words, none_known = _allergies(review)
        self.allergies.set_text(words)
        set_role(self.allergies, "pill-muted" if none_known else "pill-danger")
        self.allergies.show()
        where = one_line(server) or PurePath(review.chart.source).name
        as_of = local_moment(review.chart.as_of) if server else moment(review.chart.as_of)
        self._source = f"{where} · as of {as_of or 'unknown'}"
        self._tell_source()
        self.source.set_detail(f"Source: {review.chart.source}\nFHIR {review.chart.fhir_version}")

    def show_line(self, line: PatientLine, server: str) -> None:
        """Name who is being opened, before anything of the chart is there; nothing of another patient stays."""
        self.clear()
        self.name.setText(one_line(line.name) or "Patient being read")
        parts = (one_line(line.sex), f"born {day(line.birth_date)}" if line.birth_date else "")
        self.details.setText(one_line(" · ".join(p for p in (*parts, " / ".join(line.identifiers[:2])) if p)))
        self._source = one_line(server)
        self._tell_source()

    def set_filling(self, words: str) -> None:
        """Say beside the source that the chart is still filling, or not complete; empty: neither."""
        self._filling = words
        self._tell_source()

    def set_servers(self, names: Sequence[str]) -> None:
        """Say which servers Chartside is connected to."""
        self._servers = tuple(map(one_line, names))
        self._tell_connections()

    def set_model_at(self, destination: str) -> None:
        """Say that questions to the model leave this machine, and where they go."""
        self._model_at = one_line(destination)
        self._tell_connections()

    def clear(self) -> None:
        """Show that no patient is open."""
        self.name.setText("No patient open")
        self.details.setText("")
        self._source = self._filling = ""
        self._tell_source()
        self.source.set_detail("")
        self.allergies.set_text("")
        self.allergies.hide()

    def _tell_connections(self) -> None:
        """Say what this machine is connected to: servers of records, and the one of the model by its name and host."""
        count_of = count(len(self._servers), "connection") if self._servers else ""
        model = f"Model at {self._model_at}" if self._model_at else ""
        words = " · ".join(part for part in (model, count_of) if part) or LOCAL
        sent = f"Questions about the chart are sent to {self._model_at}." if self._model_at else ""
        whose = ", ".join(self._servers)
        asked = (
            f"Connected to {whose}: records, sign-in, and the EHR's hub where it is followed; nothing else is asked."
        )
        self.local.set_text(words)
        self.local.set_detail(" ".join(part for part in (sent, asked if whose else "") if part))
        self.local.setAccessibleName(f"{words} {whose}".strip())
        set_role(self.local, "pill-strong" if words != LOCAL else "pill-muted")

    def _tell_source(self) -> None:
        """Put how complete it is, source and as-of time on one line; what is cut where it is narrow is least urgent."""
        self.source.set_text(" · ".join(part for part in (self._filling, self._source) if part))

    @Slot()
    def _dress(self) -> None:
        """Take the height from the zoom."""
        self.setFixedHeight(THEME.px(HEIGHT))


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
