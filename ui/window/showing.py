"""Showing a patient in all views at once: one read from a file, one that fills from a server, or nobody yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copilot.fhir.server.patients import PatientLine
from ui.chart.arrange import Arranged
from ui.parts.typed import forget_typed
from ui.window.columns import Place
from ui.window.remote import Snapshot

if TYPE_CHECKING:
    from ui.window.window import MainWindow

STILL_READING = "still reading"
NOT_COMPLETE = "not complete"
WAITS = "The model waits until the chart is complete."
STILL_FILLING = "The chart is still being read."


class Showing:
    """Fills the views of a window; whatever was shown of another patient goes."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._part = False

    def show_file(self, arranged: Arranged) -> None:
        """Show a new patient everywhere at once, nothing of the old one left."""
        window = self._window
        window.opening.end()
        grows, self._part = self._part, False
        if grows:
            window.banner.show_review(arranged.review)
            self._show_more(arranged)
        else:
            self._show_new(arranged)
        self._complete(arranged)

    def show_part(self, arranged: Arranged) -> None:
        """Show the newest part of a file as a file is shown; the model waits for all of it."""
        self._show_new(arranged)
        self._window.recording.seen(arranged.review.chart.person.id)
        self._window.banner.set_filling(STILL_READING)
        self._wait()
        self._part = True

    def keep_part(self) -> None:
        """No more of a file comes: what is in sight of it stays, and is called what it is."""
        if self._part:
            self._part = False
            self._window.banner.set_filling(NOT_COMPLETE)
            self._window.assessing.wait("")

    def show_nothing(self) -> None:
        """Take the patient who was open out of every view: another one is about to come."""
        window, self._part = self._window, False
        window.recording.left()
        window.opening.end()
        window.picker.mark_open(None)
        window.banner.clear()
        window.chart.clear()
        window.differential.clear()
        self._wait()
        window.messages.remove("open")
        window.stack.setCurrentWidget(window.awaiting)
        window.columns.show_place(Place.DIFFERENTIAL)
        forget_typed(window)

    def show_nobody(self) -> None:
        """Take the patient who was open out of every view, and nobody comes: back to the beginning."""
        window = self._window
        self.show_nothing()
        window.awaiting.say("", "")
        for message in window.messages.messages:
            if not message.stays:
                message.dismiss()
        window.stack.setCurrentWidget(window.welcome)

    def show_snapshot(self, snapshot: Snapshot, server: str, known: PatientLine | None, *, first: bool) -> None:
        """Show a chart that fills: first as a file is shown, then without losing the place."""
        window, arranged, self._part = self._window, snapshot.arranged, False
        window.banner.show_review(arranged.review, server, known)
        if first:
            window.recording.seen(arranged.review.chart.person.id, window.connecting.reading.base)
            self._show_all(arranged)
            if window.stack.currentWidget() is window.awaiting:
                window.stack.setCurrentWidget(window.patient)
        else:
            self._show_more(arranged)
        if snapshot.final:
            self._complete(arranged)
        elif not first:
            self._wait()  # facts have other numbers now, and what was written before a Resume cites the old ones

    def _show_new(self, arranged: Arranged) -> None:
        """Show another patient, read from a file."""
        window = self._window
        window.recording.left()
        window.picker.mark_open(window.session.path)
        window.banner.show_review(arranged.review)
        window.stack.setCurrentWidget(window.patient)
        window.columns.show_place(Place.DIFFERENTIAL)
        self._show_all(arranged)
        forget_typed(window)  # of the patient before

    def _show_more(self, arranged: Arranged) -> None:
        """Show more of the same chart, without losing the place."""
        self._window.chart.update_chart(arranged)
        self._window.differential.update_review(arranged.review)

    def _show_all(self, arranged: Arranged) -> None:
        """Show chart and differential from their beginning."""
        self._window.chart.show_chart(arranged)
        self._window.differential.show_review(arranged.review)

    def _wait(self) -> None:
        """Take the model's words away, and let it wait for the whole chart."""
        self._window.writing.clear(WAITS)
        self._window.asking.clear(WAITS)
        self._window.assessing.wait(STILL_FILLING)

    def _complete(self, arranged: Arranged) -> None:
        """Nothing more comes: keep the review, let the model be asked, and write."""
        self._window.assessing.wait("")
        self._window.recording.complete(arranged.review)
        self._window.asking.begin(arranged.review)
        self._window.writing.begin(arranged.review)
        if self._window.collector is not None:
            self._window.collector.settle()
