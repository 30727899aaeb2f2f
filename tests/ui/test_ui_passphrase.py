"""A computer without a keyring: the page for a passphrase, what waits for it, and going on without."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from copilot import places
from copilot.review.decision import Decisions, own
from copilot.store import keeping
from copilot.store.audit import Action
from copilot.store.keeping import Cost
from copilot.store.opening import open_store
from copilot.store.pin import Pin
from tests.ui.test_ui_lock import RUTH, WORDS
from ui.lock.change import ChangeView
from ui.lock.page import UNLIKE
from ui.window.changing import DONE
from ui.window.locking import NOT_KEPT, Keys
from ui.window.window import MainWindow

OTHER = "five other words stand here"


@pytest.fixture
def open_window(
    open_with_keys: Callable[[Keys], MainWindow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], MainWindow]:
    """Open a window in a session without a keyring; guesses at a passphrase are as cheap as is allowed."""
    monkeypatch.setattr(keeping, "Cost", lambda: Cost(n=2**14))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    return lambda: open_with_keys(Keys(open_store, Pin(places.store()), partial(open_store, begins=True)))


def _kept_of_ruth(qtbot: QtBot, open_window: Callable[[], MainWindow]) -> MainWindow:
    """Return a window whose store was opened with the passphrase, with Ruth's review in it."""
    _begun()
    window = open_window()
    _enter(qtbot, window, WORDS)
    _is_kept(qtbot, window)
    window.open(RUTH)
    qtbot.waitUntil(lambda: window.shows_differential and bool(window.recording.review), timeout=120_000)
    return window


def _begun() -> None:
    """Begin a store behind the passphrase, as on another day."""
    open_store(lambda _question: WORDS, begins=True).close()


def _asks(window: MainWindow) -> bool:
    return window.cover.currentWidget() is window.unlocking.view and window.unlocking.view.field.isEnabled()


def _enter(qtbot: QtBot, window: MainWindow, words: str) -> None:
    """Type a passphrase and press Enter, once one is asked for."""
    qtbot.waitUntil(lambda: _asks(window), timeout=20_000)
    QTest.keyClicks(window.unlocking.view.field, words)
    QTest.keyClick(window.unlocking.view.field, Qt.Key.Key_Return)


def _is_kept(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.status.keeping.text() == "Kept here, encrypted", timeout=30_000)


def _trail(window: MainWindow) -> list[Action]:
    owner = window.recording._owner
    assert owner is not None
    return owner.do(lambda store: [event.action for event in store.trail.events()]).result(30)


def test_what_is_done_before_the_passphrase_is_kept_after_it(
    qtbot: QtBot, open_window: Callable[[], MainWindow]
) -> None:
    _begun()
    window = open_window()
    window.open(RUTH)
    qtbot.waitUntil(lambda: window.shows_differential, timeout=120_000)
    _enter(qtbot, window, "a wrong one, surely")
    qtbot.waitUntil(lambda: "not the passphrase" in window.unlocking.view.said.text(), timeout=20_000)
    assert window.unlocking.view.field.text() == ""
    _enter(qtbot, window, WORDS)
    _is_kept(qtbot, window)
    assert window.cover.currentIndex() == 0
    assert _trail(window) == [Action.OPEN]
    qtbot.waitUntil(lambda: bool(window.recording.review), timeout=10_000)


def test_one_goes_on_without_and_comes_back_to_it(qtbot: QtBot, open_window: Callable[[], MainWindow]) -> None:
    _begun()
    window = open_window()
    qtbot.waitUntil(lambda: _asks(window), timeout=20_000)
    window.unlocking.view.skip.click()
    qtbot.waitUntil(lambda: window.status.keeping.text() == "Nothing is kept", timeout=20_000)
    assert window.cover.currentIndex() == 0
    assert window.status.keep.isVisible()
    window.status.keep.click()
    _enter(qtbot, window, WORDS)
    _is_kept(qtbot, window)
    assert not window.status.keep.isVisible()


def test_a_store_is_begun_and_the_patient_in_sight_is_in_it(
    qtbot: QtBot, open_window: Callable[[], MainWindow]
) -> None:
    window = open_window()
    qtbot.waitUntil(lambda: window.status.keep.isVisible(), timeout=20_000)
    window.open(RUTH)
    qtbot.waitUntil(lambda: window.shows_differential, timeout=120_000)
    window.commands.run("store.keep")
    view = window.unlocking.view
    qtbot.waitUntil(lambda: _asks(window), timeout=20_000)
    QTest.keyClicks(view.field, WORDS)
    QTest.keyClick(view.field, Qt.Key.Key_Return)
    assert view.again.hasFocus()
    QTest.keyClicks(view.again, "something else")
    QTest.keyClick(view.again, Qt.Key.Key_Return)
    assert (view.said.text(), view.again.text()) == (UNLIKE, "")
    QTest.keyClicks(view.field, WORDS)
    QTest.keyClicks(view.again, WORDS)
    QTest.keyClick(view.again, Qt.Key.Key_Return)
    _is_kept(qtbot, window)
    qtbot.waitUntil(lambda: bool(window.recording.review), timeout=10_000)
    assert _trail(window) == [Action.OPEN]


def test_coming_back_from_a_lock_needs_the_passphrase(qtbot: QtBot, open_window: Callable[[], MainWindow]) -> None:
    window = _kept_of_ruth(qtbot, open_window)
    window.locking.lock()
    window.locking.view.back.click()
    qtbot.waitUntil(lambda: _asks(window), timeout=20_000)
    assert window.session.arranged is None
    _enter(qtbot, window, WORDS)
    qtbot.waitUntil(lambda: window.shows_differential, timeout=120_000)

    window.locking.lock()
    window.locking.view.back.click()
    qtbot.waitUntil(lambda: _asks(window), timeout=20_000)
    window.unlocking.view.skip.click()
    said = window.messages
    qtbot.waitUntil(lambda: any(m.text.text() == NOT_KEPT for m in said.messages), timeout=20_000)
    assert window.session.arranged is None


def test_nobody_answers_and_the_window_is_closed_or_locked(qtbot: QtBot, open_window: Callable[[], MainWindow]) -> None:
    _begun()
    window = open_window()
    qtbot.waitUntil(lambda: _asks(window), timeout=20_000)
    window.locking.lock()
    assert window.cover.currentWidget() is window.locking.view
    window.locking.view.back.click()
    qtbot.waitUntil(lambda: _asks(window), timeout=20_000)  # and the fixture closes it


@pytest.mark.parametrize("locked", [True, False])
def test_a_covered_window_does_nothing_else(qtbot: QtBot, open_window: Callable[[], MainWindow], locked: bool) -> None:
    """No key, and no file that is dropped, gets behind the lock or the page for the passphrase."""
    _begun()
    window = open_window()
    qtbot.waitUntil(lambda: _asks(window), timeout=20_000)
    if locked:
        window.locking.lock()
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F1)
    assert not window.command_palette.isVisible()
    assert not window.shortcuts.isVisible()
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(RUTH))])
    both = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, dropped, *both)
    event.ignore()
    window.dragEnterEvent(event)
    assert not event.isAccepted()


def test_the_passphrase_is_changed_and_the_old_one_comes_back_no_more(
    qtbot: QtBot, open_window: Callable[[], MainWindow]
) -> None:
    window = _kept_of_ruth(qtbot, open_window)
    _change(window, "a wrong one, surely", OTHER)
    qtbot.waitUntil(lambda: "not the passphrase" in _page(window).said.text(), timeout=20_000)
    _type_over(window, WORDS, OTHER, "something else")
    assert _page(window).said.text() == UNLIKE
    assert all(field.text() == "" for field in _page(window).fields)
    _type_over(window, WORDS, OTHER, OTHER)
    qtbot.waitUntil(lambda: DONE in _said(window), timeout=20_000)
    assert window.cover.currentIndex() == 0
    assert Action.PASSPHRASE in _trail(window)

    window.locking.lock()
    window.locking.view.back.click()
    _enter(qtbot, window, WORDS)
    qtbot.waitUntil(lambda: "not the passphrase" in window.unlocking.view.said.text(), timeout=20_000)
    _enter(qtbot, window, OTHER)
    qtbot.waitUntil(lambda: window.shows_differential, timeout=120_000)


def test_a_lock_leaves_nothing_in_the_page_that_changes_a_passphrase(
    qtbot: QtBot, open_window: Callable[[], MainWindow]
) -> None:
    window = _kept_of_ruth(qtbot, open_window)
    window.commands.run("store.passphrase")
    QTest.keyClicks(_page(window).old, WORDS)
    window.locking.lock()
    assert [field.text() for field in _page(window).fields] == ["", "", ""]
    assert not any(field.isUndoAvailable() for field in _page(window).fields)
    assert window.cover.currentWidget() is window.locking.view
    window.locking.view.back.click()
    _enter(qtbot, window, WORDS)
    qtbot.waitUntil(lambda: window.shows_differential, timeout=120_000)
    window.commands.run("store.passphrase")
    _page(window).skip.click()
    assert window.cover.currentIndex() == 0


def _page(window: MainWindow) -> ChangeView:
    return window.changing.view


def _change(window: MainWindow, old: str, new: str) -> None:
    """Open the page, and enter both by keyboard."""
    window.commands.run("store.passphrase")
    assert window.cover.currentWidget() is _page(window)
    _type_over(window, old, new, new)


def _type_over(window: MainWindow, *words: str) -> None:
    """Type one behind the other, with Return behind each."""
    for field, each in zip(_page(window).fields, words, strict=True):
        assert field.hasFocus()
        QTest.keyClicks(field, each)
        QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_patient_is_forgotten_after_one_question(qtbot: QtBot, open_window: Callable[[], MainWindow]) -> None:
    window = _kept_of_ruth(qtbot, open_window)
    window.commands.run("store.forget")
    (question,) = [message for message in window.messages.messages if message.kind == "forget"]
    assert len(_lines(window)) == 1
    question.action.click()
    qtbot.waitUntil(lambda: "1 review of this patient removed" in _said(window), timeout=20_000)
    window.deciding.take(Decisions((own("Something else"),)))
    assert _lines(window) == ()
    assert Action.FORGET in _trail(window)
    held = window.recording._owner
    assert held is not None
    assert held.do(lambda store: store._database.execute("SELECT count(*) FROM happened").fetchone()[0]).result(30) == 0
    window.commands.run("store.forget")  # nothing is kept of her any more: there is nothing to ask
    assert sum(message.kind == "forget" for message in window.messages.messages) == 1


def _lines(window: MainWindow) -> tuple[object, ...]:
    owner = window.recording._owner
    assert owner is not None
    return owner.do(lambda store: store.reviews.list()).result(30)


def _said(window: MainWindow) -> str:
    return " ".join(message.text.text() for message in window.messages.messages)
