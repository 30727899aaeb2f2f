"""The event log: what happens and how often, never whose or what was said; off by default, and IT may forbid it."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from copilot.errors import InputError, KnownError
from tests import policies
from tests.ui import factory
from ui.__main__ import main
from ui.automation import Name
from ui.chart.arrange import Tab
from ui.event_log import Event, EventLog
from ui.window.session import Wanted
from ui.window.telling import Telling
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]


def lines(path: Path) -> list[dict[str, Any]]:
    """Return what stands in an event log."""
    return [json.loads(line) for line in path.read_text("ascii").splitlines()]


def told(path: Path) -> list[tuple[str, str]]:
    """Return the events with their words."""
    return [(line["event"], line.get("what", "")) for line in lines(path)]


@pytest.fixture
def listened(open_window: Open, tmp_path: Path) -> tuple[MainWindow, Path]:
    """A window on the invented patient, and the log of what it does from then on."""
    window, path = open_window(), tmp_path / "events.jsonl"
    Telling(window, EventLog(path))
    return window, path


def test_the_page_for_a_passphrase_is_no_lock_and_a_lock_ends_when_the_window_is_back(
    listened: tuple[MainWindow, Path],
) -> None:
    window, path = listened
    for page in (window.unlocking.view, window.cover.widget(0), window.locking.view, window.unlocking.view):
        window.cover.setCurrentWidget(page)
    assert told(path) == [(Event.STARTED, ""), (Event.LOCKED, "")]
    window.cover.setCurrentIndex(0)
    assert told(path)[2:] == [(Event.UNLOCKED, "")]


def test_tabs_corrections_decisions_and_errors_are_told(listened: tuple[MainWindow, Path], qtbot: QtBot) -> None:
    window, path = listened
    window.chart.show_tab(Tab.LABS)
    window.assessing.show()
    row = next(iter(window.differential.rows.values()))
    assert row.choices is not None
    row.choices.accept.click()
    window.session.failed.emit(Wanted(Path("okafor.json")), InputError("holds no patient.", where="okafor.json"))
    assert [one for one in told(path) if one[0] != Event.DIFFERENTIAL_SHOWN] == [
        (Event.STARTED, ""),
        (Event.TAB_SHOWN, Name.LABS),
        (Event.TAB_SHOWN, Name.ASSESSMENT),
        (Event.DECIDED, ""),
        (Event.MESSAGE, "open.error"),
    ]


def test_another_patient_is_told_from_opening_to_the_list(listened: tuple[MainWindow, Path], qtbot: QtBot) -> None:
    window, path = listened
    window.open(Path("okafor.json"))
    qtbot.waitUntil(lambda: (Event.DIFFERENTIAL_SHOWN, "") in told(path), timeout=10_000)
    names = [event for event, _ in told(path)]
    places = [names.index(one) for one in (Event.PATIENT_OPENING, Event.PATIENT_OPENED, Event.DIFFERENTIAL_SHOWN)]
    assert places == sorted(places)
    shown = next(line for line in lines(path) if line["event"] == Event.DIFFERENTIAL_SHOWN)
    assert shown["rows"] == len(window.differential.rows)


def test_nothing_of_the_patient_is_in_it(listened: tuple[MainWindow, Path], qtbot: QtBot) -> None:
    window, path = listened
    choices = next(iter(window.differential.rows.values())).choices
    assert choices is not None
    choices.accept.click()
    window.show_fact("F3")
    window.open(Path("okafor.json"))
    qtbot.waitUntil(lambda: (Event.DIFFERENTIAL_SHOWN, "") in told(path), timeout=10_000)
    words = {factory.review().chart.person.name, *window.differential.rows}
    assert not [word for word in words if word in path.read_text("ascii")]
    assert set().union(*lines(path)) <= {"seconds", "event", "what", "rows", "decisions", "corrections"}


def test_a_text_is_no_word_of_ours(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "events.jsonl")
    for text in ("Daniel Okafor", "MRN 004", "okafor.", "O'Neil"):
        with pytest.raises(ValueError, match="no word") as error:
            log.note(Event.MESSAGE, text)
        assert text not in str(error.value)


def test_it_is_new_and_the_users_alone(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    EventLog(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(KnownError, match="there already"):
        EventLog(path)
    with pytest.raises(KnownError, match="cannot be written"):
        EventLog(tmp_path / "no-folder" / "events.jsonl")
    assert [event for event, _ in told(path)] == [Event.STARTED, Event.CLOSED]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full")
def test_a_full_disk_ends_the_log_and_nothing_else(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "events.jsonl")
    assert log._file is not None
    os.dup2(os.open("/dev/full", os.O_WRONLY), log._file)
    log.note(Event.LOCKED)
    log.note(Event.LOCKED)
    log.close()
    assert log._file is None


def test_it_may_forbid_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    policies.at(tmp_path / "machine", monkeypatch)
    policies.write(tmp_path / "machine", testing={"event_log": False})
    path = tmp_path / "events.jsonl"
    assert main(["demo", "--no-model", "--event-log", str(path)]) == 1
    assert "IT does not allow an event log" in capsys.readouterr().err
    assert not path.exists()
    policies.write(tmp_path / "machine", testing={"event_lgo": True}).chmod(0o644)
    with pytest.raises(KnownError, match="IT does not allow"):  # what cannot be understood allows nothing
        EventLog(path)
