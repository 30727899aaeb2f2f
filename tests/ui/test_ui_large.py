"""A chart forty times as long gives the window no more to do between two events: what grows is done elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from copilot.review.bench_years import write_bundle
from ui import bench_large
from ui.application import make_window
from ui.heartbeat import Heartbeat
from ui.picture import wait
from ui.window.window import MainWindow

FEW, MANY = 500, 20_000
FRAME = 0.016  # a turn shorter than this is no stall, whatever it was on a short chart
# Forty times as long: what is done line by line in one turn costs about forty times as much, what is done elsewhere or
# in steps costs the same. A quarter of that tells them apart on a machine that is busy with other things.
MUCH_LONGER = 10.0
DOING = (bench_large.tabs, bench_large.scrolling, bench_large.filtering, bench_large.searching, bench_large.selecting)


@pytest.fixture(scope="module")
def charts(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """A short and a long chart of the same kind."""
    folder = tmp_path_factory.mktemp("charts")
    made = {count: folder / f"{count}.json" for count in (FEW, MANY)}
    for count, path in made.items():
        write_bundle(path, count)
    return made


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The whole window with the real engine."""
    monkeypatch.setattr(bench_large, "STEPS", 8)
    made = make_window(with_model=False)
    qtbot.addWidget(made)
    made.show()
    made.start()
    wait(made, 60)
    yield made
    made.close()


def work(window: MainWindow, path: Path) -> dict[str, float]:
    """Return the most that the window's thread did in one go, by what a person does; in seconds of that thread."""
    heartbeat = Heartbeat()
    found = {}
    window.open(path)
    bench_large.spin_until(lambda: window.shows_differential, 120)
    bench_large.spin(0.5)
    found["opening"] = heartbeat.work
    for doing in DOING:
        _, found[doing.__name__] = bench_large.stalled(heartbeat, doing(window))
    heartbeat.stop()
    return found


@pytest.mark.long  # processor time: a measure of coverage would multiply it
def test_no_turn_of_the_event_loop_grows_with_the_chart(window: MainWindow, charts: dict[int, Path]) -> None:
    short = work(window, charts[FEW])
    long = work(window, charts[MANY])
    assert window.session.arranged is not None
    assert len(window.session.arranged.every) > MANY
    for what, seconds in long.items():
        assert seconds <= MUCH_LONGER * max(short[what], FRAME), (what, short, long)
