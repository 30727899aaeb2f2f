"""A window that asks a real server on loopback, with the servers it knows kept in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from copilot.errors import InputError
from copilot.fhir.connections import Auth, Connection
from copilot.fhir.pull import Pull
from copilot.knowledge.pack import Pack
from copilot.review import engine
from copilot.review.review import Review
from tests.ehr import Browser, Ehr, Server, serve
from tests.ui import factory
from ui.operations import Operations
from ui.window.connecting import Connecting
from ui.window.hospital import TheHospital
from ui.window.locking import Keys
from ui.window.session import Session
from ui.window.window import MainWindow

PATIENCE = 30_000  # ms: a bound for a busy machine, not a measure
USER_SCOPES = ("openid", "fhirUser", "offline_access", "user/*.rs")


class RealReviews(factory.Rooms):
    """Reviews what was pulled with the real engine, over a small invented pack; files as `Rooms` does."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[int] = []

    def review(self, pull: Pull, pack: Pack) -> Review:
        """Count what each snapshot holds."""
        if not pull.resources:
            return super().review(pull, pack)
        self.sizes.append(len(pull.resources))
        return engine.review(pull, pack)


class Loopback(TheHospital):
    """The real road to servers; only the list of them is in memory."""

    def __init__(self, *known: Connection) -> None:
        self.known = list(known)

    def connections(self) -> tuple[Connection, ...]:
        """Return them."""
        return tuple(self.known)

    def add(self, connection: Connection) -> None:
        """Keep one, unless IT has it."""
        if any(known.id == connection.id and known.locked for known in self.known):
            raise InputError("is set by IT and cannot be changed here.", where=connection.name)
        self.known.append(connection)

    def remove(self, identifier: str) -> None:
        """Forget one."""
        self.known = [known for known in self.known if known.id != identifier]


class Visit:
    """A window at a server."""

    def __init__(
        self, operations: Operations, server: Server, connection: Connection, keys: Keys | None = None
    ) -> None:
        self.server, self.ehr = server, server.ehr
        self.connection = connection
        self.rooms = RealReviews()
        self.hospital = Loopback(connection)
        session = Session(operations, lambda: self.rooms)
        self.window = MainWindow(operations, session, None, "", None, self.hospital, keys)
        self.browser: Callable[[str], object] = lambda _url: None
        self.window.connecting.access._browse = lambda url: self.browser(url)
        self.window.resize(1440, 900)
        self.window.show()

    @property
    def connecting(self) -> Connecting:
        """Return what connects."""
        return self.window.connecting

    def quiet(self) -> bool:
        """Return whether nothing is asked, read, built or waited for."""
        return not self.window.operations.busy and self.window.settled


@contextmanager
def visit(operations: Operations, ehr: Ehr, auth: Auth = Auth.OPEN, keys: Keys | None = None) -> Iterator[Visit]:
    """Serve a hospital and open a window that knows it, over a store that `keys` open, or none."""
    with serve(ehr) as server, Browser() as browser:
        connection = Connection(
            "st-marys", "St. Mary's", server.base, auth, "chartside" if auth is Auth.SMART else "", USER_SCOPES
        )
        made = Visit(operations, server, connection, keys)
        made.browser = browser
        try:
            yield made
        finally:
            made.window.close()
            made.window.deleteLater()


def locked(connection: Connection) -> Connection:
    """Return the connection as IT sets it."""
    return replace(connection, locked=True)


def every_word(window: QWidget) -> str:
    """Return everything that any widget of a window holds, in sight or not."""
    words: list[str] = []
    for widget in (window, *window.findChildren(QWidget)):
        words += [widget.accessibleName(), widget.toolTip(), widget.accessibleDescription(), widget.windowTitle()]
        if isinstance(widget, QLabel | QLineEdit):
            words.append(widget.text())
        elif isinstance(widget, QPlainTextEdit | QTextEdit):
            words.append(widget.toPlainText())
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model = widget.model()
            columns = model.columnCount(QModelIndex()) if isinstance(model, QAbstractTableModel) else 1
            words += [
                str(model.data(model.index(row, column)))
                for row in range(model.rowCount(QModelIndex()))
                for column in range(columns)
            ]
    return "\n".join(words)


FILE = Path("okafor.json")
