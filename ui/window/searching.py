"""Searching the chart: the index is made and asked in the background, the chart shows what was found."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from copilot.errors import KnownError
from ui.chart.arrange import Arranged
from ui.chart.hits import ChartSearch, Hits
from ui.operations import Job, Operations
from ui.parts.announce import announce
from ui.window.commands import Command

if TYPE_CHECKING:
    from ui.chart.view import ChartView


class Searching(QObject):
    """One search at a time; what is typed later takes its place, and another chart is looked through anew."""

    def __init__(self, operations: Operations, chart: ChartView) -> None:
        super().__init__()
        self._operations, self._chart, self._bar = operations, chart, chart.search
        self._search: ChartSearch | None = None
        self._job: Job | None = None
        self._hits = Hits()
        self._current: int | None = None
        self._waiting_step = 0
        self._bar.asked.connect(self._ask)
        self._bar.step.connect(self.go)
        self._bar.closed.connect(self.close)
        chart.changed.connect(self._chart_changed)

    @property
    def busy(self) -> bool:
        """Return whether the chart is being looked through."""
        return self._job is not None

    def commands(self) -> tuple[Command, ...]:
        """Return what the search can be told."""

        def step(name: str, words: str, direction: int, key: str) -> Command:
            run, needs = partial(self.go, direction), "needs a search that found something"
            return Command(f"chart.find.{name}", words, "Chart", run, (key,), self._has_places, needs)

        return (
            step("next", "Go to the next place found", 1, "F3"),
            step("previous", "Go to the previous place found", -1, "Shift+F3"),
        )

    @Slot()
    def begin(self) -> None:
        """Open the bar; the index is made before anything is typed."""
        if self._chart.arranged is None:
            return
        self._bar.begin()
        if self._search is None:
            self._ask(self._bar.field.text())

    @Slot()
    def close(self) -> None:
        """Close the bar; the marks go, the place stays."""
        self._give_up()
        self._bar.hide()
        self._show(Hits(), None)
        self._chart.give_focus()

    @Slot(int)
    def go(self, step: int) -> None:
        """Go to the next or the previous place; from nowhere, to the first one on the tab in sight or after it."""
        if self._job is not None:
            self._waiting_step = step
            return
        places = self._hits.places
        if not places:
            return
        if self._current is None:
            self._current = self._hits.first_on(self._chart.tab) if step > 0 else len(places) - 1
        else:
            self._current = (self._current + step) % len(places)
        hit = places[self._current]
        self._chart.show_hit(hit)
        self._tell()
        words = f"{self._current + 1} of {len(places)}, {hit.tab.value}"
        announce(self._bar, words)

    @Slot(str)
    def _ask(self, words: str) -> None:
        """Look through the chart in the background."""
        self._give_up()
        arranged = self._chart.arranged
        if arranged is None:
            return
        known = self._search
        self._job = self._operations.start(lambda _job: _find(known, arranged, words), self._found, self._failed)

    @Slot(object)
    def _found(self, result: tuple[ChartSearch, Hits]) -> None:
        """Mark what was found."""
        self._job = None
        self._search, hits = result
        self._show(hits, None)
        if self._bar.isVisible() and hits.terms:
            announce(self._bar, self._bar.said.text())
        step, self._waiting_step = self._waiting_step, 0
        if step:
            self.go(step)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        """Say that the search did not work."""
        self._job = None
        self._show(Hits(), None)
        said = str(error) if isinstance(error, KnownError) else "The search did not work. Try other words."
        self._bar.say(said)

    @Slot(bool)
    def _chart_changed(self, same: bool) -> None:
        """Look through a chart that grew once more; of another patient nothing stays."""
        self._give_up()
        self._search = None
        if not same or not self._bar.isVisible():
            self._bar.clear()
            self._bar.hide()
            self._show(Hits(), None)
        else:
            self._ask(self._bar.field.text())

    def _show(self, hits: Hits, current: int | None) -> None:
        """Mark and count."""
        self._hits, self._current = hits, current
        self._chart.mark(hits)
        self._tell()

    def _tell(self) -> None:
        """Say how many places there are."""
        arranged = self._chart.arranged
        self._bar.show_hits(self._hits, self._current, partial=arranged is not None and arranged.review.partial)

    def _give_up(self) -> None:
        """Drop a search that runs."""
        self._waiting_step = 0
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _has_places(self) -> bool:
        """Return whether there is something to go to."""
        return bool(self._hits.places)


def _find(known: ChartSearch | None, arranged: Arranged, words: str) -> tuple[ChartSearch, Hits]:
    """Run in the pool: make the index if this chart has none, and look through it."""
    search = known if known is not None and known.arranged is arranged else ChartSearch(arranged)
    return search, search.find(words)
