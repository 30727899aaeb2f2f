"""A long file: its newest part is shown at once, says that it is one, and grows into the whole in its place."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from copilot.errors import InputError
from copilot.fhir.pull import Pull
from copilot.review.decision import Verdict
from tests.ui import factory
from ui.chart.arrange import Tab
from ui.window.showing import NOT_COMPLETE, STILL_READING
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]


class Long(factory.Rooms):
    """An engine that hands over a part, and the whole, with eighty facts more, once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.read_on = threading.Event()
        self.breaks = False

    def read(self, path: Path, _patient: str | None = None, early: Any = None) -> tuple[Pull, ...]:
        """Hand over a part, then wait."""
        early(Pull("part", ()))
        assert self.read_on.wait(20)
        if self.breaks:
            raise InputError("broke off.", where=str(path))
        return (Pull("whole", ()),)

    def review(self, pull: Any, _pack: Any) -> Any:
        """Return a longer review of the whole."""
        return factory.review() if pull.source == "part" else factory.longer(factory.review())


@pytest.fixture
def rooms() -> Iterator[Long]:
    """An engine that is let go at the latest when the test ends."""
    made = Long()
    yield made
    made.read_on.set()


def part(open_window: Open, rooms: Long, qtbot: QtBot) -> MainWindow:
    """Return a window in which the part is on the screen."""
    window = open_window(rooms, wait=False)
    qtbot.waitUntil(lambda: window.session.arranged is not None and not window.differential.busy)
    return window


def test_the_part_is_called_one_and_becomes_the_whole(open_window: Open, rooms: Long, qtbot: QtBot) -> None:
    window = part(open_window, rooms, qtbot)
    assert STILL_READING in window.banner.source.text()
    assert window.session.busy
    window.chart.show_tab(Tab.FACTS)
    few = window.chart.page(Tab.FACTS).table.fact_model.rowCount()
    rooms.read_on.set()
    qtbot.waitUntil(lambda: window.shows_differential)
    assert STILL_READING not in window.banner.source.text()
    assert window.chart.tab is Tab.FACTS
    assert window.chart.page(Tab.FACTS).table.fact_model.rowCount() == few + 80


def test_given_up_it_stays_and_is_called_not_complete(open_window: Open, rooms: Long, qtbot: QtBot) -> None:
    window = part(open_window, rooms, qtbot)
    window.session.cancel()
    assert NOT_COMPLETE in window.banner.source.text()
    assert window.banner.name.text() == "Daniel Okafor"


def test_where_the_rest_cannot_be_read_it_stays(open_window: Open, rooms: Long, qtbot: QtBot) -> None:
    window = part(open_window, rooms, qtbot)
    rooms.breaks = True
    rooms.read_on.set()
    qtbot.waitUntil(lambda: not window.session.busy)
    assert NOT_COMPLETE in window.banner.source.text()


def test_nothing_is_signed_or_copied_before_the_whole_is_there(open_window: Open, rooms: Long, qtbot: QtBot) -> None:
    window = part(open_window, rooms, qtbot)
    next(iter(window.differential.rows.values())).decide(Verdict.ACCEPTED)
    window.assessing._sign("Dr. Test")
    assert "Not signed. The chart is still being read." in window.assessment.note.text()
    window.assessing.copy()
    assert "Not copied. The chart is still being read." in window.assessment.note.text()
    rooms.read_on.set()
    qtbot.waitUntil(lambda: window.shows_differential)
    window.assessing._sign("Dr. Test")
    assert window.assessing.assessment.signature is not None


def test_another_file_begins_anew(open_window: Open, rooms: Long, qtbot: QtBot) -> None:
    window = part(open_window, rooms, qtbot)
    window.chart.show_tab(Tab.FACTS)
    window.session._rooms = factory.Rooms
    window.open(Path("other.json"))
    qtbot.waitUntil(lambda: window.shows_differential)
    assert window.chart.tab is Tab.OVERVIEW
    assert STILL_READING not in window.banner.source.text()
    assert NOT_COMPLETE not in window.banner.source.text()
