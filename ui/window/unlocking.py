"""Asks on the screen for the passphrase that the store's thread waits for, and begins a store where one is wanted."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from copilot.store.opening import Opening, Question
from copilot.store.owner import NotOpenError, Owner
from copilot.store.store import Store
from ui.lock.passphrase import PassphraseView
from ui.window.commands import Command

if TYPE_CHECKING:
    from ui.window.locking import Keys
    from ui.window.window import MainWindow


class _GivenUp:
    """What is answered when nobody will answer any more."""


_Answers = SimpleQueue["str | None | _GivenUp"]


class Unlocking(QObject):
    """Makes the owners of the store. What they are asked to do meanwhile waits in their thread, in its order."""

    _wanted = Signal(object, object)
    _ended = Signal(object)

    def __init__(self, window: MainWindow, keys: Keys | None) -> None:
        super().__init__()
        self._window, self._keys = window, keys
        self.view = PassphraseView()
        self._answers: _Answers | None = None
        self.view.answered.connect(self._answer)
        # Both come from the store's thread.
        self._wanted.connect(self._ask, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._settle, Qt.ConnectionType.QueuedConnection)

    def commands(self) -> tuple[Command, ...]:
        """Return what the window can be told of it."""
        why = "needs a computer without a keyring, where nothing is kept yet"
        words = "Keep reviews on this computer, behind a passphrase"
        return (Command("store.keep", words, "Patients", self.keep, (), self._can_keep, why),)

    def is_covered(self) -> bool:
        """Return whether the window is locked, or waits for a passphrase: then it does nothing else."""
        return self._window.cover.currentIndex() > 0

    def owner(self, opening: Opening) -> Owner:
        """Return an owner that opens the store, and asks here where it must."""
        answers: _Answers = SimpleQueue()
        self._answers = answers
        made = Owner(partial(opening, partial(self._asked, answers)), partial(answers.put, _GivenUp()))
        made.opened.add_done_callback(self._ended.emit)
        return made

    @Slot()
    def keep(self) -> None:
        """Begin to keep things on a computer without a keyring; what is in sight is kept too."""
        if self._keys is not None and self._keys.beginning is not None:
            self._window.recording.begin_again(partial(self.owner, self._keys.beginning))

    @Slot()
    def again(self) -> None:
        """Try once more to open what did not open: its keyring may be unlocked now; what is in sight is kept too."""
        self._window.messages.remove("store")
        if self._keys is not None:
            self._window.recording.begin_again(partial(self.owner, self._keys.opening))

    def _can_keep(self) -> bool:
        return self._window.recording.offered

    def _asked(self, answers: _Answers, question: Question) -> str | None:
        """Run in the store's thread: ask, and wait."""
        self._wanted.emit(answers, question)
        answer = answers.get()
        if isinstance(answer, _GivenUp):
            raise NotOpenError("Nobody answered.")
        return answer

    @Slot(object, object)
    def _ask(self, answers: object, question: Question) -> None:
        """Show the page, unless the window was locked since or another owner opens the store."""
        if answers is self._answers and not self._window.locking.locked:
            self._window.cover.setCurrentWidget(self.view)
            self.view.begin(question)

    @Slot(object)
    def _answer(self, passphrase: str | None) -> None:
        """Hand over what was entered."""
        if self._answers is not None:
            self._answers.put(passphrase)

    @Slot(object)
    def _settle(self, _opened: Future[Store]) -> None:
        """The store is open, or it is known why not: the window is there again."""
        self.view.forget()
        if self._window.cover.currentWidget() is self.view:
            self._window.cover.setCurrentIndex(0)
