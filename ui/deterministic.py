"""A test run that is the same every time: a clock that stands, and no settings of the user's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from PySide6.QtCore import QSettings

from copilot import clock
from copilot.errors import KnownError
from copilot.testing import in_force

FORBIDDEN = "IT does not allow test runs on this machine."


@contextmanager
def same_every_time() -> Iterator[None]:
    """Make everything that differs from run to run the same; before there is an application.

    Raises `KnownError` where IT does not allow it, or patients' data is in use.
    """
    if not in_force().deterministic:
        raise KnownError(FORBIDDEN, remedy=clock.REMEDY)
    clock.stop(clock.DEMO_NOW)
    before = QSettings.defaultFormat()
    with TemporaryDirectory(prefix="chartside-test-run-") as folder:
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        try:
            yield
        finally:
            QSettings.setDefaultFormat(before)
            clock.run_on()
