"""The columns: patients, chart, differential and words side by side; in a narrow window one of them under a switch."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QSettings, QSignalBlocker, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabBar, QWidget

from ui.automation import Name, identify
from ui.parts.boxes import column
from ui.parts.reading_order import go_to, in_reading_order
from ui.theme import THEME
from ui.window.side import Side

NARROW = 900
ROOMY = 1080  # below it the list of patients makes room for the chart, unless somebody wants it
LEAST = 400
WAIT = 400  # ms after the last move of a divider until the sizes are remembered
STEP = 60
SIZES = {"main": (194, 1246), "patient": (690, 572), "right": (560, 290)}


class Place(StrEnum):
    """What the switch of a narrow window offers."""

    PATIENTS = "Patients"
    CHART = "Chart"
    DIFFERENTIAL = "Differential"
    WORDS = "In words"


PLACES = tuple(Place)


class Columns(QWidget):
    """Splitters that remember their sizes, and nothing else: `narrowed` tells which of the two ways it stands.

    In a narrow window nothing moves to another parent; what is not looked at is hidden. The switch offers the columns
    alone, so that it never scrolls; the pages of the differential's column stay under their own tabs.
    """

    narrowed = Signal(bool)

    def __init__(self, parts: dict[Place, QWidget], side: Side, stack: QWidget, patient: QSplitter) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._parts, self._stack, self._patient = parts, stack, patient
        self.switch = identify(QTabBar(), Name.PLACES, "What is in sight")
        self.switch.setExpanding(False)
        for place in PLACES:
            self.switch.addTab(place.value)
        self.right = _splitter(Qt.Orientation.Vertical, parts[Place.DIFFERENTIAL], parts[Place.WORDS])
        patient.setChildrenCollapsible(False)
        patient.addWidget(parts[Place.CHART])
        patient.addWidget(self.right)
        self.main = _splitter(Qt.Orientation.Horizontal, parts[Place.PATIENTS], stack)
        for splitter, stretched in ((self.right, (0,)), (patient, (0, 1)), (self.main, (1,))):
            for number in stretched:
                splitter.setStretchFactor(number, 1)
        layout = column(gap=0)
        bar = column(margins=(16, 0, 16, 0))
        bar.addWidget(self.switch)
        layout.addLayout(bar)
        layout.addWidget(self.main, 1)
        self.setLayout(layout)
        self.narrow = False
        self._wanted: bool | None = None
        self._before: Place | None = None
        self._place = Place.DIFFERENTIAL
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(WAIT)
        self._later.timeout.connect(self._remember)
        self._splitters = {"main": self.main, "patient": patient, "right": self.right}
        self._recall()
        for splitter in self._splitters.values():
            splitter.splitterMoved.connect(self._later.start)
        self.switch.currentChanged.connect(self._switched)
        side.page_shown.connect(self._page_shown)
        self._mark()
        THEME.changed.connect(self._fit)
        self._arrange()

    @property
    def patients_shown(self) -> bool:
        """Return whether the list of patients is in sight in a wide window."""
        return self.width() >= THEME.px(ROOMY) if self._wanted is None else self._wanted

    @property
    def place(self) -> Place:
        """Return what a narrow window shows."""
        return self._place

    @Slot()
    def toggle_patients(self) -> None:
        """Fold the list of patients away, or bring it back; in a narrow window go to it."""
        if self.narrow:
            self.show_place(Place.PATIENTS if self._place is not Place.PATIENTS else Place.CHART)
            return
        self._wanted = not self.patients_shown
        self._arrange()

    def show_place(self, place: Place) -> None:
        """Bring a column into sight; a wide window has all but, perhaps, the patients in sight."""
        if place is Place.PATIENTS and not self.narrow and not self.patients_shown:
            self._wanted = True
        self._place = place
        self._mark()
        self._arrange()

    def reveal(self, widget: QWidget) -> None:
        """Bring the column that holds a widget into sight."""
        for place, part in self._parts.items():
            if part is widget or part.isAncestorOf(widget):
                self.show_place(place)

    def jump(self) -> None:
        """Bring the chart into sight for something that is jumped to, and keep where it was jumped from."""
        if self._place is not Place.CHART:
            self._before = self._place
            self.show_place(Place.CHART)

    @Slot()
    def go_back(self) -> None:
        """Return to where the last jump into the chart came from."""
        before, self._before = self._before, None
        if before is not None:
            self.show_place(before)

    def next_part(self) -> None:
        """Give the keyboard to the next column that has a control which takes it, to the first of them."""
        shown = [p for p in PLACES if self.narrow or not self._parts[p].isHidden()]
        holding = next((p for p in shown if self._parts[p].isAncestorOf(self.window().focusWidget() or self)), None)
        start = shown.index(holding) + 1 if holding is not None else 0
        for place in (*shown[start:], *shown[:start]):
            self.show_place(place)
            first = next(in_reading_order(self._parts[place]), None)
            if first is not None:
                go_to(first)
                return

    def widen_chart(self, direction: int) -> None:
        """Move the divider between chart and differential one step, for whoever has no mouse."""
        chart, other = self._patient.sizes()
        self._patient.setSizes([chart + direction * THEME.px(STEP), other - direction * THEME.px(STEP)])
        self._later.start()

    def minimumSizeHint(self) -> QSize:
        """Override: a wide window can always be made narrow, for then it stands in another way."""
        least = super().minimumSizeHint()
        return least if self.narrow else QSize(min(least.width(), THEME.px(LEAST)), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: a narrow window becomes one column, a wide one several, by itself."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """Take the way to stand from the width."""
        self._arrange()

    @Slot(int)
    def _switched(self, number: int) -> None:
        """Show the place of a tab."""
        self._place, self._before = PLACES[number], None
        self._arrange()

    @Slot()
    def _page_shown(self) -> None:
        """Somebody went to a page of the differential's column: bring it into sight."""
        self.show_place(Place.DIFFERENTIAL)

    @Slot()
    def _mark(self) -> None:
        """Mark the tab of what is in sight."""
        with QSignalBlocker(self.switch):
            self.switch.setCurrentIndex(PLACES.index(self._place))

    def _arrange(self) -> None:
        """Show and hide the columns."""
        narrow = self.width() < THEME.px(NARROW)
        place, changed = self._place, narrow is not self.narrow
        in_right = (Place.DIFFERENTIAL, Place.WORDS)
        shows = {p: not narrow or p is place for p in PLACES}
        shows[Place.PATIENTS] = place is Place.PATIENTS if narrow else self.patients_shown
        if narrow and self._loses_keyboard(shows):
            self.switch.setFocus(Qt.FocusReason.OtherFocusReason)  # else Qt gives it to whatever stands next
        self.switch.setVisible(narrow)
        self._stack.setVisible(not narrow or place is not Place.PATIENTS)
        self.right.setVisible(not narrow or place in in_right)
        for each, part in self._parts.items():
            part.setVisible(shows[each])
        self.narrow = narrow  # only now: until the columns are hidden, the least width is that of a wide window
        if changed:
            self.narrowed.emit(narrow)

    def _loses_keyboard(self, shows: dict[Place, bool]) -> bool:
        """Return whether the control with the keyboard is about to go out of sight."""
        focus = self.window().focusWidget()
        hidden = (part for place, part in self._parts.items() if not shows[place])
        return focus is not None and any(part is focus or part.isAncestorOf(focus) for part in hidden)

    def _recall(self) -> None:
        """Take the sizes that were left last time; anything unreadable falls back."""
        for name, splitter in self._splitters.items():
            stored = QSettings().value(f"layout/{name}")
            kept = [int(part) for part in stored if str(part).isdigit()] if isinstance(stored, list) else []
            usable = len(kept) == len(SIZES[name]) and all(kept)
            splitter.setSizes(kept if usable else [THEME.px(size) for size in SIZES[name]])

    @Slot()
    def _remember(self) -> None:
        """Keep the sizes of the splitters all of whose parts are in sight."""
        for name, splitter in self._splitters.items():
            if all(splitter.sizes()):
                QSettings().setValue(f"layout/{name}", splitter.sizes())


def _splitter(way: Qt.Orientation, *widgets: QWidget) -> QSplitter:
    """Return a splitter over widgets."""
    made = QSplitter(way)
    made.setChildrenCollapsible(False)
    for widget in widgets:
        made.addWidget(widget)
    return made
