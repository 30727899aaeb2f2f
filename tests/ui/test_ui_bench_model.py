"""The bench of models: stalls turn by turn, and figures held against what is promised."""

from __future__ import annotations

import time

import pytest
from pytestqt.qtbot import QtBot

from ui.bench_model import PROMISED, kept
from ui.heartbeat import Heartbeat


def test_the_heartbeat_tells_the_longest_stall_of_every_turn(qtbot: QtBot) -> None:
    heartbeat = Heartbeat()
    try:
        qtbot.wait(20)
        heartbeat.take()
        time.sleep(1.1)  # the window could not have answered a click
        qtbot.wait(20)
        turns = heartbeat.turns()
        assert turns[0] >= 1.1
        assert len(turns) == 2
        assert heartbeat.take() >= 1.1
        assert len(heartbeat.turns()) == 1
    finally:
        heartbeat.stop()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ratio", 0.96, "kept"),
        ("ratio", 0.94, "NOT KEPT"),
        ("times_as_fast", 2.4, "NOT KEPT"),
        ("stop_seconds", 0.4, "kept"),
        ("stop_seconds", 1.1, "NOT KEPT"),
        ("stall_worst", 0.051, "NOT KEPT"),
        ("chart_tokens", 1500, ""),
    ],
)
def test_figures_are_held_against_what_is_promised(name: str, value: float, said: str) -> None:
    assert kept(name, value).endswith(said)
    assert (said == "") is (name not in PROMISED)
