"""Locking the window: first it is covered, then everything of the patient goes; coming back reads it from the store."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Slot
from PySide6.QtWidgets import QApplication

from copilot.review.kept import from_record
from copilot.review.work import Work
from copilot.store.audit import Action
from copilot.store.lock_settings import LockSettings, in_force
from copilot.store.opening import Opening
from copilot.store.pin import Pin
from ui.chart.arrange import Arranged, Tab
from ui.lock.desktop import Desktop
from ui.lock.idle import Idle
from ui.lock.view import LockView
from ui.messages.bar import words_of
from ui.operations import Job
from ui.parts.clipboard import Clipboard
from ui.parts.overlay import Overlay
from ui.parts.typed import forget_typed
from ui.window.commands import Command
from ui.window.remote import Snapshot
from ui.window.session import Wanted

if TYPE_CHECKING:
    from ui.window.window import MainWindow

NOT_KEPT = "Nothing is kept this time, so the patient has to be opened again."
WAITS = f"{NOT_KEPT} What was corrected, decided and written before the lock comes back with them."
NO_PIN_YET = "There was no PIN yet when the window locked, so the patient has to be opened again."
STILL_WAITS = "What was corrected, decided and written of this patient before the lock is still here."


@dataclass(frozen=True)
class Keys:
    """How the store is opened again, and begun behind a passphrase; the PIN of its user, None where none is kept."""

    opening: Opening
    pin: Pin | None = None
    beginning: Opening | None = None


# The base of a server, and the id of a patient there.
Who = tuple[str, str]


@dataclass(frozen=True)
class Place:
    """Where the user was: ids without meaning outside the store. `wanted` (a file), `who` (a patient of a server) and
    `work` only for what no store keeps.
    """

    review: str
    tab: Tab
    fact: str
    wanted: Wanted | None
    who: Who | None = None
    work: Work = field(default_factory=Work)


class Locking(QObject):
    """Locks by key, by the idle time, and when the desktop does; without `keys` (views under test) it does not."""

    def __init__(self, window: MainWindow, keys: Keys | None) -> None:
        super().__init__()
        self._window, self._keys = window, keys
        self._settings: LockSettings = in_force()
        self.view = LockView()
        self._place: Place | None = None
        self._reading: Place | None = None
        self._waiting: dict[Who, Place] = {}
        self._open_to_all = False
        self.locked = False
        self.clipboard = Clipboard(self._settings.clipboard_seconds)
        self.idle, self.desktop = Idle(self._settings.idle_minutes * 60.0), Desktop()
        self.idle.gone.connect(self.lock)
        self.desktop.left.connect(self.lock)
        self.view.entered.connect(self._enter)
        self.view.chosen.connect(self._choose)

    def commands(self) -> tuple[Command, ...]:
        """Return what the window can be told of it."""
        able, why = self._can_lock, "nothing to lock with"
        return (
            Command("lock", "Lock Chartside", "Patients", self.lock, ("Ctrl+L",), able, why),
            Command("lock.pin", "Lock Chartside and choose a PIN", "Patients", self._lock_and_choose, (), able, why),
        )

    def start(self) -> None:
        """Begin to watch."""
        if self._keys is not None:
            self._window.session.opened.connect(self._read_again)  # after the window has shown it
            self._window.connecting.reading.arrived.connect(self._came_again)
            self.idle.start()
            self.desktop.start(self._window)

    def stop(self) -> None:
        """Watch no more, and leave nothing on the clipboard."""
        self.idle.stop()
        self.clipboard.end()

    @Slot()
    def lock(self) -> None:
        """Cover the window at once, then take everything of the patient out of it, and close the store."""
        if self._keys is None or self.locked:
            return
        window = self._window
        self.locked = True
        window.cover.setCurrentWidget(self.view)
        window.repaint()  # now: what is still being kept may take a moment
        window.changing.forget()
        self._close_dialogs()
        self._place, self._reading, self._open_to_all = self._where(), None, self._wants_pin
        self.view.begin(has_pin=self._has_pin, choosing=self._wants_pin)
        self._keep_work()
        window.recording.note(Action.LOCK)
        self._forget()
        window.recording.close()

    def _lock_and_choose(self) -> None:
        """Lock, and ask for a PIN."""
        self.lock()
        if self._keys is not None and self._keys.pin is not None:
            self.view.begin(has_pin=False, choosing=True)

    @property
    def _has_pin(self) -> bool:
        return self._keys is not None and self._keys.pin is not None and self._keys.pin.is_set

    @property
    def _wants_pin(self) -> bool:
        """Return whether IT wants a PIN and there is none: whoever comes first chooses it, and need not be who left."""
        return self._settings.needs_pin and not self._has_pin

    def _can_lock(self) -> bool:
        return self._keys is not None and not self.locked

    def _where(self) -> Place | None:
        """Return where the user is, to come back to."""
        window = self._window
        if window.session.arranged is None:
            return None
        review, tab, fact = window.recording.review, window.chart.tab, window.chart.fact
        if review:
            return Place(review, tab, fact, None)
        path = window.session.path
        return Place("", tab, fact, Wanted(path) if path is not None else None, self._who(), self._work())

    def _who(self) -> Who | None:
        """Return which patient of which server is in sight, None for a file."""
        reading = self._window.connecting.reading
        return (reading.base, reading.remote.patient) if reading.base else None

    def _work(self) -> Work:
        """Return what is corrected, decided and written of the patient in sight."""
        window = self._window
        return Work(window.thinking.correcting.corrections, window.deciding.decisions, window.assessing.assessment)

    def _keep_work(self) -> None:
        """Keep what is corrected, decided and written, to go on with it."""
        work = self._work()
        if work != Work():
            self._window.recording.keep_work(work)

    def _forget(self) -> None:
        """Leave nothing of the patient in any view or in memory, no session, and nothing that runs for them."""
        window = self._window
        window.following.end()
        window.connecting.lock()
        window.session.leave()
        window.showing.show_nobody()
        window.chart.leave_nothing()
        if window.writing.guest is not None:
            window.writing.guest.forget_read()
        window.picker.filter.clear()
        window.picker.set_entries([])
        forget_typed(window)
        self.clipboard.clear()
        # What the views let go of is out of sight, and could be read by a screen reader until it is deleted: now.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _close_dialogs(self) -> None:
        """Close whatever stands over the window, or in it over what it shows."""
        for overlay in self._window.findChildren(Overlay):
            overlay.leave()
        for widget in QApplication.topLevelWidgets():
            if widget is not self._window and widget.isVisible():
                widget.close()

    @Slot(str)
    def _choose(self, pin: str) -> None:
        """Take a new PIN, in the background: it is slow to keep on purpose. The way back is then the PIN."""
        assert self._keys is not None
        assert self._keys.pin is not None
        kept = self._keys.pin
        self.view.back.setEnabled(False)
        self._window.operations.start(lambda _job: kept.set(pin), self._chosen, self._refused)

    @Slot(object)
    def _chosen(self, _nothing: object) -> None:
        """There is a PIN: ask for it."""
        self.view.back.setEnabled(True)
        self.view.begin(has_pin=True, choosing=False)

    @Slot(str)
    def _enter(self, pin: str) -> None:
        """Let the user in, or say why not; the PIN is looked at in the background, for it is slow on purpose."""
        assert self._keys is not None
        kept = self._keys.pin if self._has_pin else None
        self.view.back.setEnabled(False)
        self._window.operations.start(
            lambda _job: kept.check(pin) if kept is not None else None, self._let_in, self._refused
        )

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        """Say why not."""
        self.view.back.setEnabled(True)
        self.view.say(words_of(error))

    @Slot(object)
    def _let_in(self, _nothing: object) -> None:
        """Open the store again, and read what was in sight."""
        assert self._keys is not None
        window, place = self._window, self._place
        self.view.back.setEnabled(True)
        self.locked, self._place = False, None
        window.recording.open(window.unlocking.owner(self._keys.opening))
        window.recording.note(Action.UNLOCK)
        window.cover.setCurrentIndex(0)
        window.list_patients()
        if place is None:
            return
        if self._open_to_all:
            window.messages.add("lock", NO_PIN_YET)
        elif place.review:
            self._read(place)
        elif place.wanted is not None:
            self._reading = place
            window.session.open(place.wanted)
        else:
            self._wait_for(place)

    def _wait_for(self, place: Place) -> None:
        """Hold what was done of a patient of a server until they are opened there again; where one was goes with it."""
        waits = place.who is not None and place.work != Work()
        if place.who is not None and waits:
            self._waiting[place.who] = place
        self._window.messages.add("lock", WAITS if waits else NOT_KEPT)

    @Slot(object)
    def _came_again(self, snapshot: Snapshot) -> None:
        """More of a chart came from a server: once it is all there, go on with what was done of that patient before.

        What was begun anew meanwhile is not written over unasked.
        """
        who = self._who()
        if not snapshot.final or who is None or who not in self._waiting:
            return
        if self._work() == Work():
            self._bring_back(who)
        else:
            back = partial(self._bring_back, who)
            self._window.messages.add("lock", STILL_WAITS, action="Bring it back", run=back)

    def _bring_back(self, who: Who) -> None:
        """Go on with what was done before the lock; the chart was read anew and may say something else by now."""
        if who != self._who():
            return
        place = self._waiting.pop(who)
        self._window.messages.remove("lock")
        self._go_on(replace(place, fact=""), place.work)
        self._window.assessing.compare()

    @Slot(object)
    def _read_again(self, _arranged: Arranged) -> None:
        """A file was read: if it is the one of before the lock, go on with what was done of it."""
        place, self._reading = self._reading, None
        if place is not None and place.wanted is not None and place.wanted.path == self._window.session.path:
            self._go_on(place, place.work)

    def _read(self, place: Place) -> None:
        """Read the review that was in sight from the store, in the background."""
        window = self._window
        kept = window.recording.returning(place.review)

        def operation(_job: Job) -> tuple[Arranged, Work, bool]:
            """Run in the pool."""
            record, work = kept.result()
            before = from_record(record, place.review)
            arranged = window.session.review(before.pull)
            return arranged, work, before.made_by(arranged.review)

        def show(found: tuple[Arranged, Work, bool]) -> None:
            """Show it where the user was, with what was done so far."""
            arranged, work, same = found
            if same:
                window.recording.go_on_with(place.review)
            window.session.adopt(arranged)
            window.showing.show_file(arranged)
            self._go_on(place, work)

        window.operations.start(operation, show, self._not_read)

    def _go_on(self, place: Place, work: Work) -> None:
        """Go on where the user was, with what was done so far."""
        window = self._window
        window.thinking.correcting.take(work.corrections)
        window.deciding.take(work.decisions)
        window.assessing.take(work.assessment)
        window.chart.show_tab(place.tab)
        if place.fact:
            window.chart.show_fact(place.fact)

    @Slot(object)
    def _not_read(self, error: Exception) -> None:
        """Say why what was in sight does not come back; without its passphrase, the store was not opened."""
        if self._window.recording.offered:
            self._window.messages.add("lock", NOT_KEPT)
        else:
            self._window.messages.error("lock", error)
