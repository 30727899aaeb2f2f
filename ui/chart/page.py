"""`Page`: what every tab of the chart can do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.chart.arrange import Arranged
from ui.chart.hits import Hit, Hits


class Page(QWidget):
    """One tab, empty here: shows an arranged chart, finds facts on itself, tells what is pointed at or selected.

    `wanted` asks to go where a fact is at home."""

    hovered = Signal(object)
    selected = Signal(str)
    more_wanted = Signal(str)
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")

    @property
    def busy(self) -> bool:
        """Return whether something is still being built in steps."""
        return False

    def show_chart(self, arranged: Arranged) -> None:
        """Show another chart."""

    def update_chart(self, arranged: Arranged) -> None:
        """Show more of the same chart, without losing the place; a page that cannot begins anew."""
        self.show_chart(arranged)

    def show_fact(self, fact: str) -> bool:
        """Bring a fact into sight and highlight it; return False where this tab does not show it."""
        return False

    def light(self, facts: frozenset[str]) -> None:
        """Highlight these facts where they are in sight."""

    def pause(self, terms: frozenset[str]) -> None:
        """Grey the mentions of findings that the clinician leaves out of account."""

    def mark(self, hits: Hits) -> None:
        """Mark what a search found where it stands."""

    def show_hit(self, hit: Hit) -> None:
        """Bring a place that a search found into sight."""
        self.show_fact(hit.fact)

    def finish(self) -> None:
        """Build what is still being built in steps, at once."""
