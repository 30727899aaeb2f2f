"""The chart: tabs over pages that are built when they are first shown, jumps with a way back, raw JSON."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QTabBar, QToolTip

from copilot.review.review import Review
from ui.automation import Name, identify
from ui.chart.arrange import Arranged, Tab
from ui.chart.hits import Hit, Hits
from ui.chart.labs import Labs
from ui.chart.notes import Notes
from ui.chart.overview import Overview
from ui.chart.page import Page
from ui.chart.raw import RawDialog
from ui.chart.search_bar import SearchBar
from ui.chart.tables import FactPage
from ui.chart.timeline import TimelinePage
from ui.garbage import delete_in_turn
from ui.parts.announce import announce
from ui.parts.boxes import Stack, column, row
from ui.parts.button import button
from ui.parts.gradual import Gradual
from ui.parts.icon import icon
from ui.parts.text import one_line, tip, without_mnemonic
from ui.theme import THEME

MAKERS: dict[Tab, Callable[[], Page]] = {
    Tab.OVERVIEW: Overview,
    Tab.LABS: Labs,
    Tab.TIMELINE: TimelinePage,
    Tab.NOTES: Notes,
    Tab.MEDICATIONS: lambda: FactPage(Tab.MEDICATIONS),
    Tab.DOCUMENTS: lambda: FactPage(Tab.DOCUMENTS),
    Tab.FACTS: lambda: FactPage(Tab.FACTS),
}
TABS = tuple(Tab)
HISTORY = 50


class ChartView(QFrame):
    """`hovered` tells the facts under the pointer, `selected` the fact last chosen, `changed` another chart.

    With `changed` comes whether it is more of the same patient's.
    """

    hovered = Signal(object)
    selected = Signal(str)
    changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        identify(self, Name.CHART, "Chart")
        self.tabs = identify(QTabBar(), Name.CHART_TABS, "Chart tabs")
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.back = button("", Name.CHART_BACK, role="icon", says="Back to where you were, Alt+Left")
        self.raw = button("", Name.CHART_RAW, role="icon", says="Raw JSON of the selected line, Ctrl+J")
        for small in (self.back, self.raw):
            tip(small, small.accessibleName())
        self.search = SearchBar()
        self.stack = Stack()
        self.dialog: RawDialog | None = None
        self._arranged: Arranged | None = None
        self._hits = Hits()
        self._paused: frozenset[str] = frozenset()
        self._pages: dict[Tab, Page] = {}
        self._stale: set[Tab] = set()
        self._behind: set[Tab] = set()
        self._history: list[tuple[Tab, str]] = []
        self._leaving = Gradual(self)
        self._fact = ""
        self._titles: dict[Tab, str] = {tab: tab.value for tab in TABS}
        for tab in TABS:
            self.tabs.addTab(tab.value)
        top = row(gap=6, margins=(0, 0, 8, 0))
        top.addWidget(self.tabs, 1)
        top.addWidget(self.back)
        top.addWidget(self.raw)
        layout = column(gap=10, margins=(16, 8, 8, 0))
        layout.addLayout(top)
        layout.addWidget(self.search)
        layout.addWidget(self.stack, 1)
        self.setLayout(layout)
        self.tabs.currentChanged.connect(self._tab_changed)
        self.back.clicked.connect(self.go_back)
        self.raw.clicked.connect(self.show_raw)
        THEME.changed.connect(self._dress)
        self._dress()
        self._allow()

    @property
    def tab(self) -> Tab:
        """Return the tab in sight."""
        return TABS[self.tabs.currentIndex()]

    @property
    def arranged(self) -> Arranged | None:
        """Return the chart that is shown, if one is."""
        return self._arranged

    @property
    def fact(self) -> str:
        """Return the fact selected last, by a click in the chart or by a jump to it."""
        return self._fact

    @property
    def busy(self) -> bool:
        """Return whether the tab in sight is still being built."""
        return self.page(self.tab).busy

    def page(self, tab: Tab) -> Page:
        """Return a tab's page, built and filled if it was not yet."""
        if tab not in self._pages:
            page = MAKERS[tab]()
            page.hovered.connect(self.hovered)
            page.selected.connect(self._selected)
            page.more_wanted.connect(self._more)
            page.wanted.connect(self._jump)
            self._pages[tab] = page
            self._stale.add(tab)
            self.stack.addWidget(page)
        if tab in self._stale and self._arranged is not None:
            self._stale.discard(tab)
            self._pages[tab].show_chart(self._arranged)
            self._pages[tab].mark(self._hits)
            self._pages[tab].pause(self._paused)
        self._catch_up(tab)
        return self._pages[tab]

    def show_chart(self, arranged: Arranged) -> None:
        """Show another chart from its overview; the other tabs are made anew when they are first shown."""
        self._arranged = arranged
        self._discard_pages(keep=Tab.OVERVIEW)
        self._stale, self._behind = set(self._pages), set()
        self._history.clear()
        self._fact = ""
        self._discard_dialog()
        self._count()
        self.tabs.setCurrentIndex(0)
        self._tab_changed(0)
        self._allow()
        self.changed.emit(False)

    def update_chart(self, arranged: Arranged) -> None:
        """Show more of the same chart: tab, place, selection and the way back stay."""
        before = self._arranged
        if before is None:
            self.show_chart(arranged)
            return
        self._arranged = arranged
        old = before.review.facts
        self._fact = arranged.same(old.get(self._fact))
        self._history = [(tab, arranged.same(old.get(fact))) for tab, fact in self._history]
        self._count()
        self._behind = set(self._pages) - self._stale
        self._catch_up(self.tab)
        self.light(frozenset())
        self._allow()
        self.changed.emit(True)

    def clear(self) -> None:
        """Forget the patient: nothing of the chart stays in any widget."""
        self._arranged, self._fact = None, ""
        self._hits, self._paused = Hits(), frozenset()
        QToolTip.hideText()
        self.tabs.setCurrentIndex(0)
        self._history.clear()
        self._discard_dialog()
        self._discard_pages()
        self._stale, self._behind = set(), set()
        self._count()
        self._allow()
        self.changed.emit(False)

    def leave_nothing(self) -> None:
        """Let go of what was cleared now, not step by step: nobody waits for a locked window, and nothing may stay."""
        self._leaving.finish()

    def show_tab(self, tab: Tab) -> None:
        """Go to a tab, with a way back."""
        if tab is not self.tab:
            self._remember()
            self.tabs.setCurrentIndex(TABS.index(tab))

    def show_fact(self, fact: str, *, elsewhere: bool = False) -> bool:
        """Jump to a fact: on the tab in sight if it is there, else on its own; return whether it exists.

        `elsewhere` says to leave the tab in sight in any case.
        """
        home = self._arranged.home(fact) if self._arranged else None
        if home is None:
            return False
        before = (self.tab, self._fact)
        if elsewhere or not self.page(self.tab).show_fact(fact):
            target = home if self.page(home).show_fact(fact) else Tab.FACTS
            self.tabs.setCurrentIndex(TABS.index(target))
            self.page(target).show_fact(fact)
        if before != (self.tab, fact):
            self._history = [*self._history[-HISTORY:], before]
        self._fact = fact
        self._allow()
        announce(self, self.accessibleDescription())
        return True

    def light(self, facts: frozenset[str]) -> None:
        """Highlight facts on the tab in sight; nothing moves. Empty: back to the fact jumped to."""
        if self._arranged is not None:
            kept = frozenset((self._fact,)) if self._fact else frozenset[str]()
            self.page(self.tab).light(facts or kept)

    def mark(self, hits: Hits) -> None:
        """Mark what a search found, on every page; nothing moves."""
        if hits.terms != self._hits.terms or hits.facts != self._hits.facts or hits.spans != self._hits.spans:
            self._hits = hits
            for page in self._pages.values():
                page.mark(hits)

    @Slot(object)
    def show_corrections(self, review: Review | None) -> None:
        """Grey in the notes what the clinician leaves out of account."""
        self._paused = frozenset(review.findings.paused) if review is not None else frozenset()
        for page in self._pages.values():
            page.pause(self._paused)

    def show_hit(self, hit: Hit) -> None:
        """Go to a place that a search found, with a way back."""
        if hit.tab is not self.tab:
            self._remember()
            self.tabs.setCurrentIndex(TABS.index(hit.tab))
        self.page(hit.tab).show_hit(hit)
        self._fact = hit.fact
        self._allow()

    def give_focus(self) -> None:
        """Give the keyboard to the page in sight."""
        self.page(self.tab).setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Build what is still being built in steps, at once."""
        self.page(self.tab).finish()

    def sizeHint(self) -> QSize:
        """Override: the chart has the most room."""
        return QSize(THEME.px(690), 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: the numbers on the tabs go where there is no room for them."""
        super().resizeEvent(event)
        self._name_tabs()

    def _count(self) -> None:
        """Take the numbers beside the tabs' words from the chart."""
        for number, tab in enumerate(TABS):
            amount = self._arranged.count(tab) if self._arranged else 0
            self._titles[tab] = f"{tab.value} {amount}" if amount else tab.value
            self.tabs.setTabToolTip(number, self._titles[tab])
        self._name_tabs()

    def _catch_up(self, tab: Tab) -> None:
        """Give a page that shows the chart as it was what has come since."""
        if tab in self._behind and self._arranged is not None:
            self._behind.discard(tab)
            self._pages[tab].update_chart(self._arranged)

    def _discard_dialog(self) -> None:
        """Close the raw JSON and let go of it: it shows a resource of the patient who was open."""
        if self.dialog is not None:
            self.dialog.close()
            self.dialog.deleteLater()
            self.dialog = None

    def _discard_pages(self, keep: Tab | None = None) -> None:
        """Let go of the pages: what a page that is not in sight holds is of the patient who was open."""
        gone = [self._pages.pop(tab) for tab in set(self._pages) - {keep}]
        for page in gone:
            self.stack.removeWidget(page)
            page.blockSignals(True)
        self._leaving.add(lambda: delete_in_turn(gone))

    def _name_tabs(self) -> None:
        """Name the tabs, with their numbers where they fit."""
        room = self.width() - THEME.px(30 + 30) - 16 - 8 - 24
        metrics = self.tabs.fontMetrics()
        long = sum(metrics.horizontalAdvance(self._titles[tab]) + 16 for tab in TABS)
        for number, tab in enumerate(TABS):
            self.tabs.setTabText(number, without_mnemonic(self._titles[tab] if long < room else tab.value))

    @Slot()
    def go_back(self) -> None:
        """Go back to where the last jump started."""
        if self._history:
            tab, fact = self._history.pop()
            self.tabs.setCurrentIndex(TABS.index(tab))
            self._fact = fact
            if not (fact and self.page(tab).show_fact(fact)):
                self.page(tab).light(frozenset())
        self._allow()

    @Slot()
    def show_raw(self) -> None:
        """Show the raw JSON of the selected line."""
        fact = self._arranged.review.facts.get(self._fact) if self._arranged else None
        if self._arranged is not None and fact is not None:
            self._raw_dialog().show_fact(self._arranged.review, fact)

    def show_resource(self, resource: str) -> None:
        """Show the raw JSON of a resource."""
        if self._arranged is not None and resource:
            self._raw_dialog().show_resource(self._arranged.review, resource)

    def _raw_dialog(self) -> RawDialog:
        """Return the one dialog, in front."""
        if self.dialog is None:
            self.dialog = RawDialog(self.window())
        self.dialog.show()
        self.dialog.raise_()
        return self.dialog

    @Slot(int)
    def _tab_changed(self, number: int) -> None:
        """Show a tab's page."""
        self.stack.setCurrentWidget(self.page(TABS[number]))

    @Slot(str)
    def _more(self, tab: str) -> None:
        """Follow a "more" link."""
        self.show_tab(Tab(tab))

    @Slot(str)
    def _jump(self, fact: str) -> None:
        """Go to the tab on which a fact is at home, and tell that it was chosen."""
        if self.show_fact(fact, elsewhere=True):
            self.selected.emit(fact)

    @Slot(str)
    def _selected(self, fact: str) -> None:
        """Note which line was selected, and highlight it."""
        self._fact = fact
        self.light(frozenset((fact,)))
        self._allow()
        self.selected.emit(fact)

    def _remember(self) -> None:
        """Keep the place for Back."""
        self._history = [*self._history[-HISTORY:], (self.tab, self._fact)]
        self._allow()

    def _allow(self) -> None:
        """Enable what has something to act on, and let a screen reader know which line that is."""
        self.back.setEnabled(bool(self._history))
        self.raw.setEnabled(bool(self._fact))
        fact = self._arranged.review.facts.get(self._fact) if self._arranged else None
        self.setAccessibleDescription(f"Current line: {one_line(fact.text)}" if fact is not None else "")

    @Slot()
    def _dress(self) -> None:
        """Draw the icons in the theme's colour, as large as the letters."""
        for small in (self.back, self.raw):
            small.setFixedWidth(THEME.px(30))
        self.back.setIcon(icon("back", THEME.colours.muted))
        self.raw.setIcon(icon("braces", THEME.colours.muted))
