"""What was large goes step by step, and goes entirely."""

from __future__ import annotations

import weakref
from collections.abc import Iterator

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ui.garbage import ARMFUL, HANDFUL, Dustbin, delete_in_turn


class Part:
    """One of very many."""


class Whole:
    """Holds parts, as a chart its facts."""

    def __init__(self, count: int) -> None:
        self._parts = [Part() for _ in range(count)]
        self.alive = weakref.WeakSet(self._parts)

    def parts(self) -> Iterator[object]:
        """Return the parts."""
        return iter(self._parts)


def test_a_whole_goes_a_handful_at_a_time(qtbot: QtBot) -> None:
    dustbin, whole = Dustbin(), Whole(ARMFUL + 3 * HANDFUL)
    alive = whole.alive
    dustbin.take(whole)
    del whole
    assert len(alive) == ARMFUL + 3 * HANDFUL
    qtbot.waitUntil(lambda: 0 < len(alive) < ARMFUL)  # on the way
    qtbot.waitUntil(lambda: not dustbin.holds)
    assert not alive


def test_two_wholes_go_one_after_the_other(qtbot: QtBot) -> None:
    dustbin, one, two = Dustbin(), Whole(5), Whole(2 * HANDFUL)
    alive = (one.alive, two.alive)
    dustbin.take(one)
    dustbin.take(two)
    del one, two
    qtbot.waitUntil(lambda: not dustbin.holds)
    assert not any(alive)


def test_widgets_are_deleted_step_by_step(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    widgets = [QWidget(parent) for _ in range(3)]
    assert [sum(map(isValid, widgets)) for _ in delete_in_turn(widgets)] == [2, 1, 0]
    assert not parent.children()
