"""Laboratory results and vital signs: analyte by day, with flags, units, ranges and trends."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtWidgets import QButtonGroup, QPushButton

from copilot.chart.courses import Course
from ui.automation import Name, identify
from ui.chart.arrange import Arranged
from ui.chart.grid import Analyte, Grid
from ui.chart.grid_model import EMPTY
from ui.chart.grid_table import GridTable
from ui.chart.hits import Hits
from ui.chart.page import Page
from ui.chart.spark import trend_words
from ui.chart.trend import Trend
from ui.parts.boxes import Card, column
from ui.parts.button import IconButton, button
from ui.parts.dates import of_date
from ui.parts.flow import Flow
from ui.parts.gradual import Gradual
from ui.parts.label import Elided, label
from ui.parts.text import count


class Labs(Page):
    """A switch between laboratory and vital signs over one table; older and newer days by button."""

    def __init__(self) -> None:
        super().__init__()
        identify(self, Name.LABS, "Laboratory results and vital signs")
        self.laboratory = self._switch("Laboratory", "laboratory")
        self.vitals = self._switch("Vital signs", "vitals")
        self.laboratory.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self.laboratory)
        group.addButton(self.vitals)
        self.flagged = button("Abnormal only", Name.LABS_FLAGGED, says="Show abnormal results only")
        self.flagged.setCheckable(True)
        self.older = IconButton("Older", "back", Name.LABS_KIND, says="Older days", key="older")
        self.newer = IconButton("Newer", "forward", Name.LABS_KIND, says="Newer days", key="newer", after=True)
        self.days = label("", "muted")
        self.table = GridTable(Name.LABS_TABLE, "Results by analyte and day", grows=False)
        self.empty = label("", "muted", wrap=True)
        self.card = Card("")
        self.trend = Trend()
        self.trend_title = Elided("", "card-title")
        self.pointed = Elided("", "small")
        self._courses: tuple[Course, ...] = ()
        self._labs: Grid = EMPTY
        self._vitals: Grid = EMPTY
        self._gradual = Gradual(self)
        self._arrange_widgets()
        self.table.selected.connect(self.selected)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.table.hovered.connect(self.hovered)
        self.trend.hovered.connect(self.hovered)
        self.trend.hovered.connect(self.table.light)
        self.trend.selected.connect(self.selected)
        self.trend.pointed.connect(self._point)
        self.table.window_changed.connect(self._describe_window)
        self.laboratory.toggled.connect(self._refill)
        self.flagged.toggled.connect(self._refill)
        self.older.clicked.connect(self._go_older)
        self.newer.clicked.connect(self._go_newer)

    @property
    def busy(self) -> bool:
        """Override."""
        return self._gradual.busy

    def finish(self) -> None:
        """Override."""
        self._gradual.finish()

    def show_chart(self, arranged: Arranged) -> None:
        """Override."""
        self._show_trend(None)  # of another patient
        self._labs, self._vitals, self._courses = arranged.labs, arranged.vitals, arranged.courses
        if not self._labs.rows and self._vitals.rows:
            self.vitals.setChecked(True)
        self._refill()

    def update_chart(self, arranged: Arranged) -> None:
        """Override: the switches, the days and the row stay; a kind that has nothing gives way."""
        self._labs, self._vitals, self._courses = arranged.labs, arranged.vitals, arranged.courses
        shown, other = (self._labs, self.vitals) if self.laboratory.isChecked() else (self._vitals, self.laboratory)
        if not shown.rows:
            other.setChecked(True)
        self._fill(self.table.update_grid)

    def show_fact(self, fact: str) -> bool:
        """Override: switch to the table that holds the fact, filter off if it hides it."""
        in_labs = self._labs.place(fact) is not None
        if not in_labs and self._vitals.place(fact) is None:
            return False
        (self.laboratory if in_labs else self.vitals).setChecked(True)
        if not self.table.show_fact(fact):
            self.flagged.setChecked(False)
            self.table.show_fact(fact)
        return True

    def light(self, facts: frozenset[str]) -> None:
        """Override."""
        self.table.light(facts)
        self.trend.light(facts)

    def mark(self, hits: Hits) -> None:
        """Override."""
        self.table.mark(hits)

    def _switch(self, words: str, key: str) -> QPushButton:
        """Return one of the two switches."""
        made = button(words, Name.LABS_KIND, key=key)
        made.setCheckable(True)
        return made

    def _arrange_widgets(self) -> None:
        """Lay out the switches over the table."""
        top = Flow()
        for widget in (self.laboratory, self.vitals, self.flagged):
            top.addWidget(widget)
        top.push_right()
        top.addWidget(self.days)
        top.addWidget(self.older)
        top.addWidget(self.newer)
        self.card.head.insertLayout(0, top, 1)
        self.card.title.hide()
        self.card.caption.hide()
        self.card.body.addWidget(self.empty)
        about = column(gap=0)
        about.addWidget(self.trend_title)
        about.addWidget(self.pointed)
        self.card.body.addWidget(self.table, 3)
        self.card.body.addLayout(about)
        self.card.body.addWidget(self.trend, 2)
        layout = column(margins=(0, 0, 8, 12))
        layout.addWidget(self.card)
        self.setLayout(layout)

    @Slot()
    def _refill(self) -> None:
        """Fill the table from the switches."""
        self._fill(self.table.show_grid)

    def _fill(self, show: Callable[[Grid], None]) -> None:
        """Fill the table and what stands around it; then the trend, of the current row, else the most abnormal."""
        grid = self._labs if self.laboratory.isChecked() else self._vitals
        shown = grid.only_abnormal() if self.flagged.isChecked() else grid
        show(shown)
        current = self.table.currentIndex()
        first = (self.table.grid_model.analyte(current),) if current.isValid() else shown.abnormal_first(1).rows
        self._gradual.cancel()
        self._gradual.add(lambda: self._build_trend(first[0] if first else None))
        self.empty.setVisible(not shown.rows)
        self.table.setVisible(bool(shown.rows))
        kind = "laboratory results" if self.laboratory.isChecked() else "vital signs"
        none = f"None of {count(len(grid.rows), 'analyte')} ends in an abnormal result." if grid.rows else ""
        self.empty.setText(none or f"No {kind} in the chart.")
        self._describe_window()

    @Slot(QModelIndex, QModelIndex)
    def _row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        """Show the trend of the current row."""
        if current.isValid():
            self._gradual.cancel()
            self._show_trend(self.table.grid_model.analyte(current))

    def _build_trend(self, analyte: Analyte | None) -> Iterator[None]:
        """Show the trend once the table is painted: both at once would be one long turn."""
        self._show_trend(analyte)
        yield

    def _show_trend(self, analyte: Analyte | None) -> None:
        """Show one analyte large; one without numbers has no trend, and that is said."""
        self.trend.show_analyte(analyte, self._courses)
        drawn = analyte is not None and bool(analyte.points)
        self.trend.setVisible(drawn)
        self.trend_title.setVisible(analyte is not None)
        self._point("")
        if analyte is not None:
            limits = f" · range {analyte.range}" if analyte.range else ""
            said = "" if drawn else " · words, no numbers: no trend"
            self.trend_title.set_text(f"{analyte.label} {analyte.unit}{limits}{said}")

    @Slot(str)
    def _point(self, words: str) -> None:
        """Say what is pointed at in the trend, else what it shows."""
        analyte = self.trend.analyte
        self.pointed.set_text(words or (trend_words(analyte.points) if analyte is not None else ""))

    @Slot()
    def _describe_window(self) -> None:
        """Say which days are in sight, and allow going where there are more."""
        model = self.table.grid_model
        days, every = model.days, model.grid.days
        self.older.setVisible(len(days) < len(every))
        self.newer.setVisible(len(days) < len(every))
        self.older.setEnabled(model.first > 0)
        self.newer.setEnabled(model.first + len(days) < len(every))
        words = f"{len(days)} of {len(every)} days, {of_date(days[0])} – {of_date(days[-1])}" if days else ""
        self.days.setText(words if len(days) < len(every) else "")

    @Slot()
    def _go_older(self) -> None:
        """Show older days."""
        self.table.page(-1)

    @Slot()
    def _go_newer(self) -> None:
        """Show newer days."""
        self.table.page(1)
