"""The overview: results with the abnormal first, problems, medications, allergies, vitals, the newest note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from copilot.chart.fact import Fact, Standing
from copilot.chart.since import ChangeKind
from copilot.chart.spoken import FLAG_LETTERS
from ui.automation import Name, identify
from ui.chart.arrange import Arranged, Tab
from ui.chart.fact_model import STANDING_WORDS, span_words, standing_words
from ui.chart.grid import Analyte
from ui.chart.grid_table import GridTable
from ui.chart.hits import Hits
from ui.chart.legend import Legend
from ui.chart.note_text import NoteText, warnings
from ui.chart.page import Page
from ui.parts.boxes import Card, Scroll, column, row, turn
from ui.parts.button import button
from ui.parts.dates import of_date, of_when, short
from ui.parts.gradual import Gradual
from ui.parts.label import label
from ui.parts.line import Line
from ui.parts.text import count, one_line, tip
from ui.theme import THEME

MOST, MOST_CHANGES, MOST_NAMED = 6, 8, 12
RESULTS = frozenset({ChangeKind.ABNORMAL, ChangeKind.CHANGED, ChangeKind.NORMAL})
SINCE_RULE = (
    "Listed: results whose mark came or went, or that moved by half of the laboratory's range (a quarter of the value "
    "where it gives none, a twentieth of the body weight), and what was recorded, started or stopped since."
)
NOTE_LINES = 9
NARROW = 520


class Overview(Page):
    """Cards in two columns, or one; every line stands for facts and lights up with them."""

    def __init__(self) -> None:
        super().__init__()
        identify(self, Name.OVERVIEW, "Overview of the chart")
        self.area = Scroll("canvas", gap=12, margins=(0, 0, 8, 12))
        self.area.resized.connect(self._turn)
        outer = column()
        outer.addWidget(self.area)
        self.setLayout(outer)
        self.lines: list[Line] = []
        self.table: GridTable | None = None
        self.note: NoteText | None = None
        self._gradual = Gradual(self)
        self._lit: frozenset[str] = frozenset()
        self._hits = Hits()
        self._paused: frozenset[str] = frozenset()
        self._partial = False
        self._pair: QBoxLayout | None = None

    @property
    def busy(self) -> bool:
        """Override."""
        return self._gradual.busy

    def show_chart(self, arranged: Arranged) -> None:
        """Override: build the cards in steps."""
        self._begin(arranged, keep=False)

    def update_chart(self, arranged: Arranged) -> None:
        """Override: what is in sight stays until its successor is built, and keeps quiet about its old facts."""
        for old in (*self.lines, self.table, self.note):
            if old is not None:
                old.blockSignals(True)
        self._begin(arranged, keep=True)

    def _begin(self, arranged: Arranged, *, keep: bool) -> None:
        """Begin to build the cards."""
        self._gradual.cancel()
        self.area.renew(keep=keep)
        self.lines, self.table, self.note, self._pair = [], None, None, None
        self._gradual.add(lambda: self._build(arranged))

    def finish(self) -> None:
        """Override: build the rest now."""
        self._gradual.finish()

    @Slot()
    def _turn(self) -> None:
        """Put the cards beside each other, or below each other where two columns would cut names off."""
        if self._pair is not None:
            before = self._pair.direction()
            turn(self._pair, upright=self.width() < THEME.px(NARROW))
            if self._pair.direction() is not before:
                self.area.lay_out()

    def show_fact(self, fact: str) -> bool:
        """Override: a line, a result, or a mention in the note."""
        self.finish()
        self.light(frozenset((fact,)))
        if self.table is not None and self.table.show_fact(fact):
            self.area.ensureWidgetVisible(self.table)
            return True
        if self.note is not None and self.note.show_fact(fact):
            self.area.ensureWidgetVisible(self.note)
            return True
        lit = next((line for line in self.lines if fact in line.facts), None)
        if lit is not None:
            self.area.ensureWidgetVisible(lit)
        return lit is not None

    def light(self, facts: frozenset[str]) -> None:
        """Override."""
        self._lit = facts
        for line in self.lines:
            line.light(facts)
        if self.table is not None:
            self.table.light(facts)
        if self.note is not None:
            self.note.light(facts)

    def pause(self, terms: frozenset[str]) -> None:
        """Override."""
        self._paused = terms
        if self.note is not None:
            self.note.pause(terms)

    def mark(self, hits: Hits) -> None:
        """Override."""
        self._hits = hits
        for line in self.lines:
            line.mark(found=not line.facts.isdisjoint(hits.facts))
        if self.table is not None:
            self.table.mark(hits)
        if self.note is not None:
            self.note.mark_found(hits.spans.get(self.note.note.fact_id, ()) if self.note.note is not None else ())

    def _build(self, arranged: Arranged) -> Iterator[None]:
        """Add one card after the other."""
        self._partial = arranged.review.partial
        self._year = str(arranged.review.chart.as_of_date or "")[:4]
        self.area.column.addWidget(self._since(arranged))
        yield
        self._results(arranged)
        yield
        left, right = column(gap=12), column(gap=12)
        self._pair = row(gap=12)
        self._pair.addLayout(left, 1)
        self._pair.addLayout(right, 1)
        self._turn()
        self.area.column.addLayout(self._pair)
        left.addWidget(self._list("Problems", arranged.problems, "No problems recorded."))
        yield
        right.addWidget(self._list("Medications", arranged.medications, "No medications recorded.", Tab.MEDICATIONS))
        yield
        left.addWidget(self._list("Allergies", arranged.allergies, "Nothing recorded about allergies."))
        left.addStretch(1)
        yield
        right.addWidget(self._vitals(arranged))
        right.addStretch(1)
        yield
        self._newest_note(arranged)
        self.mark(self._hits)
        yield from self.area.reveal()

    def _since(self, arranged: Arranged) -> Card:
        """Return the card of what is new since the last time."""
        found = arranged.since
        title = f"Since last time, {of_date(found.before)}" if found.before is not None else "Since last time"
        card = Card(title, f"{len(found.changes)} changes" if len(found.changes) > 1 else "")
        tip(card.title, SINCE_RULE)
        card.tighten()
        if not found.changes:
            none = "Nothing new was found." if found.before else "No earlier visit or result to compare with."
            card.body.addWidget(label(self._none(none), "muted", wrap=True))
        for change in found.changes[:MOST_CHANGES]:
            said = change.kind.value[0].upper() + change.kind.value[1:]
            named = change.kind in RESULTS
            words = change.text if named else f"{said}: {change.text}"
            right = f"{change.detail} · {change.kind.value}" if change.kind is ChangeKind.NORMAL else change.detail
            role = "against" if change.kind is ChangeKind.ABNORMAL else ""
            detail = f"{said}: {change.text}, {change.detail}"
            self._add(card.body, change.facts, words, right, role=role, detail=detail, name=Name.OVERVIEW_CHANGE)
        if len(found.changes) > MOST_CHANGES:
            rest = "; ".join(change.text for change in found.changes[MOST_CHANGES:][:MOST_NAMED])
            words = f"and {len(found.changes) - MOST_CHANGES} more: {rest}"
            card.body.addWidget(label(words, "muted", wrap=True))
        return card

    def _results(self, arranged: Arranged) -> None:
        """Add the table of results."""
        grid = arranged.abnormal
        marked, every = arranged.labs.abnormal, len(arranged.labs.rows)
        title = "Results, abnormal first" if marked else "Results"
        card = Card(title, f"{marked} abnormal of {count(every, 'analyte')}" if every else "")
        if not grid.rows:
            card.body.addWidget(label(self._none("No laboratory results in the chart."), "muted", wrap=True))
        else:
            self.table = GridTable(Name.OVERVIEW_LABS, "Results, abnormal first", grows=True)
            self.table.show_grid(grid)
            self.table.light(self._lit)
            self.table.selected.connect(self.selected)
            self.table.hovered.connect(self.hovered)
            card.body.addWidget(self.table)
            if every > len(grid.rows):
                self._more(card.body, f"All {every} analytes", Tab.LABS)
        self.area.column.addWidget(card)

    def _list(self, title: str, facts: tuple[Fact, ...], empty: str, tab: Tab = Tab.FACTS) -> Card:
        """Return a card that lists facts with their dates."""
        current = sum(f.standing in (Standing.ASSERTED, Standing.UNCERTAIN) for f in facts)
        card = Card(title, f"{current} current" if current not in (0, len(facts)) else "")
        card.tighten()
        if not facts:
            card.body.addWidget(label(self._none(empty), "muted", wrap=True))
        for fact in facts[:MOST]:
            past = fact.standing is Standing.PAST
            detail = f"{_words(fact)}\n{span_words(fact)} · {standing_words(fact)} · {fact.source.resource}"
            self._add(
                card.body,
                (fact.id,),
                _words(fact),
                _time(fact, self._year),
                role="muted" if past else "",
                detail=detail,
            )
        if len(facts) > MOST:
            self._more(card.body, f"{len(facts) - MOST} more", tab)
        card.body.addStretch(1)
        return card

    def _vitals(self, arranged: Arranged) -> Card:
        """Return the card of the latest vital signs."""
        rows = arranged.vitals.rows
        newest = max((max(r.cells) for r in rows), default=None)
        card = Card("Latest vital signs", of_date(newest) if newest else "")
        card.tighten()
        if not rows:
            card.body.addWidget(label(self._none("No vital signs recorded."), "muted", wrap=True))
        for analyte in sorted(rows, key=lambda r: max(r.cells), reverse=True)[: MOST + 2]:
            day = max(analyte.cells)
            when = "" if day == newest else of_date(day)
            ids = tuple(f.id for f in analyte.latest.facts)[-1:]
            self._add(
                card.body, ids, analyte.label, f"{_value(analyte)}{'  · ' + when if when else ''}", strong=analyte
            )
        if len(rows) > MOST + 2:
            self._more(card.body, f"{len(rows) - MOST - 2} more", Tab.LABS)
        card.body.addStretch(1)
        return card

    def _newest_note(self, arranged: Arranged) -> None:
        """Add the newest note with its marks."""
        if not arranged.notes:
            card = Card("Notes")
            card.body.addWidget(label(self._none("No notes in the chart."), "muted", wrap=True))
            self.area.column.addWidget(card)
            return
        newest = arranged.notes[0]
        title = " · ".join(p for p in (one_line(newest.title) or "Note", of_when(newest.when)) if p)
        card = Card(f"Newest note: {title}")
        self.note = NoteText("newest")
        self.note.show_note(newest, arranged.mentions.get(newest.fact_id, ()), arranged.review.pack.terms)
        self.note.pause(self._paused)
        self.note.light(self._lit)
        self.note.hovered.connect(self.hovered)
        self.note.selected.connect(self.selected)
        self.note.grow(NOTE_LINES)
        said = warnings(newest)
        if said:
            card.body.addWidget(label(said, "caution", wrap=True))
        card.body.addWidget(self.note)
        card.body.addWidget(Legend())
        if len(arranged.notes) > 1:
            self._more(card.body, f"All {len(arranged.notes)} notes", Tab.NOTES)
        self.area.column.addWidget(card)

    def _none(self, words: str) -> str:
        """Return what an empty card says: where a part of the record is not here, nothing must not read as "none"."""
        return "None here; a part of the record is missing." if self._partial else words

    def _add(
        self,
        body: QVBoxLayout,
        facts: Iterable[str],
        words: str,
        right: str,
        *,
        role: str = "",
        strong: Analyte | None = None,
        detail: str = "",
        name: Name = Name.OVERVIEW_LINE,
    ) -> None:
        """Add one line: words on the left, a date or a value on the right."""
        line = Line(tuple(facts))
        identify(line, name, f"{words}, {right}" if right else words, key=line.first)
        inner = row(gap=8, margins=(5, 3, 5, 3))
        inner.addWidget(label(words, role, wrap=True), 1)
        marked = strong is not None and strong.latest.abnormal
        value = label(right, "against" if marked else "muted" if strong is None else "")
        inner.addWidget(value, 0, Qt.AlignmentFlag.AlignTop)
        line.setLayout(inner)
        tip(line, detail)
        line.hovered.connect(self.hovered)
        line.activated.connect(self.selected)
        line.light(self._lit)
        self.lines.append(line)
        body.addWidget(line)

    def _more(self, body: QVBoxLayout, words: str, tab: Tab) -> None:
        """Add a link to the tab that shows the rest."""
        link = button(words, Name.OVERVIEW_MORE, role="link", says=f"{words}, opens {tab.value}", key=tab.name.lower())
        link.setProperty("tab", tab.value)
        link.clicked.connect(self._more_clicked)
        body.addWidget(link)

    def _more_clicked(self) -> None:
        """Ask for the tab that the link names."""
        self.more_wanted.emit(str(self.sender().property("tab")))


def _words(fact: Fact) -> str:
    """Return a fact's words with what qualifies them."""
    qualifier = STANDING_WORDS[fact.standing]
    words = fact.text or fact.label
    if fact.detail and fact.detail.casefold() not in words.casefold():
        words = f"{words}, {fact.detail}"
    said = fact.standing is Standing.NONE_KNOWN or qualifier in words.casefold()
    return words if said else f"{words} ({qualifier})"


def _time(fact: Fact, year: str) -> str:
    """Return since when something holds, or when it ended."""
    if fact.until is not None and fact.standing is Standing.PAST:
        return f"until {short(fact.until, year)}"
    since = short(fact.when, year)
    return f"since {since}" if since and fact.standing is Standing.ASSERTED else since


def _value(analyte: Analyte) -> str:
    """Return the newest value with its mark and unit."""
    cell = analyte.latest
    flag = one_line(cell.flag)[:FLAG_LETTERS] if cell.abnormal else ""
    return " ".join(part for part in (cell.text, flag, analyte.unit) if part)
