"""Guessing a PIN: few guesses, then waits that grow, whatever is restarted or set back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from copilot.store.cipher import StoreError
from copilot.store.guesses import FIRST_WAIT, FREE, LONGEST_WAIT
from copilot.store.pin import FILE, Pin, WrongPinError


class Clock:
    """A clock that a test sets."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pin(tmp_path: Path, clock: Clock) -> Pin:
    made = Pin(tmp_path, clock)
    assert not made.is_set
    made.set("2580")
    return made


def _guess(pin: Pin, words: str = "0000") -> int:
    with pytest.raises(WrongPinError) as error:
        pin.check(words)
    return error.value.wait


def test_the_right_pin_is_let_in(pin: Pin) -> None:
    assert pin.is_set
    pin.check("2580")


def test_guesses_are_few_and_then_slow(pin: Pin, clock: Clock) -> None:
    assert [_guess(pin) for _ in range(FREE - 1)] == [0] * (FREE - 1)
    assert _guess(pin) == FIRST_WAIT
    assert _guess(pin, "2580") == FIRST_WAIT  # not even the right one
    clock.now += FIRST_WAIT + 1
    assert _guess(pin) == 2 * FIRST_WAIT
    clock.now += 2 * FIRST_WAIT + 1
    pin.check("2580")
    assert _guess(pin) == 0


def test_a_restart_does_not_help(pin: Pin, tmp_path: Path, clock: Clock) -> None:
    for _ in range(FREE):
        _guess(pin)
    assert _guess(Pin(tmp_path, clock), "2580") == FIRST_WAIT


def test_a_clock_set_back_does_not_help(pin: Pin, clock: Clock) -> None:
    for _ in range(FREE):
        _guess(pin)
    clock.now -= 1_000_000
    assert _guess(pin, "2580") == FIRST_WAIT


def test_the_wait_has_an_end(pin: Pin, clock: Clock) -> None:
    for _ in range(FREE + 20):
        clock.now += LONGEST_WAIT + 1
        _guess(pin)
    clock.now += LONGEST_WAIT + 1
    pin.check("2580")
    assert _guess(pin) == 0  # the right one forgives the wrong ones


def test_a_guess_counts_before_it_is_looked_at(pin: Pin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("copilot.store.pin._stretch", killed)
    with pytest.raises(KeyboardInterrupt):
        pin.check("0000")
    assert json.loads((tmp_path / FILE).read_text())["wrong"] == 1


@pytest.mark.parametrize("text", ["", "{}", '{"salt": "00", "stretched": "00"}'])
def test_a_file_that_was_changed_lets_nobody_in(pin: Pin, tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(StoreError, match="cannot be read"):
        pin.check("2580")


def test_the_pin_does_not_stand_in_the_file(pin: Pin, tmp_path: Path) -> None:
    assert "2580" not in (tmp_path / FILE).read_text()
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_a_short_pin_is_not_taken(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="4 characters"):
        Pin(tmp_path).set("12")


def test_waits_are_said_in_words() -> None:
    assert "45 seconds" in WrongPinError(45).remedy
    assert "1 minute." in WrongPinError(60).remedy
    assert "3 minutes" in WrongPinError(150).remedy


def test_a_pin_that_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be kept"):
        Pin(tmp_path / "file" / "folder").set("2580")
