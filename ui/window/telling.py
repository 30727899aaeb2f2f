"""Tells the event log what the window does: which part, how many, never whose or what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from copilot.narrative.answer import Answer
from copilot.narrative.narrative import Narrative, Support
from copilot.narrative.reading import SecondReading
from copilot.review.decision import Decisions
from copilot.review.review import Review
from copilot.store.audit import Action
from ui.automation import Name
from ui.event_log import Event, EventLog

if TYPE_CHECKING:
    from ui.window.window import MainWindow

ERROR, NOTICE = "error", "notice"


class Telling(QObject):
    """Listens to the signals that the views listen to, after them; it changes nothing."""

    def __init__(self, window: MainWindow, log: EventLog) -> None:
        super().__init__(window)
        self._window, self._log = window, log
        self._locked = False
        self._listen_to_patients()
        self._listen_to_decisions()
        self._listen_to_model()
        self._listen_to_places()

    def _listen_to_patients(self) -> None:
        """A patient comes, is shown, and goes."""
        window = self._window
        window.session.pack_loaded.connect(self._packs_loaded, Qt.ConnectionType.SingleShotConnection)
        window.session.opening.connect(self._opening)
        window.connecting.reading.leaving.connect(self._opening)
        window.session.glanced.connect(self._part_shown)
        window.session.opened.connect(self._opened)
        window.connecting.reading.arrived.connect(self._part_shown)
        window.differential.built.connect(self._built)
        window.differential.reviewed.connect(self._reviewed)
        window.picker.model.modelReset.connect(self._listed)
        window.recording.said.connect(self._kept)

    def _listen_to_decisions(self) -> None:
        """The clinician corrects, decides, and leaves with an assessment."""
        window = self._window
        window.thinking.correcting.shown.connect(self._corrected)
        window.deciding.changed.connect(self._decided)
        window.assessing.done.connect(self._left_with)
        window.messages.said.connect(self._message)

    def _listen_to_model(self) -> None:
        """The model is loaded, writes, and answers."""
        guest, asker = self._window.writing.guest, self._window.asking.asker
        if guest is not None:
            guest.ready.connect(self._model_loaded)
            guest.written.connect(self._written)
            guest.crashed.connect(self._model_failed)
            guest.stopped_loading.connect(self._stopped_loading)
        if asker is not None:
            asker.ended.connect(self._answered)
            asker.failed.connect(self._not_asked)
            asker.stopped.connect(self._not_asked)

    def _listen_to_places(self) -> None:
        """Another tab is in sight, or the lock."""
        window = self._window
        window.chart.tabs.currentChanged.connect(self._chart_tab)
        window.side.tabs.currentChanged.connect(self._side_tab)
        window.cover.currentChanged.connect(self._covered)

    @Slot()
    def _listed(self) -> None:
        self._log.note(Event.PATIENTS_LISTED, rows=self._window.picker.model.rowCount())

    @Slot(object)
    def _packs_loaded(self, _pack: object) -> None:
        self._log.note(Event.PACKS_LOADED)

    @Slot(str)
    def _kept(self, _words: str) -> None:
        self._log.note(Event.STORE, "kept" if self._window.recording.lasting else "nothing-kept")

    @Slot()
    def _opening(self) -> None:
        self._log.note(Event.PATIENT_OPENING)

    @Slot(object)
    def _part_shown(self, _part: object) -> None:
        self._log.note(Event.CHART_PART_SHOWN)

    @Slot(object)
    def _opened(self, _arranged: object) -> None:
        self._log.note(Event.PATIENT_OPENED)

    @Slot()
    def _built(self) -> None:
        self._log.note(Event.DIFFERENTIAL_SHOWN, rows=len(self._window.differential.rows))

    @Slot(object, bool)
    def _reviewed(self, review: Review | None, _same: bool) -> None:
        if review is None:
            self._log.note(Event.PATIENT_LEFT)

    @Slot(object)
    def _corrected(self, review: Review | None) -> None:
        if review is not None:
            self._log.note(Event.FINDINGS_CORRECTED, corrections=len(review.findings.corrections))

    @Slot(object, object, bool)
    def _decided(self, review: Review | None, decisions: Decisions, _same: bool) -> None:
        if review is not None and decisions:
            self._log.note(Event.DECIDED, decisions=len(decisions.made))

    @Slot(object)
    def _left_with(self, action: Action) -> None:
        self._log.note(Event.ASSESSMENT, action.value)

    @Slot(str, bool)
    def _message(self, kind: str, error: bool) -> None:
        self._log.note(Event.MESSAGE, f"{kind}.{ERROR if error else NOTICE}")

    @Slot(object)
    def _model_loaded(self, _model: object) -> None:
        self._log.note(Event.MODEL_LOADED)

    @Slot(object)
    def _model_failed(self, _error: object) -> None:
        self._log.note(Event.MODEL_FAILED)

    @Slot()
    def _stopped_loading(self) -> None:
        self._log.note(Event.NARRATIVE_SETTLED, "stopped", sentences=0, supported=0)

    @Slot(object)
    def _written(self, narrative: Narrative) -> None:
        supported = sum(one.support is Support.SUPPORTED for one in narrative.sentences)
        how = "incomplete" if narrative.incomplete else "complete"
        self._log.note(Event.NARRATIVE_SETTLED, how, sentences=len(narrative.sentences), supported=supported)

    @Slot(object)
    def _answered(self, made: Answer | SecondReading) -> None:
        self._log.note(Event.QUESTION_SETTLED, made.outcome.value if isinstance(made, Answer) else "own-list")

    @Slot()
    def _not_asked(self) -> None:
        self._log.note(Event.QUESTION_SETTLED, "not-asked")

    @Slot()
    def _chart_tab(self) -> None:
        self._tab(self._window.chart.stack.currentWidget())

    @Slot()
    def _side_tab(self) -> None:
        self._tab(self._window.side.stack.currentWidget())

    def _tab(self, page: QWidget | None) -> None:
        self._log.note(Event.TAB_SHOWN, (page and page.accessibleIdentifier()) or Name.DIFFERENTIAL)

    @Slot()
    def _covered(self) -> None:
        """The lock came, or the window is back; the page that asks for a passphrase covers it too, and is no lock."""
        if self._window.cover.currentWidget() is self._window.locking.view:
            self._locked = True
            self._log.note(Event.LOCKED)
        elif self._locked and not self._window.unlocking.is_covered():
            self._locked = False
            self._log.note(Event.UNLOCKED)
