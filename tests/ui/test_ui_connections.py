"""Connections: what is open, was closed and was refused, live; refusals in the audit trail; closed at a lock."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from copilot.egress import Gate, RefusedError
from copilot.store.audit import Action, Event
from copilot.store.store import Store
from tests.ui.conftest import Open
from ui.banner.banner import LOCAL
from ui.connections.view import NOTHING, ConnectionsView
from ui.operations import Operations
from ui.window.locking import Keys
from ui.window.reached import Reaching
from ui.window.session import Session
from ui.window.window import MainWindow


def cells(view: ConnectionsView) -> list[list[str]]:
    """Return the words of the table."""
    model = view.lines
    columns = (0, 1, 2, 4)  # without the time
    return [[str(model.index(line, column).data()) for column in columns] for line in range(model.rowCount())]


def test_what_is_open_closed_and_refused_is_listed_as_it_is_now(qtbot: QtBot) -> None:
    gate, window = Gate(), QWidget()
    qtbot.addWidget(window)
    window.show()
    view = ConnectionsView(window, gate)
    view.begin()
    assert (view.said.text(), cells(view)) == (NOTHING, [])
    gate.allow("192.0.2.7", "chart of the ward")
    with closing(socket.socket()) as made:
        gate.check_address(made, ("192.0.2.7", 443))
        with pytest.raises(RefusedError):
            gate.check_name("telemetry.example.org")
        qtbot.waitUntil(lambda: len(cells(view)) == 2, timeout=10_000)
        assert cells(view) == [
            ["192.0.2.7", "443", "chart of the ward", "open"],
            ["telemetry.example.org", "", "nobody asked for it", "refused"],
        ]
        assert view.said.text() == "1 connection to other computers open now, 1 refused since the start."
    qtbot.waitUntil(lambda: cells(view)[0][3] == "closed", timeout=10_000)
    view.leave()


def test_the_pill_and_a_command_open_it_and_escape_closes_it(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    view = window.reaching.view
    QTest.mouseClick(window.banner.local, Qt.MouseButton.LeftButton)
    assert view.isVisible()
    assert view.table.accessibleName() == "Connections"
    QTest.keyClick(view.table, Qt.Key.Key_Escape)
    assert not view.isVisible()
    next(command for command in window.commands if command.id == "view.connections").run()
    assert view.isVisible()


def test_a_refusal_is_in_the_audit_trail_by_its_host_alone_and_a_lock_closes_the_page(
    qtbot: QtBot, operations: Operations
) -> None:
    window = MainWindow(operations, Session(operations), None, keys=Keys(lambda _ask: Store.in_memory()))
    qtbot.addWidget(window)
    window.show()
    gate = Gate()
    reaching = Reaching(window, gate)
    with pytest.raises(RefusedError):
        gate.check_name("telemetry.example.org")
    assert window.banner.local.text() == LOCAL
    gate.allow("192.0.2.7", "chart of the ward")
    with closing(socket.socket()) as made, closing(socket.socket()) as here:
        gate.check_address(made, ("192.0.2.7", 443))
        gate.check_address(here, ("127.0.0.1", 443))
        reaching.look()
        assert window.banner.local.text() == "1 connection"
    reaching.look()
    assert window.banner.local.text() == LOCAL
    reaching.look()
    owner = window.recording._owner
    assert owner is not None
    found: list[Event] = owner.do(lambda store: list(store.trail.events())).result()
    assert [(one.action, one.destination, one.patient) for one in found if one.action is Action.REFUSED] == [
        (Action.REFUSED, "telemetry.example.org", "")
    ]
    reaching.view.begin()
    window.command_palette.begin()
    window.locking.lock()
    assert not reaching.view.isVisible()
    assert not window.command_palette.isVisible()
    window.close()
