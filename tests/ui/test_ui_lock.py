"""Locking: covered at once, nothing of the patient left anywhere, and back where one was."""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Callable, Iterator
from ctypes import wintypes
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import VoidPtr, isValid

from copilot.findings.corrections import Says
from copilot.model.client import ModelClient
from copilot.model.crashes import Crashes
from copilot.review.decision import Decisions, own
from copilot.store import keeping
from copilot.store.audit import Action
from copilot.store.keeping import Cost
from copilot.store.pin import Pin
from copilot.store.store import Store
from tests import policies
from tests.model.tiny_gguf import write_tiny
from ui.automation import Name
from ui.chart.arrange import Tab
from ui.lock.desktop import Desktop
from ui.lock.idle import Idle
from ui.lock.windows import SessionFilter
from ui.narrative.guest import Guest
from ui.operations import Operations
from ui.window.locking import NO_PIN_YET, Keys
from ui.window.window import MainWindow

DEMO = Path(__file__).parents[2] / "resources" / "demo"
RUTH, IVAN = (next(iter(DEMO.glob(f"{name}*.json"))) for name in ("ruth", "ivan"))
OF_HER = ("Lindqvist", "D-1001", "temporal artery", "Paracetamol", "14 Mar 1952")
WORDS = "four plain words here"


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keys:
    """A real store on disk behind a passphrase, as cheap to guess as is allowed."""
    monkeypatch.setattr(keeping, "Cost", lambda: Cost(n=2**14))
    folder = tmp_path / "store"
    return Keys(lambda _ask: Store.open(folder, tmp_path / "state", passphrase=WORDS), Pin(folder))


@pytest.fixture
def open_locking(qtbot: QtBot, open_with_keys: Callable[[Keys], MainWindow]) -> Callable[[Keys], MainWindow]:
    """Open a window on Ruth's chart."""

    def make(keys: Keys) -> MainWindow:
        window = open_with_keys(keys)
        window.open(RUTH)
        qtbot.waitUntil(lambda: window.shows_differential, timeout=120_000)
        window.finish()
        return window

    return make


def _spoken(found: QAccessibleInterface | None) -> Iterator[str]:
    """Yield everything that a screen reader could read, hidden or not."""
    if found is None or not found.isValid():
        return
    for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help):
        yield found.text(kind)
    text = found.textInterface()
    if text is not None:
        yield text.text(0, text.characterCount())
    for number in range(found.childCount()):
        yield from _spoken(found.child(number))


def _left_of_her(window: MainWindow) -> list[str]:
    """Return what of her can still be read: by a screen reader, in the words of any widget, or in a tip."""
    said = " ".join(_spoken(QAccessible.queryAccessibleInterface(window)))
    for widget in QApplication.allWidgets():
        text = getattr(widget, "text", None)
        words = (widget.toolTip(), widget.accessibleName(), widget.windowTitle(), text() if callable(text) else "")
        said += " ".join(words)
    return [words for words in OF_HER if words in said]


def _unlock(qtbot: QtBot, window: MainWindow, pin: str = "") -> None:
    window.locking.view.field.setText(pin)
    window.locking.view.back.click()
    qtbot.waitUntil(lambda: not window.locking.locked or bool(window.locking.view.said.text()), timeout=30_000)


def test_nothing_of_the_patient_is_left_and_one_comes_back_to_the_place(
    qtbot: QtBot, keys: Keys, open_locking: Callable[[Keys], MainWindow]
) -> None:
    window = open_locking(keys)
    assert _left_of_her(window)
    qtbot.waitUntil(lambda: bool(window.recording.review), timeout=60_000)
    window.chart.show_tab(Tab.LABS)
    assert window.session.arranged is not None
    fact = window.session.arranged.every[0].id
    window.chart.show_fact(fact)
    window.deciding.take(Decisions((own("Something else"),)))
    window.assessing._edit("Words of my own.")
    window.assessing._sign("Dr. Test")
    finding = next(iter(window.differential.rows.values())).hypothesis.supporting[0].finding
    window.thinking.correcting.say(finding, Says.PAUSED)
    qtbot.waitUntil(lambda: not window.thinking.busy, timeout=30_000)
    window.assessing._edit("Words of my own.")
    tab, first = window.chart.tab, next(iter(window.differential.rows))
    window.locking.lock()
    assert window.cover.currentWidget() is window.locking.view
    assert _left_of_her(window) == []
    assert window.session.arranged is None
    assert window.session.path is None
    _unlock(qtbot, window)
    qtbot.waitUntil(lambda: window.shows_differential, timeout=120_000)
    assert (window.chart.tab, window.chart.fact) == (tab, fact)
    qtbot.waitUntil(lambda: bool(window.thinking.correcting.corrections), timeout=30_000)
    qtbot.waitUntil(lambda: not window.thinking.busy, timeout=30_000)
    assert next(iter(window.differential.rows)) == first
    assert window.deciding.decisions.made[0].name == "Something else"
    assert window.assessing.assessment.text == "Words of my own."
    assert window.cover.currentWidget() is not window.locking.view


def test_a_model_that_has_read_a_chart_ends_with_the_lock(
    qtbot: QtBot, operations: Operations, keys: Keys, open_with_keys: Callable[..., MainWindow], tmp_path: Path
) -> None:
    """A real model in a process of its own."""
    model = tmp_path / "tiny.gguf"
    write_tiny(model)
    client = ModelClient(context=1024, crashes=Crashes(tmp_path / "crashes.json"))
    window = open_with_keys(keys, Guest(operations, client, model))
    window.open(RUTH)
    qtbot.waitUntil(lambda: window.shows_differential and window.writing.busy, timeout=120_000)
    qtbot.waitUntil(lambda: client.pid is not None and client.model is not None, timeout=60_000)
    read_by = client.pid
    assert read_by is not None
    window.locking.lock()
    qtbot.waitUntil(lambda: client.pid is None, timeout=20_000)
    _unlock(qtbot, window)
    qtbot.waitUntil(lambda: client.pid is not None, timeout=60_000)
    assert client.pid != read_by


def test_nothing_that_was_typed_can_be_brought_back(
    qtbot: QtBot, keys: Keys, open_locking: Callable[[Keys], MainWindow]
) -> None:
    """Not after a lock, and not at the next patient."""
    window = open_locking(keys)
    for name in (Name.SEARCH_FIELD, Name.PICKER_FILTER, Name.ADD_FINDING, Name.ASSESSMENT_OWN, Name.PATIENTS_NAME):
        field = window.findChild(QLineEdit, name.value)
        assert isinstance(field, QLineEdit)
        QTest.keyClicks(field, "of Ruth")
        assert field.isUndoAvailable()
    window.assessment.editor.insertPlainText("of Ruth")
    window.open(IVAN)
    qtbot.waitUntil(lambda: window.session.path == IVAN and window.shows_differential, timeout=120_000)
    of_her = (Name.SEARCH_FIELD, Name.ADD_FINDING, Name.ASSESSMENT_OWN)
    assert [name for name in of_her if _undone(window, name)] == []
    assert not window.assessment.editor.document().isUndoAvailable()
    window.locking.lock()
    assert [line.objectName() for line in window.findChildren(QLineEdit) if line.isUndoAvailable()] == []
    assert window.findChild(QLineEdit, Name.PATIENTS_NAME.value).text() == ""


def _undone(window: MainWindow, name: Name) -> str:
    """Return what a field brings back."""
    field = window.findChild(QLineEdit, name.value)
    assert isinstance(field, QLineEdit)
    field.undo()
    return field.text()


def test_a_pin_is_wanted_and_guesses_are_counted(
    qtbot: QtBot, keys: Keys, open_locking: Callable[[Keys], MainWindow]
) -> None:
    assert keys.pin is not None
    window = open_locking(keys)
    keys.pin.set("2580")
    window.locking.lock()
    assert window.locking.view.field.isVisible()
    _unlock(qtbot, window, "0000")
    assert window.locking.locked
    assert "not the PIN" in window.locking.view.said.text()
    assert window.locking.view.field.text() == ""
    window.locking.view.say("")
    _unlock(qtbot, window, "2580")
    assert not window.locking.locked


def test_it_may_want_a_pin(
    qtbot: QtBot, keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_locking: Callable[..., MainWindow]
) -> None:
    policies.at(tmp_path / "machine", monkeypatch)
    policies.write(tmp_path / "machine", lock={"needs_pin": True, "idle_minutes": 3})
    window = open_locking(keys)
    assert window.locking.idle._seconds == 180
    window.locking.lock()
    assert window.locking.view.back.text() == "Set the PIN"
    window.locking.view.field.setText("12")
    window.locking.view.back.click()
    qtbot.waitUntil(lambda: "4 characters" in window.locking.view.said.text(), timeout=20_000)
    window.locking.view.field.setText("1234")
    window.locking.view.back.click()
    qtbot.waitUntil(lambda: window.locking.view.back.text() == "Unlock", timeout=20_000)
    assert window.locking.locked
    _unlock(qtbot, window, "1234")
    assert not window.locking.locked
    assert any(message.text.text() == NO_PIN_YET for message in window.messages.messages)
    assert window.session.arranged is None  # whoever chose the PIN may be another than who left
    window.open(RUTH)
    qtbot.waitUntil(lambda: window.shows_differential and bool(window.recording.review), timeout=120_000)
    window.locking.lock()
    _unlock(qtbot, window, "1234")
    qtbot.waitUntil(lambda: window.shows_differential, timeout=120_000)


def test_where_nothing_is_kept_the_file_is_read_again(qtbot: QtBot, open_locking: Callable[[Keys], MainWindow]) -> None:
    window = open_locking(Keys(lambda _ask: Store.in_memory()))
    window.chart.show_tab(Tab.LABS)
    page = window.chart.page(Tab.LABS)
    window.deciding.take(Decisions((own("Something else"),)))
    window.assessing._edit("Words of my own.")
    window.locking.lock()
    assert not isValid(page)  # gone with the lock, not some steps later
    assert _left_of_her(window) == []
    assert window.deciding.decisions == Decisions()
    _unlock(qtbot, window)
    qtbot.waitUntil(lambda: window.shows_differential, timeout=120_000)
    qtbot.waitUntil(lambda: bool(window.deciding.decisions.made), timeout=10_000)
    assert window.deciding.decisions.made[0].name == "Something else"
    assert window.assessing.assessment.text == "Words of my own."
    assert window.chart.tab is Tab.LABS
    window.open(IVAN)  # what was held is of one patient alone
    qtbot.waitUntil(lambda: window.session.path == IVAN and window.shows_differential, timeout=120_000)
    assert window.deciding.decisions == Decisions()


def test_locking_and_coming_back_are_in_the_trail(
    qtbot: QtBot, keys: Keys, open_locking: Callable[[Keys], MainWindow]
) -> None:
    window = open_locking(keys)
    window.locking.lock()
    _unlock(qtbot, window)
    qtbot.waitUntil(lambda: window.shows_differential, timeout=120_000)
    owner = window.recording._owner
    assert owner is not None
    events = owner.do(lambda store: [event.action for event in store.trail.events()]).result(30)
    assert events[:4] == [Action.OPEN, Action.LOCK, Action.CLOSE, Action.UNLOCK]
    qtbot.waitUntil(lambda: bool(window.recording.review), timeout=20_000)
    assert len(owner.do(lambda store: store.reviews.list()).result(30)) == 1  # and not a copy for each lock


def test_a_key_locks(qtbot: QtBot, keys: Keys, open_locking: Callable[[Keys], MainWindow]) -> None:
    window = open_locking(keys)
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.locking.locked, timeout=5000)
    assert _left_of_her(window) == []


class Clocks:
    """Two clocks that a test sets."""

    def __init__(self) -> None:
        self.ours, self.wall = 0.0, 1000.0

    def passes(self, seconds: float) -> None:
        """Let time pass on both."""
        self.ours += seconds
        self.wall += seconds


def test_nobody_there_for_long_enough(qtbot: QtBot) -> None:
    clocks = Clocks()
    idle = Idle(60, lambda: clocks.ours, lambda: clocks.wall)
    gone: list[bool] = []
    idle.gone.connect(lambda: gone.append(True))
    clocks.passes(59)
    idle.look()
    assert gone == []
    clocks.passes(2)
    idle.look()
    assert gone == [True]


def test_a_key_in_any_window_is_a_sign_of_somebody(qtbot: QtBot) -> None:
    first, later = QWidget(), QWidget()
    for widget in (first, later):
        qtbot.addWidget(widget)
    first.show()
    clocks = Clocks()
    idle = Idle(60, lambda: clocks.ours, lambda: clocks.wall)
    gone: list[bool] = []
    idle.gone.connect(lambda: gone.append(True))
    idle.start()
    later.show()
    idle.look()
    for widget in (first, later):
        clocks.passes(59)
        QTest.keyClick(widget.windowHandle(), Qt.Key.Key_Shift)
        clocks.passes(59)
        idle.look()
        assert gone == []
    idle.stop()
    QTest.keyClick(first.windowHandle(), Qt.Key.Key_Shift)
    clocks.passes(59)
    idle.look()
    assert gone == [True]


def test_a_computer_that_slept(qtbot: QtBot) -> None:
    clocks = Clocks()
    idle = Idle(600, lambda: clocks.ours, lambda: clocks.wall)
    gone: list[bool] = []
    idle.gone.connect(lambda: gone.append(True))
    clocks.passes(1)
    clocks.wall += 3600
    idle.look()
    assert gone == [True]


def test_the_desktop_tells_that_it_was_locked(qtbot: QtBot) -> None:
    """A real signal on a real bus, heard by a program of its own: this process may have been started without one."""
    code = (
        "import sys\nfrom PySide6.QtCore import QCoreApplication, QTimer\nfrom ui.lock.desktop import Desktop\n"
        "app = QCoreApplication([])\nd = Desktop()\nd.left.connect(lambda: (print('left', flush=True), app.quit()))\n"
        "d.start(None)\nprint('ready', flush=True)\nQTimer.singleShot(20000, app.quit)\napp.exec()\n"
    )
    script = (
        "dbus-run-session -- bash -c '"
        'coproc P { "$PYTHON" -c "$CODE"; }; read -u ${P[0]} line; [ "$line" = ready ] || exit 3; '
        "for n in 1 2 3 4 5 6 7 8; do dbus-send --session --type=signal /org/freedesktop/ScreenSaver "
        "org.freedesktop.ScreenSaver.ActiveChanged boolean:true; read -t 2 -u ${P[0]} line && break; done; echo $line'"
    )
    import shutil
    import sys

    if shutil.which("dbus-run-session") is None:
        pytest.skip("no dbus-run-session here")
    done = subprocess.run(
        ["bash", "-c", script],
        env={**os.environ, "PYTHON": sys.executable, "CODE": code},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.strip() == "left", done.stderr


def test_a_desktop_that_is_unlocked_again_locks_nothing(qtbot: QtBot) -> None:
    desktop = Desktop()
    left: list[bool] = []
    desktop.left.connect(lambda: left.append(True))
    desktop.changed(False)
    assert left == []
    desktop.changed(True)
    desktop.locked()
    assert left == [True, True]


@pytest.mark.parametrize(
    ("message", "what", "leaves"),
    [
        (0x02B1, 0x7, True),  # WM_WTSSESSION_CHANGE: locked
        (0x02B1, 0x8, False),  # unlocked
        (0x02B1, 0x2, True),  # another user's session on the console
        (0x02B1, 0x1, False),
        (0x0218, 0x4, True),  # WM_POWERBROADCAST: about to sleep
        (0x0218, 0x7, False),
        (0x0100, 0x7, False),  # a key
    ],
)
def test_what_windows_tells_a_window_is_understood(qtbot: QtBot, message: int, what: int, leaves: bool) -> None:
    """The message as Windows lays it out in memory, through the filter that Qt calls."""
    left: list[bool] = []
    watching = SessionFilter(lambda: left.append(True))
    told = wintypes.MSG()
    told.message, told.wParam = message, what
    passed = watching.nativeEventFilter(b"windows_generic_MSG", VoidPtr(ctypes.addressof(told)))
    assert passed == (False, 0)
    assert bool(left) is leaves
    watching.nativeEventFilter(b"xcb_generic_event_t", VoidPtr(ctypes.addressof(told)))
    assert bool(left) is leaves
