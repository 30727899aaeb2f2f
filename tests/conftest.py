"""What every test stands on: no display, own settings, and nothing left running behind it."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.summary import measured

os.environ["QT_QPA_PLATFORM"] = "offscreen"
GRACE = 20.0  # seconds for a thread to end by itself, however busy the machine is
OFFSCREEN_NOISE = "This plugin does not support"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the offscreen platform say of itself what it cannot do, in tests that make windows."""
    for item in items:
        if "ui" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_NOISE))


def pytest_collection_finish() -> None:
    """Let no later look for garbage go through the tests and modules themselves: they stay for good."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured (how well notes are read), pass or fail."""
    lines = measured(terminalreporter)
    if lines:
        terminalreporter.section("measured")
        for line in lines:
            terminalreporter.write_line(line)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the settings of whoever runs it, and from what another test left in them."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(folder / "machine"))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setattr("copilot.policy.OWNERS", frozenset((0, os.geteuid())))  # whoever runs the tests plays IT


@pytest.fixture(autouse=True)
def _no_dangling_threads() -> Iterator[None]:
    """Fail a test that leaves a Python thread running, and name it."""
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + GRACE
    left = [t for t in threading.enumerate() if t not in before and t.is_alive()]
    while left and time.monotonic() < until:
        left[0].join(0.05)
        left = [t for t in left if t.is_alive()]
    assert not left, f"threads left running: {[t.name for t in left]}"


@pytest.fixture(autouse=True)
def _no_dangling_qt(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a QThread running or a QTimer ticking."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    from PySide6.QtCore import QThread, QTimer
    from shiboken6 import isValid

    yield
    gc.collect()
    alive = [thing for thing in gc.get_objects() if isinstance(thing, QThread | QTimer) and isValid(thing)]
    timers = [timer for timer in alive if isinstance(timer, QTimer) and timer.isActive()]
    threads = [thread for thread in alive if isinstance(thread, QThread) and thread.isRunning()]
    main = [thread for thread in threads if thread is QThread.currentThread()]
    left = [f"{type(t).__name__} of {type(t.parent()).__name__}" for t in (*timers, *threads) if t not in main]
    assert not left, f"left running: {left}"


@pytest.fixture(autouse=True)
def _own_theme(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """Keep the settings of a test to itself, and give the next one the same theme."""
    if "qtbot" not in request.fixturenames and "qapp" not in request.fixturenames:
        yield
        return
    from PySide6.QtCore import QCoreApplication, QSettings

    from ui.theme import THEME, Scheme

    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    QCoreApplication.setOrganizationName("Chartside-tests")
    QCoreApplication.setApplicationName("Chartside-tests")
    request.getfixturevalue("qapp")
    THEME.zoom, THEME.scheme = 1.0, Scheme.LIGHT
    THEME.apply()
    yield
