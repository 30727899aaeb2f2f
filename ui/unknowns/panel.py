"""The unknowns: what a good answer would need and the chart does not give, said first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout

from copilot.chart.chart import Unknown, UnknownKind
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
MARGIN = 10
NOTHING = "Nothing was found missing, old, conflicting or unreadable; that does not make the chart complete."
MOST = 60


class UnknownLine(QLabel):
    """One unknown; where it stands in a resource, a click shows the resource."""

    wanted = Signal(str)

    def __init__(self, unknown: Unknown, number: int) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", "caution")
        self.setText(f"\N{BULLET} {one_line(unknown.text)}")
        self.setMinimumWidth(1)
        self.resource = unknown.resource
        identify(self, Name.UNKNOWN, f"{MEANING[unknown.kind]}: {one_line(unknown.text)}", key=str(number))
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
        self.toggle = button("", Name.UNKNOWNS_TOGGLE, role="link")
        self.toggle.setCheckable(True)
        self.listing: QVBoxLayout = column(gap=2)
        self._unknowns: tuple[Unknown, ...] = ()
        head = row(gap=8)
        head.addWidget(self.title, 1)
        head.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addWidget(self.short)
        self.body.addLayout(self.listing)
        self.toggle.toggled.connect(self._toggled)

    def show_unknowns(self, unknowns: Sequence[Unknown]) -> None:
        """Show these, the first few of each most telling kind in short."""
        self._unknowns = tuple(sorted(unknowns, key=lambda u: ORDER.index(u.kind)))
        self.toggle.setChecked(False)
        self._toggled(False)
        self._be_quiet(not unknowns)

    def _be_quiet(self, quiet: bool) -> None:
        """Say in a grey line that nothing was found: that is no warning."""
        set_role(self, "quiet" if quiet else "caution")
        set_role(self.short, "small" if quiet else "caution")
        self.title.setVisible(not quiet)
        margins = self.body.contentsMargins()
        margins.setLeft(0 if quiet else MARGIN)
        self.body.setContentsMargins(margins)
        if quiet:
            self.short.setText(NOTHING)
            self.short.show()
            self.toggle.hide()

    @Slot(bool)
    def _toggled(self, every: bool) -> None:
        """Show all, or the few."""
        clear(self.listing)
        self.toggle.show()
        self.toggle.setText("Show less" if every else f"Show all {len(self._unknowns)}")
        self.toggle.setAccessibleName(self.toggle.text())
        self.title.setText(f"Not known, and it may matter ({self._counts()})")
        self.short.setVisible(not every)
        self.short.setText(" · ".join(one_line(u.text) for u in self._unknowns[:IN_SHORT]))
        if every:
            self._list()

    def _counts(self) -> str:
        """Return "3 missing, 1 stale"."""
        groups = groupby(self._unknowns, key=lambda unknown: unknown.kind)
        return ", ".join(f"{len(list(found))} {kind.value}" for kind, found in groups)

    def _list(self) -> None:
        """List all by kind, up to a limit that is said."""
        number = 0
        for kind, found in groupby(self._unknowns[:MOST], key=lambda unknown: unknown.kind):
            self.listing.addWidget(label(MEANING[kind], "caution-strong"))
            for unknown in found:
                number += 1
                line = UnknownLine(unknown, number)
                line.wanted.connect(self.resource_wanted)
                self.listing.addWidget(line)
        if len(self._unknowns) > MOST:
            more = len(self._unknowns) - MOST
            self.listing.addWidget(label(f"and {more} more: `chartside review --json` lists all.", "caution"))
