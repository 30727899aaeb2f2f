"""The tab of the timeline: the picture, how much of it to show, and the same as a list for those who cannot see it."""

from __future__ import annotations

from datetime import datetime, time
from functools import partial

from PySide6.QtCore import Qt, Slot

from ui.automation import Name, identify
from ui.chart.arrange import Arranged
from ui.chart.fact_model import DOCUMENT_COLUMNS
from ui.chart.fact_table import FactTable
from ui.chart.hits import Hits
from ui.chart.page import Page
from ui.chart.time_axis import seconds
from ui.chart.timeline_view import TimelineView
from ui.parts.boxes import Card, Stack, column
from ui.parts.button import button
from ui.parts.flow import Flow
from ui.parts.label import Elided, label
from ui.parts.text import count

STRETCHES = (("All", 0), ("10 years", 3653), ("2 years", 731), ("6 months", 183))


class TimelinePage(Page):
    """What is pointed at is said under the buttons; Enter or a click jumps to the fact."""

    def __init__(self) -> None:
        super().__init__()
        identify(self, Name.TIMELINE, "Timeline")
        self.view = TimelineView()
        self.table = FactTable(DOCUMENT_COLUMNS, Name.TIMELINE_LIST, "Timeline as a list, newest first")
        self.pointed = Elided("", "small")
        self.empty = label("", "muted", wrap=True)
        self.as_list = button("As a list", Name.TIMELINE_AS_LIST, says="Show the timeline as a list")
        self.as_list.setCheckable(True)
        self.stack = Stack()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.table)
        self.card = Card("")
        self._undated = 0
        self._arranged: Arranged | None = None
        self._listed = False
        self._arrange_widgets()
        self.view.pointed.connect(self._point)
        self.view.hovered.connect(self.hovered)
        self.view.wanted.connect(self.wanted)
        self.table.hovered.connect(self.hovered)
        self.table.selected.connect(self.selected)
        self.as_list.toggled.connect(self._switch)

    def show_chart(self, arranged: Arranged) -> None:
        """Override."""
        self._take(arranged)
        self.view.show_timeline(arranged.timeline, _now(arranged))

    def update_chart(self, arranged: Arranged) -> None:
        """Override: the stretch of time in sight stays."""
        self._take(arranged)
        self.view.update_timeline(arranged.timeline, _now(arranged))

    def show_fact(self, fact: str) -> bool:
        """Override."""
        return self.table.show_fact(fact) if self.as_list.isChecked() else self.view.show_fact(fact)

    def light(self, facts: frozenset[str]) -> None:
        """Override."""
        self.view.light(facts)
        self.table.light(facts)

    def mark(self, hits: Hits) -> None:
        """Override."""
        self.view.mark(hits.facts)
        self.table.mark(hits)

    def _take(self, arranged: Arranged) -> None:
        """Take another chart: what has no date is said, and so is that there is nothing."""
        self._arranged, self._listed = arranged, False
        self._undated = arranged.timeline.undated
        found = arranged.timeline.stretch is not None
        self.stack.setVisible(found)
        self.empty.setVisible(not found)
        self.pointed.setVisible(found)
        self.empty.setText("" if found else self._nothing(arranged))
        self._point("")
        self._switch(self.as_list.isChecked())

    def _nothing(self, arranged: Arranged) -> str:
        """Return why there is no picture."""
        missing = " A part of the record is missing." if arranged.review.partial else ""
        undated = f" {count(self._undated, 'entry', 'entries')} without a date." if self._undated else ""
        return f"Nothing with a date to show.{undated}{missing}"

    def _arrange_widgets(self) -> None:
        """Lay out the buttons over the picture."""
        top = Flow()
        for words, days in STRETCHES:
            says = f"Show the last {words}" if days else "Show all the time there is"
            made = button(words, Name.TIMELINE_SHOW, says=says, key=words.casefold().replace(" ", "-"))
            made.clicked.connect(partial(self.view.show_last, days))
            top.addWidget(made)
        for words, says, key, run in (
            ("\N{MINUS SIGN}", "Show more time", "out", self.view.zoom_out),
            ("+", "Show less time, larger", "in", self.view.zoom_in),
        ):
            made = button(words, Name.TIMELINE_SHOW, says=says, key=key)
            made.clicked.connect(run)
            top.addWidget(made)
        top.push_right()
        top.addWidget(self.as_list)
        self.card.head.insertLayout(0, top, 1)
        self.card.title.hide()
        self.card.caption.hide()
        self.card.body.addWidget(self.pointed)
        self.card.body.addWidget(self.empty)
        self.card.body.addWidget(self.stack, 1)
        self.card.body.addStretch(0)
        layout = column(margins=(0, 0, 8, 12))
        layout.addWidget(self.card)
        self.setLayout(layout)
        self.setFocusProxy(self.view)
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @Slot(bool)
    def _switch(self, listed: bool) -> None:
        """Show the list or the picture; the list is filled when it is first wanted."""
        if listed and not self._listed and self._arranged is not None:
            self._listed = True
            self.table.show_facts(self._arranged.timeline.facts)
        self.stack.setCurrentWidget(self.table if listed else self.view)

    @Slot(str)
    def _point(self, words: str) -> None:
        """Say what is pointed at, else what is not in the picture."""
        undated = f"{count(self._undated, 'entry', 'entries')} without a date not shown. " if self._undated else ""
        self.pointed.set_text(words or f"{undated}Wheel or + and − zoom, arrows walk, Enter opens.")


def _now(arranged: Arranged) -> float | None:
    """Return the end of the day of the chart."""
    day = arranged.review.chart.as_of_date
    return seconds(datetime.combine(day, time.max)) if day is not None else None
