"""Chart text made safe to show: one line, no control characters, never read as markup."""

from __future__ import annotations

import html
import re

from PySide6.QtWidgets import QWidget

from copilot.chart.hidden import visible

# C0/C1 controls; what hides or turns the reading direction is taken out where the chart takes it out.
_HIDDEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f]")
_SPACES = re.compile(r"\s+")
TIP_LIMIT = 1200


def clean(text: str) -> str:
    """Return the text without characters that are invisible or reorder what is read; newlines stay."""
    return visible(_HIDDEN.sub("", text))


def one_line(text: str) -> str:
    """Return the text as one line."""
    return _SPACES.sub(" ", clean(text)).strip()


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
    """Give the widget a tool tip that shows the text as it stands."""
    widget.setToolTip(tip_text(text))


def count(number: int, singular: str, plural: str = "") -> str:
    """Return "1 resource" or "2 resources"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
