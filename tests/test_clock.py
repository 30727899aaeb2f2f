"""A clock that stands still is for demo patients alone: no store, no server, no record of anybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from copilot import clock, network
from copilot.errors import KnownError
from copilot.places import demo
from copilot.review import engine
from copilot.store.store import Store
from tests import policies
from ui.__main__ import main

AT = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process whose clock stands."""
    monkeypatch.setattr(clock, "_CLOCK", clock._Clock())
    clock.stop(AT)
    yield
    clock.run_on()


@pytest.mark.usefixtures("standing")
def test_it_stands() -> None:
    assert (clock.now(), clock.today()) == (AT, AT.date())
    clock.run_on()
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 60


@pytest.mark.usefixtures("standing")
def test_nothing_of_a_patient_is_touched_meanwhile(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="No store is opened while the clock stands still"):
        Store.open(tmp_path / "store", tmp_path / "state")
    assert not (tmp_path / "store").exists()
    with pytest.raises(KnownError, match="No server is asked"):
        network.client("records", None, "", read_seconds=1.0, in_flight=1)
    chart = tmp_path / "record.json"
    chart.write_bytes((demo() / "ruth-lindqvist.json").read_bytes())
    with pytest.raises(KnownError, match="No record is read but a demo patient's"):
        engine.read(chart)
    inside = demo() / ".." / ".." / chart.relative_to("/")
    with pytest.raises(KnownError):
        engine.read(inside)
    assert engine.read(demo() / "ruth-lindqvist.json")


def test_it_is_refused_once_a_record_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_CLOCK", clock._Clock())
    note = tmp_path / "note.txt"
    note.write_text("Cough for two days.", "utf-8")
    engine.read(note)
    with pytest.raises(KnownError, match="cannot stand still"):
        clock.stop(AT)
    assert not clock.stands()


def test_it_may_be_forbidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    policies.at(tmp_path / "machine", monkeypatch)
    policies.write(tmp_path / "machine", testing={"deterministic": False})
    assert main(["demo", "--deterministic", "--no-model"]) == 1
    assert "IT does not allow test runs" in capsys.readouterr().err


def test_only_the_demo_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--deterministic"])
    assert "unrecognized arguments" in capsys.readouterr().err
