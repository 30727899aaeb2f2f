"""`chartside bench --large`: a chart of 50,000 observations in the real window, against what is promised."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from copilot.errors import KnownError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView

    from ui.chart.arrange import Tab
    from ui.heartbeat import Heartbeat
    from ui.window.window import MainWindow

OPEN_SECONDS, SETTLE_SECONDS = 120.0, 1.0
PAUSES, LISTED = 5, 5
STEPS = 40  # places to which a table is scrolled
FINELY = 5  # ms between two looks whether the first screen is there
BETWEEN = 0.03  # seconds between two things that a person does
WORDS = ("creat", "creatinine 2", "pneumonia", "zzz", "")


@dataclass(frozen=True, slots=True)
class Large:
    """Seconds to what a person sees, the longest stalls in seconds, and the most memory the process ever held.

    The first useful screen has banner, overview and differential, of the newest part of the record. `seconds_to_*`
    count from the click; `first_after_reading` without what reading and parsing the file alone takes. `work` is the
    most that the window's own thread did without a break, whatever else the machine was doing.
    """

    seconds_to_first: float
    first_after_reading: float
    seconds_to_whole: float
    opening: float
    tabs: float
    scrolling: float
    filtering: float
    searching: float
    selecting: float
    closing: float
    reranking: float
    work: float
    megabytes: float


def large(path: Path) -> Large:
    """Open the chart in the real window, off screen, and do what a person does with it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import qInstallMessageHandler

    from ui.application import make_application, make_window
    from ui.heartbeat import Heartbeat
    from ui.picture import quiet, wait

    qInstallMessageHandler(quiet)
    make_application()
    window = make_window(with_model=False)
    window.show()
    window.start()
    wait(window, OPEN_SECONDS)
    heartbeat = Heartbeat()
    try:
        return _measure(window, heartbeat, path)
    finally:
        heartbeat.stop()
        window.close()
        window.deleteLater()


def _measure(window: MainWindow, heartbeat: Heartbeat, path: Path) -> Large:
    """Take the figures one after the other."""
    reading = _reading(path)
    heartbeat.take()
    start = perf_counter()
    window.open(path)
    spin_until(lambda: _in_sight(window), OPEN_SECONDS, every=FINELY)
    first = perf_counter() - start
    spin_until(lambda: window.shows_differential, OPEN_SECONDS)
    if not window.shows_differential:
        raise KnownError("The window could not open this chart.", where=str(path), remedy="Try `chartside review`.")
    whole = perf_counter() - start
    spin(SETTLE_SECONDS)
    worked = [heartbeat.work]
    opening = heartbeat.take()

    def stall(doing: Iterator[None]) -> float:
        longest, work = stalled(heartbeat, doing)
        worked.append(work)
        return longest

    return Large(
        seconds_to_first=first,
        first_after_reading=first - reading,
        seconds_to_whole=whole,
        opening=opening,
        tabs=stall(tabs(window)),
        scrolling=stall(scrolling(window)),
        filtering=stall(filtering(window)),
        searching=stall(searching(window)),
        selecting=stall(selecting(window)),
        reranking=_reranking(window),
        closing=stall(closing(window)),
        work=max(worked),
        megabytes=peak_megabytes(),
    )


def _reading(path: Path) -> float:
    """Return how long it takes to read the file and parse its JSON, and no more."""
    from copilot.fhir.jsontext import decode, new_decoder

    start = perf_counter()
    text, _ = decode(path.read_bytes(), str(path))
    decoder = new_decoder()
    for line in text.splitlines() if path.suffix == ".ndjson" else [text]:
        decoder.decode(line)
    return perf_counter() - start


def _in_sight(window: MainWindow) -> bool:
    """Return whether banner, overview and differential are there."""
    return window.session.arranged is not None and not (window.differential.busy or window.chart.busy)


def stalled(heartbeat: Heartbeat, doing: Iterator[None]) -> tuple[float, float]:
    """Let a person do something, one thing after the other, and return the longest stall and the most work."""
    heartbeat.take()
    for _ in doing:
        spin(BETWEEN)
    worked = heartbeat.work
    return heartbeat.take(), worked


def _reranking(window: MainWindow) -> float:
    """Return how long it takes from pausing a finding to the list with its new order, the median of some."""
    from copilot.findings.corrections import Says
    from ui.heartbeat import Painted

    arranged, listing, correcting = window.session.arranged, window.differential.listing, window.thinking.correcting
    assert arranged is not None
    assert listing is not None
    painted = Painted(listing)
    correcting.shown.connect(painted.forget)  # the new order is there, and about to be painted
    seconds = []
    for line in arranged.review.differential.hypotheses[0].supporting[:PAUSES]:
        start = perf_counter()
        correcting.say(line.finding, Says.PAUSED)
        spin_until(lambda: not correcting.busy and bool(painted.at), OPEN_SECONDS, every=FINELY)
        seconds.append(painted.at - start)
        spin(SETTLE_SECONDS / 2)
    correcting.put_all_back()
    spin(SETTLE_SECONDS)
    return median(seconds)


def tabs(window: MainWindow) -> Iterator[None]:
    """Go to every tab, twice: the first time it is built."""
    from ui.chart.view import TABS

    for tab in (*TABS, *TABS):
        window.chart.show_tab(tab)
        spin(0.2)
        yield


def scrolling(window: MainWindow) -> Iterator[None]:
    """Scroll every table from end to end, and page through the days of the results."""
    from ui.chart.arrange import Tab

    for tab, table in _tables(window):
        window.chart.show_tab(tab)
        spin(0.2)
        bar = table.verticalScrollBar()
        for step in range(STEPS + 1):
            bar.setValue(bar.maximum() * step // STEPS)
            yield
        bar.setValue(0)
        yield
    window.chart.show_tab(Tab.LABS)
    older = window.chart.page(Tab.LABS).older  # type: ignore[attr-defined]
    for _ in range(STEPS):
        older.click()
        yield


def filtering(window: MainWindow) -> Iterator[None]:
    """Type words over the list of all facts, letter by letter."""
    from ui.chart.arrange import Tab
    from ui.chart.tables import FactPage

    window.chart.show_tab(Tab.FACTS)
    page = window.chart.page(Tab.FACTS)
    assert isinstance(page, FactPage)
    for words in WORDS:
        for end in range(len(words) + 1):
            page.filter.setText(words[:end])
            yield
        spin(0.5)


def searching(window: MainWindow) -> Iterator[None]:
    """Look for words in the whole chart, and walk through the places."""
    window.searching.begin()
    for words in WORDS:
        window.chart.search.field.setText(words)
        spin(0.3)
        spin_until(lambda: not window.searching.busy, OPEN_SECONDS)
        for _ in range(5):
            window.searching.go(1)
            yield
    window.searching.close()
    yield


def selecting(window: MainWindow) -> Iterator[None]:
    """Choose lines of the chart, and jump to the lines that the evidence rests on."""
    for tab, table in _tables(window):
        window.chart.show_tab(tab)
        model = table.model()
        for step in range(10):
            table.setCurrentIndex(model.index(model.rowCount() * step // 10, 1))
            yield
    arranged = window.session.arranged
    assert arranged is not None
    for hypothesis in arranged.review.differential.hypotheses[:LISTED]:
        for line in (*hypothesis.supporting, *hypothesis.opposing):
            for fact in line.facts[:1]:
                window.differential.activated.emit(fact)
                yield


def closing(window: MainWindow) -> Iterator[None]:
    """Take the patient out of every view."""
    window.session.leave()
    window.showing.show_nothing()
    yield
    spin(SETTLE_SECONDS)


def _tables(window: MainWindow) -> Iterator[tuple[Tab, QAbstractItemView]]:
    """Yield every tab that is one table, with the table."""
    from ui.chart.arrange import Tab

    for tab in (Tab.LABS, Tab.MEDICATIONS, Tab.DOCUMENTS, Tab.FACTS):
        yield tab, window.chart.page(tab).table  # type: ignore[attr-defined]


def spin(seconds: float) -> None:
    """Let the window work."""
    spin_until(lambda: False, seconds)


def spin_until(there: Callable[[], bool], seconds: float, every: int = 0) -> None:
    """Let the window work until something is there, at most this long."""
    from ui.picture import POLL, wait_until

    wait_until(there, seconds, every=every or POLL)


def peak_megabytes() -> float:
    """Return the most memory that this process ever held; 0 where the system does not tell (Windows)."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10)
