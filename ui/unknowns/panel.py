"""The unknowns: what a good answer would need and the chart does not give, said first."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout

from copilot.chart.chart import Unknown, UnknownKind
from copilot.review.review import Review
from copilot.review.waiting import Awaited, awaited, consequences
from ui.automation import Name, identify
from ui.parts.boxes import Box, clear, column, row
from ui.parts.button import button
from ui.parts.label import label, set_role
from ui.parts.text import one_line

MEANING: dict[UnknownKind, str] = {
    UnknownKind.MISSING: "Not in the chart",
    UnknownKind.CONFLICTING: "Conflicting",
    UnknownKind.STALE: "Old",
    UnknownKind.IMPLAUSIBLE: "Implausible",
    UnknownKind.UNREADABLE: "Could not be read",
    UnknownKind.REFUSED: "Refused by the server",
    UnknownKind.TRUNCATED: "Cut off",
}
ORDER = tuple(MEANING)
IN_SHORT = 3
WAITS = "The list waits most for"
MARGIN = 10
NOTHING = "Nothing was found missing, old, conflicting or unreadable; that does not make the chart complete."
MOST = 60


class UnknownLine(QLabel):
    """One unknown; where it stands in a resource, a click shows the resource."""

    wanted = Signal(str)

    def __init__(self, unknown: Unknown, change: str, number: int) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", "caution")
        words = one_line(f"{unknown.text} {change}")
        self.setText(f"\N{BULLET} {words}")
        self.setMinimumWidth(1)
        self.resource = unknown.resource
        identify(self, Name.UNKNOWN, f"{MEANING[unknown.kind]}: {words}", key=str(number))
        if self.resource:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setToolTip("Show the raw resource")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Override: show the resource."""
        if event.button() is Qt.MouseButton.LeftButton and self.resource:
            self.wanted.emit(self.resource)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter shows the resource."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.resource:
            self.wanted.emit(self.resource)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        """Override: visible focus."""
        font = self.font()
        font.setUnderline(True)
        self.setFont(font)

    def focusOutEvent(self, event: QEvent) -> None:
        """Override: see `focusInEvent`."""
        font = self.font()
        font.setUnderline(False)
        self.setFont(font)


class Unknowns(Box):
    """A few in short; all of them, by kind, on request."""

    resource_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("caution", gap=4, margin=MARGIN)
        identify(self, Name.UNKNOWNS, "What is not known")
        self.title = label("", "caution-strong", wrap=True)
        self.short = label("", "caution", wrap=True)
        self.waits = label("", "caution", wrap=True)
        self.toggle = button("", Name.UNKNOWNS_TOGGLE, role="link")
        self.toggle.setCheckable(True)
        self.listing: QVBoxLayout = column(gap=2)
        self._review: Review | None = None
        self._unknowns: tuple[Unknown, ...] = ()
        self._awaited: tuple[Awaited, ...] = ()
        head = row(gap=8)
        words = column(gap=4)
        for widget in (self.title, self.short, self.waits):
            words.addWidget(widget)
        head.addLayout(words, 1)
        head.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addLayout(self.listing)
        self.toggle.toggled.connect(self._toggled)

    def show_review(self, review: Review) -> None:
        """Show what a review does not know, the first few of each most telling kind in short."""
        self._review = review
        self._unknowns = tuple(sorted(review.unknowns, key=lambda unknown: ORDER.index(unknown.kind)))
        self._awaited = awaited(review)
        self.toggle.setChecked(False)
        self._dress()
        self._toggled(False)

    def _dress(self) -> None:
        """Say in a grey line that nothing was found: that is no warning."""
        quiet = not self._unknowns
        set_role(self, "quiet" if quiet else "caution")
        for words in (self.short, self.waits):
            set_role(words, "small" if quiet else "caution")
        self.title.setVisible(not quiet)
        margins = self.body.contentsMargins()
        margins.setLeft(0 if quiet else MARGIN)
        self.body.setContentsMargins(margins)

    @Slot(bool)
    def _toggled(self, every: bool) -> None:
        """Show all, or the few."""
        clear(self.listing)
        self.toggle.setVisible(bool(self._unknowns or self._awaited))
        self.toggle.setText("Show less" if every else f"Show all {len(self._unknowns) + len(self._awaited)}")
        self.toggle.setAccessibleName(self.toggle.text())
        self.title.setText(f"Not known, and it may matter ({self._counts()})")
        first = " \N{MIDDLE DOT} ".join(one_line(unknown.text) for unknown in self._unknowns[:IN_SHORT])
        self.short.setVisible(not every or not first)
        self.short.setText(first or NOTHING)
        names = " \N{MIDDLE DOT} ".join(one_line(one.name) for one in self._awaited[:IN_SHORT])
        self.waits.setText(f"{WAITS}: {names}" if names else "")
        self.waits.setVisible(bool(names) and not every)
        if every:
            self._list()

    def _counts(self) -> str:
        """Return "3 missing, 1 stale"."""
        groups = groupby(self._unknowns, key=lambda unknown: unknown.kind)
        return ", ".join(f"{len(list(found))} {kind.value}" for kind, found in groups)

    def _list(self) -> None:
        """List all by kind, up to a limit that is said."""
        number, changes = 0, self._changes()
        for kind, found in groupby(self._unknowns[:MOST], key=lambda unknown: unknown.kind):
            self.listing.addWidget(label(MEANING[kind], "caution-strong"))
            for unknown in found:
                number += 1
                line = UnknownLine(unknown, changes[unknown], number)
                line.wanted.connect(self.resource_wanted)
                self.listing.addWidget(line)
        if len(self._unknowns) > MOST:
            more = len(self._unknowns) - MOST
            self.listing.addWidget(label(f"and {more} more: `chartside review --json` lists all.", "caution"))
        self._list_awaited()

    def _changes(self) -> dict[Unknown, str]:
        """Return what each unknown would change, worked out when it is asked for: a long chart is looked through."""
        review = self._review
        return dict(zip(review.unknowns, consequences(review), strict=True)) if review is not None else {}

    def _list_awaited(self) -> None:
        """List the findings that the leading conditions wait for, and which these are."""
        quiet = not self._unknowns
        if self._awaited:
            self.listing.addWidget(label(WAITS, "small" if quiet else "caution-strong", wrap=True))
        for one in self._awaited:
            words = f"\N{BULLET} {one_line(one.name)}. {one_line(one.change)}"
            self.listing.addWidget(label(words, "small" if quiet else "caution", wrap=True))
