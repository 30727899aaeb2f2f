"""Who lets the model write, and tells the views: begins with a patient, stops, restarts after a crash."""

from __future__ import annotations

from PySide6.QtCore import Slot

from copilot.errors import KnownError
from copilot.model.client import LoadedModel
from copilot.narrative.narrative import Narrative
from copilot.review.references import short_ids
from copilot.review.review import Review
from ui.messages.bar import MessageBar
from ui.narrative.between import Between
from ui.narrative.guest import Guest
from ui.narrative.view import NarrativeView
from ui.parts.text import one_line
from ui.status.line import LOCAL, StatusLine

NO_MODEL = "The model is off."
CORRECTED = "The findings were corrected, so the words about them as they were are gone."


class Writing(Between):
    """Stands between the guest and the views; without a guest it says why there are no words."""

    def __init__(
        self,
        guest: Guest | None,
        view: NarrativeView,
        status: StatusLine,
        messages: MessageBar,
        why_silent: str = "",
    ) -> None:
        super().__init__(guest, view)
        self.guest = guest
        self._view = view
        self._status = status
        self._messages = messages
        self._why_silent = why_silent or NO_MODEL
        self._review: Review | None = None
        self._held = ""
        self._owed = False
        view.stop_wanted.connect(self.stop)
        view.start_wanted.connect(self.restart)
        if guest is None:
            status.say_model(f"No model · {LOCAL}")
            view.be_silent()
            return
        status.say_model(f"Model not loaded yet · {f'at {guest.destination}' if guest.destination else LOCAL}")
        guest.heard.connect(view.add)
        guest.loading.connect(self._loading)
        guest.ready.connect(self._ready)
        guest.written.connect(self._written)
        guest.crashed.connect(self._crashed)
        guest.stopped_loading.connect(self._stopped_loading)

    @property
    def model(self) -> LoadedModel | None:
        """Return the loaded model, if one is."""
        return self.guest.model if self.guest is not None else None

    def begin(self, review: Review) -> None:
        """Write about a patient; words about another one stop and go."""
        self._review = review
        self._messages.remove("model")
        self._view.show_review(review, self._why_silent)
        self.restart()

    def clear(self, why: str) -> None:
        """Another patient's chart is being read: no words of the one before, and `why` there are none yet."""
        self.abandon()
        self._review = None
        self._messages.remove("model")
        self._view.show_review(None, why if self.guest is not None else self._why_silent)

    def set_aside(self, review: Review) -> None:
        """The findings were corrected: take away what was written of them as they were, and offer to write again."""
        if self.guest is None:
            return
        self.abandon()
        self._review = review
        self._view.set_aside(review, CORRECTED)

    def hold(self, why: str) -> None:
        """Write nothing while `why` holds; empty: write what was not written meanwhile."""
        if why == self._held:
            return
        self._held = why
        if why and self.busy:
            self.abandon()
            self._owed = True
            self._view.fail("Stopped before the end.")
        self._view.hold(why)
        if not why and self._owed:
            self.restart()

    @Slot()
    def restart(self) -> None:
        """Write, again if need be; a dead process is started anew."""
        self._restart(anyway=False)

    @Slot()
    def restart_anyway(self) -> None:
        """Write with a model that crashed again and again: the person wants it."""
        self._restart(anyway=True)

    def _restart(self, *, anyway: bool) -> None:
        """Let the guest write."""
        self._owed = bool(self._held)
        if self.guest is None or self._review is None or self._held:
            return
        self._messages.remove("model")
        loaded = self.guest.model is not None
        self._view.begin("The model reads the evidence." if loaded else "The model is being loaded.")
        self.guest.write(self._review, short_ids(self._review), anyway=anyway)

    def release(self) -> None:
        """End the model's process."""
        if self.guest is not None:
            self.guest.release()

    @Slot(float)
    def _loading(self, share: float) -> None:
        """Say how much is loaded."""
        self._view.say(f"The model is being loaded: {share:.0%}")

    @Slot(object)
    def _ready(self, model: LoadedModel) -> None:
        """Name the model."""
        self._status.show_model(model)
        if self.busy:  # else it was loaded for a question
            self._view.say("The model reads the evidence.")

    @Slot(object)
    def _written(self, narrative: Narrative) -> None:
        """Show what was written, whole or not."""
        self._view.show_narrative(narrative)
        self._status.show_speed(narrative)

    @Slot(object)
    def _crashed(self, error: Exception) -> None:
        """Say it plainly, and offer to start again; the differential is not touched."""
        words = one_line(str(error)) if isinstance(error, KnownError) else "the model could not go on."
        self._view.fail(f"Incomplete, do not use: {words}")
        if self.guest is not None and self.guest.blocked:
            self._messages.error("model", error, action="Start it all the same", run=self.restart_anyway)
        else:
            self._messages.error("model", error, action="Restart", run=self.restart)
        self._status.say_model("The model does not run · the differential needs none")

    @Slot()
    def _stopped_loading(self) -> None:
        """The person stopped it before it wrote."""
        self._view.show_review(self._review, "Stopped before the model wrote anything.")
