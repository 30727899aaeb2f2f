"""The Qt application: its name, its theme, what happens to exceptions nobody caught, and the window's parts."""

from __future__ import annotations

import sys
import threading
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication

from copilot import places
from copilot.model.catalogue import starter
from copilot.model.choice import elsewhere
from copilot.model.client import ModelClient
from copilot.model.remote import RemoteClient
from copilot.model.script import shipped_script
from copilot.store.opening import open_store
from copilot.store.pin import Pin
from copilot.store.store import Store
from ui.garbage import Collector
from ui.messages.bar import MessageBar, log_bug
from ui.narrative.guest import Guest
from ui.operations import Operations
from ui.parts.icon import icon
from ui.theme import connect_to_system
from ui.window.locking import Keys
from ui.window.session import Session
from ui.window.window import MainWindow

# A busy background thread lets the window have its turn after this long. The window asks for it at every event and
# every cell that is painted: with five times as much, a page took half a second.
SWITCH_SECONDS = 0.0002


def make_application() -> QApplication:
    """Return the application, dressed; there is one per process."""
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    QCoreApplication.setOrganizationName("Chartside")
    QCoreApplication.setApplicationName("Chartside")
    application.setStyle("Fusion")
    application.setWindowIcon(icon("chartside"))
    sys.setswitchinterval(SWITCH_SECONDS)
    connect_to_system()
    return application


def make_window(
    model: Path | None = None, *, with_model: bool = True, keeps: bool = True, scripted: bool = False
) -> MainWindow:
    """Return the whole window with its operations, session, store and, where there is one, its model.

    `keeps`: whether this user's store is opened; else nothing is kept beyond the session (demo patients are nobody's).
    `scripted`: a script speaks in the model's place, unless a model was chosen.
    """
    operations = Operations()
    guest = _guest(operations, model, scripted=scripted) if with_model else None
    missing = "No model is installed; the differential needs none." if with_model else "The model is switched off."
    session = Session(operations)
    lasting = Keys(open_store, Pin(places.store()), partial(open_store, begins=True))
    keys = lasting if keeps else Keys(lambda _ask: Store.in_memory())
    silent = missing if guest is None else ""
    return MainWindow(operations, session, guest, silent, Collector(session.is_reading), keys=keys)


def _guest(operations: Operations, chosen: Path | None, *, scripted: bool = False) -> Guest | None:
    """Return the model: the file that was chosen, a script, the server that IT names, or the starter; None without."""
    if scripted and chosen is None:
        vocabulary = starter()
        return Guest(operations, ModelClient(script=shipped_script()), vocabulary) if vocabulary is not None else None
    to = elsewhere(chosen)
    if to is not None:
        return Guest(operations, RemoteClient(to), Path(to.model))
    path = chosen or starter()
    return Guest(operations, ModelClient(), path) if path is not None else None


class Uncaught(QObject):
    """Brings exceptions that nobody caught, from any thread, to the message bar: a bug, said plainly."""

    _seen = Signal(object)

    def __init__(self, messages: MessageBar) -> None:
        super().__init__()
        self._messages = messages
        self._seen.connect(self._show, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self.hook
        threading.excepthook = self.thread_hook

    def hook(self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """Take the place of `sys.excepthook`; a traceback's message may quote a chart, so it is not printed."""
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
        elif isinstance(error, Exception):
            self._seen.emit(error)
        else:
            log_bug(error)

    def thread_hook(self, arguments: threading.ExceptHookArgs) -> None:
        """Take the place of `threading.excepthook`."""
        if isinstance(arguments.exc_value, Exception):
            self._seen.emit(arguments.exc_value)

    @Slot(object)
    def _show(self, error: Exception) -> None:
        """Say it on the UI thread."""
        self._messages.error("bug", error)
