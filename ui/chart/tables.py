"""The tabs that are one table: medications, documents, all facts."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QLineEdit

from copilot.chart.fact import Fact
from ui.automation import Name, identify
from ui.chart.arrange import Arranged, Tab
from ui.chart.fact_model import DOCUMENT_COLUMNS, EVERY_COLUMNS, MEDICATION_COLUMNS
from ui.chart.fact_table import FactTable
from ui.chart.hits import Hits
from ui.chart.page import Page
from ui.parts.boxes import Card, column
from ui.parts.gradual import Gradual
from ui.parts.label import label
from ui.parts.text import count

SHAPES = {
    Tab.MEDICATIONS: (Name.MEDICATIONS, MEDICATION_COLUMNS, "No medications recorded."),
    Tab.DOCUMENTS: (Name.DOCUMENTS, DOCUMENT_COLUMNS, "No reports, procedures, encounters or other entries."),
    Tab.FACTS: (Name.FACTS, EVERY_COLUMNS, "The chart holds no facts."),
}
PAUSE = 150  # ms of quiet typing before a filter runs


class FactPage(Page):
    """One table over facts, with a filter where the list is the whole chart."""

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        name, columns, self._none = SHAPES[tab]
        self.tab = tab
        identify(self, name, tab.value)
        self.table = FactTable(columns, Name.FACTS_TABLE, tab.value, key=tab.name.lower())
        self.empty = label(self._none, "muted", wrap=True)
        self.filter = identify(QLineEdit(), Name.FACTS_FILTER, "Filter these lines", key=tab.name.lower())
        self.filter.setPlaceholderText("Filter these lines")
        self.filter.setClearButtonEnabled(True)
        self.card = Card("")
        self.card.title.hide()
        self.card.head.insertWidget(0, self.filter, 1)
        self.card.body.addWidget(self.empty)
        self.card.body.addWidget(self.table, 1)
        layout = column(margins=(0, 0, 8, 12))
        layout.addWidget(self.card)
        self.setLayout(layout)
        self._facts: tuple[Fact, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._apply_filter)
        self._gradual = Gradual(self)
        self._gradual.finished.connect(self._describe)
        self.filter.textChanged.connect(self._typed)
        self.table.selected.connect(self.selected)
        self.table.hovered.connect(self.hovered)

    def show_chart(self, arranged: Arranged) -> None:
        """Override."""
        self._facts = self._of(arranged)
        self.filter.clear()
        self._stop()
        self.table.show_facts(self._facts)
        self._describe()

    def update_chart(self, arranged: Arranged) -> None:
        """Override: the filter stays, and what was in sight."""
        self._facts = self._of(arranged)
        self._stop()
        self.table.update_facts(self._facts, self.filter.text(), arranged.same)
        self._describe()

    def _of(self, arranged: Arranged) -> tuple[Fact, ...]:
        """Return the facts that this tab lists."""
        return {
            Tab.MEDICATIONS: arranged.medications,
            Tab.DOCUMENTS: arranged.documents,
            Tab.FACTS: arranged.every,
        }[self.tab]

    def show_fact(self, fact: str) -> bool:
        """Override: a filter that hides the fact is taken off."""
        if not self.table.fact_model.knows(fact):
            return False
        if self.table.fact_model.row_of(fact) is None:
            self.filter.clear()
            self._apply_filter()
            self.finish()
        return self.table.show_fact(fact)

    def light(self, facts: frozenset[str]) -> None:
        """Override."""
        self.table.light(facts)

    def mark(self, hits: Hits) -> None:
        """Override."""
        self.table.mark(hits)

    def finish(self) -> None:
        """Override: filter at once."""
        self._gradual.finish()
        self._describe()

    def _stop(self) -> None:
        """Begin no filter, and end the one that runs."""
        self._timer.stop()
        self._gradual.cancel()

    @Slot()
    def _typed(self) -> None:
        """Wait until the person stops typing."""
        self._timer.start()

    @Slot()
    def _apply_filter(self) -> None:
        """Filter, in steps: a long chart takes longer than a frame."""
        self._stop()
        self._gradual.add(lambda: self.table.fact_model.filter_in_steps(self.filter.text()))

    @Slot()
    def _describe(self) -> None:
        """Say how many are shown, and why none are."""
        shown = self.table.fact_model.rowCount()
        self.card.set_caption(count(shown, "line") if shown == len(self._facts) else f"{shown} of {len(self._facts)}")
        self.empty.setText("No line contains these words." if self._facts else self._none)
        self.empty.setVisible(not shown)
        self.table.setVisible(bool(shown))
