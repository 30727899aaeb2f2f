"""Stands between the asker and the views: what may be asked, what is being asked, what came of it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from copilot.errors import KnownError
from copilot.model.client import LoadedModel
from copilot.narrative.able import why_not
from copilot.narrative.agreement import RUNS
from copilot.narrative.answer import Answer
from copilot.narrative.narrate import Checked, Pending
from copilot.narrative.reading import SecondReading
from copilot.review.review import Review
from ui.ask.asker import Asker, Begun, Run
from ui.ask.view import AskView
from ui.messages.bar import MessageBar
from ui.narrative.between import Between
from ui.narrative.guest import Loading
from ui.parts.text import count, one_line

NOT_LOADED = "The model is not loaded yet."
WAITS = "The model finishes its words first."


class Asking(Between):
    """Without a guest nothing is asked and nothing shown. `reading` carries a second reading to the list. `put` tells
    where a question goes, an empty word for this machine, and `made` what came of it, to whoever keeps it.
    """

    reading = Signal(object)
    put = Signal(str)
    made = Signal(object)

    def __init__(self, asker: Asker | None, view: AskView, messages: MessageBar) -> None:
        super().__init__(asker, view)
        self.asker = asker
        self._view = view
        self._messages = messages
        self._review: Review | None = None
        self._why_not = NOT_LOADED
        self._held = ""
        if asker is None:
            view.hide()
            return
        view.asked.connect(self.ask)
        view.list_wanted.connect(self.read)
        view.stop_wanted.connect(self.stop)
        asker.heard.connect(self._heard)
        asker.ended.connect(self._ended)
        asker.failed.connect(self._failed)
        asker.stopped.connect(self._stopped)

    def begin(self, review: Review) -> None:
        """Another patient, or another state of this one: what was asked before is gone."""
        self.abandon()
        self._review = review
        self._view.show_review(review, self._held or self._why_not)

    def rest_on(self, review: Review) -> None:
        """The findings were corrected: answers about the chart stay, what is still being asked stops."""
        if self.busy:
            self.abandon()
            self._view.rest("Stopped: the findings were corrected.")
        self._review = review

    def clear(self, why: str) -> None:
        """No patient is open now."""
        self.abandon()
        self._review = None
        self._view.show_review(None, why)

    @Slot(object)
    def know(self, model: LoadedModel) -> None:
        """A model is loaded: open the field, or say why this one cannot be asked."""
        self._why_not = why_not(model)
        if self._review is not None:
            self._view.allow(self._held or self._why_not)

    @Slot()
    def look(self) -> None:
        """Loading was stopped: a question loads the model by itself, if its file is one that can be asked."""
        if self.asker is not None:
            self.asker.look(self._looked, self._failed)

    @Slot(object)
    def _looked(self, why_not: str) -> None:
        """Open the field, or say why this model cannot be asked."""
        self._why_not = why_not
        if self._review is not None:
            self._view.allow(self._held or why_not)

    def hold(self, why: str) -> None:
        """Ask nothing while `why` holds; what is being asked stops, what was answered before stays in sight."""
        if why == self._held:
            return
        self._held = why
        self._view.text.held = bool(why)
        if why and self.busy:
            self.abandon()
            self._view.rest("Stopped before the end.")
        if self._review is not None:
            self._view.allow(why or self._why_not)

    @Slot(str)
    def ask(self, question: str) -> None:
        """Ask about the patient who is open."""
        if self.asker is not None and self._review is not None:
            self._view.begin(WAITS)
            self.asker.ask(self._review, question)

    @Slot()
    def read(self) -> None:
        """Let the model name conditions of its own."""
        if self.asker is not None and self._review is not None:
            self._view.begin(WAITS)
            self.asker.read(self._review, RUNS)

    @Slot(object)
    def _heard(self, event: object) -> None:
        """Show what the model does."""
        if isinstance(event, Loading):
            self._view.say(f"The model is being loaded: {event.share:.0%}")
        elif isinstance(event, Begun):
            self.put.emit(event.destination)
            self._view.say("The model reads the chart.")
        elif isinstance(event, Run):
            self._view.say(f"Reading {event.done} of {event.runs} is done.")
        elif isinstance(event, Pending | Checked):
            self._view.add(event)

    @Slot(object)
    def _ended(self, made: Answer | SecondReading) -> None:
        """Show what came of it."""
        self.made.emit(made)
        if isinstance(made, Answer):
            self._view.show_answer(made)
            return
        self.reading.emit(made)
        words = made.unable or f"The model named {count(len(made.proposals), 'condition')}; see the list."
        prefix = f"Incomplete: {one_line(made.incomplete)} " if made.incomplete else ""
        self._view.rest(prefix + words)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        """Say what is wrong."""
        self._view.rest(one_line(str(error)) if isinstance(error, KnownError) else "The model could not go on.")
        if not isinstance(error, KnownError):
            self._messages.error("bug", error)

    @Slot()
    def _stopped(self) -> None:
        """It was taken back before its turn came."""
        self._view.rest("Stopped before the model was asked.")
