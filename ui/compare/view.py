"""The page that compares two or three explanations, and says how to choose them while there are fewer."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from copilot.differential.compare import Comparison
from copilot.knowledge.pack import Reference
from copilot.review.comparison_words import row_detail
from ui.automation import Name, identify
from ui.compare.model import FIRST, ComparisonModel
from ui.parts.boxes import column, row
from ui.parts.button import button
from ui.parts.label import label
from ui.parts.table import Table
from ui.parts.text import one_line
from ui.theme import THEME

LINE = 36
CHART_WIDTH, LEAST_CELL = 78, 92
HOW = "Choose two or three explanations: press C on a row of the list, or the button at its end."
ONE_MORE = "Choose one or two more to compare {name} with."
ALIKE = "Nothing in the packs tells these apart: they list the same findings, as often."
PARTIAL = "A part of the record is not here, so that what is not known may stand in it."


class ComparisonTable(Table):
    """`activated_fact` tells the fact of a row to go to."""

    fact_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(LINE)
        identify(self, Name.COMPARE_TABLE, "Comparison")
        self.comparison_model = ComparisonModel(self)
        self.setModel(self.comparison_model)
        self.setWordWrap(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(self._go)
        self.dress()

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show another comparison; the row that was chosen stays chosen."""
        chosen = self.comparison_model.row(self.currentIndex().row())
        self.clearSpans()
        self.comparison_model.show_comparison(comparison)
        for number in self.comparison_model.headings():
            self.setSpan(number, 0, 1, self.comparison_model.columnCount())
        place = self.comparison_model.place(chosen.term) if chosen is not None else -1
        if place >= 0:
            self.setCurrentIndex(self.comparison_model.index(place, 0))
        self.fit()

    def fit(self) -> None:
        """Override: the finding takes what the other columns leave, the conditions share theirs."""
        columns = self.comparison_model.columnCount()
        if columns <= FIRST:
            return
        room = self.viewport().width() - THEME.px(CHART_WIDTH)
        cell = max(THEME.px(LEAST_CELL), min(room // (columns - 1), THEME.px(136)))
        self.setColumnWidth(0, max(room - cell * (columns - FIRST), THEME.px(LEAST_CELL)))
        self.setColumnWidth(1, THEME.px(CHART_WIDTH))
        for number in range(FIRST, columns):
            self.setColumnWidth(number, cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter goes to the chart."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _go(self, index: QModelIndex) -> None:
        """Go to the first fact of a row."""
        found = self.comparison_model.row(index.row())
        if found is not None and found.finding is not None and found.finding.facts:
            self.fact_wanted.emit(found.finding.facts[0])


class CompareView(QWidget):
    """`fact_wanted` goes to the chart, `hovered` lights a row's facts up there, `emptied` chooses none any more."""

    fact_wanted = Signal(str)
    hovered = Signal(object)
    emptied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        identify(self, Name.COMPARE, "Compare")
        self._references: Mapping[str, Reference] = {}
        self.title = label("Compare", "heading", wrap=True)
        self.empty = button("Start again", Name.COMPARE_CLEAR, role="link", says="Compare others: choose none of these")
        self.note = identify(label(HOW, "muted", wrap=True), Name.COMPARE_NOTE, HOW)
        self.table = ComparisonTable()
        self.detail = identify(label("", "small", wrap=True, selectable=True), Name.COMPARE_DETAIL, "Sources")
        head = row(gap=8)
        head.addWidget(self.title, 1)
        head.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        layout = column(gap=8, margins=(16, 12, 16, 12))
        layout.addLayout(head)
        layout.addWidget(self.note)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.detail)
        layout.addStretch(0)
        self.setLayout(layout)
        self.empty.clicked.connect(self.emptied)
        self.table.fact_wanted.connect(self.fact_wanted)
        self.table.selectionModel().currentChanged.connect(self._chosen)
        self.choose(())

    def choose(self, names: tuple[str, ...]) -> None:
        """Show who is chosen while these are too few to compare."""
        self._show(None, ONE_MORE.format(name=one_line(names[0])) if names else HOW, names)

    def show_comparison(self, comparison: Comparison, references: Mapping[str, Reference], *, partial: bool) -> None:
        """Show a comparison."""
        self._references = references
        nothing = not comparison.decided and not comparison.open
        names = tuple(h.condition.name for h in comparison.hypotheses)
        self._show(comparison, ALIKE if nothing else PARTIAL if partial else "", names)

    def _show(self, comparison: Comparison | None, note: str, names: tuple[str, ...]) -> None:
        """Show the table or the note, or both."""
        self.table.show_comparison(comparison)
        self.table.setVisible(self.table.comparison_model.rowCount() > 0)
        self.title.setText(one_line("  \N{MIDDLE DOT}  ".join(names)) if len(names) > 1 else "Compare")
        self.empty.setVisible(bool(names))
        self.note.setText(note)
        self.note.setAccessibleName(note)
        self.note.setVisible(bool(note))
        self._chosen(self.table.currentIndex())

    @Slot(QModelIndex)
    def _chosen(self, index: QModelIndex) -> None:
        """Say what the chosen row rests on, and light it up in the chart."""
        model = self.table.comparison_model
        found = model.row(index.row())
        words = row_detail(found, model.comparison, self._references) if found and model.comparison else ""
        self.detail.setText(words)
        self.detail.setVisible(bool(words))
        self.hovered.emit(frozenset(found.finding.facts) if found and found.finding else frozenset())
