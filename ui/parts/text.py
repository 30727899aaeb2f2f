"""Chart text made safe to show: one line, no control characters, never read as markup."""

from __future__ import annotations

import html

from PySide6.QtWidgets import QWidget

from copilot.chart.words import clean, one_line

__all__ = ["clean", "count", "one_line", "tip", "tip_text", "without_mnemonic"]

TIP_LIMIT = 1200


def without_mnemonic(text: str) -> str:
    """Return the text for a button or a tab, where a single ampersand would vanish."""
    return one_line(text).replace("&", "&&")


def tip_text(text: str) -> str:
    """Return a tool tip: Qt guesses whether a tip is HTML, so it gets HTML in which everything is escaped."""
    short = clean(text)
    if len(short) > TIP_LIMIT:
        short = short[:TIP_LIMIT] + " \N{HORIZONTAL ELLIPSIS}"
    return f"<qt>{html.escape(short).replace(chr(10), '<br>')}</qt>" if short else ""


def tip(widget: QWidget, text: str) -> None:
    """Give the widget a tool tip that shows the text as it stands; a screen reader gets it without the markup."""
    widget.setToolTip(tip_text(text))
    widget.setAccessibleDescription(clean(text))


def count(number: int, singular: str, plural: str = "") -> str:
    """Return "1 resource" or "2 resources"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
