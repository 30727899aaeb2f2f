"""Notes: a list, and the chosen note with its recognised mentions marked and explained."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QSplitter

from copilot.chart.chart import Note
from ui.automation import Name, identify
from ui.chart.arrange import Arranged
from ui.chart.hits import Hit, Hits
from ui.chart.legend import Legend
from ui.chart.note_text import NoteText, warnings
from ui.chart.page import Page
from ui.parts.boxes import Card, row
from ui.parts.dates import of_when
from ui.parts.label import Elided, label
from ui.parts.text import one_line
from ui.theme import THEME

LIST_LIMIT = 500
NARROW = 520


class Notes(Page):
    """The list on the left, newest first; the text on the right."""

    def __init__(self) -> None:
        super().__init__()
        identify(self, Name.NOTES, "Notes")
        self.list = identify(QListWidget(), Name.NOTES_LIST, "Notes, newest first")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = NoteText()
        self.heading = Elided("", "strong")
        self.empty = label("No notes in the chart.", "muted")
        self.card = Card("")
        self.card.title.hide()
        self.card.caption.hide()
        self.card.head.insertWidget(0, self.heading, 1)
        self.card.body.addWidget(self.empty)
        self.warning = identify(label("", "caution", wrap=True), Name.NOTES_WARNING, "About this note")
        self.warning.hide()
        self.card.body.addWidget(self.warning)
        self.legend = Legend()
        self.card.body.addWidget(self.legend)
        self.card.body.addWidget(self.text, 1)
        self.split = QSplitter()
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.list)
        self.split.addWidget(self.card)
        self.split.setStretchFactor(1, 1)
        layout = row(margins=(0, 0, 8, 12))
        layout.addWidget(self.split)
        self.setLayout(layout)
        self._arranged: Arranged | None = None
        self._notes: tuple[Note, ...] = ()
        self._hits = Hits()
        self.list.currentRowChanged.connect(self._choose)
        self.text.hovered.connect(self.hovered)
        self.text.selected.connect(self.selected)

    def show_chart(self, arranged: Arranged) -> None:
        """Override."""
        self._arranged, self._notes = arranged, arranged.notes
        self.list.clear()
        self.list.addItems([_in_list(note) for note in self._notes[:LIST_LIMIT]])
        several = len(self._notes) > 1
        self.list.setVisible(several)
        self._fit()
        self.empty.setVisible(not self._notes)
        for widget in (self.text, self.legend):
            widget.setVisible(bool(self._notes))
        self._choose(0)
        if several:
            self.list.setCurrentRow(0)

    def update_chart(self, arranged: Arranged) -> None:
        """Override: the note that is being read stays, at the line that is being read."""
        before, reading = self._arranged, self.text.note
        kept = arranged.same(before.review.facts.get(reading.fact_id)) if before and reading else ""
        note = arranged.note_of(kept) if kept else None
        lines, line = self.list.verticalScrollBar().value(), self.text.verticalScrollBar().value()
        self.show_chart(arranged)
        if note is not None:
            place = self._notes.index(note)
            self.list.setCurrentRow(place if place < self.list.count() else -1)
            self._choose(place)
            self.text.verticalScrollBar().setValue(line)
        self.list.verticalScrollBar().setValue(lines)

    def show_fact(self, fact: str) -> bool:
        """Override: open the note that the fact stands in, and select its span."""
        note = self._arranged.note_of(fact) if self._arranged else None
        if note is None:
            return False
        place = self._notes.index(note)
        if place < self.list.count():
            self.list.setCurrentRow(place)
        self._choose(place)
        return self.text.show_fact(fact)

    def light(self, facts: frozenset[str]) -> None:
        """Override."""
        self.text.light(facts)

    def pause(self, terms: frozenset[str]) -> None:
        """Override."""
        self.text.pause(terms)

    def mark(self, hits: Hits) -> None:
        """Override: mark the words in the note in sight; the others are marked when they come."""
        self._hits = hits
        self.text.mark_found(self._spans())

    def show_hit(self, hit: Hit) -> None:
        """Override: open the note and select the words."""
        self.show_fact(hit.fact)
        if hit.span is not None:
            self.text.show_span(hit.span)

    def _spans(self) -> tuple[tuple[int, int], ...]:
        """Return where the words that were searched stand in the note in sight."""
        return self._hits.spans.get(self.text.note.fact_id, ()) if self.text.note is not None else ()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: in a narrow chart the list stands over the text."""
        super().resizeEvent(event)
        if (self.width() < THEME.px(NARROW)) is not (self.split.orientation() is Qt.Orientation.Vertical):
            self._fit()

    def _fit(self) -> None:
        """Put list and text beside or below each other."""
        narrow = self.width() < THEME.px(NARROW)
        self.split.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
        self.split.setSizes([THEME.px(size) for size in ((110, 480) if narrow else (180, 480))])

    @Slot(int)
    def _choose(self, place: int) -> None:
        """Show a note, unless it is already shown."""
        if not 0 <= place < len(self._notes):
            self.heading.set_text("")
            self.warning.hide()
            self.text.show_note(None, ())
            return
        note = self._notes[place]
        if note is not self.text.note and self._arranged is not None:
            self.heading.set_text(_title(note))
            said = warnings(note)
            self.warning.setText(said)
            self.warning.setVisible(bool(said))
            terms = self._arranged.review.pack.terms
            self.text.show_note(note, self._arranged.mentions.get(note.fact_id, ()), terms)
            self.text.mark_found(self._spans())


def _in_list(note: Note) -> str:
    """Return the note's title over its date."""
    return "\n".join((one_line(note.title) or "Note", of_when(note.when) or "no date"))


def _title(note: Note) -> str:
    """Return the note's title with its date."""
    return " · ".join(p for p in (of_when(note.when), one_line(note.title) or "Note") if p)
